"""Data that is not quite JSON: JSON5, values in scripts, what MongoDB's shell prints; and scripts that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_files import BODY, OTHER, articles, bodies, facts, problems

from newsgrep.readers.relaxed_json import to_json

TITLE, SECOND = "澜江大桥今天合龙", "江城大学开学"
FIRST = f"title: '{TITLE}', content: \"{BODY}\", date: '2025-03-18'"
LAST = f"'title': '{SECOND}', content: `{OTHER}`, date: '2025-03-19',"
LIST = f"[\n  {{{FIRST}}},\n  {{{LAST}}},\n]"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data.js", f"// made by a crawler\nvar newsData = {LIST};\n"),
        ("data.js", f"'use strict';\nconst a = 1;\nconst news = {LIST};\nmodule.exports = {{ news: news }};\n"),
        ("data.js", f"export default {{ code: 0, data: {{ list: {LIST} }} }}\n"),
        ("data.js", f"/**/jQuery17_42({{ result: {LIST} }});"),
        ("data.mjs", f"export const news = {LIST};"),
        ("data.js", f"var all = {{}};\nall['2025'] = [{{{FIRST}}}];\nall['2026'] = [{{{LAST}}}];\n"),
        ("data.js", f"list.push({{{FIRST}}});\nlist.push({{{LAST}}});\n"),
        ("news.json", LIST),
        ("news.json5", f"// stories\n[ {{{FIRST}}}, // the first\n /* and */ {{{LAST}}} // the last\n]"),
        ("news.txt", LIST),
        ("news.jsonp", f"callback({LIST})"),
        ("news.jsonl", f"{{{FIRST}}}\n{{{LAST}}}\n"),
        ("news.json", f"{{ _id: ObjectId('1'), {FIRST} }}\n{{ _id: ObjectId('2'), n: NumberLong(1), {LAST} }}\n"),
    ],
)
def test_values_are_read(read, name, text):
    found = read(name, text)
    assert [(title, date) for title, date, _ in facts(found)] == [(TITLE, "2025-03-18"), (SECOND, "2025-03-19")]
    assert bodies(found) == [BODY, OTHER]
    assert not problems(found)


def test_lines_are_those_of_the_file(read):
    found = articles(read("a.js", f"/* two\nlines */\nvar a = 1;\nvar news = {LIST};\n"))
    assert [article.line for article in found] == [5, 6]


def test_strings_are_joined_and_escapes_undone(read):
    (article,) = articles(read("a.js", f"var a = [{{title: 'D\\x41\\u6865\\'', content: '{BODY}' +\n  '{OTHER}'}}];"))
    assert article.title == "DA桥'"
    assert article.text == BODY + OTHER


@pytest.mark.parametrize(
    "text",
    [
        "(function ($) { var options = { speed: 300, show: function () { return this; } }; })(jQuery);",
        f"var texts = {{ title: document.title, content: '{BODY}' }};",
        f"var page = {{ title: '{TITLE}', content: `{BODY}${{more}}` }};",
        "module.exports = { presets: [['env', { targets: { node: 'current' } }]], plugins: [] };",
        "var a = [/*",
        "",
    ],
)
def test_scripts_without_data_are_no_articles_and_no_problems(read, text):
    assert not read("a.js", text)


def test_texts_without_known_names_are_named(read):
    found = read("a.js", f"var rows = [{{ foo: '{BODY}', bar: '{OTHER}' }}];")
    assert problems(found) == ["a.js:1: no title or body found among its fields: foo, bar (map them in newsgrep.toml under [fields])"]  # fmt: skip


@pytest.mark.parametrize("text", ["{title: bad}", "[{title: '大桥'", "{'a': 1 'b': 2}", "{a: alert(1)}"])
def test_what_is_no_data_is_still_named(read, text):
    assert "not valid JSON" in problems(read("a.json", text))[0]


def test_a_text_in_brackets_is_a_text(read):
    (article,) = articles(read("a.txt", f"{{江城：今日}}\n\n{BODY}\n"))
    assert BODY in article.text


@given(st.text(alphabet="{}[]():,'\"`\\\n a0x+-/*$桥", max_size=60))
def test_any_text_is_translated_or_not(text):
    found = to_json(text)
    assert found.end is None or 0 <= found.end <= len(text)
    assert found.json.count("\n") <= text.count("\n")


@pytest.mark.parametrize("piece", ["x=[", "x=[/*", "x=[`", 'x=["a', ";a=[1,", "\n\n\n", "x(["])
def test_what_could_be_slow_is_read_in_time(read, piece):
    read("a.js", piece * 10_000)
    read("b.js", f"x = [{piece * 10_000}]")
