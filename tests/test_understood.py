"""What was understood of the files of a corpus is said after an update, in status and by profile."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest

from newsgrep.indexing.corpus_profile import KindSummary
from newsgrep.printers.understood import understood_lines
from newsgrep.readers.oddities import Doubt

RECORDS = [
    {
        "题目": "澜江大桥合龙",
        "新闻内容": "澜江大桥今天合龙。" * 20,
        "发表时间": "2025-03-18",
        "点评": "市民称赞，" * 40,
    },
    {"题目": "候鸟北归", "新闻内容": "鹭洲湿地今天飞来白鹤。", "发表时间": "昨天", "点评": "专家认为，" * 40},
]


@pytest.fixture
def run_cli(monkeypatch, capsys):
    """Runs a command line in a folder."""
    from newsgrep.cli.app import run

    def run_cli(*words, cwd, stdin=""):
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        code = run(words)
        out, err = capsys.readouterr()
        return SimpleNamespace(returncode=code, stdout=out, stderr=err)

    return run_cli


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS)
    (folder / "news.jsonl").write_text(text, encoding="utf-8")
    (folder / "page.txt").write_text("书店搬家\n\n书店下月搬家，市民可以免费领书。\n", encoding="utf-8")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8")
    (folder / "旧稿.ppt").write_bytes(b"\xd0\xcf")
    return tmp_path


def test_an_update_says_what_it_understood(run_cli, corpus):
    said = run_cli("index", cwd=corpus).stderr
    assert "jsonl: 1 file, 2 articles; 1 without date\n" in said
    assert "  title ← 题目  body ← 新闻内容  date ← 发表时间\n" in said
    assert "  long texts not used: 点评\n" in said
    assert "text: 1 file, 1 article; 1 without date\n" in said
    assert "left out: 1 .ppt (save as text or PDF), 1 .jpg (recognise the text first (OCR))\n" in said.replace(
        "1 .jpg (recognise the text first (OCR)), 1 .ppt (save as text or PDF)",
        "1 .ppt (save as text or PDF), 1 .jpg (recognise the text first (OCR))",
    )


def test_a_later_update_and_status_say_what_was_left_out(run_cli, corpus):
    run_cli("index", cwd=corpus)
    again = run_cli("index", cwd=corpus).stderr
    assert "left out: " in again
    assert "←" not in again
    status = run_cli("status", cwd=corpus).stdout
    assert status.index("left out: ") < status.index("up to date")
    assert "title ← 题目" in status
    told = json.loads(run_cli("status", "--json", cwd=corpus).stdout)
    assert told["left_out"] == {".ppt": 1, ".jpg": 1}
    (lines,) = [kind for kind in told["understood"] if kind["kind"] == "jsonl"]
    assert (lines["articles"], lines["undated"], lines["untitled"]) == (2, 1, 0)
    assert lines["roles"]["title"] == ["题目"]


def test_lines_that_are_not_read_again_are_still_counted(run_cli, corpus):
    run_cli("index", cwd=corpus)
    with (corpus / "corpus" / "news.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"title": "开学", "content": "今天开学。"}, ensure_ascii=False) + "\n")
    run_cli("index", cwd=corpus)
    told = json.loads(run_cli("status", "--json", cwd=corpus).stdout)
    (lines,) = [kind for kind in told["understood"] if kind["kind"] == "jsonl"]
    assert (lines["articles"], lines["undated"]) == (3, 2)
    assert lines["roles"]["title"] == ["title", "题目"]


def test_profile_shows_each_field_and_settings_to_paste(run_cli, corpus):
    done = run_cli("profile", "corpus", cwd=corpus)
    assert done.returncode == 0
    assert '[fields]\ntitle = "题目"\nbody = "新闻内容"\ndate = "发表时间"\n# body = "点评"' in done.stdout
    assert "left out: " in done.stdout
    pasted = done.stdout[done.stdout.index("[fields]") :]
    (corpus / "newsgrep.toml").write_text(pasted, encoding="utf-8")
    assert run_cli("profile", "corpus", cwd=corpus).stdout == done.stdout


def test_profile_reads_standard_input(run_cli, tmp_path):
    done = run_cli("profile", "--json", "-", cwd=tmp_path, stdin="标题,正文\n合龙,大桥今天合龙。\n")
    assert json.loads(done.stdout.splitlines()[0])["roles"] == {"title": ["标题"], "body": ["正文"]}


def test_profile_of_columns_without_names(run_cli, tmp_path):
    row = "澜江大桥合龙,澜江大桥今天上午合龙，预计明年五月正式通车。,2025-03-18\n"
    done = run_cli("profile", "-", cwd=tmp_path, stdin=row * 3)
    assert "# title = 1  # in tables without a header\n" in done.stdout


def test_split_reads_standard_input(run_cli, tmp_path):
    done = run_cli("split", "-", cwd=tmp_path, stdin='{"title": "合龙", "body": "大桥今天合龙。"}\n')
    assert (done.returncode, done.stdout) == (0, "-:1-1\tarticle\t\t合龙\n")
    assert run_cli("split", "-", cwd=tmp_path, stdin="").returncode == 1


def test_standard_input_becomes_a_file_of_the_corpus(run_cli, tmp_path):
    def add(name, *titles):
        lines = "".join(
            json.dumps({"title": title, "body": f"{title}。"}, ensure_ascii=False) + "\n" for title in titles
        )
        return run_cli("index", "--stdin", "--name", name, cwd=tmp_path, stdin=lines)

    assert add("feed", "大桥合龙", "候鸟北归").stderr.startswith("2 added")
    assert run_cli("index", cwd=tmp_path).stderr.startswith("0 added, 0 changed, 0 removed: 2")
    assert run_cli("search", "大桥", "-l", cwd=tmp_path).stdout == "feed\n"
    assert add("feed", "大桥合龙").stderr.startswith("0 added, 0 changed, 1 removed: 1")
    assert add("微博/feed.jsonl", "开学").stderr.startswith("1 added")
    (tmp_path / "corpus" / "own.txt").write_text("自己的稿件。\n", encoding="utf-8")
    for name in ("own.txt", "../feed", "/feed", ".feed", "a/.b", "feed.jpg", "corpus/../../x"):
        done = add(name, "大桥")
        assert (done.returncode, done.stdout) == (2, ""), name
    assert (tmp_path / "corpus" / "own.txt").read_text(encoding="utf-8") == "自己的稿件。\n"
    assert not (tmp_path / "feed").exists()
    empty = run_cli("index", "--stdin", "--name", "feed", cwd=tmp_path, stdin="")
    assert (empty.returncode, "standard input is empty" in empty.stderr) == (2, True)
    assert run_cli("index", "--stdin", cwd=tmp_path, stdin="x").returncode == 2
    assert run_cli("index", "--stdin", "--name", "x", "--watch", cwd=tmp_path, stdin="x").returncode == 2


def test_fields_with_the_names_of_their_roles_are_not_repeated():
    roles = {"title": ("title",), "body": ("正文",), "date": ("date", "day")}
    kind = KindSummary("csv", 1, 2, roles, (), 0, 0, 0)
    assert list(understood_lines([kind], str)) == [
        "csv: 1 file, 2 articles\n",
        "  title  body ← 正文  date ← date, day\n",
    ]


def test_fields_are_wrapped_at_the_width_of_the_terminal():
    roles = {"title": ("标题",), "body": ("正文",), "date": ("发布时间",)}
    lines = list(understood_lines([KindSummary("csv", 1, 2, roles, (), 0, 0, 0)], str, 30))
    assert lines[1:] == ["  title ← 标题  body ← 正文\n", "  date ← 发布时间\n"]
    assert list(understood_lines([KindSummary("csv", 1, 2, roles, (), 0, 0, 0)], str, 5))[1:] == [
        "  title ← 标题\n",
        "  body ← 正文\n",
        "  date ← 发布时间\n",
    ]


def test_what_is_in_doubt_is_wrapped_and_says_once_what_to_do():
    doubts = (Doubt("marks", 1, "a.txt", 1), Doubt("several", 3, "b.txt", 2, 2))
    kind = KindSummary("text", 9, 9, {}, (), 0, 0, 0, doubts)
    assert list(understood_lines([kind], str, 40)) == [
        "text: 9 files, 9 articles\n",
        "  a.txt:1: has titles with the marks\n",
        "    of a list\n",
        "  b.txt:2: has an article that looks\n",
        "    like several in one (3 articles in 2\n",
        "    files)\n",
        "'newsgrep split FILE' shows how a file\n",
        "  in doubt was read; if it is right,\n",
        "  there is nothing to do\n",
    ]
    assert len(list(understood_lines([kind, kind], str))) == 7


def test_split_says_a_doubt_of_each_file_that_has_it(run_cli, tmp_path):
    for name in "甲", "乙":
        (tmp_path / f"{name}.txt").write_text(
            "大桥合龙\n\n大桥今天合龙。<br>明年通车。<br>两岸市民观看。<br>\n", encoding="utf-8"
        )
    said = run_cli("split", "甲.txt", "乙.txt", cwd=tmp_path).stderr
    assert said == "".join(f"newsgrep: {name}.txt:1: has markup or escapes in its text\n" for name in "甲乙")


def test_unread_files_are_not_up_to_date_without_a_word(run_cli, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "1.txt").write_text("大桥通车\n\n大桥今天通车。\n", encoding="utf-8")
    (corpus / "2.rar").write_bytes(b"Rar!\x1a\x07")
    assert run_cli("index", cwd=tmp_path).returncode == 2
    status = run_cli("status", cwd=tmp_path)
    assert (status.returncode, status.stdout.splitlines()[-1]) == (0, "up to date, apart from what is unread")


def test_fields_with_brackets_in_their_names_are_used(run_cli, tmp_path):
    (tmp_path / "corpus").mkdir()
    record = {"标题(title)": "大桥合龙", "正文(content)": "大桥今天合龙。" * 40}
    (tmp_path / "corpus" / "a.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    said = run_cli("index", cwd=tmp_path).stderr
    assert "body ← 正文(content)" in said
    assert "not used" not in said


def test_a_field_that_is_the_text_of_some_records_only_is_in_doubt(run_cli, tmp_path):
    (tmp_path / "corpus").mkdir()
    words = "、".join(["大桥合龙", "江城交通", "两岸市民"] * 6)
    records = [{"标题": "大桥合龙", "说法": "大桥今天合龙。" * 12}, {"标题": "大桥将通车", "说法": words}]
    (tmp_path / "corpus" / "a.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    said = run_cli("index", cwd=tmp_path).stderr
    assert "has articles without title, date or text among others that have them" in said
