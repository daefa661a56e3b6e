"""newsgrep status."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from newsgrep.cli.index_job import make_job
from newsgrep.cli.output import columns_of, for_terminal, write
from newsgrep.cli.shared_options import current_settings, shared_options
from newsgrep.errors import REBUILD, NoIndexError
from newsgrep.printers.index_state import IndexState

if TYPE_CHECKING:
    from newsgrep.cli.settings import Settings


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@shared_options
def command(as_json: bool) -> int:  # noqa: FBT001 (click's call)
    """Show what the index contains and what is out of date.

    Exit code: 0 the index is up to date, 1 it is out of date, 2 there is none.
    """
    return max([_print_status(settings, as_json=as_json) for settings in current_settings().one_by_one()])


def _print_status(settings: Settings, *, as_json: bool) -> int:
    """Print what an index contains and what is out of date."""
    from newsgrep.engine.open_engine import open_engine
    from newsgrep.indexing import identity_of, roots_of, stale
    from newsgrep.indexing.corpus_profile import kinds_of
    from newsgrep.manifest_codec import load

    settings.open_index()
    engine = open_engine(settings.index)
    stats, manifest = engine.stats(), load(engine)
    if manifest is None:
        raise NoIndexError("the manifest is missing", path=str(settings.index), hint=REBUILD)
    roots = roots_of(manifest)
    job = replace(make_job(settings), root=roots.folder, parts=roots.parts, within=())
    missing = [str(root) for root in roots.each if not root.exists()]
    are_missing = len(missing) == len(roots.each)
    changed, gone, unreadable, left_out = ([], [], [], []) if are_missing else stale(job, manifest)
    state = IndexState(
        index=str(settings.index),
        corpus=manifest.root,
        articles=stats.articles,
        files=len(manifest.files),
        version=stats.version,
        changed_files=changed,
        removed_files=gone,
        corpus_missing=bool(missing),
        analysis=manifest.identity,
        analysis_changed=manifest.identity != identity_of(job),
        corpus_unreadable=bool(unreadable),
        problems=(*(problem.located for problem in unreadable), *manifest.problems()),
        roots=list(map(str, roots.each)),
        missing_roots=missing,
        exclude=[*job.configured_exclude, *job.exclude],
        ignore_files=job.ignore_files,
        understood=kinds_of(manifest.files.values()),
        left_out=left_out,
        manifest_differs=manifest.commit != stats.commit,
    )
    if not settings.quiet:
        write([state.json_line()] if as_json else state.lines(for_terminal, columns_of(sys.stdout)))
    return 0 if state.is_up_to_date else 1
