"""Word documents that show their stories by pages, and bulletins of offices."""

from __future__ import annotations

import pytest
from read_files import OTHER, articles, read_file
from test_documents import docx, p

BODY = "大桥在江心合龙的时候，两岸市民从各处赶来观看，孩子们坐在父亲的肩上，老人说起从前的渡船，直到夜里才散去。"

BREAK = p('<w:r><w:br w:type="page"/></w:r>')
TITLES = ["澜江大桥今天合龙", "江城大学开学！", "江城发布寒潮预警"]
IN_FRONT = [p(f'<w:r><w:br w:type="page"/><w:t>{title}</w:t></w:r>') + p(BODY) + p(OTHER) for title in TITLES]
BEHIND = f'<w:r><w:t>{OTHER}</w:t><w:br w:type="page"/></w:r>'
PAGES = {
    "a break of its own": [p(title) + p(BODY) + p(OTHER) + BREAK for title in TITLES],
    "bold titles": [p(title, run="<w:b/>") + p(BODY) + p(OTHER) + BREAK for title in TITLES],
    "in front of the title": IN_FRONT,
    "behind the text": [p(title) + p(BODY) + p(BEHIND) for title in TITLES],
    "a mark of the title": [p(title, marks="<w:pageBreakBefore/>") + p(BODY) + p(OTHER) for title in TITLES],
    "a cover": [p("江城市融媒体中心稿件"), *IN_FRONT],
}


@pytest.mark.parametrize("parts", PAGES.values(), ids=PAGES)
def test_pages_that_each_begin_with_a_title_are_a_story_each(tmp_path, parts):
    found = articles(read_file(tmp_path, "稿件.docx", docx(*parts)))
    assert [each.title for each in found] == TITLES
    assert [[line.text for line in each.paragraphs] for each in found] == [[BODY, OTHER]] * 3


STORY = [p(TITLES[0]), p(BODY), BREAK]
ONE = {
    "text goes on": [*STORY, p(OTHER), p(BODY), BREAK, p(OTHER)],
    "one page goes on": [*STORY, p("大桥的历史"), p(BODY), BREAK, p(OTHER), p(BODY)],
    "parts with numbers": [*STORY, p("一、历史"), p(BODY), BREAK, p("二、未来"), p(OTHER)],
    "the same line above each page": [*STORY, p(TITLES[0]), p(BODY), BREAK, p(TITLES[0]), p(OTHER)],
    "what is enclosed": [*STORY, p("附件：大桥的数字"), p(BODY), BREAK, p("附表"), p(OTHER)],
    "two pages": [*STORY, p("大桥的历史"), p(BODY)],
    "no page": [p(title, run="<w:b/>") + p(BODY) for title in TITLES],
}


@pytest.mark.parametrize("parts", ONE.values(), ids=ONE)
def test_pages_of_one_story_part_nothing(tmp_path, parts):
    (found,) = articles(read_file(tmp_path, "稿件.docx", docx(*parts)))
    assert found.title == TITLES[0]


def test_the_name_of_a_bulletin_is_no_paper(tmp_path):
    name = p("江城舆情专报", run='<w:sz w:val="44"/>')
    parts = (name, p("第12期（总第112期）"), p("江城市网信办　2025年3月18日"), p("一、概述"), p(BODY), p(OTHER))
    (found,) = articles(read_file(tmp_path, "a.docx", docx(*parts)))
    assert (found.title, found.date) == ("江城舆情专报", "2025-03-18")
    assert found.source != "江城舆情专报"


def test_the_name_of_a_paper_above_a_story_is_its_source(tmp_path):
    parts = (p("江城日报"), p("2025年3月18日　第12期"), p(TITLES[0], "1"), p(BODY), p(OTHER))
    (found,) = articles(read_file(tmp_path, "a.docx", docx(*parts)))
    assert (found.title, found.source) == (TITLES[0], "江城日报")
