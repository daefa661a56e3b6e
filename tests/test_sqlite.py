"""SQLite databases: which tables hold news, what other programs have not finished, and hostile ones."""

import contextlib
import os
import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_files import BODY, OTHER, articles, bodies, facts, problems, read_file

from newsgrep.model import Article
from newsgrep.readers import Problem, ReadOptions, SourceFile, read_articles
from newsgrep.readers.tables import sqlite

NEWS = "CREATE TABLE news(id INTEGER PRIMARY KEY, title TEXT, content TEXT, date TEXT, source TEXT)"
ROWS = [(7, "澜江大桥今天合龙", BODY, "2025-03-18", "江城日报"), (9, "江城大学开学", OTHER, "2025-03-19", "江城晚报")]
FACTS = [("澜江大桥今天合龙", "2025-03-18", "江城日报"), ("江城大学开学", "2025-03-19", "江城晚报")]


def database(folder, *statements, rows=ROWS):
    """The bytes of a database after some statements; rows go into ``news`` if there is one."""
    location = folder / "made.sqlite"
    location.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(location)) as base:
        for statement in statements:
            base.executescript(statement)
        if any("TABLE news" in statement for statement in statements):
            base.executemany("INSERT INTO news VALUES(?, ?, ?, ?, ?)", rows)
        base.commit()
    raw = location.read_bytes()
    location.unlink()
    return raw


def test_each_row_is_an_article_with_its_id(tmp_path):
    found = read_file(tmp_path, "news.db", database(tmp_path, NEWS))
    assert facts(found) == FACTS
    assert bodies(found) == [BODY, OTHER]
    assert [(article.path, article.line) for article in articles(found)] == [("news.db/news", 7), ("news.db/news", 9)]


BESIDE = {
    "users and logs": "CREATE TABLE users(id, name, email); INSERT INTO users VALUES(1, '何青禾', 'a@b.c'); CREATE TABLE log(t, msg); INSERT INTO log VALUES(1, 'started')",
    "comments": f"CREATE TABLE comments(id, news_id, user, content, time); INSERT INTO comments VALUES(1, 7, '路人', '{OTHER}', '2025-03-20')",
    "what was said of them": f"CREATE TABLE x(id, article_id, content); INSERT INTO x VALUES(1, 7, '{OTHER}')",
    "feeds and their descriptions": "CREATE TABLE feed(id, name, url, description); INSERT INTO feed VALUES(1, '江城日报网', 'https://jcrb.example.cn', '江城日报主办的新闻网站，每天更新，报道本地大事小情。')",
    "views and triggers": "CREATE VIEW v AS SELECT id, title, content FROM news; CREATE TRIGGER t AFTER INSERT ON news BEGIN SELECT 1; END",
    "a full-text index": "CREATE VIRTUAL TABLE f USING fts5(title, content); INSERT INTO f VALUES('江城', '大桥')",
    "sections": "CREATE TABLE category(id, title); INSERT INTO category VALUES(1, '时政'), (2, '体育')",
    "tags and settings": "CREATE TABLE tags(news_id, tag); INSERT INTO tags VALUES(7, '交通'); CREATE TABLE settings(key, value); INSERT INTO settings VALUES('a', 'b')",
}  # fmt: skip


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
def test_only_the_table_of_news_is_read(tmp_path, beside):
    found = read_file(tmp_path, "1.db", database(tmp_path, NEWS, beside))
    assert facts(found) == FACTS
    assert not problems(found)


def test_rows_without_title_and_text_are_no_articles(tmp_path):
    found = read_file(
        tmp_path,
        "1.db",
        database(tmp_path, NEWS, rows=[*ROWS, (10, None, None, "2025-03-20", ""), (11, "", "", "", "")]),
    )
    assert facts(found) == FACTS
    assert not problems(found)


def test_several_tables_of_news_are_read(tmp_path):
    other = f"CREATE TABLE [2024/年](标题, 正文); INSERT INTO [2024/年] VALUES('新馆开放', '{OTHER}')"
    found = read_file(tmp_path, "1.sqlite3", database(tmp_path, NEWS, other))
    assert [article.path for article in articles(found)] == ["1.sqlite3/news", "1.sqlite3/news", "1.sqlite3/2024_年"]


def test_names_of_no_known_field_are_judged_by_what_they_hold(tmp_path):
    raw = database(
        tmp_path,
        f"CREATE TABLE t(a INTEGER, bt TEXT, nr TEXT, sj TEXT); INSERT INTO t VALUES(1, '澜江大桥今天合龙', '{BODY}', '2025-03-18')",
    )
    found = read_file(tmp_path, "1.db", raw)
    assert facts(found) == [("澜江大桥今天合龙", "2025-03-18", None)]
    assert bodies(found) == [BODY]


def test_posts_without_titles_are_read(tmp_path):
    raw = database(
        tmp_path,
        f"CREATE TABLE weibo(id, user_id, text, created_at); INSERT INTO weibo VALUES('a1', 5, '{BODY}', '2025-03-18')",
    )
    assert bodies(read_file(tmp_path, "1.db", raw)) == [BODY]


def test_titles_and_texts_in_two_tables_are_joined(tmp_path):
    raw = database(
        tmp_path,
        "CREATE TABLE article(id, title, date); INSERT INTO article VALUES(1, '澜江大桥今天合龙', '2025-03-18')",
        "INSERT INTO article VALUES(2, '青石县春茶开采', '2025-03-20')",
        f"CREATE TABLE article_text(article_id, content); INSERT INTO article_text VALUES(1, '{BODY}')",
    )
    found = read_file(tmp_path, "1.db", raw)
    assert facts(found) == [("澜江大桥今天合龙", "2025-03-18", None), ("青石县春茶开采", "2025-03-20", None)]
    assert bodies(found) == [BODY, ""]


def test_titles_with_remarks_in_another_table_are_named(tmp_path):
    raw = database(
        tmp_path,
        "CREATE TABLE article(id, title); INSERT INTO article VALUES(1, '澜江大桥今天合龙')",
        f"CREATE TABLE remark(article_id, content); INSERT INTO remark VALUES(1, '{BODY}')",
    )
    assert problems(read_file(tmp_path, "1.db", raw)) == [
        "1.db: titles and texts are in different tables: article, remark (export them as one table)"
    ]


def test_where_articles_come_from_is_no_article(tmp_path):
    raw = database(
        tmp_path,
        f"CREATE TABLE feeds(id, name, intro, title); INSERT INTO feeds VALUES(1, '江城日报', '{BODY}', '江城日报要闻')",
        f"CREATE TABLE articles(id, feed_id, title, content); INSERT INTO articles VALUES(1, 1, '澜江大桥今天合龙', '{BODY}')",
    )
    assert [article.title for article in read_file(tmp_path, "1.db", raw)] == ["澜江大桥今天合龙"]


def test_texts_in_gbk_and_in_bytes_are_texts(tmp_path):
    location = tmp_path / "gbk.db"
    with contextlib.closing(sqlite3.connect(location)) as base:
        base.execute(NEWS)
        base.execute(
            "INSERT INTO news VALUES(1, CAST(? AS TEXT), ?, '2025-03-18', '')",
            ("大桥今天合龙".encode("gbk"), BODY.encode()),
        )
        base.commit()
    found = read_file(tmp_path, "1.db", location.read_bytes())
    assert (facts(found), bodies(found)) == ([("大桥今天合龙", "2025-03-18", None)], [BODY])


def test_what_lies_in_the_write_ahead_log_is_read_and_nothing_is_changed(tmp_path):
    location = tmp_path / "wal.db"
    base = sqlite3.connect(location)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute(NEWS)
    base.executemany("INSERT INTO news VALUES(?, ?, ?, ?, ?)", ROWS)
    base.commit()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert before["wal.db-wal"]
    found = list(read_articles(SourceFile("wal.db", location, location.stat().st_size, 0), ReadOptions()))
    assert facts(found) == FACTS
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    base.close()


def test_a_database_is_not_changed_and_nothing_is_written_beside_it(tmp_path):
    raw = database(tmp_path, NEWS)
    read_file(tmp_path, "1.db", raw)
    assert [path.name for path in tmp_path.iterdir()] == ["1.db"]
    assert (tmp_path / "1.db").read_bytes() == raw


HOSTILE = {  # the statements are ours
    "a computed column": f"CREATE TABLE n(title, body, x AS (zeroblob(1000000000))); INSERT INTO n VALUES('大桥今天合龙', '{BODY}')",
    "a view that is endless": f"CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x AS title FROM c; CREATE TABLE n(title, body); INSERT INTO n VALUES('大桥今天合龙', '{BODY}')",  # noqa: S608
    "a name with quotes": f'CREATE TABLE "n""; DROP TABLE x; --"(title, body); INSERT INTO "n""; DROP TABLE x; --" VALUES(\'大桥今天合龙\', \'{BODY}\')',
    "a row id of its own": f"CREATE TABLE n(rowid TEXT, title, body); INSERT INTO n VALUES('x', '大桥今天合龙', '{BODY}')",
    "no row id": f"CREATE TABLE n(title PRIMARY KEY, body) WITHOUT ROWID; INSERT INTO n VALUES('大桥今天合龙', '{BODY}')",
    "ids beyond any line": f"CREATE TABLE n(i INTEGER PRIMARY KEY, title, body); INSERT INTO n VALUES(-5, '大桥今天合龙', '{BODY}'); UPDATE n SET i = 9000000000000000000",  # noqa: S608
}  # fmt: skip


@pytest.mark.parametrize("statements", HOSTILE.values(), ids=HOSTILE)
def test_nothing_of_a_database_runs(tmp_path, statements):
    found = read_file(tmp_path, "1.db", database(tmp_path, statements))
    assert bodies(found) == [BODY]
    assert [article.line for article in articles(found)] == [1]


def test_what_is_no_database_is_named_but_for_pictures_of_windows(tmp_path):
    assert problems(read_file(tmp_path, "1.db", b"x" * 5000)) == [
        "1.db: not an SQLite database, or an encrypted one (export its table as CSV or JSON Lines)"
    ]
    assert read_file(tmp_path, "Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999) == []


def test_a_database_with_more_rows_than_it_can_hold_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "LONGEST_VALUE", 1 << 12)
    monkeypatch.setattr(sqlite, "FEWEST_ROW_BYTES", 1 << 12)
    assert any(
        "more rows than its size allows" in problem
        for problem in problems(read_file(tmp_path, "1.db", database(tmp_path, NEWS, rows=ROWS * 1)))
    )


def test_a_query_without_an_end_is_interrupted(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "MOST_STEPS", 10)
    monkeypatch.setattr(sqlite, "STEPS", 1)
    assert problems(read_file(tmp_path, "1.db", database(tmp_path, NEWS)))[0].startswith("1.db: takes too long to read")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8), end=st.integers(0, 9000))
def test_any_damage_is_articles_and_problems(tmp_path_factory, changes, end):
    folder = tmp_path_factory.getbasetemp()
    content = bytearray(_made(folder))
    for place, byte in changes:
        content[place % len(content)] = byte
    content = content[: len(content) - end // 3] if end % 3 == 0 else content
    assert all(isinstance(item, (Article, Problem)) for item in read_file(folder, "fuzz.db", bytes(content)))


def _made(folder, made={}):  # noqa: B006 (made once)
    if not made:
        made[0] = database(folder, NEWS, BESIDE["comments"], BESIDE["a full-text index"])
    return made[0]


def test_what_is_committed_beside_a_database_changes_it(tmp_path):
    from newsgrep.readers.files import content_digest, scan

    base = sqlite3.connect(tmp_path / "1.db")
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA wal_autocheckpoint=0")
    base.execute("CREATE TABLE news(title, content)")
    base.commit()
    seen = []
    for at in range(2):
        (found,) = (file for file in scan(tmp_path) if isinstance(file, SourceFile) and file.path == "1.db")
        seen.append((found.mtime, content_digest(found)))
        base.execute("INSERT INTO news VALUES(?, ?)", (f"澜江大桥{at}", BODY))
        base.commit()
        os.utime(tmp_path / "1.db-wal", ns=(2 * 10**18 + at, 2 * 10**18 + at))
    base.close()
    assert seen[0][0] != seen[1][0]
    assert seen[0][1] != seen[1][1]
