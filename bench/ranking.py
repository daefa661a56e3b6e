"""How well newsgrep ranks, part by part, and beside others; prints a Markdown report.

python bench/ranking.py [--sets NAME,...] [--only PART,...] [--most N] [--runs FOLDER]

The collections are those of judged.py, made from the shared data (NEWSGREP_SHARED names its parent). All of it takes most
of an hour: --sets takes some of the collections, --only some parts of the report. With --runs, rankings are written to a
folder as TREC runs, and a part that is not run anew is taken from there.
"""

from __future__ import annotations

import argparse
import platform
import re
import tempfile
from contextlib import contextmanager
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import ranking_checks
import ranking_tables
from baselines import NEWSGREP, PEERS, Terms, figures, indexed, newsgrep_run, run_of
from judged import SHARED, SOURCES, Collection, collections, names

from newsgrep import evaluation
from newsgrep.query.plan_nodes import Pair, Word
from newsgrep.search.search import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ranking_tables import Scores

    from newsgrep.evaluation import Run

# The parts of the report; all but the last two are made of rankings of the collections.
ONLY = ("peers", "newsgrep", "ablations", "twins", "stories")
# So many queries of a collection are asked, and so many of each kind for the stories.
MOST = 1000
STORY_QUERIES = 200
RERANK = "newsgrep.search.rerank"
# A part of the ranking → what switches it off, or makes it what it was before.
PARTS: dict[str, dict[str, Any]] = {
    NEWSGREP: {},
    "without pairs": {f"{RERANK}.PAIRS_WEIGHT": 0.0},
    "without lead": {f"{RERANK}.LEAD_WEIGHT": 0.0},
    "without proximity": {f"{RERANK}.PROXIMITY_WEIGHT": 0.0},
    "without feedback": {f"{RERANK}.FEEDBACK_WEIGHT": 0.0},
    "without reranking": {f"{RERANK}.{name}_WEIGHT": 0.0 for name in ("PAIRS", "LEAD", "PROXIMITY", "FEEDBACK")},
    "without pairs in the index": {"newsgrep.query.looser.neighbours": lambda _: []},
    "all terms scored": {"newsgrep.engine.bm25.MOST_RANKING_TERMS": {Word: 10_000, Pair: 10_000}},
    "function words like others": {
        "newsgrep.query.planner.FUNCTION_WORDS": frozenset(),
        "newsgrep.query.query_words.FUNCTION_WORDS": frozenset(),
        "newsgrep.query.query_words.WEAK_WEIGHT": 1.0,
    },
    "weak words like others": {"newsgrep.query.query_words.WEAK_WEIGHT": 1.0},
    "words inside words like others": {"newsgrep.query.query_words.INNER_WEIGHT": 1.0},
    "k1 0.5, b 0.25": {"newsgrep.engine.bm25.K1": 0.5, "newsgrep.engine.bm25.B": 0.25},
    "k1 1.2, b 0.75": {"newsgrep.engine.bm25.K1": 1.2, "newsgrep.engine.bm25.B": 0.75},
    "title weight 1": {"newsgrep.engine.bm25.FIELD_WEIGHTS": {"title": 1.0, "body": 1.0}},
    "title weight 5": {"newsgrep.engine.bm25.FIELD_WEIGHTS": {"title": 5.0, "body": 1.0}},
    "only what holds all": {"newsgrep.evaluation.Request": partial(Request, relax=False)},
    "reprints left out": {"newsgrep.evaluation.Request": partial(Request, unique=True)},
}


@contextmanager
def changed(settings: dict[str, Any]) -> Iterator[None]:
    """Other values for some constants."""
    patches = [patch(name, value) for name, value in settings.items()]
    for applied in patches:
        applied.start()
    try:
        yield
    finally:
        for applied in patches:
            applied.stop()


class Store:
    """Rankings in a folder, as TREC runs; the name of a file tells which data were ranked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, one: Collection, system: str, run: Run) -> None:
        """Keep a ranking."""
        self._path(one, system).write_text("".join(evaluation.run_lines(run)), encoding="utf-8")

    def get(self, one: Collection, system: str) -> Run | None:
        """The ranking that was kept last."""
        path = self._path(one, system)
        return evaluation.read_run(path) if path.exists() else None

    def _path(self, one: Collection, system: str) -> Path:
        data = "".join(digest[:4] for digest in one.facts()["sha256"].values())
        return self._folder / f"{one.name}.{re.sub(r'[^a-z0-9]+', '-', system.lower())}.{data}.run"


def rankings(group: Sequence[Collection], only: Sequence[str]) -> Iterator[tuple[Collection, str, Run]]:
    """What each system finds on the collections of a corpus, one index after another."""
    if "peers" in only:
        terms = Terms(group[0].corpus)
        for peer, make in PEERS.items():
            rank = make(terms)
            yield from ((one, peer, run_of(rank, one)) for one in group)
    wanted = {"newsgrep": [NEWSGREP], "ablations": [name for name in PARTS if name != NEWSGREP]}
    parts = [name for part in only for name in wanted.get(part, [])]
    if parts:
        with indexed(group[0].corpus) as engine:
            for name in parts:
                with changed(PARTS[name]):
                    engine.close()
                    yield from [(one, name, newsgrep_run(engine, one)) for one in group]


def scores(group: Sequence[Collection], only: Sequence[str], store: Store) -> dict[str, Scores]:
    """Collection → system → measure → query → value: of what is run now, and of what was kept."""
    for one, system, run in rankings(group, only):
        store.put(one, system, run)
    found = {one.name: {name: store.get(one, name) for name in (*PARTS, *PEERS)} for one in group}
    return {
        one.name: {name: figures(run, one) for name, run in found[one.name].items() if run is not None} for one in group
    }


def report(chosen: Sequence[str], only: Sequence[str], most: int, store: Store) -> Iterator[str]:
    """The lines of the report."""
    asked: list[Collection] = []
    scored: dict[str, Scores] = {}
    for corpus in SOURCES:
        if not set(names(corpus)) & set(chosen):
            continue
        group = [one.sampled(most) for one in collections(corpus) if one.name in chosen]
        scored |= scores(group, only, store)
        asked += group
    yield from (f"# Ranking\n\n{versions()}\n", "## Collections", "")
    yield from ranking_tables.table(("", "articles", "queries asked", "judgments"), map(_size, asked))
    yield from ranked(asked, scored)
    if "twins" in only and (traditional := [one for one in asked if one.name in ranking_checks.TWINS]):
        yield from ("## Traditional and Simplified twins", "", *twins(traditional))
    if "stories" in only:
        for one in asked:
            if one.name == ranking_checks.STORIES:
                yield from ("## Stories among the first ten hits", "", *stories(one))


def ranked(asked: Sequence[Collection], scored: Mapping[str, Scores]) -> Iterator[str]:
    """What was found of the collections."""
    ran = {name for found in scored.values() for name in found}
    if ran & {NEWSGREP, *PEERS}:
        yield from ("## newsgrep and others", "", *ranking_tables.systems(asked, scored))
    if NEWSGREP in ran and ran & set(PEERS):
        yield from ("## newsgrep against the best of the others", "", *ranking_tables.tests(asked, scored))
    if ran - {NEWSGREP, *PEERS}:
        yield from ("## What each part adds", "", *ranking_tables.parts(asked, scored, list(PARTS)))


def _size(one: Collection) -> tuple[str, ...]:
    facts = one.facts()
    return one.name, *(f"{facts[what]:,}" for what in ("articles", "queries", "judgments"))


def twins(group: Sequence[Collection]) -> Iterator[str]:
    """nDCG@10 of newsgrep on the Traditional collections, and what changes where they are Simplified."""
    try:
        found = list(ranking_checks.twins(group))
    except ImportError:
        yield from (ranking_checks.NO_OPENCC, "")
        return
    rows = (
        (
            twin.name,
            twin.half,
            f"{twin.as_is:.3f}",
            f"{twin.queries - twin.as_is:+.3f}",
            f"{twin.all - twin.as_is:+.3f}",
        )
        for twin in found
    )
    yield from ranking_tables.table(("", "", "nDCG@10", "queries Simplified", "queries and articles Simplified"), rows)


def stories(keywords: Collection) -> Iterator[str]:
    """How many stories the first hits are of."""
    head = ("", "queries", "with ten hits", "stories among those")
    rows = (
        (kind.kind, str(kind.queries), str(kind.full), f"{kind.stories:.2f}")
        for kind in ranking_checks.stories(keywords, STORY_QUERIES)
    )
    yield from ranking_tables.table(head, rows)


def versions() -> str:
    """The day, and what was run."""
    packages = ("newsgrep", "bm25s", "tantivy", "opencc", "numpy")
    today = date.today()  # noqa: DTZ011 (the user's day)
    found = ", ".join(f"{name} {known}" for name in packages if (known := _version(name)))
    return f"{today}, CPython {platform.python_version()}; {found}."


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _some_of(known: Sequence[str], text: str) -> list[str]:
    """The names in a list with commas, in the order in which they are known."""
    wanted = text.split(",")
    if unknown := set(wanted) - set(known):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose from {', '.join(known)}")
    return [name for name in known if name in wanted]


def main() -> None:
    """Print the report."""
    every = [name for corpus in SOURCES for name in names(corpus)]
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", type=partial(_some_of, every), default=every, help=", ".join(every))
    parser.add_argument("--only", type=partial(_some_of, ONLY), default=list(ONLY), help=", ".join(ONLY))
    parser.add_argument("--most", type=int, default=MOST, help="queries of a collection (default: %(default)s)")
    parser.add_argument("--runs", type=Path, help="keep rankings here, and take from here what is not run")
    given = parser.parse_args()
    if not SHARED.is_dir():
        parser.error(f"the shared data is not at {SHARED} (NEWSGREP_SHARED names its parent)")
    with tempfile.TemporaryDirectory() as scratch:
        for line in report(given.sets, given.only, given.most, Store(given.runs or Path(scratch))):
            print(line, flush=True)


if __name__ == "__main__":
    main()
