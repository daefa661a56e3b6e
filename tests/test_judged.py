"""Judged collections are made as they say, and the same each time; the shared data are not needed for that."""

import gzip
import json

import pytest
from judged import (
    HALVES,
    SOURCES,
    Collection,
    Corpus,
    Record,
    collections,
    keywords,
    known_items,
    page_articles,
    spread,
    thinned,
    traditional_leads,
)

BODY = "候鸟飞抵江城湿地。" * 10


def made(count):
    queries = {f"q{number}": f"候鸟 {number}" for number in range(count)}
    articles = [Record(f"a{number}", "", BODY) for number in range(2 * count)]
    judgments = {name: {f"a{2 * number + 1}": 1} for number, name in enumerate(queries)}
    return Collection("news", Corpus("news", articles), queries, judgments, frozenset(list(queries)[::2]))


def write(path, records):
    path.parent.mkdir(parents=True)
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_bytes(gzip.compress(lines.encode()))


def test_a_query_is_in_one_half_and_stays_there_in_a_sample():
    whole = made(40)
    sample = whole.sampled(12)
    assert len(sample.queries) == 12
    assert sample.queries.keys() == sample.judgments.keys()
    for half in HALVES:
        assert len(sample.half(half)) == 6
        assert set(sample.half(half)) < set(whole.half(half))
    assert sorted(whole.half(HALVES[0]) + whole.half(HALVES[1])) == sorted(whole.queries)


def test_a_thinner_corpus_has_all_answers_and_is_shared():
    both = thinned([made(40).sampled(4), made(40).sampled(2)], 10)
    assert both[0].corpus is both[1].corpus
    ids = {article.id for article in both[0].corpus.articles}
    assert {f"a{number}" for number in range(0, 80, 10)} < ids
    assert {article for one in both for judged in one.judgments.values() for article in judged} <= ids
    assert len(ids) < 20


def test_other_data_have_other_digests():
    assert made(3).facts() == made(3).facts()
    facts = [one.facts() for one in (made(3), made(4))]
    assert all(facts[0]["sha256"][part] != facts[1]["sha256"][part] for part in facts[0]["sha256"])
    assert facts[0] | {"sha256": None} == {"articles": 6, "queries": 3, "judgments": 3, "sha256": None}


def test_items_are_spread_evenly():
    assert spread(range(10), 4) == [0, 2, 5, 7]
    assert spread(range(3), 4) == [0, 1, 2]


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("爬行垫什么材质的好", "爬行垫 材质好"),
        ("iphone7什么时候上市", "iphone7 上市"),
        ("候鸟是什么", ""),  # no two words
    ],
)
def test_a_question_becomes_two_runs_of_its_content_words(question, query):
    assert keywords(question) == query


def test_a_headline_that_two_articles_have_is_no_known_item():
    twice, once = "江城湿地迎来首批候鸟", "江城大学图书馆延长开放"
    records = [Record("1", twice, BODY), Record("2", twice, BODY), Record("3", once, BODY), Record("4", "简讯", BODY)]
    assert known_items(None, records) == ({"3": once}, {"3": {"3": 1}})


def test_the_first_sentences_are_cut_off_only_where_enough_is_left(tmp_path):
    write(
        tmp_path / "articles/traditional.jsonl.gz",
        [{"id": "1", "title": "題", "body": BODY * 4}, {"id": "2", "title": "題", "body": "候鳥。"}],
    )
    long, short = traditional_leads(tmp_path)
    assert (len(long.title), long.title + long.body) == (198, BODY * 4)
    assert short == Record("2", "", "候鳥。")


def test_the_headline_group_of_an_article_on_a_page_is_its_title(tmp_path):
    page = {
        "paragraphs": ["图片", "本报讯", "江城湿地迎候鸟", "候鸟飞抵江", "城。", "有水草。"],
        "roles": ["caption", "kicker", "title", "body", "body_cont", "body"],
        "articles": [
            {"id": "p", "kind": "photo", "first": 0, "last": 0},
            {"id": "a", "kind": "article", "first": 1, "last": 5},
        ],
    }
    write(tmp_path / "pages/pages.jsonl.gz", [page])
    assert page_articles(tmp_path) == [Record("a", "本报讯 江城湿地迎候鸟", "候鸟飞抵江城。\n有水草。")]


def test_titles_that_are_asked_for_are_not_searched(tmp_path):
    title = "江城濕地迎來首批候鳥"
    write(tmp_path / "articles/traditional.jsonl.gz", [{"id": "1", "title": title, "body": BODY}])
    (one,) = collections("traditional", tmp_path)
    assert one.queries == {"1": title}
    assert title not in "".join(one.corpus.lines()) + "".join(one.corpus.texts())


def test_every_answer_is_an_article(shared_data):
    for name in SOURCES:
        group = collections(name, shared_data)
        ids = {article.id for article in group[0].corpus.articles}
        assert len(ids) == len(group[0].corpus.articles)
        assert all(judged.keys() <= ids for one in group for judged in one.judgments.values())
        assert all(one.queries.keys() == one.judgments.keys() for one in group)
