"""Sentence boundaries in Chinese (and English)."""

from __future__ import annotations

import re

ENDS = re.compile(r"""[。！？!?；;…]+[”’"'」』）)】]*|\.(?=\s|$)[”’"')]*""")


def sentence_ends(text: str) -> list[int]:
    """The end of each sentence as a code point offset, closing quotes included; the last is the end of the text.

    >>> sentence_ends("“合龙了！”他说。江水平静")
    [6, 9, 13]
    """
    ends = [match.end() for match in ENDS.finditer(text)]
    return ends if ends and ends[-1] == len(text) else [*ends, len(text)]
