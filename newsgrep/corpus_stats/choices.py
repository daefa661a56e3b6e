"""The choices of the command line's options; imports nothing, so that options are defined quickly."""

from __future__ import annotations

from typing import Literal, get_args

LineOrder = Literal["path", "date", "-date", "left", "right", "pinyin"]
LINE_ORDERS: tuple[LineOrder, ...] = get_args(LineOrder)
Grouping = Literal["year", "month", "day", "source", "section", "reporter", "kind", "path"]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
# Length of an ISO 8601 date that is cut to the period.
PERIODS = {"year": 4, "month": 7, "day": 10}
# Words on either side of a match among which collocates are counted.
WINDOW = 5
