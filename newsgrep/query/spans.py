"""Where plan nodes match in a folded text, and the literals that a text must contain for a match."""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from functools import lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import PARAGRAPH_END
from newsgrep.errors import QueryError
from newsgrep.model import Span
from newsgrep.query.plan_nodes import Literal, Near, RegexMatch, TextNode, WildcardMatch
from newsgrep.query.time_budget import TimeBudget
from newsgrep.text.fold import fold
from newsgrep.text.gaps import SPACES
from newsgrep.text.literal_pattern import has_edges, literal_pattern, literal_regex
from newsgrep.text.repair import any_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# The end of a clause in folded text, which ``*`` does not match across.
CLAUSE_END = r",。;!?\n"
MOST_KEPT = 200
# Each question mark takes a step at every character of a text.
MOST_QUESTION_MARKS = 200
# A pattern with wildcards, matched in Python, takes some times as long as most regular expressions.
WILDCARD_ALLOWANCE = 4
LOOK_EVERY = 256
FEWER = "use fewer wildcards"


def spans(node: TextNode, folded: str, written: str | None = None) -> Iterator[Span]:
    """The matches of a node in a folded text, as spans of code points; those of ``Near`` may repeat.

    A node that is to match ``as_written`` is sought in ``written``, the same text before folding. Raises ``QueryError``
    if a wildcard or regular expression takes too long.

    >>> list(spans(Near(("安心", "就业"), 3), "就业让人安心，安心却难。"))
    [Span(start=0, end=2), Span(start=4, end=6)]
    >>> list(spans(WildcardMatch("揭?挂*行"), "揭榜挂帅先行,揭榜。行"))
    [Span(start=0, end=6)]
    """
    text = _sought_in(node, folded, written)
    match node:
        case Literal():
            return (
                (Span(*match.span()) for match in _pattern(node.text, node).finditer(text)) if node.text else iter(())
            )
        case Near():
            return _near(node, text)
        case WildcardMatch(pattern):
            found = _wildcard(pattern, as_written=node.as_written).matches(text, folded)
            return (span for span in found if _wild_has_edges(node, text, span))
        case RegexMatch(expression):
            found = _found(expression, text)
    return (span for span in found if has_edges(text, *span, node.edges))


def occurrences(nodes: Iterable[TextNode], folded: str, written: str | None = None) -> list[Span]:
    """The matches of several nodes in a folded text, without overlap: from the left, the longest at each place.

    Nodes that are to match ``as_written`` are sought in ``written``.

    Raises ``QueryError`` if a wildcard or a regular expression takes too long.

    >>> occurrences((Literal("大桥"), Literal("澜江大桥")), "澜江大桥,大桥大桥")
    [Span(start=0, end=4), Span(start=5, end=7), Span(start=7, end=9)]
    """
    every = (span for node in nodes for span in places(node, folded, written))
    found = sorted((start, -end) for start, end in every if start < end)
    apart: list[Span] = []
    for start, end in found:
        if not apart or start >= apart[-1].end:
            apart.append(Span(start, -end))
    return apart


class FoundInParagraph(NamedTuple):
    """What is found in a paragraph: its index, its folded text and the spans in it."""

    number: int
    folded: str
    spans: list[Span]


def places(node: TextNode, folded: str, written: str | None = None) -> list[tuple[int, int]]:
    """``spans`` as plain pairs, which are made sooner: a long text may have a million."""
    if isinstance(node, Literal):
        found = _pattern(node.text, node).finditer(_sought_in(node, folded, written)) if node.text else ()
        return [match.span() for match in found]
    return [*spans(node, folded, written)]


def in_paragraphs(
    paragraphs: Sequence[str], find: Callable[[str, str], Iterable[tuple[int, int]]]
) -> Iterator[FoundInParagraph]:
    """Find spans in many paragraphs at once, which takes less time than one by one; those that have any, in order.

    ``find`` is given all paragraphs as one text, folded and as written. It returns spans in order, none of which
    reaches beyond its paragraph, as no match does.

    >>> list(in_paragraphs(["澜", "江江"], lambda folded, _: places(Literal("江"), folded)))
    [FoundInParagraph(number=1, folded='江江', spans=[Span(start=0, end=1), Span(start=1, end=2)])]
    """
    written = PARAGRAPH_END.join(paragraphs)
    folded = fold(written)
    number, start, end = -1, 0, -1
    inside: list[Span] = []
    for first, last in find(folded, written):
        if first > end:
            if inside:
                yield FoundInParagraph(number, folded[start:end], inside)
                inside = []
            while first > end:
                number += 1
                start, end = end + 1, end + 1 + len(paragraphs[number])
        inside.append(Span(first - start, last - start))
    if inside:
        yield FoundInParagraph(number, folded[start:end], inside)


def in_texts(
    texts: Sequence[Sequence[str]], find: Callable[[str, str], Iterable[tuple[int, int]]]
) -> Iterator[list[FoundInParagraph]]:
    """``in_paragraphs`` for many texts, each of several paragraphs: what is found in each text."""
    found = in_paragraphs(list(chain.from_iterable(texts)), find)
    following, first = next(found, None), 0
    for paragraphs in texts:
        inside = []
        while following and following.number < first + len(paragraphs):
            inside.append(FoundInParagraph(following.number - first, following.folded, following.spans))
            following = next(found, None)
        yield inside
        first += len(paragraphs)


def holds(node: TextNode, folded: str, written: str | None = None) -> bool:
    """Whether a node matches in a folded text of one or more paragraphs; ``written`` is the text before folding.

    Raises ``QueryError`` if a wildcard or a regular expression takes too long.
    """
    if isinstance(node, Literal):
        text = _sought_in(node, folded, written)
        if node.edges == "any" and node.text in text:
            return bool(node.text)
        return bool(node.text) and literal_pattern(node.text, node.edges, as_written=node.as_written).is_in(text)
    return next(spans(node, folded, written), None) is not None


def required_literals(node: TextNode) -> tuple[str, ...]:
    """Folded literals that every text contains in which a node matches.

    >>> required_literals(WildcardMatch("揭?挂*行")), required_literals(Near(("安心", "就业"), 8))
    (('揭', '挂', '行'), ('安心', '就业'))
    """
    match node:
        case Literal(text):
            return (fold(text),)
        case Near(texts):
            return tuple(map(fold, texts))
        case WildcardMatch(pattern):
            return tuple(map(fold, filter(None, re.split(r"[*?]", pattern))))
        case RegexMatch(expression):
            from newsgrep.query.regex import expression_literals

            return tuple(map(fold, expression_literals(expression)))


def _wild_has_edges(node: WildcardMatch, text: str, span: Span) -> bool:
    """Whether a match begins and ends at edges; a star at an end of the pattern stands for the rest of a word."""
    left, right = not node.pattern.startswith("*"), not node.pattern.endswith("*")
    return has_edges(text, *span, node.edges, left=left, right=right)


def _sought_in(node: TextNode, folded: str, written: str | None) -> str:
    """The form of a text in which a node is sought."""
    return written if node.as_written and written is not None else folded


def _pattern(text: str, node: Literal | Near) -> re.Pattern[str]:
    return literal_pattern(text, node.edges, as_written=node.as_written).expression


def _near(node: Near, text: str) -> Iterator[Span]:
    patterns = {each: _pattern(each, node) for each in node.texts}
    for start, paragraph in _paragraphs(text):
        latest: dict[str, Span] = {}
        every = ((span, each) for each, pattern in patterns.items() for span in all_of(pattern, paragraph))
        for span, found in sorted(every):
            latest[found] = span
            if len(latest) == len(patterns) and _between(sorted(latest.values())) <= node.distance:
                yield from (Span(start + near.start, start + near.end) for near in latest.values())


def _between(found: list[Span]) -> int:
    """The total number of characters between spans, which are in order and may overlap."""
    between, end = 0, found[0].end
    for span in found:
        between += max(0, span.start - end)
        end = max(end, span.end)
    return between


def all_of(pattern: re.Pattern[str], paragraph: str) -> Iterator[Span]:
    """All matches of a pattern, overlapping ones included."""
    search = pattern.search
    match = search(paragraph)
    while match:
        yield Span(*match.span())
        match = search(paragraph, match.start() + 1)


class _Wildcard:
    """A compiled pattern with wildcards, with a limit on its time."""

    __slots__ = ("_budget", "_pieces")

    def __init__(self, pattern: str, pieces: tuple[re.Pattern[str], ...]) -> None:
        self._pieces = pieces
        self._budget = TimeBudget(pattern, hint=FEWER)

    def matches(self, text: str, folded: str) -> Iterator[Span]:
        """The matches in a text. Raises ``QueryError`` if they take too long."""
        with self._budget.of(WILDCARD_ALLOWANCE * len(text)) as seconds:
            deadline = time.thread_time() + seconds
            found = list(_wild(self._pieces, text, folded, partial(self._on_time, deadline)))
        return iter(found)

    def _on_time(self, deadline: float, spans: Iterator[Span]) -> Iterator[Span]:
        """The spans; raises ``QueryError`` if they are not found by then."""
        for number, span in enumerate(spans):
            if not number % LOOK_EVERY and time.thread_time() > deadline:
                raise self._budget.used_up()
            yield span


@lru_cache(MOST_KEPT)
def _wildcard(pattern: str, *, as_written: bool) -> _Wildcard:
    """Compile a pattern; white space beside a ``?`` may be a gap. Raises ``QueryError`` if it has too many ``?``."""
    if pattern.count("?") > MOST_QUESTION_MARKS:
        raise QueryError("{} takes too long", pattern, hint=FEWER)
    pieces = (re.compile(_wild_expression(piece, as_written=as_written)) for piece in pattern.split("*") if piece)
    return _Wildcard(pattern, tuple(pieces))


def _wild_expression(piece: str, *, as_written: bool) -> str:
    """The regular expression of a piece; only one repetition can match a given space, to avoid backtracking."""
    return "".join(
        rf"[{SPACES}]*(?:\S[{SPACES}]*){{{len(part)}}}"
        if part.startswith("?")
        else literal_regex(part, as_written=as_written)
        for part in re.split(r"(\?+)", piece)
    )


def _wild(
    pieces: tuple[re.Pattern[str], ...], text: str, folded: str, on_time: Callable[[Iterator[Span]], Iterator[Span]]
) -> Iterator[Span]:
    """Matches of the pieces in order and within a clause, each beginning as late and ending as early as possible.

    The matches of a piece are taken through ``on_time``.
    """
    first, *others = pieces
    # The ends of the matches of the pieces so far, in order, each with its start.
    reached = [(span.end, span.start) for span in on_time(all_of(first, text))]
    for piece in others:
        farther = []
        for span in on_time(all_of(piece, text)):
            at = bisect_right(reached, (span.start, span.start)) - 1
            if at >= 0 and not any_of(CLAUSE_END).search(folded, reached[at][0], span.start):
                farther.append((span.end, reached[at][1]))
        reached = sorted(farther)
    ends: dict[int, int] = {}
    for end, start in reached:
        ends.setdefault(start, end)
    yield from (Span(start, end) for start, end in sorted(ends.items()))


def _found(expression: str, text: str) -> Iterator[Span]:
    from newsgrep.query.regex import compile_expression

    compiled = compile_expression(expression)
    for start, paragraph in _paragraphs(text):
        yield from (Span(start + begin, start + end) for begin, end in compiled.matches(paragraph))


def _paragraphs(folded: str) -> Iterator[tuple[int, str]]:
    """The offset and text of each paragraph."""
    start = 0
    for paragraph in folded.split(PARAGRAPH_END):
        yield start, paragraph
        start += len(paragraph) + 1
