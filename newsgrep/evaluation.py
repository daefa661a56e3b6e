"""Use case: queries and judgments → scores of the ranking, and whether two rankings differ."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsgrep.errors import DependencyError, UsageError
from newsgrep.message import reason
from newsgrep.query.synonyms import NO_SYNONYMS
from newsgrep.search.search import Request, search

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader, Hit
    from newsgrep.query.synonyms import Synonyms

Queries: TypeAlias = "Mapping[str, str]"
# Query → article → how relevant it is, 0 for not at all; and query → articles, the best first.
Judgments: TypeAlias = "Mapping[str, Mapping[str, int]]"
Run: TypeAlias = "Mapping[str, Sequence[str]]"

DEPTH = 100
# Our names for the measures, and those of ir-measures.
MEASURES = {"nDCG@10": "nDCG@10", "MRR@10": "RR@10", "recall@100": "R@100", "judged@10": "Judged@10"}
MISSING = "the package {} is missing"
INSTALL = "pip install 'newsgrep[eval]'"

MOST_DIGITS = 6


class Difference(NamedTuple):
    """What one ranking has over another in a measure.

    ``p`` is how likely so large a mean difference is by chance alone (paired t-test, two-sided; Urbano et al. 2019,
    "Statistical significance testing in information retrieval", find it the best of the usual ones), None where all
    differ by the same; ``queries`` are the differences of the single queries.
    """

    mean: float
    p: float | None
    queries: Mapping[str, float]


def read_queries(path: Path) -> dict[str, str]:
    """A file of queries: on each line a name, a tab, and the query line."""
    queries = {}
    for number, line in _lines(path):
        name, tab, query = line.partition("\t")
        if not tab:
            raise UsageError("this is no query", path=path, line=number, hint="a line is a name, a tab and the query")
        if name.strip() in queries:
            raise UsageError(
                "the name {} is taken", name.strip(), path=path, line=number, hint="each query has its own"
            )
        queries[name.strip()] = query.strip()
    return queries


def read_judgments(path: Path) -> dict[str, dict[str, int]]:
    """A file of judgments as TREC has them: query, a number that is not used, article, relevance."""
    judgments: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        try:
            query, _, rest = line.split(None, 2)
            article, relevance = rest.rsplit(None, 1)  # there may be spaces in the name of an article
            judgments.setdefault(query, {})[article.strip()] = _relevance(relevance)
        except ValueError as error:
            raise UsageError(
                "this is no judgment", path=path, line=number, hint="a line is: query 0 article relevance (TREC qrels)"
            ) from error
    return judgments


def _relevance(text: str) -> int:
    """A relevance; one of more digits than the scorer counts with is none."""
    if len(text) > MOST_DIGITS:
        raise ValueError(text)
    return int(text)


def read_run(path: Path) -> dict[str, list[str]]:
    """A ranking as TREC has it: query, Q0, article, rank, score, name of the run; the highest score first."""
    scored: dict[str, list[tuple[float, str]]] = {}
    for number, line in _lines(path):
        try:
            query, _, rest = line.split(None, 2)
            article, _, score, _ = rest.rsplit(None, 3)
            scored.setdefault(query, []).append((-_number(score), article))
        except ValueError as error:
            raise UsageError(
                "this is no line of a run",
                path=path,
                line=number,
                hint="a line is: query Q0 article rank score name (TREC run)",
            ) from error
    return {query: [article for _, article in sorted(found, key=lambda one: one[0])] for query, found in scored.items()}


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def run_lines(run: Run) -> Iterator[str]:
    """A ranking as TREC has it; the score is what is left of the depth, so that it orders as the ranking does."""
    for query, articles in run.items():
        for rank, article in enumerate(articles, start=1):
            yield f"{query} Q0 {article} {rank} {len(articles) - rank + 1} newsgrep\n"


def run_queries(
    engine: EngineReader,
    segmenter: Segmenter,
    queries: Queries,
    judgments: Judgments,
    *,
    synonyms: Synonyms = NO_SYNONYMS,
) -> dict[str, list[str]]:
    """The best ``DEPTH`` articles of each query, by the names by which they are judged."""
    run = {}
    for name, line in queries.items():
        judged = judgments.get(name, {})
        hits = search(engine, Request(line, limit=DEPTH, synonyms=synonyms), segmenter).found.hits
        run[name] = list(dict.fromkeys(_name(hit, judged) for hit in hits))
    return run


def _name(hit: Hit, judged: Mapping[str, int]) -> str:
    """What the judgments call an article: its id, or the record's own id, or the file, if it is not judged, its id."""
    return next((name for name in (hit.id, hit.key, hit.path) if name in judged), hit.id)


def score(run: Run, judgments: Judgments) -> dict[str, dict[str, float]]:
    """Each measure of each query that has judgments; a query without any hit counts as zero."""
    try:
        import ir_measures
    except ImportError as error:
        raise DependencyError(MISSING, "ir-measures", hint=INSTALL) from error
    by_name = {ir_measures.parse_measure(theirs): ours for ours, theirs in MEASURES.items()}
    qrels = [
        ir_measures.Qrel(query, article, relevance)
        for query, judged in judgments.items()
        for article, relevance in judged.items()
    ]
    ranked = [
        ir_measures.ScoredDoc(query, article, -float(rank))
        for query, articles in run.items()
        for rank, article in enumerate(articles)
    ]
    scores: dict[str, dict[str, float]] = {ours: {} for ours in MEASURES}
    for found in ir_measures.iter_calc(list(by_name), qrels, ranked):
        scores[by_name[found.measure]][found.query_id] = float(found.value)
    return scores


def mean(values: Mapping[str, float]) -> float:
    """The mean over the queries."""
    return sum(values.values()) / (len(values) or 1)


def difference(here: Mapping[str, float], there: Mapping[str, float]) -> Difference:
    """What one ranking has over another, by the queries that both answer."""
    try:
        from scipy.stats import ttest_rel
    except ImportError as error:
        raise DependencyError(MISSING, "scipy", hint=INSTALL) from error
    queries = {name: value - there[name] for name, value in here.items() if name in there}
    if not any(queries.values()):
        return Difference(0.0, 1.0, queries)
    if len(set(queries.values())) == 1:  # the test has nothing to go by
        return Difference(mean(queries), None, queries)
    p = float(ttest_rel([here[name] for name in queries], [there[name] for name in queries]).pvalue)
    return Difference(mean(queries), p, queries)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that say something, with their numbers."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("cannot be read ({})", reason(error), path=path, hint="it is UTF-8 text") from error
    yield from ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
