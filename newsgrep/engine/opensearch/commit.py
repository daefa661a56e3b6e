"""The commit document: which articles of the cluster count, in one small document that is replaced in one step.

A generation is the number of an update; an article's number begins with that of its generation. Readers see the
generations up to the commit's, without those that were never committed (``voided``) and without the articles that the
last update replaced (``dead``). A number that was given out is never given out again, so that a write of an update that
was given up does no harm, however late the cluster carries it out.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, replace
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.analysis.user_dictionary import words_from
from newsgrep.engine.base import Stats
from newsgrep.engine.opensearch.layout import LAYOUT, NUMBER_BITS
from newsgrep.errors import REBUILD, IndexDamagedError, IndexOutdatedError, NoIndexError
from newsgrep.message import reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.engine.address import ClusterAddress
    from newsgrep.engine.opensearch.cluster import Cluster, Version

COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class ClusterCommit:
    """What counts.

    ``index`` is the name of the index of articles, ``allocated`` the last generation that was given out, ``token`` the
    name of this commit. ``user_words`` are as an index stores them, None before the first update is finished;
    ``lengths`` the number of words in each text field, ``vocabulary`` the ids of the documents that list the words,
    ``obsolete`` those of the commit before, which the next update deletes.
    ``corpora`` has the token of the last update of each corpus, by its label; ``claim`` is new with each write of the
    document.
    """

    generation: int = 0
    allocated: int = 0
    index: str = ""
    token: str = ""
    articles: int = 0
    lengths: tuple[int, ...] = (0, 0)
    dead: str = ""
    voided: tuple[tuple[int, int], ...] = ()
    user_words: str | None = None
    vocabulary: tuple[str, ...] = ()
    obsolete: tuple[str, ...] = ()
    corpora: tuple[tuple[str, str], ...] = ()
    claim: str = ""
    layout: int = LAYOUT

    def stats(self, label: str) -> Stats:
        """The number of articles, the generation, and the name of the last commit of a corpus."""
        known = dict(self.corpora)
        return Stats(self.articles, self.generation, known.get(label, "" if known else self.token))

    @property
    def words(self) -> tuple[UserWord, ...]:
        """The user's words by which the articles were segmented."""
        return words_from(self.user_words.encode()) if self.user_words else ()

    @property
    def mean_lengths(self) -> dict[str, float]:
        """The mean number of words in each text field."""
        return {name: total / (self.articles or 1) for name, total in zip(TEXT_FIELDS, self.lengths, strict=True)}

    @property
    def is_finished(self) -> bool:
        """Whether an update was ever committed."""
        return self.user_words is not None

    def live(self) -> dict[str, Any]:
        """The query that matches the articles that count."""
        query: dict[str, Any] = {"filter": [{"range": {"number": {"lt": first_number(self.generation + 1)}}}]}
        excluded: list[dict[str, Any]] = [
            {"range": {"number": {"gte": first_number(first), "lt": first_number(last + 1)}}}
            for first, last in self.voided
        ]
        if dead := unpack_numbers(self.dead):
            excluded.append({"terms": {"number": dead}})
        return {"bool": query | ({"must_not": excluded} if excluded else {})}

    def next(self, **changes: Any) -> ClusterCommit:
        """The commit of the last generation given out; those before it that were not committed are void."""
        first, last = self.generation + 1, self.allocated - 1
        voided = (*self.voided, (first, last)) if first <= last else self.voided
        return replace(self, generation=self.allocated, voided=voided, **changes)


def first_number(generation: int) -> int:
    """The number of the first article of a generation."""
    return generation << NUMBER_BITS


def pack_numbers(numbers: Iterable[int]) -> str:
    """Numbers as a short text: sorted, the differences compressed."""
    import numpy as np
    import zstandard

    values = np.sort(np.fromiter(numbers, np.int64))
    if not len(values):
        return ""
    return b64encode(zstandard.compress(np.diff(values, prepend=np.int64(0)).tobytes())).decode()


def unpack_numbers(text: str) -> list[int]:
    """The numbers that were packed."""
    import numpy as np
    import zstandard

    if not text:
        return []
    found: list[int] = np.frombuffer(zstandard.decompress(b64decode(text)), np.int64).cumsum().tolist()
    return found


def read_commit(cluster: Cluster) -> tuple[ClusterCommit, Version] | None:
    """The commit of an index and the version of its document; None if there is none.

    Raises:
        IndexOutdatedError: it is of another layout.
        IndexDamagedError: the document is not one of newsgrep.

    """
    stored = cluster.read(COMMIT)
    if not stored:
        return None
    source = stored.source
    if source.get("layout") != LAYOUT:
        raise IndexOutdatedError(
            "the index has layout {}, this version of newsgrep writes layout {}",
            source.get("layout"),
            LAYOUT,
            path=str(cluster.address),
            hint="rebuild it with 'newsgrep index --rebuild', or use the version that wrote it",
        )
    try:
        return _commit_of(**source), stored.version
    except (TypeError, ValueError) as error:
        raise IndexDamagedError(
            "the commit document is damaged: {}", reason(error), path=str(cluster.address), hint=REBUILD
        ) from error


def _commit_of(
    *, voided: Any = (), lengths: Any, vocabulary: Any = (), obsolete: Any = (), corpora: Any = (), **source: Any
) -> ClusterCommit:
    """The commit that a document holds."""
    first, second = map(int, lengths)
    ranges = tuple((int(start), int(end)) for start, end in voided)
    tokens = tuple((str(label), str(token)) for label, token in corpora)
    words, replaced = tuple(map(str, vocabulary)), tuple(map(str, obsolete))
    made = ClusterCommit(
        voided=ranges, lengths=(first, second), vocabulary=words, obsolete=replaced, corpora=tokens, **source
    )
    if not all(isinstance(number, int) for number in (made.generation, made.allocated, made.articles)):
        raise TypeError(made.generation)
    if not all(isinstance(text, str) for text in (made.index, made.token, made.dead, made.user_words or "")):
        raise TypeError(made.index)
    if made.articles and not made.index:  # it would be searched as an index without articles
        raise ValueError(made.index)
    return made


def write_commit(cluster: Cluster, commit: ClusterCommit, version: Version | None) -> Version:
    """Replace the commit, if its document is still of ``version``. Raises ``ConflictError`` if it is not."""
    return cluster.write(COMMIT, asdict(commit) | {"claim": new_token()}, version)


def new_token() -> str:
    """A text that no other process makes."""
    return token_hex(8)


def no_index(address: ClusterAddress) -> NoIndexError:
    """The error of an index that does not exist."""
    return NoIndexError(
        "no index found", path=str(address), hint="make one with 'newsgrep --index ADDRESS index FOLDER'"
    )


def incomplete(address: ClusterAddress) -> NoIndexError:
    """The error of an index whose first update was not finished."""
    return NoIndexError("the index is incomplete", path=str(address), hint="complete it with 'newsgrep index FOLDER'")
