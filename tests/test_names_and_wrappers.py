"""Fields of records that are called otherwise, are inside objects, or are what a model was asked and answered."""

from __future__ import annotations

import json

from read_files import BODY, OTHER, articles, bodies, facts, read_file

from newsgrep.readers import ReadOptions, SourceFile
from newsgrep.readers.read import read_news

STORIES = (("大桥今日合龙", BODY), ("江城大学开学", OTHER))


def read_records(folder, *records):
    return read_file(folder, "a.jsonl", "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records))


def test_an_outlet_stands_before_the_domain(tmp_path):
    found = read_records(tmp_path, {"title": "大桥合龙", "content": BODY, "domain": "j.example", "src": "江城日报"})
    assert facts(found) == [("大桥合龙", None, "江城日报")]


def test_an_outlet_in_a_field_of_authors_is_the_source_unless_there_is_another(tmp_path):
    story = {"title": "大桥合龙", "content": BODY}
    for outlet in ("江城日报", "新华社", "安徽新闻联播", "外交部网站"):
        (found,) = articles(read_records(tmp_path, {**story, "author": outlet}))
        assert (found.source, found.reporters) == (outlet, ("何青禾",))
    (found,) = articles(read_records(tmp_path, {**story, "author": "江城日报", "source": "澜江网"}))
    assert (found.source, found.reporters) == ("澜江网", ("何青禾",))
    for author in ("何青禾", "即時新聞", "本报"):
        (found,) = articles(read_records(tmp_path, {**story, "author": author}))
        assert (found.source, author in found.reporters) == (None, True)


def test_the_name_beside_the_logo_of_a_headline_is_that_of_an_outlet(tmp_path):
    (found,) = articles(read_records(tmp_path, {"name": "澜江网", "title": "大桥合龙", "logo": "a.png", "text": BODY}))
    assert (found.title, found.source) == ("大桥合龙", "澜江网")


def test_the_number_that_answers_a_question_is_no_headline(tmp_path):
    (found,) = articles(read_records(tmp_path, {"content": BODY, "target": "2"}))
    assert found.title != "2"


def test_further_names_of_titles_and_sections(tmp_path):
    for name in ("cate", "topic", "type"):
        (found,) = articles(read_records(tmp_path, {"headline_text": "大桥合龙", "article_text": BODY, name: "社会"}))
        assert (found.title, found.section) == ("大桥合龙", "社会")
    (found,) = articles(read_records(tmp_path, {"title": "大桥合龙", "content": BODY, "type": "rss"}))
    assert found.section is None


def test_a_brief_is_no_text_where_there_is_another(tmp_path):
    inner = {"title": "大桥合龙", "brief_content": BODY[:20], "mark_content": BODY}
    assert bodies(read_records(tmp_path, {"article_info": inner})) == [BODY]


def test_long_texts_inside_objects_that_are_not_used_are_told(tmp_path):
    path = tmp_path / "a.json"
    record = {"title": "大桥合龙", "summary": BODY[:30], "extra": {"x": BODY * 3}}
    path.write_text(json.dumps([record] * 2, ensure_ascii=False), encoding="utf-8")
    told = []
    list(read_news(SourceFile("a.json", path, path.stat().st_size, 0), ReadOptions(), {}, told.append))
    assert told[0].unused == ("extra.x",)


def test_short_paragraphs_of_lists_of_objects_stay(tmp_path):
    parts = [{"p": BODY}, {"p": "图/何青禾"}, {"p": OTHER}]
    assert bodies(read_records(tmp_path, {"title": "大桥合龙", "contents": parts})) == [f"{BODY}\n图/何青禾\n{OTHER}"]


def test_the_answer_to_a_text_may_be_its_headline(tmp_path):
    for text, answer in (("input", "output"), ("prompt", "completion")):
        found = read_records(
            tmp_path, *({"instruction": "写一个标题。", text: body, answer: title} for title, body in STORIES)
        )
        assert [(each.title, each.text) for each in articles(found)] == list(STORIES)
    found = read_records(tmp_path, {"instruction": "大桥合龙了吗？", "input": BODY, "output": "已经合龙。"})
    assert [each.title for each in articles(found)] == [""]


def test_headlines_with_spaces_are_no_bylines(tmp_path):
    for line, is_title in (("俄罗斯艺术团来访 江城市民排起长队", True), ("何青禾 韩露", False)):
        (found,) = articles(read_records(tmp_path, {"text": f"{line}\n{BODY}"}))
        assert (found.title == line) == is_title


def test_the_address_of_linked_data_is_that_of_its_page(tmp_path):
    page = {"@type": "WebPage", "@id": "https://j.example/1.html"}
    (found,) = articles(read_records(tmp_path, {"headline": "大桥合龙", "articleBody": BODY, "mainEntityOfPage": page}))
    assert found.url == "https://j.example/1.html"


def test_what_kind_of_a_record_it_is_is_no_section_around_it_and_inside_it_either(tmp_path):
    record = {"title": "大桥合龙", "content": BODY}
    around = {"type": "public_channel", "messages": [record, {**record, "title": "开学"}]}
    found = articles(read_file(tmp_path, "a.json", json.dumps(around, ensure_ascii=False)))
    assert [each.section for each in found] == [None, None]
    (found,) = articles(read_records(tmp_path, {"published": "2025-03-18", "doc": {"type": "news", **record}}))
    assert (found.title, found.section) == ("大桥合龙", None)


def test_short_notes_and_texts_without_a_title_are_no_articles(tmp_path):
    (found,) = articles(read_records(tmp_path, {"title": "大桥合龙", "notes": "真实页面，未猜测。"}))
    assert found.text == ""
    assert not articles(read_records(tmp_path, {"nick": "何青禾", "city": "江城", "signature": "多读书，多走路。"}))


def test_a_text_that_no_name_tells_needs_no_full_stop(tmp_path):
    text = "澜江大桥今天下午在江心合龙，两岸市民从各处赶来观看，夜里灯火通明，据了解大桥全长三里，预计年底通车，届时过江只要五分钟..."
    rows = [{"文章名称": "大桥合龙", "文章详情": BODY}, {"文章名称": "大桥将通车", "文章详情": text}]
    for name, content in (
        ("a.json", json.dumps(rows)),
        ("a.csv", f"文章名称,文章详情\n大桥合龙,{BODY}\n大桥将通车,{text}\n"),
    ):
        assert bodies(read_file(tmp_path, name, content)) == [BODY, text]
    words = {
        "标题": "大桥合龙",
        "检索词": "大桥，通车，合龙，江城，交通局，市民，澜江，桥梁，建设，工程，两岸，观看，灯火，江心，年底，通车仪式，过江，隧道",
    }
    assert bodies(read_file(tmp_path, "b.json", json.dumps([words]))) == [""]
