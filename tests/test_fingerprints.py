from __future__ import annotations

import gzip
import json
import os
from itertools import count
from typing import TYPE_CHECKING

import pytest
from articles import put_lexicon
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.indexing import IndexJob, bring_up_to_date
from newsgrep.manifest_codec import load
from newsgrep.readers import Problem, ReadArticle, ReadOptions, SourceFile, Unchanged, json_syntax, read_news

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.engine.base import Engine

IDS = ("x", "y", "x~2", "3", None)
TITLES = ("候鸟归来", "澜江大桥今天合龙", "江城大学的学生")
ENCODERS = {
    "a.jsonl": lambda text: text.encode(),
    "b.jsonl.gz": lambda text: gzip.compress(text.encode(), mtime=0),
    "utf16.jsonl": lambda text: text.encode("utf-16"),
    "gbk.jsonl": lambda text: text.encode("gbk"),
    "bom.ndjson": lambda text: text.encode("utf-8-sig"),
    "cr.jsonl": lambda text: text.replace("\n", "\r").encode(),
}
clock = count(1)


def record(key: str | None, title: str) -> str:
    values = {"title": title, "body": f"本报讯，今天在江城，{title}，这是记者的新闻。"} | ({"id": key} if key else {})
    return json.dumps(values, ensure_ascii=False)


RECORDS = st.builds(record, st.sampled_from(IDS), st.sampled_from(TITLES))
EDITS = st.tuples(
    st.sampled_from(["append", "insert", "insert at the top", "change", "delete", "empty", "swap"]),
    st.integers(0, 5),
    st.one_of(RECORDS, RECORDS, st.sampled_from(["", "  ", '{"other": 1}'])),
)
FIRST = st.lists(RECORDS, min_size=1, max_size=4)


def edited(lines: list[str], how: str, at: int, line: str) -> list[str]:
    at = min(at, max(0, len(lines) - 1))
    before, here, after = lines[:at], lines[at : at + 1], lines[at + 1 :]
    match how:
        case "append":
            return [*lines, line]
        case "insert at the top":
            return [line, *lines]
        case "insert":
            return [*before, line, *here, *after]
        case "change":
            return [*before, line, *after]
        case "empty":
            return [*before, "", *after]
        case "swap":
            return [*before, *after[:1], *here, *after[1:]]
    return [*before, *after]


def write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ENCODERS[path.name]("".join(f"{line}\n" for line in lines)))
    os.utime(path, ns=(next(clock) * 10**9,) * 2)


def brought_up_to_date(corpus: Path, folder: Path, engine: Engine | None = None):
    """What an index holds then: its articles, and what is known of its files."""
    folder.mkdir(exist_ok=True)
    put_lexicon(folder)
    engine = engine or WhooshEngine(folder, create=True)
    outcome = bring_up_to_date(IndexJob(corpus, folder), lambda _: engine)
    held = sorted(engine.ids())
    articles = {one: engine.get(one) for one in held}
    manifest = load(engine)
    assert len(articles) == len(held) == outcome.articles
    assert manifest.ids() == set(held)
    return articles, {path: (state.records, state) for path, state in manifest.files.items()}, outcome.problems


def read_afresh(corpus: Path, folder: Path):
    return brought_up_to_date(corpus, folder, MemoryEngine())


def follow(folder: Path, name: str, lines: list[str], edits: list[tuple[str, int, str]]) -> None:
    corpus = folder / "corpus"
    write(corpus / name, lines)
    (corpus / "always.txt").write_text("候鸟归来\n候鸟今天回来了。\n", encoding="utf-8")
    brought_up_to_date(corpus, folder / "followed")
    for number, edit in enumerate(edits):
        lines = edited(lines, *edit)
        write(corpus / name, lines)
        assert brought_up_to_date(corpus, folder / "followed") == read_afresh(corpus, folder / f"fresh{number}")


few = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
fewer = settings(few, max_examples=8)


@few
@given(lines=FIRST, edits=st.lists(EDITS, min_size=1, max_size=2))
def test_a_file_that_is_followed_ends_as_one_read_afresh(tmp_path_factory, lines, edits):
    follow(tmp_path_factory.mktemp("marks"), "a.jsonl", lines, edits)


@pytest.mark.parametrize("name", [name for name in ENCODERS if name != "a.jsonl"])
@fewer
@given(lines=FIRST, edits=st.lists(EDITS, min_size=1, max_size=2))
def test_so_does_one_that_is_packed_or_in_another_encoding(tmp_path_factory, name, lines, edits):
    follow(tmp_path_factory.mktemp("marks"), name, lines, edits)


TWICE = [record("x", "一"), record("x", "二"), record(None, "三"), record("5", "四"), record(None, "五")]


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([("append", 0, record("x", "六"))], id="a third of the same id"),
        pytest.param([("change", 0, record("z", "一"))], id="the first is given another id"),
        pytest.param([("change", 0, record("z", "一")), ("change", 0, record("x", "一"))], id="and its own again"),
        pytest.param([("insert at the top", 0, record("x", "零"))], id="one of the same id comes before"),
        pytest.param([("insert", 1, "")], id="an empty line between them"),
        pytest.param([("delete", 0, "")], id="the first is gone"),
        pytest.param([("empty", 0, "")], id="the first is emptied"),
        pytest.param([("change", 1, record("x~2", "二"))], id="the second is named as it was"),
        pytest.param([("change", 0, record("x~2", "一"))], id="the first is named as the second was"),
        pytest.param([("change", 0, record("3", "一"))], id="a number is taken as an id"),
        pytest.param([("swap", 0, "")], id="they change places"),
    ],
)
def test_records_of_the_same_id_are_told_apart_as_afresh(tmp_path, edits):
    follow(tmp_path, "a.jsonl", TWICE, edits)


def news(path: Path, known: dict[str, str]) -> list[ReadArticle | Unchanged | Problem]:
    return list(read_news(SourceFile(path.name, path, 0, 0), ReadOptions(), known))


@pytest.mark.parametrize("name", [name for name in ENCODERS if name != "cr.jsonl"])
def test_what_is_known_is_kept_and_not_parsed(tmp_path, monkeypatch, name):
    path, parsed, decoded = tmp_path / name, [], json_syntax.decoded
    lines = [record(str(number + 10), TITLES[number % 3]) for number in range(20)]
    write(path, lines)
    found = news(path, {})
    assert len(found) == 20
    known = {item.fingerprint: item.article.id for item in found}
    assert len(known) == 20
    monkeypatch.setattr(json_syntax, "decoded", lambda text: parsed.append(text) or decoded(text))
    assert news(path, known) == [Unchanged(one, fingerprint) for fingerprint, one in known.items()]
    assert parsed == []
    changed = record("14", "鹭洲湿地的候鸟")
    write(path, [*lines[:4], changed, *lines[5:], record("new", "地铁三号线")])
    again = news(path, known)
    assert [number for number, item in enumerate(again) if isinstance(item, ReadArticle)] == [4, 20]
    assert len(parsed) == 2


def test_a_line_that_moves_is_read_again(tmp_path):
    path = tmp_path / "a.jsonl"
    write(path, [record("p", "一"), record("q", "二")])
    known = {item.fingerprint: item.article.id for item in news(path, {})}
    write(path, ["", record("p", "一"), record("q", "二")])
    assert [item.article.line for item in news(path, known)] == [2, 3]


def test_equal_lines_of_several_files_in_an_archive_are_told_apart(tmp_path):
    from zipfile import ZipFile

    corpus, line = tmp_path / "corpus", record(None, "候鸟") + "\n"
    corpus.mkdir()
    for number, more in enumerate(["", line]):
        with ZipFile(corpus / "z.zip", "w") as archive:
            archive.writestr("a.jsonl", line)
            archive.writestr("b.jsonl", line + more)
        os.utime(corpus / "z.zip", ns=(next(clock) * 10**9,) * 2)
        followed = brought_up_to_date(corpus, tmp_path / "followed")
        assert followed == read_afresh(corpus, tmp_path / f"fresh{number}")
