"""Build and query the same articles with newsgrep and its peers, round by round; see README.md beside this file."""

import argparse
import datetime as dt
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path

import peers

from corpus import articles_of, recombined

ROOT = Path(__file__).parent
IMPORT_CLICK = [sys.executable, "-c", "import click"]
COMMON = "的"
PACKAGES = ("newsgrep", "Whoosh", "jieba", "rjieba", "tantivy", "numpy")
ROWS = (
    ("build", "build, s", "{:.1f}"),
    ("memory", "peak memory of the build, all processes, MB", "{:.0f}"),
    ("size", "index on disk, MB", "{:.1f}"),
    ("nothing", "update, nothing changed, s", "{:.2f}"),
    ("append", "update, 100 records appended, s", "{:.2f}"),
    ("warm", "warm query, median ms", "{:.1f}"),
    ("warm95", "warm query, p95 ms", "{:.1f}"),
    ("common", "warm query, one common character, ms", "{:.1f}"),
    ("quoted", "warm query, a quoted text of 1 to 8 characters, median ms", "{:.1f}"),
    ("quoted95", "warm query, a quoted text of 1 to 8 characters, p95 ms", "{:.1f}"),
    ("cold", "cold query (whole process), median ms", "{:.0f}"),
    ("cold95", "cold query (whole process), p95 ms", "{:.0f}"),
    ("click", "python -c 'import click', median ms", "{:.0f}"),
)
APPENDED = 100


def main() -> None:
    """Run all peers, or one of them where the driver asks for it."""
    options = arguments()
    if options.peer:
        sys.stdout.write(json.dumps(measure(options)))
        return
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus", "articles.jsonl")
        write_corpus(options.corpus, corpus, options.articles)
        rounds = [run_round(options, corpus, Path(folder, str(number))) for number in range(options.rounds)]
        text = report(options, corpus, rounds)
    sys.stdout.write(text)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warm", type=int, default=100)
    parser.add_argument("--cold", type=int, default=40)
    parser.add_argument("--without", action="append", default=[], choices=peers.PEERS, help="leave a peer out")
    parser.add_argument("--peer", choices=peers.PEERS)
    parser.add_argument("--folder", type=Path)
    return parser.parse_args()


def taking_part(options: argparse.Namespace) -> list[str]:
    """The peers that are measured."""
    return [name for name in peers.PEERS if name not in options.without]


def write_corpus(source: Path, target: Path, articles: int) -> None:
    """The first articles of a JSON Lines file (0: all); more than it holds are recombined from its own."""
    own = articles_of(source)
    target.parent.mkdir(parents=True)
    with target.open("w", encoding="utf-8") as out:
        for article in recombined(own, articles or len(own), seed=1):
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


def run_round(options: argparse.Namespace, corpus: Path, folder: Path) -> dict[str, dict[str, float]]:
    """One measurement of every peer, each in its own process."""
    found = {}
    for name in taking_part(options):
        command = [sys.executable, __file__, "--peer", name, "--folder", str(folder / name), "--corpus", str(corpus)]
        command += ["--queries", str(options.queries), "--warm", str(options.warm), "--cold", str(options.cold)]
        sys.stderr.write(f"{folder.name}: {name}\n")
        found[name] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def measure(options: argparse.Namespace) -> dict[str, float]:
    """Build with one peer and query it, warm in this process and cold in others."""
    peer = peers.PEERS[options.peer](options.corpus, options.folder)
    options.folder.mkdir(parents=True)
    queries = [line.strip() for line in options.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    began = time.perf_counter()
    with Memory() as memory:
        peer.build()
    found = {
        "build": time.perf_counter() - began,
        "size": folder_size(options.folder) / 1e6,
        "memory": memory.peak / 1e6,
    }
    if peer.warm:
        peer.search(COMMON)
        warm = sorted(timed(peer.search, query) for query in spread(queries, options.warm))
        found |= {"warm": statistics.median(warm) * 1e3, "warm95": p95(warm) * 1e3}
        found["common"] = statistics.median(timed(peer.search, COMMON) for _ in range(5)) * 1e3
    if command := peer.command():
        found |= cold(command, spread(queries, options.cold))
    if isinstance(peer, peers.Newsgrep):
        quoted = sorted(timed(peer.search, f'"{text}"') for text in pieces(peer, options.warm))
        found |= {"quoted": statistics.median(quoted) * 1e3, "quoted95": p95(quoted) * 1e3}
        found["nothing"] = statistics.median(timed(peer.build) for _ in range(3))
        size = peer.corpus.stat().st_size
        with peer.corpus.open("a", encoding="utf-8") as corpus:
            corpus.writelines(line.replace('"id": "', '"id": "again-', 1) for line in first_lines(options.corpus))
        found["append"] = timed(peer.build)
        os.truncate(peer.corpus, size)
    return found


def first_lines(path: Path) -> list[str]:
    """Some records of a corpus."""
    with path.open(encoding="utf-8") as lines:
        return list(islice(lines, APPENDED))


def spread(queries: list[str], count: int) -> list[str]:
    """So many queries, from all over the list."""
    return queries[:: max(1, len(queries) // count)][:count]


def pieces(peer: peers.Peer, count: int) -> list[str]:
    """Texts of 1 to 8 Han characters, cut by chance from the bodies of articles."""
    chance = random.Random(1)  # noqa: S311 (not for security)
    runs = [chance.choice(found) for _, _, body in peer.articles() if (found := peers.HAN.findall(body))]
    texts = (chance.choice(runs) for _ in range(count))
    starts = ((text, chance.randrange(len(text))) for text in texts)
    return [text[start : start + chance.randint(1, 8)] for text, start in starts]


def cold(command: list[str], queries: list[str]) -> dict[str, float]:
    """Milliseconds of whole processes, and of one that only imports click, by turns."""
    times = [(timed(run_quietly, [*command, query]), timed(run_quietly, IMPORT_CLICK)) for query in queries]
    search, click = (sorted(column) for column in zip(*times, strict=True))
    middle = statistics.median(search)
    return {"cold": middle * 1e3, "cold95": p95(search) * 1e3, "click": statistics.median(click) * 1e3}


def p95(times: list[float]) -> float:
    """The time that nineteen of twenty sorted times do not exceed."""
    return times[int(len(times) * 0.95)]


class Memory:
    """The most memory that this process and its children have had at once, in bytes, looked at ten times a second."""

    def __init__(self) -> None:
        self.peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Memory":  # noqa: PYI034 (Self is of Python 3.11)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            self.peak = max(self.peak, sum(map(resident, family(os.getpid()))))


def family(process: int) -> list[int]:
    """A process and all below it (Linux)."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [process, *(found for child in children for found in family(int(child)))]


def resident(process: int) -> int:
    """The memory a process has, in bytes; what it shares counts for each by its part (Linux)."""
    try:
        figures = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in figures.splitlines() if line.startswith("Pss:"))


def timed(function: object, *words: object) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    function(*words)  # type: ignore[operator]
    return time.perf_counter() - began


def run_quietly(command: list[str]) -> None:
    """Run a program, whatever it finds."""
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def report(options: argparse.Namespace, corpus: Path, rounds: list[dict[str, dict[str, float]]]) -> str:
    """The medians over the rounds as a table, each with its ratio to newsgrep's."""
    today = dt.datetime.now(tz=dt.timezone.utc).date()
    articles = sum(1 for _ in corpus.open("rb"))
    names = taking_part(options)
    lines = [
        f"{today}, {platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores.",
        f"{articles:,} articles, {corpus.stat().st_size / 1e6:.1f} MB of JSONL, {options.rounds} rounds, {options.warm} queries.",
        "In brackets: the ratio to newsgrep.",
        "",
        "| what | " + " | ".join(names) + " |",
        "|---" * (len(names) + 1) + "|",
    ]
    for key, title, form in ROWS:
        lines.append(f"| {title} | " + " | ".join(cell(rounds, name, key, form) for name in names) + " |")
    return "\n".join([*lines, "", "Versions: " + ", ".join(map(package, PACKAGES)) + ".", ""])


def cell(rounds: list[dict[str, dict[str, float]]], name: str, key: str, form: str) -> str:
    """One median, and its ratio."""
    own, other = (
        statistics.median(figures[peer][key] for figures in rounds) if key in rounds[0][peer] else None
        for peer in ("newsgrep", name)
    )
    if other is None:
        return "-"
    return form.format(other) + (f" ({other / own:.2f})" if own and name != "newsgrep" else "")


def package(name: str) -> str:
    """A package and its version."""
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"no {name}"


if __name__ == "__main__":
    main()
