"""A process that writes parts of an index, started and stopped by the one that commits it."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any

from newsgrep.errors import NewsgrepError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STDERR = 2


class WorkerProcess:
    """A process that runs ``work`` with a connection to this one, and with arguments.

    ``work`` begins with ``ready_to_work``, sends what it raises, and ends when the connection is closed, hence also
    when this process dies.
    """

    def __init__(self, work: Callable[..., None], *args: object) -> None:
        from multiprocessing import get_context

        context = get_context("spawn")  # a fork would copy the locks of a progress bar's threads
        self.connection, self._theirs = context.Pipe()
        self._process = context.Process(target=work, args=(self._theirs, *args), daemon=True)

    def start(self) -> None:
        """Start it.

        Raises:
            OSError: the system allows no more processes.
            RuntimeError: it allows no more threads.

        """
        try:
            with _interrupts_unheard(), _errors_unheard():
                self._process.start()
        except (OSError, RuntimeError):
            self.connection.close()
            raise
        finally:
            self._theirs.close()

    def receive(self) -> Any:
        """Wait for what it sends.

        Raises:
            NewsgrepError: it died; an error that it sent is raised as well.

        """
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            raise NewsgrepError(
                "a worker process died while building the index",
                hint="check the free memory, or use fewer processes with --jobs N",
            ) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def terminate(self) -> None:
        """End it, if it is still at work."""
        self._process.terminate()
        self._process.join()


def ready_to_work() -> None:
    """In a worker: Ctrl-C is left to its parent, which stops it, and stderr to nobody."""
    with suppress(OSError):
        if sys.stderr is None:  # no file may get its number, to which libraries write
            os.open(os.devnull, os.O_WRONLY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _interrupts_unheard() -> Iterator[None]:
    """Child processes inherit SIGINT ignored, even while they import; on Ctrl-C, the parent stops them."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _errors_unheard() -> Iterator[None]:
    """Child processes inherit no stderr: they send their errors. One that cannot even start would print a traceback."""
    with suppress(OSError):  # it is closed
        os.set_inheritable(STDERR, False)
    try:
        yield
    finally:
        with suppress(OSError):
            os.set_inheritable(STDERR, True)
