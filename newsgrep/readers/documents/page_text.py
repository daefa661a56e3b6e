"""What readers of documents and pages yield besides records: texts whose lines have numbers of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.model import Article, Paragraph, Unit
    from newsgrep.readers.records import Record


class PageText(NamedTuple):
    """A text to be split into stories; ``numbers`` are the pages or paragraphs that its lines come from.

    ``unit`` is as in ``Record``.
    """

    text: str
    numbers: Sequence[int]
    unit: Unit = "page"


class NumberedRecord(NamedTuple):
    """A record whose lines, counted from 1, come from the pages or paragraphs ``numbers``."""

    record: Record
    numbers: Sequence[int]


def renumbered(article: Article, numbers: Sequence[int]) -> Article:
    """An article with the numbers of pages or paragraphs instead of lines."""

    def placed(part: Paragraph) -> Paragraph:
        places = [(offset, numbers[min(max(line, 1), len(numbers)) - 1]) for offset, line in part.lines]
        changed = [pair for index, pair in enumerate(places) if not index or pair[1] != places[index - 1][1]]
        return part._replace(lines=tuple(changed))

    return article._replace(
        headlines=tuple(map(placed, article.headlines)), paragraphs=tuple(map(placed, article.paragraphs))
    )
