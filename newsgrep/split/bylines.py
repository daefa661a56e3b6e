"""Bylines and photo credits → the names of reporters, correspondents and photographers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.split.credits import LABEL, is_place, names_writer, read_credits, split_place, tells_writer, writers
from newsgrep.split.dateline_forms import DATELINE, DATELINE_MARK
from newsgrep.split.lines import EDGE, narrow
from newsgrep.split.names import (
    HAN,
    PLAIN,
    POSITIONS,
    SURNAMES,
    VERB,
    is_foreign,
    is_name_line,
    is_signed_name,
    is_tibetan,
    unspaced,
)
from newsgrep.split.role_words import CORRESPONDENT, REPORTER, ROLE
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.model import Paragraph

_BREAK = r"[ 、,，/／;|●\n]"


# 本报讯(记者甲 通讯员乙): names in brackets, in the first words of a story or on a line of their own.
_BRACKET = lazy_pattern(
    r"[(〔\[【]([^()〔〕\[\]【】]{0,20}?(?:记者|記者|通讯员|通訊員|实习生|實習生|编译|編譯)[^()〔〕\[\]【】]{0,200})[)〕\]】]"
)
# 本报讯 记者甲报道 / 本报某地10月30日电记者甲、乙报道 / 本台记者甲报道 / 記者甲/某地報導: no brackets, but the verb ends the names.
_REPORTED = lazy_pattern(
    rf"(?:讯|訊|电|電|^(?:[{HAN}]{{1,8}}[台臺报報刊网網社视視]|《[{HAN}]{{2,12}}》)?)[ :)】〕]*"
    rf"((?:[{HAN}]{{2,10}}[台臺报報刊网網社视視])?{ROLE}[ :]*[{HAN}· 、,]{{2,60}}?)"
    rf"(?:/[{HAN}]{{2,8}}?)?(?:综合|綜合|摄影|攝影)?(?:报道|報道|報導|报导|[发發]自[{HAN}、]{{2,8}})"
)
_REPORTS = ("报道", "報道", "報導", "报导", "发自", "發自")
# 江城时报【陈一帆、周舟/综合报道】, 江城报讯 陈一帆、周舟报道:, 江城日报讯(陈一帆): names without a role word.
_SLASHED = lazy_pattern(
    rf"^(?:[{HAN}]{{2,6}}[报報社网網])?[(〔\[【](?:[A-Za-z]{{2,16}})?([{HAN}·‧、, ]{{2,30}})/[{HAN}/-]{{2,12}}(?:报道|報道|報導|报导)[)〕\]】]"
    rf"|^[{HAN}]{{1,5}}[报報][讯訊] +([{HAN}、, ]{{2,24}}?)(?:报道|報道)[:,]"
    rf"|^[{HAN}]{{1,6}}[报報][讯訊] ?\(([{HAN}、, ]{{2,24}})\)"
)
# Web archives run headline, author and text together: 新桥通车 本报记者陈一帆 昨日上午.
_RUN_TOGETHER = lazy_pattern(rf"(?<= )((?:本[报報]|新[华華]社){ROLE}[{HAN}、]{{2,12}}) (?=[“「{HAN}\d])")
_NAMED_REPORTED = lazy_pattern(rf"^本[报報][讯訊] *([{HAN}、,]{{2,20}}?{CORRESPONDENT}[{HAN}、]{{2,12}})报道")
_ROLE = lazy_pattern(rf"({REPORTER})|({CORRESPONDENT})|([摄攝]影[记記]者)")
# Every role word contains one of these; a cheap test that rules out most paragraphs.
_BYLINE_MARK = lazy_pattern("[者员員生文譯译稿]")
# Literals, whose first characters are looked for at once.
_ROLE_MARK = lazy_pattern("记者|記者|习生|習生|编译|编譯|編译|編譯|讯员|讯員|訊员|訊員|派员|派員|撰稿")
# What stands beside a name without a role word.
_NAME_MARK = lazy_pattern("报道|報道|報導|报导|发自|發自|讯 ?[(（]|訊 ?[(（]")
_NOISE = lazy_pattern(
    rf"[/／][{HAN}]{{1,6}}(?:报道|報道|報導)|\d{{1,2}}日[专專]?[电電讯訊]|[发發]自[{HAN}、]{{2,10}}|\([^()]{{2,12}}[电電讯訊]\)$|"
    r"(?:综合|綜合|摄影|攝影|采写|采訪|采访整理|整理|联合)?(?:报道|報道|報導)|采访整理|整合$|参与采写|供稿|文并摄|[/／]?文[/／]?图|[/／]图|[/／ ]?[摄攝]影?$|^[/：:]|电$"
)
# 陈一帆江城3月8日电, 陈一帆 江城报道: the place whence a reporter writes.
_WHENCE = lazy_pattern(rf"([{HAN}]{{2,9}})(?=\d{{1,2}}日[专專]?[电電讯訊]|(?:报道|報道|報導|报导)(?:$|[)】〕,]))")
_FOREIGN_DOT, _AND = lazy_pattern("[‧・]"), lazy_pattern("[及和與与]")
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
# (作者为……,本报记者周舟采访整理): a line of its own below the text.
_ARRANGED = lazy_pattern(r"^([(（].*(?:记者|通讯员).*?)(?:采访|参与){0,2}(?:整理|采写|报道)[)）]$")
_SIGNATURE = lazy_pattern(
    rf"(?:^|[。!?…”])[(〔\[【〈](?:执笔:|文[/:] ?|(?:本[报報])?{REPORTER}[: ]*)?([{HAN}]{{2,4}}(?:[ 、][{HAN}]{{2,4}}){{0,3}})(?:/[{HAN}]{{2,6}}(?:报道|报导|報道|報導))?[)〕\]】〉]$"
)
# (江城日报记者 陈一帆 通讯员 周舟), (通讯员 陈一帆 供稿): names with their roles at the end of a text, but not who took a picture.
_SENT = lazy_pattern(
    rf"(?:^|[。!?…”」 ])[(〔\[【]((?=[^()]*{ROLE})[^()〔〕\[\]【】。]{{4,110}}(?<!供图)(?<!(?<!采访)整理))[)〕\]】]$"
)
# 记者陈一帆摄, but not 陈一帆文/摄.
_TOOK_PICTURE = lazy_pattern("(?<![并/、])[摄攝]影?$")
# (执笔:陈一帆周舟): names without anything between them.
_DRAFTED = lazy_pattern(rf"[(〔\[【〈](?:执笔|執筆): ?([{HAN}]{{5,16}})[)〕\]】〉]$")
_SIGNATURE_ENDS = tuple(")）〕]］】〉")
_CREDITED = lazy_pattern(rf"({ROLE}[ :]*[{HAN} ·、]{{2,24}}?) *(?:文并)?[摄攝](?:影报道)?(?:$|[(/])")
# 中青报·中青网记者: a reporter's paper, between two names.
_HOUSE = lazy_pattern(r"[报報网網社媒]")
# (江城科技), (搜索截图): what a text or a picture is from, at its end.
_ORIGIN = lazy_pattern(
    r"(?:科技|财经|體育|体育|娱乐|新闻|新聞|在线|快讯|卫视|电视|广播|截图|截圖|资料|資料|新浪|搜狐|腾讯|财新|彭博|路透)$"
)
# What ends the names of offices, by which reports for other offices are signed.
_OFFICE = lazy_pattern(
    "..(?:[局厅廳处處委办辦]|公司|集[团團]|中心|[协協學学]会|[协協學]會|政府|法院|检察院|[医醫学學]院|大[学學]|[学學]校|办公室|宣传部|组织部)$"
)
# A dateline (新华社 + place + date + 电) is shorter.
FARTHEST_BRACKET = 40
# A first paragraph shorter than this may be a headline (98 of 100 titles are) or a lead-in, with the dateline below it.
# Byline lines are at most this long, too.
_SHORT = 60
_LONGEST_CREDIT = 40
_LONGEST_NAME = 4
_PHOTOGRAPHER = lazy_pattern(r"([^。,;:!?、][^。,;:!?”)]{1,30}?) *(?:文并|文、)?[摄攝](?:影(?:报道|報導)?)?(?:$|[(/)])")


class People(NamedTuple):
    """The authors and photographers of a story: names as printed, without the space inside two-character names."""

    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()


def find_people(paragraphs: Iterable[Paragraph]) -> People:
    """Return the names in the bylines of a story, in page order, without duplicates.

    >>> from newsgrep.model import Paragraph
    >>> find_people([Paragraph("本报讯（记者陈一帆 通讯员林小雨）近日，新桥通车。", ((0, 1),))])
    People(reporters=('陈一帆',), correspondents=('林小雨',), photographers=())
    """
    found: tuple[dict[str, None], dict[str, None]] = ({}, {})
    photographers: dict[str, None] = {}
    previous = True
    paragraphs = list(paragraphs)
    last = next((paragraph for paragraph in reversed(paragraphs) if paragraph.role == "body"), None)
    is_picture = all(paragraph.role in ("caption", "byline") for paragraph in paragraphs)
    for paragraph in paragraphs:
        text, _, role = paragraph
        tail = text[-_LONGEST_CREDIT:]
        tells_picture = "摄" in tail or "攝" in tail
        written = (tells_picture or role == "caption") and _tells_writer(paragraph)
        if role != "body" and len(text) <= _SHORT:
            photographers |= dict.fromkeys(_pictured(narrow(text)))
        if tells_picture and not written:
            photographers |= dict.fromkeys(_photographers(tail))
        if role == "caption" and not written and not is_picture:
            continue
        # Most paragraphs below the opening name nobody, which is quickly seen.
        may_name = previous or text.endswith(_SIGNATURE_ENDS) or role != "body"
        if may_name or DATELINE_MARK.search(text, 0, FARTHEST_BRACKET):
            for is_correspondent, name in _credits(paragraph, opens=previous, closes=paragraph is last):
                found[is_correspondent].setdefault(name)
        previous = previous and len(text) < _SHORT
    return People(tuple(found[0]), tuple(found[1]), tuple(photographers))


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
    if len(line) > _SHORT or not _BYLINE_MARK.search(line):
        return False
    if _AUTHOR_MARK.match(line) and any(True for _ in parse_names(_author(line))):
        return True
    if not _ROLE_MARK.search(line):
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
    if len(line) > _LONGEST_CREDIT or not (
        line[:1] in _NAMED_FIRST
        or line[-1:] in _NAMED_LAST
        or "论员 " in line
        or "察员 " in line
        or 2 <= line.find("/") <= _LONGEST_NAME
    ):
        return False
    match = _NAMED.match(line)
    return (match is not None and is_name_line(next(filter(None, match.groups())).strip())) or names_writer(line)


def _is_glued(line: str) -> bool:
    """Return whether a line is a role word and several names without anything between them: 本报记者陈一帆周舟."""
    match = _GLUED_NAMES.match(line)
    return match is not None and bool(_runs_of_names(match[1]))


def _runs_of_names(text: str) -> list[tuple[str, ...]]:
    """Return the first two ways to read a text as names of two or three characters, each with a surname first.

    >>> _runs_of_names("陈一帆周舟"), _runs_of_names("周舟扎西多吉")
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
    marks = list(_ROLE.finditer(line))
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


def _tells_writer(paragraph: Paragraph) -> bool:
    """Return whether a line of its own tells who wrote and who took the pictures: 陈一帆/文 周舟/图."""
    return len(paragraph.text) <= _SHORT and "。" not in paragraph.text and tells_writer(narrow(paragraph.text))


def _credits(paragraph: Paragraph, *, opens: bool, closes: bool) -> Iterator[tuple[bool, str]]:
    """Yield (is correspondent, name) for each author named in a paragraph; ``opens`` if a dateline may be left out.

    At the end of the text, when it ``closes``, a pen name is one too. Further down only the items of a box of briefs have datelines.
    """
    if paragraph.role == "byline" or (paragraph.role == "caption" and _tells_writer(paragraph)):
        for line in narrow(paragraph.text).split("\n"):
            yield from _line_names(line)
        return
    head, whole = paragraph.text[:EDGE], len(paragraph.text) <= EDGE
    if whole and head.startswith(("(", "（")) and (arranged := _ARRANGED.match(head)):
        yield from parse_roles(narrow(arranged[1]))
        return
    if (opens or _opens_story(head)) and (
        _may_be_byline(head) or _ROLE_MARK.search(head) or _NAME_MARK.search(head, 0, _LONGEST_CREDIT)
    ):
        yield from _opening_names(narrow(head), whole=whole)
    if paragraph.role != "caption" and not paragraph.text.endswith(_SIGNATURE_ENDS):
        return
    tail = narrow(paragraph.text[-EDGE:])
    if paragraph.role == "caption" and (credit := _CREDITED.search(tail)):
        yield from parse_roles(credit.group(1))
    if drafted := _DRAFTED.search(tail):
        yield from ((False, name) for name in parse_names(drafted.group(1)))
    if (sent := _SENT.search(tail)) and not _TOOK_PICTURE.search(sent.group(1)):
        yield from _line_names(sent.group(1))
    elif (signature := _SIGNATURE.search(tail)) and not _TOOK_PICTURE.search(signature[1]):
        # (陈一帆) below the last sentence; a word in other brackets, or on a line of its own, is a name if it looks like one.
        sure = closes and not signature[0].startswith("(") and signature[0].endswith(")")
        names = [name for name in parse_names(signature[1]) if not (_ORIGIN.search(name) or _OFFICE.search(name))]
        sure = sure and not any(map(is_signed_name, names))
        yield from ((False, name) for name in names if sure or is_signed_name(name))


def _may_be_byline(text: str) -> bool:
    """Return whether a paragraph may be a byline without a role word, as ``is_byline`` judges."""
    return len(text) <= _LONGEST_CREDIT or (len(text) <= _SHORT and _BYLINE_MARK.search(text) is not None)


def _opens_story(text: str) -> bool:
    """Return whether a paragraph begins with a bracket or a dateline."""
    head = text[:FARTHEST_BRACKET]
    if not DATELINE_MARK.search(head):
        return False
    return head.startswith(("(", "（")) or DATELINE.match(narrow(head)) is not None


def _photographers(tail: str) -> Iterator[str]:
    """Yield the photographers in the credit at the end of a paragraph: 林小雨 摄, 本报记者 周 舟摄(影像中国)."""
    if match := _PHOTOGRAPHER.search(narrow(tail)):
        credit = match.group(1)
        role = max((mark.end() for mark in _ROLE.finditer(credit)), default=0)
        yield from parse_names(credit[role:])


def _pictured(text: str) -> Iterator[str]:
    """Yield the photographers in an author line of labelled parts: 陈一帆/文 周舟/图."""
    for line in text.split("\n"):
        for credit in read_credits(line):
            if credit.part in ("picture", "both"):
                names = credit.names
                yield from parse_names(names[max((mark.end() for mark in _ROLE.finditer(names)), default=0) :])


def _line_names(line: str) -> Iterator[tuple[bool, str]]:
    """Yield (is correspondent, name) for each name in an author line, with or without a role word."""
    for part in writers(_unstopped(line)):
        if _ROLE.search(part):
            yield from parse_roles(part)
        else:
            yield from ((False, name) for name in parse_names(_author(part)))


def _author(line: str) -> str:
    """Return the names in an author line, without the words around them."""
    match = _NAMED.match(line) if _names_author(line) else _AUTHOR_MARK.match(line)
    author: str = next(filter(None, match.groups())) if match else line
    office, _, name = author.rpartition(" ")
    return name if office.endswith(POSITIONS) else author


def _opening_names(head: str, *, whole: bool) -> Iterator[tuple[bool, str]]:
    """Yield (is correspondent, name) for each name in 本报讯(记者甲 通讯员乙) at the beginning of a paragraph."""
    if (bracket := _BRACKET.search(head)) and bracket.start() < FARTHEST_BRACKET:
        if not _TOOK_PICTURE.search(bracket.group(1)):
            yield from parse_roles(bracket.group(1))
    elif whole and is_byline(head):
        yield from _line_names(head)
    elif any(verb in head for verb in _REPORTS) and (reported := _REPORTED.search(head[:100])):
        yield from parse_roles(head[reported.start(1) : reported.end()])
    elif mixed := _NAMED_REPORTED.match(head):
        yield from parse_roles(mixed.group(1))
    elif slashed := _SLASHED.match(head):
        names = next(filter(None, slashed.groups()))
        yield from ((False, name) for name in parse_names(names) if is_signed_name(name) and not is_place(name))
    elif run_together := _RUN_TOGETHER.search(head, 0, _SHORT):
        yield from ((role, name) for role, name in parse_roles(run_together.group(1)) if is_signed_name(name))


def _unglue(part: str) -> Iterator[str]:
    """Yield a name, or several names without a separator, if there is one way to read them."""
    for mark in (_AND, _FOREIGN_DOT):
        if len(pair := mark.split(part)) > 1 and all(map(is_signed_name, pair)):
            yield from pair
            return
    if len(part) >= _LONGEST_NAME and "·" not in part and not is_signed_name(part) and not is_foreign(part):
        ways = _runs_of_names(part)
        if len(ways) == 1:
            yield from ways[0]
            return
    yield part
