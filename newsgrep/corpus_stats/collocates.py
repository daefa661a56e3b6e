"""Use case: query → collocates: words that occur near its matches more often than by chance."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsgrep.analysis.bulk import TEXT_END, Texts
from newsgrep.corpus_stats.association import ScoredWord, drop_nested, is_content_word
from newsgrep.corpus_stats.choices import WINDOW
from newsgrep.corpus_stats.concordance import concordance
from newsgrep.model import Span
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import And

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.concordance import KwicLine
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Message
    from newsgrep.search.search import Request

    Example = tuple[KwicLine, Span]


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
    counts: Counter[str] = Counter()
    examples: dict[str, Example] = {}
    matches = 0
    for batch in lines.of_batches(_NearWords(segmenter, window)):
        matches += batch.matches
        counts.update(batch.counts)
        for word, example in batch.examples.items():
            examples.setdefault(word, example)
    frequencies = engine.frequencies(make_plan(And(request.filters), segmenter)) if counts else {}
    part, whole = sum(counts.values()), sum(frequencies.values())
    words = (
        ScoredWord(word, count, frequencies[word], part, whole, matches, *examples[word])
        for word, count in counts.items()
        if is_content_word(word, function_words)
    )
    return Collocations(tuple(drop_nested(words)), matches, answer.warnings)


class _Counted(NamedTuple):
    """The words near the matches of some lines, and the first line near which each occurs."""

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
        examples: dict[str, Example] = {}
        for word, line, start, end in zip(*near, strict=True):
            if word not in self._known:
                self._known.add(word)
                examples[word] = lines[line], Span(start, end)
        return _Counted(len(lines), Counter(near.words), examples)


class _Near(NamedTuple):
    """Words near matches, with the first line that each is near, and their places in its paragraph."""

    words: list[str]
    lines: list[int]
    starts: list[int]
    ends: list[int]


def _near(lines: Sequence[KwicLine], segmenter: Segmenter, window: int) -> _Near:
    """The words near the matches of lines, those of the first line first."""
    sizes = [len(list(group)) for _, group in groupby(lines, key=lambda line: id(line.paragraph))]
    paragraph = np.repeat(np.arange(len(sizes)), sizes)
    texts = [lines[at].paragraph.text for at in (np.cumsum(sizes) - sizes).tolist()]
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
    found = Texts("".join(f"{text}{TEXT_END}" for text in texts)).placed_words(segmenter)
    # Of the words with the same number, the one that the others are inside comes last.
    last = np.flatnonzero(np.diff(found.groups, append=-1))
    starts, ends = found.starts[last], found.ends[last]
    here, there = begins[paragraph], begins[paragraph + 1]
    before = np.searchsorted(ends, here + [line.match.start for line in lines], side="right")
    after = np.searchsorted(starts, here + [line.match.end for line in lines])
    near = np.concatenate([before[:, None] + np.arange(-window, 0), after[:, None] + np.arange(window)], axis=1)
    is_near = (near >= np.searchsorted(starts, here)[:, None]) & (near < np.searchsorted(starts, there)[:, None])
    # Words that are part of a match are near none.
    matched = np.zeros(len(last) + 1, np.int64)
    np.add.at(matched, before, 1)
    np.add.at(matched, after, -1)
    is_near[is_near] = np.cumsum(matched)[near[is_near]] == 0
    chosen, first = np.unique(near[is_near], return_index=True)
    order = np.argsort(first)
    chosen, line = chosen[order], np.nonzero(is_near)[0][first[order]]
    size = np.diff(last, prepend=-1)[chosen]
    words = np.repeat(last[chosen] + np.cumsum(size) - size, size) - np.arange(int(size.sum()))
    line = np.repeat(line, size)
    return _Near(
        [found.words[word] for word in words.tolist()],
        line.tolist(),
        (found.starts[words] - here[line]).tolist(),
        (found.ends[words] - here[line]).tolist(),
    )
