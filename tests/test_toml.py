"""TOML that holds articles, and TOML that is settings; books in FictionBook's XML."""

from __future__ import annotations

import pytest
from read_files import BODY, OTHER, articles, bodies, facts, lines, problems, read_file

from newsgrep.errors import ReadError
from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.read import is_news
from newsgrep.readers.texts import toml_records

NEWS = f'''[[news]]
title = "大桥合龙"
date = 2025-03-18
source = "江城日报"
content = """
{BODY}

{OTHER}
"""

[[news]]
title = "江城大学开学"
date = 2025-03-19T09:12:00+08:00
content = "{OTHER}"
'''


def test_each_table_of_toml_is_an_article(tmp_path):
    found = read_file(tmp_path, "a.toml", NEWS)
    assert facts(found) == [("大桥合龙", "2025-03-18", "江城日报"), ("江城大学开学", "2025-03-19", None)]
    assert [lines(each) for each in articles(found)] == [[BODY, OTHER], [OTHER]]
    assert [each.line for each in articles(found)] == [2, 12]


def test_a_table_of_toml_may_be_an_article(tmp_path):
    assert facts(read_file(tmp_path, "a.toml", f'"标题" = "大桥合龙"\n"正文" = "{BODY}"\n')) == [
        ("大桥合龙", None, None)
    ]


def test_settings_in_toml_are_no_articles(tmp_path):
    settings = '[site]\ntitle = "江城日报"\nlanguages = ["zh"]\n[params]\ndescription = "江城的新闻"\n'
    assert read_file(tmp_path, "a.toml", settings) == []
    assert not any(map(is_news, ("newsgrep.toml", "a/pyproject.toml")))


def test_a_text_in_other_toml_is_said(tmp_path):
    found = read_file(tmp_path, "a.toml", f'[site]\nabout = "{BODY}"\n')
    assert problems(found) == ["a.toml: TOML without records (save its contents as CSV or JSON Lines)"]
    assert problems(read_file(tmp_path, "b.toml", f'[[news]\ntitle = "{BODY}"\n'))


def test_toml_has_bounds(tmp_path, monkeypatch):
    assert read_file(tmp_path, "a.toml", "a = " + "[" * 100_000) == []
    assert read_file(tmp_path, "b.toml", f"[{'.'.join('a' * 1_000_000)}]\n") == []
    monkeypatch.setattr(toml_records, "MOST_READ", 10)
    with pytest.raises(ReadError, match="longer than 10 characters"):
        list(toml_records.read_toml("a.toml", ["title = 'a'\n"], FieldMap()))


def test_sections_of_a_book_of_xml_are_articles(tmp_path):
    section = "<section><title><p>{}</p></title><p>{}</p></section>"
    book = section.format("大桥合龙", BODY) + section.format("江城大学开学", OTHER)
    about = "<description><title-info><book-title>江城日报</book-title></title-info></description>"
    found = read_file(tmp_path, "a.fb2", f"<FictionBook>{about}<body>{book}</body></FictionBook>")
    assert [title for title, _, _ in facts(found)] == ["大桥合龙", "江城大学开学"]
    assert bodies(found) == [BODY, OTHER]
