"""Use cases: query line → ranked hits with snippets; article → similar articles and reprints."""
