from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.repair import LINE_ENDS, SOUND, _repaired, any_of, repair, visible

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("\r\n\x00\x0b\x85\u2028\ufeff\u0301e江")))


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        pytest.param("江城\r\n日报\r大学\n", "江城\n日报\n大学\n", id="line ends"),
        pytest.param("\ufeff江城日报", "江城日报", id="byte order mark"),
        pytest.param("江\x00城\x1b日\x7f报\x9f", "江城日报", id="control characters"),
        pytest.param("江\u200b城\u2060大\ufeff学", "江城大学", id="zero width"),
        pytest.param(
            "人工\xad智能 三个\u200c部门 数字\u200d经济", "人工智能 三个部门 数字经济", id="hyphens and joiners"
        ),
        pytest.param("江\u200e城\u202e日\u2066报\u2069", "江城日报", id="marks of direction"),
        pytest.param("❤\ufe0f广场 葛\U000e0100城 江\u034f城 \u180e", "❤广场 葛城 江城 ", id="selectors"),
        pytest.param("👩\u200d城 城\u200d👩 👩\u200d\u200d👩", "👩城 城👩 👩\u200d👩", id="joiners beside one emoji"),
        pytest.param("江城\x0b日报\x0c大学\u2028校\u2029园\x85", "江城 日报 大学 校 园 ", id="breaks within a line"),
        pytest.param("cafe\u0301", "caf\u00e9", id="composed"),
        pytest.param("e\x00\u0301", "\u00e9", id="composed over what was taken out"),
        pytest.param("江\ud800城", "江城", id="lone surrogate"),
        pytest.param("\uf900", "\u8c48", id="compatibility ideograph"),
    ],
)
def test_repair_mends(text: str, repaired: str):
    assert repair(text) == repaired


@pytest.mark.parametrize("text", ["", "江城日报\n", "\t江城", "ＧＤＰ「臺灣」", "\ue40c", "\ufffd", "👩\u200d👩", "𠮷"])
def test_repair_leaves_alone(text: str):
    assert repair(text) == text


@given(TEXTS)
def test_repair_keeps_the_number_of_lines(text: str):
    assert repair(text).count("\n") == len(LINE_ENDS.findall(text)) + LINE_ENDS.sub("", text).count("\n")


@given(TEXTS)
def test_repaired_text_is_whole(text: str):
    repaired = repair(text)
    assert repair(repaired) == repaired
    assert unicodedata.is_normalized("NFC", repaired)
    assert repaired.encode("utf-8").decode("utf-8") == repaired
    assert len(repaired.split("\n")) == max(1, len((repaired + "|").splitlines()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("标题\x1b[31m", "标题\\x1b[31m"),
        ("江城\n日报\t", "江城\\n日报\\t"),
        ("\x9b31m", "\\x9b31m"),
        ("江\u202e城", "江\\u202e城"),
        ("\u2066\u2069", "\\u2066\\u2069"),
        ("\ud800", "\\ud800"),
        ("澜江大桥“合龙” 👩\u200d👩", "澜江大桥“合龙” 👩\u200d👩"),
    ],
)
def test_visible_escapes_what_could_steer_a_terminal(text: str, shown: str):
    assert visible(text) == shown


@given(TEXTS)
def test_visible_text_is_printable_bytes_on_one_line(text: str):
    shown = visible(text)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert len((shown + "|").splitlines()) == 1


def test_a_text_of_sound_characters_needs_no_repair():
    sound = [char for char in map(chr, range(0x110000)) if not any_of(f"^{SOUND}").search(char)]
    assert len(sound) > 90_000
    assert not any(map(unicodedata.combining, sound))
    for begin in range(0, len(sound), 1000):
        text = "".join(char + "e" for char in sound[begin : begin + 1000])
        assert _repaired(text) == repair(text) == text
        assert _repaired("e" + text[::-1]) == "e" + text[::-1]


@given(TEXTS)
def test_what_is_sound_is_told_by_its_characters(text: str):
    assert repair(text) == _repaired(text)
