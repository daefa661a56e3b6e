"""Prints word lists (collocates, keywords) with their counts and association measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.model import Span
from newsgrep.text.repair import STEERING, any_of
from newsgrep.text.width import char_width, cut, rjust, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.corpus_stats.association import ScoredWord
    from newsgrep.printers.style import Style

    Form = Callable[["Listing", Style], Iterator[str]]

HEADINGS = {
    "count": "count",
    "frequency": "total",
    "log_likelihood": "log-likelihood",
    "log_dice": "logDice",
    "log_ratio": "log ratio",
    "per_million": "per million words",
}
EXAMPLE = ("example", "example_id", "example_line")
GAP = 2
LONGEST_WORD = 20
NARROWEST_EXAMPLE, WIDEST_EXAMPLE = 16, 80


class Listing(NamedTuple):
    """Sorted words, and the measures to print for each.

    In JSON, ``kind`` is the type of a word's object, and ``summary`` has the values of the last object.
    """

    words: Sequence[ScoredWord]
    measures: tuple[str, ...]
    kind: str
    summary: dict[str, Any]
    counts: tuple[str, ...] = ("count", "frequency")

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of a word's figures: its counts, then the measures."""
        return (*self.counts, *self.measures)

    @property
    def has_examples(self) -> bool:
        """Whether any word has an example."""
        return any(scored.example for scored in self.words)


def print_table(listing: Listing, style: Style) -> Iterator[str]:
    """One line per word: its figures in aligned columns, and an example if there is room for one."""
    words = [cut(style.plain(scored.word), LONGEST_WORD) for scored in listing.words]
    rows = [[_shown(scored, name) for name in listing.columns] for scored in listing.words]
    headings = [style.tr(HEADINGS[name]) for name in listing.columns]
    first = max(map(width, words), default=0)
    sizes = [max(map(width, column)) for column in zip(headings, *rows, strict=True)]
    room = min(style.columns - first - sum(sizes) - GAP * (len(sizes) + 1), WIDEST_EXAMPLE)
    heading = (" " * GAP).join(rjust(text, size) for text, size in zip(headings, sizes, strict=True))
    yield style.paint("dim", " " * (first + GAP) + heading) + "\n"
    for word, row, scored in zip(words, rows, listing.words, strict=True):
        figures = (" " * GAP).join(text.rjust(size) for text, size in zip(row, sizes, strict=True))
        example = _painted(example_of(scored, room), style) if scored.example and room >= NARROWEST_EXAMPLE else ""
        line = f"{style.paint('title', word)}{' ' * (first - width(word) + GAP)}{figures}{' ' * GAP}{example}"
        yield line.rstrip() + "\n"


def _shown(scored: ScoredWord, name: str) -> str:
    value = getattr(scored, name)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


class Example(NamedTuple):
    """A match in as much of its paragraph as fits, with the spans of the match and of the word near it.

    ``word`` is None if the word is too far from the match for both to be shown.
    """

    text: str
    match: Span
    word: Span | None


def example_of(scored: ScoredWord, columns: int) -> Example:
    """Cut the example of a word to ``columns`` display columns around match and word, or around the match alone."""
    assert scored.example
    assert scored.near
    text, match, word = scored.example.paragraph.text.replace("\t", " "), scored.example.match, scored.near
    both = Span(min(match.start, word.start), max(match.end, word.end))
    are_near = width(text[slice(*both)]) <= columns
    start, end = _around(text, *(both if are_near else match), columns)
    marks = [Span(*(min(max(at, start), end) - start for at in span)) for span in (match, word)]
    return Example(text[start:end], marks[0], marks[1] if are_near else None)


def _painted(example: Example, style: Style) -> str:
    """An example with match and word highlighted, and on a terminal a dot for each control character."""
    text = any_of(STEERING).sub("·", example.text) if style.terminal else example.text
    pieces, done = [], 0
    marks = [(*example.match, "match"), *([(*example.word, "title")] if example.word else [])]
    for begin, end, look in sorted(marks):
        if (start := max(begin, done)) < end:
            pieces += [text[done:start], style.paint(look, text[start:end])]
            done = end
    return "".join(pieces) + text[done:]


def _around(text: str, start: int, end: int, columns: int) -> tuple[int, int]:
    """The part of a text that fits into ``columns`` around a span, or the beginning of the span if that is too wide."""
    columns -= width(text[start:end])
    if columns < 0:
        return start, start + len(cut(text[start:end], columns + width(text[start:end])))
    grown = True
    while grown:
        grown = False
        if end < len(text) and (size := char_width(text[end])) <= columns:
            end, columns, grown = end + 1, columns - size, True
        if start and (size := char_width(text[start - 1])) <= columns:
            start, columns, grown = start - 1, columns - size, True
    return start, end


def print_tsv(listing: Listing, style: Style) -> Iterator[str]:
    """Tab-separated columns with a header row."""
    from newsgrep.printers.tsv import row

    yield from (row(cells, style) for cells in _cells(listing))


def print_csv(listing: Listing, style: Style) -> Iterator[str]:
    """Comma-separated columns with a header row."""
    from newsgrep.printers.csv import row

    yield from (row(cells, style) for cells in _cells(listing))


def _cells(listing: Listing) -> Iterator[Sequence[str]]:
    """The header, then one row per word."""
    yield ("word", *listing.columns, *(EXAMPLE if listing.has_examples else ()))
    for scored in listing.words:
        example: tuple[str, ...] = ()
        if line := scored.example:
            example = (example_of(scored, WIDEST_EXAMPLE).text, line.article.id, str(line.line))
        yield (scored.word, *(str(value) for value in _figures(scored, listing).values()), *example)


def _figures(scored: ScoredWord, listing: Listing) -> dict[str, int | float]:
    return {name: round(getattr(scored, name), 3) for name in listing.columns}


def print_json(listing: Listing, _: Style) -> Iterator[str]:
    """JSON Lines: one object per word, then a summary."""
    from newsgrep.printers.json import SCHEMA, dump

    for scored in listing.words:
        values: dict[str, Any] = {
            "type": listing.kind,
            "schema": SCHEMA,
            "word": scored.word,
            **_figures(scored, listing),
        }
        if line := scored.example:
            place = {"id": line.article.id, "path": line.article.path, "line": line.line}
            example = example_of(scored, WIDEST_EXAMPLE)
            near = list(example.word) if example.word else None
            values["example"] = {
                **place,
                "text": example.text,
                "match": list(example.match),
                "near": near,
            }
        yield dump(values)
    yield dump({"type": "summary", "schema": SCHEMA, **listing.summary})


FORMS: dict[str, Form] = {"terminal": print_table, "tsv": print_tsv, "csv": print_csv, "json": print_json}
