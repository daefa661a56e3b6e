"""Use case: query → keywords: words that are unusually frequent in the matching articles (keyness)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.corpus_stats.association import ScoredWord, drop_nested, is_content_word
from newsgrep.query.plan_nodes import EVERYTHING, AtLeast, Plan
from newsgrep.search.search import search

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Message
    from newsgrep.search.search import Request


class Keywords(NamedTuple):
    """The words of ``articles`` matching articles, in no particular order; ``warnings`` are those of the search.

    ``reference`` is the number of the articles that match the other request, if there is one. ``compared`` is the
    number of the articles with which these are compared, none of which match both.
    """

    words: tuple[ScoredWord, ...]
    articles: int
    warnings: tuple[Message, ...] = ()
    reference: int | None = None
    compared: int = 0


def keywords(
    engine: EngineReader,
    request: Request,
    segmenter: Segmenter,
    *,
    function_words: Collection[str],
    against: Request | None = None,
) -> Keywords:
    """Count the words of all matching articles, headlines included, and of the rest of the corpus.

    With ``against``, the rest are those of the articles that match this request and not the other one.
    """
    answer = search(engine, request._replace(limit=0, relax=False), segmenter)
    found = engine.frequencies(answer.plan)
    others = search(engine, against._replace(limit=0, relax=False), segmenter) if against else None
    both = AtLeast(1, (answer.plan.match, others.plan.match)) if others else EVERYTHING
    everywhere = engine.frequencies(Plan(both)) if found else found
    warnings = tuple(dict.fromkeys((*answer.warnings, *(others.warnings if others else ()))))
    words = scored_words(found, everywhere, function_words)
    total = answer.found.total
    compared = engine.search(Plan(both), limit=0).total - total
    return Keywords(words, total, warnings, others and others.found.total, compared)


def scored_words(
    found: Mapping[str, int], everywhere: Mapping[str, int], function_words: Collection[str]
) -> tuple[ScoredWord, ...]:
    """The words of a part of the articles by their counts there and ``everywhere``, this part included."""
    part, whole = sum(found.values()), sum(everywhere.values())
    return tuple(
        drop_nested(
            ScoredWord(word, count, everywhere[word], part, whole)
            for word, count in found.items()
            if is_content_word(word, function_words)
        )
    )
