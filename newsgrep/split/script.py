"""The form of a text that rules read: half-width, Simplified, with curved quotation marks; keeps the length."""

from __future__ import annotations

import re
from functools import cache

from newsgrep.text.fold import fold

_FIRST, _LAST = 0x3400, 0x9FFF
# Japanese and Traditional quotation marks, and small or broken forms of brackets, as the rules write them.
_MARKS = {"「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "〝": "“", "〞": "”", "﹙": "(", "﹚": ")"}


def simplified(text: str) -> str:
    """Return a text with Simplified characters for Traditional ones, and “” for 「」; keeps the length.

    >>> simplified("責任編輯：「臺灣」")
    '责任编辑：“台湾”'
    """
    return text.translate(_table()) if _changed().search(text) else text


@cache
def _table() -> dict[int, str]:
    # One by one: a long text would be folded with numpy, which takes longer to load.
    table = {code: folded for code in range(_FIRST, _LAST + 1) if (folded := fold(chr(code))) != chr(code)}
    return table | {ord(mark): plain for mark, plain in _MARKS.items()}


@cache
def _changed() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(chr, sorted(_table()))) + "]")
