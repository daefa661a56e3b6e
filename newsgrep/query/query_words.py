"""The words and numbers of a query text, and what each is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.analysis import Segmenter, is_han, tokens, words
from newsgrep.query.stopwords import FUNCTION_WORDS, QUESTION_WORDS, WEAK_WORDS
from newsgrep.query.syntax import BareText, Quoted, RegexSyntax, Text, WildcardSyntax
from newsgrep.text.fold import fold
from newsgrep.text.numbers import may_have_numbers
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.model import Token
    from newsgrep.query.synonyms import Term
    from newsgrep.text.quantities import Quantity

# Weights of a weak word, and of a word inside a longer word of the query, which is evidence counted twice. On judged
# questions 0.3 to 0.7 rank alike, better than 0 and 1.
WEAK_WEIGHT = 0.5
INNER_WEIGHT = 0.5


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


def _word_weight(word: str, whole: set[str]) -> float:
    """The weight of a word; ``whole`` are the words of its text that are not inside longer ones."""
    return (WEAK_WEIGHT if word in WEAK_WORDS else 1.0) * (1.0 if word in whole else INNER_WEIGHT)


def numbers_in(text: str, segmenter: Segmenter) -> Iterator[Quantity]:
    """The numbers of a text with what they count, except numerals within a word: 十二 of 十二生肖."""
    line = one_line(text)
    if not may_have_numbers(line):
        return
    from newsgrep.text.quantities import quantities  # only here: most queries have no numbers

    found = list(words(on_one_line(text), segmenter))
    for number in quantities(line):
        crossing = (token for token in found if overlap(token, number) and not _is_in(token, number))
        if not any(is_han(char) for token in crossing for char in token.text):
            yield number


def overlap(left: Token | Term | Quantity, right: Term | Quantity) -> bool:
    """Whether two parts of a text have a character in common."""
    return left.start < right.end and right.start < left.end


def _is_in(token: Token, number: Quantity) -> bool:
    return number.start <= token.start and token.end <= number.end
