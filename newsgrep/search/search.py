"""Use case: query line → ranked hits, and what to show of each."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.engine.base import Hit, TopDocs
from newsgrep.errors import QueryError
from newsgrep.message import Message
from newsgrep.progress import tracked
from newsgrep.query.explain import walk
from newsgrep.query.parse import Parsed, literally, parse
from newsgrep.query.plan_nodes import AtLeast, Plan, Value
from newsgrep.query.planner import SHARE_OF_WORDS, make_plan
from newsgrep.query.questions import as_question
from newsgrep.query.synonyms import NO_SYNONYMS
from newsgrep.query.syntax import And, Quoted, Tree
from newsgrep.query.text_options import DEFAULT_TEXT_OPTIONS, TextOptions
from newsgrep.search.rerank import MOST_CHARACTERS, RERANK_DEPTH, rerank_bonus
from newsgrep.search.snippets import mark_title, snippets
from newsgrep.search.written_fields import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import Contribution, EngineReader, Order
    from newsgrep.model import Article, Snippet, Span
    from newsgrep.query.plan_nodes import Node, Recency
    from newsgrep.query.synonyms import Synonyms


# A question that fewer articles match, none of them literally, is relaxed: a quarter of its words suffices, then any
# one. With 10 instead of 100, judged rankings begin as well but end early (recall@100 0.79 instead of 0.90).
ENOUGH = 100
LOOSER_SHARES = (0.25, 0.0)
READING = Message("reading articles")
# The reprints of one hit are looked up among the sketches of all articles in the time in which the join of all matches
# takes on about this many of them.
JOINED_MEANWHILE = 16
# Display columns of a snippet where no terminal sets the width: about the first two printed lines of a paragraph.
SNIPPET_COLUMNS = 160


class Request(NamedTuple):
    """A query line with filters, and the wanted part of its ranking: ``limit`` hits (None: all) from ``offset``.

    ``any_word`` matches articles with any of the words (default: all). ``relax`` lets a question that few articles
    match fall back to articles with some of its words. ``unique`` leaves out reprints of earlier hits (``total`` still
    counts them). ``synonyms`` expand the words of the line. ``recency`` favours newer articles. ``phrase_only`` matches
    a bare run only as a phrase. ``text_options`` say how texts match. ``count_literal`` counts the articles that
    contain the wording of the query, which may mean to read every one that could. ``name`` is that of a saved search.
    """

    line: str
    filters: tuple[Tree, ...] = ()
    any_word: bool = False
    limit: int | None = 20
    offset: int = 0
    order: Order = "relevance"
    relax: bool = True
    unique: bool = False
    synonyms: Synonyms = NO_SYNONYMS
    recency: Recency | None = None
    phrase_only: bool = False
    text_options: TextOptions = DEFAULT_TEXT_OPTIONS
    count_literal: bool = False
    name: str | None = None

    @property
    def end(self) -> int | None:
        """End of the wanted part, exclusive, counted from the top of the ranking; None: no end."""
        return None if self.limit is None else self.offset + self.limit


class Answer(NamedTuple):
    """The hits of a search in an index of ``articles`` articles at ``version``.

    ``rest`` is the number of matches after these hits, not counting reprints collapsed into a hit. ``relaxed``: few
    articles contain enough of the words, so articles with some of them are included. ``warning``: the query could not
    be evaluated in bounded time, and was taken literally.
    """

    request: Request
    parsed: Parsed
    plan: Plan
    found: TopDocs
    relaxed: bool
    milliseconds: float
    articles: int
    version: int
    rest: int = 0
    warning: Message | None = None

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What was not taken as it was written, and whether partial matches are included."""
        return (
            *self.parsed.notes,
            *([self.warning] if self.warning else []),
            *(
                [Message("few articles contain all of these words; partial matches are shown too")]
                if self.relaxed
                else []
            ),
        )

    @property
    def is_split(self) -> bool:
        """Whether some of the matching articles contain the wording of the query, and others only its words."""
        return self.found.literal is not None and self.found.literal < self.found.total

    def is_literal(self, hit: Hit) -> bool:
        """Whether a hit contains the wording of the query; each does if no article matches by words alone."""
        return hit.literal or not self.plan.prefer


class ResultPage(NamedTuple):
    """The wanted part of a ranking, and how many hits come after it."""

    hits: Sequence[Hit]
    rest: int


class Reason(NamedTuple):
    """A node of a plan, its depth in the plan, and whether an article matches it."""

    depth: int
    node: Node
    holds: bool


class Shown(NamedTuple):
    """A hit ready to be printed: rank (from 1), article, snippets, and the matches in the title.

    ``contributions`` are the parts of its score; empty unless requested.
    """

    rank: int
    hit: Hit
    article: Article
    snippets: tuple[Snippet, ...]
    title_matches: tuple[Span, ...]
    contributions: tuple[Contribution, ...] = ()


def search(engine: EngineReader, request: Request, segmenter: Segmenter) -> Answer:
    """Evaluate a request; a question that few articles match is relaxed (see ``ENOUGH``).

    A query that cannot be evaluated in bounded time is searched for as a literal text instead, with a warning.
    """
    began = time.perf_counter()
    if request.text_options.fixed_strings:
        parsed = literally(request.line)
    else:
        parsed = resolve(engine, parse(request.line, any_word=request.any_word))
    try:
        return _answer(engine, request, parsed, segmenter, began)
    except QueryError as error:
        as_text = Parsed(Quoted(request.line.strip()), parsed.notes)
        answer = _answer(engine, request, as_text, segmenter, began)
        return answer._replace(warning=Message("{}; searching for the text instead", error.located))


def _answer(engine: EngineReader, request: Request, parsed: Parsed, segmenter: Segmenter, began: float) -> Answer:
    tree = And((parsed.tree, *request.filters)) if request.filters else parsed.tree
    plan = _plan(tree, request, segmenter)
    found, relaxed = _query_engine(engine, plan, request, request.end), False
    is_literal = request.text_options.fixed_strings or request.text_options.as_written
    asked = as_question(tree, segmenter) if request.relax and not is_literal else None
    for share in LOOSER_SHARES:
        if not asked or found.total >= ENOUGH or any(hit.literal for hit in found.hits[:1]):
            break
        looser = _plan(asked, request, segmenter, share=share)
        more = _query_engine(engine, looser, request, request.end)
        relaxed = relaxed or more.total > found.total
        plan, found = looser, more
    found = _maybe_reranked(engine, plan, request, found)
    hits, rest = _collapse_reprints(engine, plan, request, found) if request.unique else _page(request, found)
    literal = literal_total(engine, plan, found.total) if request.count_literal else None
    found = TopDocs(hits, found.total, literal)
    stats = engine.stats()
    took = (time.perf_counter() - began) * 1000
    return Answer(request, parsed, plan, found, relaxed, took, stats.articles, stats.version, rest)


def literal_total(engine: EngineReader, plan: Plan, total: int) -> int:
    """The number of matching articles that contain every text of the query literally; all if none may be in words."""
    if not (plan.prefer and total):
        return total
    return engine.search(Plan(AtLeast(2, (plan.match, plan.prefer))), limit=0).total


def show(engine: EngineReader, answer: Answer, *, count: int, columns: int, explain: bool = False) -> Iterator[Shown]:
    """Read the articles of the hits, lazily, each with up to ``count`` snippets of about ``columns`` display columns.

    With ``explain``, the parts of its score are given as well.
    """
    hits = tracked(answer.found.hits, READING, len(answer.found.hits))
    for rank, hit in enumerate(hits, start=answer.request.offset + 1):
        if article := engine.get(hit.id):
            found = tuple(snippets(article, answer.plan.marks, count=count, columns=columns)) if count else ()
            scored = tuple(engine.contributions(answer.plan, hit.id)) if explain else ()
            yield Shown(rank, hit, article, found, mark_title(article, answer.plan.marks), scored)


def why(engine: EngineReader, answer: Answer, article_id: str) -> list[Reason]:
    """Explain why an article matches or does not: every node of the plan, and whether the article matches it."""
    return [
        Reason(depth, node, bool(matching(engine, Plan(node), {article_id}))) for depth, node in walk(answer.plan.match)
    ]


def _plan(tree: Tree, request: Request, segmenter: Segmenter, *, share: float = SHARE_OF_WORDS) -> Plan:
    plan = make_plan(
        tree,
        segmenter,
        share=share,
        synonyms=request.synonyms,
        phrase_only=request.phrase_only,
        text_options=request.text_options,
    )
    return plan._replace(recency=request.recency)


def _query_engine(engine: EngineReader, plan: Plan, request: Request, end: int | None) -> TopDocs:
    """The ranking down to ``end``, or to ``RERANK_DEPTH`` if it is to be reranked."""
    if end is not None and _is_reranked(plan, request):
        end = max(end, RERANK_DEPTH)
    return engine.search(plan, limit=end, order=request.order)


def _is_reranked(plan: Plan, request: Request) -> bool:
    return request.order == "relevance" and bool(plan.wording)


def _maybe_reranked(engine: EngineReader, plan: Plan, request: Request, found: TopDocs) -> TopDocs:
    return _rerank(engine, plan, found) if _is_reranked(plan, request) else found


def _page(request: Request, found: TopDocs) -> ResultPage:
    """The wanted part of a ranking."""
    hits = found.hits[request.offset : request.end]
    return ResultPage(hits, max(0, found.total - request.offset - len(hits)))


def _collapse_reprints(engine: EngineReader, plan: Plan, request: Request, found: TopDocs) -> ResultPage:
    """The wanted part of a ranking without reprints of earlier hits; each hit has the number of its reprints."""
    if request.end is None or JOINED_MEANWHILE * request.end > found.total:
        return _collapse_all(engine, plan, request, found)
    return _collapse_top(engine, plan, request, found)


def _collapse_all(engine: EngineReader, plan: Plan, request: Request, found: TopDocs) -> ResultPage:
    """Join all matches."""
    if len(found.hits) < found.total:
        found = _maybe_reranked(engine, plan, request, _query_engine(engine, plan, request, None))
    originals = engine.originals([hit.id for hit in found.hits])
    articles = Counter(originals)  # an original and its reprints
    kept = [found.hits[number]._replace(reprints=count - 1) for number, count in sorted(articles.items())]
    hits = kept[: request.end]
    return ResultPage(hits[request.offset :], found.total - sum(1 + (hit.reprints or 0) for hit in hits))


def _collapse_top(engine: EngineReader, plan: Plan, request: Request, found: TopDocs) -> ResultPage:
    """Look up the reprints of the wanted hits, one by one."""
    kept: dict[Hit, list[str]] = {}
    reprints: set[str] = set()
    seen = 0
    while seen < found.total and len(kept) != request.end:
        if seen == len(found.hits):
            found = _maybe_reranked(
                engine, plan, request, _query_engine(engine, plan, request, 2 * seen or request.end)
            )
        hit = found.hits[seen]
        seen += 1
        if hit.id not in reprints:
            kept[hit] = [copy.id for copy in engine.reprints(hit.id)]
            reprints.update(kept[hit])
    counted = matching(engine, plan, reprints) - {hit.id for hit in kept}
    hits = []
    for hit, copies in kept.items():
        own = counted & set(copies)  # a reprint of two hits is counted once
        counted -= own
        hits.append(hit._replace(reprints=len(own)))
    return ResultPage(hits[request.offset :], found.total - sum(1 + (hit.reprints or 0) for hit in hits))


def matching(engine: EngineReader, plan: Plan, ids: set[str]) -> set[str]:
    """Select those of the ids whose articles match a plan."""
    # A wildcard in an id may match other ids as well: hence the intersection.
    these = AtLeast(1, tuple(Value("id", article_id) for article_id in ids))
    return {hit.id for hit in engine.search(Plan(AtLeast(2, (plan.match, these))), limit=None).hits} & ids


def _rerank(engine: EngineReader, plan: Plan, found: TopDocs) -> TopDocs:
    """The ranking with its top hits reranked; literal matches stay before the others."""
    hits, others = found.hits[:RERANK_DEPTH], found.hits[RERANK_DEPTH:]
    if not hits:
        return found
    fields = tuple(name for name in TEXT_FIELDS if any(name in literal.fields for literal in plan.wording))
    texts = engine.texts([hit.id for hit in hits], fields, MOST_CHARACTERS)
    scores = np.array([hit.score / hit.recency for hit in hits])
    bonus = rerank_bonus([literal.text for literal in plan.wording], texts, scores, feedback_share=plan.feedback)
    raised = [
        hit._replace(score=hit.score + sum(parts) * hit.recency, **dict(zip(bonus._fields, parts, strict=True)))
        for hit, parts in zip(hits, np.transpose(bonus).tolist(), strict=True)
    ]
    raised.sort(key=lambda hit: (not hit.literal, -hit.score, hit.place))
    return TopDocs([*raised, *others], found.total)
