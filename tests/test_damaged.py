"""A thousand damages to the files of an index: found by check and named; a search answers rightly or says what is broken."""

import json
import os
import random
import shutil
import zlib
from pathlib import Path

import numpy as np
import pytest
import zstandard
from faults import names
from test_killed import LINES, index, write_records

from newsgrep.cli.app import run as run_program
from newsgrep.engine.segments.doc_store import Articles
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.indexing import IndexJob
from newsgrep.search.search import Request, search
from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter
from newsgrep.storage.footer import FOOTER, LAYOUT, MAGIC

CASES = 1000


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """An index of two segments, one of them with a deleted article, and what it answers."""
    folder = tmp_path_factory.mktemp("sound")
    for numbers, text in ((range(40), "澜江大桥合龙"), (range(30, 50), "地铁通车")):
        write_records(folder / f"corpus/{text}.jsonl", numbers, text)
        index(IndexJob(folder / "corpus", folder / "index"))
    write_records(folder / "corpus/地铁通车.jsonl", range(30, 49), "地铁通车")
    index(IndexJob(folder / "corpus", folder / "index"))
    other = tmp_path_factory.mktemp("other")
    write_records(other / "corpus/澜江大桥合龙.jsonl", range(7), "澜江大桥")
    index(IndexJob(other / "corpus", other / "index"))
    return folder / "index", other / "index", each_answer(folder / "index")


def each_answer(folder: Path) -> dict[str, object]:
    engine = WhooshEngine(folder)
    return {line: answer(engine, line) for line in LINES}


def answer(engine: WhooshEngine, line: str):
    found = search(engine, Request(line, limit=None), engine.segmenter()).found
    return [(hit.id, round(hit.score, 6), engine.get(hit.id)) for hit in found.hits]


def answer_or_error(folder: Path, line: str):
    try:
        return answer(WhooshEngine(folder), line)
    except NewsgrepError as error:
        return error


def flip(rng: random.Random, path: Path, _: Path) -> None:
    raw = bytearray(path.read_bytes())
    for at in rng.sample(range(len(raw)), rng.choice((1, 1, 1, 8))):
        raw[at] ^= 1 << rng.randrange(8)
    path.write_bytes(raw)


def cut_off(rng: random.Random, path: Path, _: Path) -> None:
    os.truncate(path, rng.randrange(path.stat().st_size))


def overwrite(rng: random.Random, path: Path, _: Path) -> None:
    raw = bytearray(path.read_bytes())
    start = rng.randrange(len(raw))
    raw[start : start + 4096] = rng.randbytes(len(raw[start : start + 4096]))
    path.write_bytes(raw)


def repeat(rng: random.Random, path: Path, _: Path) -> None:
    path.write_bytes(path.read_bytes() + rng.randbytes(rng.choice((1, 20, 5000))))


def swap(rng: random.Random, path: Path, other: Path) -> None:
    """Another file of the same kind, of this index or another, in the place of this one."""
    kind = path.name.split("_")[0] + path.suffix
    same = [one for folder in (path.parent, other) for one in folder.iterdir() if one != path]
    same = [one for one in same if one.name.split("_")[0] + one.suffix == kind and one.stat().st_size] or same
    shutil.copyfile(rng.choice(sorted(same)), path)


def remove(_: random.Random, path: Path, __: Path) -> None:
    path.unlink()


DAMAGES = (flip, flip, flip, flip, cut_off, overwrite, repeat, swap, swap, remove)


def test_damage_is_found_and_never_answered_from(sound, tmp_path, capsys):
    pristine, other, expected = sound
    rng = random.Random(3)
    kept = [name for name in names(pristine) if name not in {"LOCK", "MAIN_WRITELOCK"}]
    said_broken = 0
    for case in range(CASES):
        folder = tmp_path / "index"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(pristine, folder, copy_function=os.link)
        path, damage = folder / rng.choice(kept), rng.choice(DAMAGES)
        before = path.read_bytes()
        path.unlink()
        path.write_bytes(before)  # the other links to it stay as they are
        damage(rng, path, other)
        told = f"case {case}: {damage.__name__} {path.name}"
        if path.exists() and path.read_bytes() == before:
            continue
        assert run_program(["check", "--index", str(folder)]) == 2, told
        output = capsys.readouterr()
        name = "_MAIN_*.toc" if damage is remove and path.suffix == ".toc" else path.name
        assert name in output.err, told
        assert "internal error" not in output.err, told
        for line in LINES:
            found = answer_or_error(folder, line)
            if isinstance(found, NewsgrepError):
                said_broken += 1
                assert str(folder) in str(found), told
            else:
                assert found == expected[line], told
    assert said_broken > CASES


def test_a_file_that_is_cut_between_two_searches_is_damage_and_ends_nothing(sound, tmp_path):
    pristine, _, expected = sound
    folder = tmp_path / "index"
    shutil.copytree(pristine, folder)
    for path in sorted(folder.glob("*.segment")):
        engine = WhooshEngine(folder)
        assert answer(engine, LINES[0]) == expected[LINES[0]]
        whole = path.read_bytes()
        os.truncate(path, len(whole) // 8)
        with pytest.raises(IndexDamagedError, match=f"{path.name}: truncated"):
            answer(engine, LINES[1])
        path.write_bytes(whole)
        assert answer(engine, LINES[1]) == expected[LINES[1]]


SPECIAL = {
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "itself": lambda path: path.symlink_to(path.name),
    "elsewhere": lambda path: path.symlink_to("../precious"),
}


@pytest.mark.parametrize("name", ["MAIN.tmp", "manifest.json.zst.new", "lexicon.next", "_MAIN_0.toc.new"])
@pytest.mark.parametrize("table", [True, False])
def test_a_link_out_of_an_index_is_followed_by_no_update(sound, tmp_path, capsys, name, table):
    folder, kept = tmp_path / "index", tmp_path / "kept"
    shutil.copytree(sound[0], folder)
    kept.mkdir()
    (kept / "thesis.txt").write_text("thesis")
    if not table:
        next(folder.glob("_MAIN_*.toc")).unlink()
    for target in (kept, kept / "thesis.txt"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)
        write_records(tmp_path / "corpus/1.jsonl", range(3))
        assert run_program(["index", str(tmp_path / "corpus"), "--index", str(folder), "--rebuild"]) == 0
        assert "internal error" not in capsys.readouterr().err
        assert (kept / "thesis.txt").read_text() == "thesis"


@pytest.mark.parametrize("name", ["LOCK", "LOCK.holder", "MAIN_WRITELOCK", "manifest.json.zst.new"])
def test_a_folder_in_the_place_of_a_file_is_named_with_what_to_do(sound, tmp_path, capsys, name):
    folder = tmp_path / "index"
    shutil.copytree(sound[0], folder)
    (folder / name).unlink(missing_ok=True)
    (folder / name / "inner").mkdir(parents=True)
    write_records(tmp_path / "corpus/1.jsonl", range(3))
    command = ["index", str(tmp_path / "corpus"), "--index", str(folder), "--rebuild"]
    assert run_program(command) == 2
    assert capsys.readouterr().err == f"newsgrep: {folder / name}: not a regular file (delete it)\n"
    assert answer_or_error(folder, LINES[0]) is not None
    shutil.rmtree(folder / name)
    assert run_program(command) == 0


@pytest.mark.parametrize(
    ("dtype", "start", "size"), [("|O", 0, 8), ("V8", 0, 8), ("<u4,<u4", 0, 8), ("(2,)<u4", 0, 8), ("U2", 0, 8), ("x", 0, 8), ("(", 0, 8), ("<u4", -8, 8), ("<u4", 0, -8), ("<u4", 0, 1 << 70)]
)  # fmt: skip
def test_a_forged_part_is_damage(tmp_path, dtype, start, size):
    path = tmp_path / "1.segment"
    content = bytes(16)
    directory = json.dumps({"name": path.name, "parts": {"a": [start, size, dtype]}, "pages": 1}).encode()
    directory += zlib.crc32(content).to_bytes(4, "little")
    footer = FOOTER.pack(len(content), len(directory), zlib.crc32(directory), LAYOUT, MAGIC)
    path.write_bytes(content + directory + footer)
    with pytest.raises(IndexDamagedError) as error:
        _ = ArrayFile(path)["a"]
    assert error.value.path == path


def test_a_block_of_articles_with_a_right_checksum_that_does_not_unpack_is_damage(tmp_path):
    frame = bytearray(zstandard.compress(b"title\0body\0[]" * 20))
    frame[-9:] = bytes(9)
    with ArrayFileWriter(tmp_path / "1.segment") as writer:
        writer.add("articles", bytes(frame))
        writer.add("articles.ends", np.array([0, len(frame)], np.uint64))
        writer.add("dictionary", b"")
    with pytest.raises(IndexDamagedError, match="its articles cannot be read"):
        Articles(ArrayFile(tmp_path / "1.segment")).texts([0], 0)


# Frames without checksums are those of an index that was made before they had them.
@pytest.mark.parametrize("has_checksum", [True, False])
def test_a_bit_of_an_article_that_has_flipped_is_damage(tmp_path, has_checksum):
    path = tmp_path / "1.segment"
    text = "江城大桥昨日合龙。" * 3 + "".join(map(chr, random.Random(3).sample(range(0x4E00, 0x9FA5), 60)))
    frame = zstandard.ZstdCompressor(write_checksum=has_checksum).compress(f"标题\0{text}\0[]".encode())
    with ArrayFileWriter(path) as writer:
        writer.add("articles", frame)
        writer.add("articles.ends", np.array([0, len(frame)], np.uint64))
        writer.add("dictionary", b"")
    whole = path.read_bytes()
    at = whole.index(frame)
    assert Articles(ArrayFile(path)).texts([0], 1) == [text.encode()]
    for bit in range(8 * len(frame)):
        raw = bytearray(whole)
        raw[at + bit // 8] ^= 1 << bit % 8
        path.write_bytes(raw)
        with pytest.raises(IndexDamagedError, match=r"1\.segment"):
            Articles(ArrayFile(path)).texts([0], 1)


@pytest.mark.parametrize("kind", SPECIAL)
def test_what_is_no_file_is_not_waited_for_and_nothing_is_written_where_a_link_leads(sound, tmp_path, capsys, kind):
    pristine, _, expected = sound
    precious = tmp_path / "precious"
    for name in [*names(pristine), "LOCK.holder", "manifest.json.zst.new", "_MAIN_4.toc.new"]:
        folder = tmp_path / "index"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(pristine, folder)
        precious.write_text("precious")
        (folder / name).unlink(missing_ok=True)
        SPECIAL[kind](folder / name)
        for line in LINES:
            found = answer_or_error(folder, line)
            assert name in str(found) if isinstance(found, NewsgrepError) else found == expected[line], name
        for words in (["check"], ["status"], ["index", str(pristine.parent / "corpus")]):
            code = run_program([*words, "--index", str(folder)])
            told = capsys.readouterr().err
            assert code in (0, 2), name
            assert code == 0 or name in told or "is damaged" in told, (words, name, told)
            assert "internal error" not in told, (words, name, told)
        assert precious.read_text() == "precious", name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "precious"]


def test_a_folder_in_the_place_of_the_lexicon_is_named_with_what_to_do(sound, tmp_path, capsys):
    folder = tmp_path / "index"
    shutil.copytree(sound[0], folder)
    (lexicon,) = folder.glob("lexicon-*")
    lexicon.unlink()
    (lexicon / "inner").mkdir(parents=True)
    write_records(tmp_path / "corpus/1.jsonl", range(3))
    assert run_program(["index", str(tmp_path / "corpus"), "--index", str(folder), "--rebuild"]) == 2
    assert capsys.readouterr().err == f"newsgrep: {lexicon}: not a regular file (delete it)\n"
    shutil.rmtree(lexicon)
    assert run_program(["index", str(tmp_path / "corpus"), "--index", str(folder), "--rebuild"]) == 0
