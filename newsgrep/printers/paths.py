"""The source files of the hits, each once, in the order of their best hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown


def print_answer(answer: Answer, _: Iterable[Shown], style: Style) -> Iterator[str]:
    """One path per file."""
    yield from (style.plain(path) + style.end for path in dict.fromkeys(hit.path for hit in answer.found.hits))
