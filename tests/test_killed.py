"""SIGKILL at every call to files of builds, updates, merges and rebuilds: before or after, never between, no litter."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from articles import article, put_lexicon
from faults import file_calls, in_child, names, start, was_killed

from newsgrep.analysis.user_dictionary import UserWord
from newsgrep.cli.app import run
from newsgrep.config_table import default_file
from newsgrep.engine.segments import article_merge, merge_pool, postings
from newsgrep.engine.segments.layout import file_name
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.engine.whoosh.toc import read_commit
from newsgrep.errors import NoIndexError
from newsgrep.indexing import IndexJob, bring_up_to_date
from newsgrep.indexing.copying import copy_index
from newsgrep.query.parse import parse
from newsgrep.query.planner import make_plan
from newsgrep.saved import SavedSearch, SavedSearches
from newsgrep.search.search import Request, search
from newsgrep.storage.temporary import temporary_prefix
from newsgrep.tui.opening import opened

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

LINES = ("澜江大桥", '"江大桥"', "新闻", "-候鸟", "合龙 OR 招生")
OTHER_WORDS = (UserWord("江大桥合"), UserWord("新闻三"))


def write_records(path: Path, numbers: range, text: str = "澜江大桥合龙") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [{"id": str(one), "title": f"{text}{one}", "body": f"候鸟新闻三{one}。"} for one in numbers]
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")


def index(job: IndexJob) -> None:
    put_lexicon(job.folder, job.user_words)
    bring_up_to_date(job, lambda folder: WhooshEngine(folder, create=True))


def answers(folder: Path):
    """All that can be asked, cut as the index says; None where there is no index yet."""
    try:
        engine = WhooshEngine(folder)
        segmenter = engine.segmenter()
    except NoIndexError:
        return None
    found = {}
    for line in LINES:
        hits = search(engine, Request(line, limit=None), segmenter).found.hits
        found[line] = [(hit.id, round(hit.score, 6), engine.get(hit.id)) for hit in hits]
    plan = make_plan(parse("澜江大桥合龙").tree, segmenter)
    return found, [one.term.text for one in plan.ranking], engine.user_words()


def nothing(corpus: Path, job: IndexJob) -> IndexJob:  # noqa: ARG001
    """A first build: there is nothing before it."""
    return job


def an_update(corpus: Path, job: IndexJob) -> IndexJob:
    index(job)
    write_records(corpus / "a.jsonl", range(2, 6), "通车的澜江大桥")
    (corpus / "b.jsonl").unlink()
    write_records(corpus / "c.jsonl", range(3), "招生")
    return job


def a_merge(corpus: Path, job: IndexJob) -> IndexJob:
    for number in range(4):
        write_records(corpus / f"d{number}.jsonl", range(2))
        index(job)
    write_records(corpus / "e.jsonl", range(2), "招生")
    return replace(job, optimize=True)


def a_rebuild_with_other_words(corpus: Path, job: IndexJob) -> IndexJob:  # noqa: ARG001
    index(job)
    return replace(job, user_words=OTHER_WORDS)


def nothing_new(corpus: Path, job: IndexJob) -> IndexJob:  # noqa: ARG001
    index(job)
    (job.folder / "manifest.json.zst").unlink()
    return job


SCENARIOS = (nothing, an_update, a_merge, a_rebuild_with_other_words, nothing_new)
MOST_POINTS = 40


def prepared(tmp_path, prepare) -> IndexJob:
    """What one of ``SCENARIOS`` is about to do with a small corpus."""
    corpus = tmp_path / "corpus"
    write_records(corpus / "a.jsonl", range(4))
    write_records(corpus / "b.jsonl", range(2))
    job: IndexJob = prepare(corpus, IndexJob(corpus, tmp_path / "index"))
    put_lexicon(job.folder, job.user_words)
    return job


@pytest.mark.parametrize("prepare", SCENARIOS)
def test_an_index_killed_at_any_point_answers_as_before_or_after_and_is_mended_by_the_next(tmp_path, prepare):
    job = prepared(tmp_path, prepare)
    pristine = tmp_path / "pristine"
    shutil.copytree(job.folder, pristine)
    before = answers(job.folder)
    index(job)  # imports modules, which are files as well
    after = answers(job.folder)
    points = []
    for _ in range(2):  # the first process may compile modules
        index_of(job, pristine)
        points.append(file_calls(lambda: index(job)))
    points = min(points)
    assert points > 30
    killed = 0
    for point in sorted(random.Random(7).sample(range(1, points), min(MOST_POINTS, points - 1))):
        index_of(job, pristine)
        killed += was_killed(in_child(lambda: index(job), kill_at=point))
        assert answers(job.folder) in (before, after), point
        index(job)
        assert answers(job.folder) == after, point
        assert names(job.folder) == expected_names(job.folder), point
    assert killed > min(MOST_POINTS, points) * 0.8


def test_a_merge_killed_at_any_call_leaves_the_index_as_before_or_after(tmp_path, monkeypatch):
    monkeypatch.setattr(postings, "SMALL", 3)
    monkeypatch.setattr(article_merge, "LEAST_COPIED", 1)
    pristine, folder = tmp_path / "pristine", tmp_path / "index"
    job = IndexJob(tmp_path / "corpus", pristine)
    for number in range(3):
        write_records(job.root / f"{number}.jsonl", range(3 + number))
        index(job)
    write_records(job.root / "1.jsonl", range(1, 4))
    index(job)
    before = answers(pristine)
    segments = len(read_commit(pristine).segments)
    shutil.copytree(pristine, folder)
    points = file_calls(WhooshEngine(folder).optimize)
    killed, merged = 0, set()
    for point in range(1, points, 1 + points // 60):
        shutil.rmtree(folder)
        shutil.copytree(pristine, folder)
        killed += was_killed(in_child(WhooshEngine(folder).optimize, kill_at=point))
        merged.add(len(read_commit(folder).segments))
        assert answers(folder) == before, point
        WhooshEngine(folder).optimize()
        assert answers(folder) == before, point
        assert len(read_commit(folder).segments) == 1
        assert names(folder) == expected_names(folder), point
    assert (killed > 40, merged) == (True, {segments, 1})


def test_a_merge_by_several_processes_whose_parent_dies_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(merge_pool, "LEAST_SHARED", 0)
    folder = tmp_path / "index"
    job = IndexJob(tmp_path / "corpus", folder)
    for number in range(3):
        write_records(job.root / f"{number}.jsonl", range(3))
        index(job)
    before = answers(folder)
    engine = WhooshEngine(folder, jobs=2)
    for point in (200, 400):
        child = start(engine.optimize, kill_at=point)
        assert was_killed(os.waitpid(child, 0)[1])
        assert answers(folder) == before
    time.sleep(0.5)  # the other process ends with its parent
    engine.optimize()
    assert answers(folder) == before
    assert names(folder) == expected_names(folder)


def index_of(job: IndexJob, pristine: Path) -> None:
    """The index folder as it was."""
    shutil.rmtree(job.folder)
    shutil.copytree(pristine, job.folder)


def expected_names(folder: Path) -> list[str]:
    commit = read_commit(folder)
    segments = [file_name(entry.segid) for entry in commit.segments]
    table = f"_MAIN_{commit.generation}.toc"
    return sorted(["LOCK", "MAIN_WRITELOCK", "manifest.json.zst", table, commit.lexicon_name, *segments])


@pytest.mark.parametrize("seed", range(5))
def test_two_processes_that_build_killed_at_any_time(tmp_path, seed):
    corpus = tmp_path / "corpus"
    write_records(corpus / "a.jsonl", range(3))
    command = [
        sys.executable,
        "-m",
        "newsgrep",
        "index",
        str(corpus),
        "--index",
        str(tmp_path / "index"),
        "--jobs",
        "2",
    ]
    put_lexicon(tmp_path / "index")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    before = answers(tmp_path / "index")
    write_records(corpus / "many.jsonl", range(6000), "地铁通车")
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        time.sleep(0.3 + 0.4 * seed)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    if process.returncode:
        assert answers(tmp_path / "index")[0]["澜江大桥"] == before[0]["澜江大桥"]
    again = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert (again.returncode, "6,003 articles" in again.stderr) == (0, True)
    time.sleep(0.2)  # a builder whose parent has died may be at its last batch
    subprocess.run(command, capture_output=True, check=False)
    assert names(tmp_path / "index") == expected_names(tmp_path / "index")


def test_a_saved_search_killed_at_any_point_is_the_one_before_or_after(tmp_path):
    settings = {"index": "/i", "config": None, "synonyms": None}
    days = ("2025-01-01", "2025-01-02")
    before, after = (SavedSearch("桥", "大桥", settings=settings, saved=day) for day in days)
    kept = SavedSearches(tmp_path / "saved")

    def save() -> None:
        with kept.locked("桥"):
            kept.put(after)

    kept.put(before)
    points = file_calls(save)
    for point in range(1, points):
        kept.put(before)
        in_child(save, kill_at=point)
        assert kept.get("桥") in (before, after), point
        save()
        assert kept.get("桥") == after
        assert kept.names() == ["桥"]


def test_settings_that_are_killed_at_any_point_are_none_or_whole(tmp_path):
    path = tmp_path / "newsgrep.toml"

    def write() -> None:
        assert run(["config", "--init", "-q", "--config", str(path)]) == 0

    for point in range(1, file_calls(write)):
        path.unlink(missing_ok=True)
        in_child(write, kill_at=point)
        assert not path.exists() or path.read_text(encoding="utf-8") == default_file(), point
    path.unlink(missing_ok=True)
    write()
    assert names(tmp_path) == [path.name]


def test_a_copy_killed_at_any_point_leaves_the_index_that_was_there_or_the_copy(tmp_path):
    jobs = [IndexJob(tmp_path / f"corpus{number}", tmp_path / f"index{number}") for number in range(2)]
    for job, text in zip(jobs, ("澜江大桥合龙", "地铁通车"), strict=True):
        write_records(job.root / "a.jsonl", range(3), text)
        index(job)
    after, before = (answers(job.folder) for job in jobs)
    source, target = (job.folder for job in jobs)
    pristine = tmp_path / "pristine"
    shutil.copytree(target, pristine)

    def copy() -> None:
        copy_index(
            WhooshEngine(source), WhooshEngine(target, create=True), replaces=True, wait=1, on_wait=lambda _: None
        )

    points = file_calls(copy)
    found = set()
    for point in range(1, points, 1 + points // 20):
        index_of(jobs[1], pristine)
        in_child(copy, kill_at=point)
        assert answers(target) in (before, after), point
        found.add(answers(target) == after)
    copy()
    assert (answers(target), found) == (after, {True, False})
    assert names(target) == expected_names(target)


@pytest.mark.parametrize("form", ["csv", "xlsx", "html"])
def test_an_export_killed_at_any_point_is_the_old_file_or_the_whole_new_one(tmp_path, form):
    job = IndexJob(tmp_path / "corpus", tmp_path / "index")
    write_records(job.root / "a.jsonl", range(200))
    index(job)
    path = tmp_path / f"exported/大桥.{form}"
    path.parent.mkdir()

    def export() -> None:
        assert run(["export", "大桥", "-o", str(path), "--index", str(job.folder), "-q"]) == 0

    export()
    points = file_calls(export)
    others, left = [], set()
    for point in (*range(1, points, 1 + points // 12), *range(points - 8, points)):
        path.write_bytes(b"old")
        in_child(export, kill_at=point)
        others += [path.read_bytes()] if path.read_bytes() != b"old" else []
        left |= {name for name in names(path.parent) if name.startswith(".")}
        assert len(names(path.parent)) <= 2 + (form == "csv")  # each deletes what the one before was writing
    export()
    assert others
    assert left
    assert all(abs(len(other) - path.stat().st_size) < 200 for other in others)  # it says when it was made
    assert names(path.parent) == [path.name] + ["大桥.csv-metadata.json"] * (form == "csv")


def test_copies_of_members_of_archives_are_deleted_by_the_next_update(tmp_path, monkeypatch):
    """Those of this computer's processes that have ended, and nothing else of whatever name."""
    import openpyxl

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    job = IndexJob(tmp_path / "corpus", tmp_path / "index")
    job.root.mkdir()
    sheet = openpyxl.Workbook()
    sheet.active.append(["标题", "正文"])
    sheet.active.append(["大桥", "澜江大桥合龙。"])
    sheet.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(job.root / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.xlsx", "a.xlsx")
    kept = ["newsgrep-notes", f"{temporary_prefix()}01234567", "newsgrep-00000000-1-01234567", "newsgrep-1-abcdefgh"]
    for name in kept:
        (tmp_path / "tmp" / name).write_text("mine")
    with monkeypatch.context() as patch:  # as an article that is open in an editor
        patch.setattr("newsgrep.tui.opening.print_article", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        assert was_killed(in_child(lambda: opened(article("1", "大桥", "合龙。"), None, (), as_is=True).__enter__()))
    assert len(names(tmp_path / "tmp")) == len(kept) + 1
    with monkeypatch.context() as patch:
        patch.setattr("newsgrep.readers.tables.workbooks.isolated", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        assert was_killed(in_child(lambda: index(job)))
    assert len(names(tmp_path / "tmp")) == len(kept) + 1
    index(job)
    assert names(tmp_path / "tmp") == sorted(kept)
