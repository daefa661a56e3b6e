"""Sentences of a Markdown file that became part of no article, and headlines within one, are told of."""

from __future__ import annotations

import pytest

from newsgrep.model import Article, Paragraph
from newsgrep.readers.marked_texts import MarkedText

TEXT = "大桥在江心合龙的时候，两岸市民从各处赶来观看，孩子们坐在父亲的肩上，老人说起从前的渡船。"
ITEMS = f"## 大桥合龙\n\n{TEXT}\n\n" * 6


def oddities(text, taken):
    """The signs of a file of which these lines became those of an article."""
    marked = MarkedText(text)
    paragraphs = tuple(Paragraph("", ((0, number),)) for number in taken)
    marked.look_at(Article("a.md", "1", (), paragraphs))
    return list(marked.oddities())


@pytest.mark.parametrize(("taken", "found"), [((3, 7), True), ((3, 7, 11), True), ((3, 7, 11, 15), False), ((), False)])
def test_many_sentences_in_no_article_are_odd(taken, found):
    assert oddities(ITEMS, taken) == ["lost lines"] * found


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: 大桥\ndescription: {TEXT}\nsummary: {TEXT}\nabstract: {TEXT}\n---\n\n{TEXT}\n",
        f"```\n{TEXT}\n{TEXT}\n{TEXT}\n```\n\n\n\n{TEXT}\n",
        f"> {TEXT}\n>\n> {TEXT}\n>\n> {TEXT}\n\n\n{TEXT}\n",
        f"大桥\n江城\n大学\n开学\n地铁\n通车\n\n{TEXT}\n",
    ],
    ids=["front matter", "code", "quotes", "short lines"],
)
def test_what_is_about_a_text_is_none_of_it(text):
    assert oddities(text, (8,)) == []


HEADLINES = "".join(f"**[澜江大桥第{at}次合龙](https://j.example/{at})** · 江城日报<br>\n{TEXT}\n\n" for at in range(3))


@pytest.mark.parametrize(("text", "found"), [(HEADLINES, True), (HEADLINES.replace("**", ""), False)])
def test_headlines_within_an_article_are_odd(text, found):
    taken = range(1, text.count("\n"))
    assert oddities(text, taken) == ["hidden titles"] * found
