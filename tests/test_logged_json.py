"""JSON behind what a program has written before it on each line."""

from __future__ import annotations

import json
import time

import pytest
from read_files import BODY, OTHER, articles, bodies, facts, problems, read_file

from newsgrep.readers.texts.logged_json import looks_like_logged_json

NEWS = [
    {"title": "大桥合龙", "content": BODY, "pubtime": "2025-03-18"},
    {"title": "江城大学开学", "content": OTHER, "pubtime": "2025-03-19"},
]
READ = [("大桥合龙", "2025-03-18", None), ("江城大学开学", "2025-03-19", None)]


@pytest.mark.parametrize(
    "form",
    [
        "{at}\t{news}\n",
        "[2025-03-20 10:00:0{at}] INFO: {news}\n",
        "2025-03-20 10:00:0{at} 抓取成功 {news}\n",
        "news:{at} => {news},\n",
        "store({at}, {news});\n",
        "event: message\nid: {at}\ndata: {news}\n\n",
    ],
)
@pytest.mark.parametrize("number", [1, 2])
def test_an_object_behind_what_a_program_writes_is_read(tmp_path, form, number):
    text = "".join(
        form.replace("{at}", str(at)).replace("{news}", json.dumps(news, ensure_ascii=False))
        for at, news in enumerate(NEWS[:number], start=1)
    )
    found = read_file(tmp_path, "a.txt", text)
    assert facts(found) == READ[:number]
    assert not problems(found)


def test_an_address_before_an_object_is_that_of_the_article(tmp_path):
    text = "".join(
        f"https://news.example.cn/{at}.html\t{json.dumps(news, ensure_ascii=False)}\n" for at, news in enumerate(NEWS)
    )
    found = articles(read_file(tmp_path, "a.txt", text))
    assert [each.url for each in found] == ["https://news.example.cn/0.html", "https://news.example.cn/1.html"]
    assert [each.line for each in found] == [1, 2]


def test_texts_and_broken_objects_between_are_said(tmp_path):
    first, second = (json.dumps(news, ensure_ascii=False) for news in NEWS)
    found = read_file(tmp_path, "a.txt", f"1\t{first}\n启动完成\n{OTHER * 2}\n3\t{second}\n4\t{second[:60]}\n")
    assert facts(found) == READ
    assert [each.partition(" (")[0] for each in problems(found)] == [
        "a.txt:3: a text without an object of JSON around it",
        "a.txt:5: not valid JSON: Unterminated string",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '1\t{"width": 3, "label": "大桥"}\n',  # no article
        "".join(
            f'{title}\t{{"content": "{BODY}"}}\n' for title in ("江城大桥今天上午顺利合龙", "江城大学今天迎来新生")
        ),
        f'他说：\n{BODY}\n{{"a": 1}}\n',
    ],
)
def test_other_texts_with_objects_are_none_of_these(text):
    assert not looks_like_logged_json(text)


def test_an_object_in_a_cell_of_its_own_is_read_once(tmp_path):
    rows = "".join(f"{at}\t{json.dumps(news, ensure_ascii=False)}\n" for at, news in enumerate(NEWS * 2))
    found = read_file(tmp_path, "a.tsv", f"id\tdata\n{rows}")
    assert bodies(found)[0] == BODY


def test_long_lines_take_no_long_time(tmp_path):
    for text in ("a" + " " * 500_000 + '{"', 'a{"' * 200_000, "a" + "{ " * 300_000, "[" * 300_000 + '{"a"'):
        begin = time.process_time()
        read_file(tmp_path, "a.txt", text)
        assert time.process_time() - begin < 3
