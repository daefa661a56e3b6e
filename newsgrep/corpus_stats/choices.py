"""What can be chosen where a corpus is read; imported where options are named, so it imports nothing."""

from __future__ import annotations

from typing import Literal, get_args

LineOrder = Literal["path", "date", "-date", "left", "right"]
LINE_ORDERS: tuple[LineOrder, ...] = get_args(LineOrder)
Grouping = Literal["year", "month", "day", "source", "section", "reporter", "kind", "path"]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
# Of an ISO date, so many characters.
PERIODS = {"year": 4, "month": 7, "day": 10}
# So many words on either side of a match are near it.
WINDOW = 5
