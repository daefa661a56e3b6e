"""Collocates and keywords: counts against counting by hand, measures against the literature's formulas."""

import csv
import io
import json
import math
import re
from collections import Counter
from functools import partial

import pytest
from articles import article, entry
from conftest import ROOT
from conftest import run as command
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from newsgrep.analysis import load_segmenter, tokens
from newsgrep.corpus_stats.association import (
    ScoredWord,
    default_function_words,
    drop_nested,
    is_content_word,
    read_function_words,
)
from newsgrep.corpus_stats.collocates import collocates
from newsgrep.corpus_stats.keywords import keywords
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.errors import ConfigError
from newsgrep.printers.style import Style
from newsgrep.printers.word_table import FORMS, WIDEST_EXAMPLE, Listing, example_of
from newsgrep.query.syntax import Filter
from newsgrep.search.search import Request
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair
from newsgrep.text.width import width

ARTICLES = [
    article("1", "澜江大桥合龙", "昨日，澜江大桥主桥合龙。大桥全长两千米，大桥在夜里合龙。", date="2025-10-05", source="江城日报"),
    article("2", "大橋", "合龙之后，大桥通车，江城大学的学生走上大桥。", path="晚报.jsonl", source="晚报"),
    article("3", "江城大学招生", "江城大学法学院的学生在招生。", "没有桥的一段，学生很多。"),
    article("4", "劳动争议", "劳动者的争议由工会调解。"),
]  # fmt: skip


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def engine(request, tmp_path_factory):
    made = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path_factory.mktemp("index"), create=True)
    made.update((), map(entry, ARTICLES))
    return made


def near(engine, line, window=5, filters=(), function_words=()):
    request = Request(line, filters=filters, order="path")
    return collocates(engine, request, load_segmenter(), window=window, function_words=function_words)


def by_hand(text, pattern, window):
    """How often each indexed word stands within so many words side by side of a match, in one paragraph."""
    found = list(tokens(text, load_segmenter()))
    whole = [one for one in found if not any(one != other and other.start <= one.start and one.end <= other.end for other in found)]  # fmt: skip
    spans = [match.span() for match in re.finditer(pattern, text)]
    chosen = set()
    for start, end in spans:
        chosen.update([one for one in whole if one.end <= start][-window:])
        chosen.update([one for one in whole if one.start >= end][:window])
    chosen = {one for one in chosen if not any(one.start < end and one.end > start for start, end in spans)}
    return Counter(one.text for one in found if any(word.start <= one.start and one.end <= word.end for word in chosen))


@pytest.mark.parametrize("window", [1, 2, 5, 40])
@pytest.mark.parametrize("line", ["大桥", "学生", "合龙", "桥"])
def test_words_near_a_match_are_those_by_hand(engine, line, window):
    found = near(engine, line, window)
    expected: Counter[str] = Counter()
    for one in ARTICLES:
        for part in (*one.headlines, *one.paragraphs):
            expected += by_hand(part.text.replace("橋", "桥"), line, window)
    counts = {one.word: one.count for one in found.words}
    listed = {word for word in expected if not word.isdecimal()}
    assert counts.items() <= expected.items()
    longer = set(listed - counts.keys())
    assert all(any(word in other and word != other for other in listed) for word in longer)
    assert {one.part for one in found.words} <= {expected.total()}
    assert found.matches == sum(part.text.replace("橋", "桥").count(line) for one in ARTICLES for part in (*one.headlines, *one.paragraphs))  # fmt: skip
    everywhere = Counter(token.text for one in ARTICLES for part in (*one.headlines, *one.paragraphs) for token in tokens(part.text, load_segmenter()))  # fmt: skip
    for one in found.words:
        assert (one.frequency, one.whole) == (everywhere[one.word], everywhere.total())
        assert one.word in one.example.paragraph.text.replace("橋", "桥")


@given(
    st.lists(
        st.sampled_from(
            ["大桥", "江城大学", "hainan-2025", "2,500", "，", "。", " ", "Ａ", "北京大学法律系", "很", "𠮷"]
        ),
        min_size=1,
        max_size=60,
    ),
    st.integers(1, 4),
)
def test_of_a_long_paragraph_as_much_is_read_as_is_needed(pieces, window):
    text = "".join(pieces)
    engine = MemoryEngine()
    engine.update((), [entry(article("1", "", repair(text) or "空"))])
    (one,) = engine.ids()
    folded = fold(engine.get(one).paragraphs[0].text)
    expected = by_hand(folded, "大桥", window)
    counts = {word.word: word.count for word in near(engine, "大桥", window).words}
    assert counts.items() <= expected.items()
    assert all(not is_content_word(word, ()) or any(word in other and word != other for other in expected) for word in expected.keys() - counts.keys())  # fmt: skip


def test_filters_bound_both_sides_and_nothing_is_near_nothing(engine):
    found = near(engine, "大桥", filters=(Filter("source", "晚报"),))
    assert found.matches == 3
    assert all(one.frequency == one.count or one.word == "学生" for one in found.words)
    assert near(engine, "无此事也") == ((), 0, ())


def test_keywords_are_counted_in_what_is_found_and_in_all(engine):
    found = keywords(engine, Request("大桥"), load_segmenter(), function_words=())
    inside = Counter(token.text for one in ARTICLES[:2] for part in (*one.headlines, *one.paragraphs) for token in tokens(part.text, load_segmenter()))  # fmt: skip
    assert found.articles == 2
    assert {one.word: one.count for one in found.words}.items() <= inside.items()
    assert {one.part for one in found.words} == {inside.total()}
    assert "大桥" in {one.word for one in found.words}
    by_source = keywords(engine, Request("", filters=(Filter("source", "晚报"),)), load_segmenter(), function_words=())
    assert by_source.articles == 1
    assert keywords(engine, Request("无此事也"), load_segmenter(), function_words=())[:3] == ((), 0, ())


@given(st.integers(1, 50), st.integers(0, 500), st.integers(1, 500), st.integers(1, 5000))
def test_measures_are_those_of_the_literature(count, elsewhere, others, rest):
    one = ScoredWord("江城", count, count + elsewhere, count + others, count + elsewhere + others + rest, matches=7)
    table = [[count, others], [elsewhere, rest]]
    if min(map(sum, zip(*table, strict=True))) and min(map(sum, table)):
        g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert one.log_likelihood == pytest.approx(g2, abs=1e-6)
    assert one.log_dice == pytest.approx(14 + math.log2(2 * min(count, 7) / (7 + count + elsewhere)))
    if elsewhere:
        rates = count / (count + others), elsewhere / (elsewhere + rest)
        assert one.log_ratio == pytest.approx(math.log2(rates[0] / rates[1]))
    assert one.log_dice <= 14
    assert one.expected == pytest.approx((count + elsewhere) * (count + others) / one.whole)


def test_what_stands_only_inside_a_longer_word_is_not_listed():
    words = [ScoredWord(word, count, count, 100, 1000) for word, count in [("共和国", 20), ("共和", 21), ("国", 90), ("大学", 30), ("北京大学", 9)]]  # fmt: skip
    assert [one.word for one in drop_nested(words)] == ["共和国", "国", "大学", "北京大学"]
    latin = [ScoredWord(word, 15, 15, 100, 1000) for word in ("hainan", "ai")]
    assert list(drop_nested(latin)) == latin


def test_the_list_of_function_words_may_be_another(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("# mine\n大橋\n\n ＧＤＰ \n", encoding="utf-8")
    words = read_function_words(path)
    assert words == {"大桥", "gdp"}
    assert not is_content_word("大桥", words)
    assert is_content_word("的", words)
    assert not is_content_word("2025", words)
    assert not any(is_content_word(word, default_function_words()) for word in ("的", "我们", "进行", "什么"))
    with pytest.raises(ConfigError):
        read_function_words(tmp_path / "no.txt")


@given(st.text("大桥江龙，", max_size=60), st.text("大桥江龙，", max_size=60), st.integers(16, 100))
def test_an_example_fits_and_shows_the_match(before, after, columns):
    engine = MemoryEngine()
    engine.update((), [entry(article("1", "", before + "候鸟" + after + "学生"))])
    for one in near(engine, "候鸟", window=30).words:
        example = example_of(one, columns)
        assert width(example.text) <= columns
        assert example.text in one.example.paragraph.text
        if width(one.example.paragraph.text) <= columns:
            assert example.text[slice(*example.match)] == "候鸟"
            assert example.text[slice(*example.word)] == one.word


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_every_form_says_the_same(engine, columns):
    found = near(engine, "大桥", function_words=default_function_words()).words
    listing = Listing(found, ("log_likelihood", "log_dice"), "collocate", {"matches": 6})
    printed = {name: "".join(form(listing, Style(columns=columns))) for name, form in FORMS.items()}
    rows = list(csv.reader(io.StringIO(printed["csv"])))
    assert [line.split("\t") for line in printed["tsv"].splitlines()] == rows
    *objects, summary = map(json.loads, printed["json"].splitlines())
    assert summary["matches"] == 6
    assert [[one["word"], str(one["count"]), str(one["frequency"])] for one in objects] == [row[:3] for row in rows[1:]]
    assert all(one["example"]["text"][slice(*one["example"]["match"])].replace("橋", "桥") == "大桥" for one in objects)
    lines = printed["terminal"].splitlines()
    assert len(lines) == len(rows)
    assert max(map(width, lines)) <= max(columns, 55)
    assert max(width(row[-3]) for row in rows[1:]) <= WIDEST_EXAMPLE


def test_the_commands(tmp_path):
    run = partial(command, cwd=tmp_path)
    run("index", str(ROOT / "corpus"))
    *objects, summary = map(json.loads, run("collocates", "大桥", "--json").splitlines())
    assert summary["matches"] == int(run("kwic", "大桥", "-c"))
    assert objects == sorted(objects, key=lambda one: -one["log_likelihood"])
    assert all(one["count"] >= 3 for one in objects)
    words = [one["word"] for one in objects]
    (tmp_path / "mine.txt").write_text(words[0] + "\n", encoding="utf-8")
    (tmp_path / "newsgrep.toml").write_text('function_words = "mine.txt"\n', encoding="utf-8")
    assert words[0] not in [line.split("\t")[0] for line in run("collocates", "大桥").splitlines()]
    *objects, summary = map(json.loads, run("keywords", "大桥", "--sort", "log-ratio", "--json").splitlines())
    assert summary["articles"] == int(run("search", "大桥", "-c"))
    assert objects == sorted(objects, key=lambda one: -one["log_ratio"])
    assert run("keywords", "--source", "江城晚报", "-n", "3").count("\n") == 4
    assert run("collocates", "无此事也", code=1)
    assert run("keywords", code=2) == run("collocates", code=2) == ""
