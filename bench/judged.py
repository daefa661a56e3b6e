"""Judged collections made from the shared data: articles, queries, and which articles answer each query (qrels).

Some were published with queries and judgments. The others are made here: a headline, or the beginning of an article, is
looked for in the bodies of all articles, and its own article is the one that answers it (known-item search); web queries
are cut from questions. No title is searched where titles are the queries.

What is tried out is tried on the "development" half of each collection's queries; what it is worth shows on the
"held out" half. A query is in the same half whether all are asked or a sample.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from newsgrep import evaluation
from newsgrep.analysis import load_segmenter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsgrep.evaluation import Judgments, Queries

T = TypeVar("T")

SHARED = Path(os.environ.get("NEWSGREP_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
HALVES = ("development", "held out")
# So many queries are made of those that could be, evenly spaced over the articles.
MADE = 600
# A shorter title or body names nothing, or is nothing to be found.
SHORTEST_TITLE, SHORTEST_BODY = 8, 60
# The first sentences of an article, in characters, that are looked for in the rest of it.
SHORTEST_LEAD, LONGEST_LEAD, SHORTEST_REST = 60, 200, 80
SENTENCE_END = re.compile("[。！？\n]")
HEADLINE_ROLES = ("kicker", "title", "subtitle")
# What a web user who searches by keywords leaves out of a question. A list of its own, so that the queries stay the same
# when newsgrep's lists change.
LEFT_OUT = """
什么 时候 怎么 怎么样 怎样 如何 为什么 为何 多少 多久 多长 多大 多高 哪 哪个 哪些 哪里 哪儿 哪家 哪款 哪年 几 谁 吗 呢 啊 吧
的 地 得 了 着 过 是 有 在 和 与 或 及 被 把 给 对 从 到 向 用 以 之 其 会 能 可以 要 都 也 还 就 才 一般 这 那 我 你 他 请问
"""


class Record(NamedTuple):
    """An article as it is read: its title may become a query."""

    id: str
    title: str
    body: str


class Asked(NamedTuple):
    """Queries by their names, and the judgments of each."""

    queries: Queries
    judgments: Judgments


@dataclass(frozen=True)
class Corpus:
    """The articles that are searched."""

    name: str
    articles: Sequence[Record]

    def lines(self) -> Iterator[str]:
        """The articles as JSON Lines."""
        return (json.dumps(article._asdict(), ensure_ascii=False) + "\n" for article in self.articles)

    def texts(self) -> Iterator[str]:
        """The title and body of each article."""
        return (f"{article.title}\n{article.body}".lstrip("\n") for article in self.articles)


@dataclass(frozen=True)
class Collection:
    """A corpus, queries, their judgments, and which of the queries are for development."""

    name: str
    corpus: Corpus
    queries: Queries
    judgments: Judgments
    development: frozenset[str]

    def half(self, name: str) -> list[str]:
        """The names of the queries of one of the ``HALVES``."""
        return [query for query in self.queries if (query in self.development) == (name == HALVES[0])]

    def sampled(self, most: int) -> Collection:
        """At most so many of the queries, evenly spaced in each half."""
        kept = {query for half in HALVES for query in spread(self.half(half), most // 2)}
        if len(self.queries) <= most:
            return self
        return replace(
            self,
            queries={name: query for name, query in self.queries.items() if name in kept},
            judgments={name: judged for name, judged in self.judgments.items() if name in kept},
        )

    def facts(self) -> dict[str, Any]:
        """How many articles, queries and judgments there are, and which."""
        return {
            "articles": len(self.corpus.articles),
            "queries": len(self.queries),
            "judgments": sum(map(len, self.judgments.values())),
            "sha256": {
                "articles": _digest(self.corpus.articles),
                "queries": _digest(self.queries.items()),
                "judgments": _digest((name, sorted(judged.items())) for name, judged in self.judgments.items()),
            },
        }


class Source(NamedTuple):
    """How a corpus is read, and what is asked of it: name of a collection → how its queries are made.

    ``titles`` says whether the titles are searched.
    """

    read: Callable[[Path], list[Record]]
    asked: dict[str, Callable[[Path, list[Record]], Asked]]
    titles: bool = False


def collections(name: str, data: Path = SHARED) -> list[Collection]:
    """The collections on a corpus: they share it, so that it is indexed once."""
    source = SOURCES[name]
    records = source.read(data)
    corpus = Corpus(name, records if source.titles else [record._replace(title="") for record in records])
    return [_collection(title, corpus, make(data, records)) for title, make in source.asked.items()]


def _collection(name: str, corpus: Corpus, asked: Asked) -> Collection:
    return Collection(name, corpus, *asked, development=frozenset(list(asked.queries)[::2]))


def names(corpus: str) -> tuple[str, ...]:
    """The names of the collections on a corpus, which needs no data."""
    return tuple(SOURCES[corpus].asked)


def thinned(group: Iterable[Collection], every: int) -> list[Collection]:
    """The collections of a corpus on one in ``every`` of its articles and all that answer a query."""
    group = list(group)
    answers = {article for one in group for judged in one.judgments.values() for article in judged}
    articles = [
        article
        for number, article in enumerate(group[0].corpus.articles)
        if not number % every or article.id in answers
    ]
    corpus = Corpus(group[0].corpus.name, articles)
    return [replace(one, corpus=corpus) for one in group]


def spread(items: Sequence[T], most: int) -> list[T]:
    """At most so many of the items, evenly spaced."""
    if len(items) <= most:
        return list(items)
    return [items[number * len(items) // most] for number in range(most)]


def known_items(_data: Path, records: list[Record]) -> Asked:
    """Titles that only one article has; each is to find its article."""
    count = Counter(record.title for record in records)
    items = [
        record
        for record in records
        if count[record.title] == 1 and len(record.title) >= SHORTEST_TITLE and len(record.body) >= SHORTEST_BODY
    ]
    items = spread(items, MADE)
    return Asked({item.id: " ".join(item.title.split()) for item in items}, {item.id: {item.id: 1} for item in items})


def published(folder: str, data: Path, _records: list[Record]) -> Asked:
    """The queries and judgments of a published collection."""
    queries = evaluation.read_queries(data / "ranking" / folder / "queries.tsv")
    judgments = evaluation.read_judgments(data / "ranking" / folder / "qrels.txt")
    return Asked(queries, {name: judgments[name] for name in queries if name in judgments})


def web_queries(folder: str, data: Path, records: list[Record]) -> Asked:
    """The questions of a published collection as two runs of keywords, where they have so many words."""
    asked = published(folder, data, records)
    made = {name: keywords(question) for name, question in asked.queries.items()}
    queries = {name: query for name, query in made.items() if query}
    return Asked(queries, {name: asked.judgments[name] for name in queries})


def keywords(question: str) -> str:
    """The content words of a question in two runs, about as long; empty if there are no two words."""
    left_out = set(LEFT_OUT.split())
    words = [word for word in _words(question) if word not in left_out]
    pairs = [("".join(words[:at]), "".join(words[at:])) for at in range(1, len(words))]
    first, second = min(pairs, key=lambda pair: abs(len(pair[0]) - len(pair[1])), default=("", ""))
    return f"{first} {second}".strip()


def _words(text: str) -> Iterator[str]:
    """The Han words of a text, and what else is written together."""
    for run in re.findall(r"[\u4e00-\u9fff]+|[^\W\u4e00-\u9fff]+(?:[.-][^\W\u4e00-\u9fff]+)*", text):
        yield from load_segmenter().cut(run) if "\u4e00" <= run[0] <= "\u9fff" else (run,)


def published_articles(folder: str, data: Path) -> list[Record]:
    """The articles of a published collection."""
    return [_record(line) for line in _json_lines(data / "ranking" / folder / "corpus.jsonl.gz")]


def broadcasts(data: Path) -> list[Record]:
    """The broadcast news that are judged."""
    judged = set(gzip.decompress((data / "ranking/xwlb-kw1/ids.txt.gz").read_bytes()).decode().split())
    return [_record(line) for line in _json_lines(data / "articles/xwlb.jsonl.gz") if line["id"] in judged]


def traditional(data: Path) -> list[Record]:
    """The articles in Traditional characters."""
    return [_record(line) for line in _json_lines(data / "articles/traditional.jsonl.gz")]


def traditional_leads(data: Path) -> list[Record]:
    """The same, with the first sentences of an article as its title, and in its body no more, if enough is left."""
    return [record._replace(title=lead, body=rest) for record in traditional(data) for lead, rest in [_lead(record)]]


def _lead(record: Record) -> tuple[str, str]:
    """The first sentences and the rest; no first sentences if one or the other were too short."""
    ends = [found.end() for found in SENTENCE_END.finditer(record.body, 0, LONGEST_LEAD)]
    lead, rest = (record.body[: ends[-1]].strip(), record.body[ends[-1] :].strip()) if ends else ("", "")
    long_enough = len(lead) >= SHORTEST_LEAD and len(rest) >= SHORTEST_REST
    return (lead, rest) if long_enough else ("", record.body)


def page_articles(data: Path) -> list[Record]:
    """The articles of newspaper pages; the title is the headline group."""
    pages = _json_lines(data / "pages/pages.jsonl.gz")
    return [_on_page(page, article) for page in pages for article in page["articles"] if article["kind"] == "article"]


def _on_page(page: dict[str, Any], article: dict[str, Any]) -> Record:
    headlines, body = [], ""
    for role, text in list(zip(page["roles"], page["paragraphs"], strict=True))[article["first"] : article["last"] + 1]:
        if role in HEADLINE_ROLES:
            headlines.append(text)
        elif role == "body_cont":
            body += text
        elif role == "body":
            body += f"\n{text}"
    return Record(article["id"], " ".join(headlines), body.strip())


def _record(line: dict[str, Any]) -> Record:
    return Record(line["id"], line.get("title") or "", line.get("body") or "")


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _digest(parts: Iterable[Any]) -> str:
    """The sha256 of all parts, one JSON value a line."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(json.dumps(part, ensure_ascii=False).encode() + b"\n")
    return whole.hexdigest()


def _published(name: str, *, titles: bool = False, **others: Callable[[Path, list[Record]], Asked]) -> Source:
    return Source(partial(published_articles, name), {name: partial(published, name), **others}, titles)


# Name of a corpus → where it is from. Titles are searched where they are not what is asked.
SOURCES: dict[str, Source] = {
    "rgb-zh": _published("rgb-zh", titles=True),
    "drcd_trad": _published("drcd_trad", titles=True),
    "cmrc2018": _published("cmrc2018", titles=True),
    "dureader_robust": Source(
        partial(published_articles, "dureader_robust"),
        {
            "dureader_robust": partial(published, "dureader_robust"),
            "dureader-keywords": partial(web_queries, "dureader_robust"),
        },
        titles=True,
    ),
    "xwlb": Source(
        broadcasts,
        {
            "xwlb-kw1": partial(published, "xwlb-kw1"),
            "xwlb-kw2": partial(published, "xwlb-kw2"),
            "xwlb-headlines": known_items,
        },
    ),
    "traditional": Source(traditional, {"traditional-headlines": known_items}),
    "traditional-rest": Source(traditional_leads, {"traditional-leads": known_items}),
    "pages": Source(page_articles, {"pages-headlines": known_items}),
}
