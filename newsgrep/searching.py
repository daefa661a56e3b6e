"""Use case: query line → articles found, with what to show of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import QueryError
from newsgrep.query.explain import steps
from newsgrep.query.nodes import AtLeast, Plan, Value
from newsgrep.query.parse import Parsed, parse
from newsgrep.query.plan import make_plan
from newsgrep.query.tree import All, Boost, Quoted, Run, Tree
from newsgrep.snippet import mark_title, snippets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import Contribution, Engine, Found, Hit, Order
    from newsgrep.model import Article, Snippet, Span
    from newsgrep.query.nodes import Node


# Half of a question's words, then a quarter: what holds more of them is better than what holds a rare one.
LOOSER_SHARES = (0.5, 0.25)


class Request(NamedTuple):
    """What is looked for: a query line, filters beside it, and which part of what order is wanted.

    ``relax`` allows a long question that no article answers to be answered by those that hold some of its words.
    """

    line: str
    filters: tuple[Tree, ...] = ()
    any_word: bool = False
    limit: int | None = 20
    offset: int = 0
    order: Order = "relevance"
    relax: bool = True


class Answer(NamedTuple):
    """What was found, in an index of ``articles`` articles in its ``version``.

    ``relaxed`` says that no article holds enough of the words, so that the best of those that hold some are given;
    ``warning``, that what was asked for would not have come to an end, so that something else was.
    """

    request: Request
    parsed: Parsed
    plan: Plan
    found: Found
    relaxed: bool
    milliseconds: float
    articles: int
    version: int
    warning: str | None = None


class Reason(NamedTuple):
    """A part of a plan, how deep it lies, and whether an article matches it."""

    depth: int
    node: Node
    holds: bool


class Shown(NamedTuple):
    """One hit as it is shown: rank from 1, the article, its snippets, and the matches in its title.

    ``contributions`` make up its score; they are given where they were asked for.
    """

    rank: int
    hit: Hit
    article: Article
    snippets: tuple[Snippet, ...]
    title_matches: tuple[Span, ...]
    contributions: tuple[Contribution, ...] = ()


def search(engine: Engine, request: Request, segmenter: Segmenter) -> Answer:
    """Ask the engine; a question that no article answers in full is asked again, more loosely."""
    began = time.perf_counter()
    parsed = parse(request.line, any_word=request.any_word)
    try:
        return _answer(engine, request, parsed, segmenter, began)
    except QueryError as error:
        literally = Parsed(Quoted(request.line.strip()), parsed.notes)
        answer = _answer(engine, request, literally, segmenter, began)
        return answer._replace(warning=f"{error}; the query was taken literally")


def _answer(engine: Engine, request: Request, parsed: Parsed, segmenter: Segmenter, began: float) -> Answer:
    tree = All((parsed.tree, *request.filters)) if request.filters else parsed.tree
    plan = make_plan(tree, segmenter)
    found = _ask(engine, plan, request)
    relaxed = False
    shares = LOOSER_SHARES if request.relax and _is_run(parsed.tree) else ()
    for share in shares:
        if found.total:
            break
        looser = make_plan(tree, segmenter, share=share)
        if looser != plan:
            plan, found = looser, _ask(engine, looser, request)
            relaxed = found.total > 0
    held = engine.stats()
    took = (time.perf_counter() - began) * 1000
    return Answer(request, parsed, plan, found, relaxed, took, held.articles, held.version)


def show(engine: Engine, answer: Answer, *, count: int, columns: int, explain: bool = False) -> Iterator[Shown]:
    """The hits with their articles and snippets, one by one; with ``explain``, with what makes up their scores."""
    for rank, hit in enumerate(answer.found.hits, start=answer.request.offset + 1):
        if article := engine.get(hit.id):
            found = tuple(snippets(article, answer.plan.marks, count=count, columns=columns)) if count else ()
            scored = tuple(engine.contributions(answer.plan, hit.id)) if explain else ()
            yield Shown(rank, hit, article, found, mark_title(article, answer.plan.marks), scored)


def why(engine: Engine, answer: Answer, article_id: str) -> list[Reason]:
    """Why an article matches or does not: every part of the plan, and whether the article matches it."""
    this = Value("id", article_id)  # as a pattern it may mean others, too

    def holds(node: Node) -> bool:
        hits = engine.search(Plan(AtLeast(2, (node, this))), limit=None).hits
        return any(hit.id == article_id for hit in hits)

    return [Reason(depth, node, holds(node)) for depth, node in steps(answer.plan.match)]


def _ask(engine: Engine, plan: Plan, request: Request) -> Found:
    return engine.search(plan, limit=request.limit, offset=request.offset, order=request.order)


def _is_run(tree: Tree) -> bool:
    """One run and nothing else: what is quoted or combined by operators means what it says."""
    return isinstance(tree.tree if isinstance(tree, Boost) else tree, Run)
