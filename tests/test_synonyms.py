"""Synonyms: their file, the ways they word a run, and what a search makes of them."""

import pytest
from articles import article, entry

from newsgrep.analysis import load_segmenter
from newsgrep.engine.memory import MemoryEngine
from newsgrep.errors import ConfigError
from newsgrep.message import Message
from newsgrep.query.explain import explain
from newsgrep.query.synonyms import Synonyms, read_synonyms
from newsgrep.search.search import Request, search

FILE = r"""
# unions
工会, 总工会，省总
ＧＤＰ, 國內生產總值
省總工會 => 总工会
澜江一桥 => 澜江大桥, 老桥
a\,b => 逗号
总工会 => 全总
"""


@pytest.fixture
def synonyms(tmp_path):
    (tmp_path / "synonyms.txt").write_text(FILE, encoding="utf-8")
    return read_synonyms(tmp_path / "synonyms.txt")


def test_the_file_is_solrs_and_folded(synonyms):
    assert synonyms.terms == {
        "工会": ("总工会", "省总"),
        "总工会": ("工会", "省总", "全总"),
        "省总": ("工会", "总工会"),
        "gdp": ("国内生产总值",),
        "国内生产总值": ("gdp",),
        "省总工会": ("总工会",),
        "澜江一桥": ("澜江大桥", "老桥"),
        "a,b": ("逗号",),
    }


@pytest.mark.parametrize("content", ["a => b => c", "=> a", "a =>", "alone", "a -> b"])
def test_a_line_that_is_none_is_named(tmp_path, content):
    (tmp_path / "synonyms.txt").write_text(f"x, y\n{content}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"synonyms\.txt:2: not a valid line of synonyms"):
        read_synonyms(tmp_path / "synonyms.txt")


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / "gbk.txt").write_bytes("工会, 总工会".encode("gb18030"))
    for name in ("none.txt", "gbk.txt"):
        with pytest.raises(ConfigError, match="the synonym file cannot be read"):
            read_synonyms(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("工会", ["工会"]),
        ("江城总工会", ["总工会"]),
        ("省总工会", ["省总工会"]),  # the longest term, not those inside it
        ("gdp增长", ["gdp"]),
        ("gdps", []),  # within a word there is none
        ("大桥", []),
        ("工会和澜江一桥", ["工会", "澜江一桥"]),
        ("", []),
    ],
)
def test_terms_are_found_where_whole_words_stand(synonyms, text, terms):
    found = synonyms.find(text, load_segmenter())
    assert [text[term.start : term.end] for term in found] == terms
    assert [term.others for term in found] == [synonyms.terms[term] for term in terms]


@pytest.fixture
def engine():
    engine = MemoryEngine()
    engine.update(
        (),
        [
            entry(article("1", "工会帮扶职工", "江城工会昨日帮扶职工。")),
            entry(article("2", "省总帮扶职工", "省总昨日帮扶职工，职工很高兴。")),
            entry(article("3", "大桥合龙", "大桥昨日合龙。")),
            entry(article("4", "职工", "省总的一场球赛。")),
        ],
    )
    return engine


def found(engine, line, synonyms=None, **options):
    request = Request(line, relax=False, **options)
    request = request if synonyms is None else request._replace(synonyms=synonyms)
    return [hit.key for hit in search(engine, request, load_segmenter()).found.hits]


def test_synonyms_are_found_and_ranked_behind_what_is_written(engine, synonyms):
    assert found(engine, "工会") == ["1"]
    assert found(engine, "工会", synonyms) == ["1", "2", "4"]
    assert found(engine, "工会 帮扶", synonyms) == ["1", "2"]
    assert found(engine, "工会帮扶", synonyms) == ["1", "2"]
    assert found(engine, "title:工会", synonyms) == ["1", "2"]


def test_what_is_quoted_means_what_it_says(engine, synonyms):
    assert found(engine, '"工会"', synonyms) == ["1"]
    assert found(engine, '职工 -"工会"', synonyms) == ["2", "4"]


def test_an_exclusion_leaves_out_what_the_words_would_find(engine, synonyms):
    assert sorted(found(engine, "工会", synonyms) + found(engine, "-工会", synonyms)) == ["1", "2", "3", "4"]


def test_explain_shows_them(engine, synonyms):
    plan = search(engine, Request("工会", synonyms=synonyms), load_segmenter()).plan
    assert next(explain(plan)) == (Message("also"), 0, "总工会, 省总")
    assert {"总工会", "省总"} <= {mark.text for mark in plan.marks}


@pytest.mark.parametrize(
    "lines",
    [", ".join(f"词{number}" for number in range(300)), "\n".join(f"大桥, 词{number}" for number in range(300))],
)
def test_more_than_a_search_could_look_for_are_refused(tmp_path, lines):
    (tmp_path / "many.txt").write_text(lines, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"many\.txt:\d+: .* has more than 200 synonyms"):
        read_synonyms(tmp_path / "many.txt")


def test_each_of_many_is_found(engine):
    many = Synonyms({"工会": (*(f"词{number}" for number in range(40)), "球赛"), "昨日": ("今天", "一场")})
    assert found(engine, "工会", many) == ["1", "4"]
    assert found(engine, "工会昨日", many) == ["1", "4"]


def test_a_synonym_of_several_words_is_found_where_they_stand_together(engine):
    engine.update(
        (), [entry(article("5", "职工球赛", "职工看了一场精彩的球赛。")), entry(article("6", "球赛", "职工球赛。"))]
    )
    assert sorted(found(engine, "联赛", Synonyms({"联赛": ("职工球赛",)}))) == ["5", "6"]


def test_a_term_of_several_words_has_synonyms(engine):
    assert found(engine, "澜江一桥合龙", Synonyms({"澜江一桥": ("大桥",)})) == ["3"]


def test_a_file_without_synonyms_changes_nothing(engine, tmp_path):
    (tmp_path / "none.txt").write_text("\n# nothing\n", encoding="utf-8")
    assert found(engine, "工会", read_synonyms(tmp_path / "none.txt")) == ["1"]
