"""Messages that someone passed on: the head of the first message stands in the text, above what that says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

# The line above the head of a message that is passed on, and the fields of that by what they tell.
BEGINNING = lazy_pattern(
    r"[-–—_=\s]*(?:(?:Begin )?Forwarded message|Original Message|原始邮件|原始郵件|转发(?:的|邮件信息)|轉寄(?:的)?郵件)"
    r"[-–—_=:：\s]*$",
    re.IGNORECASE,
)
FIELD = lazy_pattern(r"\**([A-Za-z]{2,8}|[\u3400-\u9fff]{2,5})\**\s?[:：]\s*(.*?)\s*$")
ROLES = {
    **dict.fromkeys(("from", "发件人", "寄件者", "寄件人"), "source"),
    **dict.fromkeys(("date", "sent", "日期", "时间", "发送时间", "发送日期", "寄件日期"), "date"),
    **dict.fromkeys(("subject", "主题", "主旨", "標題"), "title"),
    **dict.fromkeys(("to", "cc", "收件人", "收件者", "抄送", "副本"), ""),
}
FEWEST_FIELDS, MOST_LINES = 3, 12
# Characters of what who passes a message on says above it.
LONGEST_REMARK = 200


def first_message(text: str) -> tuple[str, Mapping[str, str]]:
    r"""The text of the message that was passed on, and what its head tells; the whole text if none was.

    >>> text = "请看。\n-----原始邮件-----\n发件人: 江城日报\n日期: 2025-03-18\n主题: 简报\n\n大桥今天合龙。"
    >>> first_message(text)
    ('大桥今天合龙。', {'source': '江城日报', 'date': '2025-03-18', 'title': '简报'})
    """
    lines = text[: 10 * LONGEST_REMARK].split("\n")
    begin = next((at for at, line in enumerate(lines) if BEGINNING.match(line)), len(lines))
    above = sum(len(line) + 1 for line in lines[: begin + 1])
    if begin == len(lines) or above > LONGEST_REMARK:
        return text, {}
    facts: dict[str, str] = {}
    end, fields = begin + 1, 0
    for at, line in enumerate(lines[begin + 1 : begin + 1 + MOST_LINES], start=begin + 1):
        found = FIELD.match(line)
        role = ROLES.get(found[1].lower()) if found else None
        if found and role is not None:
            end, fields = at + 1, fields + 1
            if role and found[2]:
                facts.setdefault(role, found[2])
        elif line.strip():
            break
    if fields < FEWEST_FIELDS:
        return text, {}
    return text[sum(len(line) + 1 for line in lines[:end]) :].strip(), facts
