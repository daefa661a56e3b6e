"""The library says what the command line says."""

import json
import subprocess
import sys
from datetime import date
from itertools import islice

import pytest
from conftest import ROOT, run

from newsgrep import open_index
from newsgrep.errors import NewsgrepError, NoIndexError, UsageError
from newsgrep.library import Index


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    run("index", str(ROOT / "corpus"), cwd=folder)
    return folder


@pytest.fixture(scope="module")
def news(folder):
    return open_index(folder / "index")


def test_it_finds_what_the_command_line_finds(news, folder):
    for query, only, words in (
        ("江城大学", {}, ()),
        ("大桥 -合龙", {"since": "2025-06"}, ("--since", "2025-06")),
        ("", {"source": ["江城晚报", "港江*"]}, ("--source", "江城晚报", "--source", "港江*")),
        ("江城", {"by": "何青禾", "kind": "article"}, ("--by", "何青禾", "--kind", "article")),
    ):
        printed = run("search", query, *words, "--json", "-n", "5", cwd=folder)
        *hits, summary = map(json.loads, printed.splitlines())
        found = news.search(query, limit=5, **only)
        assert (found.total, found.relaxed, len(found)) == (summary["total"], summary["relaxed"], len(hits))
        assert [(one.rank, one.article.id) for one in found] == [(hit["rank"], hit["id"]) for hit in hits]
        assert [one["text"] for hit in hits for one in hit["snippets"]] == [one.text for hit in found for one in hit.snippets]  # fmt: skip


def test_results_are_a_sequence(news):
    found = news.search("江城", limit=None)
    assert found.total == len(found) == len(list(found))
    whole = list(found)
    assert [one.rank for one in whole] == list(range(1, len(found) + 1))
    for place in (-5, 0, 3, -1, slice(-5, -3), slice(None, -1), slice(None, None, 2), slice(2, 5)):
        assert news.search("江城", limit=None)[place] == whole[place]
    assert found[:0] == []
    with pytest.raises(IndexError):
        found[len(found)]
    assert found[0] in found


def test_the_other_questions(news, folder):
    assert sum(1 for _ in news.kwic("大桥")) == int(run("kwic", "大桥", "-c", cwd=folder))
    assert news.count("大桥", group_by="year").total.tallies[0].matches == sum(1 for _ in news.kwic("大桥"))
    assert news.count().total.articles == len(news) == sum(1 for _ in news)
    printed = run("collocates", "大桥", "--least", "1", "-n", "5", cwd=folder)
    words = [line.split("\t")[0] for line in printed.splitlines()[1:]]
    assert [one.word for one in islice(news.collocates("大桥"), 5)] == words
    printed = run("keywords", "大桥", "--least", "1", "-n", "5", cwd=folder)
    words = [line.split("\t")[0] for line in printed.splitlines()[1:]]
    assert [one.word for one in news.keywords("大桥")[:5]] == words
    first = next(iter(news))
    assert news.get(first.id) == first
    assert news.get("没有#1") is None


def test_errors_are_newsgreps(tmp_path):
    with pytest.raises(NoIndexError):
        open_index(tmp_path)
    assert issubclass(UsageError, NewsgrepError)


def test_a_date_that_is_none_is_said(news):
    with pytest.raises(UsageError, match="not a date"):
        news.search("江城", since="明日黄花")


def test_what_makes_no_sense_is_said(news):
    for ask in (
        lambda: news.search("江城", sources="江城日报"),
        lambda: news.search("江城", kind="报道"),
        lambda: news.search("江城", order="best"),
        lambda: news.search("江城", limit=-1),
        lambda: news.count("江城", group_by="weekday"),
        lambda: news.search("江城", snippets=-1),
        lambda: news.collocates("江城", window=0),
        lambda: news.get(None),
    ):
        with pytest.raises(UsageError):
            ask()


def test_an_index_can_be_let_go_of(folder):
    with open_index(folder / "index") as news:
        assert news
        assert news.search("江城").warning is None
        assert news.search("江城", since=date(2025, 6, 1)).total == news.search("江城", since="2025-06-01").total
    with pytest.raises(UsageError, match="closed"):
        news.search("江城")


def test_nothing_is_imported_before_it_is_needed():
    code = "import sys, newsgrep; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "click", "newsgrep.library"} & set(done.stdout.split())
    assert Index.__module__ == "newsgrep.library"
