"""The program itself: finds the command, runs it, and turns what happens into an exit code."""

from __future__ import annotations

import os
import re
import sys
from gettext import gettext
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from newsgrep import __version__
from newsgrep.cli.help import Context
from newsgrep.cli.language import tr
from newsgrep.cli.output import (
    ClosedPipeError,
    UpdateInterruptedError,
    flush,
    note,
    note_error,
    utf8_streams,
    write_stderr,
)
from newsgrep.cli.shared_options import shared_options
from newsgrep.errors import NewsgrepError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, NOTHING, ERROR, INTERRUPTED = 0, 1, 2, 130
# What Python says where the system has no more threads for it.
NO_THREAD = "can't start new thread"

# Command → the module that holds it; a module is imported only when its command is run or helped.
COMMANDS = {
    "index": "Bring the index up to date with the corpus.",
    "search": "Search the articles, best matches first.",
    "browse": "Search and read in a screen of its own.",
    "kwic": "Show every match in context, one per line (KWIC).",
    "count": "Count articles and matches by time, source and more.",
    "collocates": "List words that are unusually frequent near the matches.",
    "keywords": "List words that are unusually frequent in the matching articles.",
    "compare": "Compare two sets of articles: volume, words, who came first.",
    "export": "Write the matching articles, or a sample of them, to a file.",
    "saved": "List, run and remove saved searches; show only new articles.",
    "show": "Show whole articles.",
    "similar": "Find articles similar to a given one, or its reprints.",
    "story": "Follow a story from its first report to its last reprint.",
    "split": "Show how a file is split into articles.",
    "profile": "Show which fields of your files became title, body and so on.",
    "status": "Show what the index contains and what is out of date.",
    "check": "Verify that the index is intact.",
    "copy": "Copy an index to another place, in a folder or a cluster.",
    "completion": "Print the shell completion script.",
    "config": "Show the settings, or write a configuration file to start from.",
    "eval": "Measure ranking quality on your own judged queries.",
    "tokens": "Show how a text is folded and segmented.",
}


class Commands(click.Group):
    """The commands, each in a module of its own."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """All names, in the order of a first day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"newsgrep.cli.{cmd_name}").command
        for subcommand in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            subcommand.context_class = Context
        command.short_help = COMMANDS[cmd_name]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; one that there is not may be another, written wrong."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            meant = get_close_matches(args[0], COMMANDS, n=1)
            if meant and not ctx.resilient_parsing:
                raise click.UsageError(
                    tr("No such command {}. Did you mean {}?", repr(args[0]), repr(meant[0])), ctx
                ) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click's signature)
        """The list of commands, none of them imported."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="newsgrep %(version)s")
@shared_options
@click.pass_context
def program(ctx: click.Context) -> int:
    """Full-text search for Chinese news: ranked, complete, instant.

    \b
    newsgrep index ~/news          index a folder, or update its index
    newsgrep search 劳动争议调解    search it
    """  # noqa: D301 (click wants the character)
    if ctx.invoked_subcommand is None:
        write_stderr(ctx.get_help() + "\n")
    return ERROR  # nobody sees it where a command is run: that one's code counts


def run(argv: Sequence[str]) -> int:
    """Run a command line; nothing escapes but an exit code."""
    utf8_streams()
    verbose = any(word in {"-v", "-vv", "--verbose"} for word in argv)
    try:
        code = _invoke(argv)
        flush()
    except (BrokenPipeError, ClosedPipeError):
        _forget_stdout()
        return DONE
    except (KeyboardInterrupt, click.Abort) as error:
        is_update = any(isinstance(cause, UpdateInterruptedError) for cause in (error, error.__cause__))
        note("interrupted; the index was not changed" if is_update else "interrupted")
        return INTERRUPTED
    except click.ClickException as error:
        _say_usage(error)
        return ERROR
    except Exception as error:  # noqa: BLE001 (the last door: one line for a user, with -v the traceback before it)
        if verbose and not isinstance(error, UsageError):
            from traceback import format_exc

            write_stderr(format_exc())
        _say_error(error)
        return ERROR
    return code


def _invoke(argv: Sequence[str]) -> int:
    """What the command returns: True and None are done, False is nothing found."""
    if instruction := os.environ.get("_NEWSGREP_COMPLETE"):
        from newsgrep.cli.completion import complete

        return complete(program, instruction)
    try:
        found: Any = program.main(list(argv), prog_name="newsgrep", standalone_mode=False)
    except SystemExit as error:  # so click ends where nobody reads its help
        raise ClosedPipeError from error
    if isinstance(found, bool):
        return DONE if found else NOTHING
    return found if isinstance(found, int) else DONE


def _say_usage(error: click.ClickException) -> None:
    """A usage error, with the command whose help would have told."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "newsgrep"
    # click ends some sentences with a full stop, and lists choices on lines of their own.
    message = re.sub(r"\s*\n\s*", " ", _sentence(error)).rstrip(".。 ")
    note("{} (see {} --help)", message, command)


def _sentence(error: click.ClickException) -> str:
    """What click says, with its suggestions in the manner of the language."""
    meant = getattr(error, "possibilities", None)
    return (
        tr("{} Did you mean {}?", error.message, tuple(map(repr, sorted(meant)))) if meant else error.format_message()
    )


def _say_error(error: Exception) -> None:
    match error:
        case NewsgrepError():
            note_error(error)
        case OSError():
            note_error(error, _file_of(error))
        case MemoryError():
            note("not enough memory")
        case ImportError():
            note("part of newsgrep cannot be loaded: {} (try again; if that does not help, install it again)", error)
        case RuntimeError() if str(error) == NO_THREAD:
            note("the system starts no more threads (end other programs, or raise the limit of 'ulimit -u')")
        case _:
            note("internal error: {}: {} (run 'newsgrep -v …' for details)", type(error).__name__, error)


def _file_of(error: OSError) -> str:
    """The module that Python was reading, for which its errors of reading give no name; empty if there is none."""
    trace, name = error.__traceback__, ""
    while trace:
        if trace.tb_frame.f_code.co_filename == "<frozen importlib._bootstrap_external>":
            name = str(trace.tb_frame.f_locals.get("path") or name)
        trace = trace.tb_next
    return name


def _forget_stdout() -> None:
    """Give Python a stdout that it can flush at its end: the reader of ours has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
