"""Compares the index in a cluster with the one in a folder, in one run: building, searching, size.

python bench/cluster.py opensearch://localhost:9200/bench CORPUS QUERIES    CORPUS as for newsgrep index, a query a line

The cluster's own time of a search is that of its requests, sent once more as they were, without newsgrep.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgrep.engine.address import parse_address
from newsgrep.engine.open_engine import create_engine, open_engine
from newsgrep.engine.opensearch.transport import Transport
from newsgrep.indexing import IndexJob, bring_up_to_date
from newsgrep.indexing.roots import Roots
from newsgrep.search.search import SNIPPET_COLUMNS, Request, search
from newsgrep.search.shown import show

if TYPE_CHECKING:
    from newsgrep.engine.address import IndexPlace

QUERIES, HITS = 20, 20


def build(place: IndexPlace, corpus: Path) -> tuple[int, float, float]:
    """Build an index: articles, seconds, seconds of this process's CPU."""
    roots = Roots.of([corpus])
    job = IndexJob(roots.folder, place, parts=roots.parts, rebuild=True, jobs=2)
    began, cpu = time.perf_counter(), time.process_time()
    report = bring_up_to_date(job, create_engine)
    return report.articles, time.perf_counter() - began, time.process_time() - cpu


def searched(place: IndexPlace, line: str) -> None:
    """What ``newsgrep search`` does, without printing."""
    engine = open_engine(place)
    answer = search(engine, Request(line, limit=HITS), engine.segmenter())
    list(show(engine, answer, count=2, columns=SNIPPET_COLUMNS))
    engine.close()


def timed(place: IndexPlace, line: str) -> float:
    """Milliseconds of a search."""
    began = time.perf_counter()
    searched(place, line)
    return (time.perf_counter() - began) * 1000


def recorded(place: IndexPlace, line: str) -> list[tuple[Any, ...]]:
    """The requests of a search."""
    asked: list[tuple[Any, ...]] = []
    plain = Transport._exchange  # noqa: SLF001 (what goes over the wire)

    def record(self: Transport, *request: Any) -> Any:
        asked.append(request)
        return plain(self, *request)

    Transport._exchange = record  # type: ignore[method-assign]  # noqa: SLF001
    searched(place, line)
    Transport._exchange = plain  # type: ignore[method-assign]  # noqa: SLF001
    return asked


def replayed(transport: Transport, requests: list[tuple[Any, ...]]) -> float:
    """Milliseconds of the same requests by themselves."""
    began = time.perf_counter()
    for request in requests:
        transport._exchange(*request)  # noqa: SLF001
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Print a table."""
    address, corpus = parse_address(sys.argv[1]), Path(sys.argv[2]).resolve()
    lines = [line.split("\t")[0] for line in Path(sys.argv[3]).read_text(encoding="utf-8").splitlines()[:QUERIES]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "index"
        print("| | folder | cluster |\n|---|---|---|")
        built = [build(place, corpus) for place in (folder, address)]
        print(f"| articles a second | {' | '.join(f'{count / wall:,.0f}' for count, wall, _ in built)} |")
        print(f"| ms of own CPU an article | {' | '.join(f'{cpu / count * 1000:.2f}' for count, _, cpu in built)} |")
        size = sum(path.stat().st_size for path in folder.iterdir())
        transport = Transport(address)
        stats = transport.request("GET", (f"{address.name}-*", "_stats", "store")).body["_all"]["primaries"]["store"]
        print(
            f"| bytes an article, of one copy | {size / built[0][0]:,.0f} | {stats['size_in_bytes'] / built[1][0]:,.0f} |"
        )
        for line in lines:  # files into memory, code into the cluster's compiler
            searched(folder, line), searched(address, line)
        times = [statistics.median(timed(place, line) for line in lines) for place in (folder, address)]
        print(f"| ms a search, median | {times[0]:.0f} | {times[1]:.0f} |")
        asked = [recorded(address, line) for line in lines]
        own = statistics.median(replayed(transport, requests) for requests in asked)
        print(f"| of it the cluster's own | | {own:.0f} |")
        print(f"| requests a search, at most | | {max(map(len, asked))} |")


if __name__ == "__main__":
    main()
