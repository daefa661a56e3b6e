"""Posts of bulletin boards, archives of mailing lists, letters of readers of feeds."""

from __future__ import annotations

import pytest
from read_files import bodies, lines

TITLE, TEXT = "江城大橋今天合龍", "江城大橋今天合龍，全長三公里，預計明年通車。"
HEADS = {
    "as printed": "作者  aki (阿其)                                看板  news\n標題  [新聞] 大橋\n時間  Tue Mar 18 09:15:00 2025\n───────\n",
    "on one line": "作者aki (阿其)看板news標題[新聞] 大橋時間Tue Mar 18 09:15:00 2025\n",
}
LABELS = (
    f"1.媒體來源:\n江城日報\n\n2.記者署名:\n何青禾\n\n3.完整新聞標題:\n{TITLE}\n\n4.完整新聞內文:\n{TEXT}\n\n明年通車後，車程五分鐘。\n\n"
    "5.完整新聞連結 (或短網址):\nhttps://j.example/1\n\n6.備註:\n恭喜恭喜\n等很久了\n\n"
)
END = "--\n※ 發信站: 批踢踢實業坊(ptt.cc), 來自: 1.2.3.4\n推 bei: 恭喜 03/18 09:20\n"


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_post_with_labels_has_their_fields_and_the_date_of_its_head(read, head):
    (found,) = read("1.txt", head + "\n" + LABELS + END)
    assert (found.title, found.date, found.source, found.section) == (TITLE, "2025-03-18", "江城日報", "news")
    assert lines(found) == [TEXT, "明年通車後，車程五分鐘。"]
    assert (found.reporters, found.url) == (("何青禾",), "https://j.example/1")


def test_counted_labels_are_fields_without_the_head_of_a_post(read):
    (found,) = read("1.txt", LABELS)
    assert (found.title, found.source, lines(found)[0]) == (TITLE, "江城日報", TEXT)
    assert [article.title for article in read("2.txt", LABELS * 2)] == [TITLE] * 2


def test_posts_one_after_another(read):
    post = "发信人: aki (阿其), 信区: News\n标  题: {}\n发信站: 江城社区 (Tue Mar 18 09:15:00 2025), 站内\n\n{}\n--\n※ 来源:·江城社区·[FROM: 1.2.3.*]\n\n"
    found = read("1.txt", post.format("大桥合龙", "大桥今天合龙。") + post.format("新馆开放", "新馆今天开放。"))
    assert [(each.title, each.date, each.section) for each in found] == [
        ("大桥合龙", "2025-03-18", "News"),
        ("新馆开放", "2025-03-18", "News"),
    ]
    assert bodies(found) == ["大桥今天合龙。", "新馆今天开放。"]


def test_the_archive_of_a_mailing_list(read):
    mail = "From zhang at j.example  Tue Mar 18 09:15:00 2025\nFrom: zhang at j.example (Zhang San)\nDate: Tue, 18 Mar 2025 09:15:00 +0800\nSubject: {}\nMessage-ID: <{}@j.example>\n\n{}\n\n"
    found = read(
        "2025-March.txt", mail.format("大桥合龙", 1, "大桥今天合龙。") + mail.format("新馆开放", 2, "新馆今天开放。")
    )
    assert [(each.title, each.date, each.source) for each in found] == [
        ("大桥合龙", "2025-03-18", "Zhang San"),
        ("新馆开放", "2025-03-18", "Zhang San"),
    ]


def test_a_letter_of_a_reader_of_feeds(read):
    story = "{0}\nby 何青禾 via 江城日报 (https://j.example/{1})\n{0}，两岸市民从各处赶来，工期三年。\n\n"
    text = "".join(
        story.format(title, at) for at, title in enumerate(("大桥今天合龙了", "新馆昨天开放了", "地铁明天试运行"))
    )
    found = read("1.eml", f"From: a@b.example\nSubject: news\nDate: Tue, 18 Mar 2025 09:15:00 +0800\n\n{text}")
    assert [(each.title, each.source, each.url) for each in found][:1] == [
        ("大桥今天合龙了", "江城日报", "https://j.example/0")
    ]
    assert len(found) == 3
