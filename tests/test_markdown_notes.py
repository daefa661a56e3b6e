"""Markdown notes with facts in a table or a callout, stories that are folded away, and headings that are headlines."""

from __future__ import annotations

import pytest
from read_files import BODY, OTHER, articles, bodies, facts, read_file

STORIES = (("江城大桥今日合龙", BODY), ("江城大学今日开学", OTHER))
FACTS = [("江城大桥今日合龙", "2025-03-18", "江城日报")]


def test_facts_in_a_table_or_callout_above_the_text(tmp_path):
    table = "| 项目 | 内容 |\n| --- | --- |\n| 来源 | 江城日报 |\n| 日期 | 2025-03-18 |\n"
    callout = "> [!info] 信息\n> 来源：江城日报\n> 日期：2025-03-18\n"
    for above in (table, callout):
        found = read_file(tmp_path, "1.md", f"# {STORIES[0][0]}\n\n{above}\n{BODY}\n")
        assert (facts(found), bodies(found)) == (FACTS, [BODY])


def test_stories_that_are_folded_away(tmp_path):
    form = "<details>\n<summary>2025-03-18 {}</summary>\n\n[原文](https://j.example/1.html)\n\n{}\n\n</details>\n\n"
    found = articles(read_file(tmp_path, "1.md", "".join(form.format(*story) for story in STORIES)))
    assert [(each.title, each.date) for each in found] == [(title, "2025-03-18") for title, _ in STORIES]
    assert {each.url for each in found} == {"https://j.example/1.html"}


def test_headings_of_the_first_level_with_texts_are_headlines(tmp_path):
    text = "".join(f"# {title}\n\n{body}\n\n" for title, body in STORIES)
    assert bodies(read_file(tmp_path, "1.md", text)) == [BODY, OTHER]
    chapters = "".join(
        f"# {number}、{title}\n\n{body}\n\n" for number, (title, body) in zip("一二", STORIES, strict=True)
    )
    assert len(read_file(tmp_path, "1.md", chapters)) == 1


def test_sections_in_brackets_before_headlines(tmp_path):
    text = "".join(
        f"## 【{name}】{title}\n\n{body}\n\n" for name, (title, body) in zip(("国内", "教育"), STORIES, strict=True)
    )
    found = articles(read_file(tmp_path, "1.md", f"# 江城早报 2025-03-18\n\n{text}"))
    assert [(each.section, each.title) for each in found] == [("国内", STORIES[0][0]), ("教育", STORIES[1][0])]


def test_headings_at_the_end_without_text_are_none(tmp_path):
    found = read_file(tmp_path, "1.md", f"# {STORIES[0][0]}\n\n## 原文\n\n{BODY}\n\n## 笔记\n\n")
    assert bodies(found) == [BODY]


def test_clippings_with_a_short_headline_or_a_portal(tmp_path):
    form = "{}. **{}**（{}，2025-03-18）\n\n   {}\n\n"
    rows = (
        ("征集", "搜狐", BODY),
        ("江城大学今日开学", "ETtoday新聞雲", OTHER),
        ("江城大桥今日合龙", "江城日报", BODY),
    )
    text = "".join(form.format(at, *row) for at, row in enumerate(rows, start=1))
    found = facts(read_file(tmp_path, "1.md", f"# 一周要闻\n\n{text}"))
    assert found == [(title, "2025-03-18", source) for title, source, _ in rows]


@pytest.mark.parametrize(
    "told",
    [
        "> 原文：[江城日报](https://j.example/1)  \n> 时间：2025-03-18 08:00",
        "> 来源：[江城日报](https://j.example/1) | 时间：2025-03-18",
        "- **来源**: [江城日报](https://j.example/1)\n- **日期**: 2025-03-18",
        "[江城日报](https://j.example/1) · 2025-03-18",
    ],
)
def test_the_name_of_an_outlet_may_be_a_link_to_the_page(tmp_path, told: str):
    above, below = f"# {{}}\n\n{told}\n\n{BODY}\n", f"# {{}}\n\n{BODY}\n\n{told}\n"
    for text in (above, below):
        found = read_file(tmp_path, "1.md", text.format(STORIES[0][0]))
        assert (facts(found), bodies(found)) == (FACTS, [BODY])
        assert articles(found)[0].url == "https://j.example/1"
