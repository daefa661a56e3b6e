"""Messages in the language of who reads them.

The rooms below speak English, in sentences with values in them. Here a sentence is known by what stands between the
values, and said in Chinese. What is data, on stdout in a pipe, in files, is in no language.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
PLACE = "{}"
# A longer one holds what somebody has written, in which there is no telling values apart.
LONGEST = 1000
# What files of the user are called.
CALLED = ("configuration", "dictionary", "synonyms")


def language_of(environment: Mapping[str, str]) -> str:
    """Zh or en: by NEWSGREP_LANG, else by the locale.

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LANG": "zh_CN.UTF-8", "NEWSGREP_LANG": "en"})
    ('zh', 'en')
    """
    locale = next(filter(None, map(environment.get, LOCALE)), "")
    in_no_language = not locale or locale.partition(".")[0] in {
        "C",
        "POSIX",
    }  # LANGUAGE is for others, as gettext has it
    named = environment.get("NEWSGREP_LANG") or ("" if in_no_language else environment.get("LANGUAGE") or locale)
    return "zh" if named.lower().startswith("zh") else "en"


def is_chinese() -> bool:
    """Whether messages are Chinese in this process."""
    return bool(_table())


def said(template: str, *values: Any) -> str:
    """A sentence with its values, in the reader's language."""
    return _table().get(template, template).format(*values)


def translated(text: str) -> str:
    """A sentence of the rooms below in the reader's language; what is none of theirs stays as it is."""
    if not is_chinese() or not text.strip():
        return text
    body = text.strip()
    if body in _table():
        return text.replace(body, _table()[body])
    if len(body) > LONGEST:
        return text
    rest, _, hint = body.removesuffix(")").rpartition(" (")
    if hint in _table() and (chinese := translated(rest)) != rest:
        return text.replace(body, chinese + said(" ({})", _table()[hint]))
    for pieces, chinese in _templates():
        if (values := _between(pieces, body)) is not None:
            return text.replace(body, chinese.format(*map(_value, values)))
    place, colon, rest = body.partition(": ")
    return text.replace(body, place + colon + translated(rest)) if colon else text


def _value(text: str) -> str:
    """A value in a sentence, which may be one itself; a single word is most likely a name."""
    return translated(text) if " " in text or text in CALLED else text


@cache
def _table() -> Mapping[str, str]:
    """English → Chinese, where that is wanted."""
    if language_of(os.environ) != "zh":
        return {}
    from newsgrep.cli.chinese import CHINESE

    return CHINESE


@cache
def _templates() -> list[tuple[list[str], str]]:
    """The sentences with values in them, as what stands between these, the longest first: it is the surest."""
    templates = sorted((one for one in _table() if PLACE in one), key=lambda one: -len(one.replace(PLACE, "")))
    return [(one.split(PLACE), _table()[one]) for one in templates if "{:" not in one]


def _between(pieces: list[str], text: str) -> list[str] | None:
    """The values in a sentence, each as short as can be, from the left; None where it is another.

    >>> _between(["", ": the ", " is ", ""], "a: the b is c is d"), _between(["no ", ""], "yes")
    (['a', 'b', 'c is d'], None)
    """
    first, *middle, last = pieces
    if not (text.startswith(first) and text.endswith(last) and len(text) >= len(first) + len(last)):
        return None
    values, start, end = [], len(first), len(text) - len(last)
    for piece in middle:
        at = text.find(piece, start, end)
        if at < 0:
            return None
        values.append(text[start:at])
        start = at + len(piece)
    return [*values, text[start:end]]
