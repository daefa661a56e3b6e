"""Use case: query → concordance lines (KWIC): each place where what is looked for stands, with what is around it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.query.spans import occurrences
from newsgrep.search.search import search
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.choices import LineOrder
    from newsgrep.engine.base import EngineReader
    from newsgrep.model import Article, Paragraph, Span
    from newsgrep.query.plan_nodes import TextNode
    from newsgrep.search.search import Answer, Request

# By so many characters beside the match lines are put in order: more than fit on one.
MOST_COMPARED = 40


class KwicLine(NamedTuple):
    """A match in a paragraph of an article (in one of its headlines where ``field`` is ``title``)."""

    article: Article
    field: str
    paragraph: Paragraph
    match: Span

    @property
    def left(self) -> str:
        """The paragraph up to the match."""
        return self.paragraph.text[: self.match.start]

    @property
    def matched(self) -> str:
        """The match."""
        return self.paragraph.text[slice(*self.match)]

    @property
    def right(self) -> str:
        """The paragraph after the match."""
        return self.paragraph.text[self.match.end :]

    @property
    def line(self) -> int:
        """The source line on which the match begins."""
        return self.paragraph.line_at(self.match.start)


def concordance(engine: EngineReader, request: Request, segmenter: Segmenter) -> tuple[Answer, Iterator[KwicLine]]:
    """The articles that match, and, read one by one, the lines of each in its order.

    A line is a place where a text of the query stands, as it is written or another way; none overlaps another. A bare
    run is looked for as a whole: an article that holds only its words has no line.
    """
    answer = search(engine, request._replace(limit=None, relax=False, phrase_only=True), segmenter)
    articles = (article for hit in answer.found.hits if (article := engine.get(hit.id)))
    return answer, (line for article in articles for line in concordance_lines(article, answer.plan.occurrences))


def concordance_lines(article: Article, sought: Iterable[TextNode]) -> Iterator[KwicLine]:
    """The lines of an article."""
    sought = tuple(sought)
    for field, parts in (("title", article.headlines), ("body", article.paragraphs)):
        nodes = [node for node in sought if field in node.fields]
        folded = fold("\n".join(part.text for part in parts)).split("\n")
        for part, text in zip(parts, folded, strict=False):
            yield from (KwicLine(article, field, part, match) for match in occurrences(nodes, text))


def sampled(lines: Iterable[KwicLine], count: int, seed: int) -> list[KwicLine]:
    """So many of some lines, chosen by chance, in their order; the same for the same seed (Vitter's algorithm R)."""
    chance = random.Random(seed)  # noqa: S311 (nothing is secret)
    chosen: list[tuple[int, KwicLine]] = []
    for number, line in enumerate(lines):
        if len(chosen) < count:
            chosen.append((number, line))
        elif (place := chance.randrange(number + 1)) < count:
            chosen[place] = number, line
    return [line for _, line in sorted(chosen, key=lambda one: one[0])]


def by_context(lines: Iterable[KwicLine], side: LineOrder) -> list[KwicLine]:
    """Lines in the order of what stands beside the match, from the match outwards; then of the other side."""

    def key(line: KwicLine) -> tuple[str, str]:
        left, right = fold(line.left[-MOST_COMPARED:])[::-1], fold(line.right[:MOST_COMPARED])
        return (left, right) if side == "left" else (right, left)

    return sorted(lines, key=key)
