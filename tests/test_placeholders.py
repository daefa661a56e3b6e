"""Tests of what people and programs write where there is no value."""

from __future__ import annotations

import json

import pytest
from read_files import BODY, OTHER, bodies, facts, read_file

from newsgrep.readers.values import NULLS


@pytest.mark.parametrize("nothing", sorted(NULLS))
def test_no_fact_is_what_says_that_there_is_none(tmp_path, nothing):
    rows = [
        {"title": title, "subtitle": nothing, "content": text, "source": nothing, "author": nothing, "date": nothing}
        for title, text in (("大桥合龙", BODY), ("大学开学", OTHER))
    ]
    table = "\n".join(",".join(row) for row in (rows[0], *(map(str, row.values()) for row in rows)))
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    for name, content in (("a.csv", table), ("a.jsonl", lines)):
        found = read_file(tmp_path, name, content)
        assert facts(found) == [("大桥合龙", None, None), ("大学开学", None, None)]
        assert bodies(found) == [BODY, OTHER]
        assert found[1].reporters == ()
        assert len(found[0].headlines) == 1


def test_names_of_dates_in_pinyin_and_of_first_publication(tmp_path):
    for name in ("shijian", "first_published_at"):
        row = json.dumps({"title": "大桥合龙", "content": BODY, name: "2025-03-18"}, ensure_ascii=False)
        assert facts(read_file(tmp_path, "a.jsonl", row)) == [("大桥合龙", "2025-03-18", None)]
