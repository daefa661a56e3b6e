"""Headlines with their addresses, as a crawler's first code prints them: both on a line, or one after another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.han import HAN
from newsgrep.readers.texts.field_lines import FieldLines, first_lines, share
from newsgrep.readers.texts.labels import role_of
from newsgrep.readers.texts.separated_lines import odd_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

FEWEST, MOST = 3, 0.9
FEWEST_HAN, LONGEST_TITLE = 6, 90
# An address, in the quotation marks of Python or JSON perhaps.
ADDRESS = re.compile(r"""(?:b?["'])?((?:https?:)?//[^\s"'<>()（）\[\]，。、；|\u3400-\u9fff]{4,2000})["']?""")
DATE = r"[\[(（【]?((?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?(?:[ T]?\d{1,2}:\d\d(?::\d\d)?)?)[\])）】]?"
FIRST_DATE, LAST_DATE = re.compile(DATE), re.compile(rf"(?:(?<=[\s,，;；|｜\])）】])|^){DATE}$")
ORDINAL = re.compile(r"^(?:第\s?)?[\[(（]?\d{1,5}\s?[.．、)）\]:：\t]\s?(?=\D|(?:19|20)\d\d(?!\d))")
# An address of a page, rather than of a site.
OF_PAGE = re.compile(r"(?:https?:)?//[^/]+/.*\w")
# What parts the two, and what a title may be put between.
MARKS = " \t\u3000,，;；:：|｜=>→*•·#-—–"
QUOTED = re.compile(r"""[bu]?(["'])(.*)\1|[\[【]([^\[\]【】]*)[\]】]""")
PAIR = re.compile(r"[(\[{](.*)[)\]}],?")
PAIRS = frozenset(("()", "[]", "{}"))
# The name of a share that may be delisted begins with an asterisk, which is no mark.
STOCK = re.compile(r"\*(?=ST)")
OPENING = "(（[【<"
SENTENCE = re.compile("[。；][^。；…”’」』）)]")


class Parts(NamedTuple):
    """What is on a line: a headline, an address or both, and a date perhaps."""

    title: str
    url: str
    date: str = ""


def looks_like_headline_links(head: str) -> bool:
    r"""Whether a text is headlines with their addresses, on the same line or on the next.

    >>> looks_like_headline_links("江城大桥昨日通车 https://j.example/1\n" * 3)
    True
    >>> looks_like_headline_links("江城大桥昨日通车\nhttps://j.example/1\n" * 3)
    True
    >>> looks_like_headline_links("2025-03-18|江城大桥通车|https://j.example/1\n" * 2 + "2025-03-17|江城大桥合龙\n")
    True
    >>> looks_like_headline_links("音乐 https://j.example/1\n" * 3)
    False
    """
    if "//" not in head:
        return False
    lines = list(map(parts_of, first_lines(head)))
    both = share(each.title and each.url for each in lines)
    complete = share(each.title and (each.url or each.date) for each in lines)
    titles = [each.title for each in lines if each.title]
    pairs = list(zip(lines[::2], lines[1::2], strict=False))
    is_pairs = both < 1 - MOST and share(bool(a.title) != bool(b.title) for a, b in pairs) >= MOST
    return (
        len(titles) >= FEWEST
        and (complete >= MOST or is_pairs)
        and share(map(_is_headline, titles)) >= MOST
        and 2 * sum(bool(OF_PAGE.match(each.url)) for each in lines) > len(titles)
        and sorted(len(HAN.findall(title)) for title in titles)[len(titles) // 2] >= FEWEST_HAN
    )


def _is_headline(title: str) -> bool:
    return len(title) <= LONGEST_TITLE and "\t" not in title and not SENTENCE.search(title)


def read_headline_links(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article per headline, with its address."""
    waiting: tuple[int, Parts] | None = None
    for number, line in enumerate(lines, start=1):
        parts = parts_of(line.strip())
        if not parts.title and not parts.url:
            if line.strip():
                yield odd_line(path, number)
        elif waiting and not (parts.title and parts.url) and bool(waiting[1].title) != bool(parts.title):
            known = waiting[1]
            both = Parts(known.title or parts.title, known.url or parts.url, known.date or parts.date)
            yield _record(both, waiting[0], number if parts.title else waiting[0])
            waiting = None
        else:
            if waiting:
                yield _alone(path, *waiting)
            waiting = None if parts.title and parts.url else (number, parts)
            if not waiting:
                yield _record(parts, number, number)
    if waiting:
        yield _alone(path, *waiting)


def _alone(path: str, number: int, parts: Parts) -> Record | Problem:
    """A headline without an address; an address without a headline is none."""
    return _record(parts, number, number) if parts.title else odd_line(path, number)


def _record(parts: Parts, number: int, line_of_title: int) -> Record:
    fields = FieldLines()
    fields.add("title", parts.title, line_of_title)
    fields.add("url", parts.url, number)
    fields.add("date", parts.date, number)
    return fields.record(number)


def parts_of(line: str) -> Parts:
    """The headline, address and date of a line.

    >>> parts_of("1. 江城大桥昨日通车 --- https://j.example/1")
    Parts(title='江城大桥昨日通车', url='https://j.example/1', date='')
    >>> parts_of("('江城大桥昨日通车', 'https://j.example/1', '2018-03-26')")
    Parts(title='江城大桥昨日通车', url='https://j.example/1', date='2018-03-26')
    """
    line = STOCK.sub("＊", line)
    pair = PAIR.fullmatch(line)
    if pair and line[0] + line.rstrip(",")[-1] in PAIRS and ADDRESS.search(pair[1]):
        line = pair[1]
    found = list(ADDRESS.finditer(line))
    if len(found) > 1:
        return Parts("", "")
    if not found:
        date, title = _without_date(line)
        return Parts(_title(title), "", date)
    before, after = line[: found[0].start()].rstrip(), line[found[0].end() :].strip()
    if before[-1:] and before[-1] in OPENING:
        before, after = before[:-1], after[1:]
    date, before = _without_date(before)
    other_date, after = _without_date(after)
    sides = [side for side in (_title(before), _title(after)) if side]
    return Parts(sides[0] if len(sides) == 1 else "", found[0][1] if len(sides) < len("ab") else "", date or other_date)


def _without_date(text: str) -> tuple[str, str]:
    """The date at the beginning or end of a text, and the rest."""
    text = text.strip(MARKS)
    if found := FIRST_DATE.match(text) or LAST_DATE.search(text):
        return found[1], text[: found.start()] + text[found.end() :]
    quoted = QUOTED.fullmatch(text)
    if quoted and quoted[1] and (found := FIRST_DATE.fullmatch(quoted[2])):
        return found[1], ""
    return "", text


def _title(text: str) -> str:
    """A headline without its number and what it is put between; what an address is called is none."""
    text = ORDINAL.sub("", text.strip(MARKS), count=1)
    quoted = QUOTED.fullmatch(text.strip(MARKS))
    text = (quoted[2] or quoted[3] or "") if quoted else text.strip(MARKS)
    if role_of(text) == "url":
        return ""
    return text.strip().replace("＊ST", "*ST") if HAN.search(text) else ""
