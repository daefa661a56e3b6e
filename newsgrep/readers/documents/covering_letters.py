"""Letters to an editor that a story is enclosed with in the same document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.documents.doc_blocks import LONGEST_TITLE, is_text, is_title
from newsgrep.readers.documents.meta_line import DAY
from newsgrep.split.names import is_signed_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.readers.documents.doc_blocks import DocBlock

SALUTATION = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的|尊敬的各位)?[^，。！？]{0,20}(?:编辑|編輯|主编|主編|记者|記者|老师|老師|编辑部|報社|报社|媒体朋友)(?:部|们|們)?(?:老师|老師|同志|先生|女士|台鉴|台鑒|您好|你好|：|:|，|！|!)+"
)
# What only such a letter says, and how one ends.
ENCLOSED = re.compile(
    r"(?:投稿|来稿|來稿|拙[稿作]|投[上寄]|奉上|呈上|随信|隨信|附上|附件|供稿|稿件|采用|採用|刊用|刊登|审阅|審閱|斧正)"
)
CLOSE = re.compile(r"(?:此致|顺祝|順祝|顺颂|順頌|敬祝|谨祝|祝好|祝您|致以|即颂|敬[礼禮])[^。]{0,16}[！!。]?")
# Lines of a letter, and those below its close: a name, the day, an address.
MOST_LINES, MOST_SIGNED = 30, 8
CONTACT = re.compile(
    r"[^，。]{0,12}(?:电话|電話|手机|手機|地址|邮编|郵編|邮箱|郵箱|微信|QQ|E-?mail|单位|單位|联系人|聯繫人|作者|姓名|开户|開戶|账号|帳號|身份证)[^，。]{0,6}[:：].{1,80}",
    re.IGNORECASE,
)


def without_covering_letter(blocks: Sequence[DocBlock]) -> Sequence[DocBlock]:
    """A document without the letter that its story was sent with; all of it if there is no story below a letter."""
    if not blocks or not SALUTATION.match(blocks[0].text.strip()):
        return blocks
    closes = [at for at, block in enumerate(blocks[:MOST_LINES]) if CLOSE.fullmatch(block.text.strip())]
    if not closes or not any(ENCLOSED.search(block.text) for block in blocks[: closes[-1]]):
        return blocks
    rest = blocks[closes[-1] + 1 :]
    end = next((at for at, block in enumerate(rest[:MOST_SIGNED]) if not _is_signature(block)), MOST_SIGNED)
    names = {block.text.strip() for block in rest[:end]}
    story = [_byline(block) if block.text.strip() in names else block for block in rest[end:]]
    return story if len(story) > 1 and is_title(story[0]) and is_text(story[1:]) else blocks


def _is_signature(block: DocBlock) -> bool:
    """Whether a line is the name of who writes, the day, or how to reach them."""
    text = block.text.strip()
    is_day = len(text) <= LONGEST_TITLE and DAY.search(text) is not None
    return is_day or is_signed_name(text) or CONTACT.fullmatch(text) is not None


def _byline(block: DocBlock) -> DocBlock:
    return block._replace(text=f"作者：{block.text.strip()}")
