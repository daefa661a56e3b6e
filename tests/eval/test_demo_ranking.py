"""The demo newspaper is ranked no worse than it was, so that a clone without the shared data tests the ranking, too."""

import random
from collections import Counter

import pytest

from eval.demo_ranking import ALL, FLOORS, QRELS, QUERIES, WORST_KIND, articles, data, kind_of, measured, ranked, worst
from eval.floors import difference, read_floors, uncovered
from newsgrep import evaluation

STORED = read_floors(FLOORS)
FLOOR_VALUES = STORED["floors"]


@pytest.fixture(scope="module")
def run():
    return ranked()


@pytest.fixture(scope="module")
def figures(run):
    return measured(run)


def test_the_floors_were_measured_on_this_newspaper_and_these_judgments():
    differs = difference(STORED["data"], data(), remedy="judge what is new, then python tests/eval/demo_ranking.py")
    assert not differs, differs


def test_every_query_is_judged_and_every_judgment_is_of_an_article():
    queries, judgments = evaluation.read_queries(QUERIES), evaluation.read_judgments(QRELS)
    assert list(judgments) == list(queries)
    assert {article for judged in judgments.values() for article in judged} <= {article.id for article in articles()}
    assert {grade for judged in judgments.values() for grade in judged.values()} == {0, 1, 2}
    assert all(max(judged.values()) == 2 for judged in judgments.values())
    assert min(Counter(map(kind_of, queries)).values()) >= 5


def test_every_figure_has_a_floor(figures):
    assert uncovered(FLOOR_VALUES, figures) == []


@pytest.mark.parametrize(("kind", "figure"), [(kind, figure) for kind, row in FLOOR_VALUES.items() for figure in row])
def test_no_figure_falls_below_its_floor(figures, kind, figure):
    assert figures[kind][figure] >= FLOOR_VALUES[kind][figure]


def test_the_worst_kind_of_query_is_known(figures):
    assert worst(figures) == WORST_KIND


def test_the_order_of_the_hits_matters(run):
    """Of the queries that find more than one article; shuffled ten times nDCG@10 is 0.65 instead of 0.90."""
    several = {name: found for name, found in run.items() if len(found) > 1}
    shuffled = [measured(shuffle(several, random.Random(seed)))[ALL]["nDCG@10"] for seed in range(10)]
    assert sum(shuffled) / len(shuffled) < measured(several)[ALL]["nDCG@10"] - 0.15


def shuffle(run, chance):
    return {name: chance.sample(found, len(found)) for name, found in run.items()}
