"""The article beside the list, with its matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style as RichStyle
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from newsgrep.tui.page import LaidOut
from newsgrep.tui.row_list import WHEEL

if TYPE_CHECKING:
    from textual import events

CURRENT = RichStyle(reverse=True)
# Of the lines above a match so many are seen, as a part of the height.
ABOVE = 3


class ArticleView(ScrollView, can_focus=True):
    """An article, scrolled; ``at`` is the index of the match that n and N have reached, or None."""

    DEFAULT_CSS = """
    ArticleView { overflow: hidden; background: ansi_default; color: ansi_default; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "lines(-1)", show=False),
        Binding("down,j", "lines(1)", show=False),
        Binding("pageup,ctrl+b,b", "pages(-1)", show=False),
        Binding("pagedown,ctrl+f", "pages(1)", show=False),
        Binding("home,g", "lines(-1000000)", show=False),
        Binding("end,G", "lines(1000000)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="article")
        self.page = LaidOut("")
        self.at: int | None = None

    @property
    def columns(self) -> int:
        """The width of the text."""
        return max(self.size.width, 10)

    def show(self, page: LaidOut) -> None:
        """Show an article from its beginning; the same one, laid out anew, where it was."""
        is_same = page.article_id == self.page.article_id
        self.page = page
        self.virtual_size = Size(self.size.width, len(page.lines))
        if not is_same:
            self.at = None
            self.scroll_to(y=0, animate=False, force=True)
        if self.at is not None:
            self.at = min(self.at, len(page.matches) - 1) if page.matches else None
        self.refresh()

    def clear(self) -> None:
        """Show nothing."""
        self.show(LaidOut(""))

    def step(self, step: int) -> bool:
        """Go to the next match (1) or the one before (-1); whether there is one."""
        if not self.page.matches:
            return False
        at = self._first(step) if self.at is None else self.at + step
        if not 0 <= at < len(self.page.matches):
            return False
        self.at = at
        line = self.page.matches[at][0].line
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if not top <= line < top + height:
            self.scroll_to(y=max(0, line - height // ABOVE), animate=False, force=True)
        self.refresh()
        return True

    def _first(self, step: int) -> int:
        """The match to begin with: the first on the screen, or further on; backwards the last above."""
        top = self.scroll_offset.y
        above = sum(pieces[0].line < top for pieces in self.page.matches)
        return min(above, len(self.page.matches) - 1) if step > 0 else above - 1

    def render_line(self, y: int) -> Strip:
        """A line of the screen."""
        line, columns = y + self.scroll_offset.y, self.size.width
        if line >= len(self.page.lines):
            return Strip.blank(columns, self.rich_style)
        text = self.page.lines[line].copy()
        for piece in self.page.matches[self.at] if self.at is not None else ():
            if piece.line == line:
                text.stylize(CURRENT, piece.start, piece.end)
        strip = Strip(text.render(self.app.console, end="")).adjust_cell_length(columns)
        return strip.apply_style(self.rich_style)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll."""
        event.stop()
        self.action_lines(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll."""
        event.stop()
        self.action_lines(-WHEEL)

    def action_lines(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)

    def action_pages(self, pages: int) -> None:
        """Scroll by screens, of which a line is seen twice."""
        self.action_lines(pages * max(1, self.size.height - 1))
