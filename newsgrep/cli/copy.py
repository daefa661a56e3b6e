"""newsgrep copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep.cli.output import note, say_waiting
from newsgrep.cli.shared_options import PLACE, current_settings, shared_options
from newsgrep.errors import UsageError
from newsgrep.message import plural
from newsgrep.processes import default_jobs
from newsgrep.storage.readership import make_folder

if TYPE_CHECKING:
    from newsgrep.engine.address import IndexPlace


@click.command("copy")
@click.argument("source", type=PLACE, metavar="FROM")
@click.argument("target", type=PLACE, metavar="TO")
@click.option("--replace", "replaces", is_flag=True, help="Replace what TO contains.")
@click.option(
    "--wait", type=click.FloatRange(min=0), default=10, help="Seconds to wait for another writer (default: 10)."
)
@shared_options
def command(source: IndexPlace, target: IndexPlace, replaces: bool, wait: float) -> None:  # noqa: FBT001 (click's call)
    """Copy an index to another place without reading the corpus again.

    FROM and TO are index folders, or indexes in a cluster. The copy answers as the original does, and 'newsgrep index'
    keeps it up to date with the same corpus.

    \b
    newsgrep copy index opensearch://localhost:9200/news
    newsgrep copy opensearch://localhost:9200/news backup

    Exit code: 0 done, 2 an error (TO is then as it was).
    """  # noqa: D301 (click wants the character)
    from newsgrep.engine.open_engine import create_engine, distinct, open_engine
    from newsgrep.indexing.copying import copy_index

    settings = current_settings()
    places = tuple(map(settings.reachable, (source, target)))
    if len(distinct(places)) == 1:
        raise UsageError("FROM and TO are the same", about=source, hint="choose another place")
    made = create_engine(places[1], jobs=default_jobs())
    count = copy_index(
        open_engine(places[0]),
        made,
        replaces=replaces,
        wait=wait,
        on_wait=say_waiting,
        prepare=lambda: _make_folder(*places),
    )
    if not settings.quiet:
        note("copied {} to {}", plural(count, "1 article", "{:,} articles"), target)


def _make_folder(source: IndexPlace, target: IndexPlace) -> None:
    """Make the folder of a copy, no more readable than that of the original."""
    if isinstance(source, Path) and isinstance(target, Path):
        make_folder(target, [source])
