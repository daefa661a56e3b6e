"""Stories whose lines have labels: ``题名：…``, ``【时间】…``, ``1. Title: …``, however stories are parted.

The labels are the names of the stories' fields, known by the names that JSON and tables have for them. Which labels are
fields shows in that they recur from story to story; in a single story, in that they stand at its top or at its end.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain, takewhile
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.texts.digest_lines import LABELLED as LABEL_OF_NOTICE
from newsgrep.readers.texts.digest_lines import mask_of
from newsgrep.readers.texts.field_lines import LINE_LOOKED_AT, FieldLines, first_lines, share, with_beginning
from newsgrep.readers.texts.headed_stories import facts_on
from newsgrep.readers.texts.labelled_blocks import LONGEST_TITLE, MOST_ABOVE, ORDINAL, is_mark
from newsgrep.readers.texts.labels import role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

LABELLED = re.compile(
    r"(?:[-•·●■◆▲*#>]{1,3}\s{0,3})?(?:第\s?)?(?:[\[【(（]?\d{1,6}[\]】)）]?\s?(?:[条篇则]\s?)?[.．、:：)]?\s*)?"
    r"(?:[-•·●■◆▲*#>]{1,3}\s{0,3})?"
    r"(?:【\s{0,3}(?P<boxed>[^【】\d\n][^【】\n]{0,15})】\s{0,3}[:：]?|"
    r"\[\s{0,3}(?P<square>[^\[\]\d\n][^\[\]\n]{0,15})\]\s{0,3}[:：]?|"
    r"<\s{0,3}(?P<angle>[^<>\d\n][^<>\n]{0,15})>\s{0,3}=|"
    r"(?P<plain>[A-Za-z\uff21-\uff3a\uff41-\uff5a_\u3400-\u9fff](?:[\w\u3000 ]|\.(?=[a-z])){0,23}?)\s{0,3}"
    r"(?:[(（][^()（）\n]{2,12}[)）])?"
    r"\*{0,2}\s{0,3}(?:[:：](?!//)|\t|(?P<set>=)(?!=)))"
    r"\*{0,2}\s*(?P<value>.*)",
    re.DOTALL,
)
# What ends a label, and where at the latest: most lines have none, which is quickly seen.
LABEL_END, ENDED_WITHIN = re.compile(r"[】\]:：\t=]"), 48
# A label within a line, behind a space or behind a wider gap.
BEHIND = re.compile(
    r"(?P<gap>[^\S\n]*[\t\u3000|｜;；]\s*|\s{1,8})\*{0,2}(?P<plain>[A-Za-z_]{2,20}|[\u3400-\u9fff]{2,8})\s?\*{0,2}[:：](?!//)\*{0,2}"
    r"|\s{0,3}(?:【\s{0,3}(?P<boxed>[^【】\n]{1,16})】|\[(?P<square>[^\[\]\d\n]{1,16})\])\s?[:：]?"
)
ADDRESS = re.compile(r"https?://\S+")
GAPS = " \t\u3000|｜;；"
# A date behind a source, which has a word or no label.
DATE_BEHIND = re.compile(r"\s{1,4}(?:(?:发布于|发表于|發布於|發表於)\s?)?(?=(?:19|20)\d\d[-/.年])")
WORD = re.compile(r"[^\W_]")
ROWS = re.compile(r"\(?\d+ rows?(?: in set)?\b.{0,20}")
# What is before a colon and a speech.
SPEAKS = re.compile("(?:说|說|道|称|稱|表示|指出|介绍|介紹|认为|認為|[问問答])$")
# A title is told from the text below it by one of these.
TOLD_BY = ("date", "source", "author", "url", "section", "body")
# The roles whose values are short, and the share of them that must be.
FACTS, MOST_SHORT = ("title", "date", "source", "author"), 0.8
# The share of stories that have a label that recurs; if it is unknown, those that have it once, and its lines beside
# others.
MOST_HAVE, MOST_ONCE, MOST_BESIDE = 0.5, 0.5, 0.8
# Characters of a label, of the name of a text that stands above it without a mark, of a value whose label is not known,
# and of a fact.
LONGEST_LABEL, LONGEST_ALONE, LONGEST_UNKNOWN, LONGEST_FACT = 10, 8, 20, 120
# Lines above the only story, and how many fields beside its title it has then.
MOST_ABOVE_ONE, FEWEST_BELOW = 2, 2
# Lines between stories, such as what a program prints before and after each.
MOST_BETWEEN = 4
LONGEST_PRINTED = 160
NO_FURNITURE_END = "。；，”"
# The number before a label, and the fewest known labels that are counted.
COUNTED, FEWEST_COUNTED = re.compile(r"(\d{1,2})\s?[.．、]\s?(?=\D)"), 3
BODY = "body"
ENDS = "。！？”"
SENTENCE_ENDS = (*ENDS, "；")


class _Field(NamedTuple):
    """A label, and the value behind it on its line."""

    label: str
    value: str

    @property
    def is_fact(self) -> bool:
        """Whether it may be a fact although its label is unknown, rather than what somebody says."""
        is_short = len(self.value) <= LONGEST_UNKNOWN or bool(ADDRESS.fullmatch(self.value))
        return is_short and not (SPEAKS.search(self.label) or self.is_sentence)

    @property
    def is_sentence(self) -> bool:
        """Whether the value ends as a sentence does."""
        return self.value.endswith(SENTENCE_ENDS)


class _Form(NamedTuple):
    """The labels of a story in their order; those of its title and its text, which is empty if it has none.

    ``furniture`` are the masks of lines without a label that recur between stories, such as what a program prints.
    """

    labels: tuple[str, ...]
    title: str
    body: str
    fields: FieldMap
    furniture: frozenset[str]

    @classmethod
    def of(cls, lines: Sequence[str], fields: FieldMap) -> _Form | None:
        """The form of the stories in some lines; None if these have no title, or nothing that tells it from a text."""
        rows = [_fields_on(line, fields) for line in lines if not (is_mark(line) or ORDINAL.fullmatch(line))]
        counts = Counter(field.label for row in rows for field in row)
        several = [label for label, count in counts.items() if count > 1]
        title = next((label for label in several if _role_of(label, fields) == "title"), None)
        labels = _recurring(rows, title, several, fields) if title else _counted(lines, fields) or _of_one(rows, fields)
        title = title or next((label for label in labels if _role_of(label, fields) == "title"), None)
        if title is None or not any(_role_of(label, fields) in TOLD_BY for label in labels):
            return None
        first = next(at for at, row in enumerate(rows) if any(field.label in labels for field in row))
        body = next((label for label in labels if _role_of(label, fields) == BODY), "")
        facts = [
            field for row in rows for field in row if field.label in labels and _role_of(field.label, fields) in FACTS
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

    def begins(self, label: str, following: Sequence[_Field], story: _Story) -> bool:
        """Whether a label begins the next story: a title, or a label above it, behind a text, with another below."""
        if label == self.title:
            return label in story.seen
        is_first = label == self.labels[0] or (label in story.seen and story.in_body)
        above = self.labels[: self.labels.index(self.body) + 1] if self.body else self.labels
        return is_first and self.title in story.seen and any(field.label in above for field in following)

    def is_field(self, field: _Field, following: Sequence[_Field], story: _Story) -> bool:
        """Whether a label begins a field of the story rather than a line of its text.

        Not every story has all labels, and some stories have others.
        """
        if field.label in story.seen:
            return False
        if field.label not in self.labels:
            is_known = _role_of(field.label, self.fields) in TOLD_BY or role_of(field.label) is not None
            is_above = not story.in_body and (is_known or (field.value != "" and field.is_fact))
            return is_above or (story.is_below and is_known)
        if not story.in_body or not self.body:
            return True
        is_fact = _is_known(field.label, self.fields) or bool(following) or story.is_below
        return is_fact and self.labels.index(field.label) > self.labels.index(self.body)


def _furniture(lines: Sequence[str], first: str, fields: FieldMap) -> frozenset[str]:
    """The masks of the lines above most stories, whose first label is given."""
    begins = [
        at for at, line in enumerate(lines) if any(field.label == first for field in _fields_on(line, fields)[:1])
    ]
    masks = Counter[str]()
    for begin in (*begins, len(lines)):
        above = (line for line in lines[max(0, begin - MOST_BETWEEN) : begin] if len(line) <= LONGEST_PRINTED)
        masks.update({mask_of(line) for line in above if not (_is_between(line) or _is_of_text(line))})
    return frozenset(mask for mask, count in masks.items() if count > 1 and count >= MOST_BESIDE * len(begins) - 1)


def _is_of_text(line: str) -> bool:
    """Whether a line between stories may be of a text: it ends as a sentence does, or has a label as notices have."""
    return line[-1] in NO_FURNITURE_END or LABEL_OF_NOTICE.match(line) is not None


def _recurring(
    rows: Sequence[Sequence[_Field]], title: str, several: Iterable[str], fields: FieldMap
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
    return tuple(label for label in common if _is_known(label, fields) or is_field(label))


def _of_one(rows: Sequence[Sequence[_Field]], fields: FieldMap) -> tuple[str, ...]:
    """The labels with which the only story begins, and the known ones at its end; some lines may be above many."""
    above = 0
    while above < min(len(rows), MOST_ABOVE_ONE) and not any(_is_known(field.label, fields) for field in rows[above]):
        above += 1
    top: list[str] = []
    for field in chain.from_iterable(takewhile(bool, rows[above:])):
        if field.label in top or not (_is_known(field.label, fields) or field.is_fact):
            break
        top.append(field.label)
        if _role_of(field.label, fields) == BODY:
            break
    if above and sum(_role_of(label, fields) in TOLD_BY for label in top) < FEWEST_BELOW:
        return ()
    end = [field.label for row in takewhile(bool, reversed(rows[above:])) for field in reversed(row)]
    below = takewhile(lambda label: _is_known(label, fields) and label not in top, end)
    return tuple(dict.fromkeys((*top, *reversed(list(below)))))


def _counted(lines: Sequence[str], fields: FieldMap) -> tuple[str, ...]:
    """The labels of the only story, if they are counted: its text and other values may be below them."""
    labels: list[str] = []
    for line in lines:
        match = COUNTED.match(line)
        if match and int(match[1]) == len(labels) + 1 and (found := _fields_on(line, fields)):
            labels.append(found[0].label)
    known = [label for label in labels if _is_known(label, fields)]
    return tuple(labels) if len(known) >= FEWEST_COUNTED else ()


def _fields_on(line: str, fields: FieldMap) -> list[_Field]:
    """The labels of a line and their values; none if it does not begin with one."""
    match = LABELLED.match(line) if LABEL_END.search(line, 0, ENDED_WITHIN) else None
    if not match:
        is_alone = len(line) <= LONGEST_ALONE and _role_of(line, fields) == BODY
        return [_Field(line, "")] if is_alone else []
    label, value = _name(match["boxed"] or match["square"] or match["angle"] or match["plain"]), match["value"]
    if match["set"]:
        value = value.strip("\"'")
    if len(label) > LONGEST_LABEL and not label.isascii():
        return []
    found, start = [], 0
    for inner in BEHIND.finditer(value, 0, LINE_LOOKED_AT):
        name = _name(inner["boxed"] or inner["square"] or inner["plain"])
        role = _role_of(label, fields)
        is_apart = bool(inner["plain"]) and inner["gap"] != " " and role != "title"  # 大桥合龙　专家：明年通车
        if role == BODY:
            break
        if is_apart or _is_known(name, fields):
            found.append(_Field(label, value[start : inner.start()].strip(GAPS)))
            label, start = name, inner.end()
    last, *dated = DATE_BEHIND.split(value[start:].strip(), maxsplit=1)
    if not dated or _role_of(label, fields) not in {"source", "author"}:
        return [*found, _Field(label, value[start:].strip())]
    return [*found, _Field(label, last), _Field("date", dated[0])]


def _name(written: str) -> str:
    """A label without the spaces between its characters."""
    return written.strip() if written.isascii() else "".join(written.split())


@cache
def _usual() -> FieldMap:
    return FieldMap()


def _role_of(label: str, fields: FieldMap) -> str:
    """The role of the field that a label names, or none."""
    known = role_of(label)
    if known is None:
        picks = fields.roles({label: ""}).picks
        known = next((role for role, names in picks.items() if names), "")
    return known


def _is_known(label: str, fields: FieldMap) -> bool:
    return bool(_role_of(label, fields)) or role_of(label) is not None


def looks_like_recurring_labels(head: str) -> bool:
    r"""Whether the lines of a text have labels that recur from story to story, or are those of one.

    >>> story = "{}. 新闻名称：新桥通车\n報道日期\t2025-03-18\n媒體：江城日報\n\n昨日，新桥通车。\n\n"
    >>> looks_like_recurring_labels("".join(map(story.format, (1, 2)))), looks_like_recurring_labels(story.format(1))
    (True, True)
    >>> looks_like_recurring_labels("记者：大桥何时通车？\n罗远：明年。\n" * 3)
    False
    """
    return _Form.of(first_lines(head), _usual()) is not None


def labels_recur(head: str) -> bool:
    """Whether the lines of a text have labels that recur from story to story."""
    lines = first_lines(head)
    form = _Form.of(lines, _usual())
    return (
        form is not None
        and sum(field.label == form.title for line in lines for field in _fields_on(line, _usual())) > 1
    )


def read_recurring_labels(_path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The record of each story: its labels are the names of the fields."""
    beginning, rows = with_beginning(lines)
    filled = [line.strip() for line in beginning if line.strip()]
    form = _Form.of(filled, fields) or _Form.of(filled, _usual())
    if form:
        yield from map(_Story.record, _stories(form, rows))


class _Story:
    """The lines of a story as they come. ``is_below``: fields have followed its text."""

    def __init__(self, form: _Form) -> None:
        self._form = form
        self._fields = FieldLines()
        self._text: list[tuple[int, str]] = []
        self._last = ""
        self._has_text = False
        self.seen: set[str] = set()
        self.is_below = False

    def add_field(self, field: _Field, number: int) -> None:
        """Begin a field with what is on the line of its label."""
        self.is_below = self.in_body
        self._last = field.label
        self.seen.add(field.label)
        if field.label == self._form.body:
            self._add_to_text(field.value, number)
        elif _role_of(field.label, self._form.fields) == "source" and (facts := _facts_of_source(field.value)):
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
        while end and _is_between(self._text[end - 1][1].strip()):
            end -= 1
        name = self._form.name_of(self._form.body) if self._form.body else BODY
        for number, text in self._text[:end]:
            self._fields.add(name, text, number)
        return self._fields.record()


def _facts_of_source(value: str) -> dict[str, str] | None:
    """The facts of a source with its day, and perhaps its page."""
    facts = facts_on(value)
    return facts if facts and {"source", "date"} <= facts.keys() else None


def _is_between(line: str) -> bool:
    """Whether a line is blank, a number, without a word, or says how many rows the client of a database found."""
    return ORDINAL.fullmatch(line) is not None or not WORD.search(line) or ROWS.fullmatch(line) is not None


def _is_sentence(line: str) -> bool:
    return len(line) > LONGEST_TITLE or line[:1].isspace() or line.rstrip()[-1:] in ENDS


def _stories(form: _Form, lines: Iterable[tuple[int, str]]) -> Iterator[_Story]:
    """The stories one after another; what is above the first is none of it."""
    story: _Story | None = None
    for (number, text), following in _with_following(form, lines):
        found = _fields_on(text.strip(), form.fields)
        if not found:
            if story:
                story.add_text(text, number)
            continue
        first = found[0]
        if (first.label in form.labels) if story is None else form.begins(first.label, [*found[1:], *following], story):
            if story:
                yield story
            story = _Story(form)
        if story is None:
            continue
        if form.is_field(first, following, story):
            for field in found:
                story.add_field(field, number)
        else:
            story.add_text(text, number)
    if story:
        yield story


def _with_following(
    form: _Form, lines: Iterable[tuple[int, str]]
) -> Iterator[tuple[tuple[int, str], Sequence[_Field]]]:
    """The numbers and texts of lines but rules, each with the fields on the next one that is not blank."""
    waiting: list[tuple[int, str]] = []
    for number, line in lines:
        stripped = line.strip()
        if is_mark(stripped):
            continue
        if stripped:
            fields = _fields_on(stripped, form.fields)
            yield from ((each, fields) for each in waiting)
            waiting = []
        waiting.append((number, line))
    yield from ((each, ()) for each in waiting)
