"""The words and numbers of a query text, and what each is worth."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newsgrep.analysis import Segmenter, is_han
from newsgrep.model import Token
from newsgrep.query.segmented import tokens, words
from newsgrep.query.stopwords import FUNCTION_WORDS, QUESTION_WORDS, WEAK_WORDS
from newsgrep.query.syntax import BareText, Quoted, RegexSyntax, Text, WildcardSyntax
from newsgrep.text.fold import fold
from newsgrep.text.numbers import may_have_numbers
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.query.synonyms import Term
    from newsgrep.text.quantities import Quantity

# Weights of a weak word, and of a word inside a longer word of the query, which is evidence counted twice. On judged
# questions 0.3 to 0.7 rank alike, better than 0 and 1.
WEAK_WEIGHT = 0.5
INNER_WEIGHT = 0.5
# Weight of a pair of neighbouring characters beside the words (see ``neighbours``); 0.2 ranks alike, 0.5 worse.
PAIR_WEIGHT = 0.3
MOST_NEIGHBOURS = 64


def on_one_line(text: str) -> str:
    """A repaired text, its line ends replaced by spaces; ``one_line`` has the same length."""
    return repair(text).replace("\n", " ")


def one_line(text: str) -> str:
    """A repaired and folded text, its line ends replaced by spaces."""
    return fold(on_one_line(text))


def wording_of(text: Text) -> str:
    """A text as written, with spaces for wildcards; empty for a regular expression."""
    match text:
        case RegexSyntax():
            return ""
        case WildcardSyntax(written):
            return written.replace("*", " ").replace("?", " ")
        case BareText(written) | Quoted(written):
            return written


def content_words(text: str, segmenter: Segmenter) -> list[str]:
    """The distinct words of a text without function words."""
    found = dict.fromkeys(token.text for token in words(repair(text), segmenter))
    return [word for word in found if word not in FUNCTION_WORDS]


def strong_words(text: str, segmenter: Segmenter) -> list[str]:
    """The content words of a text without weak words."""
    return [word for word in content_words(text, segmenter) if word not in WEAK_WORDS]


def is_question(text: str, segmenter: Segmenter) -> bool:
    """Whether a text is a question by its mark or one of its words."""
    found = (token.text for token in words(repair(text), segmenter))
    return text.endswith(("?", "？")) or any(word in QUESTION_WORDS for word in found)


def word_weights(text: str, segmenter: Segmenter) -> dict[str, float]:
    """The weight of each word of a text; function words only if there are no others."""
    written = repair(text)
    whole = {token.text for token in words(written, segmenter)}
    found = dict.fromkeys(token.text for token in tokens(written, segmenter))
    ranking = [word for word in found if word not in FUNCTION_WORDS] or found
    return {word: _word_weight(word, whole) for word in ranking}


def neighbours(text: str) -> list[str]:
    """The distinct pairs of neighbouring letters, digits and Han characters of a text.

    They are evidence of names and new words, which may be segmented otherwise elsewhere. A text of more than
    ``MOST_NEIGHBOURS`` has enough words, and none are given.
    """
    line = one_line(text)
    pairs = dict.fromkeys(left + right for left, right in pairwise(line) if left.isalnum() and right.isalnum())
    return list(pairs) if len(pairs) <= MOST_NEIGHBOURS else []


def _word_weight(word: str, whole: set[str]) -> float:
    """The weight of a word; ``whole`` are the words of its text that are not inside longer ones."""
    return (WEAK_WEIGHT if word in WEAK_WORDS else 1.0) * (1.0 if word in whole else INNER_WEIGHT)


def numbers_in(text: str, segmenter: Segmenter) -> Iterator[Quantity]:
    """The numbers of a text with what they count, except a numeral within a word, such as 五 of 五台山."""
    line = one_line(text)
    if not may_have_numbers(line):
        return
    from newsgrep.text.quantities import quantities  # only here: most queries have no numbers

    found = InOrder(list(words(on_one_line(text), segmenter)))
    for number in quantities(line):
        if not any(_is_part(number, token) for token in found.overlapping(number)):
            yield number


def is_counted(word: str) -> bool:
    """Whether a folded word is a numeral with a unit, which is part of a number in other places: 一次 in 十一次."""
    if not may_have_numbers(word[:1]):
        return False
    from newsgrep.text import quantities

    return quantities.is_counted(word)


def words_between(text: str, numbers: Iterable[Quantity], segmenter: Segmenter) -> Iterator[Token]:
    """The words of a text without its numbers, which end words: 二万五千里长征 is 二万五千里 and 长征."""
    start = 0
    for end, following in (*((number.start, number.end) for number in numbers), (len(text), len(text))):
        for token in words(text[start:end], segmenter):
            yield Token(token.text, start + token.start, start + token.end)
        start = following


class InOrder:
    """Words or numbers of a text, in order and without overlap: those that a part overlaps are soon found."""

    def __init__(self, parts: Sequence[Any]) -> None:
        self._parts = parts
        self._ends = [part.end for part in parts]

    def overlapping(self, other: Token | Term | Quantity) -> Iterator[Any]:
        """The parts that have a character in common with another."""
        for at in range(bisect_right(self._ends, other.start), len(self._parts)):
            if self._parts[at].start >= other.end:
                return
            yield self._parts[at]


def overlap(left: Token | Term | Quantity, right: Term | Quantity) -> bool:
    """Whether two parts of a text have a character in common."""
    return left.start < right.end and right.start < left.end


def _is_part(number: Quantity, token: Token) -> bool:
    """Whether a number is part of a word that it overlaps: 歼-20 of a mixed one, a single numeral of 五台山."""
    if number.start <= token.start and token.end <= number.end:
        return False
    is_mixed = any(map(is_han, token.text)) and not all(map(is_han, token.text))
    numerals = sum(map(may_have_numbers, number.ways[0]))
    return is_mixed or (numerals == 1 and is_han(token.text[0]))
