"""Looks for what is asked, in a thread of its own, and posts what it finds to the screen."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.corpus_stats.facets import FacetTable
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import And
from newsgrep.search.search import FEW, search
from newsgrep.search.shown import show
from newsgrep.tui.events import Answered, Counted, Done, Failed, MoreRows, Opened, Updated, Working
from newsgrep.tui.page import page_of
from newsgrep.tui.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from textual.message import Message as Event

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Message
    from newsgrep.progress import Step
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown
    from newsgrep.tui.host import Host
    from newsgrep.tui.view import View

TASK, SEARCH, PAGE, ROWS, FACETS, CHECK = "task", "search", "page", "rows", "facets", "check"
URGENCY = (SEARCH, PAGE, ROWS, FACETS, CHECK)
# Articles that are read into the table of facets before it is seen whether something else is to be done.
AT_ONCE = 200
# Seconds between two words on how far a task is.
TOLD = 0.2
# Columns of a snippet where the list is narrower.
LEAST_SNIPPET = 40


class Reading(NamedTuple):
    """An index as it is open."""

    engine: EngineReader
    segmenter: Segmenter
    stamp: object


class Finder:
    """Asked by the screen, answers by events; a question that was overtaken by another is not answered."""

    def __init__(self, host: Host, post: Callable[[Event], Any]) -> None:
        self._host = host
        self._post = post
        self._reading: Reading | None = None
        self._table: FacetTable | None = None
        self._is_counted = False
        self._answer: Answer | None = None
        self.serial = 0
        self.worker = Worker(URGENCY, self._fail)
        # Exports and the like have a thread of their own, and open the index themselves.
        self.tasks = Worker((TASK,), self._fail, self._tell, patient=True)
        self._told = 0.0

    def search(self, view: View, limit: int, shown: range, columns: int) -> int:
        """Look for the first ``limit`` articles of a view, and read those ``shown``; return the serial number."""
        self.serial += 1
        serial = self.serial
        self.worker.do(SEARCH, lambda: self._search(serial, view, limit, shown, max(columns, LEAST_SNIPPET)))
        return serial

    def rows(self, start: int, stop: int, columns: int) -> None:
        """Read some articles of the answer."""
        serial = self.serial
        self.worker.do(ROWS, lambda: self._rows(serial, start, stop, max(columns, LEAST_SNIPPET)))

    def page(self, article_id: str, columns: int) -> None:
        """Read an article, and lay it out."""
        serial = self.serial
        self.worker.do(PAGE, lambda: self._page(serial, article_id, columns))

    def count(self, view: View) -> None:
        """Count the facets of a view."""
        serial = self.serial
        self.worker.do(FACETS, lambda: self._count(serial, view))

    def check(self) -> None:
        """See whether the index has changed."""
        self.worker.do(CHECK, self._check)

    def task(self, work: Callable[[EngineReader, Segmenter], Message]) -> None:
        """Have something done, and say what it returns."""
        self.tasks.do(TASK, lambda: self._post(Done(work(*self._host.open_index()))))

    def aside(self, work: Callable[[], Event | None]) -> None:
        """Have something done that needs no index; what it returns is posted."""

        def done() -> None:
            if event := work():
                self._post(event)

        self.tasks.do(TASK, done)

    def stop(self) -> None:
        """Give up all work."""
        self.worker.stop()
        self.tasks.stop()

    def is_idle(self) -> bool:
        """Whether nothing is to be done."""
        return self.worker.is_idle() and self.tasks.is_idle()

    def _open(self) -> Reading:
        """The index as it is now: opened again if it has changed."""
        before, self._reading = self._reading, None
        stamp = self._host.stamp()
        if before and before.stamp == stamp:
            self._reading = before
        else:
            self._table = None
            self._reading = Reading(*self._host.open_index(), stamp)
        return self._reading

    def _search(self, serial: int, view: View, limit: int, shown: range, columns: int) -> None:
        for is_last in (False, True):
            reading = self._open()
            try:
                answer = self._answered(reading, view, limit)
                rows = self._shown(reading, answer, shown.start, shown.stop, columns)
                break
            except IndexDamagedError:
                # Files of an older commit may have been deleted before they were opened.
                self._reading = None
                if is_last:
                    raise
        self._answer = answer
        self._post(Answered(serial, answer, shown.start, rows))

    def _answered(self, reading: Reading, view: View, limit: int) -> Answer:
        """All that holds the whole of a query; if that is little, what holds some of it, too, as in a search."""
        request = self._host.request(view, limit)._replace(order=view.order)
        answer = search(reading.engine, request._replace(relax=False), reading.segmenter)
        if request.relax and answer.total_all < FEW:
            answer = search(reading.engine, request, reading.segmenter)
        return answer

    def _shown(self, reading: Reading, answer: Answer, start: int, stop: int, columns: int) -> list[Shown]:
        part = answer._replace(
            found=answer.found._replace(hits=answer.found.hits[start:stop]),
            request=answer.request._replace(offset=start),
        )
        return list(show(reading.engine, part, count=1, columns=columns))

    def _rows(self, serial: int, start: int, stop: int, columns: int) -> None:
        if self._answer and serial == self.serial and self._reading:
            self._post(MoreRows(serial, start, self._shown(self._reading, self._answer, start, stop, columns)))

    def _page(self, serial: int, article_id: str, columns: int) -> None:
        if self._reading and serial == self.serial and (article := self._reading.engine.get(article_id)):
            marks = self._answer.plan.marks if self._answer else ()
            style = self._host.style._replace(columns=columns)
            self._post(Opened(article, page_of(article, marks, style, self.worker.make_way)))

    def _count(self, serial: int, view: View) -> None:
        if serial != self.serial:
            return
        reading = self._open()
        if self._answer and not self._answer.total_all:
            self._post(Counted(serial, {}, self._reasons(reading, self._answer)))
            return
        table = self._whole_table(reading)
        self._post(Counted(serial, table.counts(self._masks(reading, view))))

    def _reasons(self, reading: Reading, answer: Answer) -> Sequence[Message]:
        from newsgrep.search.nothing_found import explain_nothing

        has_partial = answer.found.total > 0
        return explain_nothing(reading.engine, answer.request, reading.segmenter, has_partial=has_partial)

    def _whole_table(self, reading: Reading) -> FacetTable:
        """The values of all articles, read once, in pieces."""
        if not self._table:
            everything = make_plan(And(()), reading.segmenter)
            self._is_counted = False
            self._table = FacetTable(found.article for found in reading.engine.metadata(everything))
        while not self._is_counted:
            self._is_counted = self._table.read(AT_ONCE)
            if not self._is_counted:
                self.worker.make_way()
        return self._table

    def _masks(self, reading: Reading, view: View) -> dict[str, NDArray[np.bool_]]:
        """For each facet the articles that match, whatever its own filter is: what another choice would find."""
        fields = {"date": ("year", "month"), "source": (), "section": (), "by": (), "kind": ()}
        masks = {}
        made: dict[View, NDArray[np.bool_]] = {}
        for field, periods in fields.items():
            others = view.without(field)
            if others not in made:
                self.worker.make_way()
                made[others] = self._mask(reading, others)
            masks.update(dict.fromkeys(periods or (field,), made[others]))
        return masks

    def _mask(self, reading: Reading, view: View) -> NDArray[np.bool_]:
        request = self._host.request(view, 0)._replace(limit=0, order="path", relax=False, unique=False)
        return reading.engine.mask(search(reading.engine, request, reading.segmenter).plan)

    def _check(self) -> None:
        try:
            is_same = self._reading is None or self._host.stamp() == self._reading.stamp
        except (NewsgrepError, OSError):
            is_same = False  # the search says what is wrong
        if not is_same:
            self._post(Updated())

    def _tell(self, step: Step | None) -> None:
        """Say how far a task is, now and then."""
        now = time.monotonic()
        if step and now - self._told > TOLD:
            self._told = now
            self._post(Working(step))

    def _fail(self, kind: str, error: Exception) -> None:
        is_index = kind != TASK and self._reading is None
        self._post(Failed(self._host.told(error), is_search=kind == SEARCH, is_index=is_index))
