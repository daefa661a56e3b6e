"""Text files of other shapes than a page: corpora, press exports, citations, Markdown."""
