"""No form of a file is read worse: every figure stays at its floor (``container_forms.py --raise`` and ``--lower``)."""

import pytest

from eval.container_forms import FLOORS, measured
from eval.floors import difference, read_floors, uncovered
from eval.forms import ARTICLES, PAGES, data

STORED = read_floors(FLOORS)
FLOOR_VALUES = STORED["floors"]


def skip_without_the_data():
    if not (PAGES.exists() and ARTICLES.exists()):
        pytest.skip(f"the shared data is not at {PAGES} (NEWSGREP_SHARED names its parent)")


@pytest.fixture(scope="module")
def figures():
    skip_without_the_data()
    return measured()


def test_the_floors_were_measured_on_these_data():
    skip_without_the_data()
    differs = difference(STORED["data"], data(), remedy="python tests/eval/container_forms.py")
    assert not differs, differs


def test_every_figure_has_a_floor(figures):
    assert uncovered(FLOOR_VALUES, figures) == []


@pytest.mark.parametrize("name", FLOOR_VALUES)
def test_no_figure_falls_below_its_floor(figures, name):
    fallen = {
        figure: figures[name][figure] for figure, floor in FLOOR_VALUES[name].items() if figures[name][figure] < floor
    }
    assert not fallen
