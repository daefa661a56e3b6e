"""Values and parts of files that no reader expects: each is read around, or named in words that a user knows."""

import json

from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.json_records import read_json, read_json_lines
from newsgrep.readers.lines import FingerprintedLine
from newsgrep.readers.problems import Problem
from newsgrep.readers.web.mail import read_mailbox

STORY = {"title": "大桥合龙", "content": "本报讯 江城大桥昨日合龙，全长三公里。"}
EXCEEDING = json.dumps(STORY)[:-1] + ', "views": ' + "9" * 6000 + "}"


def test_a_number_of_more_digits_than_any_loses_no_article():
    array = list(read_json("a.json", [f"[{EXCEEDING}, {json.dumps(STORY)}]"], FieldMap()))
    lines = [FingerprintedLine(1, EXCEEDING, "")]
    rows = list(read_json_lines("a.jsonl", lines, FieldMap()))
    assert [each.values["title"] for each in array + rows] == ["大桥合龙"] * 3


def test_what_is_wrong_with_json_is_said_in_whole_words():
    (cut_off,) = (each for each in read_json("a.json", ['[{"title": "大桥'], FieldMap()) if isinstance(each, Problem))
    assert str(cut_off.message) == "not valid JSON: Unterminated string"


def test_a_message_nested_too_deeply_does_not_hide_the_next(tmp_path):
    first = "From a@b.cn Tue Mar 18 09:15:00 2025\nSubject: x\n"
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{depth}"\n\n--b{depth}\n' for depth in range(1000))
    file = tmp_path / "a.mbox"
    file.write_text(f"{first}{nested}\n\n{first}\n大桥昨日合龙。\n", encoding="utf-8")
    with file.open("rb") as opened:
        deep, record = read_mailbox("a.mbox", opened, FieldMap())
    assert str(deep.message) == "nested too deeply"
    assert record.values["body"] == "大桥昨日合龙。"
