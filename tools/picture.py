"""Draw the pictures in docs: the terminal of the README's examples, from real searches of the demo newspaper."""

import asyncio
import html
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from newsgrep.printers.plot import font_path
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
    "compare": ("newsgrep compare --a source:江城日报 --b source:江城晚报 --since 2025-09 -n 3", 40),
    "story": ("newsgrep story 港江時報/2025-10-06.txt#1", 12),
}
# The screen of browse: what is typed, and the keys that are pressed then.
BROWSED = ("江城大学", ["enter", "down", "down", "space", "n"])
SCREEN = (124, 30)
# What is exported as a page, and how much of the page is shown, in pixels.
PAGE = ("湿地", "900,1000")
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
COLUMNS = 92
TEXT = re.compile(r'(<text [^>]*x=")([\d.]+)("[^>]*?) textLength="([\d.]+)"([^>]*>)([^<]+)</text>')
# Pixels, in rich's pictures.
FONT_SIZE = 20


def run(*words: str, index: str, folder: Path = ROOT) -> str:
    """The output of newsgrep on the demo newspaper, in colour."""
    program = [sys.executable, "-m", "newsgrep", "--index", index, "--color", "always", *words]
    environment = os.environ | {"COLUMNS": str(COLUMNS), "NEWSGREP_CONFIG": os.devnull, "NEWSGREP_LANG": "en"}
    result = subprocess.run(program, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True)
    return result.stdout


def placed(match: re.Match[str]) -> str:
    """A piece of text with each Chinese character in the middle of its two columns, whatever font shows it.

    rich 15 counts characters, so Chinese would be squeezed; a length for the piece would spread it unevenly.
    """
    before, x, between, length, after, escaped = match.groups()
    text = html.unescape(escaped)
    if width(text) == len(text):
        return match[0]
    column = float(length) / len(text)
    places, at = [], float(x)
    for character in text:
        columns = width(character)
        places.append(at + (columns * column - FONT_SIZE) / 2 if columns > 1 else at)
        at += columns * column
    return f"{before}{' '.join(f'{place:.1f}' for place in places)}{between}{after}{escaped}</text>"


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
    svg = TEXT.sub(placed, console.export_svg(title="newsgrep", code_format=form, unique_id=name))
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


def photograph(index: str) -> None:
    """Export a page, and have Chromium make docs/page.png of its beginning, with the font that plots use."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        sys.exit("docs/page.png was not made: no Chromium")
    query, size = PAGE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # What the page says of itself has no paths of this machine.
        (folder / "index").symlink_to(index)
        run("export", query, "-o", "page.html", index="index", folder=folder)
        fonts = f"<fontconfig><dir>{Path(font_path()).parent}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
        (folder / "fonts.conf").write_text(fonts, encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={size}"]
        target = f"--screenshot={ROOT / 'docs/page.png'}"
        environment = os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
        subprocess.run(
            [browser, *flags, target, (folder / "page.html").as_uri()], env=environment, check=True, timeout=120
        )


def main() -> None:
    """Index, search, draw; the names of pictures choose some of them."""
    wanted = sys.argv[1:] or [*PICTURES, "browse", "page"]
    with tempfile.TemporaryDirectory() as folder:
        index = f"{folder}/index"
        run("index", "corpus", index=index)
        for name in (name for name in wanted if name in PICTURES):
            draw(name, *PICTURES[name], index)
        if "browse" in wanted:
            asyncio.run(draw_screen(index))
        if "page" in wanted:
            photograph(index)


if __name__ == "__main__":
    main()
