"""An update: articles written under a new generation, made visible, then committed in one step.

Until the commit, readers see nothing of it; if it is interrupted, its generation is void and its documents are deleted
by the next update.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.analysis.user_dictionary import words_as_bytes
from newsgrep.engine.opensearch.bulk_writes import BulkSender, batched, delete_numbers
from newsgrep.engine.opensearch.cluster import ConflictError
from newsgrep.engine.opensearch.commit import (
    ClusterCommit,
    first_number,
    new_token,
    pack_numbers,
    read_commit,
    unpack_numbers,
    write_commit,
)
from newsgrep.engine.opensearch.document import DocumentMaker, keyword
from newsgrep.engine.opensearch.indexes import Indexes
from newsgrep.engine.opensearch.vocabulary import delete_lists, write_vocabulary
from newsgrep.errors import ClusterError, IndexLockedError, UsageError
from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.analysis import Entry
    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.engine.opensearch.cluster import Cluster, Version

# Articles whose documents are made at once, and their bytes.
BATCH, BATCH_BYTES = 256, 1 << 20
# Ids that are looked up in one request.
LOOKED_UP = 5_000
# Updates that were not finished, the last ones, whose articles may still arrive.
MOST_VOIDED = 64
FOUND_FIELDS = ["number", "title_length", "body_length"]


class Update:
    """One update of an index, of the articles of one corpus: that whose label the address has."""

    def __init__(self, cluster: Cluster, commit: ClusterCommit, version: Version) -> None:
        self._cluster = cluster
        self._indexes = Indexes(cluster)
        self._corpus = cluster.address.label
        self._old = commit
        self._version = version
        self._written = 0
        # The generation that this update may have written.
        self._first = commit.allocated

    @classmethod
    def begin(cls, cluster: Cluster, *, afresh: bool) -> Update:
        """Take the next generation. ``afresh``: a commit that cannot be read does not matter."""
        indexes = Indexes(cluster)
        indexes.create_control()
        found = indexes.read_commit_or_blank(afresh=afresh)
        commit, version = found or (ClusterCommit(), None)
        allocated = commit.allocated + 1
        commit = replace(commit, allocated=allocated)
        return cls(cluster, commit, _write(cluster, commit, version))

    @classmethod
    def collect_garbage(cls, cluster: Cluster) -> None:
        """Delete what is left of other updates, without a generation: writing the commit anew stops one under way."""
        found = read_commit(cluster)
        if found and (found[0].dead or found[0].obsolete or found[0].allocated > found[0].generation):
            update = cls(cluster, found[0], _write(cluster, *found))
            update._first += 1
            update.clean()

    def run(
        self,
        remove: Iterable[str],
        add: Iterable[Entry],
        *,
        truncate: bool,
        user_words: tuple[UserWord, ...] | None,
    ) -> ClusterCommit:
        """Write, and commit."""
        has_others = any(label != self._corpus for label, _ in self._old.corpora)
        if has_others:
            self._require_same_words(user_words)
        self.clean()
        old = self._old
        starts_anew = not old.index or (truncate and not has_others)
        index = self._indexes.create_articles(old.allocated) if starts_anew else old.index
        kept = ClusterCommit(allocated=old.allocated, generation=old.generation) if starts_anew else old
        entries = iter(add)
        first = next(entries, None)
        made: DocumentMaker | None = None
        ids: list[str] = []
        if first:
            made = DocumentMaker(first.segmenter, self._corpus)
            self._write(index, made, chain([first], entries), ids if kept.articles else None)
        self._make_visible(index, starts_anew=starts_anew)
        replaced = self._find(index, kept, ids, own=False) | self._find(index, kept, remove, own=True)
        if truncate and not starts_anew:
            replaced |= self._all_before(index, kept)
        lengths = [
            kept.lengths[at] + (made.lengths[name] if made else 0) - sum(lost[at] for lost in replaced.values())
            for at, name in enumerate(TEXT_FIELDS)
        ]
        words = self._vocabulary(kept, made)
        stored = words_as_bytes(user_words).decode() if user_words is not None else old.user_words or "[]"
        token = new_token()
        new = kept.next(
            index=index,
            token=token,
            corpora=tuple((dict(kept.corpora) | {self._corpus: token}).items()),
            articles=kept.articles + self._written - len(replaced),
            lengths=tuple(lengths),
            dead=pack_numbers(replaced),
            user_words=stored,
            vocabulary=words,
            obsolete=tuple(name for name in old.vocabulary if name not in words),
        )
        _write(self._cluster, new, self._version)
        self._tidy(new, replaced)
        return new

    def clean(self) -> None:
        """Delete what was replaced by the last update, and what updates that were not finished have left behind."""
        old = self._old
        if old.index or not old.generation:  # else it is one that this version cannot read
            self._indexes.delete_others(old.index)
        if not old.index:
            return
        unfinished = range(old.generation + 1, self._first)
        if unfinished:
            self._cluster.refresh(old.index)
        for generation in unfinished:
            delete_lists(self._cluster, generation)
        # What was sent by a process that was killed may have been carried out after the update that voided it.
        ranges = [*old.voided, *([(unfinished[0], unfinished[-1])] if unfinished else [])]
        self._indexes.delete_ranges(
            old.index, [(first_number(first), first_number(last + 1)) for first, last in ranges]
        )
        for document_id in old.obsolete:
            self._cluster.delete(document_id)
        dead = unpack_numbers(old.dead)
        if dead:
            self._delete(old.index, dead)
        if dead or old.obsolete or len(old.voided) > MOST_VOIDED:
            self._old = replace(old, dead="", obsolete=(), voided=old.voided[-MOST_VOIDED:])
            self._version = _write(self._cluster, self._old, self._version)

    def _write(self, index: str, made: DocumentMaker, entries: Iterator[Entry], ids: list[str] | None) -> None:
        """Write the articles; their ids are added to ``ids``."""
        number = first_number(self._old.allocated)
        with BulkSender(self._cluster.address, index) as sender:
            for batch in batched(entries, BATCH, BATCH_BYTES):
                for part in made.lines([entry.packed for entry in batch], number):
                    sender.add(part)
                number += len(batch)
                if ids is not None:
                    ids += [entry.article.id for entry in batch]
            sender.finish()
        self._written = number - first_number(self._old.allocated)

    def _make_visible(self, index: str, *, starts_anew: bool) -> None:
        """Refresh, and check that every article is there."""
        if starts_anew:
            self._indexes.settle(index)
        self._cluster.refresh(index)
        found = self._cluster.count(index, self._own)
        if found != self._written:
            held = read_commit(self._cluster)
            if held and held[1] != self._version:
                raise _overtaken(self._cluster)
            raise ClusterError(
                "{:,} of {:,} articles written are in the cluster",
                found,
                self._written,
                about=self._cluster.address,
                hint="a node may have failed; nothing was changed: run the update again",
            )

    @property
    def _own(self) -> dict[str, Any]:
        """The query that matches what this update has written."""
        first, end = map(first_number, (self._old.allocated, self._old.allocated + 1))
        return {"range": {"number": {"gte": first, "lt": end}}}

    def _require_same_words(self, user_words: tuple[UserWord, ...] | None) -> None:
        """Check that the corpora of an index are segmented alike.

        Raises:
            UsageError: this one is not as the others.

        """
        if user_words is not None and words_as_bytes(user_words).decode() != self._old.user_words:
            raise UsageError(
                "the other corpora of this index were built with another user dictionary; nothing was changed",
                about=self._cluster.address,
                hint="use the same one, or another index",
            )

    def _all_before(self, index: str, kept: ClusterCommit) -> dict[int, tuple[int, int]]:
        """The number and lengths of all articles of this corpus that the commit has."""
        from newsgrep.engine.opensearch.snapshot import BARE_PAGE, Snapshot

        snapshot = Snapshot(self._cluster, replace(kept, index=index))
        own = snapshot.query({"term": {"corpus": self._corpus}})
        found = (hit["fields"] for hit in snapshot.stream(own, [], FOUND_FIELDS, BARE_PAGE))
        return {number: (title, text) for number, title, text in map(_found_numbers, found)}

    def _find(self, index: str, kept: ClusterCommit, ids: Iterable[str], *, own: bool) -> dict[int, tuple[int, int]]:
        """The number and lengths of the live articles with these ids; ``own``: those of this update, too."""
        found: dict[int, tuple[int, int]] = {}
        queries = [kept.live()] if kept.articles else []
        if own and self._written:
            queries.append(self._own)
        if not queries:
            return found
        pending = iter(ids)
        while some := list(islice(pending, LOOKED_UP)):
            these = {"terms": {"id": [keyword(article_id) for article_id in some]}}
            query = {"bool": {"filter": [these, {"bool": {"should": queries, "minimum_should_match": 1}}]}}
            body = {"size": 10_000, "query": query, "docvalue_fields": FOUND_FIELDS, "track_total_hits": True}
            for hit in self._cluster.search(index, body | {"stored_fields": "_none_"})["hits"]["hits"]:
                number, title, text = _found_numbers(hit["fields"])
                found[number] = title, text
        return found

    def _vocabulary(self, kept: ClusterCommit, made: DocumentMaker | None) -> tuple[str, ...]:
        """The documents that list the words of all articles."""
        return write_vocabulary(self._cluster, self._old.allocated, kept.vocabulary, made.vocabulary if made else {})

    def _tidy(self, new: ClusterCommit, replaced: Iterable[int]) -> None:
        """Delete what the commit does not need; if that fails, the next update does it."""
        if new.index != self._old.index:
            self._indexes.delete_others(new.index)
            self._indexes.point_alias(new.index)
        elif replaced:
            self._delete(new.index, replaced)

    def _delete(self, index: str, numbers: Iterable[int]) -> None:
        delete_numbers(self._cluster.transport, self._cluster.address, index, numbers)
        self._cluster.refresh(index)


def _found_numbers(fields: dict[str, list[int]]) -> tuple[int, int, int]:
    number, title, text = (fields[name][0] for name in FOUND_FIELDS)
    return number, title, text


def _write(cluster: Cluster, commit: ClusterCommit, version: Version | None) -> Version:
    """Replace the commit.

    Raises:
        IndexLockedError: another process has replaced it since it was read.

    """
    try:
        return write_commit(cluster, commit, version)
    except ConflictError:
        raise _overtaken(cluster) from None


def _overtaken(cluster: Cluster) -> IndexLockedError:
    return IndexLockedError(
        "{} is writing to the index",
        Message("another process"),
        path=str(cluster.address),
        hint="nothing was changed; run the update again",
    )
