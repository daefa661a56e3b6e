"""What an evaluation of forms is tested for: that every figure stays at its floor."""

from types import ModuleType

import pytest

from eval.floors import difference, read_floors, uncovered
from eval.forms import ARTICLES, PAGES, data


class FormFloors:
    """Tests of ``evaluation``, a module with ``FLOORS``, ``measured`` and a command line to raise and lower floors."""

    evaluation: ModuleType

    @pytest.fixture(scope="class")
    @classmethod
    def stored(cls):
        if not (PAGES.exists() and ARTICLES.exists()):
            pytest.skip(f"the shared data is not at {PAGES} (NEWSGREP_SHARED names its parent)")
        return read_floors(cls.evaluation.FLOORS)

    @pytest.fixture(scope="class")
    @classmethod
    def figures(cls, stored):
        assert stored
        return cls.evaluation.measured()

    def test_the_floors_were_measured_on_these_data(self, stored):
        script = self.evaluation.__name__.rpartition(".")[2]
        differs = difference(stored["data"], data(), remedy=f"python tests/eval/{script}.py")
        assert not differs, differs

    def test_every_figure_has_a_floor(self, stored, figures):
        assert uncovered(stored["floors"], figures) == []

    def test_no_figure_falls_below_its_floor(self, stored, figures):
        fallen = {
            (name, figure): figures[name][figure]
            for name, floors in stored["floors"].items()
            for figure, floor in floors.items()
            if figures[name][figure] < floor
        }
        assert not fallen
