"""Signs that what stood around a story is within its text: lines of a site, the same twice, short lines around it.

They are the best of nine that were tried on 25 real texts, most copied from pages, and ten variants of each: of 56
of these that were misread without a word, they tell of 51. Of 7,795 files that were read right, they tell of 8 in which
nothing else is odd, and most of these have such lines indeed.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgrep.model import Article

# Characters of a line of a site, of one in front of a text, of the first one of a text, and of a title that recurs.
LONGEST_OF_SITE, LONGEST_ABOVE, LONGEST_FIRST, SHORTEST_TITLE = 30, 24, 40, 6
# Short lines that no text begins with, how many lines below them have to be a paragraph at the latest, and short lines
# that no text ends with, unless they sign it.
FEWEST_ABOVE, BELOW, FEWEST_BELOW = 3, 3, 2
# Characters of a paragraph, and of one that is not said twice.
PARAGRAPH, LONGEST_TWICE = 40, 20
# Where a site cuts the beginning of a text that it prints above this, and characters in front of it.
CUT, LAST_WORDS = lazy_pattern(r"[’'”\"]?\s?(?:\.{3}|…)"), 16
# Lines among which a title may be again, and characters of one.
FIRST_LINES, LONGEST_TITLE = 6, 80
RULE = lazy_pattern(r"[\W_]{3,}")
END = lazy_pattern(r"[。！？!?；;…:：，,、][”’」』）)》\]】\"']{0,3}$|[”’」』]$|[。！？；]")
# The menu of a site, and where a page is in it.
MENU = lazy_pattern(
    r"(?:网站|網站|返回)?首[页頁]|(?:联系|聯繫|关于|關於)我[们們]|网站地图|設為首頁|设为首页|加入收藏|登录|登錄|注册|註冊"
    r"|(?:您?的?(?:当前|目前|现在的?|所在)位置|當前位置|当前版)\s?[:：].*"
)
# What short lines are that belong to a text: values with their names, what is in brackets, days, those who sign, such
# as offices, whose names end so.
LABELLED = lazy_pattern(r".{1,8}[:：].|[（(\[【].*[)）\]】]$")
OFFICES = "会|會|府|部|局|处|處|院|厅|廳|办公室|委|公司|代表"
SIGNED = lazy_pattern(rf"[12二一][\d〇○零一二三四五六七八九]{{3}}\s?年|主席|总统|總統|总理|總理|(?:{OFFICES})$")
# Who wrote a text, as it stands above it: 本报记者 何青禾, 罗 远.
BYLINE = lazy_pattern(
    r"[\s（(【]*(?:本报|本報|新华社|新華社|中新社|[记記]\s?者|文|图|圖|作者|通[讯訊][员員]|[■□●])|[\u3400-\u9fff]\s?[\u3400-\u9fff]{1,3}$"
)


def _has_lines_of_site(article: Article) -> bool:
    """Whether a line is of a menu, a button, small print or a heading of what follows: 首页, 下一页, 推荐阅读."""
    from newsgrep.readers.texts.page_frames import is_frame  # slow to load
    from newsgrep.readers.web.page_phrases import ENDING, JUNK

    if article.kind == "ad":
        return False
    if any(is_frame(line.text) for line in article.headlines if not line.text.isdigit()):
        return True
    lines = (paragraph.text for paragraph in article.paragraphs)
    short = (line for line in lines if len(line) <= LONGEST_OF_SITE and "。" not in line)
    return any(MENU.fullmatch(line) or JUNK.match(line) or ENDING.match(line) for line in short)


def _has_rule_at_edge(article: Article) -> bool:
    return any(RULE.fullmatch(line.text) for line in article.paragraphs[:1] + article.paragraphs[-1:])


def _says_twice(article: Article) -> bool:
    """Whether a paragraph is in the text twice, if only its beginning, cut, or a headline again above it."""
    texts = (paragraph.text for paragraph in article.paragraphs)
    long = [text for text in texts if len(text) >= LONGEST_TWICE and not RULE.fullmatch(text)]
    if len(set(long)) < len(long) or _is_cut(long):
        return True
    first = {_bare(line.text) for line in article.paragraphs[:FIRST_LINES] if len(line.text) <= LONGEST_TITLE}
    return any(
        len(line) >= SHORTEST_TITLE and line in first for line in (_bare(each.text) for each in article.headlines)
    )


def _is_cut(lines: Sequence[str]) -> bool:
    """Whether the first of some paragraphs is cut, and the words in front of the cut are in one below it."""
    end = CUT.search(lines[0]) if len(lines) > 1 else None
    words = lines[0][: end.start()][-LAST_WORDS:] if end else ""
    return len(words) == LAST_WORDS and any(words in line for line in lines[1:FIRST_LINES])


def _has_cut_title(article: Article) -> bool:
    return article.title.endswith((":", "："))


def _has_short_lines_above(article: Article) -> bool:
    """Whether several short lines, which are no sentences and no names, precede the first paragraphs."""
    lines = [line.text for line in article.paragraphs if not BYLINE.match(line.text)]
    above = sum(1 for _ in takewhile(lambda line: _is_heading(line, LONGEST_ABOVE), lines))
    return above >= FEWEST_ABOVE and any(len(line) >= PARAGRAPH for line in lines[above : above + BELOW])


def _has_short_lines_below(article: Article) -> bool:
    """Whether several short lines, which are neither sentences nor names nor signatures, follow the last paragraph."""
    lines = [line.text for line in article.paragraphs]
    below = list(takewhile(lambda line: _is_heading(line, LONGEST_ABOVE) and not LABELLED.match(line), reversed(lines)))
    others = len(below) - sum(BYLINE.match(line) is not None for line in below)
    if not others or len(below) + others <= 2 * FEWEST_BELOW - 1 or any(map(SIGNED.search, below)):
        return False
    return any(len(line) >= PARAGRAPH for line in lines[: -len(below)][-BELOW:])


def _begins_with_title(article: Article) -> bool:
    """Whether an article has no title, but its first line, of several, has the form of one, and names nobody."""
    lines = article.paragraphs
    if article.title or len(lines) == 1 or not lines or not _is_heading(lines[0].text, LONGEST_FIRST):
        return False
    from newsgrep.readers.texts.page_frames import is_credit  # slow to load

    return not is_credit(lines[0].text)


def _is_heading(line: str, longest: int) -> bool:
    return len(line) <= longest and not END.search(line)


def _bare(line: str) -> str:
    return "".join(filter(str.isalnum, line))


# The signs that any article may show, and those of articles that are no stories of a page, if there are several.
LEFT_ANYWHERE: tuple[tuple[str, Callable[[Article], bool]], ...] = (
    ("rules", _has_rule_at_edge),
    ("lines of a site", _has_lines_of_site),
    ("repeated lines", _says_twice),
    ("cut titles", _has_cut_title),
)
LEFT_IN_RECORDS: tuple[tuple[str, Callable[[Article], bool]], ...] = (
    ("short lines above", _has_short_lines_above),
    ("short lines below", _has_short_lines_below),
    ("hidden titles", _begins_with_title),
)
