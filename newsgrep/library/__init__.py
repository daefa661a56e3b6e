"""newsgrep as a library: open an index once, query it many times; results are values of ``newsgrep.model``.

>>> from newsgrep import open_index
>>> open_index("no such folder")
Traceback (most recent call last):
newsgrep.errors.NoIndexError: no such folder: no index found
"""

from __future__ import annotations

from newsgrep.library.index import Index
from newsgrep.library.requests import Filters
from newsgrep.library.results import Results

__all__ = ["Filters", "Index", "Results"]
