"""What newsgrep takes as the corpus grows: seconds and the most memory of each command; see README.md beside this file."""

import argparse
import gzip
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from run import family, resident

COMMANDS = (
    ("build", ["index"]),
    ("update, nothing changed", ["index"]),
    ("a word, 20 hits", ["search", "劳动", "--format", "json"]),
    ("a question, 20 hits", ["search", "哪些城市今年举办了国际马拉松比赛？", "--format", "json"]),
    ("的, all hits (`-n 0`)", ["search", "的", "-n", "0", "--format", "json"]),
    ("的, all hits by date", ["search", "的", "-n", "0", "--sort", "date", "--format", "json"]),
    ("的, all hits, first line", ["search", "的", "-n", "0"]),
    ("an expression over every text (`-c`)", ["search", "-c", r"/第[一二三]\w*次.*(会议|比赛)/"]),
    ("an expression that does not end", ["search", "-c", r"/((\w|,)+)+(!!|@@)/"]),
    ("count of a word by year", ["count", "改革", "--by", "year"]),
    ("keywords of a word", ["keywords", "改革"]),
    ("collocates of a word", ["collocates", "中国"]),
    ("check", ["check"]),
)


class Taken(NamedTuple):
    """What a command took: seconds, and bytes of memory of all its processes at once."""

    seconds: float
    memory: int


def main() -> None:
    """Index more and more of the articles, and run every command on each index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, required=True, help="JSON Lines with id, title, body")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 75_000])
    options = parser.parse_args()
    columns = [column for size in options.sizes for column in [measured(options.articles, size)]]
    print("# Growth\n\nSeconds and, in brackets, MB of memory of all processes at once.\n")
    print("| articles | " + " | ".join(f"{size:,}" for size in options.sizes) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for name, *_ in [("corpus, MB",), *COMMANDS]:
        print(f"| {name} | " + " | ".join(column[name] for column in columns) + " |")


def measured(articles: Path, size: int) -> dict[str, str]:
    """The column of a table: what each command took on so many articles."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        with (corpus / "articles.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(islice(told_again(articles), size))
        column = {"corpus, MB": f"{(corpus / 'articles.jsonl').stat().st_size / 1e6:.0f}"}
        for name, words in COMMANDS:
            sys.stderr.write(f"{size}: {name}\n")
            taken = run(
                [sys.executable, "-m", "newsgrep", *words], Path(folder), only_a_line=name.endswith("first line")
            )
            column[name] = f"{taken.seconds:.2f} ({taken.memory / 1e6:.0f})"
    return column


def told_again(articles: Path) -> Iterator[str]:
    """All articles, then all of them again under other ids, without end."""
    for turn in count():
        with (gzip.open if articles.suffix == ".gz" else open)(articles, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield line.replace('"id": "', f'"id": "{turn}-', 1)


def run(command: list[str], folder: Path, *, only_a_line: bool) -> Taken:
    """Run a command to its end, or until it has printed a line."""
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        peak, done = [0], threading.Event()
        watcher = threading.Thread(target=watch, args=(process.pid, peak, done))
        watcher.start()
        assert process.stdout
        process.stdout.readline() if only_a_line else drain(process.stdout.fileno())
        process.stdout.close()
        process.wait()
        done.set()
        watcher.join()
    return Taken(time.perf_counter() - began, peak[0])


def drain(pipe: int) -> None:
    """Read all of a pipe and keep nothing."""
    while os.read(pipe, 1 << 16):
        pass


def watch(process: int, peak: list[int], done: threading.Event) -> None:
    """Look at the memory of a process and all below it a hundred times a second."""
    while not done.wait(0.01):
        peak[0] = max(peak[0], sum(map(resident, family(process))))


if __name__ == "__main__":
    main()
