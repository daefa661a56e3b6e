"""The reference engine: a dictionary of articles, every query a scan over all of them. For tests, and to read first."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from newsgrep.analysis import TEXT_FIELDS, load_segmenter, surface_form
from newsgrep.engine.base import Contribution, Hit, Metadata, Order, Stats, TopDocs
from newsgrep.engine.bm25 import Frequencies, heaviest, length_normalised_tf, saturate
from newsgrep.engine.decay import age_of, decay, decay_origin
from newsgrep.engine.metadata_counts import metadata_counts
from newsgrep.engine.near_duplicates import days_of, reprints_among
from newsgrep.errors import IndexLockedError, NoIndexError
from newsgrep.message import Message
from newsgrep.progress import unheard_of
from newsgrep.query.plan_nodes import (
    AtLeast,
    Dates,
    Literal,
    Near,
    Node,
    Pair,
    Plan,
    RegexMatch,
    Value,
    WildcardMatch,
    Without,
    Word,
    value_test,
)
from newsgrep.query.spans import holds
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from newsgrep.analysis import Entry, Segmenter
    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.engine.base import MetadataCount
    from newsgrep.engine.bm25 import Scored
    from newsgrep.errors import NewsgrepError
    from newsgrep.model import Article
    from newsgrep.query.plan_nodes import Term, TextNode, WeightedTerm


class MemoryEngine:
    """An engine that stores its entries in a dictionary."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._version = 0
        self._user_words: tuple[UserWord, ...] | None = None
        self._manifest: bytes | None = None
        self._lock = Lock()

    def update(
        self,
        remove: Iterable[str],
        add: Iterable[Entry],
        *,
        truncate: bool = False,
        expect_many: bool = False,  # noqa: ARG002 (many or few, it is all the same here)
        user_words: tuple[UserWord, ...] | None = None,
    ) -> None:
        """Add entries, then remove ids."""
        entries = {} if truncate else dict(self._entries)
        entries.update((entry.article.id, entry) for entry in add)
        for article_id in remove:
            entries.pop(article_id, None)
        self._entries = entries
        self._user_words = self._user_words if user_words is None else user_words
        self._version += 1

    def optimize(self) -> None:
        """A dictionary is as good as it gets."""

    def require_own_place(self) -> None:
        """Memory is its own."""

    @contextmanager
    def locked(self, wait: float, on_wait: Callable[[Message], None]) -> Iterator[None]:
        """Hold a lock among threads."""
        holder = Message("another process")
        if not self._lock.acquire(blocking=False):
            on_wait(holder)
            if not self._lock.acquire(timeout=wait):
                raise IndexLockedError("{} is writing to the index", holder)
        try:
            yield
        finally:
            self._lock.release()

    def collect_garbage(self) -> None:
        """Nothing is left behind."""

    def quick_check(self) -> Message | None:
        """Nothing can be damaged."""
        return None

    def verify(self) -> Iterator[tuple[Path, list[NewsgrepError]]]:
        """Nothing can be damaged."""
        yield self.manifest_path, []

    @property
    def manifest_path(self) -> Path:
        """The manifest has no file."""
        return Path("manifest")

    def read_manifest(self, most: int | None = None) -> bytes | None:
        """The bytes that were given."""
        return None if self._manifest is None else self._manifest[:most]

    def write_manifest(self, content: bytes) -> None:
        """Keep the bytes."""
        self._manifest = content

    def segmenter(self) -> Segmenter:
        """Jieba with the user's words."""
        if self._user_words is None:
            raise NoIndexError("the index is incomplete", hint="complete it with 'newsgrep index FOLDER'")
        return load_segmenter(self._user_words)

    def user_words(self) -> tuple[UserWord, ...]:
        """The words of the last update that had some."""
        return self._user_words or ()

    def may_be_forked(self) -> bool:
        """Memory is copied."""
        return True

    def close(self) -> None:
        """Nothing is open."""

    def search(self, plan: Plan, *, limit: int | None, offset: int = 0, order: Order = "relevance") -> TopDocs:
        """Match, score and sort every article."""
        matching = [entry for entry in self._entries.values() if entry_matches(plan.match, entry)]
        scores = self._scores(plan, matching)
        if plan.recency:
            since = decay_origin((entry.article.date or "" for entry in self._entries.values()), plan.recency)
            decays = [decay(age_of(entry.article.date or "", since), plan.recency.half_life) for entry in matching]
        else:
            decays = [1.0] * len(matching)
        hits = [
            _hit(entry, plan, score, decayed) for entry, score, decayed in zip(matching, scores, decays, strict=True)
        ]
        hits.sort(key=lambda hit: hit.place)
        _sort(hits, order, {entry.article.id: entry.article.date or "" for entry in matching})
        return TopDocs(hits[offset : None if limit is None else offset + limit], len(hits))

    def get(self, article_id: str) -> Article | None:
        """The article with an id."""
        entry = self._entries.get(article_id)
        return entry.article if entry else None

    def metadata(self, plan: Plan) -> Iterator[Metadata]:
        """The metadata of every article that matches."""
        for entry in self._entries.values():
            if entry_matches(plan.match, entry):
                article = entry.article
                length = sum(len(part.text) for part in (*article.headlines, *article.paragraphs))
                yield Metadata(article._replace(headlines=(), paragraphs=()), length)

    def mask(self, plan: Plan) -> NDArray[np.bool_]:
        """Whether each entry matches."""
        return np.array([entry_matches(plan.match, entry) for entry in self._entries.values()], np.bool_)

    def metadata_counts(
        self,
        plan: Plan,
        names: Sequence[str],
        sought: Sequence[TextNode] = (),
        *,
        jobs: int = 1,  # noqa: ARG002 (one process will do)
        advance: Callable[[int], None] = unheard_of,
    ) -> Iterator[MetadataCount]:
        """Count the articles that match by their metadata."""
        matching = (entry.article for entry in self._entries.values() if entry_matches(plan.match, entry))
        return metadata_counts(matching, names, sought, advance)

    def frequencies(self, plan: Plan) -> Counter[str]:
        """The words of every article that matches."""
        counts: Counter[str] = Counter()
        for entry in self._entries.values():
            if entry_matches(plan.match, entry):
                for name in TEXT_FIELDS:
                    counts.update(entry.words[name])
        return counts

    def values(self, field: str, start: str = "") -> Iterator[str]:
        """The values of every article."""
        start = start if field == "id" else fold(start)
        forms: dict[str, str] = {}
        for entry in self._entries.values():
            for value in entry.values[field]:
                forms.setdefault(value, surface_form(entry.article, field, value))
        return (forms[value] for value in sorted(forms) if value.startswith(start))

    def terms(self, field: str, start: str = "") -> Iterator[str]:
        """The words or values of every article."""
        entries = self._entries.values()
        found = (entry.words[field] if field in TEXT_FIELDS else entry.values[field] for entry in entries)
        return iter(sorted({term for terms in found for term in terms if term.startswith(start)}))

    def reprints(self, article_id: str) -> list[Hit]:
        """Compare every article of the same month."""
        own = self._entries.get(article_id)
        if not own:
            return []
        others = (entry for entry_id, entry in self._entries.items() if entry_id != article_id)
        return reprints_among(
            own.folded["body"],
            (
                (entry.article.path, entry.article.key, entry.folded["body"])
                for entry in others
                if days_of(own.article.date).near(days_of(entry.article.date))
            ),
        )

    def originals(self, ids: Sequence[str]) -> list[int]:
        """Look for each article's reprints among the originals before it."""
        found: list[int] = []
        for number, article_id in enumerate(ids):
            copies = {hit.id for hit in self.reprints(article_id)}
            earlier = (one for one in range(number) if found[one] == one and ids[one] in copies)
            found.append(next(earlier, number))
        return found

    def literal_total(self, plan: Plan, most_read: int | None = None) -> int:  # noqa: ARG002 (it reads every article)
        """How many of the articles that match a plan contain every text of the query literally."""
        return sum(hit.literal for hit in self.search(plan, limit=None).hits)

    def matches_any(self, node: Node) -> bool:
        """Whether any article matches a node."""
        return any(entry_matches(node, entry) for entry in self._entries.values())

    def doc_freqs(self, terms: Sequence[Term]) -> list[int]:
        """Document frequency of each term."""
        return [sum(entry_matches(term, entry) for entry in self._entries.values()) for term in terms]

    def heaviest(self, ranking: Sequence[WeightedTerm]) -> list[Scored]:
        """The ranking terms that are scored."""
        return heaviest(ranking, Frequencies(len(self._entries), lambda term: self.doc_freqs([term])[0], lambda _: 0))

    def texts(self, ids: Sequence[str], fields: tuple[str, ...], most: int) -> list[str]:
        """The folded texts of articles."""
        entries = [self._entries[article_id] for article_id in ids]
        return ["\n".join(entry.folded[name][:most] for name in fields) for entry in entries]

    def ids(self) -> Iterator[str]:
        """All ids."""
        return iter(self._entries)

    def stats(self) -> Stats:
        """The number of articles, and of updates."""
        return Stats(len(self._entries), self._version, f"{id(self):x}-{self._version}")

    def contributions(self, plan: Plan, article_id: str) -> list[Contribution]:
        """The part of each ranked word, the largest first."""
        parts = contributions(self._entries[article_id], self.heaviest(plan.ranking), self._mean_lengths())
        return sorted(parts, key=lambda part: -part.score)

    def _scores(self, plan: Plan, matching: list[Entry]) -> list[float]:
        scores = [0.0 if plan.ranking or not plan.recency else 1.0] * len(matching)
        terms, means = self.heaviest(plan.ranking), self._mean_lengths()
        for index, entry in enumerate(matching):
            for part in contributions(entry, terms, means):
                scores[index] += part.score
        return scores

    def _mean_lengths(self) -> dict[str, float]:
        """The mean number of words in each text field."""
        entries = self._entries.values()
        return {name: sum(entry.lengths[name] for entry in entries) / (len(entries) or 1) for name in TEXT_FIELDS}


def contributions(entry: Entry, terms: Iterable[Scored], mean_lengths: Mapping[str, float]) -> Iterator[Contribution]:
    """What each term adds to the score of an article, field by field."""
    for term, weight in terms:
        counts = term_counts(term, entry)
        weights = {
            name: count * length_normalised_tf(name, entry.lengths[name], mean_lengths[name])
            for name, count in counts.items()
        }
        total = sum(weights.values())
        for name, share in weights.items():
            yield Contribution(term.text, name, counts[name], weight * saturate(total) * share / total)


def _hit(entry: Entry, plan: Plan, score: float, left: float) -> Hit:
    literal = bool(plan.prefer and entry_matches(plan.prefer, entry))
    return Hit(entry.article.path, entry.article.key, score * left, literal, recency=left)


def _sort(hits: list[Hit], order: Order, dates: dict[str, str]) -> None:
    """Sort hits that are in the order of their places, which breaks ties."""
    match order:
        case "relevance":
            hits.sort(key=lambda hit: (not hit.literal, -hit.score))
        case "date":
            hits.sort(key=lambda hit: dates[hit.id] or "~")
        case "-date":
            hits.sort(key=lambda hit: dates[hit.id], reverse=True)
        case "path":
            pass


def term_counts(term: Term, entry: Entry) -> dict[str, int]:
    """How often a term occurs in each field that contains it; a pair counts once."""
    if isinstance(term, Pair):
        return {name: 1 for name in term.fields if term.text in entry.grams[name]}
    return {name: entry.words[name][term.text] for name in term.fields if term.text in entry.words[name]}


def entry_matches(node: Node, entry: Entry) -> bool:
    """Whether an article matches a node, by its texts, words and values."""
    match node:
        case Literal() | Near() | WildcardMatch() | RegexMatch():
            return any(holds(node, entry.folded[name], entry.written[name]) for name in node.fields)
        case Word() | Pair():
            return bool(term_counts(node, entry))
        case Value(name, pattern):
            return any(map(value_test(name, pattern), entry.values[name]))
        case Dates(low, high):
            return any(low <= date <= high for date in entry.values["date"])
        case AtLeast(count, parts):
            return sum(entry_matches(part, entry) for part in parts) >= count
        case Without(inner):
            return not entry_matches(inner, entry)
