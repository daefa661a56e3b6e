"""Text → lines → blocks: the paragraphs as the page shows them, with their source lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import is_normalized

from newsgrep.split.script import simplified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Rules look only at this many characters at either end of a block: form shows there, and a line of 50 MB stays cheap.
EDGE = 160
# Full-width forms, marks of Taiwan's papers, and the character that posts have for a bar: 文丨何青禾.
_NARROW = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict(
    zip("\u3000\xa0╱∕⁄﹝﹞丨", "  ///()|", strict=True)
)
_WIDE = re.compile("[\uff01-\uff5e\u3000\xa0╱∕⁄﹝﹞丨]")
# Invisible characters at the beginning of lines in web dumps: zero-width space, word joiner, BOM, joiners.
UNSEEN = "\u200b\u2060\ufeff\u200c\u200d"
# No letter combines with one of these.
_MARKS = "，。、；：？！“”‘’（）《》「」『』【】…—·,.;:?!()%"
SENTENCE_END = "。!?…;:”’」』)】》.\"'"


class Line(NamedTuple):
    """A line that is not blank: its stripped text, its number from 1, and the number of blank lines before it."""

    text: str
    number: int
    gap: int
    indented: bool


class Block(NamedTuple):
    """A paragraph as the page shows it.

    ``lines`` has an (offset in ``text``, line number) pair per source line, and ``gap`` the number of blank lines above.
    ``head`` and ``tail`` are the ends, of up to ``EDGE`` characters, narrowed and simplified for the rules.
    """

    text: str
    lines: tuple[tuple[int, int], ...]
    gap: int
    head: str
    tail: str


def narrow(text: str) -> str:
    """Return a text with full-width forms as ASCII; keeps the length.

    >>> narrow("（记者：陈一）")
    '(记者:陈一)'
    """
    return _WIDE.sub(_narrowed, text.replace("，", ","))  # the most frequent of them


def _narrowed(match: re.Match[str]) -> str:
    return _NARROW[match[0]]


def read_lines(text: str) -> Iterator[Line]:
    r"""Yield the lines that are not blank.

    >>> [(line.text, line.number, line.gap) for line in read_lines("新桥通车\n\n\n　　昨日，新桥通车。")]
    [('新桥通车', 1, 0), ('昨日，新桥通车。', 4, 2)]
    """
    gap = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        if stripped := raw.strip():
            yield Line(stripped, number, gap, raw[0].isspace())
            gap = 0
        else:
            gap += 1


def make_block(text: str, lines: tuple[tuple[int, int], ...], gap: int, plain: str | None = None) -> Block:
    """Return a block, with its narrowed ends; ``plain`` is the text narrowed and simplified, if that is known.

    >>> make_block("图为新桥。", ((0, 3),), 1).tail
    '图为新桥。'
    """
    if len(text) <= EDGE:
        whole = (plain or simplified(narrow(text))).strip(UNSEEN) or text
        return Block(text, lines, gap, whole, whole)
    if plain:
        return Block(text, lines, gap, plain[:EDGE], plain[-EDGE:])
    return Block(text, lines, gap, simplified(narrow(text[:EDGE])), simplified(narrow(text[-EDGE:])))


def join_blocks(pieces: Sequence[Block]) -> Block:
    """Return the parts of a broken paragraph as one block, with a space where ``_keeps_apart`` requires one.

    >>> join_blocks([make_block("要求各", ((0, 9),), 1), make_block("单位申报", ((0, 11),), 1)]).lines
    ((0, 9), (3, 11))
    """
    parts: list[str] = []
    lines: list[tuple[int, int]] = []
    length = 0
    for piece in pieces:
        if parts and not needs_no_space(piece.text) and _keeps_apart(parts[-1][-1], piece.text[0]):
            parts.append(" ")
            length += 1
        lines.extend((offset + length, number) for offset, number in piece.lines)
        parts.append(piece.text)
        length += len(piece.text)
    return make_block("".join(parts), tuple(lines), pieces[0].gap)


def needs_no_space(text: str) -> bool:
    """Return whether a text begins with a Han character or mark, which is put below any other without a space.

    >>> needs_no_space("桥"), needs_no_space("，桥"), needs_no_space("GDP")
    (True, True, False)
    """
    return "\u3400" <= text[0] <= "\u9fff" or text[0] in _MARKS


def _keeps_apart(before: str, after: str) -> bool:
    r"""Return whether two parts need a space between them: Latin words, and characters that NFC would combine.

    >>> _keeps_apart("要", "求"), _keeps_apart("n", "t"), _keeps_apart(",", "t"), _keeps_apart("e", "\u0301")
    (False, True, True, True)
    """
    return (_latin(after) and (_latin(before) or before in ",;:!?")) or not is_normalized("NFC", before + after)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
