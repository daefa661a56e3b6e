"""Use cases beside the search: what is like an article, and where what is looked for stands."""
