from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.analysis import JiebaSegmenter, Segmenter, analyse, grams, is_han, load_segmenter, tokens, words
from newsgrep.analysis.mapped_dictionary import _dictionary_lines
from newsgrep.analysis.mixed_words import MixedWords, is_mixed
from newsgrep.analysis.segmenters import import_jieba
from newsgrep.analysis.tokenizer import RARE_HAN
from newsgrep.analysis.user_dictionary import UserWord, identity, read_user_words
from newsgrep.errors import ConfigError
from newsgrep.model import Article, Paragraph
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from pathlib import Path

PIECES = (
    *(
        "江城大学",
        "附属医院",
        "澜江大桥",
        "合龙",
        "记者",
        "何青禾",
        "今天下午",
        "劳动争议调解",
        "中华人民共和国",
        "北京大学法律系",
    ),
    *("的", "了", "我", "在", "一", "三千二百米", "龘", "靐", "鿕", "一一", "研究生命起源", "结婚的和尚未结婚的"),
)
HAN_RUNS = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join),
    st.text(st.sampled_from("江城大学澜桥合龙记者今天下午研究生命的和尚未结婚"), min_size=1, max_size=20),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), min_size=1, max_size=12),
)
TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.one_of(HAN_RUNS, st.sampled_from(["ＧＤＰ", "臺灣", " 2.5%", "COVID-19", "，", "\n", "T恤", "\ud800"]))
    ).map("".join),
)
stock_segmenter = cache(JiebaSegmenter)
USER_WORDS = (
    UserWord("澜江大桥"),
    UserWord("何青禾"),
    UserWord("合龙仪式", 20),
    UserWord("江城大"),
    UserWord("桥合", 100000),
)


def texts(text: str, segmenter: Segmenter) -> list[str]:
    return [token.text for token in tokens(text, segmenter)]


@pytest.mark.parametrize("user_words", [(), USER_WORDS], ids=["own dictionary", "user words"])
@given(run=HAN_RUNS)
def test_jieba_and_rjieba_give_the_same_words(user_words: tuple[UserWord, ...], run: str):
    pytest.importorskip("rjieba", reason="rjieba has no wheel for this platform")
    fast, stock = load_segmenter(user_words), stock_segmenter(user_words)
    assert type(fast) is not type(stock)
    assert list(fast.cut(run)) == list(stock.cut(run))
    assert list(map(tuple, fast.tokenize(run))) == list(map(tuple, stock.tokenize(run)))


def test_a_user_word_stays_whole():
    assert "澜江大桥" in texts("今天澜江大桥合龙", load_segmenter(USER_WORDS))
    assert "澜江大桥" in texts("今天澜江大桥合龙", stock_segmenter(USER_WORDS))
    assert "澜江大桥" not in texts("今天澜江大桥合龙", load_segmenter())


@given(TEXTS)
@settings(max_examples=200)
def test_a_tokens_span_folds_to_its_term(text: str):
    found = list(tokens(text, load_segmenter()))
    assert [fold(text[token.start : token.end]) for token in found] == [token.text for token in found]
    assert [token.end for token in found] == sorted(token.end for token in found)


@given(TEXTS)
@settings(max_examples=200)
def test_words_lie_side_by_side_and_are_tokens_too(text: str):
    found = list(words(text, load_segmenter()))
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert set(found) <= set(tokens(text, load_segmenter()))


@given(TEXTS)
def test_every_letter_and_number_is_in_a_word(text: str):
    covered = {offset for token in words(text, load_segmenter()) for offset in range(token.start, token.end)}
    assert [char for offset, char in enumerate(fold(text)) if char.isalnum() and offset not in covered] == []


@pytest.mark.parametrize("text", ["我", "的", "桥", "我在江城", "㐂", "𪚥", "鿖", "か"])
def test_one_character_words_are_kept(text: str, segmenter: Segmenter):
    found = texts(text, segmenter)
    assert found
    assert text[0] in found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GDP", ["gdp"]),
        ("ＧＤＰ增长２．５％", ["gdp", "增长", "2.5%"]),
        ("COVID-19", ["covid-19"]),
        ("3,000米", ["3,000", "米"]),
        ("C++ C#", ["c++", "c#"]),
        ("U.S. AT&T", ["u.s", "at&t"]),
        ("he@jiangcheng.example", ["he", "jiangcheng.example"]),
        ("2025年", ["2025", "年"]),
        ("T恤", ["t恤"]),
        ("臺灣 台湾", ["台湾", "台湾"]),
        ("，。！—— …", []),
        ("", []),
        ("一,二", ["一", "二"]),
    ],
)
def test_words_of_latin_numbers_and_punctuation(text: str, found: list[str], segmenter: Segmenter):
    assert texts(text, segmenter) == found


def test_the_shorter_words_inside_a_word_are_tokens(segmenter: Segmenter):
    assert texts("北京大学", segmenter) == ["北京", "大学", "北京大学"]
    assert [token.text for token in words("北京大学", segmenter)] == ["北京大学"]


@pytest.mark.parametrize("char", ["㐂", "𪚥", "鿖", "\ufa1f"])
def test_a_rare_character_does_not_join_its_neighbours(char: str, segmenter: Segmenter):
    assert [token.text for token in words(f"江城{char * 2}江城", segmenter)] == ["江城", char, char, "江城"]


@given(
    st.text(st.sampled_from("江城大学\nab，"), max_size=20),
    st.text(st.sampled_from("江城大学ab，"), min_size=1, max_size=5),
)
def test_what_stands_in_a_text_has_its_grams_there(text: str, wanted: str):
    inside = set(grams(wanted)) - {wanted[-1] + "\n"}
    held = set(grams(text))
    assert wanted not in text or (inside <= held and any(gram[0] == wanted[-1] for gram in held))
    assert len(list(grams(text))) == len(text.replace("\n", ""))


def test_an_article_is_analysed_field_by_field(segmenter: Segmenter):
    article = Article(
        path="江城日報/1.txt",
        key="1",
        headlines=(Paragraph("澜江大桥合龍", ((0, 1),), "headline"), Paragraph("ＧＤＰ", ((0, 2),), "headline")),
        paragraphs=(Paragraph("今天合龙合龙。", ((0, 3),)),),
        source="江城日報",
        date="2025-03-18",
        reporters=("何青禾",),
        correspondents=("羅遠", "何青禾"),
    )
    entry = analyse(article, segmenter)
    assert entry.folded == {"title": "澜江大桥合龙\ngdp", "body": "今天合龙合龙。"}
    assert entry.words["title"]["gdp"] == 1
    assert entry.words["body"]["合龙"] == 2
    assert entry.lengths["body"] == sum(entry.words["body"].values())
    assert "龙\n" in entry.grams["title"]
    assert entry.values["by"] == ("何青禾", "罗远")
    assert entry.values["source"] == ("江城日报",)
    assert entry.values["section"] == ()
    assert entry.values["id"] == ("江城日報/1.txt#1",)


@pytest.mark.parametrize(
    ("char", "han"), [("一", True), ("鿕", True), ("鿖", False), ("㐂", False), ("a", False), ("〇", False)]
)
def test_han_is_what_jieba_covers(char: str, *, han: bool):
    assert is_han(char) is han


def test_a_user_dictionary_is_read_as_jieba_reads_it(tmp_path: Path):
    path = tmp_path / "词典.txt"
    path.write_text("\ufeff澜江大橋 20 ns\n\n# 注释\n何青禾 nr\n合龙仪式\n", encoding="utf-8")
    assert read_user_words(path) == (UserWord("澜江大桥", 20), UserWord("何青禾"), UserWord("合龙仪式"))


@pytest.mark.parametrize("raw", [None, b"\xbd\xad\xb3\xc7"])
def test_a_user_dictionary_that_cannot_be_read_is_named(tmp_path: Path, raw: bytes | None):
    path = tmp_path / "词典.txt"
    if raw:
        path.write_bytes(raw)
    with pytest.raises(ConfigError, match="词典"):
        read_user_words(path)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("Ｔ恤 1000", UserWord("t恤", 1000)),
        ("歼-20 1000 nz", UserWord("歼-20", 1000)),
        ("殲－２０", UserWord("歼-20")),
        ("3D打印 n", UserWord("3d打印")),
        ("阿卜杜拉·艾哈迈德 nr", UserWord("阿卜杜拉·艾哈迈德")),
        ("何青禾 person", UserWord("何青禾")),
        ("TCP/IP", UserWord("tcp/ip")),
        ("C++ 3", UserWord("c++", 3)),
        ("cafe\u0301店", UserWord(fold("café店"))),
    ],
)
def test_a_word_of_letters_digits_and_marks_is_folded_as_texts_are(tmp_path: Path, line: str, word: UserWord):
    path = tmp_path / "词典.txt"
    path.write_text(line, encoding="utf-8")
    assert read_user_words(path) == (word,)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("3D 打印", "a word cannot contain white space: 3D 打印"),
        ("new york", "a word cannot contain white space: new york"),
        ("江城 大学 10", "a word cannot contain white space: 江城 大学 10"),
        ("江城 10 大学", "a word cannot contain white space: 江城 10 大学"),
        ("江城，大学", "“,” cannot be part of a word: 江城，大学"),
        ("《江城志》", "“《” cannot be part of a word: 《江城志》"),
        ("...", "not a word: ..."),
    ],
)
def test_what_cannot_be_a_word_is_refused_with_its_line(tmp_path: Path, line: str, why: str):
    path = tmp_path / "词典.txt"
    path.write_text(f"# 注释\n大桥\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read_user_words(path)
    assert str(error.value) == f"{path}:3: {why}"
    assert error.value.hint


MIXED = (
    UserWord("t恤", 1000),
    UserWord("歼-20"),
    UserWord("3d打印"),
    UserWord("青禾·何"),
    UserWord(".net"),
    UserWord("𪚥野家"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("他穿T恤看歼-20表演", ["他", "穿", "t恤", "看", "歼-20", "表演"]),
        ("Ｔ恤、殲－２０", ["t恤", "歼-20"]),
        ("3D打印机", ["打印", "3d打印", "机"]),
        ("13D打印", ["13d", "打印"]),
        ("歼-200，歼-20B", ["歼", "200", "歼", "20b"]),
        ("asp.net和.NET", ["asp.net", "和", ".net"]),
        ("青禾·何出席", ["青禾·何", "出席"]),
        ("𪚥野家开业", ["𪚥野家", "开业"]),
        (
            "T恤衫与卡拉OK，AA制，A股，2.4S店",
            ["t恤", "恤衫", "t恤衫", "与", "卡拉", "卡拉ok", "aa制", "a股", "2.4s", "店"],
        ),
        ("T\n恤", ["t", "恤"]),
    ],
)
def test_a_word_with_letters_digits_or_marks_is_one_word(text: str, found: list[str]):
    user_words = (*MIXED, UserWord("卡拉ok"))
    assert texts(text, load_segmenter(user_words)) == texts(text, stock_segmenter(user_words)) == found


def test_a_mixed_word_of_frequency_0_is_split():
    assert texts("T恤", load_segmenter((UserWord("t恤", 0),))) == ["t", "恤"]


def test_the_mixed_words_of_jieba_are_those_of_its_dictionary():
    own = {fold(line.split(" ")[0]) for line in _dictionary_lines()}
    rare = re.compile(f"[{RARE_HAN}]")
    assert MixedWords.of().words == {word for word in own if is_mixed(word) and not rare.search(word)}


def test_the_identity_tells_user_words_and_readings_apart():
    every = {
        identity(),
        identity(USER_WORDS),
        identity(USER_WORDS[:1]),
        identity((), "fields"),
        identity((UserWord("澜江大桥", 5),)),
    }
    assert len(every) == 5
    assert identity(USER_WORDS) == identity(USER_WORDS)


PROGRAM = """
import json, os, sys, tempfile
BLOCKED = {blocked!r}
if BLOCKED:
    sys.modules["rjieba"] = None
import newsgrep.analysis
lazy = not {{"jieba", "rjieba"}} - {{None}} & {{name for name, module in sys.modules.items() if module}}
segmenter = newsgrep.analysis.load_segmenter()
found = [token.text for token in newsgrep.analysis.tokens("今天澜江大桥合龙", segmenter)]
loaded = [name for name, module in sys.modules.items() if module]
print(json.dumps(dict(lazy=lazy, found=found, loaded=loaded, temp=os.listdir(tempfile.gettempdir()))))
"""


@pytest.fixture(scope="module", params=[True, False], ids=["stock jieba", "rjieba if there"])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a process of its own, with a temporary folder of its own, finds, loads, leaves behind and says."""
    folder = tmp_path_factory.mktemp("temp")
    environment = {"TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-B", "-W", "ignore", "-c", PROGRAM.format(blocked=request.param)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True, encoding="utf-8")
    return {**json.loads(done.stdout), "said": done.stderr}


def test_no_cache_file_is_written_to_the_temporary_folder(fresh: dict[str, object]):
    assert fresh["temp"] == []


def test_nothing_is_said_on_stderr(fresh: dict[str, object]):
    assert fresh["said"] == ""


def test_importing_jieba_loads_neither_pkg_resources_nor_its_analysers(fresh: dict[str, object]):
    unwanted = {"pkg_resources", "jieba.analyse", "jieba.posseg", "whoosh"}
    assert unwanted.isdisjoint(fresh["loaded"])  # type: ignore[arg-type]


def test_the_words_are_found_with_and_without_rjieba(fresh: dict[str, object]):
    assert fresh["found"] == texts("今天澜江大桥合龙", load_segmenter())


def test_no_segmenter_is_loaded_before_it_is_needed(fresh: dict[str, object]):
    assert fresh["lazy"]


@pytest.mark.parametrize("present", [True, False])
def test_pkg_resources_is_given_back_as_it_was(monkeypatch: pytest.MonkeyPatch, *, present: bool):
    for name in [name for name in sys.modules if name.partition(".")[0] in {"jieba", "pkg_resources"}]:
        monkeypatch.delitem(sys.modules, name)
    stand_in = type(sys)("pkg_resources")
    if present:
        monkeypatch.setitem(sys.modules, "pkg_resources", stand_in)
    import_jieba()
    assert sys.modules.get("pkg_resources") is (stand_in if present else None)


LITTLE_MEMORY = """
import resource, sys
from newsgrep.analysis import load_segmenter, segmenters
import rjieba
segmenters.AT_ONCE = 1 << 30
pages = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmSize")) << 10
room = pages + (int(sys.argv[1]) << 20)
resource.setrlimit(resource.RLIMIT_AS, (room, room))
try:
    print(len(list(load_segmenter().search_words("江城大学" * int(sys.argv[2])))))
except MemoryError:
    print("not enough memory")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory hold on Linux")
@pytest.mark.parametrize(("room", "times", "told"), [(8, 1, "not enough memory"), (20, 1, "not enough memory"), (150, 200_000, "not enough memory"), (600, 200_000, "400000")])  # fmt: skip
def test_where_memory_is_short_rjieba_is_not_asked_as_it_would_end_the_process(room, times, told):
    pytest.importorskip("rjieba")
    done = subprocess.run(
        [sys.executable, "-c", LITTLE_MEMORY, str(room), str(times)], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, told), done.stderr
