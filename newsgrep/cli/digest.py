"""What saved run does with --format html, text, md or mail: one digest of all the searches."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from newsgrep.cli.language import catalogue
from newsgrep.cli.output import error_message, flush, note, note_error, stdout_was_closed, write
from newsgrep.cli.saved import all_found, prepared, request_for
from newsgrep.cli.saved_store import saved_searches
from newsgrep.engine.base import TopDocs
from newsgrep.errors import NewsgrepError
from newsgrep.printers.digest import FORMS, Digest, DigestSection
from newsgrep.saved import new_ids, news_since
from newsgrep.search.search import SNIPPET_COLUMNS, search
from newsgrep.search.shown import show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.cli.hit_output import HitOutput
    from newsgrep.cli.saved import RunOptions
    from newsgrep.cli.settings import Settings
    from newsgrep.engine.address import IndexPlace
    from newsgrep.engine.base import EngineReader
    from newsgrep.saved import SavedSearch
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown


def run_digest(names: Iterable[str], settings: Settings, asked: RunOptions, output: HitOutput) -> int:
    """Run searches and print what they find in one piece; with --new, it is remembered once that is written.

    Nothing is printed if nothing is found, so that no mail is sent. Until all is written, the searches are locked.
    """
    sections: list[DigestSection] = []
    shown: list[SavedSearch] = []
    updated: set[IndexPlace] = set()
    failed = False
    with ExitStack() as locks:
        for name in sorted(set(names)) if asked.only_new else names:
            try:
                own, has_failed = prepared(name, settings, asked, updated)
                failed = failed or has_failed
                if asked.only_new:
                    waiting = saved_searches().locked(name, lambda: note("waiting for another run of saved searches"))
                    locks.enter_context(waiting)
                    section, after = _new(saved_searches().get(name), own, asked, output)
                    shown.append(after)
                else:
                    section = _all(saved_searches().get(name), own, asked, output)
                sections.append(section)
            except (NewsgrepError, OSError) as error:
                failed = True
                note_error(error, name)
                sections.append(DigestSection(name, error=error_message(error)))
        found = any(section.hits for section in sections)
        if found and not settings.quiet:
            today = date.today().isoformat()  # noqa: DTZ011 (the user's day)
            write(FORMS[output.format](Digest(today, sections, asked.only_new, catalogue())))
            flush()
        if not (settings.quiet or stdout_was_closed()):
            for after in shown:
                saved_searches().put(after)
    return 2 if failed else 0 if found else 1


def _new(
    search: SavedSearch, settings: Settings, asked: RunOptions, output: HitOutput
) -> tuple[DigestSection, SavedSearch]:
    """What is new, each story once; and the search that remembers it, except what a limit has left out."""
    engine, answer = all_found(search, settings)
    folding = replace(search, options=search.options._replace(unique=True))
    news = news_since(engine, folding, answer.found.hits)
    hits = [hit._replace(reprints=len(ids) - 1) for hit, ids in zip(news.hits, news.reprints, strict=True)]
    part = hits[: asked.limit or None]
    answer = answer._replace(found=TopDocs(part, len(hits)), rest=len(hits) - len(part))
    known = len(new_ids(search.seen, news.found) - set().union(*news.reprints))
    section = DigestSection(search.name, len(hits), _shown(engine, answer, output), search.run or search.saved, known)
    return section, search.after_run(news.seen_up_to(len(part)))


def _all(saved: SavedSearch, settings: Settings, asked: RunOptions, output: HitOutput) -> DigestSection:
    """What a search finds now, each story once."""
    engine, segmenter = settings.open_index()
    request = request_for(saved, asked.page, settings)._replace(unique=True, relax=False)
    answer = search(engine, request, segmenter)
    return DigestSection(saved.name, len(answer.found.hits) + answer.rest, _shown(engine, answer, output))


def _shown(engine: EngineReader, answer: Answer, output: HitOutput) -> list[Shown]:
    columns = 2 * output.context if output.context else SNIPPET_COLUMNS
    return list(show(engine, answer, count=output.snippets, columns=columns))
