"""Article + marks → snippets: sentences around the best clusters of matches."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.model import Article, Paragraph, Snippet, Span
from newsgrep.query.plan_nodes import Literal
from newsgrep.query.spans import in_texts, places, spans
from newsgrep.text.fold import fold
from newsgrep.text.sentences import sentence_ends
from newsgrep.text.width import char_width, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.query.plan_nodes import TextNode

# A cut inside a sentence moves by up to PAUSE_REACH characters to come right after one of these.
PAUSES = frozenset("，,、；;：:。！？ ")
PAUSE_REACH = 8
# Sentences of less than a third of the best weight are not shown: beside a sentence with the whole phrase, one with a
# single word of it is noise.
WORTH_SHOWING = 3
FIRST_WEIGHT = 3.0


class MarkedParagraph(NamedTuple):
    """A paragraph and the marks in it: sorted, disjoint spans in code points; ``number`` is its index."""

    number: int
    paragraph: Paragraph
    folded: str
    matches: Sequence[Span]


class MarkedArticle(NamedTuple):
    """An article, the marks in its title, and its paragraphs that have marks."""

    article: Article
    title: tuple[Span, ...]
    paragraphs: tuple[MarkedParagraph, ...]


class Sentence(NamedTuple):
    """A sentence, and the matches that begin in it; ``ends`` are the sentence ends of the whole paragraph."""

    inside: MarkedParagraph
    span: Span
    matches: Sequence[Span]
    ends: Sequence[int]
    weight: float


class Passage(NamedTuple):
    """A span of a paragraph that becomes a snippet."""

    inside: MarkedParagraph
    span: Span


def mark(text: str, marks: Iterable[TextNode], field: str) -> tuple[Span, ...]:
    """Find the marks in a text: sorted, disjoint spans in code points; overlapping and adjacent matches are merged.

    >>> from newsgrep.query.plan_nodes import Literal
    >>> mark("劳动争议调解", (Literal("劳动"), Literal("争议"), Literal("解")), "body")
    (Span(start=0, end=4), Span(start=5, end=6))
    """
    return tuple(Span(*span) for span in _marked(tuple(marks), field, fold(text), text))


def mark_title(article: Article, marks: Iterable[TextNode]) -> tuple[Span, ...]:
    """Find the marks in the title of an article: sorted, disjoint spans in code points.

    Each headline is searched by itself, as in the engines: no match spans two.
    """
    marks = tuple(marks)
    return _in_title(article, [mark(line.text, marks, "title") for line in article.headlines])


def mark_articles(articles: Sequence[Article], marks: Sequence[TextNode]) -> Iterator[MarkedArticle]:
    """Find the marks in the titles and paragraphs of many articles at once, which takes less time than one by one."""
    titles, bodies = (
        in_texts([[part.text for part in parts] for parts in every], partial(_marked, tuple(marks), field))
        for field, every in (
            ("title", [article.headlines for article in articles]),
            ("body", [article.paragraphs for article in articles]),
        )
    )
    for article, title, body in zip(articles, titles, bodies, strict=True):
        headlines: list[Sequence[Span]] = [()] * len(article.headlines)
        for number, _, matches in title:
            headlines[number] = matches
        paragraphs = [
            MarkedParagraph(number, article.paragraphs[number], folded, matches) for number, folded, matches in body
        ]
        yield MarkedArticle(article, _in_title(article, headlines) if title else (), tuple(paragraphs))


def _in_title(article: Article, found: Iterable[Sequence[Span]]) -> tuple[Span, ...]:
    """Spans in each headline as spans in the title."""
    start, placed = 0, []
    for line, matches in zip(article.headlines, found, strict=True):
        placed += [Span(start + span.start, start + span.end) for span in matches]
        start += len(line.text) + 1
    return tuple(placed)


def _marked(marks: tuple[TextNode, ...], field: str, folded: str, written: str) -> list[tuple[int, int]]:
    """The marks in a text: sorted, disjoint and not adjacent."""
    sought = [places(item, folded, written) for item in marks if field in item.fields]
    found = sorted(chain.from_iterable(sought)) if len(sought) > 1 else sought[0] if sought else []
    merged: list[tuple[int, int]] = []
    last_start, last_end = -1, -1
    for start, end in found:
        if start > last_end:
            if last_start < last_end:
                merged.append((last_start, last_end))
            last_start, last_end = start, end
        elif end > last_end:
            last_end = end
    if last_start < last_end:
        merged.append((last_start, last_end))
    return merged


def snippets(article: Article, marks: Sequence[TextNode], *, count: int, columns: int) -> list[Snippet]:
    """Select up to ``count`` snippets of about ``columns`` display columns, in the order of the article.

    If nothing in the body matches, its beginning is the only snippet.
    """
    return snippets_of(next(mark_articles([article], marks)), marks, count=count, columns=columns)


def snippets_of(marked: MarkedArticle, marks: Sequence[TextNode], *, count: int, columns: int) -> list[Snippet]:
    """``snippets`` of an article whose marks are known."""
    chosen: list[Passage] = []
    heaviest = 0.0
    for sentence in _heaviest_first(_sentences(marked.paragraphs, marks), _full_weight(marks)):
        heaviest = heaviest or sentence.weight
        if len(chosen) == count or sentence.weight * WORTH_SHOWING < heaviest:
            break
        if not any(_holds(passage, sentence) for passage in chosen):
            chosen.append(Passage(sentence.inside, _fit(sentence, columns)))
    if not chosen and count:
        texts = (paragraph for paragraph in marked.article.paragraphs if paragraph.role != "byline")
        chosen = [_opening(paragraph, columns) for paragraph in islice(texts, 1)]
    chosen.sort(key=lambda passage: (passage.inside.number, passage.span))
    return [snippet for snippet in map(_snippet, _apart(chosen)) if snippet.text]


def _heaviest_first(sentences: Iterable[Sentence], full: float) -> Iterator[Sentence]:
    """Those with every mark in full, while others are still unread; then the others, by falling weight."""
    lighter = []
    for sentence in sentences:
        if sentence.weight >= full:
            yield sentence
        else:
            lighter.append(sentence)
    yield from sorted(lighter, key=lambda sentence: -sentence.weight)


def _full_weight(marks: Sequence[TextNode]) -> float:
    """The weight of a sentence with all of the marks, if their lengths are known."""
    lengths = [len(item.text) if isinstance(item, Literal) else math.inf for item in marks]
    return FIRST_WEIGHT * lengths[0] + sum(lengths[1:]) if lengths else math.inf


def _sentences(paragraphs: Iterable[MarkedParagraph], marks: Sequence[TextNode]) -> Iterator[Sentence]:
    """The sentences in which matches begin, each extended to the end of its last match."""
    for inside in paragraphs:
        text, matches = inside.paragraph.text, inside.matches
        ends = sentence_ends(text)
        first = 0
        while first < len(matches):
            at = bisect_right(ends, matches[first].start)
            last = first + 1
            while last < len(matches) and matches[last].start < ends[at]:
                last += 1
            start, end = ends[at - 1] if at else 0, max(ends[at], matches[last - 1].end)
            weight = _weight(inside.folded[start:end], text[start:end], marks)
            yield Sentence(inside, Span(start, end), matches[first:last], ends, weight)
            first = last


def _weight(folded: str, written: str, marks: Sequence[TextNode]) -> float:
    """Weight of a sentence: the length of each mark that it contains, counted once, that of the first mark threefold.

    A sentence that contains none of them, since its match ends beyond it, weighs 1.
    """
    weight = FIRST_WEIGHT * _size(marks[0], folded, written) if marks else 0.0
    for item in marks[1:]:
        weight += _size(item, folded, written)
    return weight or 1.0


def _size(item: TextNode, folded: str, written: str) -> int:
    if isinstance(item, Literal) and item.edges == "any" and item.text in folded:
        return len(item.text)
    span = next(spans(item, folded, written), None)
    return span.end - span.start if span else 0


def _fit(sentence: Sentence, columns: int) -> Span:
    """The sentence, extended by whole neighbours while they fit, or cut around its matches if it is too long.

    What has more than twice as many characters as there are columns is obviously too long, and not measured.
    """
    text, ends, (start, end) = sentence.inside.paragraph.text, sentence.ends, sentence.span
    if end - start > 2 * columns or (room := columns - width(text[start:end])) < 0:
        return _cut(text, sentence.span, _cluster(sentence.matches, columns // 2), columns)
    for farther in ends[bisect_right(ends, end) :]:
        if farther - start > 2 * columns or (left := room - width(text[end:farther])) < 0:
            break
        end, room = farther, left
    for farther in (*reversed(ends[: bisect_left(ends, start)]), 0):
        if end - farther > 2 * columns or (left := room - width(text[farther:start])) < 0:
            break
        start, room = farther, left
    return Span(start, end)


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
    """The beginning of a paragraph without matches, cut after a whole sentence if one fits."""
    end = _walk(paragraph.text, 0, len(paragraph.text), columns)
    fitting = [at for at in sentence_ends(paragraph.text[: end + 1]) if at <= end]
    return Passage(MarkedParagraph(0, paragraph, "", ()), Span(0, fitting[-1] if fitting else end))


def _holds(passage: Passage, sentence: Sentence) -> bool:
    """Whether a passage already contains the first match of a sentence."""
    first = sentence.matches[0]
    is_there = passage.inside.number == sentence.inside.number
    return is_there and passage.span.start <= first.start and first.end <= passage.span.end


def _apart(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Sorted passages made disjoint: each begins at or after the end of the previous one in its paragraph."""
    number, end = -1, 0
    for inside, span in passages:
        start = max(span.start, end) if inside.number == number else span.start
        if start < span.end:
            yield Passage(inside, Span(start, span.end))
        number, end = inside.number, max(span.end, start)


def _snippet(passage: Passage) -> Snippet:
    """A passage as a snippet, without white space at its ends; a match that is cut is marked up to the cut."""
    inside, paragraph = passage.inside, passage.inside.paragraph.text
    text = paragraph[slice(*passage.span)]
    start = passage.span.start + len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    matches = tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in inside.matches
        if span.start < end and span.end > start
    )
    first = start + matches[0].start if matches else start
    return Snippet(text, "body", inside.paragraph.line_at(first), matches, start > 0, end < len(paragraph))
