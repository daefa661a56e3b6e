"""Repair of a text, once, when it is read: the repaired text is what is stored and shown."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LINE_ENDS = re.compile(r"\r\n?")
BREAKS = "\x0b\x0c\x85\u2028\u2029"
# Control characters, noncharacters and lone surrogates; then what Unicode calls default ignorable: soft hyphens,
# non-joiners, marks of direction, variation selectors, tags (not Hangul fillers, which are blanks, nor the joiner).
GHOSTS = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff"
    "\xad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# A joiner keeps its place only between emoji.
EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
JOINERS = f"(?<=[{EMOJI}])(\u200d)\u200d*(?=[{EMOJI}])|\u200d+"
# No writing system needs more than thirty combining marks in a row (UAX 15, "Stream-Safe Text Format"). Stretches of
# more characters of the scripts that have any, which is what most texts are not:
MOST_MARKS, SORTED_MARKS = 30, 1000
WITH_MARKS = "\u0300-\u10ff\u1200-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e\ufe20-\ufe2f\U00010000-\U0001efff"
MANY_MARKS = f"[{WITH_MARKS}]{{{MOST_MARKS + 1},}}"
# What nearly all texts consist of. None of these characters is deleted, combines with one before it, or is composed
# otherwise: ASCII and Latin letters, punctuation and signs, all of CJK and kana, full-width forms, Hangul, emoji.
SOUND = (
    "\t\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0400-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u2125\u212c-\u2328"
    "\u232b-\u27ff\u2e80-\u3029\u3030-\u3098\u309b-\ua48c\uac00-\ud7a3\ue000-\uf8ff\ufe30-\ufe6b\uff01-\uffee"
    "\U0001f000-\U0001faff\U00020000-\U0002f7ff\U00030000-\U000323af"
)
# Characters of a text that is looked at one by one instead: the pattern takes 3 ms to compile, which no query needs.
SHORT = 20
FIRST_HAN, LAST_HAN = "\u4e00", "\u9fff"
STEERING = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"


def repair(text: str) -> str:
    r"""Compose characters (NFC), convert line ends to ``\n`` and delete invisible characters; keeps the line count.

    Of more than ``MOST_MARKS`` combining marks in a row the rest is deleted.

    >>> repair("江城\x00日报\r\n\ufeffcafe\u0301 三个部\u00ad门")
    '江城日报\ncafé 三个部门'
    """
    if text.isascii() and text.isprintable():
        return text
    needs_none = _is_plain(text) if len(text) <= SHORT else is_sound(text)
    return text if needs_none else _repaired(text)


def is_sound(text: str) -> bool:
    r"""Whether a text consists of characters that need no repair, as nearly all texts do, whatever its length.

    >>> is_sound("江城日报，第三版"), is_sound("江城\x00日报")
    (True, False)
    """
    return not any_of(f"^{SOUND}").search(text)


def _is_plain(text: str) -> bool:
    """Whether a text consists of visible ASCII and the most frequent Han characters, as most queries do."""
    return all(" " <= char <= "~" or FIRST_HAN <= char <= LAST_HAN for char in text)


def _repaired(text: str) -> str:
    """The same, of any text."""
    if any_of(f"\r{BREAKS}{GHOSTS}\u200d").search(text):
        text = any_of(GHOSTS).sub("", any_of(BREAKS).sub(" ", LINE_ENDS.sub("\n", text)))
        text = re.sub(JOINERS, r"\1", text)
    if not re.search(MANY_MARKS, text):
        return unicodedata.normalize("NFC", text)
    # Composing sorts the marks of a character, in a time that grows with the square of their number.
    return _with_fewer_marks(unicodedata.normalize("NFC", _with_fewer_marks(text, SORTED_MARKS)), MOST_MARKS)


def _with_fewer_marks(text: str, most: int) -> str:
    """A text with at most so many combining marks in a row."""

    def within(match: re.Match[str]) -> str:
        kept, marks = [], 0
        for char in match[0]:
            marks = marks + 1 if unicodedata.combining(char) else 0
            if marks <= most:
                kept.append(char)
        return "".join(kept)

    return re.sub(MANY_MARKS, within, text)


def visible(text: str) -> str:
    r"""Escape characters that could control a terminal: control characters, bidirectional overrides, lone surrogates.

    >>> visible("标题\x1b[31m")
    '标题\\x1b[31m'
    """
    if text.isprintable():
        return text
    escaped = any_of(STEERING)
    return escaped.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


@cache
def any_of(characters: str) -> re.Pattern[str]:
    """A pattern for any of these characters or ranges, compiled on first use: most searches need none."""
    return re.compile(f"[{characters}]")
