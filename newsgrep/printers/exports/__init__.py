"""Articles → files to hand over: one module per format, each with a function that writes a binary file."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, NamedTuple

from newsgrep.errors import DependencyError, UsageError
from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from newsgrep.corpus_stats.export import Exported
    from newsgrep.message import Catalogue
    from newsgrep.printers.exports.about import About

    Writer = Callable[[About, Iterable[Exported], IO[bytes], Catalogue], None]


class ExportFormat(NamedTuple):
    """A format: its module, the package and extra that it needs, and whether the file itself says what it is of.

    If it does not, a second file does (see ``about.beside``). ``is_binary``: it is nothing for a terminal;
    ``shows_matches``: what the query matches is marked in it.
    """

    module: str
    package: str | None = None
    extra: str | None = None
    says_about: bool = True
    is_binary: bool = False
    shows_matches: bool = False


FORMATS = {
    "xlsx": ExportFormat("xlsx", "xlsxwriter", "export", is_binary=True),
    "csv": ExportFormat("csv", says_about=False),
    "jsonl": ExportFormat("jsonl"),
    "parquet": ExportFormat("parquet", "pyarrow", "parquet", is_binary=True),
    "html": ExportFormat("html", shows_matches=True),
    "md": ExportFormat("markdown", shows_matches=True),
    "ris": ExportFormat("ris", says_about=False),
    "bib": ExportFormat("bibtex"),
}
# Other suffixes of files.
SUFFIXES = {"htm": "html", "markdown": "md", "bibtex": "bib", "ndjson": "jsonl"}


def format_of(path: Path, name: str | None) -> ExportFormat:
    """The format of a name, else that of the file's suffix.

    Raises:
        UsageError: the suffix is that of no format.
        DependencyError: its package is not installed.

    """
    suffix = path.suffix.lower().removeprefix(".")
    chosen = name or SUFFIXES.get(suffix, suffix)
    if chosen not in FORMATS:
        hint = Message("end the file's name in one of {}, or give --format", tuple(f".{name}" for name in FORMATS))
        raise UsageError("no format for this file name", path=path, hint=hint)
    found = FORMATS[chosen]
    if found.package and not find_spec(found.package):
        raise DependencyError(
            "exporting {} needs the package {}",
            chosen,
            found.package,
            hint=Message("pip install 'newsgrep[{}]'", found.extra),
        )
    return found


def writer_of(found: ExportFormat) -> Writer:
    """The function that writes a format; its module is imported only now."""
    writer: Writer = import_module(f"newsgrep.printers.exports.{found.module}").write
    return writer
