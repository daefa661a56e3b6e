"""Tagged corpora, ``词/词性`` as in the PFR corpus of 人民日报 1998: the words are joined, the tags are no text."""

from __future__ import annotations

import re
from itertools import chain, groupby
from typing import TYPE_CHECKING

from newsgrep.message import Message
from newsgrep.readers.problems import Problem
from newsgrep.readers.texts.field_lines import FieldLines, first_lines, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.records import Record

# A word with its tag, which compounds put in brackets: [中央/n 电视台/n]nt, [江城/ns 大学/n]/nt.
TAGGED = re.compile(r"\[*(?P<word>\S{1,200}?)(?:\{[\w:]{1,30}\})?[/_](?P<tag>[A-Za-z]{1,5}\d?)(?:\]/?[A-Za-z]{0,5})*")
# Date, page, article and paragraph.
PLACE = re.compile(r"((?:19|20)\d{6})-(\d{2})-(\d{3})-(\d{3})(?:/m)?")
# Lines and words that must be tagged; quotations and formulas leave some untagged.
MOST_LINES, MOST_WORDS, FEWEST_WORDS = 0.9, 0.9, 3
LONGEST_TITLE = 60
FIRST_LOOKED_AT = 1000
# Words of a segmented text have about two characters, and a space.
FEWEST_SEGMENTS, LONGEST_SEGMENT = 8, 4
# A file without numbers of articles is one article if it has no more lines: a corpus has as many as it has sentences.
LONGEST_ARTICLE = 400


def looks_like_tagged_words(head: str) -> bool:
    """Whether the lines of a text are words with tags.

    >>> looks_like_tagged_words("19980101-01-001-001/m  江城/ns  新/a  桥/n  通车/v  。/w")
    True
    >>> looks_like_tagged_words("桥长3公里/宽30米，双向6车道/限速80")
    False
    """
    first = head.lstrip()[:FIRST_LOOKED_AT].split("\n", 1)[0].split()
    if not _is_tagged(first[:-1] or first):
        return False
    lines = [line.split() for line in first_lines(head)]
    lines[-1:] = [words[:-1] or words for words in lines[-1:]]  # it may be cut off
    return share(_is_tagged(words) for words in lines) >= MOST_LINES and any(
        len(words) >= FEWEST_WORDS for words in lines
    )


def _is_tagged(words: list[str]) -> bool:
    return share(TAGGED.fullmatch(word) or PLACE.fullmatch(word) for word in words) >= MOST_WORDS


def read_tagged_words(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Articles are told apart by the numbers before their paragraphs, else by blank lines."""
    split = ((number, line.split()) for number, line in enumerate(lines, start=1))
    first = next((item for item in split if item[1]), None)
    if first is None:
        return
    numbered = chain([first], split)
    if PLACE.fullmatch(first[1][0]):
        yield from _by_number(numbered)
        return
    groups = [list(group) for filled, group in groupby(numbered, key=lambda item: bool(item[1])) if filled]
    if len(groups) == 1 and len(groups[0]) > LONGEST_ARTICLE:
        yield Problem(
            path,
            1,
            Message("tagged words without numbers of articles or blank lines between them; not read"),
            Message("put a blank line between articles"),
            lost=True,
        )
    elif groups and share(len(group) > 1 for group in groups) < 1 / 2:  # a blank line below each paragraph
        yield _article([item for group in groups for item in group])
    else:
        yield from map(_article, groups)


def _by_number(numbered: Iterable[tuple[int, list[str]]]) -> Iterator[Record]:
    place = ""
    article: list[tuple[int, list[str]]] = []
    for number, words in numbered:
        if not words:
            continue
        found = PLACE.fullmatch(words[0])
        own = words[0][: found.start(4) - 1] if found else place
        if own != place and article:
            yield _article(article, place)
            article = []
        place = own
        article.append((number, words[1:] if found else words))
    if article:
        yield _article(article, place)


def _article(paragraphs: list[tuple[int, list[str]]], place: str = "") -> Record:
    """An article; its first paragraph is the title if it looks like one."""
    fields = FieldLines()
    begin = paragraphs[0][0]
    if place:
        date, page, _ = place.split("-")
        fields.add("id", place, begin)
        fields.add("date", date, begin)
        fields.add("section", f"{page}版", begin)
    for index, (number, words) in enumerate(paragraphs):
        text = join_words(words)
        is_title = not index and len(paragraphs) > 1 and len(text) <= LONGEST_TITLE and text[-1:] not in "。！？；"
        fields.add("title" if is_title else "body", text, number)
    return fields.record(begin)


def join_words(words: Iterable[str]) -> str:
    """Words without their tags; only Latin words have spaces between them.

    >>> join_words(["[江城/ns", "大学/n]nt", "的/u", "Open/nx", "Day/nx", "//w", "今天/t"])
    '江城大学的Open Day/今天'
    """
    text: list[str] = []
    for tagged in words:
        match = TAGGED.fullmatch(tagged)
        word = match["word"] if match else tagged
        if text and _is_latin(text[-1][-1]) and _is_latin(word[0]):
            text.append(" ")
        text.append(word)
    return "".join(text)


def joined_if_segmented(text: str) -> str:
    """A text whose words are parted by spaces, without these; any other as it is.

    >>> joined_if_segmented("江城 地铁 今日 开工 ， 全线 设站 23 座"), joined_if_segmented("江城 地铁今日开工")
    ('江城地铁今日开工，全线设站23座', '江城 地铁今日开工')
    """
    words = text.split()
    if len(words) < FEWEST_SEGMENTS or len(text) > len(words) * LONGEST_SEGMENT:
        return text
    return join_words(words)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
