"""What in a digest is none of its stories: contents, headings, heads of messages, lines that recur between stories."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from newsgrep.readers.texts.digest_headings import BRIEFS, heading_of
from newsgrep.readers.texts.digest_lines import (
    DATE_IN_LINE,
    LABELLED,
    LONGEST_FRAME,
    LONGEST_TITLE,
    DigestLine,
    MessageHead,
    bare_title,
    credit_on,
    facts_of_title,
    is_digest_title,
    is_name,
    is_told,
    item_of,
    mask_of,
    message_head,
    without_emphasis,
)
from newsgrep.readers.texts.digest_stories import FEWEST, MOST_BELOW, SOURCE_AT_END, DigestForm
from newsgrep.readers.texts.field_lines import share
from newsgrep.readers.texts.headed_stories import is_between, is_text
from newsgrep.readers.texts.labelled_blocks import labelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Lines above the first story, and those of the name of a table of contents.
MOST_ABOVE, MOST_NAMES = 5, 2
# Lines above the first head of a message, with rules and labels.
LATEST_HEAD = 10
# The share of lines of a kind that are where they should be, and items below a heading of briefs.
MOST, FEWEST_BRIEFS = 0.8, 4
# How a greeting above the first story ends; another sentence there is the text of a story.
GREETING_END = ("！", "：")
SHORTEST_LISTED, MOST_BESIDE = 6, 12
SHORTEST_SIGNATURE, LONGEST_BRIEFS = 6, 10
BRACKETED = re.compile(r"[（(][^（）()]*[)）]")
# A year or a day, where a date is over two lines.
PART_OF_DATE = re.compile(r"(?:19|20)\d\d\s?年?|\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?")
FIGURE = re.compile(r"\d+")
ENDS_OF_TEXT, DIGITS = "。；，”", frozenset("0123456789")


def is_of_story(text: str) -> bool:
    """Whether a line is of the text of a story rather than a greeting above the first."""
    return is_text(text) and not text.endswith(GREETING_END)


def said_once(rows: Sequence[DigestLine]) -> list[str]:
    """The lines above the first story but those that are there twice, as what a picture shows is on pages."""
    times = Counter(row.text for row in rows)
    return [text for text, number in times.items() if number == 1]


def contents_of(rows: Sequence[DigestLine]) -> tuple[frozenset[str], int]:
    """The titles that are listed at the top and stand below once more, and the first line behind the list."""
    names = [bare_title(facts_of_title(row.text)[0]) if _may_be_listed(row.text) else "" for row in rows]
    places = {name: at for at, name in enumerate(names)}
    first = next((at for at in range(min(MOST_NAMES + 1, len(rows))) if _listed(names[at], at, places)), None)
    if first is None:
        return frozenset(), 0
    listed: list[str] = []
    for at, name in enumerate(names[first:], start=first):
        title = _listed(name, at, places)
        if not title or title in listed or heading_of(rows[at].text) or credit_on(rows[at].text) is not None:
            break
        listed.append(title)
    end = first + len(listed)
    is_list = len(listed) >= FEWEST and end < len(rows) and all(places[title] >= end for title in listed)
    return (frozenset(listed), rows[end].number) if is_list else (frozenset(), 0)


def _may_be_listed(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and text[-1] not in "。！？”"


def _listed(name: str, at: int, places: Mapping[str, int]) -> str:
    """The title further below that a line of a table of contents has, perhaps beside a number, a page or a name."""
    if places.get(name, at) > at:
        return name
    within = (
        title
        for title, place in places.items()
        if place > at and len(title) >= SHORTEST_LISTED and title in name and len(name) - len(title) <= MOST_BESIDE
    )
    return max(within, key=len, default="")


def are_messages(rows: Sequence[DigestLine], short: Sequence[int]) -> bool:
    """Whether lines are the heads of messages: the first is at the top, the others are behind texts."""
    heads = [at for at in short if ":" in rows[at].text or "：" in rows[at].text]
    heads = [at for at in heads if message_head(rows[at].text) and not labelled(rows[at].text)]
    if len(heads) < FEWEST:
        return False
    starts = [_begin_of_head(rows, at) for at in heads]
    above = [row.text for row in rows[: starts[0]] if not is_between(row.text)]
    names = sum(LABELLED.match(text) is None for text in above)
    if names > MOST_NAMES or starts[0] > LATEST_HEAD or any(map(is_of_story, above)):
        return False
    has_name = [at == start and not _head_at(rows, at).name for start, at in zip(starts, heads, strict=True)]
    if share(has_name) > 1 - MOST:  # nobody said it
        return False
    known = set(heads)
    behind = [_above_credits(rows, at) for at in starts[1:]]
    usual, count = Counter(map(mask_of, behind)).most_common(1)[0]
    is_usual = count >= max(FEWEST, MOST * len(behind))
    ended = [
        at - 2 in known or _ends_message(text) or (is_usual and mask_of(text) == usual)
        for at, text in zip(starts[1:], behind, strict=True)
    ]
    return share(ended) >= MOST and share(at + 1 < len(rows) for at in heads) >= MOST


def _head_at(rows: Sequence[DigestLine], at: int) -> MessageHead:
    return message_head(rows[at].text) or MessageHead("", "")


def _above_credits(rows: Sequence[DigestLine], at: int) -> str:
    """The line above some credits, if there are any above a line."""
    above = at - 1
    while above > 0 and at - above <= MOST_BELOW and credit_on(rows[above].text) is not None:
        above -= 1
    return rows[above].text


def _begin_of_head(rows: Sequence[DigestLine], at: int) -> int:
    """The line that a head begins on: that with the name, if it is above the time."""
    has_name_above = at > 0 and not _head_at(rows, at).name and is_name(rows[at - 1].text)
    return at - 1 if has_name_above else at


def _ends_message(text: str) -> bool:
    if is_text(text) or is_between(text) or text[0] == "#" or credit_on(text) is not None:
        return True
    return item_of(text) is None and len(FIGURE.findall(text)) > 1


def headings_in(rows: Sequence[DigestLine], short: Sequence[int]) -> frozenset[str]:
    """The kinds of headings that part stories: a title is below them, and none above."""
    found: dict[str, list[bool]] = {}
    for at in short:
        heading = heading_of(rows[at].text)
        if heading is None:
            continue
        is_first = heading.kind not in found
        if is_first and heading.kind != "briefs" and (at > MOST_ABOVE or any(map(is_of_story, said_once(rows[:at])))):
            continue
        below = rows[at + 1] if at + 1 < len(rows) else None
        is_below_title = not is_first and is_digest_title(SOURCE_AT_END.sub("", rows[at - 1].text))
        is_above = below is not None and _may_head(below.text)
        if heading.kind == "briefs":
            items = [item_of(row.text) for row in rows[at + 1 : at + 1 + FEWEST]]
            is_above = all(items) and len({item.mark for item in items if item}) == 1
        found.setdefault(heading.kind, []).append(is_above and not is_below_title)
    return frozenset(
        kind for kind, flags in found.items() if len(flags) >= (kind != "briefs") * FEWEST and share(flags) >= MOST
    )


def _may_head(text: str) -> bool:
    """Whether a line may stand below a heading: a title, an item, or another heading."""
    return (
        is_digest_title(text)
        or item_of(text) is not None
        or heading_of(text) is not None
        or credit_on(text) is not None
    )


def furniture_in(
    rows: Sequence[DigestLine], short: Sequence[int], headings: frozenset[str], *, has_heads: bool
) -> frozenset[str]:
    """The masks of lines that recur between stories: neither titles nor facts."""
    masks = Counter(mask_of(rows[at].text) for at in short)
    at_edge = {mask_of(rows[at].text) for at in short if at <= MOST_ABOVE or at >= len(rows) - MOST_BELOW}
    recurring = {mask for mask in at_edge if masks[mask] >= FEWEST}
    if not recurring:
        return frozenset()
    found = set()
    for at in short:
        text = rows[at].text
        mask = mask_of(text)
        if mask not in recurring or mask in found:
            continue
        heading = heading_of(text)
        is_none = (
            _is_no_furniture(text)
            or (heading is not None and heading.kind in headings)
            or (
                has_heads and (message_head(text) is not None or _begin_of_head(rows, min(at + 1, len(rows) - 1)) == at)
            )
            or _begins_text(rows, at)
            or (masks[mask] == FEWEST and BRACKETED.fullmatch(text) and len(text) > SHORTEST_SIGNATURE)
        )
        if is_none:
            recurring.discard(mask)
        else:
            found.add(mask)
    return frozenset(found & recurring)


def _begins_text(rows: Sequence[DigestLine], at: int) -> bool:
    """Whether a line with a label stands above a text, as names of fields do."""
    found = labelled(rows[at].text)
    return found is not None and found.role in {"title", "body"}


def marks_in(rows: Sequence[DigestLine], form: DigestForm) -> list[str]:
    """The marks with which stories may begin, those that come first at the top first."""
    first: dict[str, int] = {}
    counts = Counter[str]()
    for at, row in enumerate(rows):
        if (item := item_of(row.text)) and not form.heading_on(row.text):
            first.setdefault(item.mark, at)
            counts[item.mark] += 1
    top = MOST_ABOVE + 1
    return sorted(
        (mark for mark, at in first.items() if counts[mark] >= FEWEST and at <= top), key=lambda mark: first[mark]
    )


def may_be_digest(lines: Sequence[str]) -> bool:
    """Whether the first lines of a text, or the last ones, have what a digest has; most pages have nothing of it."""
    top = [without_emphasis(line) for line in lines[: LATEST_HEAD + 1] if not is_between(line)][: MOST_ABOVE + 1]
    if any(heading_of(line) or item_of(line) or is_told(credit_on(line)) or message_head(line) for line in top):
        return True
    short = [line for line in lines if is_short(line)]
    edges = {mask_of(line) for line in (*top, *lines[-MOST_BELOW:]) if is_short(line) and not _is_no_furniture(line)}
    begins = {mask[0] for mask in edges} | {"h"}
    begins = begins | DIGITS if "0" in begins else begins
    recurring = Counter(mask for line in short if line[0] in begins and (mask := mask_of(line)) in edges)
    if any(count >= FEWEST for count in recurring.values()):
        return True
    names = [name for line in top if is_short(line) and (name := bare_title(line))]
    text = "".join("\n".join(short).split(" "))
    if sum(_is_again_in(text, name) for name in names) >= FEWEST:
        return True
    return any(len(line) <= LONGEST_BRIEFS and BRIEFS.search(line) for line in short)


def _is_again_in(text: str, name: str) -> bool:
    """Whether a line, or what is in its middle, is in a text more than once."""
    middle = name[2 : 2 + SHORTEST_LISTED]  # behind a number
    return len(middle) == SHORTEST_LISTED and text.find(middle, text.find(middle) + 1) >= 0


def _is_no_furniture(line: str) -> bool:
    """Whether a line is rather a story's own than one that recurs between stories."""
    facts = credit_on(line)
    return (
        line[-1] in ":："
        or is_between(line)
        or DATE_IN_LINE.search(line) is not None
        or PART_OF_DATE.fullmatch(line) is not None
        or (facts is not None and not facts.keys() <= {"url", ""})
    )


def is_short(line: str) -> bool:
    """Whether a line may be none of a text."""
    return len(line) <= LONGEST_FRAME and line[-1] not in ENDS_OF_TEXT
