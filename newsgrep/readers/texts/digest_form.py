"""What tells that a text is a digest, and how it is to be read: what recurs between its stories.

The lines that are none of a story's are found first; then each way in which stories may begin is tried, and believed if
what it yields are stories.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from newsgrep.readers.shared_pairs import cohesion, pairs_of, recurrence
from newsgrep.readers.texts.digest_lines import (
    BRIEFS,
    DATE_IN_LINE,
    LONGEST_FRAME,
    LONGEST_TITLE,
    DigestLine,
    MessageHead,
    bare_title,
    credit_on,
    facts_of_title,
    heading_of,
    is_digest_title,
    is_name,
    is_told,
    item_of,
    mask_of,
    message_head,
)
from newsgrep.readers.texts.digest_stories import FEWEST, MOST_BELOW, SOURCE_AT_END, DigestForm, DigestStory, stories_of
from newsgrep.readers.texts.field_lines import share
from newsgrep.readers.texts.headed_stories import is_between, is_text
from newsgrep.readers.texts.labelled_blocks import labelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Lines above the first story, and of the name of a table of contents.
MOST_ABOVE, MOST_NAMES, LONGEST_ABOVE = 5, 2, 80
# The share of stories that have the form, and of those that have a line which is none of theirs; items that are briefs.
MOST, OFTEN, FEWEST_BRIEFS = 0.8, 0.8, 4
# Titles that share a pair with their text; briefs share hardly any with each other.
RELATED, LOOSE, APART, LINES_COMPARED, COMPARED = 0.6, 0.025, 0.06, 24, 400
# How a greeting above the first story ends; another sentence there is the text of a story.
GREETING_END = ("！", "：")
MOST_OF_BRIEF = 4
SHORTEST_LISTED, MOST_BESIDE = 6, 12
SHORTEST_SIGNATURE, LONGEST_BRIEFS = 6, 10
MAIL = re.compile(r"(?:From|To|Subject|发件人|收件人|寄件者|收件者|主题|主旨)\s?[:：]", re.IGNORECASE)
SIGNATURE = re.compile(r"[（(][^（）()]*[)）]")
DAY_ABOVE = re.compile(r"\d{1,2}\s?[-/.月]\s?\d{1,2}|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日")
FIGURE = re.compile(r"\d+")
ENDS_OF_TEXT, DIGITS = "。；，”", frozenset("0123456789")


def digest_form(rows: Sequence[DigestLine]) -> DigestForm | None:
    """The form of some lines; None if they are no digest."""
    listed, begin = _contents(rows)
    rows = [row for row in rows if row.number >= begin]
    short = [at for at, row in enumerate(rows) if _is_short(row.text)]
    if len(rows) <= FEWEST:
        return None
    has_heads = _has_heads(rows, short)
    headings = frozenset() if has_heads else _headings(rows, short)
    furniture = _furniture(rows, short, headings, has_heads=has_heads)
    form = DigestForm("block", "", listed, begin, furniture, headings, has_heads)
    for candidate in _candidates(form, rows):
        found = list(stories_of(candidate, rows))
        if fitting := _fitted(candidate, found, rows):
            return fitting
    return None


def _candidates(form: DigestForm, rows: Sequence[DigestLine]) -> Iterator[DigestForm]:
    """The forms that may be, the surest first."""
    if form.has_heads:
        yield form._replace(rule="head")
    if form.listed:
        yield form._replace(rule="listed")
    yield from (form._replace(rule="mark", mark=mark) for mark in _marks(rows, form))
    yield form._replace(rule="credits")
    if form.furniture:
        yield form._replace(rule="below frame")
    yield form


def _fitted(form: DigestForm, stories: Sequence[DigestStory], rows: Sequence[DigestLine]) -> DigestForm | None:
    """The form with what the stories tell of it; None if they are no stories, or nothing but a title parts them."""
    if len(stories) < FEWEST:
        return None
    further = _corrected(form, stories, rows)
    if further != form:
        return _fitted(further, list(stories_of(further, rows)), rows)
    titles = [story.title.text for story in stories if story.title]
    if form.rule == "head":
        told = [story for story in stories if not story.is_chatter]
        return _with_mark(form, titles) if len(told) >= FEWEST and all(story.text for story in told) else None
    above = [row.text for row in stories[0].above]
    lost = sum(len(text) > LONGEST_ABOVE or is_text(text) for text in above)
    if len(above) > MOST_ABOVE or lost > 1 or (above and _is_of_story(above[-1])):
        return None
    if not titles:
        return form if _are_briefs(form, stories) else None
    return _with_mark(form, titles) if _are_titled(form, stories, titles) else None


def _is_of_story(text: str) -> bool:
    """Whether a line is of the text of a story rather than a greeting above the first."""
    return is_text(text) and not text.endswith(GREETING_END)


def _corrected(form: DigestForm, stories: Sequence[DigestStory], rows: Sequence[DigestLine]) -> DigestForm:
    """The form with the further titles that the stories show, or else without furniture that is a story's own."""
    if not form.has_kickers and _have_kickers(stories):
        return form._replace(has_kickers=True)
    return form._replace(furniture=form.furniture - _inner(form, stories, rows)) if form.furniture else form


def _are_titled(form: DigestForm, stories: Sequence[DigestStory], titles: Sequence[str]) -> bool:
    """Whether stories have titles and texts of their own, and something but their titles tells it."""
    whole = stories[:-1] if len(stories) > FEWEST else stories
    has_briefs = "briefs" in form.headings
    if (len(titles) < MOST * len(stories) and not has_briefs) or len(set(titles)) < MOST * len(titles):
        return False
    is_by_furniture = form.rule in {"block", "below frame"} and not (form.headings or form.listed)
    inner = sum(story.inner_titles for story in stories)
    if share(story.text for story in whole) < MOST or inner > len(whole) * (not is_by_furniture):
        return False
    if not (form.headings or form.furniture or form.listed or _are_told(form, stories)):
        return False
    return form.rule in {"listed", "credits"} or share(map(_is_related, whole)) >= RELATED


def _with_mark(form: DigestForm, titles: Sequence[str]) -> DigestForm:
    """The form with the mark that most titles begin with."""
    marks = Counter(item.mark for title in titles if (item := item_of(title)))
    mark, count = marks.most_common(1)[0] if marks else ("", 0)
    return form._replace(title_mark=mark if count >= MOST * len(titles) else "")


def _are_told(form: DigestForm, stories: Sequence[DigestStory]) -> bool:
    """Whether stories are told from a text with subheads by more than their titles."""
    if share(story.has_source for story in stories) >= MOST or _is_mail(stories[0].above):
        return True
    if form.mark and len(stories) > FEWEST and all(story.is_run_on for story in stories):
        return form.mark != "【】" or any(DAY_ABOVE.search(row.text) for row in stories[0].above)
    return all(story.is_told for story in stories) or (form.has_kickers and form.rule == "mark")


def _inner(form: DigestForm, stories: Sequence[DigestStory], rows: Sequence[DigestLine]) -> set[str]:
    """The furniture that is rarer than stories are, or within their texts."""
    begins = {story.begin for story in stories}
    counts, edges = Counter[str](), Counter[str]()
    waiting: list[str] = []
    for row in rows:
        mask = mask_of(row.text) if len(row.text) <= LONGEST_FRAME else ""
        if mask in form.furniture:
            counts[mask] += 1
            waiting.append(mask)
        elif row.number in begins:
            edges.update(waiting)
            waiting = []
        elif not (is_between(row.text) or heading_of(row.text) or (form.has_heads and message_head(row.text))):
            waiting = []
    edges.update(waiting)
    number = len(stories)
    return {
        mask
        for mask in form.furniture
        if counts[mask] < OFTEN * number - 1 or counts[mask] > number or edges[mask] < MOST * counts[mask] - 1
    }


def _are_briefs(form: DigestForm, stories: Sequence[DigestStory]) -> bool:
    """Whether items are briefs: each is a sentence, and they are about different things."""
    if max(len(story.text) for story in stories) > MOST_OF_BRIEF:
        return False
    texts = [SOURCE_AT_END.sub("", story.text[0][1].strip()) for story in stories if story.text]
    if (
        len(texts) < FEWEST_BRIEFS
        or len(texts) < len(stories)
        or share(is_text(text) or text[-1:] == "；" for text in texts) < MOST
    ):
        return False
    if form.headings or share(story.has_source for story in stories) >= MOST:
        return True
    above = stories[0].above
    is_named = any(BRIEFS.search(row.text) or DAY_ABOVE.search(row.text) for row in above)
    compared = [text[:COMPARED] for text in texts[:LINES_COMPARED]]
    return is_named and (cohesion(compared) < LOOSE or recurrence(compared) < APART)


def _is_related(story: DigestStory) -> bool:
    """Whether title and text of a story have a pair in common."""
    if not story.title:
        return True
    text = "".join(line for _, line in story.text)[:COMPARED]
    return not pairs_of(story.title.text).isdisjoint(pairs_of(text))


def _is_mail(above: Sequence[DigestLine]) -> bool:
    """Whether the head of a mail is above."""
    return sum(MAIL.match(row.text) is not None for row in above) >= FEWEST


def _have_kickers(stories: Sequence[DigestStory]) -> bool:
    """Whether a further title is above those of most stories, which is the last line of the story before."""
    first = stories[0].above[-1:]
    ends = [[line.strip() for _, line in story.text[-2:]] for story in stories[:-1]]
    is_above = [len(end) == 2 and is_digest_title(end[1]) and is_text(end[0]) for end in ends]  # noqa: PLR2004 (both)
    return bool(first) and not heading_of(first[0].text) and share(is_above) >= MOST


def _contents(rows: Sequence[DigestLine]) -> tuple[frozenset[str], int]:
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


def _has_heads(rows: Sequence[DigestLine], short: Sequence[int]) -> bool:
    """Whether lines are the heads of messages: the first is at the top, the others are behind texts."""
    heads = [at for at in short if ":" in rows[at].text or "：" in rows[at].text]
    heads = [at for at in heads if message_head(rows[at].text) and not labelled(rows[at].text)]
    if len(heads) < FEWEST:
        return False
    starts = [_begin_of_head(rows, at) for at in heads]
    if starts[0] > MOST_NAMES or any(_is_of_story(row.text) for row in rows[: starts[0]]):
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


def _headings(rows: Sequence[DigestLine], short: Sequence[int]) -> frozenset[str]:
    """The kinds of headings that part stories: a title is below them, and none above."""
    found: dict[str, list[bool]] = {}
    for at in short:
        heading = heading_of(rows[at].text)
        if heading is None:
            continue
        is_first = heading.kind not in found
        if (
            is_first
            and heading.kind != "briefs"
            and (at > MOST_ABOVE or any(_is_of_story(row.text) for row in rows[:at]))
        ):
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


def _furniture(
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
            or (masks[mask] == FEWEST and SIGNATURE.fullmatch(text) and len(text) > SHORTEST_SIGNATURE)
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


def _marks(rows: Sequence[DigestLine], form: DigestForm) -> list[str]:
    """The marks with which stories may begin, those that come first at the top first."""
    first: dict[str, int] = {}
    counts = Counter[str]()
    for at, row in enumerate(rows):
        if (item := item_of(row.text)) and not (
            form.headings and (found := heading_of(row.text)) and found.kind in form.headings
        ):
            first.setdefault(item.mark, at)
            counts[item.mark] += 1
    top = MOST_ABOVE + 1
    return sorted(
        (mark for mark, at in first.items() if counts[mark] >= FEWEST and at <= top), key=lambda mark: first[mark]
    )


def may_be_digest(lines: Sequence[str]) -> bool:
    """Whether the first lines of a text, or the last ones, have what a digest has; most pages have nothing of it."""
    top = lines[: MOST_ABOVE + 1]
    if any(heading_of(line) or item_of(line) or is_told(credit_on(line)) or message_head(line) for line in top):
        return True
    short = [line for line in lines if _is_short(line)]
    edges = {mask_of(line) for line in (*top, *lines[-MOST_BELOW:]) if _is_short(line) and not _is_no_furniture(line)}
    begins = {mask[0] for mask in edges} | {"h"}
    begins = begins | DIGITS if "0" in begins else begins
    recurring = Counter(mask for line in short if line[0] in begins and (mask := mask_of(line)) in edges)
    if any(count >= FEWEST for count in recurring.values()):
        return True
    names = [name for line in top if _is_short(line) and (name := bare_title(line))]
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
        or (facts is not None and not facts.keys() <= {"url", ""})
    )


def _is_short(line: str) -> bool:
    return len(line) <= LONGEST_FRAME and line[-1] not in ENDS_OF_TEXT
