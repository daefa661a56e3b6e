"""Headlines and last lines that share no word with their text: names of columns, lines of other articles, values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.leftovers import BYLINE, END, LABELLED, OFFICES, SIGNED
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
# What sentences end with, names with which a text is signed, and the paragraphs above a last line that are looked at.
CLOSED = lazy_pattern(r"(?:[。！？!?；;…”’」』）)》\]】]|\.{3}|[a-z0-9]\.)[”’」』）)》\]】\"']{0,3}$")
NAMES = lazy_pattern(
    r"[\s\u3000][\u3400-\u9fff]{2,4}$|^[\u3400-\u9fff·]{2,4}(?:[\s\u3000、][\u3400-\u9fff·]{1,4})*$|^[编編]\s?[辑輯]"
    r"|(?:摄|攝|报道|報道|報導|编译|編譯|供稿)$|\d{4}.{0,8}$"
)
PARAGRAPHS_ABOVE, PARAGRAPH = 3, 40
# Words behind the last sentence of a line; an address, and characters of a line with one.
BEHIND = lazy_pattern(r".*[。！？][”’」』）)》]{0,3}\s*([^\s。！？].{0,29})", re.DOTALL)
ADDRESS, LONGEST_WITH_ADDRESS = lazy_pattern(r"https?://|www\."), 200


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
    """Whether the last line, or what is behind its last sentence, neither ends as sentences do nor signs the text.

    Where the paragraphs above do not end so either, it must have the form of a title and share no pair of characters
    with them. Of 3,400 right texts of one story eight have it, in six of which the words are of the site; of 66 stories
    in forms of files one has it in each of its forms.
    """
    if len(article.paragraphs) == 1 or not article.paragraphs:
        return False
    *above, last = article.paragraphs
    if last.role != "body" or CLOSED.search(last.text):
        return False
    if behind := BEHIND.fullmatch(last.text):
        return not _may_end_text(behind[1])
    if len(last.text) <= LONGEST_WITH_ADDRESS and ADDRESS.search(last.text):
        return True
    if len(last.text) > LONGEST_END or _may_end_text(last.text):
        return False
    near = [line.text for line in above[-PARAGRAPHS_ABOVE:]]
    if len(above) > 1 and CLOSED.search(near[-1]) and any(len(line) >= PARAGRAPH for line in near):
        return True
    text = "\n".join(line.text for line in (*article.headlines, *above))[:COMPARED_WITH_END]
    pairs = pairs_of(last.text)
    return (
        len(last.text) >= SHORTEST_END and len(text) >= LONG_TEXT and bool(pairs) and pairs.isdisjoint(pairs_of(text))
    )


def _may_end_text(line: str) -> bool:
    """Whether a line ends as sentences do, or is what stands below texts: names, days, values, brackets."""
    return any(pattern.search(line) for pattern in (CLOSED, END, OWN_END, SIGNED, NAMES)) or any(
        pattern.match(line) for pattern in (BYLINE, LABELLED)
    )


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
