"""Exports of feed readers, search engines, databases and annotators: what is around the articles is none of them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from read_files import articles, bodies, facts, problems, read_file

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


def test_addresses_and_states_of_a_feed_reader(read):
    items = [
        {
            "title": title,
            "canonical": [{"href": f"https://j.cn/{at}"}],
            "categories": ["user/-/state/com.google/starred"],
            "summary": {"content": f"<p>{text}</p>"},
        }
        for at, (title, text) in enumerate(BOTH)
    ]
    found = read("starred.json", dump({"id": "user/-/starred", "items": items}))
    assert texts(found) == BOTH
    assert [(each.url, each.section) for each in articles(found)] == [
        ("https://j.cn/0", None),
        ("https://j.cn/1", None),
    ]


def test_a_result_has_the_address_that_it_was_found_at(read):
    lines = [
        dump({"url": f"https://j.cn/{at}", "result": {"title": t, "content": c}}) for at, (t, c) in enumerate(BOTH)
    ]
    found = read("a.jsonl", "\n".join(lines))
    assert [(each.title, each.url) for each in articles(found)] == [
        (BRIDGE, "https://j.cn/0"),
        (BIRDS, "https://j.cn/1"),
    ]


def test_that_a_channel_was_created_is_no_message(read):
    messages: list[dict[str, Any]] = [{"type": "service", "date": f"{DAY}T00:00:00", "title": "江城快讯", "text": ""}]
    messages += [
        {"type": "message", "date": f"{DAY}T10:00:00", "text": [{"type": "bold", "text": t}, x]} for t, x in BOTH
    ]
    found = articles(read("result.json", dump({"name": "江城快讯", "type": "public_channel", "messages": messages})))
    assert [(each.date, each.source) for each in found] == [(DAY, "江城快讯")] * 2


@pytest.mark.parametrize("label", [[[0, 2, "LOC"]], [{"start": 0, "end": 2, "labels": ["LOC"]}]])
def test_marked_parts_of_a_text_are_no_section(read, label):
    (found,) = articles(read("a.jsonl", dump({"text": BRIDGE_TEXT, "label": label})))
    assert found.section is None


def test_names_of_files_and_devices_are_no_sources(read):
    post = {"title": BRIDGE, "content": BRIDGE_TEXT, "source": "_posts/1.md"}
    weibo = {"text": BRIDGE_TEXT, "source": "iPhone 16", "reposts_count": 1}
    found = articles(read("a.jsonl", f"{dump(post)}\n{dump(weibo)}"))
    assert [article.source for article in found] == [None, None]


def test_the_name_of_a_person_is_no_title(read):
    (found,) = articles(read("a.csv", f"username,name,tweet,date\njcrb,江城日报,{BRIDGE_TEXT},{DAY}\n"))
    assert (found.title, found.date) == ("", DAY)


def test_when_a_page_was_saved_is_not_its_date(read):
    (found,) = articles(read("a.csv", f"Title,Url,Saved date\n{BRIDGE},https://j.cn/1,{DAY}\n"))
    assert (found.date, found.url) == (None, "https://j.cn/1")


def test_columns_of_a_wrapped_record(read):
    head = "_source.title,_source.content,_source.pubdate,_source.media,_id"
    found = read("a.csv", f"{head}\n{BRIDGE},{BRIDGE_TEXT.replace(',', '，')},{DAY},江城晚报,1\n")
    assert facts(found) == [(BRIDGE, DAY, "江城晚报")]


def test_names_in_two_languages_and_units(read):
    rows = ["NewsID,Title,NewsContent", "新闻代码,标题,新闻内容", "没有单位,没有单位,没有单位"]
    rows += [f"{at},{title},{text}" for at, (title, text) in enumerate(BOTH)]
    assert texts(read("a.csv", "\n".join(rows))) == BOTH


def test_comments_tell_what_columns_hold(read):
    table = "CREATE TABLE `t` (`f1` varchar(99) COMMENT '标题', `f2` longtext COMMENT '正文', `f3` date COMMENT '发布时间');"
    found = read("a.sql", f"-- MySQL\n{table}\nINSERT INTO `t` VALUES ('{BRIDGE}','{BRIDGE_TEXT}','{DAY}');\n")
    assert (texts(found), articles(found)[0].date) == (BOTH[:1], DAY)


def test_texts_in_a_table_with_empty_titles(read):
    into = "INSERT INTO article"
    titles = f"{into}_title (aid, title, dateline) VALUES (1, '{BRIDGE}', '1742260500');"
    contents = f"{into}_content (cid, aid, title, content, dateline) VALUES (1, 1, '', '{BRIDGE_TEXT}', '1742260500');"
    assert texts(read("a.sql", f"{titles}\n{contents}\n")) == BOTH[:1]


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


def test_the_description_of_an_archive_is_none_of_its_articles(read):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("news/readme.md", "# 说明\n\n新闻数据，仅供研究。\n")
        archive.writestr("news/1.json", dump([{"title": BRIDGE, "content": BRIDGE_TEXT}]))
    assert texts(read("a.zip", packed.getvalue())) == BOTH[:1]


def test_properties_of_a_note(read):
    head = f"来源: 江城日报\n日期: {DAY}\nURL: https://j.cn/1\n状态: 已读"
    found = read("a.md", f"# {BRIDGE}\n\n{head}\n\n{BRIDGE_TEXT}\n")
    assert (texts(found), facts(found)) == (BOTH[:1], [(BRIDGE, DAY, "江城日报")])
    talk = "何青：大桥什么时候通车？\n韩露：明年春天，来源：江城日报。"
    assert bodies(read("b.md", f"# {BRIDGE}\n\n{talk}\n")) == [talk]


def test_links_in_a_table(read):
    rows = "".join(f"| [{title}](https://j.cn/{at}) | {DAY} |\n" for at, (title, _) in enumerate(BOTH))
    found = articles(read("a.md", f"| 标题 | 时间 |\n|---|---|\n{rows}"))
    assert [each.url for each in found] == ["https://j.cn/0", "https://j.cn/1"]


def test_labels_that_tabs_part(read):
    lines = [
        f"标题： {title} \t 链接：https://j.cn/{at} \t 楼层：3 \t 发帖时间：{DAY} \n"
        for at, (title, _) in enumerate(BOTH)
    ]
    found = articles(read("a.txt", "".join(lines)))
    assert [(each.title, each.url, each.date) for each in found] == [
        (BRIDGE, "https://j.cn/0", DAY),
        (BIRDS, "https://j.cn/1", DAY),
    ]


def test_feeds_within_json(read):
    items = [{"title": title, "description": text} for title, text in BOTH]
    found = read("a.json", dump({"rss": {"channel": {"title": "江城新闻网", "item": items}}}))
    assert [(each.source, each.section) for each in articles(found)] == [("江城新闻网", None)] * 2
    assert problems(found) == []


def test_a_list_as_the_type_of_a_document(read):
    document = {"type": [{"target_id": "article"}], "title": [{"value": BRIDGE}], "body": [{"value": BRIDGE_TEXT}]}
    assert texts(read("a.json", dump([document]))) == BOTH[:1]


def test_the_address_of_a_video_page_but_not_of_the_film(read):
    rows = (
        f"title,desc,video_url\n{BRIDGE},{BRIDGE_TEXT},https://j.cn/video/1\n{BIRDS},{BIRDS_TEXT},https://j.cn/2.mp4\n"
    )
    assert [each.url for each in articles(read("a.csv", rows))] == ["https://j.cn/video/1", None]


def test_dated_headings_are_items_whatever_the_title_is(read):
    items = "".join(f"## {title}\n\n来源：江城日报  发布于 {DAY}\n\n{text}\n\n" for title, text in BOTH)
    found = read("a.md", f"# 大桥与候鸟\n\n{items}")
    assert (texts(found), facts(found)) == (BOTH, [(title, DAY, "江城日报") for title, _ in BOTH])


def test_the_moment_of_a_crawl_is_no_date(read):
    page = {"text": BRIDGE_TEXT, "timestamp": "2025-03-18T00:00:00Z", "url": "https://j.cn/1"}
    (found,) = articles(read("c4.jsonl", dump(page)))
    assert (found.date, found.url) == (None, "https://j.cn/1")
    (titled,) = articles(read("news.jsonl", dump({**page, "title": BRIDGE})))
    assert titled.date == DAY


def test_a_text_that_says_when_something_was_published(read):
    text = f"大桥消息 发布于2025年3月1日，此后多次更新。{BRIDGE_TEXT}"
    found = read("a.txt", f"标题：{BRIDGE}\n来源：江城日报 发布于 {DAY}\n正文：{text}\n")
    assert (bodies(found), facts(found)) == ([text], [(BRIDGE, DAY, "江城日报")])


def test_tables_of_toml(read):
    tables = "".join(f'[[news]]\ntitle = "{title}"\ndate = {DAY}\nbody = "{text}"\n\n' for title, text in BOTH)
    found = read("a.txt", tables)
    assert (texts(found), [each.date for each in articles(found)]) == (BOTH, [DAY, DAY])


def test_a_day_of_its_own_precedes_that_on_which_a_system_published_it(read):
    kept = {"createdAt": "2026-01-01", "publishedAt": "2026-01-02", "updatedAt": "2026-01-03"}
    story = {"title": BRIDGE, "body": BRIDGE_TEXT}
    found = articles(read("a.jsonl", f"{dump({**kept, **story, 'publishDate': DAY})}\n{dump({**kept, **story})}"))
    assert [article.date for article in found] == [DAY, "2026-01-02"]


def test_captions_between_the_tables_of_a_sheet_are_sections(read):
    workbooks = pytest.importorskip("openpyxl", reason="workbooks are written by it")
    pytest.importorskip("python_calamine", reason="workbooks are read by an extra")
    book = workbooks.Workbook()
    rows = [
        ["标题", "来源", "链接"],
        [BRIDGE, "江城日报", "a"],
        ["国际新闻"],
        ["标题", "来源", "链接"],
        [BIRDS, "晚报", "b"],
    ]
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    found = articles(read("a.xlsx", content.getvalue()))
    assert [(each.title, each.section) for each in found] == [(BRIDGE, None), (BIRDS, "国际新闻")]
