"""Sections that stand in the objects around articles, or in those that articles refer to."""

import json

import pytest

from newsgrep.readers import ReadOptions, SourceFile, read_articles

BRIDGE = {"title": "澜江大桥昨日合龙", "content": "昨日上午，澜江大桥合龙，全长三公里，明年春天通车。"}
MATCH = {"title": "江城队时隔十年夺冠", "content": "江城队昨晚以三比一战胜客队，时隔十年再次夺冠。"}
BOTH = [BRIDGE, MATCH]


def read(folder, value):
    file = folder / "news.json"
    file.write_text(json.dumps(value, ensure_ascii=False))
    return list(read_articles(SourceFile(file.name, file, file.stat().st_size, 0), ReadOptions()))


@pytest.mark.parametrize(
    "value",
    [
        {"nav": {"category": "国内", "site": "江城网"}, "list": BOTH},
        {"code": 0, "data": {"nav": {"category": "国内"}, "articles": BOTH}},
        [{**story, "nav": {"category": "国内"}} for story in BOTH],
        [{"item": {"title": story["title"]}, "detail": story, "nav": {"category": "国内"}} for story in BOTH],
        {"section": {"name": "国内", "id": 3}, "stories": BOTH},
        {"category": {"id": 3, "title": "国内"}, "items": BOTH},
        {"channelInfo": {"channelName": "国内"}, "newsList": BOTH},
        {"tabs": [{"title": "国内", "list": BOTH}, {"title": "体育", "list": []}]},
        [{"id": 1, "attributes": {**story, "category": {"data": {"id": 2, "attributes": {"name": "国内"}}}}} for story in BOTH],
        [{**story, "type": "news", "type_name": "国内"} for story in BOTH],
        [{**story, "kind": "国内"} for story in BOTH],
        {"categories": [{"id": 7, "name": "国内"}], "news": [{**story, "category_id": 7} for story in BOTH]},
    ],
)  # fmt: skip
def test_the_section_of_stories_is_found_around_them(tmp_path, value):
    assert [(article.title, article.section, article.source) for article in read(tmp_path, value)] == [
        ("澜江大桥昨日合龙", "国内", None),
        ("江城队时隔十年夺冠", "国内", None),
    ]


@pytest.mark.parametrize("kind", ["article", "news", "转载"])
def test_a_kind_of_records_is_no_section(tmp_path, kind):
    assert [article.section for article in read(tmp_path, [{**story, "kind": kind} for story in BOTH])] == [None, None]


def test_what_articles_refer_to_is_none_of_them(tmp_path):
    story = {"id": "1", "attributes": BRIDGE, "relationships": {"section": {"data": {"id": "t1"}}}}
    included = [{"id": "t1", "type": "section", "attributes": {"name": "国内"}}]
    assert [article.title for article in read(tmp_path, {"data": [story], "included": included})] == [BRIDGE["title"]]
    entries = {"items": [{"fields": BRIDGE}], "includes": {"Entry": [{"fields": {"name": "国内"}}]}}
    assert [article.title for article in read(tmp_path, entries)] == [BRIDGE["title"]]


def test_the_tables_of_an_export_of_phpmyadmin_are_told_apart(tmp_path):
    tables = {"category": [{"id": "1", "name": "国内"}], "news": BOTH, "users": [{"id": "1", "name": "何青禾"}]}
    parts = [{"type": "table", "name": name, "database": "cms", "data": rows} for name, rows in tables.items()]
    found = read(tmp_path, [{"type": "header"}, {"type": "database", "name": "cms"}, *parts])
    assert [(article.title, article.source) for article in found] == [(story["title"], None) for story in BOTH]


def test_tables_of_links_say_what_section_an_article_is_in(tmp_path):
    links = [{"post_id": "p1", "category_id": "c1"}, {"post_id": "p2", "category_id": "c2"}]
    models = {
        "Category": [{"name": "国内", "_id": "c1"}, {"name": "体育", "_id": "c2"}],
        "Post": [{**BRIDGE, "_id": "p1"}, {**MATCH, "_id": "p2"}],
        "PostCategory": links,
    }
    found = read(tmp_path, {"meta": {"version": 1}, "models": models})
    assert [(article.title, article.section) for article in found] == [
        (BRIDGE["title"], "国内"),
        (MATCH["title"], "体育"),
    ]
