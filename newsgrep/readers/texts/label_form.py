"""The form of stories whose lines have labels: which of these are fields, and what recurs between the stories.

Which labels are fields shows in that they recur from story to story; in a single story, in that they stand at its top
or at its end.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, takewhile
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.texts.digest_lines import LABELLED as LABEL_OF_NOTICE
from newsgrep.readers.texts.digest_lines import mask_of
from newsgrep.readers.texts.field_lines import share
from newsgrep.readers.texts.headed_stories import is_between
from newsgrep.readers.texts.labelled_blocks import MOST_ABOVE, ORDINAL, is_mark
from newsgrep.readers.texts.labelled_lines import (
    BODY,
    LONGEST_FACT,
    SPEAKS,
    Field,
    field_role,
    fields_on,
    is_known_label,
)
from newsgrep.readers.texts.labels import role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgrep.readers.field_roles import FieldMap

# A title is told from the text below it by one of these.
TOLD_BY = ("date", "source", "author", "url", "section", "body")
# The roles whose values are short, and the share of them that must be.
FACTS, MOST_SHORT = ("title", "date", "source", "author"), 0.8
# The share of stories that have a label that recurs; if it is unknown, those that have it once, and its lines beside
# others.
MOST_HAVE, MOST_ONCE, MOST_BESIDE = 0.5, 0.5, 0.8
# Lines above the only story, and how many fields beside its title it has then.
MOST_ABOVE_ONE, FEWEST_BELOW = 2, 2
# Lines between stories, such as what a program prints before and after each.
MOST_BETWEEN = 4
LONGEST_PRINTED = 160
ROWS = re.compile(r"\(?\d+ rows?(?: in set)?\b.{0,20}")
NO_FURNITURE_END = "。；，”"
# The number before a label, and the fewest known labels that are counted.
COUNTED, FEWEST_COUNTED = re.compile(r"(\d{1,2})\s?[.．、]\s?(?=\D)"), 3


class LabelForm(NamedTuple):
    """The labels of a story in their order; those of its title and its text, which is empty if it has none.

    ``furniture`` are the masks of lines without a label that recur between stories, such as what a program prints.
    """

    labels: tuple[str, ...]
    title: str
    body: str
    fields: FieldMap
    furniture: frozenset[str]

    @classmethod
    def of(cls, lines: Sequence[str], fields: FieldMap) -> LabelForm | None:
        """The form of the stories in some lines; None if these have no title, or nothing that tells it from a text."""
        rows = [fields_on(line, fields) for line in lines if not (is_mark(line) or ORDINAL.fullmatch(line))]
        counts = Counter(field.label for row in rows for field in row)
        several = [label for label, count in counts.items() if count > 1]
        title = next((label for label in several if field_role(label, fields) == "title"), None)
        labels = _recurring(rows, title, several, fields) if title else _counted(lines, fields) or _of_one(rows, fields)
        title = title or next((label for label in labels if field_role(label, fields) == "title"), None)
        if title is None or not any(field_role(label, fields) in TOLD_BY for label in labels):
            return None
        first = next(at for at, row in enumerate(rows) if any(field.label in labels for field in row))
        body = next((label for label in labels if field_role(label, fields) == BODY), "")
        facts = [
            field for row in rows for field in row if field.label in labels and field_role(field.label, fields) in FACTS
        ]
        is_short = share(len(field.value) <= LONGEST_FACT for field in facts) >= MOST_SHORT
        if first > MOST_ABOVE or not is_short:
            return None
        return cls(labels, title, body, fields, _furniture(lines, labels[0], fields))

    def is_furniture(self, line: str) -> bool:
        """Whether a line is none of a story's, as it recurs between them."""
        return bool(self.furniture) and 0 < len(line) <= LONGEST_PRINTED and mask_of(line) in self.furniture

    def name_of(self, label: str) -> str:
        """The name of the field with a label: the label, unless only texts call it so."""
        is_known = any(self.fields.roles({label: ""}).picks.values())
        return label if is_known else role_of(label) or label


def _furniture(lines: Sequence[str], first: str, fields: FieldMap) -> frozenset[str]:
    """The masks of the lines above most stories, whose first label is given."""
    begins = [at for at, line in enumerate(lines) if any(field.label == first for field in fields_on(line, fields)[:1])]
    masks = Counter[str]()
    for begin in (*begins, len(lines)):
        above = (line for line in lines[max(0, begin - MOST_BETWEEN) : begin] if len(line) <= LONGEST_PRINTED)
        masks.update({mask_of(line) for line in above if not (is_between_stories(line) or _is_of_text(line))})
    return frozenset(mask for mask, count in masks.items() if count > 1 and count >= MOST_BESIDE * len(begins) - 1)


def _is_of_text(line: str) -> bool:
    """Whether a line between stories may be of a text: it ends as a sentence does, or has a label as notices have."""
    return line[-1] in NO_FURNITURE_END or LABEL_OF_NOTICE.match(line) is not None


def _recurring(
    rows: Sequence[Sequence[Field]], title: str, several: Iterable[str], fields: FieldMap
) -> tuple[str, ...]:
    """The labels that most stories have: known ones, and unknown ones with facts, beside others, once in a story."""
    stories: list[Counter[str]] = [Counter()]
    beside, everywhere, short = Counter[str](), Counter[str](), Counter[str]()
    for before, row, after in zip([[], *rows], rows, [*rows[1:], []], strict=False):
        for field in row:
            if field.label == title:
                stories.append(Counter())
            stories[-1][field.label] += 1
            everywhere[field.label] += 1
            beside[field.label] += bool(before or after or len(row) > 1)
            short[field.label] += len(field.value) <= LONGEST_FACT and not field.is_sentence

    def is_field(label: str) -> bool:
        own = [story[label] for story in stories if story[label]]
        # 江城网消息：… begins a text, and is no field of its own.
        is_beside = min(beside[label], short[label]) >= MOST_BESIDE * everywhere[label]
        return own.count(1) >= MOST_ONCE * len(own) and is_beside and not SPEAKS.search(label)

    common = (label for label in several if everywhere[label] >= MOST_HAVE * everywhere[title])
    return tuple(label for label in common if is_known_label(label, fields) or is_field(label))


def _of_one(rows: Sequence[Sequence[Field]], fields: FieldMap) -> tuple[str, ...]:
    """The labels with which the only story begins, and the known ones at its end; some lines may be above many."""
    above = 0
    while above < min(len(rows), MOST_ABOVE_ONE) and not any(
        is_known_label(field.label, fields) for field in rows[above]
    ):
        above += 1
    top: list[str] = []
    for field in chain.from_iterable(takewhile(bool, rows[above:])):
        if field.label in top or not (is_known_label(field.label, fields) or field.is_fact):
            break
        top.append(field.label)
        if field_role(field.label, fields) == BODY:
            break
    if above and sum(field_role(label, fields) in TOLD_BY for label in top) < FEWEST_BELOW:
        return ()
    end = [field.label for row in takewhile(bool, reversed(rows[above:])) for field in reversed(row)]
    below = takewhile(lambda label: is_known_label(label, fields) and label not in top, end)
    return tuple(dict.fromkeys((*top, *reversed(list(below)))))


def _counted(lines: Sequence[str], fields: FieldMap) -> tuple[str, ...]:
    """The labels of the only story, if they are counted: its text and other values may be below them."""
    labels: list[str] = []
    for line in lines:
        match = COUNTED.match(line)
        if match and int(match[1]) == len(labels) + 1 and (found := fields_on(line, fields)):
            labels.append(found[0].label)
    known = [label for label in labels if is_known_label(label, fields)]
    return tuple(labels) if len(known) >= FEWEST_COUNTED else ()


def is_between_stories(line: str) -> bool:
    """Whether a line parts stories, or says how many rows the client of a database found."""
    return is_between(line) or ROWS.fullmatch(line) is not None
