"""The engine over an index in an OpenSearch cluster."""

from __future__ import annotations

from base64 import b64decode, b64encode
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.analysis import analyse
from newsgrep.engine.opensearch.cluster import Cluster
from newsgrep.engine.opensearch.commit import no_index, read_commit
from newsgrep.engine.opensearch.reader import ClusterReader
from newsgrep.engine.opensearch.understanding import understanding
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.message import Message
from newsgrep.storage.manifest_start import MOST_OF_START

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from newsgrep.analysis import Entry
    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.engine.address import ClusterAddress

MANIFEST = "manifest"
# Bytes of a manifest in one document.
MOST_IN_PART = 8 << 20


@understanding
class OpenSearchEngine(ClusterReader):
    """An index in a cluster, at ``address``; with ``create``, it need not exist."""

    def __init__(self, address: ClusterAddress, *, create: bool = False) -> None:
        super().__init__(Cluster(address))
        self.address = address
        if not create:
            self._require_index()

    def _require_index(self) -> None:
        from newsgrep.engine.opensearch.server import require_opensearch
        from newsgrep.engine.opensearch.snapshot import Snapshot

        found = read_commit(self._cluster)
        if not found:
            require_opensearch(self._cluster)
            raise no_index(self.address)
        self._opened = Snapshot(self._cluster, found[0])

    def update(
        self,
        remove: Iterable[str],
        add: Iterable[Entry],
        *,
        truncate: bool = False,
        expect_many: bool = False,  # noqa: ARG002 (the cluster does most of the work)
        user_words: tuple[UserWord, ...] | None = None,
    ) -> None:
        """Write articles under a new generation, and commit it; on any failure the index stays as it was."""
        from newsgrep.engine.opensearch.writer import Update

        update = Update.begin(self._cluster, afresh=truncate)
        if label := self.address.label:
            add = (_labelled(entry, label) for entry in add)
            remove = (f"{label}/{article_id}" for article_id in remove)
        update.run(remove, add, truncate=truncate, user_words=user_words)
        self.close()

    def optimize(self) -> None:
        """Have the cluster merge the segments of each shard; it goes on when this has returned."""
        if index := self._snapshot().commit.index:
            self._cluster.merge(index)

    def require_own_place(self) -> None:
        """Check that the cluster has no other program's index of this name."""
        from newsgrep.engine.opensearch.indexes import Indexes

        Indexes(self._cluster).require_own()

    def locked(self, wait: float, on_wait: Callable[[Message], None]) -> AbstractContextManager[None]:
        """Hold the writer's lease."""
        from newsgrep.engine.opensearch.indexes import Indexes
        from newsgrep.engine.opensearch.lease import leased

        Indexes(self._cluster).create_control()
        return leased(self._cluster, wait, on_wait)

    def collect_garbage(self) -> None:
        """Delete what interrupted updates have left behind."""
        from newsgrep.engine.opensearch.writer import Update

        Update.collect_garbage(self._cluster)
        self.close()

    def quick_check(self) -> Message | None:
        """Whether articles are missing, or the mapping was changed."""
        from newsgrep.engine.opensearch.checks import quick_check

        try:
            return quick_check(self._snapshot())
        except NewsgrepError as error:
            if not isinstance(error, IndexDamagedError):
                raise
            return error.located

    def verify(self) -> Iterator[tuple[Path, list[NewsgrepError]]]:
        """Read every article."""
        from newsgrep.engine.opensearch.checks import verify

        return verify(self._cluster)

    @property
    def manifest_path(self) -> Path:
        """What the manifest is called in messages."""
        return Path(f"{self.address.name}.manifest")

    @property
    def _manifest_id(self) -> str:
        """The id of the document that names the parts of the manifest; each corpus has one."""
        return f"{MANIFEST}#{self.address.label}" if self.address.label else MANIFEST

    def read_manifest(self, most: int | None = None) -> bytes | None:
        """The bytes of the manifest, or the first ``most`` of them; None if there is none."""
        found = self._cluster.read(self._manifest_id)
        if not found:
            return None
        content = b""
        for part in found.source["parts"]:
            stored = self._cluster.read(part)
            if not stored:
                raise IndexDamagedError(
                    "the manifest is damaged: {}", Message("a part is missing"), path=self.manifest_path
                )
            content += b64decode(stored.source["content"])
            if most is not None and len(content) >= most:
                break
        return content[:most]

    def write_manifest(self, content: bytes) -> None:
        """Write the manifest beside the former one, then replace that in one step."""
        from newsgrep.engine.opensearch.commit import new_token
        from newsgrep.engine.opensearch.indexes import Indexes

        Indexes(self._cluster).create_control()
        before = self._cluster.read(self._manifest_id)
        token, parts = new_token(), []
        # The first part is what tells the corpus folder.
        ends = [0, *range(min(MOST_OF_START, len(content)), len(content), MOST_IN_PART), len(content)]
        for number, (start, end) in enumerate(pairwise(ends)):
            parts.append(f"{MANIFEST}-{token}-{number}")
            self._cluster.put(parts[-1], {"content": b64encode(content[start:end]).decode()})
        self._cluster.put(self._manifest_id, {"parts": parts})
        for part in before.source["parts"] if before else ():
            self._cluster.delete(part)


def _labelled(entry: Entry, label: str) -> Entry:
    """An article of one of several corpora."""
    article = entry.article
    return analyse(article._replace(path=f"{label}/{article.path}"), entry.segmenter)
