"""Why a page was split as it was: each place that was judged, with its evidence and score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from newsgrep.split.find_stories import prepare, starts_of
from newsgrep.split.headers import take_headers
from newsgrep.split.join_paragraphs import judge_of
from newsgrep.split.line_break_features import ROWS, LineBreaks
from newsgrep.split.linear_model import bundled_weights
from newsgrep.split.opening_features import FORMS, WORDS
from newsgrep.split.page_blocks import read_blocks
from newsgrep.split.set_apart import set_apart
from newsgrep.split.shapes import shaped
from newsgrep.split.small_items import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgrep.split.boundary import Boundary
    from newsgrep.split.linear_model import Feature, ValueWeights, Weights
    from newsgrep.split.page_context import PageContext

# What was decided: that a story begins here or goes on, that two paragraphs are one or two, that a line is furniture.
Decision = Literal["story", "within", "joined", "apart", "furniture"]
# Evidence that adds less says nothing by itself.
LEAST_EVIDENCE = 0.3


class Evidence(NamedTuple):
    """A feature, its value at this place, and the log-odds it adds."""

    feature: str
    value: Any
    weight: float


class Judgement(NamedTuple):
    """A place that was judged: its line, its text, the decision, and the log-odds for it with their evidence.

    ``score`` is None where the form alone decided.
    """

    line: int
    text: str
    decision: Decision
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()


def explain(text: str, weights: Weights | None = None) -> list[Judgement]:
    r"""Return the places of a text that were judged, in the order of their lines.

    >>> [(place.line, place.decision) for place in explain("新桥通车\n本报讯（记者陈一帆）昨日，新桥通车。\n责编 周舟")]
    [(1, 'story'), (3, 'furniture')]
    """
    weights = weights or bundled_weights()
    found: list[Judgement] = []
    for _, blocks in take_headers(read_blocks(text, weights)):
        pieces, furniture = set_apart([shaped(block) for block in blocks])
        found += (Judgement(piece.block.lines[0][1], piece.block.text, "furniture") for piece in furniture)
        breaks, is_joined = LineBreaks(pieces), judge_of(weights)
        for at in range(1, len(pieces)):
            if place := breaks.at(at):
                score, evidence = _weighed(place, [(ROWS, weights[place.table])])
                block = pieces[at].block
                decision: Decision = "joined" if is_joined(place) else "apart"
                found.append(Judgement(block.lines[0][1], block.text, decision, score, evidence))
        found += _beginnings(prepare(pieces, furniture, weights), weights)
    return sorted(found, key=lambda place: place.line)


def _beginnings(page: PageContext, weights: Weights) -> Iterator[Judgement]:
    """Yield the places where a story begins, or might have begun."""
    judged: dict[int, tuple[float, tuple[Evidence, ...]]] = {}

    def watch(boundary: Boundary, _: bool) -> None:  # noqa: FBT001 - what was decided
        name = table_of(boundary)
        table = weights[name]
        judged[boundary.first] = _weighed(boundary, [(FORMS[name], table), (WORDS, table)])

    starts = set(starts_of(page, weights, watch))
    for at in sorted(starts | judged.keys()):
        block = page.pieces[at].block
        score, evidence = judged.get(at, (None, ()))
        yield Judgement(block.lines[0][1], block.text, "story" if at in starts else "within", score, evidence)


def _weighed(
    place: object, tables: Sequence[tuple[Sequence[Feature], Mapping[str, ValueWeights]]]
) -> tuple[float, tuple[Evidence, ...]]:
    """Return the log-odds at a place, and the evidence for them, the heaviest first."""
    found = [
        Evidence(feature.name, value, weights.get(feature.name, {}).get(value, 0.0))
        for features, weights in tables
        for feature in features
        for value in (feature.value(place),)
    ]
    heavy = sorted(found, key=lambda evidence: -abs(evidence.weight))
    return sum(evidence.weight for evidence in found), tuple(
        evidence for evidence in heavy if abs(evidence.weight) >= LEAST_EVIDENCE
    )
