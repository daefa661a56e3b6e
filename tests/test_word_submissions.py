"""Stories in Word that were sent to an editor, or pasted from a page."""

from __future__ import annotations

import pytest
from read_files import OTHER, articles, lines, read_file
from test_documents import docx, p

BODY = "大桥在江心合龙的时候，两岸市民从各处赶来观看，孩子们坐在父亲的肩上，老人说起从前的渡船，直到夜里才散去。"
TITLE = "澜江大桥今天下午提前合龙"
LETTER = [
    p("尊敬的编辑老师："),
    p("您好！现投上通讯稿一篇，约一千字，请审阅。如蒙采用，请按下面的地址寄送样报。"),
    p("此致"),
    p("敬礼！"),
    p("何青禾"),
    p("2025年3月18日"),
    p("联系电话：13800000000"),
]


@pytest.mark.parametrize("marks", ["", '<w:jc w:val="center"/>'])
def test_a_covering_letter_is_none_of_the_story(tmp_path, marks):
    parts = [*LETTER, p(TITLE, marks=marks, run="<w:b/>"), p("何青禾", marks=marks), p(BODY), p(OTHER)]
    (found,) = articles(read_file(tmp_path, "投稿.docx", docx(*parts)))
    assert (found.title, lines(found), found.date) == (TITLE, [BODY, OTHER], None)
    assert found.reporters == ("何青禾",)


@pytest.mark.parametrize("rest", [[], [p("附：稿件一篇")]], ids=["nothing", "no story"])
def test_a_letter_alone_is_a_text(tmp_path, rest):
    (found,) = articles(read_file(tmp_path, "a.docx", docx(*LETTER, p(BODY), *rest)))
    assert "此致" in lines(found)


RELEASE = [p("新闻稿", marks='<w:jc w:val="right"/>'), p("请即发布"), p("即时发布")]
ASK = [p("媒体联络"), p("澜江大桥公司市场部"), p("电话：027-00000000"), p("# # #")]


@pytest.mark.parametrize("end", [ASK, ASK[3:], [p("-完-"), *ASK[:3]]], ids=["", "the end", "the end above"])
@pytest.mark.parametrize("name", [RELEASE[:1], [RELEASE[0], RELEASE[2]]], ids=["a name", "a name and when"])
def test_what_is_around_a_press_release_is_none_of_it(tmp_path, name, end):
    parts = [*name, p(TITLE, marks='<w:jc w:val="center"/>', run="<w:b/>"), p(BODY), p(OTHER), *end]
    (found,) = articles(read_file(tmp_path, "a.docx", docx(*parts)))
    assert (found.title, lines(found)) == (TITLE, [BODY, OTHER])


def test_the_end_of_a_story_that_is_no_press_release_stays(tmp_path):
    (found,) = articles(read_file(tmp_path, "a.docx", docx(p(TITLE), p(BODY), p(OTHER), *ASK[:3])))
    assert lines(found)[-1] == "电话：027-00000000"


def test_a_button_of_a_page_below_a_headline_is_none_of_the_text(tmp_path):
    parts = (p(TITLE, "1"), p("2025年3月18日 | 来源：江城日报"), p("小字号"), p("本报记者 何青禾"), p(BODY))
    (found,) = articles(read_file(tmp_path, "a.docx", docx(*parts)))
    assert (found.date, found.source, lines(found)) == ("2025-03-18", "江城日报", [BODY])
