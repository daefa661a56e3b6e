"""Readers in a process of their own: what they yield comes through, and what would kill them is a problem."""

from __future__ import annotations

import os
import signal
import time
from contextlib import nullcontext
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.errors import ReadError
from newsgrep.readers import FieldMap, Problem, isolation
from newsgrep.readers.documents.page_text import NumberedRecord, PageText
from newsgrep.readers.records import Record

ITEMS = (
    Record(
        {"title": "大桥合龙", "body": None, "n": 7, "list": ["a", {"b": 1}]},
        3,
        member="3月",
        unit="row",
        hints={"body": "nr"},
    ),
    PageText("大桥\n合龙", [1, 2]),
    NumberedRecord(Record({"title": "大桥"}, 1, {"title": 1}, spread=True, unit="page"), [4]),
)


def read_items(path, file, fields):  # noqa: ARG001 (a reader)
    yield from ITEMS


def crash(path, file, fields):  # noqa: ARG001 (a reader)
    yield ITEMS[0]
    os.kill(os.getpid(), signal.SIGSEGV)


def spin(path, file, fields):  # noqa: ARG001 (a reader)
    yield ITEMS[0]
    while True:
        pass


def fill(path, file, fields):  # noqa: ARG001 (a reader)
    yield ITEMS[0]
    yield bytearray(8 << 30)


def fail(path, file, fields):  # noqa: ARG001 (a reader)
    yield ITEMS[0]
    raise KeyError("大桥")


def bytes_of(path, file, fields):  # noqa: ARG001 (a reader)
    print("in the way")  # noqa: T201 (as a library may)
    yield Record({"title": file.read().decode()}, 1)


@pytest.fixture
def run(tmp_path):
    """What a reader of this module yields in the other process."""

    def read(name):
        location = tmp_path / "file"
        location.write_text("江城", encoding="utf-8")
        with location.open("rb") as file:
            yield from isolation.isolated(f"{__name__}:{name}", "1.x", file, FieldMap())

    return read


def test_items_come_through(run):
    assert list(run("read_items")) == list(ITEMS)
    assert list(run("bytes_of")) == [Record({"title": "江城"}, 1)]


@pytest.mark.parametrize("name", ["crash", "fill"])
def test_a_crash_is_an_error_and_the_next_file_is_read(run, name):
    items = run(name)
    with pytest.raises(ReadError, match="too much memory") if name == "crash" else nullcontext():
        assert "needs too much memory" in str(list(items)[-1])
    assert list(run("read_items")) == list(ITEMS)


def test_an_error_is_a_problem(run):
    assert [str(item) for item in run("fail") if isinstance(item, Problem)] == ["1.x: cannot be read: '大桥'"]


def test_what_never_ends_is_ended(run, monkeypatch):
    monkeypatch.setattr(isolation, "SECONDS", 0)
    begin = time.monotonic()
    with pytest.raises(ReadError, match="takes too long to read"):
        list(run("spin"))
    assert time.monotonic() - begin < 60


def repeat(path, file, fields):  # noqa: ARG001 (a reader)
    while True:
        yield NumberedRecord(Record({"title": "大桥", "body": [{"text": "合龙" * 500_000}]}, 1), [1])


def test_a_text_that_is_repeated_without_end_is_bounded_by_the_size_of_the_file(run):
    items = run("repeat")
    assert len(list(islice(items, 60))) == 60
    with pytest.raises(ReadError, match="decompresses to more than 200 times its size; the rest was not read"):
        list(items)


def test_a_reader_that_is_left_is_stopped(run):
    items = run("spin")
    items.close()
    assert list(run("read_items")) == list(ITEMS)


@given(
    st.dictionaries(
        st.text(),
        st.one_of(st.none(), st.text(), st.integers(), st.floats(allow_nan=False), st.lists(st.text())),
        max_size=5,
    )
)
def test_any_record_comes_through(values):
    record = Record(values, 2, member="x", unit="row")
    assert isolation._unpacked(isolation._packed(record)) == record
