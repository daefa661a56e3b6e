"""How many articles a search has found, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.message import Message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.search.search import Answer


def totals(answer: Answer) -> Iterator[Message]:
    """How many articles hold all of the query, how many of these its wording, and how many hold only some of it."""
    if not answer.relaxed:
        yield plural(answer.total_all, "1 article", "{:,} articles")
    elif answer.total_all:
        yield plural(answer.total_all, "1 article with all of the words", "{:,} articles with all of the words")
    else:
        yield Message("no article with all of the words")
    literal = answer.found.literal
    if literal is not None and answer.may_be_split:
        yield Message("{:,} with this exact wording", literal) if literal else Message("none with this exact wording")
    if answer.relaxed:
        yield Message("{:,} with only some of them", answer.found.partial)
