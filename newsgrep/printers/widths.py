"""Widths that do not grow with the terminal."""

# Columns of a line of a snippet: fifty Chinese characters, more of which are hard to read.
WIDEST_SNIPPET = 100
