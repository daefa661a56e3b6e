"""newsgrep compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep.cli.completers import saved_sides
from newsgrep.cli.language import catalogue
from newsgrep.cli.nothing_found import note_nothing_found, reasons_for
from newsgrep.cli.output import chosen_form, note, note_error, note_warnings
from newsgrep.cli.pager import write_paged
from newsgrep.cli.query import QueryCommand, all_of, filter_options
from newsgrep.cli.shared_options import FILE, current_settings, function_words_option, shared_options, synonyms_option
from newsgrep.cli.typed_options import take
from newsgrep.corpus_stats.choices import PERIODS
from newsgrep.errors import NothingToDrawError, UsageError
from newsgrep.printers.comparison import FORMS

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.cli.settings import Settings
    from newsgrep.corpus_stats.choices import Period
    from newsgrep.corpus_stats.comparison import Comparison, Side
    from newsgrep.engine.base import EngineReader

LISTED = 10
SAVED = "saved:"


@click.command("compare", cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option(
    "--a",
    "line_a",
    required=True,
    metavar="QUERY",
    shell_complete=saved_sides,
    help="The articles of one side, or saved:NAME for a saved search.",
)
@click.option("--b", "line_b", required=True, metavar="QUERY", shell_complete=saved_sides, help="Those of the other.")
@click.option(
    "--by",
    "period",
    type=click.Choice(list(PERIODS)),
    help="Periods of the volume (default: what suits the dates found).",
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=0),
    default=LISTED,
    show_default=True,
    metavar="N",
    help="List at most N keywords and stories each (0: all).",
)
@filter_options
@click.option("--json", "as_json", is_flag=True, help="Same as --format json.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), help="Output format (default: terminal).")
@click.option(
    "--plot", type=FILE, metavar="FILE", help="Also plot volume and keywords to this file (.svg, .png or .pdf)."
)
@function_words_option
@synonyms_option
@shared_options
def command(query: tuple[str, ...], line_a: str, line_b: str, **options: Any) -> bool:
    """Set two sets of articles side by side: two papers, two years, two topics.

    Shown are the articles of each side over time, the first reports, the words that each has more often than the other,
    the stories that both have and who has them first, whose texts the other reprints, and what one has of which the
    other has no copy. A story is an article with its reprints (see newsgrep similar): two papers that tell the same
    event in their own words have two stories. QUERY and filters apply to both sides.

    \b
    newsgrep compare --a source:江城日报 --b source:江城晚报 大桥
    newsgrep compare --a date:2024 --b date:2025 --source 江城日报
    newsgrep compare --a saved:争议 --b saved:工会 --plot sides.svg

    Exit code: 0 done, 1 a side without articles, 2 an error.
    """  # noqa: D301 (click wants the character)
    from newsgrep.corpus_stats.comparison import compare
    from newsgrep.printers.plot import refuse_plot

    settings, asked = current_settings(), take(CompareOptions, options)
    if asked.plot:
        refuse_plot(asked.plot, "month")
    engine, segmenter = settings.open_index()
    request = all_of(query, options, settings, may_be_all=True)
    sides = (_side(engine, settings, line_a), _side(engine, settings, line_b))
    found = compare(
        engine,
        request,
        sides,
        segmenter,
        function_words=settings.function_words,
        period=asked.period,
        limit=asked.limit or None,
    )
    if asked.plot:
        _plot(asked.plot, found)
    if not settings.quiet:
        note_warnings(found.warnings)
        form = chosen_form(asked.form, as_json=asked.as_json, in_pipe="terminal")
        write_paged(FORMS[form](found, settings.style()), pages=settings.pages)
        for side, wanted in zip((found.a, found.b), sides, strict=True):
            if not side.articles:
                reasons = reasons_for(engine, request._replace(filters=(*request.filters, wanted.tree)))
                note_nothing_found(reasons, about=side.label)
    return bool(found.a.articles and found.b.articles)


class CompareOptions(NamedTuple):
    """How the sides are compared, and how that is shown."""

    period: Period | None
    limit: int
    as_json: bool
    form: str | None
    plot: Path | None


def _side(engine: EngineReader, settings: Settings, line: str) -> Side:
    """A side by its query, or by the saved search that it names."""
    from newsgrep.corpus_stats.comparison import side_of

    if not line.startswith(SAVED):
        if not line.strip():
            raise UsageError("a side of a comparison is empty", hint="example: --a source:江城日报 --b source:江城晚报")
        return side_of(engine, line)
    from newsgrep.cli.saved_store import saved_searches

    search = saved_searches().get(line.removeprefix(SAVED))
    if set(search.indexes) != set(settings.places):
        note("“{}” was saved for another index; it is applied to this one", search.name)
    return side_of(engine, search.line, label=line, options=search.options)


def _plot(path: Path, found: Comparison) -> None:
    from newsgrep.printers.comparison_plot import plot
    from newsgrep.storage.user_files import write_out

    try:
        write_out(path, plot(found, path.suffix.lower(), catalogue()))
    except NothingToDrawError as error:
        note_error(error)
