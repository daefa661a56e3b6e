"""newsgrep eval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep.cli.output import note, write
from newsgrep.cli.settings import FILE, Settings, current_settings, shared_options, synonyms_option
from newsgrep.errors import UsageError
from newsgrep.storage.user_files import write_out
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from newsgrep.evaluation import Difference, Judgments, Queries, Run

    Scores = Mapping[str, Mapping[str, float]]

# So many queries are named whose answers got better, and as many that got worse.
NAMED = 5


@click.command("eval")
@click.option("--queries", type=FILE, required=True, metavar="FILE", help="The queries: a name, a tab, the query line.")
@click.option("--qrels", type=FILE, required=True, metavar="FILE", help="The judgments: query 0 article relevance.")
@click.option(
    "--against", type=FILE, metavar="FILE", help="Compare with a run (TREC), or with another configuration (.toml)."
)
@click.option("--run", "run_file", type=FILE, metavar="FILE", help="Write the ranking to this file (TREC).")
@click.option("--per-query", is_flag=True, help="The figures of each query.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines: the queries, with --per-query, then the means.")
@synonyms_option
@shared_options
def command(queries: Path, qrels: Path, against: Path | None, run_file: Path | None, **flags: bool) -> int:
    """Score the ranking on queries of which the right answers are known.

    An article is named by its id, by its record's own id, or by its file. Compared are settings, such as a dictionary
    or synonyms, or a run that --run has written; p says how likely such a difference is by chance (paired t-test).

    Exit code: 0, or 2 where something is missing.
    """
    from newsgrep import evaluation

    settings = current_settings()
    if run_file and any(
        run_file.exists() and other and run_file.samefile(other) for other in (queries, qrels, against)
    ):
        raise UsageError("is read, so it is not written to", path=run_file, hint="give --run another file")
    asked, judgments = evaluation.read_queries(queries), evaluation.read_judgments(qrels)
    judged = _judged(asked, judgments)
    run = _run(settings, judged, judgments)
    there = _scores(_other_run(settings, against, judged, judgments), judged, judgments) if against else None
    report = Report(judged, _scores(run, judged, judgments), there)
    if run_file:
        write_out(run_file, "".join(evaluation.run_lines(run)).encode("utf-8", "surrogateescape"))
    write(report.json_lines(per_query=flags["per_query"]) if flags["as_json"] else report.lines(flags["per_query"]))
    return 0


def _judged(queries: Queries, judgments: Judgments) -> Queries:
    """The queries that have judgments; the others are said."""
    judged = {name: line for name, line in queries.items() if name in judgments}
    if not judged:
        raise UsageError("none of the queries has a judgment", hint="do the names in both files agree?")
    if lacking := len(queries) - len(judged):
        note("{:,} of the queries have no judgments and are left out", lacking)
    if lacking := len(judgments.keys() - queries.keys()):
        note("{:,} of the judged queries are not among the queries", lacking)
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
        there = there.read_again(index=there.config.index or settings.index)
        return _run(there, queries, judgments)
    run = read_run(against)
    if lacking := len(queries.keys() - run.keys()):
        note("{}: {:,} of the queries are not in this run and count as nothing found", against, lacking)
    return run


def _scores(run: Run, queries: Queries, judgments: Judgments) -> Scores:
    from newsgrep.evaluation import score

    scores = score({name: run.get(name, ()) for name in queries}, {name: judgments[name] for name in queries})
    if not any(scores["judged@10"].values()):
        note("none of the articles found is judged: is this the index of that corpus?")
    return scores


class Report(NamedTuple):
    """What is printed: the scores of a ranking, and those of another, where it is compared with one."""

    queries: Queries
    here: Scores
    there: Scores | None = None

    def lines(self, per_query: bool) -> Iterator[str]:  # noqa: FBT001 (a printer's choice)
        """For eyes."""
        from newsgrep.evaluation import mean

        names = list(self.here["nDCG@10"])
        if per_query:
            yield "\t".join(["query", *self.here, *(["difference"] if self.there else []), "line"]) + "\n"
            differences = self._difference("nDCG@10").queries if self.there else {}
            for name in names:
                figures = [f"{self.here[measure][name]:.3f}" for measure in self.here]
                change = [f"{differences[name]:+.3f}"] if self.there else []
                yield "\t".join([visible(name), *figures, *change, visible(self.queries[name])]) + "\n"
            return
        yield f"{len(names):,} queries\n"
        if self.there:
            yield f"{'':12}{'here':>8}{'there':>8}{'here - there':>14}{'p':>8}\n"
        for measure, values in self.here.items():
            line = f"{measure:12}{mean(values):8.3f}"
            if self.there:
                found = self._difference(measure)
                p = "-" if found.p is None else f"{found.p:.3f}"
                line += f"{mean(self.there[measure]):8.3f}{found.mean:+14.3f}{p:>8}"
            yield line + "\n"
        if self.there:
            yield from self._most_changed()

    def json_lines(self, *, per_query: bool) -> Iterator[str]:
        """For programs."""
        from newsgrep.evaluation import mean
        from newsgrep.printers.json import SCHEMA, dump

        differences = {measure: self._difference(measure) for measure in self.here} if self.there else {}
        for name in self.here["nDCG@10"] if per_query else ():
            values: dict[str, Any] = {"type": "query", "schema": SCHEMA, "query": name, "line": self.queries[name]}
            values |= {"measures": {measure: round(self.here[measure][name], 4) for measure in self.here}}
            if differences:
                values["differences"] = {one: round(found.queries[name], 4) for one, found in differences.items()}
            yield dump(values)
        values = {"type": "eval", "schema": SCHEMA, "queries": len(self.here["nDCG@10"])}
        values["measures"] = {measure: round(mean(found), 4) for measure, found in self.here.items()}
        if differences:
            values["differences"] = {measure: round(found.mean, 4) for measure, found in differences.items()}
            values["p"] = {measure: found.p and round(found.p, 4) for measure, found in differences.items()}
        yield dump(values)

    def _difference(self, measure: str) -> Difference:
        from newsgrep.evaluation import difference

        assert self.there
        return difference(self.here[measure], self.there[measure])

    def _most_changed(self) -> Iterator[str]:
        """The queries that are answered better and worse than there."""
        changed = sorted(((value, name) for name, value in self._difference("nDCG@10").queries.items() if value))
        worse, better = changed[:NAMED], changed[::-1][:NAMED]
        for title, found in (("better here", better), ("better there", worse)):
            wanted = [(value, name) for value, name in found if (value > 0) == (title == "better here")]
            if wanted:
                yield f"{title}, by nDCG@10:\n"
            yield from (f"  {value:+.3f}  {visible(name)}  {visible(self.queries[name])}\n" for value, name in wanted)
