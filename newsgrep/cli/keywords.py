"""newsgrep keywords."""

from __future__ import annotations

from typing import Any

import click

from newsgrep.cli.language import tr
from newsgrep.cli.output import note_warnings
from newsgrep.cli.query import QueryCommand, all_of, by_option, filter_options
from newsgrep.cli.settings import current_settings, function_words_option, shared_options, synonyms_option
from newsgrep.cli.typed_options import take
from newsgrep.cli.word_options import WordOptions, print_listing, word_options
from newsgrep.message import plural
from newsgrep.printers.word_table import Listing


@click.command("keywords", cls=QueryCommand)
@click.argument("query", nargs=-1)
@word_options("log-likelihood", "log-ratio")
@filter_options
@by_option
@function_words_option
@synonyms_option
@shared_options
def command(query: tuple[str, ...], **options: Any) -> bool:
    """List words that are unusually frequent in the matching articles, compared with the rest of the corpus.

    Queries are written as for search; filters alone are enough. "Count" is how often a word occurs in the matching
    articles, "total" in the whole corpus. Log-likelihood (Dunning 1993) measures how certain the difference is, log
    ratio (Hardie 2014) how large it is: 3 means eight times as frequent as in the rest. Function words, numbers, and
    words that occur almost only inside a longer listed word are left out.

    \b
    newsgrep keywords 劳动争议
    newsgrep keywords --source 江城晚报 --since 2025-06 --sort log-ratio

    Exit code: 0 something found, 1 nothing found, 2 an error.
    """  # noqa: D301 (click wants the character)
    from newsgrep.corpus_stats.keywords import keywords

    settings, asked = current_settings(), take(WordOptions, options)
    engine, segmenter = settings.open_index()
    request = all_of(query, options, settings)
    found = keywords(engine, request, segmenter, function_words=settings.function_words)
    if not settings.quiet:
        note_warnings(found.warnings)
    words = asked.listed(found.words)
    summary = {"query": request.line, "articles": found.articles, "words": len(words)}
    summary["warnings"] = list(map(str, found.warnings))
    listing = Listing(words, ("log_likelihood", "log_ratio"), "keyword", summary)
    note = tr("in {}", plural(found.articles, "1 article", "{:,} articles"))
    return print_listing(settings, listing, note, asked, lambda: asked.why_none(engine, request, found.articles))
