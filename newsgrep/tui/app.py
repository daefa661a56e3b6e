"""The application around the main screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App

from newsgrep.tui.keys import EVERYWHERE
from newsgrep.tui.main_screen import MainScreen

if TYPE_CHECKING:
    from textual.binding import BindingType

    from newsgrep.tui.host import Host
    from newsgrep.tui.view import View


class Browse(App[None]):
    """Browse an index. Colours are the terminal's own, so that they suit light and dark ones; no text is markup."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*EVERYWHERE]
    TITLE = "newsgrep"

    def __init__(self, host: Host, view: View) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self.main = MainScreen(host, view)

    def on_mount(self) -> None:
        """Show the main screen."""
        self.push_screen(self.main)

    def action_leave(self) -> None:
        """Quit, from wherever."""
        self.main.action_leave()


def browse(host: Host, view: View) -> bool:
    """Show a view until the user has seen enough; False if an error has ended it, which is on the terminal then."""
    app = Browse(host, view)
    try:
        app.run()
    finally:
        app.main.finder.stop()
    return not app.return_code
