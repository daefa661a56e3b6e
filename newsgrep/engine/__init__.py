"""Engines: what keeps the articles and finds them."""
