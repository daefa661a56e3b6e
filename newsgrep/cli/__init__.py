"""The command line: argv → one use case → exit code."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process."""
    from newsgrep.cli.app import run

    # Arguments are UTF-8 whatever the locale says; what is not stays as Python read it.
    code = run([os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]])
    sys.stderr.flush()
    # All is written and closed. Python would now take every module apart: a tenth of a search's time for nothing.
    os._exit(code)
