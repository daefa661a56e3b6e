"""Which queries ask one thing, in one run or as a question, so that the best articles are like one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.query.query_words import is_question, strong_words, wording_of
from newsgrep.query.syntax import And, BareText, Boost, DateRange, Filter, InField, Not, Quoted, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.analysis import Segmenter

# A run of up to 3 words must match all of them, a longer one most of them.
STRICT_WORDS = 3
# Up to 5 words are ambiguous, and pseudo-relevance feedback has its full weight; it ranks a headline of twelve words
# worse (see bench/RANKING.md).
MOST_FEEDBACK_WORDS = 5


class FlatQuery(NamedTuple):
    """The texts of a tree merged into one, and whether they were one run before."""

    text: str
    is_run: bool


def feedback_weight(tree: Tree, segmenter: Segmenter) -> float:
    """The weight of pseudo-relevance feedback, 0 to 1; it falls as the number of strong words rises."""
    flat = _flatten(tree)
    if not flat or not (flat.is_run or is_question(flat.text, segmenter)):
        return 0.0
    count = len(strong_words(flat.text, segmenter))
    return min(1.0, (MOST_FEEDBACK_WORDS / count) ** 2) if count > 1 else 0.0


def _flatten(tree: Tree) -> FlatQuery | None:
    """The texts of a conjunction of runs, quoted texts and filters; None for other trees."""
    parts = list(_flat(tree))
    texts = [part for part in parts if isinstance(part, BareText | Quoted)]
    bound = [part for part in parts if isinstance(part, Filter | DateRange | Not)]
    if len(parts) == 1 and isinstance(parts[0], InField):
        return _flatten(parts[0].tree)
    if len(texts) + len(bound) < len(parts) or not any(isinstance(text, BareText) for text in texts):
        return None
    return FlatQuery(" ".join(map(wording_of, texts)), len(texts) == 1 and isinstance(texts[0], BareText))


def _flat(tree: Tree) -> Iterator[Tree]:
    """The parts of a conjunction, nested ones flattened, without boosts."""
    match tree:
        case And(parts):
            for part in parts:
                yield from _flat(part)
        case Boost(inner, _):
            yield from _flat(inner)
        case _:
            yield tree
