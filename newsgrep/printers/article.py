"""Whole articles: laid out for a terminal, plain, as JSON, or as a row of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.printers.title import shown_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.model import Article
    from newsgrep.printers.style import Style
    from newsgrep.query.plan_nodes import TextNode

FORMS = ("terminal", "plain", "json")


def print_article(article: Article, sought: Sequence[TextNode], form: str, style: Style) -> Iterator[str]:
    """An article with what is sought in it marked: title, facts, then each paragraph."""
    from newsgrep.search.snippets import mark, mark_title

    if form == "json":
        from newsgrep.printers.json import article_object, dump

        yield dump(article_object(article))
        return
    marks = [mark_title(article, sought), *(mark(part.text, sought, "body") for part in article.paragraphs)]
    if form == "terminal":
        from newsgrep.printers import terminal

        yield from terminal.print_article(article, marks, style)
        return
    from newsgrep.printers.grep import painted

    people = " ".join((*article.reporters, *article.correspondents, *article.photographers))
    facts = (article.source, article.date, article.section, people, article.id)
    yield painted(shown_title(article), marks[0], style) + "\n"
    yield style.plain(" · ".join(fact for fact in facts if fact)) + "\n\n"
    yield from (
        painted(part.text, spans, style) + "\n" for part, spans in zip(article.paragraphs, marks[1:], strict=True)
    )
    yield "\n"


def print_row(article: Article) -> str:
    """The lines, kind, reporters and title of an article, separated by tabs."""
    place = f"{article.path}:{article.line}-{article.end_line}"
    return "\t".join((place, article.kind, " ".join(article.reporters), shown_title(article))) + "\n"
