"""Which queries are questions, whose best articles answer them even if they lack some of the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.query.query_words import content_words, is_question, strong_words, wording_of
from newsgrep.query.syntax import And, BareText, Boost, DateRange, Filter, InField, Not, Quoted, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.analysis import Segmenter

# A run of up to 3 words must match all of them; a longer one may be a question.
STRICT_WORDS = 3
# Up to 5 words are ambiguous, and pseudo-relevance feedback has its full weight; it ranks a headline of twelve words
# worse (see bench/RANKING.md).
MOST_FEEDBACK_WORDS = 5


class FlatQuery(NamedTuple):
    """A tree with its texts merged into one run: that run, the new tree, and whether it was one run before."""

    text: str
    tree: Tree
    is_run: bool


def as_question(tree: Tree, segmenter: Segmenter) -> Tree | None:
    """The tree with its texts merged into one run if that is a question, else None.

    A question is a run of more than ``STRICT_WORDS`` words, or one that asks; it may quote something, but is not all
    quoted. Its best articles answer it even if they lack some words. Other runs side by side are keywords.
    """
    flat = _flatten(tree)
    if not flat:
        return None
    is_long = flat.is_run and len(content_words(flat.text, segmenter)) > STRICT_WORDS
    return flat.tree if is_long or is_question(flat.text, segmenter) else None


def feedback_weight(tree: Tree, segmenter: Segmenter) -> float:
    """The weight of pseudo-relevance feedback, 0 to 1; it falls as the number of strong words rises."""
    flat = _flatten(tree)
    if not flat or not (flat.is_run or is_question(flat.text, segmenter)):
        return 0.0
    count = len(strong_words(flat.text, segmenter))
    return min(1.0, (MOST_FEEDBACK_WORDS / count) ** 2) if count > 1 else 0.0


def _flatten(tree: Tree) -> FlatQuery | None:
    """A conjunction of runs, quoted texts and filters, with its texts merged into one run; None for other trees."""
    parts = list(_flat(tree))
    texts = [part for part in parts if isinstance(part, BareText | Quoted)]
    bound = [part for part in parts if isinstance(part, Filter | DateRange | Not)]
    if len(parts) == 1 and isinstance(parts[0], InField):
        inner = _flatten(parts[0].tree)
        return inner and inner._replace(tree=InField(parts[0].field, inner.tree))
    if len(texts) + len(bound) < len(parts) or not any(isinstance(text, BareText) for text in texts):
        return None
    run = BareText(" ".join(map(wording_of, texts)))
    is_run = len(texts) == 1 and isinstance(texts[0], BareText)
    return FlatQuery(run.text, And((run, *bound)) if bound else run, is_run)


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
