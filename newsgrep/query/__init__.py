"""Query line → tree → plan: what an engine is asked for. Knows no engine."""
