"""A file that has grown at its end is known as if it had been read from its beginning, whatever it was and became."""

import errno
import json
from dataclasses import replace
from itertools import product

import pytest

from newsgrep.indexing.corpus_diff import CorpusDiff
from newsgrep.indexing.corpus_scan import scan_corpus
from newsgrep.indexing.job import IndexJob
from newsgrep.manifest import Manifest
from newsgrep.readers import read, read_stream
from newsgrep.readers.appended import CannotContinueError, Continuation


def record(number, **values):
    line = {"id": str(number), "title": f"第{number}座大桥", "body": "大桥昨日合龙。", "date": "2025-03-18"} | values
    return (json.dumps(line, ensure_ascii=False) + "\n").encode()


CHUNKS = {
    "records": record(1) + record(2),
    "a record": record(3),
    "records without an id": record(0, id=None) + record(0, id=""),
    "an id again": record(1, body="另一篇,说的是候鸟。") + record(1),
    "another name of the text": record(4, body=None, content="候鸟归来。"),
    "without title or date": record(5, title="", date=None),
    "an empty line": b"\n" + record(6) + b"\n",
    "no end": record(7)[:-1],
    "half a record": record(8)[:20],
    "no record": b'{"a": 1}\n',
    "no JSON": b"{broken}\n",
    "two on a line": record(9)[:-1] + record(10),
    "GBK": record(11).decode().encode("gbk"),
    "a mark": b"\xef\xbb\xbf" + record(12),
    "carriage returns": record(13)[:-1] + b"\r\n",
    "lone carriage returns": record(14)[:-1] + b"\r" + record(15),
    "rows": b'["id", "title", "body"]\n["16", "\xe5\xa4\xa7\xe6\xa1\xa5", "\xe5\xa4\xa7\xe6\xa1\xa5\xe3\x80\x82"]\n',
    "nested": (json.dumps({"data": [{"title": "候鸟", "body": "候鸟归来。"}, {"title": "桥", "body": "合龙。"}]}) + "\n").encode(),
}  # fmt: skip


NEVER_CONTINUED = {
    "an empty line",
    "no end",
    "half a record",
    "no record",
    "no JSON",
    "two on a line",
    "rows",
    "nested",
}


def diffed(job, old):
    diff = CorpusDiff(job, scan_corpus(job), old, lambda _: None)
    articles = list(diff.articles())
    return [article.id for article in articles], articles, diff.removed(), diff.new, diff.outcome(0, 0.0, None).changes


def comparable(found):
    """Doubts, and the order of fields, are of what has been read, which is less where the reading goes on."""
    files = {
        path: state._replace(understood=tuple(map(without_order, state.understood)))
        for path, state in found[3].files.items()
    }
    return *found[:3], replace(found[3], files=files), found[4]


def without_order(understood):
    roles = {role: tuple(sorted(names)) for role, names in understood.roles.items()}
    return understood._replace(doubts=(), roles=roles)


@pytest.mark.parametrize("first", CHUNKS)
def test_what_is_appended_is_read_as_with_all_before(tmp_path, monkeypatch, first):
    job = IndexJob(root=tmp_path / "corpus", folder=tmp_path / "index")
    job.root.mkdir()
    file = job.root / "a.jsonl"
    continued = []

    def rest(self, *args):
        found = real(self, *args)
        continued.append(self)
        return found

    real = Continuation.rest
    monkeypatch.setattr(Continuation, "rest", rest)
    for second, third in product(CHUNKS, ["records", "an id again"]):
        state = Manifest("", str(job.root))
        file.write_bytes(b"")
        for chunk in (first, second, third):
            with file.open("ab") as appending:
                appending.write(CHUNKS[chunk])
            found = diffed(job, state)
            with monkeypatch.context() as patched:
                patched.setattr(Continuation, "rest", cannot_continue)
                assert comparable(found) == comparable(diffed(job, state)), (first, second, third)
            state = found[3]
    assert continued or first in NEVER_CONTINUED


def cannot_continue(*_):
    raise CannotContinueError


def test_of_a_file_that_has_grown_only_the_end_is_read(tmp_path, monkeypatch):
    job = IndexJob(root=tmp_path / "corpus", folder=tmp_path / "index")
    job.root.mkdir()
    file = job.root / "a.jsonl"
    file.write_bytes(b"".join(map(record, range(1, 50))))
    state = diffed(job, Manifest("", str(job.root)))[3]
    lines = []
    monkeypatch.setattr(read_stream, "read_fingerprinted_lines", spied(read_stream.read_fingerprinted_lines, lines))
    with file.open("ab") as appending:
        appending.write(record(50) + record(7))
    ids, articles, removed, new, changes = diffed(job, state)
    assert [line.number for line in lines] == [50, 51]
    assert ids == ["a.jsonl#50", "a.jsonl#7~2"]
    assert [article.line for article in articles] == [50, 51]
    assert (removed, changes) == (set(), (2, 0, 0))
    assert len(new.files["a.jsonl"].marks) == 51
    lines.clear()
    file.write_bytes(file.read_bytes().replace("第3座".encode(), "第叁座".encode()) + record(60))
    ids, *_ = diffed(job, new)
    assert len(lines) == 52  # something else has changed as well
    assert ids == ["a.jsonl#3", "a.jsonl#60"]


def spied(function, results):
    def call(*args, **options):
        for result in function(*args, **options):
            results.append(result)
            yield result

    return call


def test_a_file_that_has_grown_and_cannot_be_opened_again_is_named(tmp_path, monkeypatch):
    job = IndexJob(root=tmp_path / "corpus", folder=tmp_path / "index")
    job.root.mkdir()
    file = job.root / "a.jsonl"
    file.write_bytes(record(1))
    state = diffed(job, Manifest("", str(job.root)))[3]
    with file.open("ab") as appending:
        appending.write(record(2))
    monkeypatch.setattr(read, "members", cannot_open)
    *_, new, _ = diffed(job, state)
    assert len(new.files["a.jsonl"].problems) == 1
    assert new.files["a.jsonl"].ids == ("a.jsonl#1",)


def cannot_open(*_):
    raise PermissionError(errno.EACCES, "Permission denied")
    yield
