"""Prints counts: as a table with bars, or as CSV, TSV or JSON Lines with a record per group and query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.corpus_stats.choices import PERIODS
from newsgrep.text.width import cut, ljust, rjust, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsgrep.corpus_stats.counts import CountRow, Counts
    from newsgrep.printers.style import Style

    Form = Callable[[Counts, str, Style], Iterator[str]]

COLUMNS = ("group", "query", "articles", "matches", "per_thousand_articles", "per_million_characters")
OF_GROUP = ("articles_in_group", "characters_in_group")
HEADINGS = ("articles", "matches", "per 1,000", "per million")
CHARACTERS = "characters"
ALL = "all"
NO_GROUP = "(none)"
GAP = 2
SHORTEST_GROUP, LONGEST_GROUP = 10, 30
BARS = " ▏▎▍▌▋▊▉█"
SPARKS = "▁▂▃▄▅▆▇█"
NARROWEST_BAR, WIDEST_BAR = 8, 40
FEWEST_SPARKS = 3


def print_table(counts: Counts, by: str, style: Style) -> Iterator[str]:
    """A table for each query, with bars for the shares of articles; below them, a sparkline for each query."""
    from newsgrep.printers.cross_table import cross_table

    for number, query in enumerate(counts.queries):
        yield style.paint("title", cut(style.plain(query or style.tr(ALL)), style.columns)) + "\n"
        yield from cross_table(counts, number, style) if counts.columns else _table(counts, number, style)
        yield "\n"
    periods = whole_periods(counts, by)
    if len(periods) >= FEWEST_SPARKS and any(counts.queries):
        yield from _sparks(counts, periods, style)


def _table(counts: Counts, number: int, style: Style) -> Iterator[str]:
    names = [style.plain(row.group) or style.tr(NO_GROUP) for row in counts.rows]
    is_query = bool(counts.queries[number])
    lines = [_figures(row, number) if is_query else _size(row) for row in (*counts.rows, counts.total)]
    headings = list(map(style.tr, HEADINGS)) if is_query else [style.tr(HEADINGS[0]), style.tr(CHARACTERS)]
    columns = _fitting([max(map(width, column)) for column in zip(headings, *lines, strict=True)], names, style)
    taken = sum(columns) + GAP * (len(columns) + 1)
    longest = min(LONGEST_GROUP, max(SHORTEST_GROUP, style.columns - taken - NARROWEST_BAR))
    groups = [cut(name, longest) for name in [*names, style.tr(ALL)]]
    first = max(map(width, groups))
    room = style.columns - first - taken
    most = max((_height(row, query, counts) for row in counts.rows for query in range(len(counts.queries))), default=0)
    heading = (" " * GAP).join(rjust(text, size) for text, size in zip(headings, columns, strict=False))
    yield style.paint("dim", " " * (first + GAP) + heading) + "\n"
    for group, figures, row in zip(groups, lines, [*counts.rows, None], strict=True):
        shown = (" " * GAP).join(text.rjust(size) for text, size in zip(figures, columns, strict=False))
        line = ""
        if row and most and room >= NARROWEST_BAR:
            line = bar(_height(row, number, counts) / most, min(room, WIDEST_BAR))
        label = ljust(group, first + GAP)
        yield f"{label}{shown}{' ' * GAP}{style.paint('line', line)}".rstrip() + "\n"


def _fitting(columns: list[int], names: Sequence[str], style: Style) -> list[int]:
    """The widths of the columns that leave room for a bar: the last are left out first, never that of articles."""
    group = min(max(map(width, names), default=0), SHORTEST_GROUP)
    while len(columns) > 1 and group + sum(columns) + GAP * (len(columns) + 1) + NARROWEST_BAR > style.columns:
        columns = columns[:-1]
    return columns


def _height(row: CountRow, number: int, counts: Counts) -> float:
    """What a bar shows: the share of articles, or where nothing is asked for, their number."""
    return row.per_thousand(number) if counts.queries[number] else float(row.articles)


def _size(row: CountRow) -> tuple[str, ...]:
    return (f"{row.articles:,}", f"{row.characters:,}")


def whole_periods(counts: Counts, by: str) -> list[CountRow]:
    """The rows of periods, without those for articles whose date is missing or less precise."""
    return [row for row in counts.rows if by in PERIODS and len(row.group) == PERIODS[by]]


def _figures(row: CountRow, number: int) -> tuple[str, ...]:
    tally = row.tallies[number]
    rates = (row.per_thousand(number), row.per_million(number))
    return (f"{tally.articles:,}", f"{tally.matches:,}", *(f"{rate:,.1f}" for rate in rates))


def bar(share: float, columns: int) -> str:
    """A bar for a share (0 to 1) of ``columns``, in eighths of a column; any share above 0 is visible.

    >>> bar(0.5, 5), bar(0.001, 5)
    ('██▌', '▏')
    """
    eighths = max(round(share * columns * 8), int(share > 0))
    return "█" * (eighths // 8) + BARS[eighths % 8].strip()


def _sparks(counts: Counts, periods: Sequence[CountRow], style: Style) -> Iterator[str]:
    """A sparkline per query, of the share of articles by period; all have the same scale."""
    names = [cut(style.plain(query or style.tr(ALL)), LONGEST_GROUP) for query in counts.queries]
    first = max(map(width, names))
    room = max(1, style.columns - first - GAP)
    rows = periods[-room:]
    most = max(row.per_thousand(number) for row in rows for number in range(len(names)))
    for number, name in enumerate(names):
        line = spark([row.per_thousand(number) for row in rows], most)
        yield f"{name}{' ' * (first - width(name) + GAP)}{style.paint('line', line)}\n"
    yield " " * (first + GAP) + style.paint("dim", f"{rows[0].group} – {rows[-1].group}") + "\n"


def spark(values: Sequence[float], most: float) -> str:
    """Values as a sparkline; ``most`` is the value of the highest block, and 0 is a space.

    >>> spark([0, 1, 4, 8], 8)
    ' ▁▄█'
    """
    return "".join(SPARKS[max(0, round(value / most * len(SPARKS)) - 1)] if value else " " for value in values)


def records(counts: Counts, by: str) -> Iterator[dict[str, Any]]:
    """A record per group and query; without groups (``by`` is empty), one per query, for all articles.

    Of a cross table, one per pair of groups that has articles, and query.
    """
    if counts.columns and by:
        order = [(row.group, column.group) for row in counts.rows for column in counts.columns]
        for group, other in (pair for pair in order if pair in counts.cells):
            for record in _records(counts, [counts.cells[group, other]]):
                yield {"group": group, "subgroup": other, **{k: v for k, v in record.items() if k != "group"}}
        return
    yield from _records(counts, counts.rows if by else (counts.total,), is_total=not by)


def _records(counts: Counts, rows: Iterable[CountRow], *, is_total: bool = False) -> Iterator[dict[str, Any]]:
    for row in rows:
        for number, query in enumerate(counts.queries):
            tally = row.tallies[number]
            rates = (round(row.per_thousand(number), 3), round(row.per_million(number), 3))
            values = (None if is_total else row.group, query, *tally, *rates, row.articles, row.characters)
            yield dict(zip((*COLUMNS, *OF_GROUP), values, strict=True))


def print_tsv(counts: Counts, by: str, style: Style) -> Iterator[str]:
    """Tab-separated columns with a header row."""
    from newsgrep.printers.tsv import row

    yield row(_header(counts), style)
    yield from (row(list(map(_text, record.values())), style) for record in records(counts, by))


def print_csv(counts: Counts, by: str, style: Style) -> Iterator[str]:
    """Comma-separated columns with a header row."""
    from newsgrep.printers.csv import row

    yield row(_header(counts), style)
    yield from (row(list(map(_text, record.values())), style) for record in records(counts, by))


def print_json(counts: Counts, by: str, _: Style) -> Iterator[str]:
    """JSON Lines: one object per group and query, then one per query for all articles."""
    from newsgrep.printers.json import SCHEMA, dump

    if by:
        yield from (dump({"type": "count", "schema": SCHEMA, "by": by, **record}) for record in records(counts, by))
    for record, warnings in zip(records(counts, ""), counts.warnings, strict=True):
        yield dump({"type": "total", "schema": SCHEMA, **record, "warnings": list(map(str, warnings))})


def _header(counts: Counts) -> tuple[str, ...]:
    return (COLUMNS[0], *(("subgroup",) if counts.columns else ()), *COLUMNS[1:], *OF_GROUP)


FORMS: dict[str, Form] = {"terminal": print_table, "tsv": print_tsv, "csv": print_csv, "json": print_json}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
