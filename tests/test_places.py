"""Whatever the locale, and wherever it is run: the same answers, or a line that says what is wrong."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = (sys.executable, "-m", "newsgrep")
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSGREP", "XDG", "LC_", "LANG"))}
FILES = {"晚报.jsonl": "澜江大桥合龙", "日报/b.jsonl": "大桥通车"}


def run(*words, cwd, **environment):
    given = {name: value for name, value in (CLEAN | environment).items() if value is not None}
    return subprocess.run([*PROGRAM, *words], cwd=cwd, env=given, capture_output=True, check=False)


def shell(line, cwd, **environment):
    program = " ".join(map(shlex.quote, PROGRAM))
    return subprocess.run(
        ["sh", "-c", line.replace("newsgrep", program)],
        cwd=cwd,
        env=CLEAN | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    for name, title in FILES.items():
        (folder / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "corpus" / name).write_text(json.dumps({"title": title}) + "\n", encoding="utf-8")
    assert run("index", "corpus", cwd=folder, LC_ALL="C").returncode == 0
    return folder


@pytest.mark.parametrize(
    "locale",
    [{"LC_ALL": "zh_CN.UTF-8"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "zh_CN.GBK", "PYTHONIOENCODING": "gbk"}, {"LANG": "nowhere"}, {}],
)  # fmt: skip
def test_the_locale_changes_no_answer(folder, locale):
    """Names and texts are UTF-8 throughout; only messages follow it."""
    done = run("search", "大桥", "--format", "paths", cwd=folder, **locale)
    assert (done.returncode, sorted(done.stdout.decode().splitlines())) == (0, sorted(FILES))
    nothing = run("search", "候鸟", cwd=folder, **locale)
    assert nothing.returncode == 1
    is_chinese = locale.get("LC_ALL", "").startswith("zh")
    assert ("没有" in nothing.stderr.decode()) == is_chinese


def test_without_a_home(folder):
    done = run(
        "search", "大桥", "--format", "paths", cwd=folder, HOME=None, USER=None, LOGNAME=None, NEWSGREP_LANG="en"
    )
    assert (done.returncode, done.stderr) == (0, b"")
    saved = run("search", "大桥", "--save", "桥", cwd=folder, HOME=str(folder / "nowhere"), NEWSGREP_LANG="en")
    assert saved.returncode == 0
    assert (folder / "nowhere").is_dir()


@pytest.mark.parametrize(
    ("words", "code"), [("search 大桥", 2), ("index", 2), ("config", 0), ("search 大桥 --index {index} -q", 0)]
)  # fmt: skip
def test_in_a_folder_that_is_gone(folder, tmp_path, words, code):
    gone = tmp_path / "gone"
    gone.mkdir()
    line = words.format(index=shlex.quote(str(folder / "index")))
    done = shell(f"rmdir {gone}; newsgrep {line}", gone, NEWSGREP_LANG="en", XDG_STATE_HOME=str(tmp_path))
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert code < 2 or "the current folder was deleted or cannot be reached" in done.stderr


@pytest.mark.parametrize("words", ["search 大桥", "search 大桥 --json", "status", "export 大桥 -o - --format csv"])
def test_where_nothing_can_be_written(folder, words):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    done = shell(f"newsgrep {words} > /dev/full", folder, NEWSGREP_LANG="en")
    assert (done.returncode, done.stderr) == (2, "newsgrep: stdout: No space left on device\n")


@pytest.mark.parametrize(
    "line",
    [
        "newsgrep search 大桥 >&-",
        "newsgrep search 大桥 2>&-",
        "newsgrep search 大桥 2>/dev/full",
        "newsgrep status <&- >&- 2>&-",
    ],
)
def test_where_a_stream_is_closed(folder, line):
    done = shell(line, folder)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


def test_a_reader_that_goes_is_no_error(folder):
    for words in ("--help", "search 大桥 --json", "config --limits"):
        done = shell(f"(newsgrep {words}; echo $? >&2) | true", folder)
        assert done.stderr.strip() == "0", words


def test_on_another_file_system(folder, tmp_path):
    other = Path("/dev/shm")  # noqa: S108 (another file system is what is wanted)
    if not os.access(other, os.W_OK) or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no other file system here")
    index = other / f"newsgrep-{os.getpid()}"
    try:
        assert run("index", "corpus", "--index", str(index), cwd=folder).returncode == 0
        assert run("search", "大桥", "-q", "--index", str(index), cwd="/").returncode == 0
        assert run("check", "-q", "--index", str(index), cwd="/").returncode == 0
    finally:
        subprocess.run(["rm", "-r", str(index)], check=False)
