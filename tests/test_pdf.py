"""PDF: stories whose lines break inside words, newspaper pages in columns, scans; and hostile files."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_pages import HEIGHT, column, columns, pdf, picture, rule, text, wrapped
from read_files import BODY, OTHER, articles, bodies, facts, problems, read_file

from newsgrep.model import Article
from newsgrep.readers import Problem
from newsgrep.readers.documents.pdf_fonts import stand_in_font

pytest.importorskip("pypdfium2", reason="pypdfium2 (extra 'pdf') is not installed")

THIRD = "本报讯（记者罗远）青石县十二万亩茶园昨日开采，鲜叶收购价每斤四十六元，比去年涨了两成，茶农说工价涨得比茶价快。"
STORIES = [
    ("澜江大桥今天合龙", [BODY, OTHER]),
    ("江城大学开学", [OTHER, BODY, OTHER]),
    ("青石县春茶开采", [THIRD, BODY]),
]
HEAD = [text(60, 40, 12, "江城日报"), text(400, 40, 12, "2025年3月18日 星期二"), text(650, 40, 12, "第3版")]


def found_stories(found):
    return {article.title: bodies([article])[0].split("\n") for article in articles(found)}


def expected(stories):
    return dict(stories)


def story(*drawings, size=12, width=22, paragraphs=(BODY, OTHER), top=120):
    """A page of one column: drawings, and paragraphs in lines of so many characters."""
    rows = [row for paragraph in paragraphs for row in wrapped("\u3000\u3000" + paragraph, width)]
    return [*drawings, *(text(60, top + 20 * at, size, row) for at, row in enumerate(rows))]


def test_lines_that_break_inside_words_are_joined(tmp_path):
    page = story(text(60, 60, 20, "澜江大桥今天合龙"), text(60, 90, 10, "江城日报 2025-03-18 何青禾"))
    found = read_file(tmp_path, "1.pdf", pdf(page))
    assert facts(found) == [("澜江大桥今天合龙", "2025-03-18", "江城日报")]
    assert bodies(found) == [f"{BODY}\n{OTHER}"]
    assert articles(found)[0].reporters == ("何青禾",)


@pytest.mark.parametrize("width", range(9, 31, 3))
def test_paragraphs_do_not_depend_on_the_width(tmp_path, width):
    page = story(text(60, 60, 24, "澜江大桥今天合龙"), width=width, paragraphs=(BODY, OTHER, THIRD))
    assert bodies(read_file(tmp_path, "1.pdf", pdf(page))) == [f"{BODY}\n{OTHER}\n{THIRD}"]


def test_paragraphs_without_indents_are_told_by_their_last_lines(tmp_path):
    rows = [row for paragraph in (BODY, OTHER, THIRD) for row in wrapped(paragraph, 20)]
    page = [text(60, 60, 24, "澜江大桥今天合龙"), *(text(60, 120 + 20 * at, 12, row) for at, row in enumerate(rows))]
    assert bodies(read_file(tmp_path, "1.pdf", pdf(page))) == [f"{BODY}\n{OTHER}\n{THIRD}"]


def test_a_line_in_the_middle_of_its_column_is_a_paragraph(tmp_path):
    page = [text(60, 60, 24, "水务信息"), text(60 + 12 * 9, 120, 12, "澜江大桥今天合龙")]
    page += [text(60, 140 + 20 * at, 12, row) for at, row in enumerate(wrapped(BODY, 26))]
    assert bodies(read_file(tmp_path, "1.pdf", pdf(page))) == [f"澜江大桥今天合龙\n{BODY}"]


def test_a_headline_that_fills_its_line_goes_on_in_the_next(tmp_path):
    rows = [
        text(60, 60, 22, "澜江大桥今天上午在江心合龙全长三里夜里灯"),
        text(60, 90, 22, "火通明"),
        text(60, 115, 22, "两岸市民观看"),
    ]
    page = [*rows, *(text(60, 150 + 20 * at, 11, row) for at, row in enumerate(wrapped(BODY + OTHER + THIRD, 40)))]
    (found,) = articles(read_file(tmp_path, "1.pdf", pdf(page)))
    assert found.title == "澜江大桥今天上午在江心合龙全长三里夜里灯火通明 两岸市民观看"


def test_marks_drawn_apart_from_their_line_stay_in_it(tmp_path):
    """Office programs draw quotation marks in a font of their own, where they please, and somewhat lower."""
    page = [
        text(60, 60, 24, "澜江大桥今天合龙"),
        text(60, 120, 12, "参加了"),
        text(96, 120, 12, "一"),
        text(120, 120, 12, "座桥"),
    ]
    page += [
        text(108, 121, 12, "“"),
        text(144, 121, 12, "”"),
        text(156, 120, 12, "合龙仪式的市民表示，大桥通车以后到对岸上班"),
        text(60, 140, 12, BODY),
    ]
    (body,) = bodies(read_file(tmp_path, "1.pdf", pdf(page)))
    assert body.startswith("参加了一“座桥”合龙仪式的市民表示")


def test_headings_of_outlets_above_stories_in_letters_of_the_text(tmp_path):
    rows = [text(60, 50, 20, "涉江城报道汇编"), text(60, 90, 14, "【江城日报】"), text(60, 108, 13, "澜江大桥今天合龙")]
    y = 108
    for title, paragraphs in STORIES:
        if y > 108:
            rows.append(text(60, y, 13, title))
        rows.append(text(60, y + 20, 11, "（2025年3月18日 第2版）"))
        lines = [row for paragraph in paragraphs for row in wrapped("\u3000\u3000" + paragraph, 40)]
        rows += [text(60, y + 40 + 18 * at, 11, row) for at, row in enumerate(lines)]
        y += 70 + 18 * len(lines)
    found = read_file(tmp_path, "1.pdf", pdf(rows))
    assert found_stories(found) == expected(STORIES)
    assert facts(found) == [(title, "2025-03-18", "江城日报") for title, _ in STORIES]


def test_numbered_stories_with_source_and_day_at_their_ends(tmp_path):
    """A wide space that the file does not draw parts the source from its day."""
    rows, y = [text(60, 50, 20, "每日摘报")], 90
    for at, (title, paragraphs) in enumerate(STORIES, start=1):
        lines = [row for paragraph in paragraphs for row in wrapped("\u3000\u3000" + paragraph, 40)]
        rows += [
            text(60, y, 14, f"{at}．{title}"),
            *(text(60, y + 25 + 18 * n, 11, row) for n, row in enumerate(lines)),
        ]
        y += 25 + 18 * len(lines)
        rows += [text(60, y, 11, "（江城日报"), text(60 + 6 * 11, y, 11, f"2025-03-1{at}）")]
        y += 40
    found = read_file(tmp_path, "1.pdf", pdf(rows))
    assert [bodies([each])[0].split("\n") for each in articles(found)] == [paragraphs for _, paragraphs in STORIES]
    assert [(each.date, each.source) for each in articles(found)] == [(f"2025-03-1{n}", "江城日报") for n in (1, 2, 3)]


def test_numbered_briefs_below_the_names_of_sections(tmp_path):
    lines = [
        *("江城日报社", "每日快讯", "2025年3月18日 总第1206期", "【本地要闻】"),
        *("1.澜江大桥今天合龙", BODY + "（江城晚报）", "2.江城大学开学", OTHER + "（江城新闻网）"),
        *("【外地动态】", "3.青石县春茶开采", THIRD + "（青石日报）", "4.青石县渡口复航", BODY + "（青石日报）"),
    ]
    rows = [row for line in lines for row in wrapped(line, 36)]
    found = read_file(tmp_path, "1.pdf", pdf([text(60, 60 + 20 * at, 12, row) for at, row in enumerate(rows)]))
    assert [article.title for article in articles(found)] == [
        *("澜江大桥今天合龙", "江城大学开学", "青石县春茶开采", "青石县渡口复航")
    ]


def test_the_head_and_foot_of_a_page_in_a_database(tmp_path):
    drawn, _ = columns(60, 200, 500, 20, 10, (BODY, OTHER, THIRD) * 3, 2)
    head = [
        text(60, 130, 10, "江城日报/2025年/3月/18日/第003版"),
        text(60, 145, 10, "要闻"),
        text(60, 180, 20, "澜江大桥今天合龙"),
    ]
    foot = [
        text(
            100,
            HEIGHT - 20,
            8,
            "(C)1994-2025 Journal Electronic Publishing House. All rights reserved. http://www.x.net",
        )
    ]
    found = read_file(tmp_path, "1.pdf", pdf([*head, *drawn, *foot]))
    assert facts(found) == [("澜江大桥今天合龙", "2025-03-18", "江城日报")]
    assert "rights" not in bodies(found)[0]
    one = story(text(60, 60, 20, "澜江大桥今天合龙"), text(60, 90, 10, "江城日报 2025-03-18"))
    assert bodies(read_file(tmp_path, "1.pdf", pdf([*one, *foot]))) == [f"{BODY}\n{OTHER}"]


def test_a_line_of_a_single_character_is_not_lost(tmp_path):
    page = [
        text(60, 60, 24, "澜江大桥今天合龙"),
        *story(paragraphs=["今天下午，" * 4 + "两岸市民都来观看了，大家说好极了" + "，都说好。" * 1, OTHER], width=19),
    ]
    body = bodies(read_file(tmp_path, "1.pdf", pdf(page)))[0]
    assert body.split("\n")[0] == "今天下午，" * 4 + "两岸市民都来观看了，大家说好极了，都说好。"


def test_running_heads_and_page_numbers_are_no_text(tmp_path):
    pages = []
    for at in range(4):
        title = [text(60, 120, 24, "澜江大桥今天合龙")] if not at else []
        edges = [text(60, 30, 9, "江城研究简报"), text(60, HEIGHT - 30, 9, f"第 {at + 1} 页 共 4 页")]
        pages.append([*edges, *story(*title, paragraphs=[BODY], top=180)])
    found = read_file(tmp_path, "1.pdf", pdf(*pages))
    assert bodies(found) == ["\n".join([BODY] * 4)]
    assert [part.line for part in articles(found)[0].paragraphs] == [1, 2, 3, 4]


def test_a_paragraph_runs_on_over_pages(tmp_path):
    rows = wrapped("\u3000\u3000" + BODY, 14)
    first = [
        text(60, 60, 24, "澜江大桥今天合龙"),
        *(text(60, 120 + 20 * at, 12, row) for at, row in enumerate(rows[:2])),
    ]
    second = [text(60, 120 + 20 * at, 12, row) for at, row in enumerate(rows[2:])]
    assert bodies(read_file(tmp_path, "1.pdf", pdf(first, second))) == [BODY]


def stacked(stories, count, size=10, *, rules=False):
    drawn, y = [*HEAD], 90
    for title, paragraphs in stories:
        drawn.append(text(60, y + 26, 26, title))
        lines, height = columns(60, y + 40, 680, 16, size, paragraphs * 2, count)
        drawn += lines
        y += 40 + height + 24
        if rules:
            drawn.append(rule(60, y - 12, 740, y - 12))
    return drawn


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("rules", [False, True])
def test_stories_below_each_other_are_read_column_by_column(tmp_path, count, rules):
    found = read_file(tmp_path, "1.pdf", pdf(stacked(STORIES, count, rules=rules)))
    assert found_stories(found) == {title: paragraphs * 2 for title, paragraphs in STORIES}
    assert {(date, source) for _, date, source in facts(found)} == {("2025-03-18", "江城日报")}
    assert {article.section for article in articles(found)} == {"第3版"}


def beside(count, gap=20):
    drawn = [*HEAD]
    width = (680 - gap * (count - 1)) / count
    for at, (title, paragraphs) in enumerate(STORIES[:count]):
        x = 60 + at * (width + gap)
        drawn.append(text(x, 120, 20, title))
        drawn += columns(x, 134, width, 14, 9, paragraphs * 2, 2)[0]
    return drawn


@pytest.mark.parametrize("count", [2, 3])
def test_stories_beside_each_other_stay_apart(tmp_path, count):
    found = read_file(tmp_path, "1.pdf", pdf(beside(count)))
    assert found_stories(found) == {title: paragraphs * 2 for title, paragraphs in STORIES[:count]}


def test_the_order_in_which_a_file_draws_does_not_matter(tmp_path):
    drawn = stacked(STORIES, 3)
    random.Random(7).shuffle(drawn)
    assert found_stories(read_file(tmp_path, "1.pdf", pdf(drawn))) == {
        title: paragraphs * 2 for title, paragraphs in STORIES
    }


def test_a_headline_drawn_twice_to_look_bold_is_read_once(tmp_path):
    page = story(text(60, 60, 24, "澜江大桥今天合龙"), text(60.4, 60, 24, "澜江大桥今天合龙"))
    assert [title for title, _, _ in facts(read_file(tmp_path, "1.pdf", pdf(page)))] == ["澜江大桥今天合龙"]


def test_a_page_of_columns_without_headlines_is_split_as_text(tmp_path):
    left, right = (
        column(60, 90, 320, 10, ["澜江大桥今天合龙", BODY, BODY, BODY] * 2)[0],
        column(420, 90, 320, 10, [OTHER] * 8)[0],
    )
    found = read_file(tmp_path, "1.pdf", pdf([*left, *right]))
    assert "".join(bodies(found)).count(OTHER) == 8


@pytest.mark.parametrize("turn", ["0 1 -1 0", "-1 0 0 -1", "0 -1 1 0"])
def test_a_page_that_was_turned_is_read(tmp_path, turn):
    page = story(text(60, 60, 24, "澜江大桥今天合龙"), paragraphs=(BODY, OTHER, THIRD))
    x, y = {"0 1 -1 0": (1000, 100), "-1 0 0 -1": (700, 1300), "0 -1 1 0": (-100, 700)}[turn]
    stamp = "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 100 500 Tm <5185 90e8>Tj ET".replace(" 90", "90")
    found = read_file(tmp_path, "1.pdf", pdf([f"q {turn} {x} {y} cm", *page, "Q", stamp]))
    assert found_stories(found) == {"澜江大桥今天合龙": [BODY, OTHER, THIRD]}


def test_text_set_from_top_to_bottom_is_read_from_the_right(tmp_path):
    drawn = [text(700, 100 + 26 * at, 24, char) for at, char in enumerate("澜江大桥今天合龙")]
    rows = [row for paragraph in (BODY, OTHER) for row in wrapped("　　" + paragraph, 25)]
    for column_at, row in enumerate(rows):
        drawn += [text(660 - 20 * column_at, 100 + 12 * at, 12, char) for at, char in enumerate(row) if char != "　"]
    assert found_stories(read_file(tmp_path, "1.pdf", pdf(drawn))) == {"澜江大桥今天合龙": [BODY, OTHER]}


def test_scanned_pages_are_named(tmp_path):
    scan = [picture(0, 0, 800, 1200)]
    assert problems(read_file(tmp_path, "1.pdf", pdf(scan, scan))) == [
        "1.pdf: scanned pages without a text layer; not read (recognise its text (OCR) and save it with a text layer)"
    ]
    mixed = read_file(tmp_path, "2.pdf", pdf(story(text(60, 60, 24, "澜江大桥今天合龙")), scan))
    assert len(articles(mixed)) == 1
    assert problems(mixed)[0].startswith("2.pdf:2: scanned pages were not read: 2")


def test_an_empty_page_is_nothing(tmp_path):
    assert read_file(tmp_path, "1.pdf", pdf([])) == []


@pytest.mark.parametrize("raw", [b"%PDF-1.4\n", b"%PDF-1.7\n%%EOF", b"x" * 100])
def test_what_is_none_is_named(tmp_path, raw):
    assert problems(read_file(tmp_path, "1.pdf", raw))[0].startswith("1.pdf: cannot be read")


def test_a_page_with_a_million_characters_ends(tmp_path):
    page = [text(at % 700, at % 1100, 8, "江城" * 40) for at in range(4000)]
    assert read_file(tmp_path, "1.pdf", pdf(page))


def test_the_stand_in_font_is_a_font():
    fonts = pytest.importorskip("fontTools.ttLib", reason="fontTools is not installed")
    import io

    font = fonts.TTFont(io.BytesIO(stand_in_font()), recalcTimestamp=False)
    assert font.getBestCmap()[ord("江")] != font.getBestCmap()[ord("a")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(
    drawings=st.lists(
        st.builds(text, st.integers(-50, 900), st.integers(-50, 1300), st.sampled_from([0, 1, 9, 10, 24, 200]), st.sampled_from(["江城", BODY, "a", "　", "第3版", "2025年3月18日"])),
        max_size=30,
    ),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=3),
)  # fmt: skip
def test_any_page_is_articles_and_problems(tmp_path, drawings, changes):
    raw = bytearray(pdf(drawings))
    for place, byte in changes:
        raw[place % len(raw)] = byte
    assert all(isinstance(item, (Article, Problem)) for item in read_file(tmp_path, "1.pdf", bytes(raw)))
