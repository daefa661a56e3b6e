"""newsgrep export."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep import __version__
from newsgrep.cli.language import catalogue, tr
from newsgrep.cli.nothing_found import note_nothing_found, reasons_for
from newsgrep.cli.output import is_terminal, naming_stdout, note_warnings, write_stderr
from newsgrep.cli.query import (
    PageOptions,
    QueryCommand,
    by_option,
    filter_options,
    query_line,
    request_of,
    search_options,
)
from newsgrep.cli.shared_options import current_settings, shared_options, synonyms_option
from newsgrep.cli.typed_options import take
from newsgrep.corpus_stats.choices import STRATIFIED_BY
from newsgrep.engine.base import ORDERS
from newsgrep.errors import UsageError
from newsgrep.message import plural
from newsgrep.printers.exports import FORMATS, format_of, writer_of
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from newsgrep.corpus_stats.choices import StratifiedBy
    from newsgrep.corpus_stats.export import Drawing, Export
    from newsgrep.printers.exports import ExportFormat
    from newsgrep.printers.exports.about import About

STDOUT = Path("-")


@click.command("export", cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    required=True,
    metavar="FILE",
    help="The file to write (-: standard output); its suffix says the format.",
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), help="Format, where the suffix of the file does not say it."
)
@click.option(
    "-n", "--limit", type=click.IntRange(min=0), default=0, metavar="N", help="Export the first N articles (0: all)."
)
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Export a random sample of N articles.")
@click.option("--seed", type=int, default=0, metavar="N", help="Random seed (same seed, same sample).")
@click.option(
    "--stratify",
    type=click.Choice(STRATIFIED_BY),
    help="Draw the sample from each year or source in proportion to its articles.",
)
@click.option("--unique", is_flag=True, help="Export one article per story, with the number of reprints.")
@filter_options
@by_option
@click.option("--sort", type=click.Choice(ORDERS), default="relevance", show_default=True, help="Sort order.")
@synonyms_option
@shared_options
def command(query: tuple[str, ...], **options: Any) -> bool:
    """Write the matching articles to a file, with full text, address and facts.

    Queries are written as for search; without one, all articles that pass the filters are meant. Formats, by the suffix
    of the file: xlsx, csv, jsonl, parquet, html (one page with charts, matches marked), md, ris and bib (for Zotero,
    NoteExpress and others). The file says query, index, version and date; beside csv and ris, FILE-metadata.json does.

    A sample depends on the seed and the ids of the articles alone, so that it can be drawn again, by other people and
    in any order.

    \b
    newsgrep export 劳动争议 -o hits.xlsx
    newsgrep export 劳动争议 -o sample.csv --sample 300 --seed 1 --stratify year --unique
    newsgrep export 候鸟 --since 2025 -o birds.html
    newsgrep export --source 江城晚报 -o evening.ris

    Exit code: 0 something found, 1 nothing found (no file is written), 2 an error.
    """  # noqa: D301 (click wants the character)
    from newsgrep.corpus_stats.export import export
    from newsgrep.printers.exports.files import about_of

    settings, asked, wanted = current_settings(), search_options(options), take(ExportOptions, options)
    form = format_of(wanted.output, wanted.form)
    if form.is_binary and wanted.output == STDOUT and is_terminal():
        raise UsageError("a terminal shows no such file", about="-", hint="give the name of a file")
    line = query_line(query, asked, may_be_all=True)
    engine, segmenter = settings.open_index()
    request = request_of(line, asked, PageOptions(limit=wanted.limit), settings)._replace(unique=wanted.unique)
    found = export(engine, request, segmenter, wanted.drawing, is_marked=form.shows_matches)
    if not settings.quiet:
        note_warnings(found.answer.warnings)
    if not found.size:
        if not settings.quiet:
            note_nothing_found(reasons_for(engine, found.answer.request))
        return False
    about = about_of(engine, found, asked, wanted.output, wanted.form, indexes=settings.indexes, version=__version__)
    _write(found, about, form, wanted.output)
    if not settings.quiet and wanted.output != STDOUT:
        told = tr("{} written to {}", plural(found.size, "1 article", "{:,} articles"), wanted.output)
        write_stderr(f"{visible(told)}\n")
    return True


class ExportOptions(NamedTuple):
    """Where to, in which format, and which of the articles found."""

    output: Path
    form: str | None
    limit: int
    sample: int | None
    seed: int
    stratify: StratifiedBy | None
    unique: bool

    @property
    def drawing(self) -> Drawing | None:
        """How a sample is drawn, if one is.

        Raises:
            UsageError: options contradict each other.

        """
        from newsgrep.corpus_stats.export import drawing_of

        return drawing_of(self.sample, self.seed, self.stratify, self.limit)


def _write(found: Export, about: About, form: ExportFormat, output: Path) -> None:
    """Write the file, or to stdout."""
    from newsgrep.printers.exports.files import write_files

    if output != STDOUT:
        write_files(found, about, form, output, catalogue())
        return
    # Some formats are written in no order, which a pipe cannot take.
    with tempfile.TemporaryFile() as file:
        writer_of(form)(about, found.articles, file, catalogue())
        file.seek(0)
        with naming_stdout():
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
