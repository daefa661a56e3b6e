"""Values and parts of files that no reader expects: each is read around, or named in words that a user knows."""

import codecs
import io
import json
import zipfile

import pytest

from newsgrep.errors import ReadError
from newsgrep.readers.documents.opendocument import read_odt
from newsgrep.readers.documents.word import read_docx
from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.json_records import read_json, read_json_lines
from newsgrep.readers.lines import FingerprintedLine
from newsgrep.readers.problems import Problem
from newsgrep.readers.web.epub import read_epub
from newsgrep.readers.web.mail import read_mailbox
from newsgrep.text.encoding import detect_encoding

STORY = {"title": "大桥合龙", "content": "本报讯 江城大桥昨日合龙，全长三公里。"}
EXCEEDING = json.dumps(STORY)[:-1] + ', "views": ' + "9" * 6000 + "}"


def test_a_number_of_more_digits_than_any_loses_no_article():
    array = list(read_json("a.json", [f"[{EXCEEDING}, {json.dumps(STORY)}]"], FieldMap()))
    lines = [FingerprintedLine(1, EXCEEDING, "")]
    rows = list(read_json_lines("a.jsonl", lines, FieldMap()))
    assert [each.values["title"] for each in array + rows] == ["大桥合龙"] * 3


def test_what_is_wrong_with_json_is_said_in_whole_words():
    (cut_off,) = (each for each in read_json("a.json", ['[{"title": "大桥'], FieldMap()) if isinstance(each, Problem))
    assert str(cut_off.message) == "not valid JSON: Unterminated string"


def test_a_message_nested_too_deeply_does_not_hide_the_next(tmp_path):
    first = "From a@b.cn Tue Mar 18 09:15:00 2025\nSubject: x\n"
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{depth}"\n\n--b{depth}\n' for depth in range(1000))
    file = tmp_path / "a.mbox"
    file.write_text(f"{first}{nested}\n\n{first}\n大桥昨日合龙。\n", encoding="utf-8")
    with file.open("rb") as opened:
        deep, record = read_mailbox("a.mbox", opened, FieldMap())
    assert str(deep.message) == "nested too deeply"
    assert record.values["body"] == "大桥昨日合龙。"


def book(encrypted):
    """A book of two pages that says that a member is encrypted."""
    page = "<html><body><h1>大桥合龙</h1><p>江城大桥昨日合龙，全长三公里。</p></body></html>"
    members = {
        "META-INF/container.xml": '<c><rootfile full-path="b/c.opf"/></c>',
        "META-INF/encryption.xml": f'<e xmlns:n="x"><n:CipherReference URI="{encrypted}"/></e>',
        "b/c.opf": '<p><item id="1" href="1.xhtml"/><item id="2" href="2.xhtml"/></p>',
        "b/1.xhtml": page,
        "b/2.xhtml": page,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def test_an_encrypted_page_of_a_book_is_named_never_read():
    problem, record = read_epub("a.epub", book("b/1.xhtml"), FieldMap())
    assert (problem.path, str(problem.message), problem.lost) == ("a.epub/b/1.xhtml", "is encrypted", True)
    assert record.member == "b/2.xhtml"


def test_a_book_whose_fonts_are_encrypted_is_read():
    assert [each.member for each in read_epub("a.epub", book("b/f.ttf"), FieldMap())] == ["b/1.xhtml", "b/2.xhtml"]


@pytest.mark.parametrize("bom", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_mark_of_utf_16_before_utf_8_garbles_nothing(bom):
    assert detect_encoding(bom + "江城大桥昨日合龙，全长三公里。".encode()) == "utf-8"


@pytest.mark.parametrize("text", ["江城大桥昨日合龙，全长三公里。", "中", "丁七\n", "plain\n"])
def test_utf_16_stays_utf_16(text):
    assert detect_encoding(text.encode("utf-16")) == detect_encoding(codecs.BOM_UTF16_BE + text.encode("utf-16-be"))
    assert detect_encoding(text.encode("utf-16")) == "utf-16"


@pytest.mark.parametrize(
    ("read", "members"),
    [
        (read_odt, {"content.xml": "x"}),
        (read_odt, {"content.xml": "x", "META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}),
        (read_odt, {"encrypted-package": "x"}),
        (read_docx, {"word/document.xml": "x"}),
    ],
)
def test_a_document_with_a_password_is_named(read, members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    if len(members) == 1:  # the bit that says so, before the member and in the directory
        packed = bytearray(file.getvalue())
        packed[6] |= 1
        packed[packed.index(b"PK\1\2") + 8] |= 1
        file = io.BytesIO(packed)
    with pytest.raises(ReadError, match="is encrypted"):
        list(read("a", file, FieldMap()))
