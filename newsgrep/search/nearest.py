"""Texts and values of an index that are near to one that it lacks: they sound alike, or differ in a character."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.query.plan_nodes import AtLeast, Literal, Plan, Word
from newsgrep.text.fold import fold
from newsgrep.text.pinyin import homophones, may_begin, sound_alike, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.engine.base import EngineReader

NAMED = 3
# Lengths, in characters, of texts of which a homophone of each character is tried.
SHORTEST, LONGEST = 2, 8
# So many such texts are looked up in a twentieth of a second in 75,000 articles.
MOST_WAYS = 200
# Longer terms and values are not compared.
LONGEST_TERM = 20
MOST_VALUES = 20_000
# What may differ in a text, in characters, by its length; a Latin letter tells less than a Chinese character.
HAN_EDITS = ((6, 2), (3, 1))
LATIN_EDITS = ((8, 2), (4, 1))
# The first code of the characters of GB 2312 that are less common.
SECOND_LEVEL = b"\xd8\xa1"
# Where a text that sounds alike is looked for: the characters of so many articles that contain one.
READ, MOST_READ = 10, 20_000


class TextDistance(NamedTuple):
    """How a text differs from another; the least of some is the nearest.

    ``by_sound``: 0 if both sound alike, else as ``characters``, which is how many differ.
    """

    by_sound: int
    characters: int


ONE_HOMOPHONE = TextDistance(0, 1)


def nearest_words(engine: EngineReader, word: str) -> dict[str, TextDistance]:
    """The words of articles that are near to a folded word, nearest and most frequent first; no part of it.

    They sound like it, or are spelled by it in pinyin, or differ in a character or two other than the first
    (Damerau-Levenshtein distance, of strings aligned optimally).
    """
    if not SHORTEST <= len(word) <= LONGEST_TERM:
        return {}
    found = {term: difference for term in _terms_like(engine, word) if (difference := _difference(word, term))}
    frequencies = dict(zip(found, engine.doc_freqs(list(map(Word, found))), strict=True))
    return {term: found[term] for term in sorted(found, key=lambda term: (found[term], -frequencies[term], term))}


def one_homophone_away(engine: EngineReader, text: str, places: Iterable[int]) -> list[str]:
    """The texts in articles that are a text with a character at one of the places replaced by a homophone."""
    if not SHORTEST <= len(text) <= LONGEST:
        return []
    others = [
        (rarity, place, other)
        for place in places
        for other in homophones(text[place])
        if other != text[place] and fold(other) == other and (rarity := _rarity(other)) is not None
    ]
    ways = [text[:place] + other + text[place + 1 :] for _, place, other in sorted(others)[:MOST_WAYS]]
    hits = engine.search(Plan(AtLeast(1, tuple(map(Literal, ways)))), limit=READ).hits if ways else ()
    texts = engine.texts([hit.id for hit in hits], TEXT_FIELDS, MOST_READ) if hits else []
    return [way for way in ways if any(way in read for read in texts)]


def nearest_values(engine: EngineReader, field: str, value: str) -> list[str]:
    """The values of a filter field near to one, as articles write them, nearest first; at most ``NAMED``.

    They sound like it, contain it or are part of it, or differ in few characters.
    """
    sought = fold(value)
    values = islice(engine.terms(field), MOST_VALUES)
    found = {term: difference for term in values if (difference := _value_difference(sought, term))}
    best = sorted(found, key=lambda term: (found[term], term))
    written = (next(engine.values(field, term), "") for term in best)
    return list(islice((form for form, term in zip(written, best, strict=False) if fold(form) == term), NAMED))


def _terms_like(engine: EngineReader, text: str) -> set[str]:
    """The words with the first or second character of a text, or one that sounds like its first."""
    spelled_by = may_begin(text) if text.isascii() else ""
    heads = dict.fromkeys((text[0], text[1], *homophones(text[0]), *spelled_by))
    return {term for field in TEXT_FIELDS for head in heads for term in engine.terms(field, head)}


def _difference(text: str, term: str) -> TextDistance | None:
    """How a term differs from a text; None if it is the same, a part of it, or too different."""
    from rapidfuzz.distance import OSA

    if term in text or len(term) > LONGEST_TERM or _digits(term) != _digits(text):
        return None
    if len(term) > 1 and (sound_alike(text, term) or (text.isascii() and spelled(text, term))):
        return TextDistance(0, sum(one != other for one, other in zip(text, term, strict=False)))
    most = _edits(text)
    distance = OSA.distance(text, term, score_cutoff=most)
    return TextDistance(distance, distance) if distance <= most else None


def _value_difference(value: str, other: str) -> TextDistance | None:
    """How a value differs from another; one that contains it, or is part of it, by one character."""
    if value != other and min(len(value), len(other)) > 1 and (value in other or other in value):
        return TextDistance(1, 1)
    return _difference(value, other) if len(value) > 1 else None


def _edits(text: str) -> int:
    """How many characters may differ."""
    edits = LATIN_EDITS if text.isascii() else HAN_EDITS
    return next((most for length, most in edits if len(text) >= length), 0)


def _digits(text: str) -> str:
    """The digits of a text: another number is not near."""
    return "".join(filter(str.isdigit, text))


def _rarity(char: str) -> int | None:
    """The level of a character in GB 2312: 0 for the 3,755 most common ones, 1 for the others; None if it has none."""
    try:
        return int(char.encode("gb2312") >= SECOND_LEVEL)
    except UnicodeEncodeError:
        return None
