"""Subtitles of broadcasts (SubRip, WebVTT, Advanced SubStation): what is said, without times and numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.texts.field_lines import FieldLines, first_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

TIME = r"(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}"
TIMES = re.compile(rf"{TIME}\s*-->\s*{TIME}(?:\s.*)?")
EVENT = re.compile(r"Dialogue:\s*[^,]*,\d+:\d\d:\d\d\.\d\d,\d+:\d\d:\d\d\.\d\d,(?:[^,]*,){6}(.*)")
# Formatting within a line: <i>, {\an8}; a line end in Advanced SubStation.
MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|\{[^{}]{0,200}\}")
LINE_END = re.compile(r"\\[Nn]")
# Lines within which a file says what it is.
TOP = 3


def looks_like_subtitles(head: str) -> bool:
    r"""Whether a text is subtitles.

    >>> looks_like_subtitles("1\n00:00:01,000 --> 00:00:04,000\n各位观众晚上好。\n")
    True
    >>> looks_like_subtitles("WEBVTT\n\n00:01.000 --> 00:04.000\n"), looks_like_subtitles("8:00 --> 9:00\n")
    (True, False)
    """
    lines = first_lines(head)
    is_script = bool(lines) and lines[0].lower() == "[script info]"
    return is_script or any(TIMES.fullmatch(line) for line in lines[:TOP])


def read_subtitles(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """One article of all that is said, a line for each line; one that is repeated at once is one."""
    fields = FieldLines()
    is_cue, last = False, ""
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        event = EVENT.fullmatch(text)
        if TIMES.fullmatch(text):
            is_cue = True
        elif not text:
            is_cue = False
        elif event or is_cue:
            said = LINE_END.sub(" ", MARKUP.sub("", event[1] if event else text)).strip()
            if said and said != last:
                fields.add("body", said, number)
                last = said
    if "body" in fields:
        yield fields.record()
