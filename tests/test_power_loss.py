"""A power failure at any step of updates, merges, copies, exports and saved searches: before or after, and mended."""

import random
from dataclasses import replace

import pytest
from faults import names
from power_loss import Disk, restore, watched
from test_killed import SCENARIOS, answers, expected_names, index, prepared, write_records

from newsgrep.engine.segments import article_merge, postings
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.engine.whoosh.toc import read_commit
from newsgrep.indexing import IndexJob, bring_up_to_date
from newsgrep.indexing.copying import copy_index
from newsgrep.saved import SavedSearch, SavedSearches, Seen
from newsgrep.storage import atomic_files
from newsgrep.storage.atomic_files import create_folder
from newsgrep.storage.user_files import writing_out

# States that are looked at, and every how manieth of them is mended: each takes some milliseconds, or half a second.
MOST, MENDED = 30, 10


def states_of(folder, work):
    """What a failure may leave of a folder, at some steps of some work; the last is what it ends with."""
    disk = Disk(folder, folder.with_name("links"))
    with watched(disk):
        work()
    first, *others, last = disk.states
    return [first, *random.Random(2).sample(others, min(MOST, len(others))), last]


@pytest.mark.parametrize("prepare", SCENARIOS)
def test_an_index_after_a_power_failure_is_before_or_after_and_mended_by_the_next(tmp_path, prepare):
    job = prepared(tmp_path, prepare)
    before = answers(job.folder)
    states = states_of(job.folder, lambda: index(job))
    after = answers(job.folder)
    found = set()
    for number, state in enumerate(states):
        restore(state, job.folder)
        found.add(answers(job.folder) == after)
        assert answers(job.folder) in (before, after), sorted(name for name, _ in state)
        if number % MENDED == 0:
            index(job)
            assert answers(job.folder) == after
            assert names(job.folder) == expected_names(job.folder)
    assert before == after or found == {True, False}


def test_a_first_build_with_its_lexicon(tmp_path):
    job = IndexJob(tmp_path / "corpus", tmp_path / "index")
    write_records(job.root / "a.jsonl", range(4))
    job.folder.mkdir()

    def build() -> None:
        bring_up_to_date(job, lambda folder: WhooshEngine(folder, create=True))

    states = states_of(job.folder, build)
    after = answers(job.folder)
    for number, state in enumerate(states):
        restore(state, job.folder)
        assert answers(job.folder) in (None, after)
        if number % MENDED == 0:
            build()
            assert answers(job.folder) == after
            assert names(job.folder) == expected_names(job.folder)


def test_a_merge_of_the_whole_index(tmp_path, monkeypatch):
    monkeypatch.setattr(postings, "SMALL", 3)
    monkeypatch.setattr(article_merge, "LEAST_COPIED", 1)
    job = IndexJob(tmp_path / "corpus", tmp_path / "index")
    for number in range(3):
        write_records(job.root / f"{number}.jsonl", range(3 + number))
        index(job)
    before = answers(job.folder)
    counts = set()
    for state in states_of(job.folder, lambda: WhooshEngine(job.folder).optimize()):
        restore(state, job.folder)
        assert answers(job.folder) == before
        counts.add(len(read_commit(job.folder).segments))
    assert counts == {3, 1}
    index(replace(job, optimize=True))
    assert names(job.folder) == expected_names(job.folder)


def test_a_copy_in_the_place_of_an_index(tmp_path):
    jobs = [IndexJob(tmp_path / f"corpus{number}", tmp_path / f"index{number}") for number in range(2)]
    for number, job in enumerate(jobs):
        write_records(job.root / "a.jsonl", range(3 + number), ("澜江大桥合龙", "地铁通车")[number])
        index(job)
    before, after = (answers(job.folder) for job in reversed(jobs))
    source, target = (job.folder for job in jobs)

    def copy() -> None:
        engine = WhooshEngine(target, create=True)
        copy_index(WhooshEngine(source), engine, replaces=True, wait=1, on_wait=print)

    for state in states_of(target, copy):
        restore(state, target)
        assert answers(target) in (before, after)
    assert answers(target) == after


def test_a_saved_search(tmp_path):
    settings = {"index": "/i", "config": None, "synonyms": None}
    before = SavedSearch("桥", "大桥", settings=settings, saved="2025-01-01")
    after = before.after_run([Seen("a#1", "0")])
    kept = SavedSearches(tmp_path / "saved")
    kept.put(before)
    for state in states_of(tmp_path / "saved", lambda: kept.put(after)):
        restore(state, tmp_path / "saved")
        assert kept.get("桥") in (before, after)
    assert kept.get("桥") == after


def test_folders_that_are_made_are_named_on_disk(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(atomic_files, "flush_folder", flushed.append)
    folder = tmp_path / "state" / "newsgrep" / "saved"
    create_folder(folder)
    assert flushed == [tmp_path, tmp_path / "state", tmp_path / "state" / "newsgrep"]
    create_folder(folder)
    assert len(flushed) == 3


def test_an_export_over_another(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    path = folder / "大桥.csv"
    path.write_bytes(b"old" * 1000)

    def export() -> None:
        with writing_out(path) as file:
            for _ in range(100):
                file.write(b"new" * 100)

    states = states_of(folder, export)
    contents = {dict(state)[path.name] for state in states}
    assert contents == {b"old" * 1000, b"new" * 10_000}
    assert path.read_bytes() == b"new" * 10_000
    assert names(folder) == [path.name]
