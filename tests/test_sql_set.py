"""INSERT INTO … SET, as scripts for MySQL write rows."""

from __future__ import annotations

import pytest
from read_files import BODY, OTHER, bodies, facts, problems, read_file

ROWS = [("大桥合龙", BODY, "2025-03-18"), ("江城大学开学", f"{OTHER}，title=3, a", "2025-03-19")]


@pytest.mark.parametrize(
    "row",
    [
        "INSERT INTO news SET title='{}', content='{}', pubdate='{}';\n",
        "INSERT INTO `news`\nSET `title` = '{}',\n`content` = '{}',\n`pubdate` = '{}';\n",
        "REPLACE INTO db.news SET title=N'{}',content=TRIM('{}'),pubdate=DATE('{}'), n=3, m=NULL\n;\n",
        "insert into news set title='{}', content='{}', pubdate='{}' on duplicate key update title='旧', n=1;\n",
        "INSERT INTO news SET mark=';', title='{}', content='{}', pubdate='{}'\n",
    ],
)
def test_a_row_that_is_set_is_read(tmp_path, row):
    found = read_file(tmp_path, "a.sql", "SET NAMES utf8mb4;\n" + "".join(row.format(*each) for each in ROWS))
    assert facts(found) == [("大桥合龙", "2025-03-18", None), ("江城大学开学", "2025-03-19", None)]
    assert bodies(found) == [BODY, ROWS[1][1]]
    assert not problems(found)


@pytest.mark.parametrize("rest", ["=, '=',a;", ";", "a", "title", "= = =", "title='"])
def test_assignments_that_are_none_are_no_rows(tmp_path, rest):
    assert not facts(read_file(tmp_path, "a.sql", f"INSERT INTO news SET {rest}\n"))
