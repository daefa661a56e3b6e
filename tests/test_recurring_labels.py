"""Stories with labels in any order, called and parted in any way: which labels are fields shows in that they recur."""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest
from read_files import articles, lines, read_file

from newsgrep.readers import FieldMap, ReadOptions
from newsgrep.readers.texts.recurring_labels import looks_like_recurring_labels

TITLES = ("江城地铁5号线今日开工", "鹭洲湿地迎来白鹤（图）", "青石县春茶开采：鲜叶涨价两成", "市图书馆延长夜间开放")
TEXTS = (
    "3月18日上午，江城地铁5号线一期工程开工。",
    "巡护员丁苇说：“它们只歇三天，然后继续北飞。”",
    "时间紧，任务重，工人们正在加紧施工。",
    "据了解，这项工作去年三月启动，预计2030年完成。",
)
SOURCES, AUTHORS = ("江城日报", "澜江晚报"), ("何青禾", "韩露")
NAMES = {
    "title": ("标题", "题名", "新闻名称", "標題", "Title", "文章标题"),
    "date": ("时间", "刊发日期", "報道時間", "Date", "发布时间"),
    "source": ("来源", "媒体", "發行媒體", "Source", "报纸名称"),
    "author": ("作者", "记者", "撰稿", "Author"),
    "url": ("链接", "网址", "URL"),
    "body": ("正文", "内容", "全文", "Content", "文章内容"),
}
ORDERS = ("t d s b", "s d t a b", "d s t b", "t b d s", "u t d b", "t a s d u b", "t d B", "s t d B")
ROLES = {"t": "title", "d": "date", "s": "source", "a": "author", "u": "url", "b": "body", "B": "body"}
LABELS = ("{}：", "{}:", "{} : ", "{}\t", "【{}】", "[{}] ", "**{}**：", "- {}：", "● {}: ")
PARTED_BY = ("\n\n", "\n\n\n", "\n==========\n", "\n\n-----\n\n", "\n\n###\n\n", "\n* * * * *\n")
NUMBERS = ("", "{}. ", "【{}】", "第{}篇\n", "[{}]\n")


class Form(NamedTuple):
    order: str
    label: str
    names: dict[str, str]
    parted_by: str
    number: str
    on_next_line: bool
    indent: str

    @classmethod
    def of(cls, seed: int) -> Form:
        pick = random.Random(seed)
        names = {role: pick.choice(known) for role, known in NAMES.items()}
        forms = (ORDERS, LABELS, PARTED_BY, NUMBERS, (True, False), ("", "　　", "    "))
        order, label, parted_by, number, on_next_line, indent = (pick.choice(choices) for choices in forms)
        number = "" if label.startswith(("-", "●", "[", "【")) else number
        return cls(order, label, names, parted_by, number, on_next_line, indent)

    def story(self, at: int) -> str:
        values = {
            "t": TITLES[at],
            "d": f"2025-03-1{at}",
            "s": SOURCES[at % 2],
            "a": AUTHORS[at % 2],
            "u": f"https://j.example/{at}",
        }
        body = "\n".join(self.indent + TEXTS[(at + step) % 4] for step in range(1 + at % 3))
        lines = []
        for part in self.order.split():
            label = "" if part == "B" else self.label.format(self.names[ROLES[part]])
            value = values.get(part, body)
            lines.append(label + ("\n" if part == "b" and self.on_next_line else "") + value)
        return self.number.format(at + 1) + "\n".join(lines)


@pytest.fixture
def read(tmp_path):
    def reading(text, fields=None):
        found = read_file(tmp_path, "a.txt", text, ReadOptions(fields=fields or FieldMap()))
        assert articles(found) == found
        return found

    return reading


@pytest.mark.parametrize("number", [1, 2, 4])
@pytest.mark.parametrize("seed", range(60))
def test_any_form_is_read(read, seed, number):
    form = Form.of(seed)
    found = read(form.parted_by.join(map(form.story, range(number))) + "\n")
    assert [article.title for article in found] == list(TITLES[:number]), form
    for at, article in enumerate(found):
        assert article.date == f"2025-03-1{at}", form
        assert article.source == (SOURCES[at % 2] if "s" in form.order.split() else None), form
        assert lines(article) == [TEXTS[(at + step) % 4] for step in range(1 + at % 3)], form


def test_several_labels_may_be_on_a_line(read):
    story = "标题：{}\n时间：2025-03-18  来源：江城日报 | 阅读量：1024\n{}\n\n"
    for article in read("".join(map(story.format, TITLES, TEXTS))):
        assert (article.date, article.source, len(lines(article))) == ("2025-03-18", "江城日报", 1)


def test_not_every_story_has_all_labels(read):
    first = f"来源：江城日报\n标题：{TITLES[0]}\n作者：何青禾\n字数：1024\n正文：{TEXTS[0]}\n\n"
    second = f"标题：{TITLES[1]}\n正文：{TEXTS[1]}\n\n"
    found = read(first + second + first)
    assert [article.source for article in found] == ["江城日报", None, "江城日报"]
    assert [article.reporters for article in found] == [("何青禾",), (), ("何青禾",)]
    assert [lines(article) for article in found] == [[TEXTS[0]], [TEXTS[1]], [TEXTS[0]]]


def test_a_label_may_be_a_word_of_the_text(read):
    story = "时间：2025-03-1{}\n标题：{}\n内容：\n江城讲坛开讲。\n时间：3月20日上午\n地点：江城礼堂\n欢迎参加。\n\n"
    found = read("".join(story.format(at, title) for at, title in enumerate(TITLES)))
    assert [article.date for article in found] == [f"2025-03-1{at}" for at in range(4)]
    assert {"".join(lines(article)) for article in found} == {"江城讲坛开讲。时间：3月20日上午地点：江城礼堂欢迎参加。"}


def test_labels_are_names_of_fields(read):
    text = "案由：{}\n时间：2025-03-18\n{}\n\n"
    text = "".join(map(text.format, TITLES, TEXTS))
    assert [article.title for article in read(text, FieldMap({"title": ("案由",)}))] != list(TITLES)
    text = text.replace("时间：", "标题：不是标题\n时间：")
    assert [article.title for article in read(text, FieldMap({"title": ("案由",)}))] == list(TITLES)


def test_a_source_with_its_day_and_page_is_as_many_facts(tmp_path):
    text = "剪报\n标题：{}\n{}\n资料来源：《江城日报》，2025年3月18日，A8版\n感想：值得一读。\n\n"
    found = articles(read_file(tmp_path, "1.txt", "".join(map(text.format, TITLES, TEXTS))))
    assert {(article.source, article.date, article.section) for article in found} == {
        ("江城日报", "2025-03-18", "A8版")
    }


def test_labels_may_have_a_dot_within(tmp_path):
    text = "Title: {}\nLink: https://j.example/1\nDescription: {}\nPub.date: Tue, 18 Mar 2025 08:00:00 +0800\n\n"
    found = articles(read_file(tmp_path, "1.txt", "".join(map(text.format, TITLES, TEXTS))))
    assert [(article.title, article.date) for article in found] == [(title, "2025-03-18") for title in TITLES]


@pytest.mark.parametrize(
    "text",
    [
        "记者：大桥何时通车？\n罗远：明年。\n记者：票价多少？\n罗远：还没有定。\n",
        "江城讲坛\n主题：怎样读报\n时间：3月20日\n地点：江城礼堂\n欢迎参加。\n",
        "作者：江城日报\n摘要：大桥今天合龙，明年通车。\n大桥今天合龙。\n",
        "大桥今天合龙\n来源：江城日报\n时间：2025-03-18\n大桥今天合龙。\n",
        "原标题：大桥合龙 来源：江城日报 2025年3月18日上午，" + "大桥今天合龙。" * 20,
        "2025年春季江城大桥建设全面展开 日期：2025-03-18 来源：江城日报 原标题：大桥合龙 大桥今天合龙。\n",
    ],
)  # fmt: skip
def test_other_texts_are_none(text):
    assert not looks_like_recurring_labels(text)
