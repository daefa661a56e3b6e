"""What was not taken as it was written is said, to a terminal and to a pipe; and which hits have the exact wording."""

import json

import pytest
from articles import article, entry
from conftest import index_of

from newsgrep.analysis import load_segmenter
from newsgrep.engine.memory import MemoryEngine
from newsgrep.printers import printer
from newsgrep.printers.style import Style
from newsgrep.search.search import Request, search
from newsgrep.search.shown import show

RECORDS = [
    {"id": "1", "title": "江城大学招聘", "body": "江城大学招聘教师。注意:报名截至周五。", "date": "2025-01-02", "source": "江城日报", "author": "何青禾"},
    {"id": "2", "title": "招聘会", "body": "会上，江城的大学生来招聘现场。", "date": "2025-01-03", "source": "江城晚报", "author": "罗远"},
    {"id": "3", "title": "大桥合龙", "body": "大桥12:30合龙，比分:三比二。记者:罗远 title:大桥 http://example.org/a 也在文中。", "date": "2025-01-04", "source": "江城晚报"},
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("warnings"), {"a.jsonl": RECORDS})


MISREAD = {
    "date:明日黄花 大桥": "“明日黄花” is not a date",
    "/[大/ 大桥": "is not a valid regular expression",
    "titel:大桥 大桥": "“titel:” is not a field; searching for the text instead (did you mean title:?)",
    "(大桥": "ignored an unmatched “(”",
    '"大桥': "unmatched quotation mark",
    "大桥 OR": "ignored an OR without words on both sides",
}


@pytest.mark.parametrize("line", MISREAD)
@pytest.mark.parametrize(
    "words",
    [
        ("search",), ("search", "-c"), ("search", "-l"), ("search", "--json"), ("search", "--format", "csv"), ("search", "--format", "terminal"),
        ("kwic",), ("kwic", "-c"), ("kwic", "--json"), ("count",), ("count", "--json"), ("count", "--by", "year"), ("collocates",), ("collocates", "--json"),
        ("keywords",), ("keywords", "--json"),
    ],
)  # fmt: skip
def test_a_misread_query_is_said_once_on_stderr_in_every_form(say, words, line):
    code, out, err = say(*words, line)
    assert code in {0, 1}
    assert err.count(MISREAD[line]) == 1
    assert MISREAD[line] not in out or "--json" in words
    assert MISREAD[line] not in say("-q", *words, line)[2]
    if "--json" in words:
        assert any(MISREAD[line] in warning for warning in json.loads(out.splitlines()[-1])["warnings"])


@pytest.mark.parametrize("words", [("search", "--json"), ("kwic", "--json"), ("count", "--json"), ("keywords", "--json")])  # fmt: skip
def test_a_query_that_is_read_as_written_has_no_warnings(say, words):
    _, out, err = say(*words, "大桥")
    assert json.loads(out.splitlines()[-1])["warnings"] == []
    assert err == ""


def test_a_saved_search_says_it_each_time(say):
    say("search", "大桥 date:明日黄花", "--save", "明日", "-q")
    assert "“明日黄花” is not a date" in say("saved", "run", "明日")[2]
    assert "“明日黄花” is not a date" in say("show", "a.jsonl#3", "--mark", "大桥 date:明日黄花")[2]
    say("saved", "remove", "明日")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("author:何青禾", ["1"]), ("reporter:罗远", ["2"]), ("Author:何青禾", ["1"]), ("agency:江城日报", ["1"]), ("newspaper:江城晚报", ["2", "3"]), ("headline:合龙", ["3"]),
        ("content:教师", ["1"]), ("url:1", ["1"]), ("year:2025 大桥", ["3"]), ("file:a.jsonl 教师", ["1"]), ("author:(何青禾 OR 罗远)", ["1", "2"]), ("-author:罗远 招聘", ["1"]),
    ],
)  # fmt: skip
def test_names_that_people_type_are_fields(say, line, found):
    _, out, err = say("search", line, "--format", "{id}", "--sort", "path")
    assert [one.removeprefix("a.jsonl#") for one in out.splitlines()] == found
    assert err == ""


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("titel:大桥", "did you mean title:?"), ("autor:罗远", "did you mean author:?"), ("sorce:江城", "did you mean source:?"), ("place:江城", "the fields are title, body, by, "),
        ("site:江城日报", "did you mean source:?"), ("时间:2025", "did you mean 日期:?"), ("地点:江城", "the fields are "), ("foo:大桥", "the fields are "),
    ],
)  # fmt: skip
def test_a_name_of_no_field_is_said_with_the_nearest(say, line, meant):
    _, _, err = say("search", line)
    assert f"“{line.partition(':')[0]}:” is not a field" in err
    assert meant in err


@pytest.mark.parametrize("line", ["12:30", "比分:", "比分:三比二", "注意:报名", "注意:", "http://example.org/a", "NBA:决赛", "快讯:大桥", "10:45"])  # fmt: skip
def test_what_stands_in_the_text_or_may_begin_one_is_no_field(say, line):
    assert "is not a field" not in say("search", line)[2]


def test_a_field_that_stands_in_the_text_is_searched_for_as_text_too(say):
    def found(line):
        return sorted(one.removeprefix("a.jsonl#") for one in say("search", line, "--format", "ids")[1].splitlines())

    assert found("记者:罗远") == ["2", "3"]
    assert found("by:罗远") == ["2"]
    assert found("title:大桥") == ["3"]
    assert found("-记者:罗远") == ["1"]
    assert "the text “记者:罗远”" in say("search", "记者:罗远", "--explain")[2]
    assert "the text" not in say("search", "by:罗远", "--explain")[2]


def test_json_and_terminal_say_how_many_have_the_exact_wording(say):
    _, out, _ = say("search", "江城大学招聘", "--json")
    *hits, summary = map(json.loads, out.splitlines())
    assert [hit["literal"] for hit in hits] == [True, False]
    assert (summary["total"], summary["total_literal"]) == (2, 1)
    assert say("search", "江城大学招聘", "-c")[1] == "2\n"
    assert "2 articles, 1 with this exact wording (" in say("search", "江城大学招聘", "--format", "terminal")[2]
    assert "2 articles, none with this exact wording (" in say("search", "江城招聘", "--format", "terminal")[2]
    for line in ("大桥", '"江城大学招聘"', "source:江城晚报"):
        _, out, _ = say("search", line, "--json")
        *hits, summary = map(json.loads, out.splitlines())
        assert all(hit["literal"] for hit in hits)
        assert summary["total_literal"] == summary["total"] == len(hits)
        assert "wording" not in "".join(say("search", line, "--format", "terminal")[1:])


def test_a_terminal_does_not_wait_for_many_articles_to_be_read(say, monkeypatch):
    monkeypatch.setattr("newsgrep.search.search.READ_READILY", 0)
    _, out, err = say("search", "江城大学招聘", "--format", "terminal")
    assert "without this exact wording" in out
    assert err.startswith("2 articles (")
    assert json.loads(say("search", "江城大学招聘", "--json")[1].splitlines()[-1])["total_literal"] == 1


def engine_of(literal, words):
    engine = MemoryEngine()
    texts = ["江城大学开学。"] * literal + ["江城的大学开学。"] * words
    engine.update((), (entry(article(str(number), "无", text)) for number, text in enumerate(texts, start=1)))
    return engine


def test_hits_are_printed_as_json_before_the_wording_is_counted(monkeypatch):
    engine, counted = engine_of(2, 1), []
    counts = type(engine).literal_total
    monkeypatch.setattr(engine, "literal_total", lambda *given: counted.append(given) or counts(engine, *given))
    answer = search(engine, Request("江城大学", count_literal="fully"), load_segmenter())
    lines = printer("json")(answer, show(engine, answer, count=1, columns=60), Style())
    assert [json.loads(next(lines))["literal"] for _ in range(3)] == [True, True, False]
    assert not counted
    assert json.loads(next(lines))["total_literal"] == 2


@pytest.mark.parametrize(
    ("literal", "words", "options", "blocks_before"),
    [
        (2, 2, {}, 2), (2, 0, {}, None), (0, 2, {}, None), (2, 2, {"limit": 2}, None), (2, 2, {"offset": 2}, 0), (2, 2, {"offset": 3}, None), (2, 2, {"offset": 1}, 1),
        (2, 2, {"order": "path"}, None),
    ],
)  # fmt: skip
def test_a_rule_stands_where_the_exact_wording_ends(literal, words, options, blocks_before):
    engine = engine_of(literal, words)
    answer = search(engine, Request("江城大学", count_literal="readily", **options), load_segmenter())
    assert answer.total_literal() == literal
    blocks = list(printer("terminal")(answer, show(engine, answer, count=1, columns=60), Style(columns=40)))
    ruled = [number for number, block in enumerate(blocks) if "without this exact wording" in block]
    assert ruled == ([] if blocks_before is None else [blocks_before])
