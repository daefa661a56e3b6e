from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.model import Article, Paragraph, Span
from newsgrep.query.plan_nodes import Literal, RegexMatch
from newsgrep.search.snippets import mark, mark_title, snippets
from newsgrep.text.fold import fold
from newsgrep.text.width import width

PHRASES = (
    *(
        "澜江大桥",
        "今天下午合龍",
        "，",
        "。",
        "“合龙了！”",
        "市民",
        "從各處趕來觀看",
        "江城大学",
        "记者何青禾报道",
        "GDP增长2.5%",
        " ",
        "……",
        "——",
        "；",
    ),
)
MARKS = ("合龙", "澜江大桥", "江城", "大学", "gdp", "。", "江城大学", "桥今", '合龙了!"市民')
TEXTS = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=30).map("".join).map(str.strip).filter(bool)
MARKINGS = st.lists(st.sampled_from(MARKS), max_size=4, unique=True).map(
    lambda texts: [Literal(text) for text in texts]
)
COLUMNS = st.integers(24, 160)


def article(*texts: str, title: str = "澜江大桥合龙") -> Article:
    paragraphs = tuple(Paragraph(text, ((0, number),)) for number, text in enumerate(texts, start=2))
    return Article("江城日报/1.txt", "1", (Paragraph(title, ((0, 1),), "headline"),), paragraphs)


def marks(*texts: str) -> list[Literal]:
    return [Literal(text) for text in texts]


@given(TEXTS, MARKINGS)
def test_spans_are_sorted_disjoint_and_apart(text: str, wanted: list[Literal]):
    found = mark(text, wanted, "body")
    assert all(left.end < right.start for left, right in pairwise(found))
    assert all(0 <= span.start < span.end <= len(text) for span in found)


@given(TEXTS, MARKINGS)
def test_every_place_of_every_mark_is_marked_and_nothing_else(text: str, wanted: list[Literal]):
    folded = fold(text)
    marked = {offset for span in mark(text, wanted, "body") for offset in range(*span)}
    meant = {
        offset + inside
        for item in wanted
        for offset in range(len(folded))
        if folded.startswith(item.text, offset)
        for inside in range(len(item.text))
    }
    assert marked == meant


def test_a_mark_of_another_field_is_not_marked():
    assert mark("合龙", [Literal("合龙", ("title",))], "body") == ()


@given(st.lists(TEXTS, max_size=4), MARKINGS, st.integers(0, 4), COLUMNS)
def test_a_snippet_is_a_passage_with_its_matches_inside(
    texts: list[str], wanted: list[Literal], count: int, columns: int
):
    source = article(*texts)
    found = snippets(source, wanted, count=count, columns=columns)
    assert len(found) <= count
    for snippet in found:
        assert any(snippet.text in text for text in texts)
        assert snippet.text == snippet.text.strip()
        assert snippet.field == "body"
        assert all(left.end < right.start for left, right in pairwise(snippet.matches))
        assert all(0 <= span.start < span.end <= len(snippet.text) for span in snippet.matches)


@given(st.lists(TEXTS, max_size=4), MARKINGS, COLUMNS)
def test_a_snippet_is_no_wider_than_asked_unless_one_match_is(texts: list[str], wanted: list[Literal], columns: int):
    widest = max((width(text[slice(*span)]) for text in texts for span in mark(text, wanted, "body")), default=0)
    for snippet in snippets(article(*texts), wanted, count=3, columns=columns):
        assert width(snippet.text) <= max(columns, widest)


@given(st.lists(TEXTS, min_size=1, max_size=4), MARKINGS, COLUMNS)
def test_there_is_a_match_in_a_snippet_where_there_is_one_in_the_body(
    texts: list[str], wanted: list[Literal], columns: int
):
    found = snippets(article(*texts), wanted, count=1, columns=columns)
    assert len(found) == 1
    assert bool(found[0].matches) == any(mark(text, wanted, "body") for text in texts)


@given(st.lists(TEXTS, min_size=1, max_size=4), MARKINGS, st.integers(60, 160))
def test_a_match_is_shown_whole(texts: list[str], wanted: list[Literal], columns: int):
    for snippet in snippets(article(*texts), wanted, count=3, columns=columns):
        folded = fold(snippet.text)
        for span in snippet.matches:
            assert any(item.text in folded[slice(*span)] for item in wanted)


def test_a_match_over_two_sentences_is_shown_whole():
    text = f"{'江水平静' * 8}，大桥合龙。记者何青禾{'赶到现场' * 12}。"
    (snippet,) = snippets(article(text), marks("合龙。记者"), count=1, columns=60)
    assert [snippet.text[slice(*span)] for span in snippet.matches] == ["合龙。记者"]


def test_snippets_do_not_overlap_and_follow_the_article():
    first = "江水平静。" * 10 + "大桥合龙。" + "市民观看。" * 20 + "夜里大桥亮灯。"
    found = snippets(article(first, "大桥通车。", "无关。"), marks("大桥"), count=9, columns=40)
    assert [snippet.line for snippet in found] == [2, 2, 3]
    at = [first.index(snippet.text) for snippet in found[:2]]
    assert at[0] + len(found[0].text) <= at[1]


def test_the_best_passage_is_the_one_that_holds_the_whole_query():
    texts = ["江城今天有雨。", "大学今天开学。", "江城大学今天开学。"]
    (snippet,) = snippets(article(*texts), marks("江城大学", "江城", "大学"), count=1, columns=60)
    assert snippet.text == "江城大学今天开学。"
    assert snippet.line == 4


def test_a_sentence_with_a_third_of_the_best_weight_is_shown():
    texts = ["大桥今天合龙。", "市民今天观看。"]  # 大桥 weighs 2 × 3, as the first mark; 市民 2
    found = snippets(article(*texts), marks("大桥", "市民"), count=2, columns=60)
    assert [snippet.text for snippet in found] == texts


def test_a_sentence_with_less_than_a_third_of_the_best_weight_is_not_shown():
    texts = ["江城大学今天开学。", "招聘会今天开始。"]  # 江城大学 weighs 4 × 3, as the first mark; 招聘会 3
    found = snippets(article(*texts), marks("江城大学", "招聘会"), count=2, columns=60)
    assert [snippet.text for snippet in found] == texts[:1]


def test_matches_are_found_in_any_script_and_shown_as_written():
    (snippet,) = snippets(article("今天，「瀾江大橋」合龍。"), marks("合龙", '"澜江大桥"'), count=1, columns=60)
    assert [snippet.text[slice(*span)] for span in snippet.matches] == ["「瀾江大橋」合龍"]


@pytest.mark.parametrize(("wanted", "line"), [("澜江大桥", 6), ("合龙", 8), ("今天下午", 6), ("下午", 8), ("江心", 11)])
def test_the_line_is_the_source_line_across_a_joined_column_break(wanted: str, line: int):
    paragraph = Paragraph("澜江大桥今天下午合龙，地点在江心。", ((0, 6), (6, 8), (14, 11)))
    source = Article("1.txt", "1", (), (paragraph,))
    (snippet,) = snippets(source, marks(wanted), count=1, columns=60)
    assert snippet.line == line
    assert [snippet.text[slice(*span)] for span in snippet.matches] == [wanted]


def test_a_whole_paragraph_is_not_cut():
    (snippet,) = snippets(article("今天合龙。市民观看。"), marks("合龙"), count=1, columns=60)
    assert (snippet.text, snippet.cut_before, snippet.cut_after) == ("今天合龙。市民观看。", False, False)


def test_a_cut_is_told_on_either_side():
    text = "江水平静。" * 20 + "大桥合龙。" + "市民观看。" * 20
    (snippet,) = snippets(article(text), marks("合龙"), count=1, columns=40)
    assert (snippet.cut_before, snippet.cut_after) == (True, True)
    assert snippet.text.endswith("。")


def test_a_long_sentence_is_cut_around_its_match():
    text = "江" * 100 + "合龙" + "城" * 100
    (snippet,) = snippets(article(text), marks("合龙"), count=1, columns=40)
    assert width(snippet.text) <= 40
    assert snippet.matches == (Span(snippet.text.index("合龙"), snippet.text.index("合龙") + 2),)
    assert snippet.text.startswith("江")
    assert snippet.text.endswith("城")


@pytest.mark.parametrize("wanted", [[], ["没有"], ["澜江大桥合龙"]])
def test_where_nothing_in_the_body_matches_its_opening_stands_in(wanted: list[str]):
    byline = Paragraph("本报记者 何青禾", ((0, 2),), "byline")
    body = Paragraph("今天下午，江水平静。市民观看。", ((0, 3),))
    source = Article("1.txt", "1", (Paragraph("澜江大桥合龙", ((0, 1),), "headline"),), (byline, body))
    (snippet,) = snippets(source, marks(*wanted), count=1, columns=24)
    assert (snippet.text, snippet.line, snippet.matches) == ("今天下午，江水平静。", 3, ())
    assert (snippet.cut_before, snippet.cut_after) == (False, True)


def test_an_article_without_a_body_has_no_snippet():
    assert snippets(article(), marks("合龙"), count=3, columns=60) == []


def test_what_matches_nothing_marks_nothing():
    assert mark("大桥通车", [RegexMatch("x*")], "body") == ()


def test_a_title_is_marked_headline_by_headline():
    headlines = tuple(Paragraph(line, ((0, 1),), "headline") for line in ("江城大桥", "揭榜挂帅"))
    assert mark_title(Article("1.txt", "1", headlines, ()), [RegexMatch("^揭榜")]) == (Span(5, 7),)


def test_no_snippets_where_none_are_wanted():
    assert snippets(article("今天合龙。"), marks("合龙"), count=0, columns=60) == []
