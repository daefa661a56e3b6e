"""Use case: query → n-grams (runs of words) that are unusually frequent in the matching articles, or in all of them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from newsgrep.analysis import TEXT_FIELDS, words
from newsgrep.analysis.term_ids import TermIds
from newsgrep.corpus_stats.association import ScoredWord, is_content_word
from newsgrep.corpus_stats.keywords import Keywords
from newsgrep.progress import tracked
from newsgrep.search.batches import READING
from newsgrep.search.search import search

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.search.search import Request

# What separates n-grams: a mark, or the end of a paragraph.
BREAK = ""
BATCH = 200  # articles
LONGEST_TEXT = 1 << 24  # code points
SHIFT = np.uint64(32)


def ngrams(  # noqa: PLR0913 (as keywords)
    engine: EngineReader,
    request: Request,
    segmenter: Segmenter,
    *,
    size: int,
    least: int,
    function_words: Collection[str],
    against: Request | None = None,
) -> Keywords:
    """Count the runs of ``size`` words in all matching articles and in the rest of the corpus, as ``keywords`` does.

    A run goes over no punctuation. Those that begin or end with a function word or a number are left out, and those
    that occur fewer than ``least`` times in the matching articles.
    """
    answer = search(engine, request._replace(limit=None, relax=False, order="path"), segmenter)
    inside = [hit.id for hit in answer.found.hits]
    other = search(engine, against._replace(limit=None, relax=False, order="path"), segmenter) if against else None
    candidates = [hit.id for hit in other.found.hits] if other else sorted(engine.ids()) if inside else []
    matching = set(inside)
    outside = [article_id for article_id in candidates if article_id not in matching]
    vocabulary = TermIds({BREAK: 0})
    streams = [_stream(engine, ids, segmenter, vocabulary) for ids in (inside, outside)]
    scored = tuple(_scored(streams, vocabulary, size, least, function_words))
    warnings = tuple(dict.fromkeys((*answer.warnings, *(other.warnings if other else ()))))
    return Keywords(scored, len(inside), warnings, other and other.found.total, len(outside))


def _stream(engine: EngineReader, ids: Sequence[str], segmenter: Segmenter, vocabulary: TermIds) -> NDArray[np.uint32]:
    """The words of articles as ids, one text after another; 0 where a run ends."""
    found = [np.zeros(1, np.uint32)]
    rest = iter(tracked(ids, READING, len(ids)))
    while batch := list(islice(rest, BATCH)):
        texts = engine.texts(batch, TEXT_FIELDS, LONGEST_TEXT)
        found += [np.fromiter(_numbers(text, segmenter, vocabulary), np.uint32) for text in texts]
    return np.concatenate(found)


def _numbers(text: str, segmenter: Segmenter, vocabulary: TermIds) -> Iterator[int]:
    end = 0
    for token in words(text, segmenter):
        between = text[end : token.start]
        if between.strip() or "\n" in between:
            yield 0
        yield vocabulary[token.text]
        end = token.end
    yield 0


def _scored(
    streams: Sequence[NDArray[np.uint32]],
    vocabulary: TermIds,
    size: int,
    least: int,
    function_words: Collection[str],
) -> Iterator[ScoredWord]:
    """The n-grams of the first stream, with their counts in both."""
    stream = np.concatenate(streams)
    names = list(vocabulary)
    content = np.array([bool(name) and is_content_word(name, function_words) for name in names])
    total = max(len(stream) - size + 1, 0)
    starts = np.arange(total)
    for offset in range(size):
        starts = starts[stream[starts + offset] != 0]
    codes = stream[starts].astype(np.uint64)
    for offset in range(1, size):
        _, codes = np.unique((codes << SHIFT) | stream[starts + offset], return_inverse=True)
        codes = codes.astype(np.uint64)
    is_part = starts < len(streams[0])
    _, first, grams = np.unique(codes, return_index=True, return_inverse=True)
    whole = np.bincount(grams, minlength=len(first))
    part = np.bincount(grams[is_part], minlength=len(first))
    begins = starts[first]
    runs = int(is_part.sum())
    kept = (part >= least) & content[stream[begins]] & content[stream[begins + size - 1]]
    for number in np.flatnonzero(kept).tolist():
        run = [names[word] for word in stream[begins[number] : begins[number] + size].tolist()]
        yield ScoredWord(joined(run), int(part[number]), int(whole[number]), runs, len(starts))


def joined(run: Sequence[str]) -> str:
    """Words as they are written side by side.

    >>> joined(["经济", "发展"]), joined(["new", "york", "时报"])
    ('经济发展', 'new york时报')
    """
    text = run[0]
    for word in run[1:]:
        text += f" {word}" if text[-1].isascii() and word[0].isascii() else word
    return text
