"""The screens above the main one: help, a choice from a list, a line to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from newsgrep.text.fold import fold
from newsgrep.text.width import ljust
from newsgrep.tui.page import broken, safe
from newsgrep.tui.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from newsgrep.message import Message
    from newsgrep.printers.style import Style


KEY_COLUMNS = 16


class Choice(NamedTuple):
    """A line of a list to choose from; ``detail`` is shown beside it."""

    name: str
    detail: str = ""


class ChoiceList(RowList):
    """Lines to choose from."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._look = style
        self.choices: Sequence[Choice] = ()

    @property
    def count(self) -> int:
        """The number of lines."""
        return len(self.choices)

    def show(self, choices: Sequence[Choice]) -> None:
        """Show these lines."""
        self.choices = choices
        self.rows_changed()

    def draw(self, row: int, line: int, columns: int) -> Text:  # noqa: ARG002 (lines are one line high)
        """A line, with what is beside it."""
        choice = self.choices[row]
        margin = "▸ " if row == self.selected else "  "
        detail = f"  {safe(choice.detail)}" if choice.detail else ""
        return Text.assemble(margin, safe(choice.name), (detail, self._look.look("dim")))


class Dialog(ModalScreen[str | None]):
    """A box above the main screen, left by Escape."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: ansi_default; }
    Dialog > Vertical {
        width: 90%; max-width: 100; height: 80%; border: solid ansi_default; background: ansi_default; padding: 0 1;
    }
    Dialog Input { border: none; height: 1; padding: 0; background: ansi_default; color: ansi_default; }
    Dialog Input:focus { border: none; background-tint: initial; }
    Dialog Static { background: ansi_default; color: ansi_default; }
    Dialog ChoiceList { height: 1fr; margin-top: 1; }
    LineDialog > Vertical { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, style: Style, title: Message) -> None:
        super().__init__()
        self.look = style
        self.heading = title.render(style.catalogue)

    def titled(self) -> Static:
        """What stands at the top of the box."""
        return Static(Text(self.heading, "bold"))


class HelpDialog(Dialog):
    """Keys and what they do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,question_mark,f1,enter", "dismiss(None)", show=False),
    ]

    def __init__(self, style: Style, title: Message, lines: Sequence[tuple[str, Message]]) -> None:
        super().__init__(style, title)
        self._keys = lines
        self._list = ChoiceList(style)

    def compose(self) -> ComposeResult:
        """The title and the keys."""
        with Vertical():
            yield self.titled()
            yield self._list

    def on_mount(self) -> None:
        """Write it as soon as the width is known."""
        self._list.focus()
        self.call_after_refresh(self._write)

    def on_resize(self) -> None:
        """Write it in another width."""
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        room = self._list.size.width - KEY_COLUMNS - len("▸ ")
        lines = []
        for keys, told in self._keys:
            names = ljust(keys, KEY_COLUMNS)
            for line in broken(Text(told.render(self.look.catalogue)), room, ""):
                lines.append(Choice(names + line.text.plain))
                names = " " * KEY_COLUMNS
        self._list.show(lines)


class ChoiceDialog(Dialog):
    """A list that typing narrows; returns the name of the chosen line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
    ]

    def __init__(self, style: Style, title: Message, choices: Sequence[Choice]) -> None:
        super().__init__(style, title)
        self._choices = choices
        self._list = ChoiceList(style)

    def compose(self) -> ComposeResult:
        """The title, a line to type in, and the list."""
        with Vertical():
            yield self.titled()
            yield Input(compact=True)
            yield self._list

    def on_mount(self) -> None:
        """Show everything."""
        self._list.show(self._choices)
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the lines that contain what was typed."""
        event.stop()
        wanted = fold(event.value)
        self._list.show([choice for choice in self._choices if wanted in fold(f"{choice.name} {choice.detail}")])

    def action_move(self, rows: int) -> None:
        """Select another line."""
        self._list.select(self._list.selected + rows)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose the selected line."""
        event.stop()
        self._list.action_choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Return the line."""
        event.stop()
        self.dismiss(self._list.choices[self._list.selected].name)


class LineDialog(Dialog):
    """A line to fill in; ``warn`` says what speaks against it, whereupon it is taken if Enter is pressed again."""

    def __init__(
        self, style: Style, title: Message, value: str, told: Message, warn: Callable[[str], Message | None]
    ) -> None:
        super().__init__(style, title)
        self._value = value
        self._told = told
        self._warn = warn
        self._warned = ""

    def compose(self) -> ComposeResult:
        """The title, the line, and what is to be said about it."""
        with Vertical():
            yield self.titled()
            yield Input(self._value, compact=True, select_on_focus=False)
            yield Static(Text(safe(self._told.render(self.look.catalogue)), self.look.look("dim")), id="told")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the line."""
        event.stop()
        value = event.value.strip()
        warning = self._warn(value) if value and value != self._warned else None
        if warning:
            self._warned = value
            self.query_one("#told", Static).update(Text(safe(warning.render(self.look.catalogue)), "bold"))
        elif value:
            self.dismiss(value)
