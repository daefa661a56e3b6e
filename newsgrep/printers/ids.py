"""The ids of the hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown


def print_answer(answer: Answer, _: Iterable[Shown], style: Style) -> Iterator[str]:
    """One id per hit."""
    yield from (style.plain(hit.id) + style.end for hit in answer.found.hits)
