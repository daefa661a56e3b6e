"""What judgments do not show: whether script matters, and how many stories there are among the first hits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from baselines import figures, indexed, newsgrep_run
from judged import HALVES, SHARED, spread

from newsgrep.search.search import Request, search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from judged import Collection

    from newsgrep.engine.whoosh import WhooshEngine

# Collections in Traditional characters, and the one whose articles and keywords the stories are counted on.
TWINS = ("drcd_trad", "traditional-headlines")
STORIES = "xwlb-kw1"
FIRST = 10
NO_OPENCC = "OpenCC is not installed (pip install opencc)."


class Twin(NamedTuple):
    """nDCG@10 of a collection as it is, of its queries in Simplified characters, and of its articles, too."""

    name: str
    half: str
    as_is: float
    queries: float
    all: float


def twins(group: Iterable[Collection]) -> Iterator[Twin]:
    """How the Traditional collections are ranked, and how their Simplified twins are.

    Raises:
        ImportError: OpenCC is not installed.

    """
    from opencc import OpenCC

    simplified: Callable[[str], str] = OpenCC("t2s").convert
    for one in group:
        asked = replace(one, queries={name: simplified(line) for name, line in one.queries.items()})
        articles = [
            article._replace(title=simplified(article.title), body=simplified(article.body))
            for article in one.corpus.articles
        ]
        with indexed(one.corpus) as engine:
            ranked = [figures(newsgrep_run(engine, twin), twin)["nDCG@10"] for twin in (one, asked)]
        with indexed(replace(one.corpus, articles=articles)) as engine:
            ranked.append(figures(newsgrep_run(engine, asked), asked)["nDCG@10"])
        for half in HALVES:
            queries = one.half(half)
            yield Twin(one.name, half, *(sum(values[name] for name in queries) / len(queries) for values in ranked))


class Stories(NamedTuple):
    """Queries of a kind, how many have ten hits, and how many stories those hits are of, on average."""

    kind: str
    queries: int
    full: int
    stories: float


def stories(keywords: Collection, count: int) -> Iterator[Stories]:
    """How many of the first hits are no reprints of others: hot searches, and keywords of which there is most news."""
    with indexed(keywords.corpus) as engine:
        yield _stories("hot searches", hot_searches(count), engine)
        yield _stories("frequent keywords", frequent(keywords, count), engine)


def hot_searches(count: int) -> list[str]:
    """So many of the lines that were searched for most on a day."""
    lines = (SHARED / "queries/hot-terms.txt").read_text(encoding="utf-8").splitlines()
    return spread([line for line in lines if line.strip()], count)


def frequent(keywords: Collection, count: int) -> list[str]:
    """The keywords that most articles are judged relevant to."""
    most = sorted(keywords.queries, key=lambda name: -len(keywords.judgments[name]))
    return [keywords.queries[name] for name in most[:count]]


def _stories(kind: str, lines: Iterable[str], engine: WhooshEngine) -> Stories:
    lines, counts = list(lines), []
    for line in lines:
        hits = search(engine, Request(line, limit=FIRST), engine.segmenter()).found.hits
        if len(hits) == FIRST:
            counts.append(len(set(engine.originals([hit.id for hit in hits]))))
    return Stories(kind, len(lines), len(counts), sum(counts) / (len(counts) or 1))
