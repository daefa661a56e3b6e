"""The line below the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from newsgrep.printers.totals import totals
from newsgrep.tui.page import safe

if TYPE_CHECKING:
    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.tui.result_list import ResultList
    from newsgrep.tui.view import View


def status_line(view: View, answer: Answer | None, results: ResultList, reasons: str, style: Style) -> Text:
    """Which article is selected, what filters and sorts, how many are found, what was not taken as it was written.

    ``reasons`` say why nothing was found.
    """
    if not answer:
        return Text()
    parts = [f"{results.selected + 1:,}"] if results.count else []
    parts += [style.tr("{:,} marked", len(results.chosen))] if results.chosen else []
    parts += [view.flags] if view.flags else []
    parts.append(style.tr(", ").join(message.render(style.catalogue) for message in totals(answer)))
    parts += [note.render(style.catalogue) for note in answer.notes]
    parts += [reasons] if reasons else []
    return Text(safe(" · ".join(parts)), style.look("dim"), no_wrap=True, overflow="ellipsis")
