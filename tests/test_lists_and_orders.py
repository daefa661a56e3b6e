"""Queries from a file, word lists, other corpora to compare with, the order of readings."""

import json
import math

import pytest
from conftest import index_of

from newsgrep.text.pinyin import homophones, sort_key

RECORDS = [
    {"id": "1", "title": "大桥合龙", "body": "大桥合龙，大桥建成，大桥重建。", "source": "江城日报"},
    {"id": "2", "title": "候鸟归来", "body": "候鸟飞过大桥，候鸟落在湿地。", "source": "江城晚报"},
    {"id": "3", "title": "湿地", "body": "湿地的大桥阿姨看候鸟。", "source": "临江周刊"},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("lists"), {"a.jsonl": RECORDS})


def counted(out):
    return [(one["query"], one["articles"]) for one in map(json.loads, out.splitlines())]


BINARY = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(32))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_queries_come_from_a_file_or_from_stdin(say, folder, ending):
    text = ending.join(["\ufeff大桥", "", "  ", "候鸟 -重建", "# 湿地", "候鸟", "候鸟"])
    expected = [("大桥", 3), ("候鸟 -重建", 2), ("# 湿地", 2), ("候鸟", 2), ("候鸟", 2)]
    (folder / "terms.txt").write_text(text, encoding="utf-8", newline="")
    assert counted(say("count", "--terms", "terms.txt", "--json")[1]) == expected
    assert counted(say("count", "--terms", "-", "--json", stdin=text.encode())[1]) == expected
    assert counted(say("count", "-f", "terms.txt", "湿地", "--json")[1]) == [("湿地", 2), *expected]


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-8-sig"])
def test_a_list_of_queries_is_read_in_the_encodings_of_the_corpus(say, folder, encoding):
    lines = ["大橋", "候鳥"] if encoding == "big5hkscs" else ["大桥", "候鸟"]
    written = "\n".join(lines).encode(encoding)
    (folder / "other.txt").write_bytes(written)
    for name, stdin in (("other.txt", b""), ("-", written)):
        assert counted(say("count", "--terms", name, "--json", stdin=stdin)[1]) == [*zip(lines, (3, 2), strict=True)]


def test_standard_input_is_named_by_its_name(say):
    err = "newsgrep: standard input: contains no query (write one query per line)\n"
    assert say("count", "--terms", "-", stdin=b"\n") == (2, "", err)
    code, _, err = say("count", "--terms", "-", stdin=BINARY)
    assert code == 2
    assert err.startswith(
        "newsgrep: standard input: the list of queries cannot be read: not a text file (write one query per line)"
    )


def test_a_file_without_queries_is_an_error(say, folder):
    (folder / "empty.txt").write_text("\n \n", encoding="utf-8")
    (folder / "binary.txt").write_bytes(BINARY)
    for name, told in (
        ("empty.txt", "contains no query"),
        ("none.txt", "cannot be read"),
        ("binary.txt", "the list of queries cannot be read: not a text file"),
    ):
        code, out, err = say("count", "--terms", name)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(f"newsgrep: {name}: ")
        assert told in err
    assert say("count", "--terms", "-")[0] == 2


def words_of(out):
    *words, summary = map(json.loads, out.splitlines())
    return {one["word"]: one for one in words}, summary


def test_without_a_query_the_words_of_the_corpus_are_listed_by_count(say):
    words, summary = words_of(say("keywords", "--sort", "count", "--least", "1", "-n", "0", "--json")[1])
    assert list(words)[:2] == ["大桥", "候鸟"]
    assert (words["大桥"]["type"], words["大桥"]["count"], words["候鸟"]["count"]) == ("word", 6, 4)
    assert {one["type"] for one in words.values()} == {"word"}
    assert "的" not in words
    assert summary["articles"] == 3
    assert say("keywords", "--sort", "count")[1].splitlines()[0] == "word\tcount\tper_million"
    assert say("keywords", "--sort", "log-ratio")[0] == 2
    assert say("keywords")[0] == 2
    # With a query, words are compared, in whatever order they are listed.
    assert "log_ratio" in say("keywords", "候鸟", "--sort", "count")[1]


def test_keywords_are_compared_with_the_articles_of_another_query(say):
    options = ("--least", "1", "-n", "0", "--json")
    against, summary = words_of(say("keywords", "source:江城晚报", "--against", "source:江城日报", *options)[1])
    assert summary["against"] == "source:江城日报"
    assert (against["候鸟"]["count"], against["候鸟"]["frequency"]) == (3, 3)
    rest, _ = words_of(say("keywords", "source:江城晚报", *options)[1])
    assert (rest["候鸟"]["count"], rest["候鸟"]["frequency"]) == (3, 4)
    # An article that both queries match is no part of the reference.
    same, _ = words_of(
        say("keywords", "source:江城晚报", "--against", "source:江城晚报 OR source:江城日报", *options)[1]
    )
    assert same == against
    # Filters are for the query alone.
    filtered, _ = words_of(say("keywords", "--source", "江城晚报", "--against", "source:江城日报", *options)[1])
    assert filtered == against
    assert all(math.isfinite(one["log_ratio"]) for one in against.values())


def test_a_reference_that_is_empty_is_said(say):
    code, _, err = say("keywords", "候鸟", "--against", "没有此物")
    assert code == 1
    assert err.startswith("newsgrep: nothing found: no article matches --against 没有此物; no article contains ")
    assert "is not a date" in say("keywords", "候鸟", "--against", "大桥 date:明日黄花")[2]


def test_lines_sort_by_the_readings_of_what_follows(say):
    _, out, _ = say("kwic", "大桥", "--sort", "pinyin", "--format", "{right}")
    rights = out.splitlines()
    assert rights == sorted(rights, key=lambda text: sort_key(text.replace("，", ",").replace("。", ".")))
    assert (
        rights.index("阿姨看候鸟。") < rights.index("合龙") < rights.index("建成，大桥重建。") < rights.index("重建。")
    )
    assert sorted(rights) == sorted(say("kwic", "大桥", "--format", "{right}")[1].splitlines())


def test_readings_are_those_of_the_dictionary():
    assert sorted(["重庆", "上海", "北京", "广州", "1月", "abc", "，"], key=sort_key) == ["1月", "abc", "，", "北京", "广州", "上海", "重庆"]  # fmt: skip
    for one, other in ("议意", "权全", "近进", "行航", "着召"):
        assert other in homophones(one)
    for one, other in ("议桥", "的大"):
        assert other not in homophones(one)
