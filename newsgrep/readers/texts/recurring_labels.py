"""Stories whose lines have labels: ``题名：…``, ``【时间】…``, ``1. Title: …``, however stories are parted.

The labels are the names of the stories' fields, known by the names that JSON and tables have for them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.texts.field_lines import FieldLines, first_lines, with_beginning
from newsgrep.readers.texts.headed_stories import facts_on
from newsgrep.readers.texts.label_form import MOST_BETWEEN, TOLD_BY, LabelForm, is_between_stories
from newsgrep.readers.texts.labelled_blocks import LONGEST_TITLE, is_mark
from newsgrep.readers.texts.labelled_lines import BODY, ENDS, Field, field_role, fields_on, is_known_label
from newsgrep.readers.texts.labels import role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record


@cache
def _usual() -> FieldMap:
    return FieldMap()


def looks_like_recurring_labels(head: str) -> bool:
    r"""Whether the lines of a text have labels that recur from story to story, or are those of one.

    >>> story = "{}. 新闻名称：新桥通车\n報道日期\t2025-03-18\n媒體：江城日報\n\n昨日，新桥通车。\n\n"
    >>> looks_like_recurring_labels("".join(map(story.format, (1, 2)))), looks_like_recurring_labels(story.format(1))
    (True, True)
    >>> looks_like_recurring_labels("记者：大桥何时通车？\n罗远：明年。\n" * 3)
    False
    """
    return LabelForm.of(first_lines(head), _usual()) is not None


def labels_recur(head: str) -> bool:
    """Whether the lines of a text have labels that recur from story to story."""
    lines = first_lines(head)
    form = LabelForm.of(lines, _usual())
    return (
        form is not None and sum(field.label == form.title for line in lines for field in fields_on(line, _usual())) > 1
    )


def read_recurring_labels(_path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The record of each story: its labels are the names of the fields."""
    beginning, rows = with_beginning(lines)
    filled = [line.strip() for line in beginning if line.strip()]
    form = LabelForm.of(filled, fields) or LabelForm.of(filled, _usual())
    if form:
        yield from map(_Story.record, _stories(form, rows))


class _Story:
    """The lines of a story as they come. ``is_below``: fields have followed its text."""

    def __init__(self, form: LabelForm) -> None:
        self._form = form
        self._fields = FieldLines()
        self._text: list[tuple[int, str]] = []
        self._last = ""
        self._has_text = False
        self.seen: set[str] = set()
        self.is_below = False

    def is_followed_by(self, label: str, following: Sequence[Field]) -> bool:
        """Whether a label begins the next story: a title, or a label above it, behind a text, with another below."""
        form = self._form
        if label == form.title:
            return label in self.seen
        is_first = label == form.labels[0] or (label in self.seen and self.in_body)
        above = form.labels[: form.labels.index(form.body) + 1] if form.body else form.labels
        return is_first and form.title in self.seen and any(field.label in above for field in following)

    def has(self, field: Field, following: Sequence[Field]) -> bool:
        """Whether a label begins a field of the story rather than a line of its text.

        Not every story has all labels, and some stories have others.
        """
        form = self._form
        if field.label in self.seen:
            return False
        if field.label not in form.labels:
            is_known = field_role(field.label, form.fields) in TOLD_BY or role_of(field.label) is not None
            is_above = not self.in_body and (is_known or (field.value != "" and field.is_fact))
            return is_above or (self.is_below and is_known)
        if not self.in_body or not form.body:
            return True
        is_fact = is_known_label(field.label, form.fields) or bool(following) or self.is_below
        return is_fact and form.labels.index(field.label) > form.labels.index(form.body)

    def add_field(self, field: Field, number: int) -> None:
        """Begin a field with what is on the line of its label."""
        self.is_below = self.in_body
        self._last = field.label
        self.seen.add(field.label)
        if field.label == self._form.body:
            self._add_to_text(field.value, number)
        elif field_role(field.label, self._form.fields) == "source" and (facts := _facts_of_source(field.value)):
            name = self._form.name_of(field.label)
            self._fields.add_facts({name if role == "source" else role: fact for role, fact in facts.items()}, number)
        else:
            self._fields.add(self._form.name_of(field.label), field.value, number)

    def add_text(self, text: str, number: int) -> None:
        """Add a line without a label: the value of a label that has none yet, more of the title, or text."""
        last = self._form.name_of(self._last)
        is_value = self._last not in {"", self._form.body} and last not in self._fields
        is_title = self._last == self._form.title and self._form.body and not self.in_body and not _is_sentence(text)
        is_remark = self.is_below and role_of(self._last) == ""
        if text.strip() and (is_value or is_title or is_remark):
            self._fields.add(last, text.strip(), number)
        else:
            self._add_to_text(text, number)

    def _add_to_text(self, text: str, number: int) -> None:
        self._text.append((number, text))
        self._has_text = self._has_text or bool(text.strip())

    @property
    def in_body(self) -> bool:
        """Whether the text has begun."""
        return self._form.body in self.seen or self._has_text

    def record(self) -> Record:
        """The record, without what parts it from the next story."""
        end = len(self._text)
        begin = max(0, end - MOST_BETWEEN - 2)
        between = (at for at in range(begin, end) if self._form.is_furniture(self._text[at][1].strip()))
        end = next(between, end)
        while end and is_between_stories(self._text[end - 1][1].strip()):
            end -= 1
        name = self._form.name_of(self._form.body) if self._form.body else BODY
        for number, text in self._text[:end]:
            self._fields.add(name, text, number)
        return self._fields.record()


def _facts_of_source(value: str) -> dict[str, str] | None:
    """The facts of a source with its day, and perhaps its page."""
    facts = facts_on(value)
    return facts if facts and {"source", "date"} <= facts.keys() else None


def _is_sentence(line: str) -> bool:
    return len(line) > LONGEST_TITLE or line[:1].isspace() or line.rstrip()[-1:] in ENDS


def _stories(form: LabelForm, lines: Iterable[tuple[int, str]]) -> Iterator[_Story]:
    """The stories one after another; what is above the first is none of it."""
    story: _Story | None = None
    for (number, text), following in _with_following(form, lines):
        found = fields_on(text.strip(), form.fields)
        if not found:
            if story:
                story.add_text(text, number)
            continue
        first = found[0]
        if (
            (first.label in form.labels)
            if story is None
            else story.is_followed_by(first.label, [*found[1:], *following])
        ):
            if story:
                yield story
            story = _Story(form)
        if story is None:
            continue
        if story.has(first, following):
            for field in found:
                story.add_field(field, number)
        else:
            story.add_text(text, number)
    if story:
        yield story


def _with_following(
    form: LabelForm, lines: Iterable[tuple[int, str]]
) -> Iterator[tuple[tuple[int, str], Sequence[Field]]]:
    """The numbers and texts of lines but rules, each with the fields on the next one that is not blank."""
    waiting: list[tuple[int, str]] = []
    for number, line in lines:
        stripped = line.strip()
        if is_mark(stripped):
            continue
        if stripped:
            fields = fields_on(stripped, form.fields)
            yield from ((each, fields) for each in waiting)
            waiting = []
        waiting.append((number, line))
    yield from ((each, ()) for each in waiting)
