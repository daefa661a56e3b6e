"""Reprints: planted and real ones are found, and what is only alike is not."""

import gzip
import json
from itertools import islice

import numpy as np
import pytest
from articles import article, entry
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.analysis.minhash import (
    BINS,
    FEWEST_SHINGLES,
    SHARED,
    SHARED_BITS,
    SHINGLE,
    TELLING_SHINGLES,
    shared,
    shared_bits,
    sketches,
)
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.text.fold import fold, to_codes

STORY = [
    "澜江大桥主桥昨日上午合龙,江城大学桥梁系的二十名学生在桥头记录了合龙的全过程,这一天他们等了三年。",
    "大桥全长两千一百四十米,主跨六百八十米。施工单位介绍,合龙段长八米,重一百二十吨,吊装用了四个小时,其间江面停航。",
    "家住东岸的退休教师秦越说,过去到西岸看病要坐四十分钟的轮渡,遇上大雾只能等,如今孙子放学以后可以自己骑车过江。",
    "市交通局表示,桥面铺装将在明年三月完成,公交线路和自行车道同步规划,通车之后轮渡保留早晚两班,供游客乘坐。",
]
OTHER = [
    "鹭洲湿地今冬的候鸟比去年多了三成,志愿者在滩涂上数到四千多只豆雁,巡护员丁苇说秋天补过三次水。",
    "市民可以在观鸟屋里借用望远镜,但不能投食,也不能越过栈道的栏杆,違者由湿地管理处劝离。",
]


def planted():
    """A story, and what other papers make of it; then one worded alike a year later, and others."""
    yield article("1", "澜江大桥昨日合龙", *STORY, date="2025-10-05")
    yield article("2", "江城再添过江通道", *STORY, path="港江時報/1.txt", date="2025-10-06")
    yield article("3", "澜江大桥合龙", "本报综合消息", *STORY[:3], path="江城晚报/1.txt", date="2025-10")
    yield article("4", "瀾江大橋合龍", *(text.replace("江", " 江") for text in STORY), path="江城晚报/2.txt")
    yield article("5", "又是一年", *STORY, path="江城晚报/3.txt", date="2026-10-05")
    yield article("6", "大桥将合龙", *STORY[2:], *OTHER, path="江城晚报/4.txt", date="2025-10-05")
    yield article("7", "候鸟", *OTHER, path="江城晚报/5.txt", date="2025-10-05")
    yield article("8", "图片", "候鸟归来。", path="江城晚报/6.txt")
    yield article("9", "图片", "候鸟归来。", path="江城晚报/7.txt")
    yield article("10", "图片", "图为候鸟飞临鹭洲湿地的浅滩。", path="江城晚报/8.txt")
    yield article("11", "图片", "图为候鸟飞临鹭洲湿地的浅滩!", path="江城晚报/9.txt")
    yield article("12", "图片", "图为候鸟飞临鹭洲湿地的草滩。", path="江城晚报/10.txt")


@pytest.fixture(params=["memory", "whoosh"])
def engine(request, tmp_path):
    return MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index", create=True)


def reprints_of(engine, one):
    return {hit.id.split("#")[1] for hit in engine.reprints(one)}


def test_planted_reprints_are_found_and_nothing_else(engine):
    engine.update((), map(entry, planted()))
    ids = {one.key: one.id for one in planted()}
    assert reprints_of(engine, ids["1"]) == {"2", "3", "4"}
    assert reprints_of(engine, ids["5"]) == {"4"}  # of which no date is known: nothing speaks against it
    assert [reprints_of(engine, ids[key]) for key in ("6", "7", "8", "9", "12")] == [set()] * 5
    assert reprints_of(engine, ids["10"]) == {"11"}  # of a short text, the same words
    assert engine.reprints("没有#1") == []
    assert [round(hit.score, 2) for hit in engine.reprints(ids["1"])] == [1.0, 1.0, 0.73]


def test_they_follow_updates(engine):
    engine.update((), map(entry, planted()))
    engine.update(["港江時報/1.txt#2"], [entry(article("13", "转载", *STORY, path="转载.txt"))])
    assert reprints_of(engine, "江城日报/1.txt#1") == {"3", "4", "13"}


@given(st.text("江城大学桥头。, ", max_size=60), st.text("江城大学桥头。, ", max_size=60))
def test_what_is_shared_is_counted_in_shingles(one, other):
    def shingles(text):
        letters = "".join(filter(str.isalnum, text))
        return {letters[at : at + SHINGLE] for at in range(len(letters) - SHINGLE + 1)}

    left, right = shingles(one), shingles(other)
    fewer = min(len(left), len(right))
    same = left == right and fewer >= FEWEST_SHINGLES
    expected = len(left & right) / len(left | right) if fewer >= TELLING_SHINGLES else float(same)
    assert shared(one, other) == pytest.approx(expected)


@given(st.lists(st.text("江城大学桥头。, ", max_size=60), min_size=1, max_size=5))
def test_a_text_has_the_same_sketch_in_any_company(texts):
    together = sketches(to_codes("\0".join([*texts, ""])), len(texts))
    alone = [sketches(to_codes(f"{text}\0"), 1)[0] for text in texts]
    assert np.array_equal(together, np.array(alone))
    assert [int(shared_bits(one, together)[at]) for at, one in enumerate(alone)] == [BINS] * len(texts)


def test_real_news_told_twice_is_found_by_its_sketch(shared_data):
    with gzip.open(shared_data / "articles/xwlb.jsonl.gz", "rt", encoding="utf-8") as lines:
        news = [json.loads(line) for line in islice(lines, 5600, 7600)]
    texts = [fold(one.get("body") or "") for one in news]
    made = sketches(to_codes("\0".join([*texts, ""])), len(texts))
    told_twice, missed = set(), 0
    for at, text in enumerate(texts):
        bits = shared_bits(made[at], made)
        for other in np.flatnonzero(bits >= SHARED_BITS - 12).tolist():
            if other != at and shared(text, texts[other]) >= SHARED:
                told_twice.add((at, other))
                missed += bits[other] < SHARED_BITS
    assert missed == 0
    assert len(told_twice) >= 2
