"""A text that is one article is not cut in two, whatever its subheads look like, and a page still is."""

import json

import pytest
from conftest import run

from newsgrep.split import split
from newsgrep.split.explain import explain
from newsgrep.split.suspect import is_suspect

# A broadcast: a dateline, then sections with headlines of their own and nobody who signs them.
ROUND_UP = """江城新桥通车

江城网消息（早间新闻）：江城新桥8日通车，两岸市民步行过江，市长陈一帆出席了通车仪式。

江城交通部门表示，新桥将缓解老桥的拥堵。

南浦渡轮停航 船员转岗

南浦轮渡公司8日宣布，渡轮于当天停航，一百二十名船员转到公交公司，首批四十人已经上岗。

临川居民：盼早日开工建桥

临川镇居民8日对记者说，镇上到江城仍要绕行三十公里，希望早日建桥。

上游水库蓄水超九成

截至8日八时，上游水库蓄水量达九成三，为今年以来首次超过九成。"""
LIST = """江城网消息（早间新闻）：

江城新桥通车

江城新桥8日通车，两岸市民步行过江，市长陈一帆出席了通车仪式。

南浦渡轮停航

南浦轮渡公司8日宣布，渡轮于当天停航，一百二十名船员转到公交公司。"""
INTERVIEW = """“桥是给人走的”

江城新桥通车前，本报记者采访了设计师陈一帆。

记者：桥为什么建得这么宽？

陈一帆：桥是给人走的，不是只给车走的，所以两侧各留了四米，老人和孩子可以慢慢走，推婴儿车也不用让路。

记者：灯呢？

陈一帆：灯只照路面，不照江面，鱼要睡觉。

夜里的桥

记者：夜里有人来吗？

陈一帆：很多，通车第一周每晚有三千人，早市也搬到了桥头，卖豆腐的老周说生意比去年好了两成。"""
NUMBERED = """怎样走好新桥

新桥通车以后，不少读者来信询问怎样走。

1 早市

早市在桥头，每天五点开始，九点结束，卖菜的多是对岸的农民，车辆请停在北岸。

2 灯光

灯亮到零点，此后只留路灯，夜跑的人请靠右，骑车的人请下车推行。

3 渡轮

渡轮已经停航，原来的码头改成了书店，周末还有旧书市。"""
SIDE_BOX = """江城新桥通车

本报讯（记者陈一帆）江城新桥昨日通车，两岸市民步行过江，沿岸的早市也跟着热闹起来。

新桥全长三里。（林小雨）

■新闻链接

江城此前有两座桥，一座建于1957年，一座建于1986年，都只走汽车。"""
ANNOUNCED = """市长谈新桥

江城网消息：江城市市长昨日在本报发表署名文章。文章全文如下：

让新桥通向每一户人家

江城市市长 陈一帆

新桥通车，是全市人民盼了二十年的事。二十年里，渡轮每天往返六十趟，遇到大雾就停航。

如今桥通了，路还要一条一条地修到镇上、村里去。"""
LEADER = """江城新桥昨日通车

江城新桥昨日通车，两岸市民步行过江，沿岸的早市也跟着热闹起来。

(江城社8日电)

陈一帆市长"""


@pytest.mark.parametrize(
    "text",
    [ROUND_UP, LIST, INTERVIEW, NUMBERED, SIDE_BOX, ANNOUNCED, LEADER],
    ids=["round-up", "dateline above", "interview", "numbers", "side box", "announced", "name below"],
)
@pytest.mark.parametrize("form", [str, lambda text: text.replace("\n\n", "\n")], ids=["blank lines", "newlines"])
def test_an_article_is_one_story(text, form):
    assert [story.headlines[0].text for story in split(form(text)).stories if story.headlines] in (
        [text.split("\n")[0]],
        [],
    )
    assert len(split(form(text)).stories) == 1


@pytest.mark.parametrize("text", [ROUND_UP, INTERVIEW, NUMBERED], ids=["round-up", "interview", "numbers"])
def test_so_it_is_without_its_headline(text):
    assert len(split(text.partition("\n\n")[2]).stories) == 1


def test_questions_and_answers_are_text():
    (story,) = split(INTERVIEW).stories
    assert [part.text for part in story.headlines] == ["“桥是给人走的”"]
    assert {part.role for part in story.paragraphs} == {"body"}


def test_headlines_with_a_colon_are_headlines():
    page = split(
        "\n\n".join(
            f"{name}：{what}\n\n本报记者 林小雨\n\n昨日，江城市{name}宣布，{what}，市民步行过江只要十分钟，早市也跟着热闹。"
            for name, what in (("市长", "新桥通车"), ("专家", "渡轮可以停航"), ("船员", "愿去开公交"))
        )
    )
    assert [story.headlines[0].text for story in page.stories] == [
        "市长：新桥通车",
        "专家：渡轮可以停航",
        "船员：愿去开公交",
    ]


def test_on_a_page_each_story_with_an_author_is_one():
    stories = ROUND_UP.split("\n\n")
    page = split(
        "\n\n".join(
            f"{title}\n\n本报记者 林小雨\n\n{text}" for title, text in zip(stories[3::2], stories[4::2], strict=True)
        )
    )
    assert [story.headlines[0].text for story in page.stories] == stories[3::2]


def test_a_numbered_headline_after_another_number_begins_a_story():
    page = split(SIDE_BOX.replace("■新闻链接", "2 号线延伸到桥头\n\n本报记者 林小雨"))
    assert [story.headlines[0].text for story in page.stories] == ["江城新桥通车", "2 号线延伸到桥头"]


@pytest.mark.parametrize("text", [ROUND_UP, LIST, INTERVIEW, LEADER])
def test_why_says_what_split_does(text):
    starts = [place.line for place in explain(text) if place.decision == "story"]
    assert starts == [(*story.headlines, *story.paragraphs)[0].line for story in split(text).stories]


PAGE = """江城新桥通车

本报讯（记者陈一帆）江城新桥昨日通车。两岸市民步行过江，沿岸的早市也跟着热闹起来，卖豆腐的老周说{}

北门菜场重新开张

本报讯（记者林小雨）北门的菜摊关了三个月，昨日再开门时棚顶换成了玻璃，每个摊位编了号，秤也一律换成电子的。{}"""


@pytest.mark.parametrize(
    ("above", "below", "wanted"),
    [
        ("生意比去年好了两成。", "", [None, None]),
        ("生意比去年", "\n\n好了两成，早市也要延到十点，夜里的灯亮到零点，老人和孩子都爱来走一走。", [True, None]),
    ],
    ids=["whole", "end elsewhere"],
)
def test_an_article_that_breaks_off_is_suspect(tmp_path, above, below, wanted):
    (tmp_path / "page.txt").write_text(PAGE.format(above, below), encoding="utf-8")
    found = list(map(json.loads, run("split", "--json", "page.txt", cwd=tmp_path).splitlines()))
    assert [article.get("suspect") for article in found] == wanted
    assert [article["title"] for article in found] == ["江城新桥通车", "北门菜场重新开张"]


def test_lists_and_summaries_are_not_suspect():
    summary = "江城新桥昨日通车，两岸市民步行过江，沿岸的早市也跟着热闹起来，卖豆腐的老周说生意比去年好了两成"
    assert not is_suspect([summary, "昨日，新桥通车。"])
    assert not is_suspect(
        [
            f"{name}，江城大桥工程局第一工程处焊工班班长，1998年参加工作。曾获得江城市劳动模范称号"
            for name in ("陈一帆", "林小雨", "周舟")
        ]
    )


BRIEFS = [
    ("江城新桥昨日通车", "江城新桥昨日通车，两岸市民步行过江，沿岸的早市也跟着热闹起来，市长陈一帆出席了仪式。"),
    ("南浦渡轮即日起停航", "南浦轮渡公司昨天宣布，渡轮从即日起停航，一百二十名船员转到公交公司，首批四十人上岗。"),
    ("北门菜场换上玻璃棚顶", "北门的菜摊关了三个月，近日再开门时棚顶换成了玻璃，每个摊位编了号，秤换成电子的。"),
    ("老码头仓库改成旧书店", "老码头的旧仓库近日改成书店迎客，门口那台吊机留了下来，孩子们周末在下面拍照。"),
]


@pytest.mark.parametrize("bullet", ["", "●", "■ ", "▲", "▲ "])
def test_a_bullet_before_a_headline_changes_nothing(bullet):
    page = split("\n\n".join(f"{bullet}{title}\n\n本报讯（记者陈一帆）{text}" for title, text in BRIEFS))
    assert [story.headlines[0].text for story in page.stories] == [bullet + title for title, _ in BRIEFS]


def test_a_picture_s_text_with_a_bullet_is_no_headline():
    (story,) = split(
        "江城新桥通车\n\n▲江城新桥夜景。林小雨 摄\n\n本报讯（记者陈一帆）江城新桥昨日通车，两岸市民步行过江。"
    ).stories
    assert [part.role for part in story.paragraphs] == ["caption", "body"]


def test_a_headline_below_the_name_of_a_side_box_is_of_that_box():
    box = "■新闻链接\n\n老桥建成六十九年\n\n江城此前有两座桥，一座建于1957年，一座建于1986年，都只走汽车。"
    assert len(split(SIDE_BOX.partition("■")[0] + box).stories) == 1


def test_a_script_left_in_a_web_page_begins_no_story():
    code = 'SetCookie("bridgeLeft"," ")\nSetCookie("bridgeTime","0");\nshowAll();'
    assert (
        len(
            split(f"{code}\n江城新桥昨日通车，两岸市民步行过江，沿岸的早市也热闹起来。\n{code}\n新桥全长三里。").stories
        )
        == 1
    )
    assert len(split(ROUND_UP + "\n\n" + code).stories) == 1


def test_articles_of_a_law_are_one_text():
    text = "\n\n".join(
        f"「第{at}条」\n\n新桥{what}，违者由江城市交通局处以罚款。"
        for at, what in enumerate(("禁止停车", "禁止钓鱼", "限速四十"), 7)
    )
    assert len(split("江城新桥管理办法\n\n新桥归江城市交通局管理，夜间照明由供电局负责。\n\n" + text).stories) == 1
