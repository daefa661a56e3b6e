"""What may go wrong in a real cluster: an answer is whole or an error, and an update is there or not."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from articles import article, entry
from clusters import HOSTS, Gate, kill_node, needs_cluster, needs_nodes, new_address, remove_index, start_node
from conftest import ROOT
from engine_contract import ARTICLES, ids, plan

from newsgrep.cli.app import run as run_program
from newsgrep.engine.opensearch import OpenSearchEngine
from newsgrep.engine.opensearch.cluster import Cluster
from newsgrep.engine.opensearch.commit import COMMIT, read_commit
from newsgrep.engine.opensearch.transport import Transport
from newsgrep.errors import ClusterError, IndexDamagedError, IndexLockedError, IndexOutdatedError, UsageError

pytestmark = needs_cluster


@pytest.fixture
def address():
    made = new_address(shards=3)
    yield made
    remove_index(made)


@pytest.fixture
def full(address):
    engine = OpenSearchEngine(address, create=True)
    engine.update((), map(entry, ARTICLES))
    return engine


def settings(address, body):
    transport = Transport(address)
    transport.request("PUT", (f"{address.name}-*", "_settings"), body)
    transport.close()


def test_a_full_disk_is_said_in_one_line_and_the_last_update_answers(full, address):
    settings(address, {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(ClusterError, match="the disk of the cluster is almost full"):
        full.update((), [entry(article("99", "新来", "江城。"))])
    assert len(ids(full, "大桥")) == 3
    settings(address, {"index.blocks.read_only_allow_delete": None})
    full.update((), [entry(article("99", "新来", "江城。"))])
    assert ids(full, "新来") == ["江城日报/1.txt#99"]
    assert full.stats().articles == len(ARTICLES) + 1


def test_two_updates_at_once_are_one_after_the_other_or_one_is_refused(full, address):
    def broken_in_upon():
        yield entry(article("98", "早到者", "江城。"))
        other = OpenSearchEngine(address)
        other.update((), [entry(article("97", "迟到者", "江城。"))])
        other.close()

    with pytest.raises(IndexLockedError, match="another process is writing"):
        full.update((), broken_in_upon())
    fresh = OpenSearchEngine(address)
    assert (ids(fresh, "迟到者"), ids(fresh, "早到者")) == (["江城日报/1.txt#97"], [])
    assert fresh.stats().articles == len(ARTICLES) + 1


def test_documents_deleted_by_hand_are_missed(full, address):
    transport = Transport(address)
    query = {"query": {"term": {"id": "江城日报/1.txt#4"}}}
    transport.request("POST", (f"{address.name}-*", "_delete_by_query"), query, params={"refresh": "true"})
    transport.close()
    for line in ("大桥", "平静", "-大桥"):
        with pytest.raises(IndexDamagedError, match="does not hold all 7 articles"):
            ids(full, line)
    assert str(full.quick_check()) == "the cluster does not hold all articles of the index"


def test_a_mapping_changed_by_hand_is_seen(full, address):
    transport = Transport(address)
    body = {"properties": {"mine": {"type": "keyword"}}}
    transport.request("PUT", (f"{address.name}-*", "_mapping"), body)
    transport.close()
    assert str(full.quick_check()) == "the mapping of the field mine was changed"


def test_an_index_deleted_by_hand_is_an_error(full, address):
    transport = Transport(address)
    transport.request("DELETE", (f"{address.name}-*",))
    transport.close()
    with pytest.raises(IndexDamagedError, match="does not hold all"):
        ids(full, "大桥")


def test_an_index_of_another_program_is_left_alone(address):
    transport = Transport(address)
    transport.request("PUT", (address.name,), {"mappings": {"properties": {"title": {"type": "text"}}}})
    transport.close()
    with pytest.raises(UsageError, match="that is not newsgrep's"):
        OpenSearchEngine(address, create=True).require_own_place()


@pytest.mark.usefixtures("full")
def test_an_index_of_another_layout_is_said_and_can_be_rebuilt(address):
    cluster = Cluster(address)
    stored = cluster.read(COMMIT)
    cluster.put(COMMIT, stored.source | {"layout": 0})
    with pytest.raises(IndexOutdatedError, match="has layout 0"):
        OpenSearchEngine(address)
    engine = OpenSearchEngine(address, create=True)
    engine.update((), map(entry, ARTICLES[:2]), truncate=True)
    assert engine.stats().articles == 2
    cluster.close()


def test_readers_of_a_commit_go_on_with_the_next_one(full, address):
    reader = OpenSearchEngine(address)
    assert ids(reader, "平静") == ["江城日报/1.txt#4"]
    full.update((), [entry(article("4", "江水上涨", "有新闻了。"))])
    assert (ids(reader, "平静"), ids(reader, "上涨")) == ([], ["江城日报/1.txt#4"])
    full.update((), map(entry, ARTICLES[:3]), truncate=True)
    assert reader.search(plan("-没有的词语"), limit=0).total == 3


def test_readers_see_whole_commits_only(full, address):
    """Each update replaces two articles; a reader finds both as they were, or both as they are."""
    stopped = threading.Event()
    seen, wrong = set(), []

    def read():
        while not stopped.is_set():
            reader = OpenSearchEngine(address)
            found = [reader.get(f"江城日报/1.txt#{key}").title for key in ("1", "10")]
            both = sorted(hit.key for hit in reader.search(plan("新一轮"), limit=None).hits)
            seen.add(found[0])
            if both not in ([], ["1", "10"]):
                wrong.append(both)
            reader.close()

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(4):
        title = f"新一轮{number}"
        full.update((), [entry(article("1", title, "好。")), entry(article("10", title, "好。"))])
    stopped.set()
    thread.join()
    assert wrong == []
    assert seen


def test_lists_of_words_that_were_replaced_are_deleted(full, address, monkeypatch):
    monkeypatch.setattr("newsgrep.engine.opensearch.vocabulary.MOST_LISTS", 1)
    cluster = Cluster(address)
    reader = OpenSearchEngine(address)
    words = set(reader.terms("body"))
    assert words
    first = read_commit(cluster)[0].vocabulary
    full.update((), [entry(article("90", "新来", "江城有新词。"))])
    # Who reads the former commit still has its lists, until the next update.
    assert all(cluster.read(name) for name in first)
    full.update((), [entry(article("91", "又来", "江城。"))])
    assert not any(cluster.read(name) for name in first)
    assert words < set(reader.terms("body"))
    cluster.close()


WRITER = """
import sys
sys.path.insert(0, {tests!r})
from articles import article, entry
from newsgrep.engine.address import parse_address
from newsgrep.cli.app import run as run_program
from newsgrep.engine.opensearch import OpenSearchEngine

engine = OpenSearchEngine(parse_address({address!r}))
print("begun", flush=True)
with engine.locked(60, lambda _: None):
    engine.collect_garbage()
    number = engine.stats().articles
    engine.update([], [entry(article(f"w{{number}}-{{at}}", "写入", "江城。" * 50)) for at in range(40)])
print("done", flush=True)
"""


def test_a_writer_killed_anywhere_leaves_the_index_before_or_after(full, address):
    rnd = random.Random(22)
    before = full.stats().articles
    code = WRITER.format(tests=str(Path(__file__).parent), address=str(address))
    for number in range(int(os.environ.get("NEWSGREP_KILLS", "4"))):
        writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert writer.stdout.readline() == "begun\n"
        time.sleep(rnd.uniform(0, 1.5))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        reader = OpenSearchEngine(address)
        held = reader.stats().articles
        assert held in {before, before + 40}
        assert reader.search(plan("写入"), limit=0).total == held - len(ARTICLES)
        assert len(ids(reader, "大桥")) == 3
        # The lease of a process that has died does not keep the next one waiting, which finishes, and its litter goes.
        with reader.locked(0, pytest.fail):
            reader.collect_garbage()
            reader.update([], [entry(article(f"n{number}", "写入", "江城。"))])
        before = held + 1
        assert reader.stats().articles == before
        assert reader.search(plan("写入"), limit=0).total == before - len(ARTICLES)
        reader.close()
    # Parts that were under way when a writer was killed may have been written after the next one looked.
    time.sleep(1)
    full.update([], [entry(article("last", "最后", "江城。"))])
    cluster = Cluster(address)
    commit, _ = read_commit(cluster)
    reply = cluster.transport.request("GET", (commit.index, "_count"))
    assert reply.body["count"] == commit.articles
    cluster.close()


@pytest.mark.usefixtures("full")
def test_a_cut_connection_is_an_error_or_another_host_answers(address):
    first, *others = HOSTS.split(",")
    with Gate(first) as gate:
        through = new_address(timeout=2.0, hosts=gate.host, name=address.name)
        reader = OpenSearchEngine(through)
        assert len(ids(reader, "大桥")) == 3
        gate.is_silent = True
        with pytest.raises(ClusterError, match="does not answer in time"):
            ids(reader, "仲裁")
        gate.is_silent = False
        assert len(ids(reader, "仲裁")) == 2
        gate.is_silent = True
        if others:
            both = OpenSearchEngine(new_address(timeout=2.0, hosts=f"{gate.host},{others[0]}", name=address.name))
            assert len(ids(both, "大桥")) == 3
            both.close()
        reader.close()


@needs_nodes
def test_nodes_die_and_come_back(full):
    """With copies, the death of a node changes nothing; without, it is an error, never a shorter answer."""
    bare = new_address(shards=3, replicas=0)
    alone = OpenSearchEngine(bare, create=True)
    alone.update((), map(entry, ARTICLES))
    try:
        kill_node(1)
        assert len(ids(full, "大桥")) == 3
        full.update((), [entry(article("99", "新来", "江城。"))])
        assert ids(full, "新来") == ["江城日报/1.txt#99"]
        with pytest.raises(ClusterError, match=r"cannot be searched as a whole|is missing"):
            alone.search(plan("-没有的词语"), limit=None)
        assert run_program(["--index", str(bare), "search", "大桥", "-c"]) == 2
        start_node(1)
        assert alone.search(plan("-没有的词语"), limit=None).total == len(ARTICLES)
    finally:
        start_node(1)
        remove_index(bare)
    assert full.stats().articles == len(ARTICLES) + 1


def test_no_secret_is_told(capsys, monkeypatch):
    address = new_address()
    monkeypatch.setenv("NEWSGREP_CLUSTER_USER", "news")
    monkeypatch.setenv("NEWSGREP_CLUSTER_PASSWORD", "hunter2-secret")
    for words in (["config", "--json"], ["-v", "search", "大桥"], ["-v", "status"]):
        run_program(["--index", str(address), *words])
    told = "".join(capsys.readouterr())
    assert "hunter2" not in told
    assert json.loads(told.splitlines()[0])["index"]["value"] == str(address)
