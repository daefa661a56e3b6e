"""Lists of names, with words for their roles or without → each name: 记者陈一帆 通讯员林小雨、周舟."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.split.credits import is_place, split_place
from newsgrep.split.names import HAN, PLAIN, SURNAMES, VERB, is_foreign, is_signed_name, is_tibetan, unspaced
from newsgrep.split.role_words import CORRESPONDENT, REPORTER
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_BREAK = r"[ 、,，/／;|●\n]"
ROLE_WORD = lazy_pattern(rf"({REPORTER})|({CORRESPONDENT})|([摄攝]影[记記]者)")
_NOISE = lazy_pattern(
    rf"[/／][{HAN}]{{1,6}}(?:报道|報道|報導)|\d{{1,2}}日[专專]?[电電讯訊]|[发發]自[{HAN}、]{{2,10}}|\([^()]{{2,12}}[电電讯訊]\)$|"
    r"(?:综合|綜合|摄影|攝影|采写|采訪|采访整理|整理|联合)?(?:报道|報道|報導)|采访整理|整合$|参与采写|供稿|文并摄|[/／]?文[/／]?图|[/／]图|[/／ ]?[摄攝]影?$|^[/：:]|电$"
)
# 陈一帆江城3月8日电, 陈一帆 江城报道: the place whence a reporter writes.
_WHENCE = lazy_pattern(rf"([{HAN}]{{2,9}})(?=\d{{1,2}}日[专專]?[电電讯訊]|(?:报道|報道|報導|报导)(?:$|[)】〕,]))")
_FOREIGN_DOT, _AND = lazy_pattern("[‧・]"), lazy_pattern("[及和與与]")
# 中青报·中青网记者: a reporter's paper, between two names.
_HOUSE = lazy_pattern(r"[报報网網社媒]")
LONGEST_NAME = 4


def runs_of_names(text: str) -> list[tuple[str, ...]]:
    """Return the first two ways to read a text as names of two or three characters, each with a surname first.

    >>> runs_of_names("陈一帆周舟"), runs_of_names("周舟扎西多吉")
    ([('陈一帆', '周舟')], [('周舟', '扎西多吉')])
    """
    # From the end: the ways to read what follows each character.
    ways: list[list[tuple[str, ...]]] = [[] for _ in text] + [[()]]
    for at in range(len(text) - 1, -1, -1):
        tibetan = is_tibetan(text[at : at + 4])
        if tibetan or text[at] in SURNAMES:
            lengths = [4] if tibetan else [length for length in (3, 2) if at + length <= len(text)]
            ways[at] = [(text[at : at + length], *rest) for length in lengths for rest in ways[at + length]][:2]
    return ways[0]


def parse_roles(line: str) -> Iterator[tuple[bool, str]]:
    """Yield (is correspondent, name) for each name after a role word in a narrowed line.

    >>> list(parse_roles("本报记者 陈 一 通讯员:林小雨、周舟"))
    [(False, '陈一'), (True, '林小雨'), (True, '周舟')]
    """
    marks = list(ROLE_WORD.finditer(line))
    if marks and (before := _named_before(line[: marks[0].start()])):
        yield from ((bool(marks[0].group(2)), name) for name in before)
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        if mark.group(3):  # a photographer
            continue
        end = following.start() if following else len(line)
        names = list(parse_names(line[mark.end() : end]))
        if following and len(names) > 1 and not is_signed_name(names[-1]):
            names.pop()  # the paper of the next one
        yield from ((bool(mark.group(2)), name) for name in names)


def _named_before(text: str) -> list[str]:
    """Return the names before the first role word and the paper of its bearer: 陈一帆 周舟 江城日报; none if it is anything else.

    >>> _named_before("陈一帆 周舟 江城日报"), _named_before("江城日报")
    (['陈一帆', '周舟'], [])
    """
    *names, house = re.split(_BREAK, unspaced(text.strip("□■●▲◆◎ (〔【[")))
    if names and all(map(is_signed_name, names)) and (not house or _HOUSE.search(house)):
        return names
    return []


def parse_names(text: str) -> Iterator[str]:
    """Yield the names in a narrowed list, up to the first part that cannot be a name.

    >>> list(parse_names("陈一帆、林 雨 欧阳小川报道"))
    ['陈一帆', '林雨', '欧阳小川']
    """
    text = _WHENCE.sub(_without_place, text)
    plain = unspaced(_NOISE.sub(" ", text).replace("　", " "))
    for part in re.split(_BREAK, plain.strip(" :")):
        for name in _unglue(part.strip(" :()〔〕【】《》")):
            if name and (not PLAIN.match(name) or VERB.match(name)):
                return
            if name and (is_signed_name(name) or not _HOUSE.search(name)):
                yield name


def _without_place(match: re.Match[str]) -> str:
    name = split_place(match[1])
    return "" if name == match[1] and is_place(name) else name


def _unglue(part: str) -> Iterator[str]:
    """Yield a name, or several names without a separator, if there is one way to read them."""
    for mark in (_AND, _FOREIGN_DOT):
        if len(pair := mark.split(part)) > 1 and all(map(is_signed_name, pair)):
            yield from pair
            return
    if len(part) >= LONGEST_NAME and "·" not in part and not is_signed_name(part) and not is_foreign(part):
        ways = runs_of_names(part)
        if len(ways) == 1:
            yield from ways[0]
            return
    yield part
