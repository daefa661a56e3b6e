"""newsgrep config."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.language import help_catalogue
from newsgrep.cli.output import for_terminal, is_terminal, note, write
from newsgrep.cli.settings import DEFAULT, FLAG, FOUND, HERE, Settings
from newsgrep.cli.shared_options import current_settings, shared_options
from newsgrep.config_table import SETTINGS, TABLES, default_file
from newsgrep.errors import UsageError
from newsgrep.message import Message
from newsgrep.storage.user_files import write_out
from newsgrep.text.repair import visible
from newsgrep.text.width import ljust, width

if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = 2
# What is no name of a file or variable.
ORIGINS = {FLAG: Message("flag"), FOUND: Message("found"), DEFAULT: Message("default")}


@click.command("config")
@click.option("--init", "initial", is_flag=True, help="Write a commented newsgrep.toml here (or at --config).")
@click.option("--function-words", "words", is_flag=True, help="Print the words that collocates and keywords leave out.")
@click.option("--limits", is_flag=True, help="Print what files, queries and words may take, and what happens beyond.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@shared_options
def command(initial: bool, words: bool, limits: bool, as_json: bool) -> None:  # noqa: FBT001 (click's call)
    """Show the settings in effect and where each comes from: a flag, the environment, a file, or the default.

    \b
    newsgrep config --init                         write a file to start from
    newsgrep config --function-words > mine.txt    write a list to edit
    newsgrep config --limits                       what files and queries may take

    Exit code: 0 done, 2 an error.
    """  # noqa: D301 (click wants the character)
    settings = current_settings()
    if initial:
        _init(settings)
        return
    if limits:
        _print_limits(as_json=as_json)
        return
    if words:
        write(f"{word}\n" for word in sorted(settings.function_words))
    elif as_json:
        from newsgrep.printers.json import SCHEMA, dump

        rows = {name: {"value": value, "from": origin} for name, value, origin in _rows(settings)}
        write([dump({"type": "config", "schema": SCHEMA, **rows})])
    else:
        write(_lines([(name, _shown(value), origin) for name, value, origin in _rows(settings)]))
    # Each says what is wrong with it.
    _ = settings.wanted_color, settings.look(), settings.synonyms, settings.function_words
    _ = settings.effective("dict").value and settings.user_words


def _print_limits(*, as_json: bool) -> None:
    """Each limit, its value, and what happens beyond it."""
    from newsgrep.cli.limits import LIMITS

    if as_json:
        from newsgrep.printers.json import SCHEMA, dump

        rows = [
            {"what": str(limit.what), "limit": limit.value, "shown": str(limit.shown), "beyond": str(limit.beyond)}
            for limit in LIMITS
        ]
        write([dump({"type": "limits", "schema": SCHEMA, "limits": rows})])
    else:
        write(
            _lines([(for_terminal(each.what), for_terminal(each.shown), for_terminal(each.beyond)) for each in LIMITS])
        )


def _init(settings: Settings) -> None:
    path = settings.flags.get("config") or HERE
    if os.path.lexists(path):
        hint = Message("edit it, or write another file with --config FILE")
        raise UsageError("already exists; left unchanged", path=path, hint=hint)
    write_out(path, default_file(help_catalogue()).encode())
    note("wrote {}; uncomment a line to change a setting", path)


def _rows(settings: Settings) -> Iterator[tuple[str, Any, str]]:
    """Each setting: its name, its value as JSON has it, and what has set it."""
    path = settings.config_file
    yield "file", str(path) if path else None, FLAG if "config" in settings.flags else FOUND if path else DEFAULT
    for name, setting in SETTINGS.items():
        value, origin = settings.effective(name)
        plain = {key: _plain(inner) for key, inner in (value or {}).items()} if setting.kind in TABLES else value
        if isinstance(plain, tuple):
            plain = str(plain[0]) if name == "index" and len(plain) == 1 else list(map(str, plain))
        yield name, plain if isinstance(plain, dict | list | bool | None) else str(plain), origin


def _plain(value: Any) -> Any:
    """A value without what nobody is to see."""
    from newsgrep.engine.address import Secret

    return "…" if isinstance(value, Secret) else value


def _shown(value: Any) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return for_terminal(Message("yes" if value else "no"))
        case dict():
            return ", ".join(f"{name} = {_shown(inner)}" for name, inner in value.items()) or "-"
        case list() | tuple():
            return " ".join(value)
    return str(value)


def _lines(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    """Rows one below the other on a terminal, parted by tabs in a pipe."""
    if not is_terminal():
        yield from ("\t".join(row) + "\n" for row in rows)
        return
    shown = [
        tuple(map(visible, (name, value, for_terminal(ORIGINS.get(origin, origin))))) for name, value, origin in rows
    ]
    sizes = [max(map(width, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        cells = (ljust(cell, size + GAP) for cell, size in zip(row, sizes, strict=True))
        yield "".join(cells).rstrip() + "\n"
