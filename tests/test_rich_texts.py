"""Tests of texts that editors store as trees of JSON."""

from __future__ import annotations

import json

import pytest
from read_files import bodies, facts, read_file

FIRST = ("本报讯（记者何青禾）今天上午，", "澜江大桥", "在江心合龙。")
LAST = ("据了解，大桥全长三公里，", "预计年底通车", "。")
TEXT = "".join(FIRST) + "\n两岸市民赶来\n" + "".join(LAST)


def _words(key, texts, **more):
    return [{**more, key: text, **({"bold": True} if place == 1 else {})} for place, text in enumerate(texts)]


def _tree(inside, key="text", kind="type", **more):
    """A document of two paragraphs with a heading and a picture between them."""
    return [
        {kind: "paragraph", inside: _words(key, FIRST, **more)},
        {kind: "image", "url": "https://jcrb.example.cn/1.jpg", inside: [{"text": ""}]},
        {kind: "heading", inside: _words(key, ["两岸市民赶来"], **more)},
        {kind: "list", inside: [{kind: "list-item", inside: _words(key, LAST, **more)}]},
    ]


def _notion(texts, name="paragraph"):
    return {"object": "block", "type": name, name: {"rich_text": [{"type": "text", "plain_text": x} for x in texts]}}


def _editor(name, **data):
    return {"type": name, "data": data}


FORMS = {
    "slate": _tree("children"),
    "strapi": _tree("children", type="text"),
    "portable text": _tree("children", kind="_type", _type="span", marks=[]),
    "tiptap": {"type": "doc", "content": [*_tree("content", type="text"), {"type": "paragraph"}]},
    "lexical": {"root": {"type": "root", "version": 1, "children": _tree("children", type="text", format=0)}},
    "contentful": {
        "nodeType": "document",
        "data": {},
        "content": _tree("content", "value", "nodeType", nodeType="text", marks=[]),
    },
    "draft": {
        "blocks": [{"key": "a", "text": line, "type": "unstyled", "data": {}} for line in TEXT.split("\n")],
        "entityMap": {},
    },
    "editor.js": {
        "time": 1742260000000,
        "blocks": [
            _editor("paragraph", text="<b>{}</b>{}{}".format(*FIRST)),
            _editor("image", file={"url": "https://jcrb.example.cn/1.jpg"}),
            _editor("list", items=["两岸市民赶来", {"content": "".join(LAST)}]),
        ],
    },
    "quill": {
        "ops": [
            *({"insert": text} for text in FIRST),
            {"insert": "\n两岸市民赶来", "attributes": {"header": 2}},
            {"insert": {"image": "https://jcrb.example.cn/1.jpg"}},
            *({"insert": text} for text in LAST),
        ]
    },
    "notion": [_notion(FIRST), _notion(["两岸市民赶来"], "heading_2"), _notion(LAST)],
    "telegram": [
        FIRST[0],
        {"type": "bold", "text": FIRST[1]},
        FIRST[2] + "\n两岸市民赶来\n" + LAST[0],
        {"type": "text_link", "text": LAST[1], "href": "https://jcrb.example.cn/1"},
        LAST[2],
    ],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["content", "body", "description_text"])
def test_marked_words_are_within_their_paragraphs(tmp_path, form, name):
    records = [{"id": at, "title": title, name: FORMS[form]} for at, title in enumerate(("大桥合龙", "大学开学"))]
    found = read_file(tmp_path, "a.json", json.dumps({"data": records}, ensure_ascii=False, indent=1))
    assert bodies(found) == [TEXT, TEXT]
    assert [title for title, _, _ in facts(found)] == ["大桥合龙", "大学开学"]
    assert all(article.line > 1 for article in found)


@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"telegram"}))
def test_trees_in_strings_and_cells_are_texts(tmp_path, form):
    stored = json.dumps(FORMS[form], ensure_ascii=False)
    lines = "".join(
        json.dumps({"title": title, "content": stored}, ensure_ascii=False) + "\n" for title in ("大桥合龙", "大学开学")
    )
    assert bodies(read_file(tmp_path, "a.jsonl", lines)) == [TEXT, TEXT]
    cell = stored.replace('"', '""')
    table = f'title,lexical\n大桥合龙,"{cell}"\n大学开学,"{cell}"\n'
    assert bodies(read_file(tmp_path, "a.csv", table)) == [TEXT, TEXT]


def test_comments_and_articles_with_parts_are_no_trees(tmp_path):
    record = {
        "type": "article",
        "title": "大桥合龙",
        "content": TEXT,
        "children": [{"type": "comment", "name": "甲", "text": "盼望早日通车！"}],
    }
    found = read_file(tmp_path, "a.json", json.dumps([record, {**record, "title": "大学开学"}], ensure_ascii=False))
    assert bodies(found) == [TEXT, TEXT]


def test_properties_of_pages_of_notion_are_facts(tmp_path):
    words = [{"type": "text", "plain_text": text} for text in FIRST]
    page = {
        "object": "page",
        "properties": {
            "标题": {"id": "title", "type": "title", "title": [{"type": "text", "plain_text": "大桥合龙"}]},
            "日期": {"id": "a", "type": "date", "date": {"start": "2025-03-18", "end": None}},
            "来源": {"id": "b", "type": "select", "select": {"name": "江城日报"}},
            "正文": {"id": "c", "type": "rich_text", "rich_text": words},
        },
    }
    found = read_file(tmp_path, "a.json", json.dumps({"results": [page, page]}, ensure_ascii=False))
    assert facts(found) == [("大桥合龙", "2025-03-18", "江城日报")] * 2
    assert bodies(found) == ["".join(FIRST)] * 2
