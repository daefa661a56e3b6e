"""newsgrep kwic."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep.cli.language import tr
from newsgrep.cli.nothing_found import note_nothing_found, reasons_for
from newsgrep.cli.output import FormType, chosen_form, note_warnings, write
from newsgrep.cli.pager import write_paged
from newsgrep.cli.query import QueryCommand, all_of, by_option, filter_options
from newsgrep.cli.shared_options import current_settings, jobs_option, shared_options, synonyms_option
from newsgrep.cli.typed_options import take
from newsgrep.corpus_stats.choices import LINE_ORDERS
from newsgrep.message import plural
from newsgrep.printers.concordance import FORMS, Layout, form_of
from newsgrep.processes import default_jobs
from newsgrep.text.width import width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.cli.settings import Settings
    from newsgrep.corpus_stats.choices import LineOrder
    from newsgrep.corpus_stats.concordance import KwicLine
    from newsgrep.engine.base import EngineReader, Order
    from newsgrep.query.plan_nodes import TextNode
    from newsgrep.search.batches import Batches
    from newsgrep.search.search import Answer

NARROWEST, WIDEST = 20, 10_000


@click.command("kwic", cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option(
    "-n", "--limit", type=click.IntRange(min=0), default=0, metavar="N", help="Show at most N lines (0: all)."
)
@filter_options
@by_option
@click.option(
    "--sort",
    type=click.Choice(LINE_ORDERS),
    default="path",
    show_default=True,
    help="Sort order of the lines (left, right: by the context; pinyin: by the right context's readings).",
)
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Show a random sample of N lines.")
@click.option("--seed", type=int, default=0, metavar="N", help="Random seed (same seed, same sample).")
@click.option("--unique", is_flag=True, help="Only the lines of one article per story, without reprints.")
@click.option("--sentences", is_flag=True, help="Show whole sentences; in tables and JSON as one more column.")
@click.option(
    "--width",
    "columns",
    type=click.IntRange(NARROWEST, WIDEST),
    metavar="COLUMNS",
    help="Line width in columns (default: that of the terminal; in a pipe 80).",
)
@click.option("-c", "--count", "only_count", is_flag=True, help="Print only the number of lines.")
@click.option("--json", "as_json", is_flag=True, help="Same as --format json.")
@click.option(
    "--format",
    "form",
    type=FormType(FORMS, "OF_LINE"),
    help="Output format (default: terminal; in a pipe tsv), or a template such as '{left}[{match}]{right}'.",
)
@jobs_option
@synonyms_option
@shared_options
def command(query: tuple[str, ...], **options: Any) -> bool:
    """Show every match in context, one per line, with the matches aligned (KWIC).

    Queries are written as for search. Text without spaces is matched as a whole; terms separated by spaces are matched
    one by one, each on its own lines, in the articles that contain all of them.

    \b
    newsgrep kwic 劳动争议 --sort right         sorted by what follows
    newsgrep kwic '/第[一二三]届/' --sample 50   a random sample of fifty
    newsgrep kwic 大桥 -c                       only the number of lines
    newsgrep kwic 大桥 --sentences --unique     whole sentences, each story once

    Exit code: 0 something found, 1 nothing found, 2 an error.
    """  # noqa: D301 (click wants the character)
    from newsgrep.corpus_stats.concordance import concordance

    settings = current_settings()
    engine, segmenter = settings.open_index()
    asked = take(KwicOptions, options)
    order: Order = asked.sort if asked.sort in {"date", "-date"} else "path"
    request = all_of(query, options, settings)._replace(order=order, unique=asked.unique)
    answer, lines = concordance(engine, request, segmenter, jobs=asked.jobs or default_jobs())
    if settings.quiet:
        return any(True for _ in lines)
    note_warnings(answer.warnings)
    _print(lines, engine, answer, settings, asked)
    if not lines.is_any:
        note_nothing_found(reasons_for(engine, answer.request))
    return lines.is_any


class KwicOptions(NamedTuple):
    """Which lines are printed, in which order, and how."""

    limit: int
    sort: LineOrder
    sample: int | None
    seed: int
    unique: bool
    sentences: bool
    columns: int | None
    only_count: bool
    as_json: bool
    form: str | None
    jobs: int | None


def _print(
    lines: Batches[KwicLine], engine: EngineReader, answer: Answer, settings: Settings, asked: KwicOptions
) -> None:
    """Print the lines that the options ask for, in their order."""
    if asked.only_count:
        write([f"{sum(lines.of_batches(len))}\n"])
        return
    form = chosen_form(asked.form, as_json=asked.as_json, in_pipe="tsv")
    style = settings.style()
    columns = asked.columns or max(style.columns, NARROWEST)
    layout = Layout(columns, _likely_width(answer.plan.occurrences), asked.sentences)
    if form == "terminal" and layout.has_source:
        layout = layout._replace(sources=_sources_differ(engine, answer))
    heading = tr("in {}", plural(answer.total_all, "1 article", "{:,} articles"))
    pieces = form_of(form)(_selected(lines, asked), layout, style, answer.warnings)
    write_paged(
        pieces, pages=settings.pages, heading=style.paint("dim", heading) + "\n\n" if form == "terminal" else ""
    )


def _sources_differ(engine: EngineReader, answer: Answer) -> bool:
    """Whether the matching articles have more than one source; looks no further than to the second."""
    seen: set[str | None] = set()
    for article, _ in engine.metadata(answer.plan):
        seen.add(article.source)
        if len(seen) > 1:
            return True
    return False


def _selected(lines: Batches[KwicLine], asked: KwicOptions) -> Iterable[KwicLine]:
    """A sample, an order, a limit, as they are asked for."""
    from newsgrep.corpus_stats.concordance import by_context, sampled

    found: Iterable[KwicLine] = sampled(lines, asked.sample, asked.seed) if asked.sample else lines
    if asked.sort in {"left", "right", "pinyin"}:
        found = by_context(found, asked.sort)
    return islice(found, asked.limit) if asked.limit else found


def _likely_width(sought: tuple[TextNode, ...]) -> int:
    """About how wide a match is, as far as the query tells."""
    from newsgrep.query.spans import required_literals

    return max((sum(map(width, required_literals(node))) for node in sought), default=0)
