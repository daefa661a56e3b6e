"""Markdown (CommonMark): where the articles come from, then each under a heading, with the matches in bold."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from newsgrep.message import Message
from newsgrep.printers.exports.html import facts_of, web_address
from newsgrep.printers.exports.ris import one_line
from newsgrep.printers.title import shown_title
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgrep.corpus_stats.export import Exported
    from newsgrep.message import Catalogue
    from newsgrep.model import Span
    from newsgrep.printers.exports.about import About

# Signs that mean something within a line, and those that do at the beginning of one.
INLINE = re.compile(r"([\\`*_\[\]<>&~|$^=])")
AT_BEGIN = re.compile(r"^(?:([#+-])|(\d{1,9})([.)]))")


def write(about: About, articles: Iterable[Exported], file: IO[bytes], catalogue: Catalogue) -> None:
    """The title and what the export is of; then a section per article."""
    title = escaped(about.title(catalogue))
    facts = "".join(f"- {name}: {escaped(value)}\n" for name, value in about.facts(catalogue))
    strata = "".join(f"| {escaped(part.name)} | {part.articles} | {part.drawn} |\n" for part in about.strata)
    head = " | ".join(name.render(catalogue) for name in map(Message, ("stratum", "articles", "drawn")))
    table = f"\n| {head} |\n|---|--:|--:|\n{strata}" if strata else ""
    file.write(f"# {title}\n\n{facts}{table}".encode("utf-8", "replace"))
    for exported in articles:
        file.write(section(exported, catalogue).encode("utf-8", "replace"))


def section(exported: Exported, catalogue: Catalogue) -> str:
    """An article under its heading."""
    article = exported.article
    title = marked(article.title, exported.title_matches) if article.title else escaped(shown_title(article))
    title = title or Message("(untitled)").render(catalogue)
    address = web_address(article.url)
    heading = f"[{title}](<{address}>)" if address else title
    facts = escaped(" · ".join((*facts_of(article, catalogue, exported.reprints), visible(article.id))))
    pairs = zip(article.paragraphs, exported.matches, strict=True)
    paragraphs = (marked(part.text, spans) for part, spans in pairs)
    return "".join(f"\n{part}\n" for part in (f"## {exported.rank}. {heading}", facts, *paragraphs) if part)


def marked(text: str, spans: Sequence[Span]) -> str:
    """A text with its matches in bold; where asterisks would not be understood beside punctuation, by a tag."""
    found, done = "", 0
    for span in spans:
        match = text[slice(*span)]
        is_word = match[:1].isalnum() and match[-1:].isalnum()
        begin, end = ("**", "**") if is_word else ("<b>", "</b>")
        found += f"{_inline(text[done : span.start])}{begin}{_inline(match)}{end}"
        done = span.end
    return _as_paragraph((found + _inline(text[done:])).strip())


def escaped(text: str) -> str:
    r"""A text as Markdown shows it, on one line.

    >>> escaped("# [点我](javascript:x) <script>")
    '\\# \\[点我\\](javascript:x) \\<script\\>'
    """
    return marked(one_line(text), ())


def _inline(text: str) -> str:
    flat = re.sub(r"\s", " ", text)
    return INLINE.sub(r"\\\1", flat)


def _as_paragraph(text: str) -> str:
    """A line that begins no heading, list, or rule."""
    return AT_BEGIN.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", text)
