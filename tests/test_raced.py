"""Writers and readers at once: every answer is that of one commit, no traceback, nothing lost."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from articles import article, entry, put_lexicon
from faults import start

from newsgrep.cli.app import run
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.engine.whoosh.folder_lock import only_writer
from newsgrep.engine.whoosh.toc import read_commit
from newsgrep.indexing import IndexJob, bring_up_to_date
from newsgrep.query.parse import parse
from newsgrep.query.planner import make_plan
from newsgrep.readers.piped import WRITTEN, store_piped
from newsgrep.search.search import Request, search

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

UPDATES = 30
READERS = 4
CHECKS = 40
COMMAND = (sys.executable, "-m", "newsgrep")


def write_state(path: Path, number: int) -> None:
    """A corpus that says in every article in which state it is, and of which the size tells it too."""
    lines = [{"id": str(one), "title": f"第{number}期", "body": "澜江大桥合龙。"} for one in range(3 + number % 7)]
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")
    os.utime(path, ns=(number + 1, number + 1))


def read_on(folder: Path, stop: Path) -> None:
    """Search until it is enough: all hits are of one state, as many as it has, and never of one before the last."""
    latest = 0
    while not stop.exists():
        engine = WhooshEngine(folder)
        found = search(engine, Request("澜江大桥", limit=None), engine.segmenter()).found
        titles = {engine.get(hit.id).title for hit in found.hits}
        assert len(titles) == 1, titles
        number = int(titles.pop()[1:-1])
        assert found.total == 3 + number % 7
        assert number >= latest
        latest = number
    assert latest


def test_readers_during_many_updates_see_one_commit_each(tmp_path):
    corpus, folder, stop = tmp_path / "corpus", tmp_path / "index", tmp_path / "stop"
    job = IndexJob(corpus, folder, wait=60)
    put_lexicon(folder)

    def update(number: int) -> None:
        write_state(corpus / "a.jsonl", number)
        bring_up_to_date(job, lambda one: WhooshEngine(one, create=True))

    update(0)
    early = WhooshEngine(folder)
    of_first = plan_of(early, "澜江大桥")
    readers = [start(lambda: read_on(folder, stop)) for _ in range(READERS)]
    for number in range(1, UPDATES + 1):
        update(number)
    stop.touch()
    assert [os.waitpid(one, 0)[1] for one in readers] == [0] * READERS
    assert {early.get(hit.id).title for hit in early.search(of_first, limit=None).hits} == {"第0期"}
    assert len(read_commit(folder).segments) < UPDATES


def plan_of(engine: WhooshEngine, line: str):
    return make_plan(parse(line).tree, engine.segmenter())


def test_writers_wait_for_each_other_and_lose_nothing(tmp_path):
    corpus, folder = tmp_path / "corpus", tmp_path / "index"
    put_lexicon(folder)
    parts = [corpus / f"{name}.jsonl" for name in "abcd"]
    for number, part in enumerate(parts):
        write_state(part, number)
    command = [*COMMAND, "index", "--corpus", str(corpus), "--index", str(folder), "--wait", "60"]
    writers = [subprocess.Popen([*command, str(part)], stderr=subprocess.PIPE, encoding="utf-8") for part in parts]
    said = [writer.communicate(timeout=120)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * len(parts), said
    assert "Traceback" not in "".join(said)
    engine = WhooshEngine(folder)
    assert len(list(engine.ids())) == sum(3 + number % 7 for number in range(len(parts)))


def test_an_index_that_is_checked_while_it_is_written_is_sound(tmp_path, capsys):
    folder, stop = tmp_path / "index", tmp_path / "stop"
    put_lexicon(folder)

    def update(number: int) -> None:
        write_state(tmp_path / "corpus/a.jsonl", number)
        job = IndexJob(tmp_path / "corpus", folder, wait=60)
        bring_up_to_date(job, lambda one: WhooshEngine(one, create=True))

    def update_on() -> None:
        number = 0
        while not stop.exists():
            update(number := number + 1)

    update(0)
    writer = start(update_on)
    codes = [run(["check", "--index", str(folder)]) for _ in range(CHECKS)]
    stop.touch()
    assert os.waitpid(writer, 0)[1] == 0
    assert (set(codes), capsys.readouterr().err) == ({0}, "")


def test_processes_that_add_standard_input_at_once_lose_no_name(tmp_path):
    files = {f"{number}.txt" for number in range(8)}

    def add(name: str) -> None:
        while not (tmp_path / "begin").exists():
            time.sleep(0.001)
        for _ in range(20):
            store_piped(tmp_path / "corpus", name, io.BytesIO(name.encode()))

    (tmp_path / "corpus").mkdir()
    writers = [start(partial(add, name)) for name in files]
    (tmp_path / "begin").touch()
    assert [os.waitpid(writer, 0)[1] for writer in writers] == [0] * len(files)
    assert set((tmp_path / "corpus" / WRITTEN).read_text(encoding="utf-8").split()) == files
    assert {path.name for path in (tmp_path / "corpus").iterdir()} == {*files, WRITTEN}


def test_a_lock_left_by_a_dead_process_holds_nobody_up(tmp_path):
    folder = tmp_path / "index"
    put_lexicon(folder)
    write_state(tmp_path / "corpus/a.jsonl", 1)
    job = IndexJob(tmp_path / "corpus", folder, wait=0)

    def hold() -> None:
        with only_writer(folder, 0, print):
            (tmp_path / "held").touch()
            time.sleep(60)

    holder = start(hold)
    while not (tmp_path / "held").exists():
        time.sleep(0.01)
    os.kill(holder, signal.SIGKILL)
    os.waitpid(holder, 0)
    assert (folder / "LOCK.holder").exists()  # it could not take it away
    assert bring_up_to_date(job, lambda one: WhooshEngine(one, create=True)).articles == 4
    assert not (folder / "LOCK.holder").exists()


def test_a_reader_that_opened_before_a_merge_reads_on(tmp_path):
    engine = WhooshEngine(tmp_path, create=True)
    for number in range(4):
        engine.update((), [entry(article(str(number), f"第{number}号", "澜江大桥。"))])
    reader = WhooshEngine(tmp_path)
    before = sorted(reader.ids())
    engine.update((), [entry(article("4", "第4号", "澜江大桥。"))])
    assert len(read_commit(tmp_path).segments) == 1
    assert [reader.get(one).title for one in before] == [f"第{number}号" for number in range(4)]
    assert len(list(WhooshEngine(tmp_path).ids())) == 5
