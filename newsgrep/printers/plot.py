"""Counts as a plot: a curve per query if the groups are periods, else bars."""

from __future__ import annotations

import io
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgrep.corpus_stats.choices import PERIODS
from newsgrep.errors import DependencyError, NothingToDrawError, UsageError
from newsgrep.message import ENGLISH, Message
from newsgrep.printers.counts import ALL, NO_GROUP, whole_periods
from newsgrep.text.width import cut, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgrep.corpus_stats.counts import CountRow, Counts
    from newsgrep.message import Catalogue

SHARE = "articles per 1,000"
SUFFIXES = (".svg", ".png", ".pdf")
# A package with a font for Chinese: not every system has one.
FONT_PACKAGE, FONT_FILE = "zhplot", "fonts/NotoSansSC-Regular.ttf"
FAMILIES = ("Noto Sans SC", "DejaVu Sans")
WIDTH, HEIGHT, BAR_HEIGHT = 9.0, 4.5, 0.3  # inches
DOTS = 150  # per inch
LONGEST_LABEL, MOST_BESIDE = 40, 3  # columns, labels
# Metadata to leave out, so that the same counts always give the same file.
UNDATED = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
FEWEST_BARS, MOST_BARS, MOST_TICKS, MOST_MARKED = 4, 30, 10, 40


def refuse_plot(path: Path, by: str | None) -> None:
    """Check that a plot can be made, before anything is counted for it.

    Raises:
        UsageError: the suffix is not one of ``SUFFIXES``, there is no grouping, or the folder does not exist.
        DependencyError: matplotlib or the font package is not installed.

    """
    if path.suffix.lower() not in SUFFIXES:
        hint = Message("use a file name ending in one of {}", tuple(SUFFIXES))
        raise UsageError("cannot plot to this format", path=path, hint=hint)
    if not by:
        raise UsageError("--plot needs --by", hint="add one, such as --by year")
    if not path.absolute().parent.is_dir():
        raise UsageError("no such folder", path=path.parent, hint="create it first")
    if not (find_spec("matplotlib") and find_spec(FONT_PACKAGE)):
        raise DependencyError(
            "--plot needs the packages matplotlib and zhplot",
            hint="run 'pip install matplotlib zhplot', or install newsgrep with its extra plot",
        )


def plot(counts: Counts, by: str, suffix: str, catalogue: Catalogue = ENGLISH) -> bytes:
    """Draw the shares of matching articles as the bytes of a file, in the format of ``suffix``.

    Raises:
        NothingToDrawError: no group has counts.

    """
    rows = whole_periods(counts, by) if by in PERIODS else list(counts.rows[:MOST_BARS])
    if not rows:
        raise NothingToDrawError("nothing to plot: nothing was found, or no article has a date")
    bars = len(rows) * len(counts.queries)
    height = HEIGHT if by in PERIODS else max(HEIGHT / 2, 1 + BAR_HEIGHT * bars)

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        (_curves if by in PERIODS else _bars)(axes, counts, rows, catalogue)
        if len(counts.queries) > 1:
            figure.legend(loc="outside upper left", ncols=MOST_BESIDE, frameon=False, fontsize="small")
        else:
            axes.set_title(plain(counts.queries[0] or Message(ALL).render(catalogue)))

    return drawn(draw, height, suffix, by)


def drawn(draw: Callable[[Any], None], height: float, suffix: str, salt: str) -> bytes:
    """A figure of ``height`` inches as the bytes of a file; ``draw`` is given matplotlib's empty figure."""
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.font_manager import fontManager

    fontManager.addfont(font_path())
    look = {"font.family": list(FAMILIES), "axes.spines.top": False, "axes.spines.right": False, "svg.hashsalt": salt}
    with mpl.rc_context(look), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # rare characters that the font lacks become boxes
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        draw(figure)
        content = io.BytesIO()
        # Reproducible: the same counts give the same file.
        figure.savefig(content, format=suffix.lstrip("."), dpi=DOTS, metadata=UNDATED.get(suffix))
    return content.getvalue()


def font_path() -> str:
    """The path of the font; its package is not imported, since that would change matplotlib's fonts globally."""
    spec = find_spec(FONT_PACKAGE)
    assert spec
    return str(Path((spec.submodule_search_locations or [""])[0]) / FONT_FILE)


def _curves(axes: Any, counts: Counts, rows: Sequence[CountRow], catalogue: Catalogue) -> None:
    """One curve per query, over all periods."""
    marker = "o" if len(rows) <= MOST_MARKED else None
    for number, query in enumerate(counts.queries):
        shares = [row.per_thousand(number) for row in rows]
        axes.plot(
            range(len(rows)), shares, marker=marker, markersize=4, label=plain(query or Message(ALL).render(catalogue))
        )
    mark_periods(axes, [row.group for row in rows])
    axes.set_ylim(bottom=0)
    axes.set_ylabel(Message(SHARE).render(catalogue))
    axes.grid(axis="y", alpha=0.3)


def mark_periods(axes: Any, periods: Sequence[str]) -> None:
    """Name some of the periods below the axis, as many as have room."""
    step = -(-len(periods) // (MOST_TICKS * PERIODS["month"] // max(PERIODS["month"], len(periods[0])))) or 1
    axes.set_xticks(range(0, len(periods), step), periods[::step])


def _bars(axes: Any, counts: Counts, rows: Sequence[CountRow], catalogue: Catalogue) -> None:
    """One bar per group and query, the first group at the top."""
    thickness = 0.8 / len(counts.queries)
    for number, query in enumerate(counts.queries):
        places = [place + thickness * (number - (len(counts.queries) - 1) / 2) for place in range(len(rows))]
        axes.barh(
            places,
            [row.per_thousand(number) for row in rows],
            thickness,
            label=plain(query or Message(ALL).render(catalogue)),
        )
    axes.set_yticks(range(len(rows)), [plain(row.group or Message(NO_GROUP).render(catalogue)) for row in rows])
    axes.set_ylim(max(len(rows), FEWEST_BARS) - 0.5, -0.5)
    axes.set_xlabel(Message(SHARE).render(catalogue))
    axes.grid(axis="x", alpha=0.3)


def plain(text: str) -> str:
    """A label that matplotlib takes neither for a formula nor, because of a leading ``_``, for hidden."""
    text = cut(text, LONGEST_LABEL) + ("…" if width(text) > LONGEST_LABEL else "")
    return (" " if text.startswith("_") else "") + text.replace("$", r"\$")
