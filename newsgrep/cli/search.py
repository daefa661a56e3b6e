"""newsgrep search."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.answers import article_of, explain_query, form_options, notes, print_answer
from newsgrep.cli.output import say, write
from newsgrep.cli.query import QueryCommand, by_option, filter_options, filters_of, line_of, wants_any
from newsgrep.cli.settings import Settings, settings, shared_options, synonyms_option
from newsgrep.engine.base import ORDERS
from newsgrep.errors import UsageError
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from newsgrep.engine.base import Engine
    from newsgrep.query.nodes import Recency
    from newsgrep.searching import Answer, Request


@click.command("search", cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help="At most N articles, 0 for all (default: 20; -l: all).",
)
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Leave out the first N.")
@filter_options
@by_option
@click.option("--sort", type=click.Choice(ORDERS), default="relevance", show_default=True, help="The order.")
@click.option(
    "--recent",
    metavar="HALF_LIFE",
    help="Age counts: half of a score is left each 30d, 2w, 6m, 1y, 半年 … before the newest article.",
)
@click.option("-l", "--files", is_flag=True, help="Only the paths of the files.")
@click.option("-c", "--count", is_flag=True, help="Only how many articles match.")
@click.option("--unique", is_flag=True, help="Of an article and its reprints only the best; -c counts all.")
@form_options
@click.option("--explain", is_flag=True, help="Say how the query was understood and why each article scored.")
@click.option("--why", metavar="ID", help="Say why the article of this id matches or does not.")
@click.option("-u", "--update", is_flag=True, help="Bring the index up to date first.")
@synonyms_option
@shared_options
def command(query: tuple[str, ...], **options: Any) -> bool:
    """Search the articles, best first.

    \b
    江城大学 招聘          both, literally or by their words
    "江城大学"             exactly this
    "大桥 通车"~8          within 8 characters, in either order
    澜?大桥  通*仪式       any character; any characters of a clause
    /第[0-9]+届/           a regular expression
    大桥 -合龙             without a word
    合龙 OR 通车           either
    title:大桥 by:秦越     in a field
    date:2025-03..2025-06  in a time (also 最近7天, 上周, 2025年3月)

    Exit code: 0 something found, 1 nothing found, 2 an error.
    """  # noqa: D301 (click wants the character)
    chosen = settings()
    line = line_of(query, options)
    if options["update"]:
        _update(chosen)
    from newsgrep.searching import search

    engine, segmenter = chosen.open_index()
    answer = search(engine, _request(line, options, chosen), segmenter)
    if options["why"]:
        return _why(engine, answer, options["why"])
    if answer.warning:
        say(answer.warning)
    if not chosen.quiet:
        if options["explain"]:
            explain_query(answer)
        print_answer(chosen, engine, answer, options)
    return answer.found.total > 0


def _update(chosen: Settings) -> None:
    from newsgrep.cli.index import make_job, report, run_job

    report(run_job(make_job(chosen), quiet=chosen.quiet), dry_run=False, as_json=False, quiet=True)


def _request(line: str, options: dict[str, Any], chosen: Settings) -> Request:
    """The use case's request by the options."""
    from newsgrep.searching import Request

    limit = options["limit"]
    if limit is None:
        limit = 0 if options["files"] else 20
    return Request(
        line=line,
        filters=filters_of(options),
        any_word=wants_any(options),
        limit=limit or None,
        offset=options["offset"],
        order=options["sort"],
        relax=not (options["files"] or options["count"] or chosen.quiet),
        unique=options["unique"] and not (options["count"] or chosen.quiet),
        synonyms=chosen.synonyms,
        recency=_recency(options),
    )


def _recency(options: dict[str, Any]) -> Recency | None:
    """What --recent asks for."""
    half_life = options["recent"]
    if half_life is None:
        return None
    from newsgrep.query.dates import parse_half_life
    from newsgrep.query.nodes import Recency

    days = parse_half_life(half_life)
    if not days:
        raise UsageError(f"--recent {half_life}: not a stretch of time", hint="such as 30d, 2w, 6m, 1y, 半年")
    if options["sort"] != "relevance":
        raise UsageError(f"--recent and --sort {options['sort']} are two orders", hint="choose one")
    return Recency(date.today().isoformat(), days)  # noqa: DTZ011 (the user's day)


def _why(engine: Engine, answer: Answer, article_id: str) -> bool:
    """Every part of the plan, and whether the article matches it; then what its score is made of."""
    from newsgrep.query.explain import phrase
    from newsgrep.searching import why

    article_of(engine, article_id)
    reasons = why(engine, answer, article_id)
    matches = reasons[0].holds
    lines = [f"{article_id} {'matches' if matches else 'does not match'}: {answer.request.line}"]
    lines += [f"{'':{2 * depth}}{'✓' if holds else '✗'} {phrase(node)}" for depth, node, holds in reasons]
    scored = engine.contributions(answer.plan, article_id)
    lines += [f"note: {note}" for note in notes(answer)]
    recent = ", before age" if answer.plan.recency else ""
    lines += [f"score {sum(one.score for one in scored):.3f}, before a second look{recent}"] if scored else []
    lines += [f"  {one.score:.3f} {one.word} ({one.field} {one.frequency}×)" for one in scored]
    write(f"{visible(line)}\n" for line in lines)
    return matches
