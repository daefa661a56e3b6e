"""Headlines and last lines that share no word with their text: names of columns, lines of other articles, values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.leftovers import BYLINE, END, OFFICES
from newsgrep.readers.shared_pairs import pairs_of
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgrep.model import Article

# Headlines that no single article has: kicker, title and deck are three.
MOST_HEADLINES = 4
# Lines of a text and characters of it that are compared with a headline, and characters of one that has words to do so.
LINES_COMPARED, COMPARED, SHORT_TEXT, LONG_TEXT = 60, 1200, 25, 100
# Characters of a line below a title that may be one, and what none has: a day, a number of characters.
SHORTEST_TITLE, LONGEST_TITLE, NO_TITLE = 6, 40, lazy_pattern(r"\d{1,2}月\d{1,2}日|\d{4}|^字[数數]")
# Characters of a last line that may be the title of another article, and of the text that it is compared with; what
# texts end with: brackets, labels, those who sign, days; whose a picture is, and where a reader lives that writes.
SHORTEST_END, LONGEST_END, COMPARED_WITH_END = 8, 60, 4000
OWN_END = lazy_pattern(
    rf"^[（(\[【]|^.{{1,8}}[:：/／|｜]|(?:{OFFICES}|社|组|大学|大學|[日号號])$"
    r"|[摄攝绘繪作][（(].{2,16}[)）]$|[省市县縣区區州盟旗]\s[\u3400-\u9fff]{2,4}$"
)


def has_strange_headline(article: Article) -> bool:
    """Whether one of several headlines shares no pair of characters with the text, if there is any."""
    if len(article.headlines) == 1:
        return False
    text = _text_of(article)
    pairs = pairs_of(text)
    return len(text) >= SHORT_TEXT and any(not pairs & pairs_of(line.text) for line in article.headlines)


def has_menu_above(article: Article) -> bool:
    """Whether more headlines than an article has are above it, one of which shares no pair of characters with it."""
    return len(article.headlines) >= MOST_HEADLINES and has_strange_headline(article)


def has_strange_title(article: Article) -> bool:
    """Whether a title shares no pair of characters with the text, the first line of which has the form of another.

    Of 6,343 right texts 11 have it, all of which are short news below the name of their column, read as one.
    """
    if len(article.headlines) != 1 or len(article.paragraphs) == 1 or not _begins_with_title(article):
        return False
    text, pairs = _text_of(article), pairs_of(article.title)
    return len(text) >= LONG_TEXT and bool(pairs) and not pairs & pairs_of(text)


def ends_strangely(article: Article) -> bool:
    """Whether the last line has the form of a title, but shares no pair of characters with the text and its headlines.

    Of 6,343 right texts 4 have it, in all of which the line is of the site.
    """
    if len(article.paragraphs) == 1 or not article.paragraphs:
        return False
    *above, last = article.paragraphs
    if last.role != "body" or not SHORTEST_END <= len(last.text) <= LONGEST_END:
        return False
    if END.search(last.text) or BYLINE.match(last.text) or OWN_END.search(last.text):
        return False
    text = "\n".join(line.text for line in (*article.headlines, *above))[:COMPARED_WITH_END]
    pairs = pairs_of(last.text)
    return len(text) >= LONG_TEXT and bool(pairs) and not pairs & pairs_of(text)


def _text_of(article: Article) -> str:
    return "\n".join(line.text for line in article.paragraphs[:LINES_COMPARED])[:COMPARED]


def _begins_with_title(article: Article) -> bool:
    first = article.paragraphs[0].text if article.paragraphs else ""
    is_short = SHORTEST_TITLE <= len(first) <= LONGEST_TITLE
    return is_short and not any(pattern.search(first) for pattern in (END, NO_TITLE)) and not BYLINE.match(first)


# The signs that the only article of a file may show.
STRANGE: tuple[tuple[str, Callable[[Article], bool]], ...] = (
    ("strange headlines", lambda article: has_strange_headline(article) or has_strange_title(article)),
    ("strange ends", ends_strangely),
)
