"""Known weak spots of readers, bylines and queries: each is expected to fail, and one that is fixed is taken off its list."""

import json
from pathlib import Path

import pytest
from articles import entry

from newsgrep.engine.memory import MemoryEngine
from newsgrep.model import Article
from newsgrep.readers import ReadOptions, SourceFile, is_news, read_articles
from newsgrep.search.search import Request, search

READERS, BYLINES, QUERIES = (
    json.loads((Path(__file__).parent / "weak" / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("readers", "bylines", "queries")
)
BODY = "大桥今天上午在江心合龙，两岸市民从各处赶来观看，渡轮也鸣笛致意。"


def weak(spots):
    """Each must fail by its assertion: any other error is not the weakness that is known."""
    return [pytest.param(spot, id=spot["name"], marks=pytest.mark.xfail(reason=spot["why"], raises=AssertionError, strict=True)) for spot in spots]  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def write_and_read(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        found = read_articles(SourceFile(name, tmp_path / name, 0, 0), ReadOptions()) if is_news(name) else ()
        return [item for item in found if isinstance(item, Article)]

    return write_and_read


def body(article):
    return "\n".join(paragraph.text for paragraph in article.paragraphs)


def assert_read(read, spot):
    found = [[article.title, article.date, body(article)] for article in read(spot["file"], spot["text"])]
    assert found == spot["articles"]


def assert_people(read, spot):
    byline = spot["byline"]
    match spot["place"]:
        case "above":
            (article,) = read("page.txt", f"大桥合龙\n\n{byline}\n\n{BODY}\n\n{BODY}\n")
        case "lead":
            (article,) = read("page.txt", f"大桥合龙\n\n{byline}{BODY}\n\n{BODY}\n")
        case "end":
            (article,) = read("page.txt", f"大桥合龙\n\n{BODY}\n\n{BODY}{byline}\n")
        case "field":
            (article,) = read("news.json", json.dumps([{"title": "大桥合龙", "author": byline, "body": BODY}]))
    assert [list(article.reporters), list(article.correspondents)] == [spot["reporters"], spot["correspondents"]]


def assert_found(read, segmenter, spot):
    records = [{"id": key, "body": text, "date": spot.get("date")} for key, text in spot["texts"].items()]
    engine = MemoryEngine()
    engine.update((), map(entry, read("news.json", json.dumps(records))))
    hits = search(engine, Request(spot["query"], limit=None, relax=False), segmenter).found.hits
    assert sorted(hit.key for hit in hits) == spot["found"]


def test_what_is_common_passes_where_weak_spots_fail(read, segmenter):
    assert_read(read, {"file": "news.csv", "text": "title,date,body\n大桥合龙,2025-10-05,大桥今天合龙。\n", "articles": [["大桥合龙", "2025-10-05", "大桥今天合龙。"]]})  # fmt: skip
    for place, byline in {
        "above": "本报记者 何青禾 通讯员 陈一帆",
        "lead": "本报讯（记者何青禾 通讯员陈一帆）",
        "end": "（记者何青禾 通讯员陈一帆）",
        "field": "记者 何青禾 通讯员 陈一帆",
    }.items():
        assert_people(read, {"place": place, "byline": byline, "reporters": ["何青禾"], "correspondents": ["陈一帆"]})
    texts = {"1": "大桥合龙", "2": "书店搬家"}
    assert_found(read, segmenter, {"query": "大桥", "texts": texts, "found": ["1"]})
    assert_found(read, segmenter, {"query": "date:2025 书店", "texts": texts, "date": "2025-10-05", "found": ["2"]})


@pytest.mark.parametrize("spot", weak(READERS))
def test_known_weaknesses_of_the_readers(read, spot):
    assert_read(read, spot)


@pytest.mark.parametrize("spot", weak(BYLINES))
def test_known_weaknesses_of_bylines(read, spot):
    assert_people(read, spot)


@pytest.mark.parametrize("spot", weak(QUERIES))
def test_known_weaknesses_of_queries(read, segmenter, spot):
    assert_found(read, segmenter, spot)
