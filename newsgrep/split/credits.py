"""Author lines in labelled parts: who wrote, who took the pictures; and the place that is glued to a reporter's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.split.names import HAN, PLAIN, is_name_line, is_signed_name
from newsgrep.split.script import simplified
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

# Who wrote a text, who took its pictures, or who did both: 文/陈一帆 图/周舟, 陈一帆 文/图.
Part = Literal["text", "picture", "both", "other"]

_TEXT = "采访|撰文|采写|文字?|报道|报导|综合报道|整理|编译"
_PICTURE = "图片?|摄影?|供图"
_OTHER = "策划|统筹|制图|设计|编辑|视频|剪辑|口述|校对|视觉|绘图"
LABEL = rf"(?:{_TEXT}|{_PICTURE}|{_OTHER}|文并摄|摄影报道)"
_LABELS = rf"{LABEL}(?:[、/&]?{LABEL})*"
# 文/陈一帆, 采访、撰文:陈一帆, 报道●陈一帆, 文/图 陈一帆.
_BEFORE = lazy_pattern(rf"(?:^|(?<=[ ,;、]))({_LABELS})(?: ?[:/|丨●・·] ?| +(?=[{HAN}]))")
# 陈一帆/文, 陈一帆 文/图, 陈一帆 报道.
_AFTER = lazy_pattern(rf"(?: ?/ ?({_LABELS})| (?!(?:文字|图片|摄影)?.?(?:$|[ ,;、)]))({_LABELS}))(?=$|[ ,;、)])")
_ROLE = lazy_pattern(rf"^[{HAN}]{{0,8}}(?:[记記]者|通[讯訊][员員]|[实實][习習]生)[ :]*")
_BULLETS = "□■●▲◆◎○◇ "

# The places whence reporters of Chinese papers write most, and those of which the papers are.
PLACES = frozenset(
    (
        *("北京", "上海", "天津", "重庆", "广州", "深圳", "南京", "杭州", "苏州", "武汉", "长沙", "成都", "西安"),
        *("沈阳", "大连", "哈尔滨", "长春", "济南", "青岛", "郑州", "合肥", "福州", "厦门", "南昌", "南宁", "海口"),
        *("三亚", "贵阳", "昆明", "拉萨", "兰州", "西宁", "银川", "乌鲁木齐", "石家庄", "太原", "呼和浩特", "宁波"),
        *("无锡", "珠海", "东莞", "佛山", "香港", "澳门", "台北", "新北", "桃园", "台中", "台南", "高雄", "基隆"),
        *("新竹", "嘉义", "宜兰", "花莲", "台东", "屏东", "彰化", "南投", "云林", "苗栗", "澎湖", "金门", "马祖"),
        *("新加坡", "吉隆坡", "槟城", "怡保", "新山", "古晋", "马六甲", "曼谷", "雅加达", "马尼拉", "河内", "金边"),
        *("万象", "仰光", "东京", "大阪", "首尔", "汉城", "平壤", "新德里", "伦敦", "巴黎", "柏林", "波恩", "罗马"),
        *("莫斯科", "日内瓦", "布鲁塞尔", "维也纳", "马德里", "华盛顿", "纽约", "洛杉矶", "旧金山", "多伦多"),
        *("渥太华", "墨西哥城", "里约热内卢", "堪培拉", "悉尼", "开罗", "耶路撒冷", "德黑兰", "巴格达", "迪拜"),
        *("内罗毕", "联合国", "广东", "浙江", "江苏", "福建", "山东", "河南", "河北", "湖南", "湖北", "四川"),
        *("云南", "贵州", "陕西", "山西", "甘肃", "青海", "宁夏", "新疆", "西藏", "内蒙古", "辽宁", "吉林"),
        *("黑龙江", "安徽", "江西", "广西", "海南", "台湾", "中国", "日本", "美国", "英国", "法国", "德国"),
        *("俄罗斯", "韩国", "印度", "泰国", "马来西亚", "澳大利亚", "欧洲"),
    )
)
# 江城, 台中市, 嘉義縣: what ends in one of these is a place, beside another name.
_PLACE_ENDS = "城州市县省镇区"
_SHORTEST, _LONGEST = 2, 6


class Credit(NamedTuple):
    """A part of an author line, and what those named in it have done."""

    part: Part
    names: str


def read_credits(line: str) -> list[Credit]:
    """Return the labelled parts of a narrowed line; none if a part of it has no label.

    >>> read_credits("文/陈一帆 图/周舟")
    [Credit(part='text', names='陈一帆'), Credit(part='picture', names='周舟')]
    >>> read_credits("记者 陈一帆/文 周舟/图"), read_credits("陈一帆 文/图"), read_credits("本报记者 陈一帆")
    ([Credit(part='text', names='记者 陈一帆'), Credit(part='picture', names='周舟')], [Credit(part='both', names='陈一帆')], [])
    """
    line = line.lstrip(_BULLETS)
    plain = simplified(line)
    before = list(_BEFORE.finditer(plain))
    if before and before[0].start() == 0:
        ends = [*(mark.start() for mark in before[1:]), len(line)]
        return [
            Credit(_part(mark[1]), line[mark.end() : end].strip(" ,;、"))
            for mark, end in zip(before, ends, strict=True)
        ]
    found, at = [], 0
    for mark in _AFTER.finditer(plain):
        found.append(Credit(_part(mark[1] or mark[2]), line[at : mark.start()].strip(" ,;、")))
        at = mark.end()
    return found if not line[at:].strip(" )") else []


def _part(labels: str) -> Part:
    labels = re.sub(_OTHER, "", labels)
    text, picture = re.search(_TEXT, labels), re.search(_PICTURE, labels)
    return "both" if text and picture else "text" if text else "picture" if picture else "other"


def names_writer(line: str) -> bool:
    """Return whether a narrowed line consists of labelled parts with nothing but names, and one tells who wrote.

    >>> [names_writer(line) for line in ("采访、撰文:陈一帆", "陈一帆/报道", "文/陈一帆 图/周舟", "图/周舟", "文:新桥通车")]
    [True, True, True, False, False]
    """
    return tells_writer(line) and all(is_name_line(_ROLE.sub("", credit.names)) for credit in read_credits(line))


def tells_writer(line: str) -> bool:
    """Return whether a labelled part of a narrowed line tells who wrote a text.

    >>> tells_writer("记者 陈一帆/文 周舟/图"), tells_writer("周舟/图")
    (True, False)
    """
    return any(credit.part in ("text", "both") for credit in read_credits(line))


def split_place(name: str) -> str:
    """Return the name before a place that is glued to it: 陈一帆北京; the name itself if there is none.

    >>> split_place("陈一帆北京"), split_place("林大維嘉義縣"), split_place("欧阳小川"), split_place("林大")
    ('陈一帆', '林大維', '欧阳小川', '林大')
    """
    if is_signed_name(name):
        return name
    plain = simplified(name)
    for length in range(_SHORTEST, min(_LONGEST, len(name) - 1)):
        if plain[-length:] in PLACES and PLAIN.match(name[:-length]):
            return name[:-length]
    for length in (3, 2):
        if len(name) > length + 1 and plain[length:][-1] in _PLACE_ENDS and is_signed_name(name[:length]):
            return name[:length]
    return name


def is_place(word: str) -> bool:
    """Return whether a word is the place whence a reporter writes.

    >>> is_place("吉隆坡"), is_place("江城"), is_place("陈一帆")
    (True, True, False)
    """
    plain = simplified(word)
    return plain in PLACES or (_SHORTEST <= len(word) <= _LONGEST and plain[-1:] in tuple(_PLACE_ENDS))


def writers(line: str) -> Iterator[str]:
    """Yield the parts of a narrowed line that tell who wrote; the line itself if its parts have no labels.

    >>> list(writers("记者 陈一帆/文 周舟/图")), list(writers("本报记者 陈一帆"))
    (['记者 陈一帆'], ['本报记者 陈一帆'])
    """
    written = [credit.names for credit in read_credits(line) if credit.part in ("text", "both")]
    yield from written or [line]
