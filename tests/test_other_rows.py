"""Tests of rows in tables of articles that are none, in the databases of content management systems."""

from __future__ import annotations

import contextlib
import json
import sqlite3

import pytest
from read_files import BODY, OTHER, bodies, facts, problems, read_file

COLUMNS = "cid,title,text,created,type,status"
DAY = 1742260000
ROWS = [
    (1, "大桥合龙", BODY, DAY, "post", "publish"),
    (2, "关于本报", OTHER, DAY, "page", "publish"),
    (3, "bridge.jpg", 'a:2:{s:4:"name";s:10:"bridge.jpg";}', DAY, "attachment", "publish"),
    (4, "大桥合龙", BODY[:40], DAY, "post_draft", "publish"),
    (5, "大桥合龙", BODY[:50], DAY, "revision", "inherit"),
    (6, "写坏的一篇", OTHER[:30], DAY, "post", "trash"),
]


def _sql(table, columns, rows):
    values = ",\n".join("(" + ",".join(map(repr, row)) + ")" for row in rows)
    return f"CREATE TABLE {table} ({','.join(name + ' text' for name in columns.split(','))});\nINSERT INTO {table} VALUES {values};\n"


def _database(folder):
    location = folder / "made.db"
    with contextlib.closing(sqlite3.connect(location)) as base:
        base.execute(f"CREATE TABLE typecho_contents ({COLUMNS})")
        base.executemany("INSERT INTO typecho_contents VALUES (?,?,?,?,?,?)", ROWS)
        base.commit()
    return location.read_bytes()


@pytest.mark.parametrize("form", ["sql", "sqlite", "json"])
def test_files_and_earlier_versions_are_no_articles(tmp_path, form):
    records = [dict(zip(COLUMNS.split(","), row, strict=True)) for row in ROWS]
    content = {
        "sql": lambda: _sql("typecho_contents", COLUMNS, ROWS),
        "sqlite": lambda: _database(tmp_path),
        "json": lambda: json.dumps(
            [{"type": "table", "name": "typecho_contents", "database": "blog", "data": records}], ensure_ascii=False
        ),
    }[form]()
    found = read_file(tmp_path, f"a.{form}", content)
    assert facts(found) == [("大桥合龙", "2025-03-18", None), ("关于本报", "2025-03-18", None)]


@pytest.mark.parametrize("posts_first", [False, True])
def test_answers_in_threads_are_no_articles_and_titles_are_read_once(tmp_path, posts_first):
    threads = _sql(
        "pre_forum_thread", "tid,author,subject,dateline", [(7, "何青禾", "大桥合龙", DAY), (8, "何", "大学开学", DAY)]
    )
    posts = _sql(
        "pre_forum_post",
        "pid,tid,first,author,subject,dateline,message",
        [
            (1, 7, 1, "何青禾", "大桥合龙", DAY, BODY),
            (2, 7, 0, "路人", "", DAY, "沙发！写得真好，支持楼主，期待更多更好的报道。"),
            (3, 8, 1, "何青禾", "大学开学", DAY, OTHER),
        ],
    )
    found = read_file(tmp_path, "a.sql", posts + threads if posts_first else threads + posts)
    assert bodies(found) == [BODY, OTHER]
    assert problems(found) == []


def test_a_source_is_read_without_the_number_of_its_entry(tmp_path):
    rows = [(1, "大桥合龙", BODY, "江城日报|0"), (2, "大学开学", OTHER, "江城晚报|12")]
    found = read_file(tmp_path, "a.sql", _sql("v9_news", "id,title,content,copyfrom", rows))
    assert [source for _, _, source in facts(found)] == ["江城日报", "江城晚报"]


def test_sections_and_comments_in_fixtures_of_django_are_no_articles(tmp_path):
    rows = [
        {"model": "news.category", "pk": 1, "fields": {"name": "要闻", "created_at": "2024-01-01T00:00:00Z"}},
        {"model": "news.article", "pk": 7, "fields": {"title": "大桥合龙", "content": BODY, "pub_date": "2025-03-18"}},
        {"model": "news.article", "fields": {"title": "大学开学", "content": OTHER, "pub_date": "2025-03-19"}},
        {"model": "news.comment", "pk": 1, "fields": {"article": 7, "content": "支持一下，谢谢记者。"}},
    ]
    found = read_file(tmp_path, "a.json", json.dumps(rows, ensure_ascii=False))
    assert facts(found) == [("大桥合龙", "2025-03-18", None), ("大学开学", "2025-03-19", None)]
    assert problems(found) == []
