"""A thread for all that may take long, so that no key waits for it."""

from __future__ import annotations

from threading import Condition, Thread
from typing import TYPE_CHECKING

from newsgrep.errors import NewsgrepError
from newsgrep.progress import listening

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgrep.progress import Step

    Work = Callable[[], None]

# Seconds for which the end waits for work that is given up, so that it leaves nothing half done.
PATIENCE = 3.0


class SupersededError(NewsgrepError):
    """Something newer or more urgent is to be done; raised within work that tells its progress."""


class Worker:
    """Does one piece of work at a time, the most urgent of its kinds first.

    Of each kind only the newest is kept, unless the worker is ``patient``: then all of it is done, in order.
    Work that has to make way for a more urgent kind is begun again afterwards.
    ``failed`` is told the kind of work and what it raises, ``told`` how far it is; both are called in the thread.
    """

    def __init__(
        self,
        kinds: Sequence[str],
        failed: Callable[[str, Exception], None],
        told: Callable[[Step | None], None] = lambda _: None,
        *,
        patient: bool = False,
    ) -> None:
        self._kinds = kinds
        self._failed = failed
        self._told = told
        self._is_patient = patient
        self._waiting: dict[str, list[Work]] = {kind: [] for kind in kinds}
        self._running = ""
        self._is_stopped = False
        self._changed = Condition()
        self._thread = Thread(target=self._run, name="newsgrep browse", daemon=True)
        self._thread.start()

    def do(self, kind: str, work: Work) -> None:
        """Have work done; if the worker is not patient, older work of its kind is given up."""
        with self._changed:
            self._waiting[kind] = [*self._waiting[kind], work] if self._is_patient else [work]
            self._changed.notify_all()

    def stop(self) -> None:
        """End: work is given up at its next step."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()
        if self._is_patient:
            self._thread.join(PATIENCE)

    def is_superseded(self) -> bool:
        """Whether the work at hand should make way."""
        if self._is_stopped or self._is_patient or not self._running:
            return self._is_stopped
        return any(self._waiting[kind] for kind in self._kinds[: self._kinds.index(self._running) + 1])

    def make_way(self) -> None:
        """Raise ``SupersededError`` if something newer or more urgent waits."""
        if self.is_superseded():
            raise SupersededError("interrupted")

    def is_idle(self) -> bool:
        """Whether nothing is to be done."""
        with self._changed:
            return not self._running and not any(self._waiting.values())

    def _run(self) -> None:
        while work := self._next():
            try:
                with listening(self._heard):
                    work()
            except SupersededError:
                self._take_back(work)
            except Exception as error:  # noqa: BLE001 (a thread that ended would leave the screen as it is for good)
                self._failed(self._running, error)

    def _next(self) -> Work | None:
        """Wait for the most urgent work; None to end."""
        with self._changed:
            self._running = ""
            while not self._is_stopped:
                for kind in self._kinds:
                    if self._waiting[kind]:
                        self._running = kind
                        return self._waiting[kind].pop(0)
                self._changed.wait()
        return None

    def _take_back(self, work: Work) -> None:
        """Begin work again later, after what was more urgent, unless something newer has taken its place."""
        with self._changed:
            self._waiting[self._running] = self._waiting[self._running] or [work]

    def _heard(self, step: Step | None) -> None:
        self._told(step)
        self.make_way()
