"""newsgrep show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from newsgrep.cli.output import is_terminal, make_style, say, write
from newsgrep.cli.settings import settings, shared_options, synonyms_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.model import Article, Span
    from newsgrep.printers.style import Style
    from newsgrep.query.nodes import TextNode
    from newsgrep.query.synonyms import Synonyms


@click.command("show")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("-m", "--mark", "line", metavar="QUERY", help="Mark what this query would find.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, an object an article.")
@synonyms_option
@shared_options
def command(ids: tuple[str, ...], line: str | None, as_json: bool) -> bool:  # noqa: FBT001 (click's call)
    """Show whole articles; ID is path#key, as search --format ids prints it.

    Exit code: 0 all shown, 1 some are not in the index.
    """
    from newsgrep.printers.json import article_object, dump
    from newsgrep.snippet import mark, mark_title

    chosen = settings()
    engine, segmenter = chosen.open_index()
    style = make_style(chosen.color)
    marks = _marks(line, segmenter, chosen.synonyms) if line else ()
    complete = True
    for article_id in ids:
        article = engine.get(article_id)
        if not article:
            say(f"{article_id}: not in the index (newsgrep search --format ids … prints ids)")
            complete = False
        elif as_json:
            write([dump(article_object(article))])
        else:
            spans = [
                mark_title(article, marks),
                *(mark(part.text, marks, "body") for part in article.paragraphs),
            ]
            write(_article(article, spans, style))
    return complete


def _marks(line: str, segmenter: Segmenter, synonyms: Synonyms) -> Sequence[TextNode]:
    from newsgrep.query.parse import parse
    from newsgrep.query.plan import make_plan

    return make_plan(parse(line).tree, segmenter, synonyms=synonyms).marks


def _article(article: Article, marks: Sequence[Sequence[Span]], style: Style) -> Iterator[str]:
    """Laid out on a terminal, else plain: title, facts, paragraphs, each on a line."""
    if is_terminal():
        from newsgrep.printers.terminal import print_article

        yield from print_article(article, marks, style)
        return
    from newsgrep.printers.grep import painted

    facts = (article.source, article.date, article.section, article.id)
    yield painted(article.title, marks[0], style) + "\n"
    yield style.plain(" · ".join(fact for fact in facts if fact)) + "\n\n"
    yield from (
        painted(part.text, spans, style) + "\n" for part, spans in zip(article.paragraphs, marks[1:], strict=True)
    )
    yield "\n"
