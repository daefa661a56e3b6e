"""Digests in Markdown whose items are told by their numbers, what their texts begin with, and where."""

from __future__ import annotations

import pytest
from read_files import articles, facts, lines, read_file

TEXTS = [
    "大桥在江心合龙的时候，两岸市民从各处赶来观看，孩子们坐在父亲的肩上。",
    "江城大学在北校区举行开学典礼，三千名新生走进校园，校长寄语新生要多读书。",
    "江城市气象台发布今年首个寒潮预警，市民出门要添衣，农户要护好大棚里的菜。",
    "地铁三号线今天起试运行，设站二十三座，市民可以持卡免费乘车三天。",
]
TITLES = [
    "澜江大桥今天下午提前合龙",
    "江城大学今天举行开学典礼",
    "气象台发布今年首个寒潮预警",
    "地铁三号线今天起试运行",
]
SECTIONS = ["国内", "", "科技", ""]
FRONT = '---\ntitle: "剪贴簿：三月的江城"\ndate: 2025-03-18\n---\n\n这一期多是友邻推荐的文章，感谢大家。\n\n'


def items(form, sections=SECTIONS, numbers=(1, 2, 3, 4)):
    stories = zip(sections, numbers, TITLES, TEXTS, strict=True)
    return "".join(
        (f"## {section}\n\n> {section}的事，本期说得多一些，请读者留意。\n\n" if section else "")
        + form.format(at=at, title=title, text=text)
        for section, at, title, text in stories
    )


@pytest.mark.parametrize("numbers", [(1, 2, 3, 4), (1, 3, 7, 20)], ids=["all", "some left out"])
def test_headlines_that_are_counted_through_sections_are_those_of_items(tmp_path, numbers):
    text = "# 《江城人》中文译刊｜简版\n\n" + items("### {at}. {title}\n\n{text}\n\n---\n\n", numbers=numbers)
    found = articles(read_file(tmp_path, "a.md", text))
    assert [(each.title, each.section, lines(each)) for each in found] == [
        (title, section, [text])
        for title, section, text in zip(TITLES, ["国内", "国内", "科技", "科技"], TEXTS, strict=True)
    ]


@pytest.mark.parametrize("numbers", [(1, 2, 1, 2), (2, 3, 4, 5)], ids=["anew", "from two"])
def test_parts_of_one_text_that_are_counted_otherwise_are_no_items(tmp_path, numbers):
    text = "# 江城往事，说不完的故事\n\n" + items("### {at}. {title}\n\n{text}\n\n", numbers=numbers)
    assert len(articles(read_file(tmp_path, "a.md", text))) == 1


@pytest.mark.parametrize(
    "link", ["[原文链接](https://j.example/{at})，发布于江城日报。", "[原文](https://j.example/{at})\n"]
)
def test_headings_below_which_a_link_leads_to_the_page_are_those_of_items(tmp_path, link):
    found = articles(read_file(tmp_path, "a.md", FRONT + items("## {at}. {title}\n" + link + "{text}\n\n", [""] * 4)))
    assert [each.title for each in found] == TITLES
    assert all(text in lines(each)[-1] for each, text in zip(found, TEXTS, strict=True))


@pytest.mark.parametrize(
    "line", ["**2025-03-17 09:12** · 江城观察", "🏷 江城观察 · 🕐 2025-03-17 09:12", "2025-03-17 09:12 | 江城观察"]
)
def test_a_time_and_a_name_above_a_text_are_its_facts(tmp_path, line):
    form = f"### [{{title}}](https://j.example/{{at}})\n{line}\n\n{{text}}\n\n"
    found = read_file(tmp_path, "a.md", "# 江城简报 · 2025年3月18日 星期二\n\n" + items(form))
    assert [lines(each) for each in articles(found)] == [[text] for text in TEXTS]  # what sections are of is no item
    assert facts(found) == [(title, "2025-03-17", "江城观察") for title in TITLES]


def test_a_table_of_contents_with_a_picture_and_counts_is_no_item(tmp_path):
    contents = "## 📑 目录\n\n- [国内](#国内)（2）\n- [科技](#科技)（2）\n\n"
    text = "# 江城快报 第11期 | 2025年3月18日\n\n" + contents + items("### {title}\n\n{text}\n\n")
    found = articles(read_file(tmp_path, "a.md", text))
    assert [each.title for each in found] == TITLES
    assert {each.date for each in found} == {"2025-03-18"}


@pytest.mark.parametrize(
    ("name", "fewer"), [("江城情报日报 2025-03-18", 0), ("江城往事", 1)], ids=["a digest", "a text"]
)
def test_a_quote_below_the_name_of_a_digest_is_no_item(tmp_path, name, fewer):
    lead = f"# {name}\n\n> 本期主线：澜江大桥在这个春天合龙，两岸市民盼了二十年，江城大学的师生也来了。{TEXTS[0]}{TEXTS[1]}\n\n"
    text = lead + items("## {title}\n\n日期：2025-03-17\n\n{text}\n\n", sections=[""] * 4)
    assert len(articles(read_file(tmp_path, "a.md", text))) == len(TITLES) + fewer


def test_bullets_in_bold_with_an_outlet_and_a_link_below_are_headlines(tmp_path):
    form = "- **{title}**\n- 📍 江城观察 · {day} · [原文](https://j.example/{at})\n- 概要：{text}\n"
    days = ["12月31日", "1月2日", "1月1日", "2024年12月30日"]
    stories = enumerate(zip(TITLES, TEXTS, days, strict=True))
    listed = "".join(form.format(at=at, title=title, text=text, day=day) for at, (title, text, day) in stories)
    found = articles(read_file(tmp_path, "a.md", f"# 江城早报 — 2025-01-02\n\n## 本市\n\n{listed}"))
    assert [(each.title, each.date, each.source) for each in found] == [
        (title, date, "江城观察")
        for title, date in zip(TITLES, ("2024-12-31", "2025-01-02", "2025-01-01", "2024-12-30"), strict=True)
    ]
    assert [each.url for each in found] == [f"https://j.example/{at}" for at in range(4)]
    assert [lines(each) for each in found] == [[f"概要：{text}"] for text in TEXTS]


def test_a_text_below_a_rule_is_no_front_matter(tmp_path):
    form = "---\n\n**{}**\n\n*江城日报 | 2025年3月18日 | 记者 何青禾*\n\n{}\n\n[阅读原文](https://j.example/1)\n\n"
    text = "".join(form.format(title, text) for title, text in zip(TITLES, TEXTS, strict=True))
    found = articles(read_file(tmp_path, "a.md", text))
    assert [each.title for each in found] == TITLES
    assert {each.url for each in found} <= {None, "https://j.example/1"}
