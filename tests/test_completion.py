"""Completion, as shells do it: asked by their own functions, and by pressing Tab."""

import json
import os
import pty
import re
import select
import shutil
import subprocess
import time

import pytest
from warm_start import put_on_path

from newsgrep.cli.app import COMMANDS

PATIENCE = 30
RECORDS = [
    {"id": "a b", "title": "大桥", "body": "好", "source": "CCTV 新闻", "section": "要闻;国内", "author": "何青禾"},
    {"id": "y", "body": "好", "source": 'it\'s "好" $报'},
    {"id": "x:1", "title": "大桥", "body": "好", "source": "晚报(副刊)", "section": "副刊"},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An index, two saved searches, and newsgrep on the path."""
    folder = tmp_path_factory.mktemp("completion")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in RECORDS), encoding="utf-8")
    put_on_path(folder / "bin")
    for words in (("index", "corpus"), ("search", "大桥", "--save", "桥 与路"), ("search", "大桥", "--save", "争议")):
        subprocess.run(["newsgrep", *words], cwd=folder, env=environment(folder), capture_output=True, check=True)
    return folder


def environment(folder):
    return {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "XDG_STATE_HOME": str(folder / "state"),
        "HOME": str(folder),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "PS1": "> ",
    }


LINES = {
    "newsgrep sea": "search",
    "newsgrep search --sou": "--source",
    "newsgrep search --source CC": r"CCTV\ 新闻",
    "newsgrep search --source 晚": r"晚报\(副刊\)",
    "newsgrep search --source=cc": r"CCTV\ 新闻",
    "newsgrep search --source 'cc": "CCTV 新闻",
    "newsgrep search --source 'CCTV 新": "CCTV 新闻",
    'newsgrep search --section "要': "要闻;国内",
    "newsgrep search --source 'it": "it'\\''s \"好\" $报",
    'newsgrep search --source "it': 'it\'s \\"好\\" \\$报',
    "newsgrep search 大桥 --section 要": r"要闻\;国内",
    "newsgrep kwic --by 何": "何青禾",
    "newsgrep show a.jsonl#x": r"a.jsonl\#x:1",
    "newsgrep show a.jsonl#a": r"a.jsonl\#a\ b",
    "newsgrep saved ru": "run",
    "newsgrep saved run 桥": r"桥\ 与路",
    "newsgrep saved remove 争": "争议",
    "newsgrep count 大桥 --by ye": "year",
    "newsgrep search --format ter": "terminal",
    "newsgrep completion ba": "bash",
}


def in_bash(folder, line):
    script = """
        source <(newsgrep completion bash); COMP_LINE=$1; COMP_POINT=${#1}; COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
        _newsgrep_completion; printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(["bash", "-c", script, "bash", line], cwd=folder, env=environment(folder), capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.stderr.replace("bash: line 2: compopt: not currently executing completion function\n", "") == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize("line", LINES)
def test_bash_is_given_what_completes_a_word(folder, line):
    value = LINES[line].rpartition("--source=")[2]
    found = in_bash(folder, line)
    assert found == ([value.partition(":")[2]] if ":" in line.split()[-1] else [value])


def test_bash_is_given_all_there_is(folder):
    assert in_bash(folder, "newsgrep ") == list(COMMANDS)
    assert in_bash(folder, "newsgrep search --kind ") == ["article", "photo", "brief", "ad", "notice"]
    assert in_bash(folder, "newsgrep saved run ") == ["争议", r"桥\ 与路"]
    assert in_bash(folder, "newsgrep saved run 争议 ") == [r"桥\ 与路"]
    assert in_bash(folder, "newsgrep --index nowhere search --source ") == [""]
    assert in_bash(folder, "newsgrep show a.jsonl#x:") == ["1"]


SETUPS = {
    "bash": (["bash", "--norc", "-i"], 'eval "$(newsgrep completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; eval "$(newsgrep completion zsh)"'),
    "fish": (["fish", "--no-config", "-i"], "newsgrep completion fish | source"),
}  # fmt: skip


@pytest.mark.parametrize("shell", SETUPS)
def test_tab_completes(folder, shell):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    argv, setup = SETUPS[shell]
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvpe(argv[0], argv, environment(folder))  # noqa: S606 (a shell it is)
    try:
        _ask(terminal, f"{setup}; echo rea''dy\n", "ready")
        for line in (
            "newsgrep search --source CC",
            "newsgrep saved remove 争",
            "newsgrep search --source=cc",
            "newsgrep sea",
        ):
            wanted = LINES[line]
            _ask(terminal, "\t", wanted, shown=_ask(terminal, line, line[-2:]))
            os.write(terminal, b"\x15")  # take the line away
            time.sleep(0.3)
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(terminal)


def _ask(terminal, keys, wanted, shown=""):
    """Press keys, and read until something is shown, behind what is shown already."""
    deadline = time.monotonic() + PATIENCE
    os.write(terminal, keys.encode())
    while wanted not in shown:
        assert time.monotonic() < deadline, shown
        if select.select([terminal], [], [], 0.2)[0]:
            shown = re.sub("\x1b\\[[0-9;?]*[a-zA-Z]", "", shown + os.read(terminal, 65536).decode("utf-8", "replace"))
    return shown


def test_the_scripts_are_for_the_shells_there_are(folder):
    for words, code in ((["completion"], 0), (["completion", "csh"], 2)):
        done = subprocess.run(["newsgrep", *words], env=environment(folder) | {"SHELL": "/bin/zsh"}, capture_output=True, encoding="utf-8", check=False)  # fmt: skip
        assert done.returncode == code
        assert ("compdef" in done.stdout) == (code == 0)
    done = subprocess.run(["newsgrep", "completion"], env=environment(folder) | {"SHELL": "/bin/csh"}, capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 2
