"""newsgrep show."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import click

from newsgrep.cli.completers import values_of
from newsgrep.cli.hit_output import articles_of, note_missing
from newsgrep.cli.output import chosen_form, note_warnings
from newsgrep.cli.pager import write_paged
from newsgrep.cli.shared_options import current_settings, shared_options, synonyms_option
from newsgrep.printers.article import FORMS, print_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.cli.settings import Settings
    from newsgrep.model import Article
    from newsgrep.query.plan_nodes import TextNode


@click.command("show")
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=values_of("id"))
@click.option("-m", "--mark", "line", metavar="QUERY", help="Highlight what this query matches.")
@click.option("--json", "as_json", is_flag=True, help="Same as --format json.")
@click.option("--format", "form", type=click.Choice(FORMS), help="Output format (default: terminal; in a pipe plain).")
@synonyms_option
@shared_options
def command(ids: tuple[str, ...], line: str | None, as_json: bool, form: str | None) -> bool:  # noqa: FBT001 (click's call)
    """Show whole articles; ID is path#key, as printed by search --format ids.

    Exit code: 0 all shown, 1 some are not in the index.
    """
    settings = current_settings()
    engine, segmenter = settings.open_index()
    marks = _marks(line, segmenter, settings) if line else ()
    missing: dict[str, list[Article]] = {}

    def articles() -> Iterator[Article]:
        for article_id in ids:
            found = articles_of(settings, engine, article_id)
            if len(found) == 1:
                yield found[0]
            else:
                missing[article_id] = found

    chosen, style = chosen_form(form, as_json=as_json, in_pipe="plain"), settings.style()
    write_paged(
        chain.from_iterable(print_article(article, marks, chosen, style) for article in articles()),
        pages=settings.pages,
    )
    for article_id, found in missing.items():
        note_missing(article_id, found)
    return not missing


def _marks(line: str, segmenter: Segmenter, settings: Settings) -> Sequence[TextNode]:
    from newsgrep.query.parse import parse
    from newsgrep.query.planner import make_plan

    parsed = parse(line)
    if not settings.quiet:
        note_warnings(parsed.notes)
    return make_plan(parsed.tree, segmenter, synonyms=settings.synonyms).marks
