"""Articles as Nexis exports them to text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.texts.field_lines import FieldLines, first_lines
from newsgrep.readers.texts.press_exports import COPYRIGHT, is_date, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

    Lines = list[tuple[int, str]]

COUNT = re.compile(r"\s*\d{1,5} of \d{1,5} DOCUMENTS?", re.IGNORECASE)
END = re.compile(r"End of Document", re.IGNORECASE)
LABEL = re.compile(
    r"(HEADLINE|BYLINE|SECTION|LENGTH|DATELINE|LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|GRAPHIC|SUBJECT|JOURNAL-CODE|"
    r"COPYRIGHT|HIGHLIGHT|CLASSIFICATION|ORGANIZATION|COMPANY|GEOGRAPHIC|PERSON|TICKER|INDUSTRY|TYPE|DISTRIBUTION|"
    r"CORRECTION[\w-]*)\s?:\s*(.*)",
    re.IGNORECASE,
)
ROLES = {"headline": "title", "byline": "author", "section": "section"}
BELOW = frozenset(
    (
        "load-date",
        "language",
        "publication-type",
        "graphic",
        "subject",
        "journal-code",
        "classification",
        "organization",
    )
)
MOST_HEADER_LINES = 6


def looks_like_nexis(head: str) -> bool:
    r"""Whether a text is of articles as Nexis lists them.

    >>> looks_like_nexis("1 of 20 DOCUMENTS\n\nJiangcheng Daily\n\nMay 8, 2025\n\nBridge opens\n\nLENGTH: 45 words\n")
    True
    """
    lines = first_lines(head)
    labels = {match[1].lower() for line in lines if (match := LABEL.match(line))}
    if any(map(COUNT.fullmatch, lines)):
        return "length" in labels
    return (
        "Body" in lines and bool(labels & {"length", "load-date"}) and bool(labels & {"load-date", "section", "byline"})
    )


def read_nexis(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Articles of Nexis: below ``1 of 20 DOCUMENTS``, or above ``End of Document``."""
    block: Lines = []
    for number, line in enumerate(lines, start=1):
        if COUNT.fullmatch(line.rstrip()) or END.fullmatch(line.strip()):
            yield from _nexis_article(path, block)
            block = []
        else:
            block.append((number, line.rstrip("\n")))
    yield from _nexis_article(path, block)


def _nexis_article(path: str, block: Lines) -> Iterator[Record | Problem]:
    filled = [(number, line.strip()) for number, line in block if line.strip() and not COPYRIGHT.fullmatch(line)]
    labels = [index for index, (_, line) in enumerate(filled) if LABEL.match(line) or line == "Body"]
    if not labels:
        if len(filled) > MOST_HEADER_LINES:
            yield unknown(path, filled[0][0])
        return
    dates = [index for index, (_, line) in enumerate(filled[:MOST_HEADER_LINES]) if is_date(line)]
    if not dates:
        yield unknown(path, filled[0][0])
        return
    yield _nexis_record(filled, dates[0])


def _nexis_record(filled: Lines, date: int) -> Record:
    """An article with its newspaper, date and headline above labelled lines; the body is below the last of them."""
    fields = FieldLines()
    names_body = any(line == "Body" for _, line in filled)
    # In order: newspaper, date, headline; or headline, newspaper, date.
    above = [item for item in filled[:date] if not LABEL.match(item[1])]
    source = above[-1] if above else None
    if source:
        fields.add("source", source[1], source[0])
    fields.add("date", filled[date][1], filled[date][0])
    for number, line in above[:-1]:
        fields.add("title", line, number)
    is_body = is_below = False
    for number, line in filled[date + 1 :]:
        label = LABEL.match(line)
        name = label[1].lower() if label else ""
        if name in BELOW:
            is_below = True
        elif label and not is_below:
            if role := ROLES.get(name):
                fields.add(role, label[2], number)
            is_body = is_body or (name == "length" and not names_body)
        elif line == "Body":
            is_body = True
        elif is_body and not is_below:
            fields.add("body", line, number)
        elif not is_below and "title" not in fields:
            fields.add("title", line, number)
    return fields.record(filled[0][0])
