"""The programs that are compared: each builds an index of a JSON Lines file and answers queries."""

import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from newsgrep.analysis import load_segmenter
from newsgrep.analysis.bulk import OTHERS
from newsgrep.text.fold import fold

HAN, NO_HAN = re.compile("[\u4e00-\u9fd5]+"), re.compile("[^\u4e00-\u9fd5]+")
# Hits on a page, and how the words of a query are joined.
WANTED = 10
ALL, ANY = " AND ", " OR "


def words_of(text: str) -> list[str]:
    """The words that newsgrep indexes, for peers that are fed with words; the fastest way to them one by one."""
    folded = fold(text)
    han = load_segmenter().search_words(NO_HAN.sub("\n", folded))
    return [word for word in han if word != "\n"] + OTHERS.findall(HAN.sub(" ", folded))


class Peer:
    """A program under measurement; ``warm`` says whether its queries in this process mean anything."""

    warm = True

    def __init__(self, corpus: Path, folder: Path) -> None:
        self.corpus = corpus
        self.folder = folder

    def build(self) -> None:
        """Index the corpus."""

    def search(self, query: str) -> int:
        """How many articles are found; the best ten are ranked."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """A command line that wants a query, where there is one."""
        return []

    def articles(self) -> Iterator[tuple[str, str, str]]:
        """Id, title and body of each article."""
        with self.corpus.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                record = json.loads(line)
                yield str(record.get("id") or number), record.get("title") or "", record.get("body") or ""


class Newsgrep(Peer):
    """newsgrep itself, by its command line, two processes."""

    def build(self) -> None:
        command = ["index", str(self.corpus.parent), "--index", str(self.folder), "--jobs", "2", "--quiet"]
        subprocess.run([sys.executable, "-m", "newsgrep", *command], check=True)

    def search(self, query: str) -> int:
        from newsgrep.engine.whoosh import WhooshEngine
        from newsgrep.search.search import Request, search

        if not hasattr(self, "_engine"):
            self._engine = WhooshEngine(self.folder)
        return search(self._engine, Request(query, limit=10), self._engine.segmenter()).found.total

    def command(self) -> list[str]:
        return [sys.executable, "-m", "newsgrep", "search", "--index", str(self.folder), "--format", "json", "--"]


class WordPeer(Peer):
    """One that is given words: as newsgrep, it finds what holds all of them, or any where these do not fill a page."""

    def search(self, query: str) -> int:
        found = self.count(query, ALL)
        return found if found >= WANTED else self.count(query, ANY)

    def count(self, query: str, joined: str) -> int:
        """Find the best articles, and how many match; ``joined`` is how the words are."""
        raise NotImplementedError


class StockWhoosh(WordPeer):
    """Whoosh as its manual has it: a TEXT field with jieba's words, BM25F."""

    def build(self) -> None:
        from stock import JiebaWords
        from whoosh.fields import ID, TEXT, Schema
        from whoosh.index import create_in

        self._index = create_in(
            str(self.folder), Schema(id=ID(stored=True), title=TEXT(JiebaWords()), body=TEXT(JiebaWords()))
        )
        writer = self._index.writer(limitmb=256)
        for name, title, body in self.articles():
            writer.add_document(id=name, title=title, body=body)
        writer.commit()

    def count(self, query: str, joined: str) -> int:
        from whoosh.query import And, Or, Term

        if not hasattr(self, "_searcher"):
            self._searcher = self._index.searcher()
        words = [Or([Term("title", word), Term("body", word)]) for word in words_of(query)]
        return len(self._searcher.search(And(words) if joined == ALL else Or(words), limit=WANTED))


class Tantivy(WordPeer):
    """tantivy, fed the same words."""

    def build(self) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        for name in ("title", "body"):
            schema.add_text_field(name, stored=True, tokenizer_name="whitespace")
        self._index = tantivy.Index(schema.build(), path=str(self.folder))
        writer = self._index.writer(heap_size=300_000_000, num_threads=2)
        for name, title, body in self.articles():
            writer.add_document(
                tantivy.Document(id=[name], title=[" ".join(words_of(title))], body=[" ".join(words_of(body))])
            )
        writer.commit()
        writer.wait_merging_threads()

    def count(self, query: str, joined: str) -> int:
        if not hasattr(self, "_searcher"):
            self._index.reload()
            self._searcher = self._index.searcher()
        words = joined.join(f'"{word}"' for word in words_of(query))
        parsed, _ = self._index.parse_query_lenient(words, ["title", "body"])
        return int(self._searcher.search(parsed, WANTED).count or 0)


class FtsWords(WordPeer):
    """SQLite FTS5 over the same words."""

    tokenizer = "unicode61"

    def text(self, written: str) -> str:
        """What is given to FTS5."""
        return " ".join(words_of(written))

    def match(self, query: str, joined: str) -> str:
        """The FTS5 query."""
        return joined.join(f'"{word}"' for word in words_of(query))

    def build(self) -> None:
        self._database = sqlite3.connect(self.folder / "fts.db")
        self._database.execute(
            f"CREATE VIRTUAL TABLE news USING fts5(id UNINDEXED, title, body, tokenize = '{self.tokenizer}')"
        )
        rows = ((name, self.text(title), self.text(body)) for name, title, body in self.articles())
        self._database.executemany("INSERT INTO news VALUES (?, ?, ?)", rows)
        self._database.commit()

    def count(self, query: str, joined: str) -> int:
        match = self.match(query, joined)
        if not match:
            return 0
        best = "SELECT id FROM news WHERE news MATCH ? ORDER BY bm25(news) LIMIT ?"
        self._database.execute(best, (match, WANTED)).fetchall()
        return int(self._database.execute("SELECT count(*) FROM news WHERE news MATCH ?", (match,)).fetchone()[0])


class FtsTrigrams(FtsWords):
    """SQLite FTS5 over trigrams: exact substrings of three characters and more."""

    tokenizer = "trigram"

    def text(self, written: str) -> str:
        return written

    def search(self, query: str) -> int:
        return self.count(query, ALL)

    def match(self, query: str, joined: str) -> str:  # noqa: ARG002 (a text has no words to join)
        return '"' + query.replace('"', '""') + '"' if len(query) > 2 else ""  # noqa: PLR2004 (trigrams)


class Ripgrep(Peer):
    """rg over the file: finds every literal, ranks nothing."""

    warm = False

    def search(self, query: str) -> int:  # noqa: ARG002 (every peer's signature)
        return 0

    def command(self) -> list[str]:
        script = f'rg --no-config --count --fixed-strings --regexp "$0" {shlex.quote(str(self.corpus))}'
        return ["sh", "-c", script] if shutil.which("rg") else []


PEERS: dict[str, type[Peer]] = {
    "newsgrep": Newsgrep,
    "stock Whoosh + jieba": StockWhoosh,
    "tantivy": Tantivy,
    "FTS5 words": FtsWords,
    "FTS5 trigrams": FtsTrigrams,
    "rg": Ripgrep,
}
