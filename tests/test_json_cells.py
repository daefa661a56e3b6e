"""Columns of JSON in tables: what crawlers store as it came."""

from __future__ import annotations

import csv
import io
import json
import sqlite3

import pytest
from read_files import BODY, OTHER, articles, bodies, facts, problems

TITLE, SECOND = "澜江大桥今天合龙", "江城大学开学"
STORIES = [
    {"title": TITLE, "content": BODY, "date": "2025-03-18", "source": "江城日报"},
    {"title": SECOND, "content": OTHER, "date": "2025-03-19", "source": "江城晚报"},
]


def as_csv(_, names, rows):
    text = io.StringIO()
    csv.writer(text).writerows([names, *rows])
    return text.getvalue()


def as_database(folder, names, rows):
    path = folder / "made"
    with sqlite3.connect(path) as base:
        base.execute(f"CREATE TABLE pages ({', '.join(names)})")
        base.executemany(f"INSERT INTO pages VALUES ({', '.join('?' * len(names))})", rows)  # noqa: S608
    base.close()
    return path.read_bytes()


def as_parquet(_, names, rows):
    import pyarrow as pa
    from pyarrow import parquet

    raw = io.BytesIO()
    parquet.write_table(pa.table({name: [row[at] for row in rows] for at, name in enumerate(names)}), raw)
    return raw.getvalue()


TABLES = {".csv": as_csv, ".db": as_database, ".parquet": as_parquet}


@pytest.fixture(params=TABLES)
def read_table(request, read, tmp_path):
    return lambda names, rows: read(f"1{request.param}", TABLES[request.param](tmp_path, names, rows))


def dump(value):
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("column", ["json", "content", "raw_data"])
@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: {"code": 0, "data": one}, lambda one: [one]])
def test_the_fields_of_objects_are_fields(read_table, column, wrap):
    found = read_table(["id", "fetched_at", column], [(n, "2026-01-01", dump(wrap(s))) for n, s in enumerate(STORIES)])
    assert facts(found) == [(TITLE, "2025-03-18", "江城日报"), (SECOND, "2025-03-19", "江城晚报")]
    assert bodies(found) == [BODY, OTHER]
    assert not problems(found)


def test_each_story_of_an_answer_is_an_article(read_table):
    answer = dump({"data": {"list": STORIES}})
    found = read_table(["id", "url", "answer"], [(1, "https://j.cn/api?1", answer), (2, "https://j.cn/api?2", answer)])
    assert [article.title for article in articles(found)] == [TITLE, SECOND] * 2
    assert not any(article.url for article in articles(found))


def test_an_object_beside_a_text_has_the_facts_that_the_row_lacks(read_table):
    extra = [dump({"title": "别的", "media": s["source"], "pubtime": s["date"], "content": "别的"}) for s in STORIES]
    rows = [(s["title"], s["content"], x) for s, x in zip(STORIES, extra, strict=True)]
    found = read_table(["title", "content", "extra"], rows)
    assert facts(found) == [(TITLE, "2025-03-18", "江城日报"), (SECOND, "2025-03-19", "江城晚报")]
    assert bodies(found) == [BODY, OTHER]


def test_facts_of_the_row_stay(read_table):
    rows = [(s["title"], s["content"], s["date"], dump({"date": "1999-01-01"})) for s in STORIES]
    found = read_table(["title", "content", "date", "extra"], rows)
    assert [date for _, date, _ in facts(found)] == ["2025-03-18", "2025-03-19"]


def test_a_source_that_is_an_object_is_its_name(read_table):
    rows = [(s["title"], s["content"], dump({"id": 7, "name": s["source"]})) for s in STORIES]
    assert [source for *_, source in facts(read_table(["title", "content", "source"], rows))] == [
        "江城日报",
        "江城晚报",
    ]


def test_a_column_with_another_cell_is_text(read_table):
    rows = [(TITLE, f"{{江城}}{BODY}"), (SECOND, dump({"江城": 1}) + OTHER)]
    assert bodies(read_table(["title", "content"], rows)) == [row[1] for row in rows]
