"""What is looked for: the query line and the options of search, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.engine.base import ORDERS
from newsgrep.printers.saved import option_words
from newsgrep.search.options import DEFAULTS, SearchOptions
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from newsgrep.engine.base import Order

# Fields whose filters hold several values; years and months are a range of dates.
VALUE_FIELDS = ("source", "section", "by", "kind")
NEWEST_FIRST: Order = "-date"


class View(NamedTuple):
    """A query line with the options of ``newsgrep search``: what browse shows, saves and exports."""

    line: str = ""
    options: SearchOptions = DEFAULTS

    @property
    def order(self) -> Order:
        """The order of the articles: without a query none is more relevant than another, so the newest come first."""
        is_unordered = not self.line.strip() and self.options.sort == "relevance" and not self.options.recent
        return NEWEST_FIRST if is_unordered else self.options.sort

    def has(self, field: str, value: str) -> bool:
        """Whether a value of a facet filters."""
        if field in VALUE_FIELDS:
            return fold(value) in map(fold, getattr(self.options, field))
        return self.options.since == self.options.until == value

    def toggled(self, field: str, value: str) -> View:
        """With a filter for a value of a facet, or without it; a period takes the place of another.

        >>> View("大桥").toggled("source", "江城日报").toggled("month", "2025-03").flags
        '--since 2025-03 --until 2025-03 --source 江城日报'
        """
        if field not in VALUE_FIELDS:
            day = None if self.has(field, value) else value
            return self._replace(options=self.options._replace(since=day, until=day))
        kept = [known for known in getattr(self.options, field) if fold(known) != fold(value)]
        chosen = kept if self.has(field, value) else [*kept, value]
        return self._with({field: tuple(chosen)})

    def unfiltered(self) -> View:
        """Without filters."""
        return self._replace(
            options=self.options._replace(since=None, until=None, source=(), section=(), by=(), kind=(), paths=())
        )

    def without(self, field: str) -> View:
        """Without the filters of a field; those of years and months are the dates."""
        return self._with({field: ()} if field in VALUE_FIELDS else {"since": None, "until": None})

    def _with(self, options: dict[str, Any]) -> View:
        return self._replace(options=self.options._replace(**options))

    def reordered(self) -> View:
        """In the next order."""
        following = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        if following == "relevance" and not self.line.strip():
            following = "date"
        return self._replace(options=self.options._replace(sort=following, recent=None))

    def folded_reprints(self) -> View:
        """With one article per story, or with all of them."""
        return self._replace(options=self.options._replace(unique=not self.options.unique))

    @property
    def flags(self) -> str:
        """The options as they are written after ``newsgrep search``."""
        return " ".join(word or "''" for word in option_words(self.options))


def view_of(line: str, options: SearchOptions) -> View:
    r"""A view of a query line from anywhere: in one line, and without characters that no query knows.

    >>> view_of("大桥\x1b[2J\n通车", SearchOptions()).line
    '大桥[2J 通车'
    """
    return View(cleaned(line), options)


def cleaned(line: str) -> str:
    """A query line without control characters, which parsing would leave out anyway."""
    return repair(line).replace("\n", " ").replace("\t", " ")
