"""Concordance lines: each place once, matches one above the other, the same in every form."""

import csv
import io
import json
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from articles import article, entry
from conftest import ROOT, run
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from newsgrep.analysis import load_segmenter
from newsgrep.corpus_stats.concordance import by_context, concordance, concordance_lines, sampled
from newsgrep.engine.memory import MemoryEngine
from newsgrep.printers.concordance import COLUMNS, FORMS, Layout, form_of
from newsgrep.printers.style import Style
from newsgrep.query.plan_nodes import Literal
from newsgrep.search.search import Request
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

ARTICLES = [
    article("1", "澜江大桥昨日合龙", "昨日，澜江大桥主桥合龙。大桥全长两千米。", "过了大桥，还有大橋。", date="2025-10-05", source="江城日报"),
    article("2", "", "\t=大桥", "e\u0301大桥\u200d\u0301“大桥”…👩大桥" + "很" * 90 + "大桥", path="=晚报.jsonl", date="2024"),
    article("3", "江城大学招生", "江城的大学在招生；江城 大学。"),
]  # fmt: skip
TEXTS = [(part.text, field) for one in ARTICLES for field, parts in (("title", one.headlines), ("body", one.paragraphs)) for part in parts]  # fmt: skip
WIDTHS = (20, 40, 60, 80, 120, 200)


@pytest.fixture(scope="module")
def engine():
    engine = MemoryEngine()
    engine.update((), map(entry, ARTICLES))
    return engine


def lines(engine, line, **options):
    return list(concordance(engine, Request(line, order="path", **options), load_segmenter())[1])


def shown(engine, line):
    return [f"{one.left[-2:]}[{one.matched}]{one.right[:2]}" for one in lines(engine, line)]


@pytest.mark.parametrize("text", ["大桥", "桥", "江城大学", "“", "合龙。", "很很"])
def test_a_text_has_a_line_wherever_it_stands(engine, text):
    found = lines(engine, f'"{text}"')
    pattern = re.compile(re.escape(fold(text)).replace("城大", r"城\s*大"))
    assert len(found) == sum(len(pattern.findall(fold(one))) for one, _ in TEXTS)
    assert all(fold(one.matched).replace(" ", "") == fold(text) for one in found)
    assert all(one.left + one.matched + one.right == one.paragraph.text for one in found)


def test_a_run_is_looked_for_as_a_whole_and_words_side_by_side_each(engine):
    assert shown(engine, "江城大学") == ["[江城大学]招生", "生；[江城 大学]。"]
    assert [one.matched for one in lines(engine, "江城 招生")] == ["江城", "招生", "江城", "招生", "江城"]
    assert [one.matched for one in lines(engine, "title:大桥")] == ["大桥"]
    assert lines(engine, "大桥 -合龙")[0].article.key == "2"
    assert not lines(engine, "source:江城日报")


@given(
    st.lists(st.text("大桥江龙，", min_size=1, max_size=3), min_size=1, max_size=3), st.text("大桥江龙，", max_size=30)
)
def test_lines_never_overlap_and_nothing_is_left_between_them(texts, body):
    one = article("1", "", repair(body) or "空")
    found = [line.match for line in concordance_lines(one, [Literal(fold(text)) for text in texts])]
    assert all(before.end <= after.start for before, after in pairwise(found))
    rest = "".join(
        "\n" if any(span.start <= at < span.end for span in found) else char
        for at, char in enumerate(one.paragraphs[0].text)
    )
    assert not any(fold(text) in fold(rest) for text in texts)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("terminal", [True, False])
def test_matches_stand_one_above_the_other_and_no_line_is_too_wide(engine, columns, terminal):
    found = lines(engine, '"大桥"')
    layout = Layout(columns, 4)
    printed = "".join(
        FORMS["terminal"](found, layout, Style(color=True, columns=columns, terminal=terminal))
    ).splitlines()
    assert len(printed) == len(found)
    bare = [re.sub("\x1b\\[[0-9;]*m", "", line) for line in printed]
    before = [re.sub("\x1b\\[[0-9;]*m", "", line.split("\x1b[1;31m")[0]) for line in printed]
    assert {wcswidth(one) for one in before} == {layout.label + layout.left}
    assert max(map(wcswidth, bare)) <= columns
    assert abs(layout.left - (columns - layout.label - 4) / 2) <= 1


def test_a_template_cuts_the_context_at_its_far_end_and_keeps_spaces():
    line = concordance_lines(article("1", "", "The new  bridge\tis a 江城　大学"), [Literal("bridge")])
    (line,) = line
    shown = {text: "".join(form_of(text)([line], Layout(80, 6), Style())) for text in ("{left:4}|", "{left}[{match}]{right:6}|", "{left:60}|")}  # fmt: skip
    assert shown == {"{left:4}|": "ew  |\n", "{left}[{match}]{right:6}|": "The new  [bridge] is a |\n", "{left:60}|": "The new  " + " " * 51 + "|\n"}  # fmt: skip
    long = concordance_lines(article("1", "", "很" * 90 + "大桥"), [Literal("大桥")])
    assert "".join(form_of("{left:100}|")(long, Layout(80, 4), Style())) == "很" * 50 + "|\n"


def test_every_form_says_the_same(engine):
    found = lines(engine, '"大桥"')
    printed = {name: "".join(FORMS[name](found, Layout(80, 4), Style())) for name in ("tsv", "csv", "json")}
    rows = list(csv.reader(io.StringIO(printed["csv"], newline="")))
    assert tuple(rows[0]) == COLUMNS
    tabbed = [line.split("\t") for line in printed["tsv"].splitlines()]
    *objects, summary = map(json.loads, printed["json"].splitlines())
    assert summary == {"type": "summary", "schema": 1, "lines": len(found), "warnings": []}
    assert len(rows) == len(tabbed) == len(objects) + 1
    for row, columns, values, line in zip(rows[1:], tabbed[1:], objects, found, strict=True):
        assert values["match"] == row[-2] == columns[-2] == line.matched
        assert values["line"] == int(row[2]) == int(columns[2]) == line.line
        assert line.left.endswith(values["left"])
        assert line.right.startswith(values["right"])
        assert wcswidth(values["left"]) <= 40
    assert any(row[1] == "'=晚报.jsonl" for row in rows)


def test_order_and_sample(engine):
    found = lines(engine, '"大桥"')
    right = [fold(line.right) for line in by_context(found, "right")]
    assert right == sorted(right)
    left = [fold(line.left[-40:])[::-1] for line in by_context(found, "left")]
    assert left == sorted(left)
    assert [
        line.article.date for line in concordance(engine, Request("大桥", order="date"), load_segmenter())[1]
    ] == sorted(line.article.date for line in found)
    some = sampled(found, 3, 7)
    assert some == sampled(found, 3, 7)
    assert some == [line for line in found if line in some]
    assert len(some) == 3
    assert sampled(found, 100, 1) == found
    assert len({tuple(found.index(line) for line in sampled(found, 2, seed)) for seed in range(60)}) > 10


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kwic")
    run("index", str(ROOT / "corpus"), "--index", str(folder / "index"), cwd=folder)
    return folder


def test_the_command(demo):
    count = int(run("kwic", "江城大学", "-c", cwd=demo))
    assert len(run("kwic", "江城大学", cwd=demo).splitlines()) == count + 1 > 5
    assert len(run("kwic", "江城大学", "-n", "2", "--format", "terminal", cwd=demo).splitlines()) == 2
    assert run("kwic", "江城大学", "--sample", "3", "--seed", "4", "--json", cwd=demo).count('"type": "line"') == 3
    assert run("kwic", "无此事也", "-c", cwd=demo, code=1) == "0\n"
    assert run("kwic", "江城大学", "-q", cwd=demo) == ""
    assert int(run("kwic", "江城大学", "-c", "--source", "江城晚报", cwd=demo)) < count
    assert run("kwic", cwd=demo, code=2) == ""
    assert run("kwic", "大桥", "--width", "60", "--format", "terminal", "--sort", "left", cwd=demo)


def test_lines_come_as_they_are_found(demo):
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m newsgrep kwic 的 | head -n 2; echo ${{PIPESTATUS[0]}}"],
        cwd=demo,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.endswith("\n0\n")
    assert done.stderr == ""


@pytest.mark.parametrize("form", FORMS)
def test_a_long_paragraph_is_not_looked_through_for_each_of_its_matches(form, monkeypatch):
    """It took the square of its length: minutes for what `show` prints at once."""
    looked_at = []
    monkeypatch.setattr("newsgrep.printers.concordance.steady", lambda text: looked_at.append(len(text)) or text)
    monkeypatch.setattr(
        "newsgrep.corpus_stats.concordance.sentence_ends", lambda text: looked_at.append(len(text)) or [len(text)]
    )
    long = article("1", "", "大桥很长的段落，" * 1000)
    lines = list(concordance_lines(long, [Literal("大桥", fields=("body",))]))
    printed = "".join(FORMS[form](lines, Layout(80, 0, sentences=form != "terminal"), Style(), ()))
    assert (len(lines), printed.count("大桥") >= 1000) == (1000, True)
    assert sum(looked_at) < 4000 * len(lines)
