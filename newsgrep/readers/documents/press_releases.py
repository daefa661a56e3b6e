"""What is around the text of a press release in a document: what it is, its end, and whom to ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.documents.doc_blocks import LONGEST_TITLE, is_text, is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.readers.documents.doc_blocks import DocBlock

NAME = re.compile(
    r"[【\[]?(?:(?:媒体|媒體)?(?:新闻|新聞)通?稿|(?:请|請|供|可)?(?:即时|即時|立即)(?:发布|發布|發佈|刊发)|"
    r"(?:for )?immediate release|press release|news release)[】\]]?",
    re.IGNORECASE,
)
END = re.compile(r"(?:#\s*){1,6}|[-—–（(*\s]{0,4}(?:完|全文完|END)[-—–）)*\s]{0,4}", re.IGNORECASE)
ASK = re.compile(
    r"(?:媒体|媒體|传媒|傳媒|新闻|新聞|公关)(?:联络|聯絡|联系|聯繫|垂询|查询|查詢|咨询)(?:人|方式|资料)?\s?(?:[:：].{0,60})?|"
    r"(?:media|press) (?:contacts?|enquiries|inquiries)\s?(?:[:：].{0,60})?",
    re.IGNORECASE,
)
# Lines above the headline and below the text.
MOST_ABOVE, MOST_BELOW = 3, 15


def without_release(blocks: Sequence[DocBlock]) -> Sequence[DocBlock]:
    """A press release without the lines that say that it is one, and those below its text; else the document."""
    begin = next((at for at, block in enumerate(blocks[:MOST_ABOVE]) if not NAME.fullmatch(block.text.strip())), 0)
    if not begin or not is_title(blocks[begin]):
        return blocks
    rest = blocks[begin:]
    texts = [block.text.strip() for block in rest]
    end = len(rest)
    for at in range(max(1, len(rest) - MOST_BELOW), len(rest)):
        is_end = END.fullmatch(texts[at]) or ASK.fullmatch(texts[at])
        if is_end and all(len(text) <= LONGEST_TITLE for text in texts[at:]):
            end = at
            break
    return rest[:end] if is_text(rest[:end]) else blocks
