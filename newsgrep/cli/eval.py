"""newsgrep eval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from newsgrep.cli.output import for_terminal, note, write
from newsgrep.cli.settings import Settings
from newsgrep.cli.shared_options import FILE, current_settings, shared_options, synonyms_option
from newsgrep.errors import UsageError
from newsgrep.printers.evaluation import Report
from newsgrep.storage.user_files import write_out

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.evaluation import Judgments, Queries, Run
    from newsgrep.printers.evaluation import Scores


@click.command("eval")
@click.option(
    "--queries", type=FILE, required=True, metavar="FILE", help="Queries, one per line: a name, a tab, the query."
)
@click.option(
    "--qrels",
    type=FILE,
    required=True,
    metavar="FILE",
    help="Judgments, one per line: query 0 article relevance (TREC qrels).",
)
@click.option(
    "--against", type=FILE, metavar="FILE", help="Compare with a run (TREC) or with another configuration (.toml)."
)
@click.option("--run", "run_file", type=FILE, metavar="FILE", help="Write the ranking to this file (TREC).")
@click.option("--per-query", is_flag=True, help="Show the figures of each query.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON Lines: with --per-query one object per query, then the means."
)
@synonyms_option
@shared_options
def command(queries: Path, qrels: Path, against: Path | None, run_file: Path | None, **flags: bool) -> int:
    """Measure ranking quality on your own judged queries.

    Judgments name an article by its id, by its record's own id, or by its file. --against compares with other settings,
    such as a dictionary or synonyms, or with a run written by --run; p is the probability that a difference as large
    arises by chance (paired t-test).

    Exit code: 0 done, 2 an error.
    """
    from newsgrep import evaluation

    settings = current_settings()
    if run_file and any(
        run_file.exists() and other and run_file.samefile(other) for other in (queries, qrels, against)
    ):
        raise UsageError("is an input file; not overwritten", path=run_file, hint="choose another file for --run")
    asked, judgments = evaluation.read_queries(queries), evaluation.read_judgments(qrels)
    judged = _judged(asked, judgments)
    run = _run(settings, judged, judgments)
    there = _scores(_other_run(settings, against, judged, judgments), judged, judgments) if against else None
    report = Report(judged, _scores(run, judged, judgments), there)
    if run_file:
        write_out(run_file, "".join(evaluation.run_lines(run)).encode("utf-8", "surrogateescape"))
    per_query = flags["per_query"]
    if flags["as_json"]:
        write(report.json_lines(per_query=per_query))
    else:
        write(report.lines(for_terminal, per_query=per_query))
    return 0


def _judged(queries: Queries, judgments: Judgments) -> Queries:
    """The queries that have judgments; the others are said."""
    judged = {name: line for name, line in queries.items() if name in judgments}
    if not judged:
        raise UsageError("none of the queries has a judgment", hint="check that the names in both files agree")
    if lacking := len(queries) - len(judged):
        note("skipped queries without judgments: {:,}", lacking)
    if lacking := len(judgments.keys() - queries.keys()):
        note("judged queries that are not among the queries: {:,}", lacking)
    return judged


def _run(settings: Settings, queries: Queries, judgments: Judgments) -> Run:
    from newsgrep.evaluation import run_queries

    engine, segmenter = settings.open_index()
    return run_queries(engine, segmenter, queries, judgments, synonyms=settings.synonyms)


def _other_run(settings: Settings, against: Path, queries: Queries, judgments: Judgments) -> Run:
    """The ranking of a file: one that was written down, or one that is made with another configuration.

    What that configuration does not set is no flag's here but its default; the index is the same, if it names none.
    """
    from newsgrep.evaluation import read_run

    if against.suffix == ".toml":
        there = Settings({"config": against})
        there = there.read_again(index=there.config.index or settings.indexes)
        return _run(there, queries, judgments)
    run = read_run(against)
    if lacking := len(queries.keys() - run.keys()):
        note("{}: queries missing from this run, counted as nothing found: {:,}", against, lacking)
    return run


def _scores(run: Run, queries: Queries, judgments: Judgments) -> Scores:
    from newsgrep.evaluation import score

    scores = score({name: run.get(name, ()) for name in queries}, {name: judgments[name] for name in queries})
    if not any(scores["judged@10"].values()):
        note("none of the articles found is judged; check that this is the index of the judged corpus")
    return scores
