"""What official documents and bulletins have above and below their text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.documents.meta_line import DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from newsgrep.readers.documents.doc_blocks import DocBlock

ISSUE = re.compile(r"\d\s?[〕】)）\]]?\s?第?\s?\d*\s?[号期]|第\s?\d+\s?期")
NUMBER = re.compile(r"[\u3400-\u9fff]{1,12}\s?[〔\[【（(]\s?(?:19|20)\d\d\s?[〕\]】）)]\s?第?\s?\d{1,5}\s?号")
# The name of a table of contents, and the signs before its lines.
CONTENTS, BULLET = re.compile(r"(?:本期)?\s*(?:目\s*[录錄]|要目|导读|導讀|内容提要)"), re.compile(r"^[\W\d_]+")
# A bulletin of an office, which is no paper: 舆情专报, 江城水务简报
BULLETIN = re.compile(r"[\u3400-\u9fff]{2,16}(?:专报|專報|简报|簡報|通报|通報|呈报|要报|要報)")
# A digest of news, which is no report of an office on its work: 每日要闻摘报, 江城一周新闻
NEWS_DIGEST = re.compile(
    r"(?=.{0,16}(?:要闻|要聞|资讯|資訊|快讯|快訊|舆情|輿情|媒体|媒體|报刊|報刊|剪报|剪報|热点|熱點|摘报|摘報|头条|頭條|"
    r"(?:[每今本一\d][日天周週月]|月度|季度|年度)\S{0,2}(?:新闻|新聞)))"
    r"[^，。！？：“”]{4,20}(?:报|報|讯|訊|闻|聞|览|覽|摘|辑|輯|汇总|匯總|摘要|专报|專報|动态|動態|头条|頭條|热点|熱點)"
)
# Whom an office sends a bulletin to, and how many are printed: 报：市委办公室, （共印15份）
SENT = re.compile(r"(?:呈|[主抄呈分]?[送报報发發]|[报報]送|[发發]至)\s?[:：]\s?\S.{0,120}")
PRINTED = re.compile(r"[（(]?\s?(?:共印|印[数數]\s?[:：]?)\s?\d+\s?份?\s?[)）]?")
MOST_SENT = 8
# What an office writes below the day of a document.
NOTE = re.compile(r"[（(]此件.{2,12}[)）]")


def is_document_number(text: str) -> bool:
    """Whether a line is the number of an official document.

    >>> is_document_number("江水〔2025〕18号"), is_document_number("江城水务信息")
    (True, False)
    """
    return NUMBER.fullmatch(text.strip()) is not None


def is_bulletin(lines: Sequence[str]) -> bool:
    """Whether lines begin with the name of a bulletin of an office and the number of its issue.

    >>> is_bulletin(["舆情专报", "第12期（总第112期）"]), is_bulletin(["江城日报", "第12期"])
    (True, False)
    """
    return len(lines) > 1 and bool(BULLETIN.fullmatch(lines[0].strip()) and ISSUE.search(lines[1]))


def is_news_digest(text: str) -> bool:
    """Whether a line is the name of a digest of news.

    >>> [is_news_digest(text) for text in ("每日要闻摘报", "3月月度新闻", "江城水务工作简报", "江城举行新闻发布会")]
    [True, True, False, False]
    """
    return NEWS_DIGEST.fullmatch(text.strip()) is not None


def without_recipients(blocks: Sequence[DocBlock]) -> Sequence[DocBlock]:
    """A document without the lines at its end on whom it is sent to, if there are several."""
    texts = [block.text.strip() for block in blocks[-MOST_SENT:]]
    end = next((at for at, text in enumerate(reversed(texts)) if not _is_sent(text)), len(texts))
    return blocks[:-end] if end > 1 else blocks


def _is_sent(text: str) -> bool:
    return SENT.fullmatch(text) is not None or PRINTED.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a line is what an office writes below the day of a document: （此件公开发布）."""
    return NOTE.fullmatch(text.strip()) is not None


def is_head_of_issue(lines: Sequence[str], titles: Collection[str]) -> bool:
    """Whether lines are but the number, the day and the contents of an issue; ``titles`` are those of its stories.

    >>> is_head_of_issue(["第12期", "江城市水务局 2025年3月18日", "本期目录", "● 大桥合龙"], {"大桥合龙"})
    True
    """
    return bool(lines) and all(
        ISSUE.search(line)
        or DAY.search(line)
        or CONTENTS.fullmatch(line)
        or "".join(BULLET.sub("", line).split()) in titles
        for line in lines
    )
