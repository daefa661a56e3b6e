"""Use case: query → concordance lines (KWIC): every match, in context."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.model import Span
from newsgrep.query.spans import in_texts, occurrences
from newsgrep.search.batches import Batches
from newsgrep.search.search import search
from newsgrep.text.fold import fold
from newsgrep.text.pinyin import sort_key
from newsgrep.text.sentences import sentence_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.choices import LineOrder
    from newsgrep.engine.base import EngineReader
    from newsgrep.model import Article, Paragraph
    from newsgrep.query.plan_nodes import TextNode
    from newsgrep.search.search import Answer, Request

# Characters of context by which lines are sorted: more than fit on a line.
MOST_COMPARED = 40


class KwicLine(NamedTuple):
    """A match in a paragraph of an article, or in one of its headlines if ``field`` is ``title``."""

    article: Article
    field: str
    paragraph: Paragraph
    match: Span

    @property
    def left(self) -> str:
        """The paragraph up to the match."""
        return self.paragraph.text[: self.match.start]

    def before(self, most: int) -> str:
        """The last characters before the match, so many at most: a paragraph may be long, and hold many matches."""
        return self.paragraph.text[max(0, self.match.start - most) : self.match.start]

    def after(self, most: int) -> str:
        """The first characters after the match, so many at most."""
        return self.paragraph.text[self.match.end : self.match.end + most]

    @property
    def matched(self) -> str:
        """The text of the match."""
        return self.paragraph.text[slice(*self.match)]

    @property
    def right(self) -> str:
        """The paragraph after the match."""
        return self.paragraph.text[self.match.end :]

    @property
    def sentence(self) -> Span:
        """The span of the whole sentence that the match is in, or of the sentences, within the paragraph."""
        text, ends = self.paragraph.text, _sentence_ends(self.paragraph.text)
        before, after = bisect_right(ends, self.match.start), bisect_left(ends, self.match.end)
        start, end = ends[before - 1] if before else 0, ends[after] if after < len(ends) else len(text)
        blanks = len(text[start : self.match.start]) - len(text[start : self.match.start].lstrip())
        return Span(start + blanks, end)

    @property
    def line(self) -> int:
        """The source line on which the match begins."""
        return self.paragraph.line_at(self.match.start)


@lru_cache(1)
def _sentence_ends(text: str) -> Sequence[int]:
    """Where the sentences of a text end, in order; its matches come one after another."""
    return tuple(sentence_ends(text))


def concordance(
    engine: EngineReader, request: Request, segmenter: Segmenter, *, jobs: int = 1
) -> tuple[Answer, Batches[KwicLine]]:
    """Search for all matching articles, and read their concordance lines lazily, in batches of articles.

    A line is an occurrence of a text of the query or of a variant of it; lines do not overlap. A bare run is matched as
    a phrase: an article that contains only its words has no line. ``jobs`` is the number of processes beside this one.
    """
    answer = search(engine, request._replace(limit=None, relax=False, phrase_only=True), segmenter)
    hits = answer.found.hits

    def read(batch: range) -> Iterator[KwicLine]:
        articles = [article for hit in hits[batch.start : batch.stop] if (article := engine.get(hit.id))]
        return _lines_of(articles, answer.plan.occurrences)

    return answer, Batches(len(hits), read, jobs if engine.may_be_forked() else 1)


def concordance_lines(article: Article, sought: Sequence[TextNode]) -> Iterator[KwicLine]:
    """Find the concordance lines of an article: headlines first, then paragraphs, each in text order."""
    return _lines_of([article], sought)


def _lines_of(articles: Sequence[Article], sought: Sequence[TextNode]) -> Iterator[KwicLine]:
    """The concordance lines of articles, article by article; found together, which takes less time."""
    titles = _found([article.headlines for article in articles], sought, "title")
    bodies = _found([article.paragraphs for article in articles], sought, "body")
    for article, title, body in zip(articles, titles, bodies, strict=True):
        for field, parts in (("title", title), ("body", body)):
            yield from (KwicLine(article, field, part, match) for part, matches in parts for match in matches)


def _found(
    every: Sequence[tuple[Paragraph, ...]], sought: Sequence[TextNode], field: str
) -> Iterator[list[tuple[Paragraph, list[Span]]]]:
    """The occurrences in the paragraphs of each of many texts."""
    nodes = [node for node in sought if field in node.fields]
    texts = [[part.text for part in parts] for parts in every]
    found = in_texts(texts, lambda folded, written: occurrences(nodes, folded, written))
    return (
        [(parts[number], matches) for number, _, matches in inside] for parts, inside in zip(every, found, strict=True)
    )


def sampled(lines: Iterable[KwicLine], count: int, seed: int) -> list[KwicLine]:
    """Draw ``count`` lines at random, in their order; the same ``seed`` draws the same lines.

    Reservoir sampling, algorithm R (Vitter 1985, "Random Sampling with a Reservoir").
    """
    chance = random.Random(seed)  # noqa: S311 (nothing is secret)
    chosen: list[tuple[int, KwicLine]] = []
    for number, line in enumerate(lines):
        if len(chosen) < count:
            chosen.append((number, line))
        elif (place := chance.randrange(number + 1)) < count:
            chosen[place] = number, line
    return [line for _, line in sorted(chosen, key=lambda pair: pair[0])]


def by_context(lines: Iterable[KwicLine], side: LineOrder) -> list[KwicLine]:
    """Sort lines by their context on one side, read outwards from the match, then by that on the other side.

    ``pinyin`` is the right side in the order of the characters' readings.
    """

    def key(line: KwicLine) -> tuple[Any, Any]:
        left, right = fold(line.before(MOST_COMPARED))[::-1], fold(line.after(MOST_COMPARED))
        if side == "pinyin":
            return sort_key(right), sort_key(left)
        return (left, right) if side == "left" else (right, left)

    return sorted(lines, key=key)
