"""How well the demo newspaper is ranked; run by hand, it prints the figures, and with --raise or --lower moves the floors.

python tests/eval/demo_ranking.py [--raise | --lower]

The queries in tests/demo/queries.tsv are of the kinds that journalists type; a query's name begins with its kind. The
judgments in tests/demo/qrels.txt were made by reading the whole newspaper: 2, the article is about it, or answers it; 1,
it touches on it; 0, it does not, though newsgrep, BM25 over words or BM25 over character bigrams had it among their best
ten. An article that is not listed is not relevant. Nothing was tuned on these judgments, and nothing should be.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run by hand, only its own folder is on the path

from eval.floors import digests, report
from newsgrep import evaluation
from newsgrep.analysis import load_segmenter
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.indexing import IndexJob, bring_up_to_date
from newsgrep.model import Article
from newsgrep.readers import ReadOptions, SourceFile, read_articles
from newsgrep.readers.files import scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.evaluation import Run

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
DEMO = ROOT / "tests/demo"
QUERIES, QRELS = DEMO / "queries.tsv", DEMO / "qrels.txt"
FLOORS = DEMO / "ranking_floors.json"
MEASURED = ("nDCG@10", "MRR@10", "recall@100")
ALL = "all queries"
# The kind of query that is ranked worst: an article that means the same in other words (诈骗: 骗局; 外卖: 送餐) is not found.
WORST_KIND = "word"


def data() -> dict[str, Any]:
    """What is measured on: how many articles, queries and judgments there are, and which.

    Judgments name articles by their places on pages, so a page that is cut otherwise is other data, too.
    """
    corpus = (part for file in files() for part in (file.path.encode(), file.location.read_bytes()))
    headlines = [f"{article.id}\t{article.title}" for article in articles()]
    return {
        "articles": len(headlines),
        "queries": len(evaluation.read_queries(QUERIES)),
        "judgments": sum(map(len, evaluation.read_judgments(QRELS).values())),
        "sha256": {
            "corpus": _digest(corpus),
            "headlines": _digest(map(str.encode, headlines)),
            **digests(QUERIES, QRELS),
        },
    }


def _digest(parts: Iterable[bytes]) -> str:
    """The sha256 of all parts, each after its length, so that none runs into the next."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(b"%d:" % len(part) + part)
    return whole.hexdigest()


def files() -> Iterator[SourceFile]:
    """The files of the demo newspaper, in the order of their paths."""
    yield from (file for file in scan(CORPUS) if isinstance(file, SourceFile))


def articles() -> Iterator[Article]:
    """The demo newspaper, as it is read."""
    for file in files():
        yield from (item for item in read_articles(file, ReadOptions()) if isinstance(item, Article))


def ranked() -> dict[str, list[str]]:
    """Query → the best articles, on an index of its own."""
    queries, judgments = evaluation.read_queries(QUERIES), evaluation.read_judgments(QRELS)
    with tempfile.TemporaryDirectory() as index:
        bring_up_to_date(IndexJob(CORPUS, Path(index)), partial(WhooshEngine, create=True))
        engine = WhooshEngine(Path(index))
        try:
            return evaluation.run_queries(engine, load_segmenter(), queries, judgments)
        finally:
            engine.close()


def measured(run: Run) -> dict[str, dict[str, float]]:
    """The figures of all queries and of each kind."""
    judgments = evaluation.read_judgments(QRELS)
    scores = evaluation.score(run, {name: judgments[name] for name in run})
    kinds = {ALL: list(run)}
    for name in run:
        kinds.setdefault(kind_of(name), []).append(name)
    return {kind: {measure: _mean(scores[measure], names) for measure in MEASURED} for kind, names in kinds.items()}


def _mean(values: Mapping[str, float], names: Iterable[str]) -> float:
    return round(evaluation.mean({name: values[name] for name in names}), 3)


def kind_of(query: str) -> str:
    """The kind of a query, by its name: ``headline-2`` is a headline."""
    return query.rpartition("-")[0]


def worst(figures: dict[str, dict[str, float]]) -> str:
    """The kind of query that is ranked worst."""
    return min(figures, key=lambda kind: figures[kind]["nDCG@10"])


def main(flags: list[str]) -> None:
    """Print the figures; with a flag, write new floors."""
    figures = measured(ranked())
    report(FLOORS, data(), figures, flags)
    sys.stdout.write(f"the worst kind: {worst(figures)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
