from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.numbers import numeral_variants


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("1998年", ("一九九八年",)),
        ("一九九八年", ("1998年",)),
        ("2008年", ("二〇〇八年", "二零零八年", "二○○八年")),
        ("二○○八年", ("2008年",)),
        ("九八年", ("98年",)),
        ("30个", ("三十个",)),
        ("三十个", ("30个",)),
        ("2个", ("二个", "两个")),
        ("两个", ("2个",)),
        ("第20届", ("第二十届",)),
        ("二十大", ("20大",)),
        ("十月革命", ("10月革命",)),
        ("50%", ("百分之五十",)),
        ("百分之三点五", ("3.5%",)),
        ("3万人", ("三万人",)),
        ("三万人", ("3万人", "30000人")),
        ("15.2万", ("十五点二万",)),
        ("2023年11月24日", ("二〇二三年十一月二十四日", "二零二三年十一月二十四日", "二○二三年十一月二十四日")),
        ("一九四九年十月一日", ("1949年10月1日",)),
        ("十月一日", ("10月1日",)),
        ("一月", ("1月",)),
        ("第一届", ("第1届",)),
        ("三千五", ("3500",)),
        ("一百五十人", ("150人",)),
        ("三万五", ("35000",)),
        ("百分之百", ("100%",)),
        ("200人", ("二百人", "两百人", "二〇〇人", "二零零人")),
        ("20人", ("二十人",)),
        ("80后", ("八十后", "八〇后", "八零后")),
        ("315晚会", ("三百一十五晚会", "三一五晚会")),
        ("零下五度", ()),
    ],
)
def test_a_number_is_written_the_other_way(text: str, ways: tuple[str, ...]):
    assert numeral_variants(text) == ways


@pytest.mark.parametrize(
    "text",
    [
        "",
        "江城",
        "一带一路",
        "三农",
        "五四运动",
        "九三学社",
        "千万不要",
        "万一",
        "百万",
        "g20峰会",
        "12306",
        "1,000人",
        "一个",
        "covid-19",
        "007号",
        "几十个",
        "三十几个",
        "十几年",
        "十一",
        "一日之计",
        "一万三四个",
    ],
)
def test_what_is_no_number_is_left_alone(text: str):
    assert numeral_variants(text) == ()


@given(st.integers(2, 10**12 - 1))
def test_what_is_written_the_other_way_and_back_is_the_same(number: int):
    (spelled, *_) = numeral_variants(f"{number}个")
    assert f"{number}个" in numeral_variants(spelled)


@given(st.text("〇零○一二两三四五六七八九十百千万亿点百分之年月个0123456789%.,江a", max_size=12))
def test_no_text_is_an_error(text: str):
    assert text not in numeral_variants(text)
