"""newsgrep split."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep.cli.output import is_terminal, make_style, say, write
from newsgrep.cli.settings import settings, shared_options
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.model import Article
    from newsgrep.readers import Problem, Reading


@click.command("split")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, an object an article with its paragraphs.")
@shared_options
def command(files: tuple[Path, ...], as_json: bool) -> int:  # noqa: FBT001 (click's call)
    """Show the articles that a file is cut into; no index is needed.

    In a pipe: lines, kind, reporters, title, separated by tabs.

    Exit code: 0 articles found, 1 none, 2 something could not be read.
    """
    from newsgrep.printers.json import article_object, dump
    from newsgrep.readers import FieldMap, Problem, Reading

    chosen = settings()
    style = make_style(chosen.color)
    reading = Reading(FieldMap(chosen.config.fields), chosen.config.sources)
    problems = found = 0
    for item in (item for file in files for item in _read(file, reading)):
        if isinstance(item, Problem):
            problems += 1
            say(str(item))
            continue
        found += 1
        if as_json:
            write([dump(article_object(item))])
        elif is_terminal():
            from newsgrep.printers.terminal import print_article

            write(print_article(item, [()] * (1 + len(item.paragraphs)), style))
        else:
            write([_row(item)])
    return 2 if problems else 0 if found else 1


def _read(file: Path, reading: Reading) -> Iterator[Article | Problem]:
    from newsgrep.readers import SourceFile, read_articles

    if not file.is_file():
        raise UsageError(f"{file}: there is no such file", hint="give the path of a file, not of a folder")
    status = file.stat()
    yield from read_articles(SourceFile(str(file), file, status.st_size, status.st_mtime_ns), reading)


def _row(article: Article) -> str:
    place = f"{article.path}:{article.line}-{article.end_line}"
    return "\t".join((place, article.kind, " ".join(article.reporters), article.title)) + "\n"
