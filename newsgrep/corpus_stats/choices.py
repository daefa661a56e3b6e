"""The choices of the command line's options; imports nothing, so that options are defined quickly."""

from __future__ import annotations

from typing import Literal, get_args

LineOrder = Literal["path", "date", "-date", "left", "right", "pinyin"]
LINE_ORDERS: tuple[LineOrder, ...] = get_args(LineOrder)
Period = Literal["year", "quarter", "month", "week", "day"]
Grouping = Literal[
    "year", "quarter", "month", "week", "day", "source", "agency", "section", "reporter", "place", "kind", "path"
]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
# What the strata of a sample may be.
StratifiedBy = Literal["year", "source"]
STRATIFIED_BY: tuple[StratifiedBy, ...] = get_args(StratifiedBy)
# Length of a period as it is written: 2025, 2025-Q1, 2025-03, 2025-W12, 2025-03-18.
PERIODS: dict[str, int] = {"year": 4, "quarter": 7, "month": 7, "week": 8, "day": 10}
# Words on either side of a match among which collocates are counted.
WINDOW = 5
