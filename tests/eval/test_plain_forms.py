"""No form of a text is read worse (``plain_forms.py --raise`` and ``--lower`` move the floors)."""

from eval import plain_forms
from eval.form_floors import FormFloors


class TestPlainForms(FormFloors):
    evaluation = plain_forms
