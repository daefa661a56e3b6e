"""Stories parted by rules or by more blank lines: facts may be above their titles, below them or below their texts."""

from __future__ import annotations

import random
from functools import partial

import pytest
from read_files import lines, read_text

from newsgrep.readers.texts.parted_stories import looks_like_parted_stories

TITLES = ("江城地铁5号线今日开工", "鹭洲湿地迎来白鹤（图）", "青石县春茶开采：鲜叶涨价两成", "图书馆为何延长开放？")
TEXTS = (
    "3月18日，江城地铁5号线一期工程开工。",
    "巡护员丁苇说：“它们只歇三天。”",
    "工人们正在加紧施工，明年完成。",
    "据了解，这项工作去年启动。",
)
FACTS = (
    "{day} {source}",
    "（{source} {day}）",
    "来源：{source}\n时间：{day}",
    "《{source}》 {day}  记者罗远",
    "{source}\n{day}",
)
PARTED_BY = ("\n==========\n", "\n\n* * *\n\n", "\n\n###\n\n", "\n\n---\n\n", "\n————————\n", "\n\n\n", "\n\n\n\n")
NUMBERS = ("{title}", "{at}、{title}", "（{at}）{title}", "■ {title}", "【{title}】")


@pytest.fixture
def read(tmp_path):
    return partial(read_text, tmp_path)


def story(at: int, place: str, facts: str, number: str, between: str) -> str:
    known = facts.format(day=f"2025-03-1{at}", source=("江城日报", "澜江晚报")[at % 2])
    title = number.format(at=at + 1, title=TITLES[at])
    text = between.join(f"　　{TEXTS[(at + step) % 4]}" for step in range(1 + at % 3))
    return {
        "above": f"{known}\n{title}{between}{text}",
        "between": f"{title}\n{known}{between}{text}",
        "below": f"{title}{between}{text}\n{known}",
        "none": f"{title}{between}{text}",
    }[place]


@pytest.mark.parametrize("parted_by", PARTED_BY)
@pytest.mark.parametrize("place", ["above", "between", "below", "none"])
@pytest.mark.parametrize("seed", range(4))
def test_any_form_is_read(read, place, parted_by, seed):
    pick = random.Random(place + parted_by + str(seed))
    is_blank = not parted_by.strip()
    number = pick.choice(NUMBERS[1:] if is_blank and place == "none" else NUMBERS)
    facts, between, count = pick.choice(FACTS), pick.choice(("\n", "\n\n")), pick.choice((2, 3, 4))
    name = pick.choice(("", "江城新闻汇编\n\n"))
    found = read(name + parted_by.join(story(at, place, facts, number, between) for at in range(count)) + "\n")
    assert [article.title for article in found] == list(TITLES[:count])
    for at, article in enumerate(found):
        known = (None, None) if place == "none" else (f"2025-03-1{at}", ("江城日报", "澜江晚报")[at % 2])
        assert (article.date, article.source) == known
        assert lines(article) == [TEXTS[(at + step) % 4] for step in range(1 + at % 3)]


def test_a_block_that_is_no_story_belongs_to_the_one_before_it(read):
    text = "\n-----\n".join(
        [f"{TITLES[0]}\n{TEXTS[0]}", TEXTS[1], *(f"{TITLES[at]}\n{TEXTS[at]}" for at in (1, 2, 3)), ""]
    )
    found = read(text)
    assert [article.title for article in found] == list(TITLES)
    assert lines(found[0]) == [TEXTS[0], TEXTS[1]]


@pytest.mark.parametrize(
    "text",
    [
        "大桥合龙\n大桥今天合龙。\n\n* * *\n\n大桥明年通车。\n\n* * *\n\n大桥收费。\n",
        "大桥合龙\n\n大桥今天合龙。\n\n\n不必收费\n\n大桥不收费。\n\n\n明年通车\n\n大桥明年通车。\n",
        "大桥合龙\n大桥今天合龙。\n",
        "要闻\n大桥合龙\n大桥今天合龙。\n-----\n民生\n白鹤北归\n白鹤今天北归。\n-----\n体育\n联赛落幕\n联赛今天落幕。\n",
    ],
)  # fmt: skip
def test_other_texts_are_none(text):
    assert not looks_like_parted_stories(text)


def test_addresses_below_stories_part_them(read):
    found = read(
        "".join(
            f"{title}\n{text}\nhttps://j.example/{at}.html\n"
            for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True))
        )
    )
    assert [article.title for article in found] == list(TITLES)
    assert [article.url for article in found] == [f"https://j.example/{at}.html" for at in range(4)]


def test_a_paper_alone_or_in_brackets_is_the_source(read):
    found = read("\n-----\n".join(f"{title}\n江城日报\n{text}" for title, text in zip(TITLES, TEXTS, strict=True)))
    assert {article.source for article in found} == {"江城日报"}
    found = read(
        "\n-----\n".join(f"{title}（澜江晚报，2025-03-18）\n{text}" for title, text in zip(TITLES, TEXTS, strict=True))
    )
    assert [article.title for article in found] == list(TITLES)
    assert {(article.source, article.date) for article in found} == {("澜江晚报", "2025-03-18")}


def test_numbers_may_be_in_words_or_of_a_total(read):
    for number in ("一、", "（二）", "[{}/4] ", "新闻三："):
        words = "一二三四"
        stories = [
            (number.format(at + 1) if "{" in number else number.translate({ord(word): words[at] for word in words}))
            + f"{title}\n{TEXTS[at]}"
            for at, title in enumerate(TITLES)
        ]
        assert [article.title for article in read("\n-----\n".join(stories))] == list(TITLES)


def test_what_stands_behind_one_label_is_no_title():
    shots = ("晨雾中的江面", "徐远上船", "声呐屏幕")
    text = "\n\n".join(f"【画面：{shot}】\n解说：{text}" for shot, text in zip(shots, TEXTS, strict=False))
    assert not looks_like_parted_stories(f"《江上》解说词\n\n{text}\n")
