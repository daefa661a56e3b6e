"""newsgrep collocates."""

from __future__ import annotations

from typing import Any

import click

from newsgrep.cli.language import tr
from newsgrep.cli.output import note_warnings
from newsgrep.cli.query import QueryCommand, all_of, by_option, filter_options
from newsgrep.cli.shared_options import (
    current_settings,
    function_words_option,
    jobs_option,
    shared_options,
    synonyms_option,
)
from newsgrep.cli.typed_options import take
from newsgrep.cli.word_options import WordOptions, print_listing, word_options
from newsgrep.corpus_stats.choices import WINDOW
from newsgrep.message import plural
from newsgrep.printers.word_table import Listing
from newsgrep.processes import default_jobs


@click.command("collocates", cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option(
    "--window",
    type=click.IntRange(min=1),
    default=WINDOW,
    show_default=True,
    metavar="N",
    help="Consider N words on either side of a match.",
)
@word_options("log-likelihood", "log-dice")
@filter_options
@by_option
@function_words_option
@jobs_option
@synonyms_option
@shared_options
def command(query: tuple[str, ...], window: int, jobs: int | None, **options: Any) -> bool:
    """List words that occur near the matches of a query more often than expected by chance.

    Matches are those of kwic. Words are counted within the same paragraph, segmented as by tokens; a word near two
    matches counts once. "Total" is how often a word occurs in the articles that pass the filters. Log-likelihood
    (Dunning 1993) measures how certain the association is, logDice (Rychlý 2008; at most 14) how strong it is. Function
    words, numbers, and words that occur almost only inside a longer listed word are left out.

    \b
    newsgrep collocates 改革
    newsgrep collocates 改革 --window 3 --sort log-dice --since 2024
    newsgrep collocates 改革 --format csv -n 0 > words.csv

    Exit code: 0 something found, 1 nothing found, 2 an error.
    """  # noqa: D301 (click wants the character)
    from newsgrep.analysis import load_segmenter
    from newsgrep.corpus_stats.collocates import collocates

    settings, asked = current_settings(), take(WordOptions, options)
    engine, _ = settings.open_index()
    request = all_of(query, options, settings)._replace(order="path")
    found = collocates(
        engine,
        request,
        load_segmenter(engine.user_words()),  # the same words as by the index's own lexicon, sooner
        window=window,
        function_words=settings.function_words,
        jobs=jobs or default_jobs(),
    )
    if not settings.quiet:
        note_warnings(found.warnings)
    words = asked.listed(found.words)
    summary = {"query": request.line, "matches": found.matches, "window": window, "words": len(words)}
    summary["warnings"] = list(map(str, found.warnings))
    listing = Listing(words, ("log_likelihood", "log_dice"), "collocate", summary)
    note = tr("{}, window of {}", plural(found.matches, "1 match", "{:,} matches"), window)
    phrase = request._replace(phrase_only=True)
    return print_listing(settings, listing, note, asked, lambda: asked.why_none(engine, phrase, found.matches))
