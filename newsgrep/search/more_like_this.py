"""Use case: article → the articles that are like it, and its reprints."""

from __future__ import annotations

import math
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import words
from newsgrep.engine.base import TopDocs
from newsgrep.engine.bm25 import idf, saturate
from newsgrep.query.parse import Parsed
from newsgrep.query.plan_nodes import EVERYTHING, AtLeast, Literal, Plan, WeightedWord, Word
from newsgrep.query.stopwords import FUNCTION_WORDS, WEAK_WORDS
from newsgrep.query.syntax import Filter
from newsgrep.search.search import Answer, Request, matching
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.model import Article

# An article's most telling words, of which a like one holds a share. Passages that answer the same judged question
# found each other with nDCG@10 0.46 by 10 words, 0.55 by 25, 40 and 60; where a quarter of them was wanted, with 0.42.
TELLING = 40
SHARE = 0.1
# A word of the headline group says as much of what an article is about as so many in its text.
HEADLINE = 2
SHORTEST_WORD = 2
# What a longer article is about is told by so many characters of it.
MOST_READ = 20_000


class Similar(NamedTuple):
    """What is like an article: the answer to its most telling words, and how many reprints are left out there."""

    answer: Answer
    reprints: int


def similar(engine: EngineReader, article: Article, segmenter: Segmenter, *, limit: int | None) -> Similar:
    """The articles that hold an article's most telling words, the most like it first, its reprints left out."""
    began = time.perf_counter()
    copies = engine.reprints(article.id)
    plan = _plan(characteristic_terms(engine, article, segmenter))
    left_out = {article.id, *(copy.id for copy in copies)}
    found = engine.search(plan, limit=None if limit is None else limit + len(left_out))
    hits = [hit for hit in found.hits if hit.id not in left_out]
    total = found.total - len(matching(engine, plan, left_out))
    return Similar(_answer(engine, article, plan, TopDocs(hits[:limit], total), began), len(copies))


def reprints(engine: EngineReader, article: Article, *, limit: int | None) -> Answer:
    """The articles that share most of an article's text, the most of it first."""
    began = time.perf_counter()
    found = engine.reprints(article.id)
    return _answer(engine, article, Plan(EVERYTHING), TopDocs(found[:limit], len(found)), began)


def characteristic_terms(engine: EngineReader, article: Article, segmenter: Segmenter) -> list[WeightedWord]:
    """The words that tell most of what an article is about, the most first, each with what its occurrences weigh.

    A word that no other article holds finds nothing.
    """
    counts = Counter(_words(" ".join(part.text for part in article.paragraphs), segmenter))
    for word in _words(article.title, segmenter):
        counts[word] += HEADLINE
    sought = [Word(word) for word in counts]
    articles = engine.stats().articles
    weighed = [
        (saturate(counts[word.text]) * idf(articles, doc_freqs), word)
        for word, doc_freqs in zip(sought, engine.doc_freqs(sought), strict=True)
        if doc_freqs > 1
    ]
    weighed.sort(key=lambda one: (-one[0], one[1].text))
    return [WeightedWord(word, saturate(counts[word.text])) for _, word in weighed[:TELLING]]


def _words(text: str, segmenter: Segmenter) -> list[str]:
    """The words of a text that may tell what it is about."""
    found = (token.text for token in words(repair(text[:MOST_READ]), segmenter))
    return [
        word for word in found if len(word) >= SHORTEST_WORD and word not in FUNCTION_WORDS and word not in WEAK_WORDS
    ]


def _plan(ranking: Sequence[WeightedWord]) -> Plan:
    """Enough of the words; each is marked."""
    sought = tuple(one.word for one in ranking)
    return Plan(
        match=AtLeast(max(1, math.ceil(SHARE * len(sought))), sought),
        ranking=tuple(ranking),
        marks=tuple(Literal(word.text) for word in sought),
    )


def _answer(engine: EngineReader, article: Article, plan: Plan, found: TopDocs, began: float) -> Answer:
    """An answer as printers take it, the article's id being what was asked."""
    parsed = Parsed(Filter("id", article.id), ())
    held = engine.stats()
    took = (time.perf_counter() - began) * 1000
    rest = found.total - len(found.hits)
    return Answer(Request(article.id), parsed, plan, found, False, took, held.articles, held.version, rest)
