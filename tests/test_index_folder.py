"""An index is only made where nothing can be lost, and deletes only its own files."""

import json
import os
import shutil
import stat
import tempfile
from itertools import combinations
from pathlib import Path

import pytest
from articles import put_lexicon
from faults import names
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_killed import expected_names, index, write_records

from newsgrep.cli.app import run as run_program
from newsgrep.engine.segments.layout import file_name
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.engine.whoosh.toc import read_commit
from newsgrep.errors import UsageError
from newsgrep.indexing import IndexJob

# What programs, and the users of folders, may call their files; some were once deleted from an index folder.
FOREIGN = (
    "thesis.txt.new", "words.json", "lexicon", "lexicon.next", "lexicon-de", "MAIN.tmp", "MAIN_0.segment",
    "MAIN_0123456789abcdef.segment", "_MAIN_notes.toc", "notes.txt",
)  # fmt: skip


@pytest.fixture
def corpus(tmp_path):
    write_records(tmp_path / "corpus/a.jsonl", range(3))
    return tmp_path / "corpus"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def a_folder_of_notes(folder: Path) -> None:
    (folder / "thesis.txt.new").write_text("thesis")
    (folder / "words.json").write_text("{}")


def a_file_named_like_the_manifest(folder: Path) -> None:
    (folder / "manifest.json.zst").write_bytes(b"of another program")


def files_named_like_segments(folder: Path) -> None:
    (folder / "MAIN_0123456789abcdef.segment").write_text("a novel")
    (folder / "lexicon-0123456789ab").write_text("a dictionary")


def locks_with_something_in_them(folder: Path) -> None:
    (folder / "LOCK").write_text("a diary")
    (folder / "LOCK.holder").write_text("an address book")


def an_index_of_another_program(folder: Path) -> None:
    from whoosh.fields import TEXT, Schema
    from whoosh.index import create_in

    writer = create_in(folder, Schema(body=TEXT(stored=True))).writer()
    writer.add_document(body="a library")
    writer.commit()


def a_link_that_leads_nowhere(folder: Path) -> None:
    (folder / "manifest.json.zst").symlink_to("nowhere")


FOLDERS = (
    a_folder_of_notes, a_file_named_like_the_manifest, files_named_like_segments, locks_with_something_in_them,
    an_index_of_another_program, a_link_that_leads_nowhere,
)  # fmt: skip


@pytest.mark.parametrize("make", FOLDERS)
@pytest.mark.parametrize("options", [(), ("--rebuild",), ("--dry-run",)])
def test_a_folder_with_other_files_is_refused_and_left_as_it_was(tmp_path, corpus, capsys, make, options):
    folder = tmp_path / "folder"
    folder.mkdir()
    make(folder)
    before = names(folder), contents(folder)
    assert run_program(["index", str(corpus), "--index", str(folder), *options]) == 2
    *_, told = capsys.readouterr().err.splitlines()
    assert f"newsgrep: {folder}: not an index folder: it contains other files, such as " in told
    assert "--index DIR" in told
    assert (names(folder), contents(folder)) == before
    with pytest.raises(UsageError):
        WhooshEngine(folder, create=True).update((), ())
    assert (names(folder), contents(folder)) == before


@pytest.mark.parametrize("way", ["link", "configuration"])
def test_a_cloned_folder_that_names_another_as_its_index_harms_nothing(tmp_path, corpus, monkeypatch, way):
    clone, notes = tmp_path / "clone", tmp_path / "notes"
    shutil.copytree(corpus, clone / "corpus")
    notes.mkdir()
    a_folder_of_notes(notes)
    before = contents(notes)
    if way == "link":
        (clone / "index").symlink_to(notes)
    else:
        (clone / "newsgrep.toml").write_text(f"index = {json.dumps(str(notes))}\n")
    monkeypatch.chdir(clone)
    assert run_program(["index"]) == 2
    assert contents(notes) == before


def test_the_corpus_is_no_index_folder(tmp_path, corpus, capsys):
    before = contents(corpus)
    for folder in (corpus, tmp_path / "corpus/../corpus"):
        assert run_program(["index", str(corpus), "--index", str(folder)]) == 2
        assert "the index folder and the corpus folder are the same; nothing was changed" in capsys.readouterr().err
    assert contents(corpus) == before


def test_a_root_among_several_is_no_index_folder(tmp_path, corpus, capsys):
    write_records(tmp_path / "other/a.jsonl", range(3))
    assert run_program(["index", str(corpus), str(tmp_path / "other"), "--index", str(tmp_path / "other")]) == 2
    assert "the index folder and the corpus folder are the same" in capsys.readouterr().err
    assert names(tmp_path / "other") == ["a.jsonl"]


def no_folder(corpus: Path) -> tuple[Path, Path]:
    (corpus.parent / "file").write_text("precious")
    return corpus.parent / "file", corpus.parent / "file"


def below_no_folder(corpus: Path) -> tuple[Path, Path]:
    (corpus.parent / "file").write_text("precious")
    return corpus.parent / "file/index", corpus.parent / "file"


def a_link_to_nothing(corpus: Path) -> tuple[Path, Path]:
    (corpus.parent / "link").symlink_to("nowhere")
    return corpus.parent / "link", corpus.parent / "link"


def a_link_to_the_corpus(corpus: Path) -> tuple[Path, Path]:
    (corpus.parent / "link").symlink_to(corpus)
    return corpus.parent / "link", corpus.parent / "link"


def a_folder_above_the_corpus(corpus: Path) -> tuple[Path, Path]:
    return corpus.parent, corpus.parent


def a_folder_of_the_corpus(corpus: Path) -> tuple[Path, Path]:
    write_records(corpus / "2024/a.jsonl", range(3))
    return corpus / "2024", corpus / "2024"


PLACES = (
    no_folder, below_no_folder, a_link_to_nothing, a_link_to_the_corpus, a_folder_above_the_corpus,
    a_folder_of_the_corpus,
)  # fmt: skip


@pytest.mark.parametrize("make", PLACES)
def test_no_other_place_becomes_an_index(corpus, capsys, monkeypatch, make):
    folder, named = make(corpus)
    before = contents(corpus.parent)
    monkeypatch.setenv("NEWSGREP_INDEX", str(folder))
    for option in ((), ("--dry-run",), ("--rebuild",)):
        assert run_program(["index", str(corpus), *option]) == 2
        told = capsys.readouterr().err
        assert told.startswith(f"newsgrep: {named}: ")
        assert "--index DIR" in told
        assert told.count("\n") == 1
        assert contents(corpus.parent) == before


def test_a_new_folder_inside_the_corpus_may_be_one(corpus):
    for _ in range(2):
        assert run_program(["index", str(corpus), "--index", str(corpus / "2024/index"), "-q"]) == 0
    assert len(list(WhooshEngine(corpus / "2024/index").ids())) == 3


def an_empty_folder(folder: Path) -> None:
    pass


def a_folder_as_it_is_cloned(folder: Path) -> None:
    (folder / ".gitignore").write_text("*\n!.gitignore\n")


def a_first_update_killed_at_once(folder: Path) -> None:
    (folder / "LOCK").touch()
    (folder / "LOCK.holder").write_text("process 1 on a host")
    (folder / "_MAIN_0.toc.new").write_bytes(b"cut o")


@pytest.mark.parametrize("make", [an_empty_folder, a_folder_as_it_is_cloned, a_first_update_killed_at_once])
def test_a_folder_in_which_nothing_can_be_lost_becomes_an_index(tmp_path, corpus, make):
    folder = tmp_path / "index"
    folder.mkdir()
    make(folder)
    assert run_program(["index", str(corpus), "--index", str(folder)]) == 0
    assert [name for name in names(folder) if name != ".gitignore"] == expected_names(folder)


@pytest.mark.parametrize("damaged", ["manifest.json.zst", "_MAIN_*.toc", "MAIN_*.segment", "lexicon-*"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"damaged")])
def test_a_damaged_index_is_still_one(tmp_path, corpus, damaged, damage):
    folder = tmp_path / "index"
    index(IndexJob(corpus, folder))
    damage(next(folder.glob(damaged)))
    assert run_program(["index", str(corpus), "--index", str(folder), "--rebuild"]) == 0
    assert [name for name in names(folder) if "segment" not in name] == [
        name for name in expected_names(folder) if "segment" not in name
    ]
    assert run_program(["check", "-q", "--index", str(folder)]) == 0


def change(corpus: Path, job: IndexJob) -> None:
    """Updates of every kind: more, less, nothing new, a merge, a rebuild, a damaged table."""
    for number in range(5):
        write_records(corpus / f"{number}.jsonl", range(2))
        index(job)
    (corpus / "3.jsonl").unlink()
    index(job)
    index(job)
    assert run_program(["index", str(corpus), "--index", str(job.folder), "--rebuild", "-q"]) == 0
    next(job.folder.glob("_MAIN_*.toc")).unlink()
    assert run_program(["index", str(corpus), "--index", str(job.folder), "--rebuild", "-q"]) == 0


@pytest.mark.parametrize("shape", ["file", "folder", "link"])
def test_files_that_others_put_into_an_index_stay_there(tmp_path, corpus, shape):
    job = IndexJob(corpus, tmp_path / "index")
    put_lexicon(job.folder)
    index(job)
    target = tmp_path / "precious"
    target.write_text("precious")
    for name in FOREIGN:
        path = job.folder / name
        match shape:
            case "file":
                path.write_text(name)
            case "folder":
                path.mkdir()
            case "link":
                path.symlink_to(target)
    change(corpus, job)
    assert set(FOREIGN) <= set(names(job.folder))
    assert target.read_text() == "precious"
    if shape == "file":
        assert all((job.folder / name).read_text() == name for name in FOREIGN)


# Names like ours: their parts, put together anew.
PARTS = ("MAIN", "_", "-", ".", "0", "7", "f", "lexicon", "segment", "toc", "new", "manifest", "json", "zst", "tmp")
NAMES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join).filter(lambda name: name.strip("."))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(NAMES, min_size=5, max_size=20))
def test_a_file_is_deleted_only_if_it_is_ours(tmp_path, found):
    corpus, job = tmp_path / "corpus", IndexJob(tmp_path / "corpus", tmp_path / "index")
    for folder in (corpus, job.folder):
        shutil.rmtree(folder, ignore_errors=True)
    write_records(corpus / "a.jsonl", range(2))
    index(job)
    ours = {*expected_names(job.folder), "manifest.json.zst.new", "_MAIN_2.toc.new", "_MAIN_2.toc"}
    for name in found - ours:
        (job.folder / name).write_text("precious")
    write_records(corpus / "b.jsonl", range(2))
    index(job)
    assert all((job.folder / name).read_text() == "precious" for name in found - ours)


def test_what_a_killed_update_has_left_is_deleted_whatever_it_was_about(tmp_path, corpus):
    job = IndexJob(corpus, tmp_path / "index")
    index(job)
    commit = read_commit(job.folder)
    kept = names(job.folder)
    sound = (job.folder / file_name(commit.segments[0].segid)).read_bytes()
    leftover = {
        f"MAIN_{commit.segment_prefix}0123abcd.segment": b"cut off",  # of an update of this commit
        "MAIN_0123456789abcdef.segment": sound,  # whole, of another one
        "_MAIN_7.toc.new": (job.folder / f"_MAIN_{commit.generation}.toc").read_bytes(),
        commit.lexicon_draft: b"cut off",
        f"_MAIN_{commit.generation + 1}.toc.new": b"cut off",
        "manifest.json.zst.new": b"cut off",
    }
    for name, content in leftover.items():
        (job.folder / name).write_bytes(content)
    index(job)
    assert names(job.folder) == kept


@pytest.mark.parametrize(
    "kinds", list(combinations(("manifest.*", "_MAIN_*.toc", "MAIN_*.segment", "lexicon-*", "LOCK"), 2))
)
def test_of_files_that_have_exchanged_their_contents_none_is_left_after_a_rebuild(tmp_path, corpus, kinds):
    job = IndexJob(corpus, tmp_path / "index")
    put_lexicon(job.folder)
    index(job)
    write_records(corpus / "b.jsonl", range(2))
    index(job)  # a new index would not name its segment so
    one, other = (max(job.folder.glob(kind), key=lambda path: path.stat().st_mtime_ns) for kind in kinds)
    before = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(before)
    assert run_program(["index", str(corpus), "--index", str(job.folder), "--rebuild", "-q"]) == 0
    assert names(job.folder) == expected_names(job.folder)
    assert run_program(["check", "-q", "--index", str(job.folder)]) == 0


def test_what_an_earlier_commit_named_is_deleted_though_it_is_damaged(tmp_path, corpus):
    job = IndexJob(corpus, tmp_path / "index")
    index(job)
    before = {path.name: path.read_bytes() for path in job.folder.iterdir() if path.suffix in {".toc", ".segment"}}
    assert run_program(["index", str(corpus), "--index", str(job.folder), "--rebuild", "-q"]) == 0
    kept = names(job.folder)
    for name, content in before.items():
        (job.folder / name).write_bytes(content if name.endswith(".toc") else content[:-1])
    index(job)
    assert names(job.folder) == kept


def modes(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


@pytest.fixture
def open_folder():
    """A folder that everybody may enter, as those above pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="newsgrep-test-"))
    folder.chmod(0o755)
    before = os.umask(0o022)
    yield folder
    os.umask(before)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("name", "mode", "expected"),
    [("corpus", 0o755, 0o755), ("corpus", 0o700, 0o700), ("corpus", 0o750, 0o750), ("", 0o700, 0o700)]
)  # fmt: skip
def test_an_index_can_be_read_by_those_only_who_may_read_the_corpus(open_folder, name, mode, expected):
    write_records(open_folder / "in/corpus/a.jsonl", range(3))
    folder, copied = open_folder / "index", open_folder / "copy"
    (open_folder / "in" / name).chmod(mode)
    assert run_program(["index", str(open_folder / "in/corpus"), "--index", str(folder), "-q"]) == 0
    assert run_program(["copy", str(folder), str(copied), "-q"]) == 0
    assert [oct(modes(made)) for made in (folder, copied)] == [oct(expected)] * 2


def test_the_permissions_of_a_folder_that_there_is_stay(open_folder):
    write_records(open_folder / "corpus/a.jsonl", range(3))
    (open_folder / "index").mkdir(mode=0o755)
    (open_folder / "corpus").chmod(0o700)
    assert run_program(["index", str(open_folder / "corpus"), "--index", str(open_folder / "index"), "-q"]) == 0
    assert modes(open_folder / "index") == 0o755


def test_news_in_the_folder_of_an_index_is_named(corpus, tmp_path, capsys):
    """Its files are no news, but others are not left out unsaid."""
    inner = corpus / "日报"
    assert run_program(["index", str(corpus), "--index", str(inner), "-q"]) == 0
    capsys.readouterr()
    command = ["index", str(corpus), "--index", str(tmp_path / "index")]
    assert run_program(command) == 0
    capsys.readouterr()
    write_records(inner / "b.jsonl", range(2))
    assert run_program(command) == 2
    assert "日报: is the folder of an index; its other files are not read" in capsys.readouterr().err
