"""BibTeX: citations of articles, whose text is the abstract."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.lines import joined
from newsgrep.readers.problems import unclosed
from newsgrep.readers.records import Record
from newsgrep.readers.texts.citations import unknown_style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem

ENTRY = re.compile(r"^[ \t]*@(\w{3,40})\s*[{(]\s*([^,\s{}\"]{0,200})\s*,", re.MULTILINE)
FIELD = re.compile(r"\s*,?\s*([A-Za-z_+-]{2,40})\s*=\s*")
BARE = re.compile(r"[^,{}\s]{1,200}")
NO_CITATION = frozenset(("comment", "preamble", "string"))
# Fields under the names of what they are here: a year is a date, and a number of pages no section.
NAMES = {"journal": "source", "journaltitle": "source", "booktitle": "source", "newspaper": "source"}
ROLES = ("title", "author", "date", "year", "source", "abstract", "url", "publisher")
EDGE = re.compile(r'[{}"]')
CLOSING = re.compile(r"[})]")
# LaTeX's names of signs that are markup themselves, as exports write them.
SIGNS = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciicircum": "^", "asciitilde": "~"}
MARKUP = re.compile(rf"\\text({'|'.join(SIGNS)})\b(?:\{{\}})?|[{{}}]|\\(?=[&%$#_])")
AND = re.compile(r"\s+and\s+")


def looks_like_bibtex(head: str) -> bool:
    r"""Whether a text begins with an entry.

    >>> looks_like_bibtex("@article{he2025,\n title={大桥合龙}}"), looks_like_bibtex("@江城日报 大桥合龙")
    (True, False)
    """
    first = ENTRY.search(head)
    return first is not None and not head[: first.start()].strip().strip("%").count("\n")


def read_bibtex(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """The entries that have a title. Raises ``ReadError`` if the file is longer than a page may be."""
    text = joined(lines)
    line, counted, found = 1, 0, 0
    for entry in ENTRY.finditer(text):
        line, counted = line + text.count("\n", counted, entry.start()), entry.start()
        if entry[1].lower() in NO_CITATION:
            continue
        fields = list(_fields(text, entry.end()))
        values = {name: value for name, value, _ in fields}
        end = max((end for *_, end in fields), default=entry.end())
        if end > len(text) or not CLOSING.search(text, end):
            yield unclosed(path, line)
        if "title" in values:
            found += 1
            yield Record({**_usual(values), "id": entry[2]}, line)
    if not found and text.strip():
        yield unknown_style(path)


def _usual(values: dict[str, str]) -> dict[str, str]:
    named = {NAMES.get(name, name): value for name, value in values.items()}
    found = {name: _plain(named[name]).strip() for name in ROLES if name in named}
    if "author" in found:
        found["author"] = "\n".join(AND.split(found["author"]))
    if "year" in found:
        found.setdefault("date", found.pop("year"))
    return found


def _plain(value: str) -> str:
    r"""A value without its markup.

    >>> _plain(r"{GDP}涨50\% \textbraceleft{}x\textbraceright{}")
    'GDP涨50% {x}'
    """
    return MARKUP.sub(lambda markup: SIGNS.get(markup[1], ""), value)


def _fields(text: str, position: int) -> Iterator[tuple[str, str, int]]:
    """The fields of an entry, from behind its key: name, value, and where that ends."""
    while match := FIELD.match(text, position):
        value, position = _value(text, match.end())
        yield match[1].lower(), value, position


def _value(text: str, begin: int) -> tuple[str, int]:
    """A value in braces or quotation marks, or a bare word, and where it ends: behind the text if it has no end."""
    opening = text[begin : begin + 1]
    if opening not in {"{", '"'}:
        bare = BARE.match(text, begin)
        return (bare[0], bare.end()) if bare else ("", begin)
    closing = '"' if opening == '"' else "}"
    depth = 0
    for edge in EDGE.finditer(text, begin):
        depth += (edge[0] == "{") - (edge[0] == "}")
        if edge.start() > begin and not depth and edge[0] == closing:
            return text[begin + 1 : edge.start()], edge.end()
    return text[begin + 1 :], len(text) + 1
