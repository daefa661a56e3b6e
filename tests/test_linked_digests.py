"""Digests in Markdown whose headlines are links that are no headings."""

from __future__ import annotations

import pytest
from read_files import articles, bodies, facts, lines, read_file

TEXTS = [
    "大桥在江心合龙的时候，两岸市民从各处赶来观看，孩子们坐在父亲的肩上。",
    "江城大学在北校区举行开学典礼，三千名新生走进校园，校长寄语新生要多读书。",
    "江城市气象台发布今年首个寒潮预警，市民出门要添衣，农户要护好大棚里的菜。",
    "地铁三号线今天起试运行，设站二十三座，市民可以持卡免费乘车三天。",
]
TITLES = ["澜江大桥今天下午合龙", "江城大学举行开学典礼", "气象台发布寒潮预警", "地铁三号线试运行"]
OUTLETS = "## 来源\n\n### 中文\n- [江报](https://j.example/a)\n- [江城在线](https://j.example/b)\n\n---\n\n"


def digest(form, above=""):
    items = "".join(
        form.format(at=at, title=title, text=text)
        for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), start=1)
    )
    return f"# 江城资讯报告\n\n**日期：2025-03-18**\n\n{above}## 要闻\n\n{items}"


FORMS = {
    "paragraphs": "{at}. [{title}](https://j.example/{at})\n\n{text}\n\n",
    "elements": "{at}. [{title}](https://j.example/{at})  \n<p>{text}</p><p></p><p>另据了解。</p>\n\n",
}


@pytest.mark.parametrize("above", ["", OUTLETS], ids=["", "outlets above"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_texts_below_linked_headlines_are_theirs(tmp_path, form, above):
    found = articles(read_file(tmp_path, "a.md", digest(form, above)))
    assert [each.title for each in found] == TITLES
    assert [lines(each)[0] for each in found] == TEXTS
    assert {(each.date, each.section) for each in found} == {("2025-03-18", "要闻")}


def test_links_alone_are_headlines_if_they_are_as_long(tmp_path):
    more = "## 更多\n\n- [江城图书馆新馆明天正式开放](https://j.example/8)\n- [澜江水位继续上涨两岸加强巡查](https://j.example/9)\n"
    found = articles(read_file(tmp_path, "a.md", digest(FORMS["paragraphs"]) + more))
    assert [each.title for each in found][4:] == ["江城图书馆新馆明天正式开放", "澜江水位继续上涨两岸加强巡查"]
    assert bodies(found)[4:] == ["", ""]


@pytest.mark.parametrize(
    "line", ["**生成时间：** 2025年03月18日 09:00", "> 更新时间：2025-03-18 10:25", "日期：2025-03-18 数据范围：江城"]
)
def test_a_list_of_links_is_of_the_day_that_is_told_below_its_title(tmp_path, line):
    links = "".join(f"{at}. [{title}](https://j.example/{at})\n" for at, title in enumerate(TITLES * 2, start=1))
    found = read_file(tmp_path, "a.md", f"# 今日热点新闻\n\n{line}\n\n## 江城网\n\n{links}")
    assert {date for _, date, _ in facts(found)} == {"2025-03-18"}
    assert len(found) == 8


def test_a_day_within_an_item_is_not_that_of_all(tmp_path):
    items = "".join(
        f"## {title}\n\n日期：2025-03-1{at}\n\n{text}\n\n"
        for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True))
    )
    found = read_file(tmp_path, "a.md", f"# 江城要闻\n\n{items}")
    assert [date for _, date, _ in facts(found)] == [f"2025-03-1{at}" for at in range(4)]


def test_the_name_behind_a_linked_headline_is_its_source(tmp_path):
    found = read_file(tmp_path, "a.md", digest("**[{title}](https://j.example/{at})** · 江城在线<br>\n{text}\n\n"))
    assert facts(found) == [(title, "2025-03-18", "江城在线") for title in TITLES]
    assert bodies(found) == TEXTS


def test_links_behind_a_headline_in_bold_are_none_of_it(tmp_path):
    form = "{at}. **{title}**[原文链接](https://j.example/{at}) | [讨论](https://j.example/{at}/2)\n   {text}\n"
    found = articles(read_file(tmp_path, "a.md", digest(form).replace("资讯报告", "社区日报")))
    assert [(each.title, each.url) for each in found] == [
        (title, f"https://j.example/{at}") for at, title in enumerate(TITLES, start=1)
    ]
    assert bodies(found) == TEXTS


def test_what_a_digest_counts_is_no_article(tmp_path):
    items = "".join(
        f"{at}. **{title}**\n   {text}\n\n" for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), 1)
    )
    text = f"# 江城新闻日报 2025-03-18\n\n今日精选 4 则，涵盖交通（1）、教育（1）、气象（1）、民生（1）等各方面的新闻。\n\n## 要闻\n\n{items}"
    assert [each.title for each in articles(read_file(tmp_path, "a.md", text))] == TITLES
