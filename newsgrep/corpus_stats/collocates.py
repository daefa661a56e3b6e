"""Use case: query → collocates: words that occur near its matches more often than by chance."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsgrep.analysis import is_han
from newsgrep.analysis.bulk import TEXT_END, Texts
from newsgrep.analysis.tokenizer import inner_words
from newsgrep.corpus_stats.association import ScoredWord, drop_nested, is_content_word
from newsgrep.corpus_stats.choices import WINDOW
from newsgrep.corpus_stats.concordance import concordance
from newsgrep.model import Span
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import And

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from newsgrep.analysis import Segmenter
    from newsgrep.analysis.bulk import PlacedWords
    from newsgrep.corpus_stats.concordance import KwicLine
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Message
    from newsgrep.search.search import Request

    # A line, and where a word starts in the paragraph of its match.
    Example = tuple[KwicLine, int]

# Characters on either side of a match, for each word of the window, which are segmented at first; if there are not so
# many words in them, so many times as many.
FEW_CHARACTERS, FARTHER = 10, 4


class Collocations(NamedTuple):
    """The words near ``matches`` matches, in no particular order; ``warnings`` are those of the search."""

    words: tuple[ScoredWord, ...]
    matches: int
    warnings: tuple[Message, ...] = ()


def collocates(  # noqa: PLR0913 (what is near, what does not count, by how many)
    engine: EngineReader,
    request: Request,
    segmenter: Segmenter,
    *,
    window: int = WINDOW,
    function_words: Collection[str],
    jobs: int = 1,
) -> Collocations:
    """Count the words within ``window`` words of a match, on either side and in the same paragraph.

    Words are those of the index, so 大学 inside 北京大学 is counted too, but a window is measured in words that do not
    overlap. An occurrence near two matches counts once, one that is part of a match not at all. Expected counts are
    those of a random order of the words of all articles that pass the filters. ``jobs`` is the number of processes
    beside this one.
    """
    answer, lines = concordance(engine, request, segmenter, jobs=jobs)
    near: Counter[str] = Counter()
    first: dict[str, Example] = {}
    matches = 0
    for batch in lines.of_batches(_NearWords(segmenter, window)):
        matches += batch.matches
        near.update(batch.counts)
        for word, example in batch.examples.items():
            first.setdefault(word, example)
    counts: Counter[str] = Counter()
    examples: dict[str, tuple[KwicLine, Span]] = {}
    for outer, count in near.items():  # in the order in which they occur first
        line, start = first[outer]
        for word, at in _with_parts(outer, segmenter):
            counts[word] += count
            examples.setdefault(word, (line, Span(start + at, start + at + len(word))))
    frequencies = engine.frequencies(make_plan(And(request.filters), segmenter)) if counts else {}
    part, whole = sum(counts.values()), sum(frequencies.values())
    words = (
        ScoredWord(word, count, frequencies[word], part, whole, matches, *examples[word])
        for word, count in counts.items()
        if is_content_word(word, function_words)
    )
    return Collocations(tuple(drop_nested(words)), matches, answer.warnings)


def _with_parts(word: str, segmenter: Segmenter) -> list[tuple[str, int]]:
    """A word and the indexed words inside it, each with its offset."""
    has_parts = word in segmenter.mixed_words.words or any(map(is_han, word))
    return [*(inner_words(word, segmenter) if has_parts else ()), (word, 0)]


class _Counted(NamedTuple):
    """The words near the matches of some lines that do not overlap, and where each is near one first."""

    matches: int
    counts: Counter[str]
    examples: dict[str, Example]


class _NearWords:
    """Counts the words near the matches of batches of lines; of each word, it gives an example only once.

    A copy of it in another process gives its own: those that are not the first are not used.
    """

    def __init__(self, segmenter: Segmenter, window: int) -> None:
        self._segmenter = segmenter
        self._window = window
        self._known: set[str] = set()

    def __call__(self, lines: Sequence[KwicLine]) -> _Counted:
        """Count the words near the matches of lines."""
        if not lines:
            return _Counted(0, Counter(), {})
        near = _near(lines, self._segmenter, self._window)
        counts = Counter(near.words)
        new = set(counts) - self._known
        self._known |= new
        places = zip(reversed(near.words), reversed(near.lines), reversed(near.starts), strict=True)
        examples = {word: (lines[line], start) for word, line, start in places if word in new}
        return _Counted(len(lines), counts, examples)


class _Near(NamedTuple):
    """Words near matches, with the first line that each is near, and where it starts in the paragraph of that."""

    words: list[str]
    lines: list[int]
    starts: list[int]


def _near(lines: Sequence[KwicLine], segmenter: Segmenter, window: int) -> _Near:
    """The words near the matches of lines that do not overlap, those of the first line first."""
    sizes = [len(list(group)) for _, group in groupby(lines, key=lambda line: id(line.paragraph))]
    paragraph = np.repeat(np.arange(len(sizes)), sizes)
    paragraphs = [lines[at].paragraph.text for at in (np.cumsum(sizes) - sizes).tolist()]
    begins = np.cumsum([0, *(len(text) + 1 for text in paragraphs)])
    texts = Texts("".join(f"{text}{TEXT_END}" for text in paragraphs))
    here, there = begins[paragraph], begins[paragraph + 1] - 1
    matches = here[:, None] + np.array([line.match for line in lines])
    before, after, found = _words_around(texts, segmenter, window, matches, np.stack([here, there], axis=1))
    near = np.concatenate([before[:, None] + np.arange(-window, 0), after[:, None] + np.arange(window)], axis=1)
    is_near = (near >= np.searchsorted(found.starts, here)[:, None]) & (
        near < np.searchsorted(found.starts, there)[:, None]
    )
    # Words that are part of a match are near none.
    inside = np.zeros(len(found.starts) + 1, np.int64)
    np.add.at(inside, before, 1)
    np.add.at(inside, after, -1)
    is_near[is_near] = np.cumsum(inside)[near[is_near]] == 0
    chosen, first = np.unique(near[is_near], return_index=True)
    order = np.argsort(first)
    chosen, line = chosen[order], np.nonzero(is_near)[0][first[order]]
    starts = found.starts[chosen] - here[line]
    return _Near(found.some(chosen), line.tolist(), starts.tolist())


class _WordsAround(NamedTuple):
    """The words around matches: of each match, how many end before it, and the number of the first after it."""

    before: NDArray[np.intp]
    after: NDArray[np.intp]
    words: PlacedWords


def _words_around(
    texts: Texts, segmenter: Segmenter, window: int, matches: NDArray[np.int64], bounds: NDArray[np.int64]
) -> _WordsAround:
    """The words of texts within ``window`` words of matches, and others.

    ``matches`` and ``bounds``, shape (matches, 2), are where each match and its paragraph start and end. Paragraphs are
    long, and their segmentation takes most of the time: only as much of each is segmented as has so many words.
    """
    reach = FEW_CHARACTERS * window
    (starts, ends), (firsts, lasts) = matches.T, bounds.T
    while True:
        low, high = np.maximum(starts - reach, firsts), np.minimum(ends + reach, lasts)
        edges = np.bincount(low, minlength=len(texts.codes) + 1) - np.bincount(high, minlength=len(texts.codes) + 1)
        found = texts.placed_words(segmenter, np.cumsum(edges[:-1]) > 0)
        before, after = np.searchsorted(found.ends, starts, side="right"), np.searchsorted(found.starts, ends)
        are_before = before - np.searchsorted(found.starts, low) >= window
        are_after = np.searchsorted(found.ends, high, side="right") - after >= window
        if ((are_before | (low == firsts)) & (are_after | (high == lasts))).all():
            return _WordsAround(before, after, found)
        reach *= FARTHER
