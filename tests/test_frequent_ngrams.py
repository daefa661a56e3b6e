"""N-grams of Han characters: which are chosen, and where they are found."""

import random
import re

import pytest

from newsgrep.analysis import frequent_ngrams
from newsgrep.analysis.frequent_ngrams import NgramFinder
from newsgrep.text.fold import fold


def in_utf8(texts):
    return [text.encode() for text in texts]


def chosen(texts):
    return frequent_ngrams.frequent_ngrams(in_utf8(texts))


def test_what_many_texts_have_is_chosen_in_every_length_up_to_eight():
    texts = ["江城大学法学院招生简章", "江城大学", "大学城"]
    assert chosen(texts) == ["城大学", "江城大", "江城大学"]
    texts = ["一江城大学法学院招生", *["江城大学法学院招生简"] * 2]
    assert {len(ngram) for ngram in chosen(texts)} == set(range(3, 9))
    assert chosen([]) == chosen([""]) == chosen(["江城大学"]) == []


def test_what_a_text_repeats_counts_once():
    assert chosen(["江城报江城报江城报", "江城大学"]) == []


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["江 城\t报", "江　城報"], ["江城报"]),
        (["江城\n报", "江城报"], []),
        (["江城，报", "江城报"], []),
        (["江g城报纸", "江g城报纸"], ["城报纸"]),
        (["计划生育会", "计划生育会"], ["生育会"]),  # 划 may be written 画
    ],
)
def test_an_ngram_goes_across_white_space_and_has_but_one_way_to_be_written(texts, found):
    assert chosen(texts) == found


def test_there_are_no_more_than_there_may_be_in_a_text_and_of_a_length(monkeypatch):
    texts = ["江城大学法学院招生简章", "江城大学法学院招生简章", "江城报"]
    monkeypatch.setattr(frequent_ngrams, "MOST_IN_TEXT", 4)
    assert [len(ngram) for ngram in chosen(texts)] == [3] * 6  # each is in two of three texts
    monkeypatch.setattr(frequent_ngrams, "MOST_OF_LENGTH", 4)
    assert [len(ngram) for ngram in chosen(texts)] == [3] * 3  # of four characters


def test_each_is_found_where_it_is():
    rng = random.Random(7)
    texts = ["".join(rng.choices("江城报大學学 \t　\n，g", k=rng.randrange(60))) for _ in range(300)]
    finder = NgramFinder(chosen(texts))
    assert {len(ngram) for ngram in finder.ngrams} >= {3, 4}
    found = {
        (finder.ngrams[ngram], text)
        for ngrams, of_texts in finder.find(in_utf8(texts))
        for ngram, text in zip(ngrams.tolist(), of_texts.tolist(), strict=True)
    }
    folded = [re.sub("[ \t]", "", fold(text)) for text in texts]
    assert found == {(ngram, at) for ngram in finder.ngrams for at, text in enumerate(folded) if ngram in text}


def test_nothing_is_found_by_no_ngrams():
    assert [ngrams.tolist() for ngrams, _ in NgramFinder([]).find([b"", "江城报".encode()])] == [[]] * 7
