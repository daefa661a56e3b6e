"""How well the ranking is on judged questions; run by hand, it prints the figures, and with --raise or --lower moves the floors.

python tests/eval/ranking.py [--raise | --lower]
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

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


def measured() -> dict[str, dict[str, float]]:
    """The figures of each collection."""
    return {name: _measured(COLLECTIONS / name, every) for name, every in ASKED.items()}


def _measured(folder: Path, every: int) -> dict[str, float]:
    queries = evaluation.read_queries(folder / "queries.tsv")
    judgments = evaluation.read_judgments(folder / "qrels.txt")
    asked = dict(list(queries.items())[::every])
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
    figures = measured()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() and "--lower" not in flags else {}
    for name, row in figures.items():
        sys.stdout.write(f"{name:12}" + "".join(f"  {key} {value:.3f}" for key, value in row.items()) + "\n")
    if flags:
        new = {
            name: {key: max(value, floors.get(name, {}).get(key, 0.0)) for key, value in row.items()}
            for name, row in figures.items()
        }
        FLOORS.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
