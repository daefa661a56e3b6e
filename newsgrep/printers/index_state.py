"""What an index contains, what is out of date, and which of its files are intact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsgrep.message import Message
from newsgrep.printers.understood import left_out_line, understood_lines
from newsgrep.text.repair import visible
from newsgrep.text.width import ljust, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from newsgrep.indexing.corpus_profile import KindSummary, LeftOut

    # Says a message in the user's language.
    Shown = Callable[[Message], str]

LABELS = {
    "index": Message("index"),
    "corpus": Message("corpus"),
    "articles": Message("articles"),
    "files": Message("files"),
    "version": Message("version"),
    "analysis": Message("analysis"),
}
UP_TO_DATE = Message("up to date")
UP_TO_DATE_AS_READ = Message("up to date, apart from what is unread")
OUT_OF_DATE = Message("out of date: run 'newsgrep index' to update")
OTHER_ANALYSIS = Message(
    "out of date: dictionary, field mapping or analysis have changed; run 'newsgrep index' to rebuild"
)
OTHER_MANIFEST = Message("out of date: the manifest is of another version of the index; run 'newsgrep index' to rescan")
CORPUS_MISSING = Message("the corpus folder does not exist")
PART_MISSING = Message("a folder of the corpus does not exist; the index keeps its articles")
PART_UNREADABLE = Message("part of the corpus cannot be read; the index keeps its articles")
SOUND, DAMAGED = Message("sound"), Message("damaged")


@dataclass(frozen=True)
class IndexState:
    """What ``newsgrep status`` tells; the field names are the keys of its JSON object."""

    index: str
    corpus: str
    articles: int
    files: int
    version: int
    changed_files: list[str]
    removed_files: list[str]
    corpus_missing: bool
    corpus_unreadable: bool
    analysis: str
    analysis_changed: bool
    problems: tuple[Message, ...]
    roots: list[str]
    missing_roots: list[str]
    exclude: list[str]
    ignore_files: bool
    understood: Sequence[KindSummary] = ()
    left_out: Sequence[LeftOut] = ()
    manifest_differs: bool = False

    @property
    def is_up_to_date(self) -> bool:
        """Whether updating the index would change nothing."""
        return self.verdict in {UP_TO_DATE, UP_TO_DATE_AS_READ}

    @property
    def verdict(self) -> Message:
        """Whether the index is up to date, else why not."""
        if self.analysis_changed:
            return OTHER_ANALYSIS
        if self.manifest_differs:
            return OTHER_MANIFEST
        if self.corpus_missing:
            return CORPUS_MISSING if self.missing_roots == self.roots else PART_MISSING
        if self.changed_files or self.removed_files:
            return OUT_OF_DATE
        if self.corpus_unreadable:
            return PART_UNREADABLE
        return UP_TO_DATE_AS_READ if self.problems else UP_TO_DATE

    def json_line(self) -> str:
        """For programs."""
        from newsgrep.printers.json import SCHEMA, dump

        values: dict[str, Any] = {"type": "status", "schema": SCHEMA, **vars(self)}
        values |= {
            "problems": list(map(str, self.problems)),
            "understood": [kind._asdict() for kind in self.understood],
            "left_out": {kind.suffix: kind.files for kind in self.left_out},
        }
        return dump(values)

    def lines(self, shown: Shown, columns: int | None = None) -> Iterator[str]:
        """For eyes, the fields wrapped at a width in display columns if one is given."""
        values = vars(self) | {"corpus": ", ".join(self.roots)}
        rows = [
            (shown(label), f"{values[name]:,}" if isinstance(values[name], int) else values[name])
            for name, label in LABELS.items()
        ]
        rows += [(shown(Message("excluded")), glob) for glob in self.exclude]
        rows += [(shown(Message("absent")), root) for root in self.missing_roots if len(self.roots) > 1]
        rows += [(shown(Message("changed")), path) for path in self.changed_files]
        rows += [(shown(Message("removed")), path) for path in self.removed_files]
        rows += [(shown(Message("unread")), shown(problem)) for problem in self.problems]
        column = max(width(label) for label, _ in rows) + 1
        yield from (visible(ljust(label, column) + value) + "\n" for label, value in rows)
        yield from understood_lines(self.understood, shown, columns)
        yield from left_out_line(self.left_out, shown)
        yield shown(self.verdict) + "\n"


def print_checked(path: Path, shown: Shown, *, is_sound: bool) -> str:
    """The line of ``newsgrep check`` for a file of the index."""
    return f"{shown(SOUND if is_sound else DAMAGED)}  {visible(str(path))}\n"
