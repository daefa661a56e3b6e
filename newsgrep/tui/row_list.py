"""A list of rows, of which only those on the screen are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style as RichStyle
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message as Event
from textual.scroll_view import ScrollView
from textual.strip import Strip

from newsgrep.tui.page import steadied

if TYPE_CHECKING:
    from rich.text import Text
    from textual import events

REVERSE = RichStyle(reverse=True)
WHEEL = 3


class RowList(ScrollView, can_focus=True):
    """Rows of ``row_height`` lines each, one of them selected; subclasses say how many there are and draw them."""

    DEFAULT_CSS = """
    RowList { overflow: hidden; background: ansi_default; color: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("pagedown,ctrl+f", "page(1)", show=False),
        Binding("home,g", "select_first", show=False),
        Binding("end,G", "select_last", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Told(Event):
        """What a list tells, with the list."""

        def __init__(self, rows: RowList) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> RowList:
            """The list, by which handlers tell it from others."""
            return self.rows

    class Moved(Told):
        """Another row is selected."""

    class Scrolled(Told):
        """Other rows are on the screen."""

    class Chosen(Told):
        """Enter was pressed on the selected row, or it was clicked again."""

    selected = 0
    row_height = 1

    @property
    def count(self) -> int:
        """The number of rows."""
        raise NotImplementedError

    def draw(self, row: int, line: int, columns: int) -> Text:
        """A line of a row, no wider than ``columns``."""
        raise NotImplementedError

    def may_select(self, row: int) -> bool:  # noqa: ARG002 (for subclasses)
        """Whether a row can be selected."""
        return True

    def rows_changed(self, selected: int = 0) -> None:
        """Show other rows, and select one of them."""
        self.virtual_size = Size(self.size.width, self.count * self.row_height)
        self.selected = self._allowed(max(0, min(selected, self.count - 1)), 1)
        self._show_selected()
        self.refresh()

    def select(self, row: int) -> None:
        """Select a row, or the nearest that can be."""
        wanted = self._allowed(max(0, min(row, self.count - 1)), 1 if row >= self.selected else -1)
        if wanted == self.selected or not self.count:
            return
        self.selected = wanted
        self._show_selected()
        self.refresh()
        self.post_message(self.Moved(self))

    def _allowed(self, row: int, step: int) -> int:
        for direction in (step, -step):
            at = row
            while 0 <= at < self.count:
                if self.may_select(at):
                    return at
                at += direction
        return row

    def _show_selected(self) -> None:
        top, height = self.selected * self.row_height, max(self.size.height, 1)
        # What stands above the first row that can be selected, such as a heading, is seen with it.
        top = 0 if not any(map(self.may_select, range(self.selected))) else top
        bottom = (self.selected + 1) * self.row_height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)
        elif bottom > self.scroll_offset.y + height:
            self.scroll_to(y=min(top, bottom - height), animate=False, force=True)

    @property
    def visible_rows(self) -> range:
        """The rows on the screen."""
        first = self.scroll_offset.y // self.row_height
        return range(first, min(self.count, first + -(-max(self.size.height, 1) // self.row_height) + 1))

    def render_line(self, y: int) -> Strip:
        """A line of the screen."""
        row, line = divmod(y + self.scroll_offset.y, self.row_height)
        columns = self.size.width
        if row >= self.count:
            return Strip.blank(columns, self.rich_style)
        text = steadied(self.draw(row, line, columns))
        text.truncate(columns, overflow="ellipsis")
        strip = Strip(text.render(self.app.console, end="")).adjust_cell_length(columns)
        strip = strip.apply_style(self.rich_style)
        if row == self.selected and self.has_focus:
            return Strip([*strip]).apply_style(REVERSE)
        return strip

    def on_resize(self) -> None:
        """Keep the selected row on the screen."""
        self.virtual_size = Size(self.size.width, self.count * self.row_height)
        self._show_selected()

    def on_focus(self) -> None:
        """The selected row looks otherwise."""
        self.refresh()

    def on_blur(self) -> None:
        """The selected row looks otherwise."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Select a row, or choose the one that is selected."""
        row = (int(event.y) + self.scroll_offset.y) // self.row_height
        if row >= self.count or not self.may_select(row):
            return
        if row == self.selected:
            self.action_choose()
        self.select(row)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the rows, not the selection."""
        event.stop()
        self.scroll_to(y=self.scroll_offset.y + WHEEL, animate=False, force=True)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the rows, not the selection."""
        event.stop()
        self.scroll_to(y=self.scroll_offset.y - WHEEL, animate=False, force=True)

    def action_move(self, rows: int) -> None:
        """Select the next row, or the one before."""
        self.select(self.selected + rows)

    def action_page(self, pages: int) -> None:
        """Move by as many rows as there are on the screen."""
        self.select(self.selected + pages * max(1, self.size.height // self.row_height))

    def action_select_first(self) -> None:
        """Select the first row."""
        self.select(0)

    def action_select_last(self) -> None:
        """Select the last row."""
        self.select(self.count - 1)

    def action_choose(self) -> None:
        """Say that the selected row is chosen."""
        if self.count:
            self.post_message(self.Chosen(self))
