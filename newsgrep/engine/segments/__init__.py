"""Index segments: flat arrays in memory-mapped files, written and searched without Whoosh."""
