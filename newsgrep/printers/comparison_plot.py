"""A comparison as a plot: the articles of both sides over time, and below them the words that each has more often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.corpus_stats.choices import PERIODS
from newsgrep.errors import NothingToDrawError
from newsgrep.message import ENGLISH, Message
from newsgrep.printers.comparison import BY
from newsgrep.printers.plot import BAR_HEIGHT, HEIGHT, MOST_BESIDE, MOST_MARKED, SHARE, drawn, mark_periods, plain

if TYPE_CHECKING:
    from newsgrep.corpus_stats.comparison import Comparison, Volume
    from newsgrep.message import Catalogue

WORDS = 10
COLORS = ("C0", "C1")
LOG_RATIO = "log ratio"
MARGIN = 0.1  # of the log ratio, between the axis and a word


def plot(comparison: Comparison, suffix: str, catalogue: Catalogue = ENGLISH) -> bytes:
    """Draw a comparison as the bytes of a file, in the format of ``suffix``.

    Raises:
        NothingToDrawError: neither side has an article whose date is known to the period.

    """
    rows = [row for row in comparison.volume if len(row.period) == PERIODS[comparison.period]]
    if not rows:
        raise NothingToDrawError("nothing to plot: nothing was found, or no article has a date")
    words = max(len(comparison.a.keywords[:WORDS]), len(comparison.b.keywords[:WORDS]))
    below = 1 + BAR_HEIGHT * words if words else 0.0

    def draw(figure: Any) -> None:
        ratios = [HEIGHT, below] if words else [HEIGHT]
        upper, *lower = figure.subplots(len(ratios), 1, height_ratios=ratios, squeeze=False)[:, 0]
        _volume(upper, comparison, rows, catalogue)
        for axes in lower:
            _words(axes, comparison, words, catalogue)
        figure.legend(loc="outside upper left", ncols=MOST_BESIDE, frameon=False, fontsize="small")
        if comparison.query:
            upper.set_title(plain(comparison.query))

    return drawn(draw, HEIGHT + below, suffix, comparison.period)


def _volume(axes: Any, comparison: Comparison, rows: list[Volume], catalogue: Catalogue) -> None:
    """A curve per side: of a query the share of the side's articles, else their number."""
    marker = "o" if len(rows) <= MOST_MARKED else None
    heights = [[(row.a, row.all_a) for row in rows], [(row.b, row.all_b) for row in rows]]
    for side, pairs, color in zip((comparison.a, comparison.b), heights, COLORS, strict=True):
        values = [1000 * found / every if every else 0.0 for found, every in pairs]
        values = values if comparison.query else [float(found) for found, _ in pairs]
        axes.plot(range(len(rows)), values, marker=marker, markersize=4, color=color, label=plain(side.label))
    mark_periods(axes, [row.period for row in rows])
    axes.set_ylim(bottom=0)
    axes.set_ylabel(Message(SHARE).render(catalogue) if comparison.query else BY[comparison.period].render(catalogue))
    axes.grid(axis="y", alpha=0.3)


def _words(axes: Any, comparison: Comparison, words: int, catalogue: Catalogue) -> None:
    """The keywords as bars: those of the first side to the left, those of the other to the right."""
    for side, direction, color in zip((comparison.a, comparison.b), (-1, 1), COLORS, strict=True):
        for place, word in enumerate(side.keywords[:WORDS]):
            axes.barh(place, direction * word.log_ratio, 0.8, color=color, alpha=0.6)
            align = "right" if direction < 0 else "left"
            axes.text(direction * MARGIN, place, plain(word.word), va="center", ha=align, fontsize="small")
    axes.set_ylim(words - 0.5, -0.5)
    axes.set_yticks([])
    axes.axvline(0, color="black", linewidth=0.8)
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.set_xlabel(Message(LOG_RATIO).render(catalogue))
