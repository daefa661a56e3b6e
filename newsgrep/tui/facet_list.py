"""The facets beside the list: years and months, sources, sections, names and kinds, with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text
from textual.strip import Strip

from newsgrep.corpus_stats.facets import grouped
from newsgrep.message import Message
from newsgrep.printers.kind_names import KIND_NAMES
from newsgrep.query.filters import NO_DATE, NO_VALUE
from newsgrep.text.width import fitted, width
from newsgrep.tui.page import safe
from newsgrep.tui.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgrep.corpus_stats.facets import FacetCount
    from newsgrep.printers.style import Style
    from newsgrep.tui.view import View

HEADINGS = {
    "year": Message("date"),
    "source": Message("source"),
    "section": Message("section"),
    "by": Message("reporter"),
    "kind": Message("kind"),
}
# Values of a facet that are shown at first, and years whose months are shown.
FEW = 8
KINDS_SHOWN = {**KIND_NAMES, "article": "article"}
FEW_YEARS = 2


class FacetRow(NamedTuple):
    """A row: a heading, a value with its count, or what shows the rest of a facet."""

    field: str
    value: str = ""
    articles: int = 0
    indent: int = 0
    is_heading: bool = False
    is_more: bool = False


class FacetList(RowList):
    """Values to filter by; those that do are marked."""

    def __init__(self, style: Style) -> None:
        super().__init__(id="facets")
        self._look = style
        self._facets: Mapping[str, Sequence[FacetCount]] = {}
        self._view: View | None = None
        self._whole: set[str] = set()
        self._rows: list[FacetRow] = []
        self._is_waiting = False

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self._rows)

    @property
    def row(self) -> FacetRow | None:
        """The selected row."""
        return self._rows[self.selected] if self.selected < len(self._rows) else None

    def may_select(self, row: int) -> bool:
        """A heading is not selected."""
        return not self._rows[row].is_heading

    def show(self, facets: Mapping[str, Sequence[FacetCount]], view: View) -> None:
        """Show the facets of a view, with the same value selected."""
        before, self._is_waiting = self.row, False
        self._facets, self._view = facets, view
        self._rows = list(self._laid_out())
        same = (number for number, row in enumerate(self._rows) if before and row[:2] == before[:2])
        self.rows_changed(next(same, self.selected))

    def wait(self) -> None:
        """Say that they are being counted, if nothing is known yet."""
        self._is_waiting = not self._rows
        self.refresh()

    def show_all(self, field: str) -> None:
        """Show all values of a facet."""
        self._whole.add(field)
        self._rows = list(self._laid_out())
        self.rows_changed(self.selected)

    def _laid_out(self) -> Iterator[FacetRow]:
        for field in HEADINGS:
            counts = self._facets.get(field, ())
            if counts:
                yield FacetRow(field, is_heading=True)
                yield from self._periods(counts) if field == "year" else self._values(field, counts)

    def _values(self, field: str, counts: Sequence[FacetCount]) -> Iterator[FacetRow]:
        """The values with the most articles, those that filter, and how many more there are."""
        is_whole = field in self._whole or len(counts) <= FEW + 1
        shown = [
            count
            for at, count in enumerate(counts)
            if is_whole or at < FEW or count.value == NO_VALUE or self._is_on(field, count.value)
        ]
        yield from (FacetRow(field, *count) for count in shown)
        if len(shown) < len(counts):
            yield FacetRow(field, articles=len(counts) - len(shown), is_more=True)

    def _periods(self, years: Sequence[FacetCount]) -> Iterator[FacetRow]:
        """The years; below one that filters, or if they are few, its months."""
        months = grouped(self._facets.get("month", ()))
        chosen = (self._view.options.since or "")[:4] if self._view else ""
        for year in years:
            yield FacetRow("year", *year)
            if year.value == chosen or len(years) <= FEW_YEARS:
                yield from (FacetRow("month", *month, indent=2) for month in months.get(year.value, ()))

    def _is_on(self, field: str, value: str) -> bool:
        return self._view is not None and self._view.has(field, value)

    def render_line(self, y: int) -> Strip:
        """A line of the screen."""
        if self._is_waiting and y == 0:
            waiting = Text(self._look.tr("counting …"), self._look.look("dim"))
            return Strip(waiting.render(self.app.console, end="")).adjust_cell_length(self.size.width)
        return super().render_line(y)

    def draw(self, row: int, line: int, columns: int) -> Text:  # noqa: ARG002 (rows are one line high)
        """A row: the value on the left, its count on the right."""
        found = self._rows[row]
        if found.is_heading:
            return Text(HEADINGS[found.field].render(self._look.catalogue), "bold")
        if found.is_more:
            return Text("  " + self._look.tr("… {:,} more", found.articles), self._look.look("dim"))
        number = f"{found.articles:,}"
        name = self._name_of(found)
        room = max(0, columns - len(number) - 3 - found.indent)
        shown = fitted(name, room)
        on = "✓" if self._is_on(found.field, found.value) else " "
        gap = " " * (room - width(shown) + 1)
        return Text.assemble(" " * found.indent, f"{on} ", shown, gap, (number, self._look.look("line")))

    def _name_of(self, row: FacetRow) -> str:
        if row.value in {NO_VALUE, NO_DATE}:
            return self._look.tr("(none)")
        return self._look.tr(KINDS_SHOWN[row.value]) if row.field == "kind" else safe(row.value)
