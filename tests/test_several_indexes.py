"""Several indexes, searched as one."""

import json
import os
import random
import re
import shutil
from pathlib import Path

import pytest
from articles import article, entry, put_lexicon
from conftest import ROOT

from newsgrep import open_index
from newsgrep.analysis import analyse, load_segmenter
from newsgrep.analysis.user_dictionary import UserWord
from newsgrep.cli.app import run as run_program
from newsgrep.engine.open_engine import create_engine, open_reader
from newsgrep.errors import UsageError

COMMANDS = [
    ("search", "江城大学"), ("search", "大桥 -合龙", "-n", "3", "--offset", "2"), ("search", "候鸟", "--sort", "date"),
    ("search", "大桥", "--sort", "-date", "-n", "4"), ("search", "大桥", "--sort", "path"), ("search", "大桥 通车", "--unique"),
    ("search", "大桥 江城", "--recent", "30d"), ("search", "如何看待江城大学法学院的招生情况", "--explain"),
    ("search", "江城", "--source", "江城*", "--since", "2025-06"), ("search", "/[0-9]+公里/", "-n", "0"), ("search", "大桥", "-c"),
    ("count", "大桥", "地铁", "--by", "month"), ("count", "大桥", "--by", "source"), ("count", "大桥", "--by", "path"), ("count", "江城"),
    ("kwic", "江城大学"), ("kwic", "大桥", "--sort", "date"), ("kwic", "大桥", "--sort", "right", "-n", "20"), ("kwic", "桥", "--sample", "9"),
    ("collocates", "大桥"), ("keywords", "大桥"),
]  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("NEWSGREP_INDEX", raising=False)
    return tmp_path


@pytest.fixture
def run(capsys):
    def run(*words, code=0):
        capsys.readouterr()
        assert run_program(list(words)) == code, capsys.readouterr()
        return capsys.readouterr()

    return run


def build(run, corpus, folder, *options, code=0):
    put_lexicon(Path(folder))
    return run("index", str(corpus), "--index", str(folder), "--jobs", "1", "-q", *options, code=code)


def write(path: str | Path, *texts: str) -> None:
    """A file of records, one for each text."""
    records = ({"title": text[:4], "body": text, "date": "2025-10-05"} for text in texts)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")


@pytest.fixture
def two(here, run):
    """Two indexes of two corpora with a file of the same name, and with it the options that name both."""
    write(here / "甲/报.jsonl", "候鸟回到了鹭洲湿地。", "澜江大桥昨日合龙。")
    write(here / "乙/报.jsonl", "鹭洲湿地的候鸟飞走了。", "地铁三号线通车。", "江水平静。")
    for name in ("甲", "乙"):
        build(run, name, f"索引{name}")
    return ("--index", "索引甲", "--index", "索引乙")


def lines(printed, root="") -> list[str]:
    """The lines printed, without what differs between two runs; paths below a root are relative to it."""
    return [
        re.sub(r'"(took_ms|index_version)": [0-9.]+', "", line)
        for line in printed.out.replace(root and f"{root}/", "").splitlines()
    ]


@pytest.mark.parametrize(("seed", "parts"), [(1, 2), (2, 2), (3, 3)])
def test_any_split_of_a_corpus_answers_as_one_index_of_it_all(here, run, seed, parts):
    chance = random.Random(seed)
    for file in sorted(path for path in (ROOT / "corpus").rglob("*") if path.is_file()):
        place = here / "全部" / f"{chance.randrange(parts)}" / file.relative_to(ROOT / "corpus")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    build(run, "全部", "joint")
    options = []
    for part in range(parts):
        build(run, f"全部/{part}", f"index{part}")
        options += ["--index", f"index{part}"]
    for command in COMMANDS:
        form = () if "-c" in command else ("--json",)
        code = int("如何看待江城大学法学院的招生情况" in command)  # of this, no article holds all
        joint, several = (run(*command, *form, *where, code=code) for where in (("--index", "joint"), options))
        assert lines(joint), command
        assert lines(several, str(here / "全部")) == lines(joint), command


def test_paths_and_ids_are_good_from_anywhere(two, run, here, monkeypatch):
    paths = run("search", "候鸟", "-l", *two).out.splitlines()
    assert sorted(paths) == sorted(str(here / name / "报.jsonl") for name in ("甲", "乙"))
    assert all("候鸟" in Path(path).read_text(encoding="utf-8") for path in paths)
    ids = run("search", "候鸟", "--format", "ids", *two).out.splitlines()
    monkeypatch.chdir("/")
    two = tuple(str(here / word) if word != "--index" else word for word in two)
    shown = run("show", *ids, *two).out
    assert "候鸟回到了" in shown
    assert "候鸟飞走了" in shown
    assert "地铁" not in shown
    assert run("search", "--why", ids[0], "候鸟", *two).out
    assert run("search", f"id:{ids[1]}", "--format", "ids", *two).out.split() == [ids[1]]


def test_an_id_is_understood_as_it_is_in_one_index_or_among_several(two, run, here):
    write(here / "甲/独.jsonl", "独有的候鸟消息。")
    build(run, "甲", "索引甲")
    for words in (("show",), ("similar",), ("search", "候鸟", "--why")):
        among = run(*words, "独.jsonl#1", *two)
        alone = run(*words, f"{here}/甲/独.jsonl#1", "--index", "索引甲")
        assert "not in the index" not in among.err + alone.err
        assert among.out == run(*words, f"{here}/甲/独.jsonl#1", *two).out
        assert alone.out == run(*words, "独.jsonl#1", "--index", "索引甲").out
        both = run(*words, "报.jsonl#1", *two, code=1)
        assert (
            both.err
            == f"newsgrep: 报.jsonl#1: in several of the indexes (choose from {here}/甲/报.jsonl#1, {here}/乙/报.jsonl#1)\n"
        )
        for unknown in ("无.jsonl#1", f"{here}/丙/报.jsonl#1"):
            assert "not in the index" in run(*words, unknown, *two, code=1).err
            assert "not in the index" in run(*words, unknown, "--index", "索引甲", code=1).err


def test_a_path_filter_is_the_whole_path_or_one_inside_a_corpus(two, run, here):
    def found(path):
        return run("search", "--path", path, "-c", *two).out.strip()

    assert found("报.jsonl") == "5"
    assert found(str(here / "甲")) == found(str(here / "甲/报.jsonl")) == "2"
    assert found("*乙/报*") == "3"
    assert run("search", "--path", "甲", "-c", *two, code=1).out.strip() == "0"
    assert run("search", f"path:{here}/乙 候鸟", "-c", *two).out.strip() == "1"


@pytest.mark.usefixtures("two")
def test_an_index_named_twice_or_by_a_link_is_searched_once(run, here):
    (here / "link").symlink_to("索引甲")
    alone = run("search", "候鸟", "--json", "--index", "索引甲")
    for other in ("索引甲", "link", "./索引乙/../索引甲"):
        assert lines(run("search", "候鸟", "--json", "--index", "索引甲", "--index", other)) == lines(alone)
    assert run("status", "--index", "link", "--index", "索引甲").out.count("\narticles ") == 1


def test_an_article_that_two_indexes_contain_is_found_once(two, run):
    build(run, "甲", "again")
    build(run, ".", "around", "--corpus", ".")
    write("甲/报.jsonl", "候鸟回到了鹭洲湿地，候鸟。", "澜江大桥昨日合龙。", "又来了候鸟。")
    assert run("search", "候鸟", "-c", "--index", "索引甲", "--index", "again").out == "1\n"
    assert run("search", "候鸟", "-c", "--index", "around", *two).out == "2\n"
    build(run, "甲", "again")
    both = ("--index", "索引甲", "--index", "again")
    assert run("search", "候鸟", "-c", *both).out == "2\n"  # the first index's article, and the new one
    assert json.loads(run("search", "候鸟", "--json", *both).out.splitlines()[-1])["articles"] == 3
    assert json.loads(run("count", "候鸟", "--json", *both).out.splitlines()[-1])["articles"] == 2


@pytest.mark.usefixtures("two")
def test_options_before_and_after_the_command_add_up(run):
    assert run("--index", "索引甲", "search", "候鸟", "-c", "--index", "索引乙").out == "2\n"


@pytest.mark.usefixtures("two")
def test_environment_and_configuration_may_list_several(run, here, monkeypatch):
    (here / "newsgrep.toml").write_text('index = ["索引甲", "索引乙"]\n', encoding="utf-8")
    assert run("search", "候鸟", "-c").out == "2\n"
    assert "索引甲 索引乙" in run("config").out
    assert json.loads(run("config", "--json").out)["index"]["value"] == ["索引甲", "索引乙"]
    monkeypatch.setenv("NEWSGREP_INDEX", "索引甲")
    assert run("search", "候鸟", "-c").out == "1\n"
    assert json.loads(run("config", "--json").out)["index"] == {"value": "索引甲", "from": "NEWSGREP_INDEX"}
    monkeypatch.setenv("NEWSGREP_INDEX", os.pathsep.join(("索引甲", "索引乙")))
    assert run("search", "候鸟", "-c").out == "2\n"
    assert run("search", "候鸟", "-c", "--index", "索引乙").out == "1\n"
    for wrong in ("[]", '["a", 3]', "3"):
        (here / "newsgrep.toml").write_text(f"index = {wrong}\n", encoding="utf-8")
        assert "give a path in quotes, or a list of them" in run("config", code=2).err


def test_what_writes_takes_one_index(two, run):
    for words in (("index", "甲"), ("index",), ("index", "--dry-run")):
        told = run(*words, *two, code=2)
        assert told.err == (
            "newsgrep: this command works on one index, not on several: 索引甲, 索引乙 (choose one with --index DIR)\n"
        )
        assert told.out == ""


def test_an_index_that_cannot_be_read_is_named(two, run, here):
    assert "nowhere: no index found" in run("search", "候鸟", "--index", "索引甲", "--index", "nowhere", code=2).err
    assert "nowhere: no index found" in run("search", "-u", "x", "--index", "索引甲", "--index", "nowhere", code=2).err
    assert not (here / "nowhere").exists()
    (segment,) = (here / "索引乙").glob("*.segment")
    segment.write_bytes(segment.read_bytes()[:-40])
    for command in ("search", "count", "kwic", "collocates"):
        told = run(command, "候鸟", *two, code=2).err
        assert told.startswith(f"newsgrep: 索引乙/{segment.name}: "), told
    assert "索引乙: damaged" in run("check", *two, code=2).err
    (table,) = (here / "索引乙").glob("*.toc")
    table.write_bytes(table.read_bytes()[:-1] + b"1")
    assert run("search", "候鸟", *two, code=2).err.startswith(f"newsgrep: 索引乙/{table.name}: ")


def test_other_dictionaries_are_said_once(two, run, here):
    (here / "words.txt").write_text("鹭洲湿地\n", encoding="utf-8")
    build(run, "乙", "索引丙", "--dict", "words.txt")
    told = run("search", "鹭洲湿地", "-c", "--save", "湿地", "--index", "索引甲", "--index", "索引丙")
    assert told.out == "2\n"
    assert told.err.count("different user dictionaries; queries are segmented with that of 索引甲") == 1
    assert "dictionaries" not in run("search", "鹭洲湿地", *two).err


def test_updates_reach_each_index(two, run):
    write("甲/新.jsonl", "一只候鸟。")
    write("乙/新.jsonl", "两只候鸟。", "三只候鸟。")
    assert run("status", *two, code=1).out.count("out of date") == 2
    assert run("search", "候鸟", "-c", "-u", *two).out == "5\n"
    assert run("status", *two).out.count("up to date") == 2


def test_a_saved_search_remembers_all_its_indexes(two, run, here, monkeypatch):
    run("search", "候鸟", "--save", "鸟", *two)
    assert json.loads(run("saved", "--json").out)["index"] == [str(here / name) for name in ("索引甲", "索引乙")]
    assert f"{here / '索引甲'}, {here / '索引乙'}" in run("saved").out
    monkeypatch.chdir("/")
    assert run("saved", "run", "鸟", "-c").out == "2\n"
    run("saved", "run", "鸟", "--new", code=1)
    write(here / "乙/新.jsonl", "又有一只候鸟。")
    assert run("saved", "run", "鸟", "--new", "-u", "-l").out == f"{here / '乙/新.jsonl'}\n"
    run("saved", "run", "鸟", "--new", "-u", code=1)
    assert run("saved", "run", "鸟", "-c", "--index", str(here / "索引甲")).out == "1\n"


@pytest.mark.usefixtures("two")
def test_completion_offers_the_values_of_all(here):
    assert list(open_reader(Path("索引甲"), Path("索引乙")).values("path")) == sorted(
        str(here / name / "报.jsonl") for name in ("甲", "乙")
    )
    start = str(here / "甲")
    assert list(open_reader(Path("索引甲"), Path("索引乙")).values("path", start)) == [f"{start}/报.jsonl"]


def test_links_of_several_lead_to_their_files(two, run, here):
    from urllib.parse import quote

    shown = run("search", "地铁", "--color", "always", "--format", "grep", *two).out
    assert quote(str(here / "乙/报.jsonl")) in shown
    assert f"//{quote(str(here))[1:]}" not in shown.replace("file://", "")


@pytest.mark.usefixtures("two")
def test_the_library_opens_several(here):
    with open_index("索引甲", "索引乙") as news:
        assert len(news) == 5
        found = news.search("候鸟")
        assert (found.total, len({hit.article.id for hit in found})) == (2, 2)
        assert [news.get(hit.article.id) for hit in found] == [hit.article for hit in found]
        assert {one.path for one in news} == {str(here / name / "报.jsonl") for name in ("甲", "乙")}
        assert news.count("候鸟").total.tallies[0].articles == 2
        assert len({line.article.path for line in news.kwic("候鸟")}) == 2
    with pytest.raises(UsageError, match="索引甲, 索引乙: the index is closed"):
        len(news)


def test_reprints_are_found_across_indexes(tmp_path):
    text = "澜江大桥昨日合龙，两岸的师生早早来到桥头观看，江风很大，没有人离开。大桥将于年底通车，届时过江只要六分钟。"
    for name in ("甲", "乙"):
        create_engine(tmp_path / name).update((), [entry(article(name, "合龙", text, date="2025-10-05"))])
    reader = open_reader(tmp_path / "甲", tmp_path / "乙")
    assert [hit.key for hit in reader.reprints("江城日报/1.txt#甲")] == ["乙"]


def test_the_first_index_segments_queries(tmp_path):
    words = (UserWord("江大桥合"),)
    one = article("1", "澜江大桥合龙", "江城。")
    create_engine(tmp_path / "甲").update((), [analyse(one, load_segmenter(words))], user_words=words)
    create_engine(tmp_path / "乙").update((), [entry(one)], user_words=())
    first, second = (open_reader(*(tmp_path / name for name in names)) for names in ("甲乙", "乙甲"))
    assert (first.user_words(), second.user_words()) == (words, ())
    assert "江大桥合" in first.segmenter().cut("澜江大桥合龙")
    assert "江大桥合" not in second.segmenter().cut("澜江大桥合龙")
