from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsgrep.model import KINDS, Article, Paragraph, Role
from newsgrep.storage.article_codec import digest, pack, unpack, unpack_metadata

LINES = st.one_of(
    st.text(st.characters(exclude_characters="\0\n"), max_size=12),
    st.lists(
        st.sampled_from(["江城大学", "\ud83d", "\ude00", "\U0001f600", "\r", "\x85", "\u2028", '"', "\\n", "\t"])
    ).map("".join),
)
FACTS = st.one_of(LINES, st.sampled_from(["", "江城\n日报", "a\0b", "\ud800"]))
NUMBERS = st.integers(0, 1 << 40)
PLACES = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=3).map(tuple)
PARAGRAPHS = st.lists(
    st.builds(
        Paragraph,
        LINES,
        st.one_of(PLACES, st.integers(0, 99).map(lambda line: ((0, line),))),
        st.sampled_from(get_args(Role)),
    ),
    max_size=4,
).map(tuple)
NAMES = st.lists(FACTS, max_size=3).map(tuple)
PERHAPS = st.one_of(st.none(), FACTS)
ARTICLES = st.builds(
    Article, FACTS, FACTS, PARAGRAPHS, PARAGRAPHS, st.sampled_from(KINDS), PERHAPS, PERHAPS, PERHAPS, NAMES, NAMES
)
HEADLINE = Paragraph("澜江大桥合龙", ((0, 1),), "headline")
BODY = Paragraph("今天合龙。", ((0, 3),))
ARTICLE = Article("江城日报/1.txt", "1", (HEADLINE,), (BODY,), date="2025-03-18", reporters=("何青禾",))


@given(ARTICLES)
def test_an_article_comes_back_as_it_was_packed(article: Article):
    assert unpack(pack(article)) == article


@given(ARTICLES)
def test_the_facts_come_back_without_the_texts(article: Article):
    assert unpack_metadata(pack(article)) == article._replace(headlines=(), paragraphs=())


@given(ARTICLES, ARTICLES)
def test_different_articles_are_packed_differently(one: Article, other: Article):
    assume(one != other)
    assert pack(one) != pack(other)
    assert digest(pack(one)) != digest(pack(other))


@given(ARTICLES)
def test_the_same_article_is_packed_the_same(article: Article):
    assert pack(article._replace(kind=article.kind)) == pack(article) == pack(unpack(pack(article)))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(ARTICLE._replace(paragraphs=(BODY._replace(lines=((0, 4),)),)), id="line number"),
        pytest.param(ARTICLE._replace(paragraphs=(BODY._replace(lines=((1, 3),)),)), id="offset"),
        pytest.param(ARTICLE._replace(paragraphs=(BODY._replace(lines=((0, 3), (2, 4))),)), id="line pairs"),
        pytest.param(ARTICLE._replace(paragraphs=(BODY._replace(role="caption"),)), id="role"),
        pytest.param(ARTICLE._replace(headlines=(HEADLINE._replace(role="body"),)), id="role of a headline"),
        pytest.param(ARTICLE._replace(paragraphs=(BODY._replace(text="今天合龙！"),)), id="text"),
        pytest.param(ARTICLE._replace(paragraphs=(BODY, BODY)), id="one more paragraph"),
        pytest.param(ARTICLE._replace(paragraphs=()), id="no paragraph"),
        pytest.param(ARTICLE._replace(headlines=(), paragraphs=(HEADLINE, BODY)), id="title or body"),
        pytest.param(ARTICLE._replace(path="江城日报/2.txt"), id="path"),
        pytest.param(ARTICLE._replace(key="2"), id="key"),
        pytest.param(ARTICLE._replace(kind="brief"), id="kind"),
        pytest.param(ARTICLE._replace(date=None), id="date"),
        pytest.param(ARTICLE._replace(source="江城日报"), id="source"),
        pytest.param(ARTICLE._replace(source=""), id="empty is not absent"),
        pytest.param(ARTICLE._replace(section="要闻"), id="section"),
        pytest.param(ARTICLE._replace(reporters=("罗远",)), id="reporters"),
        pytest.param(ARTICLE._replace(reporters=(), correspondents=("何青禾",)), id="reporter or correspondent"),
    ],
)
def test_the_digest_tells_an_article_from(other: Article):
    assert digest(pack(other)) != digest(pack(ARTICLE))
    assert unpack(pack(other)) == other


def test_a_digest_is_sixteen_hexadecimal_digits():
    assert len(digest(pack(ARTICLE))) == 16
    assert int(digest(pack(ARTICLE)), 16) >= 0
