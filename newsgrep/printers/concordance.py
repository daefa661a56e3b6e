"""Prints concordance lines: aligned by match, as CSV, TSV or JSON Lines, or by a template."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.printers.widths import WIDEST_SNIPPET
from newsgrep.search.batches import each
from newsgrep.text.width import cut, cut_before, line_breaks, ljust, steady, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsgrep.corpus_stats.concordance import KwicLine
    from newsgrep.message import Message
    from newsgrep.model import Article, Span
    from newsgrep.printers.style import Style

    Form = Callable[[Iterable[KwicLine], "Layout", Style, Sequence[Message]], Iterator[str]]

COLUMNS = ("id", "path", "line", "date", "source", "section", "kind", "title", "field", "left", "match", "right")
SENTENCE = "sentence"


# Display columns of a date, a source and the gap after each; and the widths of a line from which they are shown.
DATE, SOURCE, GAP = 10, 10, 2
ROOM_FOR_DATE, ROOM_FOR_SOURCE = 60, 100
SHARE_OF_MATCH = 3
# Characters that a column takes at most, those without a width included: a repaired text has thirty marks in a row.
MOST_UPON_ONE = 40


class Layout(NamedTuple):
    """The widths of a line and of the widest match expected, in display columns.

    ``sentences``: whole sentences are shown. ``sources``: they differ, so that each line says its own.
    """

    columns: int
    match: int = 0
    sentences: bool = False
    sources: bool = True

    @property
    def label(self) -> int:
        """The width of date and source before the text."""
        date = DATE + GAP if self.columns >= ROOM_FOR_DATE else 0
        return date + (SOURCE + GAP if self.has_source else 0)

    @property
    def has_source(self) -> bool:
        """Whether there is a source before the text."""
        return self.sources and self.columns >= ROOM_FOR_SOURCE

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of tables."""
        return (*COLUMNS, SENTENCE) if self.sentences else COLUMNS

    @property
    def left(self) -> int:
        """The width of the context before the match; a match of the expected width has as much after it."""
        room = self.columns - self.label
        return max(0, (room - min(self.match, room // SHARE_OF_MATCH)) // 2)


def print_aligned(
    lines: Iterable[KwicLine], layout: Layout, style: Style, _warnings: Sequence[Message] = ()
) -> Iterator[str]:
    """One line per match, all matches beginning in the same column, no line wider than the layout."""
    return each(lines, partial(_sentence if layout.sentences else _aligned, layout, style))


def _aligned(layout: Layout, style: Style, line: KwicLine) -> str:
    left = layout.left
    room = layout.columns - layout.label - left
    before = cut_before(_flat(line.before(left * MOST_UPON_ONE), style), left)
    match = cut(_flat(line.matched, style), room)
    after = cut(_flat(line.after(room * MOST_UPON_ONE), style), room - width(match))
    label = style.paint("dim", _label(line.article, layout, style))
    margin = " " * (left - width(before))
    match = style.linked(style.paint("match", match), line.article.path, line.line)
    return f"{label}{margin}{before}{match}{after}".rstrip() + "\n"


def _sentence(layout: Layout, style: Style, line: KwicLine) -> str:
    """The whole sentence of a match, in as many lines as it needs beside the label."""
    room = max(min(layout.columns - layout.label, WIDEST_SNIPPET), 2)
    span = line.sentence
    parts = (line.paragraph.text[start:end] for start, end in _parted(span, line.match))
    before, match, after = (_flat(part, style) for part in parts)
    text = before + match + after
    cuts = [0, *line_breaks(text, room), len(text)]
    label, lines = style.paint("dim", _label(line.article, layout, style)), []
    for start, end in pairwise(cuts):
        marked = range(max(start, len(before)), min(end, len(before) + len(match)))
        if marked:
            painted = style.linked(style.paint("match", text[marked.start : marked.stop]), line.article.path, line.line)
            shown = text[start : marked.start] + painted + text[marked.stop : end]
        else:
            shown = text[start:end]
        lines.append((label + shown).rstrip() + "\n")
        label = " " * layout.label
    return "".join(lines)


def _parted(span: Span, match: Span) -> tuple[tuple[int, int], ...]:
    """A span before, in and after a match."""
    return (span.start, match.start), (match.start, match.end), (match.end, span.end)


def print_tsv(
    lines: Iterable[KwicLine], layout: Layout, style: Style, _warnings: Sequence[Message] = ()
) -> Iterator[str]:
    """Tab-separated columns with a header row."""
    from newsgrep.printers.tsv import row

    yield row(layout.names, style)
    yield from each(lines, lambda line: row(_cells(line, layout), style))


def print_csv(
    lines: Iterable[KwicLine], layout: Layout, style: Style, _warnings: Sequence[Message] = ()
) -> Iterator[str]:
    """Comma-separated columns with a header row."""
    from newsgrep.printers.csv import row

    yield row(layout.names, style)
    yield from each(lines, lambda line: row(_cells(line, layout), style))


def print_json(lines: Iterable[KwicLine], layout: Layout, _: Style, warnings: Sequence[Message] = ()) -> Iterator[str]:
    """JSON Lines: one object per concordance line, then a summary."""
    from newsgrep.printers.json import SCHEMA, dump

    count = 0
    for count, line in enumerate(each(lines, partial(_json_line, layout)), start=1):  # noqa: B007 (used below)
        yield line
    yield dump({"type": "summary", "schema": SCHEMA, "lines": count, "warnings": list(map(str, warnings))})


def _json_line(layout: Layout, line: KwicLine) -> str:
    from newsgrep.printers.json import SCHEMA, dump
    from newsgrep.printers.title import shown_title

    values: dict[str, Any] = dict(zip(layout.names, _cells(line, layout), strict=True))
    facts: dict[str, Any] = {"line": line.line, "date": line.article.date, "source": line.article.source}
    if layout.sentences:
        start = line.sentence.start
        facts["sentence_match"] = [line.match.start - start, line.match.end - start]
    facts |= {"section": line.article.section, "shown_title": shown_title(line.article)}
    return dump({"type": "line", "schema": SCHEMA, **values, **facts})


def form_of(name: str) -> Form:
    """The printing function of a format, or of a template.

    Raises:
        UsageError: the template is not valid.

    """
    return _by_template(name) if "{" in name else FORMS[name]


def _by_template(text: str) -> Form:
    from newsgrep.printers.template import CONTEXT, OF_LINE, plain_values, template_of, values_of

    template = template_of(text, OF_LINE)
    wanted = 2 * max(map(int, CONTEXT.findall(text)), default=0)

    def print_lines(
        lines: Iterable[KwicLine], layout: Layout, style: Style, _warnings: Sequence[Message] = ()
    ) -> Iterator[str]:
        whole = layout._replace(columns=max(layout.columns, wanted + layout.match), sentences=True)

        def print_line(line: KwicLine) -> str:
            cells = dict(zip((*COLUMNS, SENTENCE), _cells(line, whole), strict=True))
            own = {name: cells[name] for name in (*COLUMNS[-4:], SENTENCE)} | {"line": str(line.line)}
            return template(plain_values(values_of(line.article) | own, style)) + style.end

        return each(lines, print_line)

    return print_lines


FORMS: dict[str, Form] = {"terminal": print_aligned, "tsv": print_tsv, "csv": print_csv, "json": print_json}


def _cells(line: KwicLine, layout: Layout) -> Sequence[str]:
    """The values of the columns; contexts are cut to half the width that the layout leaves beside the match."""
    article, side = line.article, max(0, layout.columns - layout.match) // 2
    known = (article.id, article.path, str(line.line), article.date or "", article.source or "", article.section or "")
    most = side * MOST_UPON_ONE
    context = (cut_before(line.before(most), side), line.matched, cut(line.after(most), side))
    sentence = (line.paragraph.text[slice(*line.sentence)],) if layout.sentences else ()
    return (*known, article.kind, article.title, line.field, *context, *sentence)


def _label(article: Article, layout: Layout, style: Style) -> str:
    """Date and source, if the layout is wide enough for them."""
    parts = []
    if layout.columns >= ROOM_FOR_DATE:
        parts.append(_filled(style.plain(article.date or ""), DATE))
    if layout.has_source:
        parts.append(_filled(style.plain(article.source or ""), SOURCE))
    return "".join(parts)


def _filled(text: str, columns: int) -> str:
    """A text cut or padded to a width, and a gap."""
    shown = cut(text, columns)
    return ljust(shown, columns + GAP)


def _flat(text: str, style: Style) -> str:
    """A text on one line, safe for a terminal, and without joined emoji, on whose width terminals disagree."""
    return style.plain(steady(text.replace("\t", " ")))
