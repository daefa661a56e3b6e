"""Which articles comment on the news rather than report it, by the words that papers mark them with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.text.fold import fold
from newsgrep.text.variants import simplified

if TYPE_CHECKING:
    from newsgrep.model import Article

KINDS = "评论|社论|社评|时评|锐评|快评|短评|述评|漫评|微评|热评|点评|漫谈|杂谈|今日谈|观察家|读者来信"
SECTION = re.compile(rf"{KINDS}|言论|论坛|观点|时论|声音|评谈|opinion|comment")
TITLE = re.compile(
    rf"(?:{KINDS})(?:员?文章)?(?:[:|丨·》)\]】]|$)|^[(\[【《]?[^:]{{0,8}}(?:{KINDS})[:|丨·》)\]】]|评论员"
    rf"|\((?:人民论坛|和音|钟声|仲音)\)"
)
BYLINE = re.compile("评论员|本报观察员|特约评论|时评人")
LEAD = 40  # code points of the text that may name a commentator


def is_comment(article: Article) -> bool:
    """Whether an article is a comment: by its section, its headline, its byline or the beginning of its text.

    >>> from newsgrep.model import Article, Paragraph
    >>> titles = ("人民日报评论员文章：坚定信心", "时刻绷紧安全生产这根弦(今日谈)", "评论区为何关闭")
    >>> [is_comment(Article("a", "1", (Paragraph(title, ((0, 1),)),), ())) for title in titles]
    [True, True, False]
    """
    bylines = " ".join(part.text for part in article.paragraphs if part.role == "byline")
    lead = next((part.text[:LEAD] for part in article.paragraphs if part.role == "body"), "")
    return bool(
        SECTION.search(_plain(article.section or ""))
        or TITLE.search(_plain(article.title))
        or BYLINE.search(_plain(f"{bylines} {lead}"))
    )


def _plain(text: str) -> str:
    """A text in the form in which the words are written here."""
    return fold(simplified(text)).strip()
