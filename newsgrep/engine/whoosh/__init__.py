"""The index on disk: Whoosh's index of segments in a codec of our own, filled and queried with our own terms.

Only ``codec``, ``schema`` and ``writer`` import Whoosh: to search takes less.
"""

from newsgrep.engine.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
