"""Draw the pictures in docs: the terminal of the README's examples, from real searches of the demo newspaper."""

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
# Each picture: what is typed, and how many lines of the answer are shown.
PICTURES = {
    "search": ("newsgrep search 地铁3号线 -n 4", 30),
    "kwic": ("newsgrep kwic 江城大学 --sort right", 12),
    "count": ("newsgrep count 大桥 地铁 --by month --since 2025-06", 30),
    "collocates": ("newsgrep collocates 江城 -n 8", 12),
}
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


def draw(name: str, command: str, lines: int, index: str) -> None:
    """Run a command, and draw its terminal into docs."""
    output = run(*shlex.split(command)[1:], "--format", "terminal", index=index).splitlines()[:lines]
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115, PTH123
    console.print(Text(f"$ {command}\n", "bold"))
    console.print(Text.from_ansi("\n".join(output)))
    # No font is fetched from anywhere: the reader's own monospace fonts know Chinese.
    form = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = TEXT.sub(widen, console.export_svg(title="newsgrep", code_format=form, unique_id=name))
    (ROOT / "docs" / f"{name}.svg").write_text(svg, encoding="utf-8")


def main() -> None:
    """Index, search, draw."""
    with tempfile.TemporaryDirectory() as index:
        run("index", "corpus", index=index)
        for name, (command, lines) in PICTURES.items():
            draw(name, command, lines, index)


if __name__ == "__main__":
    main()
