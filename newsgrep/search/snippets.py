"""Article + marks → snippets: sentences around the best clusters of matches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.model import Article, Paragraph, Snippet, Span
from newsgrep.query.plan_nodes import Literal
from newsgrep.query.spans import spans
from newsgrep.text.fold import fold
from newsgrep.text.sentences import sentence_ends
from newsgrep.text.width import char_width, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.query.plan_nodes import TextNode

# A cut inside a sentence moves by up to PAUSE_REACH characters to come right after one of these.
PAUSES = frozenset("，,、；;：:。！？ ")
PAUSE_REACH = 8
MOST_KEPT = 4
# Sentences of less than a third of the best weight are not shown: beside a sentence with the whole phrase, one with a
# single word of it is noise.
WORTH_SHOWING = 3


class Sentence(NamedTuple):
    """A sentence, and the matches that begin in it.

    ``number`` is the index of its paragraph, ``ends`` are the sentence ends of the whole paragraph.
    """

    number: int
    paragraph: Paragraph
    span: Span
    matches: Sequence[Span]
    ends: Sequence[int]
    weight: float


class Passage(NamedTuple):
    """A span of a paragraph that becomes a snippet; ``number`` is the index of the paragraph."""

    number: int
    paragraph: Paragraph
    span: Span


def mark(text: str, marks: Iterable[TextNode], field: str) -> tuple[Span, ...]:
    """Find the marks in a text: sorted, disjoint spans in code points; overlapping and adjacent matches are merged.

    >>> from newsgrep.query.plan_nodes import Literal
    >>> mark("劳动争议调解", (Literal("劳动"), Literal("争议"), Literal("解")), "body")
    (Span(start=0, end=4), Span(start=5, end=6))
    """
    return _marked(fold(text), text, tuple(marks), field)


def mark_title(article: Article, marks: Iterable[TextNode]) -> tuple[Span, ...]:
    """Find the marks in the title of an article: sorted, disjoint spans in code points.

    Each headline is searched by itself, as in the engines: no match spans two.
    """
    found, start, marks = [], 0, tuple(marks)
    for line in article.headlines:
        found += [Span(start + span.start, start + span.end) for span in mark(line.text, marks, "title")]
        start += len(line.text) + 1
    return tuple(found)


# A paragraph is matched twice in a row: to find its sentences, then to highlight its snippets.
@lru_cache(MOST_KEPT)
def _marked(folded: str, written: str, marks: tuple[TextNode, ...], field: str) -> tuple[Span, ...]:
    sought = (item for item in marks if field in item.fields)
    found = sorted(span for item in sought for span in spans(item, folded, written) if span.start < span.end)
    merged: list[Span] = []
    for span in found:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def snippets(article: Article, marks: Sequence[TextNode], *, count: int, columns: int) -> list[Snippet]:
    """Select up to ``count`` snippets of about ``columns`` display columns, in the order of the article.

    If nothing in the body matches, its beginning is the only snippet.
    """
    best = sorted(_sentences(article.paragraphs, marks), key=lambda sentence: -sentence.weight)
    chosen: list[Passage] = []
    for sentence in best:
        if len(chosen) == count or sentence.weight * WORTH_SHOWING < best[0].weight:
            break
        if not any(_holds(passage, sentence) for passage in chosen):
            chosen.append(Passage(sentence.number, sentence.paragraph, _fit(sentence, columns)))
    if not chosen and count:
        chosen = [_opening(paragraph, columns) for paragraph in article.paragraphs if paragraph.role != "byline"][:1]
    chosen.sort(key=lambda passage: (passage.number, passage.span))
    made = (_snippet(passage, marks) for passage in _apart(chosen))
    return [snippet for snippet in made if snippet.text]


def _sentences(paragraphs: Iterable[Paragraph], marks: Sequence[TextNode]) -> Iterator[Sentence]:
    """The sentences in which matches begin, each extended to the end of its last match."""
    for number, paragraph in enumerate(paragraphs):
        folded = fold(paragraph.text)
        matches = _marked(folded, paragraph.text, tuple(marks), "body")
        if not matches:
            continue
        ends = sentence_ends(paragraph.text)
        for at, inside in groupby(matches, key=lambda match: bisect_right(ends, match.start)):
            starting = list(inside)
            span = Span(ends[at - 1] if at else 0, max(ends[at], starting[-1].end))
            yield Sentence(
                number,
                paragraph,
                span,
                starting,
                ends,
                _weight(folded[slice(*span)], paragraph.text[slice(*span)], marks),
            )


def _weight(folded: str, written: str, marks: Sequence[TextNode]) -> float:
    """Weight of a sentence: the length of each mark that it contains, counted once, that of the first mark threefold.

    A sentence that contains none of them, since its match ends beyond it, weighs 1.
    """
    sizes = (_size(item, folded, written) * (1.0 if rank else 3.0) for rank, item in enumerate(marks))
    return sum(sizes) or 1.0


def _size(item: TextNode, folded: str, written: str) -> int:
    if isinstance(item, Literal) and item.edges == "any" and item.text in folded:
        return len(item.text)
    span = next(spans(item, folded, written), None)
    return span.end - span.start if span else 0


def _fit(sentence: Sentence, columns: int) -> Span:
    """The sentence, extended by whole neighbours while they fit, or cut around its matches if it is too long."""
    text, ends, grown = sentence.paragraph.text, sentence.ends, sentence.span
    if not _fits(text, grown, columns):
        return _cut(text, grown, _cluster(sentence.matches, columns // 2), columns)
    for end in ends[bisect_right(ends, grown.end) :]:
        if not _fits(text, Span(grown.start, end), columns):
            break
        grown = Span(grown.start, end)
    for start in (*reversed(ends[: bisect_left(ends, sentence.span.start)]), 0):
        if not _fits(text, Span(start, grown.end), columns):
            break
        grown = Span(start, grown.end)
    return grown


def _fits(text: str, span: Span, columns: int) -> bool:
    """Whether a span takes at most ``columns`` display columns; one that is obviously too long is not measured."""
    return span.end - span.start <= 2 * columns and width(text[slice(*span)]) <= columns


def _cluster(matches: Sequence[Span], chars: int) -> Span:
    """The span of at most ``chars`` characters that contains the most matched text."""
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
    """A window of about ``columns`` around a cluster: a third of the free columns before it, the rest after."""
    room = max(0, columns - width(text[slice(*cluster)]))
    start = _walk(text, cluster.start, sentence.start, room // 3)
    start = next(
        (at for at in range(start, min(start + PAUSE_REACH, cluster.start)) if at and text[at - 1] in PAUSES), start
    )
    end = _walk(text, cluster.end, sentence.end, columns - width(text[start : cluster.end]))
    pauses = (at for at in range(end, max(end - PAUSE_REACH, cluster.end), -1) if text[at - 1] in PAUSES)
    return Span(start, end if end == sentence.end else next(pauses, end))


def _walk(text: str, start: int, limit: int, columns: int) -> int:
    """The offset ``columns`` display columns from ``start`` towards ``limit``, or ``limit`` if that is nearer."""
    step = 1 if limit > start else -1
    while start != limit:
        columns -= char_width(text[start if step > 0 else start - 1])
        if columns < 0:
            break
        start += step
    return start


def _opening(paragraph: Paragraph, columns: int) -> Passage:
    """The beginning of a paragraph, cut after a whole sentence if one fits."""
    end = _walk(paragraph.text, 0, len(paragraph.text), columns)
    fitting = [at for at in sentence_ends(paragraph.text[: end + 1]) if at <= end]
    return Passage(0, paragraph, Span(0, fitting[-1] if fitting else end))


def _holds(passage: Passage, sentence: Sentence) -> bool:
    """Whether a passage already contains the first match of a sentence."""
    first = sentence.matches[0]
    return passage.number == sentence.number and passage.span.start <= first.start and first.end <= passage.span.end


def _apart(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Sorted passages made disjoint: each begins at or after the end of the previous one in its paragraph."""
    number, end = -1, 0
    for passage in passages:
        start = max(passage.span.start, end) if passage.number == number else passage.span.start
        if start < passage.span.end:
            yield Passage(passage.number, passage.paragraph, Span(start, passage.span.end))
        number, end = passage.number, max(passage.span.end, start)


def _snippet(passage: Passage, marks: Sequence[TextNode]) -> Snippet:
    """A passage as a snippet, without white space at its ends; a match that is cut is marked up to the cut."""
    paragraph = passage.paragraph.text
    text = paragraph[slice(*passage.span)]
    start = passage.span.start + len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    matches = tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in mark(paragraph, marks, "body")
        if span.start < end and span.end > start
    )
    first = start + matches[0].start if matches else start
    return Snippet(text, "body", passage.paragraph.line_at(first), matches, start > 0, end < len(paragraph))
