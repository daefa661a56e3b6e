"""Where saved searches are kept."""

from __future__ import annotations

import os
from pathlib import Path

from newsgrep.saved import SavedSearches


def saved_searches() -> SavedSearches:
    """The saved searches of this user, in the XDG folder of states."""
    base = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111 (no home is no error)
    return SavedSearches(Path(base) / "newsgrep" / "saved")
