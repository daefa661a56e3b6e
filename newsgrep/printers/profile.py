"""Prints the profile of a corpus: as tables with bars, or as CSV, TSV or JSON Lines with a record per group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.message import Message
from newsgrep.printers.counts import LONGEST_GROUP, NARROWEST_BAR, NO_GROUP, WIDEST_BAR, bar
from newsgrep.text.width import cut, ljust, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgrep.corpus_stats.profile import Part, Profile, Share
    from newsgrep.printers.style import Style

    Form = Callable[[Profile, int, Style], Iterator[str]]

COLUMNS = ("by", "group", "articles", "characters")
NAMES = {
    "year": Message("year"),
    "source": Message("source"),
    "agency": Message("agency"),
    "section": Message("section"),
    "kind": Message("kind"),
    "reporter": Message("reporter"),
    "place": Message("place"),
}
SHOWN = 10
GAP = 2


def print_table(profile: Profile, limit: int, style: Style) -> Iterator[str]:
    """What there is in all, then a small table per grouping: of sources and the like, the first ``limit``, else ten."""
    total = profile.total
    parts = [style.tr("{:,} articles", total.articles), style.tr("{:,} characters", total.characters)]
    parts += [f"{profile.first} – {profile.last}"] if profile.first else []
    parts += [style.tr("{:,} without a date", profile.undated)] if profile.undated else []
    for line in wrapped(style.plain(style.tr(", ").join(parts)), style.columns):
        yield style.paint("title", line) + "\n"
    for part in profile.parts:
        yield "\n" + style.paint("dim", NAMES[part.by].render(style.catalogue)) + "\n"
        yield from _table(part, total, limit, style)


def _table(part: Part, total: Share, limit: int, style: Style) -> Iterator[str]:
    shares = part.shares if part.by == "year" and not limit else part.shares[: limit or SHOWN]
    names = [cut(style.plain(share.group) or style.tr(NO_GROUP), LONGEST_GROUP) for share in shares]
    rows = [(f"{share.articles:,}", f"{100 * share.articles / total.articles:.1f}%") for share in shares]
    first = max(map(width, names))
    sizes = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = style.columns - first - sum(sizes) - GAP * 3
    most = max(share.articles for share in shares)
    for name, row, share in zip(names, rows, shares, strict=True):
        figures = (" " * GAP).join(text.rjust(size) for text, size in zip(row, sizes, strict=True))
        line = bar(share.articles / most, min(room, WIDEST_BAR)) if room >= NARROWEST_BAR and most else ""
        yield f"{ljust(name, first + GAP)}{figures}{' ' * GAP}{style.paint('line', line)}".rstrip() + "\n"
    if more := len(part.shares) - len(shares):
        yield style.paint("dim", style.tr("… {:,} more", more)) + "\n"


def records(profile: Profile, limit: int) -> Iterator[dict[str, Any]]:
    """A record per group of each grouping, as many as ``limit`` allows."""
    for part in profile.parts:
        for share in part.shares[: limit or None]:
            yield dict(zip(COLUMNS, (part.by, *share), strict=True))


def print_tsv(profile: Profile, limit: int, style: Style) -> Iterator[str]:
    """Tab-separated columns with a header row."""
    from newsgrep.printers.tsv import row

    yield row(COLUMNS, style)
    yield from (row(list(map(str, record.values())), style) for record in records(profile, limit))


def print_csv(profile: Profile, limit: int, style: Style) -> Iterator[str]:
    """Comma-separated columns with a header row."""
    from newsgrep.printers.csv import row

    yield row(COLUMNS, style)
    yield from (row(list(map(str, record.values())), style) for record in records(profile, limit))


def print_json(profile: Profile, limit: int, _: Style) -> Iterator[str]:
    """JSON Lines: one object per group, then one for all articles."""
    from newsgrep.printers.json import SCHEMA, dump

    yield from (dump({"type": "profile", "schema": SCHEMA, **record}) for record in records(profile, limit))
    total = {"articles": profile.total.articles, "characters": profile.total.characters, "undated": profile.undated}
    dates = {"first_date": profile.first or None, "last_date": profile.last or None}
    yield dump({"type": "total", "schema": SCHEMA, **total, **dates})


FORMS: dict[str, Form] = {"terminal": print_table, "tsv": print_tsv, "csv": print_csv, "json": print_json}
