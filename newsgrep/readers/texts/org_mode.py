"""Org mode (.org, https://orgmode.org): its lines as those of Markdown, each where it is, and its keywords as facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.lines import joined
from newsgrep.readers.texts.labelled_blocks import labelled
from newsgrep.readers.texts.markdown import read_translated
from newsgrep.readers.texts.yaml_front_matter import FrontMatter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

HEADING = re.compile(
    r"(\*{1,12})\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED|KILL|PROJ)\s+)?(?:\[#[A-Z]\]\s+)?(.*?)(?:\s+:[\w@#%:]+:)?\s*"
)
KEYWORD = re.compile(r"\s*#\+([A-Za-z_]{2,30}):\s*(.*)")
BLOCK = re.compile(r"\s*#\+(begin|end)_(\w{1,20})", re.IGNORECASE)
NO_TEXT = frozenset(("comment", "export", "src"))
DRAWER, DRAWER_END = re.compile(r"\s*:[A-Za-z_-]{2,30}:\s*"), re.compile(r"\s*:end:\s*", re.IGNORECASE)
PROPERTY = re.compile(r"\s*:([\w-]{1,40})\+?:\s+(.*)")
PLANNING = re.compile(r"\s*(?:(?:CLOSED|SCHEDULED|DEADLINE):\s*[<\[][^<>\[\]\n]{1,60}[>\]]\s*)+")
COMMENT = re.compile(r"\s*#(?:\s.*)?")
RULE = re.compile(r"\s*-{5,}\s*")
LINK = re.compile(r"\[\[(?P<url>[^\[\]\n]{1,2000})\](?:\[(?P<text>[^\[\]\n]{1,500})\])?\]")
STAMP = re.compile(r"[<\[]((?:19|20)\d\d-\d\d-\d\d)(?:\s[\w.]{1,9})?(?:\s(\d{1,2}:\d\d))?[>\]]")
# Marks of emphasis stand between white space or punctuation: /italic/, =code=.
EMPHASIS = re.compile(
    r"(?<![^\s\-({'\"])([*/=~+_])(?=\S)([^\n]{1,1000}?)(?<=\S)\1(?![^\s\-.,:!?;'\")}\[。，；：！？）])"
)
MARKDOWN = {"*": "**", "/": "*", "=": "`", "~": "`", "+": "", "_": ""}
FACTS = frozenset(("url", "source", "date", "author", "section"))
ADDRESSES = frozenset(("roam_refs", "url", "link"))
PICTURE = re.compile(r"(?:file:|\.{0,2}/)?\S+\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE)


def read_org(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The articles of a document. Raises ``ReadError`` if it is longer than a page may be."""
    raw, front = translated(joined(lines).split("\n"))
    yield from read_translated(path, raw, front, fields)


def translated(lines: Sequence[str]) -> tuple[list[str], FrontMatter]:
    """The lines in Markdown, and the facts of the document.

    >>> raw, front = translated(["#+TITLE: 大桥合龙", "#+DATE: <2025-03-18 Tue>", "* 现场", "见[[https://j.cn][江城网]]。"])
    >>> raw, front.values
    (['', '', '# 现场', '见[江城网](https://j.cn)。'], {'title': '大桥合龙', 'date': '2025-03-18'})
    """
    document = _Document()
    return [document.line(number, line) for number, line in enumerate(lines, 1)], document.front


class _Document:
    """Translates line by line, and gathers the facts above the first heading."""

    def __init__(self) -> None:
        self.front = FrontMatter({}, {}, 0)
        self._has_heading = self._in_drawer = False
        self._hidden = ""

    def line(self, number: int, line: str) -> str:
        if found := BLOCK.match(line):
            name = found[2].lower()
            self._hidden = name if found[1].lower() == "begin" and name in NO_TEXT else ""
            return ""
        if self._hidden or RULE.fullmatch(line):
            return "" if self._hidden else "***"
        if heading := HEADING.fullmatch(line):
            self._has_heading = True
            return f"{'#' * min(len(heading[1]), 6)} {self._inline(heading[2])}"
        if self._in_drawer or DRAWER.fullmatch(line):
            self._in_drawer = not DRAWER_END.fullmatch(line)
            found = PROPERTY.fullmatch(line)
            return self._fact(number, found[1], found[2]) if found else ""
        if keyword := KEYWORD.match(line):
            if keyword[1].lower() not in self.front.values:
                self._add(number, keyword[1].lower(), keyword[2])
            return ""
        if COMMENT.fullmatch(line) or PLANNING.fullmatch(line):
            return ""
        return self._inline(line.removeprefix(": "))

    def _fact(self, number: int, name: str, value: str) -> str:
        """A property: of the document above its first heading, else a line of the story below it."""
        name = "url" if name.lower() in ADDRESSES else name.lower()
        if not self._has_heading:
            self._add(number, name, value)
            return ""
        line = f"{name}: {_without_stamps(value)}"
        found = labelled(line)
        return line if found and found.role in FACTS else ""

    def _add(self, number: int, name: str, value: str) -> None:
        self.front.values[name] = _without_stamps(value).strip()
        self.front.starts[name] = number

    @staticmethod
    def _inline(text: str) -> str:
        """A text with its links and emphasis as Markdown has them."""
        if not any(mark in text for mark in "[<*/=~+_"):
            return text
        text = EMPHASIS.sub(lambda found: f"{MARKDOWN[found[1]]}{found[2]}{MARKDOWN[found[1]]}", _without_stamps(text))
        return LINK.sub(_link, text)


def _link(found: re.Match[str]) -> str:
    if found["text"]:
        return f"[{found['text']}]({found['url'].replace(' ', '%20')})"
    return "" if PICTURE.fullmatch(found["url"]) else found["url"]


def _without_stamps(text: str) -> str:
    """A text with its times as usual: <2025-03-18 Tue 09:15> is 2025-03-18 09:15."""
    return STAMP.sub(lambda found: " ".join(filter(None, found.groups())), text)
