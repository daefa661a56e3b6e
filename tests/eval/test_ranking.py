"""The ranking gets no worse: every figure stays at its floor (``ranking.py --raise`` and ``--lower`` move the floors)."""

import json

import pytest

from eval.ranking import COLLECTIONS, FLOORS, measured

FLOOR_VALUES = json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figures():
    if not COLLECTIONS.exists():
        pytest.skip(f"the shared data is not at {COLLECTIONS} (NEWSGREP_SHARED names its parent)")
    return measured()


@pytest.mark.parametrize(("name", "figure"), [(name, figure) for name, row in FLOOR_VALUES.items() for figure in row])
def test_no_figure_falls_below_its_floor(figures, name, figure):
    assert figures[name][figure] >= FLOOR_VALUES[name][figure]
