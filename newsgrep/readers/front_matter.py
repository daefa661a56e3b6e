"""Front matter: what crawlers write above the text in a file with a single article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.authors import merged_names, people_of
from newsgrep.readers.texts.labels import ABOVE_TEXTS, any_of, role_of
from newsgrep.text.fold import fold
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.model import Article

FACT_NAME = any_of(ABOVE_TEXTS)
FACT = re.compile(rf"(?:^|(?<=\s))({FACT_NAME}):\s*(.*?)(?=\s+(?:{FACT_NAME}):|\s*$)")  # of folded texts
# Nothing but a date is above the first label: most lines have none, which is quickly seen.
COLON, FACT_BEGINS, BEGINS_WITHIN = re.compile("[:：]"), re.compile(rf"(?:^|\s)(?:{FACT_NAME}):"), 40
DATE_ONLY = re.compile(r"[\d\s:：年月日/.-]{6,20}")
# A date behind the name of a source.
DATE_BEHIND = re.compile(r"(\S.{1,24}?)[\s|｜]{1,4}((?:19|20)\d\d[-/.年]\d.{2,20})")
HEAD_LINES = 8
# Facts that are short, and what none of them is: a sentence, or more than one.
SHORT = frozenset({"source", "author", "section", "date"})
SENTENCE, LONGEST_SHORT = re.compile(r"[。！？；]\S"), 40


def parse_front_matter(text: str) -> tuple[str, dict[str, str]]:
    r"""A text without its front matter (``来源：江城日报`` or ``2025-03-18 来源：江城日报``), and the metadata in it.

    Its lines are emptied but kept, so that line numbers stay valid; a line with the title becomes the title.

    >>> parse_front_matter("来源：江城日报　2025-03-18　记者：何青禾\n大桥今天通车。")[1]
    {'source': '江城日报', 'author': '何青禾', 'date': '2025-03-18'}
    >>> parse_front_matter("标题：大桥通车\n来源：江城日报\n作者：何青禾\n\n大桥今天通车。")
    ('大桥通车\n\n\n\n大桥今天通车。', {'source': '江城日报', 'author': '何青禾'})
    >>> parse_front_matter("来源：江城网江城网3月18日讯，大桥今日合龙。市民争看。")[1]
    {}
    """
    lines = text.split("\n", HEAD_LINES)
    found = {index: named for index, line in enumerate(lines[:HEAD_LINES]) if (named := _front_matter_in(line))}
    days = filter(None, (timestamp_day(named.get("date", "")) for named in found.values()))
    if len(set(days)) > 1:  # which one is the text's is not known
        found = {index: named for index, named in found.items() if "date" not in named}
    facts: dict[str, str] = {}
    for index, named in found.items():
        lines[index] = named.pop("title", "")
        facts |= named
    return "\n".join(lines), facts


def _front_matter_in(line: str) -> dict[str, str]:
    """The metadata of a line, by role; empty if it is text."""
    if not COLON.search(line, 0, BEGINS_WITHIN) or not FACT_BEGINS.search(fold(line[:BEGINS_WITHIN])):
        return {}
    found = list(FACT.finditer(fold(line)))
    before = line[: found[0].start()].strip() if found else ""
    if before and not DATE_ONLY.fullmatch(before):
        return {}
    values = {role_of(match[1]) or "": line[slice(*match.span(2))].strip() for match in found}
    if any(role in SHORT and _is_sentence(value) for role, value in values.items()):
        return {}
    named = values | ({"date": before} if before else {})
    if (behind := DATE_BEHIND.fullmatch(named.get("source", ""))) and timestamp_day(behind[2]) and "date" not in named:
        named |= {"source": behind[1], "date": behind[2]}
    return named


def _is_sentence(value: str) -> bool:
    return SENTENCE.search(value) is not None or (len(value) > LONGEST_SHORT and ("，" in value or "。" in value))


def apply_front_matter(article: Article, facts: Mapping[str, str]) -> Article:
    """An article with the metadata of its front matter."""
    people = people_of(facts.get("author"), ())
    reporters = merged_names(people.reporters, article.reporters)
    return article._replace(
        date=timestamp_day(facts.get("date", "")) or article.date,
        source=facts.get("source") or article.source,
        section=facts.get("section") or article.section,
        url=facts.get("url") or article.url,
        reporters=tuple(name for name in reporters if name not in article.correspondents),
        correspondents=merged_names(people.correspondents, article.correspondents),
    )
