"""newsgrep story."""

from __future__ import annotations

from typing import Any, NamedTuple

import click

from newsgrep.cli.completers import values_of
from newsgrep.cli.hit_output import article_of
from newsgrep.cli.nothing_found import note_nothing_found
from newsgrep.cli.output import chosen_form
from newsgrep.cli.pager import write_paged
from newsgrep.cli.shared_options import current_settings, shared_options
from newsgrep.cli.typed_options import take
from newsgrep.message import Message
from newsgrep.printers.story import FORMS

LISTED = 40


@click.command("story")
@click.argument("article_id", metavar="ID", shell_complete=values_of("id"))
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=0),
    default=LISTED,
    metavar="N",
    show_default=True,
    help="Show at most N articles, those that share most with the story; 0 for all.",
)
@click.option("--json", "as_json", is_flag=True, help="Same as --format json.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), help="Output format (default: terminal).")
@shared_options
def command(article_id: str, **options: Any) -> bool:
    """Follow the story of an article: first report, reprints, follow-ups and comments, in the order of their dates.

    ID is path#key, as printed by search --format ids. Each article is linked to an earlier one, with the reason: how
    much of the text is the same, or the names and other telling words that both have. Words that similar articles of
    other times have, too, are those of a kind of event: they link articles of the same days only. Links are up to 45
    days long. Which of the articles of one day was first is not known, nor where an article without a date belongs.

    \b
    newsgrep story "$(newsgrep search 大桥合龙 --format ids -n 1)"
    newsgrep story 江城晚报/2025.jsonl#123 --json

    Exit code: 0 something found, 1 no other article or no such article, 2 an error.
    """  # noqa: D301 (click wants the character)
    from newsgrep.search.story import story

    settings, asked = current_settings(), take(StoryOptions, options)
    engine, _ = settings.open_index()
    article = article_of(settings, engine, article_id)
    if not article:
        return False
    from newsgrep.analysis import load_segmenter

    # Texts by the hundred are segmented, so that a fast segmenter is worth its start.
    found = story(engine, article, load_segmenter(engine.user_words()), limit=asked.limit or None)
    others = len(found.links) > 1
    if not settings.quiet:
        if others:
            form = chosen_form(asked.form, as_json=asked.as_json, in_pipe="terminal")
            write_paged(FORMS[form](found, settings.style()), pages=settings.pages)
        else:
            note_nothing_found([Message("no other article of this story is in the index")])
    return others


class StoryOptions(NamedTuple):
    """How much of a story is shown, and in which form."""

    limit: int
    as_json: bool
    form: str | None
