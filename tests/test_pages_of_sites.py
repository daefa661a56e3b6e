"""What stands around the story of a page, by its form rather than its site: labels, feet, credits, teasers, sections."""

from __future__ import annotations

import html
import io
import json

import pytest
from read_files import BODY, OTHER, articles, lines, problems, read_file

from newsgrep.readers import FieldMap
from newsgrep.readers.web.html import read_html

TITLE = "澜江大桥今日合龙明年通车"
TEXTS = [BODY, OTHER]
THIRD = "市交通局局长罗远说，大桥通车以后，两岸往来只要五分钟，比坐渡船省下一个小时。"


def page(folder, body, title=f"{TITLE}_江城网", head=""):
    content = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>{body}</html>'
    return articles(read_file(folder, "1.html", content))


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def test_labels_and_the_foot_of_a_page_weigh_less_than_a_short_story(tmp_path):
    ranks = "".join(f"<div><div>{number}</div><div>點閱：{number},272次</div></div>" for number in range(1, 9))
    story = f'<div class="a"><div>2025/03/18 18:58</div><div>字級大小：</div>{BODY}<br><br>{THIRD}</div>'
    foot = "<div>本網站內容屬於江城電台所有，非經允許，不得轉載 All Rights Reserved.<br>江城路375號 TEL：027-25019688</div>"
    (found,) = page(tmp_path, f"<form><div><div>{TITLE}</div>{story}</div><div>{ranks}</div>{foot}</form>")
    assert lines(found) == [BODY, THIRD]


@pytest.mark.parametrize(
    "line",
    [
        "文｜何青禾",
        "攝影｜罗远",
        "更新時間｜2025.03.18 09:00 臺北時間",
        "更多內容，歡迎訂閱江城報，看完整報導。",
        "【更多新聞詳情請上 - 江城新聞網 】",
        "轉寄| 目前字級：",
        "點閱：208次",
        "推薦此文章推 收",
        "除另有註明外，本站內容皆採共享條款授權大眾使用",
        "打开全文",
        "12",
    ],
)
def test_lines_below_a_story_that_are_no_part_of_it(tmp_path, line):
    (found,) = page(tmp_path, f"<h1>{TITLE}</h1><div class=x>{paragraphs(BODY, OTHER, THIRD, line)}</div>")
    assert lines(found) == [BODY, OTHER, THIRD]


@pytest.mark.parametrize(
    "line", ["更多农产品上了网，价格也高了。", "文字是人写的，桥是人修的。", "上映时间：明年春天。"]
)
def test_sentences_like_them_are_part_of_it(tmp_path, line):
    (found,) = page(tmp_path, f"<h1>{TITLE}</h1><div class=x>{paragraphs(BODY, OTHER, line)}</div>")
    assert lines(found) == [BODY, OTHER, line]


def test_a_story_in_an_element_with_the_name_of_one_of_buttons(tmp_path):
    teasers = "".join(
        f"<li><a href={at}>江城大学今天开学{at}</a><br>{text[:40]}...<a href={at}>更多</a></li>"
        for at, text in enumerate(TEXTS)
    )
    share = f'<div class="share"><div><a href=1>分享</a></div><span>{BODY}<br><br>{THIRD}</span></div>'
    (found,) = page(tmp_path, f"<div><div>生活 {TITLE} 2025/3/18 18:13</div>{share}</div><div><ul>{teasers}</ul></div>")
    assert lines(found) == [BODY, THIRD]


def test_a_story_goes_on_below_links_to_others(tmp_path):
    further = f'<div class="further"><h4>延伸阅读</h4><div><a href=1>{TEXTS[1][:20]}</a></div></div>'
    story = f"<article><div>{paragraphs(BODY, OTHER, BODY[5:])}{further}{paragraphs(THIRD, THIRD[9:])}</div></article>"
    (found,) = page(tmp_path, f"<h1>{TITLE}</h1>{story}")
    assert lines(found) == [BODY, OTHER, BODY[5:], THIRD, THIRD[9:]]


def test_a_story_above_teasers_is_not_below_a_link_above_it(tmp_path):
    links = "<div><a href=/>首页</a><a href=/a>快讯</a><a href=/b>资讯</a><a href=/c>专题</a></div>"
    teasers = "".join(f"<li><a href={at}>江城大学今天开学{at}</a><p>{text}</p></li>" for at, text in enumerate(TEXTS))
    story = f"<h1>{TITLE}</h1><div class=x>{paragraphs(BODY, OTHER, BODY[5:], THIRD)}</div>"
    (found,) = page(tmp_path, f"{links}{story}<ul>{teasers}</ul>")
    assert (found.title, lines(found)) == (TITLE, [BODY, OTHER, BODY[5:], THIRD])


def test_a_story_in_blocks_in_the_data_of_a_page(tmp_path):
    blocks = [
        {"data": paragraphs(BODY), "type": "text"},
        {"data": {"title": "", "duration": 63}, "type": "video"},
        {"data": OTHER, "type": "quotation"},
        {"data": "两岸争看", "type": "heading"},
        {"data": "大桥夜景。", "type": "image"},
        {"data": paragraphs(THIRD), "type": "text"},
    ]
    document = {"title": TITLE, "newsTime": "2025-03-18 09:15:00", "source": "江城电视台"}
    data = {"docData": {**document, "contentData": {"contentList": blocks}}, "hotNews": [{"title": "江城大学今天开学"}]}
    script = f"<script>var allData = {json.dumps(data, ensure_ascii=False)};</script>"
    (found,) = page(tmp_path, f"<div id=root></div>{script}<div>江城网友<p>早该修了，支持！</p></div>")
    assert (found.title, found.date, found.source) == (TITLE, "2025-03-18", "江城电视台")
    assert lines(found) == [BODY, OTHER, "两岸争看", THIRD]


@pytest.mark.parametrize("name", ["打印页面", "新闻详情", "无标题文档"])
def test_the_title_of_a_page_that_only_says_what_it_is(tmp_path, name):
    rows = f"<tr><td><b>{TITLE}</b></td></tr><tr><td>2025年03月18日08:12　江城晚报</td></tr><tr><td>{BODY}<br>{THIRD}</td></tr>"
    (found,) = page(tmp_path, f"<table>{rows}</table>", name)
    assert (found.title, lines(found)) == (TITLE, [BODY, THIRD])


def test_the_name_of_a_ministry_before_a_title(tmp_path):
    (found,) = page(tmp_path, f"<div>{paragraphs(BODY, THIRD)}</div>", f"江城市人民政府 | {TITLE}公报")
    assert found.title == f"{TITLE}公报"


@pytest.mark.parametrize(
    ("title", "heading", "doubts"),
    [
        ("江城新闻网", "", ("contradicted",)),
        ("新闻网站(News Website)", "", ("contradicted",)),
        (TITLE, TITLE, ()),
        (TITLE, "", ()),
        ("江城新闻网", TITLE, ()),
    ],
)
def test_a_title_that_is_only_the_name_of_the_site_is_in_doubt(title, heading, doubts):
    shown = f"<h1>{heading}</h1>" if heading else ""
    content = (
        f"<html><head><title>{title}</title></head><body>{shown}<div>{paragraphs(BODY, THIRD)}</div></body></html>"
    )
    (found,) = read_html("1.html", io.BytesIO(content.encode()), FieldMap())
    assert found.doubts == doubts


def test_the_source_of_a_page_as_a_browser_shows_it(tmp_path):
    source = [
        f"<html><head><title>{TITLE}_江城网</title></head>",
        "<body>",
        f"<h1>{TITLE}</h1>",
        paragraphs(BODY, THIRD),
    ]
    rows = "".join(
        f'<tr><td class="line-number"></td><td class="line-content">{html.escape(row)}</td></tr>' for row in source
    )
    (found,) = page(tmp_path, f"<table>{rows}</table>", "view-source:http://j.example/1.html")
    assert (found.title, lines(found)) == (TITLE, [BODY, THIRD])


def test_the_page_of_a_paper_and_the_day_of_a_signature_are_no_signs_of_a_mistake(tmp_path):
    notes = "<!--enpproperty <date>2025-03-18 00:00:00.0</date><nodename>第A02版：要闻</nodename>/enpproperty-->"
    text = f"<founder-content>{paragraphs(BODY, THIRD, '江城市人民政府', '2025年3月12日')}</founder-content>"
    content = f"<html><head><title>{TITLE}</title></head>{notes}<body><h1>{TITLE}</h1>{text}</body></html>"
    found = read_file(tmp_path, "1.html", content)
    assert [(article.section, article.date) for article in articles(found)] == [("第A02版：要闻", "2025-03-18")]
    assert problems(found) == []
