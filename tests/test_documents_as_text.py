"""Documents in Org mode and reStructuredText: one story or several, their facts, and marks that are no text."""

from __future__ import annotations

import pytest
from read_files import BODY, OTHER, articles, bodies, facts, lines

TITLE, SECOND = "澜江大桥今天合龙", "江城大学开学"
RULE, LINE = "=" * 20, "-" * 20

ONE = {
    "keywords.org": f"#+TITLE: {TITLE}\n#+DATE: <2025-03-18 Tue>\n#+SOURCE: 江城日报\n# a comment\n\n{BODY}\n\n{OTHER}\n",
    "drawer.org": f"* DONE {TITLE} :桥:\n:PROPERTIES:\n:ID: 7\n:SOURCE: 江城日报\n:DATE: 2025-03-18\n:END:\n{BODY}\n{OTHER}\n",
    "line.org": f"* {TITLE}\n[2025-03-18 Tue 09:15] 江城日报\n\n{BODY}\n-----\n{OTHER}\n",
    "fields.rst": f"{TITLE}\n{RULE}\n\n:date: 2025-03-18\n:source: 江城日报\n\n{BODY}\n\n.. image:: a.png\n   :alt: 大桥\n\n{OTHER}\n",
    "overline.rst": f"{RULE}\n{TITLE}\n{RULE}\n\n2025-03-18 江城日报\n\n{BODY}\n\n.. a comment\n   that goes on\n\n{OTHER}\n",
    "nikola.rst": f".. title: {TITLE}\n.. date: 2025-03-18 09:00:00 UTC+08:00\n.. source: 江城日报\n\n{BODY}\n\n{OTHER}\n",
}


@pytest.mark.parametrize("name", ONE)
def test_a_document_of_one_story(read, name):
    found = read(name, ONE[name])
    assert facts(found) == [(TITLE, "2025-03-18", "江城日报")]
    assert bodies(found) == [f"{BODY}\n{OTHER}"]


MANY = {
    "a.org": f"#+TITLE: 剪报\n* {TITLE}\n:PROPERTIES:\n:DATE: 2025-03-18\n:SOURCE: 江城日报\n:END:\n{BODY}\n"
    f"* {SECOND}\n:PROPERTIES:\n:DATE: 2025-03-19\n:SOURCE: 江城晚报\n:END:\n{OTHER}\n",
    "b.org": f"* TODO {TITLE}\n<2025-03-18>\n:PROPERTIES:\n:SOURCE: 江城日报\n:END:\n\n{BODY}\n"
    f"* TODO {SECOND}\n<2025-03-19>\n:PROPERTIES:\n:SOURCE: 江城晚报\n:END:\n\n{OTHER}\n",
    "a.rst": f"{TITLE}\n{RULE}\n\n:date: 2025-03-18\n:source: 江城日报\n\n{BODY}\n\n"
    f"{SECOND}\n{RULE}\n\n:date: 2025-03-19\n:source: 江城晚报\n\n{OTHER}\n",
    "b.rst": f"{RULE}\n江城早报\n{RULE}\n\n{TITLE}\n{LINE}\n\n2025-03-18 江城日报\n\n{BODY}\n\n"
    f"{SECOND}\n{LINE}\n\n2025-03-19 江城晚报\n\n{OTHER}\n",
    "a.md": f"# {TITLE}\n\n2025-03-18 江城日报\n\n{BODY}\n\n# {SECOND}\n\n2025-03-19 江城晚报\n\n{OTHER}\n",
}


@pytest.mark.parametrize("name", MANY)
def test_a_document_of_several_stories(read, name):
    found = read(name, MANY[name])
    assert facts(found) == [(TITLE, "2025-03-18", "江城日报"), (SECOND, "2025-03-19", "江城晚报")]
    assert bodies(found) == [BODY, OTHER]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.org", f"#+TITLE: {TITLE}\n{BODY}\n* 现场\n{OTHER}\n* 反响\n{BODY}\n"),
        ("a.rst", f"{TITLE}\n{RULE}\n\n{BODY}\n\n现场\n{LINE}\n\n{OTHER}\n\n反响\n{LINE}\n\n{BODY}\n"),
        ("a.md", f"# {TITLE}\n\n{BODY}\n\n# 现场\n\n{OTHER}\n\n# 反响\n\n{BODY}\n"),
    ],
)
def test_headings_without_facts_are_those_of_one_story(read, name, text):
    (article,) = articles(read(name, text))
    assert article.title == TITLE
    assert lines(article) == [BODY, "现场", OTHER, "反响", BODY]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.org", f"*昨日*，[[https://j.example.cn/1][江城]]通车。[[file:a.png]] {OTHER}"),
        ("a.rst", f"**昨日**，`江城 <https://j.example.cn/1>`_\\ 通车。 {OTHER}"),
    ],
)
def test_marks_are_no_text(read, name, line):
    (article,) = articles(read(name, f"{BODY}\n\n{line}\n"))
    assert lines(article)[1].replace("\\ ", "").replace("  ", " ") == f"昨日，江城通车。 {OTHER}"


def test_what_stands_in_quotations_and_notes_is_text_and_source_code_is_none(read):
    org = f"* {TITLE}\n{BODY}\n#+BEGIN_QUOTE\n{OTHER}\n#+END_QUOTE\n#+BEGIN_SRC python\nprint(1)\n#+END_SRC\n"
    rst = f"{TITLE}\n{RULE}\n\n{BODY}\n\n.. note:: {OTHER}\n\n.. code-block:: python\n\n   print(1)\n"
    assert bodies(read("a.org", org)) == bodies(read("a.rst", rst)) == [f"{BODY}\n{OTHER}"]


def test_lines_are_those_of_the_file(read):
    (article,) = articles(read("a.rst", ONE["overline.rst"]))
    assert [article.headlines[0].line, *(part.line for part in article.paragraphs)] == [2, 7, 12]


@pytest.mark.parametrize("name", ["a.org", "a.rst"])
def test_a_text_without_marks_is_a_text(read, name):
    assert bodies(read(name, f"{BODY}\n\n{OTHER}\n")) == [f"{BODY}\n{OTHER}"]


@pytest.mark.parametrize("name", ["a.org", "a.rst"])
@pytest.mark.parametrize("piece", ["[[", "*a ", "`a <", "|a", ":a:", "<2025-03-18", "=\n", ".. \n", "* \n", ":a:\n"])
def test_what_could_be_slow_is_read_in_time(read, name, piece):
    read(name, piece * 5_000)
