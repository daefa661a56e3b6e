import json
import subprocess
from pathlib import Path

import pytest
from warm_start import PROGRAM

from newsgrep import evaluation
from newsgrep.errors import UsageError

ARTICLES = [
    {"id": "a", "title": "大桥合龙", "body": "澜江大桥昨日合龙。"},
    {"id": "b", "title": "大桥通车", "body": "澜江大桥今日通车，行人挥手。"},
    {"id": "c", "title": "候鸟归来", "body": "湿地的候鸟回来了。"},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("eval")
    (folder / "corpus").mkdir()
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in ARTICLES)
    (folder / "corpus/news.jsonl").write_text(lines, encoding="utf-8")
    (folder / "q.tsv").write_text("1\t大桥什么时候通车？\n2\t候鸟\n3\t没有判断\n", encoding="utf-8")
    (folder / "qrels.txt").write_text("1 0 b 1\n1 0 a 0\n2 0 news.jsonl#c 2\n9 0 a 1\n", encoding="utf-8")
    assert run(folder, "index").returncode == 0
    return folder


def run(folder, *words):
    command = [*PROGRAM, *words]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_the_figures_of_queries_that_have_judgments(folder):
    result = run(folder, "eval", "--queries", "q.tsv", "--qrels", "qrels.txt")
    assert result.returncode == 0
    assert result.stdout.splitlines()[0] == "2 queries"
    assert [line.split() for line in result.stdout.splitlines()[1:3]] == [["nDCG@10", "1.000"], ["MRR@10", "1.000"]]


def test_a_run_is_written_and_compared_with(folder):
    command = ("eval", "--queries", "q.tsv", "--qrels", "qrels.txt")
    assert run(folder, *command, "--run", "ours.run").returncode == 0
    assert (folder / "ours.run").read_text(encoding="utf-8").startswith("1 Q0 b 1 2 newsgrep\n1 Q0 a 2 1 newsgrep\n")
    (folder / "other.run").write_text("1 Q0 b 2 1.5 x\n1 Q0 a 1 2.5 x\n2 Q0 news.jsonl#c 1 1 x\n", encoding="utf-8")
    same = json.loads(run(folder, *command, "--against", "ours.run", "--json").stdout)
    assert (same["differences"]["nDCG@10"], same["p"]["nDCG@10"]) == (0.0, 1.0)
    lines = [
        json.loads(line)
        for line in run(folder, *command, "--against", "other.run", "--json", "--per-query").stdout.splitlines()
    ]
    assert [(line["query"], line["differences"]["MRR@10"]) for line in lines[:-1]] == [("1", 0.5), ("2", 0.0)]
    assert lines[-1]["differences"]["MRR@10"] == 0.25
    shown = run(folder, *command, "--against", "other.run").stdout
    assert "better here, by nDCG@10:\n  +0.369  1  大桥什么时候通车？\n" in shown
    assert "better there" not in shown
    assert "1\t1.000\t1.000\t1.000" in run(folder, *command, "--per-query").stdout


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("queries", "1\t大桥\n2 没有制表符\n", evaluation.read_queries),
        ("qrels", "1 0 a 1\n1 0 a\n", evaluation.read_judgments),
        ("qrels", "1 0 a 1\n1 0 a 很好\n", evaluation.read_judgments),
        ("run", "1 Q0 a 1 2.0 x\n1 Q0 a 1 x\n", evaluation.read_run),
    ],
)
def test_a_line_that_is_none_is_named(tmp_path, name, text, read):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=f"{name}:2: not a valid"):
        read(tmp_path / name)


def test_what_is_missing_is_said(folder):
    result = run(folder, "eval", "--queries", "none.tsv", "--qrels", "qrels.txt")
    assert (result.returncode, result.stdout) == (2, "")
    assert "none.tsv: cannot be read" in result.stderr
    (folder / "others.txt").write_text("8 0 x 1\n", encoding="utf-8")
    result = run(folder, "eval", "--queries", "q.tsv", "--qrels", "others.txt")
    assert result.returncode == 2
    assert "none of the queries has a judgment" in result.stderr


def test_names_of_articles_may_hold_spaces(tmp_path):
    (tmp_path / "qrels").write_text("1 0 江城 日报/1.txt#2 1\n", encoding="utf-8")
    assert evaluation.read_judgments(tmp_path / "qrels") == {"1": {"江城 日报/1.txt#2": 1}}
    (tmp_path / "run").write_text("".join(evaluation.run_lines({"1": ["江城 日报/1.txt#2", "b"]})), encoding="utf-8")
    assert evaluation.read_run(tmp_path / "run") == {"1": ["江城 日报/1.txt#2", "b"]}


def test_a_difference_is_told_from_chance():
    here = {str(number): 0.5 + number / 100 for number in range(20)}
    there = {name: value - 0.2 - (int(name) % 2) / 50 for name, value in here.items()}
    found = evaluation.difference(here, there)
    assert found.mean == pytest.approx(0.21)
    assert found.p < 0.001
    assert evaluation.difference(here, here).p == 1.0


EVAL = ("eval", "--queries", "q.tsv", "--qrels", "qrels.txt")


def test_what_is_read_is_not_written_to(folder):
    for name in ("q.tsv", "qrels.txt"):
        before = (folder / name).read_bytes()
        result = run(folder, *EVAL, "--run", name)
        assert (result.returncode, result.stdout) == (2, "")
        assert f"newsgrep: {name}: is an input file; not overwritten" in result.stderr
        assert (folder / name).read_bytes() == before


def test_a_run_goes_through_links_and_to_pipes(folder):
    (folder / "target.run").write_text("old")
    (folder / "link.run").symlink_to("target.run")
    assert run(folder, *EVAL, "--run", "link.run").returncode == 0
    assert (folder / "link.run").is_symlink()
    assert (folder / "target.run").read_text().startswith("1 Q0 b 1")
    assert run(folder, *EVAL, "--run", "/dev/null").returncode == 0
    assert Path("/dev/null").is_char_device()


def test_no_run_is_written_where_nothing_can_be_scored(folder):
    (folder / "none.txt").write_text("")
    assert run(folder, "eval", "--queries", "q.tsv", "--qrels", "none.txt", "--run", "none.run").returncode == 2
    assert not (folder / "none.run").exists()


def test_synonyms_are_compared_with_a_configuration_that_has_none(folder):
    (folder / "synonyms.txt").write_text("开车, 通车\n", encoding="utf-8")
    (folder / "plain.toml").write_text("")
    (folder / "q2.tsv").write_text("1\t开车\n", encoding="utf-8")
    command = ("eval", "--queries", "q2.tsv", "--qrels", "qrels.txt", "--json", "--against", "plain.toml")
    found = json.loads(run(folder, *command, "--synonyms", "synonyms.txt").stdout)
    assert (found["measures"]["MRR@10"], found["differences"]["MRR@10"], found["p"]["MRR@10"]) == (1.0, 1.0, None)


def test_queries_without_judgments_and_judgments_without_queries_are_said(folder):
    said = run(folder, *EVAL).stderr
    assert "newsgrep: skipped queries without judgments: 1\n" in said
    assert "newsgrep: judged queries that are not among the queries: 1\n" in said
    (folder / "half.run").write_text("1 Q0 b 1 2 x\n")
    assert (
        "half.run: queries missing from this run, counted as nothing found: 1\n"
        in run(folder, *EVAL, "--against", "half.run").stderr
    )


def test_a_name_that_comes_twice_and_a_score_that_is_none_are_named(tmp_path):
    (tmp_path / "q").write_text("1\t大桥\n1\t候鸟\n", encoding="utf-8")
    with pytest.raises(UsageError, match="q:2: the query name 1 is used twice"):
        evaluation.read_queries(tmp_path / "q")
    (tmp_path / "run").write_text("1 Q0 a 1 nan x\n")
    with pytest.raises(UsageError, match="run:1: not a valid line of a run"):
        evaluation.read_run(tmp_path / "run")
