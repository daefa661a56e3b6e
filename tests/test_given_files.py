"""Every file that an option names: a pipe, a device, a folder or far too large, it is one line and exit 2, never waited for."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from conftest import index_of

from newsgrep.cli.app import program
from newsgrep.storage.user_files import MOST_WRITTEN

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")

EVAL = ("eval", "--queries", "q", "--qrels", "r")
# Command and option → a command line that reads the file BAD.
READ = {
    ("index", "paths"): ("index", "BAD", "--index", "new"),
    ("profile", "paths"): ("profile", "BAD"),
    ("split", "files"): ("split", "BAD"),
    ("split", "check"): ("split", "--check", "BAD"),
    ("count", "terms"): ("count", "--terms", "BAD"),
    ("eval", "queries"): ("eval", "--queries", "BAD", "--qrels", "r"),
    ("eval", "qrels"): ("eval", "--queries", "q", "--qrels", "BAD"),
    ("eval", "against"): (*EVAL, "--against", "BAD"),
    ("eval", "config of --against"): (*EVAL, "--against", "BAD.toml"),
    ("search", "synonyms"): ("search", "大桥", "--synonyms", "BAD"),
    ("keywords", "function_words"): ("keywords", "大桥", "--function-words", "BAD"),
    ("search", "config"): ("search", "大桥", "--config", "BAD"),
    ("config", "config"): ("config", "--config", "BAD"),
    ("tokens", "dict"): ("tokens", "大桥", "--dict", "BAD"),
    ("index", "dict"): ("index", ".", "--dict", "BAD", "--index", "new"),
}
# Options that are the same everywhere, and files that are written: those need not be regular.
SHARED = {"config", "dict", "synonyms", "function_words"}
WRITTEN = {("count", "plot"), ("count", "output"), ("compare", "plot"), ("export", "output"), ("eval", "run_file")}
# What the corpus and pages may be: read like any file of a corpus, or piece by piece.
STREAMED = {("index", "paths"), ("profile", "paths"), ("split", "files"), ("split", "check")}
CERTIFICATES = ("search", "大桥", "--index", "opensearchs://localhost:9/x", "--config", "certificates.toml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = index_of(tmp_path_factory.mktemp("given"), {"news.jsonl": [{"id": "1", "title": "大桥", "body": "合龙。"}]})
    (found / "q").write_text("1\t大桥\n", encoding="utf-8")
    (found / "r").write_text("1 0 news.jsonl#1 1\n", encoding="utf-8")
    return found


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def directory(path: Path) -> None:
    path.mkdir()


def nothing(path: Path) -> None:
    path.symlink_to("gone")


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MOST_WRITTEN + 1)


@contextmanager
def at_most(seconds: int):
    """A test that waits for ever would tell nothing."""

    def hang(*_: object) -> None:
        pytest.fail("it hangs")

    former = signal.signal(signal.SIGALRM, hang)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


@pytest.mark.parametrize("kind", [pipe, device, directory, nothing, huge])
@pytest.mark.parametrize("option", READ, ids=" ".join)
def test_a_file_that_is_none_is_one_line(say, folder, option, kind):
    if kind is huge and option in STREAMED:
        pytest.skip("may be as large as they like")
    if kind is directory and option in {("index", "paths"), ("profile", "paths")}:
        pytest.skip("a folder is a corpus")
    line = READ[option]
    bad = folder / next(word for word in line if word.startswith("BAD"))
    kind(bad)
    called = {bad.name, str(bad.resolve())}
    try:
        with at_most(20):
            code, out, error = say(*line)
    finally:
        bad.rmdir() if kind is directory else bad.unlink()
    assert (code, out) == (2, ""), error
    assert error.startswith("newsgrep: "), error
    assert (error.count("\n"), any(name in error for name in called), "Traceback" in error) == (1, True, False), error
    assert not (folder / "new").exists()


@pytest.mark.parametrize("kind", [pipe, device, nothing])
def test_a_file_of_certificates_is_not_waited_for(say, folder, kind):
    (folder / "certificates.toml").write_text("[cluster]\nca_file = 'BAD'\n", encoding="utf-8")
    kind(folder / "BAD")
    try:
        with at_most(20):
            code, _, error = say(*CERTIFICATES)
    finally:
        (folder / "BAD").unlink()
    assert (code, error.count("\n"), "BAD" in error) == (2, 1, True), error


def test_all_options_that_take_a_file_are_in_the_table():
    taken = {
        (name, parameter.name)
        for name, command in commands(program)
        for parameter in command.params
        if isinstance(parameter.type, click.Path) and parameter.type.file_okay and parameter.name not in SHARED
    }
    assert taken - WRITTEN == {option for option in READ if option[1] not in SHARED} - {("eval", "config of --against")}
    assert {option[1] for option in READ} >= SHARED


def commands(group: click.Group, before: str = ""):
    with click.Context(group) as ctx:
        for name in group.list_commands(ctx):
            found = group.get_command(ctx, name)
            yield before + name, found
            if isinstance(found, click.Group):
                yield from commands(found, f"{before}{name} ")


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no files are handed over by number here")
def test_what_a_shell_hands_over_is_read(folder):
    """As by count --terms <(sort words)."""
    line = f"'{sys.executable}' -m newsgrep count --terms <(echo 大桥) --index index"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "大桥" in done.stdout) == (0, True), done.stderr
