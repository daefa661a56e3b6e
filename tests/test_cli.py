"""The program as a process: exit codes, pipes, colour, messages."""

import fcntl
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from warm_start import COLD, PROGRAM

from newsgrep.cli.app import COMMANDS
from newsgrep.cli.app import run as run_program
from newsgrep.printers import FORMATS

CLEAN = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("NEWSGREP", "XDG")) and "COLOR" not in name
}


def run(*words: str | bytes, cwd: Path, text: bool = True, stdin=subprocess.DEVNULL, **environment: str):
    return subprocess.run(
        [*PROGRAM, *words], cwd=cwd, env=CLEAN | environment, capture_output=True, stdin=stdin,
        encoding="utf-8" if text else None, check=False, timeout=120,
    )  # fmt: skip


def write_corpus(folder: Path) -> None:
    (folder / "江城日报").mkdir(parents=True)
    page = "澜江大桥昨日合龙\n\n本报讯(记者何青禾)江城大学的师生到桥头观看大桥合龙,江风很大。\n\n大桥将于年底通车。\n"
    (folder / "江城日报/2025-10-05.txt").write_text(page, encoding="utf-8")
    records = [
        {
            "id": "w1",
            "title": "候鸟归来",
            "body": "鹭洲湿地的候鸟回来了。\n江城大学的学生去数鸟。",
            "date": "2025-11-02",
            "source": "江城晚报",
        },
        {
            "id": "w2",
            "title": "地铁三号线",
            "body": "地铁3号线通到大学城。",
            "date": "2025-12-01",
            "source": "江城晚报",
        },
    ]
    (folder / "晚报.jsonl").write_text(
        "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def indexed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("indexed")
    write_corpus(folder / "corpus")
    assert run("index", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def work(tmp_path):
    write_corpus(tmp_path / "corpus")
    return tmp_path


def test_index_then_search_is_all_it_takes(work):
    result = run("index", cwd=work)
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr.startswith("3 added, 0 changed, 0 removed: 3 articles in the index (")
    assert run("search", "合龙", cwd=work).stdout == (
        "江城日报/2025-10-05.txt:1:澜江大桥昨日合龙\n"
        "江城日报/2025-10-05.txt:3:本报讯(记者何青禾)江城大学的师生到桥头观看大桥合龙,江风很大。\n"
    )


def test_exit_codes_are_those_of_grep(indexed, tmp_path):
    assert run("search", "候鸟", cwd=indexed).returncode == 0
    assert run("search", "没有的词", cwd=indexed).returncode == 1
    assert run("search", "候鸟", cwd=tmp_path).returncode == 2
    assert run("search", cwd=indexed).returncode == 2
    assert run("search", "候鸟", "--no-such-option", cwd=indexed).returncode == 2
    assert run("nonsense", cwd=indexed).returncode == 2
    assert run("--version", cwd=indexed).returncode == 0
    assert run("show", "没有#1", cwd=indexed).returncode == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("search", "候鸟", "--index", "nowhere"), "newsgrep: nowhere: no index found (create one with 'newsgrep index FOLDER', or point to one with --index DIR or NEWSGREP_INDEX)\n"),
        (("search", " "), "newsgrep: search: no query given (example: newsgrep search 江城大学)\n"),
        (("kwic", "-c"), "newsgrep: kwic: no query given (example: newsgrep kwic 江城大学 --sort right)\n"),
        (("collocates",), "newsgrep: collocates: no query given (example: newsgrep collocates 江城大学)\n"),
        (("keywords",), "newsgrep: keywords: no query given (example: newsgrep keywords --source 江城日报)\n"),
        (("saved", "run", "争议", "--all"), "newsgrep: give either names or --all, not both\n"),
        (("search", "鸟", "--recent", "1y", "--sort", "date"), "newsgrep: --recent and --sort date cannot be combined\n"),
        (("search", "鸟", "--format", "{titel}"), "newsgrep: {titel}: unknown field {titel} (did you mean {title}? The fields are rank, score, id, "),
        (("split", "没有"), "newsgrep: 没有: no such file (check the spelling)\n"),
        (("search", "鸟", "--since", "明日黄花"), "newsgrep: --since 明日黄花: not a date (examples: 2025, 2025-03, 2025-03-18, 上周)\n"),
        (("search", "鸟", "--config", "no.toml"), "newsgrep: no.toml: the configuration file cannot be read: No such file or directory (check the path, or choose another file with --config)\n"),
        (("search", "鸟", "--dict", "no.txt"), "newsgrep: no.txt: the user dictionary cannot be read: No such file or directory (check the path; the file must be UTF-8 text with one word per line)\n"),
        (("index", "nowhere", "--index", "new"), "newsgrep: nowhere: no such file or folder (give an existing one, as in 'newsgrep index FOLDER')\n"),
        (("split", "corpus"), "newsgrep: corpus: is a folder (give a file)\n"),
        (("search", "鸟", "-n", "viele"), "newsgrep: Invalid value for '-n' / '--limit': 'viele' is not a valid integer range (see newsgrep search --help)\n"),
    ],
)  # fmt: skip
def test_errors_are_one_line_that_says_what_to_do(indexed, words, message):
    result = run(*words, cwd=indexed)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_verbose_shows_the_traceback(tmp_path):
    result = run("-v", "search", "鸟", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith("Traceback")
    assert result.stderr.splitlines()[-1].startswith(f"newsgrep: no index found; looked for index/ in {tmp_path}, ")
    assert "Traceback" not in run("search", "鸟", cwd=tmp_path).stderr


def test_an_empty_corpus_is_said(tmp_path):
    (tmp_path / "corpus").mkdir()
    result = run("index", cwd=tmp_path)
    assert result.returncode == 2
    assert "nothing to index (add text, JSON, CSV, Excel, HTML, XML or other files; " in result.stderr
    assert not (tmp_path / "index").exists()


def test_what_cannot_be_read_is_named_and_the_rest_is_indexed(work):
    with (work / "corpus/晚报.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "w3", "title": \n{"id": "w4", "title": "龙舟", "body": "龙舟竞渡。"}\n')
    (work / "corpus/照片.txt").write_bytes(bytes(range(256)) * 20)
    result = run("index", cwd=work)
    assert result.returncode == 2
    assert "newsgrep: 晚报.jsonl:3: not valid JSON" in result.stderr
    assert (
        "newsgrep: 照片.txt: not a text file; skipped (move it out of the corpus, or rename it to a suffix that is not read)"
        in result.stderr
    )
    assert "4 added, 0 changed, 0 removed: 4 articles in the index (" in result.stderr
    assert run("search", "龙舟", "--format", "ids", cwd=work).stdout == "晚报.jsonl#w4\n"


@pytest.mark.parametrize(
    "query",
    [
        "鸟",
        "的",
        "“候鸟”",
        "（候鸟 OR 大桥）",
        "－候鸟",
        '"',
        "(",
        ")",
        "OR",
        "-",
        "^",
        ":",
        "title:",
        "date:..",
        "？！",
        "\\",
        "a" * 3000,
    ],
)
def test_no_query_is_a_syntax_error(indexed, query):
    result = run("search", "--", query, cwd=indexed)
    assert result.returncode in {0, 1}
    assert all(line.startswith("newsgrep: ") and "internal error" not in line for line in result.stderr.splitlines())


def test_a_closed_pipe_is_quiet(indexed):
    command = f"{sys.executable} -m newsgrep search -n 0 --snippets 9 江城 OR 大桥 OR 候鸟 | head -n 1; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(
        ["bash", "-c", command], cwd=indexed, env=CLEAN, capture_output=True, text=True, check=False
    )
    assert result.stdout.splitlines()[-1] == "0"
    assert result.stderr == ""


def test_a_closed_stdout_ends_without_a_traceback(indexed):
    command = f"{sys.executable} -m newsgrep search 候鸟 >&-"
    result = subprocess.run(
        ["bash", "-c", command], cwd=indexed, env=CLEAN, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in result.stderr


def test_json_is_one_object_a_line_and_a_summary(indexed):
    result = run("search", "江城大学", "--json", cwd=indexed)
    *hits, summary = map(json.loads, result.stdout.splitlines())
    assert {key: summary[key] for key in ("type", "schema", "query", "total", "shown", "relaxed", "articles")} == {
        "type": "summary", "schema": 1, "query": "江城大学", "total": 3, "shown": 3, "relaxed": True, "articles": 3,
    }  # fmt: skip
    assert summary["total_all"] == 2
    assert [(hit["rank"], hit["match"]) for hit in hits] == [(1, "all"), (2, "all"), (3, "some")]
    assert {hit["id"] for hit in hits[:2]} == {"江城日报/2025-10-05.txt#1", "晚报.jsonl#w1"}
    for hit in hits[:2]:
        for snippet in hit["snippets"]:
            assert "江城大学" in {snippet["text"][slice(*span)] for span in snippet["matches"]}
    assert "\\u" not in result.stdout


def test_utf8_whatever_the_locale(indexed):
    plain = run("search", "候鸟", cwd=indexed)
    assert (
        run("search", "候鸟", cwd=indexed, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0").stdout == plain.stdout
    )


def test_colour_obeys_flag_then_no_color_then_force(indexed):
    def colored(*words: str, **environment: str) -> bool:
        return "\x1b[" in run("search", "候鸟", *words, cwd=indexed, **environment).stdout

    assert not colored()
    assert colored("--color", "always", NO_COLOR="1")
    assert not colored(NO_COLOR="1", FORCE_COLOR="1")
    assert colored(NO_COLOR="", CLICOLOR_FORCE="1")
    assert colored(FORCE_COLOR="1")
    assert not colored("--color", "never", FORCE_COLOR="1")


def test_options_stand_before_or_after_the_command(indexed, tmp_path):
    index = str(indexed / "index")
    before = run("--index", index, "search", "候鸟", cwd=tmp_path)
    after = run("search", "候鸟", "--index", index, cwd=tmp_path)
    by_environment = run("search", "候鸟", cwd=tmp_path, NEWSGREP_INDEX=index)
    assert before.stdout == after.stdout == by_environment.stdout != ""


def test_settings_flag_environment_file(indexed, tmp_path):
    (tmp_path / "newsgrep.toml").write_text(f'index = "{indexed / "index"}"\n')
    assert run("search", "候鸟", cwd=tmp_path).returncode == 0
    assert run("search", "候鸟", cwd=tmp_path, NEWSGREP_INDEX="nowhere").returncode == 2
    assert (
        run("search", "候鸟", "--index", str(indexed / "index"), cwd=tmp_path, NEWSGREP_INDEX="nowhere").returncode == 0
    )
    (tmp_path / "newsgrep.toml").write_text('idnex = "x"\n')
    assert "unknown setting idnex (choose from corpus, " in run("search", "候鸟", cwd=tmp_path).stderr


def test_a_mapping_in_the_configuration_names_the_fields(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.jsonl").write_text('{"甲栏": "江城新闻", "乙栏": "候鸟。"}\n', encoding="utf-8")
    assert "no title or body found among its fields: 甲栏, 乙栏" in run("index", cwd=tmp_path).stderr
    (tmp_path / "newsgrep.toml").write_text('[fields]\ntitle = "甲栏"\nbody = ["乙栏"]\n', encoding="utf-8")
    assert run("index", cwd=tmp_path).returncode == 0
    assert run("search", "候鸟", cwd=tmp_path).stdout == "a.jsonl:1:候鸟。\n"


def test_count_quiet_paths_and_nul(indexed):
    assert run("search", "-c", "江城大学", cwd=indexed).stdout == "2\n"
    assert run("search", "-c", "没有的词", cwd=indexed).stdout == "0\n"
    quiet = run("search", "-q", "江城大学", cwd=indexed)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    assert run("search", "-l", "江城大学", cwd=indexed).stdout == "晚报.jsonl\n江城日报/2025-10-05.txt\n"
    assert run("search", "-l", "-0", "江城大学", cwd=indexed).stdout == "晚报.jsonl\0江城日报/2025-10-05.txt\0"


def test_filters_sort_limit_and_offset(indexed):
    def ids(*words: str) -> list[str]:
        return run("search", "--format", "ids", *words, cwd=indexed).stdout.split()

    assert ids("大学", "--source", "江城晚报", "--sort", "date") == ["晚报.jsonl#w1", "晚报.jsonl#w2"]
    assert ids("大学", "--sort", "-date", "-n", "1") == ["晚报.jsonl#w2"]
    assert ids("大学", "--sort", "-date", "--offset", "1", "-n", "1") == ["晚报.jsonl#w1"]
    assert ids("大学", "--since", "2025-11", "--until", "2025-11") == ["晚报.jsonl#w1"]
    assert ids("大桥", "--by", "何青禾", "--kind", "article", "--path", "江城日报") == ["江城日报/2025-10-05.txt#1"]
    assert ids("候鸟 合龙", "--all") == []
    assert len(ids("--any", "候鸟 合龙")) == 2
    assert run("search", "--any", "--all", "候鸟", cwd=indexed).returncode == 2


def test_an_exclusion_needs_no_quotes(indexed):
    assert run("search", "大学", "-合龙", "-候鸟", "-GDP", "--format", "ids", cwd=indexed).stdout == "晚报.jsonl#w2\n"
    assert run("search", "大学", "--nonsense", cwd=indexed).returncode == 2


def test_what_is_quoted_is_exact_to_the_last_space(work):
    (work / "corpus/空格.txt").write_text("空格\n江城 大学。\n", encoding="utf-8")
    run("index", cwd=work)
    assert run("search", "-c", '"江城 "', cwd=work).stdout == "1\n"
    assert run("search", "-c", '"江城"', cwd=work).stdout == "3\n"


@pytest.mark.parametrize(
    "query",
    [
        "(" * 500,
        "NOT " * 2400,
        "title:" * 1600,
        "江城 " * 1500,
        "大 OR " * 1900,
        "date:最近99999999天",
        "大桥^" + "9" * 400,
    ],
)
def test_monstrous_queries_are_answered(indexed, query):
    result = run("search", "--json", "--", query, cwd=indexed)
    assert result.returncode in {0, 1}
    assert json.loads(result.stdout.splitlines()[-1], parse_constant=pytest.fail)["type"] == "summary"


def test_no_command_shows_help(indexed):
    result = run(cwd=indexed)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Commands:\n  index " in result.stderr


def test_the_dictionary_of_the_index_is_that_of_its_queries(work):
    (work / "words.txt").write_text("江城大学的师生\n", encoding="utf-8")
    assert run("index", "--dict", "words.txt", cwd=work).returncode == 0
    assert "the word 江城大学的师生" in run("search", "--explain", "江城大学的师生", cwd=work).stderr
    (work / "other.txt").write_text("别的词\n", encoding="utf-8")
    assert (
        "the index was built with another dictionary, which is used"
        in run("search", "--dict", "other.txt", "大学", cwd=work).stderr
    )
    assert "0 added, 0 changed, 0 removed" in run("index", cwd=work).stderr
    assert (
        "rebuilt: the dictionary, the field mapping or newsgrep itself has changed"
        in run("index", "--dict", "other.txt", cwd=work).stderr
    )


def test_words_with_letters_digits_and_marks_are_the_users_too(work):
    (work / "words.txt").write_text("T恤 1000\n殲－２０\n", encoding="utf-8")
    shown = run("--dict", "words.txt", "tokens", "他穿T恤看歼-20表演", cwd=work).stdout
    assert [line.split("\t")[2] for line in shown.splitlines()[1:]] == ["他", "穿", "t恤", "看", "歼-20", "表演"]
    assert run("index", "--dict", "words.txt", cwd=work).returncode == 0
    assert "the text “歼-20”" in run("search", "--explain", "看歼-20表演", cwd=work).stderr
    (work / "words.txt").write_text("T恤\n歼 20 nz 3\n歼，20\n", encoding="utf-8")
    refused = run("index", "--dict", "words.txt", cwd=work)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(
        "newsgrep: words.txt:2: a word cannot contain white space: 歼 20 nz 3 (write one word "
    )


@pytest.mark.parametrize("line", ["独角鲸候鸟", "鹭洲湿地的候鸟今年一共回来了多少种类和数量"])
def test_partial_matches_are_shown_but_are_not_found(indexed, line):
    partial = run("search", line, cwd=indexed)
    assert (partial.returncode, partial.stdout.splitlines()[0]) == (1, "晚报.jsonl:1:候鸟归来")
    assert partial.stderr.startswith("newsgrep: no article contains all of these words; partial matches are shown\n")
    assert json.loads(run("search", line, "--json", cwd=indexed).stdout.splitlines()[-1])["relaxed"]
    for words, printed in ((("-c",), "0\n"), (("-l",), ""), (("-q",), ""), (("--all",), "")):
        done = run("search", line, *words, cwd=indexed)
        assert (done.returncode, done.stdout) == (1, printed)


def test_filters_alone_are_a_query(indexed):
    assert run("search", "--source", "江城晚报", "-c", cwd=indexed).stdout == "2\n"
    assert run("search", "id:w1", "--format", "ids", cwd=indexed).stdout == "晚报.jsonl#w1\n"


def test_help_keeps_its_lines(indexed):
    for words in ((), ("--help",), ("search", "--help")):
        result = run(*words, cwd=indexed)
        assert "\\b" not in result.stdout + result.stderr
        assert re.search(r"\n  (newsgrep index ~/news|江城大学 招聘) ", result.stdout + result.stderr)


def test_part_of_the_corpus_by_a_relative_path_even_where_all_is_built_afresh(work):
    run("index", cwd=work)
    (work / "words.txt").write_text("鹭洲湿地\n", encoding="utf-8")
    assert (
        " removed: 3 articles in the index (" in run("index", "corpus/江城日报", "--dict", "words.txt", cwd=work).stderr
    )
    assert " removed: 1 article in the index (" in run("index", "corpus/江城日报", "--rebuild", cwd=work).stderr
    assert " removed: 3 articles in the index (" in run("index", "corpus", cwd=work).stderr
    shutil.rmtree(work / "corpus/江城日报")
    assert (
        "0 added, 0 changed, 1 removed: 2 articles in the index (" in run("index", "corpus/江城日报", cwd=work).stderr
    )
    assert "没有: no such file or folder" in run("index", "corpus/没有", cwd=work).stderr


def test_rebuild_keeps_to_the_corpus_of_the_index(work):
    write_corpus(work / "other")
    run("index", "other/江城日报", cwd=work)
    assert " removed: 1 article in the index (" in run("index", "--rebuild", cwd=work).stderr


def test_a_damaged_index_is_said_and_mended_by_rebuild(work):
    run("index", cwd=work)
    (segment,) = (work / "index").glob("*.segment")
    segment.write_bytes(segment.read_bytes()[:20])
    result = run("search", "候鸟", cwd=work)
    assert result.returncode == 2
    assert f"newsgrep: index/{segment.name}: truncated" in result.stderr
    assert "(rebuild the index with 'newsgrep index --rebuild')" in result.stderr
    assert run("index", "--rebuild", cwd=work).returncode == 0
    assert run("search", "候鸟", cwd=work).returncode == 0


def test_an_index_that_was_never_finished_is_none(work):
    from newsgrep.engine.whoosh import WhooshEngine

    WhooshEngine(work / "index", create=True).update((), ())
    assert (
        "the index is incomplete (complete it with 'newsgrep index FOLDER')" in run("search", "候鸟", cwd=work).stderr
    )


def test_a_line_that_breaks_keeps_the_article_it_held(work):
    run("index", cwd=work)
    (work / "corpus/晚报.jsonl").write_text('{"id": "w1", "title": "候鸟\n', encoding="utf-8")
    result = run("index", cwd=work)
    assert result.returncode == 2
    assert " removed: 3 articles in the index (" in result.stderr
    assert run("search", "-c", "候鸟", cwd=work).stdout == "1\n"


def test_closed_streams_are_no_error(work):
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        command = f"{sys.executable} -m newsgrep index {closed}"
        assert subprocess.run(["bash", "-c", command], cwd=work, env=CLEAN, check=False).returncode == 0


def test_update_before_the_search(work):
    run("index", cwd=work)
    (work / "corpus/新.txt").write_text("龙舟竞渡\n江上赛龙舟。\n", encoding="utf-8")
    assert run("search", "龙舟", cwd=work).returncode == 1
    assert run("search", "-u", "龙舟", cwd=work).returncode == 0


def test_why_says_of_each_part_whether_the_article_matches_it(indexed):
    best = run("search", "--format", "ids", "-n", "1", "大桥", cwd=indexed).stdout.strip()
    result = run("search", "--why", best, "大桥 -合龙", cwd=indexed)
    assert result.returncode == 1
    first, *rest = result.stdout.splitlines()
    assert first == f"{best} does not match: 大桥 -合龙"
    assert "    ✓ the text “大桥”" in rest
    assert "  ✗ not:" in rest
    assert any(line.endswith(" 大桥 (title 1×)") for line in rest)
    assert run("search", "--why", best, "大桥", cwd=indexed).returncode == 0


def test_why_of_what_is_not_there_is_said(indexed):
    result = run("search", "--why", "没有#1", "大桥", cwd=indexed)
    assert (result.returncode, result.stdout) == (1, "")
    assert "没有#1: not in the index" in result.stderr


def test_what_makes_up_a_score_adds_up(indexed):
    result = run("search", "--json", "--explain", "-n", "1", "江城大学", cwd=indexed)
    hit = json.loads(result.stdout.splitlines()[0])
    words = sum(part["score"] for part in hit["contributions"])
    assert hit["closeness"] > 0
    added = sum(hit[part] for part in ("pairs", "lead", "closeness", "likeness"))
    assert words + added == pytest.approx(hit["score"], abs=0.01)


def test_an_expression_that_does_not_end_is_a_line_on_stderr(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.jsonl").write_text(json.dumps({"title": "江", "body": "a" * 200 + "b"}) + "\n", encoding="utf-8")
    assert run("index", cwd=tmp_path).returncode == 0
    result = run("search", "/(a|aa)+$/", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert "takes too long" in result.stderr
    assert "; searching for the text instead" in result.stderr


@pytest.mark.parametrize(
    "exclusion", ["-gdp", "-大学", '-"大学"', "-title:大学", "-date:2023", "-(大学 | gdp)", "-unesco"]
)
def test_an_exclusion_is_no_option(indexed, exclusion):
    result = run("search", "大桥", exclusion, "--json", cwd=indexed)
    assert result.returncode in {0, 1}
    assert json.loads(result.stdout.splitlines()[-1])["query"] == f"大桥 {exclusion}"


def test_what_makes_up_a_score_is_told_in_a_pipe_too(indexed):
    result = run("search", "--explain", "--format", "grep", "-n", "1", "江城大学", cwd=indexed)
    assert "晚报.jsonl#" in result.stderr
    assert " + pairs of characters " in result.stderr


def test_explain_goes_to_stderr(indexed):
    result = run("search", "--explain", "江城大學 -合龙 (", cwd=indexed)
    assert "folded  江城大学 -合龙 (" in result.stderr
    assert result.stderr.count("ignored an unmatched “(”") == 1
    assert "the text “江城大学”" in result.stderr


def test_show_marks_and_json(indexed):
    result = run("show", "晚报.jsonl#w1", "--mark", "候鸟", "--color", "always", cwd=indexed)
    assert "\x1b[1;31m候鸟\x1b[0m归来\n" in result.stdout
    shown = json.loads(run("show", "晚报.jsonl#w1", "--json", cwd=indexed).stdout)
    assert (shown["id"], shown["paragraphs"][1]) == ("晚报.jsonl#w1", {"text": "江城大学的学生去数鸟。", "line": 1})


def test_split_needs_no_index(work):
    result = run("split", "corpus/江城日报/2025-10-05.txt", cwd=work)
    assert result.stdout == "corpus/江城日报/2025-10-05.txt:1-5\tarticle\t何青禾\t澜江大桥昨日合龙\n"
    article = json.loads(run("split", "--json", "corpus/江城日报/2025-10-05.txt", cwd=work).stdout)
    assert [part["line"] for part in article["paragraphs"]] == [3, 5]


def test_tokens_show_folds_and_offsets(work):
    assert run("tokens", "江城大學ＧＤＰ", cwd=work).stdout == "江城大学gdp\n0\t2\t江城\n2\t4\t大学\n4\t7\tgdp\n"


def test_status_says_what_is_stale(work):
    assert run("status", cwd=work).returncode == 2
    run("index", cwd=work)
    fresh = run("status", cwd=work)
    assert (fresh.returncode, fresh.stdout.splitlines()[-1]) == (0, "up to date")
    (work / "corpus/新.txt").write_text("新闻\n新的。\n", encoding="utf-8")
    (work / "corpus/晚报.jsonl").unlink()
    stale = json.loads(run("status", "--json", cwd=work).stdout)
    assert (stale["changed_files"], stale["removed_files"], stale["articles"]) == (["新.txt"], ["晚报.jsonl"], 3)
    (work / "words.txt").write_text("鹭洲湿地\n", encoding="utf-8")
    assert json.loads(run("status", "--json", "--dict", "words.txt", cwd=work).stdout)["analysis_changed"]


def test_the_index_follows_the_corpus_it_was_made_from(work, tmp_path):
    run("index", "corpus", "--index", "elsewhere", cwd=work)
    (work / "corpus/新.txt").write_text("龙舟竞渡\n江上赛龙舟。\n", encoding="utf-8")
    assert (
        "1 added, 0 changed, 0 removed: 4 articles in the index ("
        in run("index", "--index", str(work / "elsewhere"), cwd=tmp_path.parent).stderr
    )
    assert (
        "1 added, 0 changed, 0 removed: 5 articles in the index ("
        in run("index", "corpus/更新.txt", "--index", "elsewhere", cwd=add(work)).stderr
    )


def add(work: Path) -> Path:
    (work / "corpus/更新.txt").write_text("更新的\n新闻。\n", encoding="utf-8")
    return work


def test_index_json_and_dry_run(work):
    planned = json.loads(run("index", "--dry-run", "--json", cwd=work).stdout)
    assert (planned["dry_run"], planned["changes"], planned["articles"]) == (
        True,
        {"added": 3, "changed": 0, "removed": 0},
        3,
    )
    assert not (work / "index").exists()


def test_a_second_writer_is_told_who_holds_the_lock(work):
    run("index", cwd=work)
    holder = "import fcntl, time; file = open('index/LOCK', 'ab'); fcntl.flock(file, fcntl.LOCK_EX); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", holder], cwd=work, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        (work / "index/LOCK.holder").write_text("process 4711 on jiangcheng")
        result = run("index", "--wait", "0.2", cwd=work)
        assert run("search", "候鸟", cwd=work).returncode == 0
        process.kill()
    assert result.returncode == 2
    assert (
        "index: process 4711 on jiangcheng is writing to the index (try again later, or wait longer with --wait SECONDS)"
        in result.stderr
    )
    assert run("index", "--wait", "0.2", cwd=work).returncode == 0


@pytest.mark.parametrize(
    ("words", "function", "message"),
    [
        (("index", "corpus"), "newsgrep.indexing.bring_up_to_date", "interrupted; the index was not changed"),
        (("search", "鸟", "-u"), "newsgrep.indexing.bring_up_to_date", "interrupted; the index was not changed"),
        (("index", "corpus", "-n"), "newsgrep.indexing.dry_run", "interrupted"),
        (("search", "鸟"), "newsgrep.search.search.search", "interrupted"),
    ],
)
def test_what_is_interrupted_is_said(work, monkeypatch, capfd, words, function, message):  # noqa: PLR0913, PLR0917 (a case a line)
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.chdir(work)
    run("index", cwd=work)
    monkeypatch.setattr(function, interrupted)
    assert run_program(words) == 130
    assert capfd.readouterr() == ("", f"\nnewsgrep: {message}\n")  # click ends the line of ^C


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_an_interrupted_index_answers_as_before(work, sent, code):
    run("index", cwd=work)
    body = "江城的新闻，澜江大桥。" * 20
    records = [
        json.dumps({"id": f"m{number}", "title": "许多", "body": body}, ensure_ascii=False) for number in range(3000)
    ]
    (work / "corpus/许多.jsonl").write_text("\n".join(records), encoding="utf-8")
    with subprocess.Popen(
        [*COLD, "index", "--jobs", "1"], cwd=work, env=CLEAN, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a test run in the background ignores it
    ) as process:  # fmt: skip
        while not (work / "index/LOCK.holder").exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.3)
        process.send_signal(sent)
        message = process.communicate(timeout=60)[1].decode()
    assert process.returncode == code
    assert "Traceback" not in message
    assert run("search", "-c", "候鸟", cwd=work).stdout == "1\n"
    assert run("search", "-c", '"江城的新闻"', cwd=work).stdout == "0\n"
    assert "3,000 added, 0 changed, 0 removed: 3,003 articles in the index (" in run("index", cwd=work).stderr


def test_a_name_that_is_not_utf8_is_shown_escaped(work):
    (work / "corpus" / os.fsdecode("江城".encode("gbk") + b".txt")).write_text(
        "龙舟竞渡\n江上赛龙舟。\n", encoding="utf-8"
    )
    run("index", cwd=work)
    hit = json.loads(run("search", "龙舟", "--json", cwd=work).stdout.splitlines()[0])
    assert hit["path"] == "\\xbd\\xad\\xb3\\xc7.txt"


def on_a_terminal(*words: str, cwd: Path, columns: int = 80) -> str:
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = CLEAN | {"TERM": "xterm"}
    with subprocess.Popen(
        [*PROGRAM, *words], cwd=cwd, env=environment, stdout=terminal, stderr=subprocess.PIPE
    ) as process:
        os.close(terminal)
        output = b""
        while chunk := read_or_end(main):
            output += chunk
        process.wait(timeout=60)
    os.close(main)
    return output.decode()


def read_or_end(number: int) -> bytes:
    try:
        return os.read(number, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_in_a_text_steers_the_terminal(work, form):
    record = {"id": "a\x1b[31m", "title": "标题\u202e反转\x9b31m", "body": "候鸟\x1b]0;title\x07们。"}
    (work / "corpus/坏\x1b[31m.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    run("index", cwd=work)
    output = on_a_terminal("search", "反转", "--format", form, "--color", "never", cwd=work)
    assert output
    assert not set("\x1b\x9b\x07\u202e") & set(output)


def test_a_terminal_is_given_titles_facts_and_colour(indexed):
    output = on_a_terminal("search", "江城大学", cwd=indexed, columns=60)
    assert "\x1b[1;31m江城大学\x1b[0m" in output
    assert "江城晚报 · 2025-11-02" in output
    assert "…" not in output


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
def test_jq_reads_it(indexed):
    command = f"{sys.executable} -m newsgrep search --json 江城大学 | jq -r 'select(.match == \"all\") | .id'"
    result = subprocess.run(
        ["bash", "-c", command], cwd=indexed, env=CLEAN, capture_output=True, encoding="utf-8", check=True
    )
    assert len(result.stdout.split()) == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_its_exit_codes(indexed, name):
    result = run(name, "--help", cwd=indexed)
    assert result.returncode == 0
    assert "Exit code: 0" in result.stdout


def test_help_and_version_import_no_engine():
    code = "import sys; from newsgrep.cli.app import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"whoosh", "jieba", "rjieba", "rich", "newsgrep.engine", "newsgrep.readers"} & set(result.stderr.split())


def test_a_search_imports_nothing_that_it_can_do_without(indexed):
    code = "import sys; from newsgrep.cli.app import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    words = [sys.executable, "-c", code, "search", "江城"]
    result = subprocess.run(words, cwd=indexed, capture_output=True, text=True, check=True)
    assert "江城" in result.stdout
    spared = {"numpy.ma", "numpy.random", "difflib", "rich", "regex", "multiprocessing", "newsgrep.readers"}
    numpy = [sys.executable, "-c", "import sys, numpy; print(*sys.modules)"]
    by_numpy = subprocess.run(numpy, capture_output=True, text=True, check=True).stdout.split()  # NumPy 1 has both
    assert not spared & {*result.stderr.split()} - {*by_numpy}


@pytest.fixture(scope="module")
def reprinted(tmp_path_factory):
    """One story in three papers, and another that holds a word of it."""
    folder = tmp_path_factory.mktemp("reprinted")
    story = "澜江大桥昨日合龙,江城大学桥梁系的二十名学生在桥头记录了合龙的全过程,这一天他们等了三年,江面停航四个小时。"
    for paper, title in (("江城日报", "澜江大桥合龙"), ("江城晚报", "大桥合龙"), ("港江时报", "澜江添新桥")):
        (folder / "corpus" / paper).mkdir(parents=True)
        page = f"{title}\n\n本报讯(记者何青禾){story}\n"
        (folder / "corpus" / paper / "2025-10-05.txt").write_text(page, encoding="utf-8")
    other = "学生看大桥\n\n昨日江城大学的学生在桥头写生,江面上的大桥还差最后一段没有合龙。\n"
    (folder / "corpus/江城日报/2025-09-01.txt").write_text(other, encoding="utf-8")
    assert run("index", cwd=folder).returncode == 0
    return folder


def test_unique_collapses_reprints(reprinted):
    found = run("search", "大桥合龙", "--unique", "--json", cwd=reprinted).stdout.splitlines()
    *hits, summary = map(json.loads, found)
    assert [hit["reprints"] for hit in hits] == [2, 0]
    assert summary["total"] == 4
    assert "2 reprints" in run("search", "大桥合龙", "--unique", "--format", "terminal", cwd=reprinted).stdout
    assert run("search", "大桥合龙", "--unique", "-c", cwd=reprinted).stdout == "4\n"
    assert "reprints" not in json.loads(run("search", "大桥合龙", "--json", cwd=reprinted).stdout.splitlines()[0])


def test_similar_finds_what_is_alike_and_lists_reprints(reprinted):
    alike = run("similar", "江城日报/2025-10-05.txt#1", "--format", "ids", cwd=reprinted)
    assert (alike.returncode, alike.stdout) == (0, "江城日报/2025-09-01.txt#1\n")
    copies = run("similar", "江城日报/2025-10-05.txt#1", "--reprints", "--json", cwd=reprinted).stdout.splitlines()
    assert [json.loads(line)["path"] for line in copies[:-1]] == ["江城晚报/2025-10-05.txt", "港江时报/2025-10-05.txt"]
    assert json.loads(copies[-1])["total"] == 2
    paths = run("similar", "江城日报/2025-10-05.txt#1", "--reprints", "--format", "paths", "-0", cwd=reprinted).stdout
    assert paths == "江城晚报/2025-10-05.txt\0港江时报/2025-10-05.txt\0"
    assert run("similar", "江城日报/2025-09-01.txt#1", "--reprints", cwd=reprinted).returncode == 1


def test_similar_to_what_is_not_there_is_said(reprinted):
    result = run("similar", "没有#1", cwd=reprinted)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "newsgrep: 没有#1: not in the index (list ids with 'newsgrep search --format ids …')\n"


def test_recent_puts_the_newer_first(work):
    lines = [
        {"id": year, "title": "大桥", "body": "大桥。" + "大桥合龙。" * more, "date": f"{year}-06-01"}
        for year, more in (("2010", 3), ("2019", 1), ("2024", 0))
    ]
    text = "".join(
        json.dumps(one, ensure_ascii=False) + "\n" for one in [*lines, {"id": "none", "body": "大桥合龙大桥。"}]
    )
    (work / "corpus/桥.jsonl").write_text(text, encoding="utf-8")
    run("index", cwd=work)
    words = ("search", "大桥", "--path", "桥.jsonl", "--format", "ids")
    assert run(*words, cwd=work).stdout.splitlines()[-1] == "桥.jsonl#none"
    newest = run(*words, "--recent", "1y", cwd=work).stdout.splitlines()
    assert newest[:2] == ["桥.jsonl#2024", "桥.jsonl#2019"]
    explained = json.loads(run(*words[:-2], "--recent", "１年", "--explain", "--json", cwd=work).stdout.splitlines()[0])
    assert 0.1 < explained["recency"] < 1
    wrong = run(*words, "--recent", "bald", cwd=work)
    assert (wrong.returncode, wrong.stderr) == (
        2, "newsgrep: --recent bald: not a duration (examples: 30d, 2w, 6m, 1y, 半年)\n",
    )  # fmt: skip
