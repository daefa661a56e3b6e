"""An open segment file: terms → documents, documents → their columns and articles."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from newsgrep.engine.segments.columns import Ids, Places
from newsgrep.engine.segments.doc_store import Articles
from newsgrep.engine.segments.layout import file_name, ngram_field
from newsgrep.engine.segments.postings import PostingLists
from newsgrep.engine.segments.term_dict import BigramDict, RootedPaths, TermDict
from newsgrep.storage.array_file import ArrayFile

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from newsgrep.analysis.minhash import Sketches

    Documents = NDArray[np.intp]


class SegmentFile:
    """The arrays of a segment. Documents are numbered from 0, deleted ones included.

    ``root`` is put before their paths: empty, or ending in a slash.
    """

    def __init__(self, folder: Path, segment_id: str, root: str = "") -> None:
        self.array_file = ArrayFile(folder / file_name(segment_id))
        self.root = root
        self.size = self.array_file.length("rank")
        self._terms: dict[str, TermDict | RootedPaths] = {}
        self._grams: dict[str, BigramDict] = {}
        self._postings: dict[str, PostingLists] = {}

    def terms(self, field: str) -> TermDict | RootedPaths:
        """The words of a text field, or the values of a filter field."""
        if field not in self._terms:
            terms = TermDict(self.array_file, field)
            self._terms[field] = RootedPaths(terms, self.root) if self.root and field == "path" else terms
        return self._terms[field]

    def grams(self, field: str) -> BigramDict:
        """The bigrams of a bigram field."""
        if field not in self._grams:
            self._grams[field] = BigramDict(self.array_file, field)
        return self._grams[field]

    def ngrams(self, field: str) -> TermDict | None:
        """The frequent n-grams of a text field, if the segment has any."""
        name = ngram_field(field)
        return TermDict(self.array_file, name) if f"{name}.count" in self.array_file else None

    def postings(self, field: str) -> PostingLists:
        """The posting lists of a field, by term number."""
        if field not in self._postings:
            self._postings[field] = PostingLists(self.array_file, field, self.size)
        return self._postings[field]

    @cached_property
    def ids(self) -> Ids:
        """The ids of the documents."""
        return Ids(self.array_file, self.root)

    @cached_property
    def places(self) -> Places:
        """Path and key by document number."""
        return Places(self.array_file, self.root)

    @cached_property
    def articles(self) -> Articles:
        """The packed articles by document number."""
        return Articles(self.array_file)

    @property
    def sketches(self) -> Sketches:
        """The MinHash sketches of the texts, uint64, shape (documents, ``WORDS``)."""
        from newsgrep.analysis.minhash import WORDS

        return self.array_file["sketch"].reshape(self.size, WORDS)

    def column(self, name: str) -> NDArray[Any]:
        """A column, shape (documents,): ``title_length``, ``body_length`` (in words), ``rank``, ``day``; or a total."""
        return self.array_file[name]

    def of_documents(self, name: str, documents: Documents) -> NDArray[Any]:
        """A column of some documents, shape (documents,); no more of it is read."""
        return self.array_file.take(name, documents)
