"""Sets for training language models that are made of news: what is asked is no title of the answer."""

from __future__ import annotations

import json

import pytest
from read_files import BODY, OTHER, articles, bodies, lines

TITLES, TEXTS = ["澜江大桥今天合龙", "江城大学举行开学典礼"], [BODY, OTHER]
ASKED, SYSTEM = "请写一篇新闻：大桥合龙", "你是一名记者"
CONVERSATIONS = {
    "ShareGPT": {"conversations": [{"from": "human", "value": ASKED}, {"from": "gpt", "value": BODY}]},
    "messages": {"messages": [{"role": "user", "name": "何", "content": ASKED}, {"role": "assistant", "content": BODY}]},
    "sides": {"conversation": [{"human": ASKED, "assistant": BODY}]},
    "with a system": {"messages": [{"role": "system", "content": SYSTEM}, {"role": "user", "content": ASKED}, {"role": "assistant", "content": BODY}]},
}  # fmt: skip


@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_what_was_asked_is_no_title(read, name, suffix):
    text = json.dumps(CONVERSATIONS[name], ensure_ascii=False)
    (article,) = articles(read(f"1{suffix}", f"[{text}]" if suffix == ".json" else f"{text}\n"))
    assert not article.title
    assert lines(article)[-2:] == [ASKED, BODY]


@pytest.mark.parametrize("asked", ["instruction", "prompt", "query"])
def test_what_a_table_asks_is_no_title(read, asked):
    rows = "".join(f'"请写{title}","{text}"\n' for title, text in zip(TITLES, TEXTS, strict=True))
    found = read("1.csv", f"{asked},output\n{rows}")
    assert bodies(found) == TEXTS
    assert not any(article.title for article in articles(found))


def test_a_conversation_with_a_title_has_it(read):
    text = json.dumps({"title": TITLES[0], **CONVERSATIONS["ShareGPT"]}, ensure_ascii=False)
    (article,) = articles(read("1.jsonl", text))
    assert article.title == TITLES[0]


def test_blocks_of_a_text_still_have_a_headline(read):
    text = json.dumps({"content": [{"type": "text", "text": "大桥今天合龙"}, {"type": "text", "text": BODY}]}, ensure_ascii=False)  # fmt: skip
    (article,) = articles(read("1.jsonl", text))
    assert article.title == "大桥今天合龙"


MESSAGES = [{"role": "user", "content": ASKED}, {"role": "assistant", "content": BODY}]


def dump(value):
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("1.jsonl", dump(MESSAGES)),
        ("1.json", dump([MESSAGES])),
        ("1.json", dump([{"id": "7", "dialog": MESSAGES}])),
        ("1.csv", 'id,messages\n1,"' + dump(MESSAGES).replace('"', '""') + '"\n'),
        ("1.jsonl", dump({"text": f"Human: {ASKED}\nAssistant: {BODY}"})),
    ],
)
def test_a_conversation_is_one_article_wherever_it_lies(read, name, text):
    (article,) = articles(read(name, text))
    assert not article.title
    assert ASKED in article.text
    assert BODY in article.text


def test_articles_that_say_where_they_are_from_are_no_turns(read):
    stories = [{"from": "江城日报", "content": text} for text in TEXTS]
    assert bodies(read("1.json", dump({"list": stories}))) == TEXTS
