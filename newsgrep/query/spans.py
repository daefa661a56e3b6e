"""Where plan nodes match in a folded text, and the literals that a text must contain for a match."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from newsgrep.analysis import PARAGRAPH_END
from newsgrep.model import Span
from newsgrep.query.plan_nodes import Literal, Near, RegexMatch, TextNode, WildcardMatch
from newsgrep.query.regex import compile_expression, expression_literals
from newsgrep.text.gaps import SPACES, contains, gap_pattern, gap_regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The end of a clause in folded text, which ``*`` does not match across.
CLAUSE_END = re.compile(r"[,。;!?\n]")
MOST_KEPT = 200


def spans(node: TextNode, folded: str) -> Iterator[Span]:
    """The matches of a node in a folded text, as spans of code points; those of ``Near`` may repeat.

    Raises ``QueryError`` if a regular expression takes too long.

    >>> list(spans(Near(("安心", "就业"), 3), "就业让人安心，安心却难。"))
    [Span(start=0, end=2), Span(start=4, end=6)]
    >>> list(spans(WildcardMatch("揭?挂*行"), "揭榜挂帅先行,揭榜。行"))
    [Span(start=0, end=6)]
    """
    match node:
        case Literal(text, _):
            return (Span(*match.span()) for match in gap_pattern(text).finditer(folded)) if text else iter(())
        case Near(texts, distance, _):
            return _near(texts, distance, folded)
        case WildcardMatch(pattern, _):
            return _wild(_pieces(pattern), folded)
        case RegexMatch(expression, _):
            return _found(expression, folded)


def occurrences(nodes: Iterable[TextNode], folded: str) -> list[Span]:
    """The matches of any of several nodes in a folded text, without overlap: from the left, the longest at each place.

    Raises ``QueryError`` if a regular expression takes too long.

    >>> occurrences((Literal("大桥"), Literal("澜江大桥")), "澜江大桥,大桥大桥")
    [Span(start=0, end=4), Span(start=5, end=7), Span(start=7, end=9)]
    """
    found = sorted((span.start, -span.end) for node in nodes for span in spans(node, folded) if span.start < span.end)
    apart: list[Span] = []
    for start, end in found:
        if not apart or start >= apart[-1].end:
            apart.append(Span(start, -end))
    return apart


def holds(node: TextNode, folded: str) -> bool:
    """Whether a node matches in a folded text of one or more paragraphs.

    Raises ``QueryError`` if a regular expression takes too long.
    """
    if isinstance(node, Literal):
        return bool(node.text) and contains(node.text, folded)
    return next(spans(node, folded), None) is not None


def required_literals(node: TextNode) -> tuple[str, ...]:
    """Literals that every text contains in which a node matches.

    >>> required_literals(WildcardMatch("揭?挂*行")), required_literals(Near(("安心", "就业"), 8))
    (('揭', '挂', '行'), ('安心', '就业'))
    """
    match node:
        case Literal(text, _):
            return (text,)
        case Near(texts, _, _):
            return texts
        case WildcardMatch(pattern, _):
            return tuple(filter(None, re.split(r"[*?]", pattern)))
        case RegexMatch(expression, _):
            return tuple(expression_literals(expression))


def _near(texts: tuple[str, ...], distance: int, folded: str) -> Iterator[Span]:
    for start, paragraph in _paragraphs(folded):
        latest: dict[str, Span] = {}
        for span, found in sorted((span, text) for text in texts for span in _all_of(gap_pattern(text), paragraph)):
            latest[found] = span
            if len(latest) == len(texts) and _between(sorted(latest.values())) <= distance:
                yield from (Span(start + near.start, start + near.end) for near in latest.values())


def _between(found: list[Span]) -> int:
    """The total number of characters between spans, which are in order and may overlap."""
    between, end = 0, found[0].end
    for span in found:
        between += max(0, span.start - end)
        end = max(end, span.end)
    return between


def _all_of(pattern: re.Pattern[str], paragraph: str) -> Iterator[Span]:
    """All matches of a pattern, overlapping ones included."""
    search = pattern.search
    match = search(paragraph)
    while match:
        yield Span(*match.span())
        match = search(paragraph, match.start() + 1)


@lru_cache(MOST_KEPT)
def _pieces(pattern: str) -> tuple[re.Pattern[str], ...]:
    """The pieces between the stars of a pattern; white space beside a ``?`` may be a gap."""
    return tuple(re.compile(_wild_expression(piece)) for piece in filter(None, pattern.split("*")))


def _wild_expression(piece: str) -> str:
    """The regular expression of a piece; only one repetition can match a given space, to avoid backtracking."""
    parts = re.split(r"(\?+)", piece)
    return "".join(
        rf"[{SPACES}]*(?:\S[{SPACES}]*){{{len(part)}}}" if part.startswith("?") else gap_regex(part) for part in parts
    )


def _wild(pieces: tuple[re.Pattern[str], ...], folded: str) -> Iterator[Span]:
    """Matches of the pieces in order and within a clause, each beginning as late and ending as early as possible."""
    first, *others = pieces
    # The ends of the matches of the pieces so far, in order, each with its start.
    reached = [(span.end, span.start) for span in _all_of(first, folded)]
    for piece in others:
        farther = []
        for span in _all_of(piece, folded):
            at = bisect_right(reached, (span.start, span.start)) - 1
            if at >= 0 and not CLAUSE_END.search(folded, reached[at][0], span.start):
                farther.append((span.end, reached[at][1]))
        reached = sorted(farther)
    ends: dict[int, int] = {}
    for end, start in reached:
        ends.setdefault(start, end)
    yield from (Span(start, end) for start, end in sorted(ends.items()))


def _found(expression: str, folded: str) -> Iterator[Span]:
    compiled = compile_expression(expression)
    for start, paragraph in _paragraphs(folded):
        yield from (Span(start + begin, start + end) for begin, end in compiled.matches(paragraph))


def _paragraphs(folded: str) -> Iterator[tuple[int, str]]:
    """The offset and text of each paragraph."""
    start = 0
    for paragraph in folded.split(PARAGRAPH_END):
        yield start, paragraph
        start += len(paragraph) + 1
