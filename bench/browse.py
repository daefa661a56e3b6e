"""How long newsgrep browse takes for a key, driven by Textual's pilot: ``python bench/browse.py INDEX``.

Three times for each key: until the screen is drawn, of the thread of the screen alone (its own processor time, whatever
else the machine does), and from the key to the answer of its search, of those that were not overtaken.
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from textual import events
from textual.keys import _character_to_key

from newsgrep.cli.browse import host_of
from newsgrep.cli.settings import Settings
from newsgrep.search.options import SearchOptions
from newsgrep.tui.app import Browse
from newsgrep.tui.events import Answered
from newsgrep.tui.view import view_of

TYPED = [
    *"中国经济 脱贫攻坚 乡村振兴", *["backspace"] * 6, *"的发展 习近平 -会议", *["down"] * 20, "enter", "n", "n", "n", "escape",
    *" /第[0-9]+届/", *["backspace"] * 10, *"经*展",
]  # fmt: skip
# Seconds between keys: a fast typist.
BETWEEN = 0.12
SIZE = (160, 45)


async def measured(index: str) -> dict[str, list[float]]:
    """Type, and return the milliseconds of each key."""
    app = Browse(host_of(Settings({"index": (Path(index),)})), view_of("", SearchOptions()))
    times: dict[str, list[float]] = {"drawn": [], "processor of the screen's thread": [], "answered": []}
    asked: dict[int, float] = {}
    finder = app.main.finder
    search, post = finder.search, finder._post  # noqa: SLF001

    def searching(*arguments: object) -> int:
        asked[finder.serial + 1] = time.perf_counter()
        return search(*arguments)

    def posting(event: object) -> None:
        if isinstance(event, Answered) and event.serial == finder.serial:
            times["answered"].append(1000 * (time.perf_counter() - asked[event.serial]))
        post(event)

    finder.search, finder._post = searching, posting  # noqa: SLF001
    async with app.run_test(size=SIZE) as pilot:
        await asyncio.sleep(1)
        for key in TYPED:
            began, own = time.perf_counter(), time.thread_time()
            name = key if len(key) > 1 else _character_to_key(key)
            app.post_message(events.Key(name, key if len(key) == 1 else None))
            await pilot._wait_for_screen()  # noqa: SLF001
            times["drawn"].append(1000 * (time.perf_counter() - began))
            times["processor of the screen's thread"].append(1000 * (time.thread_time() - own))
            await asyncio.sleep(BETWEEN)
        await asyncio.sleep(2)
    finder.stop()
    return times


def main() -> None:
    """Print the times of an index."""
    with tempfile.TemporaryDirectory() as state:
        os.environ["XDG_STATE_HOME"] = state
        times = asyncio.run(measured(sys.argv[1]))
    for name, found in times.items():
        found.sort()
        print(
            f"{name}: median {median(found):.0f}, 95 % {found[int(0.95 * len(found))]:.0f}, max {found[-1]:.0f} ms ({len(found)})"
        )


if __name__ == "__main__":
    main()
