"""Use case: query → keywords: words that are unusually frequent in the matching articles (keyness)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.corpus_stats.association import ScoredWord, drop_nested, is_content_word
from newsgrep.query.plan_nodes import EVERYTHING, Plan
from newsgrep.search.search import search

if TYPE_CHECKING:
    from collections.abc import Collection

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Message
    from newsgrep.search.search import Request


class Keywords(NamedTuple):
    """The words of ``articles`` matching articles, in no particular order; ``warnings`` are those of the search."""

    words: tuple[ScoredWord, ...]
    articles: int
    warnings: tuple[Message, ...] = ()


def keywords(
    engine: EngineReader, request: Request, segmenter: Segmenter, *, function_words: Collection[str]
) -> Keywords:
    """Count the words of all matching articles, headlines included, against those of the whole corpus."""
    answer = search(engine, request._replace(limit=0, relax=False), segmenter)
    found = engine.frequencies(answer.plan)
    everywhere = engine.frequencies(Plan(EVERYTHING)) if found else found
    part, whole = sum(found.values()), sum(everywhere.values())
    words = (
        ScoredWord(word, count, everywhere[word], part, whole)
        for word, count in found.items()
        if is_content_word(word, function_words)
    )
    return Keywords(tuple(drop_nested(words)), answer.found.total, answer.warnings)
