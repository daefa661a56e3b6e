"""``path:line:text``, one line per snippet; the line number is that of the source file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newsgrep.model import Span
from newsgrep.printers.title import shown_title
from newsgrep.search.batches import each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.model import Paragraph
    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown


def print_answer(_: Answer, hits: Iterable[Shown], style: Style) -> Iterator[str]:
    """A line per snippet that matches, and per headline that does; if nothing matches, the first headline.

    Of an article without headlines and snippets, its first sentence.
    """
    return each(hits, partial(_lines, style))


def _lines(style: Style, shown: Shown) -> str:
    body = [snippet for snippet in shown.snippets if snippet.matches]
    headlines = [(line, spans) for line, spans in _headlines(shown) if spans]
    if not headlines and not body:
        headlines, body = _headlines(shown)[:1], [] if shown.article.headlines else list(shown.snippets)
    path, lines = shown.article.path, []
    if not headlines and not body:
        lines.append(_line(path, shown.article.line, shown_title(shown.article), (), style))
    lines += [
        _line(path, line.line, line.text, spans, style) for line, spans in (headlines[:1] if style.brief else headlines)
    ]
    lines += [_line(path, snippet.line, snippet.text, snippet.matches, style) for snippet in body]
    return "".join(lines)


def _headlines(shown: Shown) -> list[tuple[Paragraph, list[Span]]]:
    """Each headline with its matches, taken from those of the title: the headlines joined by a space."""
    placed, start = [], 0
    for line in shown.article.headlines:
        end = start + len(line.text)
        inside = [span for span in shown.title_matches if span.start < end and span.end > start]
        placed.append((line, [Span(max(span.start, start) - start, min(span.end, end) - start) for span in inside]))
        start = end + 1
    return placed


def _line(path: str, line: int, text: str, matches: Sequence[Span], style: Style) -> str:
    colon = style.paint("separator", ":")
    place = colon.join((style.paint("path", style.plain(path)), style.paint("line", str(line))))
    return f"{style.linked(place, path, line)}{colon}{painted(text, matches, style)}\n"


def painted(text: str, matches: Sequence[Span], style: Style) -> str:
    """A text with its matches in colour; on a terminal, without control characters."""
    pieces, done = [], 0
    for span in matches:
        pieces += [style.plain(text[done : span.start]), style.paint("match", style.plain(text[slice(*span)]))]
        done = span.end
    return "".join(pieces) + style.plain(text[done:])
