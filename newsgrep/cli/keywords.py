"""newsgrep keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.language import tr
from newsgrep.cli.nothing_found import reasons_for
from newsgrep.cli.output import note_warnings
from newsgrep.cli.query import QueryCommand, all_of, by_option, filter_options
from newsgrep.cli.shared_options import current_settings, function_words_option, shared_options, synonyms_option
from newsgrep.cli.typed_options import take
from newsgrep.cli.word_options import WordOptions, print_listing, word_options
from newsgrep.message import Message, plural
from newsgrep.printers.word_table import Listing

if TYPE_CHECKING:
    from newsgrep.corpus_stats.keywords import Keywords

LONGEST_RUN = 5  # words


@click.command("keywords", cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option("--against", metavar="QUERY", help="Compare with the articles that match QUERY, not with all others.")
@click.option(
    "--ngram",
    type=click.IntRange(1, LONGEST_RUN),
    default=1,
    show_default=True,
    metavar="N",
    help="List runs of N words instead of words (1 to 5).",
)
@word_options("log-likelihood", "log-ratio")
@filter_options
@by_option
@function_words_option
@synonyms_option
@shared_options
def command(query: tuple[str, ...], against: str | None, ngram: int, **options: Any) -> bool:
    """List words that are unusually frequent in the matching articles, compared with the rest of the corpus.

    Queries are written as for search; filters alone are enough. "Count" is how often a word occurs in the matching
    articles, "total" in these and those that they are compared with. Log-likelihood (Dunning 1993) measures how certain
    the difference is, log ratio (Hardie 2014) how large it is: 3 means eight times as frequent as in the rest. Function
    words, numbers, and words that occur almost only inside a longer listed word are left out. With --sort count and
    neither query nor filter, the words of the whole corpus are listed. --ngram reads all articles, which takes a while.

    \b
    newsgrep keywords 劳动争议
    newsgrep keywords --source 江城晚报 --since 2025-06 --sort log-ratio
    newsgrep keywords --source 江城晚报 --against source:江城日报
    newsgrep keywords --sort count -n 0 > words.tsv
    newsgrep keywords --ngram 2 --sort count

    Exit code: 0 something found, 1 nothing found, 2 an error.
    """  # noqa: D301 (click wants the character)
    settings, asked = current_settings(), take(WordOptions, options)
    engine, segmenter = settings.open_index()
    request = all_of(query, options, settings, may_be_all=asked.sort == "count" and against is None)
    reference = None if against is None else request._replace(line=against, filters=())
    if ngram > 1:
        from newsgrep.analysis import load_segmenter
        from newsgrep.corpus_stats.ngrams import ngrams

        # Texts by the thousand are segmented, so that a fast segmenter is worth its start.
        found = ngrams(
            engine,
            request,
            load_segmenter(engine.user_words()),
            size=ngram,
            least=asked.least,
            function_words=settings.function_words,
            against=reference,
        )
    else:
        from newsgrep.corpus_stats.keywords import keywords

        found = keywords(engine, request, segmenter, function_words=settings.function_words, against=reference)
    if not settings.quiet:
        note_warnings(found.warnings)
    is_word_list = not request.line.strip() and not request.filters
    listing = _listing(request.line, found, asked, against, is_word_list=is_word_list)
    note = tr("in {}", plural(found.articles, "1 article", "{:,} articles"))

    def why() -> list[Message]:
        if reference and not found.reference:
            return [Message("no article matches --against {}", against), *reasons_for(engine, reference)]
        if found.articles and not found.compared and not is_word_list:
            return [Message("there are no other articles to compare these with")]
        return asked.why_none(engine, request, found.articles)

    return print_listing(settings, listing, note, asked, why)


def _listing(line: str, found: Keywords, asked: WordOptions, against: str | None, *, is_word_list: bool) -> Listing:
    """The words that are asked for: compared with others, or of the whole corpus."""
    words = asked.listed(found.words, is_compared=not is_word_list)
    summary: dict[str, Any] = {"query": line, **({} if against is None else {"against": against})}
    summary |= {"articles": found.articles, "words": len(words), "warnings": list(map(str, found.warnings))}
    if is_word_list:
        return Listing(words, ("per_million",), "word", summary, counts=("count",))
    return Listing(words, ("log_likelihood", "log_ratio"), "keyword", summary)
