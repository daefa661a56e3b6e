"""Titles that a repeated form shows, and forms that show none."""

from __future__ import annotations

import pytest
from read_files import articles, bodies, problems

STORIES = [
    ("澜江大桥今日合龙", "澜江大桥今日上午合龙，全长三公里，双向六车道。"),
    ("鹭洲湿地迎来白鹤", "首批九只白鹤昨日飞抵鹭洲湿地过冬，比去年早六天。"),
    ("江城图书馆开放", "新落成的江城图书馆周六起向市民开放，藏书二百万册。"),
    ("地铁五号线招标", "江城地铁五号线土建工程开始招标，线路长三十一公里。"),
    ("酱园重开老晒场", "停产二十年的永和酱园重开老晒场，三百口大缸一字排开。"),
]
TITLES, TEXTS = [title for title, _ in STORIES], [text for _, text in STORIES]
FORMS = {
    "blocks": "{title}\n{text}\n\n",
    "lines": "{title}\n{text}\n",
    "blank lines": "{title}\n\n{text}\n\n",
    "stars": "*****{title}*****\n{text}\n",
    "books": "《{title}》\n{text}\n\n",
    "hashes": "#{title}#\n{text}\n",
    "numbers": "{number}、{title}\n{text}\n",
    "underlined": "{title}\n========\n{text}\n",
    "parted": "{title}\n{text}\n----------\n",
    "named": "标题：{title}\n{text}\n",
    "colons": "{title}——{text}\n",
    "tabs": "{title}\t{text}\n",
}


def written(form: str) -> str:
    return "".join(form.format(title=title, text=text, number=at) for at, (title, text) in enumerate(STORIES, 1))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_titles_of_a_repeated_form(read, form):
    found = read("新闻.txt", written(form))
    assert [article.title for article in articles(found)] == TITLES
    assert bodies(found) == TEXTS
    assert not problems(found)


def test_titles_with_a_rule_below_are_those_of_texts_with_subheads(read):
    found = read("新闻.txt", written("{title}\n~~~~\n{text}\n\n小标题{number}\n\n记者了解到，工程耗时{number}年。\n\n"))
    assert [article.title for article in articles(found)] == TITLES
    assert [body.split("\n")[0] for body in bodies(found)] == TEXTS


def test_lines_of_facts_are_facts(read):
    found = read("新闻.txt", "2025-03-18\n" + written("{title}\n{text}\n江城日报\n\n"))
    assert [(article.title, article.date, article.source) for article in articles(found)] == [
        (title, "2025-03-18", "江城日报") for title in TITLES
    ]
    dated = read("2.txt", written("{title}\n2025-03-1{number} 10:00\n{text}\n"))
    assert [article.date for article in articles(dated)] == [f"2025-03-1{number}" for number in range(1, 6)]
    assert bodies(dated) == TEXTS


def test_text_below_what_is_looked_at_is_read_alike(read):
    form = "【{title}】\n{text}\n" + "江城今日天气晴，气温八到十九度。\n" * 90
    assert [article.title for article in articles(read("新闻.txt", written(form)))] == TITLES


def test_subheads_of_one_story_are_no_titles(read):
    subheads = ["合龙为什么在清晨", "合龙之后做什么", "合龙用了多少钢"]
    text = "大桥合龙要等气温稳定，清晨合龙最稳妥，桥两端合龙误差不到两毫米，之后还要做荷载试验，用了多少钢也有人问。\n"
    story = "澜江大桥合龙记\n" + "".join(f"{number}、{head}\n{text}" for number, head in enumerate(subheads, 1))
    assert len(articles(read("1.txt", story))) == 1


def test_lists_and_pages_with_authors_are_left_to_others(read):
    page = "".join(f"{title}\n本报记者　何青禾\n{text}\n\n" for title, text in STORIES)
    assert [article.reporters for article in articles(read("1.txt", page))] == [("何青禾",)] * 5
    other = "".join(f"***{title}***\n今日另有消息如下，请读者留意查看。\n" for title in TITLES)
    assert len(articles(read("2.txt", other))) != len(TITLES)


def test_briefs_below_their_name_and_a_line_that_leads_to_them(read):
    found = read(
        "1.txt", "江城快报\n\n江城电台消息（早间节目）：\n" + written("{title}\n{text}\n") + "（编辑：何青禾）\n"
    )
    assert [article.title for article in articles(found)] == TITLES
    assert bodies(found)[:-1] == TEXTS[:-1]


@pytest.mark.parametrize("source", ["江城日报", "JCTV 江城联播"])
def test_facts_below_the_name_of_briefs_are_those_of_all(read, source):
    head = f"江城联播快讯\n2025-03-18 19:32:03  来源：{source}\n\n江城电台消息（早间节目）：\n"
    found = articles(read("1.txt", head + written("{title}\n{text}\n")))
    assert [(each.title, each.date, each.source) for each in found] == [
        (title, "2025-03-18", source) for title in TITLES
    ]


def test_a_day_and_a_source_below_a_title_are_no_title(read):
    head, *rest = STORIES[:3]
    text = f"{head[0]}\n2025-03-18 19:32:03  来源：JCTV 江城联播\n\n{head[1]}\n" + "".join(
        map("{0[0]}\n{0[1]}\n".format, rest)
    )
    first, *_ = articles(read("1.txt", text))
    assert (first.title, first.date, first.source) == (head[0], "2025-03-18", "JCTV 江城联播")


def test_three_briefs_of_several_paragraphs_are_about_different_things(read):
    more = ["通车前还要做荷载试验。", "管理处请游人不要投喂。", "读者凭证件预约入馆即可。"]
    briefs = "".join(f"{title}\n{text}\n{below}\n" for (title, text), below in zip(STORIES, more, strict=False))
    assert [article.title for article in articles(read("1.txt", briefs))] == TITLES[:3]
    assert len(articles(read("2.txt", briefs.replace("，", "，澜江大桥合龙之后").replace("\n首批", "\n大桥首批")))) == 1


def test_two_briefs_below_the_name_of_briefs(read):
    briefs = "".join(f"{title}\n{text}\n" for title, text in STORIES[:2])
    assert [article.title for article in articles(read("1.txt", f"江城快讯\n\n{briefs}"))] == TITLES[:2]
    assert len(articles(read("2.txt", f"江城记事\n\n{briefs}"))) == 1
