"""List the licences of all that newsgrep is installed with, dependencies of dependencies included.

Prints name, version and licence. ``python tools/licences.py [EXTRA...]``; without extras, of a plain installation.
Ends with 1 if a licence is unknown.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

NAME = re.compile(r"[A-Za-z0-9._-]+")
EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")
OWN_NAME = re.compile(r"newsgrep\[([^\]]+)\]")
CLASSIFIER = "License :: "
UNKNOWN = "unknown"


def main(extras: set[str]) -> int:
    """Print the table; returns 1 if a licence is unknown."""
    found: dict[str, Distribution] = {}
    _gather("newsgrep", extras, found)
    rows = sorted((each.metadata["Name"], each.version, licence_of(each)) for each in found.values())
    for row in rows:
        print("\t".join(row))
    return 1 if any(licence == UNKNOWN for _, _, licence in rows) else 0


def _gather(name: str, extras: set[str], found: dict[str, Distribution]) -> None:
    """Add a distribution and what it requires, as far as it is installed."""
    try:
        own = distribution(name)
    except PackageNotFoundError:
        return
    key = own.metadata["Name"].lower()
    if key in found and not extras:
        return
    found[key] = own
    for requirement in own.requires or ():
        wanted = EXTRA.search(requirement)
        if wanted and wanted[1] not in extras:
            continue
        match = NAME.match(requirement)
        assert match
        more = OWN_NAME.match(requirement)
        _gather(match[0], set(more[1].split(",")) - extras if more else set(), found)


def licence_of(found: Distribution) -> str:
    """The licence as an SPDX expression, else by the classifiers, else the first line of what is written."""
    metadata = found.metadata
    if expression := metadata.get("License-Expression"):
        return str(expression)
    named = [
        value.rpartition(" :: ")[2] for value in metadata.get_all("Classifier") or () if value.startswith(CLASSIFIER)
    ]
    named = [name for name in named if name != "OSI Approved"]
    written = (metadata.get("License") or "").strip().splitlines()
    return "; ".join(named) or (written[0] if written else UNKNOWN)


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
