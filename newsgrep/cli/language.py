"""Messages in the language of who reads them; what is data, on stdout in a pipe, in files, is in no language."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.message import Catalogue

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
# The gettext domain of the sentences that click says.
DOMAIN = "newsgrep"


def language_of(environment: Mapping[str, str]) -> str:
    """Zh or en: by NEWSGREP_LANG, else by the locale.

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LANG": "zh_CN.UTF-8", "NEWSGREP_LANG": "en"})
    ('zh', 'en')
    """
    locale = next(filter(None, map(environment.get, LOCALE)), "")
    is_neutral = not locale or locale.partition(".")[0] in {"C", "POSIX"}  # gettext ignores LANGUAGE there, too
    named = environment.get("NEWSGREP_LANG") or ("" if is_neutral else environment.get("LANGUAGE") or locale)
    return "zh" if named.lower().startswith("zh") else "en"


@cache
def is_chinese() -> bool:
    """Whether messages are Chinese in this process."""
    return language_of(os.environ) == "zh"


@cache
def catalogue() -> Catalogue:
    """English → the language of this process, for messages."""
    if not is_chinese():
        return {}
    from newsgrep.cli.catalogue_zh import MESSAGES

    return MESSAGES


def use_language() -> None:
    """Have click speak the language of this process, too."""
    gettext.textdomain(DOMAIN)
    if is_chinese():
        gettext.bindtextdomain(DOMAIN, Path(__file__).with_name("locale"))
        os.environ["LANGUAGE"] = "zh"


def translate(message: Message | str) -> str:
    """A message in the reader's language; a text that is none is data and stays as it is."""
    return message.render(catalogue()) if isinstance(message, Message) else message


def tr(template: str, *values: object) -> str:
    """A sentence with its values, in the reader's language."""
    return Message(template, *values).render(catalogue())


@cache
def help_catalogue() -> Catalogue:
    """The same for paragraphs of help and of the configuration file: texts without values."""
    if not is_chinese():
        return {}
    from newsgrep.cli.catalogue_zh import HELP

    return HELP


def help_text(paragraph: str) -> str:
    """A paragraph of help, or the help of an option, in the reader's language."""
    return help_catalogue().get(paragraph.strip(), paragraph)
