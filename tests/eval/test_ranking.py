"""The ranking gets no worse: every figure stays at its floor (``ranking.py --raise`` and ``--lower`` move the floors)."""

import pytest

from eval.floors import difference, read_floors, uncovered
from eval.ranking import COLLECTIONS, FLOORS, data, measured

STORED = read_floors(FLOORS)
FLOOR_VALUES = STORED["floors"]


def skip_without_the_collections():
    if not COLLECTIONS.exists():
        pytest.skip(f"the shared data is not at {COLLECTIONS} (NEWSGREP_SHARED names its parent)")


@pytest.fixture(scope="module")
def figures():
    skip_without_the_collections()
    return measured()


def test_the_floors_were_measured_on_these_collections():
    skip_without_the_collections()
    differs = difference(STORED["data"], data(), remedy="python tests/eval/ranking.py")
    assert not differs, differs


def test_every_figure_has_a_floor(figures):
    assert uncovered(FLOOR_VALUES, figures) == []


@pytest.mark.parametrize(("name", "figure"), [(name, figure) for name, row in FLOOR_VALUES.items() for figure in row])
def test_no_figure_falls_below_its_floor(figures, name, figure):
    assert figures[name][figure] >= FLOOR_VALUES[name][figure]
