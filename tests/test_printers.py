"""Each format against its golden output; ``NEWSGREP_GOLDEN=write pytest`` writes them anew, to be read as a diff."""

import csv
import io
import os
from pathlib import Path

import pytest
from articles import article, entry

from newsgrep.analysis import load_segmenter
from newsgrep.cli.catalogue_zh import MESSAGES
from newsgrep.engine.memory import MemoryEngine
from newsgrep.printers import FORMATS, printer
from newsgrep.printers.style import Style
from newsgrep.search.search import Request, search
from newsgrep.search.shown import show

GOLDEN = Path(__file__).parent / "golden"
ARTICLES = [
    article(
        "1",
        "澜江大桥昨日合龙\n两岸车程缩至六分钟",
        "本报讯(记者何青禾 通讯员罗远)昨日上午,澜江大桥主桥合龙。江城大学桥梁系的二十名学生在桥头记录了合龙的全过程,这一天他们等了三年。",
        "大桥全长两千一百四十米,主跨六百八十米。施工单位介绍,合龙段长八米,重一百二十吨,吊装用了四个小时,其间江面停航。大桥明年年底通车。",
        date="2025-10-05", source="江城日报", section="01版", reporters=("何青禾",), correspondents=("罗远",),
    ),
    article("w2", "桥头的书店", "大桥桥头的旧书店，\t老板叶先生说：“合龙那天，店里没有人，都去看桥了。”", path="晚报,副刊.jsonl", date="2025-10-06"),
    article("3", "", "大桥合龙。\x1b[31m", path="无题.txt", kind="photo"),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    engine = MemoryEngine()
    engine.update((), map(entry, ARTICLES))
    return engine


def printed(engine, form: str, style: Style, line: str = "大桥合龙") -> str:
    answer = search(engine, Request(line, count_literal="fully"), load_segmenter())
    text = "".join(printer(form)(answer, show(engine, answer, count=2, columns=60), style))
    return text.replace(f'"took_ms": {round(answer.milliseconds, 1)}', '"took_ms": 0')


def check(name: str, text: str) -> None:
    golden = GOLDEN / name
    if os.environ.get("NEWSGREP_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8", newline="")
    assert text == golden.read_bytes().decode()


@pytest.mark.parametrize("form", FORMATS)
def test_plain(engine, form):
    check(f"{form}.golden", printed(engine, form, Style(columns=60)))


def test_labels_are_in_the_language_of_the_reader(engine):
    check("terminal-zh.golden", printed(engine, "terminal", Style(columns=60, explain=True, catalogue=MESSAGES)))


@pytest.mark.parametrize("form", ["terminal", "grep"])
def test_in_colour(engine, form):
    check(f"{form}-color.golden", printed(engine, form, Style(color=True, columns=60, explain=True)))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_of_a_csv_is_a_formula(sign):
    engine = MemoryEngine()
    text = f"{sign}HYPERLINK(大桥合龙)"
    engine.update((), [entry(article("1", text, text, path=f"{sign}.txt", source=text, reporters=(text,)))])
    rows = list(csv.reader(io.StringIO(printed(engine, "csv", Style(columns=60)), newline="")))
    assert len(rows) == 2
    assert not [cell for row in rows for cell in row if cell.startswith(sign)]
    assert [rows[1][column] for column in (2, 3)] == [f"'{sign}.txt#1", f"'{sign}.txt"]


def test_nul_ends_paths_and_ids(engine):
    assert printed(engine, "paths", Style(end="\0")).count("\0") == 3
    assert printed(engine, "ids", Style(end="\0")).endswith("#w2\0")


@pytest.mark.parametrize("columns", [30, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(engine, columns):
    from newsgrep.text.width import width

    lines = printed(engine, "terminal", Style(columns=columns)).splitlines()
    assert max(map(width, lines)) <= columns
    assert not any(line.strip()[:1] in tuple("，。！,") for line in lines if line.strip())
