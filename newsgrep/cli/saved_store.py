"""Where saved searches are kept, and which options of ``search`` they keep."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from newsgrep.engine.base import ORDERS
from newsgrep.model import KINDS
from newsgrep.saved import SavedSearches

# The options of search that say what is found, and what each is where it is not given.
OPTIONS: dict[str, Any] = {
    "any_word": False,
    "since": None,
    "until": None,
    "source": (),
    "section": (),
    "by": (),
    "kind": (),
    "paths": (),
    "sort": "relevance",
    "recent": None,
    "unique": False,
}
CHOICES = {"sort": ORDERS, "kind": KINDS}


def saved_searches() -> SavedSearches:
    """The saved searches of this user, in the XDG folder of states."""
    base = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111 (no home is no error)
    return SavedSearches(Path(base) / "newsgrep" / "saved", OPTIONS, CHOICES)
