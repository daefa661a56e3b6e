"""Who wrote the story of an HTML page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsgrep.readers.web.page_facts import name_in, unlabelled
from newsgrep.readers.web.page_head import AUTHORS, SITES
from newsgrep.readers.web.page_titles import LONGEST_NAME, SITE_ENDS
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from newsgrep.readers.web.page_facts import Around
    from newsgrep.readers.web.page_head import Meta

# What stands behind its label is none where that is empty: 作者： 责任编辑：何青禾
AUTHOR = lazy_pattern(
    r"(?:作者|撰文|记者|記者)\s*[:：](?!\s*\S{2,8}[:：])\s*(.{2,40}?)(?=\s*(?:$|[|｜\]】）)]|来源|來源|编辑|責|责|发布|时间|時間|日期|字号|浏览|阅读|点击|(?:19|20)\d\d))"
)
# Who posted what, as forums write above it.
POSTED = lazy_pattern(r"(\S{2,16}?)\s*(?:发表于|發表於|发布于|发帖于)\s*[:：]?\s*(?:19|20)\d\d")
# Buttons and counts behind the name of an author.
BEHIND_AUTHOR = lazy_pattern(r"[\u3000\s]+(?=\S*[\d(（:：]|参与|分享|收藏|评论|关注|举报)")
EDITED_BY = lazy_pattern(r"(?:编辑|編輯|责编|責編)\s*[:：]\s*(.{2,20}?)(?=[\s\]】）)|]|$)")
NO_AUTHOR = lazy_pattern(
    r"^[\d\s]*$|^原[创創]$|中心|综合(?:报道|整理)|綜合(?:報導|整理)|\d日[电電讯訊]|admin|网易|新浪|搜狐|腾讯|凤凰|\.(?:com|cn|net|org)\b|https?:|编辑部|管理员|未知|佚名|^[a-z]+\d+$",
    re.IGNORECASE,
)


def find_author(meta: Meta, around: Around, source: str) -> str:
    """Who wrote a story, if the page says."""
    above, below, _ = around
    linked = meta.linked.get("author")
    names = linked if isinstance(linked, list) else [linked]
    said = "、".join(filter(None, map(name_in, (name for name in names[:9] if not _is_outlet(name)))))
    labelled = (match[1] for line in (*above, *below) if (match := AUTHOR.search(line)))
    posted = (match[1] for line in above if (match := POSTED.match(line)))
    beside_date = (names[1] for names in map(unlabelled, above) if len(names) > 1 and names[0].endswith(SITE_ENDS))
    editors = tuple(match[1] for line in (*above, *below) for match in EDITED_BY.finditer(line))
    in_head = (name for name in (said, meta.first(AUTHORS)) if not name.endswith(editors))
    told = (facts["author"] for facts in around.told if "author" in facts)
    for text in (*labelled, *in_head, meta.signed, *posted, *beside_date, *told):
        name = BEHIND_AUTHOR.split(text, maxsplit=1)[0].strip(" ：:/|丨[]【】()（）")
        if (
            name
            and len(name) <= LONGEST_NAME
            and not NO_AUTHOR.search(name)
            and name not in {source, meta.first(SITES)}
        ):
            return name
    return ""


def _is_outlet(author: Any) -> bool:
    """Whether linked data names an outlet as the author, as sites do that name none."""
    return isinstance(author, dict) and author.get("@type") in {"Organization", "NewsMediaOrganization"}
