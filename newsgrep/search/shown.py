"""Hits → what is shown of each: article, snippets, matches in the title."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.search.batches import Batches
from newsgrep.search.snippets import mark_articles, snippets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.engine.base import Contribution, EngineReader, Hit
    from newsgrep.model import Article, Snippet, Span
    from newsgrep.search.search import Answer


class Shown(NamedTuple):
    """A hit ready to be printed: rank (from 1), article, snippets, and the matches in the title.

    ``contributions`` are the parts of its score; empty unless requested.
    """

    rank: int
    hit: Hit
    article: Article
    snippets: tuple[Snippet, ...]
    title_matches: tuple[Span, ...]
    contributions: tuple[Contribution, ...] = ()

    @property
    def text(self) -> str:
        """The whole text of the article, without its headlines."""
        return self.article.text

    def __repr__(self) -> str:
        return f"<Shown {self.rank}. {self.article!r}>"

    @property
    def match(self) -> str:
        """``all`` if the article holds all of the query, ``some`` if only some of it."""
        return "some" if self.hit.partial else "all"


def show(  # noqa: PLR0913 (what is shown of a hit)
    engine: EngineReader, answer: Answer, *, count: int, columns: int, explain: bool = False, jobs: int = 1
) -> Batches[Shown]:
    """Read the articles of the hits, lazily, each with up to ``count`` snippets of about ``columns`` display columns.

    With ``explain``, the parts of its score are given as well. ``jobs`` is the number of processes beside this one.
    """
    hits, marks = answer.found.hits, answer.plan.marks

    def read(batch: range) -> Iterator[Shown]:
        places = [
            (place, hit, article)
            for place, hit in zip(batch, hits[batch.start : batch.stop], strict=True)
            if (article := engine.get(hit.id))
        ]
        marked = mark_articles([article for *_, article in places], marks)
        for (place, hit, article), found in zip(places, marked, strict=True):
            snippets = tuple(snippets_of(found, marks, count=count, columns=columns)) if count else ()
            plan = answer.looser.ranked(answer.plan) if answer.looser and hit.partial else answer.plan
            scored = tuple(engine.contributions(plan, hit.id)) if explain else ()
            yield Shown(answer.request.offset + place + 1, hit, article, snippets, found.title, scored)

    return Batches(len(hits), read, jobs if engine.may_be_forked() else 1)
