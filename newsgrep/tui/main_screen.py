"""The main screen: query, list, article and facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static

from newsgrep.message import Message
from newsgrep.tui.article_view import ArticleView
from newsgrep.tui.css import CSS
from newsgrep.tui.facet_list import FacetList
from newsgrep.tui.finder import Finder
from newsgrep.tui.handing_over import HandingOver
from newsgrep.tui.keys import KeyLine, bindings
from newsgrep.tui.page import safe
from newsgrep.tui.result_list import LINES, NARROW_LINES, ResultList
from newsgrep.tui.row_list import RowList
from newsgrep.tui.status import status_line
from newsgrep.tui.steering import Steering
from newsgrep.tui.view import view_of

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from newsgrep.model import Article
    from newsgrep.search.search import Answer
    from newsgrep.tui.events import Answered, Counted, Done, Failed, MoreRows, Opened, Working
    from newsgrep.tui.host import Host
    from newsgrep.tui.view import View

# Articles that are listed at first, and by what factor more are when the end is near.
FIRST, MORE = 100, 4
NEAR_THE_END = 20
# Columns below which the list is above the article, and from which on facets are shown from the beginning.
SIDE_BY_SIDE, WITH_FACETS = 100, 120
# Seconds after which a search is said to be under way.
SLOW = 0.3
# Seconds between looks at the index.
CHECKED = 2.0


class MainScreen(HandingOver, Steering, Screen[None]):
    """Shows a view, and changes it; what takes long is left to the finder."""

    CSS = CSS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    AUTO_FOCUS = "#query"

    def __init__(self, host: Host, view: View) -> None:
        super().__init__()
        self.host = host
        self.view = view
        self.look = host.style
        self.results = ResultList(self.look)
        self.article_view = ArticleView()
        self.facets = FacetList(self.look)
        self.status = Static(id="status")
        self.key_line = KeyLine(self.look)
        self.finder = Finder(host, self.post_message)
        self.answer: Answer | None = None
        self.article: Article | None = None
        self._limit = FIRST
        self._is_kept = False
        self._answered = 0
        self._reasons = ""
        self.wants_facets: bool | None = None
        self.is_leaving = False

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom."""
        with Horizontal(id="top"):
            yield Static(Text("newsgrep ▸ "), id="label")
            yield Input(self.view.line, id="query", compact=True, select_on_focus=False)
        yield self.status
        with Container(id="panes"):
            yield self.facets
            yield self.results
            yield self.article_view
        yield Static(id="trouble")
        yield self.key_line

    def on_mount(self) -> None:
        """Search, and look now and then whether the index has changed."""
        self.set_interval(CHECKED, self._check)
        self.call_after_refresh(self.search)

    def search(self, *, keep: bool = False) -> None:
        """Look for the view; ``keep`` the selected article, and as many as are listed."""
        self._is_kept = keep
        self._limit = self._limit if keep else FIRST
        first = self.results.visible_rows.start if keep else 0
        shown = range(first, first + max(self.results.size.height, 10) // self.results.row_height + 2)
        serial = self.finder.search(self.view, self._limit, shown, self.results.size.width - 4)
        self.set_timer(SLOW, lambda: self._say_searching(serial))

    def _say_searching(self, serial: int) -> None:
        """Say that what is shown is the answer to another query."""
        if serial == self.finder.serial != self._answered:
            self.status.update(Text(self.look.tr("searching …"), self.look.look("dim")))

    def change(self, view: View, *, keep: bool = False) -> None:
        """Look for another view."""
        self.view = view
        query = self.query_one("#query", Input)
        if query.value != view.line:
            with self.prevent(Input.Changed):
                query.value = view.line
                query.cursor_position = len(view.line)
        self.search(keep=keep)

    def say(self, message: Message | None) -> None:
        """Show a notice."""
        self.key_line.say(message)

    def _check(self) -> None:
        if self.has_class("in-trouble"):
            self.search(keep=True)
        else:
            self.finder.check()

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        self.say(None)
        self.change(view_of(event.value, self.view.options))

    @on(Input.Submitted, "#query")
    def _submitted(self) -> None:
        self.remember()
        if self.has_class("narrow"):
            self.remove_class("with-facets")
        self.results.focus()

    def on_answered(self, event: Answered) -> None:
        """Show an answer, unless something else has been asked meanwhile."""
        if event.serial != self.finder.serial:
            return
        self.remove_class("in-trouble")
        self._answered, self.answer, self._reasons = event.serial, event.answer, ""
        if not self._is_kept:
            self.article_view.at = None
        self.results.show(event.answer.found.hits, event.rows, event.start, keep=self._is_kept)
        if not event.answer.found.hits:
            self.article = None
            self.article_view.clear()
        self._open_selected()
        self._want_rows()
        self.write_status()
        if self.facets.display or not event.answer.total_all:
            self.count()

    def count(self) -> None:
        """Count the facets."""
        self.facets.wait()
        self.finder.count(self.view)

    def on_more_rows(self, event: MoreRows) -> None:
        """Show more of an answer."""
        if event.serial == self.finder.serial:
            self.results.put(event.start, event.rows)
            self._want_rows()

    def on_opened(self, event: Opened) -> None:
        """Show an article, if it is still the one selected."""
        if self.results.hit and self.results.hit.id == event.article.id:
            self.article = event.article
            self.article_view.show(event.page)

    def on_counted(self, event: Counted) -> None:
        """Show the facets; where nothing is found, why."""
        if event.serial != self.finder.serial:
            return
        self.facets.show(event.facets, self.view)
        if event.reasons:
            render = [reason.render(self.look.catalogue) for reason in event.reasons]
            self._reasons = self.look.tr("; ").join(render)
            self.write_status()

    def on_failed(self, event: Failed) -> None:
        """Say what is wrong: of the index, in place of what it holds."""
        if event.is_search:
            # What is shown is the answer to another query.
            self.answer = self.article = None
            self._answered = self.finder.serial
            self.results.show(())
            self.article_view.clear()
            self.facets.show({}, self.view)
            self.status.update(Text())
        if not event.is_index:
            self.say(event.message)
            return
        text = event.message.render(self.look.catalogue)
        waiting = self.look.tr("Waiting for the index; Ctrl-L looks again, Ctrl-C quits.")
        self.say(None)
        self.add_class("in-trouble")
        self.query_one("#trouble", Static).update(Text(f"{safe(text)}\n\n{waiting}"))

    def on_updated(self) -> None:
        """Search again in the index as it is now."""
        self.say(Message("the index was updated"))
        self.search(keep=True)

    def on_done(self, event: Done) -> None:
        """Say that a task is done."""
        self.say(event.message)

    def on_working(self, event: Working) -> None:
        """Say how far a task is."""
        step = event.step
        self.say(Message("{} {:,}/{:,}", step.about, step.done, step.total) if step.total else step.about)

    @on(RowList.Moved, "#results")
    def _moved(self) -> None:
        self._open_selected()
        self.write_status()
        self._seen()

    @on(RowList.Scrolled, "#results")
    def _seen(self) -> None:
        """Read what has come into sight, and search for more near the end."""
        self._want_rows()
        answer = self.answer
        listed = self.results.count
        if answer and listed < answer.found.total - answer.found.partial and self._is_near_the_end(listed):
            self._limit = max(self._limit, listed * MORE)
            self.search(keep=True)

    def _is_near_the_end(self, listed: int) -> bool:
        last = max(self.results.selected, self.results.visible_rows.stop)
        return self._limit <= listed <= last + NEAR_THE_END

    @on(RowList.Chosen, "#results")
    def _chosen(self) -> None:
        self.remember()
        self.article_view.focus()

    @on(RowList.Chosen, "#facets")
    def _filtered(self) -> None:
        row = self.facets.row
        if row and row.is_more:
            self.facets.show_all(row.field)
        elif row:
            self.change(self.view.toggled(row.field, row.value))

    def _open_selected(self) -> None:
        hit = self.results.hit
        if hit and self.article_view.size.width:
            self.finder.page(hit.id, self.article_view.columns)

    def _want_rows(self) -> None:
        if missing := self.results.missing():
            self.finder.rows(missing.start, missing.stop, self.results.size.width - 4)

    def write_status(self) -> None:
        """How many are found, and so on."""
        self.status.update(status_line(self.view, self.answer, self.results, self._reasons, self.look))

    def on_resize(self, event: events.Resize) -> None:
        """Put the parts side by side, or one above the other."""
        columns = event.size.width
        self.set_class(columns < SIDE_BY_SIDE, "narrow")
        shows = columns >= WITH_FACETS if self.wants_facets is None else self.wants_facets
        self.set_class(shows, "with-facets")
        self.results.row_height = NARROW_LINES if columns < SIDE_BY_SIDE else LINES
        self.call_after_refresh(self.lay_out)

    def lay_out(self) -> None:
        """Lay out anew what is on the screen."""
        self.results.forget()
        self.results.rows_changed(self.results.selected)
        self._open_selected()
        self._want_rows()

    def on_descendant_focus(self) -> None:
        """Other keys are useful now."""
        self.key_line.is_in_query = isinstance(self.focused, Input)
        self.key_line.refresh()

    def on_key(self) -> None:
        """What was said is read."""
        if self.key_line.notice:
            self.say(None)
