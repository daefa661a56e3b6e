"""Stories of real news are followed no worse than they were: right links, the right first report."""

import re

import pytest

from eval import stories
from eval.floors import difference, read_floors, uncovered

pytestmark = pytest.mark.skipif(not stories.ARTICLES.exists(), reason="the shared data is not here")


@pytest.fixture(scope="module")
def figures():
    return stories.means()


def test_the_gold_set_has_ids_and_no_text():
    ids = [key for event in stories.gold().values() for key in (*event["articles"], *event["also"])]
    assert len(ids) > 300
    assert all(re.fullmatch(r"VIDE\w+|(?:rmrb|xxsb)-\d{8}-\d\d-\d{3}", key) for key in ids)
    assert {event["tuned"] for event in stories.gold().values()} == {True, False}


def test_the_floors_were_measured_on_these_data():
    differs = difference(read_floors(stories.FLOORS)["data"], stories.data(), remedy="python tests/eval/stories.py")
    assert not differs, differs


def test_no_figure_is_below_its_floor(figures):
    floors = read_floors(stories.FLOORS)["floors"]
    assert uncovered(floors, figures) == []
    for group, row in floors.items():
        for figure, floor in row.items():
            assert figures[group][figure] >= floor, (group, figure)
