"""Digests in Word whose titles are not styled."""

from __future__ import annotations

import pytest
from read_files import OTHER, articles, bodies, facts, lines, read_file
from test_documents import docx, odt, p

BODY = "大桥在江心合龙的时候，两岸市民从各处赶来观看，孩子们坐在父亲的肩上，老人说起从前的渡船，直到夜里才散去。"
TITLES = ["澜江大桥今天下午提前合龙", "江城大学北校区举行开学典礼", "江城市气象台发布寒潮预警信号"]
BOLD, LARGE = "<w:b/>", '<w:b/><w:sz w:val="40"/>'


def test_bold_names_above_bold_titles_are_sections(tmp_path):
    parts = [p("江城每周资讯", run=LARGE), p("（2025.3.12—2025.3.18）")]
    for name, titles in (("本市", TITLES[:2]), ("国外", TITLES[2:])):
        parts += [p(name, run=BOLD), *(part for title in titles for part in (p(title, run=BOLD), p(BODY)))]
    found = articles(read_file(tmp_path, "a.docx", docx(*parts)))
    assert [(each.title, each.section, each.date) for each in found] == [
        (title, section, "2025-03-18") for title, section in zip(TITLES, ("本市", "本市", "国外"), strict=True)
    ]
    assert bodies(found) == [BODY] * 3


def test_the_day_of_a_digest_in_markdown_is_the_last_of_its_period(tmp_path):
    text = "# 江城一周新闻剪报 2025.3.12~2025.3.18\n\n" + "".join(f"## {title}\n\n{BODY}\n\n" for title in TITLES)
    assert {each.date for each in articles(read_file(tmp_path, "a.md", text))} == {"2025-03-18"}


def test_marks_before_all_headlines_and_sections_of_one_story(tmp_path):
    parts = [p("3月月度新闻", run=LARGE), p("2025年3月18日　来源：江城日报")]
    for name, title in zip(("大势", "本市", "高校"), TITLES, strict=True):
        parts += [p(name, run=BOLD), p(f"◆{title}", run=BOLD), p(BODY)]
    found = articles(read_file(tmp_path, "a.docx", docx(*parts)))
    assert [(each.title, each.section, each.source) for each in found] == [
        (title, section, "江城日报") for title, section in zip(TITLES, ("大势", "本市", "高校"), strict=True)
    ]


LARGEST, LARGER = (f'<w:b/><w:sz w:val="{size}"/>' for size in (36, 30))
MORE = [*TITLES, "地铁三号线今天起试运行三天"]
SENT = [p("报：市委宣传部领导"), p("送：各处室"), p("（共印15份）")]


def test_names_in_larger_letters_than_the_headlines_are_sections(tmp_path):
    stories = [[p(title, run=LARGER), p(BODY)] for title in MORE]
    parts = [p("江城舆情日报", run='<w:sz w:val="52"/>'), p("第181期　2025年3月18日")]
    parts += [
        p("一、城建", run=LARGEST),
        *stories[0],
        *stories[1],
        *stories[2],
        p("二、交通", run=LARGEST),
        *stories[3],
    ]
    found = articles(read_file(tmp_path, "a.docx", docx(*parts, *SENT)))
    assert [(each.title, each.section) for each in found] == [
        *((title, "一、城建") for title in MORE[:3]),
        (MORE[3], "二、交通"),
    ]
    assert bodies(found) == [BODY] * 4  # and nothing of whom it is sent to


def test_names_in_brackets_are_sections_though_their_letters_are_those_of_headlines(tmp_path):
    heads = [f"{number}.{title}" for number, title in enumerate(MORE, start=1)]
    stories = [[p(head, run=LARGER), p(BODY)] for head in heads]
    parts = [
        p("江城舆情快报", run='<w:sz w:val="52"/>'),
        p("第18期（总第218期）"),
        p("江城市委网信办　　2025年3月18日"),
    ]
    parts += [p("【国内】", run=LARGER), *stories[0], *stories[1], p("【国际】", run=LARGER), *stories[2], *stories[3]]
    found = articles(read_file(tmp_path, "a.docx", docx(*parts, *SENT)))
    assert [(each.title, each.section) for each in found] == list(
        zip(MORE, ("国内", "国内", "国际", "国际"), strict=True)
    )


ABOVE = [
    "《江城日报》 3月18日 A01版",
    "新华社客户端　2025-03-17",
    "江城晚报 2025-03-16",
    "《农民日报》2025年3月15日 第2版",
]
SAID = [("江城日报", None), ("新华社客户端", "2025-03-17"), ("江城晚报", "2025-03-16"), ("农民日报", "2025-03-15")]


def test_lines_above_headlines_are_said_of_the_stories_below_them(tmp_path):
    stories = [(p(line), p(title, run=LARGEST), p(BODY)) for line, title in zip(ABOVE, MORE, strict=True)]
    parts = [
        p("江城融媒每周剪报", run='<w:sz w:val="52"/>'),
        p("（2025年第18期）"),
        *(part for story in stories for part in story),
    ]
    found = articles(read_file(tmp_path, "a.docx", docx(*parts)))
    assert [(each.title, each.source, each.date) for each in found] == [
        (title, *said) for title, said in zip(MORE, SAID, strict=True)
    ]
    assert bodies(found) == [BODY] * 4


def test_lines_below_texts_are_said_of_the_stories_above_them(tmp_path):
    stories = [(p(title, run=LARGEST), p(BODY), p(line)) for line, title in zip(ABOVE[1:], MORE[1:], strict=True)]
    parts = [part for story in stories for part in story]
    found = articles(read_file(tmp_path, "a.docx", docx(*parts, p(MORE[0], run=LARGEST), p(BODY))))
    assert [each.source for each in found] == [*(source for source, _ in SAID[1:]), None]


def test_headlines_with_a_line_in_smaller_letters_below_are_no_sections(tmp_path):
    stories = [(p(title, run=LARGEST), p("——江城一日所见所闻", run=LARGER), p(BODY)) for title in MORE]
    found = articles(read_file(tmp_path, "a.docx", docx(*(part for story in stories for part in story))))
    assert [each.title.split()[0] for each in found] == MORE
    assert {each.section for each in found} == {None}


def test_one_line_that_begins_as_those_on_recipients_do_is_text(tmp_path):
    found = articles(
        read_file(tmp_path, "a.docx", docx(p(TITLES[0], run=LARGE), p(BODY), p("送：这是大桥送来的春天。")))
    )
    assert lines(found[0])[-1] == "送：这是大桥送来的春天。"


ODT_STYLES = (
    "<office:automatic-styles><style:style style:name='P1'><style:paragraph-properties fo:text-align='center'/>"
    "<style:text-properties fo:font-size='16pt' fo:font-weight='bold'/></style:style>"
    "<style:style style:name='P2'><style:paragraph-properties fo:text-indent='0.85cm'/></style:style>"
    "<style:style style:name='T1'><style:text-properties fo:font-weight='bold'/></style:style></office:automatic-styles>"
)
HEADS = {
    "a style of the paragraph": "<text:p text:style-name='P1'>{}</text:p>",
    "bold letters": "<text:p text:style-name='Standard'><text:span text:style-name='T1'>{}</text:span></text:p>",
    "bold letters within others": "<text:p><text:span><text:span text:style-name='T1'>{}</text:span></text:span></text:p>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_titles_that_only_their_letters_show_in_opendocument(tmp_path, head):
    text = "".join(f"{head.format(title)}<text:p text:style-name='P2'>{BODY}</text:p><text:p/>" for title in TITLES)
    found = articles(read_file(tmp_path, "a.odt", odt(f"{ODT_STYLES}<office:text>{text}</office:text>")))
    assert [each.title for each in found] == TITLES
    assert bodies(found) == [BODY] * 3


def test_bold_words_in_a_text_in_opendocument_part_nothing(tmp_path):
    text = "".join(f"<text:p><text:span text:style-name='T1'>大桥：</text:span>{BODY}</text:p>" for _ in TITLES)
    text = f"<text:p text:style-name='P1'>{TITLES[0]}</text:p>{text}"
    assert len(articles(read_file(tmp_path, "a.odt", odt(f"{ODT_STYLES}<office:text>{text}</office:text>")))) == 1


NUMBERED = [
    part
    for number, title in zip("一二三", TITLES, strict=True)
    for part in (p(f"{number}、{title}", run=BOLD), p(BODY))
]


def test_numbered_headlines_below_the_name_of_a_digest_of_news_are_those_of_stories(tmp_path):
    parts = [p("每日要闻摘报", run=LARGE), p("2025年3月18日　星期二"), *NUMBERED]
    found = read_file(tmp_path, "a.docx", docx(*parts))
    assert facts(found) == [(title, "2025-03-18", None) for title in TITLES]
    assert bodies(found) == [BODY] * 3


def test_a_number_within_a_headline_stays(tmp_path):
    titles = ["澜江大桥总投资达到478.8万元", *TITLES[1:]]
    parts = [p("每日要闻摘报", run=LARGE), *(part for title in titles for part in (p(title, run=BOLD), p(BODY)))]
    assert [each.title for each in articles(read_file(tmp_path, "a.docx", docx(*parts)))] == titles


@pytest.mark.parametrize("name", ["江城水务工作简报", "澜江大桥建设纪实"])
def test_numbered_headings_of_a_report_are_no_stories(tmp_path, name):
    assert len(articles(read_file(tmp_path, "a.docx", docx(p(name, run=LARGE), *NUMBERED)))) == 1


INDENT = '<w:ind w:firstLineChars="200"/>'
STORIES = [[p(title), p(BODY, marks=INDENT), p(OTHER, marks=INDENT)] for title in TITLES]
ISSUE = [p("江城信息动态", run=LARGE), p("2025年第12期（总第112期）"), p("信息中心编　2025年3月18日")]
TYPED = [[p(title), p(f"　　{BODY}"), p(f"　　{OTHER}")] for title in TITLES]


def joined(stories, between=""):
    return [part for story in stories for part in [*story, between]]


@pytest.mark.parametrize(
    "parts",
    [[*ISSUE, *joined(STORIES)], [*ISSUE, *joined(TYPED)], joined(STORIES, p(""))],
    ids=["below the number of an issue", "typed spaces", "blank paragraphs above"],
)
def test_titles_that_are_not_indented_are_those_of_stories(tmp_path, parts):
    found = articles(read_file(tmp_path, "动态.docx", docx(*parts)))
    assert [each.title for each in found] == TITLES
    assert [lines(each) for each in found] == [[BODY, OTHER]] * 3
    assert {each.date for each in found} == ({"2025-03-18"} if parts[0] == ISSUE[0] else {None})


NAMES = [[p(name), p(BODY, marks=INDENT)] for name in ("从前的渡船", "合龙之夜", "两岸人家", "通车以后")]
ONE = {
    "short headings": [p(TITLES[0], run=LARGE), p(OTHER, marks=INDENT), *joined(NAMES, p(""))],
    "nothing above or between": [p("江上的一百年", run=LARGE), *joined(STORIES)],
    "text above": [*ISSUE, p(OTHER, marks=INDENT), *joined(STORIES)],
    "texts that are not indented": [
        p("江上的一百年"),
        *(part for title in TITLES for part in (p(title), p(BODY), p(""))),
    ],
}


@pytest.mark.parametrize("parts", ONE.values(), ids=ONE)
def test_headings_within_one_story_part_nothing(tmp_path, parts):
    assert len(articles(read_file(tmp_path, "a.docx", docx(*parts)))) == 1


def test_the_indentation_is_none_of_a_text(tmp_path):
    (found,) = articles(read_file(tmp_path, "a.docx", docx(p(TITLES[0]), p(BODY, marks='<w:ind w:firstLine="480"/>'))))
    assert (found.title, lines(found)) == (TITLES[0], [BODY])
