"""What the threads behind the screen tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message as Event

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsgrep.corpus_stats.facets import FacetCount
    from newsgrep.message import Message
    from newsgrep.model import Article
    from newsgrep.progress import Step
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown
    from newsgrep.tui.page import LaidOut


class Answered(Event):
    """The answer to a view, and some of its articles, from an index on; ``serial`` is that of the question."""

    def __init__(self, serial: int, answer: Answer, start: int, rows: Sequence[Shown]) -> None:
        super().__init__()
        self.serial, self.answer, self.start, self.rows = serial, answer, start, rows


class MoreRows(Event):
    """Articles of an answer from an index on."""

    def __init__(self, serial: int, start: int, rows: Sequence[Shown]) -> None:
        super().__init__()
        self.serial, self.start, self.rows = serial, start, rows


class Opened(Event):
    """An article laid out."""

    def __init__(self, article: Article, page: LaidOut) -> None:
        super().__init__()
        self.article, self.page = article, page


class Counted(Event):
    """The facets of a view; if it finds nothing, why."""

    def __init__(
        self, serial: int, facets: Mapping[str, tuple[FacetCount, ...]], reasons: Sequence[Message] = ()
    ) -> None:
        super().__init__()
        self.serial, self.facets, self.reasons = serial, facets, reasons


class Failed(Event):
    """What went wrong, and what to do; of a search, or of the index itself."""

    def __init__(self, message: Message, *, is_search: bool, is_index: bool) -> None:
        super().__init__()
        self.message, self.is_search, self.is_index = message, is_search, is_index


class Done(Event):
    """What a task says when it is done."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message


class Working(Event):
    """How far a task is."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step = step


class SavedRead(Event):
    """The saved searches: names, and what they look for."""

    def __init__(self, searches: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.searches = searches


class Updated(Event):
    """The index has changed."""
