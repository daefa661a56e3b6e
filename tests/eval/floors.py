"""Floors: figures that must not fall, stored with the sha256 digests and the counts of the data they were measured on.

A floor says nothing about other data, so the tests fail where the data at hand differ from those of the floors;
``--raise`` and ``--lower`` write digests and counts beside the new floors.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

# What is measured → figure → value.
Figures = dict[str, dict[str, float]]


def read_floors(path: Path) -> dict[str, Any]:
    """A file of floors: the ``data`` that were measured, and the ``floors``."""
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return stored


def digests(*paths: Path) -> dict[str, str]:
    """The sha256 of files, by their names, as sha256sum prints it."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def difference(stored: Mapping[str, Any], here: Mapping[str, Any], *, remedy: str) -> str:
    """What a test says where the data at hand are not those of the floors; nothing where they are."""
    parts = list(_differences(stored, here))
    if not parts:
        return ""
    return "\n".join(("the floors were measured on other data:", *parts, f"if the change is meant: {remedy} --raise"))


def _differences(stored: Mapping[str, Any], here: Mapping[str, Any], place: str = "") -> Iterator[str]:
    for name in dict.fromkeys((*stored, *here)):
        then, now = stored.get(name, {}), here.get(name, {})
        if isinstance(then, dict) and isinstance(now, dict):
            yield from _differences(then, now, f"{place}{name} ")
        elif then != now:
            yield f"  {place}{name}: {then or 'none'} then, {now or 'none'} here"


def uncovered(floors: Figures, figures: Figures) -> list[str]:
    """The figures that have no floor, and the floors that nothing is measured for."""
    names = [{f"{name} {key}" for name, row in rows.items() for key in row} for rows in (floors, figures)]
    return sorted(names[0] ^ names[1])


def new_floors(
    stored: Mapping[str, Any], data: Mapping[str, Any], figures: Figures, *, lower: bool, some: bool = False
) -> dict[str, Any]:
    """Floors that rise to what is measured, and fall to it, too, if ``lower``; those of other data are dropped.

    ``some`` says that not all rows were measured: the others keep their floors.

    Raises:
        ValueError: some rows were measured, and the others have floors of other data.
    """
    same = stored.get("data") == data
    if some and not same:
        raise ValueError("the other floors were measured on other data: measure all rows")
    before: Figures = stored["floors"] if same else {}
    least: Figures = {} if lower else before
    floors = {
        name: {key: max(value, least.get(name, {}).get(key, 0.0)) for key, value in row.items()}
        for name, row in figures.items()
    }
    return {"data": data, "floors": before | floors if some else floors}


def run(path: Path, data: Mapping[str, Any], measured: Callable[[set[str]], Figures], arguments: list[str]) -> None:
    """Print the figures of all rows, or of those that are named; with a flag, write new floors."""
    flags = [argument for argument in arguments if argument.startswith("--")]
    only = set(arguments) - set(flags)
    report(path, data, measured(only), flags, some=bool(only))


def report(path: Path, data: Mapping[str, Any], figures: Figures, flags: list[str], *, some: bool = False) -> None:
    """Print the figures, and whether the floors are of these data; with a flag, write new floors."""
    width = max(map(len, figures))
    for name, row in figures.items():
        sys.stdout.write(f"{name:{width}}" + "".join(f"  {key} {value:.3f}" for key, value in row.items()) + "\n")
    stored = read_floors(path) if path.exists() else {}
    if stored.get("data") != data:
        sys.stdout.write("the floors were measured on other data: --raise writes new ones, whether higher or lower\n")
    if flags:
        new = new_floors(stored, data, figures, lower="--lower" in flags, some=some)
        path.write_text(json.dumps(new, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
