"""The command line: argv → one use case → exit code."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

OBJECTS_BEFORE_COLLECTION = 100_000


def main() -> NoReturn:
    """Run the command line of this process."""
    # numpy's linear algebra, of which nothing is used here, would start a thread for every core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Modules that are imported are no garbage: to look for some among them every few hundred objects takes a while.
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION)
    try:
        from newsgrep.cli.spared_imports import spare_imports

        spare_imports()
        from newsgrep.cli.language import use_language

        use_language()  # before click makes its options, whose help it translates then
        from newsgrep.cli.app import run

        # Arguments are UTF-8 whatever the locale says; what is not stays as Python read it.
        code = run([os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]])
        _write_out()
    except KeyboardInterrupt:  # while it was importing, or at its end
        code = 130
    except Exception as error:  # noqa: BLE001 (what says errors could not be loaded, such as for want of files)
        _say_plainly(error)
        code = 2
    # All is written and closed. Python would now take every module apart: a tenth of a search's time for nothing.
    os._exit(code)


def _write_out() -> None:
    """Write what is held back, of a command that ended with an error, too: that its reader has gone was said before."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()


def _say_plainly(error: Exception) -> None:
    """Write an error to stderr with nothing imported."""
    name = getattr(error, "filename", None)
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    with suppress(OSError):
        os.write(2, f"newsgrep: {f'{name}: ' if name else ''}{text}\n".encode("utf-8", "backslashreplace"))
