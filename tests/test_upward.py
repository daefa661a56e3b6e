"""The index and the configuration are found from any folder below them."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from warm_start import PROGRAM

from newsgrep.cli import upward
from newsgrep.cli.app import run as run_program
from newsgrep.cli.upward import find_upward, folders_upward


def run(*words, cwd, code=0, **environment):
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("NEWSGREP_C", "NEWSGREP_I", "XDG"))
    }
    done = subprocess.run(
        [*PROGRAM, *words], cwd=cwd, env=clean | environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stderr
    return done


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def home(tmp_path):
    for name, text in {
        "news/2024/1.txt": "大桥合龙",
        "news/2025/05/1.txt": "候鸟归来",
        "other/1.txt": "地铁通车",
    }.items():
        write(tmp_path / name, text)
    run("index", "2024", "2025", "-q", cwd=tmp_path / "news")
    return tmp_path


def test_every_command_finds_the_index_above(home):
    below = home / "news/2025/05"
    assert run("search", "大桥", "-l", cwd=below).stdout == "2024/1.txt\n"
    assert json.loads(run("status", "--json", cwd=below).stdout)["index"] == f"{home}/news/index"
    for words in (("count", "大桥"), ("kwic", "大桥"), ("show", "2024/1.txt#1"), ("check",)):
        assert run(*words, cwd=below).stdout
    assert f"{home}/news/index" in run("config", cwd=below).stdout
    assert run("config", cwd=home / "news").stdout.splitlines()[2].split("\t") == ["index", "index", "default"]


def test_where_none_is_found_the_folders_tried_are_named(home):
    for command in (["search", "鸟"], ["status"], ["check"], ["count", "鸟"], ["similar", "x#1"]):
        told = run(*command, cwd=home / "other", code=2).stderr
        assert told.startswith(f"newsgrep: no index found; looked for index/ in {home}/other, {home}, {home.parent}")
        assert "newsgrep index FOLDER" in told
        assert told.count("\n") == 1
    assert run("search", "鸟", "--index", "nowhere", cwd=home / "other", code=2).stderr.startswith(
        "newsgrep: nowhere: no index"
    )


def test_an_index_here_goes_before_one_above(home):
    run("index", "05", "-q", "--index", "index", cwd=home / "news/2025")
    assert run("search", "鸟", "-l", cwd=home / "news/2025").stdout == "1.txt\n"
    (home / "news/2024/index").mkdir()  # empty: no index
    assert run("search", "大桥", "-l", cwd=home / "news/2024").stdout == "2024/1.txt\n"


def test_an_update_below_an_index_is_one_of_it_and_says_so(home):
    write(home / "news/2025/06/2.txt", "龙舟竞渡")
    write(home / "news/2024/2.txt", "招生开始")
    told = run("index", "06", cwd=home / "news/2025").stderr.splitlines()
    assert told[0] == f"newsgrep: updating the index {home}/news/index"
    assert told[1].startswith("1 added, 0 changed, 0 removed: 3 articles")
    assert run("index", cwd=home / "news/2025").stderr.splitlines()[1].startswith("1 added, ")
    assert run("index", "-q", cwd=home / "news/2025").stderr == ""
    assert not (home / "news/2025/index").exists()


def test_a_folder_that_contains_the_corpus_of_an_index_above_adds_to_it(home):
    run("index", "news/2024", "news/2025/05", "-q", cwd=home)
    shutil.rmtree(home / "news/index")
    told = run("index", ".", cwd=home / "news").stderr
    assert told.startswith(f"newsgrep: updating the index {home}/index\n")
    write(home / "news/2025/2.txt", "龙舟竞渡")
    assert "1 added" in run("index", cwd=home).stderr
    assert not (home / "news/index").exists()


def test_another_corpus_below_an_index_gets_its_own(home):
    write(home / "news/corpus/3.txt", "春耕")
    (home / "news/own").mkdir()
    told = run("index", "../../other", cwd=home / "news/own").stderr
    assert told.startswith(
        f"newsgrep: using {home}/news/own/index, as {home}/news/index is the index of another corpus\n"
    )
    assert run("search", "地铁", "-c", cwd=home / "news/own").stdout == "1\n"
    write(home / "news/later/corpus/3.txt", "春耕")
    run("index", cwd=home / "news/later")  # its corpus/, as where there is no index above
    assert run("status", "--json", cwd=home / "news").stdout.count("2024")
    assert json.loads(run("status", "--json", cwd=home / "news/later").stdout)["corpus"] == f"{home}/news/later/corpus"


def test_the_configuration_is_found_above_like_the_index(home):
    write(home / "news/newsgrep.toml", 'exclude = "2024/"\n')
    assert "excluded" in run("index", cwd=home / "news/2025").stderr
    assert json.loads(run("config", "--json", cwd=home / "news/2025").stdout)["exclude"] == {
        "value": ["2024/"], "from": f"{home}/news/newsgrep.toml",
    }  # fmt: skip
    write(home / "newsgrep.toml", 'index = "elsewhere"\ncorpus = "other"\n')
    (home / "news/newsgrep.toml").unlink()
    assert run("search", "候鸟", "-c", cwd=home / "news/2025").stdout == "1\n", "the index is nearer"
    assert run("index", cwd=home / "other").stderr.startswith("1 added")
    assert (home / "elsewhere/manifest.json.zst").exists()


def test_a_new_index_is_made_beside_the_configuration_above(home):
    write(home / "third/newsgrep.toml", 'corpus = "texts"\n')
    write(home / "third/texts/1.txt", "龙舟竞渡")
    run("index", cwd=home / "third/texts")
    assert (home / "third/index/manifest.json.zst").exists()
    assert run("search", "龙舟", "-l", cwd=home / "third/texts").stdout == "1.txt\n"


def test_it_stops_at_home_and_where_the_file_system_ends(tmp_path, monkeypatch):
    below = tmp_path / "home/news/2025"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert list(folders_upward()) == [below, below.parent, tmp_path / "home"]
    monkeypatch.setenv("HOME", str(tmp_path / "no home"))
    assert list(folders_upward())[-1] == Path("/") or Path("/").stat().st_dev != tmp_path.stat().st_dev
    mount, stat = tmp_path / "home", Path.stat
    monkeypatch.setattr(Path, "stat", lambda path, **rest: stat(Path("/proc")) if path == mount else stat(path, **rest))
    assert list(folders_upward()) == [below, below.parent]


def test_what_a_stranger_has_left_above_is_not_found(tmp_path, monkeypatch):
    below = tmp_path / "mine"
    below.mkdir()
    write(tmp_path / "newsgrep.toml", "")
    monkeypatch.chdir(below)
    assert find_upward("newsgrep.toml", Path.is_file) == tmp_path / "newsgrep.toml"
    owner = tmp_path.stat().st_uid
    real = Path.stat

    def as_a_strangers(path, **rest):
        status = real(path, **rest)
        return os.stat_result([*status[:4], 4711, *status[5:10]]) if path.name == "newsgrep.toml" else status

    monkeypatch.setattr(Path, "stat", as_a_strangers)
    assert find_upward("newsgrep.toml", Path.exists) is None
    monkeypatch.setattr(upward.os, "geteuid", lambda: 4711)
    assert find_upward("newsgrep.toml", Path.exists) == tmp_path / "newsgrep.toml"
    monkeypatch.chdir(tmp_path)
    assert find_upward("newsgrep.toml", Path.exists) == Path("newsgrep.toml"), "here, it counts as ever"
    assert owner == real(below).st_uid


def test_in_a_folder_that_is_gone_nothing_is_found_above(tmp_path, monkeypatch, capsys):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert list(folders_upward()) == []
    for command in ("search 鸟", "status", "check"):
        assert run_program(command.split()) == 2
        told = capsys.readouterr().err
        assert "no index found; the current folder was deleted or cannot be reached (change to another" in told


def test_in_a_folder_that_is_gone_nothing_is_indexed_but_all_else_works(home, monkeypatch, capsys):
    gone = home / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    news, index = str(home / "other"), str(home / "made")
    run("index", "other", "--index", "made", "-q", cwd=home)
    for words in (("index", news), ("index",), ("index", news, "--index", index), ("search", "地铁", "-u", "--index", index)):  # fmt: skip
        assert run_program(words) == 2
        told = capsys.readouterr().err
        assert told == "newsgrep: the current folder was deleted or cannot be reached (change to another folder)\n"
    for words in (("search", "地铁", "-c"), ("status",)):
        assert run_program([*words, "--index", index]) == 0
    assert run_program(["config"]) == 0


def test_what_names_a_place_without_an_index_is_said(home):
    write(home / "other/newsgrep.toml", 'index = "nowhere"\n')
    for words in (("search", "鸟"), ("status",), ("check",)):
        told = run(*words, cwd=home / "other", code=2).stderr
        assert told.startswith("newsgrep: nowhere: no index found, though newsgrep.toml names it (create one")
        told = run(*words, cwd=home / "other", code=2, NEWSGREP_INDEX="none").stderr
        assert told.startswith("newsgrep: none: no index found, though NEWSGREP_INDEX names it (create one")
        assert "names it" not in run(*words, "--index", "none", cwd=home / "other", code=2).stderr


def test_what_is_neither_file_nor_folder_is_not_said_to_be_missing(home):
    os.mkfifo(home / "fifo")
    told = run("index", "fifo", cwd=home, code=2).stderr
    assert told.startswith("newsgrep: fifo: neither a file nor a folder (")
    assert "fifo: not a folder (" in run("index", "--corpus", "fifo", cwd=home, code=2).stderr
    assert "no such file or folder" in run("index", "nowhere", cwd=home, code=2).stderr
