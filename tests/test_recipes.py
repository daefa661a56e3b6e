"""Every recipe is run, with the tools that it names, and does what it says."""

import email
import email.policy
import fcntl
import json
import os
import pty
import re
import select
import shutil
import socketserver
import struct
import subprocess
import sys
import termios
import threading
import time
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT
from warm_start import put_on_path

RECIPES = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")
LIBRARY = (ROOT / "docs/library.md").read_text(encoding="utf-8")
TOOLS = ("jq", "fzf", "xargs", "csvsort", "git")
# What the output of a recipe must contain, by the beginning of its comment.
SHOWN = {
    "date and title": r"2025-10-\d\d\t.*大桥",
    "the five reporters": r"\d+ \S+",
    "each match with": "【大桥】",
    "type to filter": r".+#\S+",
    "words that one paper": r"a\t\S+\t\d+\t",
    "the story of": "first report found",
    "sizes of": r"\d+ .*(jsonl|txt)",
    "the full text": "候鸟",
    "run grep": r":\d+",
    "a table": "",
    "the three months": r"articles +matches\n.*2025-\d\d",
    "the same with csvkit": r"\| +2025-\d\d",
    "update the index": "",
    "search only files": "鹭洲湿地",
}


def blocks(text, language):
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


SCRIPTS = {script.split("\n")[0].removeprefix("# "): script for block in blocks(RECIPES, "sh") for script in re.split(r"\n\n(?=# )", block)}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The demo newspaper under version control, its index, and newsgrep on the path."""
    folder = tmp_path_factory.mktemp("recipes")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    put_on_path(folder / "bin")
    assert sh(folder, "newsgrep index corpus").returncode == 0
    assert sh(folder, "newsgrep search 大桥 --save 桥 -q").returncode == 0
    news = "鹭洲湿地又来候鸟\n\n本报讯(记者丁苇)鹭洲湿地昨日又来了一群候鸟。\n"
    script = f"""
        git init -q && git config user.email me@example.org && git config user.name me
        git add corpus && git commit -qm one
        mkdir corpus/新 && printf '%s' '{news}' > 'corpus/新/2026-03-01 a?.txt' && git add corpus && git commit -qm two
    """
    assert sh(folder, script).returncode == 0
    return folder


def environment(folder):
    return {
        "PATH": f"{folder / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "LC_ALL": "C.UTF-8",
        "FZF_DEFAULT_OPTS": "--filter=大桥",
    }


def sh(folder, script, **more):
    return subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=environment(folder) | more, capture_output=True, encoding="utf-8", check=False)  # fmt: skip


def skip_without(script):
    for tool in TOOLS:
        if re.search(rf"\b{tool}\b", script) and not shutil.which(tool, path=environment(Path())["PATH"]):
            pytest.skip(f"{tool} is not installed")


@pytest.mark.parametrize("remark", SCRIPTS)
def test_every_recipe_does_what_it_says(folder, remark):
    script = SCRIPTS[remark]
    skip_without(script)
    if remark.startswith("search only files"):  # other recipes have written files here that are not news: exit code 2
        assert sh(folder, "newsgrep --corpus . --index .git/newsgrep index -q").returncode in {0, 2}
    done = sh(folder, script)
    assert (done.returncode, done.stderr) == (0, "")
    shown = next(shown for start, shown in SHOWN.items() if remark.startswith(start))
    assert re.search(shown, done.stdout)
    if remark.startswith("a table"):
        assert "2025-10,大桥," in (folder / "rise.csv").read_text(encoding="utf-8")
    if remark.startswith("update the index"):
        sh(folder, "sh .git/hooks/post-merge")
        assert int(sh(folder, "newsgrep --index .git/newsgrep search 候鸟 -c").stdout) > 0


def test_every_recipe_is_known():
    assert len(SCRIPTS) == len(SHOWN)


def test_fzf_shows_the_article_beside_the_list(folder):
    (script,) = (one for one in SCRIPTS.values() if "fzf" in one)
    skip_without(script)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvpe("bash", ["bash", "-c", script], environment(folder) | {"TERM": "xterm", "FZF_DEFAULT_OPTS": "", "COLUMNS": "120", "LINES": "30"})  # fmt: skip  # noqa: S606
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 120, 0, 0))
    shown, deadline, pressed = "", time.monotonic() + 60, False
    try:
        while not re.search(r"(jsonl|tsv|txt)#\S+", shown[shown.rfind("\x1b[?1049l") :] if pressed else ""):
            assert time.monotonic() < deadline, shown
            if select.select([terminal], [], [], 0.2)[0]:
                with suppress(OSError):  # it has ended
                    shown += os.read(terminal, 65536).decode("utf-8", "replace")
            if not pressed and " · " in shown:
                os.write(terminal, b"\r")
                pressed = True
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(terminal)


def test_the_line_for_cron_sends_what_is_new_and_nothing_else(folder):
    (line,) = blocks(RECIPES, "crontab")
    command = re.fullmatch(r"(?:\S+ ){5} *(.*)\n", line)[1]

    def at_eight():
        home = {"HOME": str(folder), "PATH": f"{folder / 'bin'}:/usr/bin:/bin", "XDG_STATE_HOME": str(folder / "state")}
        return subprocess.run(["sh", "-c", command], cwd="/", env=home, capture_output=True, encoding="utf-8", check=False)  # fmt: skip

    at_eight()
    (folder / "corpus" / "新的.jsonl").write_text('{"id":"a","title":"大桥夜景","body":"好看。"}\n', encoding="utf-8")
    done = at_eight()
    assert (done.returncode, done.stdout.splitlines()) == (0, ["新的.jsonl:1:大桥夜景"])
    done = at_eight()
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


class Sink(socketserver.StreamRequestHandler):
    """A mail server that keeps what it is given."""

    def handle(self):
        self.wfile.write(b"220 sink\r\n")
        while line := self.rfile.readline():
            command = line.strip().upper()
            if command == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line[1:] if line.startswith(b".") else line)
                self.server.mails.append(b"".join(lines))
            self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")
            if command == b"QUIT":
                return


MSMTP = """#!/usr/bin/env python3
import smtplib, sys
with smtplib.SMTP("127.0.0.1", {port}) as server:
    server.sendmail("newsgrep@example.org", sys.argv[1:], sys.stdin.buffer.read())
"""


@pytest.fixture
def sink():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink) as server:
        server.mails = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


class Links(HTMLParser):
    """The links of a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.links, self.texts = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        assert tag not in {"script", "img", "iframe", "form"}
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]

    def handle_data(self, data):
        self.texts.append(data)


def test_the_script_for_msmtp_mails_a_digest_once(folder, tmp_path, sink):
    """The mail that arrives, as a mail program reads it."""
    (script,) = blocks(RECIPES, "shell")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/msmtp").write_text(MSMTP.format(port=sink.server_address[1]), encoding="utf-8")
    (tmp_path / "bin/msmtp").chmod(0o755)
    home = {
        "HOME": str(folder),
        "PATH": "/usr/bin:/bin",
        "XDG_STATE_HOME": str(folder / "mails"),
        "TMPDIR": str(tmp_path / "tmp"),
    }
    (tmp_path / "tmp").mkdir()
    path = f"PATH={tmp_path / 'bin'}:{folder / 'bin'}:{Path(sys.executable).parent}:"
    script = script.replace("PATH=$HOME/.local/bin:", path)
    setup = {**home, "PATH": f"{folder / 'bin'}:/usr/bin:/bin"}
    subprocess.run(
        ["newsgrep", "search", "渡轮", "--save", "渡轮"], cwd=folder, env=setup, check=True, capture_output=True
    )

    def mailed():
        done = subprocess.run(
            ["sh", "-c", script], cwd=folder, env=home, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return sink.mails

    assert mailed() == []
    lines = [
        {
            "id": "m",
            "title": "渡轮停航",
            "body": "大雾，渡轮停航。\n.\nFrom 江边",
            "url": "https://news.example.cn/a?b=1&c=2",
        },
        {"id": "n", "title": "渡轮\u202e<script>alert(1)</script>", "body": "渡轮复航。", "url": "javascript:alert(1)"},
    ]
    (folder / "corpus" / "渡轮.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    (raw,) = mailed()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\n"))) < 100
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects
    assert mail["Subject"].endswith("2 new articles")
    assert mail.get_content_type() == "multipart/alternative"
    plain, page = mail.iter_parts()
    assert [part.get_content_type() for part in (plain, page)] == ["text/plain", "text/html"]
    assert [part.get_content_charset() for part in (plain, page)] == ["utf-8", "utf-8"]
    for text in (plain.get_content(), "".join(Links(page.get_content()).texts)):
        assert [word for word in ("渡轮 (2)", "渡轮停航", "大雾", "复航") if word not in text] == [], text
    assert Links(page.get_content()).links == ["https://news.example.cn/a?b=1&c=2"]
    assert "https://news.example.cn/a?b=1&c=2" in plain.get_content()
    assert len(mailed()) == 1
    assert not list((tmp_path / "tmp").iterdir())


def test_the_units_for_systemd_run_what_there_is(folder):
    (units,) = blocks(RECIPES, "systemd")
    commands = re.findall(r"^ExecStart=%h/.local/bin/(newsgrep .*)$", units, re.MULTILINE)
    assert [sh(folder, command).returncode in {0, 1} for command in commands] == [True]
    assert "SuccessExitStatus=1" in units


def test_the_library_page_runs(folder):
    script = "\n".join(blocks(LIBRARY, "python"))
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=environment(folder), capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "found" in done.stdout
    assert "江城晚报" in done.stdout
