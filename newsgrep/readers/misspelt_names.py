"""Names of fields that whoever made a database or crawler has misspelt: tittle, artile."""

from __future__ import annotations

# The names that are often misspelt, and other words that are as near to one of them.
MISSPELT = {
    "title": ("title", "headline"),
    "body": ("content", "article"),
    "author": ("author",),
    "source": ("source",),
    "section": ("category",),
}
OTHER_WORDS = frozenset(("context", "consent", "contend"))
SHORTEST = 5


def is_misspelt(name: str, role: str) -> bool:
    """Whether a name is the usual one of a role with a letter too many, missing, wrong or changed for the next.

    >>> [is_misspelt(name, "title") for name in ("tittle", "titel", "titles", "tile", "article")]
    [True, True, True, False, False]
    >>> [is_misspelt(name, "body") for name in ("artile", "contnet", "context")]
    [True, True, False]
    """
    return name not in OTHER_WORDS and any(_is_near(name, word) for word in MISSPELT[role])


def _is_near(name: str, word: str) -> bool:
    if name[:1] != word[:1] or abs(len(name) - len(word)) > 1 or len(name) < SHORTEST:
        return False
    at = next((at for at, (one, other) in enumerate(zip(name, word, strict=False)) if one != other), len(word))
    left, right = name[at:], word[at:]
    is_changed = left[1::-1] + left[2:] == right and len(left) > 1
    return is_changed or right in {left, left[1:]} or left == right[1:] or left[1:] == right[1:]
