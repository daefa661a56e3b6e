"""Draw the pictures in docs: the terminal of the README's examples, from real searches of the demo newspaper."""

import asyncio
import html
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from newsgrep.text.width import width

ROOT = Path(__file__).parent.parent
# Seconds in which a key is answered on any machine.
PAUSE = 0.3
# Each picture: what is typed, and how many lines of the answer are shown.
PICTURES = {
    "search": ("newsgrep search 地铁3号线 -n 4", 30),
    "kwic": ("newsgrep kwic 江城大学 --sort right", 12),
    "count": ("newsgrep count 大桥 地铁 --by month --since 2025-06", 30),
    "collocates": ("newsgrep collocates 江城 -n 8", 12),
}
# The screen of browse: what is typed, and the keys that are pressed then.
BROWSED = ("江城大学", ["enter", "down", "down", "space", "n"])
SCREEN = (124, 30)
COLUMNS = 92
TEXT = re.compile(r'(<text [^>]*textLength=")([\d.]+)("[^>]*>)([^<]+)</text>')


def run(*words: str, index: str) -> str:
    """The output of newsgrep on the demo newspaper, in colour."""
    program = [sys.executable, "-m", "newsgrep", "--index", index, "--color", "always", *words]
    environment = os.environ | {"COLUMNS": str(COLUMNS), "NEWSGREP_CONFIG": os.devnull, "NEWSGREP_LANG": "en"}
    result = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True)
    return result.stdout


def widen(match: re.Match[str]) -> str:
    """A piece of text with the length of its display columns: rich 15 counts characters, so Chinese is squeezed."""
    before, length, between, escaped = match.groups()
    text = html.unescape(escaped)
    return f"{before}{float(length) * width(text) / len(text):.1f}{between}{escaped}</text>"


def recorder(columns: int) -> Console:
    """A console that keeps what is printed on it."""
    return Console(record=True, width=columns, file=open(os.devnull, "w"), force_terminal=True)  # noqa: PTH123


def draw(name: str, command: str, lines: int, index: str) -> None:
    """Run a command, and draw its terminal into docs."""
    output = run(*shlex.split(command)[1:], "--format", "terminal", index=index).splitlines()[:lines]
    console = recorder(COLUMNS)
    console.print(Text(f"$ {command}\n", "bold"))
    console.print(Text.from_ansi("\n".join(output)))
    save(name, console)


def save(name: str, console: Console) -> None:
    """Write what was printed on a console as a picture."""
    # No font is fetched from anywhere: the reader's own monospace fonts know Chinese.
    form = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = TEXT.sub(widen, console.export_svg(title="newsgrep", code_format=form, unique_id=name))
    (ROOT / "docs" / f"{name}.svg").write_text(svg, encoding="utf-8")


async def draw_screen(index: str) -> None:
    """Type and press keys in browse, and draw its screen into docs."""
    from newsgrep.cli.browse import host_of
    from newsgrep.cli.settings import Settings
    from newsgrep.search.options import SearchOptions
    from newsgrep.tui.app import Browse
    from newsgrep.tui.view import view_of

    line, keys = BROWSED
    flags = {"index": (Path(index),), "config": Path(os.devnull), "color": "always"}
    app = Browse(host_of(Settings(flags)), view_of("", SearchOptions()))
    async with app.run_test(size=SCREEN) as pilot:
        for key in (*line, *keys):
            await pilot.press(key)
            await pilot.pause(PAUSE)
        console = recorder(SCREEN[0])
        lines = [strip.render(app.console) for strip in app.screen._compositor.render_strips()]  # noqa: SLF001
        console.print(Text.from_ansi("\n".join(lines)))
    app.main.finder.stop()
    save("browse", console)


def main() -> None:
    """Index, search, draw."""
    with tempfile.TemporaryDirectory() as index:
        run("index", "corpus", index=index)
        for name, (command, lines) in PICTURES.items():
            draw(name, command, lines, index)
        asyncio.run(draw_screen(index))


if __name__ == "__main__":
    main()
