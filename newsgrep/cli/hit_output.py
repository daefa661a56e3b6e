"""How commands that find articles print them: the options of the output's form, and what they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from newsgrep.cli.language import tr, translate
from newsgrep.cli.nothing_found import note_nothing_found, note_nothing_full, reasons_for
from newsgrep.cli.output import FormType, chosen_form, flush, note, note_warnings, write, write_stderr
from newsgrep.cli.pager import write_paged
from newsgrep.message import Message
from newsgrep.printers import FORMATS, printer
from newsgrep.printers.digest_forms import DIGESTS
from newsgrep.printers.style import Style
from newsgrep.printers.totals import totals
from newsgrep.printers.widths import WIDEST_SNIPPET
from newsgrep.processes import default_jobs
from newsgrep.text.repair import visible
from newsgrep.text.width import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.cli.settings import Settings
    from newsgrep.cli.shared_options import AnyCommand
    from newsgrep.engine.base import EngineReader
    from newsgrep.model import Article
    from newsgrep.search.search import Answer, Counting
    from newsgrep.search.shown import Shown

SNIPPETS = 2
# On a terminal a snippet is about as many lines long.
LINES = 2
MARGIN = 6

# What --explain says beside the plan.
QUERY, FOLDED = map(Message, ("query", "folded"))
LABEL = 8  # columns

FORM_OPTIONS = (
    click.option(
        "-0", "--null", is_flag=True, help="End each path or id with NUL instead of a newline (for xargs -0)."
    ),
    click.option("--json", "as_json", is_flag=True, help="Same as --format json."),
    click.option(
        "--format",
        "form",
        type=FormType(FORMATS, "OF_HIT"),
        help="Output format (default: terminal; in a pipe grep), or a template such as '{date} {title}'.",
    ),
    click.option(
        "--snippets",
        type=click.IntRange(min=0),
        default=SNIPPETS,
        metavar="N",
        show_default=True,
        help="Snippets per article.",
    ),
    click.option(
        "--context", type=click.IntRange(min=1), metavar="CHARS", help="Approximate snippet length in characters."
    ),
)


# That of saved searches, of which all can be put into one digest.
DIGEST_FORM = click.option(
    "--format",
    "form",
    type=FormType((*FORMATS, *DIGESTS), "OF_HIT"),
    help="Output format (default: terminal; in a pipe grep), a digest of all searches (html, text, md,"
    " mail), or a template.",
)

files_option = click.option(
    "-l", "--files", "only_files", is_flag=True, help="Print only the paths of the matching files."
)
count_option = click.option(
    "-c", "--count", "only_count", is_flag=True, help="Print only the number of matching articles."
)


def form_options(command: AnyCommand) -> AnyCommand:
    """Give a command the options that say what its output looks like."""
    for option in reversed(FORM_OPTIONS):
        command = option(command)
    return command


def digest_form_options(command: AnyCommand) -> AnyCommand:
    """The same for a command that makes digests, too."""
    for option in reversed((*FORM_OPTIONS[:2], DIGEST_FORM, *FORM_OPTIONS[3:])):
        command = option(command)
    return command


def article_of(settings: Settings, engine: EngineReader, article_id: str) -> Article | None:
    """The article of an id that a user has given; that there is none, or more than one, is said."""
    found = articles_of(settings, engine, article_id)
    if len(found) == 1:
        return found[0]
    note_missing(article_id, found)
    return None


def articles_of(settings: Settings, engine: EngineReader, article_id: str) -> list[Article]:
    """The article of an id, else those of the id as it is in one index or among several: absolute or relative."""
    if article := engine.get(article_id):
        return [article]
    return list(filter(None, map(engine.get, settings.other_ids(article_id))))


def note_missing(article_id: str, found: Sequence[Article] = ()) -> None:
    """Say that no article has an id, or that these have it in their indexes."""
    if found:
        note("{}: in several of the indexes (choose from {})", article_id, tuple(article.id for article in found))
    else:
        note("{}: not in the index (list ids with 'newsgrep search --format ids …')", article_id)


class HitOutput(NamedTuple):
    """How hits are printed: the options ``form_options`` gives a command, and --files, --count, --explain.

    With ``is_titled``, the name of the saved search comes first.
    """

    form: str | None
    as_json: bool
    null: bool
    snippets: int
    context: int | None
    only_files: bool = False
    only_count: bool = False
    explain: bool = False
    is_titled: bool = False
    jobs: int | None = None

    @property
    def format(self) -> str:
        """The name of the format, or a template."""
        return "paths" if self.only_files else chosen_form(self.form, as_json=self.as_json, in_pipe="grep")

    @property
    def counts_literal(self) -> Counting:
        """Whether it is printed how many of the articles contain the wording of the query; a terminal must not wait."""
        if self.format == "json":
            return "fully"
        return "readily" if self.format == "terminal" and not self.only_count else "no"


def print_answer(
    settings: Settings, engine: EngineReader, answer: Answer, output: HitOutput, *, is_query: bool = True
) -> None:
    """Print what was found, and why nothing was, if it was asked for by a query."""
    _print(settings, engine, answer, output)
    if answer.relaxed and not answer.total_all:
        note_nothing_full(engine, answer.request)
    elif not answer.found.total:
        note_nothing_found(reasons_for(engine, answer.request) if is_query else ())


def _print(settings: Settings, engine: EngineReader, answer: Answer, output: HitOutput) -> None:
    from newsgrep.search.search import SNIPPET_COLUMNS
    from newsgrep.search.shown import show

    form = output.format
    if output.only_count or form != "terminal":
        note_warnings(answer.warnings)
    if output.only_count:
        write(printer(form)(answer, (), Style()) if form == "json" else [f"{answer.total_all}\n"])
        return
    style = settings.style(end="\0" if output.null else "\n", explain=output.explain)
    style = style._replace(brief=not output.snippets)
    columns = min(style.columns - MARGIN, WIDEST_SNIPPET) * LINES if form == "terminal" else SNIPPET_COLUMNS
    columns = 2 * output.context if output.context else columns
    hits: Iterable[Shown] = show(
        engine,
        answer,
        count=output.snippets,
        columns=columns,
        explain=output.explain,
        jobs=output.jobs or default_jobs(),
    )
    # Scores written to stderr would be mixed with the pager's screen.
    on_stderr = output.explain and form not in {"terminal", "json"}
    hits = _with_scores_on_stderr(hits) if on_stderr else hits
    heading = style.paint("dim", _summary(answer)) + "\n\n" if form == "terminal" and answer.found.total else ""
    write_paged(printer(form)(answer, hits, style), pages=settings.pages and not on_stderr, heading=heading)
    if form == "terminal":
        flush()
        _say_summary(answer)


def _with_scores_on_stderr(hits: Iterable[Shown]) -> Iterator[Shown]:
    """The hits, and on stderr what makes up the score of each."""
    from newsgrep.printers.score_explanation import score_of

    for shown in hits:
        write_stderr(visible(f"{shown.hit.id}: {translate(score_of(shown))}") + "\n")
        yield shown


def explain_query(answer: Answer) -> None:
    """How the query was understood, on stderr."""
    from newsgrep.query.explain import explain
    from newsgrep.text.fold import fold

    line = answer.request.line
    lines = [
        (QUERY, 0, line),
        (FOLDED, 0, fold(line)),
        *explain(answer.plan, answer.looser.match if answer.looser else None),
    ]
    for label, depth, phrase in lines:
        shown = translate(label or "")
        margin = " " * (max(1, LABEL - width(shown)) + 2 * depth)
        write_stderr(visible(f"{shown}{margin}{translate(phrase)}") + "\n")


def _say_summary(answer: Answer) -> None:
    """How many were found, and what was not as it seems, for a person."""
    note_warnings(answer.notes)
    if answer.found.total:
        write_stderr(f"{_summary(answer)}\n")


def _summary(answer: Answer) -> str:
    """How many were found, which of them are shown, and how long it took."""
    found, first = answer.found, answer.request.offset + 1
    parts = list(map(translate, totals(answer)))
    if 0 < len(found.hits) < found.total:
        last = first + len(found.hits) - 1
        parts.append(tr("{}–{} shown", first, last) if last > first else tr("no. {} shown", first))
        parts += [tr("reprints left out")] if answer.request.unique else []
    return tr("{} ({:.0f} ms)", tr(", ").join(parts), answer.milliseconds)
