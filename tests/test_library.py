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
    assert Index.__module__ == "newsgrep.library.index"


def test_values_are_shown_in_a_line(news, folder):
    found = news.search("大桥")
    shown = [repr(news), repr(found), repr(found[0]), repr(found[0].article)]
    assert shown[0] == f"<Index {folder / 'index'}: {len(news)} articles>"
    assert shown[1] == f"<Results '大桥': {len(found)} of {found.total} articles>"
    assert shown[2] == f"<Shown 1. {shown[3]}>"
    assert shown[3].startswith(f"<Article {found[0].article.id}: {found[0].article.date} ")
    assert all("\n" not in text and len(text) < 200 for text in shown)
    with open_index(folder / "index") as other:
        pass
    assert repr(other) == f"<Index {folder / 'index'}: closed>"


def test_a_hit_has_its_whole_text(news):
    for hit in news.search("大桥"):
        assert hit.text == hit.article.text == "\n".join(part.text for part in hit.article.paragraphs)


@pytest.mark.parametrize("library", ["pandas", "polars", None])
def test_results_are_data_frames(news, library):
    pytest.importorskip(library or "pandas")
    found = news.search("大桥", limit=None, snippets=0)
    frame = found.to_frame(library)
    assert type(frame).__module__.startswith(library or "pandas")
    assert frame["id"].to_list() == [hit.article.id for hit in found]
    assert frame["text"].to_list() == [hit.text for hit in found]
    assert frame["reporters"].to_list() == [list(hit.article.reporters) for hit in found]
    empty = news.search("没有这样的词", relax=False).to_frame(library)
    assert (len(empty), list(empty.columns)) == (0, list(frame.columns))
    counts = news.count("大桥", "地铁", group_by="year")
    frame = counts.to_frame(library)
    assert frame["articles"].to_list() == [tally.articles for row in counts.rows for tally in row.tallies]
    assert news.count("大桥").to_frame(library)["matches"].to_list() == [counts.total.tallies[0].matches]


def test_a_library_for_frames_is_one_of_two_and_installed(news, monkeypatch):
    with pytest.raises(UsageError, match="numpy"):
        news.search("大桥").to_frame("numpy")
    monkeypatch.setattr("newsgrep.corpus_stats.frames.find_spec", lambda _: None)
    with pytest.raises(NewsgrepError, match="pandas, polars"):
        news.search("大桥").to_frame()


def test_an_export_is_that_of_the_command_line(news, folder, tmp_path):
    import newsgrep

    words = ("--sample", "3", "--seed", "7", "--stratify", "year", "--unique", "--since", "2025")
    run("export", "江城", *words, "-o", str(tmp_path / "cli.jsonl"), cwd=folder)
    about = newsgrep.export(news, "江城", tmp_path / "own.jsonl", sample=3, seed=7, stratify="year", unique=True, since="2025")  # fmt: skip
    *own, last = map(json.loads, (tmp_path / "own.jsonl").read_text(encoding="utf-8").splitlines())
    *theirs, summary = map(json.loads, (tmp_path / "cli.jsonl").read_text(encoding="utf-8").splitlines())
    assert own == theirs
    assert (about.exported, about.sample) == (len(own), 3)
    changing = {"created", "command", "index"}
    assert {k: v for k, v in last.items() if k not in changing} == {k: v for k, v in summary.items() if k not in changing}  # fmt: skip
    # The command that the file gives draws the same sample.
    import shlex

    command = shlex.split(last["command"])[1:]
    run(*command, cwd=folder)
    assert list(map(json.loads, (tmp_path / "own.jsonl").read_text(encoding="utf-8").splitlines()))[:-1] == own


@pytest.mark.parametrize("options", [{"stratify": "year"}, {"sample": 2, "limit": 3}, {"sample": 0}, {"order": "x"}])
def test_contradictory_exports_are_refused(news, tmp_path, options):
    with pytest.raises(UsageError):
        news.export("江城", tmp_path / "x.csv", **options)
    assert not list(tmp_path.iterdir())


def test_an_export_of_nothing_writes_nothing(news, tmp_path):
    assert news.export("没有这样的词", tmp_path / "x.csv").exported == 0
    assert not list(tmp_path.iterdir())


def test_stories_and_comparisons_are_those_of_the_command_line(news, folder):
    import newsgrep

    asked = news.search("合龙")[0].article.id
    *links, _ = map(json.loads, run("story", asked, "--json", cwd=folder).splitlines())
    story = newsgrep.story(news, asked)
    assert [(link.article.id, link.role) for link in story.links] == [(link["id"], link["role"]) for link in links]
    with pytest.raises(UsageError, match="not in the index"):
        news.story("没有#1")

    sides = ("source:江城日报", "source:江城晚报")
    printed = map(json.loads, run("compare", "地铁", "--a", sides[0], "--b", sides[1], "--json", cwd=folder).splitlines())  # fmt: skip
    shown = {one["side"]: one for one in printed if one["type"] == "side"}
    compared = newsgrep.compare(news, *sides, "地铁")
    assert [compared.a.articles, compared.b.articles] == [shown["a"]["articles"], shown["b"]["articles"]]
    assert newsgrep.compare(news, *sides, since="2026").a.articles < news.compare(*sides).a.articles


def test_several_indexes_are_one(folder, tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.jsonl").write_text('{"id":"1","title":"澜江大桥合龙","body":"江城的澜江大桥今天合龙。","date":"2025-10-07","source":"周刊"}\n', encoding="utf-8")  # fmt: skip
    run("index", "corpus", cwd=tmp_path)
    with open_index(folder / "index", tmp_path / "index") as both, open_index(folder / "index") as one:
        assert len(both) == len(one) + 1
        assert both.search("合龙").total_all == one.search("合龙").total_all + 1
        assert both.compare("source:周刊", "source:江城晚报", "合龙").a.articles == 1
        assert both.export("合龙", tmp_path / "x.jsonl").exported == one.search("合龙").total_all + 1
        assert len(both.story(both.search("合龙")[0].article.id).links) >= 2


def test_threads_may_share_an_index(folder):
    """Eight threads ask one index all kinds of things at once; each is answered as if it were alone."""
    from concurrent.futures import ThreadPoolExecutor

    def answers(news, query):
        found = news.search(query, limit=None)
        lines = [(line.article.id, line.left, line.right) for line in news.kwic(query)]
        frequencies = [(one.word, one.count) for one in news.keywords(query)]
        return [(hit.article.id, hit.hit.score, hit.snippets, hit.text) for hit in found], lines, frequencies

    queries = ["大桥", "地铁", "江城大学", "候鸟", "记者", "工人", "湿地", "劳动"]
    with open_index(folder / "index") as news:
        alone = {query: answers(news, query) for query in queries}
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with open_index(folder / "index") as news, ThreadPoolExecutor(8) as threads:
            together = list(threads.map(lambda query: (query, answers(news, query)), queries * 4))
    finally:
        sys.setswitchinterval(switching)
    assert all(found == alone[query] for query, found in together)
