"""Where and when an article was published, if only the lines around its text say so, whatever its reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.front_matter import apply_front_matter
from newsgrep.readers.values import LINK_TO_PAGE
from newsgrep.text.dates import parse_date
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from newsgrep.model import Article

# Characters of a line of facts, and lines at the top of a text among which it is.
LONGEST, TOP = 60, 2
# A day as written in Taiwan: 中華民國114年3月18日, 114年3月18日
DAY_OF_REPUBLIC = lazy_pattern(r"(?:(?:中[華华])?民[國国]\s?)?1[01]\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
YEAR = lazy_pattern("(?:19|20)\\d\\d")
SENTENCE_END = lazy_pattern("[。！？；]")
# The last line of a text that is but its address: 原文链接：https://j.example/1
ADDRESS_BELOW = lazy_pattern(
    r"[\[【(（]?(?:(?:阅读|查看|来源|新闻|文章|網頁|网页)?(?:原文|全文|链接|連結|地址|網址|网址|url)(?:链接|地址|网址|連結)?\s?[:：]\s?)?"
    r"(https?://[^\s\u3400-\u9fff<>\"]{4,1000}?)[\])】）]?",
    re.IGNORECASE,
)
# One that nothing says is that of the text, and that is of a site or of whose account it is: https://j.example/jiangcheng
ACCOUNT = lazy_pattern(r"https?://[^/\s]+(?:/@?[A-Za-z_]*(?:-[A-Za-z_]+)?)?/?")
LABEL_BEHIND = lazy_pattern(
    r"(?<=\S)[\s|｜]+(?:责任)?(?:编辑|责编|作者|记者|时间|日期|字号|阅读|浏览|点击|评论)(?:量|数|次数)?\s?[:：].*$"
)
# A title with facts in brackets behind it: 新桥通车（江城日报 2025-03-18）
DATED_TITLE = lazy_pattern(r"(?P<title>.{4,120}?)\s?[(（\[【](?P<facts>[^()（）\[\]【】]{8,40})[)）\]】]")
# The same behind bars, and a day before it, as in names of files: 新桥通车 | 江城日报 | 2025-03-18, 2025-03-18 新桥通车
BARRED_TITLE = lazy_pattern(r"(?P<title>.{4,120}?)\s?[|｜]\s?(?P<facts>.{8,40})")
DAY_AND_TITLE = lazy_pattern(r"(?P<date>(?:19|20)\d\d([-/.])\d{1,2}\2\d{1,2})\s{1,3}(?P<title>[^\d\s].{3,120})")
# The title of a saved page, with the names of its channel and its site: 新桥通车_要闻_江城网, 新桥通车 - 江城新闻网
NAMED_TITLE = lazy_pattern(
    r"(?P<title>[^_]{4,120}?)(?:(?:_[^_]{2,10}){0,2}_|\s[-–—]{1,2}\s)(?P<source>[\u3400-\u9fffA-Za-z]{1,10}(?:[网網报報社]|新闻|新聞))"
)
DASHES = "—–-─ "
BRACKETS = (")", "）", "]", "】")
# What follows the name of a source: its day and time, or an address.
BEHIND_SOURCE = lazy_pattern(
    r"(?:(?:[\s(（|｜·]+|(?<=[\u3400-\u9fff]))(?P<date>(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?)[\s\d:：)）]*"
    r"|\s*[(（]?(?P<url>https?://[^\s)）]+)[)）]?)\Z"
)
# The id of a WeChat account behind its name: 江城故事（ID：jcgushi）
WECHAT_ID = lazy_pattern(
    r"\s?[（(]\s?(?:微信)?(?:公众号|公眾號)?\s?(?:ID|微信号|微信號)\s?[:：]\s?[\w-]{2,40}\s?[）)]\Z", re.IGNORECASE
)
# The source in a block of credits above or below a text, and how many lines of it there may be: 来源｜江城日报
CREDITED_SOURCE = lazy_pattern(
    r"(?:文章|本文|内容)?(?:来源|來源|稿源|转自|轉自|转载自|首发|首發)\s?[｜|丨]\s?(?P<source>[^\s｜|丨:：][^｜|丨:：。]{1,19}(?:（[^（）]{1,40}）)?)"
)
MOST_CREDITS = 5


def with_facts_around(article: Article) -> Article:
    """An article with the facts that it lacks, from lines that hold nothing else, which are no longer of its text.

    These are lines below its title, a signature in brackets, and the address at its end.
    """
    article = _with_clean_source(article)
    if not article.url:
        article = _with_address_below(article)
    article = _with_facts_in_title(_with_link_in_title(article))
    if not article.source:
        article = _with_credit_below_title(_with_credited_source(article))
    return article if article.date else _with_lines_below_title(article)


def _with_clean_source(article: Article) -> Article:
    """An article without the date or address behind the name of its source."""
    source = WECHAT_ID.sub("", article.source or "")
    if source and source != article.source:
        article = article._replace(source=source)
    if label := LABEL_BEHIND.search(source):
        article = article._replace(source=source[: label.start()])
        source = article.source or ""
    if not YEAR.search(source) and "://" not in source:
        return article
    match = BEHIND_SOURCE.search(source)
    if not match or not match.start():
        return article
    facts = {"source": source[: match.start()].strip()}
    if match["date"] and not article.date:
        facts["date"] = match["date"]
    if match["url"] and not article.url:
        facts["url"] = match["url"]
    return apply_front_matter(article, facts)


def _with_address_below(article: Article) -> Article:
    *above, last = article.paragraphs or (None,)
    if last is None or not above or "://" not in last.text:
        return article
    match = ADDRESS_BELOW.fullmatch(last.text.strip())
    if not match or ACCOUNT.fullmatch(last.text.strip()):
        return article
    return article._replace(paragraphs=tuple(above), url=match[1])


def _with_link_in_title(article: Article) -> Article:
    """An article whose title is a link, with its text and its address."""
    *above, last = article.headlines or (None,)
    linked = LINK_TO_PAGE.fullmatch(last.text) if last and last.text.startswith("[") else None
    if not last or not linked:
        return article
    headlines = (*above, last._replace(text=linked["name"]))
    return article._replace(headlines=headlines, url=article.url or linked["url"])


def _with_facts_in_title(article: Article) -> Article:
    """An article whose title has facts in brackets behind it, or as its last line."""
    *above, last = article.headlines or (None,)
    if last is None:
        return article
    if not article.date and last.text.endswith(BRACKETS) and (dated := DATED_TITLE.fullmatch(last.text)):
        facts = _facts(dated["facts"])
        if facts:
            return _with(article._replace(headlines=(*above, last._replace(text=dated["title"]))), facts)
    if not article.source and (named := NAMED_TITLE.fullmatch(last.text)):
        return _with(
            article._replace(headlines=(*above, last._replace(text=named["title"]))), {"source": named["source"]}
        )
    if not article.date and YEAR.search(last.text):
        if barred := BARRED_TITLE.fullmatch(last.text):
            title, facts = barred["title"], _facts(barred["facts"])
        elif (behind := DAY_AND_TITLE.fullmatch(last.text)) and parse_date(behind["date"]):
            from newsgrep.readers.texts.digest_lines import SOURCE_FIRST

            named = None if article.source else SOURCE_FIRST.fullmatch(behind["title"])
            title, facts = behind["title"], {"date": behind["date"]}
            if named:
                title, facts = named["title"], {**facts, "source": named["source"]}
        else:
            title, facts = "", None
        if facts:
            return _with(article._replace(headlines=(*above, last._replace(text=title))), facts)
    facts = (_facts(last.text) or _source_and_author(last.text)) if above else None
    return _with(article._replace(headlines=tuple(above)), facts) if facts else article


def _with_credited_source(article: Article) -> Article:
    """An article with the source that a line among the first or the last names behind a bar."""
    lines = article.paragraphs
    for at in sorted({*range(min(MOST_CREDITS, len(lines))), *range(max(0, len(lines) - MOST_CREDITS), len(lines))}):
        credit = CREDITED_SOURCE.fullmatch(lines[at].text.strip()) if len(lines[at].text) <= LONGEST else None
        if credit and len(lines) > 1:
            source = WECHAT_ID.sub("", credit["source"])
            return _with(article._replace(paragraphs=(*lines[:at], *lines[at + 1 :])), {"source": source})
    return article


def _with_credit_below_title(article: Article) -> Article:
    first, *rest = article.paragraphs or (None,)
    if first is None or not (article.headlines and rest) or SENTENCE_END.search(first.text):
        return article
    facts = _source_and_author(first.text)
    return _with(article._replace(paragraphs=tuple(rest)), facts) if facts else article


def _source_and_author(line: str) -> dict[str, str] | None:
    """The facts of a line that is but a source and an author."""
    from newsgrep.readers.documents.meta_line import meta_line

    facts = meta_line(line) if len(line) <= LONGEST else None
    return facts if facts and facts.keys() == {"source", "author"} else None


def _with_lines_below_title(article: Article) -> Article:
    """An article with the date that a line below its title has, or the last line in brackets."""
    paragraphs = article.paragraphs
    for at, line in enumerate(paragraphs[:TOP] if len(paragraphs) > 1 else ()):
        if facts := _facts(line.text):
            return _with(article._replace(paragraphs=(*paragraphs[:at], *paragraphs[at + 1 :])), facts)
        if len(line.text) > LONGEST or SENTENCE_END.search(line.text):
            break
    last = paragraphs[-1].text.strip() if len(paragraphs) > 1 else ""
    if last[:1] in set("(（【[") and last[-1:] in set(")）】]") and not article.source and YEAR.search(last):
        from newsgrep.readers.documents.meta_line import meta_line

        found = meta_line(last)
        if found and found.keys() >= {"date", "source"}:
            return _with(article._replace(paragraphs=paragraphs[:-1]), found)
    found = _facts(last.lstrip(DASHES)) if not article.source and YEAR.search(last) else None
    if found and found.keys() >= {"date", "source"}:
        return _with(article._replace(paragraphs=paragraphs[:-1]), found)
    return article


def _with(article: Article, facts: dict[str, str]) -> Article:
    """An article with the facts that it lacks."""
    known = {"source": article.source, "section": article.section, "url": article.url}
    return apply_front_matter(article, {role: value for role, value in facts.items() if not known.get(role)})


def _facts(line: str) -> dict[str, str] | None:
    """The facts of a line that has a full date and nothing else; a word that is neither is the source."""
    if DAY_OF_REPUBLIC.fullmatch(line.strip()):
        return {"date": line.strip()}
    if len(line) > LONGEST or not YEAR.search(line) or SENTENCE_END.search(line):
        return None
    from newsgrep.readers.documents.meta_line import meta_line
    from newsgrep.readers.texts.ruled_blocks import facts_of

    facts = facts_of(line.strip()) or meta_line(line, unnamed=True)
    return facts if facts and parse_date(facts.get("date", "")) else None
