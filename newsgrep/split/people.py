"""Bylines, datelines, signatures and photo credits of a story → the names of reporters, correspondents and photographers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.split.bylines import BYLINE_MARK, LONGEST_CREDIT, ROLE_MARK, SHORT_LINE, is_byline, line_names
from newsgrep.split.credits import is_place, read_credits, tells_writer
from newsgrep.split.dateline_forms import DATELINE, DATELINE_MARK
from newsgrep.split.lines import EDGE, narrow
from newsgrep.split.name_lists import ROLE_WORD, parse_names, parse_roles
from newsgrep.split.names import HAN, is_signed_name
from newsgrep.split.role_words import CORRESPONDENT, REPORTER, ROLE
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.model import Paragraph

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
# What stands beside a name without a role word.
_NAME_MARK = lazy_pattern("报道|報道|報導|报导|发自|發自|讯 ?[(（]|訊 ?[(（]")
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
        tail = text[-LONGEST_CREDIT:]
        tells_picture = "摄" in tail or "攝" in tail
        written = (tells_picture or role == "caption") and _tells_writer(paragraph)
        if role != "body" and len(text) <= SHORT_LINE:
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
        previous = previous and len(text) < SHORT_LINE
    return People(tuple(found[0]), tuple(found[1]), tuple(photographers))


def _tells_writer(paragraph: Paragraph) -> bool:
    """Return whether a line of its own tells who wrote and who took the pictures: 陈一帆/文 周舟/图."""
    return len(paragraph.text) <= SHORT_LINE and "。" not in paragraph.text and tells_writer(narrow(paragraph.text))


def _credits(paragraph: Paragraph, *, opens: bool, closes: bool) -> Iterator[tuple[bool, str]]:
    """Yield (is correspondent, name) for each author named in a paragraph; ``opens`` if a dateline may be left out.

    At the end of the text, when it ``closes``, a pen name is one too. Further down only the items of a box of briefs have datelines.
    """
    if paragraph.role == "byline" or (paragraph.role == "caption" and _tells_writer(paragraph)):
        for line in narrow(paragraph.text).split("\n"):
            yield from line_names(line)
        return
    head, whole = paragraph.text[:EDGE], len(paragraph.text) <= EDGE
    if whole and head.startswith(("(", "（")) and (arranged := _ARRANGED.match(head)):
        yield from parse_roles(narrow(arranged[1]))
        return
    if (opens or _opens_story(head)) and (
        _may_be_byline(head) or ROLE_MARK.search(head) or _NAME_MARK.search(head, 0, LONGEST_CREDIT)
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
        yield from line_names(sent.group(1))
    elif (signature := _SIGNATURE.search(tail)) and not _TOOK_PICTURE.search(signature[1]):
        # (陈一帆) below the last sentence; a word in other brackets, or on a line of its own, is a name if it looks like one.
        sure = closes and not signature[0].startswith("(") and signature[0].endswith(")")
        names = [name for name in parse_names(signature[1]) if not (_ORIGIN.search(name) or _OFFICE.search(name))]
        sure = sure and not any(map(is_signed_name, names))
        yield from ((False, name) for name in names if sure or is_signed_name(name))


def _may_be_byline(text: str) -> bool:
    """Return whether a paragraph may be a byline without a role word, as ``is_byline`` judges."""
    return len(text) <= LONGEST_CREDIT or (len(text) <= SHORT_LINE and BYLINE_MARK.search(text) is not None)


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
        role = max((mark.end() for mark in ROLE_WORD.finditer(credit)), default=0)
        yield from parse_names(credit[role:])


def _pictured(text: str) -> Iterator[str]:
    """Yield the photographers in an author line of labelled parts: 陈一帆/文 周舟/图."""
    for line in text.split("\n"):
        for credit in read_credits(line):
            if credit.part in ("picture", "both"):
                names = credit.names
                yield from parse_names(names[max((mark.end() for mark in ROLE_WORD.finditer(names)), default=0) :])


def _opening_names(head: str, *, whole: bool) -> Iterator[tuple[bool, str]]:
    """Yield (is correspondent, name) for each name in 本报讯(记者甲 通讯员乙) at the beginning of a paragraph."""
    if (bracket := _BRACKET.search(head)) and bracket.start() < FARTHEST_BRACKET:
        if not _TOOK_PICTURE.search(bracket.group(1)):
            yield from parse_roles(bracket.group(1))
    elif whole and is_byline(head):
        yield from line_names(head)
    elif any(verb in head for verb in _REPORTS) and (reported := _REPORTED.search(head[:100])):
        yield from parse_roles(head[reported.start(1) : reported.end()])
    elif mixed := _NAMED_REPORTED.match(head):
        yield from parse_roles(mixed.group(1))
    elif slashed := _SLASHED.match(head):
        names = next(filter(None, slashed.groups()))
        yield from ((False, name) for name in parse_names(names) if is_signed_name(name) and not is_place(name))
    elif run_together := _RUN_TOGETHER.search(head, 0, SHORT_LINE):
        yield from ((role, name) for role, name in parse_roles(run_together.group(1)) if is_signed_name(name))
