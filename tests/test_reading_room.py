"""Counts that people ask for, whole sentences, n-grams, digests, and how they look, against counting by hand."""

import csv
import io
import json
import os
import re
import sys
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pytest
from conftest import index_of
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.corpus_stats.ngrams import joined
from newsgrep.corpus_stats.periods import period_of, periods_between
from newsgrep.text.width import width

RECORDS = [
    {"id": "1", "title": "候鸟归来", "body": "候鸟飞过江面。大桥很长，候鸟不多！没有。", "date": "2024-12-30", "source": "江城日报", "section": "要闻"},
    {"id": "2", "title": "湿地", "body": "“候鸟来了！”他说。经济发展，经济发展。", "date": "2025-01-02", "source": "晚报", "section": "文化"},
    {"id": "3", "title": "大桥", "body": "经济发展要快。", "date": "2020-01-01", "source": "江城日报", "section": "要闻"},
    {"id": "4", "title": "地铁", "body": "地铁通车。", "date": "2026-05", "source": "晚报", "section": "要闻"},
    {"id": "5", "title": "候鸟", "body": "（江城通讯社青石电）候鸟又来。", "date": "2025-03-18", "source": "晚报"},
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("room")
    return index_of(made, {"a.jsonl": RECORDS})


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("week", ["2025-W01", *(f"2025-W{week:02}" for week in range(2, 13))]),
        ("quarter", ["2024-Q4", "2025-Q1"]),
        ("month", ["2024-12", "2025-01", "2025-02", "2025-03"]),
        ("year", ["2024", "2025"]),
    ],
)
def test_periods_begin_and_end_with_the_matches(say, by, groups):
    _, out, _ = say("count", "候鸟", "--by", by, "--format", "csv")
    rows = rows_of(out)
    assert [row["group"] for row in rows] == groups
    expected = Counter(period_of(RECORDS[number]["date"], by) for number in (0, 1, 4))
    assert {row["group"]: int(row["articles"]) for row in rows if row["articles"] != "0"} == expected


def test_all_periods_are_shown_if_asked_for(say):
    _, out, _ = say("count", "候鸟", "--by", "year", "--all-periods", "--format", "csv")
    assert [row["group"] for row in rows_of(out)] == ["2020", "2021", "2022", "2023", "2024", "2025", "2026"]
    _, out, _ = say("count", "候鸟", "--by", "week", "--all-periods", "--format", "csv")
    assert rows_of(out)[-1]["group"] == "2026-05"  # less precise than a week


def test_a_cross_table_has_the_numbers_by_hand(say):
    _, out, _ = say("count", "候鸟", "经济", "--by", "year,source", "--format", "csv")
    found = {(row["group"], row["subgroup"], row["query"]): int(row["articles"]) for row in rows_of(out)}
    by_hand = Counter()
    for record in RECORDS:
        for query in ("候鸟", "经济"):
            by_hand[record["date"][:4], record["source"], query] += query in record["title"] + record["body"]
    assert {key: count for key, count in found.items() if count} == {k: c for k, c in by_hand.items() if c}
    _, out, _ = say("count", "候鸟", "--by", "year,source", "--format", "terminal")
    lines = [line.split() for line in out.splitlines()]
    assert lines[1:5] == [["晚报", "江城日报", "all"], ["2024", "0", "1", "1"], ["2025", "2", "0", "2"], ["all", "2", "1", "3"]]  # fmt: skip


@pytest.mark.parametrize("columns", [40, 60, 80, 160])
def test_a_cross_table_fits_and_adds_up_what_it_leaves_out(say, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = say("count", "候鸟", "--by", "source,week", "--all-periods", "--format", "terminal")
    lines = out.splitlines()
    assert max(map(width, lines)) <= columns
    assert "other" in lines[1].split()
    for line in lines[2:-1]:
        *inner, whole = (int(cell) for cell in line.split()[1:])
        assert sum(inner) == whole


def test_groupings_that_make_no_table_are_refused(say):
    for words, told in (
        (("--by", "month,month"), "--by takes one grouping"),
        (("--by", "year,month,source"), "--by takes one grouping"),
        (("--by", "year,colour"), "'colour' is not one of"),
        (("--by", "year,source", "--plot", "x.svg"), "--plot draws one grouping, not two"),
    ):
        code, out, err = say("count", "候鸟", *words)
        assert (code, out, told in err) == (2, "", True), err


def test_without_a_query_count_is_the_profile_of_the_corpus(say):
    code, out, _ = say("count", "--format", "csv")
    found = {(row["by"], row["group"]): int(row["articles"]) for row in rows_of(out)}
    assert code == 0
    for by in ("source", "section"):
        by_hand = Counter(record.get(by, "") for record in RECORDS)
        assert {group: n for (name, group), n in found.items() if name == by} == by_hand
    assert [group for name, group in found if name == "year"] == [str(year) for year in range(2020, 2027)]
    total = json.loads(say("count", "--source", "晚报", "--json")[1].splitlines()[-1])
    assert (total["articles"], total["first_date"], total["last_date"]) == (3, "2025-01-02", "2026-05")
    assert say("count", "--source", "没有这报")[0] == 1
    assert "5 articles" in say("count", "--format", "terminal")[1]


@pytest.mark.parametrize("columns", [30, 60])
def test_the_profile_fits_the_terminal(say, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = say("count", "--format", "terminal")[1].splitlines()
    assert max(map(width, lines)) <= columns
    assert "2020-01-01 – 2026-05" in " ".join(lines[:3])


def test_bars_are_there_at_sixty_columns_however_long_the_figures():
    from newsgrep.corpus_stats.counts import CountRow, Counts, Tally
    from newsgrep.printers.counts import print_table
    from newsgrep.printers.style import Style

    row = CountRow("2025-01", 1_234_567, 5_000_000_000, (Tally(1_234_567, 98_765_432),))
    for columns in (40, 60, 80):
        out = "".join(print_table(Counts(("候鸟",), (row,), row, ((),)), "month", Style(columns=columns)))
        assert "█" in out
        assert "1,234,567" in out
        assert max(map(width, out.splitlines())) <= columns


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(DAYS, DAYS, st.sampled_from(["year", "quarter", "month", "week", "day"]))
def test_periods_are_in_order_and_none_is_left_out(first, last, period):
    first, last = sorted((first, last))
    last = min(last, date.fromordinal(first.toordinal() + 900))
    days = (date.fromordinal(number).isoformat() for number in range(first.toordinal(), last.toordinal() + 1))
    by_hand = list(dict.fromkeys(period_of(day, period) for day in days))
    assert list(periods_between(by_hand[0], by_hand[-1], period)) == by_hand == sorted(by_hand)


def test_kwic_gives_whole_sentences(say):
    _, out, _ = say("kwic", "候鸟", "--sentences", "--format", "csv")
    sentences = [row["sentence"] for row in rows_of(out)]
    assert sorted(sentences) == sorted(["候鸟归来", "候鸟飞过江面。", "大桥很长，候鸟不多！", "“候鸟来了！”", "候鸟", RECORDS[4]["body"]])  # fmt: skip
    for line in map(json.loads, say("kwic", "候鸟", "--sentences", "--json")[1].splitlines()[:-1]):
        assert line["sentence"][slice(*line["sentence_match"])] == "候鸟"
    assert "sentence" not in say("kwic", "候鸟", "--format", "csv")[1].splitlines()[0]
    assert "大桥很长，候鸟不多！" in say("kwic", "候鸟", "--format", "{sentence}")[1].splitlines()


@pytest.mark.parametrize("columns", [20, 60, 80, 200])
def test_sentences_on_a_terminal_are_whole_and_fit(say, columns):
    _, out, _ = say("kwic", "候鸟", "--sentences", "--format", "terminal", "--width", str(columns))
    assert max(map(width, out.splitlines())) <= columns
    bare = re.sub(r"\s|\d{4}-\d\d(-\d\d)?|江城日报|晚报", "", out)
    assert "大桥很长，候鸟不多！" in bare


def test_the_source_is_not_said_where_all_lines_have_the_same(say):
    both = say("kwic", "候鸟", "--width", "120", "--format", "terminal")[1]
    one = say("kwic", "候鸟", "--source", "晚报", "--width", "120", "--format", "terminal")[1]
    assert "江城日报" in both
    assert "晚报" in both
    assert "晚报" not in one
    assert "2025-01-02" in one


def test_ngrams_are_counted_as_they_stand(say):
    _, out, _ = say("keywords", "--ngram", "2", "--sort", "count", "--least", "1", "--format", "csv")
    found = {row["word"]: int(row["count"]) for row in rows_of(out)}
    assert found["经济发展"] == 3
    assert not [word for word in found if "。" in word or "，" in word]
    assert "发展经济" not in found  # a comma is between
    compared = rows_of(say("keywords", "候鸟", "--ngram", "2", "--least", "1", "--sort", "count", "--format", "csv")[1])
    counts = {row["word"]: (row["count"], row["frequency"]) for row in compared}
    assert counts.get("经济发展", ("2", "3")) == ("2", "3")


def test_ngrams_are_written_like_texts():
    assert joined(["a", "b", "江"]) == "a b江"


# Digests


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links = Counter(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.links += [value for name, value in attrs if name == "href"]


BODY = "昨日清晨，第一批候鸟飞抵鹭洲湿地，比去年早了三天。" * 6


@pytest.fixture
def room(tmp_path, monkeypatch, capsys):
    """A folder with two saved searches, and news that came after."""
    from newsgrep.cli.app import run

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    index_of(tmp_path, {"a.jsonl": RECORDS})
    monkeypatch.chdir(tmp_path)
    for query in ("候鸟", "地铁"):
        assert run(["search", query, "--save", query]) == 0
    news = [
        {"id": "n1", "title": "<script>alert(1)</script>候鸟 *到* 了", "body": BODY, "date": "2025-04-01", "source": "晚报", "url": "https://news.example.cn/1"},
        {"id": "n2", "title": "候鸟到了", "body": BODY, "date": "2025-04-01", "source": "日报", "url": "javascript:alert(1)"},
        {"id": "n3", "title": "地铁 &lt;b&gt; 二号线", "body": "地铁二号线开工。", "date": "2025-04-02"},
    ]  # fmt: skip
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in news)
    (tmp_path / "corpus/b.jsonl").write_text(lines, encoding="utf-8")
    assert run(["index", "-q"]) == 0

    def say(*words):
        capsys.readouterr()
        return (run(words), *capsys.readouterr())

    return say


def test_a_digest_is_grouped_by_search_with_reprints_folded(room):
    code, out, _ = room("saved", "run", "--all", "--new", "--format", "text")
    assert code == 0
    assert out.startswith("News of ")
    assert "2 new articles" in out.splitlines()[0]
    assert out.index("候鸟 (1)") < out.index("地铁 (1)")
    assert out.count("1 reprint\n") == 1
    assert out.count("第一批候鸟") >= 1
    assert max(map(width, out.splitlines())) <= 72
    assert room("saved", "run", "--all", "--new", "--format", "text") == (1, "", "")


def test_a_page_for_mail_links_and_runs_nothing(room):
    code, out, _ = room("saved", "run", "--all", "--new", "--format", "html")
    page = Page(out)
    assert code == 0
    assert not page.tags.keys() & {"script", "b", "img"}
    assert set(page.links) <= {"https://news.example.cn/1"}
    assert page.tags["h2"] == page.tags["h3"] == 2
    assert page.tags["mark"] >= 2


def test_markdown_and_runs_of_all_articles(room):
    code, out, _ = room("saved", "run", "候鸟", "--format", "md", "-n", "2")
    assert code == 0
    assert out.count("\n### ") == 2
    assert "… 3 more" in out
    assert not re.search(r"(?<!\\)<(?!https)", out.replace("](<https", ""))
    assert room("saved", "run", "候鸟", "--new", "-c")[1] == "2\n"  # nothing was remembered


def test_what_a_limit_leaves_out_comes_next_time(room):
    titles = []
    for _ in range(2):
        _, out, _ = room("saved", "run", "--all", "--new", "--format", "md", "-n", "1")
        titles += re.findall("^### (.*)$", out, re.MULTILINE)
    assert len(titles) == len(set(titles)) == 2


def test_a_search_that_cannot_be_run_is_named_in_the_digest(room, tmp_path):
    (tmp_path / "state/newsgrep/saved/坏.json").write_text("{", encoding="utf-8")
    code, out, err = room("saved", "run", "--all", "--new", "--format", "text")
    assert code == 2
    assert "not run: " in out
    assert "坏" in err


def test_what_could_not_be_written_is_new_again(room, monkeypatch):
    def fail(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("newsgrep.cli.digest.write", fail)
        assert room("saved", "run", "--all", "--new", "--format", "html")[0] == 2
    assert room("saved", "run", "--all", "--new", "--format", "html")[0] == 0


# Small looks


def test_snippets_are_no_wider_than_fifty_characters(tmp_path, monkeypatch, capsys):
    from newsgrep.cli.app import run

    index_of(tmp_path, {"a.jsonl": [{"id": "1", "title": "候鸟", "body": "候鸟飞过江面，" * 60, "date": "2025-01-01"}]})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    capsys.readouterr()
    assert run(["search", "候鸟", "--format", "terminal"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "飞过江面" in line]
    assert len(lines) >= 2
    assert 80 < max(map(width, lines)) <= 4 + 100


def test_totals_are_at_the_top_of_the_pager(folder, tmp_path):
    import pty
    import subprocess

    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {tmp_path}/seen\n", encoding="utf-8")
    pager.chmod(0o755)
    for words, told in ((("search", "候鸟 OR 经济 OR 大桥"), "articles"), (("kwic", "候鸟"), "in 3 articles")):
        ours, theirs = pty.openpty()
        size = {"LINES": "5", "COLUMNS": "80"}
        import fcntl
        import struct
        import termios

        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 5, 80, 0, 0))
        environment = os.environ | {"NEWSGREP_PAGER": str(pager), "TERM": "xterm"} | size
        command = [sys.executable, "-m", "newsgrep", *words, "--color", "never"]
        process = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
        os.close(theirs)
        process.wait(60)
        os.close(ours)
        assert told in (tmp_path / "seen").read_text(encoding="utf-8").splitlines()[0]
