"""index --watch: bursts, moves, half-written files, folders that go and come, and a clean end."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest
from warm_start import COLD, PROGRAM

from newsgrep.engine.whoosh.toc import read_commit

PATIENCE = 60


class Watcher:
    def __init__(self, folder, roots=("corpus",)):
        self.folder, self.corpus = folder, folder / "corpus"
        for root in roots:
            (folder / root).mkdir()
        self.write("a.jsonl", "大桥合龙")
        self.files = [(folder / name).open("wb") for name in ("out", "err")]
        self.process = subprocess.Popen([*COLD, "index", *roots, "--watch", "--json"], cwd=folder, stdout=self.files[0], stderr=self.files[1])  # fmt: skip
        self.until(lambda: "(stop with Ctrl-C)" in self.said())

    def write(self, name, *titles):
        lines = [json.dumps({"id": title, "title": title, "body": "很好。"}) + "\n" for title in titles]
        (self.corpus / name).write_text("".join(lines), encoding="utf-8")

    def said(self):
        return (self.folder / "err").read_text(encoding="utf-8")

    def updates(self):
        return [json.loads(line) for line in (self.folder / "out").read_text(encoding="utf-8").splitlines()]

    def until(self, is_so):
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, (self.said(), self.updates())
            time.sleep(0.1)

    def until_found(self, *ids):
        self.until(lambda: self.found() == set(ids))

    def found(self):
        done = subprocess.run([*PROGRAM, "search", "title:/./", "--format", "ids", "-n", "0"], cwd=self.folder, capture_output=True, encoding="utf-8", check=False)  # fmt: skip
        return set(done.stdout.split())

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture(params=[("corpus",)])
def watcher(tmp_path, request):
    one = Watcher(tmp_path, request.param)
    yield one
    if one.process.poll() is None:
        one.process.kill()
        one.process.wait()
    for file in one.files:
        file.close()


def test_what_comes_changes_moves_and_goes_is_followed_until_ctrl_c(watcher):
    watcher.until_found("a.jsonl#大桥合龙")
    for number in range(30):
        watcher.write(f"{number}.jsonl", f"第{number}篇")
    watcher.until(lambda: watcher.updates()[-1]["articles"] == 31)
    assert len(watcher.updates()) <= 6, "a burst is one update, or a few"
    (watcher.corpus / "新").mkdir()
    (watcher.corpus / "0.jsonl").rename(watcher.corpus / "新" / "0.jsonl")
    watcher.until(lambda: "新/0.jsonl#第0篇" in watcher.found())
    assert "0.jsonl#第0篇" not in watcher.found()
    for number in range(1, 30):
        (watcher.corpus / f"{number}.jsonl").unlink()
    watcher.until_found("a.jsonl#大桥合龙", "新/0.jsonl#第0篇")
    assert watcher.stop() == 130
    assert "stopped watching" in watcher.said()
    assert "Traceback" not in watcher.said()
    index = watcher.folder / "index"
    commit = read_commit(index)
    left = {path.name for path in index.iterdir()} - {*commit.files, "LOCK", ".gitignore"}
    assert not [name for name in left if name.endswith((".new", ".segment", ".holder"))]
    assert subprocess.run([*PROGRAM, "check"], cwd=watcher.folder, capture_output=True, check=False).returncode == 0


def test_a_file_that_is_being_written_is_waited_for(watcher):
    with (watcher.corpus / "b.jsonl").open("w", encoding="utf-8", buffering=1) as file:
        for number in range(8):
            file.write(f'{{"id":"{number}","ti')
            file.flush()
            os.fsync(file.fileno())
            time.sleep(0.2)
            file.write(f'tle":"第{number}篇","body":"好"}}\n')
            file.flush()
            time.sleep(0.2)
    watcher.until(lambda: watcher.updates()[-1]["articles"] == 9)
    assert watcher.updates()[-1]["problems"] == []
    assert "not valid JSON" not in watcher.said(), "no half line was read"


def test_it_goes_on_where_the_folder_goes_and_comes_again(watcher):
    (watcher.corpus / "a.jsonl").unlink()
    watcher.corpus.rmdir()
    watcher.until(lambda: "trying again" in watcher.said())
    assert watcher.found() == {"a.jsonl#大桥合龙"}
    watcher.corpus.mkdir()
    watcher.write("c.jsonl", "候鸟归来")
    watcher.until_found("c.jsonl#候鸟归来")
    watcher.write("d.jsonl", "地铁开通")
    watcher.until_found("c.jsonl#候鸟归来", "d.jsonl#地铁开通")
    assert watcher.said().count("trying again") <= 2
    assert watcher.stop() == 130


@pytest.mark.parametrize("watcher", [("corpus", "more")], indirect=True)
def test_several_roots_are_followed_one_that_goes_and_comes_too(watcher):
    more = watcher.folder / "more"
    assert f"watching {watcher.corpus}, {more} " in watcher.said()
    watcher.until_found("corpus/a.jsonl#大桥合龙")
    watcher.write("../more/b.jsonl", "候鸟归来")
    watcher.write("../beside.jsonl", "别处的")
    watcher.until_found("corpus/a.jsonl#大桥合龙", "more/b.jsonl#候鸟归来")
    shutil.rmtree(more)
    watcher.until(lambda: "more: no such file or folder; the index keeps its articles" in watcher.said())
    watcher.write("c.jsonl", "龙舟竞渡")
    watcher.until_found("corpus/a.jsonl#大桥合龙", "corpus/c.jsonl#龙舟竞渡", "more/b.jsonl#候鸟归来")
    more.mkdir()
    watcher.write("../more/d.jsonl", "地铁开通")
    watcher.until_found("corpus/a.jsonl#大桥合龙", "corpus/c.jsonl#龙舟竞渡", "more/d.jsonl#地铁开通")
    watcher.write("../more/e.jsonl", "春耕")
    watcher.until(lambda: "more/e.jsonl#春耕" in watcher.found())
    assert watcher.updates()[-1]["problems"] == []
    assert len(watcher.updates()) < 20
    assert watcher.stop() == 130


@pytest.mark.parametrize("option", ["--dry-run", "--optimize"])
def test_watching_and_a_dry_run_or_a_merge_of_all_are_two_things(tmp_path, option):
    (tmp_path / "corpus").mkdir()
    done = subprocess.run([*PROGRAM, "index", "corpus", "--watch", option], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 2
    assert f"--watch and {option} cannot be combined" in done.stderr
