from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_files import lines, read_file

from newsgrep.readers import FieldMap, Problem
from newsgrep.readers.web import xml_records
from newsgrep.readers.web.xml_records import looks_like_xml, read_xml

TEXT = "昨日清晨，巡护员在鹭洲湿地西滩数到了四十七只白鹤。"


RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>江城日报</title><link>https://jcrb.example.cn</link><description>江城日报电子版</description>
<item>
  <title><![CDATA[鹭洲迎来白鹤]]></title>
  <link>https://jcrb.example.cn/1.html</link><guid isPermaLink="false">jcrb-1</guid>
  <pubDate>Wed, 19 Mar 2025 07:40:21 +0000</pubDate><dc:creator>韩露</dc:creator>
  <category>生态</category><description>&lt;p&gt;摘要&lt;/p&gt;</description>
  <content:encoded><![CDATA[<p>{TEXT}</p><p>AT&T 与 R&amp;D。</p>]]></content:encoded>
</item>
<item><title>大桥合龙</title><description>今天&nbsp;合龙。</description></item>
</channel></rss>
"""


def test_a_feed(tmp_path):
    first, second = read_file(tmp_path, "feed.rss", RSS)
    assert (first.title, lines(first)) == ("鹭洲迎来白鹤", [TEXT, "AT&T 与 R&D。"])
    assert (first.id, first.date, first.source, first.section) == ("feed.rss#jcrb-1", "2025-03-19", "江城日报", "生态")
    assert (first.reporters, first.headlines[0].line) == (("韩露",), 5)
    assert (second.title, lines(second)) == ("大桥合龙", ["今天 合龙。"])


def test_an_atom_feed(tmp_path):
    (found,) = read_file(
        tmp_path,
        "a.xml",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>江城观察</title><author><name>编辑部</name></author>'
        '<entry><title type="html">大桥&lt;b&gt;合龙&lt;/b&gt;</title><link rel="edit" href="https://a.example/edit"/>'
        '<link href="https://a.example/1"/><id>urn:1</id><published>2025-03-18T09:15:00+08:00</published>'
        "<updated>2025-04-01T00:00:00Z</updated><author><name>何青禾</name></author><category term='要闻'/>"
        f'<content type="xhtml"><div><p>{TEXT}</p><p>第<em>二</em>段。</p></div></content></entry></feed>',
    )
    assert (found.title, lines(found)) == ("大桥合龙", [TEXT, "第二段。"])
    assert (found.date, found.source, found.section, found.reporters) == ("2025-03-18", "江城观察", "要闻", ("何青禾",))


def test_an_export_of_wordpress_without_pictures_menus_and_the_bin(tmp_path):
    def item(title, kind, status="publish"):
        return (
            f"<item><title>{title}</title><dc:creator>罗远</dc:creator><content:encoded><![CDATA[<!-- wp:paragraph --><p>{TEXT}</p>]]>"
            f"</content:encoded><wp:post_id>7</wp:post_id><wp:post_date>2025-03-18 09:15:00</wp:post_date><wp:status>{status}</wp:status>"
            f"<wp:post_type>{kind}</wp:post_type><category domain='post_tag'>白鹤</category><category domain='category'>生态</category></item>"
        )

    items = (
        item("白鹤", "post")
        + item("logo", "attachment")
        + item("菜单", "nav_menu_item")
        + item("旧稿", "post", "trash")
    )
    (found,) = read_file(
        tmp_path,
        "a.xml",
        f"<rss><channel><title>江城观察</title><wp:wxr_version>1.2</wp:wxr_version>{items}</channel></rss>",
    )
    assert (found.title, lines(found), found.section, found.date) == ("白鹤", [TEXT], "生态", "2025-03-18")


def test_notes_of_evernote(tmp_path):
    notes = "".join(
        f"<note><title>{title}</title><content><![CDATA[<?xml version='1.0'?><!DOCTYPE en-note SYSTEM 'x'><en-note><div>{TEXT}</div></en-note>]]>"
        "</content><created>20250318T011500Z</created><tag>生态</tag><note-attributes><author>韩露</author></note-attributes></note>"
        for title in ("白鹤", "大桥")
    )
    export = (
        f"<?xml version='1.0'?>\n<!DOCTYPE en-export SYSTEM 'http://127.0.0.1:9/x.dtd'>\n<en-export>{notes}</en-export>"
    )
    found = read_file(tmp_path, "a.enex", export)
    assert [(note.title, lines(note), note.reporters, note.date) for note in found] == [
        (title, [TEXT], ("韩露",), "2025-03-18") for title in ("白鹤", "大桥")
    ]


def test_tei_and_nitf(tmp_path):
    (tei,) = read_file(
        tmp_path,
        "a.xml",
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>白鹤</title><author>韩露</author></titleStmt>'
        "<publicationStmt><publisher>江城晚报</publisher></publicationStmt><sourceDesc><bibl><date when='2025-03-19'>三月</date></bibl></sourceDesc>"
        f"</fileDesc></teiHeader><text><body><div><head>湿地</head><p>{TEXT}</p><p>第<hi>二</hi>\n段。</p></div></body></text></TEI>",
    )
    assert (tei.title, lines(tei), tei.date, tei.source) == (
        "白鹤",
        ["湿地", TEXT, "第二 段。"],
        "2025-03-19",
        "江城晚报",
    )
    (nitf,) = read_file(
        tmp_path,
        "b.xml",
        "<nitf><head><title>x</title><docdata><date.issue norm='20250318T091500+0800'/></docdata></head><body><body.head><hedline><hl1>大桥合龙</hl1>"
        f"</hedline><byline>何青禾</byline></body.head><body.content><p>{TEXT}</p><p>通车。</p></body.content></body></nitf>",
    )
    assert (nitf.title, lines(nitf), nitf.date, nitf.reporters) == (
        "大桥合龙",
        [TEXT, "通车。"],
        "2025-03-18",
        ("何青禾",),
    )


@pytest.mark.parametrize(
    "document",
    [
        "<新闻列表><新闻><标题>大桥</标题><正文>{}</正文></新闻></新闻列表>",
        "<root><day date='2025'><news title='大桥' content='{}'/></day></root>",
        "<add><row><field name='title'>大桥</field><field name='content'>{}</field></row></add>",
        "<response><data><list><item><标题>大桥</标题><正文>{}</正文></item></list></data></response>",
        "<mediawiki><siteinfo><sitename>x</sitename></siteinfo><page><title>大桥</title><revision><text>{}</text></revision></page></mediawiki>",
        "<docs><DOC><TITLE>大桥</TITLE><TEXT><P>{}</P></TEXT></DOC></docs>",
        "<a:list xmlns:a='urn:a'><a:article><a:title>大桥</a:title><a:body>{}</a:body></a:article></a:list>",
        "\n\n<?xml version='1.0'?>\n<news><title>大桥</title><content>{}</content></news>",
        "<?xml version='1.0'?><news><title>大桥</title><content>{}</content></news>\n<news><title>桥</title><content>二</content></news>",
    ],
)
def test_records_of_any_names(tmp_path, document):
    first, *_ = read_file(tmp_path, "a.xml", document.format(TEXT))
    assert (first.title, lines(first)) == ("大桥", [TEXT])


def test_a_day_and_a_section_around_records(tmp_path):
    records = f"<article><headline>大桥</headline><body>{TEXT}</body></article>" * 2
    first, second = read_file(
        tmp_path, "a.xml", f"<paper date='2025-03-18' source='江城日报'><page section='要闻'>{records}</page></paper>"
    )
    for found in (first, second):
        assert (found.title, found.date, found.source, found.section) == ("大桥", "2025-03-18", "江城日报", "要闻")


def test_a_feed_of_rss_1(tmp_path):
    (found,) = read_file(
        tmp_path,
        "a.rdf",
        "<rdf:RDF xmlns:rdf='r' xmlns='http://purl.org/rss/1.0/' xmlns:dc='d'><channel rdf:about='x'><title>江城日报</title><items/></channel>"
        f"<item><title>大桥</title><link>https://a.example/1</link><description>{TEXT}</description><dc:date>2025-03-18</dc:date></item></rdf:RDF>",
    )
    assert (found.title, lines(found), found.date, found.source, found.url) == (
        "大桥",
        [TEXT],
        "2025-03-18",
        "江城日报",
        "https://a.example/1",
    )


def test_records_that_are_only_titles(tmp_path):
    rows = "".join(f"\n<row><title>标题{number}</title><date>2025-03-1{number}</date></row>" for number in range(3))
    found = read_file(tmp_path, "a.xml", f"<rows>{rows}</rows>")
    assert [(row.title, row.headlines[0].line, row.date) for row in found] == [
        (f"标题{number}", number + 2, f"2025-03-1{number}") for number in range(3)
    ]


def test_lines_of_paragraphs(tmp_path):
    (found,) = read_file(
        tmp_path,
        "a.xml",
        "<list>\n<news>\n<title>大桥</title>\n<content>\n第一段到此为止。\n\n第二段到此为止。\n</content></news></list>",
    )
    assert [(paragraph.text, paragraph.line) for paragraph in found.paragraphs] == [
        ("第一段到此为止。", 5),
        ("第二段到此为止。", 7),
    ]


def test_gbk_with_its_declaration(tmp_path):
    document = (
        f"<?xml version='1.0' encoding='gb2312'?><list><news><title>大桥</title><content>{TEXT}</content></news></list>"
    )
    (found,) = read_file(tmp_path, "a.xml", document.encode("gbk"))
    assert (found.title, lines(found)) == ("大桥", [TEXT])


@pytest.mark.parametrize(
    "document",
    [
        "<opml><body><outline title='江城日报' text='江城日报' xmlUrl='https://a.example/rss'/></body></opml>",
        "<urlset><url><loc>https://a.example/1</loc></url></urlset>",
        "<svg><title>图</title><text>字</text></svg>",
        "<project><name>江城</name></project>",
    ],
)
def test_xml_without_articles_is_named(tmp_path, document):
    (found,) = read_file(tmp_path, "a.xml", f"<?xml version='1.0'?>{document}")
    assert isinstance(found, Problem)
    assert "XML without records" in str(found)


def test_what_comes_before_a_fault_is_kept_and_the_fault_has_its_line(tmp_path):
    first, problem = read_file(
        tmp_path,
        "a.xml",
        f"<list>\n<news><title>大桥</title><content>{TEXT}</content></news>\n<news><title>桥</news>\n</list>",
    )
    assert first.title == "大桥"
    assert str(problem).startswith("a.xml:3: not valid XML: mismatched tag")
    assert problem.lost
    first, problem = read_file(
        tmp_path, "a.xml", f"<list>\n<news><title>大桥</title><content>{TEXT}</content></news>\n<news><title>桥"
    )
    assert (first.title, problem.line) == ("大桥", 3)


def test_entities_are_neither_expanded_nor_looked_up(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("机密")
    document = (
        f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}"><!ENTITY b "哈哈"><!ENTITY c "&b;&b;">'
        f'<!ENTITY % d SYSTEM "{secret.as_uri()}"> %d;]><list><news><title>大桥</title><content>&a;&c;。{TEXT}</content></news></list>'
    )
    found = read_file(tmp_path, "a.xml", "<?xml version='1.0'?>" + document)
    assert "机密" not in str(found)
    assert "哈哈" not in str(found)


@pytest.mark.parametrize(
    "document",
    [
        "<a>" * 100_000,
        "<list>" + "<news><title>大桥</title></news>" * 20_000,
        "<a>" + "<b>" * 150 + f"<news><title>大桥</title><content>{TEXT}</content></news>",
        "<?xml version='1.0'?>" + "<a/>" * 20_000,
        "<rss><channel>" + "<item><category>x</category></item>" * 5_000,
        "<news><title>大</title><content>" + "<p>" * 5_000 + "江",
        "<x " + " ".join(f"a{number}=''" for number in range(20_000)) + "/>",
        "<news><content>" + "&#99999999;&#0;&#xD800;&x;" * 1_000 + "</content></news>",
    ],
)
def test_hostile_documents_end(document):
    assert all(isinstance(item, tuple) for item in read_xml("a.xml", [document], FieldMap()))


def test_what_is_no_xml_is_not_taken_for_it():
    assert not any(
        map(
            looks_like_xml,
            ("<doc>", "<html>", "<!DOCTYPE html>", "<?xml version='1.0'?>\n<html xmlns='x'>", "江城 <item>"),
        )
    )


PARTS = st.sampled_from(
    [
        *(
            "<rss>",
            "</rss>",
            "<channel>",
            "</channel>",
            "<item>",
            "</item>",
            "<entry>",
            "</entry>",
            "<title>",
            "</title>",
            "<content>",
        ),
        *(
            "</content>",
            "<TEI>",
            "</TEI>",
            "<note>",
            "</note>",
            "<row>",
            "</row>",
            "<p>",
            "</p>",
            "<a b='c'/>",
            "<![CDATA[",
            "]]>",
            "<!--",
        ),
        *(
            "-->",
            "<?xml version='1.0'?>",
            "<!DOCTYPE a [",
            "]>",
            "<!ENTITY x 'y'>",
            "&x;",
            "&amp;",
            "&nbsp;",
            "&#0;",
            "\n",
            "\0",
            "\ufffe",
        ),
        *(
            "<wp:post_type>attachment</wp:post_type>",
            "<field name='title'>江</field>",
            "江城",
            "<link href='https://a.example'/>",
        ),
    ]
)


@given(st.lists(st.one_of(PARTS, st.text(max_size=4)), max_size=40).map("".join))
def test_any_xml_is_read(text):
    for item in read_xml("a.xml", text.splitlines(keepends=True), FieldMap()):
        assert isinstance(item, tuple)


def test_elements_within_elements_without_end_are_not_each_compared_with_all_others(tmp_path, monkeypatch):
    """A document of two megabytes took hours."""
    names, depth = [], 20_000
    monkeypatch.setattr(xml_records, "local_name", lambda name: names.append(name) or name)
    (problem,) = read_file(tmp_path, "a.xml", "<r>" + "<a>" * depth + "大桥" + "</a>" * depth + "</r>")
    assert "XML without records" in str(problem)
    assert len(names) < depth * 10


def test_the_links_of_an_old_atom_feed_are_no_articles_and_its_subjects_are_sections(tmp_path):
    links = "".join(
        f'<link href="https://a.example/{rel}" rel="{rel}" title="江边手记" type="application/atom+xml"/>'
        for rel in ("service.post", "service.feed", "alternate")
    )
    (found,) = read_file(
        tmp_path,
        "a.xml",
        f'<feed xmlns="http://purl.org/atom/ns#" version="0.3" xmlns:dc="http://purl.org/dc/elements/1.1/">{links}'
        f'<title mode="escaped">江边手记</title><entry><link href="https://a.example/1" rel="service.edit" title="大桥合龙"/>'
        f"<title>大桥合龙</title><issued>2005-03-18T09:15:00+08:00</issued><dc:subject>桥梁</dc:subject>"
        f"<content><div>{TEXT}</div></content></entry></feed>",
    )
    assert (found.title, found.source, found.section, lines(found)) == ("大桥合龙", "江边手记", "桥梁", [TEXT])
