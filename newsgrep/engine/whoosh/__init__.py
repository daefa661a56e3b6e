"""The index on disk: a Whoosh index whose segments, terms and schema are ours.

``engine``, ``toc`` and ``garbage`` do not import Whoosh, so that newsgrep's own searches need not. Whoosh imports the
other modules when it opens an index; ``writer`` is imported for an update.
"""

from newsgrep.engine.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
