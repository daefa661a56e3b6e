"""Citations as CNKI and others export them: EndNote, E-Study, RefWorks, NoteExpress, RIS, and lists as in GB/T 7714."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import Message
from newsgrep.readers.problems import Problem, unclosed
from newsgrep.readers.texts.field_lines import LINE_LOOKED_AT, FieldLines, first_lines, share, usual_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.records import Record


class CitationStyle(NamedTuple):
    """A style of citations: a field per line, ``tag`` and value; ``first`` begins a citation.

    An empty ``first`` stands for the tag of the first line. ``roles`` has the roles of tags, and ``fallbacks`` of those
    that count only if no other tag has the role.
    """

    line: re.Pattern[str]
    first: str
    roles: Mapping[str, str]
    fallbacks: Mapping[str, str]


REFER = CitationStyle(
    re.compile(r"%(\S)(?:\s+(.*))?"),
    "0",
    {"T": "title", "A": "author", "J": "source", "B": "source", "8": "date", "X": "body", "P": "page", "U": "url"},
    {"D": "date", "7": "date", "I": "source", "M": "id"},
)
ESTUDY = CitationStyle(
    re.compile(r"(DataType|[A-Z][A-Za-z]{2,20}-[\u3400-\u9fff]{1,8})\s*[:：]\s*(.*)"),
    "",  # which fields there are is chosen
    {"Title": "title", "Author": "author", "Source": "source", "PubTime": "date", "Summary": "body", "Page": "page"}
    | {"Link": "url", "Fulltext": "body", "FullText": "body"},
    {"Year": "date", "SrcDatabase": "type"},
)
REFWORKS = CitationStyle(
    re.compile(r"([A-Z][A-Z0-9])(?: (.*))?"),
    "RT",
    {"T1": "title", "A1": "author", "JF": "source", "JO": "source", "FD": "date", "AB": "body", "OP": "page"}
    | {"SP": "page", "LK": "url", "UL": "url"},
    {"YR": "date", "ID": "id", "PB": "source"},
)
NOTE_EXPRESS = CitationStyle(
    re.compile(r"\{([A-Z][A-Za-z /()-]{2,40})\}\s*:\s*(.*)"),
    "Reference Type",
    {"Title": "title", "Author": "author", "Newspaper": "source", "Journal": "source", "Date": "date", "Page": "page"}
    | {"Pages": "page", "Abstract": "body", "URL": "url", "Link": "url", "Issue Date": "date"},
    {"Year": "date", "Secondary Title": "source", "Publisher": "source", "Accession Number": "id"},
)
RIS = CitationStyle(
    re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?"),
    "TY",
    {"TI": "title", "T1": "title", "AU": "author", "A1": "author", "T2": "source", "JO": "source", "JF": "source"}
    | {"JA": "source", "DA": "date", "Y1": "date", "AB": "body", "N2": "body", "SP": "page", "SE": "section"}
    | {"UR": "url", "L1": "url", "AN": "id"},
    {"PY": "date", "PB": "source", "ID": "id", "CT": "title", "BT": "source"},
)
END = "ER"
STYLES = (REFER, ESTUDY, REFWORKS, NOTE_EXPRESS, RIS)
# Of a title or text more lines are kept; of other fields that several tags give, the first, and every author.
JOINED = frozenset(("author", "body", "title"))
NEWSPAPER = re.compile(r"newspaper|news$|报纸|報紙", re.IGNORECASE)
# A page of a newspaper as citations have it: 001, A03.
PAGE = re.compile(r"([A-Z]?)0*(\d{1,3})")
# CNKI begins and ends the text of an abstract so.
ABSTRACT_MARK = re.compile(r"[<〈](?:正|/正)[>〉]")
# [1]何青禾. 新桥通车[N]. 江城日报,2025-03-18(001). DOI:…
GB7714 = re.compile(
    r"\[(?P<number>\d{1,5})\]\s?(?:(?P<author>[^.．\[\]]{1,80})[.．]\s?)?(?P<title>.{2,200}?)\[N\](?:[.．]\s?|，)"
    r"(?P<source>[^,，]{2,40})[,，]\s?(?P<date>\d{4}-\d\d?-\d\d?|\d{4}年\d\d?月\d\d?日)\s?(?:[(（](?P<page>[A-Z]?\d{1,3})[)）])?.*"
)
ABSTRACT = re.compile(r"[【\[]?(?:摘\s?要|内容提要|Abstract)[】\]]?\s?[:：]?\s?(?=\S)")
# Characters of the value of a tag without a role that is not left out, but read by its name.
LONG = 20
# Lines by which the style is judged.
JUDGED = 40
MOST_LINES, FEWEST_FIELDS = 0.5, 3


def looks_like_citations(head: str) -> bool:
    r"""Whether a text is a list of citations in one of the styles.

    >>> looks_like_citations("%0 Newspaper Article\n%A 何青禾\n%T 新桥通车\n%J 江城日报\n")
    True
    >>> looks_like_citations("%0 是什么意思？\n本报讯 昨日，新桥通车。\n")
    False
    """
    lines = first_lines(head)
    return _style_of(lines) is not None


def read_citations(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Citations, each an article whose text is the abstract."""
    numbered = enumerate(lines, start=1)
    waiting = list(islice(numbered, JUDGED))
    style = _style_of([line.strip() for _, line in waiting if line.strip()])
    if style:
        yield from _citations(path, style, chain(waiting, numbered))
    elif waiting:
        yield unknown_style(path)


def unknown_style(path: str) -> Problem:
    """The problem of a file that should hold citations."""
    return Problem(
        path,
        1,
        Message("contains no citations in a known style; not read"),
        Message("export them as EndNote, RIS or RefWorks"),
        lost=True,
    )


def _style_of(lines: list[str]) -> CitationStyle | None:
    """The style that the first line begins and most lines have."""
    for style in STYLES:
        first = style.line.fullmatch(lines[0]) if lines else None
        if first and style.first in {"", first[1]}:
            few = lines[:JUDGED]
            found = [match for match in map(style.line.fullmatch, few) if match]
            tags = {_tag(match) for match in found}
            named = sum(tag in style.roles for tag in tags)
            if named >= FEWEST_FIELDS - 1 and share(map(style.line.fullmatch, few)) >= MOST_LINES:
                return style if style.first else style._replace(first=_tag(first))
    return None


def _tag(match: re.Match[str]) -> str:
    """The tag of a line; that of E-Study without its Chinese name."""
    return match[1].partition("-")[0]


def _citations(path: str, style: CitationStyle, lines: Iterable[tuple[int, str]]) -> Iterator[Record | Problem]:
    ends = 0
    citation: list[tuple[int, str, str]] = []
    for number, line in lines:
        match = style.line.fullmatch(line.strip())
        tag = _tag(match) if match else ""
        if tag == style.first and citation:
            yield _record(style, citation)
            citation = []
        ends += tag == END
        if match:
            citation.append((number, tag, match[2] or ""))
        elif citation and line.strip():
            citation.append((number, "", line.strip()))
    if citation:
        yield _record(style, citation)
        if ends and style is RIS and END not in {tag for _, tag, _ in citation}:
            yield unclosed(path, citation[0][0])


def _record(style: CitationStyle, citation: list[tuple[int, str, str]]) -> Record:
    """A citation as a record; a line without a tag continues the one before it."""
    fields = FieldLines()
    reference_type = " ".join(value for _, tag, value in citation if tag in {style.first, "SrcDatabase"})
    given = {style.roles[tag] for _, tag, value in citation if tag in style.roles and value.strip()}
    role, role_tag = "", ""
    for number, tag, value in citation:
        if tag:
            role = style.roles.get(tag) or style.fallbacks.get(tag, "") or (tag if len(value) > LONG else "")
            is_later = role in fields and (role not in JOINED or (role != "author" and tag != role_tag))
            if is_later or (tag not in style.roles and role in given):
                role = ""
            role_tag = tag
        if role:
            _add(fields, role, value, number, is_news=bool(NEWSPAPER.search(reference_type)))
    return fields.record(citation[0][0])


def _add(fields: FieldLines, role: str, value: str, number: int, *, is_news: bool) -> None:
    if role == "page":
        if is_news and (page := PAGE.fullmatch(value.strip())):
            fields.add("section", f"{page[1]}{int(page[2]):02}版", number)
    elif role == "author":
        fields.add(role, usual_name(value), number)
    elif role == "body":
        fields.add(role, ABSTRACT_MARK.sub("", value), number)
    elif role != "type":
        fields.add(role, value, number)


def looks_like_references(head: str) -> bool:
    r"""Whether each line is a citation of a newspaper as in GB/T 7714.

    >>> looks_like_references("[1]何青禾. 新桥通车[N]. 江城日报,2025-03-18(001).")
    True
    """
    lines = first_lines(head) if "[N]" in head[:LINE_LOOKED_AT] else []
    lines = [line for line in lines if not ABSTRACT.match(line)]
    return share("[N]" in line and GB7714.match(line) for line in lines) > MOST_LINES


def read_references(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Citations of newspapers, a line each, perhaps with an abstract below; those of other media are named."""
    fields: FieldLines | None = None
    for number, line in enumerate(lines, start=1):
        match = GB7714.fullmatch(line.strip())
        if not match:
            abstract = ABSTRACT.match(line.strip())
            if fields and abstract and "body" not in fields:
                fields.add("body", line.strip()[abstract.end() :], number)
            elif line.strip():
                yield Problem(path, number, Message("not a citation of a newspaper article; not read"), lost=True)
            continue
        if fields:
            yield fields.record()
        fields = FieldLines()
        for role in ("title", "author", "source", "date"):
            fields.add(role, match[role] or "", number)
        if match["page"]:
            _add(fields, "page", match["page"], number, is_news=True)
    if fields:
        yield fields.record()
