"""newsgrep search."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.answers import article_of, explain_query, form_options, notes, print_answer
from newsgrep.cli.output import say, write
from newsgrep.cli.settings import Settings, settings, shared_options, synonyms_option
from newsgrep.engine.base import ORDERS
from newsgrep.errors import UsageError
from newsgrep.model import KINDS
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from collections.abc import Container

    from newsgrep.engine.base import Engine
    from newsgrep.query.nodes import Recency
    from newsgrep.query.tree import Tree
    from newsgrep.searching import Answer, Request

FILTERS = ("since", "until", "source", "section", "by", "kind", "paths")

# Stands for the ``-`` of an exclusion while click looks for options.
HIDDEN = "\ue000"


class QueryCommand(click.Command):
    """A command whose words may begin with ``-``, as exclusions do."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide ``-合龙`` and ``-GDP`` from click: no option looks so."""
        end = args.index("--") if "--" in args else len(args)
        options = [one for one in self.params if isinstance(one, click.Option)]
        valued = {name for one in options if not one.is_flag and not one.count for name in one.opts}
        flags = {name for one in options for name in one.opts} - valued
        hidden = [
            HIDDEN + word[1:] if before not in valued and _is_exclusion(word, flags, valued) else word
            for before, word in pairwise(["", *args[:end]])
        ]
        return super().parse_args(ctx, hidden + args[end:])


def _is_exclusion(word: str, flags: Container[str], valued: Container[str]) -> bool:
    """Whether a word that begins with ``-`` looks like no option: ``-GDP``, ``-合龙``, ``-date:2023``.

    >>> words = ("-合龙", "-gdp", "-5G", "-n", "-n5", "-lc", "-x", "--limit", "-")
    >>> [_is_exclusion(word, flags={"-l", "-c"}, valued={"-n"}) for word in words]
    [True, True, True, False, False, False, False, False, False]
    """
    rest = word[1:]
    if word[:1] != "-" or rest[:1] in {"", "-"} or (len(rest) == 1 and rest.isascii()):
        return False
    is_option = all(f"-{letter}" in flags for letter in rest) or (word[:2] in valued and rest[1:].isdecimal())
    return not is_option


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
@click.option("--since", metavar="DATE", help="From this date on (2025, 2025-03, 2025-03-18, 上周 …).")
@click.option("--until", metavar="DATE", help="Up to and with this date.")
@click.option("--source", multiple=True, metavar="NAME", help="Of this source; * stands for anything. May be repeated.")
@click.option("--section", multiple=True, metavar="NAME", help="Of this section.")
@click.option("--by", multiple=True, metavar="NAME", help="By this reporter or correspondent.")
@click.option("--kind", multiple=True, type=click.Choice(KINDS), help="Of this kind.")
@click.option("--path", "paths", multiple=True, metavar="PATH", help="In this file or folder of the corpus.")
@click.option("--sort", type=click.Choice(ORDERS), default="relevance", show_default=True, help="The order.")
@click.option(
    "--recent",
    metavar="HALF_LIFE",
    help="Age counts: half of a score is left each 30d, 2w, 6m, 1y, 半年 … before the newest article.",
)
@click.option("--any", "any_word", is_flag=True, help="Any of the words will do.")
@click.option("--all", "all_words", is_flag=True, help="All words must match (the default).")
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
    line = " ".join(f"-{word[1:]}" if word.startswith(HIDDEN) else word for word in query)
    if not line.strip() and not any(options[name] for name in FILTERS):
        raise UsageError("the query is empty", hint="give some words, such as: newsgrep search 江城大学")
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
        filters=_filters(options),
        any_word=options["any_word"] and not options["all_words"],
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


def _filters(options: dict[str, Any]) -> tuple[Tree, ...]:
    """The filter options as parts of the query."""
    from newsgrep.query.tree import Any as AnyOf
    from newsgrep.query.tree import DateRange, Filter

    names = {"source": "source", "section": "section", "by": "by", "kind": "kind", "paths": "path"}
    filters: list[Tree] = [
        AnyOf(tuple(Filter(name, value) for value in options[option]))
        for option, name in names.items()
        if options[option]
    ]
    if options["since"] or options["until"]:
        filters.append(DateRange(_day("--since", options["since"]), _day("--until", options["until"])))
    return tuple(filters)


def _day(option: str, text: str | None) -> str | None:
    """A date option, as a bound."""
    from newsgrep.query.dates import parse_dates

    if text is None:
        return None
    found = parse_dates(text, date.today())  # noqa: DTZ011 (the user's day)
    if not found:
        raise UsageError(f"{option} {text}: not a date", hint="such as 2025, 2025-03, 2025-03-18, 上周")
    return found.since if option == "--since" else found.until


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
