"""newsgrep saved, and what search --save does."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep.cli.completers import saved_names
from newsgrep.cli.hit_output import HitOutput, count_option, digest_form_options, files_option, print_answer
from newsgrep.cli.index import update
from newsgrep.cli.language import tr
from newsgrep.cli.output import (
    flush,
    is_terminal,
    note,
    note_error,
    note_message,
    stdout_was_closed,
    write,
    write_stderr,
)
from newsgrep.cli.query import PageOptions, request_of
from newsgrep.cli.saved_store import saved_searches
from newsgrep.cli.settings import Settings
from newsgrep.cli.shared_options import current_settings, shared_options
from newsgrep.cli.typed_options import take
from newsgrep.engine.address import index_place
from newsgrep.engine.base import TopDocs
from newsgrep.errors import NewsgrepError, UsageError
from newsgrep.message import Message
from newsgrep.printers.digest_forms import DIGESTS
from newsgrep.printers.saved import FORMS, quoted
from newsgrep.saved import SAVED_SETTINGS, SavedSearch, found_now, news_since, now
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from newsgrep.engine.address import IndexPlace
    from newsgrep.engine.base import EngineReader
    from newsgrep.search.options import SearchOptions
    from newsgrep.search.search import Answer, Request


@click.group("saved", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one object per search.")
@shared_options
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:  # noqa: FBT001 (click's call)
    """List, run and remove saved searches.

    \b
    newsgrep search 劳动争议 --source 江城日报 --save 争议
    newsgrep saved                       list them
    newsgrep saved run 争议              all that one finds now
    newsgrep saved run --all --new -u    update the index, show only new articles
    newsgrep saved remove 争议

    Exit code: 0 done, 1 no saved searches, 2 one could not be read.
    """  # noqa: D301 (click wants the character)
    return 0 if ctx.invoked_subcommand else _list(as_json=as_json)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one object per search.")
@shared_options
def listing(as_json: bool) -> int:  # noqa: FBT001 (click's call)
    """List the saved searches (same as newsgrep saved)."""
    return _list(as_json=as_json)


def _list(*, as_json: bool) -> int:
    names = saved_searches().names()
    searches = [search for search in map(_readable, names) if search]
    if not current_settings().quiet:
        form = "json" if as_json else "terminal" if is_terminal() else "tsv"
        write(FORMS[form](searches, current_settings().style()))
    if not names and is_terminal():
        note("no saved searches (save one with 'newsgrep search … --save NAME')")
    return 2 if len(searches) < len(names) else 0 if names else 1


@command.command("run")
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=saved_names)
@click.option("--all", "everything", is_flag=True, help="Run all saved searches.")
@click.option(
    "--new",
    "only_new",
    is_flag=True,
    help="Show only articles that are new since the last run with --new, or since saving.",
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show at most N articles per search, 0 for all (default: 20; with --new: all).",
)
@files_option
@count_option
@digest_form_options
@click.option("-u", "--update", "updates", is_flag=True, help="Update the index first.")
@shared_options
def run(names: tuple[str, ...], everything: bool, **options: Any) -> int:  # noqa: FBT001 (click's call)
    """Run saved searches.

    A run with --new remembers what it has shown once everything is written; other runs change nothing. An article is
    new if it was not found before: it was added, or changed so that it now matches. One that has only moved is not new.

    The formats html, text, md and mail make one digest of all searches: grouped by search, reprints folded, with links;
    nothing if nothing is found. mail is a message to be sent, as by msmtp, with the digest as text and as HTML.

    Exit code: 0 something found (with --new: something new), 1 nothing, 2 an error in one of them (the others are run).
    """
    if names and everything:
        raise UsageError("give either names or --all, not both")
    if not (names or everything):
        raise UsageError("no name given", hint="give names, or --all; list them with 'newsgrep saved'")
    settings, asked, output = current_settings(), take(RunOptions, options), take(HitOutput, options)
    names = tuple(saved_searches().names()) if everything else names
    if output.format in DIGESTS and not output.only_count:
        from newsgrep.cli.digest import run_digest

        return run_digest(names, settings, asked, output)
    found = failed = False
    updated: set[IndexPlace] = set()
    for name in names:
        try:
            own, has_failed = prepared(name, settings, asked, updated)
            failed = failed or has_failed
            found = _run(name, own, asked, output._replace(is_titled=len(names) > 1)) or found
        except (NewsgrepError, OSError) as error:
            failed = True
            note_error(error, name)
    return 2 if failed else 0 if found else 1


def prepared(name: str, settings: Settings, asked: RunOptions, updated: set[IndexPlace]) -> tuple[Settings, bool]:
    """The settings of a search, and whether an update of its index failed, if one is asked for; each is done once."""
    own = _settings_of(saved_searches().get(name), settings)
    failed = False
    for one in own.one_by_one() if asked.updates else ():
        if one.index not in updated:
            updated.add(one.index)
            failed = not _updated(one, name) or failed
    return own, failed


def _updated(own: Settings, name: str) -> bool:
    """Bring the index of a search up to date; not one that was made with other settings, which would make it anew."""
    own.open_index()  # where there is none, none is made: of what, nobody has said here
    try:
        update(own, keep_identity=True)
    except (NewsgrepError, OSError) as error:
        note_error(error, name)
        return False
    return True


@command.command("remove")
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=saved_names)
@shared_options
def remove(names: tuple[str, ...]) -> int:
    """Remove saved searches."""
    failed = False
    for name in names:
        try:
            is_saved = name in saved_searches().names()
            with saved_searches().locked(name) if is_saved else nullcontext():  # a lock is a file, which would stay
                saved_searches().remove(name)
        except (NewsgrepError, OSError) as error:
            failed = True
            note_error(error, name)
    return 2 if failed else 0


def save(name: str, line: str, asked: SearchOptions, settings: Settings) -> None:
    """Keep a search, and say so."""
    told = kept(name, line, asked, settings)
    if not settings.quiet:
        note_message(told)


def kept(name: str, line: str, asked: SearchOptions, settings: Settings) -> Message:
    """Keep a search; what it finds now is not new. Return what is to be said about it."""
    search = SavedSearch(name, line, asked, _kept_settings(settings), saved=now())
    with saved_searches().locked(name):
        if name in saved_searches().names():
            before = saved_searches().get(name)
            if (before.line, before.options, before.settings) != (search.line, search.options, search.settings):
                raise UsageError(
                    "a different search is already saved under this name",
                    about=name,
                    hint=Message("remove it first: newsgrep saved remove {}", quoted(name)),
                )
            return Message("“{}” is already saved", name)
        engine, answer = all_found(search, settings)
        saved_searches().put(replace(search, seen=found_now(engine, answer.found.hits)))
    return Message("saved as “{}”; to see new articles, run: newsgrep saved run {} --new", name, quoted(name))


def _kept_settings(settings: Settings) -> dict[str, Any]:
    """The settings that a search needs wherever it is run; a configuration file that is not there is not looked for."""
    indexes = list(settings.places)
    files = (settings.config_file, settings.flags.get("synonyms"))
    others = [str(path.absolute()) if path else None for path in files]
    return dict(zip(SAVED_SETTINGS, (indexes if len(indexes) > 1 else indexes[0], *others), strict=True))


def _settings_of(search: SavedSearch, settings: Settings) -> Settings:
    """The settings that a search was saved with, and what is given now."""
    files = {name: Path(path) if path else None for name, path in search.settings.items() if name != "index"}
    return Settings({"index": tuple(map(index_place, search.indexes)), **files, **settings.flags})


class RunOptions(NamedTuple):
    """What a run of saved searches is to find."""

    only_new: bool
    updates: bool
    limit: int | None
    only_files: bool
    only_count: bool

    @property
    def page(self) -> PageOptions:
        """The part of each search that is printed."""
        return PageOptions(self.limit, 0, self.only_files, self.only_count)


def _run(name: str, settings: Settings, asked: RunOptions, output: HitOutput) -> bool:
    """Run a saved search and print what it finds; whether that is anything."""
    if asked.only_new:
        with saved_searches().locked(name, lambda: note("waiting for another run of {} to finish", name)):
            return _run_new(saved_searches().get(name), settings, asked, output)
    from newsgrep.search.search import search

    engine, segmenter = settings.open_index()
    request = request_for(saved_searches().get(name), asked.page, settings)
    answer = search(engine, request._replace(count_literal=output.counts_literal), segmenter)
    _print(settings, engine, answer, output)
    return answer.total_all > 0


def _run_new(search: SavedSearch, settings: Settings, asked: RunOptions, output: HitOutput) -> bool:
    """Print what is new, and remember what was shown: not what a limit has left out, nor what was only counted.

    The pager is not used: what is not read to its end there would count as read.
    """
    engine, answer = all_found(search, settings)
    news = news_since(engine, search, answer.found.hits)
    shown = news.hits[: asked.limit or None]
    literal = sum(map(answer.is_literal, news.hits))
    answer = answer._replace(found=TopDocs(shown, len(news.hits), literal), rest=len(news.hits) - len(shown))
    if news.hits or is_terminal() or asked.only_count:
        _print(settings.read_again(no_pager=True), engine, answer, output, is_query=False)
    if not (asked.only_count or settings.quiet or stdout_was_closed()):
        saved_searches().put(search.after_run(news.seen_up_to(len(shown))))
    return bool(news.hits)


def all_found(search: SavedSearch, settings: Settings) -> tuple[EngineReader, Answer]:
    """All that a search finds, nothing that only resembles it, with the engine that it is found in."""
    from newsgrep.search.search import search as ask

    engine, segmenter = settings.open_index()
    request = request_for(search, PageOptions(limit=0), settings)
    return engine, ask(engine, request._replace(relax=False, unique=False), segmenter)


def request_for(search: SavedSearch, page: PageOptions, settings: Settings) -> Request:
    """The request of a saved search, under its name."""
    return request_of(search.line, search.options, page, settings)._replace(name=search.name)


def _print(
    settings: Settings, engine: EngineReader, answer: Answer, output: HitOutput, *, is_query: bool = True
) -> None:
    """Print an answer, all of it before anything is remembered."""
    if settings.quiet:
        return
    if output.is_titled:
        write_stderr(visible(tr("{}:", answer.request.name or "")) + "\n")
    print_answer(settings, engine, answer, output, is_query=is_query)
    flush()


def _readable(name: str) -> SavedSearch | None:
    """A saved search; what is wrong with it is said."""
    try:
        return saved_searches().get(name)
    except NewsgrepError as error:
        note_error(error, name)
        return None
