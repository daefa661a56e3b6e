"""Counts over the documents of a segment that match a plan, from its columns; texts are read in bulk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsgrep.analysis.grams import PARAGRAPH_END
from newsgrep.analysis.indexed_article import TEXT_FIELDS
from newsgrep.engine.base import MetadataCount
from newsgrep.engine.metadata_counts import with_metadata
from newsgrep.engine.segments.metadata_columns import MetadataColumns
from newsgrep.engine.segments.plain_counts import plain_literal
from newsgrep.engine.segments.term_dict import decode
from newsgrep.processes import map_in_order
from newsgrep.query.spans import occurrences
from newsgrep.storage.article_codec import PART_END
from newsgrep.text.fold import fold_codes, to_codes, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.metadata_columns import MetadataColumn
    from newsgrep.engine.segments.segment_file import Documents, SegmentFile
    from newsgrep.query.plan_nodes import TextNode

# Articles whose texts are in memory at a time.
IN_BATCH = 1000


class Matched(NamedTuple):
    """The documents of a segment that match a plan, by ascending number."""

    file: SegmentFile
    documents: Documents


def metadata_counts(
    matched: Sequence[Matched],
    names: Sequence[str],
    sought: Sequence[TextNode],
    jobs: int,
    advance: Callable[[int], None],
) -> Iterator[MetadataCount]:
    """Count documents, their characters and the occurrences in them by their metadata (see ``EngineReader``)."""
    matches = _matches(matched, sought, jobs, advance) if sought else None
    columns = [MetadataColumns(file, documents) for file, documents in matched if len(documents)]
    if not columns:
        return
    values: list[list[Any]] = []
    combined: NDArray[np.int64] = np.zeros(sum(len(documents) for _, documents in matched), np.int64)
    for name in names:
        known: dict[Any, int] = {}
        pieces = [_numbered(each.column(name), known) for each in columns]
        combined = combined * len(known) + np.concatenate(pieces)
        values.append(list(known))
    found, which = np.unique(combined, return_inverse=True)
    sums = [
        np.bincount(which, weights, minlength=len(found)).astype(np.int64).tolist()
        for weights in (None, np.concatenate([each.characters for each in columns]), matches)
    ]
    if matches is None:
        sums[2] = [0] * len(found)
    for key, *counts in zip(found.tolist(), *sums, strict=True):
        chosen, rest = [], key
        for of_name in reversed(values):
            rest, number = divmod(rest, len(of_name))
            chosen.append(of_name[number])
        yield MetadataCount(with_metadata(names, chosen[::-1]), *counts)


def _numbered(column: MetadataColumn, known: dict[Any, int]) -> NDArray[np.int64]:
    """The number of each document's value among all that are ``known``, to which those of this column are added."""
    of_values = np.array([known.setdefault(value, len(known)) for value in column.values], np.int64)
    numbers: NDArray[np.int64] = of_values[column.numbers]
    return numbers


def _matches(
    matched: Sequence[Matched], sought: Sequence[TextNode], jobs: int, advance: Callable[[int], None]
) -> NDArray[np.int64]:
    """The number of occurrences in each document, shape (documents,), of one segment after another."""
    batches = [
        Matched(file, documents[start : start + IN_BATCH])
        for file, documents in matched
        for start in range(0, len(documents), IN_BATCH)
    ]
    counts = [np.zeros(0, np.int64)]
    for counted in map_in_order(partial(_occurrences_in, sought), batches, jobs):
        counts.append(counted)
        advance(len(counted))
    return np.concatenate(counts)


def _occurrences_in(sought: Sequence[TextNode], batch: Matched) -> NDArray[np.int64]:
    """The number of occurrences in each document, shape (documents,)."""
    total = np.zeros(len(batch.documents), np.int64)
    articles = list(batch.file.articles.each_parts(batch.documents.tolist()))
    for part, field in enumerate(TEXT_FIELDS):
        nodes = tuple(node for node in sought if field in node.fields)
        if nodes:
            texts = [parts[part] for parts in articles]
            plain = plain_literal(nodes)
            counts = plain.counts_in(texts) if plain else None
            total += _counts_in(texts, nodes) if counts is None else counts
    return total


def _counts_in(texts: Sequence[bytes], nodes: Sequence[TextNode]) -> NDArray[np.int64]:
    """The number of occurrences in each text, shape (texts,)."""
    written = decode(PART_END.join(texts))
    codes = fold_codes(to_codes(written))
    ends = np.flatnonzero(codes == 0)
    # No match reaches beyond a paragraph, so that the texts may be one.
    codes[ends] = ord(PARAGRAPH_END)
    found = occurrences(nodes, to_text(codes), written.replace("\0", PARAGRAPH_END))
    starts = np.fromiter((span.start for span in found), np.int64, len(found))
    return np.bincount(np.searchsorted(ends, starts), minlength=len(texts))
