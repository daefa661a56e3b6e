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
    text = "".join(f"# {title}，两岸市民赶来\n\n{body}\n\n" for title, body in STORIES)
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
    "form",
    [
        "### [{source}] {title} ({day})",
        "## 【{source}】{title}（{day}）",
        "# {title}（{source}，{day}）",
        "## {day} {source}：{title}",
        "## {title} | {source} | {day}",
        "## {title} ({day})\n\n来源：{source}",
    ],
)
@pytest.mark.parametrize("above", ["", "# 新闻剪报\n\n"])
def test_headings_that_name_day_and_outlet(tmp_path, form: str, above: str):
    rows = [*zip(STORIES, ("江城日报", "江城晚报"), strict=True), (("日本队今日抵达江城", BODY), "江城网")]
    text = "".join(
        f"{form.format(title=title, source=source, day='2025-03-18')}\n\n{body}\n\n" for (title, body), source in rows
    )
    found = read_file(tmp_path, "1.md", above.replace("# ", "" if form.startswith("# ") else "# ") + text)
    assert facts(found) == [(title, "2025-03-18", source) for (title, _), source in rows]
    assert bodies(found) == [body for (_, body), _ in rows]


@pytest.mark.parametrize(
    "heads",
    [
        ("研究背景与意义", "数据来源与研究方法", "结论与展望"),
        ("数据库的基本概念", "关系模型和它的运算", "备份与恢复"),
        ("如何申请居住证", "需要准备哪些材料", "注意事项"),
        ("你是怎么走上这条路的？", "第一次上台是什么感受？", "对年轻人有什么话说？"),
        ("第一章 少年", "第二章 出走", "第三章 归来"),
        ("2024年5月1日 动工", "2024年8月1日 封顶", "2025年3月18日 合龙"),
    ],
)
def test_names_of_the_parts_of_a_text_are_no_headlines(tmp_path, heads):
    for mark in ("#", "##"):
        text = "".join(f"{mark} {head}\n\n{body}\n\n" for head, body in zip(heads, (OTHER, BODY, OTHER), strict=True))
        assert len(articles(read_file(tmp_path, "1.md", text))) == 1


def test_headlines_without_facts_are_those_of_stories_on_any_level(tmp_path):
    rows = [(f"{title}，两岸市民赶来", body) for title, body in (*STORIES, ("江城图书馆开放", BODY))]
    text = "".join(f"## {title}\n\n{body}\n\n" for title, body in rows)
    assert bodies(read_file(tmp_path, "1.md", text)) == [body for _, body in rows]


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


def test_an_outlet_that_is_a_link_below_a_bold_item(tmp_path):
    rows = (*STORIES, ("江城图书馆新馆昨日开放", BODY))
    text = "".join(
        f"{at}. **{title}**\n\n   {body}\n\n   来源：[江城日报](https://j.example/{at})\n\n"
        for at, (title, body) in enumerate(rows, start=1)
    )
    for above in ("", "# 新闻剪报\n\n"):
        found = articles(read_file(tmp_path, "1.md", above + text))
        assert [(each.title, each.source) for each in found] == [(title, "江城日报") for title, _ in rows]
        assert [each.url for each in found] == [f"https://j.example/{at}" for at in (1, 2, 3)]


@pytest.mark.parametrize(
    "front",
    [
        "来源: 江城日报\n原文: https://j.example/1",
        "source:\n  name: 江城日报\n  url: https://j.example/1",
        "媒体: 江城日报\n来源: https://j.example/1",
    ],
)
def test_the_address_of_the_page_in_front_matter_whatever_it_is_called(tmp_path, front: str):
    found = articles(
        read_file(tmp_path, "1.md", f"---\n{front}\ndate: 2025-03-18\n---\n\n# {STORIES[0][0]}\n\n{BODY}\n")
    )
    assert [(each.source, each.url) for each in found] == [("江城日报", "https://j.example/1")]


def test_a_headline_that_is_a_link_to_the_page(tmp_path):
    found = articles(read_file(tmp_path, "1.md", f"# [{STORIES[0][0]}](https://j.example/1)\n\n{BODY}\n"))
    assert [(each.title, each.url) for each in found] == [(STORIES[0][0], "https://j.example/1")]


MDX = """---
title: 大桥合龙
date: 2025-03-18
---
import Link from '@site/src/Link'

export const Red = ({children, href}) => (
  <a href={href}>
    {children}
  </a>
);

<img
  src="https://j.example/bridge.jpg"
  alt="大桥"
/>

"""


def test_the_code_of_mdx_is_no_text(tmp_path):
    found = read_file(tmp_path, "a.mdx", MDX + BODY)
    assert facts(found) == [("大桥合龙", "2025-03-18", None)]
    assert bodies(found) == [BODY]
