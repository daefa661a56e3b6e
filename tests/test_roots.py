"""An index of several files and folders: of these and nothing else, whatever comes after."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warm_start import PROGRAM

from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.engine.whoosh.folder_manifest import FolderManifest
from newsgrep.errors import UsageError
from newsgrep.indexing import IndexJob, bring_up_to_date, dry_run, stale
from newsgrep.manifest_codec import load


def run(*words, cwd, code=0):
    done = subprocess.run([*PROGRAM, *words], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stderr
    return done


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def paths(folder: Path) -> list[str]:
    """The paths of all articles of the index in a folder."""
    return sorted(run("search", "title:/./", "-l", "-n", "0", cwd=folder).stdout.split())


@pytest.fixture
def work(tmp_path):
    for name in ("a/1.txt", "a/江城日报/2.txt", "b/1.txt", "c/1.txt", "x/a/1.txt", "d.txt"):
        write(tmp_path / name, f"{name}的新闻\n\n大桥合龙，江风很大。\n")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["a", "b"], ["a/1.txt", "a/江城日报/2.txt", "b/1.txt"]),
        (["a", "x/a"], ["a/1.txt", "a/江城日报/2.txt", "x/a/1.txt"]),
        (["a/", "./b", "a/江城日报", "b", "x/../b"], ["a/1.txt", "a/江城日报/2.txt", "b/1.txt"]),
        (["b/1.txt", "d.txt"], ["b/1.txt", "d.txt"]),
        (["a", "a/江城日报"], ["1.txt", "江城日报/2.txt"]),
        (["b", "b"], ["1.txt"]),
        (["x"], ["a/1.txt"]),
        (["d.txt"], ["d.txt"]),
        (["a/江城日报/2.txt", "a/1.txt"], ["1.txt", "江城日报/2.txt"]),
    ],
)
def test_what_is_given_is_indexed_and_nothing_else(work, given, found):
    planned = json.loads(run("index", *given, "--dry-run", "--json", cwd=work).stdout)
    done = json.loads(run("index", *given, "--json", cwd=work).stdout)
    assert (planned["changes"], planned["articles"]) == (done["changes"], done["articles"])
    assert paths(work) == found
    for again in ((), ("--rebuild",), given, (*given, "--rebuild")):
        run("index", *again, cwd=work)
        assert paths(work) == found
    run("search", "-u", "大桥", cwd=work)
    assert paths(work) == found


def test_paths_of_two_roots_are_told_apart_everywhere(work):
    run("index", "a", "b", cwd=work)
    for name in ("a", "b"):
        assert run("search", "大桥", "--path", f"{name}/1.txt", "-c", cwd=work).stdout == "1\n"
        assert run("search", f"path:{name}/1.txt", "-l", cwd=work).stdout == f"{name}/1.txt\n"
        assert f"{name}/1.txt的新闻" in run("show", f"{name}/1.txt#1", cwd=work).stdout
        assert f"file://{os.uname().nodename}{work}/{name}/1.txt" in run("search", f"path:{name}/1.txt", "--color", "always", cwd=work).stdout  # fmt: skip
    assert run("search", "--source", "江城日报", "大桥", "-l", cwd=work).stdout == "a/江城日报/2.txt\n"
    state = json.loads(run("status", "--json", cwd=work).stdout)
    assert (state["corpus"], state["roots"], state["files"]) == (str(work), [f"{work}/a", f"{work}/b"], 3)
    assert f"{work}/a, {work}/b" in run("status", cwd=work).stdout


def test_what_lies_beside_the_roots_is_neither_news_nor_stale(work):
    run("index", "a", "b", cwd=work)
    write(work / "c/2.txt", "别处的新闻")
    write(work / "e.txt", "别处的新闻")
    assert run("status", cwd=work).stdout.endswith("up to date\n")
    write(work / "b/2.txt", "候鸟归来")
    assert json.loads(run("status", "--json", cwd=work, code=1).stdout)["changed_files"] == ["b/2.txt"]
    run("index", cwd=work)
    assert paths(work) == ["a/1.txt", "a/江城日报/2.txt", "b/1.txt", "b/2.txt"]
    assert "outside" not in run("index", "b/1.txt", cwd=work).stderr
    told = run("index", "c", cwd=work, code=2).stderr
    assert f"this index belongs to another corpus, {work}/a, {work}/b" in told


def test_a_link_out_of_the_roots_is_not_followed(work):
    (work / "a/link.txt").symlink_to(work / "c/1.txt")
    (work / "a/own.txt").symlink_to(work / "b/1.txt")
    run("index", "a", "b", cwd=work)
    assert paths(work) == ["a/1.txt", "a/own.txt", "a/江城日报/2.txt", "b/1.txt"]


def test_a_folder_is_added_by_naming_all_and_dropped_by_a_rebuild(work):
    run("index", "a", cwd=work)
    assert paths(work) == ["1.txt", "江城日报/2.txt"]
    told = run("index", "b", cwd=work, code=2).stderr
    assert "name its folders too to add one" in told
    told = run("index", "a", "b", cwd=work).stderr
    assert "3 added, 0 changed, 0 removed: 3 articles in the index" in told
    assert f"paths are now relative to {work}" in told
    version = WhooshEngine(work / "index").stats().version
    assert "1 added, 0 changed, 0 removed: 4 articles" in run("index", "a", "b", "c", cwd=work).stderr
    assert WhooshEngine(work / "index").stats().version == version + 1
    run("index", "a", cwd=work)
    assert len(paths(work)) == 4, "part of the corpus is brought up to date alone"
    run("index", "a", "c", "--rebuild", cwd=work)
    assert paths(work) == ["a/1.txt", "a/江城日报/2.txt", "c/1.txt"]
    run("index", "a", "--rebuild", cwd=work)
    assert paths(work) == ["1.txt", "江城日报/2.txt"]


@pytest.mark.parametrize(
    ("before", "given", "why"),
    [
        (["a", "b"], [".", "a", "b"], ""),
        (["a", "b/1.txt"], ["."], ""),
        (["a"], ["."], "paths are now relative to"),
    ],
)
def test_a_folder_that_contains_all_roots_names_them(work, before, given, why):
    run("index", *before, cwd=work)
    planned = run("index", *given, "--dry-run", cwd=work).stderr
    told = run("index", *given, cwd=work).stderr
    assert ("rebuilt" in told, why in told, "6 articles in the index" in told) == (bool(why), True, True)
    assert planned.startswith("dry run: " + told.partition(" (")[0])
    assert len(paths(work)) == 6
    assert run("status", cwd=work).stdout.endswith("up to date\n")


def test_a_folder_that_contains_some_roots_only_does_not_name_them(work):
    run("index", "a", "x/a", cwd=work)
    assert "belongs to another corpus" in run("index", "x", cwd=work, code=2).stderr
    assert "belongs to another corpus" in run("index", "x", "a/1.txt", cwd=work, code=2).stderr


@pytest.mark.parametrize("before", [["."], ["a", "b", "c"]])
@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["a", "b"], ["a/1.txt", "a/江城日报/2.txt", "b/1.txt"]),
        (["a"], ["1.txt", "江城日报/2.txt"]),
        (["a/江城日报", "b/1.txt"], ["a/江城日报/2.txt", "b/1.txt"]),
    ],
)
def test_a_rebuild_has_only_what_is_given(work, before, given, found):
    run("index", *before, cwd=work)
    articles = json.loads(run("index", *given, "--rebuild", "--dry-run", "--json", cwd=work).stdout)["articles"]
    run("index", *given, "--rebuild", cwd=work)
    assert paths(work) == found
    assert articles == len(found)
    run("index", cwd=work)
    assert paths(work) == found


@pytest.mark.parametrize("given", ["c", "a/1.txt", "nowhere"])
def test_a_rebuild_replaces_no_corpus_of_the_configuration_and_needs_what_is_there(work, given):
    write(work / "newsgrep.toml", 'corpus = "a"\n')
    run("index", "a", "--rebuild", cwd=work)
    told = run("index", given, "--rebuild", cwd=work, code=2).stderr
    assert ("no such file" if given == "nowhere" else "the corpus is set to a, which") in told
    assert paths(work) == ["1.txt", "江城日报/2.txt"]


@pytest.mark.parametrize("lost", [shutil.rmtree, lambda folder: [path.unlink() for path in folder.iterdir()]])
def test_a_root_that_disappears_keeps_its_articles_and_is_named(work, lost):
    run("index", "a", "b", cwd=work)
    kept = paths(work)
    lost(work / "b")
    write(work / "a/3.txt", "龙舟竞渡")
    for words in ((), ("b",), ("a", "b")):
        told = run("index", *words, cwd=work, code=2).stderr
        assert told.startswith("newsgrep: b: no ")
        assert (
            "the index keeps its articles (to drop them, run 'newsgrep index --rebuild' with the other folders)" in told
        )
    assert paths(work) == sorted([*kept, "a/3.txt"])
    run("index", "a", cwd=work)
    state = json.loads(run("status", "--json", cwd=work, code=1).stdout)
    assert (state["changed_files"], state["removed_files"]) == ([], [])
    assert (state["missing_roots"], state["corpus_unreadable"]) in [([f"{work}/b"], False), ([], True)]
    assert "nothing was changed" in run("index", "--rebuild", cwd=work, code=2).stderr
    assert "b/1.txt" in paths(work)
    write(work / "b/2.txt", "候鸟归来")
    assert "1 added, 0 changed, 1 removed" in run("index", cwd=work).stderr
    shutil.rmtree(work / "b")
    run("index", "a", "--rebuild", cwd=work)
    assert paths(work) == ["1.txt", "3.txt", "江城日报/2.txt"]


def test_a_root_that_is_a_file_may_go_and_come(work):
    run("index", "a/1.txt", "d.txt", cwd=work)
    (work / "d.txt").unlink()
    assert "d.txt: no such file or folder" in run("index", cwd=work, code=2).stderr
    assert run("status", cwd=work, code=1).stdout.count(f"absent   {work}/d.txt") == 1
    write(work / "d.txt", "候鸟归来")
    assert "0 added, 1 changed, 0 removed" in run("index", cwd=work).stderr
    (work / "d.txt").unlink()
    (work / "a/1.txt").unlink()
    assert "no such file or folder" in run("index", cwd=work, code=2).stderr
    assert len(paths(work)) == 2


def test_a_configured_corpus_that_is_one_of_the_roots_is_no_other(work):
    run("index", "a", "b", cwd=work)
    write(work / "newsgrep.toml", 'corpus = "a"\n')
    assert "0 added, 0 changed, 0 removed: 3 articles" in run("index", cwd=work).stderr
    write(work / "newsgrep.toml", 'corpus = "c"\n')
    assert "belongs to another corpus" in run("index", cwd=work, code=2).stderr
    assert "outside the corpus" in run("index", "a", "--index", "new", cwd=work, code=2).stderr


def test_excludes_are_kept_until_others_are_given(work):
    write(work / "a/.gitignore", "3.txt\n")
    write(work / "a/3.txt", "略去的")
    told = run("index", "a", "b", "--exclude", "b/", "--exclude", "江城日报/", cwd=work).stderr
    assert "3 files and folders excluded" in told
    for words in (("index",), ("index", "--rebuild"), ("index", "a"), ("search", "-u", "大桥")):
        run(*words, cwd=work)
        assert paths(work) == ["a/1.txt"]
    state = json.loads(run("status", "--json", cwd=work).stdout)
    assert (state["exclude"], state["ignore_files"], state["changed_files"]) == (["b/", "江城日报/"], True, [])
    assert "1 added" in run("index", "--exclude", "b", cwd=work).stderr
    assert paths(work) == ["a/1.txt", "a/江城日报/2.txt"]
    run("index", "--no-ignore", cwd=work)
    write(work / "a/4.txt", "龙舟竞渡")
    run("index", cwd=work)
    assert paths(work) == ["a/1.txt", "a/3.txt", "a/4.txt", "a/江城日报/2.txt"]
    run("index", "--exclude", "", "--ignore", cwd=work)
    assert paths(work) == ["a/1.txt", "a/4.txt", "a/江城日报/2.txt", "b/1.txt"]
    assert "not a valid glob" in run("index", "--exclude", "!", cwd=work, code=2).stderr


def test_globs_of_the_configuration_count_as_long_as_they_stand_there(work):
    write(work / "newsgrep.toml", 'exclude = ["江城日报/", "*.bak.txt"]\n')
    run("index", "a", "--exclude", "1.txt", cwd=work, code=2)
    run("index", "a", cwd=work)
    assert paths(work) == ["1.txt"]
    write(work / "newsgrep.toml", 'exclude = "1.txt"\n')
    run("index", cwd=work)
    assert paths(work) == ["江城日报/2.txt"]
    write(work / "newsgrep.toml", "exclude = 3\n")
    assert "invalid value for the setting exclude" in run("index", cwd=work, code=2).stderr


def test_where_all_is_excluded_nothing_is_lost(work):
    run("index", "a", cwd=work)
    told = run("index", "--exclude", "*", cwd=work, code=2).stderr
    assert "nothing to index: all files are excluded (see its .gitignore" in told
    assert len(paths(work)) == 2


def test_a_part_of_the_corpus_that_is_excluded_stays_so(work):
    run("index", "a", "--exclude", "江城日报", cwd=work)
    assert "0 added, 0 changed, 0 removed: 1 article" in run("index", "a/江城日报/2.txt", cwd=work).stderr


def engine(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder, create=True)


ROOTS = ("a", "b", "a/x", "c.txt")
FILES = ("a/1.txt", "a/x/1.txt", "a/x/2.txt", "b/1.txt", "b/x/1.txt", "c.txt", "e/1.txt")
CONTENTS = {
    "news": "大桥合龙\n", "more": "候鸟归来\n", "binary": b"\x7fELF\0\0\1" * 9, "none": None, "other": None, "again": "大桥合龙\n",
}  # fmt: skip
step = st.fixed_dictionaries(
    {
        "files": st.dictionaries(st.sampled_from(FILES), st.sampled_from(sorted(CONTENTS)), max_size=5),
        "ignored": st.sampled_from(["", "1.txt\n", "x/\n", "*\n!1.txt\n"]),
        "within": st.sets(st.sampled_from(FILES[:-1]), max_size=1),
        "exclude": st.sampled_from([(), ("x/",), ("b",), ("2.txt",), ("*",)]),
        "ignore_files": st.booleans(),
        "rebuild": st.integers(0, 4).map(lambda number: not number),
        "killed": st.integers(0, 3).map(lambda number: not number),
    }
)


@settings(max_examples=30, deadline=None)
@given(roots=st.sets(st.sampled_from(ROOTS), min_size=1), steps=st.lists(step, min_size=1, max_size=4))
def test_a_dry_run_says_what_an_update_then_does(tmp_path_factory, roots, steps):
    folder = tmp_path_factory.mktemp("trees")
    for name in FILES:
        write(folder / name, f"{name}的新闻\n")
    parts = tuple(folder / name for name in sorted(roots))
    for wanted in steps:
        for name, content in wanted["files"].items():
            change(folder / name, CONTENTS[content])
        if (folder / "a").is_dir():
            write(folder / "a/.gitignore", wanted["ignored"])
        manifest = folder / "index/manifest.json.zst"
        before = manifest.read_bytes() if manifest.exists() else b""
        job = IndexJob(
            folder, folder / "index", parts=parts, within=tuple(folder / name for name in wanted["within"]),
            exclude=wanted["exclude"], ignore_files=wanted["ignore_files"], rebuild=wanted["rebuild"],
        )  # fmt: skip
        planned, done = outcome(dry_run, job), outcome(bring_up_to_date, job)
        assert planned == done
        if manifest.exists() and not isinstance(done, str):
            assert sorted(WhooshEngine(job.folder).ids()) == sorted(load(FolderManifest(job.folder)).ids())
            inside = [name for name in load(FolderManifest(job.folder)).files if not any(name == root or name.startswith(f"{root}/") for root in roots)]  # fmt: skip
            assert inside == [], "nothing that was not given"
            assert wanted["within"] or stale(job, load(FolderManifest(job.folder)))[:3] == ([], [], [])
        if wanted["killed"] and before:
            manifest.write_bytes(before)


def change(path: Path, content: str | bytes | None) -> None:
    """Write or delete a file; a folder that it leaves empty stays, as a mount point does."""
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def outcome(update, job):
    """What an update reports, time aside; or why it refuses."""
    try:
        report = update(job, engine)
    except UsageError as error:
        return str(error)
    return report.changes, report.articles, report.problems, report.left_out, report.excluded, report.rebuilt
