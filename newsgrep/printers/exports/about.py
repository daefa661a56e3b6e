"""What an export says of itself: query, index, version and date, so that the same articles can be found again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.message import Message
from newsgrep.printers.json import dump

if TYPE_CHECKING:
    from newsgrep.corpus_stats.sampling import Stratum
    from newsgrep.message import Catalogue


class About(NamedTuple):
    """Where the articles of an export come from.

    ``filters`` are options as they are written, ``command`` repeats the export. ``version`` and ``commit`` are those of
    the index, ``created`` is an ISO 8601 time. ``matching`` articles match; they are ``stories`` without reprints, if
    these were left out, else as many.
    """

    query: str
    filters: str
    command: str
    indexes: tuple[str, ...]
    version: int
    commit: str
    indexed: int
    newsgrep: str
    created: str
    matching: int
    stories: int
    exported: int
    sample: int | None = None
    seed: int | None = None
    stratify: str | None = None
    strata: tuple[Stratum, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """The values by their names in data, in which no language is spoken."""
        values: dict[str, Any] = {
            "query": self.query,
            "filters": self.filters,
            "command": self.command,
            "created": self.created,
            "newsgrep_version": self.newsgrep,
            "index": list(self.indexes),
            "index_version": self.version,
            "index_commit": self.commit,
            "index_articles": self.indexed,
            "matching_articles": self.matching,
            "stories_without_reprints": self.stories,
            "exported_articles": self.exported,
        }
        if self.sample:
            values |= {"sample": self.sample, "seed": self.seed, "stratify": self.stratify}
        if self.strata:
            values["strata"] = [stratum._asdict() for stratum in self.strata]
        return values

    @property
    def text(self) -> str:
        """The values as JSON on one line, without characters that could steer a terminal."""
        return dump(self.values).rstrip("\n")

    def title(self, catalogue: Catalogue) -> str:
        """What the articles are called: the query, else the filters."""
        return self.query or self.filters or Message("all articles").render(catalogue)

    def facts(self, catalogue: Catalogue) -> list[tuple[str, str]]:
        """Names and values for people, in their language."""

        def tr(template: str, *values: object) -> str:
            return Message(template, *values).render(catalogue)

        index = tr("{} (version {}, {:,} articles)", ", ".join(self.indexes), self.version, self.indexed)
        found = [
            (tr("query"), self.title(catalogue)),
            *([(tr("filters"), self.filters)] if self.query and self.filters else []),
            (tr("matching articles"), f"{self.matching:,}"),
            (tr("exported"), f"{self.exported:,}"),
            (tr("index"), index),
            (tr("made"), f"{self.created}, newsgrep {self.newsgrep}"),
            (tr("again"), self.command),
        ]
        if self.stories != self.matching:
            found.insert(-4, (tr("without reprints"), f"{self.stories:,}"))
        if self.sample:
            found.insert(-3, (tr("sample"), tr("{:,} at random, seed {}", self.sample, self.seed)))
        return found


def beside(name: str, about: About) -> bytes:
    """The content of the file beside an export that has no room for what it is of; for CSV in the form of W3C's CSVW.

    The name of that file is the export's with ``-metadata.json`` ("Model for Tabular Data and Metadata on the Web",
    section 5.3).
    """
    context = {"@context": "http://www.w3.org/ns/csvw"} if name.lower().endswith(".csv") else {}
    content = json.dumps({**context, "url": name, "notes": [about.values]}, ensure_ascii=False, indent=2)
    return (content + "\n").encode("utf-8", "replace")
