"""Use case: query → collocates: words that occur near its matches more often than by chance."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import tokens
from newsgrep.corpus_stats.association import ScoredWord, drop_nested, is_content_word
from newsgrep.corpus_stats.choices import WINDOW
from newsgrep.corpus_stats.concordance import concordance
from newsgrep.model import Span
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import And

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.concordance import KwicLine
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Message
    from newsgrep.model import Token
    from newsgrep.search.search import Request


class Collocations(NamedTuple):
    """The words near ``matches`` matches, in no particular order; ``warnings`` are those of the search."""

    words: tuple[ScoredWord, ...]
    matches: int
    warnings: tuple[Message, ...] = ()


def collocates(
    engine: EngineReader,
    request: Request,
    segmenter: Segmenter,
    *,
    window: int = WINDOW,
    function_words: Collection[str],
) -> Collocations:
    """Count the words within ``window`` words of a match, on either side and in the same paragraph.

    Words are those of the index, so 大学 inside 北京大学 is counted too, but a window is measured in words that do not
    overlap. An occurrence near two matches counts once, one that is part of a match not at all. Expected counts are
    those of a random order of the words of all articles that pass the filters.
    """
    answer, lines = concordance(engine, request, segmenter)
    counts: Counter[str] = Counter()
    examples: dict[str, tuple[KwicLine, Span]] = {}
    matches = 0
    for _, group in groupby(lines, key=lambda line: id(line.paragraph)):
        found = list(group)
        matches += len(found)
        for token, line in _near(found, segmenter, window):
            counts[token.text] += 1
            examples.setdefault(token.text, (line, Span(token.start, token.end)))
    frequencies = engine.frequencies(make_plan(And(request.filters), segmenter)) if counts else {}
    part, whole = sum(counts.values()), sum(frequencies.values())
    words = (
        ScoredWord(word, count, frequencies[word], part, whole, matches, *examples[word])
        for word, count in counts.items()
        if is_content_word(word, function_words)
    )
    return Collocations(tuple(drop_nested(words)), matches, answer.warnings)


def _near(lines: Sequence[KwicLine], segmenter: Segmenter, window: int) -> Iterator[tuple[Token, KwicLine]]:
    """The words near the matches in one paragraph, each with the first match that it is near."""
    groups = _side_by_side(list(tokens(lines[0].paragraph.text, segmenter)))
    starts, ends = [group[0].start for group in groups], [group[0].end for group in groups]
    sides = [(bisect_right(ends, line.match.start), bisect_left(starts, line.match.end)) for line in lines]
    seen = {number for side in sides for number in range(*side)}
    for line, (before, after) in zip(lines, sides, strict=True):
        for number in (*range(max(0, before - window), before), *range(after, min(after + window, len(groups)))):
            if number not in seen:
                seen.add(number)
                yield from ((token, line) for token in groups[number])


def _side_by_side(found: Sequence[Token]) -> list[list[Token]]:
    """Group the words of a text: each with the shorter words inside it, which search mode gives before it."""
    groups: list[list[Token]] = []
    for token in reversed(found):
        if groups and token.start >= groups[-1][0].start:
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups[::-1]
