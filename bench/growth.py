"""What newsgrep takes as the corpus grows: seconds and the most memory of each command; see README.md beside this file."""

import argparse
import gzip
import json
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
APPENDED = "update, 100 articles appended"
# Files of one article each, as many as there are articles, but at most so many.
MOST_FILES = 50_000
OF_FILES = ("a file for each article, at most 50,000: build", "the same, nothing changed", "the same, one file changed")


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
    for name in ["corpus, MB", *dict(COMMANDS), APPENDED, *OF_FILES]:
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
            column[name] = told(name, words, Path(folder), only_a_line=name.endswith("first line"))
        with (corpus / "articles.jsonl").open("a", encoding="utf-8") as out:
            out.writelines(islice(told_again(articles), size, size + 100))
        column[APPENDED] = told(APPENDED, ["index"], Path(folder))
    return column | measured_in_files(articles, min(size, MOST_FILES))


def measured_in_files(articles: Path, size: int) -> dict[str, str]:
    """The same of updates of so many files, a thousand of them in each folder."""
    build, unchanged, changed = OF_FILES
    with tempfile.TemporaryDirectory() as folder:
        for number, line in enumerate(islice(told_again(articles), size)):
            article = json.loads(line)
            file = Path(folder, "corpus", str(number // 1000), f"{number}.txt")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{article.get('title', '')}\n\n{article.get('body', '')}\n", encoding="utf-8")
        column = {name: told(name, ["index"], Path(folder)) for name in (build, unchanged)}
        with file.open("a", encoding="utf-8") as out:
            out.write("江城大桥今天通车。\n")
        return column | {changed: told(changed, ["index"], Path(folder))}


def told(name: str, words: list[str], folder: Path, *, only_a_line: bool = False) -> str:
    """What a command took, as it stands in the table."""
    sys.stderr.write(f"{name}\n")
    taken = run([sys.executable, "-m", "newsgrep", *words], folder, only_a_line=only_a_line)
    return f"{taken.seconds:.2f} ({taken.memory / 1e6:.0f})"


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
