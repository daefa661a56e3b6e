"""Pages of papers of every kind, however they were turned to text; every text here was written for this file."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import run
from hypothesis import given
from hypothesis import strategies as st
from warm_start import PROGRAM

from newsgrep.model import Page, Paragraph, Story
from newsgrep.split import find_dateline, find_people, split
from newsgrep.split.explain import explain
from newsgrep.split.headers import parse_date
from newsgrep.split.jumps import join_jumps
from newsgrep.split.linear_model import bundled_weights
from newsgrep.split.wrap_features import ROWS

BRIDGE = [
    "南岸大桥昨日提前完工",
    "江城市昨日宣布，南岸大桥提前完工，市民步行过江只要十分钟，沿岸的早市也跟着热闹起来。",
    "据了解，大桥全长三里，两侧各留了四米宽的步行道，夜里灯火通明，老人孩子都爱来走一走。",
]
MARKET = [
    "北门菜场换上玻璃棚顶重新开张",
    "北门的菜摊关了三个月，昨日再开门时棚顶换成了玻璃，每个摊位编了号，秤也一律换成电子的。",
    "卖豆腐的老周说，从前地面积水，如今穿布鞋也能逛，菜场的生意比去年好了两成。",
]
WHARF = [
    "老码头仓库改成书店本周迎客",
    "老码头的旧仓库改成的书店本周迎客，门口那台吊机留了下来，孩子们在下面拍照。",
    "书店的主人说，船工的号子刻在墙上，每晚七点念给读者听，周末还有一场旧书市。",
]
STORIES = [BRIDGE, MARKET, WHARF]
AUTHORS = ["本报记者 陈一帆", "本报记者 林小雨", "本报记者 周 舟"]
TITLES = [story[0] for story in STORIES]
SIGNED = "\n\n".join(
    "\n\n".join((title, author, *texts)) for (title, *texts), author in zip(STORIES, AUTHORS, strict=True)
)


def titles(page: Page) -> list[str]:
    """Return the first headline of each story but notices."""
    return ["".join(part.text for part in story.headlines[:1]) for story in page.stories if story.kind != "notice"]


def characters(page: Page) -> str:
    """Return all characters of a page's stories except white space."""
    parts = (part.text for story in page.stories for part in (*story.headlines, *story.paragraphs))
    return "".join("".join(parts).split())


def wrapped(text: str, width: int, indent: str = "") -> str:
    lines = []
    for bare in text.split("\n"):
        line = indent * (len(bare) > 30) + bare
        lines += [line[at : at + width] for at in range(0, len(line), width)]
    return "\n".join(lines)


def test_every_line_end_feature_has_weights_and_a_name_of_its_own() -> None:
    assert [feature.name for feature in ROWS] == list(bundled_weights()["wrap"])


@pytest.mark.parametrize("width", [10, 13, 17, 20, 26, 34, 40])
def test_a_page_of_any_width_has_its_stories_and_paragraphs(width: int) -> None:
    dense = SIGNED.replace("\n\n", "\n")
    page = split(wrapped(dense, width))
    assert titles(page) == TITLES
    assert [[part.text for part in story.paragraphs[1:]] for story in page.stories] == [story[1:] for story in STORIES]
    assert characters(page) == "".join(dense.split())


def test_indents_and_blank_lines_say_where_paragraphs_begin() -> None:
    dense = SIGNED.replace("\n\n", "\n")
    for text in (wrapped(dense, 18, indent="\u3000\u3000"), wrapped(SIGNED, 18)):
        assert titles(split(text)) == TITLES


def test_verse_is_not_a_wrapped_page() -> None:
    verse = [
        "江水流过老城墙，",
        "早市的灯还亮着，",
        "挑担的人上了桥，",
        "雾里传来一声号，",
        "船头立着白鹭鸟，",
        "等着日头慢慢高。",
    ]
    (story,) = split("桥\n" + "\n".join(verse)).stories
    assert [part.text for part in story.paragraphs] == verse


def test_lines_keep_their_numbers_in_a_wrapped_page() -> None:
    page = split(wrapped(SIGNED.replace("\n\n", "\n"), 20))
    assert page.stories[1].headlines[0].line == 9
    assert page.stories[0].paragraphs[1].line_at(25) == 4


def test_a_space_after_every_character_is_closed_up() -> None:
    spaced = "\n\n".join(" ".join(line) for line in SIGNED.split("\n\n"))
    page = split(spaced)
    assert titles(page) == TITLES
    assert page.stories[0].paragraphs[-1].text == BRIDGE[-1]


def test_a_line_set_wide_and_words_in_latin_script_stay() -> None:
    page = split(f"春 到 江 滩\n\n本报记者 陈一帆\n\n{BRIDGE[1]}The bridge is open to all.")
    assert page.stories[0].headlines[0].text == "春 到 江 滩"
    assert page.stories[0].paragraphs[-1].text.endswith("The bridge is open to all.")


TRADITIONAL = str.maketrans(
    "岸桥过江钟两边热闹来据长个侧宽灯爱门关开时换玛编电卖从积双书库宾读场报记陈顾责码头",
    "岸橋過江鐘兩邊熱鬧來據長個側寬燈愛門關開時換瑪編電賣從積雙書庫賓讀場報記陳顧責碼頭",
)


def test_traditional_is_split_as_simplified_and_shown_as_printed() -> None:
    text = SIGNED + "\n\n责任编辑:陈一帆"
    traditional = split(text.translate(TRADITIONAL))
    assert titles(traditional) == [title.translate(TRADITIONAL) for title in TITLES]
    assert [story.kind for story in traditional.stories] == [story.kind for story in split(text).stories]
    assert find_people(traditional.stories[0].paragraphs).reporters == ("陳一帆",)


FURNITURE = [
    "责编 周舟",
    "责任编辑:陈一帆 版式:林小雨 校对:周舟",
    "扫一扫 更精彩",
    "扫描二维码关注本报微信公众号",
    "新闻热线:0000-8600110",
    "投稿邮箱:news@example.com",
    "A12",
    "· 3 ·",
    "※ ※ ※",
    "www.example.com",
    "HTTP://EXAMPLE.COM",
    "FaceBook",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_neither_headline_nor_text_of_a_story(line: str) -> None:
    blocks = SIGNED.split("\n\n")
    for at in (3, 4, 8):  # inside a story, between stories
        page = split("\n\n".join([*blocks[:at], line, *blocks[at:]]))
        assert titles(page) == TITLES, at
        notices = [[part.text for part in story.paragraphs] for story in page.stories if story.kind == "notice"]
        assert notices == [[line]]
        assert len(page.stories[0].paragraphs) == 3


@pytest.mark.parametrize(
    "headline",
    ["编辑部的故事讲了三十年", "扫码点餐走进小店", "热线电话背后的年轻人", "第3版说明书来了", "设计之都亮相江城"],
)
def test_headlines_about_such_things_are_headlines(headline: str) -> None:
    page = split(f"{SIGNED}\n\n{headline}\n\n本报记者 沈秋\n\n{MARKET[1]}\n\n{MARKET[2]}")
    assert titles(page) == [*TITLES, headline]


def test_in_a_single_article_the_editor_stays() -> None:
    (story,) = split(f"{BRIDGE[0]}\n{BRIDGE[1]}\n{BRIDGE[2]}\n责任编辑:陈一帆").stories
    assert [part.text for part in story.paragraphs] == [*BRIDGE[1:], "责任编辑:陈一帆"]


def test_a_page_on_which_nobody_signs_is_split() -> None:
    text = "\n".join("\n".join(story) for story in STORIES)
    assert titles(split(text)) == TITLES


@pytest.mark.parametrize("below", ["新华社江城4月26日电", "(新华社江城4月26日电)", "据新华社江城4月26日电"])
def test_a_dateline_below_the_text_closes_its_story(below: str) -> None:
    page = split("\n\n".join("\n\n".join((*story, below)) for story in STORIES))
    assert titles(page) == TITLES
    assert all(story.paragraphs[-1].text == below for story in page.stories)
    assert find_dateline(page.stories[0].paragraphs) == ("新华社", "江城")


@pytest.mark.parametrize("author", ["本报评论员", "晓 林", "□ 凡夫", "江城大学课题组", "本报记者陈一帆林小雨"])
def test_authors_are_no_headlines(author: str) -> None:
    page = split(f"{BRIDGE[0]}\n\n{author}\n\n{BRIDGE[1]}\n\n{BRIDGE[2]}")
    assert [line.text for line in page.stories[0].headlines] == [BRIDGE[0]]


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("【路透社倫敦廿八日電】英首相今日", ("路透社", "倫敦")),
        ("〔柏林十日電〕德政府", (None, "柏林")),
        ("北京十二月三十一日电 昨日", (None, "北京")),
        ("新华社北京十二月三十一日电（记者陈一帆）昨日", ("新华社", "北京")),
        ("我国三月三日电影节开幕", (None, None)),
    ],
)
def test_datelines_of_other_decades(text: str, dateline: tuple[str | None, str | None]) -> None:
    assert find_dateline([Paragraph(text, ((0, 1),))]) == dateline


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("中華民國二十七年十一月五日", "1938-11-05"),
        ("民国廿七年十月三十一日", "1938-10-31"),
        ("民國114年3月18日", "2025-03-18"),
        ("中華民國元年一月一日", "1912-01-01"),
        ("二〇二一年三月八日", "2021-03-08"),
    ],
)
def test_dates_of_the_republic(text: str, date: str) -> None:
    assert parse_date(text) == date


def test_the_name_of_a_paper_is_as_printed() -> None:
    page = split(f"江城晚報 中華民國二十七年十一月五日 星期六 第三版\n\n{SIGNED}")
    assert (page.source, page.date, page.section) == ("江城晚報", "1938-11-05", "三版")


def story(title: str, text: str, date: str = "2021-03-08") -> Story:
    return Story((Paragraph(title, ((0, 1),)),), (Paragraph(text, ((0, 1),)),), date=date)


def test_a_story_goes_on_in_its_own_issue_only() -> None:
    first, rest = story("大桥", "大桥通车(下转第四版)"), story("又", "(上接第一版)大桥的灯亮了。")
    assert len(join_jumps([first, rest])) == 1
    assert len(join_jumps([first, rest._replace(date="2021-03-09")])) == 2


def test_many_stories_that_go_on_are_joined_in_their_order() -> None:
    stories = [story(f"大桥{n}", f"第{n}座桥(下转第四版)") for n in range(2000)]
    assert len(join_jumps(stories)) == 2000


def test_a_text_may_be_declared_an_article_or_a_page() -> None:
    assert [story.headlines[0].text for story in split(SIGNED, texts="article").stories] == [BRIDGE[0]]
    assert characters(split(SIGNED, texts="article")) == "".join(SIGNED.split())
    assert titles(split(SIGNED, texts="page")) == TITLES


def test_split_and_index_take_texts_as_they_are_told(tmp_path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "page.txt").write_text(SIGNED, encoding="utf-8")
    assert len(run("split", "news/page.txt", cwd=tmp_path).splitlines()) == 3
    assert len(run("split", "--texts", "article", "news/page.txt", cwd=tmp_path).splitlines()) == 1
    (tmp_path / "newsgrep.toml").write_text('texts = "article"\n', encoding="utf-8")
    run("index", "news", cwd=tmp_path)
    assert run("search", "-c", "菜场", cwd=tmp_path).strip().startswith("1")
    (tmp_path / "newsgrep.toml").write_text('texts = "poem"\n', encoding="utf-8")
    run("split", "news/page.txt", cwd=tmp_path, code=2)


def test_why_names_each_place_its_score_and_evidence(tmp_path) -> None:
    (tmp_path / "page.txt").write_text(SIGNED + "\n\n责编 周舟\n", encoding="utf-8")
    lines = run("split", "--why", "page.txt", cwd=tmp_path).splitlines()
    places = [line.split("\t") for line in lines if line.startswith("page.txt")]
    assert [place[0] for place in places if place[1] == "story"] == ["page.txt:1", "page.txt:9", "page.txt:17"]
    assert [place[0] for place in places if place[1] == "furniture"] == ["page.txt:25"]
    assert any(line.startswith("\t") and "author" in line for line in lines)


def test_why_reads_standard_input(tmp_path) -> None:
    (tmp_path / "page.txt").write_text(SIGNED, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    words = [*PROGRAM, "split", "--why"]
    piped = subprocess.run([*words, "-"], input=SIGNED.encode(), capture_output=True, env=environment, check=True)
    named = run("split", "--why", "page.txt", cwd=tmp_path)
    assert piped.stdout.decode().replace("-:", "page.txt:") == named


def test_what_is_explained_is_what_is_done() -> None:
    stories = [place.line for place in explain(SIGNED) if place.decision == "story"]
    assert stories == [story.headlines[0].line for story in split(SIGNED).stories]


def gold(starts: list[int]) -> str:
    roles = ["title", "byline", "body", "body"] * 3
    articles = [{"first": start} for start in starts]
    return json.dumps({"paper": "江城晚报", "paragraphs": SIGNED.split("\n\n"), "roles": roles, "articles": articles})


@pytest.mark.parametrize("name", ["gold.jsonl", "gold.jsonl.gz"])
def test_check_scores_annotated_pages(tmp_path, name: str) -> None:
    text = (gold([0, 4, 8]) + "\n" + gold([0, 4]) + "\n").encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    said = run("split", "--check", name, cwd=tmp_path)
    assert "2 annotated pages" in said
    assert "0.909" in said  # five beginnings of six are right
    assert f"+ {WHARF[0]}" in said


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"paragraphs": ["a"], "articles": [{"first": 3}]}', "no JSON", "\x00"]
)
def test_what_is_no_annotated_page_is_one_line_of_error(tmp_path, text: str) -> None:
    (tmp_path / "gold.jsonl").write_text(text, encoding="utf-8")
    run("split", "--check", "gold.jsonl", cwd=tmp_path, code=2)


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *TITLES,
                *AUTHORS,
                *FURNITURE,
                BRIDGE[1],
                MARKET[2],
                "(下转第四版)",
                "(上接第一版)",
                "广告",
                "导读",
                "1",
                "。",
                "  ",
            ]
        ),
        st.text(alphabet="江城桥，。 A1“”（）「」國\u3000", max_size=30),
    ),
    max_size=40,
)


@given(lines=LINES, between=st.sampled_from(["\n", "\n\n"]), width=st.sampled_from([0, 10, 17]))
def test_no_character_is_lost_or_invented(lines: list[str], between: str, width: int) -> None:
    text = between.join(lines)
    if width:
        text = wrapped(text, width)
    kept = split(text)
    if (kept.date, kept.source, kept.section) == (None, None, None):  # header lines are in no story
        assert sorted(characters(kept)) == sorted("".join(text.split()))


def test_a_box_of_briefs_alone_is_one_article() -> None:
    assert titles(split("国内快讯\n" + "\n".join("\n".join(story) for story in STORIES))) == ["国内快讯"]


SPOKE = (
    (
        "桥上的灯要亮到天明",
        "江城桥梁公司党委书记、总工程师",
        "沈 秋",
        "我在桥上工作了三十年，每一盏灯都检查过。灯亮着，夜里过江的人心里就踏实。",
    ),
    (
        "把豆腐摊搬进新棚",
        "江城市菜场管理处党委副书记、处长",
        "周 平",
        "从前地面积水，如今穿布鞋也能逛。摊位编了号，秤也换成电子的，生意比去年好。",
    ),
    (
        "孩子们在吊机下拍照",
        "江城书店有限公司党委书记、总经理",
        "顾 青",
        "旧仓库改成了书店，门口那台吊机留了下来。船工的号子刻在墙上，常有人来抄。",
    ),
    (
        "渡口的老船还能开",
        "江城轮渡公司党委委员、总船长",
        "邵 江",
        "新桥通车以后，坐船的人少了，可是每天清早还有老街坊来坐一个来回。",
    ),
)
ARRANGED = "(本报记者陈一帆采访整理)"


def test_speakers_of_a_round_table_are_one_story() -> None:
    spoken = [(title, f"{office} {name}", f"近日，{text}", text, ARRANGED) for title, office, name, text in SPOKE]
    page = split("\n\n".join([SIGNED, *(line for lines in spoken for line in lines)]))
    assert titles(page) == [*TITLES, SPOKE[0][0]]


def test_two_interviews_are_two_stories() -> None:
    spoken = [(title, name, text, ARRANGED) for title, _, name, text in SPOKE[:2]]
    page = split("\n\n".join([SIGNED, *(line for lines in spoken for line in lines)]))
    assert titles(page) == [*TITLES, SPOKE[0][0], SPOKE[1][0]]


def test_a_story_with_an_author_between_interviews_is_a_story() -> None:
    spoken = [(title, name, text, ARRANGED) for title, _, name, text in SPOKE]
    other = ("新馆本周开放", "本报记者 沈 秋", "江城新馆本周开放，门口排起了长队。馆里有三百件老物件，都是街坊捐的。")
    page = split("\n\n".join([SIGNED, *(line for lines in (*spoken[:2], other, *spoken[2:]) for line in lines)]))
    assert other[0] in titles(page)


def test_a_list_by_provinces_is_one_story() -> None:
    names = ["江城超级水稻研究发展中心党总支", "江城市公安局", "周 舟 江城船舶焊工班班长"]
    parts = [line for province in ("北京", "山西", "辽宁", "云南", "新疆") for line in (province, *names)]
    page = split("\n\n".join([SIGNED, "先进名单公示", "本报江城3月8日电 (记者周舟)名单如下，公示五天。", *parts]))
    assert titles(page) == [*TITLES, "先进名单公示"]


def test_texts_by_provinces_keep_their_subheads() -> None:
    parts = [line for province in ("北京", "山西", "云南") for line in (province, MARKET[1])]
    page = split("\n\n".join([SIGNED, "各地早市见闻", "本报记者 周 舟", MARKET[2], *parts]))
    assert titles(page) == [*TITLES, "各地早市见闻"]
    assert [part.text for part in page.stories[3].paragraphs][2::2] == ["北京", "山西", "云南"]
