"""How well newsgrep ranks, part by part, and beside others; prints a Markdown report.

python bench/ranking.py FOLDER... [--articles FILE]

FOLDER holds a judged collection: corpus.jsonl.gz (id, title, body), queries.tsv and qrels.txt. FILE is JSON Lines, perhaps
gzipped: the titles of some of its articles are looked for in the bodies of all, each article being the answer.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from peers import words_of

from newsgrep import evaluation
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.query.parse import Parsed
from newsgrep.query.syntax import BareText, InField
from newsgrep.search.search import Request, search
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgrep.analysis import Segmenter

DEPTH = evaluation.DEPTH
KNOWN_ITEMS = 2000
BEST = 10
# So short a title or body names nothing, or is nothing to be found.
SHORTEST_TITLE, SHORTEST_BODY = 8, 60
# A part of the ranking → what switches it off, or makes it what it was before.
PARTS: dict[str, dict[str, Any]] = {
    "everything": {},
    "without term proximity": {"newsgrep.search.rerank.PROXIMITY_WEIGHT": 0.0},
    "without pseudo-relevance feedback": {"newsgrep.search.rerank.FEEDBACK_WEIGHT": 0.0},
    "without reranking": {
        "newsgrep.search.rerank.PROXIMITY_WEIGHT": 0.0,
        "newsgrep.search.rerank.FEEDBACK_WEIGHT": 0.0,
    },
    "function words like others": {
        "newsgrep.query.planner.FUNCTION_WORDS": frozenset(),
        "newsgrep.query.query_words.FUNCTION_WORDS": frozenset(),
        "newsgrep.query.query_words.WEAK_WEIGHT": 1.0,
    },
    "weak words like others": {"newsgrep.query.query_words.WEAK_WEIGHT": 1.0},
    "words inside words like others": {"newsgrep.query.query_words.INNER_WEIGHT": 1.0},
    "k1 1.2, b 0.75": {"newsgrep.engine.bm25.K1": 1.2, "newsgrep.engine.bm25.B": 0.75},
    "title weight 1": {"newsgrep.engine.bm25.FIELD_WEIGHTS": {"title": 1.0, "body": 1.0}},
    "title weight 5": {"newsgrep.engine.bm25.FIELD_WEIGHTS": {"title": 5.0, "body": 1.0}},
    "articles with some of the words left out": {"newsgrep.evaluation.Request": partial(Request, relax=False)},
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


class Collection:
    """Articles, queries and judgments."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
            self.records = [json.loads(line) for line in lines]
        self.queries = evaluation.read_queries(folder / "queries.tsv")
        self.judgments = evaluation.read_judgments(folder / "qrels.txt")

    def texts(self) -> list[str]:
        return [f"{record['title']}\n{record['body']}" for record in self.records]

    def score(self, run: evaluation.Run) -> list[float]:
        """The measures but for judged@10."""
        scores = evaluation.score(run, self.judgments)
        return [evaluation.mean(scores[measure]) for measure in ("nDCG@10", "MRR@10", "recall@100")]


def build(source: bytes, folder: Path) -> tuple[WhooshEngine, Segmenter]:
    """An index of JSON Lines."""
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir()
    (corpus / "articles.jsonl").write_bytes(source)
    subprocess.run([sys.executable, "-m", "newsgrep", "-q", "index", str(corpus), "--index", str(index)], check=True)
    engine = WhooshEngine(index)
    return engine, engine.segmenter()


def newsgrep_rows(collection: Collection, folder: Path) -> Iterator[tuple[str, list[float]]]:
    """The scores of newsgrep, whole and less one part each."""
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in collection.records)
    engine, segmenter = build(lines.encode(), folder)
    for name, settings in PARTS.items():
        with changed(settings):
            engine.close()
            run = evaluation.run_queries(engine, segmenter, collection.queries, collection.judgments)
        yield name, collection.score(run)


def bm25s_run(collection: Collection, cut: Callable[[str], list[str]]) -> evaluation.Run:
    """bm25s in its own settings over what a function cuts texts into."""
    import bm25s

    vocabulary: dict[str, int] = {}

    def ids(text: str) -> list[int]:
        return [vocabulary.setdefault(word, len(vocabulary)) for word in cut(text)]

    documents = [ids(text) for text in collection.texts()]
    retriever = bm25s.BM25()
    retriever.index((documents, vocabulary), show_progress=False)
    run = {}
    for name, line in collection.queries.items():
        wanted = [word for word in dict.fromkeys(cut(line)) if word in vocabulary]
        if not wanted:
            run[name] = []
            continue
        numbers, scores = retriever.retrieve([wanted], k=DEPTH, show_progress=False)
        run[name] = [
            collection.records[number]["id"] for number, score in zip(numbers[0], scores[0], strict=True) if score > 0
        ]
    return run


def tantivy_index(records: list[dict[str, Any]], fields: tuple[str, ...]) -> Any:
    """A tantivy index in memory, fed jieba's words."""
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in fields:
        schema.add_text_field(field, tokenizer_name="whitespace")
    index = tantivy.Index(schema.build())
    writer = index.writer(heap_size=300_000_000, num_threads=1)
    for record in records:
        texts = {field: [" ".join(words_of(record.get(field) or ""))] for field in fields}
        writer.add_document(tantivy.Document(id=[str(record["id"])], **texts))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def tantivy_best(index: Any, line: str, fields: tuple[str, ...], limit: int) -> list[str]:
    """What tantivy finds by any of the words."""
    searcher = index.searcher()
    words = " ".join('"' + word.replace('"', " ") + '"' for word in words_of(line))
    query, _ = index.parse_query_lenient(words, list(fields))
    return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, limit).hits]


def peer_rows(collection: Collection) -> Iterator[tuple[str, list[float]]]:
    """The scores of others."""
    yield "bm25s + jieba", collection.score(bm25s_run(collection, words_of))
    fields = ("title", "body")
    index = tantivy_index(collection.records, fields)
    run = {name: tantivy_best(index, line, fields, DEPTH) for name, line in collection.queries.items()}
    yield "tantivy + jieba", collection.score(run)

    def pairs(text: str) -> list[str]:
        folded = fold(text)
        return [folded[at : at + 2] for at in range(len(folded) - 1) if folded[at : at + 2].isalnum()]

    yield "bm25s, pairs of characters", collection.score(bm25s_run(collection, pairs))


def known_items(path: Path, folder: Path) -> Iterator[tuple[str, float]]:
    """MRR@10 of titles looked for in bodies."""
    source = (gzip.open if path.suffix == ".gz" else open)(path, "rb").read()
    records = [json.loads(line) for line in source.splitlines() if line]
    long = [
        record
        for record in records
        if len(record.get("title") or "") >= SHORTEST_TITLE and len(record.get("body") or "") >= SHORTEST_BODY
    ]
    items = random.Random(1).sample(long, min(KNOWN_ITEMS, len(long)))  # noqa: S311 (nothing secret)
    engine, segmenter = build(source, folder)

    def ours(title: str) -> list[str]:
        in_body = Parsed(InField("body", BareText(title)), ())
        with patch("newsgrep.search.search.parse", lambda *_, **__: in_body):
            return [hit.key for hit in search(engine, Request(title, limit=BEST), segmenter).found.hits]

    yield "newsgrep", reciprocal_rank(items, ours)
    index = tantivy_index(records, ("body",))
    yield "tantivy + jieba", reciprocal_rank(items, lambda title: tantivy_best(index, title, ("body",), BEST))
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE news USING fts5(id UNINDEXED, body)")
    rows = ((str(record["id"]), " ".join(words_of(record.get("body") or ""))) for record in records)
    database.executemany("INSERT INTO news VALUES (?, ?)", rows)

    def fts5(title: str) -> list[str]:
        match = " OR ".join('"' + word.replace('"', "") + '"' for word in words_of(title))
        query = f"SELECT id FROM news WHERE news MATCH ? ORDER BY bm25(news) LIMIT {BEST}"
        return [name for (name,) in database.execute(query, (match,))]

    yield "FTS5 + jieba", reciprocal_rank(items, fts5)


def reciprocal_rank(items: list[dict[str, Any]], best: Callable[[str], list[str]]) -> float:
    """The mean over items of one divided by the rank at which its title finds it."""
    total = 0.0
    for item in items:
        found = best(item["title"])
        total += 1 / (found.index(str(item["id"])) + 1) if str(item["id"]) in found else 0.0
    return total / len(items)


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--articles", type=Path)
    given = parser.parse_args()
    packages = ("newsgrep", "bm25s", "tantivy", "numpy")
    print("# Ranking\n")
    print(f"{date.today()}, CPython {platform.python_version()}; ", end="")  # noqa: DTZ011 (the user's day)
    print(", ".join(f"{name} {version(name)}" for name in packages) + ".")
    for folder in given.folders:
        collection, scratch = Collection(folder), Path(tempfile.mkdtemp())
        print(f"\n## {collection.name}: {len(collection.records):,} articles, {len(collection.queries):,} questions\n")
        print("| | nDCG@10 | MRR@10 | recall@100 |\n|---|---|---|---|")
        for name, scores in (*newsgrep_rows(collection, scratch), *peer_rows(collection)):
            print(f"| {name} | " + " | ".join(f"{score:.3f}" for score in scores) + " |", flush=True)
        shutil.rmtree(scratch)
    if given.articles:
        scratch = Path(tempfile.mkdtemp())
        print(f"\n## Titles looked for in the bodies of all, {KNOWN_ITEMS:,} of {given.articles.name}\n")
        print("| | MRR@10 |\n|---|---|")
        for name, rank in known_items(given.articles, scratch):
            print(f"| {name} | {rank:.3f} |", flush=True)
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
