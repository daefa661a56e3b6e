"""Lists of values and words: by the cluster's sorted values, and by the lists of words that updates have written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.engine.opensearch.layout import SEPARATED_FIELDS, WRITTEN
from newsgrep.engine.opensearch.snapshot import StaleError
from newsgrep.engine.opensearch.text_form import from_stored, to_stored
from newsgrep.engine.opensearch.vocabulary import read_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.engine.opensearch.snapshot import Snapshot

PAGE = 5_000


def values(snapshot: Snapshot, field: str, start: str) -> list[str]:
    """The values of a filter field that begin with ``start``, folded, sorted by it; each as an article writes it."""
    return list(_forms(snapshot, field, start).values())


def folded_values(snapshot: Snapshot, field: str, start: str) -> list[str]:
    """The same, folded."""
    return list(_forms(snapshot, field, start))


def words(snapshot: Snapshot, field: str, start: str) -> list[str]:
    """The words of a text field that begin with ``start``, sorted; some may be of articles that are gone."""
    found: set[str] = set()
    for document_id in snapshot.commit.vocabulary:
        read = read_list(snapshot.cluster, document_id)
        if not read:
            raise StaleError
        name, listed = read
        if name == field:
            found.update(word for word in listed if word.startswith(start))
    return sorted(found)


def _forms(snapshot: Snapshot, field: str, start: str) -> dict[str, str]:
    """Folded value → a form in which it is written, sorted."""
    forms: dict[str, str] = {}
    for term in _listed(snapshot, field, to_stored(start)):
        folded, _, written = from_stored(term).partition(WRITTEN) if field in SEPARATED_FIELDS else (term, "", "")
        folded = from_stored(folded)
        if folded.startswith(start):
            forms.setdefault(folded, written or folded)
    return forms


def _listed(snapshot: Snapshot, field: str, start: str) -> Iterator[str]:
    """The indexed values of a field that begin with ``start``, page by page."""
    after: dict[str, Any] = {}
    prefix = {"prefix": {field: {"value": start}}} if start else {"exists": {"field": field}}
    while True:
        composite: dict[str, Any] = {"size": PAGE, "sources": [{"value": {"terms": {"field": field}}}], **after}
        body = {"size": 0, "query": snapshot.query(prefix), "aggs": {"listed": {"composite": composite}}}
        found = snapshot.search(body)["aggregations"]["listed"]
        yield from (bucket["key"]["value"] for bucket in found["buckets"])
        if len(found["buckets"]) < PAGE:
            return
        after = {"after": found["after_key"]}
