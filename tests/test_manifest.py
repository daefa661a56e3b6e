"""The manifest: the marks of large files are packed by themselves, read when needed, copied when not."""

import json
import zlib
from collections import Counter
from dataclasses import replace

import pytest
import zstandard

from newsgrep import manifest_codec as module
from newsgrep.engine.whoosh.folder_manifest import FolderManifest
from newsgrep.errors import IndexDamagedError
from newsgrep.manifest import FileState, Manifest
from newsgrep.manifest_codec import MOST_IN_HEAD, load, save
from newsgrep.storage.article_marks import ArticleMarks, PackedMarks
from newsgrep.storage.atomic_files import INDEX_MARK

MANY = MOST_IN_HEAD + 1


def marks(name, count):
    ids = tuple(f"{name}#{number}" for number in range(count))
    return ArticleMarks(
        ids, "".join(f"{number:016x}" for number in range(count)), "".join("0123"[n % 4] for n in range(count))
    )


@pytest.fixture
def held(tmp_path):
    files = {
        "few.jsonl": FileState(10, 20, marks("few.jsonl", 3)),
        "many.jsonl": FileState(30, 40, marks("many.jsonl", MANY), ctime=5, inode=6, digest="7"),
        "more.jsonl": FileState(50, 60, marks("more.jsonl", 3 * MANY)),
    }
    manifest = Manifest("analysis", "/corpus", "commit", files)
    save(FolderManifest(tmp_path), manifest)
    module._parsed.cache_clear()
    return manifest


@pytest.fixture
def unpacked(monkeypatch):
    """The numbers of articles whose marks were unpacked."""
    sizes = []
    read = PackedMarks.read
    monkeypatch.setattr(PackedMarks, "read", lambda self: sizes.append(self.size) or read(self))
    return sizes


def test_it_comes_back_as_it_was_saved(tmp_path, held):
    found = load(FolderManifest(tmp_path))
    assert found == held
    assert found.articles == 3 + MANY + 3 * MANY == len(found.ids())
    assert found.files["more.jsonl"].records["more.jsonl#17"] == f"{17:016x}"
    assert found.files["many.jsonl"].lacks_of["many.jsonl#6"] == "2"


def test_what_a_command_asks_of_unchanged_files_unpacks_no_marks(tmp_path, held, unpacked):
    found = load(FolderManifest(tmp_path))
    assert found.articles == held.articles
    many = found.files["many.jsonl"]
    assert many.marks.lacking == Counter("0123"[number % 4] for number in range(MANY))
    assert found == replace(found)
    assert unpacked == []


def test_saving_copies_the_marks_of_unchanged_files(tmp_path, held, unpacked):
    found = load(FolderManifest(tmp_path))
    files = found.files | {"more.jsonl": FileState(51, 61, marks("more.jsonl", MANY))}
    save(FolderManifest(tmp_path), replace(found, files=files))
    assert unpacked == []
    module._parsed.cache_clear()
    again = load(FolderManifest(tmp_path))
    assert again.files["many.jsonl"] == held.files["many.jsonl"]
    assert again.files["more.jsonl"].marks == marks("more.jsonl", MANY)


def test_a_manifest_that_was_replaced_can_still_be_read(tmp_path, held):
    found = load(FolderManifest(tmp_path))
    save(FolderManifest(tmp_path), Manifest("other", "/corpus"))
    assert found.files["more.jsonl"].marks == held.files["more.jsonl"].marks


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("at", [0, 100, 1000, -1000, -10, -1])
def test_damage_is_found_before_any_mark_is_asked_for(tmp_path, at):
    path = tmp_path / INDEX_MARK
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="the manifest is damaged"):
        load(FolderManifest(tmp_path))


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("cut", [0, 1, 3, 4, 5, 100])
def test_so_is_a_manifest_that_is_cut_off(tmp_path, cut):
    path = tmp_path / INDEX_MARK
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(IndexDamagedError, match="the manifest is damaged"):
        load(FolderManifest(tmp_path))


def strange(folder, blocks, state, tail=b""):
    values = {
        "schema": module.SCHEMA,
        "identity": "",
        "root": "/",
        "commit": "",
        "blocks": blocks,
        "files": {"a": state},
    }
    content = zstandard.compress(json.dumps(values).encode()) + tail
    (folder / INDEX_MARK).write_bytes(content + module.CHECKSUM.pack(zlib.crc32(content)))
    module._parsed.cache_clear()


@pytest.mark.parametrize(
    ("blocks", "state"),
    [
        ([1 << 40], [1, 2, 3, 0, []]),
        ([-1], [1, 2, 3, 0, []]),
        (["1"], [1, 2, 3, 0, []]),
        ([1], [1, 2, 3, 1, [], 1, 1, "", {}]),
        ([1], [1, 2, -3, 0, [], 1, 1, "", {}]),
        ([1], [1, 2, 3, 0, [], 1, 1, "", {"x": 1}]),
        ([1], [1, 2, 3, 0, [], 1, 1, "", {"1": "1"}]),
        ([1], [1, 2, 3, 0, [], 1, 1, "", "000"]),
        ([], [1, 2, ["a#1"], "0" * 16, [], 1, 1, "", "9"]),
    ],
)
def test_a_head_that_a_stranger_wrote_is_damaged(tmp_path, blocks, state):
    strange(tmp_path, blocks, state, b"\0")
    with pytest.raises(IndexDamagedError, match="the manifest is damaged"):
        load(FolderManifest(tmp_path))


def columns(folder, paths, columns, said=()):
    """Store a manifest of other columns."""
    values = {"schema": module.SCHEMA, "identity": "", "root": "/", "commit": "", "said": said}
    values |= {"understood": [["text", {}, []]], "paths": paths, "columns": columns}
    content = zstandard.compress(json.dumps(values).encode())
    (folder / INDEX_MARK).write_bytes(content + module.CHECKSUM.pack(zlib.crc32(content)))
    module._parsed.cache_clear()


COLUMNS = [[1], [2], [["a#1"]], ["0" * 16], [[]], [3], [4], [""], ["0"], [0]]


def test_files_share_what_was_understood_of_them(tmp_path):
    columns(tmp_path, ["a", "b"], [column * 2 for column in COLUMNS], [[[0, 1, 0]]])
    one, other = load(FolderManifest(tmp_path)).files.values()
    assert one.understood is other.understood
    assert [(each.kind, each.articles) for each in one.understood] == [("text", 1)]


@pytest.mark.parametrize(
    ("paths", "values", "said"),
    [
        (["a", "b"], COLUMNS, [[[0, 1, 0]]]),
        (["a"], [], [[[0, 1, 0]]]),
        (["a"], COLUMNS[:4], [[[0, 1, 0]]]),
        (["a"], [*COLUMNS, [1]], [[[0, 1, 0]]]),
        (["a"], [*COLUMNS[:-1], [[], []]], [[[0, 1, 0]]]),
        (["a"], 7, [[[0, 1, 0]]]),
        (["a"], COLUMNS, []),
        (["a"], COLUMNS, [[[1, 1, 0]]]),
        (["a"], COLUMNS, [[[0, -1, 0]]]),
        (["a"], COLUMNS, [[[0, "1", 0]]]),
        (["a"], COLUMNS, [[[0, 1]]]),
        (["a"], COLUMNS, 7),
        ([7], COLUMNS, [[[0, 1, 0]]]),
    ],
)
def test_columns_that_a_stranger_wrote_are_damaged(tmp_path, paths, values, said):
    columns(tmp_path, paths, values, said)
    with pytest.raises(IndexDamagedError, match="the manifest is damaged"):
        load(FolderManifest(tmp_path))


def test_rows_of_the_earlier_schema_are_read(tmp_path):
    state = [1, 2, ["a#1"], "0" * 16, [], 3, 4, "", "2", [[0, 1, 0]]]
    values = {"schema": 5, "identity": "", "root": "/", "commit": "", "understood": [["text", {}, []]]}
    content = zstandard.compress(json.dumps(values | {"files": {"a": state}}).encode())
    (tmp_path / INDEX_MARK).write_bytes(content + module.CHECKSUM.pack(zlib.crc32(content)))
    module._parsed.cache_clear()
    (found,) = load(FolderManifest(tmp_path)).files.values()
    assert (found.ids, found.inode, found.marks.lacking) == (("a#1",), 4, {"2": 1})
    assert [(each.kind, each.articles) for each in found.understood] == [("text", 1)]


@pytest.mark.parametrize(
    "content", [b"", b"x", b"[]", b"[3, 4, 5]", b'[["a#1"], "", ""]', b'[["a#1"], "0000000000000000", ""]']
)
def test_marks_that_a_stranger_wrote_are_damage_when_they_are_read(tmp_path, content):
    block = zstandard.compress(content)
    strange(tmp_path, [len(block)], [1, 2, 3, 0, [], 1, 1, "", {}], block)
    found = load(FolderManifest(tmp_path))
    with pytest.raises(IndexDamagedError, match="the manifest is damaged") as caught:
        found.ids()
    assert caught.value.path == tmp_path / INDEX_MARK


def test_marks_that_unpack_to_more_than_any_are_left_packed(tmp_path, monkeypatch):
    monkeypatch.setattr("newsgrep.storage.packed_json.ANY_SIZE", 1 << 12)
    block = zstandard.compress(b"[" + b" " * (1 << 20) + b"]")
    strange(tmp_path, [len(block)], [1, 2, 3, 0, [], 1, 1, "", {}], block)
    with pytest.raises(IndexDamagedError, match="decompresses to an implausible size"):
        load(FolderManifest(tmp_path)).ids()


def test_marks_that_repeat_themselves_are_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr("newsgrep.storage.packed_json.ANY_SIZE", 1 << 12)
    ids = tuple(f"{'江' * 900}#{number}" for number in range(MANY))
    save(FolderManifest(tmp_path), Manifest("", "", "", {"a": FileState(1, 2, ArticleMarks(ids, "0" * 16 * MANY))}))
    assert load(FolderManifest(tmp_path)).files["a"].ids == ids
