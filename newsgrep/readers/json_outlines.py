"""Pages of outliners (Logseq, Roam, Workflowy) in JSON: blocks of text, each with the blocks below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.readers.json_syntax import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What holds the title of a page, and the text of a block.
OUTLINE_TITLES, OUTLINE_TEXTS = frozenset(("title", "page-name", "page")), ("string", "content", "text")


def outline_of(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """A page of an outliner (Logseq, Roam, Workflowy) with the text of the blocks below it; None if it is none."""
    children = value.get("children")
    title = next((value[name] for name in OUTLINE_TITLES if isinstance(value.get(name), str)), "")
    if not title or not isinstance(children, list) or not children:
        return None
    if not all(isinstance(child, dict) and OUTLINE_TITLES.isdisjoint(child) and _own_text(child) for child in children):
        return None
    text = "\n".join(filter(None, _outline_lines(children, 0)))
    return {**{name: child for name, child in value.items() if name != "children"}, "title": title, "text": text}


def _own_text(block: Mapping[str, Any]) -> str:
    return next((block[name] for name in OUTLINE_TEXTS if isinstance(block.get(name), str)), "")


def _outline_lines(blocks: Iterable[Any], depth: int) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, dict) and depth < DEEPEST:
            yield _own_text(block)
            yield from _outline_lines(block.get("children") or (), depth + 1)
