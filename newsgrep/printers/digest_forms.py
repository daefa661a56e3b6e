"""The names of the forms of a digest, so that options are defined quickly."""

DIGESTS = ("html", "text", "md", "mail")
