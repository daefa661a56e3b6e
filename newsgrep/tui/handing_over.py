"""What is done with articles and searches: mark, export, open, copy, save, call up again."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.dom import DOMNode

from newsgrep.errors import NewsgrepError
from newsgrep.message import Message, plural, reason
from newsgrep.printers.saved import command_of
from newsgrep.tui.dialogs import Choice, ChoiceDialog, HelpDialog, LineDialog
from newsgrep.tui.events import SavedRead
from newsgrep.tui.keys import help_lines
from newsgrep.tui.opening import command_at, opened
from newsgrep.tui.view import view_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.model import Article
    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.tui.finder import Finder
    from newsgrep.tui.host import Host
    from newsgrep.tui.result_list import ResultList
    from newsgrep.tui.view import View

EXPORTED = "newsgrep.html"


class HandingOver(DOMNode):
    """The actions of the main screen that lead out of it."""

    host: Host
    view: View
    look: Style
    results: ResultList
    finder: Finder
    article: Article | None
    answer: Answer | None

    def say(self, message: Message | None) -> None:
        """Show a notice."""
        raise NotImplementedError

    def change(self, view: View, *, keep: bool = False) -> None:
        """Look for another view."""
        raise NotImplementedError

    def remember(self) -> None:
        """Keep the query for other days; it is used if an article of its is read or handed over."""
        line = self.view.line
        self.finder.aside(lambda: self.host.history.add(line))

    def action_help(self) -> None:
        """Keys and what they do."""
        self.app.push_screen(HelpDialog(self.look, Message("Keys"), list(help_lines())))

    def action_history(self) -> None:
        """Choose a former query."""
        lines = [Choice(line) for line in self.host.history.lines()]
        if not lines:
            self.say(Message("no former queries; Enter keeps one"))
            return
        dialog = ChoiceDialog(self.look, Message("Former queries"), lines)
        self.app.push_screen(dialog, lambda line: self.change(view_of(line, self.view.options)) if line else None)

    def action_saved(self) -> None:
        """Choose a saved search; they are read aside, since each remembers what it has found."""
        self.finder.aside(lambda: SavedRead([(name, self._command_of(name)) for name in self.host.saved.names()]))

    def on_saved_read(self, event: SavedRead) -> None:
        """Offer the saved searches."""
        choices = [Choice(*search) for search in event.searches]
        if not choices:
            self.say(Message("no saved searches; w saves this one"))
            return
        self.app.push_screen(ChoiceDialog(self.look, Message("Saved searches"), choices), self._call_up)

    def _command_of(self, name: str) -> str:
        try:
            return command_of(self.host.saved.get(name))
        except (NewsgrepError, OSError) as error:
            return self.host.told(error).render(self.look.catalogue)

    def _call_up(self, name: str | None) -> None:
        if name is None:
            return
        try:
            found = self.host.saved.get(name)
        except (NewsgrepError, OSError) as error:
            self.say(self.host.told(error))
            return
        self.change(view_of(found.line, found.options))
        if set(found.indexes) != set(self.host.places):
            self.say(Message("“{}” was saved for {}; this is another index", name, ", ".join(found.indexes)))

    def action_save(self) -> None:
        """Save the search under a name."""
        told = Message("Enter saves; to see what is new: newsgrep saved run NAME --new")
        dialog = LineDialog(self.look, Message("Save this search as"), "", told, lambda _: None)
        self.app.push_screen(dialog, self._save)

    def _save(self, name: str | None) -> None:
        view = self.view
        if name:
            self.say(Message("saving …"))
            self.finder.task(lambda *_: self.host.save(name, view))

    def action_mark(self) -> None:
        """Mark the article, or unmark it, and go to the next."""
        self.results.toggle_mark()
        self.results.action_move(1)
        self.write_status()

    def write_status(self) -> None:
        """Say how many are marked."""
        raise NotImplementedError

    def action_unmark(self) -> None:
        """Unmark all articles."""
        self.results.chosen.clear()
        self.results.refresh()
        self.write_status()

    def action_export(self) -> None:
        """Export the marked articles, or all that are found."""
        marked = tuple(self.results.chosen)
        number = len(marked) or (self.answer.total_all if self.answer else 0)
        if not number:
            self.say(Message("nothing to export"))
            return
        if marked:
            title = plural(number, "Export 1 marked article to", "Export {:,} marked articles to")
        elif self.view.options.unique:
            title = Message("Export one article per story to")
        else:
            title = plural(number, "Export 1 article to", "Export {:,} articles to")
        told = Message("The suffix says the format: .xlsx .csv .jsonl .parquet .html .md .ris .bib")
        dialog = LineDialog(self.look, title, EXPORTED, told, _is_there)
        self.app.push_screen(dialog, lambda name: self._export(name, marked))

    def _export(self, name: str | None, marked: Sequence[str]) -> None:
        if not name:
            return
        view, path = self.view, _path(name)
        self.remember()
        self.say(Message("exporting …"))
        self.finder.task(lambda engine, segmenter: self.host.export(engine, segmenter, view, marked, path))

    def action_copy(self) -> None:
        """Put ids into the clipboard of the terminal (OSC 52), which may be at the other end of a connection."""
        ids = list(self.results.chosen) or ([self.results.hit.id] if self.results.hit else [])
        if ids:
            self.app.copy_to_clipboard("\n".join(ids).encode("utf-8", "replace").decode())
            self.say(Message("copied: {}", ids[0]) if len(ids) == 1 else Message("copied {:,} ids", len(ids)))

    def action_edit(self) -> None:
        """Open the article in the editor."""
        self._open(self.host.edit, Message("no editor found; set EDITOR"), as_is=True)

    def action_page_through(self) -> None:
        """Read the article in the pager."""
        self._open(self.host.page, Message("no pager found; set PAGER"), as_is=False)

    def _open(self, program: Sequence[str], missing: Message, *, as_is: bool) -> None:
        if not program:
            self.say(missing)
        elif article := self.article:
            self.remember()
            marks = self.answer.plan.marks if self.answer else ()
            try:
                with opened(article, self.host.source(article), marks, as_is=as_is) as (path, line):
                    self._run(command_at(program, path, line))
            except (NewsgrepError, OSError) as error:
                self.say(Message("cannot run {} ({})", program[0], reason(error)))

    def _run(self, command: Sequence[str]) -> None:
        """Run a program in the terminal that is ours meanwhile."""
        try:
            with self.app.suspend(), _without_interrupts():
                # less takes Chinese for bytes where the locale does not say that it is UTF-8.
                subprocess.run(command, check=False, env={"LESSCHARSET": "utf-8"} | os.environ)  # noqa: S603 (the user's)
        except SuspendNotSupported:
            self.say(Message("other programs cannot be run here"))
        self.app.refresh(layout=True)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Leave Ctrl-C to the program that is run."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _path(name: str) -> Path:
    """The file of a name; a home that is unknown is no error here."""
    return Path(os.path.expanduser(name.replace("\0", "")))  # noqa: PTH111


def _is_there(name: str) -> Message | None:
    """What speaks against a file name."""
    return Message("{} exists; Enter again replaces it", name) if os.path.lexists(_path(name)) else None
