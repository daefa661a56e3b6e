from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.fold import fold

WORDS = (
    "ＧＤＰ",
    "臺灣",
    "江城大學",
    "“合龍”",
    "澜江——大桥",
    "Straße",
    "ﬁ",
    "㎏",
    "İ",
    "é",
    "e\u0301",
    "\u3000",
    "\ud800",
    "\U0010ffff",
)
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join))


@given(TEXTS)
def test_fold_keeps_the_length(text: str):
    assert len(fold(text)) == len(text)


@given(TEXTS, TEXTS)
def test_fold_does_not_look_at_neighbours(left: str, right: str):
    assert fold(left + right) == fold(left) + fold(right)


@given(TEXTS)
def test_fold_of_a_fold_is_itself(text: str):
    assert fold(fold(text)) == fold(text)


def test_every_character_folds_to_one_character_at_rest():
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    folded = fold(every)
    assert len(folded) == len(every)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("ＧＤＰ２０２５", "gdp2025", id="full width"),
        pytest.param("ｶﾅ", "カナ", id="half-width kana"),
        pytest.param("Jiangcheng ÉCOLE", "jiangcheng ecole", id="case"),
        pytest.param("café Müller Łódź Øresund Đà Nẵng", "cafe muller lodz oresund da nang", id="accents"),
        pytest.param("nǐ hǎo lǜ ɡāo", "ni hao lu gao", id="pinyin"),
        pytest.param("澜江大橋合龍，記者觀看", "澜江大桥合龙,记者观看", id="Traditional"),
        pytest.param("防衞廳 敎育 靑年 淸朝 公佈 塲所 臺灣", "防卫厅 教育 青年 清朝 公布 场所 台湾", id="older print"),
        pytest.param(
            "復甦 牠們 鍛鍊 錢鍾書 钱锺书", "复苏 它们 锻炼 钱钟书 钱钟书", id="Traditional forms with one meaning"
        ),
        pytest.param(
            "髙橋 沢田 広島 桜井 斎藤 渡邉 宮﨑 経済産業", "高桥 泽田 广岛 樱井 斋藤 渡边 宫崎 经济产业", id="Japanese"
        ),
        pytest.param("⻓江⽔位，⼈⺠群众", "长江水位,人民群众", id="radicals"),
        pytest.param("\uf9e1\uf967", "李不", id="compatibility ideographs"),
        pytest.param("江城\u3000大学", "江城 大学", id="ideographic space"),
        pytest.param("“江城”「江城」『江城』〝江城〞„江城‟", '"江城""江城""江城""江城""江城"', id="double quotes"),
        pytest.param("‘江城’′", "'江城''", id="single quotes"),
        pytest.param("江城—大学–校‐园−東──西━南⎯", "江城-大学-校-园-东--西-南-", id="dashes"),
        pytest.param("（江城）：；！？，", "(江城):;!?,", id="punctuation"),
        pytest.param("玛丽•居里・居里･居里‧居里⸱居里", "玛丽·居里·居里·居里·居里·居里", id="middle dots"),
        pytest.param("3∶2，3︰2，3：2", "3:2,3:2,3:2", id="ratio"),
        pytest.param("算了⋯⋯", "算了……", id="ellipsis"),
        pytest.param("︽江城︾﹁江城﹂︵江城︶≪江城≫", '《江城》"江城"(江城)《江城》', id="vertical forms"),
        pytest.param("〔2025〕【要闻】", "[2025][要闻]", id="brackets"),
        pytest.param("①②", "12", id="circled numbers"),
    ],
)
def test_twins_fold_alike(text: str, folded: str):
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["", "江城日报", "一九九八年", "ﬁ", "㎏", "½", "…", "。", "、", "\n", "\ud800"])
def test_what_has_no_twin_of_one_character_stays(text: str):
    assert fold(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "著名作家看着名著",
        "画家计划",
        "覆盖反复",
        "慰藉借口",
        "瞭望了",
        "神祇只有",
        "彷徨仿佛",
        "项链锻炼",
        "沈阳沉没",
        "沙家浜海滨",
        "芸豆工艺",
        "李喆李哲",
        "й",
        "ゴゴ",
    ],
)
def test_what_simplified_text_tells_apart_stays_apart(text: str):
    assert fold(text) == text
