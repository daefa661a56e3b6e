"""Texts whose lines or stories a mark parts; what merely looks so."""

from __future__ import annotations

import pytest
from read_files import BODY, OTHER, articles, bodies, facts, problems

TITLES = ["澜江大桥今天合龙", "江城大学举行开学典礼", "鹭洲湿地迎来首批白鹤"]
TEXTS = [BODY, OTHER, BODY[:30] + OTHER]
DATES = ["2025-03-18", "2025-03-19", "2025-03-20"]
STORIES = list(zip(TITLES, TEXTS, DATES, strict=True))


@pytest.mark.parametrize("mark", [" ==> ", "|||", " ### ", "\t||\t", "<SEP>", " [SEP] ", "→", "@@", "\\t", "::", " -- ", "$$$", "~", "--", "￥", "¦", "   "])  # fmt: skip
def test_a_mark_parts_titles_and_texts(read, mark):
    two = read("1.txt", "".join(f"{title}{mark}{text}\n" for title, text, _ in STORIES))
    three = read("2.txt", "".join(f"{title}{mark}{date}{mark}{text}\n" for title, text, date in STORIES))
    named = read("3.csv", f"标题{mark}正文\n" + "".join(f"{title}{mark}{text}\n" for title, text, _ in STORIES))
    for found in (two, three, named):
        assert [article.title for article in articles(found)] == TITLES
        assert bodies(found) == TEXTS
    assert [date for _, date, _ in facts(three)] == DATES
    assert [article.line for article in articles(named)] == [2, 3, 4]


@pytest.mark.parametrize("mark", ["~", "@@", " -- ", "   "])
def test_a_mark_parts_headlines_and_dates(read, mark):
    found = read("1.txt", "".join(f"{title}{mark}{date}{mark}江城日报\n" for title, _, date in STORIES))
    assert facts(found) == [(title, date, "江城日报") for title, date in zip(TITLES, DATES, strict=True)]


def test_a_mark_parts_labels_and_texts(read):
    found = read("1.txt", "".join(f"{label} ||| {text}\n" for label, text in zip(["体育", "财经", "体育"], TEXTS, strict=True)))  # fmt: skip
    assert [article.section for article in articles(found)] == ["体育", "财经", "体育"]
    assert bodies(found) == TEXTS


@pytest.mark.parametrize(
    ("name", "mark"), [("1.txt", "\x01"), ("000000_0", "\x01"), ("1.tsv", "\x01"), ("1.txt", "^A")]
)
def test_rows_of_hive_are_columns(read, name, mark):
    rows = "".join(f"{n}{mark}{title}{mark}{text}{mark}{date}\n" for n, (title, text, date) in enumerate(STORIES, 1))
    found = read(name, rows)
    assert [(title, date) for title, date, _ in facts(found)] == list(zip(TITLES, DATES, strict=True))
    assert bodies(found) == TEXTS


def test_stray_control_characters_in_a_text_are_nothing(read):
    (article,) = articles(read("1.txt", f"大桥合龙\n\n{BODY[:9]}\x01{BODY[9:]}\n"))
    assert BODY in article.text


def test_a_line_without_the_mark_is_named(read):
    text = "".join(f"{title} ==> {text}\n" for title, text, _ in STORIES * 2)
    found = read("1.txt", text + "没有记号的一行\n")
    assert len(articles(found)) == 6
    assert problems(found) == ["1.txt:7: not as the other lines are; not read (fix the line and index again)"]


@pytest.mark.parametrize(
    "text",
    [
        "江城 ==> 江城市\n澜江 ==> 澜江河\n青石 ==> 青石县\n",
        f"大桥合龙\n\n{BODY}\n{OTHER}——这是==大事==。\n",
        "".join(f"**{title}**：{text}\n" for title, text, _ in STORIES),
        "".join(f"https://j.example.cn/{n}.html\n" for n in range(9)),
    ],
)
def test_other_texts_with_marks_are_no_columns(read, text):
    assert not any(article.title in TITLES for article in articles(read("1.txt", text)))


# Form feeds


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("feed", ["\f", "\n\f\n", "\f\n"])
def test_form_feeds_part_stories(read, feed, encoding):
    text = feed.join(f"{title}\n{date} 江城日报\n{text}\n{OTHER}\n" for title, text, date in STORIES)
    found = read("1.txt", text.encode(encoding))
    assert facts(found) == [(title, date, "江城日报") for title, date in zip(TITLES, DATES, strict=True)]
    assert bodies(found) == [f"{text}\n{OTHER}" for text in TEXTS]
    assert articles(found)[0].line == 1


def test_lines_behind_form_feeds_are_those_of_the_file(read):
    found = articles(read("1.txt", "\f".join(f"{title}\n\n{text}\n" for title, text, _ in STORIES)))
    assert [(article.line, article.end_line) for article in found] == [(1, 3), (4, 6), (7, 9)]


def test_pages_of_one_story_are_one(read):
    pages = [
        "大桥合龙\n\n昨天下午，澜江大桥在江心合龙，两岸市民从各处赶来观\n",
        "看。据了解，大桥全长三里，\n",
        "夜里灯火通明。\n",
    ]
    (article,) = articles(read("1.txt", "\f".join(pages)))
    assert article.title == "大桥合龙"


def test_pages_of_a_paper_have_their_sections(read):
    pages = (f"江城日报 2025年3月18日 第{n}版\n\n{title}\n\n{text}\n" for n, (title, text, _) in enumerate(STORIES, 1))
    found = articles(read("1.txt", "\f".join(pages)))
    assert [(article.title, article.date) for article in found] == [(title, "2025-03-18") for title in TITLES]
