"""Build and query the same articles with newsgrep and its peers, round by round; see README.md beside this file."""

import argparse
import datetime as dt
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import peers

ROOT = Path(__file__).parent
PACKAGES = ("newsgrep", "Whoosh", "jieba", "rjieba", "tantivy", "numpy")
ROWS = (
    ("build", "build, s", "{:.1f}"),
    ("memory", "peak memory of the build, MB", "{:.0f}"),
    ("size", "index on disk, MB", "{:.0f}"),
    ("warm", "warm query, median ms", "{:.1f}"),
    ("warm95", "warm query, p95 ms", "{:.1f}"),
    ("cold", "cold query (whole process), median ms", "{:.0f}"),
)


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
    (ROOT / "RESULTS.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warm", type=int, default=100)
    parser.add_argument("--peer", choices=peers.PEERS)
    parser.add_argument("--folder", type=Path)
    return parser.parse_args()


def write_corpus(source: Path, target: Path, articles: int) -> None:
    """The first articles of a JSON Lines file (0: all)."""
    import gzip

    target.parent.mkdir(parents=True)
    with (gzip.open if source.suffix == ".gz" else open)(source, "rb") as lines, target.open("wb") as out:
        for number, line in enumerate(lines, start=1):
            out.write(line)
            if number == articles:
                break


def run_round(options: argparse.Namespace, corpus: Path, folder: Path) -> dict[str, dict[str, float]]:
    """One measurement of every peer, each in its own process."""
    found = {}
    for name in peers.PEERS:
        command = [sys.executable, __file__, "--peer", name, "--folder", str(folder / name), "--corpus", str(corpus)]
        command += ["--queries", str(options.queries), "--warm", str(options.warm)]
        sys.stderr.write(f"{folder.name}: {name}\n")
        found[name] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def measure(options: argparse.Namespace) -> dict[str, float]:
    """Build with one peer and query it, warm in this process and cold in others."""
    peer = peers.PEERS[options.peer](options.corpus, options.folder)
    options.folder.mkdir(parents=True)
    queries = [line.strip() for line in options.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    queries = queries[:: max(1, len(queries) // options.warm)][: options.warm]
    began = time.perf_counter()
    peer.build()
    found = {"build": time.perf_counter() - began, "size": folder_size(options.folder) / 1e6}
    usage = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    found["memory"] = usage / 1024
    warm = sorted(timed(peer.search, query) for query in queries)
    if warm and peer.warm:
        found |= {"warm": statistics.median(warm) * 1e3, "warm95": warm[int(len(warm) * 0.95)] * 1e3}
    if command := peer.command():
        cold = [timed(run_quietly, [*command, query]) for query in queries[:20]]
        found["cold"] = statistics.median(cold) * 1e3
    return found


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
    lines = [
        "# Results",
        "",
        f"{today}, {platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores.",
        f"{articles:,} articles, {corpus.stat().st_size / 1e6:.1f} MB of JSONL, {options.rounds} rounds, {options.warm} queries.",
        "In brackets: the ratio to newsgrep.",
        "",
        "| what | " + " | ".join(peers.PEERS) + " |",
        "|---" * (len(peers.PEERS) + 1) + "|",
    ]
    for key, title, form in ROWS:
        lines.append(f"| {title} | " + " | ".join(cell(rounds, name, key, form) for name in peers.PEERS) + " |")
    return "\n".join([*lines, "", "Versions: " + ", ".join(map(package, PACKAGES)) + ".", ""])


def cell(rounds: list[dict[str, dict[str, float]]], name: str, key: str, form: str) -> str:
    """One median, and its ratio."""
    own, other = (
        statistics.median(one[peer][key] for one in rounds) if key in rounds[0][peer] else None
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
