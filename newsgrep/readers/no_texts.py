"""Articles that are data or code instead of a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from newsgrep.model import Article

# Characters of a text that are looked at, and of one that is surely no word; sentences that a text has.
BEGINNING, LONGEST_WORD, FEW_SENTENCES = 4000, 200, 3
HALF = 0.5
JSON = lazy_pattern(r"\s*(?:\[\s*)*\{\s*[\"'][^\"']{1,60}[\"']\s*:.*[\]}]\s*", re.DOTALL)
SOURCE = lazy_pattern(
    r"\s*(?:<!DOCTYPE\s|<\?xml\s|<\?php|<html[\s>]|<(?:div|table|p|span|section|img)\b[^>]*>.*</)|"
    r"\s*(?:\(?function\s*\w*\(|(?:var|let|const)\s+\w+\s*=|window\.\w+\s*=|import\s+\w+\n|#!/|@charset|data:\w+/)|"
    r"\s*\.?//[a-z*]\w*(?:/+\w+)*(?:\[@|/text\(\)|/@)",  # where a crawler finds it in a page
    re.IGNORECASE | re.DOTALL,
)
# A vector of a word, or a row of measurements.
FIGURES = lazy_pattern(r"\S{0,20}(?:[ \t,]{1,2}-?\d+(?:\.\d+)?(?:e-?\d+)?){20}")
ENCODED = lazy_pattern(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9+/=_-]+")
# A line of encoded bytes between others that say what they are, as in keys, letters and exported blocks.
CODED_LINE = lazy_pattern(r"(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)[A-Za-z0-9+/=_-]{40,200}")


def is_data(article: Article) -> bool:
    """Whether what became the text, or the title where there is none, is JSON, code or encoded bytes.

    What has sentences in Chinese is a text, unless it is JSON.
    """
    paragraphs = article.paragraphs or article.headlines
    text = paragraphs[0].text if paragraphs else ""
    if FIGURES.match(text):
        return True
    if not text[:1].isascii():
        return False
    if len(paragraphs) > 1:
        text = "\n".join(paragraph.text for paragraph in paragraphs)
    if text[:1] in "{[" and JSON.fullmatch(text):
        return True
    if SOURCE.match(text[:BEGINNING]) and text.count("。") < FEW_SENTENCES:
        return True
    if sum(map(len, filter(CODED_LINE.fullmatch, text[:BEGINNING].split("\n")))) > HALF * len(text[:BEGINNING]):
        return True
    return len(text) > LONGEST_WORD and bool(ENCODED.fullmatch(text[:LONGEST_WORD])) and not HAN.search(text)
