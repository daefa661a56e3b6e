"""newsgrep status."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from newsgrep.cli.index import make_job
from newsgrep.cli.output import for_terminal, write
from newsgrep.cli.settings import current_settings, shared_options
from newsgrep.errors import NoIndexError
from newsgrep.message import Message
from newsgrep.text.repair import visible
from newsgrep.text.width import ljust, width

SHOWN = {
    "index": Message("index"),
    "corpus": Message("corpus"),
    "articles": Message("articles"),
    "files": Message("files"),
    "version": Message("version"),
    "analysis": Message("analysis"),
}
LISTED = {"changed_files": Message("changed"), "removed_files": Message("removed"), "problems": Message("unread")}


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@shared_options
def command(as_json: bool) -> int:  # noqa: FBT001 (click's call)
    """Show what the index contains and what is out of date.

    Exit code: 0 the index is up to date, 1 it is out of date, 2 there is none.
    """
    from newsgrep.indexing import identity_of, stale
    from newsgrep.manifest import load
    from newsgrep.printers.json import SCHEMA, dump

    settings = current_settings()
    engine, _ = settings.open_index()
    stats, manifest = engine.stats(), load(engine)
    if manifest is None:
        raise NoIndexError(
            "the manifest is missing", path=settings.index, hint="rebuild the index with 'newsgrep index --rebuild'"
        )
    job = replace(make_job(settings), root=Path(manifest.root))
    missing = not Path(manifest.root).is_dir()
    changed, gone = ([], []) if missing else stale(job, manifest)
    values = {
        "type": "status",
        "schema": SCHEMA,
        "index": str(settings.index),
        "corpus": manifest.root,
        "articles": stats.articles,
        "files": len(manifest.files),
        "version": stats.version,
        "changed_files": changed,
        "removed_files": gone,
        "corpus_missing": missing,
        "analysis": manifest.identity,
        "analysis_changed": manifest.identity != identity_of(job),
        "problems": list(map(str, manifest.problems())),
    }
    if not settings.quiet:
        write([dump(values)] if as_json else _lines(values | {"problems": manifest.problems()}))
    return 1 if changed or gone or missing or values["analysis_changed"] else 0


def _lines(values: dict[str, Any]) -> list[str]:
    """The same for eyes."""
    rows = [
        (label, f"{values[name]:,}" if isinstance(values[name], int) else values[name]) for name, label in SHOWN.items()
    ]
    rows += [(label, for_terminal(one)) for name, label in LISTED.items() for one in values[name]]
    names = [for_terminal(label) for label, _ in rows]
    first = max(map(width, names)) + 1
    lines = [ljust(name, first) + value for name, (_, value) in zip(names, rows, strict=True)]
    if values["analysis_changed"]:
        lines.append(
            for_terminal(
                Message(
                    "out of date: dictionary, field mapping or analysis have changed; run 'newsgrep index' to rebuild"
                )
            )
        )
    elif values["corpus_missing"]:
        lines.append(for_terminal(Message("the corpus folder does not exist")))
    else:
        stale = values["changed_files"] or values["removed_files"]
        lines.append(for_terminal(Message("out of date: run 'newsgrep index' to update" if stale else "up to date")))
    return [visible(line) + "\n" for line in lines]
