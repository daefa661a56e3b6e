"""Every command answers over a cluster as over a folder."""

import json
import re
import shutil

import pytest
from clusters import needs_cluster, new_address, remove_index
from conftest import ROOT

from newsgrep import open_index
from newsgrep.cli.app import run as run_program

pytestmark = needs_cluster

COMMANDS = [
    ["search", "江城大学"],
    ["search", "江城大学 招聘", "-n", "0"],
    ["search", "大桥", "--json", "-n", "5"],
    ["search", '"江城"', "-c"],
    ["search", "劳动争议", "-l"],
    ["search", "大桥", "--sort", "-date", "--format", "tsv"],
    ["search", "大桥", "--unique", "--format", "ids", "-n", "0"],
    ["search", "如何看待江城大学的招聘会", "--format", "ids"],
    ["search", "大?", "--format", "ids"],
    ["search", "江*学", "--format", "ids", "-n", "0"],
    ["search", "大*", "--format", "ids", "-n", "0"],
    ["search", "*大桥", "--format", "ids", "-n", "0"],
    ["search", "２０*", "--format", "ids", "-n", "0"],
    ["search", "G*", "--format", "ids", "-n", "0"],
    ["search", "/[0-9]+月[0-9]+日/", "-c"],
    ["search", '"江城 大学"~6', "--format", "ids"],
    ["search", "大桥", "--source", "江城*", "--since", "2025", "--format", "ids"],
    ["search", "ＧＤＰ OR 2025年", "--format", "ids"],
    ["search", "大桥", "--recent", "30d", "--format", "ids"],
    ["search", "江城大学", "--explain", "-n", "2"],
    ["search", "没有这样的词语呀", "--format", "ids"],
    ["search", "江成大学"],
    ["search", "-F", "大桥。", "--format", "ids"],
    ["search", "大桥", "--as-written", "--format", "ids"],
    ["kwic", "大桥"],
    ["kwic", "江城", "--sort", "right"],
    ["count", "大桥", "--by", "month"],
    ["count", "--by", "source"],
    ["count", "大桥", "江城", "--by", "year"],
    ["collocates", "大桥"],
    ["keywords", "大桥"],
    ["similar", "江城日报/2025-11-20-06.txt#1"],
    ["similar", "江城日报/2025-11-20-06.txt#1", "--reprints"],
    ["show", "江城日报/2025-11-20-06.txt#1"],
    ["show", "没有#1"],
    ["tokens", "江城大学"],
]  # fmt: skip


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    address = new_address(shards=2, replicas=0)
    for place in (folder / "index", address):
        assert run_program(["--index", str(place), "-q", "index", str(folder / "corpus")]) == 0
    yield folder / "index", address
    remove_index(address)


def told(capsys, place, words):
    """What a command prints and its exit code, without what differs: times, places, commits."""
    capsys.readouterr()
    code = run_program(["--index", str(place), *words])
    out, err = capsys.readouterr()
    text = re.sub(r'"(took_ms|index_version)": ?[0-9.]+', "", f"{out}\n{err}".replace(str(place), "INDEX"))
    # Scores may differ from the seventh digit on.
    return code, re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.1f}", text)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_answers_as_over_a_folder(places, capsys, words):
    folder, cluster = (told(capsys, place, words) for place in places)
    assert cluster == folder


def test_completion_and_the_library_do_so_too(places):
    folder, cluster = (open_index(str(place)) for place in places)
    assert len(cluster) == len(folder)
    assert {one.id for one in cluster} == {one.id for one in folder}
    for field, start in (("source", ""), ("source", "江"), ("by", ""), ("section", "")):
        assert list(cluster._engine.values(field, start)) == list(folder._engine.values(field, start))
    assert [row[:2] for row in cluster.count("大桥", group_by="month").rows] == [
        row[:2] for row in folder.count("大桥", group_by="month").rows
    ]
    cluster.close()


def test_a_search_takes_few_requests(places, monkeypatch):
    from newsgrep.engine.opensearch.transport import Transport

    asked = []
    plain = Transport._exchange

    def counted(self, *request):
        asked.append(request[1:3])
        return plain(self, *request)

    monkeypatch.setattr(Transport, "_exchange", counted)
    assert run_program(["--index", str(places[1]), "search", "江城大学 招聘", "-n", "20"]) == 0
    assert len(asked) <= 6, asked


def test_an_index_is_updated_watched_over_copied_and_checked(places, capsys, tmp_path):
    folder, cluster = places
    corpus = folder.parent / "corpus"
    new = corpus / "新闻.txt"
    new.write_text("新桥合龙\n\n新的澜江二桥今日合龙，江风很大。\n", encoding="utf-8")
    dry = [told(capsys, place, ["index", "--dry-run"]) for place in places]
    assert "1 added" in dry[1][1] or "would" in dry[1][1]
    for place in places:
        assert told(capsys, place, ["status"])[0] == 1
        assert told(capsys, place, ["index"])[0] == 0
        assert told(capsys, place, ["status"])[0] == 0
        assert told(capsys, place, ["search", "澜江二桥", "-c"]) == (0, "1\n\n"), place
        assert told(capsys, place, ["check"])[0] == 0
    copy, back = tmp_path / "copy", new_address(shards=1, replicas=0)
    try:
        assert run_program(["copy", str(cluster), str(copy)]) == 0
        assert run_program(["copy", str(copy), str(back)]) == 0
        assert run_program(["copy", str(copy), str(back)]) == 2
        assert "there is an index already" in capsys.readouterr().err
        assert run_program(["copy", str(copy), str(back), "--replace"]) == 0
        for words in (["search", "江城大学", "--format", "ids", "-n", "0"], ["status"], ["index"], ["check"]):
            codes = {told(capsys, place, words)[0] for place in (copy, back)}
            assert codes == {0}, words
        ids = [told(capsys, place, COMMANDS[1]) for place in (folder, cluster, copy, back)]
        assert len(set(ids)) == 1
    finally:
        remove_index(back)
        new.unlink()
    for place in places:
        assert told(capsys, place, ["index", "--rebuild"])[0] == 0


def test_settings_name_a_cluster(places, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "newsgrep.toml"
    file.write_text(f'index = "{places[1]}"\n[cluster]\nuser = "news"\npassword = "hunter2"\n', encoding="utf-8")
    file.chmod(0o644)
    assert run_program(["search", "大桥", "-c"]) == 0
    assert "chmod 600" in capsys.readouterr().err
    file.chmod(0o600)
    assert run_program(["config", "--json"]) == 0
    out, err = capsys.readouterr()
    assert "hunter2" not in out + err
    assert json.loads(out)["index"]["value"] == str(places[1])
    monkeypatch.setenv("NEWSGREP_INDEX", str(places[1]))
    assert run_program(["saved"]) in {0, 1}
    assert run_program(["search", "大桥", "-c"]) == 0


def test_several_corpora_in_one_index_do_not_touch_each_other(capsys, tmp_path):
    """Each has a label, which its paths begin with, and a manifest of its own, which any machine can go on with."""
    address = new_address(shards=2, replicas=0)
    for name, title in (("江城", "大桥合龙"), ("临江", "大桥通车")):
        folder = tmp_path / name
        folder.mkdir()
        for number in (1, 2):
            text = f"{title}{number}\n\n{name}的大桥今日有了新的消息，江风很大。\n"
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    try:
        for name in ("江城", "临江"):
            assert run_program(["--index", f"{address}#{name}", "index", str(tmp_path / name)]) == 0
        found = {"江城/1.txt#1", "江城/2.txt#1", "临江/1.txt#1", "临江/2.txt#1"}
        assert set(told(capsys, address, ["search", "大桥", "--format", "ids"])[1].split()) == found
        (tmp_path / "江城/2.txt").unlink()
        for words in (["index"], ["index"], ["status"], ["check"]):
            assert told(capsys, f"{address}#江城", words)[0] == 0, words
        found.remove("江城/2.txt#1")
        assert "0 added, 0 changed, 0 removed" in told(capsys, f"{address}#临江", ["index"])[1]
        assert told(capsys, f"{address}#江城", ["index", "--rebuild"])[0] == 0
        assert set(told(capsys, address, ["search", "大桥", "--format", "ids"])[1].split()) == found
        assert told(capsys, address, ["search", "大桥", "--path", "临江", "-c"])[1].split() == ["2"]
        assert told(capsys, address, ["show", "临江/1.txt#1"])[0] == 0
        words = tmp_path / "words.txt"
        words.write_text("江风很大\n", encoding="utf-8")
        assert "another user dictionary" in told(capsys, f"{address}#江城", ["--dict", str(words), "index"])[1]
    finally:
        remove_index(address)
