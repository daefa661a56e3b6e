"""Stories with a title and lines of facts below it, numbered or not, parted in any way."""

from __future__ import annotations

import random
from functools import partial

import pytest
from read_files import lines, read_text

from newsgrep.readers.texts.headed_stories import facts_on, looks_like_headed_stories

TITLES = ("江城地铁5号线今日开工", "鹭洲湿地迎来白鹤（图）", "青石县春茶开采：鲜叶涨价两成", "图书馆为何延长开放？")
TEXTS = (
    "3月18日，江城地铁5号线一期工程开工。",
    "巡护员丁苇说：“它们只歇三天。”",
    "工人们正在加紧施工，明年完成。",
    "据了解，这项工作去年启动。",
)
FACTS = (
    "{day} {source}", "{source} {day}", "（{day} {source}）", "《{source}》 {day}", "{day} | {source} | 要闻", "来源：{source} {day}", "{source}\n{day}",
    "发布时间：{day}\n来源：{source}", "https://j.example/1\n{day} {source}", "{source}记者罗远 {day} 10:21", "{day}  来源：{source}  作者：罗远",
)  # fmt: skip
NUMBERS = (
    "{title}",
    "{at}. {title}",
    "（{at}）{title}",
    "【{at}】{title}",
    "第{at}篇 {title}",
    "■ {title}",
    "【{title}】",
)
PARTED_BY = ("\n\n\n", "\n==========\n", "\n\n* * *\n\n", "\n\n###\n\n", "\n---\n", "\n\n")


@pytest.fixture
def read(tmp_path):
    return partial(read_text, tmp_path)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("facts", FACTS)
def test_any_form_is_read(read, facts, number):
    pick = random.Random(facts + number)
    parted_by, indent, count = pick.choice(PARTED_BY), pick.choice(("", "　　")), pick.choice((2, 3, 4))
    stories = [
        number.format(at=at + 1, title=TITLES[at])
        + "\n"
        + facts.format(day=f"2025-03-1{at}", source=("江城日报", "澜江晚报")[at % 2])
        + "".join(f"\n{indent}{TEXTS[(at + step) % 4]}" for step in range(1 + at % 3))
        for at in range(count)
    ]
    found = read(parted_by.join(stories) + "\n")
    assert [article.title for article in found] == list(TITLES[:count])
    for at, article in enumerate(found):
        assert (article.date, article.source) == (f"2025-03-1{at}", ("江城日报", "澜江晚报")[at % 2])
        assert lines(article) == [TEXTS[(at + step) % 4] for step in range(1 + at % 3)]


def test_what_is_above_the_first_story_is_none_of_it(read):
    story = "{}\n2025-03-18 江城日报\n{}\n\n"
    found = read("江城新闻汇编\n\n" + "".join(map(story.format, TITLES, TEXTS)))
    assert [article.title for article in found] == list(TITLES)


def test_facts_are_told_from_sentences():
    assert facts_on("（2025年3月18日 江城日报）") == {"date": "2025年3月18日", "source": "江城日报"}
    assert facts_on("记者：大桥何时通车？") is None
    assert facts_on("2025年3月18日起大桥限行。") is None


@pytest.mark.parametrize(
    "text",
    [
        "大桥今天合龙。\n江城市长 罗远\n2025年3月18日\n大桥明年通车。\n江城市长 罗远\n2025年3月19日\n大桥收费。\n",
        "大桥合龙\n大桥今天合龙。\n2025-03-18\n\n白鹤北归\n白鹤今天北归。\n2025-03-19\n",
        "大桥合龙\n2025-03-18 江城日报\n大桥今天合龙。\n",
        "小朋友\n记者：你好。\n大家好。\n老师\n记者：你好。\n大家好。\n",
    ],
)  # fmt: skip
def test_other_texts_are_none(text):
    assert not looks_like_headed_stories(text)


def test_numbered_news_and_titles_with_a_reporter(read):
    found = read(
        "第1篇新闻：两国元首会见记者\n2025-03-18\n会见今天举行。\n\n第2篇新闻：白鹤北归\n2025-03-19\n白鹤今天北归。\n"
    )
    assert [article.title for article in found] == ["两国元首会见记者", "白鹤北归"]


def test_an_address_below_the_text_of_dated_stories_begins_no_other(read):
    story = "{at}.{title}\n\n日期：2025-03-18\n\n{text}\n\n《江城灯会》下月开幕，欢迎市民观灯！\n\n\n网址：https://j.example/{at}\n\n"
    several = "".join(story.format(at=at, title=TITLES[at], text=TEXTS[at] * 2) for at in (1, 2, 3))
    assert [found.title for found in read(f"新闻集锦\n\n{several}")] == list(TITLES[1:4])
    (only,) = read(f"新闻集锦\n\n{story.format(at=1, title=TITLES[1], text=TEXTS[1] * 2)}")
    assert only.date == "2025-03-18"
