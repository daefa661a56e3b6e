"""newsgrep split."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep.cli.output import note_message
from newsgrep.cli.pager import write_paged
from newsgrep.cli.settings import current_settings, shared_options
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.model import Article
    from newsgrep.printers.style import Style
    from newsgrep.readers import Problem, ReadOptions


@click.command("split")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one object per article, paragraphs included.")
@shared_options
def command(files: tuple[Path, ...], as_json: bool) -> int:  # noqa: FBT001 (click's call)
    """Show how a file is split into articles; no index is needed.

    FILE may be - for standard input.

    In a pipe, each article is a line: path and line numbers, kind, reporters, title, separated by tabs.

    Exit code: 0 articles found, 1 none, 2 something could not be read.
    """
    from newsgrep.readers import Problem

    settings = current_settings()
    reading = settings.reading
    problems: list[Problem] = []
    found = False

    def articles() -> Iterator[Article]:
        nonlocal found
        for item in chain.from_iterable(_read(file, reading) for file in files):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                found = True
                yield item

    style = settings.style()
    form = "json" if as_json else "terminal" if style.terminal else "rows"
    pieces = (piece for article in articles() for piece in _printed(article, form, style))
    write_paged(pieces, pages=settings.pages)
    for problem in problems:
        note_message(problem.located)
    return 2 if problems else 0 if found else 1


def _printed(article: Article, form: str, style: Style) -> Iterator[str]:
    from newsgrep.printers.article import print_article, print_row

    return iter([print_row(article)]) if form == "rows" else print_article(article, (), form, style)


def _read(file: Path, reading: ReadOptions) -> Iterator[Article | Problem]:
    from newsgrep.readers import SourceFile, read_articles
    from newsgrep.readers.piped import piped_file

    if str(file) == "-":
        with piped_file() as piped:
            yield from read_articles(piped, reading)
        return
    if file.is_dir():
        raise UsageError("is a folder", path=file, hint="give a file")
    if not file.is_file():
        raise UsageError(
            "no such file",
            path=file,
            hint="check the spelling",
        )
    status = file.stat()
    yield from read_articles(SourceFile(str(file), file, status.st_size, status.st_mtime_ns), reading)
