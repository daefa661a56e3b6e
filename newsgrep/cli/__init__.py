"""The command line: argv → one use case → exit code."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process."""
    from newsgrep.cli.app import run

    sys.exit(run(sys.argv[1:]))
