"""newsgrep split."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep.cli.output import for_terminal, note_message, write
from newsgrep.cli.pager import write_paged
from newsgrep.cli.settings import TEXTS
from newsgrep.cli.shared_options import FILE, current_settings, shared_options
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgrep.model import Article
    from newsgrep.printers.style import Style
    from newsgrep.readers import Problem, ReadOptions, Understood
    from newsgrep.split import TextKind


@click.command("split")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one object per article, paragraphs included.")
@click.option(
    "--texts",
    type=click.Choice(TEXTS),
    help="Take plain texts for one article each, or for pages of several, whatever their form (default: auto).",
)
@click.option("--why", is_flag=True, help="Show each place that was judged, with its score and evidence.")
@click.option("--check", type=FILE, metavar="GOLD", help="Score the splitter on your own annotated pages.")
@shared_options
def command(files: tuple[Path, ...], texts: TextKind | None, check: Path | None, *, as_json: bool, why: bool) -> int:
    """Show how a file is split into articles; no index is needed.

    FILE may be - for standard input.

    In a pipe, each article is a line: path and line numbers, kind, reporters, title, separated by tabs.

    --why shows, for each place where an article or a paragraph could begin, what was decided, and the evidence: weights
    in log-odds, the higher, the more likely an article begins, or two paragraphs are one. Add it to a report of a wrong
    split.

    Exit code: 0 articles found, 1 none, 2 something could not be read.
    """
    from newsgrep.readers import Problem
    from newsgrep.readers.oddities import merged_doubts

    settings = current_settings()
    if check:
        return _check(check, files)
    if not files:
        raise UsageError("no file given", hint="give one or more files, or annotated pages with --check")
    if why:
        return _explain(files, pages=settings.pages)
    reading = settings.reading
    if texts:
        reading = replace(reading, texts=texts)
    problems: list[Problem] = []
    understood: list[list[Understood]] = [[] for _ in files]
    found = False

    def articles() -> Iterator[Article]:
        nonlocal found
        read = (_read(file, reading, said.append) for file, said in zip(files, understood, strict=True))
        for item in chain.from_iterable(read):
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
    doubts = (merged_doubts(doubt for each in said for doubt in each.doubts) for said in understood)
    for doubt in chain.from_iterable(doubts):
        note_message(doubt.located)
    return 2 if problems else 0 if found else 1


def _explain(files: tuple[Path, ...], *, pages: bool) -> int:
    """Print the places that were judged in files of plain text."""
    from newsgrep.printers.split import print_judgement
    from newsgrep.split.explain import explain

    found = [(file, place) for file in files for place in explain(_text_of(file))]
    write_paged((print_judgement(str(file), place) for file, place in found), pages=pages)
    return 0 if found else 1


def _check(gold: Path, files: tuple[Path, ...]) -> int:
    """Print how well annotated pages are split."""
    from newsgrep.printers.split import print_score
    from newsgrep.split.score import read_known, score

    if files:
        raise UsageError("--check and files cannot be combined")
    result = score(read_known(gold))
    if not result.counts["pages"]:
        raise UsageError("has no annotated pages", path=gold, hint="give JSON Lines, one page per line")
    write(print_score(result, for_terminal))
    return 0


def _printed(article: Article, form: str, style: Style) -> Iterator[str]:
    from newsgrep.printers.article import print_article, print_row

    if form == "json":
        return iter([_object(article)])
    return iter([print_row(article)]) if form == "rows" else print_article(article, (), form, style)


def _object(article: Article) -> str:
    """Return an article as JSON, with ``suspect`` where it breaks off in mid-sentence."""
    from newsgrep.printers.json import article_object, dump
    from newsgrep.split.suspect import is_suspect

    breaks_off = article.kind in ("article", "brief") and is_suspect(
        [part.text for part in article.paragraphs if part.role == "body"]
    )
    return dump(article_object(article) | ({"suspect": True} if breaks_off else {}))


def _read(file: Path, reading: ReadOptions, tell: Callable[[Understood], object]) -> Iterator[Article | Problem]:
    from newsgrep.message import Message
    from newsgrep.readers import Problem, SourceFile, read_articles
    from newsgrep.readers.archives.containers import content_suffix
    from newsgrep.readers.format_table import is_known
    from newsgrep.readers.piped import piped_file

    if str(file) == "-":
        with piped_file() as piped:
            yield from read_articles(piped, reading, tell)
        return
    status = _checked(file).stat()
    found = False
    for item in read_articles(SourceFile(str(file), file, status.st_size, status.st_mtime_ns), reading, tell):
        found = True
        yield item
    if not found and not is_known(content_suffix(str(file))):
        yield Problem(
            str(file),
            None,
            Message("not read, as no format has its suffix"),
            Message("if it is a text, rename it to .txt"),
        )


def _text_of(file: Path) -> str:
    from newsgrep.readers.lines import joined, read_lines
    from newsgrep.readers.piped import piped_file

    with ExitStack() as stack:
        location = stack.enter_context(piped_file()).location if str(file) == "-" else _checked(file)
        return joined(read_lines(stack.enter_context(location.open("rb", buffering=0))))


def _checked(file: Path) -> Path:
    """Return the path of a file.

    Raises:
        UsageError: it is none.
    """
    if file.is_dir():
        raise UsageError("is a folder", path=file, hint="give a file")
    if not file.exists():
        raise UsageError("no such file", path=file, hint="check the spelling")
    if not file.is_file():
        raise UsageError("not a regular file", path=file, hint="give a file, or - for standard input")
    return file
