"""Tests of tables beside those of news in dumps and databases."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest
from read_files import BODY, OTHER, bodies, problems, read_file

from newsgrep.readers.understood import UseRecorder

NEWS = ("news", "id,title,content,addtime", [(1, "大桥合龙", BODY, "2025-03-18"), (2, "大学开学", OTHER, "2025-03-19")])
COPY = ("news_copy1", NEWS[1], NEWS[2])
BANNERS = ("banner", "id,title,image,addtime", [(1, "江城欢迎你来做客", "a.jpg", "2025-06-01")])
LETTERS = (
    "message",
    "id,name,content,addtime",
    [(1, "何先生", "希望多报道民生新闻，谢谢编辑部各位老师。", "2025-06-01")],
)
USERS = ("sys_user", "id,nickname,intro", [(1, "何青禾", "江城日报记者，长期关注城市建设，作品多次获奖。")])
NOTICES = (
    "notice",
    "id,title,content,addtime",
    [(1, "系统升级", "系统将于今晚升级，届时无法访问，敬请谅解。", "2025-06-01")],
)


def _statements(*tables):
    for name, columns, rows in tables:
        yield f"CREATE TABLE {name} ({','.join(column + ' text' for column in columns.split(','))});"
        yield from (f"INSERT INTO {name} VALUES ({','.join(map(repr, row))});" for row in rows)  # noqa: S608 (made up)


def _content(folder, form, *tables):
    if form == "sql":
        return "\n".join(_statements(*tables)) + "\n"
    location = folder / "made.db"
    with contextlib.closing(sqlite3.connect(location)) as base:
        base.executescript("\n".join(_statements(*tables)))
        base.commit()
    return location.read_bytes()


@pytest.mark.parametrize("form", ["sql", "sqlite"])
def test_copies_titles_and_letters_beside_news_are_no_articles(tmp_path, form):
    found = read_file(tmp_path, f"a.{form}", _content(tmp_path, form, NEWS, BANNERS, COPY, LETTERS, USERS))
    assert bodies(found) == [BODY, OTHER]
    said = " ".join(problems(found))
    assert "news_copy1" in said
    assert "banner" in said


def test_names_with_addresses_are_no_headlines_of_news(tmp_path):
    slides = ("wx_news_banner", "name,url,id", [("网络", "https://jcrb.example.cn/1.png", 1)])
    news = ("wx_news_article", *NEWS[1:])
    assert bodies(read_file(tmp_path, "a.sql", _content(tmp_path, "sql", news, slides))) == [BODY, OTHER]


@pytest.mark.parametrize("form", ["sql", "sqlite"])
def test_a_copy_without_its_original_and_titles_alone_are_read(tmp_path, form):
    assert bodies(read_file(tmp_path, f"a.{form}", _content(tmp_path, form, COPY))) == [BODY, OTHER]
    titles = ("headline", *BANNERS[1:])
    assert len(read_file(tmp_path, "b.sql", _content(tmp_path, "sql", titles))) == 1


@pytest.mark.parametrize("tables", [(NEWS, NOTICES), (NOTICES, NEWS)])
@pytest.mark.parametrize("form", ["sql", "sqlite"])
def test_rows_of_other_tables_are_read_and_in_doubt(tmp_path, form, tables, monkeypatch):
    doubted = []
    look_at = UseRecorder.add
    monkeypatch.setattr(
        UseRecorder, "add", lambda self, record, picks: (doubted.extend(record.doubts), look_at(self, record, picks))
    )
    found = read_file(tmp_path, f"a.{form}", _content(tmp_path, form, *tables))
    assert sorted(bodies(found)) == sorted([BODY, OTHER, NOTICES[2][0][2]])
    assert doubted == ["other tables"]
    doubted.clear()
    read_file(tmp_path, "b.sql", _content(tmp_path, "sql", NEWS, ("news_2024", *NEWS[1:])))
    assert doubted == []
