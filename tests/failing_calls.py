"""Commands in which one call to the system fails, each kind at each of its calls: what is left must be before or after.

``python tests/failing_calls.py FOLDER [MOST]`` prints what went wrong as a list, and says meanwhile on stderr what does
and how much was tried (``make faults``): without MOST, every call, which takes hours. The calls are made to fail by ``failing_calls.c``, so that what Python itself opens and reads is included.
"""

from __future__ import annotations

import ctypes
import errno
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# In the order of failing_calls.c.
KINDS = ("open", "write", "read", "mmap", "flock", "fsync", "rename", "unlink", "mkdir", "fork", "thread", "pipe")
ERRORS = {
    "open": ("EMFILE", "ENOMEM", "EIO"), "write": ("ENOSPC", "EIO"), "read": ("EIO",), "mmap": ("ENOMEM",), "flock": ("ENOLCK",), "fsync": ("EIO",),
    "rename": ("EIO",), "unlink": ("EIO",), "mkdir": ("ENOSPC",), "fork": ("EAGAIN",), "thread": ("EAGAIN",), "pipe": ("EMFILE",),
}  # fmt: skip
# Up to this many cases, no imports are tried.
FEW = 50
# Seconds after which it is said again how far it is: a case takes one or two.
SAID_EVERY = 10
# Seconds after which a command is taken to hang.
LONGEST = 120


class Case(NamedTuple):
    """The call that fails: the how manieth of its kind, with which error, and whether those after it do, too."""

    kind: str
    nth: int
    error: str
    onwards: bool


class Outcome(NamedTuple):
    """What a command has said."""

    code: int
    stdout: str
    stderr: str


def build(folder: Path) -> Path | None:
    """The library to be preloaded; none where there is no compiler."""
    library = folder / "failing_calls.so"
    source = Path(__file__).with_suffix(".c")
    command = ["cc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl", "-lpthread"]
    if sys.platform != "linux" or not shutil.which("cc"):
        return None
    return library if subprocess.run(command, check=False, capture_output=True).returncode == 0 else None


def start(argv: list[str], out: Path, case: Case | None = None) -> int:
    """Run a command in a forked process, with a call that fails; its output goes to files, the number of calls, too."""
    child = os.fork()
    if child:
        return child
    import newsgrep.cli

    calls = ctypes.CDLL(None)
    for number in (1, 2):
        os.dup2(os.open(f"{out}.{number}", os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), number)
    sys.argv = ["newsgrep", *argv]
    leave = os._exit

    def counted(code: int) -> None:
        made = [calls.calls_of(kind) for kind in range(len(KINDS))]
        calls.fail_at(-1, 0, 0, 0)
        Path(f"{out}.calls").write_text(json.dumps(made))
        leave(code)

    os._exit = counted  # type: ignore[assignment]
    calls.fail_at(
        *((KINDS.index(case.kind), case.nth, getattr(errno, case.error), case.onwards) if case else (-1, 0, 0, 0))
    )
    try:
        newsgrep.cli.main()
    except BaseException:  # noqa: BLE001 (nothing may come out of it)
        calls.fail_at(-1, 0, 0, 0)
        import traceback

        traceback.print_exc()
        leave(99)
    leave(98)
    return 0


def run(argv: list[str], out: Path, case: Case | None = None) -> Outcome:
    """The same, waited for."""
    child, began = start(argv, out, case), time.monotonic()
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() - began > LONGEST:
            os.kill(child, 9)
            os.waitpid(child, 0)
            return Outcome(-1, "", "it hangs")
        time.sleep(0.002)
    told = (Path(f"{out}.{number}").read_text("utf-8", "replace") for number in (1, 2))
    return Outcome(os.waitstatus_to_exitcode(ended[1]), *told)


def cases_of(out: Path) -> list[Case]:
    """All that can fail in a command that was run to its end."""
    made = dict(zip(KINDS, json.loads(Path(f"{out}.calls").read_text()), strict=True))
    return [
        Case(kind, nth, error, onwards)
        for kind in KINDS
        for nth in range(1, made[kind] + 1)
        for error in ERRORS[kind]
        for onwards in (False, True)
    ]


def write(path: Path, numbers: range, title: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    records = ({"id": str(number), "title": f"{title}{number}", "body": f"候鸟新闻三{number}。"} for number in numbers)
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


class Trial:
    """A corpus, its index as it was, and what is searched for in it."""

    def __init__(self, folder: Path, *, merges: bool) -> None:
        self.out, self.corpus, self.index, self.before = (
            folder / name for name in ("out", "corpus", "index", "before")
        )
        write(self.corpus / "a.jsonl", range(20), "澜江大桥合龙")
        if merges:
            for number in range(4):
                write(self.corpus / f"{number}.jsonl", range(2), "地铁通车")
                self.update()
        else:
            self.update()
            write(self.corpus / "a.jsonl", range(2, 6), "通车的澜江大桥")
        write(self.corpus / "c.jsonl", range(3), "招生")
        self.index.rename(self.before)

    def update(self) -> None:
        done = run(["index", str(self.corpus), "--index", str(self.index), "-j1"], self.out)
        assert done.code == 0, done.stderr

    def restore(self) -> None:
        shutil.rmtree(self.index, ignore_errors=True)
        shutil.copytree(self.before, self.index)

    def answers(self) -> list[str]:
        found = run(["search", "大桥 OR 新闻 OR 招生", "--json", "-n", "0", "--index", str(self.index)], self.out)
        return sorted(line for line in found.stdout.splitlines() if '"hit"' in line)

    def updates(self, most: int, *words: str) -> list[str]:
        """What goes wrong in updates, with these options."""
        argv = ["index", str(self.corpus), "--index", str(self.index), "-j1", *words]
        self.restore()
        before = self.answers()
        assert run(argv, self.out).code == 0
        cases = sample(cases_of(self.out), most)
        after, wrong = self.answers(), []
        for case in told(cases, ["index", *words], wrong):
            self.restore()
            done = run(argv, self.out, case)
            found = self.answers()
            faults = said_wrongly(done, {0, 2})
            is_read = "; 1 unreadable)" not in done.stderr  # else its articles stay as they were, the others come
            faults += ["neither before nor after"] * (is_read and found not in (before, after))
            faults += ["said to be done"] * (done.code == 0 and found != after)
            again = run(argv, self.out)
            faults += ["not mended"] * (again.code != 0 or self.answers() != after)
            wrong += [f"{' '.join(words)} {case}: {fault}: {done.stderr}" for fault in faults]
        return wrong

    def reads(self, argv: list[str], most: int) -> list[str]:
        """What goes wrong in a command that only reads."""
        self.restore()
        argv = [*argv, "--index", str(self.index)]
        expected, wrong = run(argv, self.out), []
        for case in told(sample(cases_of(self.out), most), argv, wrong):
            done = run(argv, self.out, case)
            faults = said_wrongly(done, {expected.code, 2})
            faults += ["another answer"] * (done.code == expected.code and timeless(done) != timeless(expected))
            wrong += [f"{argv[0]} {case}: {fault}: {done.stderr}" for fault in faults]
        return wrong


def timeless(done: Outcome) -> str:
    """What a command has printed, but how long it took."""
    return re.sub(r'"took_ms": [\d.]+', "", done.stdout)


def told(cases: list[Case], argv: list[str], wrong: list[str]) -> Iterator[Case]:
    """The cases; how many have been tried, and what goes wrong, is said on stderr as it comes."""
    said, began, due = 0, time.monotonic(), 0.0
    for number, case in enumerate(cases):
        took = time.monotonic() - began
        if took >= due:
            due = took + SAID_EVERY
            left = f", {took / number * (len(cases) - number) / 60:,.0f} minutes left" if number else ""
            sys.stderr.write(f"{' '.join(argv[:2])}: {number:,} of {len(cases):,} cases{left}\n")
        yield case
        sys.stderr.writelines(f"{fault}\n" for fault in wrong[said:])
        said = len(wrong)


def said_wrongly(done: Outcome, codes: set[int]) -> list[str]:
    is_told = "Traceback" not in done.stderr and "internal error" not in done.stderr
    is_named = done.code != 2 or done.stderr.startswith("newsgrep: ")
    return [f"exit code {done.code}"] * (done.code not in codes) + ["not said in a line"] * (not (is_told and is_named))


def sample(cases: list[Case], most: int) -> list[Case]:
    """Some cases; of those kinds of which there are few, as many as of others."""
    by_kind = {kind: [case for case in cases if case.kind == kind] for kind in KINDS}
    rng, found = random.Random(3), []
    while any(by_kind.values()) and len(found) < most:
        for left in by_kind.values():
            if left and len(found) < most:
                found.append(left.pop(rng.randrange(len(left))))
    return found


READS = (
    ["search", "大桥 合龙"], ["search", "/大.*龙/", "--json"], ["count", "大桥", "--by", "month"], ["kwic", "大桥"], ["show", "a.jsonl#3"],
    ["check"], ["similar", "a.jsonl#3"], ["keywords", "大桥"], ["status"],
)  # fmt: skip


def load_modules(folder: Path) -> None:
    """Load what commands import, once for all of them."""
    from newsgrep.cli.app import run as run_here

    write(folder / "corpus/a.jsonl", range(3), "澜江大桥合龙")
    run_here(["index", str(folder / "corpus"), "--index", str(folder / "index"), "-j1", "-q"])
    for argv in READS:
        run_here([*argv, "--index", str(folder / "index"), "-q"])


def main(folder: Path, most: int) -> None:
    wrong = []
    if most < FEW:  # else imports fail, too
        stdout, sys.stdout = sys.stdout, io.StringIO()
        load_modules(folder / "modules")
        sys.stdout = stdout
    for merges in (False, True):
        trial = Trial(folder / str(merges), merges=merges)
        wrong += trial.updates(most)
    wrong += trial.updates(most, "--optimize")
    for argv in READS[: max(1, most // 8)]:
        wrong += trial.reads(argv, most)
    sys.stdout.write(json.dumps(wrong, ensure_ascii=False))


if __name__ == "__main__":
    if os.environ.get("LD_PRELOAD"):
        main(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        library = build(Path(sys.argv[1]))
        assert library, "there is no C compiler"
        os.execve(  # noqa: S606 (this program, with a library before it)
            sys.executable,
            [sys.executable, *sys.argv, *(["1000000"] if len(sys.argv) < 3 else [])],
            os.environ | {"LD_PRELOAD": str(library)},
        )
