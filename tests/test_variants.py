from __future__ import annotations

import gzip
import json
import re
import tarfile
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text import variants
from newsgrep.text.fold import fold
from newsgrep.text.variants import simplified, simplified_texts, slot_regex, ways

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = (
    "随着",
    "隨著",
    "计划",
    "計畫",
    "画家",
    "℃",
    "°c",
    "ﬁn",
    "no",
    "№",
    "……",
    "...",
    "比尔·盖茨",
    "J.K.",
    "２０１２",
    "㎡",
    "½",
)
# GB 2312 has them; they fold to 干 于 后 余 征 么 and 鲇, as Traditional text needs it.
ALSO_TRADITIONAL = set("乾於後馀徵麽鲶")
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join)).map(fold)


def finds(query: str, text: str) -> bool:
    """Whether a quoted text is found in another, by the slots alone."""
    return re.search("".join(map(slot_regex, ways(fold(query)))), fold(text)) is not None


@given(TEXTS)
def test_the_slots_are_the_text(folded: str):
    assert "".join(slot[0] for slot in ways(folded)) == folded


@given(TEXTS)
def test_a_text_finds_itself(folded: str):
    assert re.fullmatch("".join(map(slot_regex, ways(folded))), folded)


@given(TEXTS)
def test_ways_are_folded_and_each_once(folded: str):
    for slot in ways(folded):
        assert len(set(slot)) == len(slot)
        assert all(fold(way) == way for way in slot)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("随着时代", "隨著時代", id="zhe"),
        pytest.param("沿着", "沿著", id="zhe, in both scripts"),
        pytest.param("看着书", "看著書", id="zhe, before what follows it in its other sense"),
        pytest.param("他看着书的", "他看著書的", id="zhe, within such a text"),
        pytest.param("接着作出决定", "接著作出決定", id="zhe, then"),
        pytest.param("随着名次上升", "隨著名次上升", id="zhe, ranks"),
        pytest.param("意味着作为", "意味著作為", id="zhe, of a verb of two characters"),
        pytest.param("拿着书本", "拿著書本", id="zhe, books"),
        pytest.param("对着书本", "對著書本", id="zhe, after a preposition"),
        pytest.param("写着《论语》", "寫著《論語》", id="zhe, titles"),
        pytest.param("堆着书籍", "堆著書籍", id="zhe, before a word that nobody writes"),
        pytest.param("刻着名字", "刻著名字", id="zhe, names"),
        pytest.param("唱着名曲", "唱著名曲", id="zhe, songs"),
        pytest.param("发挥着作用", "發揮著作用", id="zhe, effects"),
        pytest.param("谈论着", "談論著", id="zhe, after what precedes it in its other sense"),
        pytest.param("融合着", "融合著", id="zhe, merging"),
        pytest.param("彰显着", "彰顯著", id="zhe, showing"),
        pytest.param("草原着火", "草原著火", id="catches fire"),
        pytest.param("计划面临", "計畫面臨", id="plan, before what begins a word"),
        pytest.param("规划面积", "規畫面積", id="plan, areas"),
        pytest.param("基础建设计划", "基礎建設計畫", id="plan, after a verb that ends like design"),
        pytest.param("凭借田径", "憑藉田徑", id="by means of athletics"),
        pytest.param("转账中", "轉帳中", id="account, not tent"),
        pytest.param("家具全部", "傢俱全部", id="furniture"),
        pytest.param("答复没有", "答覆沒有", id="reply, not covering"),
        pytest.param("生产计划", "生產計畫", id="plan"),
        pytest.param("规划", "規畫", id="plan, not in OpenCC"),
        pytest.param("凭借", "憑藉", id="by means of"),
        pytest.param("反反复复", "反反覆覆", id="repeatedly"),
        pytest.param("答复", "答覆", id="reply"),
        pytest.param("据了解", "據瞭解", id="is told"),
        pytest.param("仿佛", "彷彿", id="as if"),
        pytest.param("只有", "祇有", id="only"),
        pytest.param("沉默", "沈默", id="silence"),
        pytest.param("破釜沉舟", "破釜沈舟", id="idiom"),
        pytest.param("珍珠项链", "珍珠項鍊", id="necklace"),
        pytest.param("五百英里", "五百英哩", id="mile"),
        pytest.param("想象力", "想像力", id="imagination"),
        pytest.param("账户", "帳戶", id="account"),
        pytest.param("叱咤风云", "叱吒風雲", id="idiom with a rare character"),
        pytest.param("横滨市", "横浜市", id="Japanese place"),
        pytest.param("文艺春秋", "文芸春秋", id="Japanese magazine"),
        pytest.param("辩护士", "弁護士", id="Japanese word"),
        pytest.param("二〇二三年", "二○二三年", id="zero"),
        pytest.param("25℃", "25°C", id="Celsius"),
        pytest.param("77℉", "77°F", id="Fahrenheit"),
        pytest.param("100㎡", "100m²", id="square metres"),
        pytest.param("5㎞", "5km", id="kilometres"),
        pytest.param("70㎏", "70kg", id="kilograms"),
        pytest.param("35㎜", "35mm", id="millimetres"),
        pytest.param("PM₂.₅ 75μg/m³", "PM2.5 75㎍/㎥", id="micrograms"),
        pytest.param("第Ⅱ期", "第II期", id="Roman numeral"),
        pytest.param("№5", "No5", id="number sign"),
        pytest.param("№ 5", "No. 5", id="number sign with a full stop"),
        pytest.param("½杯", "1/2杯", id="fraction"),
        pytest.param("㈠总则", "（一）总则", id="number in brackets"),
        pytest.param("中国⸺东盟", "中国——东盟", id="two-em dash"),
        pytest.param("算了……", "算了......", id="ellipsis"),
        pytest.param("比尔·盖茨", "比尔．盖茨", id="dot of a name"),
        pytest.param("J.K.罗琳", "J·K·罗琳", id="dots of initials"),
        pytest.param("office finance", "oﬃce ﬁnance", id="ligatures"),
        pytest.param("Straße", "Strasse", id="sharp s"),
    ],
)
def test_two_ways_of_writing_find_each_other(one: str, other: str):
    assert finds(one, other)
    assert finds(other, one)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        pytest.param("划船", "画船听雨", id="row"),
        pytest.param("画家", "划家", id="painter"),
        pytest.param("计划", "设计画面", id="design of pictures"),
        pytest.param("有着", "有著名学府", id="famous"),
        pytest.param("着名", "著名作家", id="famous, searched for as mistyped"),
        pytest.param("着", "原著、名著、编著，专著", id="books"),
        pytest.param("看着", "观看著名歌剧", id="famous, after a longer verb"),
        pytest.param("名着", "世界名著书店", id="book shop"),
        pytest.param("朝着", "明朝著名学者", id="famous, after a dynasty"),
        pytest.param("藏着", "西藏著名景区", id="famous, after a place"),
        pytest.param("照着", "依照著作权法", id="copyright"),
        pytest.param("论着", "讨论著作权", id="discuss copyright"),
        pytest.param("著名", "着名", id="famous, mistyped"),
        pytest.param("进账", "走进帐篷", id="tent"),
        pytest.param("批复", "首批覆盖", id="covers"),
        pytest.param("覆盖", "复盖", id="cover"),
        pytest.param("家具", "国家俱乐部", id="club"),
        pytest.param("慰藉", "慰借", id="comfort"),
        pytest.param("瞭望", "到了望京", id="watch"),
        pytest.param("神祇", "神只", id="gods"),
        pytest.param("沈阳", "沉阳", id="Shenyang"),
        pytest.param("锻炼", "锻链", id="exercise"),
        pytest.param("李哲", "李喆", id="names"),
        pytest.param("帐篷", "账篷", id="tent"),
        pytest.param("芸豆", "艺豆", id="bean"),
        pytest.param("№", "north piano", id="number sign in words"),
        pytest.param("㎡", "100km2 hm2", id="square metres in other units"),
        pytest.param("㎡", "m25", id="square metres before a digit"),
        pytest.param("⑩", "2010", id="number in another"),
        pytest.param("½", "11/20", id="fraction in another"),
        pytest.param("Ⅱ", "hawaii", id="Roman numeral in a word"),
        pytest.param("hawaii", "hawaⅱ", id="word with a Roman numeral"),
        pytest.param("3·15", "3.15", id="dot between digits"),
        pytest.param("baidu.com", "baidu·com", id="dot of a host"),
    ],
)
def test_what_is_something_else_is_not_found(query: str, text: str):
    assert not finds(query, text)


@pytest.mark.parametrize(
    "query", ["北京大学", "2025年10月20日", "1.5万", "5.0%", "10:30", "ai大模型", "hello", "干部", "里面"]
)
def test_ordinary_text_has_one_way(query: str):
    assert ways(query) == tuple((char,) for char in query)


@pytest.mark.parametrize("query", ["看着", "接着", "随着", "意味着", "拿着", "写着", "唱着", "着"])
@pytest.mark.parametrize(
    "text", ["看著書", "接著作出", "隨著名次", "意味著作為", "拿著書本", "寫著《論語》", "唱著名曲"]
)
def test_where_a_query_ends_does_not_matter(query: str, text: str):
    assert finds(query, text) == (query in fold(text).replace("著", "着"))


def test_slots_and_their_expressions_decide_alike():
    for pair in variants._pairs().values():
        regex = re.compile(slot_regex((pair.simple, pair.other)))
        for word in pair.kept + pair.changed:
            start = word.index(pair.other)
            assert (regex.match(word, start) is None) == pair._is_kept(word, start)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("隨著經濟發展", "随着经济发展", id="zhe"),
        pytest.param("著名畫家沈從文的名著", "著名画家沈从文的名著", id="characters in their own sense"),
        pytest.param("他看著書，隨著名次上升，有著名學府", "他看着书,随着名次上升,有著名学府", id="the longest word"),
        pytest.param("計畫面臨變數，設計畫面", "计划面临变数,设计画面", id="plan or picture"),
        pytest.param("這項計畫規畫了畫面", "这项计划规划了画面", id="plan"),
        pytest.param("記者沈默，沒有答覆", "记者沉默,没有答复", id="phrases of OpenCC"),
        pytest.param("天翻地覆，瞭望與慰藉", "天翻地覆,瞭望与慰藉", id="no phrases"),
        pytest.param("帳戶與帳篷", "账户与帐篷", id="account and tent"),
        pytest.param("刻畫、攝像與想像", "刻画、摄像与想象", id="both are Simplified"),
        pytest.param("沿著", "沿着", id="either script"),
    ],
)
def test_traditional_text_gets_simplified_words(text: str, expected: str):
    assert fold(simplified(text)) == expected


@pytest.mark.parametrize(
    "text", ["他有着名著。", "沈重、计画、反覆", "沈静", "凭藉这项发明", "彷佛", "随著这一变化", "帐户余额", ""]
)
def test_simplified_text_is_returned_as_it_is(text: str):
    assert simplified(text) == text


@given(st.lists(st.sampled_from(["隨著計畫", "随著计画", "沿著", "國", "", "沈默"]).map(lambda text: text * 3)))
def test_many_texts_are_each_simplified(texts: list[str]):
    assert simplified_texts("".join(f"{text}\0" for text in texts), "\0") == "".join(
        f"{simplified(text)}\0" for text in texts
    )


def test_tables_are_read_when_needed_only():
    variants._signs.cache_clear()
    simplified("国务院总理" * 100)
    assert variants._signs.cache_info().currsize == 0


def linked_pairs(root: Path) -> set[frozenset[str]]:
    """The folded pairs of characters that OpenCC links and that fold apart."""
    left, right = (root / "opencc_pairs.txt").read_text(encoding="utf-8").splitlines()
    return {frozenset(pair) for pair in zip(fold(left), fold(right), strict=True) if len(set(pair)) > 1}


def test_each_pair_of_opencc_that_is_kept_apart_has_its_reason(request: pytest.FixtureRequest):
    lines = (request.path.parent / "kept_apart.txt").read_text(encoding="utf-8").splitlines()
    reasons = dict(zip(lines[::2], map(str.split, lines[1::2]), strict=True))
    assert all(reason.startswith("# ") for reason in reasons)
    listed = [frozenset(pair) for pairs in reasons.values() for pair in pairs]
    assert len(listed) == len(set(listed))
    assert set(listed) == linked_pairs(request.path.parent)


def test_the_pairs_said_to_be_ways_are_ways(request: pytest.FixtureRequest):
    pairs = (request.path.parent / "kept_apart.txt").read_text(encoding="utf-8").splitlines()[1].split()
    assert all(variants._pairs()[char].twin(char) in pair for pair in pairs for char in pair)


def simplified_articles(data: Path) -> Iterator[str]:
    """Simplified articles of six collections, each some hundred or thousand."""
    for name, step in {
        "articles/xwlb": 40,
        "ranking/rgb-zh/corpus": 10,
        "ranking/dureader_robust/corpus": 3,
        "ranking/cmrc2018/corpus": 3,
        "pages/pages": 4,
    }.items():
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for article in map(json.loads, islice(lines, 0, None, step)):
                yield "\n".join(article.get("paragraphs") or (article.get("title") or "", article.get("body") or ""))
    with tarfile.open(data / "encodings/gbk.tar.gz") as archive:
        yield from (
            file.read().decode("gb18030", "replace") for member in archive if (file := archive.extractfile(member))
        )


def test_simplified_words_are_cut_as_before_the_fold(shared_data: Path):
    """No other character of Simplified text folds, so that neither its words nor its quoted texts change."""
    count, changed = 0, []
    for article in simplified_articles(shared_data):
        count += 1
        runs = re.findall("[\u4e00-\u9fd5]+", article)
        changed += [run for run in runs if is_simplified(run) and fold(run) != run]
    assert count >= 2000
    assert changed == []


def is_simplified(run: str) -> bool:
    """Whether all characters are of GB 2312, less those that are also the Traditional form of another one."""
    return len(run.encode("gb2312", "ignore")) == 2 * len(run) and not ALSO_TRADITIONAL.intersection(run)


def test_simplified_articles_are_returned_as_they_are(shared_data: Path):
    changed = [text for text in simplified_articles(shared_data) if simplified(text) != text]
    assert all(len(re.findall("[國為會時與來們個這說對開]", text)) > 4 for text in changed)
