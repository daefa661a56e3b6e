"""The files of an export: that of the articles, and the one beside it where its format cannot say what it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.message import ENGLISH
from newsgrep.printers.exports import writer_of
from newsgrep.printers.exports.about import About, beside
from newsgrep.printers.saved import option_words, quoted
from newsgrep.saved import now
from newsgrep.storage.user_files import write_out, writing_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newsgrep.corpus_stats.export import Export
    from newsgrep.engine.address import IndexPlace
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Catalogue
    from newsgrep.printers.exports import ExportFormat
    from newsgrep.search.options import SearchOptions

METADATA = "-metadata.json"


def about_of(  # noqa: PLR0913 (where the articles come from)
    engine: EngineReader,
    found: Export,
    asked: SearchOptions,
    path: Path,
    form: str | None = None,
    *,
    indexes: Sequence[IndexPlace],
    version: str,
) -> About:
    """What an export to a file says of itself, by a ``version`` of ours.

    ``form`` is the format, if the suffix of the file does not say it.
    """
    stats, line, drawing = engine.stats(), found.answer.request.line, found.drawing
    limit = found.answer.request.limit
    command = ["newsgrep", "export", *([line] if line else []), *option_words(asked)]
    if drawing:
        command += ["--sample", str(drawing.size), "--seed", str(drawing.seed)]
        command += ["--stratify", drawing.by] if drawing.by else []
    command += ["--limit", str(limit)] if limit else []
    command += [*(["--format", form] if form else []), "-o", str(path)]
    return About(
        query=line,
        filters=" ".join(map(quoted, option_words(asked._replace(sort="relevance", unique=False)))),
        command=" ".join(map(quoted, command)),
        indexes=tuple(map(str, indexes)),
        version=stats.version,
        commit=stats.commit,
        indexed=stats.articles,
        newsgrep=version,
        created=now(),
        matching=found.total,
        stories=found.stories,
        exported=found.size,
        sample=drawing.size if drawing else None,
        seed=drawing.seed if drawing else None,
        stratify=drawing.by if drawing else None,
        strata=found.strata,
    )


def write_files(found: Export, about: About, form: ExportFormat, path: Path, catalogue: Catalogue = ENGLISH) -> None:
    """Write an export in a format to a path, and beside it what it is of, if the format cannot say so.

    Raises ``OSError`` naming the file that cannot be written; one that was there is then as it was.
    """
    with writing_out(path) as file:
        writer_of(form)(about, found.articles, file, catalogue)
    if not form.says_about and path.is_file():
        write_out(path.with_name(path.name + METADATA), beside(path.name, about))
