"""The benchmarks name what they patch; a renamed constant must not make an ablation do nothing."""

import re
import sys
from functools import partial
from importlib import import_module

import pytest
import ranking
import ranking_tables
from baselines import DEPTH, GATE, NEWSGREP, Terms, pairs_of
from judged import HALVES, Collection, Corpus, Record
from ranking_tables import MEASURES, holm, number

WORDS = ["候鸟", "湿地", "大桥", "地铁", "图书馆", "高考", "防汛", "菜价"]


@pytest.fixture
def news():
    articles = [Record(str(place), "", f"江城{word}的消息。" * 3) for place, word in enumerate(WORDS)]
    queries = {f"q{place}": word for place, word in enumerate(WORDS)}
    judgments = {f"q{place}": {str(place): 1} for place in range(len(WORDS))}
    return Collection("news", Corpus("news", articles), queries, judgments, frozenset(list(queries)[::2]))


def test_every_constant_that_an_ablation_changes_exists():
    names = {name for settings in ranking.PARTS.values() for name in settings}
    assert len(names) > 5
    for name in names:
        module, _, constant = name.rpartition(".")
        assert re.fullmatch(r"newsgrep(\.\w+)+", module), name
        assert hasattr(import_module(module), constant), name


def test_the_first_part_is_newsgrep_as_it_is():
    assert next(iter(ranking.PARTS.items())) == (NEWSGREP, {})


def test_an_ablation_lasts_as_long_as_it_is_measured():
    from newsgrep.search import search

    with ranking.changed({"newsgrep.search.search.FEW": 7}):
        assert search.FEW == 7
    assert search.FEW != 7


@pytest.mark.parametrize(
    ("ps", "corrected"),
    [
        ([], []),
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),  # 0.04 is no less significant than 0.03 before it
        ([0.6, 0.7], [1.0, 1.0]),
    ],
)
def test_p_values_are_corrected_as_by_holm(ps, corrected):
    assert holm(ps) == pytest.approx(corrected)


def test_no_zero_has_a_sign():
    assert [number(value, signed=True) for value in (0.0004, -0.0004, -0.0006, None)] == [
        "+0.000",
        "+0.000",
        "-0.001",
        "–",
    ]


def test_pairs_have_no_signs():
    assert pairs_of("江城，ＡB") == ["江城", "ab"]


@pytest.mark.parametrize("peer", GATE)
def test_bm25s_finds_the_article_of_each_word(news, peer):
    rank = GATE[peer](Terms(news.corpus))
    for name, line in news.queries.items():
        assert rank(line)[0] in news.judgments[name]
    assert rank("没有") == []
    assert len(rank("江城")) <= DEPTH


def test_a_report_is_put_together_from_parts_that_were_run_one_by_one(news, tmp_path, monkeypatch):
    monkeypatch.setattr(ranking, "SOURCES", {"news": None})
    monkeypatch.setattr(ranking, "names", lambda _: ("news",))
    monkeypatch.setattr(ranking, "collections", lambda _: [news])
    monkeypatch.setattr(ranking, "PARTS", dict(list(ranking.PARTS.items())[:2]))
    for module in (ranking, ranking_tables):
        monkeypatch.setattr(module, "PEERS", GATE)
    printed = partial(ranking.report, ["news"], most=100, store=ranking.Store(tmp_path))
    peers = list(printed(only=["peers"]))
    assert any(line.startswith("| news | 1.000 | 1.000 |") for line in peers)
    whole = list(printed(only=["newsgrep", "ablations"]))
    assert whole.count("| news | 1.000 | 1.000 | 1.000 |") == len(MEASURES) * len(HALVES)
    assert "| without pairs | +0.000 | +0.000 |" in whole
    assert "| news | bm25s, words | +0.000 | 1.000 | 1.000 |" in whole
    assert "Worst: news, +0.000 against bm25s, words." in whole


def test_an_unknown_part_or_collection_is_named(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["ranking.py", "--sets", "rgb-zh,rgb"])
    with pytest.raises(SystemExit):
        ranking.main()
    assert "rgb: choose from rgb-zh, drcd_trad," in capsys.readouterr().err
