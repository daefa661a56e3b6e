import json
import math
import os
import random
import shutil
import zlib
from itertools import islice

import pytest
from articles import article, entry
from engine_contract import ARTICLES
from whoosh.index import open_dir
from whoosh.query import And, Every, Not, Or, Prefix, Term
from whoosh.scoring import BaseScorer, WeightingModel

from newsgrep.engine.base import FIELD_WEIGHTS, K1, B
from newsgrep.engine.segments import article_merge, matcher, postings
from newsgrep.engine.segments.layout import FIELDS, GRAM_FIELDS
from newsgrep.engine.whoosh import WhooshEngine, writer
from newsgrep.engine.whoosh.schema import make_schema
from newsgrep.engine.whoosh.toc import LENGTHS, TOC_END, TRAILER, read_commit, toc_path
from newsgrep.engine.whoosh.writer import write_toc
from newsgrep.errors import IndexDamagedError, IndexOutdatedError
from newsgrep.query.plan_nodes import AtLeast, Plan, WeightedTerm, Without, Word
from newsgrep.storage.article_codec import unpack

TEXTS = [
    *["大桥", "合龙", "江城大学", "法学院", "招生", "劳动争议", "调解", "仲裁", "新闻", "GDP", "2.5%", "，", "。"],
    "\U00020000",
]
WORDS = [
    "大桥",
    "合龙",
    "江城",
    "大学",
    "法学",
    "法学院",
    "招生",
    "劳动",
    "争议",
    "调解",
    "仲裁",
    "新闻",
    "gdp",
    "没有的",
]
FIELD_CHOICES = [("title",), ("body",), ("title", "body")]


def random_article(key, rng):
    texts = ["".join(rng.choices(TEXTS, k=rng.randrange(1, 40))) for _ in range(rng.randrange(3))]
    date, source, section = (
        rng.choice(["2025-10-05", "2024"]),
        rng.choice(["江城日报", "江城晚报"]),
        rng.choice(["要闻", None]),
    )
    title = "".join(rng.choices(TEXTS, k=rng.randrange(4)))
    return article(str(key), title, *texts, date=date, source=source, section=section, reporters=("何青禾",)[: key % 2])


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder, rng = tmp_path_factory.mktemp("index"), random.Random(7)
    engine = WhooshEngine(folder, create=True)
    articles = [*ARTICLES, *(random_article(key, rng) for key in range(100, 140))]
    live = {}
    for start in range(0, len(articles), 16):
        part = articles[start : start + 16]
        removed = rng.sample(sorted(live), k=min(3, len(live)))
        engine.update(removed, map(entry, part))
        live = {key: one for key, one in live.items() if key not in removed} | {one.id: one for one in part}
    again = [random_article(key, rng) for key in (101, 120)]
    engine.update((), map(entry, again))
    live |= {one.id: one for one in again}
    return folder, live


@pytest.fixture
def searcher(built):
    with open_dir(str(built[0])).searcher(weighting=Count()) as searcher:
        assert len(searcher.leaf_searchers()) > 2
        assert searcher.reader().has_deletions()
        yield searcher


@pytest.fixture
def engine(built):
    return WhooshEngine(built[0])


class Count(WeightingModel):
    """A matcher's score is how often the term stands there."""

    def scorer(self, searcher, fieldname, text, qf=1):  # noqa: ARG002 (Whoosh's signature)
        return BaseScorer()


def random_node(rng, depth):
    if not depth or rng.random() < 0.2:
        return Word(rng.choice(WORDS), rng.choice(FIELD_CHOICES))
    if rng.random() < 0.25:
        return Without(random_node(rng, depth - 1))
    parts = tuple(random_node(rng, depth - 1) for _ in range(rng.randrange(1, 4)))
    return AtLeast(rng.choice([1, len(parts)]), parts)


def whoosh_query(node):
    match node:
        case Word(text, fields):
            return Or([Term(name, text) for name in fields])
        case Without(inner):
            return And([Every(), Not(whoosh_query(inner))])
        case AtLeast(count, parts):
            return (Or if count == 1 else And)([whoosh_query(part) for part in parts])


def random_plans():
    rng = random.Random(11)
    for _ in range(200):
        words = dict.fromkeys(Word(rng.choice(WORDS), rng.choice(FIELD_CHOICES)) for _ in range(rng.randrange(1, 5)))
        yield Plan(
            random_node(rng, 2), ranking=tuple(WeightedTerm(word, rng.choice([1.0, 3.0, 0.7])) for word in words)
        )


def ids_of(searcher):
    return ((number, fields["id"]) for number, fields in searcher.reader().iter_docs())


def entries_of(reader):
    articles = reader.column_reader("article")
    return [entry(unpack(articles[number])) for number in range(reader.doc_count_all())]


def terms_of(one, field):
    if field in GRAM_FIELDS:
        return {gram.encode(): 1 for gram in one.grams[field.removesuffix("_grams")]}
    counts = one.words[field] if field in one.words else dict.fromkeys(one.values[field], 1)
    return {term.encode(): count for term, count in counts.items()}


def test_whoosh_sees_the_live_articles(built, searcher):
    reader, live = searcher.reader(), built[1]
    assert reader.doc_count() == len(live) < reader.doc_count_all()
    assert {fields["id"] for _, fields in reader.iter_docs()} == live.keys()
    ids, articles = reader.column_reader("id"), reader.column_reader("article")
    assert {ids[number]: unpack(articles[number]) for number in reader.all_doc_ids()} == live


def test_whoosh_sees_the_terms_of_each_segment_and_how_often_they_stand_where(searcher):
    for leaf, _ in searcher.leaf_searchers():
        reader = leaf.reader()
        entries = entries_of(reader)
        assert sorted(reader.indexed_field_names()) == sorted(FIELDS)
        every = set()
        for field in FIELDS:
            terms = [terms_of(one, field) for one in entries]
            expected = sorted(set().union(*terms))
            every |= {(field, term) for term in expected}
            assert list(reader.lexicon(field)) == expected
            for term in expected:
                found = [(number, counts[term]) for number, counts in enumerate(terms) if term in counts]
                assert reader.doc_frequency(field, term) == len(found)
                assert reader.frequency(field, term) == sum(count for _, count in found)
                matcher = reader.postings(field, term)
                held = [number for number, _ in found if not reader.is_deleted(number)]
                assert list(matcher.all_ids()) == held
            for name in {"title", "body"} & {field}:
                lengths = [one.lengths[name] for one in entries]
                assert [reader.doc_field_length(number, name) for number in range(len(entries))] == lengths
                assert (reader.field_length(name), reader.min_field_length(name)) == (sum(lengths), min(lengths))
        found = list(reader.all_terms())
        assert len(found) == len(every)
        assert set(found) == every


def test_whoosh_lists_the_terms_of_all_segments_in_order(searcher):
    reader = searcher.reader()
    for field in FIELDS:
        terms = sorted({term for reader, _ in reader.leaf_readers() for term in reader.lexicon(field)})
        assert list(reader.lexicon(field)) == terms
        for start in (b"", "大".encode(), terms[0], terms[-1] + b"x"):
            assert list(reader.expand_prefix(field, start)) == [term for term in terms if term.startswith(start)]
            assert [text for name, text in reader.terms_from(field, start) if name == field] == [
                term for term in terms if term >= start
            ]
            cursor = reader.leaf_readers()[0][0].cursor(field)
            own = [term for term in reader.leaf_readers()[0][0].lexicon(field) if term >= start]
            assert cursor.find(start) == next((term.decode() for term in own), None)


def test_whoosh_counts_no_document_for_a_term_that_is_not_there(searcher):
    for reader in (searcher.reader(), searcher.leaf_searchers()[0][0].reader()):
        assert [reader.doc_frequency(field, "没有的") for field in ("title", "title_grams", "id", "source")] == [0] * 4
        assert reader.frequency("body", "没有的") == 0


def test_whoosh_lists_each_term_of_all_segments_once(searcher):
    found = list(searcher.reader().all_terms())
    assert found == sorted(set(found))


@pytest.mark.parametrize(
    ("field", "start"), [("title_grams", "大"), ("body_grams", "龙"), ("body", "法"), ("source", "江城")]
)
def test_whoosh_finds_what_begins_with_a_text(built, searcher, field, start):
    found = {searcher.stored_fields(number)["id"] for number in searcher.docs_for_query(Prefix(field, start))}
    assert found
    assert found == {
        key
        for key, one in built[1].items()
        if any(term.startswith(start.encode()) for term in terms_of(entry(one), field))
    }


@pytest.mark.parametrize(("large", "few_of"), [(matcher.LARGE, matcher.FEW_OF), (0, 1)])
def test_plans_match_what_whoosh_matches(engine, searcher, monkeypatch, large, few_of):
    monkeypatch.setattr(matcher, "LARGE", large)
    monkeypatch.setattr(matcher, "FEW_OF", few_of)
    sizes, ids = set(), dict(ids_of(searcher))
    for made in random_plans():
        query = whoosh_query(made.match)
        expected = {ids[number] for number in searcher.docs_for_query(query)}
        found = engine.search(made, limit=None)
        assert {hit.id for hit in found.hits} == expected, made.match
        assert found.total == len(found.hits) == len(expected)
        sizes.add(len(expected))
    assert len(sizes) > 15


def test_whoosh_reads_a_large_merged_segment_as_those_it_was_made_of(built, searcher, tmp_path, monkeypatch):
    monkeypatch.setattr(postings, "SMALL", 10)
    monkeypatch.setattr(article_merge, "LEAST_COPIED", 1)
    shutil.copytree(built[0], tmp_path / "index")
    WhooshEngine(tmp_path / "index").optimize()
    ids = dict(ids_of(searcher))
    with open_dir(str(tmp_path / "index")).searcher(weighting=Count()) as merged:
        assert len(merged.leaf_searchers()) == 1
        assert not merged.reader().has_deletions()
        merged_ids = dict(ids_of(merged))
        assert sorted(merged_ids.values()) == sorted(ids.values())
        for made in islice(random_plans(), 50):
            query = whoosh_query(made.match)
            found = {merged_ids[number] for number in merged.docs_for_query(query)}
            assert found == {ids[number] for number in searcher.docs_for_query(query)}
        test_whoosh_sees_the_terms_of_each_segment_and_how_often_they_stand_where(merged)


def bm25f(searcher, text, fields):
    """BM25F of a word by document, written down once more over what Whoosh's matchers say."""
    reader = searcher.reader()
    live = list(reader.all_doc_ids())
    weights = {}
    for field in fields:
        lengths = {number: reader.doc_field_length(number, field) for number in live}
        mean = sum(lengths.values()) / len(live)
        for leaf, offset in searcher.leaf_searchers():
            if (field, text) not in leaf.reader():
                continue
            matcher = leaf.postings(field, text)
            while matcher.is_active():
                number = offset + matcher.id()
                norm = 1 - B + B * lengths[number] / mean
                weights[number] = weights.get(number, 0.0) + FIELD_WEIGHTS[field] * matcher.weight() / norm
                matcher.next()
    idf = math.log(1 + (len(live) - len(weights) + 0.5) / (len(weights) + 0.5))
    return {number: idf * weight * (K1 + 1) / (weight + K1) for number, weight in weights.items()}


def test_scores_are_bm25f_over_what_whoosh_counts(engine, searcher):
    ids = dict(ids_of(searcher))
    for made in random_plans():
        scores = {}
        for word, weight in made.ranking:
            for number, score in bm25f(searcher, word.text, word.fields).items():
                scores[ids[number]] = scores.get(ids[number], 0.0) + weight * score
        for hit in engine.search(made, limit=None).hits:
            assert hit.score == pytest.approx(scores.get(hit.id, 0.0)), made
            parts = engine.contributions(made, hit.id)
            assert sum(part.score for part in parts) == pytest.approx(hit.score)


class Trap:
    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@pytest.fixture
def table(tmp_path):
    WhooshEngine(tmp_path, create=True).update((), map(entry, ARTICLES))
    assert len(read_commit(tmp_path).segments) == 1
    return toc_path(tmp_path)


def test_a_table_of_contents_that_would_run_something_runs_nothing(table, monkeypatch):
    folder, trapped = table.parent, table.parent.parent / "trapped"
    before = read_commit(folder)
    with monkeypatch.context() as patched:
        patched.setattr(
            writer,
            "stored",
            lambda table, *_: with_ours(table, [9, [list(one) for one in before.segments], before.lexicon_name]),
        )
        write_toc(folder, make_schema(), [Trap(os.mkdir, str(trapped))], generation=9, words=b"")
    assert list(WhooshEngine(folder).ids())
    WhooshEngine(folder).update((), [entry(ARTICLES[0])])
    assert not trapped.exists()
    with monkeypatch.context() as patched:
        patched.setattr(writer, "stored", lambda table, *_: with_ours(table, [99, [], "lexicon-0"]))
        write_toc(folder, make_schema(), [Trap(os.mkdir, str(trapped))], generation=99, words=b"")
    open_dir(str(folder))
    assert trapped.exists()  # it is a trap: Whoosh steps into it


def with_ours(table: bytes, ours: object) -> bytes:
    text = json.dumps(ours, default=list).encode()
    content = table + text + LENGTHS.pack(len(text), 0)
    return content + TRAILER.pack(zlib.crc32(content), TOC_END)


@pytest.mark.parametrize(
    "ours",
    [
        *([9, [entry], "lexicon-0"] for entry in (["../../../etc/passwd", 1, []], ["0" * 16, "1", []], ["0" * 16, 1, [1]])),
        *([9, [entry], "lexicon-0"] for entry in (["0" * 16, 1, ["0"]], [1, 1, []], ["0" * 16, 1], 1)),
        [9, 1, "lexicon-0"], [9, []], [9], {}, "9", ["x", [], "lexicon-0"], [8, [], "lexicon-0"], [9, [], "../x"], [9, [], 1],
    ],
)  # fmt: skip
def test_a_table_of_contents_of_anything_but_segments_is_refused(table, ours):
    table.with_name("_MAIN_9.toc").write_bytes(with_ours(b"", ours))
    with pytest.raises((IndexDamagedError, IndexOutdatedError), match=r"_MAIN_9\.toc"):
        read_commit(table.parent)


def test_any_changed_byte_of_a_table_of_contents_is_found(table):
    whole = table.read_bytes()
    for at in range(len(whole)):
        table.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :])
        try:
            read_commit(table.parent)
        except (IndexDamagedError, IndexOutdatedError):
            continue
        pytest.fail(f"byte {at}")
    table.write_bytes(whole)
    assert read_commit(table.parent).segments[0].doccount == len(ARTICLES)
