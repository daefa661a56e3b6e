"""Use case: queries + relevance judgments → scores of the ranking, and whether two rankings differ."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsgrep.errors import DependencyError, UsageError
from newsgrep.message import Message, reason
from newsgrep.progress import tracked
from newsgrep.query.synonyms import NO_SYNONYMS
from newsgrep.search.search import Request, search
from newsgrep.storage.user_files import MOST_WRITTEN, refuse_special

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader, Hit
    from newsgrep.query.synonyms import Synonyms

Queries: TypeAlias = "Mapping[str, str]"
# Query → article → relevance, 0 for not relevant; and query → articles, best first.
Judgments: TypeAlias = "Mapping[str, Mapping[str, int]]"
Run: TypeAlias = "Mapping[str, Sequence[str]]"

DEPTH = 100
# Measures by the names used here → the same in ir-measures.
MEASURES = {"nDCG@10": "nDCG@10", "MRR@10": "RR@10", "recall@100": "R@100", "judged@10": "Judged@10"}
MISSING = "the package {} is not installed"
INSTALL = "run \"pip install 'newsgrep[eval]'\""
SEARCHING = Message("searching")

MOST_DIGITS = 6  # of a relevance


class Difference(NamedTuple):
    """The difference of two rankings in a measure: its mean, and its value for each query.

    ``p`` is the p-value of a two-sided paired t-test, which Urbano et al. 2019 ("Statistical significance testing in
    information retrieval") find the best of the usual tests; None if all queries differ by the same value.
    """

    mean: float
    p: float | None
    queries: Mapping[str, float]


def read_queries(path: Path) -> dict[str, str]:
    """Read a file of queries, one per line: name, tab, query line.

    Raises:
        UsageError: the file cannot be read, a line has no tab, or a name occurs twice.

    """
    queries = {}
    for number, line in _lines(path):
        name, tab, query = line.partition("\t")
        if not tab:
            raise UsageError("not a valid query line", path=path, line=number, hint="write a name, a tab and the query")
        if name.strip() in queries:
            raise UsageError(
                "the query name {} is used twice",
                name.strip(),
                path=path,
                line=number,
                hint="give each query its own name",
            )
        queries[name.strip()] = query.strip()
    return queries


def read_judgments(path: Path) -> dict[str, dict[str, int]]:
    """Read relevance judgments in TREC's qrels format: query, an unused column, article, relevance.

    Raises:
        UsageError: the file cannot be read, or a line is not a judgment.

    """
    judgments: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        try:
            query, _, rest = line.split(None, 2)
            article, relevance = rest.rsplit(None, 1)  # the name of an article may contain spaces
            judgments.setdefault(query, {})[article.strip()] = _relevance(relevance)
        except ValueError as error:
            raise UsageError(
                "not a valid judgment line",
                path=path,
                line=number,
                hint="write: query 0 article relevance (TREC qrels)",
            ) from error
    return judgments


def _relevance(text: str) -> int:
    """Parse a relevance; ``ValueError`` for more digits than the scorer can handle."""
    if len(text) > MOST_DIGITS:
        raise ValueError(text)
    return int(text)


def read_run(path: Path) -> dict[str, list[str]]:
    """Read a ranking in TREC's run format: query, Q0, article, rank, score, name of the run.

    Articles are ordered by score, highest first; the rank column is ignored.

    Raises:
        UsageError: the file cannot be read, or a line is not one of a run.

    """
    scored: dict[str, list[tuple[float, str]]] = {}
    for number, line in _lines(path):
        try:
            query, _, rest = line.split(None, 2)
            article, _, score, _ = rest.rsplit(None, 3)
            scored.setdefault(query, []).append((-_number(score), article))
        except ValueError as error:
            raise UsageError(
                "not a valid line of a run",
                path=path,
                line=number,
                hint="write: query Q0 article rank score name (TREC run)",
            ) from error
    return {
        query: [article for _, article in sorted(found, key=lambda pair: pair[0])] for query, found in scored.items()
    }


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def run_lines(run: Run) -> Iterator[str]:
    """Format a ranking as lines of TREC's run format; the scores are integers that descend with the rank."""
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
    """Search for each query: its best ``DEPTH`` articles, by the names that the judgments use."""
    run = {}
    for name, line in tracked(queries.items(), SEARCHING, len(queries)):
        judged = judgments.get(name, {})
        hits = search(engine, Request(line, limit=DEPTH, synonyms=synonyms), segmenter).found.hits
        run[name] = list(dict.fromkeys(_name(hit, judged) for hit in hits))
    return run


def _name(hit: Hit, judged: Mapping[str, int]) -> str:
    """The name of an article in the judgments: its id, key or path, whichever is judged; else its id."""
    return next((name for name in (hit.id, hit.key, hit.path) if name in judged), hit.id)


def score(run: Run, judgments: Judgments) -> dict[str, dict[str, float]]:
    """Compute the ``MEASURES`` of a run: measure → query → value, for each query that has judgments.

    A query without hits scores 0.

    Raises:
        DependencyError: ir-measures is not installed.

    """
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
    """The mean over the queries; 0 if there are none."""
    return sum(values.values()) / (len(values) or 1)


def difference(here: Mapping[str, float], there: Mapping[str, float]) -> Difference:
    """Compare the values of a measure for two rankings, ``here`` minus ``there``, over the queries that both have.

    Raises:
        DependencyError: scipy is not installed.

    """
    try:
        from scipy.stats import ttest_rel
    except ImportError as error:
        raise DependencyError(MISSING, "scipy", hint=INSTALL) from error
    queries = {name: value - there[name] for name, value in here.items() if name in there}
    if not any(queries.values()):
        return Difference(0.0, 1.0, queries)
    if len(set(queries.values())) == 1:  # no variance: the t-test is undefined
        return Difference(mean(queries), None, queries)
    p = float(ttest_rel([here[name] for name in queries], [there[name] for name in queries]).pvalue)
    return Difference(mean(queries), p, queries)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The non-blank lines of a file, with their numbers (from 1)."""
    try:
        refuse_special(path)
        if path.stat().st_size > MOST_WRITTEN:
            raise ValueError(Message("longer than {} MB; not read", MOST_WRITTEN >> 20))  # noqa: TRY301 (said below)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise UsageError(
            "cannot be read: {}", reason(error), path=path, hint="check the path; the file must be UTF-8 text"
        ) from error
    yield from ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
