"""Use cases of corpus linguistics: concordances, counts, collocates, keywords."""
