"""Write the man pages in docs/man from the help of the commands, in English and Chinese.

``--check`` compares them with the files, ``--print`` writes those of one language to stdout.
"""

import inspect
import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import click

from newsgrep import __version__
from newsgrep.cli.language import help_text, is_chinese, use_language
from newsgrep.text.width import char_width, may_break

use_language()  # before click makes its options, whose help it translates then
from newsgrep.cli.app import COMMANDS, program  # noqa: E402
from newsgrep.cli.help import option_help  # noqa: E402

FOLDER = Path(__file__).parent.parent / "docs" / "man"
# Language → where its pages are, as man looks for them below share/man.
LANGUAGES = {"en": "man1", "zh": "zh_CN/man1"}
ENVIRONMENT = {
    "NEWSGREP_CORPUS, NEWSGREP_INDEX, NEWSGREP_CONFIG": "The corpus folder, the index folder, the configuration file.",
    "NEWSGREP_LANG": "The language of messages, en or zh (default: that of LANGUAGE, LC_ALL, LC_MESSAGES or LANG).",
    "NEWSGREP_PAGER, PAGER": "The pager for long output on a terminal; if empty or cat, output is not paged.",
    "NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE": "No colour, or colour even if stdout is not a terminal.",
}
FILES = {
    "newsgrep.toml, ~/.config/newsgrep/newsgrep.toml": "The settings; newsgrep config --init writes a sample.",
    "~/.local/state/newsgrep/saved/": "The saved searches.",
}
SUMMARY = "full-text search for Chinese news"
# What is on the pages besides the help.
CHINESE = {
    "NAME": "名称",
    "SYNOPSIS": "用法",
    "DESCRIPTION": "说明",
    "OPTIONS": "选项",
    "COMMANDS": "命令",
    "ENVIRONMENT": "环境变量",
    "FILES": "文件",
    "SEE ALSO": "参见",
    SUMMARY: "中文新闻全文检索",
    "The corpus folder, the index folder, the configuration file.": "语料文件夹、索引文件夹、配置文件。",
    "The language of messages, en or zh (default: that of LANGUAGE, LC_ALL, LC_MESSAGES or LANG).": (
        "提示所用的语言，en 或 zh（默认：依 LANGUAGE、LC_ALL、LC_MESSAGES 或 LANG）。"
    ),
    "The pager for long output on a terminal; if empty or cat, output is not paged.": (
        "终端上长输出所用的分页程序；为空或 cat 时不分页。"
    ),
    "No colour, or colour even if stdout is not a terminal.": "不用颜色，或在 stdout 不是终端时也用颜色。",
    "The settings; newsgrep config --init writes a sample.": "设置；可用 newsgrep config --init 写出一份样本。",
    "The saved searches.": "已保存的搜索。",
}


def all_pages() -> dict[str, str]:
    """The pages of all languages by their paths; each language is made by a process of its own."""
    found = {}
    for language, folder in LANGUAGES.items():
        command, environment = [sys.executable, __file__, "--print"], os.environ | {"NEWSGREP_LANG": language}
        done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True)
        found |= {f"{folder}/{name}": text for name, text in json.loads(done.stdout).items()}
    return found


def pages() -> dict[str, str]:
    """All pages of this process's language by their file names."""
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
    summary = help_text(COMMANDS[command.name]) if command.name in COMMANDS else said(SUMMARY)
    lines = [f'.TH "{name.upper()}" "1" "" "newsgrep {__version__}" "newsgrep"', ".nh"]
    lines += [".ad l"] if is_chinese() else []
    lines += [heading("NAME"), f"{escaped(name)} \\- {escaped(summary.rstrip('.。'), fills=False)}"]
    lines += [heading("SYNOPSIS"), usage(context), heading("DESCRIPTION"), *description(command)]
    lines += options(context)
    if command is program:
        lines += [heading("COMMANDS")]
        for command_name, text in COMMANDS.items():
            lines += [".TP", f"\\fBnewsgrep\\-{command_name}\\fR(1)", escaped(help_text(text))]
        for title, table in (("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)):
            lines += [heading(title)]
            for names, text in table.items():
                lines += [".TP", f"\\fB{escaped(names)}\\fR", escaped(said(text))]
    elif isinstance(command, click.Group):
        for part in command.list_commands(context):
            inner = command.get_command(context, part)
            assert inner
            inner_context = click.Context(inner, info_name=part, parent=context)
            lines += [f'.SS "{escaped(inner_context.command_path)}"', usage(inner_context), ".PP", *description(inner)]
            lines += options(inner_context, titled=False)
    others = ["newsgrep"] if command is not program else []
    lines += [heading("SEE ALSO"), ", ".join(f"\\fB{other}\\fR(1)" for other in [*others, "rg", "jq", "fzf"])]
    return "\n".join(lines) + "\n"


def said(text: str) -> str:
    """A text of this file in this process's language."""
    return CHINESE[text] if is_chinese() else text


def heading(title: str) -> str:
    """The beginning of a section."""
    return f".SH {said(title)}"


def usage(context: click.Context) -> str:
    """How a command is called."""
    rest = " ".join(context.command.collect_usage_pieces(context))
    return f"\\fB{escaped(context.command_path)}\\fR {escaped(rest)}"


def description(command: click.Command) -> list[str]:
    """The help text: paragraphs, and what is laid out as it is behind a backspace."""
    lines = []
    for paragraph in map(help_text, inspect.cleandoc(command.help or "").split("\n\n")):
        if paragraph.startswith("\b"):
            lines += [".PP", ".nf", *(escaped(line, fills=False) for line in paragraph.splitlines()[1:]), ".fi"]
        else:
            lines += [".PP", escaped(" ".join(paragraph.split()))]
    return lines[1:]


def options(context: click.Context, *, titled: bool = True) -> list[str]:
    """The options with their help."""
    shown = (parameter.get_help_record(context) for parameter in context.command.get_params(context))
    records = [record for record in shown if record and record[1]]
    lines = [heading("OPTIONS")] if titled and records else []
    for names, text in records:
        lines += [".TP", f"\\fB{escaped(names)}\\fR", escaped(" ".join(option_help(text).split()))]
    return lines


def escaped(text: str, *, fills: bool = True) -> str:
    r"""A line that is no request to roff; where it ``fills`` lines, Chinese may be broken at ``\:``.

    roff breaks lines at spaces, of which Chinese has none.
    """
    breaks = [0, *(at for at, pair in enumerate(pairwise(text), start=1) if fills and is_break(*pair)), len(text)]
    parts = [text[start:end].replace("\\", "\\e").replace("-", "\\-") for start, end in pairwise(breaks)]
    return re.sub(r"^([.'])", r"\\&\1", "\\:".join(parts))


def is_break(before: str, after: str) -> bool:
    """Whether a line of Chinese may be broken between two characters, neither of which is a space."""
    are_chinese = is_chinese() and max(char_width(before), char_width(after)) > 1
    return are_chinese and " " not in before + after and may_break(before, after)


def main() -> int:
    """Write all pages, compare them, or print those of one language."""
    if "--print" in sys.argv:
        json.dump(pages(), sys.stdout)
        return 0
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    if "--check" in sys.argv:
        held = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in files}
        return int(held != all_pages())
    for path in files:
        path.unlink()
    for name, text in all_pages().items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
