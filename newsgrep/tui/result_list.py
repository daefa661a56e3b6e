"""The list of the articles found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from newsgrep.message import plural
from newsgrep.printers.kind_names import KIND_NAMES
from newsgrep.printers.terminal import marked
from newsgrep.printers.title import shown_title
from newsgrep.tui.page import safe
from newsgrep.tui.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.engine.base import Hit
    from newsgrep.printers.style import Style
    from newsgrep.search.shown import Shown

# Title, facts, snippet; or date and title on one line, where there is little room.
LINES, NARROW_LINES = 3, 1
MARKED, SELECTED, UNMARKED = "◆", "▸", " "
PARTIAL = "≈"
DATE = len("2025-03-18")


class ResultList(RowList):
    """Articles of an answer: hits at once, what is shown of them as it is read."""

    row_height = LINES

    def __init__(self, style: Style) -> None:
        super().__init__(id="results")
        self._look = style
        self.hits: Sequence[Hit] = ()
        self._rows: dict[int, Shown] = {}
        self.chosen: dict[str, None] = {}
        self._columns = 0

    @property
    def count(self) -> int:
        """The number of hits that are listed."""
        return len(self.hits)

    @property
    def hit(self) -> Hit | None:
        """The selected hit."""
        return self.hits[self.selected] if self.selected < len(self.hits) else None

    def show(self, hits: Sequence[Hit], rows: Sequence[Shown] = (), start: int = 0, *, keep: bool = False) -> None:
        """Show other hits, of which some have been read; ``keep`` the selected article if it is among them."""
        before = self.hit.id if keep and self.hit else None
        self.hits, self._rows = hits, dict(enumerate(rows, start=start))
        ids = (number for number, hit in enumerate(hits) if hit.id == before)
        if not keep:
            self.scroll_to(y=0, animate=False, force=True)
        self.rows_changed(next(ids, 0) if before else 0)

    def put(self, start: int, rows: Sequence[Shown]) -> None:
        """Show what has been read of some hits."""
        self._rows.update(enumerate(rows, start=start))
        self.refresh()

    def forget(self) -> None:
        """Have everything read anew, as the width has changed."""
        if self.size.width != self._columns:
            self._columns = self.size.width
            self._rows.clear()

    def missing(self) -> range | None:
        """The hits on the screen of which nothing has been read."""
        unread = [row for row in self.visible_rows if row not in self._rows]
        return range(unread[0], unread[-1] + 1) if unread else None

    def toggle_mark(self) -> None:
        """Mark the selected article, or unmark it."""
        if self.hit:
            if self.hit.id in self.chosen:
                del self.chosen[self.hit.id]
            else:
                self.chosen[self.hit.id] = None
            self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for what comes into sight."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled(self))

    def draw(self, row: int, line: int, columns: int) -> Text:  # noqa: ARG002 (what is too wide is cut)
        """A line of a hit."""
        margin = f"{SELECTED if row == self.selected else UNMARKED}{MARKED if self._is_marked(row) else UNMARKED}"
        shown = self._rows.get(row)
        if not shown:
            return Text(f"{margin}…" if not line else "")
        if self.row_height == NARROW_LINES:
            date = (shown.article.date or "").ljust(DATE)
            return Text.assemble(margin, (date, self._look.look("dim")), " ", self._title(shown))
        if line == 0:
            return Text.assemble(margin, self._title(shown))
        if line == 1:
            return Text.assemble("  ", (safe(" · ".join(self._facts(shown))), self._look.look("dim")))
        return Text.assemble("  ", self._snippet(shown))

    def _is_marked(self, row: int) -> bool:
        return self.hits[row].id in self.chosen

    def _title(self, shown: Shown) -> Text:
        title = shown_title(shown.article) or self._look.tr("(untitled)")
        lead = (f"{PARTIAL} ", self._look.look("dim")) if shown.hit.partial else ""
        return Text.assemble(lead, marked(title, shown.title_matches, self._look, "title"))

    def _facts(self, shown: Shown) -> Iterator[str]:
        """Date, source, section, kind, names, reprints; what is sure comes first, as the line may be cut."""
        article = shown.article
        if shown.hit.reprints:
            yield plural(shown.hit.reprints, "1 reprint", "{:,} reprints").render(self._look.catalogue)
        yield from filter(None, (article.date, article.source, article.section, " ".join(article.reporters)))
        if article.kind in KIND_NAMES:
            yield self._look.tr(KIND_NAMES[article.kind])

    def _snippet(self, shown: Shown) -> Text:
        if not shown.snippets:
            return Text()
        snippet = shown.snippets[0]
        return Text.assemble("…" if snippet.cut_before else "", marked(snippet.text, snippet.matches, self._look))
