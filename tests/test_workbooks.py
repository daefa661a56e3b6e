"""Workbooks as people keep them: sheets, captions, headers and none, dates, merged cells; and hostile ones."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_files import BODY, OTHER, articles, bodies, facts, problems, read_file

from newsgrep.model import Article
from newsgrep.readers import FieldMap, Problem, ReadOptions, SourceFile, isolation, read_articles
from newsgrep.readers.tables import workbooks

pytest.importorskip("python_calamine", reason="python-calamine (extra 'excel') is not installed")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")

HEADER = ["标题", "正文", "日期", "来源"]
ROWS = [["澜江大桥今天合龙", BODY, "2025-03-18", "江城日报"], ["江城大学开学", OTHER, "2025-03-19", "江城晚报"]]
FACTS = [("澜江大桥今天合龙", "2025-03-18", "江城日报"), ("江城大学开学", "2025-03-19", "江城晚报")]


def workbook(*sheets, merge=()):
    """A workbook of sheets, each a name and its rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merge:
            sheet.merge_cells(cells)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_each_row_is_an_article_with_the_number_of_its_row(tmp_path):
    found = read_file(tmp_path, "2025.xlsx", workbook(("3月", [HEADER, *ROWS])))
    assert facts(found) == FACTS
    assert bodies(found) == [BODY, OTHER]
    assert [(article.path, article.line) for article in articles(found)] == [("2025.xlsx/3月", 2), ("2025.xlsx/3月", 3)]


LAYOUTS = {
    "a caption above": [["江城日报2025年3月稿件汇总"], HEADER, *ROWS],
    "a caption, a line of counts and an empty row": [["稿件汇总", None, None, "共2篇"], ["导出时间：2025-04-01"], [], HEADER, *ROWS],
    "groups of columns above": [["内容", None, "出处", None], HEADER, *ROWS],
    "the index of pandas": [[None, *HEADER], *([at, *row] for at, row in enumerate(ROWS))],
    "empty columns and rows": [[None, *HEADER[:2], None, *HEADER[2:]], [], *([None, *row[:2], None, *row[2:]] for row in ROWS)],
    "numbers as ids, and columns of numbers": [["序号", *HEADER, "阅读量"], *([at, *row, 12.5] for at, row in enumerate(ROWS))],
    "the header once more": [HEADER, ROWS[0], HEADER, ROWS[1]],
    "another order": [HEADER[::-1], *(row[::-1] for row in ROWS)],
    "a header in lines": [["标\n题", " 正文 ", "日　期", "来源"], *ROWS],
    "another table below": [HEADER, ROWS[0], [], ["来源", "日期", "标题", "正文"], [ROWS[1][3], ROWS[1][2], ROWS[1][0], ROWS[1][1]]],
    "no header": ROWS,
    "no header, an index and addresses": [[at, *row, f"https://news.example.cn/{at}"] for at, row in enumerate(ROWS)],
    "sums and notes below": [["序号", *HEADER], *([at, *row] for at, row in enumerate(ROWS)), ["合计", None, None, None, "2篇"], ["制表人：何青禾"]],
    "names of no known field": [["bt", "nr", "日期", "来源"], *ROWS],
}  # fmt: skip


@pytest.mark.parametrize("rows", LAYOUTS.values(), ids=LAYOUTS)
def test_the_header_is_found_where_it_is(tmp_path, rows):
    found = read_file(tmp_path, "1.xlsx", workbook(("Sheet1", rows)))
    assert facts(found) == FACTS
    assert bodies(found) == [BODY, OTHER]
    assert not problems(found)


def test_every_sheet_with_articles_is_read_and_no_other(tmp_path):
    counts = [["月份", "篇数"], ["3月", 2]]
    found = read_file(
        tmp_path,
        "1.xlsx",
        workbook(("统计", counts), ("3月", [HEADER, ROWS[0]]), ("空", []), ("4月", [HEADER, ROWS[1]])),
    )
    assert [article.path for article in articles(found)] == ["1.xlsx/3月", "1.xlsx/4月"]
    assert not problems(found)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("国内", "体育"), [("国内", "江城日报"), ("体育", "江城晚报")]),
        (("国内新闻", "国际新闻"), [("国内新闻", "江城日报"), ("国际新闻", "江城晚报")]),
        (("1月", "2月"), [(None, "江城日报"), (None, "江城晚报")]),
        (("数据", "国内"), [(None, "江城日报"), (None, "江城晚报")]),
    ],
)
def test_the_names_of_several_sheets_are_sections(tmp_path, names, told):
    sheets = [(name, [HEADER, row]) for name, row in zip(names, ROWS, strict=True)]
    found = articles(read_file(tmp_path, "1.xlsx", workbook(*sheets)))
    assert [(article.section, article.source) for article in found] == told


@pytest.mark.parametrize(("name", "section"), [("体育", "体育"), ("大桥", None), ("Sheet1", None)])
def test_the_name_of_the_only_sheet_is_a_section_if_it_is_a_usual_one(tmp_path, name, section):
    (found,) = articles(read_file(tmp_path, "1.xlsx", workbook((name, [HEADER, ROWS[0]]))))
    assert found.section == section


def test_the_names_of_several_sheets_are_sources_if_they_are_outlets(tmp_path):
    sheets = [(name, [HEADER[:3], row[:3]]) for name, row in zip(("澜江日报", "澜江晚报"), ROWS, strict=True)]
    found = articles(read_file(tmp_path, "1.xlsx", workbook(*sheets)))
    assert [(article.section, article.source) for article in found] == [(None, "澜江日报"), (None, "澜江晚报")]


def test_a_sheet_of_comments_beside_the_articles_is_not_read(tmp_path):
    comments = [
        ["评论编号", "文章编号", "用户", "内容", "时间"],
        [1, 7, "路人", "支持大桥，盼望早日通车，出行更方便！", "2025-03-18"],
    ]
    found = read_file(tmp_path, "1.xlsx", workbook(("评论", comments), ("新闻", [HEADER, *ROWS])))
    assert facts(found) == FACTS


def test_titles_beside_articles_are_named(tmp_path):
    found = read_file(
        tmp_path,
        "1.xlsx",
        workbook(("目录", [["标题", "日期"], ["新馆开放", "2025-03-20"]]), ("新闻", [HEADER, *ROWS])),
    )
    assert facts(found) == FACTS
    assert problems(found) == ["1.xlsx: not read, since they have titles but no texts: 目录"]


def test_a_list_of_titles_is_read_if_there_is_nothing_else(tmp_path):
    found = read_file(tmp_path, "1.xlsx", workbook(("目录", [["标题", "日期"], ["新馆开放", "2025-03-20"]])))
    assert facts(found) == [("新馆开放", "2025-03-20", None)]


def test_dates_are_dates(tmp_path):
    dates = [dt.datetime(2025, 3, 18, 9, 15), dt.date(2025, 3, 18), "2025年3月18日", "2025/3/18", 20250318]  # noqa: DTZ001
    rows = [HEADER, *([f"新闻{at}号", BODY, date, "江城日报"] for at, date in enumerate(dates))]
    assert {article.date for article in articles(read_file(tmp_path, "1.xlsx", workbook(("1", rows))))} == {
        "2025-03-18"
    }


def test_a_cell_merged_over_rows_is_that_of_each(tmp_path):
    rows = [
        ["日期", "标题", "正文"],
        ["2025-03-18", ROWS[0][0], BODY],
        [None, ROWS[1][0], OTHER],
        ["2025-03-20", "新馆", OTHER],
    ]
    found = read_file(tmp_path, "1.xlsx", workbook(("1", rows), merge=["A2:A3"]))
    assert [article.date for article in articles(found)] == ["2025-03-18", "2025-03-18", "2025-03-20"]


def test_errors_of_formulas_are_empty_and_escapes_are_undone(tmp_path):
    rows = [HEADER, ["大桥合龙", f"{BODY}_x000D_\n{OTHER}", "#N/A", "江城日报"]]
    (article,) = articles(read_file(tmp_path, "1.xlsx", workbook(("1", rows))))
    assert [part.text for part in article.paragraphs] == [BODY, OTHER]
    assert article.date is None


def test_a_sheet_without_news_is_named_with_its_columns(tmp_path):
    assert problems(read_file(tmp_path, "1.xlsx", workbook(("1", [["月份", "篇数"], ["3月", 2]])))) == [
        "1.xlsx: no title or body found among its fields: 月份, 篇数 (map them in newsgrep.toml under [fields])"
    ]


def test_a_header_without_rows_is_nothing(tmp_path):
    assert read_file(tmp_path, "1.xlsx", workbook(("1", [HEADER]))) == []


def test_an_encrypted_or_damaged_workbook_is_named(tmp_path):
    assert problems(read_file(tmp_path, "1.xlsx", b"PK\x03\x04" + b"\0" * 99))[0].startswith("1.xlsx: damaged")
    assert problems(read_file(tmp_path, "2.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600))[0].startswith(
        "2.xls: "
    )


def test_a_workbook_in_an_archive_is_read(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("稿件/2025.xlsx", workbook(("3月", [HEADER, *ROWS])))
    found = read_file(tmp_path, "1.zip", packed.getvalue())
    assert [article.path for article in articles(found)] == ["1.zip/稿件/2025.xlsx/3月"] * 2


def test_names_of_sheets_do_not_climb(tmp_path):
    raw = workbook(("XXXX", [HEADER, ROWS[0]]))
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'name="XXXX"', b'name="../../etc"'))
    (article,) = articles(read_file(tmp_path, "1.xlsx", packed.getvalue()))
    assert article.path == "1.xlsx/.._.._etc"


def test_a_workbook_that_unpacks_to_very_much_is_named(monkeypatch):
    monkeypatch.setattr(workbooks, "ANY_SIZE", 1000)
    monkeypatch.setattr(workbooks, "MOST_PACKED", 2)
    with pytest.raises(Exception, match="decompresses to more than 2 times its size"):
        list(workbooks.rows_of_workbook("1.xlsx", io.BytesIO(workbook(("1", [HEADER, *ROWS * 200]))), FieldMap()))


def sparse_workbook(cell):
    """A workbook with one cell, far from the first."""
    raw = workbook(("1", [["标题"]]))
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                far = f'<row r="{cell[3:]}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
                content = content.replace(b"</sheetData>", far)
            new.writestr(name, content)
    return packed.getvalue()


def test_a_cell_at_the_far_end_fills_no_memory_and_stops_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(isolation, "MOST_MEMORY", 1 << 30)
    (problem,) = problems(read_file(tmp_path, "1.xlsx", sparse_workbook("XFD1048576")))
    assert problem.startswith("1.xlsx: ")
    assert facts(read_file(tmp_path, "2.xlsx", workbook(("1", [HEADER, *ROWS])))) == FACTS


def test_more_sheets_than_anyone_has_are_named(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_SHEETS", 2)
    raw = workbook(*((f"{at}月", [HEADER, ROWS[0]]) for at in range(1, 5)))
    found = list(workbooks.rows_of_workbook("1.xlsx", io.BytesIO(raw), FieldMap()))
    assert [item.member for item in found if not isinstance(item, Problem)] == ["1月", "2月"]
    assert any("has more than 2 sheets" in str(item) for item in found)


def test_a_spreadsheet_of_libreoffice_is_read(tmp_path):
    def cell(value):
        if isinstance(value, dt.date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>18/03/25</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = [HEADER, *([title, body, dt.date.fromisoformat(date), source] for title, body, date, source in ROWS)]
    table = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="3月">{table}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    found = read_file(tmp_path, "1.ods", raw.getvalue())
    assert facts(found) == FACTS
    assert [article.path for article in articles(found)] == ["1.ods/3月"] * 2


def test_days_that_excel_counts_are_dates(tmp_path):
    found = read_file(tmp_path, "1.xlsx", workbook(("1", [HEADER, ["大桥合龙了", BODY, 45734, "江城日报"]])))
    assert facts(found) == [("大桥合龙了", "2025-03-18", "江城日报")]


CELLS = st.one_of(
    st.none(), st.integers(-10, 10**12), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.dates(dt.date(1900, 3, 1), dt.date(2100, 1, 1)), st.sampled_from([*HEADER, BODY, "大桥合龙", "2025-03-18", "=1/0", "#REF!", "评论"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(
    sheets=st.lists(st.lists(st.lists(CELLS, max_size=6), max_size=8), min_size=1, max_size=3),
    place=st.integers(0, 10**6),
    byte=st.integers(0, 255),
    damaged=st.booleans(),
)
def test_any_workbook_is_articles_and_problems(tmp_path, sheets, place, byte, damaged):
    raw = bytearray(workbook(*((f"s{at}", rows) for at, rows in enumerate(sheets))))
    if damaged:
        raw[place % len(raw)] = byte
    assert all(isinstance(item, (Article, Problem)) for item in read_file(tmp_path, "1.xlsx", bytes(raw)))


@pytest.mark.parametrize("name", ["1.xlsx", "1.docx", "1.epub", "1.txt.gz", "1.zip"])
@pytest.mark.parametrize("content", [b"", b"neither \x00\xff nor"])
def test_a_file_that_is_not_what_its_suffix_says_is_named(tmp_path, name, content):
    location = tmp_path / name
    location.write_bytes(content)
    found = list(read_articles(SourceFile(name, location, 0, 0), ReadOptions()))
    assert len(found) == 1 or not content
    assert all(str(problem).startswith(f"{name}: ") and "'" not in str(problem) and problem.hint for problem in found)
