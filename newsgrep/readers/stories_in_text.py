"""The stories that a text inside another format has, such as a document or a letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem

TAG = re.compile("<[^<>]{1,500}>")
# The formats of text that documents and letters come in too, by their names in the table of formats.
TEXT_FORMATS = ("wisers", "nexis", "proquest", "factiva", "recurring labels")
# The formats whose stories a repeated form shows.
REPEATED_FORMATS = ("parted stories", "headed stories", "ruled blocks", "numbered stories", "titled blocks")
# Those of digests, which documents and letters are more often than pages.
DIGEST_FORMATS = ("digests", "repeated titles")


def several_stories(path: str, lines: Sequence[str], fields: FieldMap, also: tuple[str, ...] = ()) -> list[Record]:
    """The stories of lines that have several of the same form; none if they have not. ``also`` are further formats."""
    found = read_as_text(path, lines, (*TEXT_FORMATS, *REPEATED_FORMATS, *also), fields)
    stories = [item for item in found if isinstance(item, Record)]
    return stories if sum(map(_has_words, stories)) > 1 else []


def _has_words(story: Record) -> bool:
    """Whether a story is more than tags."""
    return any(TAG.sub("", str(value)).strip() for value in story.values.values())


def read_as_text(path: str, lines: Sequence[str], formats: Sequence[str], fields: FieldMap) -> list[Record | Problem]:
    """What the reader of one of these formats makes of lines without their ends; nothing if they are of none."""
    from newsgrep.readers.format_table import FORMATS, SNIFFED_BYTES, Head

    ended = [f"{line}\n" for line in lines]
    head = Head("".join(ended)[:SNIFFED_BYTES].encode("utf-8", "replace"))
    for form in FORMATS:
        if form.name in formats and form.accepts(head, by_suffix=False):
            return list(form.read(path, iter(ended), fields))
    return []
