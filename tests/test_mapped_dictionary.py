from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.analysis import JiebaSegmenter, load_segmenter, tokens
from newsgrep.analysis.mapped_dictionary import LexiconSegmenter, verify, write_lexicon
from newsgrep.analysis.user_dictionary import UserWord
from newsgrep.errors import IndexDamagedError
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from newsgrep.analysis import Segmenter

PIECES = (
    *("江城大学", "附属医院", "澜江大桥", "合龙仪式", "何青禾", "劳动争议调解", "中华人民共和国", "北京大学法律系"),
    *("的", "了", "我", "一", "三千二百米", "龘", "靐", "鿕", "一一", "研究生命起源", "结婚的和尚未结婚的"),
)
RUNS = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join),
    st.text(st.sampled_from("江城大学澜桥合龙记者今天下午研究生命的和尚未结婚"), min_size=1, max_size=20),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), min_size=1, max_size=12),
)
SENTENCES = (
    "记者何青禾从澜江大桥建设指挥部获悉",
    "通讯员罗远欧阳靖雯摄影报道",
    "鹭洲湿地今年飞来了上万只反嘴鹬和卷羽鹈鹕",
    "乌拉圭总统何塞穆希卡在蒙得维的亚会见了代表团",
    "澜江市鹭洲区槐荫里社区党支部书记司马长缨告诉记者",
    "这款名叫青鸾的人形机器人由江城智行科技公司研发",
    "杭研大厦", "他来到了网易杭研大厦", "小明硕士毕业于中国科学院计算所后在日本京都大学深造",
)  # fmt: skip
WORDS = {
    "no words": (),
    "words": (UserWord("澜江大桥"), UserWord("何青禾"), UserWord("合龙仪式", 20), UserWord("江城大"), UserWord("桥合", 100000)),
    "a word inside a word": (UserWord("鹭洲"), UserWord("鹭洲湿地"), UserWord("湿地今年", 3), UserWord("鹭洲湿", 7)),
    "the same word again": (UserWord("澜江"), UserWord("澜江", 50), UserWord("何青禾", 9), UserWord("何青禾")),
    "words in Latin": (UserWord("gdp"), UserWord("t恤"), UserWord("歼-20", 5), UserWord("江城大学"), UserWord("\U00020000江")),
}  # fmt: skip
HAN_RUN = re.compile("[\u4e00-\u9fd5]+")


@pytest.fixture(scope="module")
def lexicons(tmp_path_factory):
    @cache
    def write(kind: str) -> LexiconSegmenter:
        path = tmp_path_factory.mktemp("lexicon") / "lexicon"
        write_lexicon(path, WORDS[kind])
        return LexiconSegmenter(path)

    return write


@cache
def stock(kind: str) -> JiebaSegmenter:
    return JiebaSegmenter(WORDS[kind])


def cuts(run: str, segmenter: Segmenter) -> tuple[list[str], list[tuple[str, int, int]]]:
    return list(segmenter.cut(run)), list(map(tuple, segmenter.tokenize(run)))


@pytest.mark.parametrize("kind", WORDS)
@given(run=RUNS)
@settings(max_examples=50)
def test_a_lexicon_cuts_as_the_segmenter_it_was_made_with(lexicons, kind: str, run: str):
    assert cuts(run, lexicons(kind)) == cuts(run, load_segmenter(WORDS[kind])) == cuts(run, stock(kind))


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_names_that_no_dictionary_knows_are_cut_alike(lexicons, kind: str, sentence: str):
    assert cuts(sentence, lexicons(kind)) == cuts(sentence, load_segmenter(WORDS[kind])) == cuts(sentence, stock(kind))


@pytest.mark.parametrize("kind", ["no words", "words"])
def test_real_news_is_cut_alike(lexicons, shared_data: Path, kind: str):
    with gzip.open(shared_data / "articles/xwlb.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line).get("body") or "" for line in islice(lines, 40)]
    runs = [run for text in texts for run in HAN_RUN.findall(fold(text))]
    assert runs
    fast, ours = load_segmenter(WORDS[kind]), lexicons(kind)
    assert [cuts(run, ours) for run in runs] == [cuts(run, fast) for run in runs]


def test_mixed_words_are_the_same_in_the_lexicon(lexicons):
    ours, fast = lexicons("words in Latin"), load_segmenter(WORDS["words in Latin"])
    text = "他穿T恤衫看A股，𠀀江城GDP"
    assert list(tokens(text, ours)) == list(tokens(text, fast))
    assert {"t恤衫", "t恤", "a股", "\U00020000江"} <= {token.text for token in tokens(text, ours)}


def test_a_word_is_kept_whole_only_where_it_is_the_users(lexicons):
    assert "澜江大桥" in lexicons("words").cut("今天澜江大桥合龙")
    assert "澜江大桥" not in lexicons("no words").cut("今天澜江大桥合龙")


SPLIT = """
import json, sys
from pathlib import Path
from newsgrep.analysis import JiebaSegmenter, load_segmenter
from newsgrep.analysis.user_dictionary import UserWord
from newsgrep.analysis.mapped_dictionary import LexiconSegmenter, write_lexicon
which, path, words, sentences = sys.argv[1], Path(sys.argv[2]), *map(json.loads, sys.argv[3:])
words = tuple(UserWord(*word) for word in words)
if which == "write":
    sys.exit(write_lexicon(path, words))
made = {"lexicon": lambda: LexiconSegmenter(path), "jieba": lambda: JiebaSegmenter(words), "fast": lambda: load_segmenter(words)}[which]()
print(json.dumps([[list(made.cut(one)), list(made.tokenize(one))] for one in sentences]))
"""


@pytest.mark.parametrize(
    "words",
    [(UserWord("杭研", 0),), (UserWord("何青禾", 0), UserWord("澜江大桥"), UserWord("鹭洲", 0))],
    ids=["one", "several"],
)
def test_a_word_of_frequency_0_is_split_alike(tmp_path: Path, words: tuple[UserWord, ...]):
    # Each in a process of its own: jieba keeps such words for all its tokenizers.
    def run(which: str) -> str:
        command = [sys.executable, "-W", "ignore", "-c", SPLIT, which, str(tmp_path / "lexicon")]
        given = [json.dumps(words), json.dumps(SENTENCES)]
        return subprocess.run([*command, *given], capture_output=True, check=True, encoding="utf-8").stdout

    run("write")
    assert run("lexicon") == run("jieba")
    assert run("lexicon") == run("fast")


@pytest.fixture
def written(lexicons, tmp_path: Path) -> Path:
    return Path(shutil.copy(lexicons("no words")._array_file.path, tmp_path / "lexicon"))


def test_a_sound_lexicon_has_nothing_wrong(written: Path):
    assert list(verify(written)) == []


@pytest.mark.parametrize("place", [0.0, 0.3, 0.5, 0.9, 0.999999])
def test_a_flipped_bit_is_found_and_never_cuts_otherwise(lexicons, written: Path, place: float):
    with written.open("r+b") as file:
        file.seek(int(written.stat().st_size * place))
        byte = file.read(1)[0] ^ 1
        file.seek(-1, 1)
        file.write(bytes([byte]))
    assert [str(error).startswith(f"{written}: ") for error in verify(written)] == [True]
    for sentence in SENTENCES:
        try:
            found = cuts(sentence, LexiconSegmenter(written))
        except IndexDamagedError as error:
            assert str(written) in str(error)  # noqa: PT017 (either is right)
        else:
            assert found == cuts(sentence, lexicons("no words"))


@pytest.mark.parametrize("content", [b"", b"newsgrep", b"\0" * 5000, None], ids=["empty", "short", "zeros", "missing"])
def test_a_lexicon_that_is_none_is_named(tmp_path: Path, content: bytes | None):
    path = tmp_path / "lexicon"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises((IndexDamagedError, FileNotFoundError), match=re.escape(str(path))):
        LexiconSegmenter(path).cut("江城大学")
    assert [str(path) in str(error) for error in verify(path)] == [True]


QUERY = """
import json, sys
from pathlib import Path
from newsgrep.analysis import tokens
from newsgrep.analysis.mapped_dictionary import LexiconSegmenter
found = [token.text for token in tokens(sys.argv[2], LexiconSegmenter(Path(sys.argv[1])))]
files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items() if module}
import hashlib, tempfile
assert hashlib.md5(b"").hexdigest() and tempfile.gettempdir()
print(json.dumps([found, files]))
"""


@pytest.mark.parametrize("text", ["北京大学法律系", "记者何青禾从澜江大桥获悉"], ids=["known words", "unknown words"])
def test_a_query_loads_no_more_than_it_needs(lexicons, text: str):
    command = [sys.executable, "-W", "ignore", "-c", QUERY, str(lexicons("no words")._array_file.path), text]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    found, files = json.loads(done.stdout)
    assert found == [token.text for token in tokens(text, stock("no words"))]
    assert done.stderr == ""
    assert {"rjieba", "pkg_resources", "jieba.analyse", "jieba.posseg"}.isdisjoint(files)
    assert files.get("jieba.finalseg.prob_emit") is None
    assert ("jieba.finalseg.prob_start" in files) == (text != "北京大学法律系")
    assert all(files[name] for name in ("hashlib", "tempfile") if name in files)
