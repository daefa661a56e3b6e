"""How well the ranking is on judged questions; run by hand, it prints the figures, and with --raise or --lower moves the floors.

python tests/eval/ranking.py [--raise | --lower]

Both flags write what the collections are, too (see floors.py).
"""

from __future__ import annotations

import gzip
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run by hand, only its own folder is on the path

from eval.floors import digests, report
from newsgrep import evaluation
from newsgrep.analysis import load_segmenter
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.indexing import IndexJob, bring_up_to_date

ROOT = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).with_name("ranking_floors.json")
COLLECTIONS = Path(os.environ.get("NEWSGREP_SHARED", ROOT.parent / "shared")) / "data/ranking"
# Collection → every how many of its questions are asked.
ASKED = {"rgb-zh": 1, "drcd_trad": 7}
MEASURED = ("nDCG@10", "MRR@10", "recall@100")


def data() -> dict[str, Any]:
    """What is measured on: how many articles, questions and judgments each collection has, and which."""
    return {name: _data(COLLECTIONS / name, every) for name, every in ASKED.items()}


def _data(folder: Path, every: int) -> dict[str, Any]:
    asked, judgments = _asked(folder, every)
    corpus = folder / "corpus.jsonl.gz"
    return {
        "articles": gzip.decompress(corpus.read_bytes()).count(b"\n"),
        "questions": len(asked),
        "judgments": sum(len(judgments[name]) for name in asked),
        "sha256": digests(corpus, folder / "queries.tsv", folder / "qrels.txt"),
    }


def _asked(folder: Path, every: int) -> tuple[dict[str, str], evaluation.Judgments]:
    """Every how many-th question is asked, and all judgments."""
    queries = evaluation.read_queries(folder / "queries.tsv")
    return dict(list(queries.items())[::every]), evaluation.read_judgments(folder / "qrels.txt")


def measured() -> dict[str, dict[str, float]]:
    """The figures of each collection."""
    return {name: _measured(COLLECTIONS / name, every) for name, every in ASKED.items()}


def _measured(folder: Path, every: int) -> dict[str, float]:
    asked, judgments = _asked(folder, every)
    with tempfile.TemporaryDirectory() as scratch:
        corpus, index = Path(scratch, "corpus"), Path(scratch, "index")
        corpus.mkdir()
        (corpus / "corpus.jsonl").write_bytes(gzip.decompress((folder / "corpus.jsonl.gz").read_bytes()))
        bring_up_to_date(IndexJob(corpus, index), partial(WhooshEngine, create=True))
        run = evaluation.run_queries(WhooshEngine(index), load_segmenter(), asked, judgments)
    scores = evaluation.score(run, {name: judgments[name] for name in asked})
    return {measure: round(evaluation.mean(scores[measure]), 3) for measure in MEASURED}


def main(flags: list[str]) -> None:
    """Print the figures; with a flag, write new floors."""
    report(FLOORS, data(), measured(), flags)


if __name__ == "__main__":
    main(sys.argv[1:])
