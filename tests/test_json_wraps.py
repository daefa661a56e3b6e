"""An object of JSON as a string in a record, and one around the text of an article with a title."""

from __future__ import annotations

import json

import pytest
from read_files import BODY, OTHER, articles, facts, lines, problems, read_file

from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.record_articles import article_of
from newsgrep.readers.records import Record


@pytest.mark.parametrize(("outer", "inner"), [("正文", "content"), ("content", "text"), ("content", "content")])
def test_an_object_in_a_string_is_looked_into_once(outer, inner):
    held = json.dumps({"title": "大桥合龙", inner: BODY}, ensure_ascii=False)
    article = article_of(Record({outer: held, "pubtime": "2025-03-18"}, 1), "a.txt", 1, FieldMap())
    assert article is not None
    assert (article.title, lines(article), article.date) == ("大桥合龙", [BODY], "2025-03-18")


def test_the_title_beside_an_answer_is_that_of_the_text_in_it(tmp_path):
    news = [
        {
            "title": "大桥合龙",
            "source": "江城日报",
            "detail": {"code": 0, "data": {"content": BODY, "pub": "2025-03-18"}},
        },
        {"title": "江城大学开学", "source": "江城日报", "detail": {"code": 0, "data": {"content": OTHER, "pub": ""}}},
    ]
    found = read_file(tmp_path, "a.json", json.dumps(news, ensure_ascii=False))
    assert facts(found) == [("大桥合龙", "2025-03-18", "江城日报"), ("江城大学开学", None, "江城日报")]
    assert [lines(each) for each in articles(found)] == [[BODY], [OTHER]]
    assert not problems(found)


def test_the_title_of_a_list_is_that_of_no_text_in_it(tmp_path):
    feed = {"title": "江城日报", "data": {"list": [{"content": BODY, "pub": "2025-03-18"}]}}
    found = read_file(tmp_path, "a.json", json.dumps(feed, ensure_ascii=False))
    assert facts(found) == [("", "2025-03-18", "江城日报")]


def test_where_the_text_is_empty_a_note_is_none(tmp_path):
    note = "编码员二认为此条框架应为冲突框架，编码员一认为不是，建议请在周五例会上提出来一并讨论解决，再写进编码手册。"
    table = f"title,content,coder_note\n大桥合龙,{BODY},\n江城大学开学,,{note}\n"
    found = read_file(tmp_path, "a.csv", table)
    assert [lines(each) for each in articles(found)] == [[BODY], []]


def test_what_is_left_of_a_text_without_its_characters_is_none_beside_an_abstract(tmp_path):
    left, told = "518(JC:DOYU)2025MAU()1.92MAU\r\nCEO\r\nUGC", "江城大桥今天合龙，两岸居民往来更方便。"
    news = [
        {"title": "大桥合龙", "description": told, "content": left},
        {"title": "新桥通车", "description": told, "content": "The new bridge was opened to traffic today."},
        {"title": "大学开学", "description": told, "content": BODY},
        {"title": "医院迁址", "description": "", "content": "2025 CEO 518"},
    ]
    found = articles(read_file(tmp_path, "a.json", json.dumps({"articles": news}, ensure_ascii=False)))
    assert [lines(each) for each in found] == [
        [told],
        ["The new bridge was opened to traffic today."],
        [BODY],
        ["2025 CEO 518"],
    ]


def test_where_the_text_is_an_empty_list_the_abstract_is_the_text(tmp_path):
    rows = [{"title": "大桥合龙", "abs": "", "content": [{"type": "text", "data": BODY}]}]
    rows += [{"title": "江城大学开学", "abs": "校车将于九月一日前完成检修。", "long_abs": "", "content": []}]
    found = read_file(tmp_path, "a.json", json.dumps({"data": {"news": rows}}, ensure_ascii=False))
    assert [lines(each) for each in articles(found)] == [[BODY], ["校车将于九月一日前完成检修。"]]
