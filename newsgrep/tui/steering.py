"""What moves within the main screen, and changes what is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.dom import DOMNode
from textual.widgets import Input

from newsgrep.message import Message

if TYPE_CHECKING:
    from newsgrep.tui.article_view import ArticleView
    from newsgrep.tui.facet_list import FacetList
    from newsgrep.tui.finder import Finder
    from newsgrep.tui.result_list import ResultList
    from newsgrep.tui.view import View


class Steering(DOMNode):
    """The actions of the main screen that stay within it."""

    view: View
    results: ResultList
    article_view: ArticleView
    facets: FacetList
    finder: Finder
    wants_facets: bool | None
    is_leaving: bool

    def say(self, message: Message | None) -> None:
        """Show a notice."""
        raise NotImplementedError

    def change(self, view: View, *, keep: bool = False) -> None:
        """Look for another view."""
        raise NotImplementedError

    def search(self, *, keep: bool = False) -> None:
        """Look for the view."""
        raise NotImplementedError

    def count(self) -> None:
        """Count the facets."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Lay out anew what is on the screen."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Quit; while something is being written, only if asked again."""
        if self.finder.tasks.is_idle() or self.is_leaving:
            self.app.exit()
        self.is_leaving = True
        self.say(Message("still writing; press again to give it up"))

    def action_query(self) -> None:
        """To the query; above an article alone, back to the list."""
        self.remove_class("zoomed")
        self.query_one("#query", Input).focus()

    def action_move(self, rows: int) -> None:
        """Select another article."""
        self.results.action_move(rows)

    def action_page(self, pages: int) -> None:
        """Select an article a screen further."""
        self.results.action_page(pages)

    def action_match(self, step: int) -> None:
        """To the next match."""
        if self.article_view.step(step):
            at, total = (self.article_view.at or 0) + 1, len(self.article_view.page.matches)
            self.say(Message("match {:,} of {:,}", at, total))
        else:
            self.say(Message("no more matches in this article" if self.article_view.page.matches else "no matches"))

    def action_facets(self) -> None:
        """To the facets; from them, back to the list."""
        is_shown = self.has_class("with-facets")
        self.wants_facets = not (is_shown and self.facets.has_focus)
        self.set_class(self.wants_facets, "with-facets")
        (self.facets if self.wants_facets else self.results).focus()
        if self.wants_facets != is_shown:
            self.count()
            self.call_after_refresh(self.lay_out)

    def action_unfilter(self) -> None:
        """Take all filters away."""
        self.change(self.view.unfiltered())

    def action_sort(self) -> None:
        """The next order."""
        self.change(self.view.reordered())

    def action_unique(self) -> None:
        """One article per story, or all."""
        self.change(self.view.folded_reprints())

    def action_again(self) -> None:
        """Search again."""
        self.search(keep=True)

    def action_zoom(self) -> None:
        """The article alone, or beside the list."""
        self.toggle_class("zoomed")
        (self.article_view if self.has_class("zoomed") else self.results).focus()
        self.call_after_refresh(self.lay_out)
