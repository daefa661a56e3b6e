"""Notices, advertisements, letters, tables and verse: each is a story of its own, and none of them cuts a report."""

import pytest

from newsgrep.split import split
from newsgrep.split.small_items import _MOST_BEFORE

NOTICES = """遗失声明

江城永安印刷有限公司遗失公章一枚，声明作废。

拍卖公告

受委托，本公司定于2016年12月20日上午十时公开拍卖人民路房产一处，有意者请携证件登记。

江城拍卖有限公司

2016年12月11日

寻人启事

陈一帆，男，六十三岁，江城县人，于10月5日离家未归，有知情者请与家属联系，当面酬谢。

电话：010-55550100"""

ADS = """江城华新家具厂

本厂专业生产沙发，畅销全国，备有现货，欢迎选购。

厂址：江城县东大街3号　电话：55550100

南浦大众电器有限公司

新款彩电上市，八折优惠，送完为止。

联系人：陈一帆

电话：55550111

白河光华食品集团

长期供应糕点，量大从优，欢迎来人来函洽谈。

订购电话：55550122"""

LETTERS = """桥头的路灯该修了

编辑同志：

我住在江城新桥南头，这里的路灯坏了两个月，夜里过桥的人都要打手电。希望有关部门早日来修。

江城市 陈一帆

菜场不该占用人行道

编辑同志：

东岭菜场的摊位摆到了人行道上，孩子上学只好走在车行道上，十分危险。

四川 林小雨

感谢一位公交司机

编辑同志：

上周我在3路车上丢了钱包，司机周舟师傅一直等到我回来，分文不少。

南浦大学学生 沈秋"""

VERSE = """灯

陈一帆

江水涨满了门前的小河
几点灯光落在船头
谁在桥上轻轻唱歌
山那边的云慢慢走来

过桥

◎林小雨

父亲的锄头挂在墙上
雁群写下长长的一行
我把往事折成纸船
夜色里传来马蹄声

晨

□周 舟

一树梅花开向雪地
炉火映红母亲的脸
大江东去浪花飞溅
麦田翻滚金色的波浪"""

SPORT = """江城队主场取胜

本报讯（记者陈一帆）昨天进行的比赛中，江城队凭借下半场的两个进球力克南浦队，积分升至榜首。

其他场次的比分如下：

白河队 2∶1 东岭队

平阳队 0∶0 青石队

积分榜

1 江城队 20 6 44

2 南浦队 20 5 41

3 白河队 19 7 38

今日赛程

1 东岭队 19 6 30

2 西塘队 19 5 28

3 北港队 20 4 27"""


def titles(text):
    return [story.headlines[0].text if story.headlines else "" for story in split(text).stories]


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (NOTICES, ["遗失声明", "拍卖公告", "寻人启事"]),
        (ADS, ["江城华新家具厂", "南浦大众电器有限公司", "白河光华食品集团"]),
        (LETTERS, ["桥头的路灯该修了", "菜场不该占用人行道", "感谢一位公交司机"]),
        (VERSE, ["灯", "过桥", "晨"]),
        (SPORT, ["江城队主场取胜", "积分榜", "今日赛程"]),
    ],
    ids=["notices", "advertisements", "letters", "verse", "tables"],
)
@pytest.mark.parametrize("form", [str, lambda text: text.replace("\n\n", "\n")], ids=["blank lines", "newlines"])
def test_each_small_item_is_a_story(page, wanted, form):
    assert titles(form(page)) == wanted


def test_notices_and_advertisements_are_told_from_articles():
    assert {story.kind for story in split(NOTICES).stories} == {"notice"}
    assert {story.kind for story in split(ADS).stories} == {"ad"}


@pytest.mark.parametrize("page", [NOTICES, ADS, LETTERS, VERSE, SPORT])
def test_no_character_is_lost(page):
    parts = [part.text for story in split(page).stories for part in (*story.headlines, *story.paragraphs)]
    assert "".join("".join(parts).split()) == "".join(page.split())


REPORT = """江城家具厂走出困境

本报记者 陈一帆

江城家具厂去年还亏损三百万元，今年前五个月已经盈利。厂长林小雨说，关键是产品对路。

产品对路

江城家具厂过去只做老式柜子，积压在仓库里卖不出去。新的沙发线投产后，订单排到了年底。

这家工厂的设计师走访了四十户居民，把尺寸改小，让柜子进得了电梯。

服务到家

买主来电，工厂当天派人上门。为方便居民，厂里公布了电话：55550100。

“东西用得好，邻居自己会来问。”住在新桥南头的周舟说。"""


@pytest.mark.parametrize("form", [str, lambda text: text.replace("\n\n", "\n")], ids=["blank lines", "newlines"])
def test_a_report_about_a_company_is_one_story(form):
    assert titles(form(REPORT)) == ["江城家具厂走出困境"]


def test_a_list_of_organisations_is_not_cut():
    offices = [f"江城市{name}党委" for name in ("水务局", "教育局", "园林局", "桥梁公司", "图书馆", "体育局", "港务局")]
    text = "\n\n".join(["先进单位名单", "昨日，江城市公布了今年的先进单位，共七家。", *offices])
    assert titles(text) == ["先进单位名单"]


def test_a_poem_longer_than_is_looked_back_is_whole():
    lines = ["江水涨满了门前的小河", "几点灯光落在船头"] * _MOST_BEFORE
    assert len(split("\n".join(["长诗", "陈一帆", *lines])).stories) == 1


def test_the_date_below_a_notice_is_not_the_head_of_a_page():
    page = split(NOTICES.replace("寻人启事", "第 5 版\n\n寻人启事"))
    assert page.date is None
    assert any("2016年12月11日" in part.text for story in page.stories for part in story.paragraphs)


@pytest.mark.parametrize("name", ["要闻简报", "江城战报", "海报"])
def test_a_box_of_briefs_is_not_a_newspaper(name):
    page = split(f"{name}\n\n本报讯 江城新桥昨日通车，桥长三里。\n\n本报讯 南浦新馆昨日开放。")
    assert page.source is None
    assert titles(f"{name}\n\n江城新桥昨日通车，桥长三里。")[0] == name


AUTHORS = [
    "□陈一帆",
    "陈一帆 报道",
    "陈一帆（江城特派员）",
    "·陈一帆·",
    "江城周末特约撰稿 陈一帆",
    "作者：陈一帆（作家）",
    "（江城）陈一帆",
    "記者陳一帆／江城報導",
    "21世纪晚报记者 陈一帆 江城报道",
]


@pytest.mark.parametrize("line", AUTHORS)
def test_an_author_line_is_not_a_headline(line):
    (story,) = split(f"江城新桥通车\n\n{line}\n\n昨日，江城新桥通车，两岸市民步行过江。桥上的灯将亮到零点。").stories
    assert [part.text for part in story.headlines] == ["江城新桥通车"]
    assert story.paragraphs[0].role == "byline"


@pytest.mark.parametrize("line", ["王毅访问报道引发关注", "★陈一帆", "陈一帆（江城市咖啡出口商协会总经理）"])
def test_other_short_lines_are_no_author_lines(line):
    (story,) = split(f"江城新桥通车\n\n{line}\n\n昨日，江城新桥通车，两岸市民步行过江。桥上的灯将亮到零点。").stories
    assert all(part.role != "byline" for part in story.paragraphs)


LEADS = [
    "（江城综合电）",
    "【江城电】",
    "〔本报江城专电〕",
    "【陈一帆／江城报道】",
    "（江城日报报道）",
    "【某国《日报》网站3月8日文章】",
]


@pytest.mark.parametrize("lead", LEADS)
def test_stories_begin_above_the_datelines_of_other_papers(lead):
    text = "昨日江城新桥通车，两岸市民步行过江。桥上的灯将亮到零点，市民可以散步。"
    page = "\n".join(
        part for title in ("江城新桥通车", "南浦新馆开放", "白河开挖运河") for part in (title, lead + text)
    )
    assert titles(page) == ["江城新桥通车", "南浦新馆开放", "白河开挖运河"]


UNMARKED = [
    (
        "新桥落成",
        "市长剪彩",
        "江城新桥昨日上午落成两岸居民扶老携幼前往参观桥长三里宽五丈为省内第一市长林君亲临剪彩并致词谓此桥之成端赖各界捐助",
    ),
    (
        "米价又涨",
        "当局开会",
        "南浦米市近因来源稀少售价连日飞涨每石已达十二元贫民生计大受影响当局昨召集各米行经理会商平抑办法决定由官仓拨米五千石平粜",
    ),
    (
        "水位回落",
        "堤防无恙",
        "白河上游连日晴朗水势渐退昨晨测得水位较前日低落二尺有余沿岸堤防均告无恙工程局仍派员昼夜巡视以防意外云",
    ),
]


def test_text_without_marks_is_cut_where_its_short_lines_are():
    page = "\n".join(line for story in UNMARKED for line in story)
    wanted = [story[0] for story in UNMARKED]
    assert titles(page) == wanted
    rows = [row[at : at + 12] for row in page.split("\n") for at in range(0, len(row), 12)]
    assert titles("\n".join(rows)) == wanted


TWO_PARTS = """江城新桥通车

昨日上午，江城新桥正式通车，两岸市民步行过江。桥长三里，宽五丈，是江城的第三座大桥。

桥上的灯光将亮到零点，市民可以散步。市里还准备在桥头修建公园。

{subhead}

{first}据介绍，新桥通车后，从东岸到西岸只要十分钟，比过去缩短了半个小时。

公交公司说，三条线路从今天起改道新桥，末班车延长到二十三点。"""


@pytest.mark.parametrize("subhead", ["市民出行更方便", "公交线路作出调整"])
def test_a_text_without_signs_of_a_page_is_one_article(subhead):
    assert titles(TWO_PARTS.format(subhead=subhead, first="")) == ["江城新桥通车"]


def test_a_page_that_has_lost_marks_is_cut_where_its_stories_begin():
    texts = [
        (
            "新桥通车 两岸步行过江",
            "江城新桥昨日通车 两岸市民步行过江 沿岸的早市也跟着热闹起来，卖豆腐的老周说生意比去年好了两成",
        ),
        ("渡轮停航 船员转岗", "南浦轮渡公司昨天宣布 渡轮即日起停航，一百二十名船员转到公交公司 首批四十人已经上岗"),
        ("菜场换上玻璃棚顶", "北门的菜摊关了三个月 近日再开门时棚顶换成了玻璃 每个摊位编了号，秤也一律换成电子的"),
        ("旧仓库改成书店", "老码头的旧仓库近日改成书店迎客 门口那台吊机留了下来，周末有人在下面拍照"),
    ]
    more = "市民周舟说，从前过江要等半个钟头，如今走路十分钟就到 记者看到桥上行人不断，桥头的小店也多了起来"
    ends = ("", "。", "。", "")
    page = split(
        "\n\n".join(
            f"{title}\n\n本报记者 陈一帆\n\n{more}，{text}{end}\n\n{text} {more}。"
            for (title, text), end in zip(texts, ends, strict=True)
        )
    )
    assert [story.headlines[0].text for story in page.stories] == [title for title, _ in texts]
