"""Whether an article looks like several: facts of two days, items, contents, another topic, lines that recur."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgrep.readers.plausibility import SENTENCE
from newsgrep.readers.shared_pairs import pairs_of
from newsgrep.readers.strange_titles import MOST_HEADLINES
from newsgrep.readers.topics import changes_topic
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from newsgrep.model import Article

# Lines of an article that are looked at, and characters of them that are compared.
LINES_LOOKED_AT, COMPARED = 60, 400
FEW, FEWEST, MOST = 2, 3, 0.6
# Lines that may be a table of contents, and characters of a title in one.
LINES_OF_CONTENTS, SHORTEST_LISTED = 8, 6
# Characters of a line of facts, and of lines and texts that have words to compare.
FACT_LINE, LONG_LINE, LONG_TEXT = 60, 25, 100
DAY_PARTS = lazy_pattern(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
# The number in front of a title, and a label.
NUMBERED = lazy_pattern(r"\d{1,3}\s?[.．、)）]\s?\D|第\s?\d+|[①-⑳]|[一二三四五六七八九十]+、")
LABEL = lazy_pattern(r"(?:[\u3400-\u9fff]{2,5}|[A-Za-z_]{2,12})\s?[:：=](?!//)")
# Who speaks, in a talk.
SPEAKER = lazy_pattern("[问問答]|[记記]者|主持")
OUTLET = lazy_pattern(r"日报|晚报|时报|[\u3400-\u9fff]報|新华社|网|通讯社")
TEXT_END = lazy_pattern(r"[。！？!?；;…][”’」』）)》\]】\"']{0,3}$|[a-z0-9]\.$|[”’」』]$")
# What differs between lines of the same form.
VARIABLE = lazy_pattern(r"https?://\S+|\d+")


def is_of_several(article: Article) -> bool:
    """Whether there are many headlines, facts of two days, the mark of lines before the title, or two weaker signs."""
    if len(article.headlines) >= MOST_HEADLINES:
        return True
    lines = lines_of(article)[:LINES_LOOKED_AT]
    if len(lines) < FEWEST:
        return False
    if len(days_in(article)) >= FEW or _is_item(article, lines) or _lists_others(lines) or changes_topic(lines):
        return True
    signs = sum((_name_outlets(lines), _recur(lines), _label(lines), _is_unlike(article.title, lines)))
    return signs >= FEW or (signs == 1 and _are_unlike(lines))


def lines_of(article: Article) -> list[str]:
    """The lines of a text, as far as they are compared."""
    return [paragraph.text[:COMPARED] for paragraph in article.paragraphs]


def days_in(article: Article) -> set[str]:
    """The days on short lines of a text that are no sentences."""
    lines = (paragraph.text for paragraph in article.paragraphs if len(paragraph.text) <= FACT_LINE)
    found = (DAY_PARTS.search(line) for line in lines if not SENTENCE.search(line))
    return {iso_day(match) for match in found if match}


def iso_day(day: re.Match[str]) -> str:
    """A day whose parts ``DAY_PARTS`` found, as 2025-03-18."""
    return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"


def _is_item(article: Article, lines: Sequence[str]) -> bool:
    from newsgrep.readers.texts.digest_lines import item_of

    title = item_of(article.headlines[-1].text) if article.headlines else None
    return title is not None and any((item := item_of(line)) and item.mark == title.mark for line in lines)


def _lists_others(lines: Sequence[str]) -> bool:
    """Whether lines without an end are named in lines above them, one behind the other, as in a table of contents."""
    at = found = 0
    for number, line in enumerate(lines[1:], start=1):
        is_title = SHORTEST_LISTED <= len(line) <= FACT_LINE and not TEXT_END.search(line) and not NUMBERED.match(line)
        place = "\n".join(lines[: min(number, LINES_OF_CONTENTS)]).find(line, at) if is_title else -1
        if place >= 0:
            at, found = place + len(line), found + 1
    return found >= FEWEST


def _is_unlike(title: str, lines: Sequence[str]) -> bool:
    """Whether a title shares no pair of characters with the beginning of a text that is long enough."""
    pairs, text = pairs_of(title), "\n".join(lines)[: FEW * COMPARED]
    return len(pairs) >= FEWEST and len(text) >= LONG_TEXT and not pairs & pairs_of(text)


def _are_unlike(lines: Sequence[str]) -> bool:
    """Whether most long lines share no pair of characters with the next one."""
    pairs = [pairs_of(line) for line in lines if len(line) >= LONG_LINE]
    return len(pairs) >= FEWEST and sum(not one & other for one, other in pairwise(pairs)) >= MOST * (len(pairs) - 1)


def _short(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if len(line) <= FACT_LINE and not TEXT_END.search(line)]


def _name_outlets(lines: Sequence[str]) -> bool:
    return sum(OUTLET.search(line) is not None for line in _short(lines)) >= FEW


def _recur(lines: Sequence[str]) -> bool:
    """Whether a short line recurs but for its numbers, or two do."""
    forms = Counter(VARIABLE.sub("0", line) for line in _short(lines)).values()
    return max(forms, default=0) >= FEWEST or sum(number >= FEW for number in forms) >= FEW


def _label(lines: Sequence[str]) -> bool:
    """Whether lines have the same label, and are no talk."""
    labels = Counter(found[0] for line in lines if (found := LABEL.match(line)))
    return max(labels.values(), default=0) >= FEW and not any(map(SPEAKER.match, labels))
