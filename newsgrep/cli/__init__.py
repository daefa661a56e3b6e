"""The command line: argv → one use case → exit code."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process."""
    from newsgrep.cli.app import run

    # Arguments are UTF-8 whatever the locale says; what is not stays as Python read it.
    sys.exit(run([os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]]))
