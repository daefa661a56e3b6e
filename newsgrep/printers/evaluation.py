"""The figures of a ranking, beside those of another where two are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.message import Message
from newsgrep.text.repair import visible
from newsgrep.text.width import rjust

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from newsgrep.evaluation import Difference, Queries

    # Measure → query → value.
    Scores = Mapping[str, Mapping[str, float]]

# How many queries are named whose results got better, and how many that got worse.
NAMED = 5
HEADINGS = (Message("here"), Message("there"), Message("here - there"))
BETTER_HERE, BETTER_THERE = Message("better here, by nDCG@10:"), Message("better there, by nDCG@10:")


class Report(NamedTuple):
    """What is printed: the scores of a ranking, and those of another, where it is compared with one."""

    queries: Queries
    here: Scores
    there: Scores | None = None

    def lines(self, shown: Callable[[Message], str], *, per_query: bool) -> Iterator[str]:
        """For eyes; ``shown`` says a message in the user's language."""
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
        yield shown(Message("{:,} queries", len(names))) + "\n"
        if self.there:
            here, there, difference = map(shown, HEADINGS)
            yield f"{'':12}{rjust(here, 8)}{rjust(there, 8)}{rjust(difference, 14)}{'p':>8}\n"
        for measure, values in self.here.items():
            line = f"{measure:12}{mean(values):8.3f}"
            if self.there:
                found = self._difference(measure)
                p = "-" if found.p is None else f"{found.p:.3f}"
                line += f"{mean(self.there[measure]):8.3f}{found.mean:+14.3f}{p:>8}"
            yield line + "\n"
        if self.there:
            yield from self._most_changed(shown)

    def json_lines(self, *, per_query: bool) -> Iterator[str]:
        """For programs."""
        from newsgrep.evaluation import mean
        from newsgrep.printers.json import SCHEMA, dump

        differences = {measure: self._difference(measure) for measure in self.here} if self.there else {}
        for name in self.here["nDCG@10"] if per_query else ():
            values: dict[str, Any] = {"type": "query", "schema": SCHEMA, "query": name, "line": self.queries[name]}
            values |= {"measures": {measure: round(self.here[measure][name], 4) for measure in self.here}}
            if differences:
                values["differences"] = {
                    measure: round(found.queries[name], 4) for measure, found in differences.items()
                }
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

    def _most_changed(self, shown: Callable[[Message], str]) -> Iterator[str]:
        """The queries that are answered better and worse than there."""
        changed = sorted(((value, name) for name, value in self._difference("nDCG@10").queries.items() if value))
        worse, better = changed[:NAMED], changed[::-1][:NAMED]
        for title, found, sign in ((BETTER_HERE, better, 1), (BETTER_THERE, worse, -1)):
            wanted = [(value, name) for value, name in found if value * sign > 0]
            if wanted:
                yield shown(title) + "\n"
            yield from (f"  {value:+.3f}  {visible(name)}  {visible(self.queries[name])}\n" for value, name in wanted)
