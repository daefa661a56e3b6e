"""Digests: what recurs between stories is none of theirs, whatever it is, and says what they do not."""

from __future__ import annotations

from functools import partial

import pytest
from read_files import read_text

from newsgrep.readers.texts.digests import looks_like_digest

TITLES = ("江城地铁5号线开工", "鹭洲湿地迎来白鹤", "青石县春茶开采", "图书馆夜间开放")
TEXTS = (
    "昨日，江城地铁5号线一期工程正式开工，全长三公里。",
    "清晨，鹭洲湿地飞来七只白鹤，巡护员说它们只歇三天。",
    "青石县的春茶已经开采，鲜叶收购价比去年涨了两成。",
    "市图书馆本月起夜间开放，读者可以读到二十三点。",
)
STORIES = [f"{title}\n{text}\n" for title, text in zip(TITLES, TEXTS, strict=True)]


@pytest.fixture
def read(tmp_path):
    return partial(read_text, tmp_path)


def told(found):
    return [(article.title, [paragraph.text for paragraph in article.paragraphs]) for article in found]


WHOLE_TEXTS = list(zip(TITLES, TEXTS, strict=True))
WHOLE = [(title, [text]) for title, text in zip(TITLES, TEXTS, strict=True)]

HEADINGS = {
    "days": ("3月17日　星期一", "3月18日　星期二"),
    "days with years": ("【2025年3月17日】", "【2025年3月18日】"),
    "pages": ("第01版：要闻", "第02版：民生"),
    "papers": ("《江城日报》（2篇）", "《澜江晚报》（2篇）"),
    "what is said of papers": ("江城日报头条", "澜江晚报重点新闻包括："),
    "sections": ("一、时政（2条）", "二、社会（2条）"),
    "parts": ("第一部分　时政", "第二部分　社会"),
}
FACTS = {
    "days": (None, None),
    "days with years": ("2025-03-17", "2025-03-18"),
    "pages": ("01版 要闻", "02版 民生"),
    "papers": ("江城日报", "澜江晚报"),
    "what is said of papers": ("江城日报", "澜江晚报"),
    "sections": ("时政", "社会"),
    "parts": ("时政", "社会"),
}


@pytest.mark.parametrize("name", HEADINGS)
@pytest.mark.parametrize("above", ["", "新闻摘编\n\n"])
@pytest.mark.parametrize("number", ["{title}", "{at}、{title}", "【{title}】", "■ {title}"])
def test_what_a_heading_says_holds_for_the_stories_below_it(read, name, above, number):
    stories = [
        f"{number.format(at=at, title=title)}\n{text}\n"
        for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), start=1)
    ]
    first, second = HEADINGS[name]
    found = read("\n".join([above, first, *stories[:2], second, *stories[2:]]))
    assert told(found) == WHOLE
    values = [
        (article.date if name.startswith("days") else article.source if "papers" in name else article.section)
        for article in found
    ]
    first_fact, second_fact = FACTS[name]
    assert values in ([first_fact] * 2 + [second_fact] * 2, [f"第{first_fact}"] * 2 + [f"第{second_fact}"] * 2)


@pytest.mark.parametrize(
    "head",
    [
        "何青禾 3月18日 08:1{at}",
        "江城快讯, [18.03.2025 08:1{at}]",
        "[2025/3/18 08:1{at}] 何青禾：",
        "何青禾(100200) 2025-03-18 8:1{at}:22",
        "@江城日报\n3月18日 12:1{at} 来自 微博网页版",
        "--- 何青禾 2025-03-18 08:1{at} ---",
        "#1{at} 楼主 何青禾 发表于 2025-03-18 08:1{at}",
    ],
)
@pytest.mark.parametrize("title", ["【{title}】\n", "【{title}】", "{title}\n"])
@pytest.mark.parametrize("below", ["", "转发 1{at} 评论 30 赞 200\n", "#江城 #新闻\n"])
def test_a_message_is_a_story(read, head, title, below):
    text = "\n".join(
        f"{head.format(at=at)}\n{title.format(title=name)}{text}\n{below.format(at=at)}"
        for at, (name, text) in enumerate(zip(TITLES, TEXTS, strict=True))
    )
    found = read(text)
    assert told(found) == WHOLE
    assert {article.date for article in found} == {"2025-03-18" if "2025" in head else None}
    assert {article.source for article in found} == {"江城日报" if "@" in head else None}


def test_chatter_is_no_story(read):
    assert (
        told(
            read(f"何青禾 3月18日 08:10\n{STORIES[0]}\n罗远 3月18日 08:11\n收到\n\n何青禾 3月18日 08:12\n{STORIES[1]}")
        )
        == WHOLE[:2]
    )


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("江城市图书馆剪报　2025年第3期　第{at}页\n", ""),
        ("", "阅读 10{at} 在看 3\n"),
        ("", ">> 阅读全文 https://j.example/{at}\n"),
        ("", "- END -\n"),
        ("第{at}页 共4页\n", "返回目录\n"),
        ("", "【责任编辑：罗远{at}】\n"),
    ],
)
def test_lines_that_recur_between_stories_are_left_out(read, above, below):
    text = "\n".join(above.format(at=at) + story + below.format(at=at) for at, story in enumerate(STORIES, start=1))
    assert told(read(text)) == WHOLE


@pytest.mark.parametrize("page", ["", " ........ {at}", "　{at}", "（江城日报）", " / {at}"])
@pytest.mark.parametrize("mark", ["", "◎", "{at}. "])
def test_a_table_of_contents_is_no_story(read, mark, page):
    listed = "".join(f"{mark}{title}{page}\n".format(at=at) for at, title in enumerate(TITLES, start=1))
    stories = "\n".join(f"{mark}".format(at=at) + story for at, story in enumerate(STORIES, start=1))
    assert told(read(f"目录\n{listed}\n{stories}")) == WHOLE


def test_contents_tell_titles_between_which_nothing_is_blank(read):
    listed = "\n".join(f"{at}. {title}" for at, title in enumerate(TITLES, start=1))
    assert told(read(f"江城简报\n\n本期目录\n{listed}\n\n{''.join(STORIES)}")) == WHOLE


@pytest.mark.parametrize("mark", ["{at}、", "{at}.", "（{at}）", "①", "●", "◆"])
def test_briefs_below_a_name_with_a_day_are_stories(read, mark):
    items = "\n".join((chr(ord("①") + at) if mark == "①" else mark.format(at=at + 1)) + TEXTS[at] for at in range(4))
    found = read(f"江城早报 | 2025年3月18日 星期二\n早安，读懂江城！\n\n{items}\n\n【微语】愿你脚下有路。\n")
    assert told(found) == [("", [text]) for text in TEXTS]
    assert {article.date for article in found} == {"2025-03-18"}


def test_briefs_may_follow_stories_and_say_their_source(read):
    stories = "\n".join(
        f"{title}\n本报记者 罗远　2025年3月18日\n{text}\n" for title, text in zip(TITLES[:2], TEXTS[:2], strict=True)
    )
    found = read(f"{stories}\n简讯\n◆{TEXTS[2]}（江城日报）\n◆{TEXTS[3]}（澜江晚报）\n")
    assert [article.title for article in found] == [*TITLES[:2], "", ""]
    assert [article.source for article in found] == [None, None, "江城日报", "澜江晚报"]


@pytest.mark.parametrize("credit", ["（罗远　江城日报）", "文 | 罗远\n来源 | 江城日报", "江城日报　罗远"])
def test_credits_without_a_date_are_none_of_a_text(read, credit):
    found = read("\n".join(f"{title}\n{credit}\n{text}\n" for title, text in zip(TITLES, TEXTS, strict=True)))
    assert told(found) == WHOLE
    assert {article.source for article in found} == {"江城日报"}


def test_a_line_above_each_title_belongs_to_it(read):
    kickers = ("历时两年", "昨日清晨", "全县动员", "方便市民")
    text = "\n".join(
        f"{kicker}\n{title}\n2025年3月18日　江城日报\n{text}\n"
        for kicker, title, text in zip(kickers, TITLES, TEXTS, strict=True)
    )
    assert told(read(text)) == [
        (f"{kicker} {title}", [text]) for kicker, title, text in zip(kickers, TITLES, TEXTS, strict=True)
    ]


def test_numbers_of_articles_of_wisers_are_none_of_their_titles(read):
    text = "".join(
        f"{at}. {title}\n江城日报 | 2025-03-1{at}\n报章 | A0{at} | 要闻 |\n\n{text}\n\n文章编号: 20250318000{at}\n\n"
        for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), start=1)
    )
    assert told(read(text)) == WHOLE


def test_the_head_of_an_export_of_wisers_is_none_of_its_first_article(read):
    text = "".join(
        f"{at}.\n{title}\n江城日报 | 2025-03-1{at}\n報章 | A0{at} | 要聞 |\n\n{text}\n\n文章編號: 20250318000{at}\n\n"
        for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), start=1)
    )
    assert told(read(f"慧科搜索報告\n文章數目：4\n搜索日期：2025-08-02\n\n{text}")) == WHOLE


def test_dates_before_titles_are_theirs(read):
    text = "\n".join(f"2025-03-1{at} {title}\n{TEXTS[at]}\n" for at, title in enumerate(TITLES))
    found = read(text)
    assert told(found) == WHOLE
    assert [article.date for article in found] == [f"2025-03-1{at}" for at in range(4)]


def test_a_rule_is_no_story(read):
    kickers = ("历时两年终告完成", "昨日清晨", "全县动员", "方便市民")
    stories = zip(kickers, TITLES, TEXTS, strict=True)
    found = read("\n=======\n".join(f"{kicker}\n{title}\n　　{text}" for kicker, title, text in stories))
    assert not any("==" in line for _, text in told(found) for line in text)


@pytest.mark.parametrize("source", ["（江城日报A1版）", "（江城日报，3月18日）", "（江城日报/罗远）", "【江城日报】"])
def test_a_source_behind_titles_is_none_of_them(read, source):
    found = read(
        "\n".join(
            f"{at}、{title}{source}\n{text}\n"
            for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), start=1)
        )
    )
    assert told(found) == WHOLE
    assert {article.source for article in found} == {"江城日报"}


def test_what_a_program_prints_between_labelled_stories_is_none_of_them(read):
    text = "\n".join(
        f"正在爬取第{at}条：https://j.example/{at}\nTitle: {title}\nDate: 2025/03/1{at}\nContent:\n{text}\n保存成功！"
        for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), start=1)
    )
    assert told(read(f"开始爬取，共4条\n{text}\n爬取完毕，耗时12.7秒\n")) == WHOLE


@pytest.mark.parametrize(
    "text",
    [
        "关于开展检查的通知\n一、提高认识。各单位要重视。\n二、明确责任。各单位要落实。\n三、加强督导。各单位要自查。\n四、及时上报。\n",
        "江城大桥合龙\n2025年3月18日\n大桥今天合龙。\n全长三公里。\n",
        "江城对话\n记者：大桥何时通车？\n罗远：明年。\n记者：为何？\n罗远：还要铺路。\n",
        "江城马拉松开跑\n（一）起点\n清晨七点，两万人开跑。\n（二）终点\n中午，选手陆续到达。\n",
    ],
)
def test_one_story_is_no_digest(text):
    assert not looks_like_digest(text)


def test_the_masthead_of_a_digest_is_no_story(read):
    stories = "\n".join(f"{title}\n（江城日报　罗远）\n{text}\n{text}\n" for title, text in WHOLE_TEXTS)
    found = read(f"江城市融媒体中心\n每日摘报\n（2025年第213期）\n2025年8月1日　星期五\n\n{stories}")
    assert [each.title for each in found] == [title for title, _ in WHOLE_TEXTS]


def test_headlines_that_are_told_twice_are_no_contents():
    headlines = "".join(f"{title}！\n" for title in TITLES)
    assert not looks_like_digest(headlines + "鹭洲又添新景会真香吗？\n" + headlines)


def test_a_date_over_two_lines_is_none_that_recurs(read):
    found = read("".join(f"2025\n06-1{at}\n{story}" for at, story in enumerate(STORIES)))
    assert [(article.title, article.date) for article in found] == [
        (title, f"2025-06-1{at}") for at, title in enumerate(TITLES)
    ]


def test_a_story_without_facts_begins_below_as_many_blank_lines_as_the_others(read):
    facts = ("（江城日报 2025-03-18）\n", "（江城晚报 2025-03-18）\n", "", "（江城日报 2025-03-19）\n")
    found = read(
        "\n\n".join(f"{title}\n{fact}{text}\n" for (title, text), fact in zip(WHOLE_TEXTS, facts, strict=True))
    )
    assert told(found) == WHOLE
    assert [article.date for article in found] == ["2025-03-18", "2025-03-18", None, "2025-03-19"]


def test_numbered_stories_below_the_name_of_a_digest_are_stories(read):
    stories = "".join(f"{at}、{title}\n{text}\n" for at, (title, text) in zip("一二三四", WHOLE_TEXTS, strict=True))
    assert told(read(f"江城一周要闻（3月17日—3月23日）\n\n{stories}")) == WHOLE
    assert not looks_like_digest(f"江城一周运行情况\n\n{stories}")


def test_the_number_of_a_clipping_in_words_is_no_title(read):
    stories = zip("一二三四", WHOLE_TEXTS, strict=True)
    found = read(
        "\n".join(
            f"剪报之{at}\n{title}\n{text}\n——剪自《江城日报》1983年5月6日第三版\n" for at, (title, text) in stories
        )
    )
    assert told(found) == WHOLE
    assert {(article.date, article.source) for article in found} == {("1983-05-06", "江城日报")}


def test_the_head_of_an_export_of_a_chat_is_above_its_messages(read):
    rule = "=" * 64
    head = f"消息记录（此消息记录为文本格式）\n\n{rule}\n消息分组:我的群\n{rule}\n消息对象:江城读报群\n{rule}\n\n"
    found = read(head + "".join(f"2025-03-1{at} 8:12:03 罗远(10086)\n{story}\n" for at, story in enumerate(STORIES)))
    assert told(found) == WHOLE


def test_the_paper_above_the_cells_of_wisers_is_no_title(read):
    stories = enumerate(WHOLE_TEXTS, start=1)
    found = read(
        "".join(
            f"明报\n2025-03-1{at} | 報章 | A0{at} | 港聞\n\n{title}\n{text}\n\n文章編號: 20250318000{at}\n"
            for at, (title, text) in stories
        )
    )
    assert told(found) == WHOLE
    assert {(article.source, article.section) for article in found} == {("明报", "港聞")}


def test_names_in_brackets_alone_on_lines_above_items_are_sections(read):
    (a, b), (c, d) = ([f"★{title}\n{text}\n" for title, text in part] for part in (WHOLE_TEXTS[:2], WHOLE_TEXTS[2:]))
    found = read(f"江城手机报 2025年3月18日\n[今日头条]\n{a}{b}[身边的事]\n{c}{d}")
    assert told(found) == WHOLE
    assert [article.section for article in found] == ["今日头条", "今日头条", "身边的事", "身边的事"]


def test_what_is_parted_from_the_last_text_and_no_text_is_none_of_it(read):
    found = read(
        "江城日报 摘要 2025年3月18日\n\n"
        + "".join(f"* {title}\n江城日报 · 2025年3月18日 07:10\n\n{text}\n\n" for title, text in WHOLE_TEXTS)
        + "退订此邮件 | 管理摘要\n© 江城日报社\n"
    )
    assert told(found) == WHOLE


def test_first_sentences_as_short_as_titles_are_the_titles_of_briefs(read):
    briefs = "".join(f"△{title}。{text}\n" for title, text in WHOLE_TEXTS)
    assert told(read(f"【简讯】\n{briefs}")) == WHOLE


def test_the_facts_below_titles_may_have_a_day_before_its_month_or_a_page_with_its_name(read):
    found = read(
        "\n* * *\n\n".join(
            f"{title}\n星洲日报 / 国内 / 2{at}-03-2025\n{text}\n" for at, (title, text) in enumerate(WHOLE_TEXTS)
        )
    )
    assert told(found) == WHOLE
    assert [(article.date, article.source) for article in found] == [(f"2025-03-2{at}", "星洲日报") for at in range(4)]
    found = read(
        "\n".join(
            f"{title}\n《江城日报》（2025年03月18日  第 0{at} 版：文化）\n{text}\n"
            for at, (title, text) in enumerate(WHOLE_TEXTS, start=1)
        )
    )
    assert told(found) == WHOLE
    assert [(article.date, article.source) for article in found] == [("2025-03-18", "江城日报")] * 4


def test_papers_in_brackets_are_the_sources_of_briefs(read):
    papers = ("江城日报", "晨报", "澜江晚报", "力报")
    briefs = "".join(
        f"【{paper}】{title}：{text}（A1）\n\n" for paper, (title, text) in zip(papers, WHOLE_TEXTS, strict=True)
    )
    found = read(f"本地报章摘要　2025年3月18日\n\n{briefs}")
    assert [(article.source, article.date) for article in found] == [(paper, "2025-03-18") for paper in papers]


def test_marked_stories_below_a_paper_and_its_day_are_stories(read):
    stories = "".join(f"◎{title}\n{text}\n" for title, text in WHOLE_TEXTS)
    found = read(f"申報　民國二十六年三月八日　第四版\n\n{stories}")
    assert told(found) == WHOLE
    assert {(article.source, article.date) for article in found} == {("申報", "1937-03-08")}


def test_marks_of_emphasis_are_none_of_a_title(read):
    stories = "\n\n\n".join(f"_{title}_\n\n江城日报 2025-03-18\n\n{text}" for title, text in WHOLE_TEXTS)
    assert told(read(f"媒体报道选编\n\n\n{stories}\n")) == WHOLE


def test_a_date_between_bars_behind_a_source_is_none_of_it(read):
    found = read(
        "\n".join(
            f"{title}\n公众号：江城公交 | 2025-03-18 | 阅读 3.2万 | 在看 102\n{text}\n" for title, text in WHOLE_TEXTS
        )
    )
    assert {(article.source, article.date) for article in found} == {("江城公交", "2025-03-18")}


def test_when_a_note_was_made_and_changed_is_no_title(read):
    notes = "\n".join(
        f"{title}\n创建时间：2025-03-18 21:10    更新时间：2025-03-19 08:00\n来源：江城日报\n\n{text}\n\n----------\n"
        for title, text in WHOLE_TEXTS
    )
    assert told(read(notes)) == WHOLE


def test_numbered_stories_below_a_name_and_its_day_are_stories(read):
    stories = "".join(
        f"（{at}）{title}\n\n　　{text}\n\n" for at, (title, text) in zip("一二三四", WHOLE_TEXTS, strict=True)
    )
    assert told(read(f"江城县广播站播出稿  二〇二五年三月十八日\n\n{stories}播音员：罗远　　编辑：何青禾\n")) == WHOLE


@pytest.mark.parametrize("title", ["{} | 江城日报 | 2025-03-18", "{}——江城日报 2025.3.18"])
def test_facts_behind_a_bar_or_dash_are_none_of_a_title(read, title):
    found = read("\n".join(f"{title.format(name)}\n{text}\n" for name, text in WHOLE_TEXTS))
    assert told(found) == WHOLE
    assert {(article.source, article.date) for article in found} == {("江城日报", "2025-03-18")}


def test_what_is_below_the_credits_of_the_last_story_is_none_of_it(read):
    stories = "\n".join(
        f"**{at}. {title}**\n\n{text}\n\n*来源：江城日报*\n" for at, (title, text) in enumerate(WHOLE_TEXTS, start=1)
    )
    assert told(read(f"以下是今天的新闻摘要：\n\n{stories}\n如需了解更多，请告诉我。\n")) == WHOLE


def test_names_of_sections_between_marked_items_are_no_text(read):
    names = ("大势", "国际", "外企")
    items = zip(names, TITLES, TEXTS, strict=False)
    text = "".join(f"{name}\n◆{title}\n　　{text}\n" for name, title, text in items)
    found = read(f"5月月度新闻\n2025年6月2日　来源：江城企业报\n{text}")
    assert told(found) == WHOLE[:3]
    assert [article.section for article in found] == list(names)


def test_names_below_all_marked_items_are_no_sections(read):
    names = ("何青禾", "韩露", "江行", "杜若")
    items = zip(TITLES, TEXTS, names, strict=True)
    text = "".join(f"◆{title}\n　　{text}\n{name}\n" for title, text, name in items)
    assert {article.section for article in read(f"5月月度新闻\n2025年6月2日　来源：江城企业报\n{text}")} == {None}


def test_the_foot_of_an_official_brief_is_of_no_item(read):
    rows = list(zip(TITLES, TEXTS, (1, 2, 1, 2), strict=True))
    items = [f"{number}.{title}\n　　{text}\n（来源：江城日报）\n" for title, text, number in rows]
    foot = "报：市领导　　送：各部门\n编辑：何青禾　　审核：韩露\n"
    parts = ("★本市动静★\n", *items[:2], "★气象农情★\n", *items[2:])
    found = read(f"每日要情\n2025年3月18日　第56期\n{''.join(parts)}{foot}")
    assert told(found) == WHOLE
    assert [article.section for article in found] == ["本市动静", "本市动静", "气象农情", "气象农情"]
    assert {(article.date, article.source) for article in found} == {("2025-03-18", "江城日报")}


def test_what_a_picture_shows_above_the_first_story_may_be_there_twice(read):
    shown = "3月18日各报头条。\n" * 2
    text = f"3月18日各报头条抢先报\n出版时间 2025/03/18\n{shown}\n《江城日报》\n{STORIES[0]}\n《澜江晚报》\n{STORIES[1]}\n{STORIES[2]}"
    found = read(text)
    assert told(found) == WHOLE[:3]
    assert {article.date for article in found} == {"2025-03-18"}


def test_many_spaces_in_a_line_take_no_time(read):
    (found,) = read(f"江城大桥合龙{' ' * 5000}x\n{TEXTS[0]}\n")
    assert told([found])[0][1][-1] == TEXTS[0]
