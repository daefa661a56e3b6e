"""SQL → tokens, line by line; a string may go on over many lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.errors import ReadError
from newsgrep.readers.lines import MOST_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SPACE = re.compile(r"\s*(?:--[^\n]*)?")
NAME = re.compile(r"`([^`\n]{0,128})`|\"([^\"\n]{0,128})\"")
BARE = re.compile(r"[^\s'\"`(),;]+")
# The parts of a string up to its end, where backslashes escape (MySQL) and where they do not.
ESCAPED_PART, PLAIN_PART = re.compile(r"(?:[^'\\]|\\.|\\$)*", re.DOTALL), re.compile(r"[^']*")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "", "0": "", "b": "", "Z": ""}
# Only MySQL has backslash escapes in plain strings. Its dumps say so, or have backquotes.
MYSQL = re.compile(r"MySQL|MariaDB|`\w+`|\bENGINE\s*=", re.IGNORECASE)
COPY = re.compile(r"\s*COPY\s.{1,2000}\sFROM\s+stdin", re.IGNORECASE)
LOOKED_AT = 400


class SqlToken(NamedTuple):
    """A token and its line: a string, a quoted name, a mark, or anything else; a row of COPY is one ``row``."""

    kind: Literal["string", "name", "mark", "bare", "row"]
    value: str
    line: int
    is_first: bool = False


class UnclosedStringError(ValueError):
    """A string that begins on ``line`` has no end."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class UnclosedRowsError(UnclosedStringError):
    """The rows of a statement that begins on ``line`` have no end."""


def sql_tokens(lines: Iterable[str]) -> Iterator[SqlToken]:
    r"""The tokens of SQL, without comments.

    Raises ``UnclosedStringError``, ``UnclosedRowsError`` at the end of rows of COPY that no mark follows, and
    ``ReadError`` at a string longer than ``MOST_AT_ONCE``.

    >>> [token.value for token in sql_tokens(["INSERT INTO `news` VALUES (1,'新桥''通车\\n');\n"])]
    ['INSERT', 'INTO', 'news', 'VALUES', '(', '1', ',', "新桥'通车\n", ')', ';']
    """
    return _Scanner().tokens(lines)


class _Scanner:
    def __init__(self) -> None:
        self._is_mysql = False
        self._string: list[str] = []
        self._opened = self._length = 0
        self._in_comment = False

    def tokens(self, lines: Iterable[str]) -> Iterator[SqlToken]:
        is_copying, copied = False, 0
        for number, line in enumerate(lines, start=1):
            if is_copying:
                is_copying = line.rstrip("\n") != "\\."
                if is_copying:
                    yield SqlToken("row", line.rstrip("\n"), number)
                continue
            if not self._is_mysql and not self._opened:
                self._is_mysql = bool(MYSQL.search(line[:LOOKED_AT]))
            is_copying, copied = not self._opened and bool(COPY.match(line)), number
            yield from self._line(line, number)
        if is_copying:
            raise UnclosedRowsError(copied)
        if self._opened:
            raise UnclosedStringError(self._opened)

    def _line(self, line: str, number: int) -> Iterator[SqlToken]:
        position, is_first = 0, True
        if self._is_mysql and line.startswith("#"):
            return
        while position < len(line):
            if self._opened:
                position, token = self._rest_of_string(line, position)
            elif self._in_comment or line.startswith("/*", position):
                position, token = self._rest_of_comment(line, position), None
            else:
                position, token = self._token(line, SPACE.match(line, position), number)
            if token:
                yield token._replace(is_first=is_first)
                is_first = False

    def _rest_of_comment(self, line: str, position: int) -> int:
        end = line.find("*/", position)
        self._in_comment = end < 0
        return len(line) if end < 0 else end + 2

    def _token(self, line: str, space: re.Match[str] | None, number: int) -> tuple[int, SqlToken | None]:
        """The token behind white space, and where it ends; none at the end of the line or the beginning of a string."""
        position = space.end() if space else 0
        mark = line[position : position + 1]
        if not mark or line.startswith("/*", position):
            return position, None
        if mark == "'":
            self._opened, self._string, self._length = number, [], 0
            return position + 1, None
        if name := NAME.match(line, position):
            return name.end(), SqlToken("name", name[1] or name[2] or "", number)
        if bare := BARE.match(line, position):
            return bare.end(), SqlToken("bare", bare[0], number)
        return position + 1, SqlToken("mark", mark, number)

    def _rest_of_string(self, line: str, position: int) -> tuple[int, SqlToken | None]:
        """The string up to its end, or to that of the line; a quotation mark written twice is one."""
        part = (ESCAPED_PART if self._is_mysql else PLAIN_PART).match(line, position)
        end = part.end() if part else len(line)
        self._string.append(line[position:end])
        self._length += end - position
        if self._length > MOST_AT_ONCE:
            raise ReadError("longer than {:,} characters; not read", MOST_AT_ONCE, hint="split it into several")
        if line.startswith("''", end):
            self._string.append("'")
            return end + 2, None
        if end >= len(line):
            return end, None
        opened, self._opened = self._opened, 0
        text = "".join(self._string)
        return end + 1, SqlToken("string", unescaped(text) if self._is_mysql else text, opened)


def unescaped(text: str) -> str:
    r"""A text without backslash escapes.

    >>> unescaped(r"第一段\n他说：\"好\"")
    '第一段\n他说："好"'
    """
    return ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    return ESCAPES.get(match[1], match[1])
