"""Tests of objects of JSON that are versions, parts and names of articles rather than articles."""

from __future__ import annotations

import json

import pytest
from read_files import BODY, OTHER, articles, bodies, facts, read_file

from newsgrep.readers import ReadOptions
from newsgrep.readers.field_roles import FieldMap

ROWS = [("大桥今天合龙", "2025-03-18", BODY), ("大学今天开学", "2025-03-19", OTHER)]
FACTS = [("大桥今天合龙", "2025-03-18", None), ("大学今天开学", "2025-03-19", None)]


def _read(folder, value):
    return read_file(folder, "a.json", json.dumps(value, ensure_ascii=False, indent=1))


def _both(chinese, english="Bridge closed today."):
    return {"en": english, "zh": chinese}


@pytest.mark.parametrize(
    "made",
    [
        lambda title, day, text: {"title": _both(title), "content": _both(text), "date": day},
        lambda title, day, text: {
            "date": day,
            "translations": [
                {"lang": "en", "title": "Bridge", "content": "Bridge closed today."},
                {"lang": "zh", "title": title, "content": text},
            ],
        },
    ],
)
def test_of_several_languages_the_chinese_one_is_read(tmp_path, made):
    found = _read(tmp_path, {"data": [made(*row) for row in ROWS]})
    assert facts(found) == FACTS
    assert bodies(found) == [BODY, OTHER]


@pytest.mark.parametrize(
    ("made", "mapping"),
    [
        (lambda title, _, text: {"id": title, **_both(text)}, {"body": ("zh",)}),
        (lambda title, _, text: {"id": title, "texts": _both(text)}, {"body": ("texts.zh",)}),
    ],
)
def test_the_user_may_name_the_texts_of_languages(tmp_path, made, mapping):
    content = json.dumps([made(*row) for row in ROWS], ensure_ascii=False, indent=1)
    assert bodies(read_file(tmp_path, "a.json", content, ReadOptions(FieldMap(mapping)))) == [BODY, OTHER]


def test_articles_by_language_are_all_read(tmp_path):
    articles = [{"title": title, "date": day, "content": text} for title, day, text in ROWS]
    assert bodies(_read(tmp_path, {"zh": articles[:1], "en": articles[1:]})) == [BODY, OTHER]


def test_the_names_of_objects_with_texts_are_their_titles(tmp_path):
    found = _read(tmp_path, {title: {"date": day, "content": text} for title, day, text in ROWS})
    assert facts(found) == FACTS
    assert bodies(found) == [BODY, OTHER]


def test_the_names_of_sections_are_no_titles(tmp_path):
    found = _read(tmp_path, {"要闻": {"date": "2025-03-18", "content": BODY}, "教育": {"content": OTHER}})
    assert [title for title, _, _ in facts(found)] == ["", ""]


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("banner", [{"title": "江城欢迎你来做客", "img": "1.jpg"}] * 2),
        ("hot", [{"word": "大桥合龙通车", "heat": 9}] * 2),
    ],
)
def test_names_alone_beside_articles_are_none(tmp_path, name, others):
    articles = [{"title": title, "date": day, "content": text} for title, day, text in ROWS]
    assert facts(_read(tmp_path, {name: others, "list": articles})) == FACTS
    links = [{"title": "江城欢迎你来做客", "url": "https://jcrb.example.cn/9"}] * 2
    assert len(_read(tmp_path, {name: links, "list": articles})) == len(links) + len(articles)


def test_sections_with_headings_are_parts_of_an_article(tmp_path):
    sections = [{"heading": "", "text": BODY}, {"heading": "两岸", "text": OTHER}]
    found = _read(tmp_path, [{"title": title, "date": day, "sections": sections} for title, day, _ in ROWS])
    assert facts(found) == FACTS
    assert bodies(found) == [f"{BODY}\n两岸\n{OTHER}"] * 2
    stories = [{"title": title, "content": text} for title, _, text in ROWS]
    assert bodies(_read(tmp_path, {"title": "江城日报", "sections": stories})) == [BODY, OTHER]


def test_data_that_a_function_returns_in_a_call_are_read(tmp_path):
    rows = json.dumps([{"title": title, "date": day, "digest": text} for title, day, text in ROWS], ensure_ascii=False)
    script = f"export default {{\n  list() {{\n    return Promise.resolve({{code: 200, data: {rows}}})\n  }}\n}}\n"
    assert facts(read_file(tmp_path, "mock.js", script)) == FACTS


def test_a_text_that_is_an_address_is_where_the_article_is(tmp_path):
    rows = [{"title": title, "date": day, "content": f"https://jcrb.example.cn/{day}"} for title, day, _ in ROWS]
    found = _read(tmp_path, rows)
    assert facts(found) == FACTS
    assert bodies(found) == ["", ""]
    assert [article.url for article in found] == [row["content"] for row in rows]


def test_of_an_article_in_several_languages_the_chinese_one_is_read(tmp_path):
    record = {
        "date": "2025-03-18",
        "en": {"title": "Bridge closed", "content": "The bridge was closed today. Citizens came to watch."},
        "zh-TW": {"title": "大橋合龍", "content": BODY},
        "zh": {"title": "大桥合龙", "content": BODY},
    }
    found = read_file(tmp_path, "a.json", json.dumps([record, record]))
    assert facts(found) == [("大桥合龙", "2025-03-18", None)] * 2
    regions = {"cn": [record["zh"]], "en": [record["en"]]}
    assert len(articles(read_file(tmp_path, "b.json", json.dumps(regions)))) == 2
