from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.numbers import may_have_numbers, spelled, spelled_value


@given(st.integers(0, 10**12 - 1))
def test_what_is_spelled_has_its_value(number: int):
    assert spelled_value(spelled(str(number))) == number


@pytest.mark.parametrize("text", ["", "江城", "万一", "五四", "千万", "十十", "一百百", "三万五千万"])
def test_a_malformed_numeral_has_no_value(text: str):
    assert spelled_value(text) is None


@given(st.text("〇零一二两三五十百千万亿江", max_size=8))
def test_no_text_is_an_error(text: str):
    value = spelled_value(text)
    assert value is None or value >= 0


def test_a_number_has_digits_or_numerals():
    assert all(map(may_have_numbers, ("5月", "五月", "廿八日", "元年")))
    assert not may_have_numbers("江城")
