"""Exports: every format has every article, whole; nothing in the corpus acts; a sample can be drawn again."""

import csv
import errno
import gc
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from articles import article
from conftest import index_of
from faults import full_disk
from hypothesis import given
from hypothesis import strategies as st
from warm_start import PROGRAM
from xlsxwriter.exceptions import FileCreateError

from newsgrep.cli.catalogue_zh import MESSAGES
from newsgrep.corpus_stats.export import Exported
from newsgrep.corpus_stats.sampling import sample, stratified_sample
from newsgrep.model import Article, Paragraph, Span
from newsgrep.printers.exports import FORMATS
from newsgrep.printers.exports.bibtex import escaped as in_bibtex
from newsgrep.printers.exports.columns import COLUMNS
from newsgrep.printers.exports.html import article_html
from newsgrep.printers.exports.markdown import section
from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.texts.bibtex import read_bibtex
from newsgrep.storage.user_files import write_out, writing_out

FORMULA = '=cmd|"/c calc"!A1'
SOURCE = "+江城<b>日报"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
PARAGRAPHS = ["候鸟飞过江面。", "TY  - BOOK", "ER  - ", "}, title = {假", "-->]]>", "\\input{/etc/passwd}", "# 大标题", "1. 候鸟"]  # fmt: skip
STORED = [part.strip() for part in PARAGRAPHS]
RECORDS = [
    {"id": "h", "title": FORMULA, "body": "\n".join(PARAGRAPHS), "date": "2025-03-18", "source": SOURCE,
     "section": "@要闻", "author": "-何青禾", "url": 'javascript:alert("候鸟")'},
    {"id": "u", "title": "候鸟归来", "body": "候鸟在湿地。\n丁苇说，今年多。", "date": "2024-05", "source": "晚报", "author": "丁苇",
     "url": "https://news.example.cn/a?b=1&c=<候鸟>"},
    *({"id": f"n{number}", "title": f"候鸟第{number}批", "body": f"候鸟{number}只，编号{number * 7919}。",
       "date": f"{2022 + number % 4}-01-{number % 28 + 1:02}", "source": "江城日报" if number % 5 else "晚报"} for number in range(60)),
    {"id": "long", "title": "长文", "body": "候鸟" + "江" * 40_000, "date": "2025-03-19"},
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("export"), {"a.jsonl": RECORDS})


@pytest.fixture
def exported(say, tmp_path):
    """Exports to a file: its path."""

    def exported(name, *words, code=0):
        path = tmp_path / name
        assert say("export", *words, "-o", str(path))[0] == code
        return path

    return exported


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_csv_is_for_excel_and_whole(exported):
    path = exported("a.csv", "候鸟")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfrank,id,title")
    rows = {row["id"]: row for row in rows_of(path)}
    assert len(rows) == len(RECORDS)
    assert tuple(rows["a.jsonl#h"]) == COLUMNS
    hostile = rows["a.jsonl#h"]
    assert not [value for value in hostile.values() if value.startswith(tuple("=+-@"))]
    assert hostile["title"] == f"'{FORMULA}"
    assert hostile["text"].split("\n")[-8:] == STORED
    assert len(rows["a.jsonl#long"]["text"]) == 40_002
    about = json.loads(path.with_name("a.csv-metadata.json").read_text(encoding="utf-8"))
    assert about["url"] == "a.csv"
    assert about["notes"][0]["query"] == "候鸟"
    assert about["notes"][0]["matching_articles"] == len(RECORDS)


def test_a_workbook_holds_texts_and_no_formula(exported):
    pytest.importorskip("xlsxwriter")
    from openpyxl import load_workbook

    path = exported("a.xlsx", "候鸟", "--sort", "path")
    book = load_workbook(path)
    assert book.sheetnames == ["articles", "about"]
    sheet = book["articles"]
    header = [cell.value for cell in sheet[1]]
    assert tuple(header[: len(COLUMNS)]) == COLUMNS
    assert header[len(COLUMNS) :] == ["text_2"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}
    rows = {row[1]: dict(zip(header, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert len(rows) == len(RECORDS)
    assert rows["a.jsonl#h"]["title"] == FORMULA
    assert rows["a.jsonl#h"]["source"] == SOURCE
    assert rows["a.jsonl#h"]["text"].split("\n")[-8:] == STORED
    assert (rows["a.jsonl#h"]["date"].year, rows["a.jsonl#u"]["date"]) == (2025, "2024-05")
    assert rows["a.jsonl#long"]["text"] + rows["a.jsonl#long"]["text_2"] == RECORDS[-1]["body"]
    linked = [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert not [target for target in linked if not target.startswith("https://news.example.cn/")]
    about = {row[0]: row[1] for row in book["about"].iter_rows(values_only=True)}
    assert about["query"] == "候鸟"
    assert about["index_version"] == 1
    assert about["command"].startswith("newsgrep export 候鸟 --sort path -o ")


def test_parquet_and_json_lines_hold_the_same(exported):
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(exported("a.parquet", "候鸟"))
    lines = [json.loads(line) for line in exported("a.jsonl", "候鸟").read_text(encoding="utf-8").splitlines()]
    assert [line["type"] for line in lines] == ["article"] * len(RECORDS) + ["summary"]
    assert table.to_pylist() == [{name: line[name] for name in COLUMNS} for line in lines[:-1]]
    assert json.loads(table.schema.metadata[b"newsgrep"])["query"] == lines[-1]["query"] == "候鸟"


class Page(HTMLParser):
    """The tags of a page, and their attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text = Counter(), [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def is_harmless(page):
    links = [value for name, value in page.attributes if name == "href"]
    assert not page.tags.keys() & {"script", "img", "iframe", "object", "embed", "link", "base", "form"}
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert not [link for link in links if not link.startswith(("#a", "https://news.example.cn/"))]


def test_a_page_is_self_contained_and_nothing_in_it_acts(exported):
    text = exported("a.html", "候鸟").read_text(encoding="utf-8")
    page = Page(text)
    is_harmless(page)
    assert page.tags["article"] == len(RECORDS)
    assert page.tags["mark"] > len(RECORDS)
    assert page.tags["svg"] == 2
    assert SOURCE in page.text
    assert "Content-Security-Policy" in text
    assert "default-src 'none'" in text
    assert "url(" not in text
    assert {"#a1", f"#a{len(RECORDS)}"} <= {value for _, value in page.attributes}


def test_the_charts_of_a_page_say_what_they_leave_out(tmp_path, monkeypatch, say):
    records = [
        {"title": f"候鸟{number}", "body": "候鸟来了。", "date": f"2025-03-{number + 1:02}" if number else "2025-03", "source": f"第{number}报"}
        for number in range(12)
    ]  # fmt: skip
    monkeypatch.chdir(index_of(tmp_path, {"a.jsonl": records}))
    for words, date, source in (
        (("候鸟",), "articles by date, without 1 not dated to the day", "articles by source, the first 10 of 12"),
        (("候鸟", "--since", "2025-03-02", "--until", "2025-03-05"), "articles by date", "articles by source"),
    ):
        assert say("export", *words, "-o", "a.html")[0] == 0
        captions = re.findall("<figcaption>(.*?)</figcaption>", (tmp_path / "a.html").read_text(encoding="utf-8"))
        assert captions == [date, source]


BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
BROWSER = os.environ.get("NEWSGREP_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.mark.skipif(not BROWSER, reason="no Chromium (NEWSGREP_BROWSER names one)")
def test_a_browser_shows_the_page_and_runs_nothing(exported, tmp_path):
    path = exported("a.html", "候鸟")
    printed = tmp_path / "page.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu"]
    try:
        dumped = subprocess.run([BROWSER, *flags, "--dump-dom", path.as_uri()], capture_output=True, encoding="utf-8", timeout=30, check=True).stdout  # fmt: skip
    except subprocess.TimeoutExpired:
        pytest.skip("the browser does not answer")
    page = Page(dumped)
    is_harmless(page)
    assert page.tags["article"] == len(RECORDS)
    assert page.tags["rect"] > 2
    subprocess.run([BROWSER, *flags, f"--print-to-pdf={printed}", path.as_uri()], capture_output=True, timeout=120, check=True)  # fmt: skip
    assert printed.stat().st_size > 10_000


def test_ris_has_a_record_per_article_whatever_the_articles_say(exported):
    text = exported("a.ris", "候鸟").read_bytes().decode()
    tags = Counter(line[:6] for line in text.split("\r\n") if re.match(r"[A-Z][A-Z0-9]  - ?", line))
    assert tags["TY  - "] == tags["ER  - "] == tags["TI  - "] == len(RECORDS)
    assert "\r\n\u3000\u3000TY － BOOK\r\n\u3000\u3000ER －\r\n" in text
    assert "UR  - https://news.example.cn/a?b=1&c=<候鸟>\r\n" in text


def test_our_own_reader_reads_what_is_exported_as_ris(exported, say, tmp_path):
    path = exported("corpus.ris", "候鸟")
    assert say("index", str(path), "--index", str(tmp_path / "again"))[0] == 0
    code, out, _ = say("search", "丁苇说", "--index", str(tmp_path / "again"), "--json", "-n", "1")
    hit = json.loads(out.splitlines()[0])
    assert (code, hit["title"], hit["source"], hit["date"], hit["reporters"]) == (0, "候鸟归来", "晚报", "2024-05", ["丁苇"])  # fmt: skip


def test_bibtex_braces_are_balanced_and_no_command_is_left(exported):
    text = exported("a.bib", "候鸟").read_text(encoding="utf-8")
    assert len(re.findall(r"^@article\{news", text, re.MULTILINE)) == len(RECORDS)
    assert text.count("@article") == len(re.findall("^@", text, re.MULTILINE))
    keys = re.findall(r"^@article\{(\S+),$", text, re.MULTILINE)
    assert len(set(keys)) == len(RECORDS)
    assert r"\input{" not in text
    assert "author = {{丁苇}}" in text


@given(st.text())
def test_bibtex_values_are_balanced_at_every_point(text):
    depth = 0
    for char in in_bibtex(text):  # a backslash does not hide a brace from BibTeX
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0


def test_bibtex_is_read_as_it_is_written():
    title = r"涨50% {x} \input{y} a_b ~ ^ # & $ \textbackslashes"
    (record,) = read_bibtex("a.bib", [f"@article{{key,\n  title = {{{{{in_bibtex(title)}}}}},\n}}"], FieldMap())
    assert record.values["title"] == title


def one(title, body, spans=(), **facts):
    article = Article("a.txt", "1", (Paragraph(title, ((0, 1),)),), (Paragraph(body, ((0, 2),)),), **facts)
    return Exported(1, article, (), (tuple(spans),))


@given(st.text(), st.text(), st.text())
def test_no_text_becomes_a_tag_or_an_address(title, body, url):
    found = Page(article_html(one(title, body, url=url), {}))
    assert set(found.tags) <= {"article", "h2", "span", "a", "p", "code"}
    assert not [
        v for name, v in found.attributes if name == "href" and not v.lower().startswith(("http://", "https://"))
    ]


def test_scripts_are_text():
    exported = one(HOSTILE, HOSTILE, [Span(3, 30)], source=HOSTILE, url=HOSTILE, reporters=(HOSTILE,))
    page = Page(article_html(exported, {}))
    is_harmless(page)
    assert page.text.count(HOSTILE) == 4
    written = section(exported, {})
    assert not re.search(r"(?<!\\)<(?!/?b>)", written)


def test_markdown_is_escaped_and_marked(exported):
    text = exported("a.md", "候鸟").read_text(encoding="utf-8")
    assert not re.search(r"(?<!\\)<(?!https|b>|/b>)", text.replace("](<https", ""))
    assert "**候鸟**飞过江面" in text
    assert "\n\\# 大标题\n" in text
    assert "\n1\\. **候鸟**\n" in text
    assert "](<https://news.example.cn/a?b=1&c=%3C%E5%80%99%E9%B8%9F%3E>)" in text
    assert "<b>“大桥”</b>是" in section(one("题", "“大桥”是", [Span(0, 4)]), {})


def test_a_name_turns_no_line_of_markdown_round():
    exported = Exported(1, Article("\u202etxt.a", "1", (), (Paragraph("候鸟", ((0, 1),)),)), (), ((),))
    assert "\\\\u202etxt.a#1" in section(exported, {})


def test_every_format_is_of_all_articles_and_to_stdout_too(exported, folder):
    for name in FORMATS:
        assert exported(f"all.{name}", "--since", "1900").stat().st_size > 5000
    words = [*PROGRAM, "export", "候鸟", "-o", "-", "--format", "csv", "-n", "3"]
    done = subprocess.run(words, cwd=folder, capture_output=True, check=True)
    assert len(rows_of(type("File", (), {"read_text": lambda _, **__: done.stdout.decode("utf-8-sig")})())) == 3
    assert not list(folder.glob("*-metadata.json"))


def test_a_sample_is_the_same_in_every_order_and_can_be_drawn_again(exported):
    first = rows_of(exported("1.csv", "候鸟", "--sample", "10", "--seed", "7"))
    again = rows_of(exported("2.csv", "候鸟", "--sample", "10", "--seed", "7", "--sort", "-date"))
    other = rows_of(exported("3.csv", "候鸟", "--sample", "10", "--seed", "8"))
    assert {row["id"] for row in first} == {row["id"] for row in again} != {row["id"] for row in other}
    assert [row["date"] for row in again] == sorted((row["date"] for row in again), reverse=True)
    assert len(first) == len(other) == 10


def test_a_sample_of_stories_is_the_same_in_every_order_too(tmp_path, monkeypatch, say):
    """Which copy of a story a search shows depends on the order; which one is drawn does not."""
    copies = [
        {"id": f"s{number}-{copy}", "title": "候鸟" * (copy + 1), "body": f"第{number}批候鸟飞抵鹭洲湿地，观鸟台数出{number * 7919}只，" * 3, "date": f"2025-01-{day:02}"}
        for number in range(12) for copy, day in enumerate((9, 3, 6))
    ]  # fmt: skip
    monkeypatch.chdir(index_of(tmp_path, {"a.jsonl": copies}))
    drawn = []
    for order in ("relevance", "date", "-date", "path"):
        say("export", "候鸟", "--unique", "--sample", "5", "--seed", "1", "--sort", order, "-o", f"{order}.csv")
        rows = rows_of(tmp_path / f"{order}.csv")
        drawn.append(sorted(row["id"] for row in rows))
        assert {row["reprints"] for row in rows} == {"2"}
    assert drawn == [drawn[0]] * 4
    assert len({name.partition("-")[0] for name in drawn[0]}) == 5


def test_without_a_query_the_sample_is_of_all_articles(exported):
    assert len(rows_of(exported("all.csv", "--sample", "1000"))) == len(RECORDS)


def test_strata_are_drawn_in_proportion_and_said(exported):
    path = exported("1.csv", "候鸟", "--sample", "21", "--stratify", "year")
    drawn = Counter(row["date"][:4] for row in rows_of(path))
    about = json.loads(path.with_name("1.csv-metadata.json").read_text(encoding="utf-8"))["notes"][0]
    assert {part["name"]: part["drawn"] for part in about["strata"]} == drawn
    assert sum(part["articles"] for part in about["strata"]) == len(RECORDS)
    assert set(drawn.values()) <= {5, 6}


def test_what_is_contradictory_or_unknown_is_refused_before_anything_is_written(say, tmp_path):
    for words, told in (
        (("-o", "x.foo"), "no format for this file name"),
        (("-o", "x.csv", "--stratify", "year"), "--stratify needs --sample"),
        (("-o", "x.csv", "--sample", "3", "-n", "3"), "--sample and --limit cannot be combined"),
        ((), "Missing option"),
        (("-o", "none/x.csv"), "No such file or directory"),
    ):
        code, out, err = say("export", "候鸟", *words)
        assert (code, out, told in err) == (2, "", True), err
        assert "Traceback" not in err
    code, _, err = say("export", "没有这样的词语", "-o", str(tmp_path / "none.csv"))
    assert (code, "nothing found" in err, list(tmp_path.iterdir())) == (1, True, [])


def test_without_its_package_a_format_says_what_to_install(say, monkeypatch):
    from newsgrep.printers import exports

    monkeypatch.setattr(exports, "find_spec", lambda _: None)
    code, _, err = say("export", "候鸟", "-o", "x.xlsx")
    assert (code, err) == (2, "newsgrep: exporting xlsx needs the package xlsxwriter (pip install 'newsgrep[export]')\n")  # fmt: skip


def test_a_file_that_cannot_be_finished_leaves_what_was_there(exported, say, tmp_path, monkeypatch):
    path = exported("a.csv", "候鸟")
    before = path.read_bytes()

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsgrep.printers.exports.csv.row", fail)
    code, _, err = say("export", "候鸟", "-n", "1", "-o", str(path))
    assert (code, path.read_bytes() == before) == (2, True)
    assert str(path) in err
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith(".")] == []


def test_an_error_of_deleting_spoils_no_complete_file_and_hides_no_other(tmp_path, monkeypatch):
    def undeletable(path, **_):
        raise PermissionError(errno.EACCES, "not to be deleted", str(path))

    monkeypatch.setattr(Path, "unlink", undeletable)
    write_out(tmp_path / "a.csv", b"complete")
    assert (tmp_path / "a.csv").read_bytes() == b"complete"
    with pytest.raises(OSError, match=r"full.*a\.csv"), writing_out(tmp_path / "a.csv"):
        raise OSError(errno.ENOSPC, "full")
    assert (tmp_path / "a.csv").read_bytes() == b"complete"


def test_unique_leaves_reprints_out(tmp_path, monkeypatch):
    body = "昨日清晨，第一批候鸟飞抵鹭洲湿地，比去年早了三天。" * 6
    records = [
        {"id": str(n), "title": "候鸟到了", "body": body, "date": "2025-03-18", "source": f"报{n}"} for n in range(3)
    ]
    index_of(tmp_path, {"a.jsonl": records})
    from newsgrep.cli.app import run

    monkeypatch.chdir(tmp_path)
    assert run(["export", "候鸟", "--unique", "-o", "u.csv"]) == 0
    (row,) = rows_of(Path("u.csv"))
    assert row["reprints"] == "2"
    about = json.loads(Path("u.csv-metadata.json").read_text(encoding="utf-8"))["notes"][0]
    assert (about["matching_articles"], about["stories_without_reprints"]) == (3, 1)


IDS = st.lists(st.text(max_size=5), unique=True, max_size=60)


@given(IDS, st.integers(0, 70), st.integers(), st.randoms())
def test_a_sample_depends_on_ids_alone(ids, count, seed, chance):
    shuffled = chance.sample(ids, len(ids))
    drawn = [{order[number] for number in sample(order, count, seed).chosen} for order in (ids, shuffled)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == min(count, len(ids))


@given(IDS, st.integers(0, 70), st.integers(0, 3), st.integers(1, 4))
def test_a_stratified_sample_is_as_large_as_asked_and_in_proportion(ids, count, seed, strata):
    names = [str(len(name) % strata) for name in ids]
    drawn = stratified_sample(ids, names, count, seed)
    assert len(set(drawn.chosen)) == min(count, len(ids)) == sum(part.drawn for part in drawn.strata)
    for part in drawn.strata:
        assert part.articles == names.count(part.name)
        assert abs(part.drawn - min(count, len(ids)) * part.articles / len(ids)) < 1


def test_each_article_is_as_likely_as_any_other():
    ids = [f"a#{number}" for number in range(20)]
    drawn = Counter(number for seed in range(2000) for number in sample(ids, 5, seed).chosen)
    assert all(400 < count < 600 for count in drawn.values())


def test_a_search_imports_nothing_of_exports_and_digests(folder):
    code = "import sys; from newsgrep.cli.app import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    words = [sys.executable, "-c", code, "search", "候鸟"]
    done = subprocess.run(words, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stderr.split())
    assert "newsgrep.search.search" in loaded
    ours = (
        "newsgrep.printers.exports",
        "newsgrep.printers.digest",
        "newsgrep.corpus_stats.export",
        "newsgrep.cli.export",
        "newsgrep.corpus_stats.comparison",
        "newsgrep.printers.comparison",
        "newsgrep.search.story",
    )
    others = ("xlsxwriter", "pyarrow", "openpyxl", "newsgrep.corpus_stats.counts", "newsgrep.corpus_stats.ngrams")
    assert not loaded & {*ours, *others}


@pytest.mark.parametrize("form", [article_html, section])
@pytest.mark.parametrize(
    ("catalogue", "told"), [({}, ("1 reprint", "2 reprints")), (MESSAGES, ("另有 1 篇转载", "另有 2 篇转载"))]
)
def test_pages_say_how_many_reprints_an_article_has(form, catalogue, told):
    """One or several, in the reader's language; of none, nothing."""
    bird = article("1", "候鸟", "候鸟飞过。", source="江城日报")
    pages = [form(Exported(1, bird, (), ((),), reprints), catalogue) for reprints in range(3)]
    assert [[any(f"· {word}{end}" in page for end in (" ·", " <")) for word in told] for page in pages] == [
        [False, False],
        [True, False],
        [False, True],
    ]
    assert not re.search("reprint|转载", pages[0])


def test_a_workbook_for_which_there_is_no_room_is_said_in_a_line(say, tmp_path, monkeypatch):
    """At any write: what packs it would write on when it is deleted, and complain."""
    complaints = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    for room in (0, 100, 3_000):
        with full_disk(room):
            code, _, error = say("export", "候鸟", "-o", str(path))
        gc.collect()
        assert (code, error) == (2, f"newsgrep: {path}: No space left on device\n")
        assert (path.read_bytes(), len(list(tmp_path.iterdir())), complaints) == (b"old", 1, [])


def test_a_workbook_for_whose_parts_there_is_no_room_is_said_in_a_line(say, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise FileCreateError(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("xlsxwriter.Workbook._store_workbook", full)
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)  # for the file that its library leaves open
    code, _, error = say("export", "候鸟", "-o", str(tmp_path / "a.xlsx"))
    gc.collect()
    assert (code, error) == (2, f"newsgrep: {tmp_path}/a.xlsx: No space left on device\n")
    assert list(tmp_path.iterdir()) == []
