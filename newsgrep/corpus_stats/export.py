"""Use case: query → articles to hand over: all that match, or a sample that can be drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.corpus_stats.choices import PERIODS
from newsgrep.corpus_stats.sampling import Sample, Stratum, sample, stratified_sample
from newsgrep.errors import UsageError
from newsgrep.progress import tracked
from newsgrep.query.syntax import Filter, Or
from newsgrep.search.batches import READING
from newsgrep.search.search import search
from newsgrep.search.snippets import mark, mark_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.choices import StratifiedBy
    from newsgrep.engine.base import EngineReader, Hit
    from newsgrep.model import Article, Span
    from newsgrep.query.plan_nodes import TextNode
    from newsgrep.search.search import Answer, Request


class Drawing(NamedTuple):
    """How a sample is drawn: ``size`` articles by ``seed``; ``by`` is year or source, or None for no strata."""

    size: int
    seed: int = 0
    by: StratifiedBy | None = None


class Exported(NamedTuple):
    """An article, its rank among those exported (from 1), and the matches in its title and in each paragraph.

    ``reprints`` is the number of its reprints that were left out; None if none were.
    """

    rank: int
    article: Article
    title_matches: tuple[Span, ...]
    matches: tuple[tuple[Span, ...], ...]
    reprints: int | None = None


class Export(NamedTuple):
    """The articles of an export, read lazily: ``size`` of them, from ``strata``.

    ``total`` articles match; they are ``stories`` without reprints, if these are left out, else as many.
    """

    answer: Answer
    articles: Iterator[Exported]
    size: int
    total: int
    stories: int
    strata: tuple[Stratum, ...] = ()
    drawing: Drawing | None = None


def drawing_of(size: int | None, seed: int, by: StratifiedBy | None, limit: int | None) -> Drawing | None:
    """How a sample of some ``size`` is drawn; None if none is wanted.

    Raises:
        UsageError: what is wanted contradicts itself.

    """
    if by and not size:
        raise UsageError("--stratify needs --sample", hint="add one, such as --sample 300")
    if size and limit:
        raise UsageError("--sample and --limit cannot be combined")
    return Drawing(size, seed, by) if size else None


def export(
    engine: EngineReader,
    request: Request,
    segmenter: Segmenter,
    drawing: Drawing | None = None,
    *,
    is_marked: bool = True,
) -> Export:
    """Find all articles that match all of a request, or draw a sample of them; in the order of the request.

    With ``is_marked``, the matches are found in each.
    """
    answer = search(engine, request._replace(relax=False), segmenter)
    hits = answer.found.hits
    is_whole = request.unique and request.limit is None
    stories = len(hits) if is_whole else answer.total_all
    if drawing and request.unique:
        hits = _whatever_the_order(engine, request, segmenter)
    drawn = _drawn(engine, answer, hits, drawing) if drawing else None
    if drawn:
        hits = [hits[number] for number in drawn.chosen]
    exported = _exported(engine, hits, answer.plan.marks if is_marked else ())
    return Export(answer, exported, len(hits), answer.total_all, stories, drawn.strata if drawn else (), drawing)


def export_chosen(
    engine: EngineReader, ids: Sequence[str], request: Request, segmenter: Segmenter, *, is_marked: bool = True
) -> Export:
    """The articles with some ids, as far as there are any, in the order of a request; what it matches may be marked."""
    marks = search(engine, request._replace(limit=0, relax=False), segmenter).plan.marks if is_marked else ()
    these = Or(tuple(Filter("id", name) for name in ids))
    every = request._replace(line="", filters=(these,), limit=None, relax=False, unique=False, recency=None)
    answer = search(engine, every, segmenter)
    wanted = set(ids)
    hits = [hit for hit in answer.found.hits if hit.id in wanted]  # an id may look like a pattern that matches others
    line = " OR ".join(f'id:"{name}"' for name in ids)
    answer = answer._replace(request=every._replace(line=line))
    return Export(answer, _exported(engine, hits, marks), len(hits), len(hits), len(hits))


def _whatever_the_order(engine: EngineReader, request: Request, segmenter: Segmenter) -> Sequence[Hit]:
    """One article per story: the first by its place instead of the best, which would depend on the order.

    They are in the order of the request.
    """
    ordered = search(engine, request._replace(relax=False, unique=False), segmenter).found.hits
    ranks = {hit.id: rank for rank, hit in enumerate(ordered)}
    first = search(engine, request._replace(relax=False, order="path"), segmenter).found.hits
    return sorted(first, key=lambda hit: ranks[hit.id])


def _drawn(engine: EngineReader, answer: Answer, hits: Sequence[Hit], drawing: Drawing) -> Sample:
    ids = [hit.id for hit in hits]
    if not drawing.by:
        return sample(ids, drawing.size, drawing.seed)
    names = {article.id: _stratum(article, drawing.by) for article, _ in engine.metadata(answer.plan)}
    return stratified_sample(ids, [names.get(name, "") for name in ids], drawing.size, drawing.seed)


def _stratum(article: Article, by: str) -> str:
    return (article.date or "")[: PERIODS["year"]] if by == "year" else article.source or ""


def _exported(engine: EngineReader, hits: Sequence[Hit], marks: Sequence[TextNode]) -> Iterator[Exported]:
    for rank, hit in enumerate(tracked(hits, READING, len(hits)), start=1):
        if article := engine.get(hit.id):
            found = tuple(mark(part.text, marks, "body") if marks else () for part in article.paragraphs)
            title = mark_title(article, marks) if marks else ()
            yield Exported(rank, article, title, found, hit.reprints)
