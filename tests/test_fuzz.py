"""What nobody would write, through every room: files, pages, query lines, stored bytes. ``make fuzz`` tries more of it."""

import bz2
import gzip
import io
import json
import lzma
import unicodedata
import zipfile
from collections import Counter

import fuzz_targets
import pytest
import zstandard
from articles import article, entry
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.analysis import analyse, load_segmenter
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.segments.doc_store import Articles, ArticleWriter
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.errors import NewsgrepError
from newsgrep.model import Article
from newsgrep.printers import FORMATS, printer
from newsgrep.printers.style import Style
from newsgrep.readers import SUFFIXES, Problem, ReadOptions, SourceFile, read_articles
from newsgrep.search.search import Request, search
from newsgrep.search.shown import show
from newsgrep.split import split
from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter
from newsgrep.storage.article_codec import pack, unpack
from newsgrep.text.encoding import detect_encoding
from newsgrep.text.repair import repair, visible

# Examples of an ordinary run.
FEW = 100
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk", "gb18030", "big5", "utf-32")
# Of what news files are made, and of what makes them fall apart.
PIECES = st.sampled_from(
    [
        *("江城日报 2025年10月5日 第3版：要闻", "澜江大桥今天合龙", "本报讯（记者何青禾 通讯员 罗 远）", "（下转第4版）", "（上接第1版）", "□本报记者 周舟"),
        *("据了解，大桥全长三里，两侧各留了四米宽的步行道，夜里灯火通明，", "老人孩子都爱来走一走。", "图为江滩。何田 摄", "广告", "新华社江城10月5日电"),
        *("title,body,date\n", '江城,"今天\n合龙",2025-10-05\n', "title\tbody\n", '"', ",", "\t", "\r\n", "\n", "\n\n", "\r", "\u3000", " "),
        *('{"title": "江城", "body": "今天合龙。"}\n', '{"id": 1e999, "title": ["江", null, {}], "body": {"a": 1}}\n', '{"title": "\\ud800", "date": "2025-13-99"}'),
        *("[", "]", "{", "}", '"body": ', '"\\u0000"', "null", "1e400", "-0", "NaN", "\\", '{"title": "江", "reporters": [[["a"]]], "kind": 7, "source": true}\n'),
        *("<doc>\n", "</doc>\n", "<title>江城</title>", "<contenttitle>", "</contenttitle>", "<content>今天&amp;&#0;&#xd800;&bogus;</content>", "<DOC><docno>7</docno>"),
        *("\0", "\x1a", "\x1b[31m", "\u202e", "\u200b", "\u0301", "\ufeff", "\ufffd", "\ud800", "\U0001f600", "𠮷", "ﷺ", "\x85", "\u2028", "ＧＤＰ", "ſ", "İ"),
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=20).map("".join)
RAW = st.one_of(
    st.builds(lambda text, encoding: text.encode(encoding, "replace"), TEXTS, st.sampled_from(ENCODINGS)),
    st.binary(max_size=200),
    st.lists(st.one_of(st.binary(max_size=4), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")))).map(
        b"".join
    ),
)
PACKERS = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstandard.compress}
files = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def read(folder, name, raw):
    location = folder / name
    location.write_bytes(raw)
    return list(read_articles(SourceFile(name, location, len(raw), 0), ReadOptions()))


def check_found(found):
    articles = [one for one in found if isinstance(one, Article)]
    assert all(str(one) for one in found if isinstance(one, Problem))
    assert max(Counter(one.id for one in articles).values(), default=1) == 1
    for one in articles:
        assert unpack(pack(one)) == one
        texts = [part.text for part in (*one.headlines, *one.paragraphs)]
        assert texts
        assert all(
            unicodedata.is_normalized("NFC", text) and repair(text) == text and "\n" not in text for text in texts
        )
        assert 1 <= one.line <= one.end_line
        json.dumps(one, ensure_ascii=False).encode()
        analyse(one, load_segmenter())


@files
@given(st.sampled_from(sorted({*SUFFIXES, ""} - {".zip"})), RAW)
def test_any_file_is_articles_and_problems(tmp_path, suffix, raw):
    check_found(read(tmp_path, f"稿{suffix}", raw))


@files
@given(st.sampled_from(sorted(PACKERS)), RAW, st.integers(0, 400), st.integers(0, 255))
def test_any_packed_file_is_articles_and_problems(tmp_path, suffix, raw, place, byte):
    packed = bytearray(PACKERS[suffix](raw))
    if place < len(packed):
        packed[place] = byte
    check_found(read(tmp_path, f"稿.jsonl{suffix}", bytes(packed)))


@files
@given(
    st.lists(st.tuples(TEXTS.map(lambda text: text[:40].replace("\0", "")), RAW), max_size=4),
    st.integers(0, 800),
    st.integers(0, 255),
)
def test_any_archive_is_articles_and_problems(tmp_path, members, place, byte):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, raw) in enumerate(members):
            archive.writestr(f"{name.encode('utf-8', 'replace').decode()}{number}.txt", raw)
    packed = bytearray(whole.getvalue())
    if place < len(packed):
        packed[place] = byte
    check_found(read(tmp_path, "稿.zip", bytes(packed)))


@given(RAW)
def test_any_bytes_are_of_some_encoding_or_none(raw):
    try:
        raw.decode(detect_encoding(raw), "replace")
    except NewsgrepError as error:
        assert str(error)  # noqa: PT017 (either way is right)


@given(TEXTS)
def test_any_page_is_cut_and_nothing_of_it_is_made_up_or_told_twice(text):
    repaired = repair(text)
    page = split(repaired)
    told = Counter()
    count = repaired.count("\n") + 1
    for story in page.stories:
        for part in (*story.headlines, *story.paragraphs):
            told.update("".join(part.text.split()))
            assert all(1 <= line <= count for _, line in part.lines)
            assert [offset for offset, _ in part.lines] == sorted({offset for offset, _ in part.lines})
    assert told <= Counter("".join(repaired.split()))


WORDS = st.sampled_from(
    [
        *("大桥", "合龙", "江城大学", "今天", "的", "，", "2025", "two", "一九九八年", "\ud800", "𠮷", "\u200b", "ＧＤＰ", "c++"),
        *(" ", " ", "　", "(", ")", "（", "）", '"', "“", "”", "「", "」", "|", "｜", " OR ", " NOT ", " AND ", "-", "－", "^2", "^", "~8", "~", "*", "?", "？"),
        *("/", "/大.*龙/", "/(/", "/(.+)+$/", "[", "]", "{9}", "\\", "title:", "body:", "by:", "path:", "id:", "date:", "日期：", "..", "最近7天", "上周", "：", "#1"),
    ]
)  # fmt: skip
LINES = st.lists(st.one_of(WORDS, st.text(max_size=3)), max_size=8).map("".join)
STORED = [
    article("1", "澜江大桥昨日合龙", "本报讯（记者何青禾）昨日，澜江大桥合龙。", "1998年，江城大学的two学生，c++。", date="2025-10-05", reporters=("何青禾",)),
    article("2", "江城大學", "大 桥合龙，今天𠮷。", source="晚报", path="晚报/2.jsonl"),
    article("3", "", "ＧＤＰ增长2.5%，今天的大桥。", date="2025"),
]  # fmt: skip


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    both = [MemoryEngine(), WhooshEngine(tmp_path_factory.mktemp("index"), create=True)]
    for engine in both:
        engine.update((), map(entry, STORED))
    return both


@given(LINES, st.booleans(), st.sampled_from(FORMATS))
def test_any_line_is_answered_alike_by_both_engines_and_printed(engines, line, any_word, form):
    segmenter = load_segmenter()
    answers = [search(engine, Request(line, any_word=any_word), segmenter) for engine in engines]
    assert len({(answer.found.total, *sorted(hit.id for hit in answer.found.hits)) for answer in answers}) == 1
    printed = "".join(
        printer(form)(answers[1], show(engines[1], answers[1], count=2, columns=60), Style(columns=60, terminal=True))
    )
    bare = "".join(char for char in printed if char not in "\n\r\t")
    assert visible(bare) == bare
    if form == "json":
        assert [json.loads(each)["type"] for each in printed.splitlines()] == ["hit"] * answers[1].found.total + [
            "summary"
        ]


@files
@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))), st.binary(max_size=20)),
        min_size=1,
        max_size=9,
    )
)
def test_any_stored_articles_come_back(tmp_path, texts):
    packed = [f"{text}\0{text[::-1]}\0[]".encode() for text, _ in texts]
    path = tmp_path / "1.segment"
    path.unlink(missing_ok=True)
    with ArrayFileWriter(path) as writer:
        stored = ArticleWriter()
        stored.add(packed)
        stored.write(writer)
        writer.add("rest", b"".join(rest for _, rest in texts))
    container = ArrayFile(path)
    assert [Articles(container)[number] for number in range(len(texts))] == packed
    assert container.raw("rest", 0, container.length("rest")) == b"".join(rest for _, rest in texts)
    assert not list(container.verify_all())


def test_each_target_has_seeds_and_each_folder_of_seeds_a_target():
    assert sorted(path.name for path in fuzz_targets.SEEDS.iterdir()) == sorted(fuzz_targets.TARGETS)
    assert all(map(fuzz_targets.seeds_of, fuzz_targets.TARGETS))


@pytest.mark.parametrize("name", fuzz_targets.TARGETS)
def test_any_bytes_near_a_seed_are_taken_or_refused(name):
    """All seeds, then pieces of them put together: what broke something once is one of them."""
    seeds = fuzz_targets.seeds_of(name)
    for seed in seeds:
        fuzz_targets.TARGETS[name](seed)
    pieces = st.one_of(st.sampled_from(seeds), st.binary(max_size=8)).flatmap(
        lambda piece: st.builds(
            lambda start, length: piece[start : start + length], st.integers(0, 40), st.integers(0, 60)
        )
    )

    @settings(max_examples=settings.default.max_examples if settings.default.max_examples > FEW else FEW // 4)
    @given(st.lists(pieces, max_size=5).map(b"".join))
    def check(raw):
        fuzz_targets.TARGETS[name](raw)

    check()
