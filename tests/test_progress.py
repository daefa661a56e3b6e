"""The progress line: where it is seen, where it is not, and that it leaves nothing behind."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from threading import Thread

import pytest
from articles import article, entry
from conftest import ROOT
from warm_start import PROGRAM

from newsgrep.analysis import load_segmenter
from newsgrep.cli.progress_line import rendered
from newsgrep.corpus_stats.counts import PARTS, count
from newsgrep.engine.memory import MemoryEngine
from newsgrep.message import Message
from newsgrep.progress import Step, listening, tell, tracked, working
from newsgrep.search.search import Request

CLEAN = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PAGER", "TERM", "LESS"}} | {"TERM": "xterm", "PAGER": "cat"}  # fmt: skip
# Runs newsgrep with a progress line that comes soon, and with a wait before the command.
SOON = """
import sys, time, click
from newsgrep.cli import main, progress_line
progress_line.DELAY = progress_line.INTERVAL = 0.02
invoke = click.Context.invoke
def slow(context, callback, /, *args, **options):
    if context.parent:  # the command's own
        time.sleep(0.3)
    return invoke(context, callback, *args, **options)
click.Context.invoke = slow
"""
# The wait is between the hits instead, each of which is given the time to be counted.
SLOW_HITS = """
import sys, time
from newsgrep.cli import main, progress_line
from newsgrep.search import batches
progress_line.DELAY = progress_line.INTERVAL = 0.02
batches.FIRST_BATCH = batches.IN_BATCH = 1
read = batches.Batches._of_batch
def slow(*args):
    time.sleep(0.15)
    return read(*args)
batches.Batches._of_batch = slow
"""
RUN = "main()"
ERASED = "\r\x1b[K"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("progress")
    (folder / "corpus").symlink_to(ROOT / "corpus")
    (folder / "queries.tsv").write_text("q\t大桥\n", encoding="utf-8")
    (folder / "qrels.txt").write_text("q 0 江城日报/2025-03-18-01.txt#1 1\n", encoding="utf-8")
    for words in (("index", "corpus"), ("search", "大桥", "--save", "桥", "--config", os.devnull)):
        subprocess.run([*PROGRAM, *words], cwd=folder, env=CLEAN | home(folder), check=True, capture_output=True)  # fmt: skip
    return folder


def home(folder):
    return {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder), "XDG_DATA_HOME": str(folder)}  # fmt: skip


def _interrupt(process):
    """Press Ctrl-C, again if that was too soon: what only begins to wait may miss it."""
    time.sleep(0.1)
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        time.sleep(5)


class Terminal:
    """Runs a command with stderr, and if ``stdout`` is None stdout too, on a terminal; ``raw`` is all that it gets."""

    def __init__(self, *words, cwd, code=SOON, stdout=None, after=None, columns=80, **environment):
        main, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        script = [sys.executable, "-c", code + RUN, *words] if code else [*PROGRAM, *words]
        with subprocess.Popen(script, cwd=cwd, env=CLEAN | home(cwd) | environment, stdin=terminal, stdout=terminal if stdout is None else stdout, stderr=terminal) as process:  # fmt: skip
            os.close(terminal)
            output = b""
            while chunk := self._read(main):
                output += chunk
                if after and after in output:
                    Thread(target=_interrupt, args=(process,), daemon=True).start()
                    after = None
        os.close(main)
        self.raw = output.decode()
        self.code = process.returncode

    @staticmethod
    def _read(number):
        try:
            return os.read(number, 65536)
        except OSError:
            return b""

    @property
    def screen(self):
        """What is left to be read, line by line."""
        lines = []
        for line in self.raw.split("\n"):
            shown = ""
            for piece in re.split(r"(\r|\x1b\[K)", line):
                if piece == "\r":
                    at = 0
                elif piece == "\x1b[K":
                    shown = shown[:at]
                else:
                    at = len(shown) if not shown else at
                    shown = shown[:at] + piece + shown[at + len(piece) :]
                    at += len(piece)
            lines.append(shown)
        return "\n".join(lines)


COMMANDS = [
    ("search", "大桥", "--color", "never", "--unique", "-n", "0"),
    ("search", "大桥", "--json"),
    ("kwic", "大桥", "--color", "never"),
    ("count", "大桥", "--by", "month", "--color", "never"),
    ("collocates", "大桥", "--color", "never"),
    ("keywords", "大桥", "--color", "never"),
    ("saved", "run", "桥", "--color", "never"),
    ("similar", "江城日报/2025-03-18-01.txt#1", "--color", "never"),
    ("show", "江城日报/2025-03-18-01.txt#1", "--color", "never"),
    ("split", "corpus/江城日报/2025-03-18-01.txt", "--color", "never"),
    ("status",),
    ("check",),
    ("index",),
    ("eval", "--queries", "queries.tsv", "--qrels", "qrels.txt"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_every_command_shows_that_it_works_and_leaves_its_output_alone(demo, words):
    slow = Terminal(*words, cwd=demo)
    fast = Terminal(*words, cwd=demo, TERM="dumb")
    assert "working 0:00" in slow.raw
    assert "working" not in fast.raw
    assert set(re.findall(r"\x1b\[[^A-Za-z]*[A-Za-z]", slow.raw)) == {"\x1b[K"}  # no colour, no hidden cursor
    timeless = [re.sub(r"\(\d+ ms\)|\(\d\.\d s\)|took_ms\": \S+", "", run.screen).replace("\r", "") for run in (slow, fast)]  # fmt: skip
    assert timeless[0] == timeless[1]
    assert slow.code == fast.code


@pytest.mark.parametrize(
    ("words", "environment"),
    [((), {"TERM": "dumb"}), (("-q",), {}), (("-cq",), {})],
    ids=["dumb terminal", "quiet", "quiet among others"],
)
def test_where_it_is_not_wanted_there_is_none(demo, words, environment):
    run = Terminal("search", "大桥", *words, cwd=demo, stdout=subprocess.DEVNULL, **environment)
    assert "working" not in run.raw
    assert "\x1b" not in run.raw


def test_what_is_done_at_once_shows_none(demo):
    run = Terminal("search", "大桥", "-c", cwd=demo, code="")
    assert re.fullmatch(r"\d+\r\n", run.raw)


def test_in_a_pipe_nothing_is_written_and_no_thread_is_started(demo):
    code = SOON + "import atexit, os; exit = os._exit; os._exit = lambda code: (print(*({'threading', 'rich'} & set(sys.modules))), sys.stdout.flush(), exit(code))\n"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code + RUN, "search", "大桥", "-c"], cwd=demo, env=CLEAN, capture_output=True, text=True, check=True)  # fmt: skip
    assert re.fullmatch(r"\d+\n(threading)?\n", done.stdout)
    assert done.stderr == ""


def test_ctrl_c_leaves_a_clean_line(demo):
    code = SOON.replace("0.3", "30")
    run = Terminal("search", "大桥", cwd=demo, code=code, after=b"working")
    assert run.screen.replace("\r", "") == "\nnewsgrep: interrupted\n"
    assert run.code == 130


def test_hits_that_come_slowly_are_counted_where_stdout_is_a_file(demo, tmp_path):
    with (tmp_path / "out").open("w") as file:
        run = Terminal("search", "大桥", "--format", "grep", cwd=demo, code=SLOW_HITS, stdout=file)
    hits = len((tmp_path / "out").read_text(encoding="utf-8").splitlines())
    assert hits > 3
    shares = [int(share) for share in re.findall(r"reading articles \[[#.]{20}\] (\d+) %", run.raw)]
    assert shares == sorted(shares)
    assert len(set(shares)) >= 3
    assert run.screen == ""


def test_once_a_pipe_is_written_to_the_line_does_not_come_back(demo):
    """Who reads the pipe may have the terminal, as less has."""
    reader, pipe = os.pipe()
    run = Terminal("search", "大桥", "--format", "grep", cwd=demo, code=SLOW_HITS, stdout=pipe)
    os.close(pipe)
    os.close(reader)
    assert "reading articles" in run.raw
    assert set(re.findall(r"(\d+) %", run.raw)) == {"0"}
    assert run.raw.endswith(ERASED)


def test_between_lines_of_output_it_does_not_stand(demo):
    run = Terminal("search", "大桥", "--format", "grep", "--color", "never", cwd=demo, code=SLOW_HITS)
    assert "reading articles" in run.raw
    assert "reading" not in run.screen
    output = run.raw.rpartition(ERASED)[2]
    assert "大桥" in output
    assert "%" not in output


def test_the_pager_has_the_terminal_for_itself(demo):
    pager = f"{sys.executable} -c \"import sys, time; time.sleep(0.3); print('PAGED', len(sys.stdin.read()) > 0)\""
    run = Terminal("search", "江", "-n", "40", "--color", "never", cwd=demo, code=SLOW_HITS.replace("0.15", "0.03"), PAGER=pager)  # fmt: skip
    before, paged, after = run.raw.partition("PAGED True\r\n")
    assert paged
    assert "reading articles" in before
    assert before.endswith(ERASED)
    assert "reading" not in after


@pytest.mark.parametrize("columns", [20, 30, 200])
def test_it_fits_its_terminal(demo, columns):
    run = Terminal("search", "大桥", "--format", "grep", cwd=demo, code=SLOW_HITS, columns=columns, stdout=subprocess.DEVNULL)  # fmt: skip
    drawn = re.findall(r"\r([^\r\x1b]+)\x1b\[K", run.raw)
    assert drawn
    assert max(map(len, drawn)) <= columns - 3


def test_chinese_is_spoken_to_chinese(demo):
    run = Terminal("search", "大桥", cwd=demo, LANG="zh_CN.UTF-8", NEWSGREP_LANG="zh")
    assert "正在处理" in run.raw
    assert "working" not in run.raw


def test_watching_is_no_work(tmp_path):
    pytest.importorskip("watchfiles")
    (tmp_path / "a.txt").write_text("大桥合龙\n大桥今天合龙。\n", encoding="utf-8")
    code = SOON.replace("0.3", "0.1")
    run = Terminal("index", "--watch", ".", "--index", "../watched", cwd=tmp_path, code=code, after=b"Ctrl-C")
    assert run.screen.replace("\r", "").endswith("newsgrep: stopped watching\n")
    _, _, waiting = run.raw.partition("Ctrl-C")
    assert "working" not in waiting
    assert "indexing" not in waiting


READING = Message("reading articles")


def test_steps_are_told_to_who_listens_and_to_nobody_else():
    heard = []
    with listening(heard.append):
        assert list(tracked("江城", READING, 2)) == ["江", "城"]
    assert list(tracked("江城", READING, 2)) == ["江", "城"]
    tell(Step(READING))
    assert heard == [Step(READING, 0, 2), Step(READING, 1, 2), Step(READING, 2, 2), None]


def test_several_queries_have_one_bar():
    engine = MemoryEngine()
    engine.update(
        (),
        [entry(article(str(number), "大桥", "大桥合龙。候鸟。" if number % 3 else "大桥。")) for number in range(7)],
        user_words=(),
    )
    heard = []
    with listening(heard.append):
        count(engine, [Request(line) for line in ("大桥", "无此物也", "候鸟")], load_segmenter(), None)
    *steps, last = heard
    assert last is None
    assert {(step.about, step.total) for step in steps} == {(READING, 3 * PARTS)}
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert (steps[0].done, steps[-1].done) == (0, 3 * PARTS)
    assert len({step.done for step in steps}) > 10


def test_work_that_fails_is_over():
    heard = []
    with listening(heard.append), pytest.raises(ValueError, match="x"), working(READING):
        raise ValueError("x")
    assert heard[-1] is None


@pytest.mark.parametrize(
    ("step", "seconds", "line"),
    [
        (Step(READING), 0, "| reading articles 0:00"),
        (Step(READING, 5, 0), 3700, "| reading articles 1:01:40"),
        (Step(READING, 0, 10), 5, "reading articles [....................] 0 %"),
        (Step(READING, 10, 10), 5, "reading articles [####################] 100 % 0:00 left"),
        (Step(READING, 15, 10), 5, "reading articles [####################] 100 % 0:00 left"),
        (Step(READING, 1, 4, Message("{:,}/s", 1200)), 5, "reading articles [#####...............] 25 % 1,200/s 0:15 left"),
    ],
)  # fmt: skip
def test_a_step_as_a_line(step, seconds, line):
    assert rendered(step, seconds, 0) == line
