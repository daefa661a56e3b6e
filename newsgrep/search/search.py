"""Use case: query line → ranked hits, and why an article is among them."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.errors import QueryError
from newsgrep.message import Message
from newsgrep.query.parse import Parsed, literally, parse
from newsgrep.query.planner import make_plan
from newsgrep.query.synonyms import NO_SYNONYMS
from newsgrep.query.syntax import And, Quoted, Tree
from newsgrep.query.text_options import DEFAULT_TEXT_OPTIONS, TextOptions
from newsgrep.search.ranking import Ranker, collapse_reprints, matching, wanted_page
from newsgrep.search.written_fields import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader, Hit, Order, TopDocs
    from newsgrep.query.looser import Looser
    from newsgrep.query.plan_nodes import Node, Plan, Recency
    from newsgrep.query.synonyms import Synonyms

# Where no limit is given, articles that hold only some of the query follow fewer than this many that hold all. So few
# are reranked together with them.
FEW = 20
# Display columns of a snippet where no terminal sets the width: about the first two printed lines of a paragraph.
SNIPPET_COLUMNS = 160
Counting = Literal["no", "readily", "fully"]
# So many articles at most are read to count readily: their time is a twentieth of a search's.
READ_READILY = 500


class Request(NamedTuple):
    """A query line with filters, and the wanted part of its ranking: ``limit`` hits (None: all) from ``offset``.

    ``any_word`` matches articles with any of the words (default: all). ``relax``: where articles that hold all of the
    query do not fill the wanted part, the best of those that hold only some of it follow. ``unique`` leaves out
    reprints of earlier hits (``total`` still counts them). ``synonyms`` expand the words of the line. ``recency``
    favours newer articles. ``phrase_only`` matches a bare run only as a phrase. ``text_options`` say how texts match.
    ``count_literal`` counts the articles that contain the wording of the query: ``readily``, only if few have to be
    read for it, or ``fully``, once the number is asked for, as it may mean to read every one that could. ``name`` is
    that of a saved search.
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
    count_literal: Counting = "no"
    name: str | None = None

    @property
    def end(self) -> int | None:
        """End of the wanted part, exclusive, counted from the top of the ranking; None: no end."""
        return None if self.limit is None else self.offset + self.limit

    @property
    def enough(self) -> int:
        """How many articles that hold all of the query fill the wanted part."""
        return FEW if self.end is None else self.end

    @property
    def few(self) -> int:
        """Fewer articles that hold all of the query are reranked together with the rest, on every page alike."""
        return min(FEW, self.limit or FEW)


class Answer(NamedTuple):
    """The hits of a search in an index of ``articles`` articles at ``version``.

    ``rest`` is the number of matches after these hits, not counting reprints collapsed into a hit. ``warning``: the
    query could not be evaluated in bounded time, and was taken literally. ``looser`` is what articles match that hold
    only some of the query, if such are included. ``literal_counter`` gives ``total_literal`` where ``found`` lacks it.
    """

    request: Request
    parsed: Parsed
    plan: Plan
    found: TopDocs
    milliseconds: float
    articles: int
    version: int
    rest: int = 0
    warning: Message | None = None
    looser: Looser | None = None
    literal_counter: Callable[[], int | None] | None = None

    @property
    def total_all(self) -> int:
        """How many articles hold all of the query; the others, only some of it."""
        return self.found.total - self.found.partial

    @property
    def relaxed(self) -> bool:
        """Whether articles that hold only some of the query are included."""
        return self.found.partial > 0

    @property
    def notes(self) -> tuple[Message, ...]:
        """What was not taken as it was written."""
        return (*self.parsed.notes, *([self.warning] if self.warning else []))

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What was not taken as it was written, and whether partial matches are included."""
        if not self.relaxed:
            return self.notes
        few = Message("few articles contain all of these words; partial matches are shown too")
        none = Message("no article contains all of these words; partial matches are shown")
        return (*self.notes, few if self.total_all else none)

    @property
    def may_be_split(self) -> bool:
        """Whether of the articles that hold all some may contain the wording of the query, others only its words."""
        return bool(self.plan.prefer) if self.found.literal is None else self.found.literal < self.total_all

    @property
    def is_literal_counted(self) -> bool:
        """Whether it is known, or can be, how many articles contain the wording of the query."""
        return self.found.literal is not None or self.literal_counter is not None

    def total_literal(self) -> int | None:
        """How many articles contain the wording of the query; None if that is not counted. May take seconds."""
        return self.literal_counter() if self.found.literal is None and self.literal_counter else self.found.literal

    def is_literal(self, hit: Hit) -> bool:
        """Whether a hit contains the wording of the query; each does if no article matches by words alone."""
        return hit.literal or not self.plan.prefer


class Reason(NamedTuple):
    """A node of a plan, its depth in the plan, and whether an article matches it."""

    depth: int
    node: Node
    holds: bool


class Reasons(NamedTuple):
    """Why an article holds all of a query or does not; and if it holds only some, why it does."""

    all: list[Reason]
    some: list[Reason]


def search(engine: EngineReader, request: Request, segmenter: Segmenter) -> Answer:
    """Evaluate a request: first what holds all of the query; if that is too little, the best of the rest (``relax``).

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
    ranker = Ranker(engine, request, segmenter, tree, _plan(tree, request, segmenter))
    found, more = ranker.ranking(request.end)
    hits, rest = collapse_reprints(ranker, found, more) if request.unique else wanted_page(request, found)
    count = partial(literal_total, engine, ranker.plan, found.total - found.partial, request.count_literal)
    literal = count() if request.count_literal == "readily" else None
    plan, more = ranker.plan, more if found.partial else None
    if more:
        plan = plan._replace(marks=tuple(dict.fromkeys((*plan.marks, *more.marks))))
    found = found._replace(hits=hits, literal=literal)
    stats = engine.stats()
    took = (time.perf_counter() - began) * 1000
    later = count if request.count_literal == "fully" else None
    return Answer(
        request, parsed, plan, found, took, stats.articles, stats.version, rest, looser=more, literal_counter=later
    )


def literal_total(engine: EngineReader, plan: Plan, total: int, counting: Counting) -> int | None:
    """The number of matching articles that contain every text of the query literally; all if none may be in words.

    None if it is not counted, or not known readily.
    """
    if counting == "no":
        return None
    if not (plan.prefer and total):
        return total
    return engine.literal_total(plan, READ_READILY if counting == "readily" else None)


def why(engine: EngineReader, answer: Answer, article_id: str) -> Reasons:
    """Explain why an article matches or does not: every node of the plan, and whether the article matches it."""
    reasons = _reasons(engine, answer.plan.match, article_id)
    looser_match = answer.looser.match if answer.looser and not reasons[0].holds else None
    some = _reasons(engine, looser_match, article_id) if looser_match else []
    return Reasons(reasons, some if some and some[0].holds else [])


def _reasons(engine: EngineReader, node: Node, article_id: str) -> list[Reason]:
    from newsgrep.query.explain import walk

    return [Reason(depth, part, bool(matching(engine, part, {article_id}))) for depth, part in walk(node)]


def _plan(tree: Tree, request: Request, segmenter: Segmenter) -> Plan:
    plan = make_plan(
        tree,
        segmenter,
        synonyms=request.synonyms,
        phrase_only=request.phrase_only,
        text_options=request.text_options,
    )
    return plan._replace(recency=request.recency)
