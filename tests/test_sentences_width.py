from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.sentences import sentence_ends
from newsgrep.text.width import char_width, width

TEXTS = st.text(st.sampled_from("江城合龙ab1。！？；.…”’」』） \n,"))


@pytest.mark.parametrize(
    "sentences",
    [
        ["澜江大桥合龙。", "市民观看。"],
        ["合龙了！", "真的？", "真的"],
        ["“合龙了！”", "他说。"],
        ["「合龍了！」", "他說。"],
        ["（记者何青禾报道。）", "江水平静"],
        ["等等……", "合龙了。"],
        ["他问：“合龙了吗？！”", "没有人答。"],
        ["全长3.2公里，造价2.5亿元。", "明年通车"],
        ["It rained.", " The bridge held.", " 江城"],
        ["上午；", "下午"],
        ["江城"],
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]):
    ends, text = sentence_ends("".join(sentences)), "".join(sentences)
    assert [text[start:end] for start, end in zip([0, *ends], ends, strict=False)] == sentences


@given(TEXTS)
def test_sentence_ends_rise_to_the_end_of_the_text(text: str):
    ends = sentence_ends(text)
    assert ends == sorted(set(ends))
    assert ends[-1] == len(text)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("GDP 2.5%", 8),
        ("江城GDP", 7),
        ("，。「」", 8),
        ("ＧＤＰ", 6),
        ("e\u0301", 1),
        ("é", 1),
        ("カナ", 4),
        ("ｶﾅ", 2),
        ("😀", 2),
        ("𠮷", 2),
    ],
)
def test_width_counts_columns(text: str, columns: int):
    assert width(text) == columns


@given(st.text())
def test_width_is_the_sum_of_its_characters(text: str):
    assert width(text) == sum(map(char_width, text))
