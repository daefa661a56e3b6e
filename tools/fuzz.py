"""Fuzz the readers of untrusted bytes (``tests/fuzz_targets.py``), guided by coverage, with atheris.

``python tools/fuzz.py`` fuzzes each for a minute; ``python tools/fuzz.py NAME SECONDS`` one. What breaks it
is written to the working folder: add it to ``tests/seeds/NAME``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
SECONDS = 60


def main(name: str, seconds: int) -> None:
    """Fuzz one target; the process ends with an exit code other than 0 if it breaks."""
    import atheris

    sys.path.insert(0, str(TESTS))
    with atheris.instrument_imports(include=["newsgrep"]):
        import fuzz_targets
    with tempfile.TemporaryDirectory() as corpus:
        shutil.copytree(TESTS / "seeds" / name, corpus, dirs_exist_ok=True)
        limits = [f"-max_total_time={seconds}", "-rss_limit_mb=4096", "-max_len=4096", f"-artifact_prefix={name}-"]
        atheris.Setup([sys.argv[0], *limits, corpus], fuzz_targets.TARGETS[name])
        atheris.Fuzz()


def fuzz_all() -> int:
    """Fuzz each target in a process of its own; returns 1 if any breaks."""
    names = sorted(path.name for path in (TESTS / "seeds").iterdir())
    codes = [subprocess.run([sys.executable, __file__, name, str(SECONDS)], check=False).returncode for name in names]
    broken = [name for name, code in zip(names, codes, strict=True) if code]
    print("broken:", ", ".join(broken) or "none")
    return 1 if broken else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(fuzz_all())
