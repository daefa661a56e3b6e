"""Tests of documents in XML that are articles, and of the pages of wikis."""

from __future__ import annotations

import pytest
from read_files import BODY, OTHER, bodies, facts, problems, read_file

TEI_HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>"
    "<publicationStmt><publisher>江城大学</publisher><date when='2025-06-01'/></publicationStmt>"
    "<sourceDesc><bibl><title level='j'>江城日报</title><date when='2025-03-18'/></bibl></sourceDesc>"
    "</fileDesc></teiHeader>"
)


def test_the_head_of_a_text_in_tei_is_no_paragraph_and_its_source_is_the_paper(tmp_path):
    text = f"<text><body><head>大桥合龙</head><p>{BODY}</p></body></text>"
    found = read_file(tmp_path, "a.xml", f"<TEI>{TEI_HEADER.format(title='大桥合龙')}{text}</TEI>")
    assert facts(found) == [("大桥合龙", "2025-03-18", "江城日报")]
    assert bodies(found) == [BODY]


def test_parts_of_a_paper_that_are_marked_as_articles_in_tei_are_articles(tmp_path):
    parts = "".join(
        f"<div type='article'><head>{title}</head><p>{text}</p><div type='article'><head>小标题</head><p>{text}</p></div></div>"
        for title, text in (("大桥合龙", BODY), ("大学开学", OTHER))
    )
    document = (
        f"<TEI>{TEI_HEADER.format(title='江城日报')}<text><body><div type='page'>{parts}</div></body></text></TEI>"
    )
    found = read_file(tmp_path, "a.xml", document)
    assert facts(found) == [("大桥合龙", "2025-03-18", "江城日报"), ("大学开学", "2025-03-18", "江城日报")]
    assert bodies(found) == [f"{BODY}\n小标题\n{BODY}", f"{OTHER}\n小标题\n{OTHER}"]


def test_sections_of_an_article_in_tei_are_no_articles(tmp_path):
    parts = "".join(f"<div><head>{title}</head><p>{text}</p></div>" for title, text in (("一", BODY), ("二", OTHER)))
    document = f"<TEI>{TEI_HEADER.format(title='大桥合龙')}<text><body>{parts}</body></text></TEI>"
    assert bodies(read_file(tmp_path, "a.xml", document)) == [f"一\n{BODY}\n二\n{OTHER}"]


def test_captions_of_pictures_in_documents_are_no_paragraphs(tmp_path):
    media = "<media media-type='image'><media-caption>桥面远景</media-caption></media>"
    body = f"<body.head><hedline><hl1>大桥合龙</hl1></hedline></body.head><body.content><p>{BODY}</p>{media}</body.content>"
    assert bodies(read_file(tmp_path, "a.xml", f"<?xml version='1.0'?><nitf><body>{body}</body></nitf>")) == [BODY]


def test_the_page_in_an_item_of_newsml_begins_with_its_text(tmp_path):
    page = f"<html><head><title>大桥合龙</title></head><body><p>{BODY}</p></body></html>"
    item = f"<contentMeta><headline>大桥合龙</headline></contentMeta><contentSet><inlineXML>{page}</inlineXML></contentSet>"
    found = read_file(tmp_path, "a.xml", f"<?xml version='1.0'?><newsMessage><newsItem>{item}</newsItem></newsMessage>")
    assert bodies(found) == [BODY]


def test_templates_and_redirections_of_a_wiki_are_no_articles(tmp_path):
    pages = "".join(
        f"<page><title>{title}</title><ns>{space}</ns>{more}<revision><text>{text}</text></revision></page>"
        for title, space, more, text in (
            ("大桥合龙", 0, "", BODY),
            ("模板:日期", 10, "", "这是标注日期的模板，请勿随意修改。"),
            ("大桥", 0, "<redirect title='大桥合龙'/>", "#重定向 [[大桥合龙]]"),
            ("大学开学", 0, "", OTHER),
        )
    )
    found = read_file(tmp_path, "a.xml", f"<mediawiki>{pages}</mediawiki>")
    assert bodies(found) == [BODY, OTHER]
    assert problems(found) == []


DATES = ("2025-03-18", "2025-03-19")
STORIES = (("大桥合龙", DATES[0], BODY), ("大学开学", DATES[1], OTHER))


def _list(form):
    stories = "".join(form.format(title=title, day=day, text=text) for title, day, text in STORIES)
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<list>{stories}</list>"


@pytest.mark.parametrize(
    "form",
    [
        (
            "<article><title>{title}</title><date>{day}</date><content><p>{text}</p><figure><img src='1.jpg'/>"
            "<figcaption>远景</figcaption></figure><p>完。</p></content></article>"
        ),
        "<text title='{title}' date='{day}'><p>{text}</p><p>完。</p></text>",
        "<day date='{day}'><story><headline>{title}</headline><p>{text}</p><p>完。</p></story></day>",
        (
            "<article><title>{title}</title><date>{day}</date><body><p>{text}</p><p>完。</p></body>"
            "<related><item><title>另一条新闻</title><date>2024-01-01</date></item></related></article>"
        ),
        (
            "<article><author><name>何青禾</name><title>首席记者</title></author><title>{title}</title><date>{day}</date>"
            "<body><p>{text}</p><p>完。</p></body></article>"
        ),
    ],
)
def test_paragraphs_are_the_text_wherever_they_are(tmp_path, form):
    found = read_file(tmp_path, "a.xml", _list(form))
    assert facts(found) == [(title, day, None) for title, day, _ in STORIES]
    assert bodies(found) == [f"{BODY}\n完。", f"{OTHER}\n完。"]
