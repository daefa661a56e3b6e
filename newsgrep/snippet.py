"""Article + what to mark → snippets: sentences around the best cluster of matches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from newsgrep.model import Article, Paragraph, Snippet, Span
from newsgrep.text.fold import fold
from newsgrep.text.sentences import sentence_ends
from newsgrep.text.width import char_width, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.query.plan import Literal

# A cut inside a sentence prefers to stand after one of these, where it lies within so many characters.
PAUSES = frozenset("，,、；;：:。！？ ")
PAUSE_REACH = 8
# Beside a passage that holds the whole run, one that holds a single word of it tells nothing.
WORTH_SHOWING = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the paragraph of a number that may become a snippet; ``matches`` are the whole paragraph's."""

    number: int
    paragraph: Paragraph
    span: Span
    matches: tuple[Span, ...]
    weight: float


def mark(text: str, marks: Iterable[Literal], field: str) -> tuple[Span, ...]:
    """Where the marks stand in a text, overlapping and touching ones merged: sorted, disjoint spans.

    >>> from newsgrep.query.plan import Literal
    >>> mark("劳动争议调解", (Literal("劳动"), Literal("争议"), Literal("解")), "body")
    (Span(start=0, end=4), Span(start=5, end=6))
    """
    folded = fold(text)
    found = sorted(span for item in marks if field in item.fields for span in _occurrences(folded, item.text))
    merged: list[Span] = []
    for span in found:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def snippets(article: Article, marks: Sequence[Literal], *, count: int, columns: int) -> list[Snippet]:
    """Up to ``count`` snippets of about ``columns`` display columns, in the order of the article.

    Where nothing in the body is marked, its beginning stands in.
    """
    best = sorted(_passages(article.paragraphs, marks, columns), key=lambda passage: -passage.weight)
    chosen: list[Passage] = []
    for passage in best:
        telling = passage.weight * WORTH_SHOWING >= best[0].weight
        if telling and len(chosen) < count and not any(_overlap(passage, other) for other in chosen):
            chosen.append(passage)
    if not chosen and count:
        chosen = [_opening(paragraph, columns) for paragraph in article.paragraphs if paragraph.role != "byline"][:1]
    chosen.sort(key=lambda passage: (passage.number, passage.span))
    return [_snippet(passage) for passage in chosen]


def _occurrences(folded: str, wanted: str) -> Iterator[Span]:
    start = folded.find(wanted)
    while start >= 0:
        yield Span(start, start + len(wanted))
        start = folded.find(wanted, start + len(wanted))


def _passages(paragraphs: Iterable[Paragraph], marks: Sequence[Literal], columns: int) -> Iterator[Passage]:
    """For each sentence with a match, the passage around its best cluster."""
    for number, paragraph in enumerate(paragraphs):
        matches = mark(paragraph.text, marks, "body")
        if not matches:
            continue
        folded = fold(paragraph.text)
        ends = sentence_ends(paragraph.text)
        for sentence, inside in _by_sentence(matches, ends):
            span = _fit(paragraph.text, sentence, inside, ends, columns)
            yield Passage(number, paragraph, span, matches, _weight(folded[slice(*span)], marks))


def _by_sentence(matches: Sequence[Span], ends: Sequence[int]) -> Iterator[tuple[Span, list[Span]]]:
    """Each sentence in which matches begin, grown to the end of the last, with those matches."""
    for at, inside in groupby(matches, key=lambda span: bisect_right(ends, span.start)):
        spans = list(inside)
        yield Span(ends[at - 1] if at else 0, max(ends[at], spans[-1].end)), spans


def _weight(folded: str, marks: Sequence[Literal]) -> float:
    """How much of what is looked for a passage holds: each mark once, by its length, the first much more."""
    return sum(len(item.text) * (1.0 if rank else 3.0) for rank, item in enumerate(marks) if item.text in folded)


def _fit(text: str, sentence: Span, matches: Sequence[Span], ends: Sequence[int], columns: int) -> Span:
    """The sentence, grown by its neighbours while they fit, or cut down around its matches where it does not fit."""
    if not _fits(text, sentence, columns):
        return _cut(text, sentence, _cluster(matches, columns // 2), columns)
    grown = sentence
    for end in ends[bisect_right(ends, sentence.end) :]:
        if not _fits(text, Span(grown.start, end), columns):
            break
        grown = Span(grown.start, end)
    for start in (*reversed(ends[: bisect_left(ends, sentence.start)]), 0):
        if not _fits(text, Span(start, grown.end), columns):
            break
        grown = Span(start, grown.end)
    return grown


def _fits(text: str, span: Span, columns: int) -> bool:
    """Whether a stretch takes no more than so many columns; one that is plainly too long is not measured."""
    return span.end - span.start <= 2 * columns and width(text[slice(*span)]) <= columns


def _cluster(matches: Sequence[Span], chars: int) -> Span:
    """The stretch of at most ``chars`` in which most is matched."""
    best, most, first, matched = matches[0], 0, 0, 0
    for last, span in enumerate(matches):
        matched += span.end - span.start
        while first < last and span.end - matches[first].start > chars:
            matched -= matches[first].end - matches[first].start
            first += 1
        if matched > most:
            best, most = Span(matches[first].start, span.end), matched
    return Span(best.start, min(best.end, best.start + chars))


def _cut(text: str, sentence: Span, cluster: Span, columns: int) -> Span:
    """A window of about ``columns`` around a cluster: a third of the room before it, the rest after."""
    room = max(0, columns - width(text[slice(*cluster)]))
    start = _walk(text, cluster.start, sentence.start, room // 3)
    start = next(
        (at for at in range(start, min(start + PAUSE_REACH, cluster.start)) if at and text[at - 1] in PAUSES), start
    )
    end = _walk(text, cluster.end, sentence.end, columns - width(text[start : cluster.end]))
    pauses = (at for at in range(end, max(end - PAUSE_REACH, cluster.end), -1) if text[at - 1] in PAUSES)
    return Span(start, end if end == sentence.end else next(pauses, end))


def _walk(text: str, start: int, limit: int, columns: int) -> int:
    """The offset that lies ``columns`` from ``start`` on the way to ``limit``."""
    step = 1 if limit > start else -1
    while start != limit:
        columns -= char_width(text[start if step > 0 else start - 1])
        if columns < 0:
            break
        start += step
    return start


def _opening(paragraph: Paragraph, columns: int) -> Passage:
    """The beginning of a paragraph."""
    end = _walk(paragraph.text, 0, len(paragraph.text), columns)
    fitting = [at for at in sentence_ends(paragraph.text[: end + 1]) if at <= end]
    return Passage(0, paragraph, Span(0, fitting[-1] if fitting else end), (), 0)


def _overlap(one: Passage, other: Passage) -> bool:
    same = one.number == other.number
    return same and one.span.start < other.span.end and other.span.start < one.span.end


def _snippet(passage: Passage) -> Snippet:
    """A passage as a snippet, white space at its ends left out."""
    whole = passage.paragraph.text
    text = whole[slice(*passage.span)]
    start = passage.span.start + len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    matches = tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in passage.matches
        if span.start < end and span.end > start
    )
    first = start + matches[0].start if matches else start
    return Snippet(text, "body", passage.paragraph.line_at(first), matches, start > 0, end < len(whole))
