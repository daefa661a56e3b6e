from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import random
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.model import Article
from newsgrep.readers import FieldMap, Problem, ReadOptions, SourceFile, is_news, read_articles
from newsgrep.readers.files import scan
from newsgrep.readers.json_records import read_json_lines
from newsgrep.readers.lines import FingerprintedLine
from newsgrep.readers.record_articles import article_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DEFAULTS = ReadOptions()
PAGE = "澜江大桥今天合龙\n本报讯（记者何青禾）今天下午，澜江大桥在江心合龙，两岸市民从各处赶来观看。\n"
RECORD = '{"id": "j1", "title": "江城大学开学", "body": "今天，江城大学开学。"}'
RECORDS = f'{RECORD}\n{{"title": "澜江大桥合龙", "body": "今天合龙。"}}\n'


class Read(Protocol):
    def __call__(self, name: str, content: bytes | str, reading: ReadOptions = ...) -> list[Article | Problem]: ...


def source_file(location: Path, name: str | None = None) -> SourceFile:
    return SourceFile(name or location.name, location, 0, 0)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_read(name: str, content: bytes | str, reading: ReadOptions = DEFAULTS) -> list[Article | Problem]:
        location = tmp_path / name
        location.parent.mkdir(parents=True, exist_ok=True)
        location.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_articles(source_file(location, name), reading))

    return write_and_read


def articles(found: Iterable[Article | Problem]) -> list[Article]:
    return [item for item in found if isinstance(item, Article)]


def problems(found: Iterable[Article | Problem]) -> list[Problem]:
    return [item for item in found if isinstance(item, Problem)]


def titles(found: Iterable[Article | Problem]) -> list[str]:
    return [article.title for article in articles(found)]


def lines(article: Article) -> list[tuple[str, int]]:
    return [(paragraph.text, paragraph.line) for paragraph in article.paragraphs]


def zipped(*members: tuple[str, bytes | str]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def zstd(raw: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard", reason="zstandard (extra 'zstd') is not installed")
    compressed: bytes = zstandard.compress(raw)
    return compressed


# Texts


@pytest.mark.parametrize("name", ["1.txt", "1.text", "1.TXT", "稿件"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_a_text_is_cut_into_articles(read: Read, name: str, encoding: str):
    (article,) = articles(read(name, PAGE.encode(encoding)))
    assert article.title == "澜江大桥今天合龙"
    assert article.id == f"{name}#1"
    assert article.reporters == ("何青禾",)
    assert [paragraph.line for paragraph in article.paragraphs] == [2]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_the_files_whatever_its_line_ends(read: Read, end: str):
    (article,) = articles(read("1.txt", ("\n\n" + PAGE).replace("\n", end)))
    assert [article.line, *(paragraph.line for paragraph in article.paragraphs)] == [3, 4]


@pytest.mark.parametrize("name", ["1.txt", "1.jsonl", "1.json", "1.csv", "1.tsv", "1.dat"])
def test_an_empty_file_holds_nothing_and_is_no_problem(read: Read, name: str):
    assert read(name, b"") == []


@pytest.mark.parametrize(
    "raw", [b"\x7fELF\x02\x01\x01" + b"\0" * 99, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9]
)
def test_a_binary_file_with_a_texts_name_is_a_problem(read: Read, raw: bytes):
    (problem,) = problems(read("1.txt", raw))
    assert "1.txt" in str(problem)
    assert "not a text file" in str(problem)
    assert problem.hint


def test_gbk_padded_with_nuls_is_read(read: Read):
    assert titles(read("1.txt", PAGE.encode("gbk") + b"\0" * 500)) == ["澜江大桥今天合龙"]


# Packings


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [("1.txt", PAGE, ["澜江大桥今天合龙"]), ("1.jsonl", RECORDS, ["江城大学开学", "澜江大桥合龙"])],
)
@pytest.mark.parametrize(
    ("suffix", "pack"),
    [
        pytest.param("", bytes, id="plain"),
        pytest.param(".gz", gzip.compress, id="gz"),
        pytest.param(".GZ", gzip.compress, id="GZ"),
        pytest.param(".bz2", bz2.compress, id="bz2"),
        pytest.param(".xz", lzma.compress, id="xz"),
        pytest.param(".zst", zstd, id="zst"),
    ],
)
def test_a_packed_file_is_read_like_a_plain_one(  # noqa: PLR0913, PLR0917 (a table's columns)
    read: Read, name: str, content: str, found: list[str], suffix: str, pack: Callable[[bytes], bytes]
):
    read_back = read(name + suffix, pack(content.encode()))
    assert titles(read_back) == found
    assert {article.path for article in articles(read_back)} == {name + suffix}


def test_all_members_of_a_gzip_are_read(read: Read):
    first, second = RECORDS.splitlines(keepends=True)
    assert len(articles(read("1.jsonl.gz", gzip.compress(first.encode()) + gzip.compress(second.encode())))) == 2


def test_all_frames_of_a_zst_are_read(read: Read):
    first, second = RECORDS.splitlines(keepends=True)
    assert len(articles(read("1.jsonl.zst", zstd(first.encode()) + zstd(second.encode())))) == 2


def test_a_zip_is_a_folder(read: Read):
    found = read("稿件.zip", zipped(("a/1.txt", PAGE), ("b.jsonl", RECORDS), ("照片.jpg", b"\xff\xd8")))
    assert [article.id for article in articles(found)] == [
        "稿件.zip/a/1.txt#1",
        "稿件.zip/b.jsonl#j1",
        "稿件.zip/b.jsonl#2",
    ]
    assert problems(found) == []


def test_hidden_members_of_a_zip_are_left_out(read: Read):
    found = read("1.zip", zipped((".git/1.txt", PAGE), ("__MACOSX/._1.txt", PAGE), ("a/.1.txt", PAGE)))
    assert found == []


def test_member_names_in_gbk_are_read(read: Read):
    raw = zipped(("XXXX.txt", PAGE)).replace(b"XXXX", "江城".encode("gbk"))
    assert [article.path for article in articles(read("1.zip", raw))] == ["1.zip/江城.txt"]


def test_an_encrypted_member_is_a_problem(read: Read):
    raw = bytearray(zipped(("1.txt", PAGE)))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    (problem,) = problems(read("1.zip", bytes(raw)))
    assert str(problem).startswith("1.zip/1.txt: is encrypted")
    assert problem.hint


def test_a_bad_member_is_named_and_the_rest_of_the_archive_is_read(read: Read):
    found = read("1.zip", zipped(("a.txt", b"\x7fELF" + b"\0" * 99), ("b.txt", PAGE)))
    assert titles(found) == ["澜江大桥今天合龙"]
    (problem,) = problems(found)
    assert "a.txt" in str(problem)


def test_a_packed_member_of_a_zip_is_read_or_named(read: Read):
    assert read("1.zip", zipped(("a.jsonl.gz", gzip.compress(RECORDS.encode()))))


def test_members_whose_names_come_to_the_same_are_all_read_apart(read: Read):
    names = ("1.txt", "./1.txt", "../1.txt", "a//1.txt", "a/1.txt", "a/../1.txt")
    found = articles(read("1.zip", zipped(*((name, PAGE) for name in names))))
    assert len({article.id for article in found}) == len(names)
    assert [article.path for article in found][:3] == ["1.zip/1.txt", "1.zip/1.txt~2", "1.zip/1.txt~3"]


def test_an_archive_in_an_archive_is_a_folder_and_one_of_no_name_ends_nothing(read: Read):
    (article,) = read("1.zip", zipped(("in.zip", zipped(("1.txt", PAGE)))))
    assert isinstance(article, Article)
    assert article.path == "1.zip/in.zip/1.txt"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), "x")
    assert problems(read("2.zip", packed.getvalue()))


def test_a_row_longer_than_the_header_is_named_and_cells_of_one_name_are_lines(read: Read):
    found = read("1.csv", "title,body,body\n江城,今天,\n大桥,今天,合龙\n候鸟,今天,来了,又去\n")
    assert [[part.text for part in one.paragraphs] for one in articles(found)] == [
        ["今天"],
        ["今天", "合龙"],
        ["今天", "来了"],
    ]
    (problem,) = problems(found)
    assert str(problem).startswith("1.csv:4: more cells than the header")


def test_a_folder_may_lie_as_deep_as_the_system_allows(tmp_path: Path):
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1500):
            Path("a").mkdir()
            os.chdir("a")
        Path("1.txt").write_text(PAGE, encoding="utf-8")
        os.chdir(before)
        assert len(list(scan(tmp_path))) == 1  # the file, or that its path is too long to be opened
    finally:
        os.chdir(before)
        subprocess.run(["rm", "-rf", str(tmp_path / "a")], check=True)  # too deep for Python's own


def test_what_is_named_and_no_plain_file_is_a_problem(tmp_path: Path):
    os.mkfifo(tmp_path / "1.txt")
    (found,) = scan(tmp_path, within=[tmp_path / "1.txt"])
    assert str(found) == "1.txt: not a regular file"


def test_an_archive_of_a_later_version_is_a_problem(read: Read):
    raw = bytearray(zipped(("1.txt", PAGE)))
    raw[raw.index(b"PK\x01\x02") + 6] = 64
    (problem,) = problems(read("1.zip", bytes(raw)))
    assert str(problem).startswith("1.zip: cannot be read: zip file version 6.4")


@pytest.mark.parametrize("change", [pytest.param(9, id="deflate64"), pytest.param(99, id="unknown")])
def test_a_zip_by_an_unknown_method_is_a_problem(read: Read, change: int):
    raw = bytearray(zipped(("1.txt", PAGE)))
    raw[8] = raw[raw.index(b"PK\x01\x02") + 10] = change
    assert problems(read("1.zip", bytes(raw)))


def test_a_zip_whose_names_are_not_the_utf8_they_claim_is_a_problem(read: Read):
    assert problems(read("1.zip", zipped(("江.txt", PAGE)).replace("江".encode(), b"\xff\xff\xff")))


CHANCE = random.Random(18)
# More than any packing's block, and nothing in it that packs well.
MANY = "".join(f'{{"id": "{number}", "title": "{CHANCE.randbytes(400).hex()}"}}\n' for number in range(3000)).encode()


@pytest.mark.parametrize(
    ("suffix", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress), ("zst", zstd)]
)
def test_a_packed_file_that_is_cut_off_is_a_problem_and_its_beginning_is_read(
    read: Read, suffix: str, pack: Callable[[bytes], bytes]
):
    raw = pack(MANY)
    found = read(f"1.jsonl.{suffix}", raw[: len(raw) * 3 // 4])
    assert [article.key for article in articles(found)] == [str(number) for number in range(len(articles(found)))]
    assert 500 < len(articles(found)) < 3000
    assert any(problem.lost for problem in problems(found))


@pytest.mark.parametrize("name", ["1.txt.gz", "1.txt.bz2", "1.txt.xz", "1.txt.zst", "1.zip"])
@pytest.mark.parametrize(
    "raw", [b"", b"not packed at all", b"\x28\xb5\x2f\xfd" + b"\xff" * 40, b"\x1f\x8b\x08" + b"\xff" * 40], ids=range(4)
)
def test_what_is_not_packed_as_its_name_says_is_no_crash(read: Read, name: str, raw: bytes):
    found = read(name, raw)
    assert articles(found) == []
    assert problems(found) or not raw


# Files that cannot be read


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path):
    (problem,) = problems(read_articles(source_file(tmp_path / "没有.txt"), ReadOptions()))
    assert str(problem).startswith("没有.txt: cannot be read: ")
    assert problem.lost


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    location = tmp_path / "1.txt"
    location.write_text(PAGE, encoding="utf-8")

    def refuse(*_: object):
        raise PermissionError(13, "Permission denied", str(location))

    monkeypatch.setattr(os, "open", refuse)
    (problem,) = problems(read_articles(source_file(location), ReadOptions()))
    assert str(problem) == "1.txt: cannot be read: Permission denied"


def test_a_folder_in_the_place_of_a_file_is_a_problem(tmp_path: Path):
    (problem,) = problems(read_articles(source_file(tmp_path, "1.txt"), ReadOptions()))
    assert "cannot be read" in str(problem)


# Records


@pytest.mark.parametrize(
    ("title", "body", "date", "source", "section", "author"),
    [
        ("title", "body", "date", "source", "section", "author"),
        ("Title", "CONTENT", "Publish_Time", "media", "category", "Reporter"),
        ("标题", "正文", "发布时间", "来源", "版面", "记者"),
        ("標題", "內容", "日期", "報紙", "欄目", "作者"),
        ("headline", "text", "pubDate", "site", "channel", "byline"),
        (" 标题 ", "全文", "时间", "媒体", "频道", "记者"),
    ],
)
def test_field_names_in_chinese_and_english_are_known(  # noqa: PLR0913, PLR0917 (a table's columns)
    read: Read, title: str, body: str, date: str, source: str, section: str, author: str
):
    values = {
        title: "澜江大桥合龙",
        body: "今天合龙。",
        date: "2025年3月18日",
        source: "江城日报",
        section: "要闻",
        author: "何青禾",
    }
    (article,) = articles(read("1.jsonl", json.dumps(values, ensure_ascii=False)))
    assert (article.title, lines(article)) == ("澜江大桥合龙", [("今天合龙。", 1)])
    assert (article.date, article.source, article.section) == ("2025-03-18", "江城日报", "要闻")
    assert article.reporters == ("何青禾",)


def test_the_users_field_names_go_before_the_usual_ones(read: Read):
    fields = FieldMap({"title": ("题名", "短题"), "body": ("稿件",)})
    row = {"title": "不是", "短题": "合龙", "稿件": "今天合龙。", "body": "不是"}
    (article,) = articles(read("1.jsonl", json.dumps(row, ensure_ascii=False), ReadOptions(fields)))
    assert (article.title, lines(article)) == ("合龙", [("今天合龙。", 1)])


def test_a_field_that_is_empty_gives_way_to_the_next(read: Read):
    (article,) = articles(read("1.jsonl", '{"title": " ", "标题": "合龙", "body": null, "content": "今天。"}'))
    assert (article.title, lines(article)) == ("合龙", [("今天。", 1)])


def test_values_of_other_types_are_read_as_text(read: Read):
    row = {
        "id": 7,
        "title": ["合龙", "通车"],
        "body": ["第一段", {"text": "第二段"}],
        "source": {"name": "江城日报"},
        "date": 1742256000,
    }
    (article,) = articles(read("1.jsonl", json.dumps(row, ensure_ascii=False)))
    assert [line.text for line in article.headlines] == ["合龙", "通车"]
    assert [text for text, _ in lines(article)] == ["第一段", "第二段"]
    assert (article.key, article.source, article.date) == ("7", "江城日报", "2025-03-18")


@pytest.mark.parametrize(
    ("author", "reporters", "correspondents"),
    [
        ("何青禾", ("何青禾",), ()),
        ("何青禾，罗远", ("何青禾", "罗远"), ()),
        (["何青禾", "罗远"], ("何青禾", "罗远"), ()),
        ("记者 何青禾 通讯员 罗远", ("何青禾",), ("罗远",)),
        ("Ann Lee", ("Ann Lee",), ()),
    ],
)
def test_authors_are_told_apart(
    read: Read, author: object, reporters: tuple[str, ...], correspondents: tuple[str, ...]
):
    (article,) = articles(read("1.jsonl", json.dumps({"title": "合龙", "author": author}, ensure_ascii=False)))
    assert (article.reporters, article.correspondents) == (reporters, correspondents)


def test_a_byline_in_the_text_names_the_reporter(read: Read):
    (article,) = articles(read("1.jsonl", '{"title": "合龙", "body": "本报讯（记者何青禾）今天下午合龙。"}'))
    assert article.reporters == ("何青禾",)


@pytest.mark.parametrize(("kind", "read_as"), [("photo", "photo"), ("Photo", "article"), ("评论", "article")])
def test_a_kind_is_one_of_ours(read: Read, kind: str, read_as: str):
    (article,) = articles(read("1.jsonl", json.dumps({"title": "合龙", "kind": kind})))
    assert article.kind == read_as


def test_a_record_is_known_by_its_own_id_else_by_its_number(read: Read):
    rows = [
        '{"title": "甲"}',
        '{"编号": "乙-1", "title": "乙"}',
        '{"docid": 0, "title": "丙"}',
        '{"url": "http://j.example/4", "title": "丁"}',
        '{"title": "戊"}',
    ]
    found = articles(read("1.jsonl", "\n".join(rows)))
    assert [article.key for article in found] == ["1", "乙-1", "0", "http://j.example/4", "5"]


def test_an_id_that_comes_again_is_given_a_number(read: Read):
    rows = [json.dumps({"id": key, "title": "合龙"}) for key in ("a", "b", "a", "a", "2")]
    assert [article.key for article in articles(read("1.jsonl", "\n".join(rows)))] == ["a", "b", "a~2", "a~3", "2"]


@given(st.lists(st.sampled_from(["a", "a~2", "a~3", "a~2~2", "2", ""]), max_size=8))
def test_ids_are_unique_whatever_the_records_say(tmp_path_factory: pytest.TempPathFactory, keys: list[str]):
    location = tmp_path_factory.getbasetemp() / "keys.jsonl"
    location.write_text("\n".join(json.dumps({"id": key, "title": "t"}) for key in keys), encoding="utf-8")
    found = [article.key for article in articles(read_articles(source_file(location), ReadOptions()))]
    assert len(found) == len(set(found)) == len(keys)


def test_records_without_title_and_body_are_named_once(read: Read):
    found = read("1.jsonl", '{"甲": 1, "乙": 2}\n{"甲": 3}\n' + RECORD)
    (problem,) = problems(found)
    assert str(problem).startswith("1.jsonl:1: ")
    assert "甲, 乙" in str(problem)
    assert titles(found) == ["江城大学开学"]


# JSON


@pytest.mark.parametrize("name", ["1.jsonl", "1.ndjson"])
def test_a_broken_line_is_named_and_the_rest_is_read(read: Read, name: str):
    found = read(name, f'{RECORD}\n\n{{"title": "合\n[1]\n{RECORDS}')
    assert [(problem.path, problem.line) for problem in problems(found)] == [(name, 3), (name, 4)]
    assert [article.line for article in articles(found)] == [1, 5, 6]
    assert [problem.lost for problem in problems(found)] == [True, False]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_json_end_as_lines_of_text_do(read: Read, end: str):
    assert [article.line for article in articles(read("1.jsonl", RECORDS.replace("\n", end)))] == [1, 2]


def test_a_line_nested_without_end_is_named(read: Read):
    found = read("1.jsonl", "[" * 100_000 + "\n" + RECORD)
    assert [problem.line for problem in problems(found)] == [1]
    assert len(articles(found)) == 1


PRETTY = json.dumps(
    [json.loads(RECORD), {"title": "澜江大桥合龙", "body": "今天\n合龙。"}], ensure_ascii=False, indent=2
)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(f"[{RECORD},\n{RECORD}]", [1, 2], id="array"),
        pytest.param(PRETTY, [4, 8], id="pretty-printed array"),
        pytest.param(f'{{"total": 2, "articles":\n {PRETTY}}}', [5, 9], id="envelope"),
        pytest.param(f'{{\n"data": [\n{RECORD},\n{RECORD}\n]\n}}\n', [3, 4], id="envelope of lines"),
        pytest.param(RECORDS, [1, 2], id="one after another"),
        pytest.param(f"\n\n{RECORD}", [3], id="one"),
        pytest.param(f"\ufeff[\n{RECORD}\n]", [2], id="byte order mark"),
        pytest.param(f"{RECORD},\n{RECORD},\n", [1, 2], id="commas between"),
    ],
)
def test_json_is_read_with_the_line_on_which_each_text_begins(read: Read, content: str, found: list[int]):
    read_back = read("1.json", content)
    assert problems(read_back) == []
    assert [article.line for article in articles(read_back)] == found


@pytest.mark.parametrize("rest", ['"images": [{"url": "1.jpg"}]', '"comments": [{"text": "好"}, {"text": "真好"}]'])
def test_an_article_with_a_list_of_its_own_is_no_envelope(read: Read, rest: str):
    found = read("1.json", f'{{"title": "澜江大桥合龙", "body": "今天合龙。", {rest}}}')
    assert titles(found) == ["澜江大桥合龙"]
    assert problems(found) == []


@pytest.mark.parametrize("content", [f'[{RECORD},\n{{"title": "合', f"[{RECORD},\n", f"[{RECORD}", f"[{RECORD}]\n没有"])
def test_a_json_file_that_is_cut_off_or_goes_on_is_a_problem(read: Read, content: str):
    found = read("1.json", content)
    assert titles(found) == ["江城大学开学"]
    assert any(problem.lost for problem in problems(found))


def test_two_arrays_one_after_another_are_read_or_named(read: Read):
    found = read("1.json", f"[{RECORD}]\n[{RECORD}]\n")
    assert len(articles(found)) + len(problems(found)) == 2


# Tables


@pytest.mark.parametrize(("name", "comma"), [("1.csv", ","), ("1.tsv", "\t"), ("1.tab", "\t")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_table_is_read(read: Read, name: str, comma: str, encoding: str):
    rows = [["标题", "正文", "日期"], ["合龙", "今天合龙。", "2025-03-18"], ["开学", "今天开学。", "2025/3/1"]]
    found = articles(read(name, "\r\n".join(map(comma.join, rows)).encode(encoding)))
    assert [(article.title, article.date, article.line) for article in found] == [
        ("合龙", "2025-03-18", 2),
        ("开学", "2025-03-01", 3),
    ]


def test_quoted_line_ends_keep_the_source_lines(read: Read):
    table = '正文,标题\n"第一段\n\n第二段，""引""",合龙\n\n"\n第三段","开\n学"\n'
    first, second = articles(read("1.csv", table))
    assert lines(first) == [("第一段", 2), ('第二段，"引"', 4)]
    assert [(line.text, line.line) for line in first.headlines] == [("合龙", 4)]
    assert lines(second) == [("第三段", 7)]
    assert [(line.text, line.line) for line in second.headlines] == [("开", 7), ("学", 8)]


def test_rows_may_be_short_and_values_long(read: Read):
    found = articles(read("1.csv", "标题,正文,来源\n合龙\n开学," + "江城" * 200_000 + ",江城日报\n"))
    assert [len(article.paragraphs) for article in found] == [0, 1]


def test_a_quotation_that_does_not_end_is_a_problem(read: Read):
    found = read("1.csv", '标题,正文\n合龙,今天。\n"开学,今天。\n通车,今天。\n')
    assert titles(found)[0] == "合龙"
    assert any(problem.lost for problem in problems(found))


# Sogou


def sogou(title: str, body: str) -> str:
    return f"<doc>\n<url>http://j.example/{title}</url>\n<docno>{title}-1</docno>\n<contenttitle>{title}</contenttitle>\n<content>{body}</content>\n</doc>\n"


@pytest.mark.parametrize("name", ["1.dat", "1.xml", "1.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_doc_blocks_are_read(read: Read, name: str, encoding: str):
    found = articles(
        read(name, (sogou("合龙", "今天&amp;明天\n市民 < 观看") + sogou("开学", "今天开学")).encode(encoding))
    )
    assert [(article.key, article.title) for article in found] == [("合龙-1", "合龙"), ("开学-1", "开学")]
    assert lines(found[0]) == [("今天&明天", 5), ("市民 < 观看", 6)]
    assert [line.line for line in found[1].headlines] == [11]


def test_the_private_character_of_sogou_parts_paragraphs(read: Read):
    (article,) = articles(read("1.dat", sogou("合龙", "第一段\ue40c第二段").encode("gb18030")))
    assert [text for text, _ in lines(article)] == ["第一段", "第二段"]


ONE_LINE = "<doc><contenttitle>{}</contenttitle><content>今天。</content></doc>"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ONE_LINE.format("合龙") + ONE_LINE.format("开学"), id="two on a line"),
        pytest.param(
            (sogou("合龙", "今天。") + sogou("开学", "今天。")).replace("</doc>\n<doc>", "</doc><doc>"),
            id="end and beginning on a line",
        ),
    ],
)
def test_docs_need_no_line_of_their_own(read: Read, content: str):
    assert titles(read("1.dat", content)) == ["合龙", "开学"]


def test_a_doc_that_is_cut_off_is_a_problem(read: Read):
    found = read("1.dat", sogou("合龙", "今天。") + sogou("开学", "今天。").removesuffix("</doc>\n"))
    assert titles(found) == ["合龙"]
    assert [(problem.line, problem.lost) for problem in problems(found)] == [(7, True)]


def test_a_doc_without_an_end_is_named_and_the_next_is_read(read: Read):
    found = read("1.dat", sogou("合龙", "今天。").replace("</doc>", "") + sogou("开学", "今天。"))
    assert titles(found)[-1] == "开学"
    assert len(found) == 2


@pytest.mark.parametrize(
    "content", ["<rss><item><title>合龙</title></item></rss>", "<DOC>\n<contenttitle>合龙</contenttitle>\n</DOC>"]
)
def test_xml_of_another_kind_is_read_or_named(read: Read, content: str):
    assert read("1.xml", content)


# Facts that the path tells


@pytest.mark.parametrize(("name", "content"), [("1.txt", PAGE), ("1.jsonl", RECORD), ("1.csv", "标题\n合龙\n")])
def test_a_date_in_the_path_stands_in_where_there_is_no_other(read: Read, name: str, content: str):
    (article,) = articles(read(f"江城日报/2025-03-18/{name}", content))
    assert (article.date, article.source) == ("2025-03-18", "江城日报")


def test_a_date_and_a_source_of_its_own_go_before_the_paths(read: Read):
    row = '{"title": "合龙", "date": "2024-01-02", "source": "澜江晚报"}'
    (article,) = articles(read("江城日报/2025-03-18.jsonl", row, ReadOptions(sources={"江城": "别的报"})))
    assert (article.date, article.source) == ("2024-01-02", "澜江晚报")


def test_the_longest_prefix_the_user_named_tells_the_source(read: Read):
    reading = ReadOptions(sources={"jc": "江城日报", "jc/wb": "江城晚报"})
    found = [
        articles(read(name, RECORD, reading))[0].source for name in ("jc/1.jsonl", "jc/wb/1.jsonl", "别处/1.jsonl")
    ]
    assert found == ["江城日报", "江城晚报", None]


@pytest.mark.parametrize(
    ("path", "news"),
    [
        *(
            (name, True)
            for name in (
                "1.txt",
                "1.TXT",
                "稿件",
                "1.jsonl",
                "1.json.gz",
                "1.csv.xz",
                "1.tsv.zst",
                "1.dat",
                "1.xml.bz2",
                "1.zip",
                "1.tar.gz",
                "1.TGZ",
                "1.xlsx",
            )
        ),
        *((name, False) for name in ("1.jpg", "1.py", "1.jpg.gz")),
    ],
)
def test_files_are_read_by_their_kind(path: str, *, news: bool):
    assert is_news(path) is news


# The corpus folder


def corpus(root: Path, *names: str) -> Path:
    for name in names:
        location = root / name
        location.parent.mkdir(parents=True, exist_ok=True)
        location.write_text(PAGE, encoding="utf-8")
    return root


def paths(root: Path, within: Iterable[Path] = (), leave_out: Iterable[Path] = ()) -> list[str]:
    return [source.path for source in scan(root, within=list(within), leave_out=list(leave_out))]


def test_files_are_found_in_order_with_their_size_and_time(tmp_path: Path):
    corpus(tmp_path, "b/2.txt", "b/1.txt", "a.txt")
    found = list(scan(tmp_path))
    assert [source.path for source in found] == ["a.txt", "b/1.txt", "b/2.txt"]
    status = (tmp_path / "a.txt").stat()
    assert (found[0].size, found[0].mtime, found[0].location) == (
        status.st_size,
        status.st_mtime_ns,
        tmp_path / "a.txt",
    )


def test_hidden_and_version_control_files_are_left_out(tmp_path: Path):
    corpus(tmp_path, ".git/1.txt", ".hg/1.txt", "a/.svn/1.txt", ".1.txt", "a/1.txt")
    assert paths(tmp_path) == ["a/1.txt"]


def test_a_hidden_root_is_read(tmp_path: Path):
    assert paths(corpus(tmp_path / ".稿件", "1.txt")) == ["1.txt"]


def test_indexes_of_others_inside_the_corpus_are_left_out(tmp_path: Path):
    for name in (
        "a/1.txt",
        "a/index/manifest.json.zst",
        "a/index/_MAIN_1.toc",
        "a/index/MAIN_2.segment",
        "b/manifest.json.zst",
        "b/3.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("江城", encoding="utf-8")
    assert paths(tmp_path) == ["a/1.txt", "b/3.txt", "b/manifest.json.zst"]


def test_the_index_inside_the_corpus_is_left_out(tmp_path: Path):
    corpus(tmp_path, "index/1.txt", "a/1.txt")
    assert paths(tmp_path, leave_out=[tmp_path / "index"]) == ["a/1.txt"]


def test_only_what_is_asked_for_is_looked_at(tmp_path: Path):
    corpus(tmp_path, "a/1.txt", "b/1.txt", "b/2.txt", "c.txt")
    assert paths(tmp_path, within=[tmp_path / "c.txt", tmp_path / "b"]) == ["b/1.txt", "b/2.txt", "c.txt"]


def test_a_file_asked_for_twice_is_read_once(tmp_path: Path):
    corpus(tmp_path, "a/1.txt")
    assert paths(tmp_path, within=[tmp_path / "a", tmp_path / "a" / "1.txt"]) == ["a/1.txt"]


def test_a_root_and_paths_in_it_need_not_both_be_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    corpus(tmp_path, "稿件/a/1.txt")
    monkeypatch.chdir(tmp_path)
    assert paths(tmp_path / "稿件", within=[Path("稿件/a")]) == ["a/1.txt"]
    assert paths(Path("稿件"), within=[tmp_path / "稿件" / "a"]) == ["a/1.txt"]


def test_a_path_that_is_not_there_holds_nothing(tmp_path: Path):
    assert list(scan(tmp_path, within=[tmp_path / "没有"])) == []


@pytest.fixture
def link(tmp_path: Path) -> Callable[[str, Path], None]:
    def make(name: str, target: Path) -> None:
        try:
            (tmp_path / "稿件" / name).symlink_to(target)
        except OSError:
            pytest.skip("links cannot be made here")

    corpus(tmp_path / "稿件", "a/1.txt")
    corpus(tmp_path / "别处", "2.txt")
    return make


@pytest.mark.parametrize("target", ["别处", "别处/2.txt", "没有"])
def test_links_out_of_the_root_and_into_nothing_are_left_out(
    tmp_path: Path, link: Callable[[str, Path], None], target: str
):
    link("out", tmp_path / target)
    assert paths(tmp_path / "稿件") == ["a/1.txt"]


@pytest.mark.parametrize("target", [".", "..", "a/..", "loop"])
def test_links_in_a_circle_end(tmp_path: Path, link: Callable[[str, Path], None], target: str):
    link("loop", Path(target))
    assert paths(tmp_path / "稿件") == ["a/1.txt"]


def test_a_link_to_a_file_inside_the_root_is_a_file(tmp_path: Path, link: Callable[[str, Path], None]):
    link("b.txt", Path("a/1.txt"))
    assert paths(tmp_path / "稿件") == ["a/1.txt", "b.txt"]


def test_a_root_that_is_a_link_is_read(tmp_path: Path, link: Callable[[str, Path], None]):
    link("../link", tmp_path / "稿件")
    assert paths(tmp_path / "link") == ["a/1.txt"]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="file names are Unicode there")
def test_a_file_name_that_is_not_utf8_is_shown_and_read(tmp_path: Path):
    location = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xbd\xad\xb3\xc7.txt"))
    location.write_text(PAGE, encoding="utf-8")
    (source,) = scan(tmp_path)
    assert source.path == "\\xbd\\xad\\xb3\\xc7.txt"
    assert titles(read_articles(source, ReadOptions())) == ["澜江大桥今天合龙"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "1.txt")
    assert paths(tmp_path) == []


# Invariants


@given(st.text(max_size=80))
def test_no_line_of_json_is_a_crash(line: str):
    for item in read_json_lines("1.jsonl", [FingerprintedLine(1, line, "")], FieldMap()):
        assert isinstance(item, Problem) or article_of(item, "1.jsonl", 1, FieldMap()) is None or item.values


def test_a_problem_says_where_what_and_what_to_do():
    assert str(Problem("江城/1.jsonl", 3, "not valid JSON", "fix it")) == "江城/1.jsonl:3: not valid JSON (fix it)"
    assert str(Problem("江城/1.txt", None, "not a text file")) == "江城/1.txt: not a text file"


HEADED = "标题：县医院开通夜间儿科门诊\n来源：江城日报\n发布时间：2025-03-18 10:22\n作者：何青禾\n\n从今天起，县医院儿科门诊开到晚上十点。\n"


def test_facts_above_a_single_article_are_facts(read: Read):
    (article,) = read("1.txt", HEADED)
    assert (article.title, article.source, article.date) == ("县医院开通夜间儿科门诊", "江城日报", "2025-03-18")
    assert (article.reporters, article.line, article.end_line) == (("何青禾",), 1, 6)


def test_a_line_of_date_and_source_is_no_headline(read: Read):
    (article,) = read("1.txt", "2025-02-03 来源：江城晚报\n\n雪后首班公交准点发车\n\n今天清晨，首班公交准点发车。\n")
    assert (article.title, article.source, article.date) == ("雪后首班公交准点发车", "江城晚报", "2025-02-03")


def test_a_cut_off_file_gives_what_can_be_unpacked(read: Read):
    lines = "".join(json.dumps({"title": f"第{number}号", "body": "江城" * number}) + "\n" for number in range(400))
    found = read("1.jsonl.gz", gzip.compress(lines.encode())[:-30])
    assert len(articles(found)) > 300
    assert problems(found)


def test_an_accent_behind_an_escape_is_read(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"title": "江城", "body": "一\\n\u0301二"}\n', encoding="utf-8")
    source = tmp_path / "a.jsonl"
    found = list(read_articles(SourceFile("a.jsonl", source, source.stat().st_size, 0), ReadOptions()))
    assert [part.text for part in found[0].paragraphs] == ["一", "\u0301二"]


def test_a_list_of_authors_is_one_name_each(read: Read):
    (one,) = read("a.jsonl", '{"body": "好", "author": ["John Smith", "Anna O\'Brien", "何青禾"]}'.encode())
    assert one.reporters == ("John Smith", "Anna O'Brien", "何青禾")


WRAPPED = (
    "江城市总工会今天召开会议，部署推进新就业",
    "形态劳动者权益保障工作，会议要求各级工会",
    "组织深入企业一线开展调研，切实维护劳动者",
    "合法权益，推动构建和谐劳动关系。",
)


def test_each_line_of_a_wrapped_body_keeps_its_place(read: Read):
    (article,) = read("news.csv", 'title,body\r\n大桥,"\r\n　　' + "\r\n".join(WRAPPED) + '"\r\n')
    (paragraph,) = article.paragraphs
    assert paragraph.text == "".join(WRAPPED)
    assert [paragraph.line_at(paragraph.text.index(line)) for line in WRAPPED] == [3, 4, 5, 6]
    assert article.end_line == 6


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n\n"])
def test_a_wrapped_body_in_a_record_on_one_line_has_one_place(read: Read, line_end: str):
    record = {"title": "大桥", "body": line_end.join(WRAPPED)}
    (article,) = read("news.jsonl", json.dumps(record, ensure_ascii=False))
    assert [(part.text, part.lines) for part in article.paragraphs] == [("".join(WRAPPED), ((0, 1),))]


def test_the_wrapped_body_of_a_doc_is_joined(read: Read):
    body = "\n".join(WRAPPED)
    (article,) = read("news.xml", f"<doc>\n<title>大桥</title>\n<content>{body}</content>\n</doc>\n")
    assert [(part.text, part.line) for part in article.paragraphs] == [("".join(WRAPPED), 3)]


def test_markup_in_any_field_of_a_record_is_no_text(read: Read):
    record = {
        "id": "1",
        "title": "<em>江城</em>大桥<br>今日合龙",
        "body": "<p>　　本报讯（记者<b>李明</b>）大桥&nbsp;合龙。</p><p>第二段</p>",
        "source": "江城&middot;晚报",
        "section": "<span>要闻</span>",
        "date": "<time>2025-10-05</time>",
        "author": "<a href='#'>何青禾</a>",
    }
    (article,) = read("news.jsonl", json.dumps(record, ensure_ascii=False))
    assert [line.text for line in article.headlines] == ["江城大桥 今日合龙"]
    assert [paragraph.text for paragraph in article.paragraphs] == ["本报讯（记者李明）大桥 合龙。", "第二段"]
    assert (article.source, article.section, article.date) == ("江城·晚报", "要闻", "2025-10-05")
    assert article.reporters == ("何青禾", "李明")


def test_paragraphs_of_markup_in_a_table_have_their_lines(read: Read):
    (article,) = read("news.csv", 'title,body\n大桥,"\n<div>\n<p>大桥\n合龙。</p>\n<p>市民。</p></div>"\n')
    assert [(part.text, part.line) for part in article.paragraphs] == [("大桥合龙。", 4), ("市民。", 6)]


def test_a_body_of_markup_without_text_is_none(read: Read):
    (article,) = read("news.jsonl", '{"title": "图片", "body": "<p><img src=\\"x.jpg\\"></p>"}')
    assert article.paragraphs == ()


@pytest.mark.parametrize(
    "line",
    [
        "各位家长：",
        "现就防御工作通知如下：",
        "一",
        "一、农业生产稳定",
        "2018年9月",
        "新闻学院　罗远",
        "【画面：江面】",
    ],
)
def test_the_headlines_of_a_single_story_end_above_what_is_none(read: Read, line: str) -> None:
    (found,) = read(
        "1.txt",
        f"江城市的澜江大桥今天合龙\n\n{line}\n\n今天下午，澜江大桥在江心合龙，两岸市民从各处赶来观看。\n\n大桥全长三里。\n",
    )
    assert isinstance(found, Article)
    assert (found.title, found.paragraphs[0].text) == ("江城市的澜江大桥今天合龙", line)


def test_a_name_beside_source_and_date_is_the_author_s_and_a_rule_is_no_text(read: Read) -> None:
    (found,) = read(
        "1.txt",
        "澜江大桥今天合龙\n＊＊＊＊＊＊＊＊\n江城日报　2025年3月18日　何青禾\n\n今天下午，澜江大桥在江心合龙，两岸市民从各处赶来观看。\n\n大桥全长三里。\n",
    )
    assert isinstance(found, Article)
    assert (found.source, found.date, found.reporters) == ("江城日报", "2025-03-18", ("何青禾",))
    assert found.paragraphs[0].text.startswith("今天下午")
