"""Files that are cut off: what is there is read, and what has no end is named."""

import gzip
import io
import json
import zipfile

import pytest
from read_files import BODY, read_file

from newsgrep.model import Article
from newsgrep.readers import Problem
from newsgrep.readers.web import epub

TITLES = [f"大桥合龙之{number}" for number in range(4)]
ROWS = [{"title": title, "body": BODY} for title in TITLES]
MAIL = "From: a@b.cn\nSubject: 大桥\nDate: Fri, 01 Mar 2024 10:00:00 +0800\nMIME-Version: 1.0\n"


def written(row, between=""):
    """Each title and its text, in what stands around them."""
    return between.join(row.replace("TITLE", title).replace("BODY", BODY) for title in TITLES)


FILES = {
    "rows.csv": "title,body\n" + written('"TITLE","BODY"\n'),
    "mysql.sql": "INSERT INTO `news` (`title`,`body`) VALUES "  # noqa: S608 (of a test)
    + written("('TITLE','BODY')", ",")
    + ";\n",
    "postgres.sql": "COPY news (title, body) FROM stdin;\n" + written("TITLE\tBODY\n") + "\\.\n",
    "a.bib": written("@article{TITLE,\n title={TITLE},\n abstract={BODY}\n}\n"),
    "a.ris": written("TY  - NEWS\nTI  - TITLE\nAB  - BODY\nDA  - 2025-03-18\nER  - \n\n"),
    "a.yaml": written('- title: "TITLE"\n  date: "2025-03-18"\n  body: "BODY"\n'),
    "single.yaml": written("- title: 'TITLE'\n  date: '2025-03-18'\n  body: 'BODY'\n"),
    "a.eml": f'{MAIL}Content-Type: multipart/mixed; boundary="x"\n\n'
    + written("--x\nContent-Type: text/plain\n\nBODY\n")
    + "--x--\n",
    "a.xml": "<rss><channel>" + written("<item><title>TITLE</title><text>BODY</text></item>") + "</channel></rss>",
    "a.jsonl": written('{"title": "TITLE", "body": "BODY"}\n'),
    "a.json": json.dumps(ROWS, ensure_ascii=False),
    "printed.txt": str(ROWS),
    "printed lines.txt": "\n".join(map(str, ROWS)),
    "a.rtf": "{\\rtf1\\ansi {\\b " + "".join(f"\\u{ord(char)}?" for char in TITLES[0] + BODY * 4) + "}\\par end}",
}


def problems(items):
    return [item for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_off_is_named(tmp_path, name):
    whole = FILES[name]
    found = read_file(tmp_path, name, whole)
    assert not problems(found)
    assert found
    for part in (0.3, 0.6, 0.9):
        cut = whole[: whole.rindex(BODY) + int(len(BODY) * part)] if BODY in whole else whole[: int(len(whole) * part)]
        assert problems(read_file(tmp_path, name, cut))


@pytest.mark.parametrize(
    ("end", "is_cut"),
    [
        ("", False),  # without a semicolon at the end
        (",", True),
        (",(", True),
        (",('大桥'", True),
        (",('大桥',NULL);\n-- dump completed (at night", False),
    ],
)
def test_rows_of_a_statement_end(tmp_path, end, is_cut):
    row = "INSERT INTO news (title, body) VALUES ('大桥合龙','新桥今天通车，两岸市民从各处赶来观看。')"
    items = read_file(tmp_path, "a.sql", row + end)
    assert next(item.title for item in items if isinstance(item, Article)) == "大桥合龙"
    assert [str(item.message) for item in problems(items)] == ["what begins here has no end"] * is_cut


@pytest.mark.parametrize("last", ["'新桥'通车", '"新桥" # 2025', '新桥 "通车"', '"他说：\\"好\\""', '"新桥\n    通车"'])
def test_values_in_yaml_that_are_quoted_in_part_are_whole(tmp_path, last):
    assert not problems(read_file(tmp_path, "a.yaml", f"- body: {BODY}\n  date: 2025-03-18\n  title: {last}\n"))


def test_an_entry_without_an_end_is_named(tmp_path):
    *_, last = read_file(tmp_path, "a.bib", FILES["a.bib"] + "@article{k,\n ti")
    assert str(last).startswith("a.bib:17: what begins here has no end (fix the file, which seems to be truncated")


def test_citations_without_marks_at_their_ends_are_whole(tmp_path):
    assert not problems(read_file(tmp_path, "a.ris", FILES["a.ris"].replace("ER  - \n", "")))


def book(chapters, listed):
    items = "".join(f'<item id="c{number}" href="{number}.xhtml"/>' for number in range(listed))
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(listed))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("mimetype", "application/epub+zip")
        file.writestr(epub.CONTAINER, '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>')
        file.writestr("a.opf", f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>")
        for number in range(chapters):
            file.writestr(f"{number}.xhtml", f"<html><body><h1>第{number}章</h1><p>{BODY}</p></body></html>")
    return content.getvalue()


def test_pages_of_a_book_that_are_missing_or_too_many_are_named(tmp_path, monkeypatch):
    assert not problems(read_file(tmp_path, "a.epub", book(3, 3)))
    items = read_file(tmp_path, "b.epub", book(2, 3))
    assert len(items) == 3
    assert str(items[-1]).startswith("b.epub/2.xhtml: listed in the book, but not in the file (")
    monkeypatch.setattr(epub, "MOST_CHAPTERS", 2)
    *_, last = read_file(tmp_path, "c.epub", book(3, 3))
    assert str(last).startswith("c.epub: has more than 2 pages; the rest was not read")


def test_the_readable_part_of_a_truncated_web_archive_is_read(tmp_path):
    page = f"<title>大桥合龙</title><h1>大桥合龙</h1><p>{BODY * 4}</p>"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    entry = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"
    found = read_file(tmp_path, "a.warc.gz", (gzip.compress(entry) * 4)[:-50])
    assert [item.title for item in found if isinstance(item, Article)] == ["大桥合龙"] * 3
    assert "ended before the end-of-stream marker" in str(problems(found)[-1])


def test_what_cannot_be_decompressed_at_all_is_named_once(tmp_path):
    (problem,) = read_file(tmp_path, "a.warc.gz", b"\x1f\x8b" + bytes(100))
    assert problem.lost
