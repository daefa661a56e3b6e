import re
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
from articles import article, entry
from conftest import ROOT
from engine_contract import ARTICLES, QUERIES, EngineContract, ids, plan, reference_engine
from engine_mutants import MUTANTS

from newsgrep.engine.base import EngineReader, EngineStore, EngineWriter
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.open_engine import open_reader
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.errors import IndexLockedError, IndexOutdatedError, NoIndexError


class TestMemory(EngineContract):
    tolerance = 1e-12

    @pytest.fixture
    def engine(self):
        return MemoryEngine()


class TestWhoosh(EngineContract):
    tolerance = 1e-12  # sums of floats in another order

    @pytest.fixture
    def engine(self, tmp_path):
        engine = WhooshEngine(tmp_path, create=True)
        yield engine
        engine.close()


class TestWhooshByItsLists(TestWhoosh):
    """As in a large index: in a small one, texts are read and terms are looked up at once.

    Segments are merged of several, as if they had too many documents for numbers of two bytes.
    """

    @pytest.fixture(autouse=True)
    def _segments_are_large(self, monkeypatch):
        monkeypatch.setattr("newsgrep.engine.segments.build_pool.BATCH", 2)
        monkeypatch.setattr("newsgrep.engine.segments.segment_writer.MOST_KEYS", 60)
        monkeypatch.setattr("newsgrep.engine.segments.postings.SMALL", 3)
        monkeypatch.setattr("newsgrep.engine.segments.article_merge.LEAST_COPIED", 1)
        monkeypatch.setattr("newsgrep.engine.segments.ngram_lists.LEAST_DOCUMENTS", 1)

    @pytest.fixture(autouse=True)
    def _no_candidates_are_few(self, monkeypatch):
        monkeypatch.setattr("newsgrep.engine.segments.matcher.FEW", 0)
        monkeypatch.setattr("newsgrep.engine.segments.matcher.FEW_OF", 1 << 20)
        monkeypatch.setattr("newsgrep.engine.segments.top_docs.FIRST_BATCH", 1)


class TestWhooshByNumbers(TestWhoosh):
    """As in a segment of many documents few of which match: no mask is made, and one that is made is searched."""

    @pytest.fixture(autouse=True)
    def _documents_are_many(self, monkeypatch):
        monkeypatch.setattr("newsgrep.engine.segments.matcher.LARGE", 0)
        monkeypatch.setattr("newsgrep.engine.segments.doc_lists.LARGE", 0)
        monkeypatch.setattr("newsgrep.engine.segments.matcher.FEW_OF", 1)


class SplitEngine:
    """Writes each article to one of two index folders, which are read as one."""

    def __init__(self, folder):
        self.folders = [folder / name for name in ("first", "second")]
        self.engines = [WhooshEngine(one, create=True) for one in self.folders]
        self.reader = None

    def update(self, remove, add, **options):
        add, remove = list(add), list(remove)
        for number, engine in enumerate(self.engines):
            own = [one for one in add if sum(one.article.id.encode()) % 2 == number]
            engine.update(remove, own, **options)
        self.reader = None

    def verify(self):
        return chain.from_iterable(engine.verify() for engine in self.engines)

    def close(self):
        self.reader = self.reader and self.reader.close()

    def __getattr__(self, name):
        if name not in vars(EngineReader):
            return getattr(self.engines[0], name)
        if not any(self.folders[1].glob("*.toc")):
            return getattr(self.engines[1], name)
        self.reader = self.reader or open_reader(*self.folders)
        return getattr(self.reader, name)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    SplitEngine(folder).update((), map(entry, ARTICLES))
    return folder


class TestTwoIndexesReadAsOne(EngineContract):
    tolerance = 1e-12

    @pytest.fixture
    def engine(self, tmp_path):
        return SplitEngine(tmp_path)

    @pytest.fixture
    def full(self, tmp_path, written):
        shutil.copytree(written, tmp_path, dirs_exist_ok=True)
        return SplitEngine(tmp_path)

    def test_both_have_some_of_the_articles(self, full):
        assert all(1 < engine.stats().articles < len(ARTICLES) for engine in full.engines)


def test_an_engine_that_breaks_any_promise_is_caught():
    """Runs the contract on ``engine_mutants``, one for each method at least; each must fail it."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist", "-rA", str(Path(__file__).with_name("engine_mutants.py"))],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    failed = {match[1] for match in re.finditer(r"^(?:FAILED|ERROR) \S*::(\w+)::", done.stdout, re.MULTILINE)}
    assert {f"Test{name}" for name in MUTANTS} - failed == set(), done.stdout[-2000:]


def test_there_is_a_mutant_for_every_method_of_the_protocol():
    methods = {
        name for part in (EngineReader, EngineStore, EngineWriter) for name in vars(part) if not name.startswith("_")
    }
    assert methods == {name for mutant in MUTANTS.values() for name in vars(mutant) if name in methods}


@pytest.fixture
def folder(tmp_path):
    engine = WhooshEngine(tmp_path, create=True)
    engine.update((), map(entry, ARTICLES))
    engine.close()
    return tmp_path


def test_where_there_is_no_index_it_is_said(tmp_path):
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(NoIndexError, match="no index"):
            WhooshEngine(folder)


def test_a_damaged_table_of_contents_is_named_and_can_be_replaced(folder):
    for toc in folder.glob("_MAIN_*.toc"):
        toc.write_bytes(toc.read_bytes()[:40])
    with pytest.raises(IndexOutdatedError, match="truncated, or written by another version"):
        WhooshEngine(folder)
    engine = WhooshEngine(folder, create=True)
    engine.update((), map(entry, ARTICLES), truncate=True)
    assert len(ids(engine, "江城大学")) == 3


def test_an_index_of_another_layout_is_recognised(tmp_path):
    from whoosh.fields import ID, Schema
    from whoosh.filedb.filestore import FileStorage

    writer = FileStorage(str(tmp_path)).create_index(Schema(name=ID)).writer()
    writer.add_document(name="1")
    writer.commit()
    with pytest.raises(IndexOutdatedError, match="another version"):
        WhooshEngine(tmp_path)


def test_a_reader_sees_the_index_as_it_was_until_it_is_opened_again(folder):
    reader = WhooshEngine(folder)
    assert len(ids(reader, "大桥")) == 3
    writer = WhooshEngine(folder)
    writer.update(["江城日报/1.txt#1"], [entry(article("20", "新的大桥", "又一座大桥。"))])
    assert "江城日报/1.txt#1" in ids(reader, "大桥")
    assert "江城日报/1.txt#20" in ids(WhooshEngine(folder), "大桥")


def test_a_reader_keeps_its_commit_while_the_index_is_written_anew(folder):
    reader = WhooshEngine(folder)
    hits = reader.search(plan("大桥"), limit=None).hits
    before = reader.stats()
    WhooshEngine(folder).update((), [entry(article("1", "只有这一篇", "江城。"))], truncate=True)
    assert [reader.get(hit.id).key for hit in hits] == [hit.key for hit in hits]
    assert reader.search(plan("大桥"), limit=None).hits == hits
    assert reader.stats() == before


def test_two_writers_cannot_write_at_once(folder):
    from newsgrep.engine.whoosh.writer import UpdateWriter

    with UpdateWriter(folder), pytest.raises(IndexLockedError, match="another process"):
        WhooshEngine(folder).update((), [entry(article("9", "等待", "江城。"))])


def test_many_small_updates_are_merged_and_stay_right(tmp_path):
    engine = WhooshEngine(tmp_path, create=True)
    for number in range(12):
        engine.update([f"江城日报/1.txt#{number - 3}"], [entry(article(str(number), f"第{number}号", "江城新闻。"))])
    assert sorted(engine.ids()) == sorted(f"江城日报/1.txt#{number}" for number in (9, 10, 11))
    assert len(ids(engine, "江城新闻")) == 3
    assert len(list(tmp_path.glob("*.segment"))) < 12


def test_another_distribution_under_whoosh_is_said_clearly(tmp_path):
    package = tmp_path / "whoosh"
    package.mkdir()
    (package / "__init__.py").write_text("__version__ = (5, 4, 0)\n")
    for name in ("index", "writing"):
        (package / f"{name}.py").write_text("")
    code = f"from pathlib import Path; from newsgrep.engine.whoosh import WhooshEngine as W; W(Path({str(tmp_path)!r}), create=True).update((), ())"
    result = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert "the package whoosh was overwritten by another distribution (version 5.4.0)" in result.stderr


@pytest.mark.parametrize("most_documents", [3, 1 << 22])
def test_a_large_update_makes_as_few_segments_as_may_be_and_answers_the_same(tmp_path, monkeypatch, most_documents):
    from newsgrep.engine.segments import build_pool, merge_policy, segment_writer

    monkeypatch.setattr(segment_writer, "MOST_KEYS", 60)
    monkeypatch.setattr(build_pool, "BATCH", 2)
    monkeypatch.setattr(merge_policy, "MOST_DOCUMENTS", most_documents)
    engine = WhooshEngine(tmp_path, create=True)
    engine.update((), map(entry, ARTICLES))
    assert len(list(tmp_path.glob("*.segment"))) == (3 if most_documents == 3 else 1)
    reference = reference_engine()
    for line in QUERIES:
        found, expected = (one.search(plan(line), limit=None) for one in (engine, reference))
        assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits], line
        assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in expected.hits])


def test_what_is_written_as_it_is_sought_is_known_without_reading_it(tmp_path, monkeypatch):
    from newsgrep.engine.segments.doc_store import Articles

    engine = WhooshEngine(tmp_path, create=True)
    bodies = ["冬天随便着凉。", "冬天隨便著涼。", "墙上写着。", "此人著有文集。"]
    engine.update((), [entry(article(str(number), "", body)) for number, body in enumerate(bodies)])
    read, original = [], Articles.text_batches

    def text_batches(self, numbers, part):
        read.extend(numbers)
        return original(self, numbers, part)

    monkeypatch.setattr(Articles, "text_batches", text_batches)
    monkeypatch.setattr("newsgrep.engine.segments.matcher.FEW", 0)
    for query, found, verified in (('"便着"', [0, 1], [1]), ('"着"', [0, 1, 2, 3], [1])):
        read.clear()
        assert [int(one.rpartition("#")[2]) for one in sorted(ids(engine, query))] == found
        assert sorted(set(read)) == verified


@pytest.fixture
def in_segments(tmp_path, monkeypatch):
    """The articles, and as many with the same texts and dates, in a segment each."""
    monkeypatch.setattr("newsgrep.engine.segments.merge_policy.MOST_IN_TIER", 100)
    engine, reference = WhooshEngine(tmp_path, create=True), MemoryEngine()
    twins = [one._replace(path="晚报.txt" if number % 2 else "a.txt") for number, one in enumerate(ARTICLES)]
    for one in (*ARTICLES, *twins):
        engine.update((), [entry(one)])
        reference.update((), [entry(one)])
    assert len(list(tmp_path.glob("*.segment"))) == len(ARTICLES) + len(twins)
    return engine, reference


@pytest.mark.parametrize("order", ["relevance", "date", "-date", "path"])
def test_hits_of_many_segments_are_in_order_and_ties_by_place(in_segments, order):
    engine, reference = in_segments
    for line in QUERIES:
        expected = [(hit.id, hit.literal) for hit in reference.search(plan(line), limit=None, order=order).hits]
        found = engine.search(plan(line), limit=None, order=order).hits
        assert [(hit.id, hit.literal) for hit in found] == expected, line
        for end in (1, 3):
            assert [hit.id for hit in engine.search(plan(line), limit=end, order=order).hits] == [
                article_id for article_id, _ in expected[:end]
            ], line
        assert [found[place].id for place in range(-len(found), len(found))] == [found[place].id for place in range(len(found))] * 2  # fmt: skip
        assert [hit.id for hit in found[1:-1]] == [article_id for article_id, _ in expected[1:-1]]


def test_hits_are_made_when_they_are_asked_for(in_segments, monkeypatch):
    from newsgrep.engine.segments.searcher import Searcher

    engine, named, names = in_segments[0], [], Searcher.names
    found = engine.search(plan("-没有的词语"), limit=None, order="date").hits
    monkeypatch.setattr(Searcher, "names", lambda self, places: named.extend(places) or names(self, places))
    assert len(found) > 9
    assert [hit.id for hit in found[2:4]] == [found[2].id, found[3].id]
    assert len(named) == 4
