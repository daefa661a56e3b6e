"""Counts, group by group, against counting by hand; the same in every form."""

import csv
import io
import json
from functools import partial

import pytest
from articles import article, entry
from conftest import ROOT
from conftest import run as command
from matplotlib.ft2font import FT2Font

from newsgrep.analysis import load_segmenter
from newsgrep.corpus_stats.choices import GROUPINGS
from newsgrep.corpus_stats.counts import Tally, count, groups_of
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.errors import DependencyError, UsageError
from newsgrep.printers.counts import FORMS
from newsgrep.printers.plot import font_path, plot, refuse_plot
from newsgrep.printers.style import Style
from newsgrep.query.syntax import Filter
from newsgrep.search.search import Request
from newsgrep.text.fold import fold
from newsgrep.text.width import width

ARTICLES = [
    article("1", "大桥合龙", "昨日，大桥合龙。大桥很长。", date="2024-11-05", source="江城日报", reporters=("何青禾", "罗远"), section="要闻"),
    article("2", "候鸟归来", "候鸟在大橋下。", date="2025-02-01", source="江城日报", reporters=("罗远",)),
    article("3", "候鸟", "候鸟，候鸟。", date="2025-02", source="晚报", path="晚报.jsonl", kind="photo"),
    article("4", "桥很大", "一座大的桥。", source="CCTV 新闻", path="晚报.jsonl"),
    article("5", "=地铁", "地铁。", date="2025-02-03", path="晚报.jsonl"),
]  # fmt: skip
LINES = ("大桥", "候鸟")


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def engine(request, tmp_path_factory):
    made = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path_factory.mktemp("index"), create=True)
    made.update((), map(entry, ARTICLES))
    return made


def counts(engine, *lines, by=None, across=None, all_periods=False, **options):
    requests = [Request(line, **options) for line in lines]
    return count(engine, requests, load_segmenter(), by, across=across, all_periods=all_periods)


def by_hand(articles, text):
    found = [sum(fold(part.text).count(text) for part in (*one.headlines, *one.paragraphs)) for one in articles]
    return Tally(sum(1 for one in found if one), sum(found))


@pytest.mark.parametrize("by", [None, *GROUPINGS])
def test_counts_are_those_by_hand(engine, by):
    found = counts(engine, *LINES, by=by)
    assert found.total.tallies == tuple(by_hand(ARTICLES, line) for line in LINES)
    assert found.total.articles == len(ARTICLES)
    for row in found.rows:
        inside = [one for one in ARTICLES if row.group in groups_of(one, by)]
        assert row.tallies == tuple(by_hand(inside, line) for line in LINES), row.group
        assert row.articles == len(inside)
        assert row.characters == sum(len(part.text) for one in inside for part in (*one.headlines, *one.paragraphs))
        assert row.per_thousand(0) == pytest.approx(1000 * row.tallies[0].articles / (len(inside) or 1))
        assert row.per_million(1) == pytest.approx(1e6 * row.tallies[1].matches / (row.characters or 1))


def test_no_period_is_left_out_and_a_date_less_precise_is_its_own(engine):
    assert [row.group for row in counts(engine, *LINES, by="month", all_periods=True).rows] == [
        "",
        "2024-11",
        "2024-12",
        "2025-01",
        "2025-02",
    ]
    days = [row.group for row in counts(engine, *LINES, by="day", all_periods=True).rows]
    assert days[:3] == ["", "2024-11-05", "2024-11-06"]
    assert days[-4:] == ["2025-02", "2025-02-01", "2025-02-02", "2025-02-03"]
    assert len(days) == 2 + 91


def test_other_groups_come_as_far_as_anything_is_found_the_most_first(engine):
    assert [row.group for row in counts(engine, *LINES, by="source").rows] == ["江城日报", "晚报"]
    assert [row.group for row in counts(engine, *LINES, by="reporter").rows] == ["罗远", "何青禾", ""]


def test_filters_bound_what_shares_are_of(engine):
    found = counts(engine, "候鸟", by="year", filters=(Filter("source", "江城日报"),))
    assert found.total == (
        "",
        2,
        sum(len(part.text) for one in ARTICLES[:2] for part in (*one.headlines, *one.paragraphs)),
        (Tally(1, 2),),
    )
    assert [row.group for row in found.rows] == ["2025"]


def test_every_form_says_the_same(engine):
    found = counts(engine, *LINES, by="source")
    printed = {name: "".join(form(found, "source", Style())) for name, form in FORMS.items()}
    rows = list(csv.reader(io.StringIO(printed["csv"])))
    assert [line.split("\t") for line in printed["tsv"].splitlines()] == rows
    objects = list(map(json.loads, printed["json"].splitlines()))
    assert [[str(value) for value in list(one.values())[3:]] for one in objects if one["type"] == "count"] == rows[1:]
    assert [(one["query"], one["articles"], one["matches"]) for one in objects if one["type"] == "total"] == [
        (line, *tally) for line, tally in zip(LINES, found.total.tallies, strict=True)
    ]
    assert "江城日报" in printed["terminal"]


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 200])
def test_a_table_fits(engine, columns):
    lines = "".join(FORMS["terminal"](counts(engine, *LINES, by="month"), "month", Style(columns=columns))).splitlines()
    assert max(map(width, lines)) <= max(columns, 52)
    tables = lines[: len(lines) - 1 - lines[::-1].index("")]
    assert any("█" in line for line in tables) == (columns >= 40)


@pytest.mark.parametrize("by", ["year", "month", "source", "reporter"])
@pytest.mark.parametrize("lines", [("大桥",), ("大桥", "候鳥 $x_1$ “江城”", "-桥")])
def test_a_picture_has_all_its_characters(engine, by, lines):
    found = counts(engine, *lines, by=by)
    drawn = {suffix: plot(found, by, suffix) for suffix in (".svg", ".png", ".pdf")}
    assert drawn[".png"].startswith(b"\x89PNG")
    assert drawn[".pdf"].startswith(b"%PDF")
    assert drawn[".svg"] == plot(found, by, ".svg")
    labels = drawn[".svg"].decode()
    for label in [*lines, *([row.group for row in found.rows if row.group] if by in {"year", "source", "reporter"} else [])]:  # fmt: skip
        assert f"<!-- {label} -->" in labels.replace("\\$", "$").replace("\\-", "-") or "--" in label


def test_the_font_of_pictures_has_what_papers_are_written_in():
    known = FT2Font(font_path()).get_charmap()
    simplified = b"".join(bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)).decode("gb2312", "ignore")  # fmt: skip
    traditional = b"".join(bytes((high, low)) for high in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))).decode("big5", "ignore")  # fmt: skip
    for characters in (simplified, traditional, "“”‘’（）《》—…·、，。？！０９ＡＺ"):
        lacking = [char for char in characters if ord(char) not in known]
        assert len(lacking) <= len(characters) / 100, lacking
    assert not [char for char in simplified if ord(char) not in known]


def test_a_picture_that_cannot_be_is_refused_before_anything_is_counted(tmp_path, monkeypatch):
    refuse_plot(tmp_path / "a.SVG", "year")
    for name, by, error in (("a.gif", "year", "cannot plot to this format"), ("a.svg", None, "--plot needs --by")):
        with pytest.raises(UsageError, match=error):
            refuse_plot(tmp_path / name, by)
    monkeypatch.setattr("newsgrep.printers.plot.find_spec", lambda _: None)
    with pytest.raises(DependencyError, match="matplotlib"):
        refuse_plot(tmp_path / "a.svg", "year")


def test_the_command(tmp_path):
    run = partial(command, cwd=tmp_path)
    run("index", str(ROOT / "corpus"))
    lines = int(run("kwic", "江城大学", "-c"))
    (total,) = map(json.loads, run("count", "江城大学", "--json").splitlines())
    assert total["matches"] == lines
    assert total["articles"] == int(run("search", '"江城大学"', "-c"))
    rows = run("count", "江城大学", "-大桥", "--by", "source", "--format", "tsv").splitlines()
    assert {row.split("\t")[1] for row in rows[1:]} == {"江城大学", "-大桥"}
    assert run("count", "无此事也", "--by", "year", code=1)
    assert run("count").startswith("by\tgroup\tarticles\tcharacters\nyear\t2025\t")
    assert len(run("count", "江城", "--by", "day", "-n", "3").splitlines()) == 4
    assert run("count", "江城", "地铁", "--by", "month", "--plot", "rise.svg", "-q") == ""
    assert "<!-- 地铁 -->" in (tmp_path / "rise.svg").read_text(encoding="utf-8")
    assert run("count", "江城", "--plot", "rise.svg", code=2) == ""
