"""The command without the time that Python takes to start and to import: most of what a short command takes.

``PROGRAM`` starts it like ``python -m newsgrep``, as a process with arguments, environment, folder and streams of its
own: ``warm_client`` asks ``warm_server`` for it, which forks. It is for tests of what a command says and does. How it is
started, interrupted and limited is tested with ``python -m newsgrep`` itself, as everything is where NEWSGREP_TESTS_COLD
is set.
"""

import atexit
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

COLD = [sys.executable, "-m", "newsgrep"]
HERE = Path(__file__).parent


def start_server():
    """Start a server, which ends with this process; returns the words with which a command is asked for."""
    folder = Path(tempfile.mkdtemp(prefix="newsgrep-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "socket"
    # This process holds one end of the pipe for as long as it lives.
    there, here = os.pipe()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(64)
        code = f"import sys; sys.path[:0] = {[str(HERE), str(HERE.parent)]!r}; import warm_server; warm_server.serve({listener.fileno()}, {there})"
        given = (listener.fileno(), there)
        server = subprocess.Popen([sys.executable, "-c", code], pass_fds=given, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # fmt: skip
    os.close(there)
    atexit.register(stop_server, server, here)
    return [sys.executable, "-I", "-S", str(HERE / "warm_client.py"), str(path)]


def stop_server(server, pipe):
    """End a server; without this, it ends when the process that has started it does."""
    os.close(pipe)
    server.wait()


def put_on_path(folder):
    """Make a folder with the command newsgrep, for shells."""
    folder.mkdir()
    program = folder / "newsgrep"
    program.write_text(f'#!/bin/sh\nexec {shlex.join(PROGRAM)} "$@"\n', encoding="utf-8")
    program.chmod(0o755)


PROGRAM = start_server() if hasattr(os, "pidfd_open") and not os.environ.get("NEWSGREP_TESTS_COLD") else COLD
