"""Texts without titles that only blank lines or marks part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.texts.field_lines import LINE_LOOKED_AT, LINES_LOOKED_AT, FieldLines, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

SENTENCE_END = re.compile(r"[。！？!?；;…][”’」』）)》]{0,3}$")
FEWEST_TEXTS, MOST = 3, 0.97
# ○本館告白
MARKED = re.compile(r"[○◎●〇]\s?([\u3400-\u9fff]{2,20})")
PUNCTUATION = re.compile("[。，；？！]")
FEWEST_MARKED = 2


def looks_like_sentences(head: str) -> bool:
    r"""Whether a text has a sentence per line, and blank lines between its documents, as corpora for training have.

    >>> looks_like_sentences("新桥通车。\n全长三公里。\n\n白鹤归来。\n共有九只。\n\n新馆开放。\n周一闭馆。\n")
    True
    >>> looks_like_sentences("新桥通车\n\n昨日，新桥通车。\n\n全长三公里。\n\n明日限行。\n")
    False
    """
    if "\n\n" not in head:
        return False
    lines = [line[:LINE_LOOKED_AT] for line in head.split("\n")[:LINES_LOOKED_AT]][:-1]
    blocks = [block.split("\n") for block in "\n".join(line.rstrip() for line in lines).split("\n\n") if block.strip()]
    if len(blocks) < FEWEST_TEXTS or not HAN.search(head[:LINE_LOOKED_AT]):
        return False
    filled = [line for block in blocks for line in block if line]
    return (
        share(len(block) > 1 for block in blocks[:-1]) >= MOST
        and not any(line[0].isspace() for line in filled)
        and all(SENTENCE_END.search(block[0]) for block in blocks)  # else it is a title
        and share(map(SENTENCE_END.search, filled)) >= MOST
    )


def read_sentences(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article, without a title, per block of lines."""
    fields = FieldLines()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            fields.add("body", line.strip(), number)
        elif "body" in fields:
            yield fields.record()
            fields = FieldLines()
    if "body" in fields:
        yield fields.record()


def looks_like_old_columns(head: str) -> bool:
    r"""Whether circles mark the titles of a text without punctuation, as papers before 1920 are typed.

    >>> looks_like_old_columns("○本館告白\n今天下可傳之事甚多矣\n○江城茶市\n頭春毛茶每擔售銀二十六兩\n")
    True
    """
    if PUNCTUATION.search(head):
        return False
    lines = [line.strip() for line in head.split("\n")[:LINES_LOOKED_AT] if line.strip()]
    marked = [at for at, line in enumerate(lines) if MARKED.fullmatch(line)]
    has_texts = all(at + 1 not in marked for at in marked)
    return len(marked) >= FEWEST_MARKED and has_texts


def read_old_columns(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article per marked title; what is above the first is none."""
    fields = FieldLines()
    for number, line in enumerate(lines, start=1):
        if title := MARKED.fullmatch(line.strip()):
            if "title" in fields:
                yield fields.record()
            fields = FieldLines()
            fields.add("title", title[1], number)
        elif "title" in fields:
            fields.add("body", line.strip(), number)
    if "title" in fields:
        yield fields.record()
