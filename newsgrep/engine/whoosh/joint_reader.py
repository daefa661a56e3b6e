"""Several index folders, read as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.engine.whoosh.engine import WhooshEngine
from newsgrep.engine.whoosh.segments_engine import SegmentsEngine
from newsgrep.storage.manifest_start import root_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newsgrep.analysis.mapped_dictionary import LexiconSegmenter
    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.engine.base import Stats
    from newsgrep.engine.segments.searcher import Searcher


class JointReader(SegmentsEngine):
    """Reads indexes as if all their articles were in one: the same order, the same scores.

    Each path is preceded by the corpus folder of its index, so that it is unambiguous and opens from anywhere. An
    article that several contain, by its id, is that of the first index. Queries are segmented as for the first.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._engines = tuple(map(WhooshEngine, folders))
        super().__init__(", ".join(engine.place for engine in self._engines))

    def segmenter(self) -> LexiconSegmenter:
        """What segments queries, once all of the indexes are complete."""
        for engine in self._engines:
            engine.require_complete()
        return super().segmenter()

    def user_words(self) -> tuple[UserWord, ...]:
        """The user's words by which the articles of the first index were segmented."""
        return self._engines[0].user_words()

    def stats(self) -> Stats:
        """The number of articles; the versions add up."""
        with self._naming_damage():
            return self._searcher().stats

    def _open(self) -> Searcher:
        from newsgrep.engine.segments.searcher import joined

        return joined([engine.open_under(_root_of(engine)) for engine in self._engines])


def _root_of(engine: WhooshEngine) -> str:
    """What is put before the paths of an index; nothing before its first update is finished."""
    root = root_of(engine)
    return f"{root.rstrip('/')}/" if root else ""
