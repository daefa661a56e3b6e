"""newsgrep similar."""

from __future__ import annotations

from typing import Any

import click

from newsgrep.cli.completers import values_of
from newsgrep.cli.hit_output import HitOutput, article_of, form_options, print_answer
from newsgrep.cli.output import is_terminal, note_message
from newsgrep.cli.shared_options import current_settings, shared_options
from newsgrep.cli.typed_options import take
from newsgrep.message import plural


@click.command("similar")
@click.argument("article_id", metavar="ID", shell_complete=values_of("id"))
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=0),
    default=10,
    metavar="N",
    show_default=True,
    help="Show at most N articles, 0 for all.",
)
@click.option(
    "--reprints", "reprints_only", is_flag=True, help="List its reprints: articles that share most of its text."
)
@form_options
@shared_options
def command(article_id: str, limit: int, reprints_only: bool, **options: Any) -> bool:  # noqa: FBT001 (click's call)
    """Find articles similar to a given one, most similar first; ID is path#key, as printed by search --format ids.

    Articles are similar if they share their most distinctive words. Reprints (same month, at least 70 % of the text
    shared; all of it for short texts) are left out; --reprints lists only those, scored by the share of common text.

    Exit code: 0 something found, 1 nothing found or no such article, 2 an error.
    """
    from newsgrep.search.more_like_this import reprints, similar

    settings = current_settings()
    engine, segmenter = settings.open_index()
    article = article_of(settings, engine, article_id)
    if not article:
        return False
    if reprints_only:
        answer, left_out = reprints(engine, article, limit=limit or None), 0
    else:
        answer, left_out = similar(engine, article, segmenter, limit=limit or None)
    if not settings.quiet:
        print_answer(settings, engine, answer, take(HitOutput, options), is_query=False)
    if left_out and is_terminal():
        note_message(
            plural(
                left_out, "1 reprint left out (--reprints lists it)", "{:,} reprints left out (--reprints lists them)"
            )
        )
    return answer.found.total > 0
