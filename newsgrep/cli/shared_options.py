"""Options that every command knows, before or after its name, and some that several have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newsgrep.cli.settings import COLORS, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    AnyCommand = TypeVar("AnyCommand", bound=Callable[..., Any])


class PlaceType(click.Path):
    """An index folder, or an address in a cluster."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A path, or an address; raises ``UsageError`` for an invalid one."""
        if isinstance(value, str) and "://" in value:
            from newsgrep.engine.address import is_address, parse_address

            if is_address(value):
                return parse_address(value)
        return super().convert(value, param, ctx)


def shared_options(command: AnyCommand) -> AnyCommand:
    """Give a command the options that all have; their values are found by ``current_settings``."""
    for option in reversed(SHARED):
        command = option(command)
    return command


def current_settings() -> Settings:
    """The settings of the running command."""
    return Settings(click.get_current_context().ensure_object(dict))


def _remember(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep a value that was given; one after the command's name beats one before it, one of several adds to it."""
    flags = ctx.ensure_object(dict)
    if isinstance(value, tuple):
        value = (*flags.get(parameter.name, ()), *value) or None
    if value not in (None, False, 0):
        flags[parameter.name] = value


def shared(*names: str, **attributes: Any) -> Callable[[AnyCommand], AnyCommand]:
    """An option whose value goes to the settings."""
    return click.option(*names, expose_value=False, is_eager=True, callback=_remember, **attributes)


FOLDER = click.Path(path_type=Path, file_okay=False)
PLACE = PlaceType(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
synonyms_option = shared("--synonyms", type=FILE, metavar="FILE", help="Synonym file, in Solr's format.")
function_words_option = shared(
    "--function-words", type=FILE, metavar="FILE", help="Words to leave out, one per line, instead of the default list."
)
jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Number of worker processes (default: up to 2)."
)
SHARED = (
    shared(
        "--corpus",
        type=FOLDER,
        metavar="DIR",
        help="Corpus folder (default: the one the index was built from, else corpus).",
    ),
    shared(
        "--index",
        type=PLACE,
        multiple=True,
        metavar="DIR",
        help="Index folder (default: index, here or in a folder above), or opensearch://HOST/NAME. May be repeated:"
        " several are searched as one.",
    ),
    shared(
        "--config",
        type=FILE,
        metavar="FILE",
        help="Configuration file (default: newsgrep.toml, here or in a folder above).",
    ),
    shared("--dict", type=FILE, metavar="FILE", help="User dictionary in jieba's format, one word per line."),
    shared("--color", type=click.Choice(COLORS), help="When to use colour (default: auto)."),
    shared("--no-pager", is_flag=True, help="Do not page long output."),
    shared("-v", "--verbose", is_flag=True, help="Show a Python traceback when an error occurs."),
    shared("-q", "--quiet", is_flag=True, help="Print nothing but errors."),
)
