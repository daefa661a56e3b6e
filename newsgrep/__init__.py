"""newsgrep: full-text search for Chinese news in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Unpack

    from newsgrep.corpus_stats.comparison import Comparison
    from newsgrep.library import Index
    from newsgrep.library.requests import CompareArguments, ExportArguments
    from newsgrep.printers.exports.about import About
    from newsgrep.search.story import StoryChain

__version__ = "0.1.0"
__all__ = ["compare", "export", "open_index", "story"]


def open_index(folder: Path | str = "index", *others: Path | str) -> Index:
    """Open the index in a folder, or those in several as one, to be asked; see ``newsgrep.library``."""
    from newsgrep.library import Index

    return Index(folder, *others)


def export(news: Index, query: str, file: Path | str, **options: Unpack[ExportArguments]) -> About:
    """Write the articles that match all of a query to a file; see ``Index.export``."""
    return news.export(query, file, **options)


def story(news: Index, article_id: str, *, limit: int | None = None) -> StoryChain:
    """The story of an article, from its first report on; see ``Index.story``."""
    return news.story(article_id, limit=limit)


def compare(news: Index, a: str, b: str, query: str = "", **options: Unpack[CompareArguments]) -> Comparison:
    """Compare the articles of two queries; see ``Index.compare``."""
    return news.compare(a, b, query, **options)
