"""Full disks, closed doors, files that go: exit 2, one line that says what is wrong, and the old index still answers."""

import errno
import io
import os
import random
import shutil
import stat
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from faults import full_disk, in_child
from test_killed import an_update, answers, expected_names, index, write_records

from newsgrep.cli.app import run as run_program
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.engine.whoosh.folder_manifest import FolderManifest
from newsgrep.errors import UsageError
from newsgrep.indexing import IndexJob, bring_up_to_date
from newsgrep.manifest_codec import load
from newsgrep.readers.piped import store_piped
from newsgrep.storage.atomic_files import naming, open_plain

PROGRAM = (sys.executable, "-m", "newsgrep")
NOBODY = 65534
STAGES = 40


@pytest.fixture
def job(tmp_path):
    corpus = tmp_path / "corpus"
    write_records(corpus / "a.jsonl", range(40))
    write_records(corpus / "b.jsonl", range(2))
    return an_update(corpus, IndexJob(corpus, tmp_path / "index"))


def one_line(error: str) -> bool:
    return error.startswith("newsgrep: ") and error.count("\n") == 1 and "inside" not in error


def command(job: IndexJob, *words: str) -> list[str]:
    return ["index", str(job.root), "--index", str(job.folder), "--jobs", "1", *words]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_standard_input_for_which_there_is_no_room_leaves_the_corpus_as_it_was(tmp_path):
    for folder in (tmp_path / "measured", tmp_path / "corpus"):
        store_piped(folder, "a.txt", io.BytesIO(b"old"))
    before = contents(tmp_path / "corpus")
    with full_disk(1 << 40) as written:
        store_piped(tmp_path / "measured", "b.txt", io.BytesIO(b"new"))
    for room in range(written[0]):
        with full_disk(room), pytest.raises(OSError, match=r"No space left.*b\.txt"):
            store_piped(tmp_path / "corpus", "b.txt", io.BytesIO(b"new"))
        assert contents(tmp_path / "corpus") == before


def test_standard_input_is_not_written_through_a_link(tmp_path):
    corpus, elsewhere = tmp_path / "corpus", tmp_path / "mine"
    store_piped(corpus, "a.txt", io.BytesIO(b"old"))
    (corpus / "a.txt").unlink()
    (corpus / "a.txt").symlink_to(elsewhere)
    with pytest.raises(UsageError, match="another file has this name"):
        store_piped(corpus, "a.txt", io.BytesIO(b"new"))
    assert not elsewhere.exists()


def test_settings_for_which_there_is_no_room_are_named_and_not_left_cut_off(tmp_path, capsys):
    path = tmp_path / "newsgrep.toml"
    with full_disk(100):
        assert run_program(["config", "--init", "--config", str(path)]) == 2
    assert capsys.readouterr().err == f"newsgrep: {path}: No space left on device\n"
    assert not path.exists()


def test_a_file_that_is_opened_but_gives_no_account_of_itself_is_named(tmp_path, monkeypatch):
    path = tmp_path / "a.segment"
    path.write_bytes(b"")

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", fail)
        with pytest.raises(OSError, match=r"a\.segment"):
            open_plain(path)


def test_an_error_that_names_a_descriptor_names_the_file(tmp_path):
    path = tmp_path / "a.segment"
    with pytest.raises(OSError, match=r"a\.segment"), naming(path):
        raise OSError(errno.EIO, os.strerror(errno.EIO), 8)


def test_a_disk_that_is_full_at_any_stage(job, tmp_path, capsys, monkeypatch):
    before, pristine = answers(job.folder), tmp_path / "pristine"
    shutil.copytree(job.folder, pristine)

    def same_ids_again() -> None:
        """Ids by chance pack to more bytes or fewer: each run is to write as many as the one that was measured."""
        numbers = count(1)
        monkeypatch.setattr(os, "urandom", lambda size: next(numbers).to_bytes(size, "big"))

    same_ids_again()
    with full_disk(1 << 40) as written:
        assert run_program(command(job)) == 0
    after, whole = answers(job.folder), written[0]
    capsys.readouterr()
    assert whole > 5_000
    for room in sorted({0, 1, whole - 1, *random.Random(5).sample(range(whole), STAGES)}):
        shutil.rmtree(job.folder)
        shutil.copytree(pristine, job.folder)
        same_ids_again()
        with full_disk(room):
            code = run_program(command(job))
        error = capsys.readouterr().err
        held = answers(job.folder)
        assert (code, one_line(error)) == (2, True), (room, error)
        assert "No space left on device" in error
        assert held in (before, after), room
        assert held == before or room > whole * 0.9, room  # the manifest comes last
        assert run_program(command(job)) == 0
        capsys.readouterr()
        assert answers(job.folder) == after, room
        assert [path.name for path in sorted(job.folder.iterdir())] == expected_names(job.folder), room


def test_a_real_disk_that_is_full(job, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if (
        sys.platform != "linux"
        or not shutil.which("mount")
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("a small disk cannot be mounted here")
    try:
        folder = disk / "index"
        index(IndexJob(job.root, folder))
        before = answers(folder)
        write_records(job.root / "many.jsonl", range(60_000))
        result = subprocess.run(
            [*PROGRAM, "index", str(job.root), "--index", str(folder)],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (result.returncode, one_line(result.stderr)) == (2, True), result.stderr
        assert "No space left on device" in result.stderr
        assert answers(folder) == before
        assert [path.name for path in sorted(folder.iterdir())] == expected_names(folder)
        (job.root / "many.jsonl").unlink()
        assert subprocess.run([*PROGRAM, "index", str(job.root), "--index", str(folder)], check=False).returncode == 0
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def as_nobody(work):
    """Do some work as a user for whom closed doors are closed, as they are not for root."""

    def guarded() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        work()

    return os.waitstatus_to_exitcode(in_child(guarded))


def indexed_for_all(job: IndexJob):
    """What an index answers that anybody may write to, of a corpus that anybody may read."""
    write_records(job.root / "inner/d.jsonl", range(90, 93), "新闻")
    index(job)
    open_to_all(job.root)
    for path in (job.folder, *job.folder.iterdir()):
        path.chmod(0o777)
    return answers(job.folder)


def open_to_all(path: Path) -> None:
    for parent in (path, *path.parents):
        if parent.owner() == path.owner() and parent != Path("/tmp"):  # noqa: S108 (its mode is not ours)
            parent.chmod(parent.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
        if parent.name.startswith("pytest-of"):
            break


def test_an_index_that_may_only_be_read_is_searched_and_not_written(job, tmp_path):
    before = answers(job.folder)
    open_to_all(job.folder)
    for path in job.folder.iterdir():
        path.chmod(0o444)
    job.folder.chmod(0o555)
    said = tmp_path / "said"
    said.touch()
    said.chmod(0o666)

    def work() -> None:
        assert answers(job.folder) == before
        with said.open("w") as sys.stderr:
            assert run_program(command(job)) == 2

    assert as_nobody(work) == 0
    assert one_line(said.read_text())
    assert "Permission denied" in said.read_text()
    job.folder.chmod(0o755)
    assert answers(job.folder) == before


def test_an_index_that_may_not_be_read_is_said(job, tmp_path):
    open_to_all(job.folder)
    job.folder.chmod(0o700)
    said = tmp_path / "said"
    said.touch()
    said.chmod(0o666)

    def work() -> None:
        with said.open("w") as sys.stderr:
            assert run_program(["search", "大桥", "--index", str(job.folder)]) == 2

    if os.geteuid():
        job.folder.chmod(0)
    assert as_nobody(work) == 0
    job.folder.chmod(0o755)
    assert one_line(said.read_text())
    assert str(job.folder) in said.read_text()


def test_a_source_file_that_may_not_be_read_keeps_what_was_known_of_it(job):
    index(job)
    before = answers(job.folder)[0]["新闻"]
    open_to_all(job.root)
    for path in (job.root / "a.jsonl", job.root / "c.jsonl"):
        os.utime(path, ns=(5, 5))
    (job.root / "a.jsonl").chmod(0)
    for path in (job.folder, *job.folder.iterdir()):
        path.chmod(0o777)

    def work() -> None:
        outcome = bring_up_to_date(job, lambda folder: WhooshEngine(folder, create=True))
        assert [str(problem).split(":")[0] for problem in outcome.problems] == ["a.jsonl"]

    assert as_nobody(work) == 0
    assert answers(job.folder)[0]["新闻"] == before


@pytest.mark.parametrize(("closed", "mode"), [(".", 0), ("inner", 0), ("inner", 0o444), ("a.jsonl", 0)])
def test_what_may_not_be_read_is_not_lost_by_building_afresh(job, tmp_path, closed, mode):
    before = indexed_for_all(job)
    (job.root / closed).chmod(mode)
    said = tmp_path / "said"
    said.touch()
    said.chmod(0o666)

    def work() -> None:
        with said.open("w") as sys.stderr:
            assert run_program([*command(job), "--rebuild"]) == 2

    assert as_nobody(work) == 0
    (job.root / closed).chmod(0o755)
    assert one_line(said.read_text())
    assert "read" in said.read_text()
    assert answers(job.folder) == before


@pytest.mark.parametrize(("closed", "mode"), [(".", 0), ("inner", 0), ("inner", 0o444)])
def test_status_says_what_of_the_corpus_may_not_be_read(job, tmp_path, closed, mode):
    indexed_for_all(job)
    (job.root / closed).chmod(mode)
    said = tmp_path / "said"
    said.touch()
    said.chmod(0o666)

    def work() -> None:
        with said.open("w") as sys.stdout:
            assert run_program(["status", "--index", str(job.folder)]) == 1

    assert as_nobody(work) == 0
    (job.root / closed).chmod(0o755)
    *rows, verdict = said.read_text().splitlines()
    (unread,) = (row for row in rows if row.startswith("unread"))
    assert "cannot be read: Permission denied" in unread
    assert not any(row.startswith(("changed", "removed")) for row in rows)
    assert verdict == "part of the corpus cannot be read; the index keeps its articles"
    assert run_program(["status", "--index", str(job.folder), "-q"]) == 0


def test_a_folder_that_may_be_listed_and_not_entered_keeps_what_was_known_of_it(job):
    before = indexed_for_all(job)
    (job.root / "inner").chmod(0o444)

    def work() -> None:
        outcome = bring_up_to_date(job, lambda folder: WhooshEngine(folder, create=True))
        assert tuple(map(str, outcome.problems)) == ("inner/d.jsonl: cannot be read: Permission denied",)

    assert as_nobody(work) == 0
    (job.root / "inner").chmod(0o755)
    assert answers(job.folder) == before


def test_a_source_file_that_goes_between_being_seen_and_read_is_said_and_kept(job):
    index(job)
    held = load(FolderManifest(job.folder)).ids()
    for path in job.root.iterdir():
        os.utime(path, ns=(5, 5))
    outcome = bring_up_to_date(
        job,
        lambda folder: WhooshEngine(folder, create=True),
        watch=lambda _: (job.root / "c.jsonl").unlink(missing_ok=True),
    )
    assert [str(problem).startswith("c.jsonl: cannot be read: No such file") for problem in outcome.problems] == [True]
    assert load(FolderManifest(job.folder)).ids() == held
    assert bring_up_to_date(job, lambda folder: WhooshEngine(folder, create=True)).changes.removed == 3
