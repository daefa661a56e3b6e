"""The parts of browse that need no screen: views, facets, lines, the thread, programs, former queries."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest
from articles import article
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from newsgrep.corpus_stats.facets import FACET_FIELDS, FacetTable
from newsgrep.message import Message
from newsgrep.printers.style import Style
from newsgrep.progress import working
from newsgrep.query.filters import NO_DATE, NO_VALUE
from newsgrep.query.plan_nodes import Literal
from newsgrep.search.options import SearchOptions
from newsgrep.tui.history import MOST_KEPT, History
from newsgrep.tui.opening import command_at, editor_of, opened
from newsgrep.tui.page import MOST_SHOWN, broken, page_of, steadied
from newsgrep.tui.view import View, cleaned, view_of
from newsgrep.tui.worker import Worker

STYLE = Style(columns=40, terminal=True)


# Views.


def test_a_period_takes_the_place_of_another_and_names_add_up():
    view = View("大桥").toggled("year", "2025").toggled("month", "2025-03")
    assert (view.options.since, view.options.until) == ("2025-03", "2025-03")
    assert view.has("month", "2025-03")
    assert not view.has("year", "2025")
    both = view.toggled("source", "江城日报").toggled("source", "江城晚报")
    assert both.options.source == ("江城日报", "江城晚报")
    # A filter does not tell scripts apart, so neither does this.
    assert both.toggled("source", "江城日報").options.source == ("江城晚报",)
    assert both.unfiltered() == View("大桥")
    assert both.without("source") == view
    assert both.without("date").options.since is None


def test_orders_go_round_and_without_a_query_there_is_no_relevance():
    view, seen = View("大桥"), []
    for _ in range(4):
        view = view.reordered()
        seen.append(view.order)
    assert seen == ["date", "-date", "path", "relevance"]
    assert View("").order == "-date"
    empty = [View("", SearchOptions(sort=order)).reordered().order for order in ("-date", "path", "date")]
    assert empty == ["path", "date", "-date"]
    assert View("", SearchOptions(recent="30d")).order == "relevance"


@given(st.text())
def test_a_line_from_anywhere_is_one_line(text):
    line = cleaned(text)
    assert not set("\n\r\x1b\x07\x9b\u202e\t") & set(line)
    assert view_of(text, SearchOptions()).line == line


# Facets.


def test_facets_count_values_as_filters_understand_them():
    articles = [
        article("1", date="2025-03-01", source="江城日报", reporters=("李明",), photographers=("李明", "王二")),
        article("2", date="2025-03", source="江城日報", agency="新华社", section="要闻"),
        article("3", date="2025", kind="photo"),
        article("4", date="2024-12-31", source="新华社", agency="新华社"),
        article("5", date=None, source=""),
    ]
    table = FacetTable(articles)
    assert [table.read(2) for _ in range(3)] == [False, False, True]
    everything = np.ones(5, np.bool_)
    counts = {field: dict(found) for field, found in table.counts(dict.fromkeys(FACET_FIELDS, everything)).items()}
    assert counts["year"] == {"2025": 3, "2024": 1, NO_DATE: 1}
    assert counts["month"] == {"2025-03": 2, "2024-12": 1}
    assert counts["source"] == {"江城日报": 2, "新华社": 2, NO_VALUE: 2}
    assert counts["by"] == {"李明": 1, "王二": 1, NO_VALUE: 4}
    assert counts["section"] == {"要闻": 1, NO_VALUE: 4}
    assert [list(counts[field])[-1] for field in ("year", "source", "section", "by")] == [NO_DATE, *[NO_VALUE] * 3]
    assert counts["kind"] == {"article": 4, "photo": 1}
    few = table.counts({"source": np.array([False, True, False, False, True]), "by": ~everything})
    assert dict(few["source"]) == {"江城日报": 1, "新华社": 1, NO_VALUE: 1}
    assert few["by"] == ()


def test_a_facet_that_no_article_has_is_not_shown():
    table = FacetTable([article("1", source=""), article("2", source="")])
    assert table.read(10)
    counts = table.counts(dict.fromkeys(FACET_FIELDS, np.ones(2, np.bool_)))
    assert {field for field, found in counts.items() if found} == {"kind"}


def test_facets_of_nothing():
    table = FacetTable(())
    assert table.read(10)
    assert set(table.counts(dict.fromkeys(FACET_FIELDS, np.ones(0, np.bool_))).values()) == {()}


# Lines.


TEXTS = st.text(st.sampled_from("江城大桥通车，。“”《》 abc12👩\u200d🚀é☰ㅤ\u0e33가[]\\\x1b\u202e") | st.characters(), max_size=120)  # fmt: skip


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_wider_than_the_screen_and_nothing_is_lost(text, columns):
    shown = steadied(Text(text))
    lines = [line.text.plain for line in broken(shown, columns, "")]
    assert "".join("".join(lines).split()) == "".join(shown.plain.split())
    assert all(cell_len(line) <= max(columns, 2) for line in lines)


@given(st.lists(st.sampled_from(("大桥", "江", "，", " ", "a", "👩\u200d🚀")), max_size=60), st.integers(2, 30))
def test_every_match_is_found_on_its_lines(parts, columns):
    text = "".join(parts)
    one = article("1", "题", text or "。")
    page = page_of(one, (Literal("大桥"),), STYLE._replace(columns=columns))
    found = ["".join(page.lines[line].plain[start:end] for line, start, end in pieces) for pieces in page.matches]
    assert "".join(found) == "大桥" * text.count("大桥")


def test_a_text_without_end_is_cut_and_says_so():
    one = article("1", "题", "澜" * (MOST_SHOWN + 5_000), "后文")
    page = page_of(one, (), STYLE)
    text = "".join(line.plain for line in page.lines)
    assert text.count("澜") == MOST_SHOWN
    assert "press v to read all of" in text
    assert "后文" not in text


def test_laying_out_makes_way():
    class LeftError(Exception):
        pass

    def make_way():
        raise LeftError

    with pytest.raises(LeftError):
        page_of(article("1", "题", "文"), (), STYLE, make_way)


# The thread.


@pytest.fixture
def seen():
    return []


def wait_for(worker):
    for _ in range(1000):
        if worker.is_idle():
            return
        time.sleep(0.005)
    raise AssertionError


def test_only_the_newest_of_a_kind_is_done_and_the_most_urgent_first(seen):
    worker, begun, go = Worker(("search", "facets"), lambda *_: None), threading.Event(), threading.Event()

    def first():
        begun.set()
        go.wait(5)
        seen.append("first")

    worker.do("search", first)
    begun.wait(5)
    for kind, name in (("facets", "old"), ("facets", "new"), ("search", "older"), ("search", "newer")):
        worker.do(kind, lambda name=name: seen.append(name))
    go.set()
    wait_for(worker)
    worker.stop()
    assert seen == ["first", "newer", "new"]


def test_work_makes_way_at_its_next_step_and_begins_again_after_what_is_more_urgent(seen):
    worker, begun, go = Worker(("search", "facets"), lambda *_: None), threading.Event(), threading.Event()

    def facets():
        seen.append("facets")
        begun.set()
        go.wait(5)
        with working(Message("x")) as advance:
            advance(1)
        seen.append("counted")

    worker.do("facets", facets)
    begun.wait(5)
    worker.do("search", lambda: seen.append("search"))
    go.set()
    wait_for(worker)
    worker.stop()
    assert seen == ["facets", "search", "facets", "counted"]


def test_a_patient_worker_does_everything_in_order_and_tells_how_far_it_is(seen):
    told = []
    worker = Worker(("task",), lambda *_: None, told.append, patient=True)

    def task(number):
        with working(Message("x"), 1) as advance:
            advance(1)
        seen.append(number)

    for number in range(5):
        worker.do("task", lambda number=number: task(number))
    wait_for(worker)
    worker.stop()
    assert seen == list(range(5))
    assert [step and step.done for step in told[:3]] == [0, 1, None]


def test_an_error_is_told_and_the_thread_goes_on(seen):
    worker = Worker(("search",), lambda kind, error: seen.append((kind, str(error))))
    worker.do("search", lambda: 1 / 0)
    wait_for(worker)
    worker.do("search", lambda: seen.append("next"))
    wait_for(worker)
    worker.stop()
    assert seen == [("search", "division by zero"), "next"]


# Programs.


def test_the_editor_is_the_user_s(monkeypatch):
    assert editor_of({"EDITOR": "vim", "VISUAL": "code --wait"}) == ["code", "--wait"]
    assert editor_of({"EDITOR": "vim 'a"}) == ["vim", "'a"]
    monkeypatch.setattr("shutil.which", lambda name: name == "vi")
    assert editor_of({"EDITOR": ""}) == ["vi"]
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert editor_of({}) == []


@pytest.mark.parametrize(
    ("program", "line", "command"),
    [
        ("vim", 7, ["vim", "+7", "/a b"]), ("/usr/bin/nano", 7, ["/usr/bin/nano", "+7", "/a b"]), ("hx", 7, ["hx", "/a b:7"]),
        ("code", 7, ["code", "--wait", "--goto", "/a b:7"]), ("bat", 7, ["bat", "/a b"]), ("vim", None, ["vim", "/a b"]),
    ],
)  # fmt: skip
def test_programs_begin_at_the_line_as_they_can(program, line, command):
    assert command_at([program], Path("/a b"), line) == command


@pytest.mark.parametrize(
    ("content", "unit", "as_is", "is_source"),
    [
        ("大桥合龙\n昨日上午。\n", "line", False, True),
        ("# 大桥合龙\n\n昨日上午。\n", "line", False, True),
        ('{"id": 17, "title": "大桥合龙", "body": "昨日上午。"}\n', "line", False, False),
        ('{"id": 17, "title": "大桥合龙", "body": "昨日上午。"}\n', "line", True, True),
        ("大桥合龙\n", "row", True, False),
        ("\x1f\x8b大桥合龙\n", "line", True, False),
        ("", "line", True, True),
    ],
)
def test_the_source_is_opened_if_it_is_text_else_the_article(tmp_path, content, unit, as_is, is_source):
    source = tmp_path / "a.txt"
    source.write_text(content, encoding="latin-1" if content.startswith("\x1f") and content.isascii() else "utf-8")
    if content.startswith("\x1f"):
        source.write_bytes(b"\x1f\x8b\x08abc")
    one = article("1", "大桥合龙", "昨日上午。\x1b[2J")._replace(unit=unit)
    with opened(one, source, (), as_is=as_is) as (path, line):
        assert (path == source) is is_source
        assert line == (one.line if is_source else None)
        if not is_source:
            assert path.read_text(encoding="utf-8").startswith("大桥合龙\n")
            assert "\x1b" not in path.read_text(encoding="utf-8")
    assert path.exists() is is_source
    with opened(one, None, (), as_is=True) as (path, _):
        assert path != source


# Former queries.


def test_former_queries_are_kept_once_each_newest_first(tmp_path):
    history = History(tmp_path / "state" / "history")
    assert history.lines() == []
    for line in ("大桥", "  候鸟 \n湿地 ", "", "大桥"):
        history.add(line)
    assert history.lines() == ["大桥", "候鸟 湿地"]
    assert (tmp_path / "state" / "history").stat().st_mode & 0o077 == 0
    history._path.write_text("".join(f"q{number}\n" for number in range(MOST_KEPT + 5)), encoding="utf-8")
    history.add("最后")
    assert len(history.lines()) == MOST_KEPT
    assert history.lines()[0] == "最后"


def test_a_file_that_cannot_be_used_is_no_error(tmp_path):
    (tmp_path / "history").mkdir()
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "history", tmp_path / "file" / "history"):
        History(path).add("大桥")
        assert History(path).lines() == []
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00\n")
    assert len(History(tmp_path / "bytes").lines()) == 1
