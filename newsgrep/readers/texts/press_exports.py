"""What exports of press databases have in common: dates, notices of rights, and problems."""

from __future__ import annotations

import re

from newsgrep.message import Message
from newsgrep.readers.problems import Problem
from newsgrep.text.dates import parse_date

COPYRIGHT = re.compile(
    r"\s*(?:Copyright|©|\(c\)|版权所有|版權所有|著作权|著作權).{0,300}|.{0,40}All Rights Reserved.{0,20}", re.IGNORECASE
)
MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
ENGLISH_DATE = re.compile(rf"(?:{MONTHS})\.? \d{{1,2}},? \d{{4}}|\d{{1,2}} (?:{MONTHS})\.? \d{{4}}", re.IGNORECASE)
LONGEST_DATE = 40


def is_date(line: str) -> bool:
    """Whether a line is a date, or has one in English.

    >>> is_date("March 18, 2025 Tuesday"), is_date("2025 年 3 月 18 日"), is_date("新桥通车")
    (True, True, False)
    """
    return bool(ENGLISH_DATE.search(line) or (len(line) < LONGEST_DATE and parse_date(line)))


def cut_off(path: str, line: int) -> Problem:
    """The problem of an article that has no end."""
    return Problem(
        path,
        line,
        Message("an article without its end; not read"),
        Message("fix the file, which seems to be truncated, and index again"),
        lost=True,
    )


def unknown(path: str, line: int) -> Problem:
    """The problem of an article whose newspaper and date were not found."""
    return Problem(
        path,
        line,
        Message("its newspaper and date were not found; not read"),
        Message("check the beginning of this article"),
        lost=True,
    )
