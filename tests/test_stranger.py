"""A folder that a stranger has packed: it is indexed as far as it is news, each trap is named, and nothing escapes."""

import csv
import io
import json
import os
import subprocess
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from warm_start import PROGRAM

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSGREP", "XDG"))}
NEWS = '{"id": "%s", "title": "澜江大桥合龙", "body": "今天，大桥合龙。"}\n'
NAMES = (
    *("新\n闻.jsonl", "新\t闻.jsonl", "-n.jsonl", "=1+1.jsonl", "a#b.jsonl", "新*闻.jsonl", " .jsonl", "\x1b[31m.jsonl"),
    *("\u202e闻.jsonl", '".jsonl', "新\\闻.jsonl", "~2.jsonl", "新\r闻.jsonl"),
)  # fmt: skip
LATIN = "caf\udce9.jsonl"  # bytes that are not UTF-8


def run(*words, cwd, raw=False):
    done = subprocess.run(
        [*PROGRAM, *words], cwd=cwd, env=CLEAN, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=120
    )
    assert b"Traceback" not in done.stderr
    return done if raw else (done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    folder = tmp_path_factory.mktemp("strange")
    outside = folder / "outside.jsonl"
    outside.write_text(NEWS % "outside", encoding="utf-8")
    corpus = folder / "corpus"
    (corpus / "a/b").mkdir(parents=True)
    for number, name in enumerate((*NAMES, LATIN)):
        (corpus / name).write_text(NEWS % number, encoding="utf-8")
    (corpus / "out.jsonl").symlink_to(outside)
    (corpus / "a/b/loop").symlink_to(corpus)
    (corpus / "a/self.jsonl").symlink_to("self.jsonl")
    for name in ("zero", "random", "full", "tty"):
        (corpus / f"{name}.txt").symlink_to(f"/dev/{name}")
    (corpus / "memory.txt").symlink_to("/proc/self/mem")
    (corpus / "messages.txt").symlink_to("/proc/kmsg")
    os.mkfifo(corpus / "pipe.txt")
    with suppress(PermissionError):
        os.mknod(corpus / "device.txt", 0o600 | 0o020000, os.makedev(1, 5))
    (corpus / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    (corpus / "deep.jsonl").write_text('{"title": ' + '{"a":' * 50_000 + "1" + "}" * 50_001 + "\n", encoding="utf-8")
    (corpus / "nul.txt").write_bytes("澜江大桥合龙\n\0今天，\0大桥合龙。\n".encode())
    hostile = {
        "title": "候鸟\x1b]0;t\x07",
        "source": "\u202e\x1b[31m",
        "author": "\x1b]0;a\x07",
        "\x1b]0;\x07\u202e": "x" * 99,
    }
    (corpus / "fields.jsonl").write_text(json.dumps(hostile) + "\n", encoding="utf-8")
    with zipfile.ZipFile(corpus / "members.zip", "w") as archive:
        for name in ("../../up.jsonl", "/abs.jsonl", "\x1b]0;m\x07.jsonl", "\u202e闻.txt", "x" * 5000 + ".jsonl"):
            archive.writestr(name, '{"title": "候鸟"}\n')
    book = openpyxl.Workbook()
    for name in ("=cmd", "\u202e表"):
        sheet = book.create_sheet(name)
        sheet.append(["title", "\u202e列", '=HYPERLINK("http://example.org")'])
        sheet.append(["候鸟归来", "=1+1", "@SUM(A1)"])
    book.save(corpus / "sheets.xlsx")
    (corpus / "lone.jsonl").write_text(
        '{"id": "\\ud800", "title": "\\udfff大桥", "source": "\\ud83d"}\n', encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def told(strange):
    return run("index", cwd=strange)


def test_what_is_news_is_indexed_and_what_cannot_be_read_is_named(strange, told):
    code, out, err = told
    assert (code, out) == (2, "")
    assert f" 0 removed: {len(NAMES) + 11} articles in the index (" in err
    assert "deep.json" in err
    assert "deep.jsonl:1" in err
    assert "\x1b" not in err
    assert run("index", cwd=strange)[0] == 2
    assert run("check", cwd=strange)[0] == 0


@pytest.mark.usefixtures("told")
def test_nothing_from_outside_the_folder_is_found(strange):
    found = run("search", "大桥", "-n", "0", "--format", "ids", "-0", cwd=strange)[1].split("\0")
    assert not [one for one in found if "outside" in one]


@pytest.mark.usefixtures("told")
def test_names_come_through_pipes_as_they_are(strange):
    paths = run("search", "合龙", "-n", "0", "-l", "-0", cwd=strange)[1].split("\0")
    shown = LATIN.replace("\udce9", "\\xe9")
    assert sorted(paths) == sorted([*NAMES, shown, "nul.txt", ""])
    ids = run("search", "合龙", "-n", "0", "--format", "ids", "-0", cwd=strange)[1].split("\0")[:-1]
    for one in ids:
        assert "大桥" in run("show", "--", one, cwd=strange)[1]
    lines = run("search", "大桥", "-n", "0", "--json", cwd=strange, raw=True).stdout.decode().split("\n")[:-1]
    hits = [json.loads(line) for line in lines]
    assert {hit["path"] for hit in hits[:-1]} == {*NAMES, shown, "nul.txt", "lone.jsonl"}
    rows = list(
        csv.reader(io.StringIO(run("search", "合龙", "-n", "0", "--format", "csv", cwd=strange)[1], newline=""))
    )
    assert {row[3].removeprefix("'") for row in rows[1:]} == {*NAMES, shown, "nul.txt"}
    tabbed = run("search", "合龙", "-n", "0", "--format", "tsv", cwd=strange)[1].split("\n")[:-1]
    assert {line.count("\t") for line in tabbed} == {13}
    assert len(tabbed) == len(rows)


@pytest.mark.usefixtures("told")
def test_a_path_with_a_line_end_opens_the_file(strange):
    listed = run("search", "合龙", "-n", "0", "-l", "-0", cwd=strange, raw=True).stdout
    read = subprocess.run(
        ["xargs", "-0", "cat", "--"], cwd=strange / "corpus", input=listed, capture_output=True, check=False
    )
    assert read.stdout.count("澜江大桥".encode()) == len(NAMES) + 1


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    "words",
    [
        ("search", "大桥", "-n", "0", "--format", "terminal", "--color", "always", "--explain"),
        ("show", "--color", "always", "\x1b[31m.jsonl#7"),
        ("search", "大桥", "--why", "\x1b]0;title\x07"),
        ("search", "\x1b]0;大桥\x07", "--explain"),
        ("status",),
        ("split", "corpus/nul.txt", "corpus/\x1b[31m.jsonl", "corpus/deep.json"),
        ("tokens", "\x1b]0;大桥\u202e"),
        ("similar", "\x1b[31m.jsonl#7"),
        ("similar", "\x1b[31m.jsonl#7", "--reprints"),
        ("search", "大桥", "-n", "0", "--json"),
        ("search", "大桥", "-n", "0", "--format", "tsv"),
        ("search", "大桥", "-n", "0", "--format", "csv"),
        ("search", "大桥", "-n", "0", "-l"),
        ("search", "大桥", "-n", "0", "--format", "grep", "--color", "always"),
        ("show", "--json", "\x1b[31m.jsonl#7", "\u202e闻.jsonl#8"),
        ("split", "--json", "corpus/\x1b[31m.jsonl"),
        ("tokens", "--json", "\x1b]0;大桥\u202e\x07"),
        ("index",),
        ("index", "--dry-run", "--rebuild"),
        ("profile", "corpus/fields.jsonl", "corpus/sheets.xlsx", "corpus/members.zip"),
        ("profile", "corpus"),
        ("kwic", "候鸟", "-n", "0", "--color", "always"),
        ("count", "候鸟", "--by", "source"),
        ("count", "候鸟", "--by", "author"),
        ("collocates", "候鸟", "--least", "1"),
        ("keywords", "候鸟", "--least", "1"),
        ("split", "--why", "corpus/members.zip", "corpus/fields.jsonl"),
        ("check",),
        ("eval", "--queries", "\x1b[31m", "--qrels", "\x1b]0;"),
        ("search", "大桥", "--synonyms", "\x1b]0;"),
        ("search", "--format", "\x1b[31m"),
        ("\x1b[31m",),
        ("--index", "\x1b[31m", "search", "大桥"),
        ("--config", "\x1b[31m", "search", "大桥"),
    ],
)
def test_nothing_steers_a_terminal(strange, words):
    import pty

    master, slave = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *words], cwd=strange, env=CLEAN | {"TERM": "xterm"}, stdin=slave, stdout=slave, stderr=slave
    ):
        os.close(slave)
        seen = bytearray()
        with suppress(OSError):  # the terminal closes when the program is done
            while chunk := os.read(master, 1 << 16):
                seen += chunk
    os.close(master)
    text = seen.decode()
    assert "Traceback" not in text
    assert not set("\x07\u202e") & set(text)
    assert "\x1b]0" not in text
    assert "\x1b[31m.jsonl" not in text
