"""newsgrep browse."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.language import catalogue
from newsgrep.cli.output import error_message
from newsgrep.cli.query import (
    PageOptions,
    QueryCommand,
    by_option,
    filter_options,
    request_of,
    search_options,
    unhide_dash,
)
from newsgrep.cli.shared_options import current_settings, shared_options, synonyms_option
from newsgrep.engine.base import ORDERS
from newsgrep.errors import DependencyError, NewsgrepError, UsageError
from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.cli.settings import Settings
    from newsgrep.engine.base import EngineReader
    from newsgrep.model import Article
    from newsgrep.tui.host import Host
    from newsgrep.tui.view import View

DONE, ERROR = 0, 2


@click.command("browse", cls=QueryCommand)
@click.argument("query", nargs=-1)
@filter_options
@by_option
@click.option("--sort", type=click.Choice(ORDERS), default="relevance", show_default=True, help="Sort order.")
@click.option("--unique", is_flag=True, help="Show one article per story, with the number of reprints.")
@synonyms_option
@shared_options
def command(query: tuple[str, ...], **options: Any) -> int:
    """Search and read in a screen of its own.

    Results come as you type, with the article beside them and its matches marked. Facets (years, sources, sections,
    reporters, kinds) filter; articles can be marked, exported, opened in $EDITOR or $PAGER; their ids copied. Without
    a query, the newest articles are shown. F1 lists the keys; the mouse works, too.

    \b
    newsgrep browse
    newsgrep browse 劳动争议 --source 江城日报 --unique

    Needs the package textual: pip install 'newsgrep[tui]'.

    Exit code: 0 done, 2 an error.
    """  # noqa: D301 (click wants the character)
    if not find_spec("textual"):
        raise DependencyError("browse needs the package textual", hint=Message("pip install 'newsgrep[{}]'", "tui"))
    _require_terminal()
    from newsgrep.cli.progress_line import hidden
    from newsgrep.tui.app import browse
    from newsgrep.tui.view import view_of

    settings, asked = current_settings(), search_options(options)
    view = view_of(" ".join(map(unhide_dash, query)), asked)
    host = host_of(settings)
    host.request(view, 1)  # options that contradict each other are told before the screen is taken
    with hidden():
        return DONE if browse(host, view) else ERROR


def _require_terminal() -> None:
    """Check that someone sits at a terminal; Textual draws on stderr.

    Raises:
        UsageError: a stream is none.

    """
    for name, stream in (("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr)):
        if not (stream and stream.isatty()):
            raise UsageError("{} is not a terminal", name, about="browse", hint="for a pipe there is 'newsgrep search'")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise UsageError(
            "this terminal cannot move its cursor", about="browse", hint="set TERM, or use 'newsgrep search'"
        )


def host_of(settings: Settings) -> Host:
    """What the screen needs of the command line."""
    from newsgrep.cli.pager import pager_of
    from newsgrep.cli.saved import kept
    from newsgrep.cli.saved_store import saved_searches, state_folder
    from newsgrep.printers.theme import THEMES
    from newsgrep.tui.history import History
    from newsgrep.tui.host import Host
    from newsgrep.tui.opening import editor_of

    style = settings.style()._replace(terminal=True, catalogue=catalogue())
    if not style.color:
        style = style._replace(theme=THEMES["plain"])
    settings.synonyms  # noqa: B018 (read now, so that what is wrong with the file is told before the screen is taken)

    def save(name: str, view: View) -> Message:
        return kept(name, view.line, view.options._replace(sort=view.order), settings)

    def request(view: View, limit: int) -> Any:
        return request_of(view.line, view.options, PageOptions(limit=limit), settings)

    def export(engine: EngineReader, segmenter: Segmenter, view: View, ids: Sequence[str], path: Path) -> Message:
        return _exported(settings, engine, segmenter, view, ids, path)

    return Host(
        open_index=lambda: _open(settings),
        stamp=lambda: _stamp(settings),
        request=request,
        told=error_message,
        export=export,
        save=save,
        source=_sources(settings),
        style=style,
        saved=saved_searches(),
        history=History(state_folder() / "history"),
        edit=editor_of(os.environ),
        page=pager_of(os.environ),
        places=settings.places,
    )


def _open(settings: Settings) -> tuple[EngineReader, Segmenter]:
    """The index, to read; nothing is said on stderr."""
    from newsgrep.engine.open_engine import open_reader

    with settings.naming_tried():
        engine = open_reader(*settings.indexes)
    return engine, engine.segmenter()


def _stamp(settings: Settings) -> object:
    """What tells the commits of the indexes apart."""
    from newsgrep.engine.open_engine import open_engine

    with settings.naming_tried():
        return [open_engine(folder).stats().commit for folder in settings.indexes]


def _sources(settings: Settings) -> Any:
    """A function that finds the file of an article, where it has one of its own."""

    def source(article: Article) -> Path | None:
        path = Path(settings.root()) / article.path
        return path if path.is_absolute() and path.is_file() else None

    return source


def _exported(  # noqa: PLR0913, PLR0917 (what of which index, and where to)
    settings: Settings, engine: EngineReader, segmenter: Segmenter, view: View, ids: Sequence[str], path: Path
) -> Message:
    """Export the articles of a view, or those with some ids; return what was done."""
    from newsgrep import __version__
    from newsgrep.corpus_stats.export import export, export_chosen
    from newsgrep.message import plural
    from newsgrep.printers.exports import format_of
    from newsgrep.printers.exports.files import about_of, write_files
    from newsgrep.search.options import SearchOptions

    form = format_of(path, None)
    asked = view.options._replace(sort=view.order)
    request = request_of(view.line, asked, PageOptions(limit=0), settings)
    marked = form.shows_matches
    if ids:
        found = export_chosen(engine, ids, request, segmenter, is_marked=marked)
    else:
        found = export(engine, request, segmenter, is_marked=marked)
    if not found.size:
        raise NewsgrepError("nothing found", about=path)
    if ids:
        asked = SearchOptions(sort=view.order)
    about = about_of(engine, found, asked, path, indexes=settings.indexes, version=__version__)
    write_files(found, about, form, path, catalogue())
    told = Message("{} written to {}", plural(found.size, "1 article", "{:,} articles"), path)
    missing = len(ids) - found.size if ids else 0
    return Message("{}; {:,} of the marked ones are no longer in the index", told, missing) if missing else told
