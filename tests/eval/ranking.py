"""How well judged queries are ranked, and how well BM25 ranks them; run by hand, it prints the figures.

python tests/eval/ranking.py [--raise | --lower]

--raise lets the floors in ranking_floors.json rise to what is measured; --lower lets them fall, too. Both write what the
collections are (see floors.py). The collections are those of bench/judged.py, a sample of each; bench/ranking.py has all
of their queries, more peers, and development and held-out queries apart.

Whatever is asked, newsgrep is to rank it no worse than BM25 does over the same words or over pairs of characters: the
gate holds on every collection, and so on the one that is ranked worst.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run by hand, only its own folder is on the path
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from baselines import GATE, NEWSGREP, Terms, figures, indexed, newsgrep_run, run_of
from judged import SOURCES, Collection, collections, names, thinned

from eval.floors import report
from newsgrep import evaluation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    # System → measure → value.
    Systems = Mapping[str, Mapping[str, float]]

FLOORS = Path(__file__).with_name("ranking_floors.json")
MEASURED = ("nDCG@10", "MRR@10", "recall@100")
# So many queries of a collection are asked; of some all, where 150 leave it to chance whether BM25 is behind. Of a
# corpus that is named, one in so many articles and all that are judged relevant are searched. All takes two minutes of
# CPU time.
ASKED = 150
ASKED_OF = {"traditional-headlines": 600, "pages-headlines": 600}
ONE_IN = {"xwlb": 3}
# Measure → how far newsgrep may be behind the better of its peers. Of recall, one article in 333: at equal scores, chance
# decides what is among the first hundred.
BEHIND = {"nDCG@10": 0.0, "recall@100": 0.003}


@cache
def group(corpus: str) -> list[Collection]:
    """The samples of the collections on a corpus."""
    return thinned((one.sampled(ASKED_OF.get(one.name, ASKED)) for one in collections(corpus)), ONE_IN.get(corpus, 1))


def data(corpus: str) -> dict[str, Any]:
    """What is measured on: how many articles, queries and judgments each collection has, and which."""
    return {one.name: one.facts() for one in group(corpus)}


@cache
def measured(corpus: str) -> dict[str, Systems]:
    """The figures of newsgrep and of its peers on each collection."""
    terms = Terms(group(corpus)[0].corpus)
    peers = {name: make(terms) for name, make in GATE.items()}
    with indexed(terms.corpus) as engine:
        return {
            one.name: {
                NEWSGREP: _means(newsgrep_run(engine, one), one),
                **{name: _means(run_of(rank, one), one) for name, rank in peers.items()},
            }
            for one in group(corpus)
        }


def _means(run: evaluation.Run, collection: Collection) -> dict[str, float]:
    scores = figures(run, collection)
    return {measure: round(evaluation.mean(scores[measure]), 3) for measure in MEASURED}


def own(systems: Mapping[str, Systems]) -> dict[str, dict[str, float]]:
    """newsgrep's figures on each collection, which have floors."""
    return {name: dict(rows[NEWSGREP]) for name, rows in systems.items()}


def behind(systems: Mapping[str, Systems], measure: str) -> list[str]:
    """The collections on which newsgrep is further behind a peer than it may be, the worst first, with the figures."""
    lags = []
    for name, rows in systems.items():
        ours = rows[NEWSGREP][measure]
        peer = max(GATE, key=lambda peer: rows[peer][measure])
        lag = round(rows[peer][measure] - ours, 3)
        if lag > BEHIND[measure]:
            lags.append((-lag, f"{name}: {measure} {ours:.3f}, {lag:.3f} behind {peer} ({rows[peer][measure]:.3f})"))
    return [said for _, said in sorted(lags)]


def everything() -> dict[str, Systems]:
    """All figures."""
    return {name: rows for corpus in SOURCES for name, rows in measured(corpus).items()}


def all_names() -> list[str]:
    """The names of all collections."""
    return [name for corpus in SOURCES for name in names(corpus)]


def _lines(systems: Mapping[str, Systems]) -> Iterator[str]:
    """What is printed of the peers, and of the gate."""
    width = max(len(f"{name}  {peer}") for name in systems for peer in GATE)
    for name, rows in systems.items():
        for peer in GATE:
            row = "".join(f"  {measure} {value:.3f}" for measure, value in rows[peer].items())
            yield f"{f'{name}  {peer}':{width}}{row}"
    for measure in BEHIND:
        yield from behind(systems, measure)


def main(flags: list[str]) -> None:
    """Print the figures; with a flag, write new floors."""
    systems = everything()
    facts = {name: stated for corpus in SOURCES for name, stated in data(corpus).items()}
    sys.stdout.writelines(f"{line}\n" for line in _lines(systems))
    report(FLOORS, facts, own(systems), flags)


if __name__ == "__main__":
    main(sys.argv[1:])
