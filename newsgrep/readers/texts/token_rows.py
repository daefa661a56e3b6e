"""Corpora with a token per line: CoNLL, CoNLL-U, and characters with labels of named entities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.texts.field_lines import FieldLines, first_lines, share
from newsgrep.readers.texts.tagged_words import join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

# 江 B-LOC; with more columns between the token and its label.
LABELLED = re.compile(r"(?P<token>\S{1,30})(?:[\t ]\S{1,30}){0,4}[\t ](?:O|[BIESM](?:[-_][A-Za-z0-9_.]{1,30})?)")
# 1	江城	江城	PROPN	NR	_	3	nsubj	_	_
NUMBERED = re.compile(r"\d{1,4}(?:[-.]\d{1,4})?\t(?P<token>[^\t\n]{1,100})\t(?:[^\t\n]*\t){5,8}[^\t\n]*")
DOCUMENT = re.compile(r"# ?newdoc\b.*|-DOCSTART-.*")
FEWEST_LINES, MOST = 8, 0.95


def looks_like_token_rows(head: str) -> bool:
    r"""Whether each line is a token with its labels.

    >>> looks_like_token_rows("江 B-LOC\n城 I-LOC\n新 O\n桥 O\n今 O\n天 O\n通 O\n车 O\n。 O\n")
    True
    >>> looks_like_token_rows("甲 O\n")
    False
    """
    lines = (line for line in first_lines(head) if line[0] != "#" and not DOCUMENT.fullmatch(line))
    first = next(lines, "")
    pattern = next((pattern for pattern in (LABELLED, NUMBERED) if pattern.fullmatch(first)), None)
    if pattern is None:
        return False
    rows = [first, *lines]
    return len(rows) >= FEWEST_LINES and share(map(pattern.fullmatch, rows[:-1])) >= MOST and bool(HAN.search(head))


def read_token_rows(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article per document; where none are marked, per sentence, which blank lines part."""
    fields, words = FieldLines(), list[str]()
    begin, marked = 1, False
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if DOCUMENT.fullmatch(text):
            yield from _articles(fields, words, begin)
            fields, words, marked = FieldLines(), [], True
        elif not text:
            _end_sentence(fields, words, begin)
            words = []
            if not marked:
                yield from _articles(fields, words, begin)
                fields = FieldLines()
        elif match := LABELLED.fullmatch(text) or NUMBERED.fullmatch(text):
            begin = begin if words else number
            words.append(match["token"])
    yield from _articles(fields, words, begin)


def _end_sentence(fields: FieldLines, words: list[str], line: int) -> None:
    if words:
        fields.add("body", join_words(words), line)


def _articles(fields: FieldLines, words: list[str], begin: int) -> Iterator[Record]:
    _end_sentence(fields, words, begin)
    if "body" in fields:
        yield fields.record()
