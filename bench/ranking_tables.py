"""Markdown tables of rankings: systems, parts of the ranking, and whether newsgrep and its best peer differ."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from baselines import NEWSGREP, PEERS
from judged import HALVES

from newsgrep import evaluation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from judged import Collection

    # System → measure → query → value.
    Scores = Mapping[str, Mapping[str, Mapping[str, float]]]

MEASURES = ("nDCG@10", "MRR@10", "recall@100")
MEAN = "mean"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table, and a blank line after them."""
    yield "| " + " | ".join(head) + " |"
    yield "|---" * len(head) + "|"
    yield from ("| " + " | ".join(row) + " |" for row in rows)
    yield ""


def number(value: float | None, *, signed: bool = False) -> str:
    """A figure, three digits; a dash where there is none."""
    if value is None:
        return "–"
    rounded = round(value, 3) + 0.0  # no minus before a zero
    return f"{rounded:+.3f}" if signed else f"{rounded:.3f}"


def mean_of(scores: Scores, system: str, measure: str, queries: Iterable[str]) -> float | None:
    """A system's mean over some queries; None if it was not run."""
    if system not in scores:
        return None
    return evaluation.mean({name: scores[system][measure][name] for name in queries})


def systems(collections: Sequence[Collection], scores: Mapping[str, Scores]) -> Iterator[str]:
    """Rankings by newsgrep and its peers: for each measure and half, a table of collections and their mean."""
    shown = [name for name in (NEWSGREP, *PEERS) if any(name in ran for ran in scores.values())]
    for measure, half in product(MEASURES, HALVES):
        columns = [
            _with_mean([mean_of(scores[one.name], name, measure, one.half(half)) for one in collections])
            for name in shown
        ]
        yield from (f"### {measure}, {half}", "")
        named = zip((*(one.name for one in collections), MEAN), *columns, strict=True)
        yield from table(("", *shown), ([name, *map(number, row)] for name, *row in named))


def _with_mean(values: Sequence[float | None]) -> list[float | None]:
    """The values and their mean, which is None if one of them is."""
    known = [value for value in values if value is not None]
    return [*values, sum(known) / len(known) if known and len(known) == len(values) else None]


def parts(collections: Sequence[Collection], scores: Mapping[str, Scores], named: Sequence[str]) -> Iterator[str]:
    """What changes on each collection if a part is left out; the first of the names is newsgrep as it is."""
    whole, *less = named
    for measure, half in product((MEASURES[0], MEASURES[-1]), HALVES):
        means = {
            name: _with_mean([mean_of(scores[one.name], name, measure, one.half(half)) for one in collections])
            for name in named
        }
        rows = [[name, *_changes(means[name], means[whole])] for name in less]
        yield from (f"### {measure}, {half}", "")
        head = ("", *(one.name for one in collections), MEAN)
        yield from table(head, [[whole, *map(number, means[whole])], *rows])


def _changes(here: Sequence[float | None], there: Sequence[float | None]) -> Iterator[str]:
    pairs = zip(here, there, strict=True)
    return (number(None if left is None or right is None else left - right, signed=True) for left, right in pairs)


def tests(collections: Sequence[Collection], scores: Mapping[str, Scores]) -> Iterator[str]:
    """Whether newsgrep differs from the peer with the best mean: paired t-tests, corrected over a table."""
    for measure, half in product((MEASURES[0], MEASURES[-1]), HALVES):
        rows = [row for one in collections if (row := _tested(one, scores[one.name], measure, half))]
        corrected = holm([p for *_, p in rows])
        yield from (f"### {measure}, {half}", "")
        cells = (
            (name, peer, number(lead, signed=True), _p(p), _p(after))
            for (name, peer, lead, p), after in zip(rows, corrected, strict=True)
        )
        yield from table(("", "best peer", "newsgrep minus peer", "p", "p (Holm)"), cells)
        if rows:
            worst = min(rows, key=lambda row: row[2])
            yield from (f"Worst: {worst[0]}, {worst[2]:+.3f} against {worst[1]}.", "")


def _tested(one: Collection, scores: Scores, measure: str, half: str) -> tuple[str, str, float, float] | None:
    peers = [peer for peer in PEERS if peer in scores]
    if NEWSGREP not in scores or not peers:
        return None
    queries = one.half(half)
    best = max(peers, key=lambda peer: mean_of(scores, peer, measure, queries) or 0.0)
    here, there = ({name: scores[ran][measure][name] for name in queries} for ran in (NEWSGREP, best))
    found = evaluation.difference(here, there)
    return one.name, best, found.mean, 1.0 if found.p is None else found.p


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"  # noqa: PLR2004 (three digits)


def holm(ps: Sequence[float]) -> list[float]:
    """The p-values of several tests, corrected by Holm's step-down method (Holm 1979), in the same order."""
    corrected, highest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        corrected[place] = highest
    return corrected
