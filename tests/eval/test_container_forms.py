"""No form of a file is read worse (``container_forms.py --raise`` and ``--lower`` move the floors)."""

from eval import container_forms
from eval.form_floors import FormFloors


class TestContainerForms(FormFloors):
    evaluation = container_forms
