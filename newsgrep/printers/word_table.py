"""Words that belong to something, with the figures that say how strongly; a table of forms."""

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
    "frequency": "in all",
    "log_likelihood": "log-likelihood",
    "log_dice": "logDice",
    "log_ratio": "log ratio",
}
EXAMPLE = ("example", "example_id", "example_line")
GAP = 2
LONGEST_WORD = 20
NARROWEST_EXAMPLE, WIDEST_EXAMPLE = 16, 80


class Listing(NamedTuple):
    """Words in their order, the measures that are shown of each, and what a program is told at the end."""

    words: Sequence[ScoredWord]
    measures: tuple[str, ...]
    kind: str
    summary: dict[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """The figures of a word, by name."""
        return ("count", "frequency", *self.measures)

    @property
    def has_examples(self) -> bool:
        """Whether words come with a place where they stand."""
        return any(one.example for one in self.words)


def print_table(listing: Listing, style: Style) -> Iterator[str]:
    """A line each, figures one below the other, and an example where there is room for one."""
    words = [cut(style.plain(one.word), LONGEST_WORD) for one in listing.words]
    rows = [[_shown(one, name) for name in listing.columns] for one in listing.words]
    headings = [style.tr(HEADINGS[name]) for name in listing.columns]
    first = max(map(width, words), default=0)
    sizes = [max(map(width, column)) for column in zip(headings, *rows, strict=True)]
    room = min(style.columns - first - sum(sizes) - GAP * (len(sizes) + 1), WIDEST_EXAMPLE)
    heading = (" " * GAP).join(rjust(text, size) for text, size in zip(headings, sizes, strict=True))
    yield style.paint("dim", " " * (first + GAP) + heading) + "\n"
    for word, row, one in zip(words, rows, listing.words, strict=True):
        figures = (" " * GAP).join(text.rjust(size) for text, size in zip(row, sizes, strict=True))
        example = _painted(example_of(one, room), style) if one.example and room >= NARROWEST_EXAMPLE else ""
        line = f"{style.paint('title', word)}{' ' * (first - width(word) + GAP)}{figures}{' ' * GAP}{example}"
        yield line.rstrip() + "\n"


def _shown(one: ScoredWord, name: str) -> str:
    value = getattr(one, name)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


class Example(NamedTuple):
    """A match in as much of its paragraph as fits, and where it and the word near it stand there.

    ``word`` is None where that is too far from the match for both to be shown.
    """

    text: str
    match: Span
    word: Span | None


def example_of(one: ScoredWord, columns: int) -> Example:
    """The match and the word, with what is around them, in at most so many columns; else the match alone."""
    assert one.example
    assert one.near
    text, match, word = one.example.paragraph.text.replace("\t", " "), one.example.match, one.near
    both = Span(min(match.start, word.start), max(match.end, word.end))
    are_near = width(text[slice(*both)]) <= columns
    start, end = _around(text, *(both if are_near else match), columns)
    marks = [Span(*(min(max(at, start), end) - start for at in span)) for span in (match, word)]
    return Example(text[start:end], marks[0], marks[1] if are_near else None)


def _painted(example: Example, style: Style) -> str:
    """An example with both marked, and a dot for whatever could steer a terminal."""
    text = any_of(STEERING).sub("·", example.text) if style.terminal else example.text
    pieces, done = [], 0
    marks = [(*example.match, "match"), *([(*example.word, "title")] if example.word else [])]
    for begin, end, look in sorted(marks):
        if (start := max(begin, done)) < end:
            pieces += [text[done:start], style.paint(look, text[start:end])]
            done = end
    return "".join(pieces) + text[done:]


def _around(text: str, start: int, end: int, columns: int) -> tuple[int, int]:
    """The part of a text that fits into so many columns around another part, or as much of that as does."""
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
    """The header, then a row for each word."""
    yield ("word", *listing.columns, *(EXAMPLE if listing.has_examples else ()))
    for one in listing.words:
        example: tuple[str, ...] = ()
        if line := one.example:
            example = (example_of(one, WIDEST_EXAMPLE).text, line.article.id, str(line.line))
        yield (one.word, *(str(value) for value in _figures(one, listing).values()), *example)


def _figures(one: ScoredWord, listing: Listing) -> dict[str, int | float]:
    return {name: round(getattr(one, name), 3) for name in listing.columns}


def print_json(listing: Listing, _: Style) -> Iterator[str]:
    """JSON Lines: an object a word, then a summary."""
    from newsgrep.printers.json import SCHEMA, dump

    for one in listing.words:
        values: dict[str, Any] = {"type": listing.kind, "schema": SCHEMA, "word": one.word, **_figures(one, listing)}
        if line := one.example:
            place = {"id": line.article.id, "path": line.article.path, "line": line.line}
            example = example_of(one, WIDEST_EXAMPLE)
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
