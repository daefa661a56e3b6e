"""The table of formats: each row names functions that exist, and how a file meets its reader."""

from __future__ import annotations

import gzip
import inspect
import sys
import types
import zipfile

import pytest

from newsgrep.message import Message
from newsgrep.readers import Problem, ReadOptions, SourceFile, format_table, is_news, read_articles
from newsgrep.readers.format_table import FORMATS, PAGE, Format, Head, format_of
from newsgrep.readers.records import Record
from newsgrep.readers.sniffing import looks_like_table

WORKBOOK = Format(
    "book",
    (".book",),
    "file",
    "fake_books:read_book",
    signatures=(b"BOOK!",),
    is_a=Message("is a workbook"),
    extra="excel",
)


@pytest.fixture
def books(monkeypatch):
    """A format of binary files; what its reader was given."""
    given = []

    def read_book(path, file, _):
        import_name = "a_library_that_is_missing" if file.read(6) == b"BOOK!?" else "json"
        __import__(import_name)
        given.append((path, file.tell(), file.seekable(), type(file.name)))
        file.seek(0)
        rows = file.read().decode().splitlines()[1:]
        for number, row in enumerate(rows, start=2):
            yield Record({"title": row}, number, member="三月", unit="row")

    module = types.ModuleType("newsgrep.readers.fake_books")
    module.read_book = read_book
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(format_table, "FORMATS", (WORKBOOK, *FORMATS))
    format_table._function.cache_clear()
    format_table._candidates.cache_clear()
    yield given
    format_table._candidates.cache_clear()


def read(path):
    return list(read_articles(SourceFile(path.name, path, path.stat().st_size, 0), ReadOptions()))


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_a_row_names_functions_that_exist(row):
    if row.reader:
        assert len(inspect.signature(format_table._function(row.reader)).parameters) >= 3
    if row.sniff:
        format_table._function(row.sniff)("江城" if row.takes not in {"file", "fed lines"} else b"")
    assert bool(row.reader) == (row.takes not in {"page", "nothing"})
    assert row.takes != "nothing" or (row.is_a and row.hint)
    assert not row.extra or row.is_a
    assert all(suffix == suffix.lower() and suffix[:1] in {"", "."} for suffix in row.suffixes)


def test_a_page_is_what_nothing_else_is():
    assert format_of(".txt", Head("江城日报\n\n大桥合龙\n".encode())) is PAGE
    assert format_of("", Head(b"")) is PAGE
    assert format_of(".csv", Head("江城日报\n\n大桥合龙\n".encode())).name == "csv"


@pytest.mark.parametrize("packed", ["plain", "gz", "zip", "misnamed"])
def test_a_binary_reader_is_given_a_file_it_can_seek_in(books, tmp_path, packed):
    content = "BOOK!\n大桥合龙\n候鸟北归\n".encode()
    path = tmp_path / {"plain": "a.book", "gz": "a.book.gz", "zip": "a.zip", "misnamed": "a.txt"}[packed]
    if packed == "gz":
        path.write_bytes(gzip.compress(content))
    elif packed == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("新闻/a.book", content)
    else:
        path.write_bytes(content)
    found = read(path)
    assert [(one.title, one.line, one.unit) for one in found] == [("大桥合龙", 2, "row"), ("候鸟北归", 3, "row")]
    inner = "a.zip/新闻/a.book" if packed == "zip" else path.name
    assert {one.path for one in found} == {f"{inner}/三月"}
    assert books == [(inner, 6, True, str)]


@pytest.mark.usefixtures("books")
def test_a_missing_library_is_named_with_the_extra_that_has_it(tmp_path):
    path = tmp_path / "a.book"
    path.write_bytes(b"BOOK!?\n")
    (problem,) = read(path)
    assert str(problem) == "a.book: is a workbook (pip install 'newsgrep[excel]')"
    assert problem.lost


def test_what_a_suffix_without_meaning_is(tmp_path):
    assert is_news("2025.03.18")
    assert is_news("wiki_00")
    assert not is_news("照片.jpg")
    assert isinstance(read_rar(tmp_path), Problem)


def read_rar(tmp_path):
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x01")
    (problem,) = read(tmp_path / "a.rar")
    return problem


def test_a_table_of_countless_columns_is_named(tmp_path):
    location = tmp_path / "1.csv"
    location.write_text(",".join(f"c{number}" for number in range(50_000)) + "\n" + "x," * 50_000 + "\n")
    found = list(read_articles(SourceFile("1.csv", location, 0, 0), ReadOptions()))
    assert found
    assert all(isinstance(item, Problem) for item in found)


@pytest.mark.parametrize("mark", [",", ";", "|", "\t"])
def test_prose_with_separators_is_no_table(mark):
    text = "".join(f"第{number}天{mark}" * (number % 5) + "大桥今天通车。\n" for number in range(1, 40))
    assert not looks_like_table(text)
