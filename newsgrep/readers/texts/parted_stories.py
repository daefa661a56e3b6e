"""Stories parted by rules, or by more blank lines than paragraphs: a title, a text, facts above or below either."""

from __future__ import annotations

import re
from itertools import dropwhile, pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.texts.field_lines import FieldLines, share, with_beginning
from newsgrep.readers.texts.headed_stories import (
    LONGEST_TOLD_TITLE,
    SIGNATURE,
    HeadForm,
    facts_on,
    is_between,
    is_text,
    is_title,
    is_told,
    without_facts,
)
from newsgrep.readers.texts.labelled_blocks import ORDINAL, is_mark
from newsgrep.readers.texts.repeated_form import ENOUGH, ORDINAL_TITLE, evidence_of_all
from newsgrep.readers.texts.ruled_blocks import NAMED_RULE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

    Row = tuple[int, str]

RULE = re.compile(r"(?:\W|_){3,}")
# An address as a line of its own, with a label or without; and what says that such lines part stories.
ADDRESS_LINE, ADDRESSES = re.compile(r"(?:[\u3400-\u9fff]{2,6}[:：]\s?)?https?://\S+"), -1
# What labels begin with.
SAME_LABEL = re.compile(r"[【\[（(]?[\u3400-\u9fff]{1,6}[:：]")
# Lines of facts above or below a title or a text.
MOST_FACTS = 3
SHORT_LINE = 24
# Stories that tell the form, the share of them that have it, and of those with facts where only blank lines part them.
FEWEST, MOST = 2, 0.8
# Stories that show by a title apart alone.
FEWEST_APART = 4


class _PartsOfStory(NamedTuple):
    """The rows of a story: its title, facts, and text."""

    title: Row
    facts: Sequence[Row]
    text: list[Row]

    @property
    def inner_titles(self) -> int:
        """How many lines of the text look like titles of their own."""
        texts = [line.strip() for _, line in self.text if line.strip()]
        return sum(len(line) <= SHORT_LINE and is_title(line) and is_text(below) for line, below in pairwise(texts))

    @property
    def has_name_above(self) -> bool:
        """Whether another title follows the first line, which may be the name of all stories."""
        return is_title(self.text[0][1].strip()) and not is_text(self.text[0][1].strip())


class _Parting(NamedTuple):
    """What parts stories: so many blank lines, rules if 0, addresses below them if ``ADDRESSES``; and their titles.

    ``has_name_above``: the name of all stories is above the first.
    """

    blanks: int
    form: HeadForm
    has_name_above: bool

    @classmethod
    def of(cls, lines: Iterable[str]) -> _Parting | None:
        """What parts the stories in some lines; None if these are not several stories."""
        rows = list(enumerate(lines))
        if any(NAMED_RULE.fullmatch(line.strip()) for _, line in rows):  # what is between these is known by its name
            return None
        gaps = _gaps(rows)
        for blanks in (0, *sorted(gaps, reverse=True)[:1], ADDRESSES):
            blocks = [block for block in _blocks(rows, blanks) if block]
            if len(blocks) < FEWEST:
                continue
            found = [parts for parts in map(_parts_of, blocks) if parts]
            is_enough = len(found) >= max(FEWEST, MOST * len(blocks))
            has_facts = share(any(is_told(line.strip()) for _, line in parts.facts) for parts in found) >= MOST
            # What is below a rule, with facts beside it, is no story within another one.
            is_sure = has_facts and blanks == 0
            if not is_enough or (not is_sure and sum(parts.inner_titles for parts in found) > len(found)):
                continue
            if share(parts.has_name_above for parts in found[1:]) > 1 - MOST:  # headlines of several lines: a page
                continue
            has_name = found[0].has_name_above
            first = _parts_of(blocks[0][1:]) if has_name else None
            found = [first, *found[1:]] if first else found
            titles = [parts.title[1].strip() for parts in found]
            form = HeadForm.of_titles(titles)
            labels = [label[0] if (label := SAME_LABEL.match(title)) else title for title in titles]
            if len(set(labels)) == 1:  # 【画面：…】: what is said of the texts, not what they are called
                continue
            if len(set(titles)) >= MOST * len(titles) and (
                blanks <= 0 or has_facts or any(form) or _are_signed(blocks) or _are_headed(found, blocks)
            ):
                return cls(blanks, form, first is not None)
        return None


def _are_signed(blocks: Sequence[Sequence[Row]]) -> bool:
    """Whether most of several blocks end with a signature: （记者 何青禾）."""
    return len(blocks) > FEWEST and share(bool(SIGNATURE.fullmatch(block[-1][1].strip())) for block in blocks) >= MOST


def _are_headed(stories: Sequence[_PartsOfStory], blocks: Sequence[Sequence[Row]]) -> bool:
    """Whether all of several blocks have a title apart from a text of lines that follow one another, about the same."""
    if len(stories) != len(blocks) or len(blocks) < FEWEST_APART or not all(map(_is_apart, stories)):
        return False
    titles = [story.title[1].strip() for story in stories]
    if sum(bool(ORDINAL_TITLE.match(title)) for title in titles) > 1:  # sections of one text
        return False
    texts = ["".join(line.strip() for _, line in story.text) for story in stories]
    return evidence_of_all(titles, texts, ()) >= ENOUGH


def _is_apart(story: _PartsOfStory) -> bool:
    """Whether a blank line is below a title, and none is within its text."""
    numbers = [number for number, _ in story.text]
    return numbers[0] - story.title[0] > 1 and all(below - above == 1 for above, below in pairwise(numbers))


def _gaps(rows: Iterable[Row]) -> set[int]:
    """The numbers of blank lines between others, but the least."""
    filled = [number for number, line in rows if line.strip()]
    gaps = {below - above - 1 for above, below in pairwise(filled)}
    return gaps - {min(gaps, default=0)}


def _blocks(rows: Iterable[Row], blanks: int) -> Iterator[list[Row]]:
    """The rows between rules, or between so many blank lines or more."""
    block: list[Row] = []
    blank = 0
    for number, line in rows:
        text = line.strip()
        blank = 0 if text else blank + 1
        if text and not _is_rule(text):
            block.append((number, line))
        if blanks == ADDRESSES:
            is_end = bool(ADDRESS_LINE.fullmatch(text))
        else:
            is_end = blank == blanks if blanks else _is_rule(text)
        if is_end:
            yield block
            block = []
    yield block


def _is_rule(line: str) -> bool:
    return bool(line) and (RULE.fullmatch(line) is not None or (is_mark(line) and facts_on(line) is None))


def _parts_of(block: Sequence[Row]) -> _PartsOfStory | None:
    """The title, facts and text of a block; None if it is no story."""
    rows = list(dropwhile(lambda row: ORDINAL.fullmatch(row[1].strip()), block))
    while rows and is_between(rows[-1][1].strip()):
        rows.pop()
    above = [] if _is_name_above_source(rows) else _leading(rows)
    rows = rows[len(above) :]
    if not rows or not (is_title(rows[0][1].strip(), LONGEST_TOLD_TITLE) or _is_name_above_source(rows)):
        return None
    title, rows = rows[0], rows[1:]
    below = _leading(rows) or [row for row in rows[:1] if SOURCE.fullmatch(row[1].strip())]
    rows = rows[len(below) :]
    at_end = _leading(rows[::-1])
    text = rows[: len(rows) - len(at_end)]
    if not any(is_text(line.strip()) for _, line in text):
        return None
    return _PartsOfStory(title, [*above, *below, *at_end[::-1]], text)


def _is_name_above_source(rows: Sequence[Row]) -> bool:
    """Whether a title is like the name of a source, as 江城快讯 is: below it are a source and a day."""
    if len(rows) < MOST_FACTS or not SOURCE.fullmatch(rows[0][1].strip()):
        return False
    return (facts_on(rows[1][1].strip()) or {}).keys() >= {"source", "date"}


def _leading(rows: Sequence[Row]) -> list[Row]:
    """The rows of facts with which some rows begin; a source alone is none."""
    found = list(takewhile(lambda row: facts_on(row[1].strip()) is not None, rows[:MOST_FACTS]))
    return found if any(is_told(line.strip()) for _, line in found) else []


def rules_part_stories(head: str) -> bool:
    """Whether rules part a text into stories that all have facts beside their titles, and nothing else."""
    rows = list(enumerate(with_beginning(head.split("\n"))[0]))
    blocks = [block for block in _blocks(rows, 0) if block]
    return len(blocks) > FEWEST and all(
        parts is not None and any(is_told(line.strip()) for _, line in parts.facts) for parts in map(_parts_of, blocks)
    )


def looks_like_parted_stories(head: str) -> bool:
    r"""Whether rules, or more blank lines than are within them, part a text into stories.

    >>> story = "大桥合龙之{}\n\n大桥今天合龙。\n\n明年通车。\n{}"
    >>> [looks_like_parted_stories("".join(story.format(at, rule) for at in "一二三")) for rule in ("---\n", "\n\n")]
    [True, False]
    """
    return _Parting.of(with_beginning(head.split("\n"))[0]) is not None


def read_parted_stories(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A record per story; a block that is none belongs to the story before it."""
    beginning, rows = with_beginning(lines)
    parting = _Parting.of(beginning)
    if parting is None:
        return
    story: _PartsOfStory | None = None
    for block in _blocks(rows, parting.blanks):
        parts = _parts_of(block[1:] if parting.has_name_above and block and story is None else block)
        if parts is None and story:
            story.text.extend(block)
        elif parts:
            if story:
                yield _record(story, parting.form)
            story = parts
    if story:
        yield _record(story, parting.form)


def _record(story: _PartsOfStory, form: HeadForm) -> Record:
    fields = FieldLines()
    title, in_title = without_facts(form.bare(story.title[1].strip()))
    fields.add("title", title, story.title[0])
    fields.add_facts(in_title, story.title[0])
    for number, line in story.facts:
        fields.add_facts(facts_on(line.strip()) or {}, number)
    for number, line in story.text:
        fields.add("body", line, number)
    return fields.record(min(story.title[0], *(number for number, _ in (*story.facts, *story.text))))
