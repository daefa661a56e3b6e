"""Lines of notices, advertisements, letters and tables: who signs and when, how to reach them, what is announced."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from newsgrep.split.author_lines import is_sender
from newsgrep.split.names import HAN

# The answers that are kept: many features ask of the same lines.
MOST_KEPT = 1 << 10
# What a line or the end of a paragraph says that closes a notice, an advertisement or a letter.
Closing = Literal["contact", "date", "organisation", "formula", "sender"]
# What a headline is the title of, besides news: 遗失声明; 江城木器厂.
Announced = Literal["announcement", "organisation"]

_ORGANISATION = re.compile(
    rf"^[{HAN}A-Za-z·“”() ]{{2,28}}(?:公司|[工分总药酒饭船纱]?厂|集团|商厦|商场|商城|医院|学校|大学|学院|中学|法院|检察院|公安局|支队|委员会|董事会|监事会|小组|办公室"
    r"|管理局|中心|协会|学会|联合会|银行|[支分]行|事务所|研究[所院]|酒店|宾馆|百货|门市部|合作社|出版社|杂志社|编辑部|[市县省区]政府|商[店行号]|书[店局]|旅行社|幼儿园|家电城)$"
)
_OFFICE = re.compile(rf"^[{HAN}A-Za-z·“”() ]{{2,28}}[部局署厅委会办处社台站组院]$")
_YEAR = r"(?:(?:18|19|20)\d\d|[一二][〇○零一二三四五六七八九]{3}|(?:中[华華])?民国.{1,6}?) ?年"
_DATE = re.compile(rf"^[(（]?{_YEAR} ?.{{1,3}} ?月 ?.{{1,3}} ?日[)）]?$|^(?:19|20)\d\d[./-]\d{{1,2}}[./-]\d{{1,2}}$")
_PHONE = r"[(（]?(?:\d[\d ()（）-]{5,}\d|[二三四五六七八九〇○零一]{4,8}|[\d-]{7,})"
_REACHED = re.compile(
    rf"^(?:.{{0,8}}(?:电话|热线|传真|手机|电挂|邮编|垂询)[:： ]*[A-Za-z：: ]*{_PHONE}|.{{0,5}}地址[:： ]|[厂店社院校所]址[:： ]|.{{0,4}}(?:联系人|经办人|开户行|账号)[:： ]"
    rf"|(?:售楼处|门市部|销售部|营业部|总代理|经销处)[:： ]|经理[:： ]|E-?mail[:： ])"
)
_PHONE_AT_END = re.compile(rf"(?:电话|热线|传真|手机|致电|垂询)[:： ]*{_PHONE}[^。]{{0,12}}。?$")
_FORMULA = re.compile(
    r"(?:声明作废|作废|特此(?:公告|通知|声明|说明|更正|讣告|讣闻|启事|鸣谢)|此布|此启|谨启|泣告|敬启|光临|惠顾|酬谢|治丧(?:小组|委员会))[。!]?$"
)
_ANNOUNCED = re.compile(
    r"^.{0,12}(?:启事|声明|通告|公告|通知|布告|更正|讣告|讣闻|哀启|鸣谢|招生简章|招聘|征婚|挂失|作废|出租|道歉信|致歉信)(?:\(.{1,8}\))?$"
    rf"|^(?:沉痛)?(?:悼念|哀悼)[{HAN}·]{{2,8}}(?:同志|先生|女士|教授)$|^[{HAN}·]{{2,8}}(?:同志|先生|女士|教授)?(?:逝世|病逝)$"
)
_SALUTATION = re.compile(
    rf"^(?:尊敬的|亲爱的|敬爱的|各位)?(?:[{HAN}]{{0,8}}(?:同志|先生|女士|同学|朋友|读者)们?|编者|编辑部?|主编|记者)[:：]$"
)
_SCORE = re.compile(r"\S{1,8} \d{1,3}[:：∶比-]\d{1,3} \S{1,8}(?: .{0,20})?")
_NUMBER = re.compile(r"[+-]?[\d,]+(?:[.:∶]\d+)?%?|[-—]+")
_LEAST_CELLS = 3
# 公 告: short titles are set wide.
_WIDE = 8


def is_date_line(line: str) -> bool:
    """Return whether a narrowed line is a date with its year and nothing else, as below a notice.

    >>> is_date_line("2016年12月11日"), is_date_line("2016年12月11日新桥通车")
    (True, False)
    """
    return bool(_DATE.match(line))


def is_organisation(line: str) -> bool:
    """Return whether a narrowed line may be the name of a company, an office or a body.

    >>> is_organisation("江城华美家具有限公司"), is_organisation("江城新桥通车")
    (True, False)
    """
    return bool(_ORGANISATION.match(line))


def is_office(line: str) -> bool:
    """Return whether a narrowed line above a date may name an office.

    >>> is_office("江城市委组织部"), is_office("江城新桥通车")
    (True, False)
    """
    return is_organisation(line) or bool(_OFFICE.match(line))


def is_salutation(line: str) -> bool:
    """Return whether a narrowed line addresses the reader of a letter.

    >>> is_salutation("编辑同志:"), is_salutation("江城市长:桥上的灯要亮")
    (True, False)
    """
    return bool(_SALUTATION.match(line))


def is_contact_line(line: str) -> bool:
    """Return whether a narrowed line says how to reach who advertises.

    >>> [is_contact_line(line) for line in ("厂址:江城东大街3号 电话:55550100", "联系人:陈一帆", "电话诈骗花样翻新")]
    [True, True, False]
    """
    return bool(_REACHED.match(line))


def is_row(line: str) -> bool:
    """Return whether a narrowed line is a row of a table: a score between two teams, or a name and figures.

    >>> [is_row(line) for line in ("江城队 2:1 南浦队", "1 江城队 6 5 3 44", "江城队2:1胜南浦队")]
    [True, True, False]
    """
    if _SCORE.fullmatch(line):
        return True
    cells = line.split()
    return len(cells) >= _LEAST_CELLS and 2 * sum(bool(_NUMBER.fullmatch(cell)) for cell in cells) > len(cells)


def closes_item(tail: str) -> bool:
    """Return whether the narrowed end of a block closes a notice, an advertisement, a letter or a table.

    >>> closes_item("江城队 2:1 南浦队"), closes_item("新桥通车。")
    (True, False)
    """
    return closing(tail) is not None or is_row(tail)


@lru_cache(MOST_KEPT)
def announced(head: str) -> Announced | None:
    """Return what a narrowed headline is the title of, besides news.

    >>> announced("遗失声明"), announced("江城华美家具厂"), announced("江城新桥通车")
    ('announcement', 'organisation', None)
    """
    if _ANNOUNCED.match(head) or (len(head) <= _WIDE and _ANNOUNCED.match(head.replace(" ", ""))):
        return "announcement"
    return "organisation" if is_organisation(head) else None


@lru_cache(MOST_KEPT)
def closing(tail: str) -> Closing | None:
    """Return what the narrowed end of a block says that closes a notice, an advertisement or a letter.

    >>> [closing(tail) for tail in ("联系电话:021-55550100", "2016年12月11日", "声明作废。", "江城市 陈一帆", "新桥通车。")]
    ['contact', 'date', 'formula', 'sender', None]
    """
    if _REACHED.match(tail) or _PHONE_AT_END.search(tail):
        return "contact"
    if is_date_line(tail):
        return "date"
    if _FORMULA.search(tail):
        return "formula"
    if is_organisation(tail):
        return "organisation"
    return "sender" if is_sender(tail) else None
