"""Markdown → text, line by line: the marks are no text, and each line stays where it is."""

from __future__ import annotations

import re

HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+|(?=[^\s#]))(.*?)\s*#*\s*")
# What pandoc writes behind a heading, and around a part: {#title .title}, ::: meta
ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]{1,80}\}$")
FENCE = re.compile(r"\s*(?:```|~~~|:{3,}\s*(?:\{[^{}]{0,80}\}|[\w. -]{0,40})\s*$|</?details\b[^<>]{0,80}>\s*$)")
RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*")
TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*")
QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+(?:\[![A-Za-z]+\][+-]?\s*)?")
BULLET = re.compile(r"^\s*[-*+]\s+(?:\[[ xX]\]\s+)?")
# The beginning of an item of a list; its number is text, its bullet is none.
LISTED = re.compile(r"\s*(?:[-*+]|\d{1,3}[.、)）])\s")
IMAGE = re.compile(
    r"!\[[^\[\]\n]{0,500}\]\([^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\)|!\[\[[^\[\]\n]{1,300}\]\]"
)
# The text of a link may have brackets in it: [[14]大桥合龙](https://j.example/1)
LINK = re.compile(
    r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,100}\](?!\()){0,500})\]\(<?[^()\s<>]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?>?(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\)"
)
REFERENCE_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\[[^\[\]\n]{0,100}\]")
REFERENCE = re.compile(r"\s{0,3}\[[^\[\]\n]{1,100}\]:(?:\s+\S+|(?:https?:|mailto:|/|\.{1,2}/)\S+).*")
FOOTNOTE = re.compile(r"\[\^[^\[\]\n]{1,40}\](?!:)")
WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{0,200}\|)?([^\[\]|\n]{1,200})\]\]")
AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,2000})>")
TEMPLATE = re.compile(r"\{%.{0,300}?%\}|\{\{[<%].{0,300}?[>%]\}\}|<!--.{0,500}?-->|<a (?:name|id)=[^<>]{1,80}></a>")
STRONG = re.compile(r"(\*\*\*|\*\*|~~|==)(?=\S)(.{1,2000}?)(?<=\S)\1")
UNDERLINED = re.compile(r"(?<![\w\\])(__|_)(?=[^\s_])([^_\n]{1,2000})(?<=[^\s_])\1(?!\w)")
EMPHASIS = re.compile(r"(?<![*\\])\*(?=[^\s*])([^*\n]{1,1000})(?<=[^\s*])\*(?!\*)")
CODE = re.compile(r"`{1,3}([^`\n]{1,1000})`{1,3}")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|~<>-])")
# Between the cells of a row.
CELL_END = "　"
HARD_BREAK = re.compile(r"(?:\\| {2,})$")
# Where several marks are nested, each pass takes a layer off.
LAYERS = 3
# A longer line is no prose of a writer; it stays as it is.
LONGEST_LINE = 200_000


def heading(line: str) -> tuple[int, str] | None:
    """The level and text of a heading, or None.

    >>> heading("## **江城**要闻 ##"), heading("#话题# 新桥通车")
    ((2, '江城要闻'), None)
    """
    match = HEADING.fullmatch(line.rstrip("\n")) if len(line) < LONGEST_LINE else None
    if not match or (not line.lstrip().lstrip("#")[:1].isspace() and "#" in line.lstrip().lstrip("#")):
        return None
    return len(match[1]), inline_text(ATTRIBUTES.sub("", match[2]))


def inline_text(text: str) -> str:
    """A line without links, images and emphasis.

    >>> inline_text("**昨日**，[新桥](https://j.example/1)通车。![图](1.jpg)")
    '昨日，新桥通车。'
    """
    if len(text) > LONGEST_LINE or not any(mark in text for mark in "*_[`~=\\<{!"):
        return text.strip()
    text = TEMPLATE.sub("", IMAGE.sub("", text))
    for _ in range(LAYERS):
        text = LINK.sub(r"\1", text)
        text = EMPHASIS.sub(r"\1", UNDERLINED.sub(r"\2", STRONG.sub(r"\2", text)))
    text = REFERENCE_LINK.sub(r"\1", FOOTNOTE.sub("", WIKI_LINK.sub(r"\1", text)))
    return ESCAPE.sub(r"\1", CODE.sub(r"\1", AUTOLINK.sub(r"\1", text))).strip()


def line_text(line: str) -> str:
    """A line of running text: without marks of quotations and lists, rules, table borders and definitions.

    >>> [line_text(line) for line in ("> 来源：江城日报  ", "- 新桥通车", "---", "| 江城 | 12 |")]
    ['来源：江城日报', '新桥通车', '', '江城　12']
    """
    line = line.rstrip("\n")
    if RULE.fullmatch(line) or FENCE.match(line) or TABLE_RULE.fullmatch(line) or REFERENCE.fullmatch(line):
        return ""
    line = BULLET.sub("", QUOTE.sub("", line, count=1), count=1)
    if line.startswith("|") and line.rstrip().endswith("|"):
        line = CELL_END.join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return inline_text(HARD_BREAK.sub("", line))
