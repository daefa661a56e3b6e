"""What is read in batches, by several processes, is what one process reads one by one."""

import os

import numpy as np
import pytest
from articles import article, entry
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.analysis import load_segmenter
from newsgrep.analysis.bulk import TEXT_END, Texts
from newsgrep.analysis.tokenizer import words
from newsgrep.corpus_stats.collocates import collocates
from newsgrep.corpus_stats.concordance import concordance, concordance_lines
from newsgrep.engine.memory import MemoryEngine
from newsgrep.printers import printer
from newsgrep.printers.concordance import FORMS as LINE_FORMS
from newsgrep.printers.concordance import Layout
from newsgrep.printers.style import Style
from newsgrep.query.plan_nodes import Literal, Near, RegexMatch, WildcardMatch
from newsgrep.query.spans import in_paragraphs, occurrences
from newsgrep.search import batches
from newsgrep.search.batches import Batches
from newsgrep.search.search import Request, search
from newsgrep.search.shown import show
from newsgrep.search.snippets import mark_title, snippets
from newsgrep.text.fold import fold

TEXTS = [
    "澜江大桥昨日合龙，大桥大学的师生到桥头观看。",
    "江城大學的师生",
    "GDP增长2.5%，T恤衫大桥",
    "",
    "大 桥和大桥头",
    "没有",
]


@pytest.fixture
def engine():
    engine = MemoryEngine()
    engine.update(
        (),
        [
            entry(article(str(number), f"大桥{number}", *TEXTS[number % 3 :], source="江城日报"))
            for number in range(1, 30)
        ],
    )
    return engine


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(batches, "FIRST_BATCH", 2)
    monkeypatch.setattr(batches, "IN_BATCH", 3)


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("size", [0, 1, 2, 3, 20])
def test_items_are_in_order_and_functions_applied_where_they_are_read(jobs, size):
    found = Batches(size, lambda batch: [number for number in batch if number % 2], jobs)
    odd = list(range(1, size, 2))
    assert list(found) == odd
    assert found.is_any is bool(odd)
    assert list(found.each(lambda number: number + 1)) == [number + 1 for number in odd]
    assert [number for batch in found.of_batches(list) for number in batch] == odd
    if jobs > 1 and size > 10:
        assert len(set(found.each(lambda _: os.getpid()))) > 1


@pytest.mark.parametrize(
    "form", ["grep", "json", "csv", "tsv", "{rank} {id} {title} {snippet}", "ids", "paths", "terminal"]
)
def test_hits_are_printed_alike_by_any_number_of_processes(engine, form):
    answer = search(engine, Request("大桥", limit=None), load_segmenter())._replace(milliseconds=0)
    printed = [
        "".join(printer(form)(answer, show(engine, answer, count=2, columns=20, jobs=jobs), Style())) for jobs in (1, 3)
    ]
    one_by_one = "".join(printer(form)(answer, list(show(engine, answer, count=2, columns=20)), Style()))
    assert printed == [one_by_one, one_by_one]


def test_what_is_shown_of_each_is_what_is_found_in_it_alone(engine):
    answer = search(engine, Request("大桥 师生", limit=None), load_segmenter())
    for shown in show(engine, answer, count=2, columns=20):
        assert list(shown.snippets) == snippets(shown.article, answer.plan.marks, count=2, columns=20)
        assert shown.title_matches == mark_title(shown.article, answer.plan.marks)


@pytest.mark.parametrize("form", list(LINE_FORMS))
def test_concordance_lines_are_printed_alike(engine, form):
    texts = []
    for jobs in (1, 3):
        answer, lines = concordance(engine, Request("大桥", order="path"), load_segmenter(), jobs=jobs)
        texts.append("".join(LINE_FORMS[form](lines, Layout(60), Style(), ())))
    expected = [
        line for hit in answer.found.hits for line in concordance_lines(engine.get(hit.id), answer.plan.occurrences)
    ]
    assert texts == ["".join(LINE_FORMS[form](expected, Layout(60), Style(), ()))] * 2


def test_collocates_are_the_same(engine):
    found = [
        collocates(engine, Request("大桥", order="path"), load_segmenter(), window=2, function_words=(), jobs=jobs)
        for jobs in (1, 3)
    ]
    assert found[0] == found[1]
    assert {word.word for word in found[0].words} >= {"大学", "昨日"}


@pytest.mark.parametrize(
    "node",
    [
        Literal("大桥"),
        Literal("2.5", edges="word"),
        Literal("大桥", as_written=True),
        Near(("大桥", "师生"), 20),
        WildcardMatch("大*师生"),
        WildcardMatch("大?学"),
        RegexMatch("^大.?桥"),
        RegexMatch("[0-9]+"),
    ],
)
def test_what_is_found_in_many_paragraphs_is_what_is_found_in_each(node):
    paragraphs = TEXTS + TEXTS[::-1]
    found = {number: spans for number, _, spans in in_paragraphs(paragraphs, lambda *both: occurrences([node], *both))}
    expected = {number: occurrences([node], fold(text), text) for number, text in enumerate(paragraphs)}
    assert found == {number: spans for number, spans in expected.items() if spans}


MIXED_TEXTS = [*TEXTS, "北京大学法律系的T恤衫和COVID-19", "㐀字與臺灣", "", "2025年3月hainan-2025"]


def test_words_of_many_texts_are_in_their_places():
    segmenter = load_segmenter()
    joined = "".join(text + TEXT_END for text in MIXED_TEXTS)
    found = Texts(joined).placed_words(segmenter, np.ones(len(joined), np.bool_))
    placed = zip(found.some(np.arange(len(found.starts))), found.starts.tolist(), found.ends.tolist(), strict=True)
    start, expected = 0, []
    for text in MIXED_TEXTS:
        expected += [(token.text, start + token.start, start + token.end) for token in words(text, segmenter)]
        start += len(text) + 1
    assert list(placed) == expected


@given(st.sets(st.integers(0, sum(len(text) + 1 for text in MIXED_TEXTS) - 1), max_size=5))
def test_words_that_a_wanted_character_is_in_are_those_of_the_whole_text(places):
    segmenter = load_segmenter()
    texts = Texts("".join(text + TEXT_END for text in MIXED_TEXTS))
    wanted = np.zeros(len(texts.codes), np.bool_)
    wanted[list(places)] = True
    every, some = (texts.placed_words(segmenter, mask) for mask in (np.ones_like(wanted), wanted))
    whole, part = (set(zip(found.starts.tolist(), found.ends.tolist(), strict=True)) for found in (every, some))
    assert part <= whole
    assert {word for word in whole if any(word[0] <= place < word[1] for place in places)} <= part
