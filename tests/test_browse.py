"""newsgrep browse, by its keys: what is on the screen, at several widths, and what comes out of it."""

import asyncio
import csv
import io
import json
import os
import pty
import shutil
import subprocess
import sys
import threading
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from browse_pilot import browsing, drive, golden, screen_of
from conftest import ROOT, index_of
from textual import events
from textual.keys import _character_to_key

from newsgrep import open_index
from newsgrep.cli.app import run

HOSTILE = "\x1b[31m红\x1b]0;owned\x07[red]字[/red] [@click=app.bell]按[/] \u202e倒\u2066 $(x) \u200b👩\u200d🚀"


def record(number, **fields):
    return {"id": f"n{number}", "title": f"大桥第{number}号", "body": f"大桥的第{number}篇报道。江面风平浪静，大桥如期通车。"} | fields  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    assert run(["index", str(ROOT / "corpus"), "--index", str(folder / "index")]) == 0
    return folder / "index"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Articles of known sources, sections, months, names."""
    sources, sections = ("江城日报", "江城晚报", "港江時報"), ("要闻", "体育")
    records = [
        record(number, date=f"20{20 + number % 4}-{number % 12 + 1:02}-05", source=sources[number % 3], section=sections[number % 2], author=f"记者{'甲乙丙'[number % 3]}")
        for number in range(400)
    ]  # fmt: skip
    records[7] |= {"date": "", "source": "", "section": "", "author": ""}
    return index_of(tmp_path_factory.mktemp("many"), {"a.jsonl": records}) / "index"


@pytest.fixture(autouse=True)
def _own_state(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


# What people see.


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (120, 30), (200, 40)])
def test_screens(demo, size):
    golden(f"browse-{size[0]}.txt", screen_of(demo, (), "江城大学 招聘", size))


def test_facets_on_a_narrow_screen(demo):
    golden("browse-facets-80.txt", screen_of(demo, ("f4", "down", "enter"), "江城大学", (80, 24)))


def test_help(demo):
    golden("browse-help-60.txt", screen_of(demo, ("f1",), "", (60, 40)))


def test_it_speaks_chinese(demo, monkeypatch):
    from newsgrep.cli import browse
    from newsgrep.cli.catalogue_zh import MESSAGES

    monkeypatch.setattr(browse, "catalogue", lambda: MESSAGES)
    golden("browse-zh-80.txt", screen_of(demo, ("enter", "n"), "江城大学 招聘", (80, 24)))
    golden("browse-help-zh-60.txt", screen_of(demo, ("f1",), "", (60, 40)))


@pytest.mark.parametrize("size", [(20, 6), (1, 1), (9, 3), (300, 4)])
def test_no_size_is_too_small(demo, size):
    async def steps(screen):
        await screen.press("enter", "n", "f", "down", "enter", "z", "question_mark", "escape")
        return screen.lines

    assert len(drive(demo, steps, "大桥", size)) == size[1]


def test_a_resized_screen_is_laid_out_anew(demo):
    async def steps(screen):
        wide = screen.text
        await screen.pilot.resize_terminal(60, 20)
        await screen.idle()
        narrow = screen.text
        await screen.pilot.resize_terminal(120, 30)
        await screen.idle()
        return wide, narrow, screen.text

    wide, narrow, again = drive(demo, steps, "江城大学 招聘", (120, 30))
    assert narrow == screen_of(demo, (), "江城大学 招聘", (60, 20))
    assert again == wide


# Finding.


def test_results_come_as_one_types_and_are_those_of_search(demo):
    async def steps(screen):
        await screen.press("text:江城大学")
        return screen.ids, screen.text

    found, text = drive(demo, steps)
    assert found == [one.article.id for one in open_index(demo).search("江城大学", limit=100)]
    assert "江城大学冬季招聘会进场企业三百余家" in text


def test_without_a_query_the_newest_come_first(many):
    dates = [one.article.date for one in open_index(many).search("", order="-date", limit=100)]

    async def steps(screen):
        await screen.press("text:大桥", "backspace", "backspace")
        return screen.ids

    assert [open_index(many).get(one).date for one in drive(many, steps)] == dates


def test_an_answer_that_was_overtaken_is_not_shown(many):
    async def steps(screen):
        search, seen = screen.main.finder._answered, []

        def slow(reading, view, limit):
            time.sleep(0.2)
            seen.append(view.line)
            return search(reading, view, limit)

        screen.main.finder._answered = slow
        for key in "大桥第12号":
            screen.app.post_message(events.Key(_character_to_key(key), key))
        await screen.idle()
        return seen, screen.main.answer.request.line, screen.ids

    seen, line, found = drive(many, steps)
    assert line == "大桥第12号"
    assert len(seen) < len("大桥第12号")
    assert found == [one.article.id for one in open_index(many).search("大桥第12号", limit=100)]


def test_keys_are_heard_while_a_search_takes_long(many):
    async def steps(screen):
        search, go = screen.main.finder._answered, threading.Event()

        def slow(*arguments):
            go.wait(20)
            return search(*arguments)

        screen.main.finder._answered = slow
        for key in "大桥":
            screen.app.post_message(events.Key(_character_to_key(key), key))
        for _ in range(1000):
            if screen.main.query_one("#query").value == "大桥":
                break
            await asyncio.sleep(0.005)
        is_answered = screen.main.finder.worker.is_idle()
        await asyncio.sleep(0.5)
        waiting = screen.text
        go.set()
        await screen.idle()
        return is_answered, waiting, screen.text

    is_answered, waiting, text = drive(many, steps)
    assert not is_answered
    assert "searching …" in waiting
    assert "400 articles" in text


def test_more_is_read_as_one_moves_on(many):
    async def steps(screen):
        first = screen.main.results.count
        await screen.press("enter", "end")
        await screen.press("end", "end")
        return first, screen.ids, screen.main.results.selected, screen.text

    first, found, selected, text = drive(many, steps, "大桥", sort="path")
    assert first == 100
    assert found == [one.article.id for one in open_index(many).search("大桥", limit=None, order="path")]
    assert selected == 399
    assert "▸" in text
    assert "400" in text.splitlines()[1]


def test_sort_and_unique(many, tmp_path):
    async def steps(screen):
        await screen.press("enter", "s", "s")
        order, flags = screen.ids, screen.main.view.flags
        await screen.press("u")
        return order, flags, screen.main.view.flags

    order, flags, unique = drive(many, steps, "大桥")
    assert order == [one.article.id for one in open_index(many).search("大桥", limit=100, order="-date")]
    assert (flags, unique) == ("--sort -date", "--sort -date --unique")
    copies = index_of(tmp_path, {"a.jsonl": [record(1, body="江城大学举行开学典礼，校长在典礼上致辞。" * 9, date="2025-03-01", id=str(n)) for n in range(4)]})  # fmt: skip
    assert "3 reprints" in screen_of(copies / "index", ("f6",), "典礼", (120, 20))


def test_few_articles_with_all_are_followed_by_others(demo):
    text = screen_of(demo, (), "江城 大桥", (120, 30))
    assert "1 article with all of the words, 54 with only some of them" in text
    assert "≈ 澜江大桥开始桥面铺装" in text


def test_nothing_found_says_why(demo):
    assert "no article contains “圆珠笔”" in screen_of(demo, ("enter",), "圆珠笔厂 -大桥", (160, 20))
    assert "no article contains “龘龘”" in screen_of(demo, (), '"龘龘"', (160, 20))
    assert "“foo” is not a date; searching for the text instead" in screen_of(demo, (), "date:foo", (160, 20))


@pytest.mark.parametrize(
    "line",
    ['"大桥', "(", "/[/", "title:", "*", "-", "大桥 OR", "“", "\\", "-大桥", "/(大|桥)+/", "很" * 3_000],
    ids=range(12),
)
def test_no_query_breaks_it(demo, line):
    assert "newsgrep ▸" in screen_of(demo, ("enter", "n", "f4"), line)


def test_a_query_that_is_too_long_says_so_and_shows_no_other_answer(demo):
    async def steps(screen):
        screen.main.query_one("#query").value = "很" * 10_001
        await screen.idle()
        return screen.ids, screen.notice, screen.text

    found, notice, text = drive(demo, steps, "大桥")
    assert found == []
    assert "10,001 characters long; the limit is 10,000" in notice
    assert "合龙" not in text


# Reading.


def test_n_goes_from_match_to_match(demo):
    async def steps(screen):
        said, at = [], []
        await screen.press("enter")
        for key in ("n", "n", "N", "N"):
            await screen.press(key)
            said.append(screen.notice)
            at.append(screen.main.article_view.at)
        return said, at, screen.main.article_view.page

    said, at, page = drive(demo, steps, "大桥", (80, 24))
    total = len(page.matches)
    assert said == [f"match 1 of {total}", f"match 2 of {total}", f"match 1 of {total}", "no more matches in this article"]  # fmt: skip
    assert at == [0, 1, 0, 0]
    for pieces in page.matches:
        assert "".join(page.lines[line].plain[start:end] for line, start, end in pieces) in {"大桥", "大橋"}


def test_a_match_below_the_screen_is_brought_onto_it(tmp_path):
    body = "\n".join(["江面风平浪静。"] * 300 + ["终于合龙了。"])
    index = index_of(tmp_path, {"a.jsonl": [{"title": "长文", "body": body}]}) / "index"
    assert "终于合龙了" not in screen_of(index, (), "合龙")
    assert "终于合龙了" in screen_of(index, ("enter", "n"), "合龙")


def test_the_article_is_that_of_the_list(many):
    async def steps(screen):
        await screen.press("enter", "down", "down", "down")
        return screen.ids[3], screen.main.article.id, screen.main.article_view.page.article_id

    assert len(set(drive(many, steps, "大桥"))) == 1


def test_the_mouse_works(demo):
    async def steps(screen):
        await screen.pilot.click("#results", offset=(5, 2))
        await screen.idle()
        selected = screen.main.results.selected
        await screen.pilot.click("#results", offset=(5, 2))
        await screen.idle()
        focused = screen.app.focused.id
        await screen.pilot.click("KeyLine", offset=(2, 0))
        await screen.idle()
        return selected, focused, type(screen.app.screen).__name__

    assert drive(demo, steps, "大桥") == (2, "article", "HelpDialog")


def test_the_article_alone(demo):
    async def steps(screen):
        await screen.press("enter", "z")
        alone = screen.text
        await screen.press("z")
        return alone, screen.text

    alone, beside = drive(demo, steps, "大桥", (80, 24))
    assert "▸ 2025" not in alone
    assert "本报讯" in alone or "大桥" in alone
    assert "▸ 2025" in beside


# Facets.


def test_counts_are_those_of_search_whatever_is_chosen(many):
    index = open_index(many)

    def found(**only):
        return index.search("大桥", limit=1, relax=False, **only).total

    async def steps(screen):
        await screen.press("f4")
        whole = dict(screen.main.facets._facets)
        screen.main.change(screen.main.view.toggled("source", "江城日报"))
        await screen.idle()
        chosen = dict(screen.main.facets._facets)
        screen.main.change(screen.main.view.toggled("source", "江城晚报").toggled("year", "2021"))
        await screen.idle()
        return whole, chosen, dict(screen.main.facets._facets), screen.main.answer.total_all

    whole, chosen, both, total = drive(many, steps, "大桥", (140, 50))
    for field in ("source", "section", "by", "kind"):
        assert {one.value: one.articles for one in whole[field]} == {one.value: found(**{field: one.value}) for one in whole[field]}  # fmt: skip
    for field in ("year", "month"):
        dated = [one for one in whole[field] if one.value != "none"]
        assert [one.value for one in dated] == sorted((one.value for one in dated), reverse=True)
        assert all(one.articles == found(since=one.value, until=one.value) for one in dated)
    assert (whole["year"][-1].value, whole["year"][-1].articles) == ("none", found(since="none"))
    # A facet's own filter does not change its counts, other filters do.
    assert chosen["source"] == whole["source"]
    assert all(one.articles == found(source="江城日报", section=one.value) for one in chosen["section"])
    assert total == found(source=["江城日报", "江城晚报"], since="2021", until="2021")
    assert all(one.articles == found(source=["江城日报", "江城晚报"], since=one.value, until=one.value) for one in both["year"])  # fmt: skip


def test_enter_filters_and_enter_again_undoes_it(many):
    async def steps(screen):
        await screen.press("f4", "down", "down", "down", "down", "down")
        row = screen.main.facets.row
        await screen.press("enter")
        on, flags = screen.main.answer.total_all, screen.main.view.flags
        assert "✓" in screen.text
        await screen.press("enter")
        return row, on, flags, screen.main.view.flags, screen.main.answer.total_all

    row, on, flags, none, total = drive(many, steps, "大桥", (80, 40))
    assert on == row.articles
    assert row.value in flags
    assert (none, total) == ("", 400)


def test_articles_that_have_no_value_are_counted_and_filtered_by(tmp_path):
    records = [
        {"title": "甲", "body": "大桥通车。", "source": "江城日报", "date": "2025-03-01", "author": "李明"},
        {"title": "乙", "body": "大桥通车。", "section": "要闻"},
        {"title": "丙", "body": "大桥通车。", "source": "江城日报"},
        {"title": "丁", "body": "大桥通车。"},
    ]
    index = index_of(tmp_path, {"a.jsonl": records}) / "index"
    expected = {"source": 2, "section": 3, "by": 3, "year": 3}

    async def steps(screen):
        await screen.press("f4")
        assert screen.text.count("(none)") == 4
        totals, told = {}, {}
        for field, counts in list(screen.main.facets._facets.items()):
            for one in (one for one in counts if one.value in {"", "none"}):
                told[field] = one.articles
                screen.main.change(screen.main.view.toggled(field, one.value))
                await screen.idle()
                totals[field] = screen.main.answer.total_all
                assert "✓ (none)" in screen.text
                screen.main.change(screen.main.view.toggled(field, one.value))
                await screen.idle()
        screen.main.change(screen.main.view.toggled("source", "").toggled("source", "江城日报"))
        await screen.idle()
        return totals, told, screen.main.answer.total_all, screen.main.view.flags

    totals, told, total, flags = drive(index, steps, "大桥", (140, 50))
    assert (totals, told, total) == (expected, expected, 4)
    assert flags == "--source '' --source 江城日报"


def test_a_source_may_be_an_agency_and_a_name_have_wildcards(tmp_path):
    records = [
        {"title": "甲", "body": "新华社北京3月1日电（记者李明）大桥通车。", "source": "江城日报"},
        {"title": "乙", "body": "大桥通车。", "source": "a*b"},
        {"title": "丙", "body": "大桥通车。", "source": "[red]报[/red]"},
    ]
    index = index_of(tmp_path, {"a.jsonl": records}) / "index"

    async def steps(screen):
        await screen.press("f4")
        counts = screen.main.facets._facets["source"]
        totals = []
        for one in counts:
            screen.main.change(screen.main.view.toggled("source", one.value))
            await screen.idle()
            totals.append(screen.main.answer.total_all)
            screen.main.change(screen.main.view.unfiltered())
        return counts, totals, screen.text

    counts, totals, text = drive(index, steps, "大桥", (140, 40))
    assert [one.articles for one in counts] == totals
    assert "[red]报[/red]" in text


# Handing over.


def test_marked_articles_are_exported_or_all(demo, tmp_path):
    file = tmp_path / "out.csv"

    async def steps(screen):
        await screen.press("enter", "space", "down", "space")
        marked = list(screen.main.results.chosen)
        await screen.press("e")
        screen.app.screen.query_one("Input").value = str(file)
        await screen.press("enter")
        first = screen.notice, rows(file)
        await screen.press("M", "e")
        screen.app.screen.query_one("Input").value = str(file)
        await screen.press("enter")
        warned = file.read_bytes(), screen.text
        await screen.press("enter")
        return marked, first, warned, rows(file), screen.ids, screen.notice

    marked, (notice, first), (kept, warned), whole, ids, done = drive(demo, steps, "大桥", sort="date")
    assert len(marked) == 2
    assert notice == f"2 articles written to {file}"
    assert sorted(row["id"] for row in first) == sorted(marked)
    assert "exists; Enter again replaces it" in warned
    assert kept
    assert [row["id"] for row in whole] == ids
    assert done == f"{len(ids)} articles written to {file}"


def rows(file):
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def test_the_command_of_an_export_exports_the_same(demo, tmp_path):
    file = tmp_path / "out.jsonl"

    async def steps(screen):
        await screen.press("enter", "space", "space", "e")
        screen.app.screen.query_one("Input").value = str(file)
        await screen.press("enter")

    drive(demo, steps, "大桥")
    *found, summary = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    import shlex

    again = shlex.split(summary["command"])
    again[-1] = str(tmp_path / "again.jsonl")
    assert run([*again[1:], "--index", str(demo)]) == 0
    *same, _ = map(json.loads, (tmp_path / "again.jsonl").read_text(encoding="utf-8").splitlines())
    assert [one["id"] for one in same] == [one["id"] for one in found]
    assert len(found) == 2


def test_marked_articles_that_have_gone_are_told_and_ids_may_look_like_anything(tmp_path):
    names = ('"a b*.jsonl', "[x]a b1.jsonl", "c.jsonl")
    folder = index_of(tmp_path, {name: [{"title": f"大桥{name}", "body": "大桥通车。"}] for name in names})
    file = tmp_path / "out.csv"

    async def steps(screen):
        await screen.press("enter", "space", "space", "space")
        (folder / "corpus" / "c.jsonl").unlink()
        assert run(["index", str(folder / "corpus"), "--index", str(folder / "index")]) == 0
        await screen.press("e")
        screen.app.screen.query_one("Input").value = str(file)
        await screen.press("enter")
        return screen.notice

    assert drive(folder / "index", steps, "大桥") == f"2 articles written to {file}; 1 of the marked ones are no longer in the index"  # fmt: skip
    assert {row["path"] for row in rows(file)} == set(names[:2])


def test_an_export_that_cannot_be_written_says_so(demo, tmp_path):
    async def steps(screen):
        said = []
        for name in ("out.docx", str(tmp_path / "none" / "out.md"), "~no-such-user/out.md"):
            await screen.press("f1", "escape", "ctrl+l")
            screen.main.action_export()
            await screen.idle()
            screen.app.screen.query_one("Input").value = name
            await screen.press("enter")
            said.append(screen.notice)
        return said

    wrong, nowhere, homeless = drive(demo, steps, "大桥")
    assert "no format for this file name" in wrong
    assert "No such file or directory" in nowhere
    assert "~no-such-user/out.md" in homeless


def test_ids_are_copied_to_the_terminal_s_clipboard(demo):
    async def steps(screen):
        await screen.press("enter", "y")
        one = screen.app.clipboard
        await screen.press("space", "space", "y")
        return one, screen.ids[:2], screen.app.clipboard, screen.notice

    one, ids, both, notice = drive(demo, steps, "大桥")
    assert one == ids[0]
    assert both.splitlines() == ids
    assert notice == "copied 2 ids"


def test_the_editor_opens_the_source_at_the_line_and_the_pager_what_can_be_read(demo, monkeypatch):
    from newsgrep.tui import handing_over

    ran = []
    monkeypatch.setenv("EDITOR", "vim")
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("PAGER", "less -R")
    monkeypatch.setattr("newsgrep.tui.app.Browse.suspend", lambda _: nullcontext())

    def program(command, **_):
        ran.append((command, Path(command[-1]).read_text(encoding="utf-8")))

    monkeypatch.setattr(handing_over.subprocess, "run", program)

    async def steps(screen):
        await screen.press("enter", "o", "v")
        screen.main.change(screen.main.view._replace(line="初雪落鹭洲"))
        await screen.idle()
        await screen.press("o", "v")
        return screen.main.article

    drive(demo, steps, "5G车间里的卡拉OK")
    page, paged, records, text = ran
    source = str(ROOT / "corpus/江城日报/2025-09-16-07.txt")
    assert page[0][0] == "vim"
    assert page[0][2] == paged[0][3] == source
    assert paged[0][:3] == ["less", "-R", page[0][1]]
    line = int(page[0][1].removeprefix("+"))
    assert "卡拉OK" in page[1].splitlines()[line - 1]
    # A record's line is for the editor; the pager gets the article.
    assert records[0][2].endswith("2025-2026.jsonl")
    assert text[0][-1].endswith(".txt")
    assert text[1].startswith("初雪落鹭洲")
    assert not Path(text[0][-1]).exists()


def test_where_no_program_can_be_run_that_is_said(demo, monkeypatch):
    monkeypatch.setenv("EDITOR", "vim")

    async def steps(screen):
        await screen.press("enter", "o")
        return screen.notice

    assert drive(demo, steps, "大桥") == "other programs cannot be run here"


def test_a_search_is_saved_and_called_up(demo):
    async def steps(screen):
        await screen.press("f4", "down", "enter", "w")
        screen.app.screen.query_one("Input").value = "桥 一"
        await screen.press("enter")
        said, view = screen.notice, screen.main.view
        await screen.press("c", "l")
        listed = screen.text
        await screen.press("text:桥", "enter")
        return said, view, listed, screen.main.view, screen.notice

    said, view, listed, called, notice = drive(demo, steps, "大桥", (100, 30))
    assert said.startswith("saved as “桥 一”; to see new articles, run: newsgrep saved run '桥 一' --new")
    assert "newsgrep search 大桥 --since 2025" in listed
    assert (called.line, called.options.since) == (view.line, view.options.since)
    assert notice is None


def test_a_damaged_saved_search_is_told(demo, tmp_path):
    folder = tmp_path / "state/newsgrep/saved"
    folder.mkdir(parents=True)
    (folder / "坏.json").write_text("{", encoding="utf-8")

    async def steps(screen):
        await screen.press("enter", "l")
        listed = screen.text
        await screen.press("enter")
        return listed, screen.notice

    listed, notice = drive(demo, steps, "大桥", (160, 30))
    assert "damaged" in listed
    assert "newsgrep saved remove" in notice


def test_former_queries_are_kept(demo):
    async def steps(screen):
        await screen.press("enter")
        screen.main.change(screen.main.view._replace(line="候鸟"))
        await screen.press("slash", "enter", "h")
        listed = screen.text
        await screen.press("down", "enter")
        return listed, screen.main.view.line

    listed, line = drive(demo, steps, "大桥")
    assert listed.index("候鸟") < listed.rindex("大桥")
    assert line == "大桥"

    async def another_day(screen):
        await screen.press("ctrl+r")
        return screen.text

    assert "候鸟" in drive(demo, another_day)


# What may go wrong.


def test_hostile_text_is_shown_and_never_interpreted(tmp_path):
    record = {"title": f"标题{HOSTILE}", "body": f"大桥{HOSTILE}。", "source": HOSTILE, "section": "[bold]版[/bold]", "author": "[link=x]李[/link]"}  # fmt: skip
    (tmp_path / "corpus").mkdir()
    name = "[red]\x1b[2J名.jsonl"
    (tmp_path / "corpus" / name).write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    assert run(["index", str(tmp_path / "corpus"), "--index", str(tmp_path / "index")]) == 0

    async def steps(screen):
        raw = [screen.raw]
        for keys in (("enter", "n"), ("f4", "down", "enter"), ("escape", "text:[red]", "enter"), ("space", "y"), ("h",), ("escape", "z")):  # fmt: skip
            await screen.press(*keys)
            assert screen.lines
            raw.append(screen.raw)
        return "".join(raw), screen.text

    for size in ((60, 16), (140, 20)):
        raw, text = drive(tmp_path / "index", steps, "大桥", size)
        assert "[red]字[/red] [@click=app.bell]按[/]" in text
        for steering in ("\x1b[2J", "\x1b[31m红", "\x1b]0;", "\x07", "\u202e", "\u2066", "\u200d", "\x9b"):
            assert steering not in raw


def test_a_hostile_query_of_a_file_is_cleaned(demo, tmp_path):
    history = tmp_path / "state/newsgrep/history"
    history.parent.mkdir(parents=True)
    history.write_text("大桥\x1b[2J\u202e\n", encoding="utf-8")

    async def steps(screen):
        await screen.press("ctrl+r", "enter")
        return screen.main.view.line, screen.raw

    line, raw = drive(demo, steps)
    assert line == "大桥[2J"
    assert "\x1b[2J" not in raw


@pytest.mark.parametrize("damage", ["missing", "empty", "table", "segment", "foreign", "file"])
def test_what_is_wrong_with_the_index_is_said_in_the_screen(demo, tmp_path, damage):
    index = tmp_path / "index"
    match damage:
        case "empty":
            index.mkdir()
        case "table" | "segment":
            shutil.copytree(demo, index)
            file = next(index.glob("_MAIN_*.toc" if damage == "table" else "MAIN_*.segment"))
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        case "foreign":
            from whoosh import fields
            from whoosh import index as whoosh_index

            index.mkdir()
            whoosh_index.create_in(str(index), fields.Schema(title=fields.TEXT))
        case "file":
            index.write_text("x")
    text = screen_of(index, ("text:桥",), "大", (100, 20))
    assert "newsgrep index" in text
    assert "Waiting for the index" in text
    assert "newsgrep ▸ 大桥" in text


def test_an_index_that_comes_is_found(demo, tmp_path):
    async def steps(screen):
        assert "Waiting for the index" in screen.text
        shutil.copytree(demo, tmp_path / "index")
        await screen.press("ctrl+l")
        return screen.text

    assert "合龙" in drive(tmp_path / "index", steps, "大桥")


def test_an_index_that_is_updated_or_goes_is_noticed(tmp_path):
    folder = index_of(tmp_path, {"a.jsonl": [record(1), record(2)]})
    index = folder / "index"

    async def steps(screen):
        await screen.press("f4", "escape")
        before = screen.ids
        with (folder / "corpus" / "a.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record(3, source="新来的报")) + "\n")
        assert run(["index", str(folder / "corpus"), "--index", str(index)]) == 0
        screen.main._check()
        await screen.idle()
        after, notice, text = screen.ids, screen.notice, screen.text
        assert run(["index", str(folder / "corpus"), "--index", str(index), "--rebuild"]) == 0
        await screen.press("text:第")
        rebuilt = screen.ids
        shutil.rmtree(index)
        await screen.press("text:三")
        return before, after, notice, text, rebuilt, screen.text

    before, after, notice, text, rebuilt, gone = drive(index, steps, "大桥", (140, 30))
    assert len(before) == 2
    assert len(after) == 3
    assert notice == "the index was updated"
    assert "新来的报" in text
    assert len(rebuilt) == 3
    assert "no index found" in gone
    assert "第1号" not in gone


def test_an_empty_index_is_said_to_be_empty(tmp_path):
    folder = index_of(tmp_path, {"a.jsonl": [record(1)]})
    (folder / "corpus" / "a.jsonl").write_text("")
    assert run(["index", str(folder / "corpus"), "--index", str(folder / "index")]) == 0
    assert "the index is empty" in screen_of(folder / "index", ("f4", "enter", "n", "space", "e", "o", "y"), "大桥", (100, 12))  # fmt: skip


def test_several_indexes_are_browsed_as_one(demo, many):
    async def steps(screen):
        await screen.press("f4")
        return screen.main.answer.total_all, screen.ids[0], screen.main.facets._facets["source"]

    total, first, sources = drive((demo, many), steps, "大桥")
    assert total == open_index(demo, many).search("大桥", relax=False).total_all
    assert first.startswith("/")
    assert {"江城日报", "临江周刊"} <= {one.value for one in sources}


def test_it_leaves_and_work_at_hand_is_given_up_if_asked_again(many):
    async def steps():
        async with browsing(many, "大桥") as screen:
            writing, seen = asyncio.Event(), []
            main = screen.main

            def slow(*_):
                main.app._loop.call_soon_threadsafe(writing.set)
                for _ in range(500):
                    time.sleep(0.01)
                    main.finder.tasks.make_way()

            main.finder.task(slow)
            await writing.wait()
            await screen.pilot.press("ctrl+c")
            await screen.pilot.pause()
            seen.append((screen.notice, screen.app.is_running))
            await screen.pilot.press("ctrl+c")
            return seen

    assert asyncio.run(steps()) == [("still writing; press again to give it up", True)]


# The command.


def test_it_wants_a_terminal_and_says_so_in_a_line(demo):
    for stream in ("stdin", "stdout", "stderr"):
        master, slave = pty.openpty()
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), slave) | {stream: subprocess.PIPE}
        environment = os.environ | {"TERM": "xterm"}
        done = subprocess.Popen([sys.executable, "-m", "newsgrep", "browse", "--index", str(demo)], env=environment, **streams)  # fmt: skip
        os.close(slave)
        _, error = done.communicate()
        assert done.returncode == 2
        told = (error or b"").decode() or os.read(master, 4096).decode().replace("\r", "")
        assert told == f"newsgrep: browse: {stream} is not a terminal (for a pipe there is 'newsgrep search')\n"
        os.close(master)


def test_without_the_package_it_says_how_to_install_it(say_here, monkeypatch):
    monkeypatch.setattr("newsgrep.cli.browse.find_spec", lambda _: None)
    code, _, error = say_here("browse")
    assert (code, error) == (2, "newsgrep: browse needs the package textual (pip install 'newsgrep[tui]')\n")


@pytest.fixture
def say_here(capsys):
    def say(*words):
        code = run(words)
        return code, *capsys.readouterr()

    return say


def test_a_search_imports_none_of_it(demo):
    code = "import sys; from newsgrep.cli.app import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, "search", "大桥", "--index", str(demo)], capture_output=True, encoding="utf-8", check=True)  # fmt: skip
    assert not [name for name in done.stderr.split() if name.startswith(("textual", "newsgrep.tui"))]


@pytest.mark.parametrize("no_color", [False, True])
def test_colours_are_the_terminal_s_own_and_none_if_none_are_wanted(demo, monkeypatch, no_color):
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")

    async def steps(screen):
        await screen.press("enter", "n")
        return screen.raw

    import re

    parameters = {number for codes in re.findall(r"\x1b\[([0-9;]+)m", drive(demo, steps, "大桥")) for number in codes.split(";")}  # fmt: skip
    colours = {number for number in parameters if 30 <= int(number) <= 48 and number not in {"39", "49"}}
    assert colours == (set() if no_color else {"31", "35"})
    assert "7" in parameters
