"""How often a literal occurs in stored texts, counted in their bytes where none of them can have it in another form."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsgrep.analysis.tokenizer import is_han
from newsgrep.engine.segments.term_dict import encode
from newsgrep.query.plan_nodes import Literal
from newsgrep.storage.article_codec import PART_END
from newsgrep.text.fold import ways_to_write
from newsgrep.text.gaps import SPACES
from newsgrep.text.literal_pattern import has_edges_to_keep
from newsgrep.text.variants import ways

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsgrep.query.plan_nodes import TextNode


class PlainLiteral(NamedTuple):
    """A literal as bytes; ``others`` are characters that fold to one of it, ``gapped`` finds it with a gap inside."""

    needle: bytes
    others: tuple[bytes, ...]
    gapped: re.Pattern[bytes]

    def counts_in(self, texts: Sequence[bytes]) -> NDArray[np.int64] | None:
        """The number of occurrences in each text, shape (texts,); None if one may have it in another form."""
        joined = PART_END.join(texts)
        if any(other in joined for other in self.others) or self.gapped.search(joined):
            return None
        return np.fromiter((text.count(self.needle) for text in texts), np.int64, len(texts))


@lru_cache
def plain_literal(sought: tuple[TextNode, ...]) -> PlainLiteral | None:
    """What is sought as bytes, if it is one literal of Han characters that are written in one way; else None."""
    match sought:
        case [Literal(text) as node] if text and not node.as_written and not has_edges_to_keep(text, node.edges):
            slots = ways(text)
            if not all(map(is_han, text)) or any(len(slot) > 1 for slot in slots):
                return None
            space = b"|".join(re.escape(encode(char)) for char in (*SPACES, *ways_to_write(SPACES)))
            gaps = [encode(text[:at]) + b"(?:%s)+" % space + encode(text[at]) for at in range(1, len(text))]
            return PlainLiteral(
                encode(text), tuple(map(encode, ways_to_write(text))), re.compile(b"|".join(gaps) or b"(?!)")
            )
    return None
