"""The dictionary that queries are segmented by, kept on this machine: the cluster has no files to map."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.analysis import load_segmenter
from newsgrep.analysis.user_dictionary import lexicon_name, words_as_bytes
from newsgrep.errors import NewsgrepError

if TYPE_CHECKING:
    from newsgrep.analysis import BulkSegmenter
    from newsgrep.analysis.user_dictionary import UserWord


def query_segmenter(words: tuple[UserWord, ...]) -> BulkSegmenter:
    """A segmenter of queries that starts at once; where no file can be kept, one that loads its dictionary."""
    from newsgrep.analysis.mapped_dictionary import LexiconSegmenter, write_lexicon

    path = _folder() / lexicon_name(words_as_bytes(words))
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_lexicon(path, words)
        segmenter = LexiconSegmenter(path)
        segmenter.cut("江")  # raises if the file is damaged
    except (OSError, NewsgrepError):
        return load_segmenter(words)
    return segmenter


def _folder() -> Path:
    """The folder of what can be made again, by the XDG specification."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 (no home is no error)
    return Path(base) / "newsgrep"
