"""The splitter, case by case; every text here was written for this file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsgrep.model import Page, Paragraph
from newsgrep.split import find_dateline, find_people, split
from newsgrep.split.find_stories import find_starts, prepare
from newsgrep.split.line_break_features import ROWS
from newsgrep.split.linear_model import bundled_weights
from newsgrep.split.lines import make_block
from newsgrep.split.opening_features import FORMS, WORDS
from newsgrep.split.page_blocks import read_blocks
from newsgrep.split.shapes import shaped

SHARED = Path(os.environ.get("NEWSGREP_SHARED", Path(__file__).resolve().parents[2] / "shared"))
REAL_PAGE = SHARED / "data/pages/000_5fe48f12d413154b.txt"

BODY = "江城市昨日宣布，南岸大桥提前完工，市民步行过江只要十分钟，沿岸的早市也跟着热闹起来。"
MORE = "据了解，大桥全长三里，两侧各留了四米宽的步行道，夜里灯火通明，老人孩子都爱来走一走。"
MARKET = "北门的菜摊关了三个月，再开门时棚顶换成了玻璃，每个摊位编了号，秤也一律换成电子的。"
STALLS = "卖豆腐的老周说，从前地面积水，如今穿布鞋也能逛，生意比去年好了两成。"
WHARF = "旧仓库改成的书店本周迎客，门口那台吊机留了下来，孩子们在下面拍照，船工的号子刻在墙上。"
PAGE = f"""江城晚报 2021年3月8日 星期一 第03版:民生

南岸大桥提前完工

步行过江只要十分钟

本报讯(记者陈一帆 通讯员林小雨){BODY}

{MORE}

老街坊的新菜场

本报记者 周 舟
本报通讯员 顾小满 沈秋

{MARKET}

摊位亮了,价格明了

{STALLS}

春到江滩

一群孩子在江滩放风筝。图为昨日的江滩。本报通讯员 何田 摄

广告"""


def shape(page: Page) -> list[tuple[str, list[str]]]:
    """Return the kind and the headlines of each story."""
    return [(story.kind, [line.text for line in story.headlines]) for story in page.stories]


def texts(page: Page) -> str:
    """Return all characters of a page's stories except white space."""
    parts = (part.text for story in page.stories for part in (*story.headlines, *story.paragraphs))
    return "".join("".join(parts).split())


def people(*paragraphs: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return find_people([Paragraph(text, ((0, 1),)) for text in paragraphs])[:2]


def test_a_page_is_cut_at_its_headline_groups() -> None:
    assert shape(split(PAGE)) == [
        ("article", ["南岸大桥提前完工", "步行过江只要十分钟"]),
        ("article", ["老街坊的新菜场"]),
        ("photo", ["春到江滩"]),
        ("ad", ["广告"]),
    ]


def test_header_lines_are_metadata_of_the_page() -> None:
    page = split(PAGE)
    assert (page.date, page.source, page.section) == ("2021-03-08", "江城晚报", "03版 民生")


def test_roles_and_lines() -> None:
    story = split(PAGE).stories[1]
    assert [(part.role, part.line) for part in (*story.headlines, *story.paragraphs)] == [
        ("headline", 11),
        ("byline", 13),
        ("byline", 14),
        ("body", 16),
        ("body", 18),
        ("body", 20),
    ]
    assert [part.role for part in split(PAGE).stories[2].paragraphs] == ["caption"]


def test_nothing_is_lost_but_the_header() -> None:
    assert texts(split(PAGE)) == "".join(PAGE.split("\n", 1)[1].split())


def test_single_newlines_make_the_same_page() -> None:
    dense = "\n".join(line for line in PAGE.split("\n") if line)
    assert shape(split(dense)) == shape(split(PAGE))


@pytest.mark.parametrize("text", ["", "\n", " \n\u3000\n\n"])
def test_a_blank_page_has_no_stories(text: str) -> None:
    assert split(text).stories == ()


@pytest.mark.parametrize(
    ("text", "headlines"),
    [
        (BODY, []),
        (f"南岸大桥提前完工\n{BODY}\n{MORE}", ["南岸大桥提前完工"]),
        (f"\u3000\u3000{BODY}\n\u3000\u3000早市热闹\n\u3000\u3000{MORE}\n\u3000\u3000灯火通明\n\u3000\u3000{BODY}", []),
        (f"南岸大桥提前完工\n{BODY}\n一、早市\n{MORE}\n二、夜灯\n{BODY}\n编辑:陈一帆", ["南岸大桥提前完工"]),
        (f"{BODY}{MORE}" * 50, []),
    ],
    ids=["no title", "title", "indented with subheads", "numbered parts and an editor", "no paragraphs"],
)
def test_one_article_stays_one_story(text: str, headlines: list[str]) -> None:
    page = split(text)
    assert [[line.text for line in story.headlines] for story in page.stories] == [headlines]
    assert texts(page) == "".join(text.split())


@pytest.mark.parametrize(("end", "starts"), [("", 1), ("\n\n本版责编:沈秋", 3)], ids=["a file", "on a page"])
def test_a_file_that_is_a_box_of_briefs_is_one_article(end: str, starts: int) -> None:
    items = f"北门菜场开张\n\n本报江城3月8日电 {MARKET}\n\n老码头办书市\n\n本报江城3月8日电 {WHARF}"
    pieces = [shaped(block) for block in read_blocks(f"文体速递\n\n{items}{end}")]
    page = prepare(pieces, (), bundled_weights())
    assert len(find_starts(page, lambda _: True)) == starts


def test_a_kicker_of_several_sentences_belongs_to_the_headline_below() -> None:
    kicker = "今年一季度，江城有十二座桥动工。记者探访——"
    page = split(f"{kicker}\n\n南岸大桥提前完工\n\n本报记者 陈一帆\n\n{BODY}\n\n{MORE}")
    assert shape(page) == [("article", [kicker, "南岸大桥提前完工"])]


def test_an_interview_goes_on_below_a_subhead() -> None:
    talk = f"记者：桥何时通车？\n\n陈一帆：{BODY}\n\n记者：早市呢？\n\n陈一帆：{MORE}"
    subhead = "老码头书市将于5月8日启动"
    page = split(f"南岸大桥提前完工\n\n{talk}\n\n{subhead}\n\n{talk}\n\n本版责编:沈秋")
    assert shape(page) == [("article", ["南岸大桥提前完工"]), ("notice", [])]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("江城市今年以来新开工的桥梁共有十二座，其中已经通车的有三", "座，其余九座都在建设之中。"),
        ("市政府要求各单位在月底以前把方案报上来，并且要求各", "单位把经费一并算清。"),
        ("他说：“过去过江要绕半个城，如今抬脚就到", "，省下的工夫能多跑两趟。”"),
        ("桥上的早市从单摊经营走向统一编号、统一管理，", "从桥头走向两岸，主要有以下三个办法："),
    ],
)
def test_a_paragraph_broken_by_the_column_is_joined(first: str, second: str) -> None:
    page = split(f"南岸大桥提前完工\n\n{BODY}\n\n{first}\n\n{second}\n\n各单位都在算账。{MORE}")
    (joined,) = [part for part in page.stories[0].paragraphs if len(part.lines) > 1]
    assert joined.text == first + second
    assert joined.lines == ((0, 5), (len(first), 7))


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = BODY + MORE
    wrapped = "\n".join(text[at : at + 20] for at in range(0, len(text), 20))
    (story,) = split(f"南岸大桥提前完工\n\n{wrapped}").stories
    assert [part.text for part in story.paragraphs] == [text]
    assert story.paragraphs[0].line_at(45) == 5


def test_a_signature_ends_a_story() -> None:
    page = split(
        f"南岸大桥提前完工\n本报讯（记者陈一帆）{BODY}\n{MORE}\n小菜场换新颜\n{MARKET}\n{STALLS}(林小雨)\n老码头添新景\n{WHARF}(沈秋)"
    )
    assert [story.headlines[0].text for story in page.stories] == ["南岸大桥提前完工", "小菜场换新颜", "老码头添新景"]


def test_a_column_below_its_page_may_have_a_long_name() -> None:
    long = "庆祝南岸大桥通车四十五周年"
    page = split(
        f"第3版(要闻)\n专栏:{long}\n\n南岸大桥提前完工\n{BODY}\n\n第3版(要闻) 专栏:{long}\n\n老街坊的新菜场\n{MORE}"
    )
    assert [story.headlines[0].text for story in page.stories] == ["南岸大桥提前完工", "老街坊的新菜场"]
    assert {story.section for story in page.stories} == {f"3版 要闻 {long}"}


def test_headlines_below_texts_that_a_site_has_cut_off_begin_stories() -> None:
    teasers = split(f"南岸大桥提前完工\n{BODY}{STALLS[:-1]}…\n老街坊的新菜场\n{MORE}\n…\n北门菜场开张\n{MARKET}")
    assert [story.headlines[0].text for story in teasers.stories] == [
        "南岸大桥提前完工",
        "老街坊的新菜场",
        "北门菜场开张",
    ]
    silent = split(
        f"南岸大桥提前完工\n{BODY}{STALLS[:-1]}……\n老街坊的新菜场\n{MORE}{STALLS[:-1]}……\n北门菜场开张\n{MARKET}"
    )
    assert len(silent.stories) == 1


def test_an_article_of_a_site_opens_with_brackets_behind_its_name() -> None:
    page = split(
        f"南岸大桥提前完工\n文/陈一帆\n{BODY}\n老街坊的新菜场\n江城在线消息（江城都市报）（记者周舟）{MORE}\n{MORE}"
    )
    assert [story.headlines[0].text for story in page.stories] == ["南岸大桥提前完工", "老街坊的新菜场"]


def test_headers_inside_a_dump_separate_articles() -> None:
    page = split(f"第3版()\n专栏:\n\n南岸大桥提前完工\n{BODY}\n\n\n第3版()\n专栏:\n\n老街坊的新菜场\n{MORE}")
    assert shape(page) == [("article", ["南岸大桥提前完工"]), ("article", ["老街坊的新菜场"])]
    assert page.section == "3版"


def test_credits_of_the_page_are_a_notice() -> None:
    page = split(f"南岸大桥提前完工\n\n本报记者 陈一帆\n\n{BODY}\n\n本版责编:林小雨 沈秋\n\n版式设计:顾小满")
    assert [story.kind for story in page.stories] == ["article", "notice"]


@pytest.mark.parametrize(
    ("text", "reporters", "correspondents"),
    [
        ("本报讯(记者陈一帆 通讯员林小雨)在推进老城改造中", ("陈一帆",), ("林小雨",)),
        ("本报讯（记者陈一帆、周舟）昨日", ("陈一帆", "周舟"), ()),
        ("本报记者 周  舟  本报通讯员 顾小满 沈  秋", ("周舟",), ("顾小满", "沈秋")),
        ("【本報訊】（見習記者陳一帆）昨日", ("陳一帆",), ()),
        ("〔記者陳一帆／綜合報導〕昨日", ("陳一帆",), ()),
        ("（通讯员：沈秋）", (), ("沈秋",)),
        ("本报讯（记者陈一帆 实习生周舟）", ("陈一帆", "周舟"), ()),
        ("新华社江城3月8日电（记者阿依古丽·买买提）", ("阿依古丽·买买提",), ()),
        ("（作者为江城大学教授，本报记者陈一帆、朱小恬整理）", ("陈一帆", "朱小恬"), ()),
        ("（本报记者陈一帆参与采写）", ("陈一帆",), ()),
        ("本报记者 陈吉社", ("陈吉社",), ()),
        ("大桥昨日通车。（执笔：陈一帆周舟扎西多吉）", ("陈一帆", "周舟", "扎西多吉"), ()),
        ("文｜陈一帆", ("陈一帆",), ()),
        ("江城晚报记者 陈一帆 发自北岸", ("陈一帆",), ()),
        ("记者 陈一帆 摄影记者 沈秋", ("陈一帆",), ()),
        ("本报记者 陈一帆 摄影 沈秋", ("陈一帆",), ()),
        ("记者 李 明 通讯员 张 一 凡", ("李明",), ("张一凡",)),
        ("記者陳一帆、沈秋／江城報導　大橋昨日合龍", ("陳一帆", "沈秋"), ()),
        ("本台记者陈一帆报道：大桥昨日合龙", ("陈一帆",), ()),
        ("大桥昨日通车。（通讯员 沈秋 林小雨 供稿）", (), ("沈秋", "林小雨")),
        ("记者 陈一帆/文 沈秋/图", ("陈一帆",), ()),
        ("◎文/江城日报融媒记者 陈一帆 图/江城日报记者 沈秋", ("陈一帆",), ()),
        ("採訪、撰文：陳一帆 攝影：沈秋", ("陳一帆",), ()),
        ("见习记者陈一帆 江城报道", ("陈一帆",), ()),
        ("記者陳一帆、沈秋新加坡報導", ("陳一帆", "沈秋"), ()),
        ("陈一帆 江城晚报记者", ("陈一帆",), ()),
        ("■陈一帆 周舟 江城日报记者 林小雨", ("陈一帆", "周舟", "林小雨"), ()),
        ("江城日报-江城网记者 陈一帆 通讯员 沈秋", ("陈一帆",), ("沈秋",)),
        ("本报特约评论员 陈一帆", ("陈一帆",), ()),
        ("記者陳一帆及沈秋／江城報導", ("陳一帆", "沈秋"), ()),
        ("江城時報【陳一帆╱綜合報導】大橋昨日合龍，兩岸市民步行過江。", ("陳一帆",), ()),
        ("（中央社特派記者陳一帆華盛頓17日專電）大橋昨日合龍。", ("陳一帆",), ()),
        ("本报讯 江城电台记者陈一帆、本报记者沈秋报道：大桥昨日合龙。", ("陈一帆", "沈秋"), ()),
        ("江城报讯 陈一帆、沈秋报道：大桥昨日合龙。", ("陈一帆", "沈秋"), ()),
        ("江城报讯 记者陈一帆 发自北京 大桥昨日合龙。", ("陈一帆",), ()),
        ("大桥昨日通车。（江城日报记者 陈一帆 通讯员 沈秋）", ("陈一帆",), ("沈秋",)),
        ("大桥昨日通车。（江城财经 陈一帆 发自北京）", ("陈一帆",), ()),
        ("大桥昨日通车。（记者陈一帆摄）", (), ()),
        ("本报讯（记者从市政府获悉）今年", (), ()),
        ("记者昨日了解到，大桥已经完工。", (), ()),
        ("记者从江城大学获悉，新桥报道不实。", (), ()),
        (
            "江城日报讯（陈一帆）昨日，新桥通车，市民排队走上桥面拍照，桥上的路灯由本地工厂生产，照得江面一片通明。",
            ("陈一帆",),
            (),
        ),
        (
            "江城日报讯（江苏）昨日，新桥通车，市民排队走上桥面拍照，桥上的路灯由本地工厂生产，照得江面一片通明。",
            (),
            (),
        ),
        ("（见习记者周舟林雨 实习生曹菲于婷摄影报道）昨日，新桥通车。", ("周舟", "林雨", "曹菲", "于婷"), ()),
        ("新桥通车 本报记者周舟林雨 “走过去只要五分钟。”市民何青禾说。", ("周舟", "林雨"), ()),
        ("新桥通车 本报记者获悉 市民何青禾说，走过去只要五分钟。", (), ()),
        ("江城台记者 陈一帆 江城报道。", ("陈一帆",), ()),
        ("陳一帆／江城（退休教師）", ("陳一帆",), ()),
        ("陈一帆/图", (), ()),
        ("《江城导报》记者陈一帆发自北京 今天的江城，桥上走满了人。", ("陈一帆",), ()),
    ],
)
def test_people(text: str, reporters: tuple[str, ...], correspondents: tuple[str, ...]) -> None:
    assert people(text) == (reporters, correspondents)


def test_text_after_the_bracket_is_not_a_name() -> None:
    assert people("南岸大桥提前完工", f"本报讯(记者陈一帆 通讯员林小雨){BODY}", MORE) == (("陈一帆",), ("林小雨",))


@pytest.mark.skipif(not REAL_PAGE.exists(), reason=f"the shared data are not at {SHARED}")
def test_the_real_page() -> None:
    page = split(REAL_PAGE.read_text(encoding="utf-8"))
    groups = [[line.line for line in story.headlines] or [story.paragraphs[0].line] for story in page.stories]
    assert groups == [[3, 5], [23, 25], [35, 37], [49], [65], [71], [75], [96, 98], [114], [124], [134], [156]]
    assert [story.kind for story in page.stories] == ["article"] * 4 + ["photo"] * 2 + ["article"] * 5 + ["ad"]
    joined = [[n for _, n in part.lines] for story in page.stories for part in story.paragraphs if len(part.lines) > 1]
    assert joined == [[9, 11], [17, 19], [104, 106], [108, 110], [128, 130]]
    assert find_people(page.stories[6].paragraphs) == (("张静",), ("刘升", "冯欣月"), ())
    assert texts(page) == "".join(REAL_PAGE.read_text(encoding="utf-8").split())


def test_other_weights_are_not_mixed_up_with_the_bundled_ones() -> None:
    bundled = bundled_weights()
    never = {**bundled} | {table: {"always": {True: -100.0}} for table in FORMS}
    before = split(PAGE)
    assert len(split(PAGE, never).stories) < len(before.stories)
    assert split(PAGE) == before


@pytest.mark.parametrize(
    "credit",
    [
        *(
            "林小雨 摄",
            "本报记者 林小雨摄影报道",
            "江城网供图",
            "江城博物馆提供",
            "江城网资料图片",
            "资料照",
            "江城网/图",
        ),
        *("图片来源:江城网", "照片:江城网", "摄影/林小雨", "翻摄自江城网", "截自江城网", "(江城网提供)"),
    ],
)
def test_photo_credits(credit: str) -> None:
    picture = shaped(make_block(f"图为通车后的新桥。{credit.strip('()')}", ((0, 1),), 0))
    assert (shaped(make_block(credit, ((0, 1),), 0)).shape, picture.shape) == ("credit", "caption")


def test_every_feature_has_weights_and_a_name_of_its_own() -> None:
    tables = {"seam": ROWS} | {kind: features + WORDS for kind, features in FORMS.items()}
    for table, features in tables.items():
        assert [feature.name for feature in features] == list(bundled_weights()[table])


@pytest.mark.parametrize(("length", "kind"), [(120, "brief"), (121, "article")])
def test_the_longest_brief(length: int, kind: str) -> None:
    paragraph = f"本报讯(记者陈一帆){BODY}{MORE}{MARKET}"[: length - 1] + "。"
    assert shape(split(f"南岸大桥提前完工\n\n{paragraph}")) == [(kind, ["南岸大桥提前完工"])]


@pytest.mark.parametrize(("length", "kind"), [(400, "photo"), (401, "article")])
def test_the_longest_text_of_a_photo(length: int, kind: str) -> None:
    caption = "图为昨日的江滩。"
    paragraph = ((BODY + MORE + MARKET + STALLS + WHARF) * 2)[: length - len(caption) - 1] + "。"
    assert shape(split(f"春到江滩\n\n{paragraph}\n\n{caption}")) == [(kind, ["春到江滩"])]


@pytest.mark.parametrize(
    ("paragraphs", "kind"),
    [
        ((BODY, "图为南岸大桥。林小雨 摄"), "photo"),
        ((f"本报江城3月7日电 （记者陈一帆）{BODY}", "图为南岸大桥。林小雨 摄"), "photo"),
        ((BODY, MORE, "林小雨 摄"), "photo"),
        ((BODY * 2, MORE * 2, MARKET, "林小雨 摄"), "article"),
        ((BODY, "(本报记者 陈一帆)", "图为南岸大桥。林小雨 摄"), "article"),
        (("陈一帆", "桥头灯火通明，", "早市刚刚开张。", "林小雨 摄"), "article"),
        ((BODY, "江城公布的路线图为两岸设定了明年的目标。"), "article"),
    ],
)
def test_a_picture_is_not_a_report_with_one(paragraphs: tuple[str, ...], kind: str) -> None:
    assert [story.kind for story in split("\n\n".join(("春到江滩", *paragraphs))).stories] == [kind]


@pytest.mark.parametrize(
    ("paragraphs", "photographers"),
    [
        ((BODY, "图为南岸大桥。林小雨 摄"), ("林小雨",)),
        ((BODY, "新华社记者  周  舟摄"), ("周舟",)),
        ((BODY, "陈一帆、沈 秋摄（影像中国）"), ("陈一帆", "沈秋")),
        ((BODY, "本报通讯员 何田 摄/江城视觉"), ("何田",)),
        ((BODY, "大桥管理处供图"), ()),
        (("这部纪录片由江城电视台历时三年拍摄",), ()),
    ],
)
def test_photographers(paragraphs: tuple[str, ...], photographers: tuple[str, ...]) -> None:
    assert find_people([Paragraph(text, ((0, 1),)) for text in paragraphs]).photographers == photographers


def test_a_word_in_brackets_is_a_pen_name_only_at_the_end_of_a_text() -> None:
    assert people(f"{BODY}（流光）") == (("流光",), ())
    assert people(f"{BODY}（自夸）", MORE) == ((), ())
    assert people(f"{BODY}（陈一帆）", MORE) == (("陈一帆",), ())
    assert {people(f"{BODY}（{origin}）")[0] for origin in ("江城科技", "搜索截图", "县水利局", "市指挥中心")} == {()}


def test_photographers_of_an_article_are_not_its_authors() -> None:
    page = split(f"南岸大桥提前完工\n\n本报记者 陈一帆\n\n{BODY}\n\n{MORE}\n\n图为南岸大桥。本报记者 周舟摄")
    assert find_people(page.stories[0].paragraphs) == (("陈一帆",), (), ("周舟",))


@pytest.mark.parametrize(
    ("paragraphs", "dateline"),
    [
        (("新华社北京5月31日电  （记者陈一帆）昨日",), ("新华社", "北京")),
        (("本报柏林、江城6月4日电 昨日",), (None, "柏林、江城")),
        (("据新华社德黑兰电 昨日",), ("新华社", "德黑兰")),
        (("本报讯（记者陈一帆）昨日",), (None, None)),
        (("新华社记者 陈一帆", "昨日"), ("新华社", None)),
        (("昨日", "今日", "明日", "后日", "大后日", "（新华社江城6月1日电）"), ("新华社", "江城")),
        (("昨日", "周舟摄（新华社发）"), ("新华社", None)),
        (("本报北京的读者来电说",), (None, None)),
    ],
)
def test_datelines(paragraphs: tuple[str, ...], dateline: tuple[str | None, str | None]) -> None:
    assert find_dateline([Paragraph(text, ((0, 1),)) for text in paragraphs]) == dateline


def test_a_story_continues_on_another_page() -> None:
    page = split(
        "江城晚报 2021年3月8日 第01版:要闻\n\n南岸大桥提前完工\n\n本报记者 陈一帆\n\n"
        f"{BODY}(下转第四版)\n\n北门菜场开张\n\n本报讯(记者林小雨){MARKET}{STALLS}\n\n"
        f"江城晚报 2021年3月8日 第04版:综合\n\n(上接第一版){MORE}\n\n老码头办书市\n\n本报讯(记者周舟){WHARF}"
    )
    assert [(story.headlines[0].text, len(story.paragraphs), story.section) for story in page.stories] == [
        ("南岸大桥提前完工", 3, "01版 要闻"),
        ("北门菜场开张", 1, "01版 要闻"),
        ("老码头办书市", 1, "04版 综合"),
    ]


def test_a_line_that_is_a_whole_article() -> None:
    page = split(
        f"第 1 版\n1. 南岸大桥提前完工\n2. 北门菜场开张\n第1版(要闻)专栏:  南岸大桥提前完工 本报江城10月30日电记者陈一帆报道:{BODY}\n"
        f"第1版(要闻)专栏:今日谈  北门菜场开张 本报讯 {MARKET}"
    )
    assert [(story.kind, [line.text for line in story.headlines], story.section) for story in page.stories] == [
        ("notice", ["1. 南岸大桥提前完工", "2. 北门菜场开张"], "1版"),
        ("brief", ["南岸大桥提前完工"], "1版 要闻"),
        ("brief", ["北门菜场开张"], "1版 要闻 今日谈"),
    ]


def test_a_numbered_headline_that_the_text_repeats_belongs_to_the_column_below_it() -> None:
    page = split(
        f"1972-05-17\n\n第 1 版\n\n1. 南岸大桥提前完工\n\n第1版()专栏: 南岸大桥提前完工 本报江城10月30日电 {BODY}\n\n"
        f"2. 北门菜场开张\n\n第1版()专栏: 北门菜场开张 本报讯 {MARKET}"
    )
    assert [[line.text for line in story.headlines] for story in page.stories] == [
        ["1. 南岸大桥提前完工"],
        ["2. 北门菜场开张"],
    ]


def test_dispatches_without_headlines_are_parted_by_the_space_between_them() -> None:
    page = split(
        f"1963年1月8日参考消息 第1版\n\n    【路透社北岸7日电】{BODY}\n    【法新社北岸7日电】{MORE}\n\n\n    【本刊讯】《江城日报》报道:\n    {MARKET}"
    )
    assert [(story.headlines, len(story.paragraphs)) for story in page.stories] == [((), 2), ((), 2)]
    assert (page.date, page.source) == ("1963-01-08", "参考消息")


def test_numbered_headlines_begin_stories_where_the_first_is_dated() -> None:
    page = split(f"1. 南岸大桥提前完工\n\n【路透社北岸26日电】{BODY}\n\n2. 市长谈北门菜场\n\n说菜场可能开张。{MARKET}")
    assert [[line.text for line in story.headlines] for story in page.stories] == [
        ["1. 南岸大桥提前完工"],
        ["2. 市长谈北门菜场"],
    ]


def test_a_decimal_number_is_not_the_number_of_a_section() -> None:
    page = split(
        f"南岸大桥提前完工\n本报讯（记者陈一帆）{BODY}\n1.5亿元重修北门菜场\n江城时报记者 周舟 发自北岸\n{MARKET}\n{STALLS}"
    )
    assert [story.headlines[0].text for story in page.stories] == ["南岸大桥提前完工", "1.5亿元重修北门菜场"]


def test_a_number_alone_begins_no_story() -> None:
    page = split(
        f"南岸大桥提前完工\n本报讯（记者陈一帆）{BODY}\n45.2%\n{MORE}\n北门菜场开张\n本报讯（记者周舟）{MARKET}"
    )
    assert [story.headlines[0].text for story in page.stories] == ["南岸大桥提前完工", "北门菜场开张"]


def test_the_page_named_by_an_archive_is_furniture() -> None:
    page = split(
        f"南岸大桥提前完工\n作者:陈一帆\n版面:头版\n本报讯 {BODY}\n{MORE}\n北门菜场开张\n作者:周舟\n版面:头版\n本报讯 {MARKET}"
    )
    assert [story.headlines[0].text for story in page.stories if story.kind != "notice"] == [
        "南岸大桥提前完工",
        "北门菜场开张",
    ]


def test_the_source_of_a_quotation_belongs_to_it() -> None:
    page = split(f"江城见闻\n\n{BODY}\n\n(《江城选集》第五卷第三页)\n\n北门菜场开张\n\n本报讯（记者周舟）{MARKET}")
    assert [story.headlines[0].text for story in page.stories] == ["江城见闻", "北门菜场开张"]


def test_a_bracketed_dateline_opens_a_text_that_ends_in_an_exclamation() -> None:
    page = split("北门菜场开张\n(马六甲31日讯)北门的菜摊关了三个月，再开门时棚顶换成了玻璃!\n" + STALLS)
    assert [len(story.headlines) for story in page.stories] == [1]


def test_a_lead_may_be_between_a_headline_and_the_dateline() -> None:
    page = split(
        f"南岸大桥提前完工\n本报讯（记者陈一帆）{BODY}\n{MORE}\n北门菜场开张\n经常来往两岸的读者，你有没有买过桥头的菜？\n本报讯（记者周舟）{MARKET}"
    )
    assert [story.headlines[0].text for story in page.stories] == ["南岸大桥提前完工", "北门菜场开张"]


def test_a_box_of_briefs_is_one_article_by_all_its_authors() -> None:
    page = split(
        f"南岸大桥提前完工\n\n本报记者 陈一帆\n\n{BODY}\n\n{MORE}\n\n文体速递\n\n北门菜场开张\n\n本报讯(记者林小雨){MARKET}\n\n"
        f"老码头办书市\n\n本报讯(记者周舟){WHARF}\n\n本版责编:沈秋"
    )
    assert shape(page) == [("article", ["南岸大桥提前完工"]), ("article", ["文体速递"]), ("notice", [])]
    assert find_people(page.stories[1].paragraphs).reporters == ("林小雨", "周舟")


@pytest.mark.parametrize(
    "line",
    [
        "责编 王" + "编辑 " * 17 + "—",  # a role is a possible name
        "导读\n新桥通车\n" + "1   " * 27 + "—",
        "本报讯（记者" + "王" * 150 + "的的的的）昨日，新桥通车。",
    ],
)
def test_a_line_that_may_be_read_in_countless_ways_is_read_once(line):
    """Each of these took exponential time."""
    text = f"新桥通车\n{line}\n昨日，新桥通车，市民踊跃参观。\n"
    page = split(text)
    for story in page.stories:
        find_people(story.paragraphs)
    assert "新桥通车" in "".join(part.text for story in page.stories for part in (*story.headlines, *story.paragraphs))


@pytest.mark.parametrize(
    "signature", ["〔陈一帆〕", "［陈一帆］", "【记者 陈一帆】", "〈陈一帆〉", "（文／陈一帆）", "（本报记者 陈一帆）"]
)
def test_an_author_in_any_brackets_at_the_end_is_named(signature: str) -> None:
    (story,) = split(f"南岸大桥提前完工\n\n{BODY}\n\n{MORE}{signature}").stories
    assert find_people(story.paragraphs).reporters == ("陈一帆",)
    assert texts(split(f"{BODY}\n\n{MORE}{signature}")) == "".join(f"{BODY}{MORE}{signature}".split())


@pytest.mark.parametrize("ending", ["〔下略〕", "【完】", "［图表］"])
def test_other_words_in_brackets_are_no_authors(ending: str) -> None:
    (story,) = split(f"南岸大桥提前完工\n\n{BODY}\n\n{MORE}{ending}").stories
    assert find_people(story.paragraphs).reporters == ()


def test_what_the_site_of_a_paper_prints_is_in_no_story() -> None:
    page = split(
        "江城日报 JIANGCHENG DAILY\n2021年3月8日 星期一 Monday, March 8, 2021\n版次：05 版名：要闻\n□ 放大 □ 缩小 □ 默认\n\n"
        f"南岸大桥提前完工\n\n本报记者 陈一帆\n\n{BODY}\n\n{MORE}\n\n【打印】 【关闭】\n\n"
        f"老街坊的新菜场\n\n本报记者 林小雨\n\n{MARKET}\n\n{STALLS}\n\n版权所有 江城日报社\n\n上一版 下一版"
    )
    assert (page.source, page.date) == ("江城日报", "2021-03-08")
    assert [story.headlines[0].text for story in page.stories if story.kind == "article"] == [
        "南岸大桥提前完工",
        "老街坊的新菜场",
    ]
    assert not any(
        "打印" in part.text for story in page.stories if story.kind == "article" for part in story.paragraphs
    )
