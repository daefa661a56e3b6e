import math
from collections import Counter

import numpy as np
import pytest
from articles import article, entry
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.analysis import load_segmenter
from newsgrep.engine.base import K1, B
from newsgrep.engine.memory import MemoryEngine
from newsgrep.search.rerank import (
    FEEDBACK_WEIGHT,
    LEAD_DEPTH,
    LEAD_WEIGHT,
    PAIRS_WEIGHT,
    PROXIMITY_WEIGHT,
    WINDOW,
    TextBigrams,
    rerank_bonus,
)
from newsgrep.search.search import Request, search

TEXTS = st.lists(st.text("江城大学桥a1 ,\n", max_size=60), min_size=1, max_size=5)


def pairs_of(text):
    return [(at, text[at : at + 2]) for at in range(len(text) - 1) if text[at].isalnum() and text[at + 1].isalnum()]


def wanted_pairs(wording, texts):
    """The wanted pairs in each text, with their places, and the idf of each."""
    wanted = {pair for text in wording for _, pair in pairs_of(text)}
    found = [[(at, pair) for at, pair in pairs_of(text) if pair in wanted] for text in texts]
    rarity = {
        pair: math.log(1 + len(texts) / (sum(any(one == pair for _, one in held) for held in found) + 0.5))
        for pair in wanted
    }
    return found, rarity


def bm25_by_hand(wording, texts):
    found, rarity = wanted_pairs(wording, texts)
    lengths = [max(1, len(pairs_of(text))) for text in texts]
    norms = [K1 * (1 - B + B * length * len(texts) / sum(lengths)) for length in lengths]
    scores = [
        sum(
            rarity[pair] * (K1 + 1) * count / (count + norm)
            for pair, count in Counter(pair for _, pair in held).items()
        )
        for held, norm in zip(found, norms, strict=True)
    ]
    return [score / (max(scores) or 1) for score in scores]


def lead_by_hand(wording, texts):
    found, rarity = wanted_pairs(wording, texts)
    firsts = [{pair: at for at, pair in reversed(held)} for held in found]
    return [
        sum(rarity[pair] * math.exp(-at / LEAD_DEPTH) for pair, at in first.items()) / (sum(rarity.values()) or 1)
        for first in firsts
    ]


def closeness_by_hand(wording, texts):
    found, rarity = wanted_pairs(wording, texts)
    whole = sum(rarity.values())
    windows = [[{pair for at, pair in held if start <= at <= start + WINDOW} for start, _ in held] for held in found]
    return [
        max((sum(rarity[pair] for pair in window) for window in held), default=0) / (whole or 1) for held in windows
    ]


@given(st.lists(st.text("江城大学桥a1 ", max_size=8), max_size=3), TEXTS)
def test_pairs_are_scored_by_bm25_and_by_their_first_place(wording, texts):
    found = rerank_bonus(wording, TextBigrams(texts), np.full(len(texts), 2.0), feedback_share=0.0)
    for bonus, weight, by_hand in ((found.pairs, PAIRS_WEIGHT, bm25_by_hand), (found.lead, LEAD_WEIGHT, lead_by_hand)):
        assert bonus.tolist() == pytest.approx([weight * 2.0 * share for share in by_hand(wording, texts)])


@given(st.lists(st.text("江城大学桥a1 ", max_size=8), max_size=3), TEXTS)
def test_closeness_is_the_fullest_window(wording, texts):
    scores = np.full(len(texts), 2.0)
    found = rerank_bonus(wording, TextBigrams(texts), scores, feedback_share=0.0)
    assert found.proximity.tolist() == pytest.approx(
        [PROXIMITY_WEIGHT * 2.0 * one for one in closeness_by_hand(wording, texts)]
    )
    assert not found.feedback.any()


def test_words_thirty_characters_apart_are_in_one_window_and_words_further_apart_are_not():
    texts = [f"大桥{'。' * (distance - 2)}通车" for distance in (29, 30, 31)]
    found = rerank_bonus(["大桥", "通车"], TextBigrams(texts), np.full(3, 2.0), feedback_share=0.0)
    whole = PROXIMITY_WEIGHT * 2.0
    assert found.proximity.tolist() == pytest.approx([whole, whole, whole / 2])


@given(TEXTS, st.floats(0.01, 1.0))
def test_nothing_is_taken_away_and_no_more_than_so_much_is_added(texts, feedback_share):
    scores = np.linspace(3.0, 1.0, len(texts))
    found = rerank_bonus(["江城大学"], TextBigrams(texts), scores, feedback_share=feedback_share)
    for added, most in (
        (found.pairs, PAIRS_WEIGHT * 3.0),
        (found.lead, LEAD_WEIGHT * 3.0),
        (found.proximity, PROXIMITY_WEIGHT * 3.0),
        (found.feedback, feedback_share * FEEDBACK_WEIGHT * 3.0 * (1 + PAIRS_WEIGHT + LEAD_WEIGHT + PROXIMITY_WEIGHT)),
    ):
        assert added.min() >= 0.0
        assert added.max() <= most + 1e-9


def test_scores_of_nothing_and_texts_without_letters_are_no_error():
    assert rerank_bonus(["江城"], TextBigrams(["", "。"]), np.zeros(2), feedback_share=1.0).proximity.tolist() == [
        0.0,
        0.0,
    ]
    assert rerank_bonus(["江城"], TextBigrams(["", "。"]), np.ones(2), feedback_share=1.0).feedback.tolist() == [
        0.0,
        0.0,
    ]
    assert (
        rerank_bonus(["江城大学" * 500, "桥"], TextBigrams(["江城大学"]), np.ones(1), feedback_share=1.0).proximity[0]
        > 0
    )


def test_of_a_query_as_long_as_an_article_the_rare_pairs_are_looked_for():
    wording = "".join(chr(0x4E00 + number) for number in range(500))
    found = rerank_bonus([wording], TextBigrams([wording[:100], wording[:200]]), np.ones(2), feedback_share=0.0)
    assert found.proximity.max() > 0


def engine_of(*texts):
    engine = MemoryEngine()
    engine.update((), [entry(article(str(key), "", text)) for key, text in enumerate(texts)])
    return engine


def keys(engine, line, **request):
    return [hit.key for hit in search(engine, Request(line, **request), load_segmenter()).found.hits]


def test_words_that_stand_together_come_before_words_far_apart():
    far = "大桥在江边。" + "今天没有别的新闻，天气很好。" * 5 + "有人说起了通车。"
    near = "通车那天大桥上有风。" + "今天没有别的新闻，天气很好。" * 5 + "人们在江边散步。"
    assert keys(engine_of(far, near), "大桥 通车") == ["1", "0"]


def test_pages_of_a_ranking_that_was_looked_at_twice_are_the_whole_in_pieces():
    engine = engine_of(
        *(f"大桥{'通车' * (1 + number % 5)}第{number}号，江边的{'大桥' * (number % 7)}。" for number in range(130))
    )
    whole = keys(engine, "大桥通车的时候是什么样", limit=None)
    assert len(whole) == 130
    pieces = [
        key for start in range(0, 130, 20) for key in keys(engine, "大桥通车的时候是什么样", limit=20, offset=start)
    ]
    assert pieces == whole


def test_a_question_is_answered_by_the_best_there_are():
    engine = engine_of("澜江大桥今年合龙。", "江边有候鸟。", "学校放假。")
    asked = search(engine, Request("澜江大桥什么时候通车？"), load_segmenter())
    assert asked.relaxed
    assert asked.found.hits[0].key == "0"
    assert not search(engine, Request("澜江大桥什么时候通车？", relax=False), load_segmenter()).found.total


def test_a_story_told_by_many_does_not_fill_the_first_page():
    told = "江城大桥昨日通车，市民到桥头观看，两岸车程缩短到六分钟。"
    others = ["大桥等着通车。" + "".join(chr(0x5000 + 40 * number + at) for at in range(40)) for number in range(5)]
    engine = engine_of(*(told + sign for sign in "。！？…；"), *others)
    found = keys(engine, "大桥 通车", limit=10)
    first = [number for number, key in enumerate(found) if int(key) < 5]
    assert first[:2] == [0, 1]
    assert first[2:] == [7, 8, 9]
    assert sorted(keys(engine, "大桥 通车", limit=10, unique=True), key=int)[1:] == ["5", "6", "7", "8", "9"]
