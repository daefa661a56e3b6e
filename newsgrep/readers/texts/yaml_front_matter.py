"""Front matter of Markdown files: as much of YAML and TOML as blogs and note-taking programs write."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

FENCES = {"---": ("---", "..."), "+++": ("+++",), ";;;": (";;;",)}
MOST_LINES, FEW_LINES = 300, 30
KEY_ONLY = re.compile(r"[A-Za-z_]{2,30}:(?:\s|$)")
KEY = re.compile(
    r"""(?:"([^"\n]{1,80})"|'([^'\n]{1,80})'|([^\s:：='"#\[\]{}&*!|>%@`,-][^:：=#\n]{0,80}?))\s*[:：=]\s*(.*)""",
    re.DOTALL,
)
ITEM = re.compile(r"\s*-\s+(.*)")
BLOCK = re.compile(r"[|>][+-]?\d?[+-]?")
# Names whose mapping has the address of the page beside the name of the outlet.
OUTLETS, ADDRESS = (
    frozenset(("source", "来源")),
    re.compile(r"\s+(?:url|link|链接):\s*[\"']?(https?://[^\s\"']+)[\"']?\s*"),
)
COMMENT = re.compile(r"\s+#.*$")
WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]{0,200}\|)?([^\[\]|]{1,200})\]\]")
# Where a generator of sites puts a value in a text: {{ $frontmatter.title }}, {{ page.date }}
PLACE = re.compile(r"\{\{-?\s*\$?(?:(?:page|post)\.)?(?:frontmatter|page|post)\.(\w{1,40})\s*-?\}\}")
FLOW_ITEM = re.compile(r"""\s*(?:"((?:[^"\\]|\\.){0,500})"|'((?:[^']|''){0,500})'|([^,]{0,500}))\s*(?:,|$)""")


class FrontMatter(NamedTuple):
    """Values by name, the line of each from 1, and the number of lines up to the end of the front matter."""

    values: dict[str, Any]
    starts: dict[str, int]
    lines: int


def read_front_matter(lines: Sequence[str], most: int = MOST_LINES) -> FrontMatter | None:
    """The front matter of a file, or None if its first line does not open one that is closed within ``most`` lines.

    >>> read_front_matter(["---", 'title: "新桥"', "tags: [桥, 交通]", "author:", "  - 何青禾", "---", "通车。"]).values
    {'title': '新桥', 'tags': ['桥', '交通'], 'author': ['何青禾']}
    >>> read_front_matter(["---", "", "**新桥**", "大桥通车。", "---"])  # a text between rules
    """
    opening = lines[0].strip("\ufeff \t\n") if lines else ""
    closing = FENCES.get(opening, ())
    end = next((at for at, line in enumerate(lines[1:most], 1) if line.rstrip() in closing), 0)
    if not end:
        return _without_opening(lines)
    values: dict[str, Any] = {}
    starts: dict[str, int] = {}
    inner = [line.rstrip("\n") for line in lines[1:end]]
    if inner and inner[0].lstrip().startswith("{"):
        return FrontMatter(_json("\n".join(inner)), {}, end + 1)
    for at, line in enumerate(inner):
        match = KEY.match(line)
        if match and not line[0].isspace():
            name = match[1] or match[2] or match[3].strip()
            below = _below(inner, at + 1)
            values[name] = _value(match[4].strip(), below)
            starts[name] = at + 2
            address = _address(below) if name in OUTLETS and values[name] else ""
            if address:
                values.setdefault("url", address)
    is_text = not values and any(line.strip() and not line.lstrip().startswith("#") for line in inner)
    return None if is_text else FrontMatter(values, starts, end + 1)


def _without_opening(lines: Sequence[str]) -> FrontMatter | None:
    """Front matter as old versions of Hexo write it, without a first fence: nothing but keys above one."""
    end = next((at for at, line in enumerate(lines[:FEW_LINES]) if line.rstrip() == "---"), 0)
    if not end or not all(KEY_ONLY.match(line) or ITEM.match(line) for line in lines[:end]):
        return None
    found = read_front_matter(["---", *lines[: end + 1]])
    return found and FrontMatter(found.values, {name: at - 1 for name, at in found.starts.items()}, end + 1)


def _below(lines: list[str], begin: int) -> list[str]:
    """The lines that belong to a key: indented, blank, or items of a list."""
    end = begin
    while end < len(lines) and (not lines[end].strip() or lines[end][0].isspace() or ITEM.match(lines[end])):
        end += 1
    return lines[begin:end]


def _value(value: str, below: list[str]) -> Any:
    """A scalar, a list in brackets or below, or a block of text below."""
    if BLOCK.fullmatch(value):
        return "\n".join(line.strip() for line in below).strip()
    if value.startswith("["):
        text = " ".join([value, *map(str.strip, below)]).strip()
        return _flow(text)
    if not value or value.startswith("#"):
        items = [_scalar(match[1]) for line in below if (match := ITEM.match(line))]
        return [item for item in items if item] if items else _nested(below)
    more = " ".join(line.strip() for line in below if not ITEM.match(line)).strip()
    return _scalar(f"{value} {more}".strip())


def _nested(below: list[str]) -> str:
    """The name in a mapping below, such as ``author:`` with ``name:``."""
    for line in below:
        name, _, value = line.strip().partition(":")
        if name in {"name", "title"}:
            return _scalar(value.strip())
    return ""


def _address(below: list[str]) -> str:
    """The address in a mapping below the name of an outlet."""
    return next((_scalar(match[1]) for line in below if (match := ADDRESS.fullmatch(line))), "")


def _flow(text: str) -> list[str]:
    inner = text[1:].rpartition("]")[0] if not text.startswith("[[") else text
    return [item for match in FLOW_ITEM.finditer(inner) if (item := _scalar(match[0].strip().rstrip(",").strip()))]


def _scalar(value: str) -> str:
    """A plain or quoted scalar as text, without a comment; a wiki link is its text."""
    quote = value[:1]
    if quote == '"' and value.rstrip().endswith('"') and len(value) > 1:
        value = _unescaped(value.rstrip())
    elif quote == "'" and value.rstrip().endswith("'") and len(value) > 1:
        value = value.rstrip()[1:-1].replace("''", "'")
    else:
        value = COMMENT.sub("", value)
        value = "" if value in {"null", "~", "Null", "NULL"} else value
    return WIKI_LINK.sub(r"\1", value).strip()


def _unescaped(quoted: str) -> str:
    try:
        return str(json.loads(quoted))
    except ValueError:
        return quoted[1:-1]


def _json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def with_values(lines: list[str], values: dict[str, Any]) -> list[str]:
    """The lines of a text with values of its front matter where a generator of sites would put them.

    >>> with_values(["# {{ $frontmatter.title }}", "{{ page.date }}通车"], {"title": "新桥"})
    ['# 新桥', '通车']
    """
    return [PLACE.sub(lambda place: str(values.get(place[1], "")), line) if "{{" in line else line for line in lines]
