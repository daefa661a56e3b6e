"""Messages in the language of who reads them.

The rooms below speak English, in sentences with values in them. Here a sentence is known by what stands between the
values, and said in Chinese. What is data, on stdout in a pipe, in files, is in no language.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLES = ("NEWSGREP_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
PLACE = "{}"
# A longer one holds what somebody has written, in which there is no telling values apart.
LONGEST = 2000
# What files of the user are called.
CALLED = ("configuration", "dictionary", "synonyms")


def language_of(environment: Mapping[str, str]) -> str:
    """Zh or en: by NEWSGREP_LANG, else by the locale.

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LANG": "zh_CN.UTF-8", "NEWSGREP_LANG": "en"})
    ('zh', 'en')
    """
    named = next(filter(None, map(environment.get, VARIABLES)), "")
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
    for pattern, chinese in _patterns():
        if match := pattern.fullmatch(body):
            return text.replace(body, chinese.format(*map(_value, match.groups())))
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
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The sentences with values in them, the longest first: what says the most is the surest."""
    templates = sorted((one for one in _table() if PLACE in one), key=lambda one: -len(one.replace(PLACE, "")))
    return [(re.compile("(.*)".join(map(re.escape, one.split(PLACE))), re.DOTALL), _table()[one]) for one in templates]
