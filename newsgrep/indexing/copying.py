"""Use case: copy an index to another place, in a folder or in a cluster, without reading the corpus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgrep.analysis import analyse, load_segmenter
from newsgrep.errors import REBUILD, IndexDamagedError, NoIndexError, UsageError
from newsgrep.manifest_codec import load, save
from newsgrep.message import Message
from newsgrep.progress import tracked
from newsgrep.query.plan_nodes import EVERYTHING, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgrep.engine.base import Engine
    from newsgrep.model import Article

COPYING = Message("copying articles")


def copy_index(  # noqa: PLR0913 (what a copy is made with)
    source: Engine,
    target: Engine,
    *,
    replaces: bool,
    wait: float,
    on_wait: Callable[[Message], None],
    prepare: Callable[[], None] = lambda: None,
) -> int:
    """Copy all articles, the user's words and the manifest; the number of articles.

    The copy is the index of the same corpus: an update of it goes on where the source stands. ``replaces``: what the
    target holds is replaced. ``wait`` and ``on_wait`` are as for ``bring_up_to_date``; ``prepare`` is called before
    anything is written.

    Raises:
        UsageError: the target holds articles that are not to be replaced.
        NoIndexError: the source has no manifest.

    """
    target.require_own_place()
    manifest = load(source)
    if manifest is None or manifest.commit != source.stats().commit:
        hint = Message("bring it up to date with 'newsgrep index'")
        raise NoIndexError("the manifest is not of this index", path=source.manifest_path, hint=hint)
    words = source.user_words()
    segmenter = load_segmenter(words)
    prepare()
    with target.locked(wait, on_wait):
        _require_room(target, replaces=replaces)
        entries = (analyse(article, segmenter) for article in _articles(source))
        target.update((), entries, truncate=True, expect_many=True, user_words=words)
        held = target.stats()
        save(target, replace(manifest, commit=held.commit))
    return held.articles


def _require_room(target: Engine, *, replaces: bool) -> None:
    """Check that a target is empty, or may be replaced."""
    try:
        held = target.stats().articles
    except IndexDamagedError:
        held = 1
    if held and not replaces:
        raise UsageError(
            "there is an index already; nothing was changed",
            path=target.manifest_path.parent,
            hint="choose another place, or replace it with --replace",
        )


def _articles(source: Engine) -> Iterator[Article]:
    """All articles, in the order of their places."""
    hits = source.search(Plan(EVERYTHING), limit=None, order="path").hits
    for hit in tracked(hits, COPYING, len(hits)):
        article = source.get(hit.id)
        if article is None:
            raise IndexDamagedError("the article {} is missing", hit.id, path=source.manifest_path, hint=REBUILD)
        yield article
