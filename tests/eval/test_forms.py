"""No paper and no form gets worse (``forms.py --raise`` and ``--lower`` move the floors)."""

from eval import forms
from eval.form_floors import FormFloors


class TestForms(FormFloors):
    evaluation = forms

    def test_no_character_is_lost(self, figures):
        assert {name for name, row in figures.items() if row["whole"] < 1} == set()
