"""newsgrep search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.hit_output import (
    HitOutput,
    article_of,
    count_option,
    explain_query,
    files_option,
    form_options,
    print_answer,
)
from newsgrep.cli.output import for_terminal, write
from newsgrep.cli.query import (
    PageOptions,
    QueryCommand,
    by_option,
    filter_options,
    query_line,
    request_of,
    search_options,
)
from newsgrep.cli.shared_options import current_settings, jobs_option, shared_options, synonyms_option
from newsgrep.cli.typed_options import take
from newsgrep.engine.base import ORDERS
from newsgrep.message import Message
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from newsgrep.engine.base import EngineReader
    from newsgrep.search.search import Answer, Counting


@click.command("search", cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show at most N articles, 0 for all (default: 20; with -l: all).",
)
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Skip the first N articles.")
@filter_options
@by_option
@click.option("--sort", type=click.Choice(ORDERS), default="relevance", show_default=True, help="Sort order.")
@click.option(
    "--recent",
    metavar="HALF_LIFE",
    help="Prefer recent articles: halve the score every HALF_LIFE (30d, 2w, 6m, 1y, 半年 …) before the newest article.",
)
@files_option
@count_option
@click.option(
    "--unique", is_flag=True, help="Show one article per story, with the number of reprints (-c still counts all)."
)
@form_options
@jobs_option
@click.option("--explain", is_flag=True, help="Explain how the query was parsed and how each article was scored.")
@click.option("--why", metavar="ID", help="Explain why the article with this ID matches or does not.")
@click.option("--save", metavar="NAME", help="Save this search under a name (see newsgrep saved).")
@click.option("-u", "--update", is_flag=True, help="Update the index first.")
@synonyms_option
@shared_options
def command(query: tuple[str, ...], **options: Any) -> bool:
    """Search the articles, best matches first.

    \b
    江城大学 招聘          both, either literally or as separate words
    "江城大学"             exactly this text
    "大桥 通车"~8          within 8 characters, in either order
    澜?大桥  通*仪式       ? is any character, * any text within a clause
    /第[0-9]+届/           a regular expression
    大桥 -合龙             excluding a word
    合龙 OR 通车           either of them
    title:大桥 by:秦越     in a field
    date:2025-03..2025-06  in a period (also 最近7天, 上周, 2025年3月)

    If articles with all of the words do not fill the page, the best with some of them follow, unless --all is given.
    -c, -l, -q and the exit code go by the articles with all of the words.

    Exit code: 0 something found, 1 nothing found, 2 an error.
    """  # noqa: D301 (click wants the character)
    settings = current_settings()
    asked, page, output = search_options(options), take(PageOptions, options), take(HitOutput, options)
    line = query_line(query, asked)
    if options["update"]:
        from newsgrep.cli.index import update

        update(settings)
    from newsgrep.search.search import search

    engine, segmenter = settings.open_index()
    request = request_of(line, asked, page, settings)
    counting: Counting = "no" if settings.quiet else output.counts_literal
    answer = search(engine, request._replace(count_literal=counting), segmenter)
    if options["save"] is not None:
        from newsgrep.cli.saved import save

        save(options["save"], line, asked, settings)
    if options["why"]:
        article = article_of(settings, engine, options["why"])
        return _why(engine, answer, article.id) if article else False
    if not settings.quiet:
        if output.explain:
            explain_query(answer)
        print_answer(settings, engine, answer, output)
    return answer.total_all > 0


def _why(engine: EngineReader, answer: Answer, article_id: str) -> bool:
    """Every part of the plan, and whether the article matches it; then what its score is made of."""
    from newsgrep.query.explain import FIELD_NAMES, phrase
    from newsgrep.search.search import why

    reasons, some = why(engine, answer, article_id)
    matches = reasons[0].holds
    verdict = Message(
        "{} matches: {}" if matches else "{} matches only some of: {}" if some else "{} does not match: {}",
        article_id,
        answer.request.line,
    )
    lines = [for_terminal(verdict)]
    lines += [
        f"{'':{2 * depth}}{'✓' if holds else '✗'} {for_terminal(phrase(node))}"
        for depth, node, holds in (*reasons, *some)
    ]
    scored = engine.contributions(answer.plan, article_id)
    lines += [for_terminal(Message("note: {}", message)) for message in answer.warnings]
    if scored:
        whole = sum(contribution.score for contribution in scored)
        with_age = Message("score {:.3f}, before reranking and age", whole)
        lines.append(
            for_terminal(with_age if answer.plan.recency else Message("score {:.3f}, before reranking", whole))
        )
    terms = (
        Message("{:.3f} {} ({} {}×)", term.score, term.word, FIELD_NAMES[term.field], term.frequency) for term in scored
    )
    lines += [f"  {for_terminal(term)}" for term in terms]
    write(f"{visible(line)}\n" for line in lines)
    return matches
