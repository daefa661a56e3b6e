"""The ranking gets no worse, and is nowhere worse than BM25 (``ranking.py --raise`` and ``--lower`` move the floors)."""

import pytest
from judged import SHARED, SOURCES, names

from eval.floors import difference, read_floors, uncovered
from eval.ranking import BEHIND, FLOORS, GATE, NEWSGREP, all_names, behind, data, measured, own

STORED = read_floors(FLOORS)
FLOOR_VALUES = STORED["floors"]


# A parameter of the module: the tests of a corpus come one after another, and it is indexed for all of them.
@pytest.fixture(scope="module", params=SOURCES)
def corpus(request):
    if not SHARED.is_dir():
        pytest.skip(f"the shared data is not at {SHARED} (NEWSGREP_SHARED names its parent)")
    return request.param


def of(corpus, stored):
    """What is stored of the collections on a corpus."""
    return {name: stored[name] for name in names(corpus) if name in stored}


def test_every_collection_has_floors_and_no_other():
    assert sorted(FLOOR_VALUES) == sorted(all_names()), "python tests/eval/ranking.py --raise"


def test_the_floors_were_measured_on_these_collections(corpus):
    differs = difference(of(corpus, STORED["data"]), data(corpus), remedy="python tests/eval/ranking.py")
    assert not differs, differs


def test_every_figure_has_a_floor(corpus):
    assert uncovered(of(corpus, FLOOR_VALUES), own(measured(corpus))) == []


def test_no_figure_falls_below_its_floor(corpus):
    figures = own(measured(corpus))
    fallen = [
        f"{name}: {figure} {figures[name][figure]}, the floor is {floor}"
        for name, row in of(corpus, FLOOR_VALUES).items()
        for figure, floor in row.items()
        if figures[name][figure] < floor
    ]
    assert not fallen, "\n".join(fallen)


@pytest.mark.parametrize("measure", BEHIND)
def test_bm25_ranks_no_collection_better(corpus, measure):
    lags = behind(measured(corpus), measure)
    assert not lags, "\n".join(lags)


def systems(ours, words, pairs):
    return {name: {"nDCG@10": value} for name, value in zip((NEWSGREP, *GATE), (ours, words, pairs), strict=True)}


def test_the_collections_that_are_ranked_worse_are_named_worst_first():
    figures = {"a": systems(0.6, 0.5, 0.6), "b": systems(0.6, 0.62, 0.5), "c": systems(0.3, 0.7, 0.8)}
    assert behind(figures, "nDCG@10") == [
        "c: nDCG@10 0.300, 0.500 behind bm25s, pairs (0.800)",
        "b: nDCG@10 0.600, 0.020 behind bm25s, words (0.620)",
    ]
