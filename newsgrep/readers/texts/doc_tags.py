"""``<doc>`` blocks: Sogou, TREC and LDC collections (Gigaword, ACE), LCSTS, WikiExtractor; records without a root."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from newsgrep.message import Message
from newsgrep.readers.lines import MOST_AT_ONCE
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.text.dates import date_in_path
from newsgrep.text.markup import decode_entities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap

ATTRIBUTES = r"""(?:\s(?:"[^"\n]{0,2000}"|'[^'\n]{0,2000}'|[^"'<>\n])*)?"""
DOC_TAG = re.compile(rf"(<doc{ATTRIBUTES}>|</doc\s*>)", re.IGNORECASE)
BEGINNING = re.compile(
    rf"\s*(?:<\?xml[^>\n]*>\s*)?(?:<!DOCTYPE[^>\n]*>\s*)?(?:<(?:src|tst|ref)set[^<>\n]*>\s*)?<doc{ATTRIBUTES}>",
    re.IGNORECASE,
)
# Tags within texts of translation and speech collections, which HTML does not know.
# Sentences and turns, and what annotators mark within them: names, times, numbers.
SEGMENT = re.compile(
    r"</?(?:seg|sent|sentence|turn|s|enamex|timex3?|numex|entity|mention|person|location|organization|number|money|"
    r"percent|nr|ns|nt)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
FIELD, FIELD_END = re.compile(r"<(\w+)(?:\s[^<>]*)?>"), re.compile(r"</(\w+)\s*>")
FIRST_FIELD = re.compile(rf"\s*{FIELD.pattern}")
# Elements that hold the fields of a document, in ACE and TDT collections.
CONTAINERS = frozenset(("body", "header", "trailer", "metadata", "data"))
# What the collections call title and body, where that is no usual name of either; the first that a document has counts.
TITLES, BODIES = ("headline", "hl", "ti"), ("text", "short_text", "lp", "tx", "turn", "p")
DATES = ("datetime", "date_time", "dd", "pubtime")
PARAGRAPH = "p"
# An id of a newswire document, as in Gigaword (XIN_CMN_20250318.0001), TDT (VOM20001210.1100.0123) and TREC.
DATED_ID = re.compile(r"[A-Z]{2,5}(?:_[A-Z]{3})?[_-]?((?:19|20)\d{6})[._-]\d{2,4}(?:[._-]\d{2,5})*", re.IGNORECASE)
HOST = re.compile(r"https?://([\w.-]{3,80})")
SOGOU_LINE_END = "\ue40c"


def looks_like_docs(head: str) -> bool:
    """Whether a text begins with a ``<doc>``, which may have attributes.

    >>> looks_like_docs('<DOC id="XIN_CMN_20250318.0001" type="story" >'), looks_like_docs("<docs><doc>")
    (True, False)
    """
    return bool(BEGINNING.match(head))


def read_docs(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """``<doc>`` blocks: no root element, entities not always escaped; attributes are fields, too."""
    block: list[str] = []
    opening = ""
    begin = blocks = length = 0
    empty = True
    for number, line in enumerate(lines, start=1):
        empty = empty and not line.strip()
        length += len(line)
        if begin and length > MOST_AT_ONCE:
            yield Problem(path, begin, Message("<doc> is too long"), Message("split it into several"), lost=True)
            return
        for piece in DOC_TAG.split(line):
            tag = DOC_TAG.fullmatch(piece)
            if tag and not piece.startswith("</"):
                if begin:
                    yield _open_doc(path, begin)
                block, opening, begin, blocks, length = [], piece, number, blocks + 1, 0
            elif tag and begin:
                yield _record("".join(block), opening, begin)
                begin = 0
            elif begin:
                block.append(piece)
    if begin:
        yield _open_doc(path, begin)
    if not blocks and not empty:
        yield Problem(path, 1, Message("contains no <doc>"), Message("use JSONL, CSV or plain text instead"), lost=True)


def _open_doc(path: str, begin: int) -> Problem:
    return Problem(
        path,
        begin,
        Message("<doc> has no </doc>"),
        Message("fix the file, which seems to be truncated, and index again"),
        lost=True,
    )


def _record(block: str, opening: str, begin: int) -> Record:
    """The attributes and elements of a block as fields; what has no elements is a body."""
    values = {name: decode_entities(first or second or third) for name, first, second, third in _attributes(opening)}
    starts: dict[str, int] = {}
    fields = _fields(block) if block.lstrip().startswith("<") else iter(())
    paragraphs: list[str] = []
    line, counted, last = begin, 0, begin
    for name, start, end in fields:
        value = block[start:end]
        line, counted = line + block.count("\n", counted, start), start
        begins = line + value[: len(value) - len(value.lstrip())].count("\n")
        text = SEGMENT.sub("", value.replace(SOGOU_LINE_END, "\n"))
        if name.lower() == PARAGRAPH and name in starts:
            paragraphs.append("\n" * max(1, begins - last) + text.strip())
        else:
            values[name], starts[name] = text, begins
            paragraphs = [text.strip()] if name.lower() == PARAGRAPH else paragraphs
        last = begins + text.strip().count("\n")
    if len(paragraphs) > 1:
        values[next(name for name in starts if name.lower() == PARAGRAPH)] = "".join(paragraphs)
    if not starts and block.strip():
        _add_text(values, starts, block, begin)
    _add_usual_names(values, starts)
    return Record(values, begin, starts, spread=SOGOU_LINE_END not in block)


def _attributes(opening: str) -> list[tuple[str, str, str, str]]:
    return ATTRIBUTE.findall(opening[len("<doc") :])


def _add_text(values: dict[str, str], starts: dict[str, int], block: str, begin: int) -> None:
    """A block without elements as the body, without the title that WikiExtractor repeats on its first line."""
    text = block.lstrip()
    start = begin + block[: len(block) - len(text)].count("\n")
    first, _, rest = text.partition("\n")
    if first.strip() == values.get("title", "").strip():
        body = rest.lstrip("\n")
        start, text = start + 1 + len(rest) - len(body), body
    values["text"], starts["text"] = text, start


def _add_usual_names(values: dict[str, str], starts: dict[str, int]) -> None:
    """Title, body, date and source under names that every mapping knows, where the collection has others."""
    named = {name.lower(): name for name in values}
    titles = (*TITLES, "summary") if "short_text" in named else TITLES  # LCSTS has headlines as summaries
    for role, names in (("title", titles), ("body", BODIES), ("date", DATES)):
        found = next((named[name] for name in names if name in named), None)
        if found and role not in named:
            values[role] = values[found]
            if found in starts:
                starts[role] = starts[found]
    identity = next((values[named[name]] for name in ("id", "docno", "docid") if name in named), "")
    dated = DATED_ID.fullmatch(identity.strip())
    address = values[named["url"]] if "url" in named else ""
    date = dated[1] if dated else date_in_path(address)
    if date and "date" not in values and not {"date", "time"} & named.keys():
        values["date"] = date
    host = HOST.match(address.strip())
    if host and "contenttitle" in named and "source" not in named:
        values["source"] = host[1]


def _fields(block: str) -> Iterator[tuple[str, int, int]]:
    """The name of each closed tag, and the start and end of its content; tags inside are part of the content.

    A tag that merely holds others, such as ``<BODY>`` around ``<HEADLINE>`` and ``<TEXT>``, gives way to them.
    """
    ends: dict[str, list[int]] = {}
    for end in FIELD_END.finditer(block):
        ends.setdefault(end[1], []).append(end.start())
    position = 0
    while match := FIELD.search(block, position):
        name, start = match[1], match.end()
        closing = ends.get(name, [])
        at = bisect_left(closing, start)
        if at < len(closing) and not _is_container(block, name, start):
            yield name, start, closing[at]
            position = closing[at]
        else:
            position = start


def _is_container(block: str, name: str, start: int) -> bool:
    inner = FIRST_FIELD.match(block, start) if name.lower() in CONTAINERS else None
    return inner is not None and inner[1].lower() not in {"p", "div", "br", "strong", "b", "span"}
