"""Titles that agencies put behind a dateline: 新华社江城3月18日电　题：大桥合龙记."""

import pytest
from read_files import BODY, OTHER, lines, read_text

TITLE = "大桥合龙记——江城两岸市民见闻"


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        (f"新华社江城3月18日电 题：{TITLE}\n新华社记者 何青禾\n{BODY}\n{OTHER}\n", "新华社江城3月18日电"),
        (f"　　中新社江城三月十八日电　题：{TITLE}\n　　{BODY}\n　　{OTHER}\n", "中新社江城三月十八日电"),
        (f"（中新网江城3月18日电）題：{TITLE}\n\n{BODY}\n\n{OTHER}\n", "（中新网江城3月18日电）"),
    ],
)
def test_the_title_is_without_the_dateline_which_begins_the_text(tmp_path, text, dateline):
    (found,) = read_text(tmp_path, text)
    assert (found.title, found.place) == (TITLE, "江城")
    assert lines(found)[0] == dateline
    assert lines(found)[-2:] == [BODY, OTHER]


def test_below_another_title_the_line_is_of_the_text(tmp_path):
    line = f"新华社江城3月18日电 题：{TITLE}"
    (found,) = read_text(tmp_path, f"大桥合龙记\n{line}\n新华社记者 何青禾\n{BODY}\n{OTHER}\n")
    assert found.title == "大桥合龙记"
    assert lines(found)[0] == line


def test_a_sentence_about_a_subject_is_none(tmp_path):
    (found,) = read_text(tmp_path, f"大桥合龙\n新华社江城3月18日电 题：大桥今日合龙。市民争看。\n{BODY}\n")
    assert found.title == "大桥合龙"
    assert lines(found)[-1] == BODY
