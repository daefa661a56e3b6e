"""The join of reprints gives what comparing every article with every earlier original gives, in fewer comparisons."""

import gzip
import json
import random
from itertools import islice

import numpy as np
import pytest
from articles import article, entry
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.analysis import load_segmenter
from newsgrep.analysis.minhash import SHARED, SHARED_BITS, shared, shared_bits, sketches
from newsgrep.engine import reprint_join
from newsgrep.engine.near_duplicates import MOST_COMPARED, Days, days_of
from newsgrep.engine.reprint_join import originals
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.search.search import Request, search
from newsgrep.text.fold import to_codes

LETTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
DATES = ["2025-03-01", "2025-03-20", "2025-04-15", "2025-06-01", "2025-03", "2025", None]


class Articles:
    """Articles in memory: texts and dates; ``read`` counts the texts that are read again to be compared."""

    def __init__(self, articles):
        self.texts = [text for text, _ in articles]
        self.sketches = sketches(to_codes("".join(f"{text}\0" for text in self.texts)), len(articles))
        self.days = Days(*np.array([days_of(date) for _, date in articles], np.int32).reshape(-1, 2).T)
        self.read = 0

    def batches(self):
        numbers = list(range(len(self.texts)))[::-1]  # any order will do
        for part in filter(None, (numbers[:3], numbers[3:])):
            yield part, to_codes("".join(f"{self.texts[number][:MOST_COMPARED]}\0" for number in part))

    def text(self, number):
        self.read += 1
        return self.texts[number][:MOST_COMPARED]


def one_by_one(articles):
    """The definition: the first of the originals before an article of which it is a reprint."""
    found = []
    for number, text in enumerate(articles.texts):
        own = articles.sketches[number]
        days = Days(*(side[number] for side in articles.days))
        found.append(next((
            other for other in range(number)
            if found[other] == other and own.any()
            and shared_bits(own, articles.sketches[other : other + 1])[0] >= SHARED_BITS
            and days.near(Days(*(side[other] for side in articles.days)))
            and shared(text[:MOST_COMPARED], articles.texts[other][:MOST_COMPARED]) >= SHARED
        ), number))  # fmt: skip
    return found


def prose(chance, letters):
    return "".join(chance.choices(LETTERS, k=letters))


def reprinted(chance, text):
    """What another paper makes of a text."""
    start, end = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
    match chance.randrange(6):
        case 0:
            return text
        case 1:
            return text[: max(1, len(text) * chance.randrange(50, 100) // 100)]
        case 2:
            return text[:start] + text[end:] if end - start < len(text) // 3 else text
        case 3:
            return prose(chance, chance.randrange(12)) + text
        case 4:
            return " ".join(text)
        case _:
            return text[:start] + prose(chance, 3) + text[start:]


@st.composite
def corpora(draw):
    """Short texts and long ones, some on one template, and reprints of them and of their reprints."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    template = prose(chance, 60)
    found = []
    for _ in range(draw(st.integers(1, 40))):
        if found and chance.random() < 0.6:
            text = reprinted(chance, chance.choice(found)[0] or "天")
        elif chance.random() < 0.3:
            text = template[: chance.randrange(30, 60)] + prose(chance, chance.randrange(30))
        else:
            text = prose(chance, chance.choice([0, 3, 8, 12, 14, 23, 24, 30, 80, 200]))
        found.append((text, chance.choice(DATES)))
    return Articles(found)


@given(corpora())
@settings(deadline=None)
def test_the_join_finds_what_comparing_all_finds(articles):
    assert originals(articles) == one_by_one(articles)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_texts_without_sketches_are_their_own_originals(count):
    assert originals(Articles([("图片", None)] * count)) == list(range(count))


def test_of_a_giant_text_the_beginning_is_compared():
    chance = random.Random(1)
    giant = prose(chance, MOST_COMPARED + 40_000)
    articles = Articles([(giant, None), (prose(chance, 500), None), (giant[:MOST_COMPARED], None), (giant, "2025")])
    assert originals(articles) == one_by_one(articles) == [0, 1, 0, 0]


def alike(kind):
    """Two thousand articles of one day that resemble each other."""
    chance = random.Random(2)
    template, notice = prose(chance, 150), prose(chance, 60)
    for number in range(2000):
        match kind:
            case "the same":
                yield notice, "2025-03-18"
            case "the same, numbered":
                yield f"第{number}号。{notice}{template}", "2025-03-18"
            case "on one template":
                yield template + prose(chance, chance.randrange(50, 70)), "2025-03-18"
            case "short, beginning alike":
                yield notice[:8] + prose(chance, 10), "2025-03-18"


@pytest.mark.parametrize("kind", ["the same", "the same, numbered", "on one template", "short, beginning alike"])
def test_articles_that_resemble_each_other_are_compared_about_once_each(kind, monkeypatch):
    compared = []

    def similarity(*sets):
        compared.append(sets)
        return float(kind.startswith("the same"))

    monkeypatch.setattr(reprint_join, "similarity", similarity)
    articles = Articles(list(alike(kind)))
    found = originals(articles)
    assert set(found) == ({0} if kind.startswith("the same") else set(range(2000)))
    assert len(compared) <= 2000
    assert articles.read <= 2001


def of_engine(engine, ids):
    """The definition, by the reprints that an engine finds of each article."""
    found = []
    for number, one in enumerate(ids):
        copies = {hit.id for hit in engine.reprints(one)}
        found.append(next((at for at in range(number) if found[at] == at and ids[at] in copies), number))
    return found


def real_news(folder, count):
    """Real news with reprints made of every fifth article: cut, without a paragraph, at another date, retitled."""
    with gzip.open(folder / "articles/xwlb.jsonl.gz", "rt", encoding="utf-8") as lines:
        news = [json.loads(line) for line in islice(lines, 30_000, 30_000 + count)]
    chance = random.Random(3)
    for number, one in enumerate(news):
        texts = (one.get("body") or "").split("\n")
        day = f"2024-{number % 3 + 1:02}-05"
        yield article(str(number), one["title"], *texts, date=day)
        if number % 5 == 0 and len(texts) > 1:
            length = len(texts[-1])
            forms = [
                (texts, day),
                (texts, "2024-06-30"),
                (texts, None),
                (texts[: chance.randrange(1, len(texts))], day),
                ([*texts[:1], *texts[2:]], "2024-02"),
                ([*texts[:-1], texts[-1][: length // 2]], day),
            ]
            for at, (form, date) in enumerate(chance.sample(forms, 3)):
                yield article(f"{number}-{at}", "转载", *form, path=f"转载/{at}.txt", date=date)


@pytest.fixture(scope="module")
def news_engine(shared_data, tmp_path_factory):
    engine = WhooshEngine(tmp_path_factory.mktemp("news") / "index", create=True)
    news = list(real_news(shared_data, 3000))
    engine.update((), map(entry, news[:2500]))
    engine.update([one.id for one in news[:100:7]], map(entry, news[2500:]))
    return engine


@pytest.mark.parametrize("order", ["path", "-date"])
def test_real_news_and_its_reprints(news_engine, order):
    request = Request("", limit=None, order=order)
    hits = search(news_engine, request, load_segmenter()).found.hits
    expected = of_engine(news_engine, [hit.id for hit in hits])
    found = search(news_engine, request._replace(unique=True), load_segmenter()).found
    kept = [number for number, original in enumerate(expected) if original == number]
    assert len(kept) < len(hits) - 300
    assert [hit.id for hit in found.hits] == [hits[number].id for number in kept]
    assert [hit.reprints for hit in found.hits] == [expected.count(number) - 1 for number in kept]
    assert found.total == len(hits)


def test_a_page_of_many_hits_is_the_beginning_of_all(news_engine):
    whole, page = (
        search(news_engine, Request("中国", limit=limit, unique=True), load_segmenter()) for limit in (None, 20)
    )
    assert whole.found.total > 16 * 20  # the page is found in another way
    assert list(page.found.hits) == list(whole.found.hits[:20])
    assert page.rest == whole.found.total - sum(1 + hit.reprints for hit in page.found.hits)
