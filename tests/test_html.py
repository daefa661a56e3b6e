from __future__ import annotations

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_files import BODY, OTHER, bodies, lines, read_file

from newsgrep.errors import ReadError
from newsgrep.readers import FieldMap, Problem, ReadOptions, SourceFile, read_articles

pytest.importorskip("selectolax", reason="HTML is read by an extra")

from newsgrep.readers.web.html import html_record, looks_like_html, read_html
from newsgrep.readers.web.page_encoding import decode_page

PARAGRAPHS = (
    "本报讯（记者何青禾）3月18日上午，江城地铁5号线在双桥路站工地开工，预计2030年底通车。",
    "市轨道交通集团介绍，5号线建成后从渡口新村到高铁东站的时间将缩短为27分钟。",
    "施工期间，双桥路、石牌坊两处路口将分段围挡。",
)
TITLE = "江城地铁5号线今日开工"
OTHERS = (
    "鹭洲湿地迎来今年首批白鹤",
    "青石县春茶开采，鲜叶收购价涨两成",
    "市图书馆夜间开放延长至二十三点",
    "江城大学团队研制防汛袋",
)
COMMENT = "早就该修了，我家门口那条路堵了十年，每天上班都要多花半个小时，希望这次能按时完工，别再拖下去。"


def links(titles=OTHERS):
    return (
        "<ul>"
        + "".join(f"<li><a href='/{number}.html'>{title}</a></li>" for number, title in enumerate(titles))
        + "</ul>"
    )


def page(body, head="", title=f"{TITLE}_要闻_江城新闻网"):
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}<style>p {{ color: red }}</style></head><body>"
        f"<div class='top'>{links(('首页', '要闻', '经济', '文体'))}</div>{body}"
        f"<div class='related'><h3>相关新闻</h3>{links()}</div>"
        "<div class='footer'>版权所有 江城日报社，未经授权不得转载。</div></body></html>"
    )


def story(paragraphs=PARAGRAPHS, tag="p"):
    return "".join(f"<{tag}>　　{text}</{tag}>" for text in paragraphs)


def test_a_page_is_its_story(tmp_path):
    text = page(
        f"<h1>{TITLE}</h1><div class='info'>2025年03月18日09:15 来源：<a href='/'>江城日报</a> 作者：何青禾</div>"
        f"<div class='article'>{story()}<p>(责编：王某、李某)</p></div><div class='share'>分享到：微信 微博</div>"
    )
    (found,) = read_file(tmp_path, "40021.html", text)
    assert found.title == TITLE
    assert lines(found) == list(PARAGRAPHS)
    assert (found.date, found.source, found.reporters) == ("2025-03-18", "江城日报", ("何青禾",))


LAYOUTS = {
    "related links in the flow of paragraphs": f"<h1>{TITLE}</h1><div>江城日报　2025-03-18 09:15:22</div><div class='context'>{story(PARAGRAPHS[:1])}"
    f"<p>相关报道：</p><p><a href='#'>{OTHERS[0]}</a></p><p><a href='#'>{OTHERS[1]}</a></p>{story(PARAGRAPHS[1:])}<p>（责任编辑：王某 HN1）</p></div>",
    "text in pages": f"<h1>{TITLE}</h1><div>2025-03-18 来源：江城日报</div><div class='text'><div class='page page1'>{story(PARAGRAPHS[:2])}</div>"
    f"<div class='page page2'>{story(PARAGRAPHS[2:])}</div><div id='multi'>1 2 <a href='#'>下一页</a></div></div>",
    "a question before the page": f"<div class='cookie-consent'><h2>隐私设置</h2><p>{COMMENT}</p></div><article><h1>{TITLE}</h1><p>2025-03-18</p>"
    f"{story()}<div class='newsletter'><p>{COMMENT}</p></div></article>",
    "line breaks in a table": f"<table><tr><td>{links()}</td><td><table><tr><td align=center><b>{TITLE}</b></td></tr>"
    "<tr><td>http://www.jcnews.cn　　2025-03-18 09:15:00　　来源：江城日报</td></tr>"
    f"<tr><td>{'<br><br>　　'.join(PARAGRAPHS)}</td></tr><tr><td>责任编辑：李四</td></tr></table></td></tr></table>",
    "a wrapper for each paragraph": f"<h2 class='title'>{TITLE}</h2><div>2025-03-18 江城日报</div><div class='main'>"
    + "".join(f"<div class='w_3y'><p><span>{text}</span></p></div>" for text in PARAGRAPHS)
    + "<div>举报/反馈</div></div>",
    "a list amid the text": f"<article><h1>{TITLE}</h1><time datetime='2025-03-18'>3月18日</time>{story(PARAGRAPHS[:1])}"
    f"<section><h3>延伸阅读</h3>{links(OTHERS[:2])}</section>{story(PARAGRAPHS[1:])}</article>",
    "comments longer than the story": f"<main><h1>{TITLE}</h1><p>2025-03-18 09:15 来源：江城日报</p><div class='text'>{story()}</div>"
    f"<div id='comments'><h2>98条评论</h2>{f'<div class=item><b>网友</b><p>{COMMENT}</p></div>' * 20}</div></main>",
    "a form around everything": f"<form action='/'><div><div class='tit'>{TITLE}</div><div>发布时间：2025-03-18 来源：江城日报 浏览次数：12</div>"
    f"<div class='TRS_Editor'>{story(tag='div')}</div><div>【打印本页】【<a href='#'>关闭窗口</a>】</div></div></form>",
    "teasers below": f"<div class='left'><h1>{TITLE}</h1><div>2025年3月18日 来源：江城日报</div><div class='zw'>{story()}</div><div class='tj'><h2>推荐</h2>"
    + "".join(f"<div><h3><a href='#'>{title}</a></h3><p>{COMMENT}</p></div>" for title in OTHERS)
    + "</div></div>",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(tmp_path, name):
    (found,) = read_file(tmp_path, "a.html", page(LAYOUTS[name]))
    assert found.title == TITLE
    assert lines(found) == list(PARAGRAPHS)
    assert found.date == "2025-03-18"


def test_a_page_of_a_digital_newspaper(tmp_path):
    noted = f"<!--enpproperty <articleid>1</articleid><date>2025-03-18 00:00:00.0</date><author>何青禾</author><title>{TITLE}<br>全线设站二十三座</title><nodename>01：要闻</nodename>/enpproperty-->"
    text = f"<td class='font01'>{TITLE}<br>全线设站二十三座</td><td><div id='ozoom'><founder-content>{story()}</founder-content></div></td>"
    (found,) = read_file(tmp_path, "node_1.htm", page(f"<table><tr>{text}</tr></table>", noted, "江城日报"))
    assert (found.title, found.date, found.section, found.reporters) == (
        f"{TITLE} 全线设站二十三座",
        "2025-03-18",
        "01：要闻",
        ("何青禾",),
    )
    (found,) = read_file(
        tmp_path, "node_2.htm", page(f"<table><tr>{text}</tr></table>".replace("<br>", " "), "", "江城日报")
    )
    assert (found.title, lines(found)) == (f"{TITLE} 全线设站二十三座", list(PARAGRAPHS))


def test_a_wechat_article(tmp_path):
    sections = "".join(f"<section><section><p><span>{text}</span></p></section></section>" for text in PARAGRAPHS)
    text = (
        f"<html><head><meta property='og:title' content='{TITLE}'><script>var ct = \"1742256900\";</script></head><body>"
        f"<div id='js_article'><h1 id='activity-name'>{TITLE}</h1><span class='rich_media_meta rich_media_meta_text'>何青禾</span>"
        f"<a id='js_name'>江城发布</a><div id='js_content' style='visibility: hidden'>{sections}<p>编辑：王某 | 校对：李某</p></div>"
        "<div>阅读 1234</div></div></body></html>"
    )
    (found,) = read_file(tmp_path, "a.html", text)
    assert (found.title, found.source, found.reporters, found.date) == (TITLE, "江城发布", ("何青禾",), "2025-03-18")
    assert lines(found) == list(PARAGRAPHS)


@pytest.mark.parametrize("written", ["gbk", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "iso-8859-1", "江城", None])
def test_what_a_page_declares_is_not_always_its_encoding(tmp_path, written, declared):
    head = f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>" if declared else ""
    (found,) = read_file(tmp_path, "a.shtml", page(f"<h1>{TITLE}</h1>{story()}", head).encode(written))
    assert (found.title, lines(found)) == (TITLE, list(PARAGRAPHS))


def test_big5_and_traditional_pages(tmp_path):
    title, text = "瀾江大橋今日合龍", "〔記者何青禾／江城報導〕瀾江大橋今日上午合龍，市民從各處趕來觀看，場面熱鬧。"
    head = "<meta charset='big5'>"
    (found,) = read_file(
        tmp_path, "a.htm", page(f"<h1>{title}</h1><p>{text}</p>", head, title).encode("big5", "ignore")
    )
    assert (found.title, lines(found)) == (title, [text])


def test_a_page_without_a_story_is_named(tmp_path):
    (found,) = read_file(tmp_path, "index.html", page(links()))
    assert isinstance(found, Problem)
    assert not found.lost
    assert "no story found" in str(found)


def test_the_address_of_a_page():
    saved = "<!-- saved from url=(0043)https://www.jcrb.example.cn/40021.html -->"
    assert html_record(saved + page(story()))["url"] == "https://www.jcrb.example.cn/40021.html"
    linked = "<link rel='canonical' href='https://www.jcrb.example.cn/1.html'>"
    assert html_record(page(story(), linked))["url"] == "https://www.jcrb.example.cn/1.html"
    assert html_record(page(story()), "https://a.example/")["url"] == "https://a.example/"


def test_the_date_and_source_of_another_story_are_not_its_own():
    below = "<div class='list'><h3>推荐阅读</h3><div><a href='#'>另一条</a><p>江城晚报 2025-03-17 10:00</p><p>来源：江城晚报</p></div></div>"
    values = html_record(page(f"<h1>{TITLE}</h1><div>{story()}</div>{below}", title=TITLE))
    assert (values["date"], values["source"], values["author"]) == ("", "", "")


def test_what_stands_on_lines_of_its_own_above_a_story_is_apart():
    line = "<div><span>2025年03月18日 09:15</span>\n<span>江城日报</span>\n<a href='#'>收藏</a></div>"
    values = html_record(page(f"<h1>{TITLE}</h1>{line}<div class='con'>{story()}</div>"))
    assert (values["date"], values["source"]) == ("2025年03月18日", "江城日报")
    labelled = "<div>2025-03-18 09:15　来源: <a href='#'>证券周刊</a>\n<a href='#'>举报</a></div>"
    assert html_record(page(f"<h1>{TITLE}</h1>{labelled}<div>{story()}</div>"))["source"] == "证券周刊"


def test_the_source_of_a_picture_and_the_dates_of_a_summary_are_not_the_storys():
    above = "<p>2025-03-18 来源：江城晚报</p><p>摘要：2024年1月1日，地铁5号线获批。全长二十公里。</p>"
    picture = "<p>双桥路站工地开工，围挡已经搭好（来源：江城视频）</p>"
    values = html_record(page(f"<h1>{TITLE}</h1>{above}{picture}<div class='con'>{story()}</div>"))
    assert (values["date"], values["source"]) == ("2025-03-18", "江城晚报")


def test_what_follows_the_editor_is_not_the_story():
    posts = "".join(f"<div class='post'><div>{text}</div><div>2025-03-17</div></div>" for text in OTHERS)
    text = page(
        f"<h1>{TITLE}</h1><div class='left'>{story(PARAGRAPHS * 3)}<div>责任编辑: 某某</div><h4>观察员</h4>{posts}</div>"
    )
    assert html_record(text)["body"].split("\n") == list(PARAGRAPHS * 3)


def test_icons_are_no_text():
    icons = "<p>\ue602 \ue603 12 \ue608微信 \ue609微博</p>"
    assert html_record(page(f"<h1>{TITLE}</h1><div>{story()}{icons}</div>"))["body"].split("\n") == list(PARAGRAPHS)


def test_the_section_behind_a_title_is_not_part_of_it():
    text = page(f"<table><tr><td>{TITLE}</td></tr><tr><td>{story()}</td></tr></table>", title=f"{TITLE} 东区_江城网")
    assert html_record(text)["title"] == TITLE


@pytest.mark.parametrize(
    "title", ["江城地铁5号线今日开工 预计2030年底通车_江城网", "江城地铁5号线今日开工预计2030年底通车", "江城网"]
)
def test_a_headline_may_be_broken_into_lines(title):
    record = html_record(page(f"<h1>江城地铁5号线<br>今日开工<br>预计2030年底通车</h1>{story()}", title=title))
    assert record["title"].replace(" ", "") == "江城地铁5号线今日开工预计2030年底通车"
    assert record["body"].split("\n") == list(PARAGRAPHS)


def test_the_line_below_a_headline_is_none_of_it_if_the_title_of_the_page_says_so():
    record = html_record(page(f"<h1>{TITLE}<br>——预计2030年底通车</h1>{story()}", title=f"{TITLE}-江城网"))
    assert record["title"] == TITLE


def test_a_date_beside_the_story_is_not_its_date():
    today = "<div class='clock'>今天是2026年1月1日 星期四</div>"
    assert html_record(page(f"{today}<h1>{TITLE}</h1>{story()}"))["date"] == ""


def test_a_table_that_is_called_a_workbook(tmp_path):
    rows = "".join(
        f"<tr><td>{title}</td><td>2025-03-18</td><td><p>{text}</p></td></tr>"
        for title, text in zip(OTHERS, PARAGRAPHS, strict=False)
    )
    table = f"<html><body><table><tr><td colspan=3>三月稿件</td></tr><tr><th>标题</th><th>日期</th><th>正文</th></tr>{rows}</table></body></html>"
    found = read_file(tmp_path, "2025.xls", table)
    assert [(article.title, lines(article), article.date) for article in found] == [
        (title, [text], "2025-03-18") for title, text in zip(OTHERS, PARAGRAPHS, strict=False)
    ]


def test_a_story_with_a_table_in_it_is_one_story(tmp_path):
    table = "<table><tr><td>站名</td><td>里程</td></tr><tr><td>双桥路</td><td>3公里</td></tr></table>"
    (found,) = read_file(
        tmp_path, "a.html", page(f"<h1>{TITLE}</h1><div>{story(PARAGRAPHS[:2])}{table}{story(PARAGRAPHS[2:])}</div>")
    )
    assert lines(found) == [*PARAGRAPHS[:2], "站名 里程", "双桥路 3公里", PARAGRAPHS[2]]


def test_the_articles_of_a_database(tmp_path):
    printed = "".join(
        f"<div id='article-JCRB{number}' class='article zhcnArticle'><div id='hd'><span class='zhcnHeadline'>{title}</span></div>"
        "<div>何青禾</div><div>612 字</div><div>2025 年 3 月 18 日</div><div>江城日报</div><div>JCRB</div>"
        f"<p class='articleParagraph zhcnarticleParagraph'>{text}</p></div>"
        for number, (title, text) in enumerate(zip(OTHERS, PARAGRAPHS, strict=False))
    )
    found = read_file(tmp_path, "Factiva.html", f"<html><body>{printed}</body></html>")
    assert [(article.title, lines(article), article.source, article.date) for article in found] == [
        (title, [text], "江城日报", "2025-03-18") for title, text in zip(OTHERS, PARAGRAPHS, strict=False)
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000,
        "<div></q>" * 100_000,
        "".join(f"<font size={number}><p>" for number in range(20_000)),
        "<b>" * 50_000 + "江",
        "<table><tr><td>" * 20_000,
    ],
)
def test_pages_that_would_take_hours_are_refused(markup):
    with pytest.raises(ReadError, match="nested too deeply"):
        html_record(markup)


@pytest.mark.parametrize(
    "markup",
    [
        *(
            "<li>江城，" * 20_000,
            "<" * 200_000,
            "<!--" * 50_000,
            "<p " + "a=1 " * 100_000 + ">江，",
            "\0" * 100_000,
            "<title>" + "大_" * 100_000,
        ),
        "<title>江城今日</title><h1>江城今日</h1>" + "<p>相关新闻</p>" * 10_000,
        "<!--enpproperty " * 10_000 + "<p>江，",
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        '<script type=\'application/ld+json\'>{"headline": [[{}]], "author": [1, {"name": []}], "datePublished": 7}</script><p>江，',
        "<p>江" + " " * 200_000 + "\n，</p>",
        *("", "<html>", "<frameset><frame src=a></frameset>", "\ud800<p>江城，大桥。"),
    ],
    ids=lambda markup: str(len(markup)),  # an environment has no room for more
)
def test_hostile_pages_are_read_as_far_as_they_can_be(markup):
    assert set(html_record(markup)) == {"title", "body", "date", "source", "author", "section", "url"}


def test_a_page_runs_and_loads_nothing():
    values = html_record(
        "<h1>江</h1><script>document.write('<p>江城，大桥。</p>')</script><img src='http://127.0.0.1:9/x'><p>桥，通车。</p>"
    )
    assert values["body"] == "桥，通车。"


def test_a_missing_library_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "selectolax", None)
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    (found,) = read_file(tmp_path, "a.html", page(story()))
    assert str(found) == "a.html: is an HTML page (pip install 'newsgrep[html]')"
    assert found.lost


def test_what_is_no_page_is_not_taken_for_one():
    for text in (
        "<doc>\n<title>江城</title>",
        "<?xml version='1.0'?><rss>",
        "<title>江城</title>",
        "江城<br>日报",
        "<p>江城",
    ):
        assert not looks_like_html(text.encode())
    for text in (
        "<!doctype html>",
        "\n<HTML lang=zh>",
        "<?xml version='1.0'?>\n<!DOCTYPE html>",
        "<!-- saved -->\n<html>",
    ):
        assert looks_like_html(text.encode())


TAGS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div class='nav'>",
            "<div id=js_content>",
            "</div>",
            "<h1>",
            "<a href=#>",
            "</a>",
            "<br>",
            "<svg>",
            "<b>",
        ),
        *(
            "<table><tr><td>",
            "</table>",
            "<title>",
            "</title>",
            "<meta name=date content='2025-03-18'>",
            "<time datetime=x>",
        ),
        *(
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<template>",
            "<div id='article-1' class='article'>",
            "<body>",
            "<frameset>",
        ),
        *(
            "<html>",
            "&#0;",
            "&amp;lt;p&gt;",
            "\0",
            "<![CDATA[",
            "<x:y>",
            "来源：江城日报",
            "2025年3月18日",
            "相关新闻",
            "标题",
            "正文",
        ),
        *("江城大桥今日通车，市民观看。", "责任编辑：王某", "\n", "　"),
    ]
)
PIECES = st.lists(st.one_of(TAGS, st.text(max_size=5)), max_size=40).map("".join)


@given(PIECES, st.sampled_from(["utf-8", "gbk", "utf-16", "latin-1"]))
def test_any_page_is_read(text, encoding):
    content = text.encode(encoding, "replace")
    for item in read_html("a.html", io.BytesIO(content), FieldMap()):
        assert isinstance(item, (Problem, tuple))
    assert isinstance(decode_page(content), str)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_as_a_page(content):
    list(read_html("a.html", io.BytesIO(content), FieldMap()))


POSTS = "".join(
    f"<div class='post' id='p{number}'><b>网友{number}</b><div>{text}</div><div>回复 支持 反对 举报</div></div>"
    for number, text in enumerate((COMMENT, COMMENT[::-1], COMMENT[5:]), start=2)
)
FIRST_POST = "<div class='post' id='p1'><b>江城小记者</b><p>{}</p><div>回复 支持 反对 举报</div></div>"


@pytest.mark.parametrize(
    ("layout", "paragraphs"),
    [
        (FIRST_POST.format("<br>".join(PARAGRAPHS)) + POSTS, PARAGRAPHS),
        (FIRST_POST.format(PARAGRAPHS[0]) + POSTS, PARAGRAPHS[:1]),
        (f"<div class='con'><p>{PARAGRAPHS[0]}</p></div>{POSTS}", PARAGRAPHS[:1]),
    ],
    ids=["a thread", "a short thread", "a short story and comments"],
)
def test_what_others_wrote_below_a_story_is_left_out(layout, paragraphs):
    found = html_record(page(f"<h1>{TITLE}</h1><div>2025-03-18</div><div class='list'>{layout}</div>"))
    assert [line for line in found["body"].split("\n") if len(line) > 20] == list(paragraphs)


def test_lists_in_a_story_are_no_replies():
    items = "".join(
        f"<div class='item'><h3>问{number}</h3><p>{text}</p></div>" for number, text in enumerate(PARAGRAPHS)
    )
    found = html_record(page(f"<h1>{TITLE}</h1><div>2025-03-18</div><div class='con'>{items}</div>"))
    assert all(text in found["body"] for text in PARAGRAPHS)


def test_a_paragraph_about_rights_is_no_notice():
    text = "歌曲版权所有者何青禾昨日表示，该曲可供全市学校免费使用，不收取费用。"
    found = html_record(page(f"<h1>{TITLE}</h1><div class='con'>{story((*PARAGRAPHS, text))}</div>"))
    assert text in found["body"]


def test_buttons_behind_an_author_are_not_part_of_the_name():
    line = "<div>2025-03-18 来源：江城晚报　作者：何青禾　参与互动(<a>12</a>)</div>"
    assert html_record(page(f"<h1>{TITLE}</h1>{line}<div class='con'>{story()}</div>"))["author"] == "何青禾"


@pytest.mark.parametrize(
    "sentence",
    [
        "三百人参与了昨天的合龙仪式，场面热烈。",
        "市民可扫描二维码报名参观，名额有限。",
        "FT中文网昨日报道了大桥合龙的消息，引起关注。",
        "广告位于大桥北侧的桥头，昨天已经拆除。",
        "立法會對廣告法的修改，昨天完成了一讀。",
        "查看全部桥墩之后，工程师们宣布大桥合格。",
    ],
)
def test_sentences_that_begin_like_what_sites_write_are_text(sentence):
    others = "<p>大桥今天上午十时合龙，全长三公里，双向六车道，明年春天通车。</p>" * 3
    page = f"<html><head><title>大桥今天合龙</title></head><body><h1>大桥今天合龙</h1><div>{others}<p>{sentence}</p></div></body></html>"
    assert sentence in html_record(page)["body"].split("\n")


def test_a_story_that_a_page_has_only_in_its_data():
    text = "大桥今天上午十时合龙，全长三公里，双向六车道，明年春天通车。两岸居民过江的时间将由四十分钟缩短为五分钟，往来更加方便。"
    data = {
        "props": {
            "detail": {"title": "大桥今天合龙", "content": f"<p>{text}</p><p>{text}</p>"},
            "hot": [{"title": "白鹤归来"}],
        }
    }
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    page = f"<html><head><title>大桥今天合龙_江城网</title></head><body><div>加载中</div>{script}</body></html>"
    found = html_record(page)
    assert (found["title"], found["body"]) == ("大桥今天合龙", f"{text}\n{text}")


def test_the_rest_of_a_story_that_a_button_shows():
    text = "大桥今天上午十时合龙，全长三公里，双向六车道，明年春天通车。"
    page = f"<html><body><h1>大桥今天合龙</h1><div id=c><p>{text}</p><div style='display:none'><p>{text}好。</p></div><div>展开剩余70%</div></div></body></html>"
    assert html_record(page)["body"] == f"{text}\n{text}好。"
    assert html_record(page.replace("展开剩余70%", ""))["body"] == text


def test_a_page_that_would_take_long_to_parse_is_given_up(monkeypatch):
    """Each attribute of a tag is compared with all others, as are the options of a list in some versions."""
    monkeypatch.setattr("newsgrep.readers.web.html.PARSING_SECONDS", 0)
    monkeypatch.setattr("newsgrep.readers.isolation.BYTES_PER_SECOND", 1 << 30)
    attributes = " ".join(f"a{number}" for number in range(60_000))
    with pytest.raises(ReadError, match="takes too long to read"):
        html_record(f"<html><body><p {attributes}>大桥今天合龙。")


def test_a_large_page_is_read_as_others_are(monkeypatch):
    page = f"<html><title>大桥合龙</title><body><h1>大桥合龙</h1>{'<p>大桥今天合龙，市民前来观看。</p>' * 20}"
    expected = html_record(page)
    monkeypatch.setattr("newsgrep.readers.web.html.LARGE_PAGE", 100)
    assert html_record(page) == expected


STORY = "澜江大桥今天上午十时合龙，全长三公里，双向六车道。{}大桥明年春天通车，两岸居民过江只要五分钟。"
SEVERAL = {
    "a div for each": (
        '<div class="article"><div class="title">{title}</div><div class="author">作者：何青禾　2025-03-18</div>'
        "<div><p>{text}</p></div></div>"
    ),
    "headings in a row": "<h2>{title}</h2><p>江城日报　2025-03-18　记者 何青禾</p><p>{text}</p><hr>",
    "results of a search": (
        '<div class="result c{n}"><h3><a href="https://jcrb.example.cn/{n}.html">{title}</a></h3>'
        "<div><span>江城日报</span> <span>2025年3月18日</span><span>{text}</span></div></div>"
    ),
    "bold in a table": (
        "<tr><td><b>{title}</b></td></tr><tr><td><font color=gray>江城日报　2025-03-18 09:15</font></td></tr>"
        "<tr><td>{text}</td></tr>"
    ),
    "a day among other words": (
        '<article><h2><a href="https://jcrb.example.cn/{n}.html">{title}</a></h2><div>2025年3月18日 · 三条评论</div>'
        "<p>{text}</p></article>"
    ),
    "days in front of texts": (
        '<li><h3 class="t"><a href="https://jcrb.example.cn/{n}.html">{title}</a></h3>'
        "<p>2025-03-18 09:15:00 - {text}</p></li>"
    ),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_a_page_of_several_stories(tmp_path, name):
    titles = [f"澜江大桥第{number}段今天合龙" for number in "一二三"]
    parts = [SEVERAL[name].format(n=n, title=title, text=STORY.format(title)) for n, title in enumerate(titles)]
    body = f"<table>{''.join(parts)}</table>" if "<tr>" in parts[0] else "".join(parts)
    page = f"<html><head><title>江城剪报</title></head><body><h1>江城剪报</h1>{body}<p>江城网</p></body></html>"
    found = read_file(tmp_path, "剪报.html", page)
    assert [(each.title, each.date) for each in found] == [(title, "2025-03-18") for title in titles]
    assert [each.paragraphs[0].text for each in found] == [STORY.format(title) for title in titles]
    assert [each.url for each in found if "href" in SEVERAL[name]] == [
        f"https://jcrb.example.cn/{n}.html" for n in range(3) if "href" in SEVERAL[name]
    ]


@pytest.mark.parametrize(
    "part",
    [
        "<h2>{title}</h2><p>{text}</p>",  # the sections of a story
        '<h3><a href="/{n}.html">{title}</a></h3><p>{short}</p>',  # teasers below one
        '<div><h4 class="user">江城网友{n}</h4><p>2025-03-18 09:15</p><p>{short}</p></div>',  # comments
    ],
)
def test_parts_of_a_page_that_are_no_stories(tmp_path, part):
    parts = [
        part.format(n=n, title=f"澜江大桥第{n}段的故事", text=STORY.format(n), short="过江只要五分钟，方便。")
        for n in range(3)
    ]
    story = "".join(f"<p>{STORY.format(n)}</p>" for n in "甲乙丙丁戊")
    page = f"<html><head><title>澜江大桥合龙</title></head><body><h1>澜江大桥合龙</h1>{story}{''.join(parts)}</body></html>"
    (found,) = read_file(tmp_path, "新闻.html", page)
    assert found.title == "澜江大桥合龙"


def test_a_page_that_says_that_it_is_an_article_is_one(tmp_path):
    head = '<meta property="og:type" content="article"><title>江城一周</title>'
    parts = "".join(
        SEVERAL["headings in a row"].format(title=f"第{n}件事情的经过", text=STORY.format(n)) for n in "一二三"
    )
    assert len(read_file(tmp_path, "周.html", f"<html><head>{head}</head><body>{parts}</body></html>")) == 1


def test_the_headline_of_a_page_whose_title_is_none(tmp_path):
    page = f"<html><head><title>打印本页</title></head><body><h2>澜江大桥合龙</h2><p>{STORY}</p><p>{STORY}</p></body></html>"
    (found,) = read_file(tmp_path, "打印.html", page)
    assert found.title == "澜江大桥合龙"


def test_a_page_of_stories_whose_form_recurs(tmp_path):
    lines = [
        line
        for n in range(1, 6)
        for line in (
            f"■ 澜江大桥第{n}段今天合龙",
            f"江城晚报 2025-03-1{n}",
            f"第{n}段大桥今天上午合龙，工程比计划提前三天。",
            "过江的时间将缩短为五分钟。",
        )
    ]
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f'<html><head><title>早报</title></head><body><a href="/">首页</a>{body}</body></html>'
    found = read_file(tmp_path, "早报.html", page)
    assert [each.date for each in found] == [f"2025-03-1{n}" for n in range(1, 6)]
    assert [each.line for each in found] == [2 + 4 * n for n in range(5)]
    assert {len(each.paragraphs) for each in found} == {2}


def test_lists_of_words_around_a_story_are_no_stories(tmp_path):
    words = "".join(f"<div><p>■ {word}</p><p>{word}频道</p></div>" for word in ("炫图", "视频", "热词", "微信", "微博"))
    story = "".join(f"<p>{STORY.format(n)}</p>" for n in "甲乙丙")
    page = (
        f"<html><head><title>江城在线</title></head><body>{words}<h1>澜江大桥今天合龙</h1>{story}{words}</body></html>"
    )
    (found,) = read_file(tmp_path, "新闻.html", page)
    assert found.title == "澜江大桥今天合龙"


def test_the_publisher_of_linked_data_is_the_source_rather_than_the_end_of_the_title():
    linked = {"@type": "NewsArticle", "headline": TITLE, "publisher": {"@type": "Organization", "name": "江城晚報"}}
    page = (
        f'<title>{TITLE} | 生活新聞</title><script type="application/ld+json">{json.dumps(linked)}</script>'
        f"<body><h1>{TITLE}</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    )
    assert html_record(page)["source"] == "江城晚報"


def test_paragraphs_right_in_the_page_belong_to_its_longest(tmp_path):
    longest = "大桥今天上午合龙，全长三公里，双向六车道，预计明年五月通车。" * 9
    texts = ["记者从工地获悉，大桥今天合龙。", longest, "市领导出席仪式，并看望建设者。"]
    page = f"<html><body><h2>大桥今日合龙</h2><p>{'</p><p>'.join(texts)}</p></body></html>"
    (found,) = read_file(tmp_path, "1.html", page)
    assert [paragraph.text for paragraph in found.paragraphs] == texts


@pytest.mark.parametrize(
    ("info", "source", "author"),
    [
        ("2025-03-18 09:15 来源：江城日报 作者： 责任编辑：何青禾", "江城日报", ""),
        ("2025-03-18 09:15 来源：江城日报 作者：韩露 责任编辑：何青禾", "江城日报", "韩露"),
        ("<span>江城读书会</span><span>2025年3月18日09:15</span>", "江城读书会", "何青禾"),
        ("<span>韩露</span> 2025年3月18日", "江城新闻网", "何青禾"),
        ("<a href='/'>要闻精选</a><span>江城读书会</span> 2025年3月18日", "江城新闻网", "何青禾"),
    ],
)
def test_names_in_the_line_below_a_headline(info, source, author):
    text = page(f"<h1>{TITLE}</h1><div class='info'>{info}</div>{story()}", "<meta name='author' content='何青禾'>")
    found = html_record(text)
    assert (found["source"], found["author"]) == (source, author)


def test_a_headline_may_be_a_link_to_its_own_page():
    title = "江城_澜江大桥合龙 (2) @ 何青禾的家 :: 江城博客 JCBLOG ::"
    found = html_record(
        page(
            f"<h1><a href='/'>何青禾的家</a></h1><h2><a href='/2.html'>江城_澜江大桥合龙 (2)</a></h2>{story()}<div class='blogtitle'>江城博客 JCBLOG</div>",
            title=title,
        )
    )
    assert found["title"] == "江城_澜江大桥合龙 (2)"


def test_a_wechat_article_whose_facts_are_in_its_scripts():
    scripts = f'<script>var msg_title = \'{TITLE}\'.html(false); var nickname = htmlDecode("江城发布"); var publish_time = "2025-03-18 09:15";</script>'
    found = html_record(f"<title>微信公众平台</title>{scripts}<div id='js_content'>{story()}</div>")
    assert (found["title"], found["source"], found["date"]) == (TITLE, "江城发布", "2025-03-18 09:15")
    elsewhere = html_record(page(f"<h1>{TITLE}</h1>{story()}", scripts.replace("江城发布", "访客")))
    assert elsewhere["source"] == "江城新闻网"


def test_the_foot_of_a_document_that_libreoffice_saved():
    foot = "<div title='footer'><p>江城舆情周报 第1页</p></div>"
    found = html_record(f"<title>{TITLE}</title><h1>{TITLE}</h1>{story()}{foot}")
    assert found["body"].split("\n") == list(PARAGRAPHS)


def test_what_a_search_found_names_its_sources_below(tmp_path):
    names = ("江城读书会", "鹭洲观察", "江城读书会")
    found = "".join(
        f"<li><h3><a href='/{at}'>{title}</a></h3><p class='txt-info'>{PARAGRAPHS[0]}</p><div class='s-p'>{name}</div></li>"
        for at, (title, name) in enumerate(zip(OTHERS[:3], names, strict=True))
    )
    stories = read_file(tmp_path, "1.html", f"<title>大桥 - 江城搜索</title><ul class='news-list'>{found}</ul>")
    assert [each.source for each in stories] == list(names)
    assert {line for each in stories for line in lines(each)} == {PARAGRAPHS[0]}


def test_outlets_as_headings_above_stories_are_their_sources(tmp_path):
    told = "".join(
        f"<h1>{outlet}</h1>"
        + "".join(f"<p><b>{title}</b></p><p>2025年3月18日 第2版</p>{story(PARAGRAPHS[:2])}" for title in titles)
        for outlet, titles in (("江城日报", OTHERS[:2]), ("鹭洲晚报", OTHERS[2:4]))
    )
    found = read_file(tmp_path, "1.html", f"<title>汇编</title><body>{told}")
    assert [(each.title, each.source) for each in found] == [
        (title, outlet) for title, outlet in zip(OTHERS, ("江城日报",) * 2 + ("鹭洲晚报",) * 2, strict=False)
    ]


def test_who_edits_a_page_is_no_author_with_a_desk_before_the_name():
    body = f"<h1>{TITLE}</h1><p>2025-03-18 来源：江城日报</p>{story()}<p>责任编辑：何青禾</p>"
    assert html_record(page(body, "<meta name='author' content='江城校园何青禾'>"))["author"] == ""


def test_lines_that_libreoffice_wraps_at_spaces(tmp_path):
    head = '<meta name="generator" content="LibreOffice 7.4 (Linux)"/>'
    body = f"<h1>{TITLE}\n全线设站二十三座</h1><p>江城日报 2025-03-18</p><p>{PARAGRAPHS[0]}<b>三\n座</b>桥。</p>"
    (found,) = read_file(tmp_path, "1.html", f"<html><head>{head}<title></title></head><body>\n{body}</body></html>")
    assert found.title == f"{TITLE} 全线设站二十三座"
    assert lines(found) == [f"{PARAGRAPHS[0]}三 座桥。"]


WORD = "<meta name=Generator content='Microsoft Word 15 (filtered)'>"


def test_a_page_that_an_office_program_saved_is_read_as_the_document(tmp_path):
    """Stories without headings of their own, below the names of their outlets, in a page without a title."""
    told = "".join(
        f"<p class=MsoNormal><b>{outlet}</b></p>"
        + "".join(f"<p class=MsoNormal><b>{title}（2025-03-18）</b></p>{story(PARAGRAPHS[:2])}" for title in titles)
        for outlet, titles in (("江城日报", OTHERS[:2]), ("鹭洲晚报", OTHERS[2:4]))
    )
    found = read_file(
        tmp_path, "1.htm", f"<html><head>{WORD}</head><body><p class=MsoTitle>汇编</p>{told}</body></html>"
    )
    assert [(each.title, each.date, each.source) for each in found] == [
        (title, "2025-03-18", outlet)
        for title, outlet in zip(OTHERS, ("江城日报",) * 2 + ("鹭洲晚报",) * 2, strict=False)
    ]


def test_tables_of_a_page_that_an_office_program_saved(tmp_path):
    rows = (("标题", TITLE), ("媒体", "江城日报"), ("日期", "2025-03-18"), ("正文", "</p><p>".join(PARAGRAPHS)))
    table = "".join(f"<tr><td><p>{name}</p></td><td><p>{value}</p></td></tr>" for name, value in rows)
    page = f"<html><head>{WORD}</head><body><p class=MsoTitle>登记表</p><table>{table}</table><p><br></p>"
    found = read_file(tmp_path, "1.htm", f"{page}<table>{table.replace(TITLE, OTHERS[0])}</table></body></html>")
    assert [(each.title, each.source, lines(each)) for each in found] == [
        (title, "江城日报", list(PARAGRAPHS)) for title in (TITLE, OTHERS[0])
    ]


def test_what_is_no_paragraph_at_the_end_of_a_story_is_left_out():
    extras = "<div class='tj'>图集</div><div class='zan'>+1</div><div>下載「江城日報APP」</div><div class='reward_area'>赏</div>"
    body = html_record(page(f"<h1>{TITLE}</h1><div class='article'>{story()}{extras}</div>"))["body"]
    assert body.split("\n") == list(PARAGRAPHS)


def test_a_caption_at_the_end_of_a_story_is_part_of_it():
    caption = "▲5号线开工现场。（圖／江城日報）"
    body = html_record(page(f"<h1>{TITLE}</h1><div class='article'>{story()}<div>{caption}</div></div>"))["body"]
    assert body.split("\n") == [*PARAGRAPHS, caption]


@pytest.mark.parametrize(
    ("signed", "author"),
    [
        ("<div class='AuthorInfo-name'>何青禾</div>", "何青禾"),
        ("<span class='author'>记者 何青禾</span><span class='date'>2025-03-18</span>", "何青禾"),
        ("<div class='author'><a href='/a'>江城快訊／何青禾</a> 2025年03月18日 20:19:00</div>", "江城快訊／何青禾"),
        ("<p><a rel='author' href='/a'>何青禾</a></p>", "何青禾"),
        ("<p class='author'>社會中心／綜合報導</p>", ""),
        ("<p class='author'>责任编辑：何青禾</p>", ""),
        ("<p class='author'>何青禾</p><p class='author'>周舟</p>", ""),  # as beside what others wrote
    ],
)
def test_an_element_for_the_author_names_one(signed, author):
    found = html_record(page(f"<h1>{TITLE}</h1>{signed}<div class='article'>{story()}</div>"))
    assert (found["author"], found["body"].split("\n")) == (author, list(PARAGRAPHS))


def test_the_moment_below_a_caption_is_no_text():
    info = "<figure><p>5号线开工现场。</p></figure><div><time>2025年03月18日 15:31</time> 江城</div>"
    body = html_record(page(f"<article><h1>{TITLE}</h1>{info}{story()}</article>"))["body"]
    assert body.split("\n") == ["5号线开工现场。", *PARAGRAPHS]


def test_linked_data_with_comments_is_read():
    linked = (
        '{"@type": "NewsArticle", "headline": "x", // 標題\n"datePublished": "2025-03-18",'
        ' "author": {"name": "何青禾"}}'
    )
    head = f'<script type="application/ld+json">{linked}</script>'
    found = html_record(page(f"<h1>{TITLE}</h1><div>{story()}</div>", head))
    assert (found["date"], found["author"]) == ("2025-03-18", "何青禾")


def test_the_only_heading_above_a_story_is_its_headline_if_the_title_is_that_of_the_site():
    body = f"<div class='topic-title'>{TITLE}</div><div class='time'>2025-03-18</div><div>{story()}</div>"
    assert html_record(page(body, title="江城论坛/精华帖"))["title"] == TITLE


def test_a_section_without_the_outlet_before_it():
    linked = (
        '{"@type": "NewsArticle", "headline": "x", "articleSection": "江城_社会", "publisher": {"name": "江城日报"}}'
    )
    head = f'<script type="application/ld+json">{linked}</script>'
    assert html_record(page(f"<h1>{TITLE}</h1><div>{story()}</div>", head))["section"] == "社会"


def test_the_foot_of_a_letter_is_none_of_its_text(tmp_path):
    told = "".join(
        f"<h3><a href='https://a.example/{at}'>{title}</a></h3><p>{title}，今天上午已经开始，市民可以前往。</p>"
        for at, title in enumerate(OTHERS)
    )
    foot = "<p>您收到此邮件，是因为订阅了江城早知道，这封信每天早上七点发出，周末也不休息，感谢您一直以来的陪伴和支持，退订请点这里。</p>"
    assert len(read_file(tmp_path, "1.html", f"<title>早知道</title><body>{told}{foot}")) == len(OTHERS)


@pytest.mark.parametrize(
    "head",
    [
        "<meta name='description' content='江城地铁5号线今日开工，记者从指挥部获悉，全线二十三站将分三批移交场地，首批八站已完成围挡。'>",
        "<meta property='og:title' content='鹭洲湿地迎来今年首批白鹤'>",
        "<meta name='pubdate' content='2025-03-18'><time datetime='2024-01-02'></time>",
    ],
)
def test_a_page_that_contradicts_its_head_is_in_doubt(tmp_path, head):
    told = []
    text = page(f"<h1>{TITLE}</h1><div>{story(PARAGRAPHS[2:])}</div>", head)
    assert doubts_of(tmp_path, text, told) == ["contradicted"]


def test_the_description_of_a_site_contradicts_nothing(tmp_path):
    about = "江城新闻网是江城最大的新闻门户，第一时间权威发布重要会议、重要活动和重大决策信息，全天二十四小时更新。"
    head = f"<meta name='description' content='{about}'>"
    assert doubts_of(tmp_path, page(f"<h1>{TITLE}</h1><div>{story()}</div>", head), []) == []


def doubts_of(tmp_path, text, told):
    """The names of what is odd about the articles of a page; ``told`` is what is understood of it."""
    file = tmp_path / "1.html"
    file.write_text(text, encoding="utf-8")
    list(read_articles(SourceFile(file.name, file, file.stat().st_size, 0), ReadOptions(), told.append))
    return [doubt.name for each in told for doubt in each.doubts]


def test_the_headline_of_a_page_that_has_its_whole_title_in_it():
    text = page(f"{TITLE}_要闻_江城新闻网<h1>{TITLE}</h1><div>{story()}</div>")
    assert html_record(text)["title"] == TITLE


@pytest.mark.parametrize(
    "extras",
    [
        "<p class='app'>想看更多新闻吗？欢迎下载江城日报APP：</p><p class='app'>iOS <a href='/'>https://j.example/ios</a></p>",
        "<div><a href='/'>&gt;&gt;加入江城日报粉丝团！</a></div>",
        "<div style='color: red'>您所瀏覽的新聞已過查詢時效。建議您加入<a href='/'>付費會員</a>找尋您要的新聞。</div>",
    ],
)
def test_what_leads_to_something_else_at_the_end_of_a_story_is_left_out(extras):
    body = html_record(page(f"<h1>{TITLE}</h1><div class='article'>{story()}{extras}</div>"))["body"]
    assert body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("info", "source", "author"),
    [
        ("何青禾 《江城日报》（2025年03月18日 第 01 版）", "江城日报", "何青禾"),
        ("江城周刊", "", ""),  # as the names of sections and other outlets above a story
        ("原创 2025-03-18", "", ""),
    ],
)
def test_a_line_above_a_story_that_is_several_facts(info, source, author):
    found = html_record(page(f"<h1>{TITLE}</h1><div>{info}</div><div>{story()}</div>", title=TITLE))
    assert (found["source"], found["author"]) == (source, author)


def test_the_elements_of_founders_system_for_newspapers():
    text = f"<founder-title>{TITLE}</founder-title><founder-author>何青禾</founder-author><founder-content>{story()}</founder-content>"
    found = html_record(text)
    assert (found["title"], found["author"], found["body"].split("\n")) == (TITLE, "何青禾", list(PARAGRAPHS))


def test_the_names_of_authors_beside_a_story_are_not_its():
    body = (
        f"<article><div class='byline'>记者何青禾</div>{story()}</article><aside><p class='byline'>推荐作者</p></aside>"
    )
    assert html_record(page(body))["author"] == "何青禾"


def test_the_paper_and_day_below_a_story():
    body = f"<div id='ozoom'>{story()}</div><div class='edit'>《江城日报》2025年03月18日 第01版</div>"
    found = html_record(f"<html><body>{body}</body></html>")
    assert (found["source"], found["date"]) == ("江城日报", "2025年03月18日")


def test_an_outlet_that_linked_data_names_as_the_author_is_none():
    linked = '{"@type": "NewsArticle", "headline": "x", "author": {"@type": "Organization", "name": "江城在线编"}}'
    head = f'<script type="application/ld+json">{linked}</script>'
    found = html_record(page(f"<h1>{TITLE}</h1><div class='byline'>记者何青禾</div><div>{story()}</div>", head))
    assert found["author"] == "何青禾"


@pytest.mark.parametrize("text", ["<!--enpcontent--><P>　　{}</P>\n<P>　　{}</P>", "<p>{}</p><p>{}</p>"])
def test_a_text_that_begins_with_an_element_is_a_page(tmp_path, text):
    found = read_file(tmp_path, "大桥.txt", text.format(BODY, OTHER))
    assert bodies(found) == [f"{BODY}\n{OTHER}"]


def test_a_post_of_a_board_without_the_answers_to_it():
    names = (
        ("作者", "laoli (江边老李)"),
        ("看板", "River"),
        ("標題", "[閒聊] 渡輪減班"),
        ("時間", "Tue Mar 18 09:15:00 2025"),
    )
    above = "".join(
        f"<div class='article-metaline'><span class='article-meta-tag'>{name}</span>"
        f"<span class='article-meta-value'>{value}</span></div>"
        for name, value in names
    )
    text = "今天坐渡輪上班，船上貼了通知。\n\n四月起只剩早晚兩班，中午的取消。\n--\n江邊老李\n"
    push = "<div class='push'><span class='push-tag'>推 </span><span class='push-content'>: 支持</span></div>"
    post = f"<div id='main-content' class='bbs-screen bbs-content'>{above}\n{text}{push * 3}</div>"
    found = html_record(f"<html><title>[閒聊] 渡輪減班 - 看板 River</title><body>{post}</body></html>")
    assert {role: found[role] for role in ("title", "date", "author", "section")} == {
        "title": "[閒聊] 渡輪減班",
        "date": "2025-03-18",
        "author": "laoli",
        "section": "River",
    }
    assert found["body"].split("\n") == ["今天坐渡輪上班，船上貼了通知。", "四月起只剩早晚兩班，中午的取消。"]


@pytest.mark.parametrize("element", ["<pre>{}</pre>", "<div style='white-space: pre-wrap'>{}</div>"])
def test_line_ends_that_a_page_displays_part_paragraphs(element):
    found = html_record(page(f"<h1>{TITLE}</h1><div>{element.format(chr(10).join(PARAGRAPHS))}</div>"))
    assert found["body"].split("\n") == list(PARAGRAPHS)


def test_lines_that_a_page_displays_wrapped_are_joined():
    text = "".join(PARAGRAPHS) * 2
    wrapped = "\n".join(text[at : at + 24] for at in range(0, len(text), 24))
    found = html_record(page(f"<h1>{TITLE}</h1><pre>{wrapped}\n完工后恢复通行。</pre>"))
    assert found["body"].replace("\n", "") == text + "完工后恢复通行。"
    assert found["body"].count("\n") <= 2


@pytest.mark.parametrize("foot", ["<footer>{}</footer>", "<div class='footer'>{}</div>"])
def test_the_foot_of_a_list_of_stories_is_no_story(tmp_path, foot):
    teasers = "".join(
        f"<div><a href='/{number}.html'><h1>{title}</h1><p>{PARAGRAPHS[number]}</p></a></div>"
        for number, title in enumerate(OTHERS[:3])
    )
    about = foot.format("<h1>江城美术馆</h1><p>为艺术家和策展人提供自由表达的空间，并与观众一同感受幽微的体验。</p>")
    (found,) = read_file(tmp_path, "1.html", f"<html><title>新闻</title><body>{teasers}{about}</body></html>")
    assert isinstance(found, Problem)


def test_headings_in_the_head_of_a_page_are_no_headlines():
    body = f"<header><h2>江城市政府登革热防治中心</h2><p>守护健康</p></header><h2>{TITLE}</h2>{story()}"
    found = html_record(f"<html><title>江城市卫生局资讯网</title><body>{body}</body></html>")
    assert (found["title"], found["body"].split("\n")) == (TITLE, list(PARAGRAPHS))


def test_links_between_bars_at_the_end_of_a_story_are_left_out():
    sites = "| ".join(f"<a href='#'>{name}</a>" for name in ("百度", "新浪", "搜狐", "腾讯"))
    found = html_record(f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1>{story()}<p>{sites}</p></body></html>")
    assert found["body"].split("\n") == list(PARAGRAPHS)


def test_labels_in_elements_beside_each_other():
    info = "<span>2025年03月18日 08:16</span><span>来源：江城热线</span><b>记者：何青禾</b><i>浏览：<em>203</em></i>"
    found = html_record(page(f"<h1>{TITLE}</h1><div>{info}</div><div>{story()}<p>他说<b>注意：</b>小心。</p></div>"))
    assert (found["source"], found["author"]) == ("江城热线", "何青禾")
    assert found["body"].endswith("他说注意：小心。")
