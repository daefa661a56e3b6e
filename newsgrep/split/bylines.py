"""Whether a line is a byline, and the names in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.split.credits import LABEL, names_writer, writers
from newsgrep.split.name_lists import LONGEST_NAME, ROLE_WORD, parse_names, parse_roles, runs_of_names
from newsgrep.split.names import HAN, POSITIONS, is_name_line, is_signed_name
from newsgrep.split.role_words import ROLE
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every role word contains one of these; a cheap test that rules out most paragraphs.
BYLINE_MARK = lazy_pattern("[者员員生文譯译稿]")
# Literals, whose first characters are looked for at once.
ROLE_MARK = lazy_pattern("记者|記者|习生|習生|编译|编譯|編译|編譯|讯员|讯員|訊员|訊員|派员|派員|撰稿")
# An author line without the word 记者, on opinion and feature pages; names of two characters may have a space inside.
_AUTHOR_MARK = lazy_pattern(
    r"^(?:作者|文|撰文|文字|采写)[:/／| ]+(.{2,40})$|^(.{2,24}?) *(?:[/／ ]文|文/图|综合报道|編譯|/综合报道)$"
    rf"|^([{HAN}] {{1,2}}[{HAN}])文$"
)
# Lines that name an author only if the names are names: □陈一帆, ·陈一帆·, 陈一帆 报道, 陈一帆(江城特派员), 作者:陈一帆(江城大学教授),
# 陈一帆/江城(退休教师).
_NAMED = lazy_pattern(
    rf"^[□■◎●○◇◆·/\[【] ?([{HAN} ·、]{{2,24}}?)(?:[·\]】]|\([{HAN}]{{2,10}}\))?$"
    rf"|^\([{HAN}]{{2,10}}\) ?([{HAN} ·、]{{2,24}})$"
    rf"|^[{HAN}]{{0,6}}(?:评论员|观察员) ([{HAN} ·、]{{2,24}})$"
    rf"|^([{HAN} ·、]{{2,24}}?) (?:[{HAN}]{{0,6}}特派员|(?:综合|摄影)?(?:报道|报导|編譯|编译|撰文|整理))$"
    rf"|^(?:作者|文|撰文)?[:/ ]*([{HAN} ·、]{{2,24}}?) ?\([^()。,;]{{0,7}}(?:[员者家师长笔]|教授|博士|主任|主编|作家|律师|研究员|供稿)\)$"
    rf"|^([{HAN}]{{2,4}})/(?!{LABEL})[{HAN}]{{2,8}}(?:\([^()。,;]{{2,16}}\))?$"
    rf"|^([{HAN} ·、]{{2,16}})/[{HAN}]{{2,6}}[-—－][{HAN}]{{2,4}}连线(?:报道|报导)$"
)
# How such a line begins or ends; a cheap test that rules out most headlines.
_NAMED_FIRST, _NAMED_LAST = "□■◎●○◇◆·/[【(文口图圖采採撰报報摄攝策", "员道导導译譯文理图圖影摄攝)"
_GLUED_NAMES = lazy_pattern(rf"^(?:[{HAN}]{{2,8}}?)?{ROLE}([{HAN}]{{4,12}})(?:{ROLE}|$)")
_GLUED = lazy_pattern(rf"{ROLE}[{HAN}]")
_OWN_LINE = lazy_pattern(
    rf"^[□■●▲◆◎/ (〔【\[]*(?:21世纪)?(?:[{HAN}A-Za-z·、/《》 -]{{0,24}}?)(?:{ROLE})"
    rf"(?:[:/ |】]|$|(?=[{HAN}·]{{2,4}}(?:$|[ 、,/:)〕】]|[及和与][{HAN}]{{2,3}}[/ ]|发自))|(?=[{HAN}] [{HAN}](?:$|[ 、,/])))[^。!?;“”《》]*$"
)
# A first paragraph shorter than this may be a headline (98 of 100 titles are) or a lead-in, with the dateline below it.
# Byline lines are at most this long, too.
SHORT_LINE = 60
LONGEST_CREDIT = 40


def _unstopped(line: str) -> str:
    """Return a line without the full stop that broadcasters set behind 记者陈一帆报道."""
    return line[:-1] if line.endswith(("报道。", "报导。", "報道。", "報導。")) else line


def is_byline(line: str) -> bool:
    """Return whether a narrowed line is a byline.

    >>> [is_byline(line) for line in ("本报记者 陈一帆 林 雨", "记者节的由来", "□晨报记者 陈一帆")]
    [True, False, True]
    """
    if _names_author(line):
        return True
    line = _unstopped(line)
    if len(line) > SHORT_LINE or not BYLINE_MARK.search(line):
        return False
    if _AUTHOR_MARK.match(line) and any(True for _ in parse_names(_author(line))):
        return True
    if not ROLE_MARK.search(line):
        return False
    if _is_glued(line):
        return True
    if not _OWN_LINE.match(line):
        return False
    if line.endswith(("记者", "記者")):
        return True
    # 代表与中外记者交流: text right after the role word is a name only if it looks like one.
    glued = bool(_GLUED.search(line))
    return any(not glued or is_signed_name(name) for _, name in parse_roles(line))


def _names_author(line: str) -> bool:
    """Return whether a line is names and what tells that they are authors: a mark, an office, a verb.

    >>> [_names_author(line) for line in ("□陈一帆", "林小雨 报道", "陈一帆(江城特派员)", "□新桥通车")]
    [True, True, True, False]
    """
    if len(line) > LONGEST_CREDIT or not (
        line[:1] in _NAMED_FIRST
        or line[-1:] in _NAMED_LAST
        or "论员 " in line
        or "察员 " in line
        or 2 <= line.find("/") <= LONGEST_NAME
    ):
        return False
    match = _NAMED.match(line)
    return (match is not None and is_name_line(next(filter(None, match.groups())).strip())) or names_writer(line)


def _is_glued(line: str) -> bool:
    """Return whether a line is a role word and several names without anything between them: 本报记者陈一帆周舟."""
    match = _GLUED_NAMES.match(line)
    return match is not None and bool(runs_of_names(match[1]))


def line_names(line: str) -> Iterator[tuple[bool, str]]:
    """Yield (is correspondent, name) for each name in an author line, with or without a role word."""
    for part in writers(_unstopped(line)):
        if ROLE_WORD.search(part):
            yield from parse_roles(part)
        else:
            yield from ((False, name) for name in parse_names(_author(part)))


def _author(line: str) -> str:
    """Return the names in an author line, without the words around them."""
    match = _NAMED.match(line) if _names_author(line) else _AUTHOR_MARK.match(line)
    author: str = next(filter(None, match.groups())) if match else line
    office, _, name = author.rpartition(" ")
    return name if office.endswith(POSITIONS) else author
