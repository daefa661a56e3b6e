"""Small charts as inline SVG, in the colours of the page that they are part of."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from newsgrep.corpus_stats.counts import NONE
from newsgrep.corpus_stats.periods import period_of, periods_between
from newsgrep.text.width import cut, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsgrep.corpus_stats.choices import Period

WIDTH, HEIGHT, BASE = 720, 130, 20
BAR, LABEL, FIGURE, TICK = 22, 190, 60, 70
MOST_BARS, MOST_TICKS, LONGEST_LABEL = 10, 8, 24
# At least so many columns, and the finest period that needs no more than the most.
MOST_COLUMNS = 90
FINEST: tuple[Period, ...] = ("day", "week", "month", "quarter", "year")


def by_period(dates: Iterable[str | None]) -> list[tuple[str, int]]:
    """How many dates there are in each period, none left out; the period is the finest that makes few enough.

    >>> by_period(["2025-03-18", "2025-03-20", "2025", None])
    [('2025-03-18', 1), ('2025-03-19', 0), ('2025-03-20', 1)]
    """
    days = [date for date in dates if date and len(date) == len("2025-03-18")]
    for period in FINEST if days else ():
        counts = Counter(period_of(day, period) for day in days)
        periods = list(periods_between(min(counts), max(counts), period))
        if len(periods) <= MOST_COLUMNS or period == FINEST[-1]:
            return [(name, counts[name]) for name in periods]
    return []


def columns(values: Sequence[tuple[str, int]], title: str) -> str:
    """A chart of columns over time; the number of each is its tooltip."""
    most = max((count for _, count in values), default=0)
    if not most:
        return ""
    step = WIDTH / len(values)
    bars, ticks = [], []
    for number, (name, count) in enumerate(values):
        size = (HEIGHT - 2 * BASE) * count / most
        left = number * step
        bars.append(
            f'<rect x="{left + step * 0.08:.1f}" y="{HEIGHT - BASE - size:.1f}" width="{step * 0.84:.1f}" '
            f'height="{size:.1f}"><title>{escape(name)}: {count:,}</title></rect>\n'
        )
        if number % max(1, -(-len(values) // MOST_TICKS)) == 0 and left <= WIDTH - TICK:
            ticks.append(f'<text x="{left:.1f}" y="{HEIGHT - 5}">{escape(name)}</text>\n')
    peak = f'<text x="0" y="12">{most:,}</text>\n'
    line = f'<line x1="0" y1="{HEIGHT - BASE}" x2="{WIDTH}" y2="{HEIGHT - BASE}"/>\n'
    return _svg("".join((peak, *bars, line, *ticks)), HEIGHT, title)


def bars(values: Mapping[str, int], title: str, none: str) -> str:
    """A chart of bars, the longest first; ``none`` names those without a value."""
    found = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_BARS]
    if not found:
        return ""
    room, most = WIDTH - LABEL - FIGURE, found[0][1]
    rows = []
    for number, (name, count) in enumerate(found):
        shown = none if name == NONE else name
        label = cut(shown, LONGEST_LABEL) + ("…" if width(shown) > LONGEST_LABEL else "")
        size, top = max(1.0, room * count / most), number * BAR
        rows.append(
            f'<text x="{LABEL - 8}" y="{top + 15}" text-anchor="end">{escape(label)}</text>\n'
            f'<rect x="{LABEL}" y="{top + 3}" width="{size:.1f}" height="{BAR - 7}"/>\n'
            f'<text x="{LABEL + size + 6:.1f}" y="{top + 15}">{count:,}</text>\n'
        )
    return _svg("".join(rows), len(found) * BAR + 4, title)


def _svg(content: str, height: int, title: str) -> str:
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">\n{content}</svg></figure>\n'
    )
