"""Occurrences that are counted in bytes are those of the folded texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.engine.segments.aggregates import _counts_in
from newsgrep.engine.segments.plain_counts import plain_literal
from newsgrep.query.plan_nodes import Literal
from newsgrep.text.fold import fold

PLAIN = ["改革", "大桥", "桥", "哈哈", "中国人"]
OTHERS = ["gdp", "5月", "国", "计划", "第1届", "着", "改 革", "大，桥"]


@pytest.mark.parametrize("text", PLAIN)
def test_a_literal_of_han_characters_is_counted_in_bytes(text):
    counts = plain_literal((Literal(text),)).counts_in(["没有".encode(), f"{text}{text}，\n{text}".encode()])
    assert counts.tolist() == [0, 3]


@pytest.mark.parametrize("text", ["gdp", "5月", "计划", "着", "改 革", "大，桥"])
def test_one_that_has_edges_or_ways_is_not(text):
    assert plain_literal((Literal(fold(text), edges="word"),)) is None


def test_nor_is_one_that_is_to_be_as_written_or_one_of_two():
    assert plain_literal((Literal("改革", as_written=True),)) is None
    assert plain_literal((Literal("改革"), Literal("大桥"))) is None


@pytest.mark.parametrize("other", ["改 革", "改\u3000革", "大 橋", "大橋", "中國人", "中国 人", "中 国人"])
def test_where_a_text_may_have_it_in_another_form_it_is_not_counted_in_bytes(other):
    text = fold(other).replace(" ", "")
    assert plain_literal((Literal(text),)).counts_in([text.encode(), other.encode()]) is None
    assert _counts_in([text.encode(), other.encode()], [Literal(text)]).tolist() == [1, 1]


@given(
    st.sampled_from(PLAIN),
    st.lists(st.text("改革大桥橋哈中国國人 \t\u3000\n，a1", max_size=40), min_size=1, max_size=6),
)
def test_both_ways_to_count_agree(text, texts):
    stored = [text.encode() for text in texts]
    counts = plain_literal((Literal(text),)).counts_in(stored)
    assert counts is None or counts.tolist() == _counts_in(stored, [Literal(text)]).tolist()
