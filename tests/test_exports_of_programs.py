"""Exports of feed readers, search engines, databases and annotators: what is around the articles is none of them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from read_files import articles, bodies, facts, read_file

BRIDGE, BIRDS = "澜江大桥今日合龙", "候鸟北归鹭洲湿地"
BRIDGE_TEXT = "澜江大桥今天上午十时合龙，全长三公里，双向六车道，明年春天通车。两岸居民过江的时间将缩短为五分钟。"
BIRDS_TEXT = "鹭洲湿地今天飞来白鹤，共四十七只，比去年早六天。巡护员在岸边数了两个小时才数清，市民可以远观。"
BOTH = [(BRIDGE, BRIDGE_TEXT), (BIRDS, BIRDS_TEXT)]
DAY = "2025-03-18"


@pytest.fixture
def read(tmp_path):
    return lambda name, content: read_file(tmp_path, name, content)


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def texts(found):
    return list(zip([each.title for each in articles(found)], bodies(found), strict=True))


def test_the_channel_of_rss_1_is_no_article(read):
    items = "".join(f"<item><title>{title}</title><description>{text}</description></item>" for title, text in BOTH)
    feed = (
        "<rdf:RDF xmlns:rdf='r' xmlns='http://purl.org/rss/1.0/'><channel><title>江城新闻网</title>"
        f"<description>江城</description></channel>{items}</rdf:RDF>"
    )
    found = read("a.rdf", f"<?xml version='1.0'?>{feed}")
    assert texts(found) == BOTH
    assert {article.source for article in articles(found)} == {"江城新闻网"}


def test_an_answer_of_solr(read):
    documents = "".join(
        f"<doc><str name='title'>{title}</str><arr name='content'><str>{text}</str><str>完。</str></arr>"
        f"<date name='publishDate'>{DAY}T02:00:00Z</date><long name='_version_'>15</long></doc>"
        for title, text in BOTH
    )
    head = "<lst name='responseHeader'><int name='status'>0</int><int name='QTime'>3</int></lst>"
    found = read(
        "a.xml", f"<?xml version='1.0'?><response>{head}<result name='response'>{documents}</result></response>"
    )
    assert texts(found) == [(title, f"{text}\n完。") for title, text in BOTH]
    assert [article.date for article in articles(found)] == [DAY, DAY]


def test_a_library_of_endnote(read):
    def styled(text):
        return f"<style face='normal' size='100%'>{text}</style>"

    records = "".join(
        f"<record><titles><title>{styled(title)}</title><secondary-title>{styled('江城日报')}</secondary-title></titles>"
        f"<dates><pub-dates><date>{styled(DAY)}</date></pub-dates></dates><abstract>{styled(text)}</abstract></record>"
        for title, text in BOTH
    )
    found = read("a.xml", f"<?xml version='1.0'?><xml><records>{records}</records></xml>")
    assert texts(found) == BOTH
    assert facts(found)[0] == (BRIDGE, DAY, "江城日报")


def test_an_item_of_newsml(read):
    item = (
        f"<NewsItem><NewsManagement><FirstCreated>20250318T101500+0800</FirstCreated></NewsManagement><NewsComponent>"
        f"<NewsLines><HeadLine>{BRIDGE}</HeadLine><CreditLine>新华社</CreditLine></NewsLines><ContentItem><DataContent>"
        f"<p>{BRIDGE_TEXT}</p></DataContent></ContentItem></NewsComponent></NewsItem>"
    )
    found = read("a.xml", f"<?xml version='1.0'?><NewsML>{item}</NewsML>")
    assert texts(found) == BOTH[:1]
    assert facts(found) == [(BRIDGE, DAY, "新华社")]


def test_words_are_no_articles(read):
    def sentence(text):
        return "<s n='1'>" + "\n".join(f"<w POS='n'>{text[at : at + 2]}</w>" for at in range(0, len(text), 2)) + "</s>"

    paragraphs = "".join(f"<p>{sentence(text)}</p>" for _, text in BOTH)
    found = read("a.xml", f"<?xml version='1.0'?>\n<text ID='A'><file ID='A01'>{paragraphs}</file></text>")
    assert bodies(found) == [f"{BRIDGE_TEXT}\n{BIRDS_TEXT}"]


def test_the_address_of_an_item_in_an_element_of_its_own(read):
    items = "".join(
        f"<item><url>https://j.cn/1</url><title>{title}</title><content>{text}</content></item>" for title, text in BOTH
    )
    (found, _) = articles(read("a.xml", f"<?xml version='1.0'?><items>{items}</items>"))
    assert found.url == "https://j.cn/1"


def test_the_front_page_of_a_book_is_no_chapter(read):
    pages = {"index": "<h1>江城周刊</h1><p>星期二, 18 三月 2025</p>", "1": f"<h1>{BRIDGE}</h1><p>{BRIDGE_TEXT}</p>"}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", "<container><rootfile full-path='c.opf'/></container>")
        items = "".join(f"<item id='p{name}' href='{name}.html'/>" for name in pages)
        order = "".join(f"<itemref idref='p{name}'/>" for name in pages)
        about = "<title>江城周刊 [星期二, 18 三月 2025]</title><date>2025-03-18T00:00:00+00:00</date>"
        book.writestr("c.opf", f"<package><metadata>{about}</metadata>{items}<spine>{order}</spine></package>")
        for name, text in pages.items():
            book.writestr(f"{name}.html", f"<html><body>{text}</body></html>")
    assert facts(read("a.epub", packed.getvalue())) == [(BRIDGE, DAY, "江城周刊")]
