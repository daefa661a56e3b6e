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
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.segment_file import Documents, SegmentFile
    from newsgrep.query.plan_nodes import TextNode

# Articles whose texts are in memory at a time.
IN_BATCH = 1000


class Matched(NamedTuple):
    """The documents of a segment that match a plan, by ascending number."""

    file: SegmentFile
    documents: Documents


def metadata_counts(
    matched: Sequence[Matched], names: Sequence[str], sought: Sequence[TextNode], jobs: int
) -> Iterator[MetadataCount]:
    """Count documents, their characters and the occurrences in them by their metadata (see ``EngineReader``)."""
    batches = [
        Matched(file, documents[start : start + IN_BATCH])
        for file, documents in matched
        for start in range(0, len(documents), IN_BATCH)
    ]
    counted = map_in_order(partial(_occurrences_in, sought), batches, jobs) if sought else iter(())
    for file, documents in matched:
        found = [next(counted) for _ in range(0, len(documents), IN_BATCH)] if sought else []
        matches = np.concatenate(found) if found else np.zeros(len(documents), np.int64)
        yield from _by_metadata(MetadataColumns(file, documents), len(documents), names, matches)


def _by_metadata(
    columns: MetadataColumns, size: int, names: Sequence[str], matches: NDArray[np.int64]
) -> Iterator[MetadataCount]:
    """The counts of each combination of values that occurs; ``matches`` has shape (documents,)."""
    values: list[list[Any]] = []
    combined = np.zeros(size, np.int64)
    for name in names:
        column = columns.column(name)
        combined = combined * len(column.values) + column.numbers
        values.append(column.values)
    found, which = np.unique(combined, return_inverse=True)
    sums = [
        np.bincount(which, weights, minlength=len(found)).astype(np.int64).tolist()
        for weights in (None, columns.characters, matches)
    ]
    for key, *counts in zip(found.tolist(), *sums, strict=True):
        chosen, rest = [], key
        for known in reversed(values):
            rest, number = divmod(rest, len(known))
            chosen.append(known[number])
        yield MetadataCount(with_metadata(names, chosen[::-1]), *counts)


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
