r"""Line ends that were escaped twice, so that a value has ``\n`` in two characters."""

from __future__ import annotations

import json

import pytest
from read_files import BODY, OTHER, articles, lines, read_file

THIRD = "施工方称，大桥明年五月通车。"
TEXT = f"{BODY}\\n{OTHER}\\r\\n\\r\\n{THIRD}"


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_line_ends_that_were_escaped_twice_part_paragraphs(tmp_path, suffix):
    record = json.dumps({"title": "大桥合龙", "content": TEXT}, ensure_ascii=False)
    content = f"title,content\n大桥合龙,{TEXT}\n大桥通车,{TEXT}\n" if suffix == "csv" else f"{record}\n{record}\n"
    found = articles(read_file(tmp_path, f"a.{suffix}", content))
    assert [lines(each) for each in found] == [[BODY, OTHER, THIRD]] * 2
    numbers = [{line for paragraph in each.paragraphs for _, line in paragraph.lines} for each in found]
    assert numbers == ([{2}, {3}] if suffix == "csv" else [{1}, {2}])


@pytest.mark.parametrize("path", ["文件在D:\\news里。", "式子是$a \\neq b$。"])
def test_a_path_or_a_formula_is_no_line_end(tmp_path, path):
    found = read_file(tmp_path, "a.jsonl", json.dumps({"title": "大桥合龙", "content": f"{BODY}{path}"}) + "\n")
    assert [lines(each) for each in articles(found)] == [[f"{BODY}{path}"]]


def test_a_text_with_line_ends_keeps_its_backslashes(tmp_path):
    text = f"{BODY}\n程序打印了\\n这两个字符。"
    found = read_file(tmp_path, "a.jsonl", json.dumps({"title": "大桥合龙", "content": text}) + "\n")
    assert [lines(each) for each in articles(found)] == [text.split("\n")]
