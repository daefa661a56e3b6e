"""Tar archives, archives within archives, and those that are only named; hostile ones."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_files import BODY, articles, problems, read_file

from newsgrep.model import Article
from newsgrep.readers import Problem
from newsgrep.readers.archives import containers

PAGE = f"澜江大桥今天合龙\n{BODY}\n".encode()


def tar(*members, form=tarfile.PAX_FORMAT):
    """A tar of members: a name and its content, or a prepared header."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=form, encoding="utf-8") as archive:
        for name, content in members:
            header = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            if header.type == tarfile.REGTYPE:
                header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
    return raw.getvalue()


def zipped(*members):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return raw.getvalue()


def paths(found):
    return [article.path for article in articles(found)]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("1.tar", bytes), ("1.tar.gz", gzip.compress), ("1.tgz", gzip.compress), ("1.tar.bz2", bz2.compress), ("1.tbz2", bz2.compress),
        ("1.tar.xz", lzma.compress), ("1.TXZ", lzma.compress), ("1.tar.zst", None), ("1.tzst", None),
    ],
)  # fmt: skip
def test_a_tar_is_a_folder(tmp_path, name, pack):
    pack = pack or pytest.importorskip("zstandard").compress
    found = read_file(
        tmp_path,
        name,
        pack(tar(("a/1.txt", PAGE), ("b.jsonl", b'{"title": "x", "body": "y"}\n'), ("p.jpg", b"\xff\xd8"))),
    )
    assert paths(found) == [f"{name}/a/1.txt", f"{name}/b.jsonl"]
    assert not problems(found)


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
@pytest.mark.parametrize("name", ["江城/一.txt", f"{'深' * 60}/{'文' * 60}.txt", f"{'a' * 90}/{'b' * 90}.txt"])
def test_long_and_chinese_names_are_read(tmp_path, form, name):
    if form == tarfile.USTAR_FORMAT and "深" in name:
        pytest.skip("too long for this format")
    assert paths(read_file(tmp_path, "1.tar", tar((name, PAGE), form=form))) == [f"1.tar/{name}"]


def test_names_in_gbk_are_read(tmp_path):
    raw = tar(("XXXX.txt", PAGE), form=tarfile.USTAR_FORMAT)
    header = bytearray(raw[:512].replace(b"XXXX", "江城".encode("gbk")))
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    assert paths(read_file(tmp_path, "1.tar", bytes(header) + raw[512:])) == ["1.tar/江城.txt"]


def test_links_devices_hidden_files_and_names_that_climb(tmp_path):
    link = tarfile.TarInfo("link.txt")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    device = tarfile.TarInfo("device.txt")
    device.type = tarfile.CHRTYPE
    raw = tar(
        (link, b""),
        (device, b""),
        (".hidden/1.txt", PAGE),
        ("._1.txt", PAGE),
        ("../../up.txt", PAGE),
        ("/root.txt", PAGE),
        ("up.txt", PAGE),
    )
    assert paths(read_file(tmp_path, "1.tar", raw)) == ["1.tar/up.txt", "1.tar/root.txt", "1.tar/up.txt~2"]


def test_archives_within_archives_are_folders(tmp_path):
    inner = zipped(("a/1.txt", PAGE))
    raw = zipped(
        ("in.zip", inner), ("in.tar.gz", gzip.compress(tar(("2.txt", PAGE), ("deep.zip", inner)))), ("3.txt", PAGE)
    )
    assert paths(read_file(tmp_path, "1.zip", raw)) == [
        "1.zip/in.zip/a/1.txt", "1.zip/in.tar.gz/2.txt", "1.zip/in.tar.gz/deep.zip/a/1.txt", "1.zip/3.txt",
    ]  # fmt: skip


def test_a_damaged_archive_within_is_named_and_the_rest_is_read(tmp_path):
    found = read_file(
        tmp_path, "1.zip", zipped(("bad.zip", b"PK\x03\x04nothing"), ("bad.tar", b"x" * 2000), ("3.txt", PAGE))
    )
    assert paths(found) == ["1.zip/3.txt"]
    assert [problem.partition(": ")[0] for problem in problems(found)] == ["1.zip/bad.zip", "1.zip/bad.tar"]


def test_archives_nested_too_deeply_are_named(tmp_path):
    raw = zipped(("1.txt", PAGE))
    for _ in range(8):
        raw = zipped(("in.zip", raw), ("1.txt", PAGE))
    found = read_file(tmp_path, "1.zip", raw)
    assert len(articles(found)) == containers.DEEPEST + 1
    assert problems(found)[0].endswith("archives are nested more than 4 deep; not read (unpack it into the corpus)")


def test_the_members_of_nested_archives_share_one_bound(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "ANY_SIZE", 1 << 18)
    bomb = zipped(("1.jsonl", b'{"title": "x"}\n' * 200_000))
    found = read_file(tmp_path, "1.zip", zipped(*((f"{at}.zip", bomb) for at in range(20))))
    assert any("decompresses to more than 200 times its size" in problem for problem in problems(found))
    assert len(articles(found)) < 20 * 200_000


@pytest.mark.parametrize("cut", [100, 600, 1100])
def test_a_truncated_tar_is_named_and_what_came_before_is_read(tmp_path, cut):
    raw = tar(("1.txt", PAGE), ("2.txt", PAGE * 3))
    found = read_file(tmp_path, "1.tar", raw[: 1024 + cut])
    assert paths(found)[:1] == ["1.tar/1.txt"]
    assert any("the file is truncated" in problem for problem in problems(found))


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("1.rar", b"Rar!\x1a\x07\x01\0", "is a RAR archive"),
        ("1.7z", b"7z\xbc\xaf\x27\x1c\0\4", "is a 7z archive"),
        ("1.pkl", b"\x80\x04c__builtin__\nexec\n", "is a pickle"),
        ("1.pickle", b"\x80\x04.", "is a pickle"),
        ("1.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Word document"),
        ("1.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is a WPS document"),
        ("1.caj", b"CAJ\0", "is a CAJ document"),
        ("1.mobi", b"BOOKMOBI", "is a Kindle book"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do(tmp_path, name, raw, said):
    (problem,) = problems(read_file(tmp_path, name, raw))
    assert problem.startswith(f"{name}: {said}")
    assert problem.endswith(")")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(
    names=st.lists(st.sampled_from(["1.txt", "../x.txt", "a/b.jsonl", ".h.txt", "in.zip", "in.tar", "in.tgz", "江.csv", "x" * 200 + ".txt"]), max_size=5),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=4),
    end=st.integers(0, 3000),
    packed=st.booleans(),
)  # fmt: skip
def test_any_tar_is_articles_and_problems(tmp_path, names, changes, end, packed):
    contents = {
        ".zip": zipped(("1.txt", PAGE)),
        ".tar": tar(("1.txt", PAGE)),
        ".tgz": gzip.compress(tar(("1.txt", PAGE))),
    }
    raw = bytearray(tar(*((name, contents.get(name[-4:], PAGE)) for name in names)))
    for place, byte in changes:
        raw[place % len(raw)] = byte
    raw = raw[: len(raw) - end] if end % 2 else raw
    content = gzip.compress(raw) if packed else bytes(raw)
    found = read_file(tmp_path, "1.tgz" if packed else "1.tar", content)
    assert all(isinstance(item, (Article, Problem)) for item in found)


def test_a_file_compressed_more_than_once_is_named(tmp_path):
    (problem,) = read_file(tmp_path, "1.txt.gz.xz", lzma.compress(gzip.compress(PAGE)))
    assert "compressed more than once" in str(problem)
