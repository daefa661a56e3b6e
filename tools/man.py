"""Write the man pages in docs/man from the help of the commands; --check says whether they are those."""

import inspect
import re
import sys
from pathlib import Path

import click

from newsgrep import __version__
from newsgrep.cli.app import COMMANDS, program

FOLDER = Path(__file__).parent.parent / "docs" / "man"
ENVIRONMENT = {
    "NEWSGREP_CORPUS, NEWSGREP_INDEX, NEWSGREP_CONFIG": "The corpus folder, the index folder, the configuration file.",
    "NEWSGREP_LANG": "The language of messages, en or zh; else that of LANGUAGE, LC_ALL, LC_MESSAGES or LANG.",
    "NEWSGREP_PAGER, PAGER": "What long output goes through on a terminal; nothing, or cat, for nothing.",
    "NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE": "No colour, or colour where stdout is no terminal.",
}
FILES = {
    "newsgrep.toml, ~/.config/newsgrep/newsgrep.toml": "The settings; newsgrep config --init writes one to begin with.",
    "~/.local/state/newsgrep/saved/": "The saved searches.",
}


def pages() -> dict[str, str]:
    """All pages by their file names."""
    context = click.Context(program, info_name="newsgrep", **program.context_settings)
    found = {"newsgrep.1": page(context)}
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command
        found[f"newsgrep-{name}.1"] = page(click.Context(command, info_name=name, parent=context))
    return found


def page(context: click.Context) -> str:
    """The page of a command, those of its parts in it."""
    command = context.command
    name = context.command_path.replace(" ", "-")
    summary = COMMANDS.get(command.name or "", "full-text search for Chinese news")
    lines = [f'.TH "{name.upper()}" "1" "" "newsgrep {__version__}" "newsgrep"', ".nh"]
    lines += [".SH NAME", f"{escaped(name)} \\- {escaped(summary.rstrip('.'))}"]
    lines += [".SH SYNOPSIS", usage(context), ".SH DESCRIPTION", *description(command)]
    lines += options(context)
    if command is program:
        lines += [".SH COMMANDS"]
        lines += [
            line for one, told in COMMANDS.items() for line in (".TP", f"\\fBnewsgrep\\-{one}\\fR(1)", escaped(told))
        ]
        for title, table in (("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)):
            lines += [f".SH {title}"]
            lines += [
                line for names, told in table.items() for line in (".TP", f"\\fB{escaped(names)}\\fR", escaped(told))
            ]
    elif isinstance(command, click.Group):
        for part in command.list_commands(context):
            inner = command.get_command(context, part)
            assert inner
            inner_context = click.Context(inner, info_name=part, parent=context)
            lines += [f'.SS "{escaped(inner_context.command_path)}"', usage(inner_context), ".PP", *description(inner)]
            lines += options(inner_context, heading=None)
    others = ["newsgrep"] if command is not program else []
    lines += [".SH SEE ALSO", ", ".join(f"\\fB{one}\\fR(1)" for one in [*others, "rg", "jq", "fzf"])]
    return "\n".join(lines) + "\n"


def usage(context: click.Context) -> str:
    """How a command is called."""
    rest = " ".join(context.command.collect_usage_pieces(context))
    return f"\\fB{escaped(context.command_path)}\\fR {escaped(rest)}"


def description(command: click.Command) -> list[str]:
    """The help text: paragraphs, and what is laid out as it is behind a backspace."""
    lines = []
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("\b"):
            lines += [".PP", ".nf", *(escaped(line) for line in paragraph.splitlines()[1:]), ".fi"]
        else:
            lines += [".PP", escaped(" ".join(paragraph.split()))]
    return lines[1:]


def options(context: click.Context, heading: str | None = ".SH OPTIONS") -> list[str]:
    """The options with their help."""
    shown = (one.get_help_record(context) for one in context.command.get_params(context))
    records = [record for record in shown if record and record[1]]
    lines = [heading] if heading and records else []
    for names, told in records:
        lines += [".TP", f"\\fB{escaped(names)}\\fR", escaped(" ".join(told.split()))]
    return lines


def escaped(text: str) -> str:
    """A line that is no request to roff."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text)


def main() -> int:
    """Write all pages, or compare them."""
    if "--check" in sys.argv:
        held = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
        return int(held != pages())
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        path.unlink()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
