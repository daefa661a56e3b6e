"""What tells that a text is a digest, and how it is to be read: what recurs between its stories.

The lines that are none of a story's are found first; then each way in which stories may begin is tried, and believed if
what it yields are stories.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgrep.readers.shared_pairs import cohesion, pairs_of, recurrence
from newsgrep.readers.texts.digest_frame import (
    FEWEST_BRIEFS,
    MOST,
    MOST_ABOVE,
    are_messages,
    contents_of,
    furniture_in,
    headings_in,
    is_of_story,
    is_short,
    marks_in,
    said_once,
)
from newsgrep.readers.texts.digest_headings import BRIEFS, heading_of, is_name_of_digest
from newsgrep.readers.texts.digest_lines import (
    LONGEST_FRAME,
    LONGEST_TITLE,
    DigestLine,
    credit_on,
    is_digest_title,
    item_of,
    mask_of,
    message_head,
)
from newsgrep.readers.texts.digest_parser import stories_of
from newsgrep.readers.texts.digest_stories import FEWEST, LEAD, QUOTES, SOURCE_AT_END, DigestForm, DigestStory
from newsgrep.readers.texts.field_lines import share
from newsgrep.readers.texts.headed_stories import is_between, is_text
from newsgrep.readers.texts.ruled_blocks import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Characters of a line above the first story.
LONGEST_ABOVE = 80
# The share of stories that have a line which is none of theirs.
OFTEN = 0.8
# The share of messages that have a sentence.
HALF = 0.5
# Titles that share a pair with their text; briefs share hardly any with each other.
RELATED, LOOSE, APART, LINES_COMPARED, COMPARED = 0.6, 0.025, 0.06, 24, 400
MOST_OF_BRIEF = 4
# The name of a section on a line of its own, perhaps between signs.
NAME = re.compile(r"([★☆◆■●※]*)[\u3400-\u9fff、·]{2,8}\1")
MAIL = re.compile(r"(?:From|To|Subject|发件人|收件人|寄件者|收件者|主题|主旨)\s?[:：]", re.IGNORECASE)
# The name of an issue, and its day behind a space.
NAME_AND_DAY = re.compile(
    r"[^，。！？：:\s]{3,24}[\s\u3000]+(?:(?:19|20)\d\d|[〇○零一二三四五六七八九]{4}|民[國国]\S{1,4})\s?[-/.年]"
    r"\s?[\d一二三四五六七八九十]{1,3}\s?[-/.月]\s?[\d一二三四五六七八九十]{1,3}\s?[日號号]?[\s\u3000]*(?:上午|下午|(?:星期|周|週)[一二三四五六日天])?"
)
DAY_ABOVE = re.compile(r"\d{1,2}\s?[-/.月]\s?\d{1,2}|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日")


def digest_form(rows: Sequence[DigestLine]) -> DigestForm | None:
    """The form of some lines; None if they are no digest."""
    listed, begin = contents_of(rows)
    rows = [row for row in rows if row.number >= begin]
    short = [at for at, row in enumerate(rows) if is_short(row.text)]
    if len(rows) <= FEWEST or sum(_has_sentence(row.text) for row in rows) < FEWEST:
        return None
    has_heads = are_messages(rows, short)
    headings = frozenset() if has_heads else headings_in(rows, short)
    furniture = furniture_in(rows, short, headings, has_heads=has_heads)
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
    yield from (form._replace(rule="mark", mark=mark) for mark in marks_in(rows, form))
    yield form._replace(rule="credits")
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
        are_told = len(told) >= FEWEST and all(story.text for story in told)
        has_sentences = share(any(_has_sentence(line) for _, line in story.text) for story in told) >= HALF
        return _with_mark(form, titles) if are_told and has_sentences else None
    above = said_once(stories[0].above)
    lost = sum(len(text) > LONGEST_ABOVE or is_text(text) for text in above)
    if len(above) > MOST_ABOVE or lost > 1 or (above and is_of_story(above[-1])):
        return None
    if not titles:
        has_leads = all(story.text and LEAD.fullmatch(story.text[0][1]) for story in stories)
        return form._replace(has_leads=has_leads) if _are_briefs(form, stories) else None
    return _with_mark(form, titles) if _are_titled(form, stories, titles) else None


def _has_sentence(text: str) -> bool:
    """Whether a line is of a text: headlines alone, which may be questions or cries, are no digest."""
    return "。" in text or "；" in text or len(text) > LONGEST_TITLE


def _corrected(form: DigestForm, stories: Sequence[DigestStory], rows: Sequence[DigestLine]) -> DigestForm:
    """The form with the further titles that the stories show, or else without furniture that is a story's own."""
    if not form.has_kickers and _have_kickers(stories):
        return form._replace(has_kickers=True)
    if not form.has_addresses and _have_addresses(stories, rows):
        return form._replace(has_addresses=True)
    if form.rule == "mark" and not form.names and (names := _names_between(form, rows)):
        return form._replace(names=names)
    if form.rule == "credits" and not form.gap and (gap := _gap(stories, rows)):
        return form._replace(gap=gap)
    return form._replace(furniture=form.furniture - _inner(form, stories, rows)) if form.furniture else form


def _names_between(form: DigestForm, rows: Sequence[DigestLine]) -> frozenset[str]:
    """The names of sections: short lines above items that are the first ones, below a text or what is said of it.

    What is below the last item too is no name of a section.
    """
    names: list[str] = []
    for above, row, below in zip([None, *rows], rows, rows[1:], strict=False):
        item = item_of(below.text) if NAME.fullmatch(row.text) else None
        is_first = item is not None and item.mark == form.mark and item.number in {None, 1}
        if is_first and (not names or (above and (is_text(above.text) or credit_on(above.text) is not None))):
            names.append(row.text)
    is_of_items = not NAME.fullmatch(rows[-1].text) and len(set(names)) == len(names) >= FEWEST
    return frozenset(names if is_of_items else ())


def _gap(stories: Sequence[DigestStory], rows: Sequence[DigestLine]) -> int:
    """The fewest blank lines above the stories but the first, if they are more than one; else 0."""
    begins = {story.begin for story in stories[1:]}
    gap = min(row.blank for row in rows if row.number in begins)
    return gap if gap > 1 else 0


def _are_titled(form: DigestForm, stories: Sequence[DigestStory], titles: Sequence[str]) -> bool:
    """Whether stories have titles and texts of their own, and something but their titles tells it."""
    whole = stories[:-1] if len(stories) > FEWEST else stories
    has_briefs = "briefs" in form.headings
    if (len(titles) < MOST * len(stories) and not has_briefs) or len(set(titles)) < MOST * len(titles):
        return False
    is_by_furniture = form.rule == "block" and not (form.headings or form.listed)
    inner = sum(story.inner_titles for story in stories)
    if share(story.text for story in whole) < MOST or inner > len(whole) * (not is_by_furniture):
        return False
    if not (form.headings or form.furniture or form.listed or _are_told(form, stories)):
        return False
    related = list(map(_is_related, stories))
    return form.rule in {"listed", "credits"} or max(share(related), share(related[: len(whole)])) >= RELATED


def _with_mark(form: DigestForm, titles: Sequence[str]) -> DigestForm:
    """The form with the mark that most titles begin with, or the brackets around them."""
    marks = Counter(item.mark for title in titles if (item := item_of(title)))
    marks.update(title[0] + title[-1] for title in titles if title[0] + title[-1] in QUOTES)
    mark, count = marks.most_common(1)[0] if marks else ("", 0)
    return form._replace(title_mark=mark if count >= MOST * len(titles) else "")


def _are_told(form: DigestForm, stories: Sequence[DigestStory]) -> bool:
    """Whether stories are told from a text with subheads by more than their titles."""
    if share(story.has_source for story in stories) >= MOST or _is_mail(stories[0].above):
        return True
    if form.mark and len(stories) > FEWEST and all(story.is_run_on for story in stories):
        return form.mark != "【】" or any(DAY_ABOVE.search(row.text) for row in stories[0].above)
    if form.mark and len(stories) > FEWEST and _are_below_name(stories[0].above):
        return True
    told = [story.is_told for story in stories]
    if form.gap and sum(told) >= FEWEST and share(told) >= HALF:
        return True
    return all(told) or (form.has_kickers and form.rule == "mark")


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
    linked = all(map(_has_address, stories))
    if (
        len(texts) < (FEWEST if linked else FEWEST_BRIEFS)
        or len(texts) < len(stories)
        or share(is_text(text) or text[-1:] == "；" for text in texts) < MOST
    ):
        return False
    if form.headings or linked or share(story.has_source for story in stories) >= MOST:
        return True
    above = stories[0].above
    is_named = any(BRIEFS.search(row.text) or DAY_ABOVE.search(row.text) for row in above)
    compared = [text[:COMPARED] for text in texts[:LINES_COMPARED]]
    return is_named and (cohesion(compared) < LOOSE or recurrence(compared) < APART)


def _has_address(story: DigestStory) -> bool:
    below = credit_on(story.text[-1][1].strip()) if len(story.text) > 1 else None
    return "url" in {**story.facts, **(below or {})}


def _is_related(story: DigestStory) -> bool:
    """Whether title and text of a story have a pair in common."""
    if not story.title:
        return True
    text = "".join(line for _, line in story.text)[:COMPARED]
    return not pairs_of(story.title.text).isdisjoint(pairs_of(text))


def _are_below_name(above: Sequence[DigestLine]) -> bool:
    """Whether the name of a digest, or that of a paper with its day and nothing else, is above stories."""
    if any(is_name_of_digest(row.text) for row in above):
        return True
    facts = [credit_on(row.text) or {} for row in above]
    return len(facts) == 1 and ({"source", "date"} <= facts[0].keys() or bool(NAME_AND_DAY.fullmatch(above[0].text)))


def _is_mail(above: Sequence[DigestLine]) -> bool:
    """Whether the head of a mail is above."""
    return sum(MAIL.match(row.text) is not None for row in above) >= FEWEST


def _have_addresses(stories: Sequence[DigestStory], rows: Sequence[DigestLine]) -> bool:
    """Whether an address is above the title of each story, and none below the last."""
    begins = {story.begin for story in stories}
    above = [bool(ADDRESS.fullmatch(row.text)) for row, below in pairwise(rows) if below.number in begins]
    return len(above) == len(stories) and all(above) and not ADDRESS.fullmatch(rows[-1].text)


def _have_kickers(stories: Sequence[DigestStory]) -> bool:
    """Whether a further title is above those of most stories, which is the last line of the story before."""
    first = stories[0].above[-1:]
    ends = [[line.strip() for _, line in story.text[-2:]] for story in stories[:-1]]
    is_above = [len(end) == 2 and is_digest_title(end[1]) and is_text(end[0]) for end in ends]  # noqa: PLR2004 (both)
    return bool(first) and not heading_of(first[0].text) and share(is_above) >= MOST
