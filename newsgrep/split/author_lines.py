"""Lines that name the author of a story by their place: between a headline and the text, or below a letter."""

from __future__ import annotations

from newsgrep.split.names import HAN, is_signed_name, unspaced
from newsgrep.text.lazy_pattern import lazy_pattern

# 晓 林, 本报评论员, □ 凡夫, 江城大学课题组: a name without a surname, an office, a mark and a name, a body of people.
_PEN_NAME = lazy_pattern(
    rf"^(?:[{HAN}] {{1,2}}[{HAN}]|[{HAN}]{{3}}|[□■◎●○◇◆▲/] ?[{HAN}· ]{{2,12}}"
    rf"|[{HAN}]{{0,8}}(?:评论员|观察员|编辑部|本报记者)(?: ?[{HAN} ]{{2,8}})?"
    rf"|(?:提问|口述|整理|执笔|撰文|主持人?|嘉宾|受访者?|采写|策划|记者|作者|讲述)[:/ ].{{2,40}}"
    rf"|[^。,;:!?]{{2,28}}(?:党委|党组|课题组|调研组|联合调研组|评论部|编写组|理论学习中心组))$"
)
_NO_NAME = lazy_pattern(
    r"编者按|开栏语|引 {0,2}[子言]|前 {0,2}言|序 {0,2}言|后 {0,2}记|导 {0,2}[读语]|摘 {0,2}要|目 {0,2}录|一周谈|今日谈|[第一二三四五六七八九十\d][章节部回]"
)
_LONGEST_SENDER = 24
_LONGEST_LISTED, _OFFICE = 80, 5
_PROVINCES = "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|内蒙古|香港|台湾"
_PLACE = lazy_pattern(
    rf"^(?:(?:{_PROVINCES})[{HAN}]{{0,8}}|[{HAN}]{{1,14}}(?:[省市县区镇乡村州旗厂局院校店]|公司|大学|中学|小学|部队|公社|大队)"
    r"|.{0,12}(?:读者|网友|学生|教师|职工|工人|社员|战士|农民|居民|干部|市民))$"
)
_PROVINCE, _LONGEST_PROVINCE = lazy_pattern(rf"(?:{_PROVINCES})(?:省|市|自治区)?"), 6
_ONLINE = lazy_pattern(r"[”\u3400-\u9fff](?:网友|读者|一读者)$")


def is_pen_name(line: str) -> bool:
    """Return whether a narrowed line may be an author between a headline and the text, by its form.

    >>> [is_pen_name(line) for line in ("晓 林", "本报评论员", "□ 凡夫", "桥上的灯光")]
    [True, True, True, False]
    """
    return bool(_PEN_NAME.match(line)) and not _NO_NAME.search(line)


def is_listed(line: str) -> bool:
    """Return whether a narrowed line names a person and an office, as a line of a list of honours does.

    >>> [is_listed(line) for line in ("陈一帆(女) 江城大学材料学院教授", "周 舟 江城船舶焊工班班长", "新桥 昨日通车")]
    [True, True, False]
    """
    name, space, office = unspaced(line[:_LONGEST_LISTED]).partition(" ")
    return bool(space) and len(office.strip()) >= _OFFICE and is_signed_name(name.partition("(")[0])


def is_province(line: str) -> bool:
    """Return whether a narrowed line is the name of a province and nothing else, as above each part of a long list.

    >>> is_province("云南"), is_province("云南新桥通车")
    (True, False)
    """
    return len(line) <= _LONGEST_PROVINCE and bool(_PROVINCE.fullmatch(line))


def is_sender(line: str) -> bool:
    """Return whether a narrowed line names the sender of a letter, as it is below the letter: a place and a name.

    >>> [is_sender(line) for line in ("江城市 陈一帆", "四川 林小雨", "(江城 陈一帆)", "江城网“留言板”网友")]
    [True, True, True, True]
    >>> [is_sender(line) for line in ("江城新桥通车", "江城 高速通车")]
    [False, False]
    """
    bracketed = line[:1] == "(" and line[-1:] == ")"
    if len(line) > _LONGEST_SENDER:
        return False
    place, space, names = unspaced(line[1:-1] if bracketed else line).partition(" ")
    if space and (bracketed or _PLACE.match(place)) and all(map(is_signed_name, names.split())):
        return True
    return bool(_ONLINE.search(line))
