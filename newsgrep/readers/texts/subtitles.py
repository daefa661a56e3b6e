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
# Formatting within a line: <i>, {\an8}, the time of a word; a line end in Advanced SubStation.
MARKUP = re.compile(rf"</?[a-zA-Z][^<>]{{0,200}}>|<{TIME}>|\{{[^{{}}]{{0,200}}\}}")
LINE_END = re.compile(r"\\[Nn]")
# Lines within which a file says what it is.
TOP = 3
# Lines of captions that roll.
MOST_ROLLING = 4


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
    """One article of all that is said, a line for each line, without a title: what is said first is none.

    Captions that roll show again what was said before: lines with which a cue repeats the last ones are left out.
    """
    fields = FieldLines()
    said: list[str] = []
    for cue in _cues(lines):
        texts = [text for text, _ in cue]
        again = max(count for count in range(len(cue) + 1) if texts[:count] == said[len(said) - count :])
        for text, number in cue[again:]:
            if text not in said[-1:]:
                fields.add("body", text, number)
                said = [*said[-MOST_ROLLING:], text]
    if "body" in fields:
        record = fields.record()
        yield record._replace(values={"title": "", **record.values})


def _cues(lines: Iterable[str]) -> Iterator[list[tuple[str, int]]]:
    """The lines that are shown at a time, each with its number, those that are not blank."""
    is_cue, cue = False, list[tuple[str, int]]()
    blank = "\r\n"
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if number == 1 and not text.removeprefix("\ufeff").startswith("WEBVTT"):
            blank += " \t"  # in WebVTT a line of spaces is one of the cue
        event = EVENT.fullmatch(text)
        if event or TIMES.fullmatch(text) or not line.strip(blank):
            yield cue
            is_cue, cue = bool(text) and not event, []
        if event or (is_cue and not TIMES.fullmatch(text)):
            shown = LINE_END.sub(" ", MARKUP.sub("", event[1] if event else text)).strip()
            cue += [(shown, number)] if shown else []
    yield cue
