"""OpenCC's dictionaries as Python values, for the scripts that generate tables."""

import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import opencc

CLIB = Path(opencc.__file__).parent / "clib"
CHARACTERS = ("STCharacters", "TSCharacters", "TWVariants", "HKVariants", "JPShinjitaiCharacters")


@cache
def dictionary(name: str) -> dict[str, list[str]]:
    """A dictionary of the opencc package: each entry with its values, the preferred one first."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text"
        source = CLIB / "share" / "opencc" / f"{name}.ocd2"
        command = [CLIB / "bin" / "opencc_dict", "-i", source, "-o", text, "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True, capture_output=True)
        lines = text.read_text(encoding="utf-8").splitlines()
    entries = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {entry: values.split(" ") for entry, values in entries}


def linked_characters() -> Iterator[tuple[str, str]]:
    """The pairs of characters that OpenCC links: Traditional, Simplified, regional and Japanese forms."""
    for name in CHARACTERS:
        for char, others in dictionary(name).items():
            yield from ((char, other) for other in others if other != char)
