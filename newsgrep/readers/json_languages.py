"""Values of JSON that are there in several languages: the Chinese one is the article's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.readers.field_names import bare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.readers.json_facts import Found

# Names of Chinese, best first, and of other languages.
CHINESE = (
    "zh-CN zh_CN zh-Hans zh_Hans zh-hans zh-cn zh cn CN ZH chinese Chinese 中文 "
    "zh-Hant zh_Hant zh-hant zh-TW zh_TW zh-tw zh-HK zh_HK zh-hk tw hk"
).split()
OTHERS = frozenset(
    "en en-US en_US en-us en-GB EN english English 英文 ja jp ja-JP ko kr ko-KR fr de es ru ar pt it vi th ms".split()
)
LANGUAGES = OTHERS.union(CHINESE)
# Lists of the versions of one article, and what tells their languages.
VERSIONS = frozenset(("translations", "translation", "locales", "localizations", "languages", "i18n", "langs"))
LANGUAGE_NAMES = ("lang", "language", "locale", "langcode", "lang_code", "languageCode")


def in_chinese(value: Mapping[str, Any]) -> str | None:
    """The Chinese one of texts that have the names of languages; None if they are something else.

    >>> in_chinese({"en": "Bridge closed", "zh": "大桥合龙"}), in_chinese({"zh": "大桥合龙", "url": "…"})
    ('大桥合龙', None)
    """
    if len(value) < len(("zh", "en")) or not LANGUAGES.issuperset(value):
        return None
    if not all(text is None or isinstance(text, str) for text in value.values()):
        return None
    return next((text for name in CHINESE if (text := value.get(name))), None)


def in_one_language(value: Mapping[str, Any], parts: dict[str, list[Found]]) -> dict[str, list[Found]]:
    """The parts of an object without the objects of other languages, if it has one that is an article in Chinese.

    >>> from newsgrep.readers.json_facts import Found
    >>> article = {"zh": {"title": "大桥"}, "en": {"title": "Bridge"}}
    >>> list(in_one_language(article, {name: [Found(part)] for name, part in article.items()}))
    ['zh']
    """
    versions = [name for name, found in parts.items() if name in LANGUAGES and found and found[0].values is value[name]]
    best = next((name for name in CHINESE if name in versions), None)
    return {name: found for name, found in parts.items() if not best or name == best or name not in versions}


def chinese_version(name: str, versions: list[Any]) -> list[Any]:
    """The Chinese one of the versions of an article in a list of this name; the list if it is no such.

    >>> chinese_version("translations", [{"lang": "en", "title": "Bridge"}, {"lang": "zh", "title": "大桥"}])
    [{'lang': 'zh', 'title': '大桥'}]
    """
    if bare(name) not in VERSIONS or not all(isinstance(each, dict) for each in versions):
        return versions
    chinese = [each for each in versions if any(each.get(key) in CHINESE for key in LANGUAGE_NAMES)]
    return chinese[:1] or versions
