"""The splitter gets no worse: every figure stays at its floor (``pages.py --raise`` and ``--lower`` move the floors)."""

import json

import pytest

from eval.floors import difference, read_floors, uncovered
from eval.pages import FLOORS, PAGES, WEAK_BYLINES, data, measured, misread_bylines

STORED = read_floors(FLOORS)
FLOOR_VALUES = STORED["floors"]


def skip_without_the_pages():
    if not PAGES.exists():
        pytest.skip(f"the shared data is not at {PAGES} (NEWSGREP_SHARED names its parent)")


@pytest.fixture(scope="module")
def figures():
    skip_without_the_pages()
    return measured()


def test_the_floors_were_measured_on_these_pages():
    skip_without_the_pages()
    differs = difference(STORED["data"], data(), remedy="python tests/eval/pages.py")
    assert not differs, differs


def test_every_figure_has_a_floor(figures):
    assert uncovered(FLOOR_VALUES, figures) == []


@pytest.mark.parametrize(("name", "figure"), [(name, figure) for name, row in FLOOR_VALUES.items() for figure in row])
def test_no_figure_falls_below_its_floor(figures, name, figure):
    assert figures[name][figure] >= FLOOR_VALUES[name][figure]


def test_the_bylines_that_are_read_wrong_are_known():
    skip_without_the_pages()
    assert misread_bylines() == set(json.loads(WEAK_BYLINES.read_text(encoding="utf-8")))
