"""The stories of a digest as its lines come, given its form."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

from newsgrep.readers.texts.digest_lines import (
    AROUND,
    BOXED,
    DATE_IN_LINE,
    LONGEST_FRAME,
    DigestLine,
    Item,
    bare_title,
    credit_on,
    facts_of_title,
    is_digest_title,
    is_name,
    item_of,
    mask_of,
    message_head,
)
from newsgrep.readers.texts.digest_stories import FEWEST, DigestForm, DigestStory
from newsgrep.readers.texts.headed_stories import facts_on, is_between, is_text
from newsgrep.readers.texts.ruled_blocks import ADDRESS, SOURCE
from newsgrep.text.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _DigestParser:
    """Parts the lines of a digest into stories."""

    def __init__(self, form: DigestForm) -> None:
        self._form = form
        self._story: DigestStory | None = None
        self._facts: dict[str, str] = {}
        self._head: dict[str, str] | None = None
        self._above: list[DigestLine] = []
        self._last = self._head_line = 0
        self._is_below_frame = True
        self._in_briefs = self._goes_on = self._has_long = False
        self._number = 0
        self._end_in_texts = self._end_in_credits = True
        self._follows_first = self._is_below_heading = False
        self._known: dict[str, str] = {}
        self._address = ""

    def add(self, row: DigestLine, below: DigestLine | None) -> DigestStory | None:
        """Take a line in; the story before it, if it begins another."""
        form, text = self._form, row.text
        is_short = len(text) <= LONGEST_FRAME
        if is_short and is_between(text):
            self._pass_frame()
            return None
        if form.has_heads and (head := self._head_at(row, below)) is not None:
            self._head_line = self._head_line if self._head is head else row.number
            self._head = head
            self._is_below_frame = True
            return self._ended()
        if (heading := form.heading_on(text)) and not self._waits():
            is_new = heading.kind == "day" and not self._is_below_heading
            self._facts = {**({} if is_new else self._facts), **heading.facts}
            self._is_below_heading = True
            self._in_briefs = heading.kind == "briefs"
            self._last = 0 if below and (item := item_of(below.text)) and item.number == 1 else self._last
            self._is_below_frame = True
            return self._ended()
        if self._is_furniture(text):
            self._take_address(text)
            self._pass_frame()
            return None
        self._is_below_heading = False
        begun = self._begun(row, below)
        self._follows_first = begun is None and self._is_first(row) and is_digest_title(text)
        if begun is None:
            if self._story is None:
                self._above.append(row)
                self._note_date(text)
            else:
                self._story.add(row)
            self._is_below_frame = self._story is None and credit_on(text) is not None
            return None
        if form.has_kickers:
            begun.kicker = self._kicker()
        if form.has_addresses and (address := self._address_above()):
            begun.facts["url"] = address
        ended = self._ended()
        self._story = begun
        self._above = []
        self._is_below_frame = False
        return ended

    def _take_address(self, text: str) -> None:
        """What a line that recurs says, if it has an address: of the story that it is below, or of the next."""
        if self._form.has_addresses and ADDRESS.fullmatch(text):
            self._address = text
        elif self._story and "://" in text and (facts := credit_on(text)):
            self._story.facts = {**facts, **self._story.facts}

    def _pass_frame(self) -> None:
        self._is_below_frame = True
        if self._story:
            self._story.below_frame = len(self._story.text)

    def _note_date(self, text: str) -> None:
        if (found := DATE_IN_LINE.search(text)) and parse_date(found[0]):
            self._known = {"date": found[0]}
        facts = credit_on(text) or {}
        if facts.get("source", "").endswith(("报", "報")) and "date" in facts:  # the name and day of a paper
            self._known = {"source": facts["source"], "date": facts["date"]}

    def _waits(self) -> bool:
        """Whether a title has come and no text below it."""
        return self._story is not None and self._story.title is not None and not self._story.text

    def _kicker(self) -> tuple[int, str] | None:
        """The title above that of the story that begins, which is no part of the one before."""
        if self._story:
            return self._story.popped()
        last = self._above[-1] if self._above else None
        return (last.number, last.text) if last and is_digest_title(last.text) else None

    def _address_above(self) -> str:
        """The address above the story that begins, which is not that of the one before."""
        address, self._address = self._address, ""
        if address or self._story:
            return address or (self._story.popped_address() if self._story else "")
        last = self._above[-1].text if self._above else ""
        return last if ADDRESS.fullmatch(last) else ""

    def _ended(self) -> DigestStory | None:
        story, self._story = self._story, None
        if story:
            self._number += 1
            self._goes_on = self._goes_on or 0 < story.below_frame < len(story.text)
            self._has_long = self._has_long or len(story.text) > 1
            last = story.text[-1][1].strip() if story.text else ""
            self._end_in_texts = self._end_in_texts and is_text(last)
            self._end_in_credits = self._end_in_credits and last != "" and credit_on(last) is not None
        return story

    def end(self) -> DigestStory | None:
        """The last story, without what is below it."""
        story, self._story = self._story, None
        if story:
            story.leave_foot()
        if story and story.below_frame and not self._goes_on:
            story.cut(story.below_frame)
        elif story and not story.title and not self._has_long and self._number > FEWEST:
            story.cut(1)
        elif story and self._number >= FEWEST:
            end = _end_of_text(story) if self._end_in_texts else _end_of_credits(story) if self._end_in_credits else 0
            story.cut(end or len(story.text))
        return story

    def _head_at(self, row: DigestLine, below: DigestLine | None) -> dict[str, str] | None:
        """The facts of the head of a message on a line, or on it and the next."""
        found = message_head(row.text)
        if found is None and below is not None and is_name(row.text):
            time = message_head(below.text)
            if time is not None and not time.name:
                name = AROUND.sub("", row.text)
                source = {"source": name} if SOURCE.fullmatch(name) else {}
                return {**source, **_facts_of_head(row.text, time.date, below.text)}
            return None
        if found is None:
            return None
        if not found.name and self._head is not None and self._story is None:
            return self._head  # the line above has its name
        return _facts_of_head(found.name, found.date, row.text)

    def _begun(self, row: DigestLine, below: DigestLine | None) -> DigestStory | None:
        form, text = self._form, row.text
        if self._in_briefs:
            return self._brief(row)
        match form.rule:
            case "head":
                if self._head is None:
                    return None
                story = self._begin(row)
                story.facts = {**self._facts, **self._head}
                story.begin = self._head_line
                self._head = None
                self._take_title(story, row, below)
                return story
            case "mark":
                return self._begun_by_mark(row, below)
            case "listed":
                return (
                    self._titled(row)
                    if bare_title(facts_of_title(text)[0]) in form.listed or bare_title(text) in form.listed
                    else None
                )
            case "credits":
                return self._titled(row) if is_digest_title(text) and self._is_apart(row, below) else None
            case "block":
                is_first = self._is_first(row) or self._follows_first
                is_above = below is not None and self._may_be_below_title(below.text)
                return self._titled(row) if is_first and is_above and is_digest_title(text) else None

    def _is_apart(self, row: DigestLine, below: DigestLine | None) -> bool:
        """Whether a line is above credits, or parted from what is above as the stories are."""
        if below is None:
            return False
        if self._form.gap and row.blank >= self._form.gap and is_text(below.text):
            return True
        return credit_on(below.text) is not None and self._form.heading_on(below.text) is None

    def _may_be_below_title(self, text: str) -> bool:
        """Whether a line is a text or credits."""
        return self._form.heading_on(text) is None and (is_text(text) or credit_on(text) is not None)

    def _is_furniture(self, text: str) -> bool:
        return bool(self._form.furniture) and len(text) <= LONGEST_FRAME and mask_of(text) in self._form.furniture

    def _is_first(self, row: DigestLine) -> bool:
        return self._is_below_frame or row.blank > 0

    def _begun_by_mark(self, row: DigestLine, below: DigestLine | None) -> DigestStory | None:
        item = self._item(row.text)
        if item is None:
            return None
        if item.number is not None:
            if item.number != self._last + 1:
                return None
            self._last = item.number
        story = self._begin(row)
        boxed = BOXED.match(item.words)
        if item.mark == "【】":
            boxed = BOXED.match(row.text)
        rest = boxed.string[boxed.end() :] if boxed else ""
        if boxed and rest and SOURCE.fullmatch(boxed[1]):
            story.facts = {**story.facts, "source": boxed[1]}
            self._add_first(story, row._replace(text=rest), below)
        elif boxed and rest and not is_digest_title(rest):
            story.title = row._replace(text=boxed[1])
            story.text.append((row.number, rest))
        elif is_digest_title(item.words) and below is not None and item_of(below.text) is None:
            story.title = row
        else:
            story.text.append((row.number, item.words))
        return story

    def _add_first(self, story: DigestStory, row: DigestLine, below: DigestLine | None) -> None:
        """Add what is behind the source at the beginning of a story: its title or its text."""
        if is_digest_title(row.text) and below is not None and item_of(below.text) is None:
            story.title = row
        else:
            story.text.append((row.number, row.text))

    def _item(self, text: str) -> Item | None:
        """The item that a line begins with if it has the mark; after its number may come another: 3.31名."""
        mark, number = self._form.mark, self._last + 1
        item = item_of(text)
        if item is not None and item.mark == mark:
            return item
        written = mark.replace("0", str(number), 1)
        return Item(mark, number, text[len(written) :]) if "0" in mark and text.startswith(written) else None

    def _brief(self, row: DigestLine) -> DigestStory | None:
        item = item_of(row.text)
        if item is None:
            return None
        story = self._begin(row)
        story.text.append((row.number, item.words))
        return story

    def _take_title(self, story: DigestStory, row: DigestLine, below: DigestLine | None) -> None:
        """What the first line of a message is: a title, a title and text, or text."""
        boxed = BOXED.match(row.text)
        if boxed:
            story.title = row._replace(text=boxed[1])
            if rest := row.text[boxed.end() :]:
                story.text.append((row.number, rest))
        elif below is not None and is_digest_title(row.text) and is_text(below.text):
            story.title = row
        else:
            story.add(row)

    def _begin(self, row: DigestLine) -> DigestStory:
        story = DigestStory(self._facts, self._known, self._above)
        story.begin = row.number
        return story

    def _titled(self, row: DigestLine) -> DigestStory:
        story = self._begin(row)
        story.title = row
        return story


def _end_of_text(story: DigestStory) -> int:
    """Where lines begin that a blank one parts from the text of a story, and none of which is of a text; else 0."""
    texts = [at for at, (_, line) in enumerate(story.text) if is_text(line.strip())]
    end = texts[-1] + 1 if texts else 0
    is_apart = 0 < end < len(story.text) and story.text[end][0] > story.text[end - 1][0] + 1
    return end if is_apart else 0


def _end_of_credits(story: DigestStory) -> int:
    """Where lines begin that are below the credits of a story; or 0."""
    found = [
        at for at, (_, line) in enumerate(story.text) if at and line.strip() and credit_on(line.strip()) is not None
    ]
    return found[-1] + 1 if found else 0


def _facts_of_head(name: str, date: str, line: str) -> dict[str, str]:
    facts = {**(facts_on(line) or {}), **({"date": date} if date else {})}
    if name.startswith("@"):
        facts["source"] = name[1:].strip()
    return facts


def stories_of(form: DigestForm, rows: Iterable[DigestLine]) -> Iterator[DigestStory]:
    """The stories one after another."""
    parser = _DigestParser(form)
    within = (row for row in rows if row.number >= form.begin)
    for row, below in pairwise(chain(within, [None])):
        if row and (story := parser.add(row, below)):
            yield story
    if story := parser.end():
        yield story
