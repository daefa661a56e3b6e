"""Articles → counts by their metadata, for engines that have no columns of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.engine.base import MetadataCount
from newsgrep.model import Article
from newsgrep.progress import unheard_of
from newsgrep.query.spans import occurrences
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsgrep.query.plan_nodes import TextNode

NOTHING = Article("", "", (), ())


def metadata_counts(
    articles: Iterable[Article],
    names: Sequence[str],
    sought: Sequence[TextNode] = (),
    advance: Callable[[int], None] = unheard_of,
) -> Iterator[MetadataCount]:
    """Count articles, their characters and the occurrences of ``sought`` in them by some of their metadata."""
    counts: dict[tuple[Any, ...], list[int]] = {}
    for article in articles:
        count = counts.setdefault(tuple(getattr(article, name) for name in names), [0, 0, 0])
        count[0] += 1
        count[1] += sum(len(part.text) for part in (*article.headlines, *article.paragraphs))
        if sought:
            count[2] += _occurrences_in(article, sought)
            advance(1)
    return (
        MetadataCount(with_metadata(names, values), articles, characters, matches)
        for values, (articles, characters, matches) in counts.items()
    )


def with_metadata(names: Sequence[str], values: Sequence[Any]) -> Article:
    """An article of nothing but some metadata."""
    return NOTHING._replace(**dict(zip(names, values, strict=True)))


def _occurrences_in(article: Article, sought: Sequence[TextNode]) -> int:
    """The number of occurrences in headlines and paragraphs."""
    found = 0
    for field, parts in (("title", article.headlines), ("body", article.paragraphs)):
        nodes = [node for node in sought if field in node.fields]
        found += sum(len(occurrences(nodes, fold(part.text), part.text)) for part in parts) if nodes else 0
    return found
