"""What a user asks of a search beside the query line, as it is written: for commands, and to be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.engine.base import ORDERS
from newsgrep.model import KINDS
from newsgrep.query.filters import filters
from newsgrep.query.text_options import TextOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.engine.base import Order
    from newsgrep.query.syntax import Tree

# Which values these options may have.
CHOICES: dict[str, tuple[str, ...]] = {"sort": ORDERS, "kind": KINDS}


class SearchOptions(NamedTuple):
    """Filters, order and what is collapsed; dates are as a user writes them (上周), empty filters let all pass.

    ``all_words``: articles that hold only some of the words are not shown, however few hold all.
    """

    any_word: bool = False
    all_words: bool = False
    since: str | None = None
    until: str | None = None
    source: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    sort: Order = "relevance"
    recent: str | None = None
    unique: bool = False
    fixed_strings: bool = False
    whole_words: bool = False
    as_written: bool = False

    @property
    def text_options(self) -> TextOptions:
        """How the texts of the query match."""
        return TextOptions(self.fixed_strings, self.whole_words, self.as_written)

    @property
    def has_filters(self) -> bool:
        """Whether they filter anything."""
        return any((self.since, self.until, self.source, self.section, self.by, self.kind, self.paths))

    def filters(self) -> tuple[Tree, ...]:
        """The filters as parts of the query.

        Raises:
            UsageError: a date is none.

        """
        values = {"source": self.source, "section": self.section, "by": self.by, "kind": self.kind, "path": self.paths}
        return filters(values, self.since, self.until, prefix="--")

    def given(self) -> dict[str, Any]:
        """The options that differ from their defaults, as JSON holds them."""
        values = zip(self._fields, self, DEFAULTS, strict=True)
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value, default in values
            if value != default
        }


DEFAULTS = SearchOptions()


def options_from(given: Mapping[str, Any]) -> SearchOptions:
    """The options that ``given`` returned; untrusted input.

    Raises:
        TypeError, ValueError: an option is unknown, or its value is not one it may have.

    """
    if unknown := given.keys() - set(SearchOptions._fields):
        raise TypeError(unknown)
    for name, value in given.items():
        if not _is_like(value, getattr(DEFAULTS, name)):
            raise TypeError(name)
        chosen = value if isinstance(value, list) else [value]
        if name in CHOICES and not set(chosen) <= set(CHOICES[name]):
            raise ValueError(name)
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return SearchOptions(**values)


def _is_like(value: Any, default: Any) -> bool:
    """Whether the value of an option is of the type of its default: texts, a text, or a switch."""
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(text, str) for text in value)
    return isinstance(value, bool if isinstance(default, bool) else str)
