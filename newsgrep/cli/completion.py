"""newsgrep completion, and what shells ask when Tab is pressed."""

from __future__ import annotations

import os
import re
import string

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    split_arg_string,
)

from newsgrep.cli.output import write
from newsgrep.cli.shared_options import shared_options
from newsgrep.errors import UsageError
from newsgrep.message import Message

PROGRAM, VARIABLE = "newsgrep", "_NEWSGREP_COMPLETE"
# What needs no backslash in bash.
HARMLESS = re.compile(r"[\w@%+:,./-]")


class Whole(ShellComplete):
    """What completes a value behind ``--option=`` is given with that."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The words that the incomplete one may become."""
        found = super().get_completions(args, incomplete)
        name, equals, _ = incomplete.partition("=")
        if not (equals and name.startswith("--")):
            return found
        return [
            CompletionItem(f"{name}={item.value}", item.type, item.help) if item.type == "plain" else item
            for item in found
        ]


class Zsh(Whole, ZshComplete):
    """Zsh as click has it, but for files behind ``--option=``."""

    source_template = ZshComplete.source_template.replace("_path_files", "compset -P '--*='; _path_files")


class Bash(Whole, BashComplete):
    """Bash cuts words at some characters, and takes what it is given as it is."""

    source_template = """\
%(complete_func)s() {
    local type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(env COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORDBREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete %(prog_name)s)
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    @staticmethod
    def _check_version() -> None:
        """Any bash will do; to ask one for its version takes longer than the rest."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one, by the line as it was typed."""
        line = os.environ.get("COMP_LINE", "")
        words = split_arg_string(line)
        incomplete = "" if not words or not _open_word(line)[0] else words.pop()
        return words[1:], incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """A value as bash puts it into the line: in the quotes that are open, or else what it has cut off left out."""
        value = str(item.value)
        word, quote = _open_word(os.environ.get("COMP_LINE", ""))
        if quote and word.startswith("--"):  # what is quoted begins behind the option
            value = value.partition("=")[2]
        if quote == "'":
            value = value.replace("'", "'\\''")
        elif quote:
            value = re.sub(r'(["$`\\])', r"\\\1", value)
        else:
            breaks = [char for char in os.environ.get("COMP_WORDBREAKS", "") if char in ":="]
            cut = max((word.rfind(char) + 1 for char in breaks), default=0)
            value = "".join(char if HARMLESS.match(char) else f"\\{char}" for char in value[cut:])
        return f"{item.type},{value}"


class Fish(Whole, FishComplete):
    """Fish, where a value may hold a comma."""

    source_template = """\
function %(complete_func)s
    set -l found (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \\
        COMP_CWORD=(commandline -t) %(prog_name)s)
    for word in $found
        set -l parts (string split -m 1 "," -- $word)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo $parts[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


SHELLS: dict[str, type[ShellComplete]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}


@click.command("completion")
@click.argument("shell", type=click.Choice(list(SHELLS)), required=False)
@shared_options
@click.pass_context
def command(ctx: click.Context, shell: str | None) -> None:
    """Print the shell completion script: for commands, options, sources, sections, names and ids.

    \b
    newsgrep completion bash > ~/.local/share/bash-completion/completions/newsgrep
    newsgrep completion zsh > ~/.zfunc/_newsgrep        (a folder in your $fpath)
    newsgrep completion fish > ~/.config/fish/completions/newsgrep.fish

    Without an argument, the shell named by $SHELL is used. Exit code: 0 done, 2 that shell is not supported.
    """  # noqa: D301 (click wants the character)
    shell = shell or os.path.basename(os.environ.get("SHELL", ""))  # noqa: PTH119 (no path is looked at)
    if shell not in SHELLS:
        raise UsageError(
            "no completion for this shell", path=shell or "-", hint=Message("choose from {}", tuple(SHELLS))
        )
    write([_of(shell, ctx.find_root().command).source()])


def complete(program: click.Command, instruction: str) -> int:
    """Answer a shell that asks how a line may go on."""
    shell = instruction.partition("_")[0]
    if shell not in SHELLS:
        return 2
    write([_of(shell, program).complete() + "\n"])
    return 0


def _of(shell: str, program: click.Command) -> ShellComplete:
    return SHELLS[shell](program, {}, PROGRAM, VARIABLE)


def _open_word(line: str) -> tuple[str, str]:
    r"""The word that a line ends in, as it is written, and the quotation mark that is open in it.

    >>> _open_word("--source 'CCTV 1"), _open_word("a b\\ c"), _open_word('x --y="z')
    (("'CCTV 1", "'"), ('b\\ c', ''), ('--y="z', '"'))

    It is empty where the line ends in a space that is neither escaped nor quoted; one of Chinese type is none.

    >>> [_open_word(line)[0] == "" for line in ("search ", "--source CCTV\\ ", "--source 'CCTV ", "search\u3000")]
    [True, False, False, False]
    """
    start, quote, at = 0, "", 0
    while at < len(line):
        char = line[at]
        if char == "\\" and quote != "'":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in string.whitespace:
            start = at + 1
        at += 1
    return line[start:], quote
