"""The values of a record as text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.field_names import bare
from newsgrep.readers.han import HAN, IN_ADDRESS
from newsgrep.readers.picks import values_at
from newsgrep.readers.role_names import MARKDOWN_NAMES
from newsgrep.text.lazy_pattern import lazy_pattern
from newsgrep.text.markup import plain_text
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgrep.readers.picks import Pick
    from newsgrep.readers.records import Record

DEEPEST = 20
# What programs and people write where there is no value.
NULLS = frozenset(
    (
        "[] nan NaN NULL null None \\N <NA> N/A n/a #N/A NA undefined unknown - -- --- — —— – / "
        "无 無 暂无 暫無 (无) （无） 未知 不详 不詳 无标题 無標題 untitled Untitled"
    ).split()
) | {"no title"}
# What an object holds the text of a value in.
TEXT_KEYS = (
    *("name", "title", "text", "名称", "content", "内容", "value", "rendered", "#text", "$t", "__cdata", "html"),
    *(
        "main",
        "blocks",
        "insert",
        "context",
        "paragraphs",
        "S",
        "N",
        "stringValue",
        "iso",
        "integerValue",
        "timestampValue",
    ),
    *("DisplayName", "displayName", "display_name", "nickname", "nickName", "screen_name", "username", "userName"),
    *("$oid", "$date", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$uuid", "zh", "zh-cn", "cn"),
    "date",
)
# A picture or link in Markdown: the text around it is Markdown too, whatever its field is called.
MARKDOWN_LINK = re.compile(r"\[[^\[\]\n]*\]\((?:https?:)?//")
# A link to the page of a story, with its name: [大桥合龙](https://j.example/1)
LINK_TO_PAGE = lazy_pattern(r"\[(?P<name>[^\[\]\n]{1,300})\]\((?P<url>https?://[^()\s]{4,2000})\)")
# A text that is an address and nothing else.
ADDRESS = re.compile(rf"\s*(?:https?:)?//{IN_ADDRESS}+\s*\Z")
SITE = re.compile(rf"\s*(?:https?:)?//[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]{IN_ADDRESS}*)?\s*")
# A line end that was escaped twice; a path or a formula has a small letter there.
ESCAPED_LINE_END = re.compile(r"(?:\\r)?\\n(?![a-z])")
LETTER = re.compile(r"[^\W\d]")
# A list of strings in a cell, as Python writes it.
PYTHON_LIST = re.compile(r"\[\s*(?:['\"].*['\"]\s*,?\s*)?\]", re.DOTALL)
# A list of elements in a cell, as Beautiful Soup prints it, and what is between them.
ELEMENTS, BETWEEN = re.compile(r"\[\s*<.*>\s*\]", re.DOTALL), re.compile(r">\s*,\s*<")
LONGEST_LIST = 1 << 20


# What tells who says something in a turn of a conversation, who that may be, and what tells what is said; the sides of
# a question and its answer.
SPEAKERS, SAID = ("role", "from", "speaker"), ("content", "value", "text", "utterance")
SPOKEN_BY = frozenset(
    (
        *(
            "user",
            "assistant",
            "system",
            "human",
            "gpt",
            "chatgpt",
            "bot",
            "ai",
            "model",
            "prompter",
            "tool",
            "function",
        ),
        *("observation", "question", "answer", "用户", "助手", "系统", "人类", "机器人", "问", "答"),
    )
)
SIDES = frozenset(("human", "assistant", "user", "gpt", "bot", "system", "question", "answer", "prompt", "response"))


# Characters of a text that may be all that an object holds.
SHORTEST_TEXT = 20


class FieldText(NamedTuple):
    """The plain text of a field, the number of line ends before each of its lines, and the source line of the first."""

    text: str
    lines: Sequence[int] = ()
    start: int = 0
    spread: bool = False

    def line_at(self, index: int) -> int:
        """The source line of a line of the text; ``index`` counts from 0."""
        return self.start + self.lines[index] if self.spread else self.start


NO_VALUE = FieldText("")


def first_value(record: Record, role: str, picks: Iterable[Pick]) -> tuple[FieldText, Pick | None]:
    """The first value that has text, and where it is; empty if none has."""
    for pick in picks:
        raw = record.values.get(pick) if type(pick) is str and not record.spread else raw_value(record, pick)
        if type(raw) is str and raw.startswith("[{"):
            raw = _blocks_in(raw)
        text = repair(raw if type(raw) is str else text_of(raw))
        if role == "body" and type(raw) is not str and not LETTER.search(text):
            continue  # numbers, such as where in a text is what was searched for
        # The indent of a body's first line tells that of its other paragraphs.
        text = _from_first_line(text) if role == "body" else text.strip()
        if role == "body" and _is_markdown(pick, text):
            text = _without_markdown(text)
        is_escaped = role == "body" and "\\n" in text and "\n" not in text
        text = ESCAPED_LINE_END.sub("\n", text) if is_escaped else text
        lines: Sequence[int] = range(text.count("\n") + 1) if record.spread else ()
        if "<" in text or "&" in text:
            text, lines = plain_text(text, " " if role == "title" else "\n")
            text = repair(text) if text.strip() else ""
        lines = (0,) * (text.count("\n") + 1) if is_escaped and record.spread else lines
        if text and text not in NULLS:
            start = record.starts.get(pick, record.line) if isinstance(pick, str) else record.line
            return FieldText(text, lines, start, record.spread), pick
    return NO_VALUE, None


def _blocks_in(text: str) -> Any:
    """The blocks of an editor that were stored as a string; the string if it is none."""
    from newsgrep.readers.json_syntax import json_in_string

    return json_in_string(text) or text


def _is_markdown(pick: Pick, text: str) -> bool:
    """Whether a body is Markdown: its field is called so, or it has a picture or a link in it.

    >>> _is_markdown("md", "# 桥"), _is_markdown("text", "[桥](https://j.example/1)"), _is_markdown("text", "[1](图)")
    (True, True, False)
    """
    return names_markdown(pick) or ("](" in text and bool(MARKDOWN_LINK.search(text)))


@lru_cache(maxsize=1 << 10)
def names_markdown(pick: Pick | None) -> bool:
    """Whether the name of a body says that it is written in Markdown."""
    return type(pick) is str and bare(pick) in MARKDOWN_NAMES


def _without_markdown(text: str) -> str:
    """The text of Markdown, line by line."""
    from newsgrep.readers.texts.markdown_text import heading, line_text

    return "\n".join((heading(line) or (0, line_text(line)))[1] for line in text.split("\n"))


def raw_value(record: Record, pick: Pick) -> Any:
    """A value as it is in a record; of a cell that is a list, its items."""
    raw = record.values.get(pick) if type(pick) is str else values_at(record.values, pick)
    return _listed(raw) if record.spread and type(raw) is str and raw[:1] == "[" else raw


def _listed(cell: str) -> Any:
    """The strings of a cell that is a list as Python writes it, or its elements; else the cell.

    >>> _listed("['大桥', '今天']"), _listed("[<p>大桥</p>, <p>今天</p>]"), _listed("[江城]")
    (['大桥', '今天'], '<p>大桥</p><p>今天</p>', '[江城]')
    """
    if ELEMENTS.fullmatch(cell.strip()):
        return BETWEEN.sub("><", cell.strip()[1:-1])
    if len(cell) > LONGEST_LIST or not PYTHON_LIST.fullmatch(cell.strip()):
        return cell
    from ast import literal_eval

    try:
        found = literal_eval(cell.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return cell
    return [item for item in found if str(item).strip()]


def _from_first_line(text: str) -> str:
    """A text without blank lines at its beginning; the indent of its first line stays."""
    begin = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, begin) + 1 :].rstrip()


def text_of(value: Any, depth: int = 0) -> str:
    """A JSON value as text: a list becomes lines, an object its name, title or text; anything too deep is left out."""
    if depth > DEEPEST:
        return ""
    match value:
        case None | bool():
            return ""
        case list():
            return "\n".join(without_addresses([(item, text_of(item, depth + 1)) for item in value]))
        case dict() if turns := turns_of(value):
            return "\n".join(text_of(turn, depth + 1) for turn in turns)
        case dict():
            named = next((value[key] for key in TEXT_KEYS if key in value), None)
            return text_of(named, depth + 1) if named is not None else _cited(value) or _unwrapped(value, depth)
        case _:
            return str(value)


def without_addresses(items: Sequence[tuple[Any, str]]) -> list[str]:
    """The texts of the items of a list, without those of objects that are but the address of a picture.

    >>> without_addresses([({}, "大桥合龙。"), ({}, "https://img.example.cn/1.jpg")])
    ['大桥合龙。']
    """
    found = [text for item, text in items if not (isinstance(item, dict) and ADDRESS.match(text))]
    return found or [text for _, text in items]


def is_address(text: str) -> bool:
    """Whether a text is an address and nothing else.

    >>> [is_address(text) for text in ("https://jcrb.example.cn/1", "https://jcrb.example.cn/1大桥，", "//div[@id]/p")]
    [True, False, False]
    """
    return "//" in text and bool(SITE.fullmatch(text))


def turns_of(value: Any) -> list[Any]:
    """What is said in a turn of a conversation with a language model, or in a question and its answer; else empty.

    >>> turns_of({"role": "user", "name": "何", "content": "写新闻"}), turns_of({"human": "写新闻", "gpt": "大桥"})
    (['写新闻'], ['写新闻', '大桥'])
    >>> turns_of({"name": "江城日报", "value": 1}), turns_of({"from": "江城日报", "content": "大桥合龙。"})
    ([], [])
    """
    if not isinstance(value, dict):
        return []
    speaker = next((value[name] for name in SPEAKERS if name in value), None)
    if isinstance(speaker, str) and speaker.strip().lower() in SPOKEN_BY:
        return [value[name] for name in SAID if name in value][:1]
    return list(value.values()) if len(value) > 1 and SIDES.issuperset(value) else []


def is_conversation(value: Any) -> bool:
    """Whether a value is a list of turns, as sets for training language models have it."""
    return isinstance(value, list) and bool(value) and all(map(turns_of, value))


def _cited(value: dict[str, Any]) -> str:
    """A name or a date as CSL-JSON has it (https://citationstyles.org); empty if it is none.

    >>> _cited({"family": "何", "given": "青禾"}), _cited({"date-parts": [[2025, 3, 18]]})
    ('何青禾', '2025-3-18')
    """
    family, given = value.get("family"), value.get("given")
    if isinstance(family, str) and isinstance(given, str):
        return f"{family}{given}" if HAN.search(family) else f"{given} {family}"
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    return "-".join(map(str, first)) if isinstance(first, list) else ""


def _unwrapped(value: dict[str, Any], depth: int) -> str:
    """The text of what an object refers to, as Strapi and JSON:API write relations; else the only one that it holds.

    >>> text_of({"data": {"id": 2, "attributes": {"name": "要闻"}}}), text_of({"data": [{"info": "大桥"}]})
    ('要闻', '')
    """
    inner = value.get("data")
    related = inner if isinstance(inner, list) else [inner]
    attributes = [each.get("attributes") for each in related if isinstance(each, dict)]
    if len(attributes) == len(related) > 0 and all(isinstance(each, dict) for each in attributes):
        return text_of(attributes, depth + 1)
    return _only_text(value)


def _only_text(value: dict[str, Any]) -> str:
    """The only Chinese text that an object holds under whatever name; empty if it is not the only one."""
    words = list(value.values())
    if len(words) == 1 and isinstance(words[0], str):
        return words[0]
    texts = [text for text in words if isinstance(text, str) and len(text) >= SHORTEST_TEXT]
    texts = [text for text in texts if HAN.search(text)]
    return texts[0] if len(texts) == 1 else ""
