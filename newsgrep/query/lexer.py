"""Query line → symbols (tokens): operators, names of fields, quoted texts, expressions and other runs of characters.

Operators may be full-width: symbols are found in the folded line, which has the same length as the line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from newsgrep.analysis.tokenizer import is_han
from newsgrep.query.field_names import FILTER_FIELD_NAMES, TEXT_FIELD_NAMES
from newsgrep.text.fold import fold

BOOST = r"\d{1,3}(?:\.\d{1,3})?"
# A temperature or a rate of change, which excludes nothing.
BELOW_ZERO = r"\d+(?:\.\d+)?(?:℃|°|%|度)"
SET = r"\[\^?\]?(?:\\.|[^\]\\])*\]"
# With ``{field}`` for the names of fields.
SYMBOLS = rf"""\s+ | AND(?=[\s(]|$) | (?<=")\?+
    | (?P<open>\() | (?P<close>\))
    | (?P<or>\||OR(?=[\s(]|$)) | (?P<not>(?<![)\"])-(?=[^\s-])(?!{BELOW_ZERO})|NOT(?=[\s(])\s*)
    | (?P<field>{{field}}):(?!//)\s*(?=\S)
    | "(?P<quoted>(?:\\"|[^"])*)" | "(?P<unclosed>.*)
    | (?<=")~(?P<within>\d{{1,3}})(?=[\s()|^]|$) | (?<=")~(?P<distance>[^\s()|"^]*)
    | /(?=\S)(?P<regex>(?:\\.|{SET}|\[(?!{SET[2:]})|[^/\\\[])+)(?<=\S)/i?(?=[\s)|^]|$)
    | \^(?P<boost>{BOOST})(?=[\s)|]|$)
    | (?P<run>[^\s()|"]+?(?=\^{BOOST}(?:[\s)|]|$)|[\s()|"]|$))
    | (?P<stray>.)"""
NO_FIELD = "(?!)"
# Dashes that part a headline; minus signs and hyphens exclude.
DASHES = frozenset("—–―‒─")
TWINS = {"“": "”", "「": "」", "『": "』", "〝": "〞"}
MOST_KEPT = 20


class Symbol(NamedTuple):
    """A token of the query line: its kind, and its text as written."""

    kind: str
    text: str


def symbols_of(line: str) -> list[Symbol]:
    """The tokens of a line: their kinds come from the folded line, their texts from the line as written."""
    if all(char == " " or is_han(char) for char in line):  # most queries: no need to compile the pattern
        return [Symbol("run", run) for run in line.split()]
    operators = _operators(line)
    found = ((match.lastgroup, match) for match in _pattern(_fields_in(operators)).finditer(operators))
    return [Symbol(kind, line[slice(*match.span(kind))]) for kind, match in found if kind]


def _fields_in(operators: str) -> str:
    """A regular expression for the names of fields that a line has; that of all names takes 5 ms to compile."""
    lower = operators.lower()
    names = [name for name in (*TEXT_FIELD_NAMES, *FILTER_FIELD_NAMES) if f"{name}:" in lower]
    return f"(?i:{'|'.join(names)})" if names else NO_FIELD


@lru_cache(MOST_KEPT)
def _pattern(fields: str) -> re.Pattern[str]:
    return re.compile(SYMBOLS.replace("{field}", fields), re.VERBOSE)


def balanced(symbols: list[Symbol]) -> tuple[list[Symbol], int]:
    """The tokens without unmatched closing brackets, and the number of those."""
    kept, depth = [], 0
    for symbol in symbols:
        depth += (symbol.kind == "open") - (symbol.kind == "close")
        if depth < 0:
            depth = 0
        else:
            kept.append(symbol)
    return kept, len(symbols) - len(kept)


def _operators(line: str) -> str:
    """The folded line: dashes and the case of OR, AND, NOT are kept, nested quotation marks turned into apostrophes."""
    upper = line.translate({code: code - 0xFEE0 for code in range(0xFF21, 0xFF3B)})
    chars = [high if high in "ORNTAD" else low for high, low in zip(upper, fold(line), strict=True)]
    closing = None
    for index, mark in enumerate(line):
        if mark in DASHES:
            chars[index] = mark
        if closing is None and chars[index] == '"':
            twin = TWINS.get(mark, mark)
            closing = twin if twin in line[index + 1 :] else None
        elif mark == closing:
            closing = None
        elif closing and chars[index] == '"':
            chars[index] = "'"
    return "".join(chars)
