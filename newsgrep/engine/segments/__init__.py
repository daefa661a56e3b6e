"""Segments as flat arrays in memory-mapped files. Knows nothing of Whoosh; a search needs no more than this."""
