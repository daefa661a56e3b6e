"""Drives ``newsgrep browse`` without a terminal: keys in, the text of the screen out."""

import asyncio
import os
from contextlib import asynccontextmanager
from pathlib import Path

from rich.cells import cell_len

from newsgrep.cli.browse import host_of
from newsgrep.cli.settings import Settings
from newsgrep.search.options import SearchOptions
from newsgrep.tui.app import Browse
from newsgrep.tui.view import view_of

# What is answered may lead to another question.
QUIET = 2


class Driven:
    """A running screen."""

    def __init__(self, app, pilot):
        self.app, self.pilot, self.main = app, pilot, app.main

    async def idle(self):
        """Wait until all that was asked is answered and drawn."""
        quiet = 0
        while quiet < QUIET:
            await self.pilot.pause()
            quiet = quiet + 1 if self.main.finder.is_idle() else 0

    async def press(self, *keys):
        """Press keys, one after another; a text is typed."""
        for key in keys:
            if key.startswith("text:"):
                await self.pilot.press(*key.removeprefix("text:"))
            else:
                await self.pilot.press(key)
            await self.idle()

    @property
    def lines(self):
        """The lines of the screen, each exactly as wide as it is."""
        lines = [strip.text for strip in self.app.screen._compositor.render_strips()]
        assert {cell_len(line) for line in lines} == {self.app.size.width}
        return lines

    @property
    def text(self):
        """The screen, without spaces at the ends of lines."""
        return "\n".join(line.rstrip() for line in self.lines) + "\n"

    @property
    def raw(self):
        """What would go to the terminal."""
        return "".join(strip.render(self.app.console) for strip in self.app.screen._compositor.render_strips())

    @property
    def notice(self):
        """What the bottom line says."""
        notice = self.main.key_line.notice
        return notice and notice.render(self.main.look.catalogue)

    @property
    def ids(self):
        """The ids in the list."""
        return [hit.id for hit in self.main.results.hits]


@asynccontextmanager
async def browsing(index, line="", size=(80, 24), **options):
    """Browse an index (or several, in a tuple)."""
    folders = index if isinstance(index, tuple) else (Path(index),)
    app = Browse(host_of(Settings({"index": folders})), view_of(line, SearchOptions(**options)))
    try:
        async with app.run_test(size=size) as pilot:
            driven = Driven(app, pilot)
            await driven.idle()
            yield driven
    finally:
        app.main.finder.stop()


def drive(index, steps, *arguments, **options):
    """Run the steps, an asynchronous function of a ``Driven``."""

    async def run():
        async with browsing(index, *arguments, **options) as driven:
            return await steps(driven)

    return asyncio.run(run())


def screen_of(index, keys, *arguments, **options):
    """The screen after some keys."""

    async def steps(driven):
        await driven.press(*keys)
        return driven.text

    return drive(index, steps, *arguments, **options)


def golden(name, text):
    """Compare a screen with the one on file; ``NEWSGREP_GOLDEN=write`` writes it, to be read as a diff."""
    file = Path(__file__).parent / "golden" / name
    if os.environ.get("NEWSGREP_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8", newline="")
    assert text == file.read_bytes().decode()
