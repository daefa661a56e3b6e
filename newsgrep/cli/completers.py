"""What completes a word: values that the index holds, ids, names of saved searches."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from newsgrep.errors import NewsgrepError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    Complete = Callable[[click.Context, click.Parameter, str], list[Any]]

MOST = 200
SOURCE = "source:"


def values_of(field: str) -> Complete:
    """What completes a value of a field: what the index holds, as the articles write it."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
        from newsgrep.engine.open_engine import open_reader

        return _offered(lambda: open_reader(*_settings(ctx).indexes).values(field, incomplete))

    return complete


def saved_names(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """What completes the name of a saved search: those not given yet."""
    from newsgrep.cli.saved_store import saved_searches

    given = ctx.params.get("names") or ()
    return _offered(
        lambda: (name for name in saved_searches().names() if name.startswith(incomplete) and name not in given)
    )


def saved_sides(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """What completes a side of a comparison: saved searches, and the sources of the index."""
    from newsgrep.cli.saved_store import saved_searches
    from newsgrep.engine.open_engine import open_reader

    saved = _offered(
        lambda: [name for one in saved_searches().names() if (name := f"saved:{one}").startswith(incomplete)]
    )
    if not incomplete.startswith(SOURCE):
        return saved
    found = _offered(lambda: open_reader(*_settings(ctx).indexes).values("source", incomplete.removeprefix(SOURCE)))
    return [SOURCE + name if name.isalnum() else f'{SOURCE}"{name}"' for name in found]


def _settings(ctx: click.Context) -> Any:
    from newsgrep.cli.settings import Settings

    return Settings(ctx.ensure_object(dict))


def _offered(find: Callable[[], Iterable[str]]) -> list[str]:
    """The first of some values, none that could steer a terminal; where there is no index, none."""
    try:
        return list(islice(filter(str.isprintable, find()), MOST))
    except (NewsgrepError, OSError):
        return []
