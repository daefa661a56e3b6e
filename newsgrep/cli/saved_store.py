"""Where saved searches are kept."""

from __future__ import annotations

import os
from pathlib import Path

from newsgrep.saved import SavedSearches


def state_folder() -> Path:
    """What is kept for this user from run to run, in the XDG folder of states."""
    base = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111 (no home is no error)
    return Path(base) / "newsgrep"


def saved_searches() -> SavedSearches:
    """The saved searches of this user."""
    return SavedSearches(state_folder() / "saved")
