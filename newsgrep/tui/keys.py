"""The keys of the main screen: what they do, what help says of them, and the line of the most useful ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text
from textual.binding import Binding
from textual.widget import Widget

from newsgrep.message import Message
from newsgrep.text.width import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events

    from newsgrep.printers.style import Style


class Key(NamedTuple):
    """Keys in Textual's notation, the action that they run, what they are called, and what they do.

    ``brief`` is what the line of keys says; ``anywhere``: in the query, too, where letters are text.
    """

    keys: str
    action: str
    shown: str
    told: Message
    brief: Message | None = None
    anywhere: bool = False


KEYS = (
    Key("f1", "help", "F1, ?", Message("this help"), Message("help"), anywhere=True),
    Key("question_mark", "help", "", Message("this help")),
    Key("slash,escape", "query", "/, Esc", Message("to the query"), Message("query")),
    Key("tab", "app.focus_next", "Tab", Message("to the next part of the screen"), anywhere=True),
    Key("down", "move(1)", "↑ ↓ PgUp PgDn", Message("another article, from the query, too"), anywhere=True),
    Key("up", "move(-1)", "", Message("another article, from the query, too"), anywhere=True),
    Key("pagedown", "page(1)", "", Message("another article, from the query, too"), anywhere=True),
    Key("pageup", "page(-1)", "", Message("another article, from the query, too"), anywhere=True),
    Key("n,f3", "match(1)", "n, F3", Message("next match in the article"), Message("next match"), anywhere=True),
    Key("N,shift+f3", "match(-1)", "N, Shift-F3", Message("previous match")),
    Key("f,f4", "facets", "f, F4", Message("facets: years, sources, sections, reporters, kinds; Enter filters"),
        Message("facets"), anywhere=True),
    Key("c", "unfilter", "c", Message("clear all filters")),
    Key("s,f5", "sort", "s, F5", Message("sort: relevance, date, newest first, path"), Message("sort"), anywhere=True),
    Key("u,f6", "unique", "u, F6", Message("one article per story, or all"), Message("unique"), anywhere=True),
    Key("h,ctrl+r", "history", "h, Ctrl-R", Message("former queries"), Message("history"), anywhere=True),
    Key("l,ctrl+o", "saved", "l, Ctrl-O", Message("saved searches"), Message("saved"), anywhere=True),
    Key("w,ctrl+s", "save", "w, Ctrl-S", Message("save this search"), anywhere=True),
    Key("space,m", "mark", "Space, m", Message("mark the article, or unmark it"), Message("mark")),
    Key("M", "unmark", "M", Message("unmark all")),
    Key("e,ctrl+e", "export", "e, Ctrl-E", Message("export the marked articles, or else all that are found"),
        Message("export")),
    Key("o", "edit", "o", Message("open the article in the editor, at its line"), Message("edit")),
    Key("v", "page_through", "v", Message("read the article in the pager"), Message("pager")),
    Key("y", "copy", "y", Message("copy the id of the article, or those of the marked ones")),
    Key("z", "zoom", "z", Message("the article alone, or beside the list")),
    Key("ctrl+l", "again", "Ctrl-L", Message("search again"), anywhere=True),
    Key("ctrl+z", "app.suspend_process", "Ctrl-Z", Message("back to the shell; fg returns"), anywhere=True),
    Key("q", "leave", "q, Ctrl-C", Message("quit"), Message("quit")),
)  # fmt: skip
# What stands in the margin of the list.
MARKS = (
    ("◆", Message("marked")),
    ("≈", Message("has only some of the words")),
)
# These work above other screens, too, and in lines to fill in.
EVERYWHERE = (
    Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True),
    Binding("ctrl+z", "suspend_process", show=False, priority=True),
)
GAP = "  "


def bindings() -> Iterator[Binding]:
    """The keys as Textual wants them."""
    for key in KEYS:
        for name in key.keys.split(","):
            yield Binding(name, key.action, show=False)


def help_lines() -> Iterator[tuple[str, Message]]:
    """Keys and what they do, and what the marks in the list mean."""
    yield from ((key.shown, key.told) for key in KEYS if key.shown)
    yield from MARKS


class KeyLine(Widget):
    """The bottom line: the most useful keys, or a notice; a key that is clicked is pressed."""

    DEFAULT_CSS = "KeyLine { height: 1; background: ansi_default; color: ansi_default; }"

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._look = style
        self.notice: Message | None = None
        self.is_in_query = True

    def say(self, notice: Message | None) -> None:
        """Show a notice until the next."""
        self.notice = notice
        self.refresh()

    def render(self) -> Text:
        """The line."""
        if self.notice:
            from newsgrep.tui.page import safe

            return Text(safe(self.notice.render(self._look.catalogue)), "bold", no_wrap=True, overflow="ellipsis")
        found = [part for key, label in self._fitting() for part in ((label, "bold"), f" {self._brief(key)}{GAP}")]
        return Text.assemble(*found, no_wrap=True)

    def on_click(self, event: events.Click) -> None:
        """Do what the key that was clicked does."""
        at = 0
        for key, label in self._fitting():
            at += width(f"{label} {self._brief(key)}{GAP}")
            if event.x < at:
                self.call_later(self.screen.run_action, key.action)
                return

    def _fitting(self) -> Sequence[tuple[Key, str]]:
        """As many keys as fit, with their labels: in the query those that are no letters."""
        room, found = self.size.width, []
        for key in KEYS:
            if not key.brief or (self.is_in_query and not key.anywhere):
                continue
            names = key.shown.split(", ")
            label = names[-1] if self.is_in_query or names[0] == "F1" else names[0]
            room -= width(f"{label} {self._brief(key)}{GAP}")
            if room < 0:
                break
            found.append((key, names[0] if names[0] == "F1" else label))
        return found

    def _brief(self, key: Key) -> str:
        return key.brief.render(self._look.catalogue) if key.brief else ""
