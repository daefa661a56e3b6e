"""The splitter, case by case; every text here was written for this file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsgrep.model import Page, Paragraph
from newsgrep.split import find_people, split

SHARED = Path(os.environ.get("NEWSGREP_SHARED", Path(__file__).resolve().parents[2] / "shared"))
REAL_PAGE = SHARED / "data/pages/000_5fe48f12d413154b.txt"

BODY = "江城市昨日宣布，南岸大桥提前完工，市民步行过江只要十分钟，沿岸的早市也跟着热闹起来。"
MORE = "据了解，大桥全长三里，两侧各留了四米宽的步行道，夜里灯火通明，老人孩子都爱来走一走。"
PAGE = f"""江城晚报 2021年3月8日 星期一 第03版:民生

南岸大桥提前完工

步行过江只要十分钟

本报讯(记者陈一帆 通讯员林小雨){BODY}

{MORE}

老街坊的新菜场

本报记者 周 舟
本报通讯员 顾小满 沈秋

{BODY}

摊位亮了,价格明了

{MORE}

春到江滩

一群孩子在江滩放风筝。图为昨日的江滩。本报通讯员 何田 摄

广告"""


def shape(page: Page) -> list[tuple[str, list[str]]]:
    """Return the kind and the headlines of each story."""
    return [(story.kind, [line.text for line in story.headlines]) for story in page.stories]


def texts(page: Page) -> str:
    """Return all characters of a page's stories but white space."""
    parts = (part.text for story in page.stories for part in (*story.headlines, *story.paragraphs))
    return "".join("".join(parts).split())


def people(*paragraphs: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(find_people([Paragraph(text, ((0, 1),)) for text in paragraphs]))  # type: ignore[return-value]


def test_a_page_is_cut_at_its_headline_groups() -> None:
    assert shape(split(PAGE)) == [
        ("article", ["南岸大桥提前完工", "步行过江只要十分钟"]),
        ("article", ["老街坊的新菜场"]),
        ("photo", ["春到江滩"]),
        ("ad", ["广告"]),
    ]


def test_header_lines_speak_for_the_page() -> None:
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
def test_nothing_gives_no_story(text: str) -> None:
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


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("江城市今年以来新开工的桥梁共有十二座，其中已经通车的有三", "座，其余九座都在建设之中。"),
        ("市政府要求各单位在月底以前把方案报上来，并且要求各", "单位把经费一并算清。"),
        ("他说：“过去过江要绕半个城，如今抬脚就到", "，省下的工夫能多跑两趟。”"),
    ],
)
def test_a_column_break_is_mended(first: str, second: str) -> None:
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
        f"南岸大桥提前完工\n本报讯（记者陈一帆）{BODY}\n{MORE}\n小菜场换新颜\n{BODY}(林小雨)\n老码头添新景\n{MORE}(沈秋)"
    )
    assert [story.headlines[0].text for story in page.stories] == ["南岸大桥提前完工", "小菜场换新颜", "老码头添新景"]


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
        ("本报讯（记者从市政府获悉）今年", (), ()),
        ("记者昨日了解到，大桥已经完工。", (), ()),
    ],
)
def test_people(text: str, reporters: tuple[str, ...], correspondents: tuple[str, ...]) -> None:
    assert people(text) == (reporters, correspondents)


def test_the_text_behind_the_bracket_is_no_name() -> None:
    assert people("南岸大桥提前完工", f"本报讯(记者陈一帆 通讯员林小雨){BODY}", MORE) == (("陈一帆",), ("林小雨",))


@pytest.mark.skipif(not REAL_PAGE.exists(), reason=f"the shared data are not at {SHARED}")
def test_the_real_page() -> None:
    page = split(REAL_PAGE.read_text(encoding="utf-8"))
    groups = [[line.line for line in story.headlines] or [story.paragraphs[0].line] for story in page.stories]
    assert groups == [[3, 5], [23, 25], [35, 37], [49], [65], [71], [75], [96, 98], [114], [124], [134], [156]]
    assert [story.kind for story in page.stories] == ["article"] * 4 + ["photo"] * 2 + ["article"] * 5 + ["ad"]
    joined = [[n for _, n in part.lines] for story in page.stories for part in story.paragraphs if len(part.lines) > 1]
    assert joined == [[9, 11], [17, 19], [104, 106], [108, 110], [128, 130]]
    assert find_people(page.stories[6].paragraphs) == (("张静",), ("刘升", "冯欣月"))
    assert texts(page) == "".join(REAL_PAGE.read_text(encoding="utf-8").split())
