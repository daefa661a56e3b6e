"""JSON as people and programs write it by hand: JSON5 (https://spec.json5.org), and data in scripts and shells."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)"""
    r"""|(?P<string>"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|`[^`\\]*(?:\\.[^`\\]*)*`)"""
    r"""|(?P<mark>[\[\]{}:,()])|(?P<join>\+(?=\s*["'`]))|(?P<word>(?:new\s+)?[+\-!]?[\w$.][\w$.+\-]*)""",
    re.DOTALL,
)
COMMENTS = re.compile(r"(?:\s*(?://[^\n]*|/\*.*?\*/))+", re.DOTALL)
ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\n)|(.))", re.DOTALL)
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
WORDS = {
    **dict.fromkeys(("undefined", "NaN", "Infinity", "-Infinity", "+Infinity", "null", "None"), "null"),
    **dict.fromkeys(("true", "!0", "True"), "true"),
    **dict.fromkeys(("false", "!1", "False"), "false"),
}
BEHIND = re.compile(r"\s*([:(])?")
NUMBER = re.compile(r"([+-]?)([0-9]*)(\.[0-9]*)?([eE][+-]?[0-9]+)?")
HEX = re.compile(r"([+-]?)0[xX]([0-9A-Fa-f]{1,15})")
# What merely wraps a value: new Date("2025-03-18"), ObjectId("…") of the shell of MongoDB.
CALLS = frozenset(
    (
        *("Date", "String", "Number", "ISODate", "ObjectId", "NumberLong", "NumberInt", "NumberDecimal", "UUID"),
        *("JSON.parse", "Object.freeze"),
    )
)
OPEN, CLOSED = "[{(", "]})"


class Relaxed(NamedTuple):
    """A value as JSON with the line ends of its source, and where it ended there; empty if it is no data.

    ``end`` is then where that was seen; None if what was opened there has no end.
    """

    json: str
    end: int | None


def to_json(text: str, position: int = 0) -> Relaxed:
    r"""The value at a position as JSON: without comments, with double quotation marks, and its keys quoted.

    >>> to_json("{title: '大桥', /* ... */ tags: ['桥',],}\n")
    Relaxed(json='{"title": "大桥",  "tags": ["桥"]}', end=38)
    >>> to_json("{title: '大桥', click: function () {}}").json
    ''
    """
    return _Translation(text, position).result()


class _Translation:
    """Translates one value, token by token."""

    def __init__(self, text: str, position: int) -> None:
        self._text = text
        self._position = position
        self._pieces: list[str] = []
        # What is open, where the last comma is among the pieces, and the line ends behind a string, which may go on.
        self._open: list[str] = []
        self._comma = -1
        self._line_ends = 0
        self._is_string = self._is_joined = self._is_call = False

    def result(self) -> Relaxed:
        while True:
            token = TOKEN.match(self._text, self._position)
            if token is None:
                is_endless = self._text.startswith(("/*", "`"), self._position)
                return Relaxed("", None if is_endless else self._position)
            if not self._take(token):
                return Relaxed("", self._position)
            self._position = token.end()
            if not self._open and not self._is_call and token.lastgroup != "space":
                return Relaxed("".join(self._pieces), self._position)

    def _take(self, token: re.Match[str]) -> bool:
        """Translate a token; whether it may be part of data."""
        text = token[0]
        match token.lastgroup:
            case "space":
                if self._is_string:
                    self._line_ends += text.count("\n")
                else:
                    self._pieces.append(text if text.isspace() else "\n" * text.count("\n"))
                return True
            case "string":
                return self._add_string(text)
            case "join":
                self._is_joined = self._is_string
                return self._is_joined
            case "mark":
                return self._add_mark(text)
            case _:
                return self._add_word(text, token.end())

    def _add_string(self, text: str) -> bool:
        if text[0] == "`" and "${" in text:
            return False
        value = json.dumps(unescaped(text[1:-1]), ensure_ascii=False)
        if self._is_joined:
            self._pieces[-1] = self._pieces[-1][:-1]
            self._pieces.append(value[1:])
        else:
            self._add(value)
        self._is_string, self._is_joined = True, False
        self._line_ends += text.count("\n")
        return True

    def _add_mark(self, mark: str) -> bool:
        if mark in OPEN:
            if (mark == "(") != self._is_call:
                return False
            self._is_call = False
            self._open.append(mark)
            self._add("" if mark == "(" else mark)
        elif mark in CLOSED:
            if not self._open or OPEN.index(self._open.pop()[-1]) != CLOSED.index(mark):
                return False
            if self._comma >= 0:
                self._pieces[self._comma] = ""
            self._add("" if mark == ")" else mark)
        else:
            self._add(mark)
            self._comma = len(self._pieces) - 1 if mark == "," else -1
        return True

    def _add_word(self, word: str, end: int) -> bool:
        """A key, a number, a word for a value, or a call around one."""
        rest = BEHIND.match(self._text, end)
        behind = rest[1] if rest else None
        if behind == ":" and self._open[-1:] == ["{"]:
            self._add(json.dumps(word, ensure_ascii=False))
            return True
        if behind == "(":
            self._is_call = word.removeprefix("new").strip() in CALLS
            return self._is_call
        value = WORDS.get(word) or number_of(word)
        self._add(value)
        return bool(value)

    def _add(self, piece: str) -> None:
        self._pieces += ["\n" * self._line_ends, piece] if self._line_ends else [piece]
        self._comma, self._line_ends, self._is_string = -1, 0, False


def number_of(word: str) -> str:
    """A number as JSON writes it; empty if it is none.

    >>> [number_of(word) for word in ("0x1F", "+.5", "7.", "007", "1e3", "a1")]
    ['31', '0.5', '7', '7', '1e3', '']
    """
    if match := HEX.fullmatch(word):
        return f"{match[1].removeprefix('+')}{int(match[2], 16)}"
    found = NUMBER.fullmatch(word)
    if not found or not (found[2] or (found[3] or ".") != "."):
        return ""
    sign, whole, part, exponent = (found[group] or "" for group in range(1, 5))
    return f"{sign.removeprefix('+')}{whole.lstrip('0') or '0'}{part if part != '.' else ''}{exponent}"


def unescaped(text: str) -> str:
    r"""The text of a string of JavaScript, without its marks.

    >>> unescaped(r"\u5927\x41\
    ... \u{6865}\'"), unescaped(r"\ud83d\ude00")
    ("大A桥'", '😀')
    """
    if "\\" not in text:
        return text
    found = ESCAPE.sub(_character, text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\u" in text else found


def _character(match: re.Match[str]) -> str:
    number = match[1] or match[2] or match[3]
    if number:
        return chr(min(int(number, 16), 0x10FFFF))
    return "" if match[4] else ESCAPED.get(match[5], match[5])
