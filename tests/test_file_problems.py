"""Of many problems the first few are said, and how many more there are."""

import json

import pytest

from newsgrep.indexing.file_problems import MOST_OF_A_KIND, FileProblems, number_of
from newsgrep.message import Message, as_json, from_json
from newsgrep.readers import Problem

GOOD = json.dumps({"title": "大桥", "body": "大桥今天合龙。"}) + "\n"


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def recorded(*problems: Problem) -> list[Problem]:
    found = FileProblems()
    for problem in problems:
        found.add(problem)
    return found.all()


def test_few_problems_are_kept_as_they_are():
    problems = [Problem("a.csv", number, Message("bad {}", number)) for number in range(MOST_OF_A_KIND)]
    assert recorded(*problems) == problems


def test_of_each_kind_the_first_are_kept_and_the_others_counted():
    bad = [Problem("a.csv", number, Message("bad {}", number), lost=number == 15) for number in range(1, 1001)]
    found = recorded(*bad, Problem("a.csv", 7, Message("odd")))
    assert found[:MOST_OF_A_KIND] == bad[:MOST_OF_A_KIND]
    odd, more = found[MOST_OF_A_KIND:]
    assert str(odd) == "a.csv:7: odd"
    assert str(more) == "a.csv:11: 990 more like this: bad 11 ('newsgrep split FILE' lists all of them)"
    assert more.lost
    told = [problem.located for problem in found]
    assert number_of(told) == 1001
    assert number_of(from_json(as_json(each)) for each in told) == 1001


@pytest.mark.parametrize("line", [3, None])
def test_a_file_that_is_not_read_to_its_end_stays_one(line):
    bad = [Problem("a.csv", 2, Message("bad"))] * 30
    *_, more = recorded(*bad, Problem("a.csv", line, Message("bad")))
    assert more.line == (line and 2)


def test_a_file_of_bad_lines_floods_nothing(say, tmp_path):
    lines = "".join(f"{{bad {number}\n{GOOD}" for number in range(60))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.jsonl").write_text(GOOD + lines, encoding="utf-8")
    where = ("--index", str(tmp_path / "index"))
    for _ in range(2):
        code, _, error = say("index", str(tmp_path / "corpus"), *where)
        assert (code, error.count("newsgrep: a.jsonl:"), "60 unreadable" in error) == (2, MOST_OF_A_KIND + 1, True)
    assert say("status", *where)[1].count("\nunread") == MOST_OF_A_KIND + 1
    assert say("split", str(tmp_path / "corpus/a.jsonl"))[2].count("newsgrep: ") >= 60


def test_many_files_with_problems_flood_nothing(say, tmp_path, monkeypatch):
    monkeypatch.setattr("newsgrep.cli.index.MOST_SAID", 3)
    (tmp_path / "corpus").mkdir()
    for number in range(8):
        (tmp_path / f"corpus/{number}.pdf").write_bytes(b"%PDF-1.4")
        (tmp_path / f"corpus/{number}.rar").write_bytes(b"Rar!\x1a\x07\0")
    where = ("--index", str(tmp_path / "index"))
    code, _, error = say("index", str(tmp_path / "corpus"), *where)
    assert (code, error.count(".rar:") + error.count(".pdf:")) == (2, 3)
    assert "more problems; 'newsgrep status' lists them" in error


def test_nor_when_they_are_profiled(say, tmp_path, monkeypatch):
    monkeypatch.setattr("newsgrep.cli.index.MOST_SAID", 3)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(8):
        (corpus / f"{number}.rar").write_bytes(b"Rar!\x1a\x07\0")
    code, _, error = say("profile", str(corpus))
    assert (code, error.count(".rar:")) == (2, 3)
    assert "5 more problems; 'newsgrep split FILE' lists those of a file" in error
    bad = corpus / "0.jsonl"
    bad.write_text('{"title": "大桥"}\n' + '{"titl\n' * 60)
    code, _, error = say("profile", str(bad))
    assert (code, error.count("\n")) == (2, 4)


def test_files_without_an_article_are_named_also_where_there_are_no_others(say, tmp_path):
    (tmp_path / "none").mkdir()
    (tmp_path / "none/a.conll").write_text("今天大桥合龙。\n", encoding="utf-8")
    _, _, error = say("index", str(tmp_path / "none"), "--index", str(tmp_path / "none-index"))
    assert "a.conll:1: has no article" in error


def test_a_file_whose_suffix_no_format_has_is_named(tmp_path, say):
    (tmp_path / "页.bak").write_text("大桥合龙\n\n今天下午，澜江大桥在江心合龙。\n", "utf-8")
    code, out, err = say("split", str(tmp_path / "页.bak"))
    assert (code, out) == (2, "")
    assert err.endswith("页.bak: not read, as no format has its suffix (if it is a text, rename it to .txt)\n")
