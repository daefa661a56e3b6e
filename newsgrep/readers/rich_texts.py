"""Texts that editors store as trees of JSON → plain text, a paragraph a line.

TipTap and ProseMirror, Slate, Strapi, Lexical, Portable Text (Sanity), Contentful, Draft.js, Editor.js, Quill, Notion,
and the lists of words and marked words of Telegram.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.readers.json_languages import chinese_version, in_chinese
from newsgrep.readers.json_syntax import DEEPEST, json_in_string
from newsgrep.text.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# What tells of which kind a node is, and what holds the nodes in it.
KINDS, INSIDE = ("type", "nodeType", "_type", "object"), ("children", "content", "nodes")
STORED = (*INSIDE, "blocks", "ops", "rich_text")
ROOTS = frozenset(("doc", "document", "root"))
# Nodes within a line, those that end one, and those with a line for each text in them.
INLINE = frozenset(
    ("link", "hyperlink", "entry-hyperlink", "asset-hyperlink", "a", "autolink", "mention", "span", "strong", "em")
)
BREAKS = frozenset(("hardBreak", "hard_break", "linebreak", "break", "br"))
# Pictures, whose captions are no text of the article.
PICTURES = frozenset(("image", "img", "figure", "figcaption", "caption", "video", "audio", "embed", "iframe"))
# What articles and comments have, and nodes of a text have not.
NO_NODE = frozenset(
    ("title", "headline", "date", "time", "author", "user", "role", "name", "created_at", "createdAt", "published")
)
MARKED = frozenset(("type", "text", "href", "user_id", "document_id", "language", "collapsed"))
# Values of a page of Notion, each under the name of its type.
OF_NOTION = frozenset(
    ("title", "rich_text", "select", "status", "date", "url", "multi_select", "number", "created_time")
)
AROUND_NOTION = frozenset(("id", "type", "name", "object", "has_more", "next_cursor"))
OF_TREES = frozenset((*KINDS, "root", "blocks", "ops"))
NESTED = frozenset((dict, list))
AROUND_BLOCKS = frozenset(("blocks", "time", "version", "entityMap"))


def with_plain_texts(value: Any, depth: int = 0) -> Any:
    """A value of JSON in which trees of texts, and texts in several languages, are texts; the same object without any.

    >>> tree = [{"type": "paragraph", "children": [{"text": "澜江"}, {"text": "大桥", "bold": True}]}]
    >>> with_plain_texts({"title": "合龙", "content": tree})
    {'title': '合龙', 'content': '澜江大桥'}
    """
    if isinstance(value, str):
        return _text_in_string(value)
    if not isinstance(value, dict | list) or depth > DEEPEST:
        return value
    if type(value) is list and NESTED.isdisjoint(map(type, value)):
        return value
    if type(value) is dict and not any(map(_may_be_tree, value.values())):
        return value
    found = _plain_text(value)
    if found is not None:
        return found
    if isinstance(value, list):
        items = [with_plain_texts(item, depth + 1) if type(item) is not str else item for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    changed = {name: new for name, old in value.items() if (new := _inside(name, old, depth + 1)) is not old}
    return {**value, **changed} if changed else value


def _inside(name: str, value: Any, depth: int) -> Any:
    """The value of a field; a record of its own in several languages is left to what its fields are called."""
    if type(value) is dict and (text := in_chinese(value)) is not None:
        return text
    return with_plain_texts(chinese_version(name, value) if type(value) is list else value, depth)


def _may_be_tree(value: Any) -> bool:
    return value[:1] in {"{", "["} if type(value) is str else type(value) in {dict, list}


def _text_in_string(text: str) -> str:
    """The text of a tree that was stored as a string; else the string."""
    if not text.startswith(("{", "[{")) or not any(f'"{name}"' in text for name in STORED):
        return text
    inner = json_in_string(text)
    found = _plain_text(inner) if inner is not None else None
    return found if isinstance(found, str) else text


def _plain_text(value: Any) -> Any:
    """The text of a tree, or the value of a property of Notion; None if it is neither."""
    if type(value) is dict and OF_TREES.isdisjoint(value):
        return None
    if isinstance(value, list):
        return next((text for read in _LISTS if value and (text := read(value)) is not None), None)
    return next((text for read in _OBJECTS if (text := read(value)) is not None), None)


def _nodes(value: dict[str, Any]) -> list[Any] | None:
    return next((inner for name in INSIDE if isinstance(inner := value.get(name), list)), None)


def _kind(value: dict[str, Any]) -> str:
    return next((kind for name in KINDS if isinstance(kind := value.get(name), str)), "")


def _own_text(value: dict[str, Any]) -> str | None:
    """The text of a node without others in it."""
    text = value.get("text", value.get("value") if value.get("nodeType") == "text" else None)
    return text if isinstance(text, str) and _nodes(value) is None else None


def _is_node(value: Any, depth: int = 0) -> bool:
    if not isinstance(value, dict) or not NO_NODE.isdisjoint(value) or depth > DEEPEST:
        return False
    inner = _nodes(value)
    if inner is None:
        return _own_text(value) is not None or bool(_kind(value))
    return all(_is_node(item, depth + 1) for item in inner)


def _has_text(value: dict[str, Any]) -> bool:
    """Whether a node has others in it, and one of these a text."""
    return any(_own_text(item) or _has_text(item) for item in _nodes(value) or ())


def _of_root(value: dict[str, Any]) -> str | None:
    """The text of a whole document."""
    root = value.get("root") if len(value) == 1 else value
    if not isinstance(root, dict) or _kind(root) not in ROOTS or not _is_node(root) or not _has_text(root):
        return None
    return "\n".join(_lines(root))


def _of_nodes(value: list[Any]) -> str | None:
    """The text of the nodes of a document, which has no root."""
    are_nodes = all(_is_node(item) and _kind(item) for item in value)
    if not are_nodes or not any(map(_has_text, value)):
        return None
    return "\n".join(line for item in value for line in _lines(item))


def _lines(node: dict[str, Any]) -> list[str]:
    """The lines of a node: texts and marked words side by side are one."""
    lines, line = list[str](), ""
    for child in _nodes(node) or ():
        text, kind = _own_text(child), _kind(child)
        if text is not None or kind in INLINE:
            line += text if text is not None else "".join(_lines(child))
            continue
        lines.append(line)
        line = ""
        if kind not in PICTURES and kind not in BREAKS:
            lines += _lines(child)
    return [each for each in (*lines, line) if each.strip()]


def _of_blocks(value: dict[str, Any]) -> str | None:
    """The text of the blocks of Draft.js or Editor.js."""
    blocks = value.get("blocks")
    if not isinstance(blocks, list) or not blocks or not AROUND_BLOCKS.issuperset(value):
        return None
    if all(isinstance(each, dict) and isinstance(each.get("data"), dict) and _kind(each) for each in blocks):
        is_draft = all(isinstance(each.get("text"), str) for each in blocks)
        texts = (each["text"] for each in blocks) if is_draft else (t for each in blocks for t in _in_block(each))
        return "\n".join(filter(str.strip, texts))
    return None


def _in_block(block: dict[str, Any]) -> Iterator[str]:
    """The lines of a block of Editor.js, whose texts are HTML."""
    data = block["data"]
    if isinstance(data.get("text"), str):
        yield plain_text(data["text"], " ")[0]
    for item in data.get("items") or ():
        text = item.get("content", item.get("text")) if isinstance(item, dict) else item
        if isinstance(text, str):
            yield plain_text(text, " ")[0]


def _of_changes(value: dict[str, Any]) -> str | None:
    ops = value.get("ops")
    return _inserted(ops) if len(value) == 1 and isinstance(ops, list) and ops else None


def _inserted(value: list[Any]) -> str | None:
    """The text of the changes by which Quill writes a document: pictures are objects."""
    if not all(isinstance(item, dict) and "insert" in item for item in value):
        return None
    return "".join(text if isinstance(text := item["insert"], str) else "\n" for item in value)


def _marked(value: list[Any]) -> str | None:
    """The text of a list of words and marked words, as Telegram writes it."""
    marked = [item for item in value if not isinstance(item, str)]
    are_marked = all(
        isinstance(item, dict) and "type" in item and isinstance(item.get("text"), str) and MARKED.issuperset(item)
        for item in marked
    )
    if not marked or len(marked) == len(value) or not are_marked:
        return None
    return "".join(item if isinstance(item, str) else item["text"] for item in value)


def _said(value: Any) -> str | None:
    """The text of a list of marked words of Notion."""
    if not isinstance(value, list) or not all(isinstance(item, dict) and "plain_text" in item for item in value):
        return None
    return "".join(str(item["plain_text"]) for item in value)


def _of_notion(value: list[Any]) -> str | None:
    """The text of blocks of Notion, or of marked words in one."""
    said = [_said_in(item) for item in value]
    return "\n".join(filter(None, said)) if any(text is not None for text in said) else _said(value)


def _said_in(block: Any) -> str | None:
    if not isinstance(block, dict) or block.get("object") != "block":
        return None
    inner = block.get(str(block.get("type")))
    return _said(inner.get("rich_text", inner.get("text"))) if isinstance(inner, dict) else None


def _property(value: dict[str, Any]) -> Any:
    """The value of a property of a page of Notion: it is under the name of its type."""
    kind = value.get("type")
    if (
        not isinstance(kind, str)
        or kind not in OF_NOTION
        or kind not in value
        or not AROUND_NOTION.union((kind,)).issuperset(value)
    ):
        return None
    inner = value[kind]
    if isinstance(inner, list):
        named = [item.get("name") for item in inner if isinstance(item, dict) and "name" in item]
        return _said(inner) if inner and not named else named
    return inner.get("name", inner.get("start")) if isinstance(inner, dict) else inner


_LISTS: Iterable[Callable[[list[Any]], str | None]] = (_marked, _of_notion, _inserted, _of_nodes)
_OBJECTS: Iterable[Callable[[dict[str, Any]], Any]] = (_of_root, _of_blocks, _of_changes, _property)
