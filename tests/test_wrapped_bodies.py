from __future__ import annotations

import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.split import read_body
from newsgrep.text.width import char_width, line_breaks

if TYPE_CHECKING:
    from random import Random

ONE = (
    "江城市总工会今天召开会议，部署推进新就业形态劳动者权益保障工作。会议要求各级工会组织深入企业一线开展调研，"
    "切实维护劳动者合法权益，推动构建和谐劳动关系，并在年底前建成二百三十个户外劳动者驿站。"
)
TWO = (
    "会议指出，今年以来，全市新增货车司机、网约车司机、快递员和外卖骑手会员一万二千余人，工会服务的覆盖面继续扩大；"
    "下一步将重点解决休息难、喝水难、充电难等问题，让劳动者有更多的获得感。"
)
THREE = (
    "澜江大桥昨日合龙，两岸的师生早早来到桥头观看。“桥通了，上学就不用坐船了。”江城大学的学生罗远对记者说，"
    "他家在北岸，每天过江要四十分钟。大桥预计明年三月通车，届时两岸的车程将缩短到八分钟。"
)
PARAGRAPHS = [ONE, TWO, THREE]


def sliced(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def in_columns(text: str, size: int) -> list[str]:
    lines, used = [""], 0
    for char in text:
        if used + char_width(char) > size:
            lines.append("")
            used = 0
        lines[-1] += char
        used += char_width(char)
    return lines


def typeset(text: str, size: int) -> list[str]:
    """By the rules of Chinese typesetting: no line begins with a closing mark."""
    ends = [0, *line_breaks(text, size), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


WRAPPERS = {"sliced": sliced, "in columns": in_columns, "typeset": typeset, "textwrap": textwrap.wrap}


def texts(body: str) -> list[str]:
    return [paragraph.text for paragraph in read_body(body)]


@pytest.mark.parametrize("indent", ["", "　　"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("size", [13, 20, 26, 30, 38, 60])
@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_a_wrapped_body_is_joined_at_any_width(wrapper: str, size: int, between: str, indent: str):
    body = between.join("\n".join(WRAPPERS[wrapper](indent + paragraph, size)) for paragraph in PARAGRAPHS)
    found = texts(body)
    assert "".join(found) == "".join(PARAGRAPHS)
    if between == "\n\n" or indent:
        assert found == PARAGRAPHS


@given(st.integers(12, 60), st.sampled_from(sorted(WRAPPERS)), st.randoms())
def test_joining_loses_nothing(size: int, wrapper: str, chance: Random):
    letters = "江城大桥合龙市民观看的一，。、the 12"
    text = "".join(chance.choices(letters, k=200))
    lines = WRAPPERS[wrapper](text, size)
    assert "".join("".join(texts("\n".join(lines))).split()) == "".join(text.split())


def test_wrapped_english_gets_its_spaces_back():
    text = (
        "The new bridge over the Lan river was opened to traffic on Monday, after four years of work. "
        "Thousands of people, many of them students, came to see it, and the mayor spoke of a day to remember."
    )
    assert texts("\n".join(textwrap.wrap(text, 40))) == [text]


def test_latin_words_at_a_line_end_are_kept_apart_and_han_are_not():
    body = "江城大学的研究团队昨日发布名为 Open\nSource Bridge 的桥梁监测系统，可以实时\n监测桥面的位移和振动，系统的全部代码\n已经公开，任何人都可以使用。"
    (found,) = texts(body)
    assert "Open Source Bridge" in found
    assert "可以实时监测" in found


def test_headings_between_wrapped_paragraphs_stay_lines_of_their_own():
    body = "\n".join(["一、总体要求", *sliced(ONE, 20), "二、工作任务", *sliced(TWO, 20)])
    assert texts(body) == ["一、总体要求", ONE, "二、工作任务", TWO]


UNWRAPPED = {
    "a paragraph a line": "\n".join(PARAGRAPHS),
    "a headline and a text": "江城新桥昨日建成通车\n昨日，江城新桥通车。",
    "regular verse": "白日依山尽，黄河入海流。\n欲穷千里目，更上一层楼。",
    "verse without marks": "朝辞白帝彩云间\n千里江陵一日还\n两岸猿声啼不住\n轻舟已过万重山",
    "verse in couplets": "朝辞白帝彩云间 千里江陵一日还\n两岸猿声啼不住 轻舟已过万重山",
    "modern verse": (
        "我在桥头等一场迟到的雨\n江水，把灯火一盏一盏带走\n船工们收起了最后的缆绳\n你说过春天会从北岸过来\n"
        "而此刻\n只有风在数着栏杆\n一根，又一根。"
    ),
    "verse of equal lines": "这是一座沉默的老桥，\n清风吹不起半点波纹。\n不如多种些岸边杨柳，\n爽性洒下满江的星辰。",
    "a list": "获奖名单如下。\n江城大学 何青禾\n澜江中学 罗远\n青石县第一小学 江晓帆\n鹭洲湿地管理站 丁苇",
    "a list of equal items": "1.江城大学人民医院\n2.江城大学口腔医院\n3.江城大学中医医院\n4.江城大学儿童医院",
    "a table": "江城 12.5 13.1 +0.6\n青石 11.2 11.9 +0.7\n鹭洲 10.8 10.1 -0.7\n澜江 14.3 14.9 +0.6",
    "headlines": "江城召开大会部署经济工作\n澜江大桥昨日合龙通车在即\n鹭洲湿地迎来首批北归白鹤\n青石春茶开采收购价涨两成",
    "a dialogue": "问：大桥何时通车？\n答：明年三月。\n问：有几座桥墩？\n答：十二座。",
    "names": "王小明　李大力　张　三\n赵　云　钱多多　孙　武\n周　瑜　吴　用　郑成功",
    "code": "for line in lines:\n    if line:\n        print(line)\n    else:\n        break",
    "no text": "",
}


@pytest.mark.parametrize("body", UNWRAPPED.values(), ids=UNWRAPPED)
def test_what_is_not_wrapped_is_not_joined(body: str):
    assert texts(body) == [line.strip() for line in body.split("\n") if line.strip()]
