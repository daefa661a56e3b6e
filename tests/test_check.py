from __future__ import annotations

import json
import os
import shutil
import subprocess
import zlib
from typing import TYPE_CHECKING

import pytest
import zstandard
from warm_start import PROGRAM

from newsgrep import manifest_codec
from newsgrep.cli.check import MOST_SAID
from newsgrep.engine.whoosh.folder_manifest import FolderManifest
from newsgrep.errors import IndexDamagedError

if TYPE_CHECKING:
    from pathlib import Path

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSGREP", "XDG"))}
KINDS = ("_MAIN_*.toc", "*.segment", "manifest.json.zst", "lexicon-*")


def run(*words: str, cwd: Path):
    return subprocess.run(
        [*PROGRAM, *words], cwd=cwd, env=CLEAN, capture_output=True, stdin=subprocess.DEVNULL,
        encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip


def write_records(path: Path, *texts: str) -> None:
    path.parent.mkdir(exist_ok=True)
    lines = [json.dumps({"id": f"w{text}", "title": text, "body": f"{text}的新闻。"}) for text in texts]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    write_records(folder / "corpus/晚报.jsonl", "候鸟归来", "地铁三号线")
    (folder / "words.txt").write_text("澜江大桥\n鹭洲湿地 20\n", encoding="utf-8")
    assert run("index", "--dict", "words.txt", cwd=folder).returncode == 0
    write_records(folder / "corpus/日报.jsonl", "澜江大桥合龙")
    assert run("index", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def work(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "work")


def flip(path: Path, at: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 0x10
    path.write_bytes(raw)


def files(folder: Path) -> list[str]:
    return sorted(f"index/{path.name}" for kind in KINDS for path in (folder / "index").glob(kind))


def test_of_a_sound_index_every_file_is_said_to_be_sound(sound):
    result = run("check", cwd=sound)
    assert (result.returncode, result.stderr) == (0, "")
    assert sorted(result.stdout.splitlines()) == [f"sound  {name}" for name in files(sound)]
    assert len(files(sound)) >= len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_bit_is_found_in_its_file_and_mended_by_rebuild(work, kind):
    path = min((work / "index").glob(kind))
    flip(path, path.stat().st_size // 2)
    result = run("check", cwd=work)
    assert result.returncode == 2
    assert f"damaged  index/{path.name}\n" in result.stdout
    assert f"newsgrep: index/{path.name}: " in result.stderr
    assert "newsgrep index --rebuild" in result.stderr
    assert "Traceback" not in result.stderr
    assert run("index", "--rebuild", cwd=work).returncode == 0
    assert run("check", cwd=work).returncode == 0


@pytest.mark.parametrize("kind", ["*.segment", "lexicon-*"])
@pytest.mark.parametrize("at", [0, -1, -40])
def test_a_flipped_bit_is_found_wherever_it_is(work, kind, at):
    path = min((work / "index").glob(kind))
    flip(path, at)
    result = run("check", cwd=work)
    assert result.returncode == 2
    assert f"damaged  index/{path.name}\n" in result.stdout


@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_file_that_is_cut_off_is_damaged(work, kind):
    path = min((work / "index").glob(kind))
    path.write_bytes(path.read_bytes()[:-1])
    result = run("check", cwd=work)
    assert result.returncode == 2
    assert f"damaged  index/{path.name}\n" in result.stdout


@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_file_that_is_missing_is_damage(work, kind):
    path = min((work / "index").glob(kind))
    path.unlink()
    result = run("check", cwd=work)
    assert result.returncode == 2
    assert f"damaged  index/{path.name}\n" in result.stdout


def test_a_file_whose_pages_are_all_damaged_takes_a_few_lines(work):
    path = min((work / "index").glob("lexicon-*"))
    raw = bytearray(path.read_bytes())
    for at in range(0, 40 << 14, 1 << 14):
        raw[at] ^= 1
    path.write_bytes(raw)
    result = run("check", cwd=work)
    assert result.returncode == 2
    assert result.stderr.count("checksum mismatch") == MOST_SAID
    assert f"newsgrep: index/{path.name}: {40 - MOST_SAID} more pages are damaged\n" in result.stderr


def test_one_damaged_file_does_not_hide_another(work):
    names = [min((work / "index").glob(kind)).name for kind in ("lexicon-*", "manifest.json.zst")]
    for name in names:
        flip(work / "index" / name, (work / "index" / name).stat().st_size // 2)
    result = run("check", cwd=work)
    damaged = [line for line in result.stdout.splitlines() if line.startswith("damaged  ")]
    assert damaged == [f"damaged  index/{name}" for name in names]


def test_a_manifest_of_the_commit_before_asks_for_an_update_only(tmp_path):
    """As an update leaves it that is killed between the two."""
    path = tmp_path / "index/manifest.json.zst"
    write_records(tmp_path / "corpus/晚报.jsonl", "候鸟归来")
    assert run("index", cwd=tmp_path).returncode == 0
    before = path.read_bytes()
    write_records(tmp_path / "corpus/早报.jsonl", "大桥通车")
    assert run("index", cwd=tmp_path).returncode == 0
    path.write_bytes(before)
    result = run("check", cwd=tmp_path)
    assert (result.returncode, result.stderr.count("\n"), "--rebuild" in result.stderr) == (2, 1, False)
    assert "run 'newsgrep index' to rescan the corpus" in result.stderr
    status = run("status", cwd=tmp_path)
    assert (status.returncode, "run 'newsgrep index' to rescan" in status.stdout) == (1, True)
    assert run("index", cwd=tmp_path).returncode == 0
    assert run("check", cwd=tmp_path).returncode == 0


def test_where_there_is_no_index_it_says_so(tmp_path):
    result = run("check", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "no index found; looked for index/ in " in result.stderr
    assert result.stderr.count("\n") == 1


def test_any_changed_bit_of_a_manifest_is_found(work):
    path = work / "index/manifest.json.zst"
    whole = path.read_bytes()
    for at in range(len(whole)):
        for bit in range(8):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])
            manifest_codec._parsed.cache_clear()
            with pytest.raises(IndexDamagedError):
                manifest_codec.load(FolderManifest(work / "index"))


@pytest.mark.parametrize(
    "damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"")], ids=["gone", "empty"]
)
def test_an_update_writes_a_lexicon_that_is_gone_or_damaged(tmp_path, damage):
    write_records(tmp_path / "corpus/晚报.jsonl", "候鸟归来")
    assert run("index", cwd=tmp_path).returncode == 0
    damage(min((tmp_path / "index").glob("lexicon-*")))
    write_records(tmp_path / "corpus/日报.jsonl", "江城大学")
    result = run("index", cwd=tmp_path)
    assert (result.returncode, result.stderr.split(" articles")[0]) == (0, "2 added, 0 changed, 0 removed: 2")
    assert run("check", cwd=tmp_path).returncode == 0
    assert run("search", "-c", "江城大学", cwd=tmp_path).stdout == "1\n"


FILE = [1, 2, ["a#1"], "0" * 16, []]


@pytest.mark.parametrize(
    "values",
    [
        *([1, 2], [], None, "x", [1] * 5, [1, 2, ["a#1"], "0" * 15, []], [1, 2, ["a#1"], "", []], [1, 2, [], "", [3]]),
        *(["1", 2, [], "", []], [None, 2, [], "", []], [1.5, 2, [], "", []], [1, 2, [3], "0" * 16, []], [1, 2, [], 7, []]),
    ],
)  # fmt: skip
def test_a_manifest_that_a_stranger_wrote_is_damaged_and_mended(work, values):
    broken_manifest(work, {"files": {"晚报.jsonl": values}})


@pytest.mark.parametrize(
    "values",
    [
        {"root": 7},
        {"root": "a\0b"},
        {"root": "\ud800"},
        {"identity": None},
        {"commit": []},
        {"files": []},
        {"more": "x"},
    ],
)
def test_so_is_one_of_other_values(work, values):
    broken_manifest(work, values)


def test_so_is_one_without_end(work):
    broken_manifest(work, None, text="[" * 200_000)


def broken_manifest(work: Path, values: dict[str, object] | None, text: str = "") -> None:
    path = work / "index/manifest.json.zst"
    known = {
        "schema": manifest_codec.SCHEMA,
        "identity": "",
        "root": str(work / "corpus"),
        "commit": "",
        "files": {"a": FILE},
    }
    packed = zstandard.compress((text or json.dumps(known | (values or {}))).encode())
    path.write_bytes(packed + manifest_codec.CHECKSUM.pack(zlib.crc32(packed)))
    with pytest.raises(IndexDamagedError, match="the manifest is damaged"):
        manifest_codec.load(FolderManifest(work / "index"))
    if text:
        assert run("check", cwd=work).returncode == 2
        assert run("index", "--rebuild", cwd=work).returncode == 0
        assert run("check", cwd=work).returncode == 0


def test_files_larger_than_any_are_not_read(work):
    for name in ("manifest.json.zst", "_MAIN_*.toc"):
        (path,) = (work / "index").glob(name)
        with path.open("r+b") as file:
            file.truncate(1 << 40)
        assert "larger than such a file can be" in run("check", cwd=work).stderr
        assert run("index", cwd=work).returncode == 0
        assert run("check", cwd=work).returncode == 0
