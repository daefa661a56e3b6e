"""Outlets whose names do not end as those of media do, and headlines that end as such names."""

from __future__ import annotations

import pytest
from read_files import BODY, facts, read_file

from newsgrep.readers.documents.meta_line import meta_line


@pytest.mark.parametrize("name", ["搜狐", "ETtoday新聞雲", "江城日报"])
def test_outlets_beside_a_day(tmp_path, name):
    for below in (f"{name} 2025-03-18", f"2025-03-18 {name}"):
        found = read_file(
            tmp_path,
            "1.md",
            f"# 江城早报\n\n## 大桥今日合龙\n\n{below}\n\n{BODY}\n\n## 新馆今日开放\n\n{below}\n\n{BODY}\n",
        )
        assert facts(found) == [("大桥今日合龙", "2025-03-18", name), ("新馆今日开放", "2025-03-18", name)]
    assert facts(read_file(tmp_path, "1.csv", f"title,from,text\n大桥今日合龙,{name},{BODY}\n"))[0][2] == name


def test_headlines_that_end_as_outlets_do():
    assert meta_line("江城数据服务平台正式发布") is None
    assert meta_line("江城发布 2025-03-18") == {"date": "2025-03-18", "source": "江城发布"}
