"""Articles like one, its reprints, and searches that show only one of them."""

import pytest
from articles import article, entry
from test_minhash import STORY, planted

from newsgrep.analysis import load_segmenter
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.query.syntax import Filter
from newsgrep.search.more_like_this import CHARACTERISTIC_TERMS, characteristic_terms, reprints, similar
from newsgrep.search.search import Request, search

FIRST = "江城日报/1.txt#1"


@pytest.fixture(params=["memory", "whoosh"])
def engine(request, tmp_path):
    engine = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index", create=True)
    engine.update((), map(entry, planted()))
    return engine


def like(engine, one, limit=None):
    return similar(engine, engine.get(one), load_segmenter(), limit=limit)


def test_the_most_alike_come_first_and_reprints_are_left_out(engine):
    found = like(engine, FIRST)
    assert [hit.id for hit in found.answer.found.hits][:2] == ["江城晚报/3.txt#5", "江城晚报/4.txt#6"]
    assert found.reprints == 3
    assert found.answer.found.total == len(found.answer.found.hits)


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_limit_cuts_the_list_and_leaves_the_total(engine, limit):
    whole, part = (like(engine, FIRST, one).answer for one in (None, limit))
    assert list(part.found.hits) == list(whole.found.hits)[:limit]
    assert part.found.total == whole.found.total == len(part.found.hits) + part.rest


def test_reprints_are_listed_with_what_they_share(engine):
    answer = reprints(engine, engine.get(FIRST), limit=2)
    assert [hit.key for hit in answer.found.hits] == ["4", "2"]
    assert (answer.found.total, answer.rest) == (3, 1)


def test_words_that_no_other_article_holds_and_function_words_tell_nothing(engine):
    engine.update((), [entry(article("23", "独一无二的榴莲", "的的的的的是在大桥。", STORY[0]))])
    words = [one.term.text for one in characteristic_terms(engine, engine.get("江城日报/1.txt#23"), load_segmenter())]
    assert "大桥" in words
    assert not {"榴莲", "的", "是"} & set(words)
    assert len(words) <= CHARACTERISTIC_TERMS


def test_a_word_of_the_headline_counts_as_two_of_the_text(engine):
    engine.update((), [entry(article("24", "渡轮", "候鸟。候鸟。")), entry(article("25", "", "渡轮，候鸟。"))])
    terms = characteristic_terms(engine, engine.get("江城日报/1.txt#24"), load_segmenter())
    weights = {term.term.text: term.weight for term in terms}
    assert set(weights) == {"渡轮", "候鸟"}
    assert weights["渡轮"] == weights["候鸟"]


def test_an_article_without_words_is_like_nothing(engine):
    engine.update((), [entry(article("14", "", "。"))])
    assert like(engine, "江城日报/1.txt#14").answer.found.total == 0


def unique(engine, **options):
    return search(engine, Request("大桥", unique=True, **options), load_segmenter())


def test_of_reprints_only_the_best_is_shown(engine):
    whole = search(engine, Request("大桥", limit=None), load_segmenter()).found
    answer = unique(engine, limit=None)
    ids = [hit.id for hit in answer.found.hits]
    assert answer.found.total == whole.total == 6
    assert ids[0] == whole.hits[0].id
    for at, one in enumerate(ids):
        assert not {hit.id for hit in engine.reprints(one)} & set(ids[:at])
    hidden = {hit.id for hit in whole.hits} - set(ids)
    assert all({hit.id for hit in engine.reprints(one)} & set(ids) for one in hidden)
    assert len(ids) + sum(hit.reprints for hit in answer.found.hits) == whole.total
    assert answer.rest == 0


def test_a_reprint_that_the_query_does_not_find_is_not_counted(engine):
    filters = (Filter("path", "江城晚报"),)
    whole = search(engine, Request("大桥", filters=filters, limit=None), load_segmenter()).found
    found = unique(engine, filters=filters, limit=None).found.hits
    assert len(found) + sum(hit.reprints for hit in found) == whole.total == 4


@pytest.mark.parametrize("order", ["relevance", "date", "-date", "path"])
def test_pages_of_unique_hits_are_the_whole_in_pieces(engine, order):
    whole = unique(engine, limit=None, order=order).found.hits
    pieces = [unique(engine, limit=1, offset=at, order=order) for at in range(len(whole) + 1)]
    assert [hit for piece in pieces for hit in piece.found.hits] == list(whole)
    assert pieces[-1].rest == 0
