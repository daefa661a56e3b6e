"""Rankings of a corpus: newsgrep's, and those of other programs with their own settings, as functions of a query line."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from peers import words_of

from newsgrep import evaluation
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.indexing import IndexJob, bring_up_to_date
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from judged import Collection, Corpus

    from newsgrep.evaluation import Run

    # A query line → the ids of the best articles, best first.
    Ranker = Callable[[str], list[str]]

DEPTH = evaluation.DEPTH
FIELDS = ("title", "body")
NEWSGREP = "newsgrep"


class Numbered(NamedTuple):
    """The terms of each article as numbers, which take less memory than strings; term → number."""

    documents: list[list[int]]
    vocabulary: dict[str, int]

    @classmethod
    def of(cls, texts: Iterable[str], cut: Callable[[str], list[str]]) -> Numbered:
        """The terms that a function cuts texts into."""
        vocabulary: dict[str, int] = {}
        return cls([[vocabulary.setdefault(term, len(vocabulary)) for term in cut(text)] for text in texts], vocabulary)

    def spaced(self) -> Iterator[str]:
        """The terms of each article between spaces."""
        terms = list(self.vocabulary)
        return (" ".join(terms[number] for number in document) for document in self.documents)


class Terms:
    """A corpus, and its words, cut once for all programs that want them."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.ids = [article.id for article in corpus.articles]

    @cached_property
    def words(self) -> Numbered:
        """The words of each article."""
        return Numbered.of(self.corpus.texts(), words_of)


def pairs_of(text: str) -> list[str]:
    """The pairs of characters of a folded text, neither of them a sign or a space."""
    folded = fold(text)
    return [pair for at in range(len(folded) - 1) if (pair := folded[at : at + 2]).isalnum()]


def bm25s_words(terms: Terms) -> Ranker:
    """An index of bm25s over words."""
    return _bm25s(terms.ids, terms.words, words_of)


def bm25s_pairs(terms: Terms) -> Ranker:
    """An index of bm25s over pairs of characters."""
    return _bm25s(terms.ids, Numbered.of(terms.corpus.texts(), pairs_of), pairs_of)


def _bm25s(ids: list[str], terms: Numbered, cut: Callable[[str], list[str]]) -> Ranker:
    import bm25s

    retriever = bm25s.BM25()
    retriever.index(tuple(terms), show_progress=False)

    def rank(line: str) -> list[str]:
        wanted = [term for term in dict.fromkeys(cut(line)) if term in terms.vocabulary]
        if not wanted:
            return []
        numbers, scores = retriever.retrieve([wanted], k=min(DEPTH, len(ids)), show_progress=False)
        return [ids[number] for number, score in zip(numbers[0], scores[0], strict=True) if score > 0]

    return rank


def tantivy_words(terms: Terms) -> Ranker:
    """A tantivy index over words, any of which may match."""
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("text", tokenizer_name="whitespace")
    index = tantivy.Index(schema.build())
    writer = index.writer(heap_size=300_000_000, num_threads=1)
    for name, words in zip(terms.ids, terms.words.spaced(), strict=True):
        writer.add_document(tantivy.Document(id=[name], text=[words]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def rank(line: str) -> list[str]:
        words = " ".join('"' + word.replace('"', " ") + '"' for word in dict.fromkeys(words_of(line)))
        query, _ = index.parse_query_lenient(words, ["text"])
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, DEPTH).hits]

    return rank


def fts5_words(terms: Terms) -> Ranker:
    """A table of SQLite FTS5 over words, any of which may match."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE news USING fts5(id UNINDEXED, body)")
    rows = zip(terms.ids, terms.words.spaced(), strict=True)
    database.executemany("INSERT INTO news VALUES (?, ?)", rows)

    def rank(line: str) -> list[str]:
        match = " OR ".join('"' + word.replace('"', "") + '"' for word in dict.fromkeys(words_of(line)))
        query = f"SELECT id FROM news WHERE news MATCH ? ORDER BY bm25(news) LIMIT {DEPTH}"
        return [name for (name,) in database.execute(query, (match,))] if match else []

    return rank


# What newsgrep must not fall behind: BM25 over either kind of terms.
GATE: Mapping[str, Callable[[Terms], Ranker]] = {
    "bm25s, words": bm25s_words,
    "bm25s, pairs": bm25s_pairs,
}
PEERS: Mapping[str, Callable[[Terms], Ranker]] = {
    **GATE,
    "tantivy, words": tantivy_words,
    "FTS5, words": fts5_words,
}


def run_of(rank: Ranker, collection: Collection) -> Run:
    """What is found for each query."""
    return {name: rank(line) for name, line in collection.queries.items()}


@contextmanager
def indexed(corpus: Corpus) -> Iterator[WhooshEngine]:
    """An index of a corpus, deleted afterwards."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, index = Path(scratch, "corpus"), Path(scratch, "index")
        folder.mkdir()
        with (folder / "articles.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(corpus.lines())
        bring_up_to_date(IndexJob(folder, index), partial(WhooshEngine, create=True))
        engine = WhooshEngine(index)
        try:
            yield engine
        finally:
            engine.close()


def newsgrep_run(engine: WhooshEngine, collection: Collection) -> Run:
    """What newsgrep finds for each query."""
    return evaluation.run_queries(engine, engine.segmenter(), collection.queries, collection.judgments)


def figures(run: Mapping[str, Any], collection: Collection) -> dict[str, dict[str, float]]:
    """Measure → query → value."""
    return evaluation.score(run, collection.judgments)
