"""Draw docs/search.svg: the terminal of the README's example, from a real search of the demo newspaper."""

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

ROOT = Path(__file__).parent.parent
COMMAND = "newsgrep search 澜江大桥合龙 -n 3"
COLUMNS = 92


def run(*words: str, index: str) -> str:
    """The output of newsgrep on the demo newspaper, in colour."""
    program = [sys.executable, "-m", "newsgrep", "--index", index, "--color", "always", *words]
    environment = os.environ | {"COLUMNS": str(COLUMNS)}
    result = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True)
    return result.stdout


def main() -> None:
    """Index, search, draw."""
    with tempfile.TemporaryDirectory() as index:
        run("index", "corpus", index=index)
        output = run(*shlex.split(COMMAND)[1:], "--format", "terminal", index=index)
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115, PTH123
    console.print(Text(f"$ {COMMAND}\n", "bold"))
    console.print(Text.from_ansi(output))
    # No font is fetched from anywhere: the reader's own monospace fonts know Chinese.
    form = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    console.save_svg(str(ROOT / "docs" / "search.svg"), title="newsgrep", code_format=form)


if __name__ == "__main__":
    main()
