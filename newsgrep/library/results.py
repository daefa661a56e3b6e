"""What a search of the library returns: a sequence of hits, read on access."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from newsgrep.search.search import SNIPPET_COLUMNS, literal_total
from newsgrep.search.shown import show

if TYPE_CHECKING:
    from newsgrep.engine.base import EngineReader
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown

FRAME_COLUMNS = (
    "rank", "score", "match", "id", "title", "date", "source", "section", "kind", "reporters", "correspondents",
    "photographers", "agency", "place", "url", "path", "line", "text",
)  # fmt: skip


class Results(Sequence["Shown"]):
    """The requested hits, best first: each with ``rank``, ``hit.score``, ``article`` and ``snippets``.

    ``total`` is the number of articles ranked, ``total_all`` that of those which hold all of the query; they come
    first. ``relaxed``: the others, which hold only some of it, are included; a hit's ``match`` is ``all`` or ``some``.
    ``warning``: the query was replaced by another one, and why. ``warnings``: these, and what was
    not taken as it was written, as sentences. Articles and snippets are read on access.
    """

    def __init__(self, engine: EngineReader, answer: Answer, snippets: int) -> None:
        self._engine = engine
        self._answer = answer
        self._snippets = snippets
        self.total = answer.found.total
        self.total_all = answer.total_all
        self.relaxed = answer.relaxed
        self.warning = str(answer.warning) if answer.warning else None
        self.warnings = list(map(str, answer.warnings))

    @property
    def total_literal(self) -> int:
        """How many of the matching articles contain every text of the query literally; the others, only its words."""
        total = literal_total(self._engine, self._answer.plan, self.total_all, "fully")
        assert total is not None
        return total

    def __len__(self) -> int:
        return len(self._answer.found.hits)

    def __repr__(self) -> str:
        return f"<Results {self._answer.request.line!r}: {len(self)} of {self.total} articles>"

    def to_frame(self, library: str | None = None) -> Any:
        """A data frame with a row per hit, by pandas or else polars, or by the ``library`` of this name.

        Its columns are those of ``FRAME_COLUMNS``; ``text`` is the whole text of the article.

        Raises:
            UsageError, DependencyError: see ``newsgrep.corpus_stats.frames``.

        """
        from newsgrep.corpus_stats.frames import frame_of

        shown = show(self._engine, self._answer, count=0, columns=SNIPPET_COLUMNS)
        return frame_of(FRAME_COLUMNS, map(_row, shown), library)

    @overload
    def __getitem__(self, index: int) -> Shown: ...
    @overload
    def __getitem__(self, index: slice) -> list[Shown]: ...
    def __getitem__(self, index: int | slice) -> Shown | list[Shown]:
        """The hit at an index, or a list of hits for a slice."""
        places = range(len(self))[index]
        return list(map(self._shown, places)) if isinstance(places, range) else self._shown(places)

    def _shown(self, place: int) -> Shown:
        found = self._answer.found._replace(hits=self._answer.found.hits[place : place + 1])
        answer = self._answer._replace(found=found, request=self._answer.request._replace(offset=place))
        return next(iter(show(self._engine, answer, count=self._snippets, columns=SNIPPET_COLUMNS)))


def _row(shown: Shown) -> dict[str, Any]:
    """A hit as a row of a data frame."""
    article = shown.article
    known = {name: getattr(article, name) for name in FRAME_COLUMNS if hasattr(article, name)}
    names = {name: list(known[name]) for name in ("reporters", "correspondents", "photographers")}
    return {**known, **names, "rank": shown.rank, "score": shown.hit.score, "match": shown.match}
