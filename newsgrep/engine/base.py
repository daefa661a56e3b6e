"""The protocol of engines: what stores the articles and finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from newsgrep.analysis import Entry, Segmenter
    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.engine.bm25 import Scored
    from newsgrep.errors import NewsgrepError
    from newsgrep.message import Message
    from newsgrep.model import Article
    from newsgrep.query.plan_nodes import Node, Plan, Term, TextNode, WeightedTerm

Order = Literal["relevance", "date", "-date", "path"]
ORDERS: tuple[Order, ...] = ("relevance", "date", "-date", "path")

# Chosen on eleven collections together (see bench/RANKING.md). Short passages want a smaller k1, long articles and long
# queries a larger one: k1 0.5 to 1.2 and b 0.5 to 0.75 are within 0.003 of one another in the mean.
K1 = 0.8
B = 0.6
# An occurrence in the headline group counts as two in the text; from 1 to 5, judged questions show no difference.
FIELD_WEIGHTS = {"title": 2.0, "body": 1.0}


class Hit(NamedTuple):
    """A matching article: its place, its score, whether it contains every text of the query literally.

    ``recency`` is the factor that age has left of the score; ``pairs``, ``lead``, ``proximity`` and ``feedback`` are
    what reranking has added to it, before age (see ``newsgrep.search.rerank``); ``reprints``, where they are collapsed,
    is how many it has. ``partial``: it holds only some of the query (see ``newsgrep.search.search``).
    """

    path: str
    key: str
    score: float
    literal: bool = False
    pairs: float = 0.0
    lead: float = 0.0
    proximity: float = 0.0
    feedback: float = 0.0
    recency: float = 1.0
    reprints: int | None = None
    partial: bool = False

    @property
    def id(self) -> str:
        """``path#key``."""
        return f"{self.path}#{self.key}"

    @property
    def place(self) -> tuple[str, int, str]:
        """Sort key by place; breaks every tie."""
        return place_of(self.path, self.key)


def place_of(path: str, key: str) -> tuple[str, int, str]:
    """Sort key by path, then by key, numerically if the key is a number."""
    return path, len(key) if key.isdecimal() else 0, key


class TopDocs(NamedTuple):
    """The requested hits, best first, and the total number of matching articles.

    ``literal`` is how many of all matching articles contain every text of the query literally; None if not counted.
    ``partial`` is how many of them hold only some of the query; no engine knows of these (see ``newsgrep.search``).
    """

    hits: Sequence[Hit]
    total: int
    literal: int | None = None
    partial: int = 0


class Metadata(NamedTuple):
    """An article without its texts, and their length in code points, line ends not counted."""

    article: Article
    characters: int


class MetadataCount(NamedTuple):
    """Articles that agree in some of their metadata: their number, characters (as in ``Metadata``) and matches.

    ``article`` has this metadata and no other.
    """

    article: Article
    articles: int
    characters: int
    matches: int = 0


class Contribution(NamedTuple):
    """What a word or pair adds to the score of an article in which it occurs ``frequency`` times in a field."""

    word: str
    field: str
    frequency: int
    score: float


class Stats(NamedTuple):
    """The number of ``articles``; ``version`` counts the commits, ``commit`` identifies this one."""

    articles: int
    version: int
    commit: str


class EngineReader(Protocol):
    """What searches an index, or several as if they were one, and reads what they hold."""

    def search(self, plan: Plan, *, limit: int | None, offset: int = 0, order: Order = "relevance") -> TopDocs:
        """The articles that match a plan: literal matches first, then by score; ties by place."""
        ...

    def literal_total(self, plan: Plan, most_read: int | None = None) -> int | None:
        """How many of the articles that match a plan contain every text of the query literally (``plan.prefer``).

        None: more than ``most_read`` of them would have to be read to know. An engine that counts without reading
        them one by one always knows. A plan without such a text has none.
        """
        ...

    def contributions(self, plan: Plan, article_id: str) -> list[Contribution]:
        """What makes up the score of an article, the largest part first."""
        ...

    def get(self, article_id: str) -> Article | None:
        """The article with an id."""
        ...

    def metadata(self, plan: Plan) -> Iterator[Metadata]:
        """The metadata of every article that matches a plan, in no order."""
        ...

    def mask(self, plan: Plan) -> NDArray[np.bool_]:
        """Whether each article matches a plan, shape (articles,), in the order of ``ids`` and ``metadata``."""
        ...

    def metadata_counts(
        self,
        plan: Plan,
        names: Sequence[str],
        sought: Sequence[TextNode] = (),
        *,
        jobs: int = 1,
        advance: Callable[[int], None] = ...,
    ) -> Iterator[MetadataCount]:
        """Count the articles that match a plan, and the occurrences of ``sought`` in them, by some of their metadata.

        ``names`` are attributes of ``Article``. The counts come in no order. Occurrences are those of
        ``newsgrep.query.spans``, counted by up to ``jobs`` processes more; ``advance`` is told how many articles have
        newly been read for them. Engines without columns of metadata leave it to ``newsgrep.engine.metadata_counts``.
        """
        ...

    def frequencies(self, plan: Plan) -> Mapping[str, int]:
        """How often each word occurs in the articles that match a plan, in headlines and texts; none is 0."""
        ...

    def values(self, field: str, start: str = "") -> Iterator[str]:
        """The values of a filter field whose folded form begins with ``start`` folded, sorted by it.

        Each is given once, as an article writes it.
        """
        ...

    def terms(self, field: str, start: str = "") -> Iterator[str]:
        """The terms of a text field or filter field that begin with ``start``, folded, each once and sorted.

        They are words or values. Those that only deleted articles have may be among them.
        """
        ...

    def reprints(self, article_id: str) -> list[Hit]:
        """The other articles that share most of an article's text, the largest share first; the score is the share.

        Engines that go by MinHash sketches (see ``newsgrep.analysis.minhash``) may miss one that shares little more
        than ``SHARED``. An id that is not in the index has none.
        """
        ...

    def originals(self, ids: Sequence[str]) -> list[int]:
        """The index of each article's original: the first before it that is no reprint itself, and that it reprints.

        An article that has none is its own original; reprints are as in ``reprints``. No id comes twice.

        Raises:
            KeyError: an id is not in the index.

        """
        ...

    def matches_any(self, node: Node) -> bool:
        """Whether any article matches a node, without counting how many do."""
        ...

    def doc_freqs(self, terms: Sequence[Term]) -> list[int]:
        """Document frequency of each term: how many articles contain it in one of its fields."""
        ...

    def heaviest(self, ranking: Sequence[WeightedTerm]) -> list[Scored]:
        """The ranking terms that ``search`` scores: the heaviest words and pairs."""
        ...

    def texts(self, ids: Sequence[str], fields: tuple[str, ...], most: int) -> list[str]:
        """The folded text of each article: its fields, each cut to ``most`` code points."""
        ...

    def ids(self) -> Iterator[str]:
        """The ids of all articles, in no order."""
        ...

    def stats(self) -> Stats:
        """How many articles there are, and in which version."""
        ...

    def segmenter(self) -> Segmenter:
        """What segments queries as the articles were segmented.

        Raises:
            NoIndexError: nothing was ever indexed.

        """
        ...

    def user_words(self) -> tuple[UserWord, ...]:
        """The words of the user dictionary that the articles were segmented by."""
        ...

    def may_be_forked(self) -> bool:
        """Whether forked processes may go on reading what this one has opened: files yes, connections no."""
        ...

    def close(self) -> None:
        """Close its files; the next call opens them again, as they are then."""
        ...


class EngineStore(Protocol):
    """What an index is stored as: its parts, and its manifest."""

    def verify(self) -> Iterator[tuple[Path, list[NewsgrepError]]]:
        """Read every byte of the index: the name of each part, and what is wrong with it."""
        ...

    @property
    def manifest_path(self) -> Path:
        """What the manifest is called in messages."""
        ...

    def read_manifest(self, most: int | None = None) -> bytes | memoryview | None:
        """The stored manifest, or its first ``most`` bytes; None if there is none."""
        ...


class EngineWriter(Protocol):
    """What changes an index."""

    def require_own_place(self) -> None:
        """Check that the index may be written where it is to be.

        Raises:
            UsageError: something that is not an index is there.

        """
        ...

    def locked(self, wait: float, on_wait: Callable[[Message], None]) -> AbstractContextManager[None]:
        """Hold the writer's lock of the index; ``on_wait`` is told who holds it, if it must be waited for.

        Raises:
            IndexLockedError: another process held it for ``wait`` seconds.

        """
        ...

    def update(
        self,
        remove: Iterable[str],
        add: Iterable[Entry],
        *,
        truncate: bool = False,
        expect_many: bool = False,
        user_words: tuple[UserWord, ...] | None = None,
    ) -> None:
        """Add entries, replacing those with the same id, then remove the ids; all at once or not at all.

        No id comes twice in ``add``, and it is read to its end before ``remove`` is. ``truncate``: start from an empty
        index. ``expect_many``: a hint to start worker processes at once. ``user_words`` are those that the entries were
        segmented by, and that queries are to be segmented by (None: as before).
        """
        ...

    def optimize(self) -> None:
        """Bring what is stored into the form that is searched fastest, at once or not at all; no answer changes."""
        ...

    def collect_garbage(self) -> None:
        """Delete what an interrupted update has left behind."""
        ...

    def quick_check(self) -> Message | None:
        """What is wrong with the index, as far as it shows without reading all of it; None if nothing is."""
        ...

    def write_manifest(self, content: bytes) -> None:
        """Replace the stored manifest in one step."""
        ...


class Engine(EngineReader, EngineStore, EngineWriter, Protocol):
    """An index of articles, to read and to change."""
