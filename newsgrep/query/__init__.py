"""Query line → syntax tree → plan, which any engine can evaluate."""
