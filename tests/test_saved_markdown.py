"""Markdown as savers of pages, crawlers and editors of digests write it."""

from __future__ import annotations

import pytest
from read_files import BODY, OTHER, articles, bodies, body, facts, problems, read_file

WECHAT = "[江城一线](javascript:void(0);)"


@pytest.mark.parametrize(
    "line",
    [
        f"原创 何青禾 {WECHAT} *2025-03-18 09:15*",
        f"**原创** **何青禾** {WECHAT} *2025年03月18日 09:15* *湖北*",
        f"何青禾 {WECHAT} *2025-03-18*",
        "何青禾 [江城一线](https://mp.weixin.qq.com/) *2025年3月18日 17:05*",
        f"Original 何青禾 {WECHAT} *2025-03-18 09:15* *Posted on 湖北*",
        "原创 何青禾 江城一线 2025-03-18 09:15 发表于湖北",
    ],
)
def test_the_account_of_a_saved_page(tmp_path, line: str):
    found = read_file(tmp_path, "1.md", f"# 江城大桥今日合龙\n\n{line}\n\n{BODY}\n\n{OTHER}\n")
    assert facts(found) == [("江城大桥今日合龙", "2025-03-18", "江城一线")]
    assert bodies(found) == [f"{BODY}\n{OTHER}"]
    assert "何青禾" in articles(found)[0].reporters


def test_the_card_of_an_account_is_no_text(tmp_path):
    card = "![](1.png)\n\n**江城一线**\n\n江城人自己的报纸\n\n**1043篇原创内容**\n\n公众号\n\n"
    head = f"# 江城大桥今日合龙\n\n原创 何青禾 {WECHAT} *2025-03-18*\n\n"
    assert bodies(read_file(tmp_path, "1.md", f"{head}{card}{BODY}\n\n{OTHER}\n")) == [f"{BODY}\n{OTHER}"]
    assert body(articles(read_file(tmp_path, "2.md", f"{head}{BODY}\n\n12篇原创内容\n"))[0]).endswith("12篇原创内容")


def test_the_addresses_of_links_are_no_text(tmp_path):
    text = (
        f"# 江城大桥今日合龙\n\n{BODY}[图][1]\n\n{OTHER}[文][a]\n\n[1]:https://j.example/1\n[a]: https://j.example/2\n"
    )
    (found,) = articles(read_file(tmp_path, "1.md", text))
    assert body(found) == f"{BODY}图\n{OTHER}文"


def test_sentences_among_properties_are_text(tmp_path):
    item = "### {at}. {title}\n- **来源**：江城日报\n- **摘要**：{text}\n- **为什么重要**：两岸往来从此方便。\n- **链接**：https://j.example/{at}\n\n"
    titles = ("江城大桥今日提前合龙", "江城大学迎来新生三千人", "地铁三号线今天试运行")
    items = "".join(item.format(at=at, title=title, text=BODY) for at, title in enumerate(titles, 1))
    found = read_file(tmp_path, "1.md", f"---\ntitle: 江城简报 2025-03-18\ndate: 2025-03-18\n---\n\n## 要闻\n\n{items}")
    assert facts(found) == [(title, "2025-03-18", "江城日报") for title in titles]
    assert set(bodies(found)) == {f"{BODY}\n为什么重要：两岸往来从此方便。"}


def test_the_day_behind_a_link_is_that_of_its_headline(tmp_path):
    behind = (
        "<small>Mon, 17 Mar 2025 16:00:00 GMT</small>",
        "<small>2025-03-18 09:50:00  +0800</small>",
        "(2025-03-17)",
        "— 江城日报 2025-03-16",
        "",
    )
    items = "".join(
        f"- **[江城大桥今日合龙第{at}段](https://j.example/{at})** {fact}\n" for at, fact in enumerate(behind)
    )
    found = read_file(tmp_path, "1.md", f"# 江城新闻简报 (2025-03-18)\n\n## 📰 江城网 (要闻)\n\n{items}")
    days = [each.date for each in articles(found)]
    assert days == ["2025-03-18", "2025-03-18", "2025-03-17", "2025-03-16", "2025-03-18"]
    assert {each.section for each in articles(found)} == {"江城网 (要闻)"}


STORIES = ("江城大桥今日提前合龙", "江城大学迎来新生三千人", "地铁三号线今天试运行")


def test_items_of_numbered_lists_with_facts_below(tmp_path):
    """Each headline is a link or has an address below; the lines below say where and when, and what."""
    linked = "{at}. [{title}](https://j.example/{at})\n   - 江城网 · Tue, 18 Mar 2025 07:30:19 GMT\n   - 摘要：{text}\n"
    plain = "{at}. {title}\n   摘要：{text}\n   来源：江城网\n   https://j.example/{at}\n\n"
    for form, above in ((linked, "## 要闻\n\n"), (plain, "按时间排列\n\n")):
        items = "".join(form.format(at=at, title=title, text=BODY) for at, title in enumerate(STORIES, 1))
        found = read_file(tmp_path, "1.md", f"# 江城每日新闻 2025-03-18\n\n{above}{items}")
        assert facts(found) == [(title, "2025-03-18", "江城网") for title in STORIES]
        assert (set(bodies(found)), problems(found)) == ({BODY}, [])
        assert [each.url for each in articles(found)] == [f"https://j.example/{at}" for at in (1, 2, 3)]


def test_a_digest_whose_title_is_repeated_and_its_section_about_itself(tmp_path):
    items = "".join(f"### [{title}](https://j.example/{at})\n{BODY}\n\n" for at, title in enumerate(STORIES))
    text = "---\ntitle: 江城文摘 第 005 期\ndate: 2025-03-18\n---\n# 江城文摘 第 005 期\n\n## 长文\n{}## 订阅\n{}\n\n- 通过邮件订阅。\n"
    found = read_file(tmp_path, "1.md", text.format(items, OTHER))
    assert facts(found) == [(title, "2025-03-18", None) for title in STORIES]
    assert set(bodies(found)) == {BODY}


def test_a_page_below_a_headline_is_its_story(tmp_path):
    parts = "".join(f"<div class='part'><p>{text}</p></div>" for text in (BODY, OTHER, BODY[:40], OTHER[:40]))
    page = f"<main role='main'><div><time>2025年3月18日</time></div>{parts}</main><hr><div>获取更多：<br><a href='https://j.example'>https://j.example</a></div>\n"
    heads = (
        "[江城大桥今日合龙](https://j.example/1)\n------\n\n",
        '---\ntitle: "江城大桥今日合龙"\ndate: 2025-03-18\n---\n\n',
    )
    for head in heads:
        (found,) = articles(read_file(tmp_path, "1.md", head + page))
        assert (found.title, found.date) == ("江城大桥今日合龙", "2025-03-18")
        assert body(found) == "\n".join((BODY, OTHER, BODY[:40], OTHER[:40]))
    (found,) = articles(read_file(tmp_path, "2.md", f"{heads[0]}<div>\n<p>提要</p></div>\n\n{BODY}\n\n{OTHER}\n"))
    assert body(found).endswith(f"{BODY}\n{OTHER}")


def test_a_sign_between_words_makes_no_list_of_sections(tmp_path):
    text = "".join(f"### {title}\n来源：江城网 ·\n\n{BODY}\n\n" for title in STORIES)
    found = read_file(tmp_path, "1.md", f"# 江城日报 2025-03-18\n\n## 三、社会 & 民生\n\n{text}")
    assert (facts(found), problems(found)) == ([(title, "2025-03-18", "江城网") for title in STORIES], [])


NUMBERED = "".join(f"## {at}. {title}\n\n{BODY}\n\n" for at, title in enumerate(STORIES, 1))


def test_a_table_of_contents_may_be_a_table_beside_the_items(tmp_path):
    rows = "".join(f"| {at} | {title} | [江城网](https://j.example/{at}) |\n" for at, title in enumerate(STORIES, 1))
    head = (
        "---\ntitle: 江城日报 2025-03-18\ndate: 2025-03-18\n---\n\n## 今日概览\n\n| # | 标题 | 来源 |\n|---|---|---|\n"
    )
    assert [title for title, *_ in facts(read_file(tmp_path, "1.md", f"{head}{rows}\n{NUMBERED}"))] == [*STORIES]


def test_an_item_that_repeats_its_title_is_one(tmp_path):
    text = f"# 江城日报 2025-03-18\n\n{NUMBERED}## 4. 江城大桥今晚亮灯\n\n江城大桥今晚亮灯\n"
    assert [title for title, *_ in facts(read_file(tmp_path, "1.md", text))] == [*STORIES, "江城大桥今晚亮灯"]


def test_headings_whose_texts_end_with_links_are_headlines(tmp_path):
    items = "".join(
        f"###### {title}\n\n<p>{BODY}<br></p>\n\n- [链接](https://j.example/{title})\n\n"
        for title in ("合龙", *STORIES)
    )
    found = read_file(tmp_path, "20250318.md", f"- 更新时间：2025-03-18 20:49\n\n{items}")
    assert [title for title, *_ in facts(found)] == ["合龙", *STORIES]
    assert set(bodies(found)) == {BODY}


def test_titles_in_english_brackets_in_links_and_empty_sections(tmp_path):
    items = f"### [[274]{STORIES[0]}](https://j.example/1)\n\n{BODY}\n\n### [{STORIES[1]}](https://j.example/2) [要闻]\n\n{BODY}\n\n"
    text = f"# Rivertown Daily — Tuesday, March 18, 2025\n\n## 要闻\n\n{items}## 文体\n- 暂无更新（https://j.example/rss）\n"
    found = read_file(tmp_path, "1.md", text)
    assert facts(found) == [(f"[274]{STORIES[0]}", "2025-03-18", None), (STORIES[1], "2025-03-18", None)]
    assert set(bodies(found)) == {BODY}


def test_headlines_in_english_are_none_of_sections(tmp_path):
    titles = ("Bridge over the River Opens Today", "Second Metro Line to Be Built", "Museum Shows Its Finds")
    items = "".join(f"### [{at}] {title}\n\n{BODY}\n\n" for at, title in enumerate(titles, 1))
    found = read_file(tmp_path, "1.md", f"# 江城研究 · 2025-03-18 日报\n\n---\n\n## 要闻\n\n{items}")
    assert facts(found) == [(title, "2025-03-18", None) for title in titles]
    assert set(bodies(found)) == {BODY}


NOTES = (
    "处理时间: 2025-03-18 09:12:45 (北京时间)",
    "*导出于 2025-03-18*",
    "generated_at: 2025-03-18T09:12:45",
    "> 抓取时间：2025-03-18 09:12",
)


@pytest.mark.parametrize("note", NOTES)
def test_when_a_program_made_the_file_is_none_of_the_text(tmp_path, note):
    page = "第01版：要闻"
    text = f"---\ntitle: 澜江大桥合龙\ndate: 2025-03-17\nversion: {page}\n---\n\n# 澜江大桥合龙\n\n**版面**: {page}\n\n{BODY}\n\n---\n\n*来源: [江城日报](https://j.example/1)*  \n{note}\n"
    (found,) = articles(read_file(tmp_path, "a.md", text))
    assert (found.date, found.source, body(found)) == ("2025-03-17", "江城日报", BODY)


def test_a_sentence_about_when_something_was_made_is_text(tmp_path):
    text = f"# 澜江大桥合龙\n\n{BODY}\n\n大桥的图纸保存于2025年3月18日开放的江城档案馆，市民可以预约参观。\n"
    (found,) = articles(read_file(tmp_path, "a.md", text))
    assert len(found.paragraphs) == 2


def test_values_of_the_front_matter_are_where_a_generator_puts_them(tmp_path):
    items = "".join(
        f"### {at}. {name}\nhttps://j.example/{at}\n\n{BODY}\n\n"
        for at, name in enumerate(("江图", "江报", "澜江笔记"), 1)
    )
    text = "---\ntitle: 江城周刊 - 第 10 期\ndate: 2025-03-18\n---\n\n# {{ $frontmatter.title }}\n\n发布时间：{{ $frontmatter.date }}\n\n## 网站\n"
    found = articles(read_file(tmp_path, "10.md", text + items))
    assert [(each.title, each.date, each.section) for each in found] == [
        (name, "2025-03-18", "网站") for name in ("江图", "江报", "澜江笔记")
    ]
