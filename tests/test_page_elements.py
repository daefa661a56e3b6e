"""Web pages whose elements say what they are: author, publisher, category, the way to the page, data in scripts."""

from __future__ import annotations

import json

from read_files import BODY, OTHER, articles, bodies, read_file

TEXT = "".join(f"<p>{part}</p>" for part in (BODY, OTHER))
TITLE = "江城大桥今日合龙"


def page(folder, body, head=""):
    content = f'<html><head><meta charset="utf-8"><title>{TITLE}</title>{head}</head><body>{body}</body></html>'
    (found,) = articles(read_file(folder, "1.html", content))
    return found


def test_microdata_and_microformats(tmp_path):
    publisher = '<span itemprop="publisher" itemscope><meta itemprop="name" content="江城观察"></span>'
    byline = '<span class="byline">由 <span class="author vcard"><a>何青禾</a></span></span>'
    filed = '<a rel="category tag">社会</a>'
    found = page(tmp_path, f"<h1>{TITLE}</h1>{publisher}{byline}<div>{TEXT}</div>{filed}")
    assert (found.source, found.section, found.reporters) == ("江城观察", "社会", ("何青禾",))


def test_authors_of_other_articles_are_not_its_own(tmp_path):
    others = "".join(f'<span class="author">{name}</span>' for name in ("何青禾", "韩露"))
    assert page(tmp_path, f"<h1>{TITLE}</h1>{others}<div>{TEXT}</div>").reporters == ("何青禾",)  # of the text


def test_the_reporter_of_a_dispatch_in_an_element_for_it(tmp_path):
    found = page(tmp_path, f'<h1>{TITLE}</h1><p class="author">〔記者韓露／綜合報導〕</p><div>{TEXT}</div>')
    assert found.reporters[0] == "韓露"


def test_the_way_to_a_page_is_its_section(tmp_path):
    for way, section in (
        ("当前位置：首页 &gt; 新闻 &gt; 国内 &gt; 正文", "国内"),
        (f"论坛 › 社会 › {TITLE}", "社会"),
        ("财经 &gt; 正文", "财经"),
        ("江城新闻网 &gt; 正文", None),
    ):
        assert page(tmp_path, f"<div>{way}</div><h1>{TITLE}</h1><div>{TEXT}</div>").section == section


def test_an_outlet_behind_the_address_of_a_portal(tmp_path):
    line = "http://www.j.example 2025年03月18日09:15 江城晚报"
    found = page(tmp_path, f"<center><b>{TITLE}</b><br>{line}</center><div>{TEXT}</div>")
    assert (found.date, found.source) == ("2025-03-18", "江城晚报")


def test_the_address_below_a_text_is_its_own(tmp_path):
    found = page(tmp_path, f"<h1>{TITLE}</h1><div>{TEXT}</div><p>本文网址：https://j.example/1.html</p>")
    assert (found.text, found.url) == (f"{BODY}\n{OTHER}", "https://j.example/1.html")


def test_facts_in_the_data_of_a_page(tmp_path):
    story = {"title": TITLE, "content": TEXT, "source": "江城日报", "category": "社会", "author": "韩露"}
    data = json.dumps({"props": {"article": {**story, "url": "https://j.example/1.html"}}}, ensure_ascii=False)
    found = page(tmp_path, f'<div>加载中</div><script type="application/json">{data}</script>')
    assert (found.source, found.section, found.url) == ("江城日报", "社会", "https://j.example/1.html")
    assert "韩露" in found.reporters


def test_short_headlines_among_others_part_stories(tmp_path):
    rows = ((TITLE, BODY), ("征集", OTHER), ("江城大学今日开学典礼", BODY))
    body = "".join(f"<h2>{title}</h2><p>江城日报 2025-03-18</p><p>{text}</p>" for title, text in rows)
    content = f'<html><head><meta charset="utf-8"><title>剪报</title></head><body><h1>剪报</h1>{body}</body></html>'
    found = read_file(tmp_path, "1.html", content)
    assert [each.title for each in found] == [title for title, _ in rows]
    assert bodies(found) == [text for _, text in rows]


def test_addresses_below_the_stories_of_a_page_are_theirs(tmp_path):
    rows = ((TITLE, BODY), ("江城大学今日开学典礼", OTHER))
    line = "<p>原文链接：<a href='https://j.example/{n}.html'>https://j.example/{n}.html</a></p>"
    parts = (f"<h2>{title}</h2><p>江城日报 2025-03-18</p><p>{text}</p>" for title, text in rows)
    body = "".join(f"{part}{line.format(n=n)}" for n, part in enumerate(parts))
    content = f'<html><head><meta charset="utf-8"><title>剪报</title></head><body><h1>剪报</h1>{body}</body></html>'
    found = read_file(tmp_path, "1.html", content)
    assert [each.url for each in found] == ["https://j.example/0.html", "https://j.example/1.html"]
    assert bodies(found) == [BODY, OTHER]


def test_the_name_of_a_section_above_is_no_headline(tmp_path):
    content = (
        f"<html><head><title>国内</title></head><body><h1>国内</h1><h2>{TITLE}</h2><div>{TEXT}</div></body></html>"
    )
    (found,) = articles(read_file(tmp_path, "1.html", content))
    assert (found.title, found.section) == (TITLE, "国内")
