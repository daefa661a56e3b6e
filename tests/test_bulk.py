from __future__ import annotations

import sys
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.analysis import BulkSegmenter, JiebaSegmenter, grams, load_segmenter, term_ids, tokens
from newsgrep.analysis.bulk import TEXT_END, Texts
from newsgrep.analysis.grams import gram_code, grams_of
from newsgrep.analysis.mixed_words import is_mixed
from newsgrep.analysis.segmenters import pieces
from newsgrep.analysis.term_ids import TermIds
from newsgrep.analysis.user_dictionary import UserWord
from newsgrep.text.fold import fold, fold_codes, to_codes, to_text

PIECES = (
    *("江城大学", "中华人民共和国", "澜江大桥合龙", "何青禾", "研究生命起源", "的", "一", "龘", "鿕"),
    *("臺灣", "江城大學", "記者觀看", "合龍"),
    *("ＧＤＰ", "２．５％", "，", "「", "\u3000"),
    *("gdp", "U.S.", "AT&T", "T恤", "he@x.example", "é", "İ", "straße"),
    *("2.5%", "1,000", "covid-19", "c++", "C#", "3,", ",4", "1,一", "_", "a_b", "a-", "-b", "½", "②"),
    *("㐂", "𪚥", "\U00020000", "\U0002ebe0", "鿖", "\ufa1f", "〇", "々"),
    *("한국", "か", "カナ", "ไทย", "\u0301", "\ud800", "\udfff", "\U0010ffff", "\ufdd0", "\u0378"),
    *("\n", "\n\n", " ", "\t", "\r", "\x85", "\u2028"),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.text(st.characters(exclude_characters=TEXT_END, exclude_categories=["Cn"]), max_size=12),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=12),
    st.text(st.sampled_from("江城大学的一1.,-+%#ａé㐂\n "), max_size=16),
)
BATCHES = st.lists(TEXTS, max_size=6)
SEGMENTERS = pytest.mark.parametrize("kind", ["the fastest", "jieba"])


@cache
def segmenter_of(kind: str):
    return JiebaSegmenter() if kind == "jieba" else load_segmenter()


def together(batch: list[str]) -> Texts:
    return Texts("".join(text + TEXT_END for text in batch))


def words_of(batch: list[str], segmenter: BulkSegmenter) -> list[Counter[str]]:
    vocabulary = TermIds()
    found = together(batch).words(segmenter, vocabulary)
    spelt = list(vocabulary)
    counts = [Counter() for _ in batch]
    for number, text in zip(found.numbers.tolist(), found.texts.tolist(), strict=True):
        counts[text][spelt[number]] += 1
    return counts


def one_by_one(batch: list[str], segmenter: BulkSegmenter) -> list[Counter[str]]:
    return [Counter(token.text for token in tokens(text, segmenter)) for text in batch]


USER_WORDS = (
    *(UserWord("t恤"), UserWord("歼-20"), UserWord("3d打印"), UserWord("阿卜杜拉·艾哈迈德"), UserWord(".net")),
    *(UserWord("𪚥野家"), UserWord("江城a"), UserWord("a江城"), UserWord("20a"), UserWord("c#大")),
)
MIXED_PIECES = (
    *(word.text for word in USER_WORDS), "T恤", "殲－２０", "打印机", "-", "·", ".", "a", "A股", "20", "3", "B", "\n", TEXT_END,
    *("江城", "大学", "，", " ", "𪚥", "#", "+", "'", "net", "_", "é", "龘", "𪚥野"),
)  # fmt: skip


@pytest.mark.parametrize("made", [load_segmenter, cache(JiebaSegmenter)], ids=["the fastest", "jieba"])
@given(batch=st.lists(st.lists(st.sampled_from(MIXED_PIECES), max_size=12).map("".join), max_size=4))
def test_many_texts_at_once_have_the_mixed_words_of_each(made, batch: list[str]):
    batch = [text.replace(TEXT_END, "") for text in batch]
    segmenter = made(USER_WORDS)
    assert words_of(batch, segmenter) == one_by_one(batch, segmenter)


MIXED_CHARS = "江城大学t恤a1-.·#"


@given(
    words=st.lists(st.text(st.sampled_from(MIXED_CHARS), min_size=1, max_size=5), max_size=4),
    batch=st.lists(st.text(st.sampled_from(MIXED_CHARS + " \n"), max_size=20), max_size=4),
)
def test_any_mixed_words_are_found_alike(words: list[str], batch: list[str]):
    user_words = tuple(UserWord(word) for word in words if is_mixed(word) and any(map(str.isalnum, word)))
    segmenter = JiebaSegmenter(user_words)
    segmenter.__dict__["tokenizer"] = segmenter_of("jieba").tokenizer  # the same dictionary, loaded once
    assert words_of(batch, segmenter) == one_by_one(batch, segmenter)


@SEGMENTERS
@given(batch=BATCHES)
def test_many_texts_at_once_have_the_words_of_each(batch: list[str], kind: str):
    assert words_of(batch, segmenter_of(kind)) == one_by_one(batch, segmenter_of(kind))


@SEGMENTERS
def test_each_piece_has_its_words_beside_any_other(kind: str):
    batch = [left + right for left in PIECES for right in PIECES]
    assert words_of(batch, segmenter_of(kind)) == one_by_one(batch, segmenter_of(kind))


@SEGMENTERS
@pytest.mark.parametrize("char", ["\U0003ffff", "\U0002fa1e", "\ufaff", "\u0378"])
def test_a_code_point_that_is_no_character_is_no_word(char: str, kind: str):
    batch = [char, f"江城{char}大学", f"ab{char}", f"，{char}1"]
    assert words_of(batch, segmenter_of(kind)) == one_by_one(batch, segmenter_of(kind))


@given(BATCHES)
def test_many_texts_at_once_have_the_grams_of_each(batch: list[str]):
    found = together(batch).grams()
    held: list[list[str]] = [[] for _ in batch]
    for gram, text in zip(grams_of(found.codes), found.texts.tolist(), strict=True):
        held[text].append(gram)
    assert held == [list(grams(fold(text))) for text in batch]


@pytest.mark.parametrize("slot_bits", [2, 18])
@given(st.lists(st.text("江城大a1\0\n\U0010ffff", min_size=1, max_size=5), max_size=60), st.integers(1, 20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_looked_up_together_have_the_ids_of_each(monkeypatch, slot_bits: int, words: list[str], at_once: int):
    monkeypatch.setattr(term_ids, "FEW", 1)
    monkeypatch.setattr(term_ids, "SLOT_BITS", slot_bits)
    monkeypatch.setattr(term_ids, "AT_ONCE", at_once)
    vocabulary, plain = TermIds(), TermIds()
    for _ in range(2):
        assert vocabulary.numbers(iter(words)).tolist() == [plain[word] for word in words]
    assert list(vocabulary.items()) == list(plain.items())


def test_words_keep_their_numbers_from_batch_to_batch():
    vocabulary = TermIds()
    first = together(["江城大学", "", "GDP"]).words(load_segmenter(), vocabulary)
    again = together(["", "江城大学gdp"]).words(load_segmenter(), vocabulary)
    assert sorted(first.numbers.tolist()) == sorted(again.numbers.tolist())
    assert set(again.texts.tolist()) == {1}


def test_no_texts_have_no_words_and_no_grams():
    assert together([]).words(load_segmenter(), TermIds()).numbers.size == 0
    assert together(["", "\n", "，"]).words(load_segmenter(), TermIds()).numbers.size == 0
    assert together(["", "\n\n"]).grams().codes.size == 0


@given(st.lists(st.text(st.sampled_from("江城大a1㐂\U0010ffff\n"), min_size=1, max_size=9)))
def test_gram_codes_sort_as_grams_do(texts: list[str]):
    every = sorted({gram.replace("\n", "\0") for text in texts for gram in grams(text)})
    codes = [gram_code(gram.replace("\0", "\n")) for gram in every]
    assert codes == sorted(set(codes))
    assert [gram.replace("\n", "\0") for gram in grams_of(np.array(codes, np.uint64))] == every


def test_an_array_folds_every_code_point_as_a_text_does():
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    codes = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    assert np.array_equal(to_codes(every), codes)
    assert np.array_equal(fold_codes(codes), to_codes(fold(every)))
    assert np.array_equal(fold_codes(fold_codes(codes)), fold_codes(codes))
    assert fold(fold(every)) == fold(every)
    assert to_text(codes) == every


def test_only_nul_folds_to_the_end_of_a_text():
    every = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    assert np.flatnonzero(fold_codes(every) == 0).tolist() == [0]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_token_stands_where_it_says(text: str):
    found = list(tokens(text, load_segmenter()))
    assert [fold(text[token.start : token.end]) for token in found] == [token.text for token in found]


def test_offsets_go_on_behind_rare_characters():
    found = list(tokens("ab𪚥covid-19㐂2.5%𪚥\U00020000江城c++", load_segmenter()))
    assert [(token.text, token.start) for token in found] == [
        ("ab", 0), ("𪚥", 2), ("covid-19", 3), ("㐂", 11), ("2.5%", 12), ("𪚥", 16), ("\U00020000", 17),
        ("江城", 18), ("c++", 20),
    ]  # fmt: skip


def test_a_long_text_is_segmented_in_pieces(monkeypatch):
    lines = "今天下午澜江大桥在江心合龙\n两岸市民从各处赶来观看\n" * 20
    whole = list(load_segmenter().search_words(lines))
    monkeypatch.setattr("newsgrep.analysis.segmenters.AT_ONCE", 30)
    assert list(load_segmenter().search_words(lines)) == whole
    without_lines = f"{lines}{'江城大学' * 20}"
    assert "".join(pieces(without_lines)) == without_lines
    assert max(map(len, pieces(without_lines))) == 30
