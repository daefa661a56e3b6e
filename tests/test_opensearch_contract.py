"""The engine contract over a real cluster."""

import pytest
from articles import article, entry
from clusters import needs_cluster, new_address, remove_index
from engine_contract import ARTICLES, EngineContract, plan

from newsgrep.engine.base import EngineReader
from newsgrep.engine.memory import MemoryEngine

pytestmark = needs_cluster
# Tests that compare an index before and after a change.
CHANGED = ("failing_update", "garbage", "commits_apart")


class CopyOnWrite:
    """Reads an index that several tests share, until it is to be changed: then it has one of its own."""

    def __init__(self, shared, make):
        self._engine, self._make = shared, make

    def __getattr__(self, name):
        is_read = name in vars(EngineReader) or name in {"verify", "quick_check", "require_own_place"}
        if not is_read and self._make:
            self._engine, self._make = self._make(), None
        return getattr(self._engine, name)


def new_engine(**options):
    from newsgrep.engine.opensearch import OpenSearchEngine

    return OpenSearchEngine(new_address(**options), create=True)


def end(engine):
    engine.close()
    remove_index(engine.address)


@pytest.fixture(scope="module")
def shared():
    engine = new_engine(shards=3)
    engine.update((), map(entry, ARTICLES))
    yield engine
    end(engine)


class TestOpenSearch(EngineContract):
    tolerance = 1e-6

    @pytest.fixture
    def engine(self):
        engine = new_engine(shards=2, replicas=0)
        yield engine
        end(engine)

    @pytest.fixture
    def full(self, shared, request):
        def make():
            engine = request.getfixturevalue("engine")
            engine.update((), map(entry, ARTICLES))
            return engine

        return make() if any(name in request.node.name for name in CHANGED) else CopyOnWrite(shared, make)

    # Each makes an index: one start a field will do.

    @pytest.mark.parametrize(
        ("field", "start"),
        [
            ("source", "江城"),
            ("section", ""),
            ("by", "何"),
            ("kind", ""),
            ("path", "港江時"),
            ("id", "江城"),
            ("date", "2025-10"),
        ],
    )
    def test_values_are_those_of_the_articles_in_order(self, full, reference, field, start):
        super().test_values_are_those_of_the_articles_in_order(full, reference, field, start)

    @pytest.mark.parametrize(
        ("field", "start"),
        [
            ("title", ""),
            ("title", "江"),
            ("body", "江"),
            ("body", ""),
            ("source", "江"),
            ("by", "何青"),
            ("path", "没有的"),
            ("id", ""),
            ("date", "2025-10"),
        ],
    )
    def test_terms_are_those_of_the_articles_in_order(self, full, reference, field, start):
        super().test_terms_are_those_of_the_articles_in_order(full, reference, field, start)


@pytest.mark.parametrize("line", ["", "大", "/大.?/"])
def test_streams_and_rankings_of_many_pages_are_whole(monkeypatch, line):
    """After an update, the numbers of some shards end before those of others."""
    monkeypatch.setattr("newsgrep.engine.opensearch.snapshot.PAGE", 2)
    monkeypatch.setattr("newsgrep.engine.opensearch.reader.BARE_PAGE", 2)
    monkeypatch.setattr("newsgrep.engine.opensearch.ranking.MOST_AT_ONCE", 2)
    engine, reference = new_engine(shards=3, replicas=0), MemoryEngine()
    for each in (engine, reference):
        each.update((), map(entry, ARTICLES))
        each.update(["江城日报/1.txt#4"], [entry(article(key, "大桥", "大桥通车。")) for key in ("1", "20", "21")])
    assert sorted(engine.ids()) == sorted(reference.ids())
    found, expected = (sorted(each.metadata(plan(line)), key=str) for each in (engine, reference))
    assert found == expected
    found, expected = (each.search(plan(line), limit=None).hits for each in (engine, reference))
    assert [hit.id for hit in found] == [hit.id for hit in expected]
    assert [errors for _, errors in engine.verify()] == [[], []]
    end(engine)
