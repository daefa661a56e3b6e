"""Datelines → the news agency of a story and the place it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.split.dateline_forms import DAY
from newsgrep.split.lines import narrow
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.model import Paragraph

_HAN = "\u3400-\u9fff"
_AGENCIES = (
    r"新华社|新華社|中新社|中新网|中通社|法新社|路透社|美联社|美聯社|彭博社|共同社|塔斯社|俄新社|埃菲社|德新社|韩联社|韓聯社|朝中社|中央社|新华网|"
    r"人民网|央视网|中国新闻网|人民日报客户端|"
    r"路透社|合众社|合眾社|合衆社|联合社|聯合社|哈瓦斯社|哈瓦斯|海通社|海通|法国新闻社|法國新聞社|国民社|國民社|同盟社|同盟|中央社|申时社|申時社|華聯社|塔斯"
)
# 新华社北京3月8日电, 本报柏林6月4日电, (据新华社电): an agency or 本报; place and date are optional.
_DATELINE = lazy_pattern(
    rf"^[(〔\[【]?(?:据|據)?(?:({_AGENCIES})|本[报報刊台]|[{_HAN}]{{2,6}}[报報])(?:特派|驻)?"
    rf"([{_HAN}·]{{2,10}}?(?:、[{_HAN}·]{{2,8}})*?)?(?: ?{DAY}[专專]?[电電]|(?:[专專]?[电電]|[讯訊])(?![{_HAN}]))"
)
# 〔柏林十日电〕, 北京十二月三十一日电: a place and a day.
_PLACE_AND_DAY = lazy_pattern(
    rf"^[(〔\[【]?([{_HAN}·]{{2,8}}?) ?{DAY}[专專]?[电電](?![影视視力话話商子网網站池动動器报報梯])"
)
_REPORTER = lazy_pattern(rf"^[(〔\[【]?({_AGENCIES})(?:特约|特派|驻[{_HAN}]{{1,8}})?(?:记者|記者)")
_BY_AGENCY = lazy_pattern(
    rf"[(/ ](?:据)?({_AGENCIES})(?:发|發|供图|供圖)?\)?$|({_AGENCIES})(?:记者|記者)[^。]{{2,20}}[摄攝]$"
)
# Every dateline and every agency contains one of these; a cheap test that rules out most paragraphs.
_MARK = lazy_pattern("[电電讯訊社网端]")
# What ends a credit of an agency.
_CREDIT_END = frozenset((*"）)发發图圖摄攝", *(agency[-1] for agency in _AGENCIES.split("|"))))
# A dateline is within this many characters of either end of a paragraph, in the first or last few paragraphs.
_HEAD, _TAIL = 40, 40
_FIRST, _LAST = 4, 2


class Dateline(NamedTuple):
    """The agency of a story and the place it was written, each None if not given."""

    agency: str | None = None
    place: str | None = None


def find_dateline(paragraphs: Iterable[Paragraph]) -> Dateline:
    """Return the agency and place in the dateline of a story, or the agency in a byline or credit without one.

    >>> from newsgrep.model import Paragraph
    >>> find_dateline([Paragraph("新华社江城3月8日电（记者陈一帆）新桥通车。", ((0, 1),))])
    Dateline(agency='新华社', place='江城')
    """
    texts = [paragraph.text for paragraph in paragraphs]
    agency: str | None = None
    if len(texts) > _FIRST + _LAST:
        texts = [*texts[:_FIRST], *texts[-_LAST:]]
    for text in texts:
        head = text[:_HEAD]
        is_wired = "电" in head or "讯" in head or "電" in head or "訊" in head
        is_credited = not agency and ("者" in head or text[-1:] in _CREDIT_END)
        if not (is_wired or is_credited) or not (_MARK.search(head) or _MARK.search(text[-_TAIL:])):
            continue
        head = narrow(head)
        if is_wired and (match := _DATELINE.match(head)):
            return Dateline(match[1] or agency, match[2])
        if is_wired and (match := _PLACE_AND_DAY.match(head)):
            return Dateline(agency, match[1])
        if is_credited and (match := _REPORTER.match(head) or _BY_AGENCY.search(narrow(text[-_TAIL:]))):
            agency = next(filter(None, match.groups()))
    return Dateline(agency)
