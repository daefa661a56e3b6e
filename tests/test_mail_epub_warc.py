"""Containers of pages and texts: mail, MHTML, EPUB, WARC and WET."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib
from contextlib import suppress
from email.message import EmailMessage
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_files import articles, lines, read_file

from newsgrep.errors import ReadError
from newsgrep.readers import FieldMap, Problem
from newsgrep.readers.web.epub_contents import contents_of

pytest.importorskip("selectolax", reason="HTML is read by an extra")

from newsgrep.readers.problems import UNREADABLE
from newsgrep.readers.web.epub import read_epub
from newsgrep.readers.web.mail import looks_like_mail, read_mail, read_mailbox
from newsgrep.readers.web.warc import read_warc

TITLE, TEXT = "鹭洲迎来白鹤", "昨日清晨，巡护员在鹭洲湿地西滩数到了四十七只白鹤。"
PAGE = (
    f"<html><head><meta charset='gb2312'><title>{TITLE}_生态_江城网</title></head><body><ul><li><a href='/'>首页</a></li></ul><h1>{TITLE}</h1>"
    f"<div>2025-03-19 09:15 来源：江城晚报</div><div><p>{TEXT}</p></div><div class='footer'>版权所有，不得转载。</div></body></html>"
)
URL = "https://jcwb.example.cn/1.html"


def message(subject=TITLE, text=TEXT, html=None, charset="utf-8"):
    mail = EmailMessage()
    mail["Subject"], mail["From"] = subject, "江城晚报 <news@example.cn>"
    mail["Date"], mail["Message-ID"] = "Wed, 19 Mar 2025 15:40:21 +0800", "<jcwb-1@example.cn>"
    mail.set_content(text, charset=charset)
    if html:
        mail.add_alternative(html, subtype="html", charset=charset)
    return mail


def test_a_message(tmp_path):
    (found,) = read_file(tmp_path, "a.eml", message("Fwd: 转发：" + TITLE).as_bytes())
    assert (found.title, lines(found), found.date, found.source) == (TITLE, [TEXT], "2025-03-19", "江城晚报")
    assert found.id == "a.eml#jcwb-1@example.cn"


def test_a_message_in_gbk_and_one_whose_text_is_only_html(tmp_path):
    (found,) = read_file(tmp_path, "a.eml", message(charset="gb2312").as_bytes())
    assert lines(found) == [TEXT]
    (found,) = read_file(tmp_path, "b.eml", message(text="请用网页版查看", html=PAGE).as_bytes())
    assert lines(found) == [TEXT]


def test_raw_gbk_in_a_header(tmp_path):
    raw = (
        b"From: a@b.cn\nDate: Wed, 19 Mar 2025 15:40:21 +0800\nSubject: "
        + TITLE.encode("gbk")
        + b"\n\n"
        + TEXT.encode("gbk")
    )
    (found,) = read_file(tmp_path, "a.eml", raw)
    assert (found.title, lines(found)) == (TITLE, [TEXT])


def test_a_mailbox(tmp_path):
    begin = b"From news@example.cn Wed Mar 19 15:40:21 2025\n"
    first, second = (
        message().as_bytes(),
        message("大桥合龙", "今天合龙。\nFrom here it goes on.").as_bytes().replace(b"\nFrom ", b"\n>From "),
    )
    found = read_file(tmp_path, "a.mbox", begin + first + b"\n" + begin + second)
    assert [article.title for article in found] == [TITLE, "大桥合龙"]
    assert found[1].headlines[0].line == 1 + first.count(b"\n") + 2


def test_an_attachment_is_no_text(tmp_path):
    mail = message()
    mail.add_attachment("附件里的字。", filename="a.txt")
    mail.add_attachment(b"GIF89a", "image", "gif", filename="b.gif")
    found, said = read_file(tmp_path, "a.eml", mail.as_bytes())
    assert lines(found) == [TEXT]
    assert str(said) == "a.eml:1: has attachments that are not read: a.txt (save them in the corpus)"


def saved_page(encoding="utf-8"):
    mail = MIMEMultipart("related")
    mail["From"], mail["Subject"], mail["Snapshot-Content-Location"] = "<Saved by Blink>", TITLE, URL
    mail["Date"], mail["MIME-Version"] = "Sun, 1 Jun 2025 00:00:00 -0000", "1.0"
    part = MIMEText(PAGE, "html", encoding)
    part["Content-Location"] = URL
    advertisement = MIMEText("<p>广告，广告，广告。</p>", "html", encoding)
    advertisement["Content-Location"] = "https://ads.example/"
    mail.attach(advertisement)
    mail.attach(part)
    mail.attach(MIMEImage(b"GIF89a", "gif"))
    return mail.as_bytes()


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.txt"])
def test_a_page_saved_by_a_browser(tmp_path, name):
    (found,) = read_file(tmp_path, name, saved_page())
    assert (found.title, lines(found), found.source) == (TITLE, [TEXT], "江城晚报")
    assert found.date == "2025-03-19"  # not the day on which it was saved


def book(chapters, metadata="<dc:title>江城晚报 2025-03-19</dc:title>", folder="OEBPS/"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            f"<container><rootfiles><rootfile full-path='{folder}content.opf'/></rootfiles></container>",
        )
        items = "".join(
            f"<item id='c{at}' href='{name}' media-type='application/xhtml+xml'/>"
            for at, (name, _) in enumerate(chapters)
        )
        order = "".join(f"<itemref idref='c{at}'/>" for at in range(len(chapters)))
        archive.writestr(
            f"{folder}content.opf",
            f"<package><metadata xmlns:dc='x'>{metadata}</metadata><manifest>{items}</manifest><spine><itemref idref='none'/>{order}</spine></package>",
        )
        for name, text in chapters:
            archive.writestr(folder + name, text)
    return packed.getvalue()


def chapter(title, text=TEXT):
    return f"<?xml version='1.0'?><html xmlns='x'><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"


def test_a_book_is_its_chapters(tmp_path):
    contents = "<html><body><h1>目录</h1><ul><li><a href='1.xhtml'>大桥</a></li></ul></body></html>"
    found = read_file(
        tmp_path,
        "江城晚报.epub",
        book([("toc.xhtml", contents), ("2.xhtml", chapter("大桥")), ("1.xhtml", chapter("白鹤"))]),
    )
    assert [(article.title, lines(article), article.path) for article in found] == [
        ("大桥", [TEXT], "江城晚报.epub/OEBPS/2.xhtml"),
        ("白鹤", [TEXT], "江城晚报.epub/OEBPS/1.xhtml"),
    ]
    assert {(article.date, article.source) for article in found} == {("2025-03-19", "江城晚报")}


def test_a_chapter_of_several_stories_with_their_authors(tmp_path):
    titles = ("鹭洲湿地迎来四十七只白鹤", "澜江大桥合龙，明年春天通车")
    told = "".join(f"<h2>{title}</h2><p>文｜何青禾</p><p>{TEXT}</p><p>{TEXT}</p>" for title in titles)
    found = read_file(tmp_path, "周刊.epub", book([("1.xhtml", f"<html><body><h1>生态</h1>{told}</body></html>")]))
    assert [(each.title, each.section, each.reporters) for each in found] == [
        (title, "生态", ("何青禾",)) for title in titles
    ]
    assert all(lines(each) == [TEXT, TEXT] for each in found)


def test_the_contents_of_a_book(tmp_path):
    listed = "".join(f"<li><a href='{n}.xhtml'>江城第{n}座大桥</a><p>{TEXT}</p></li>" for n in (1, 2))
    contents = "".join(
        f"<navPoint><navLabel><text>{name}</text></navLabel><content src='s.xhtml'/><navPoint><navLabel><text>江城第{n}座大桥"
        f"</text></navLabel><content src='{n}.xhtml'/></navPoint></navPoint>"
        for n, name in ((1, "要闻"), (2, "民生"))
    )
    chapters = [("s.xhtml", f"<h2>要闻</h2><ul>{listed}</ul>")]
    chapters += [(f"{n}.xhtml", chapter(f"江城第{n}座大桥")) for n in (1, 2)]
    packed = io.BytesIO(book(chapters, "<dc:title>江城周刊 2025年第10期</dc:title><dc:date>2025-03-10</dc:date>"))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("OEBPS/toc.ncx", f"<ncx><navMap>{contents}</navMap></ncx>")
        package = archive.read("OEBPS/content.opf").decode()
        item = "<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/></manifest>"
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("OEBPS/content.opf", package.replace("</manifest>", item))
    found = read_file(tmp_path, "a.epub", packed.getvalue())
    assert [(each.title, each.section, each.source, each.date) for each in found] == [
        ("江城第1座大桥", "要闻", "江城周刊", "2025-03-10"),
        ("江城第2座大桥", "民生", "江城周刊", "2025-03-10"),
    ]


@pytest.mark.parametrize(("above", "count"), [("", 2), (f"<p>{TEXT}</p>", 1)])
def test_the_contents_name_stories_of_one_page(tmp_path, above, count):
    titles = ("江城新桥合龙", "江城新馆开放")
    text = "".join(f"<h2 id='s{n}'>{title}</h2><p>{TEXT}</p>" for n, title in enumerate(titles))
    listed = "".join(f"<li><a href='a.xhtml#s{n}'>{title}</a></li>" for n, title in enumerate(titles))
    pages = [("a.xhtml", f"<html><body><h1>江城周刊</h1>{above}{text}</body></html>")]
    package = book([*pages, ("toc.xhtml", f"<html><body><nav><ol>{listed}</ol></nav></body></html>")], "")
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, content.replace("href='toc.xhtml'", "href='toc.xhtml' properties='nav'"))
    found = articles(read_file(tmp_path, "a.epub", packed.getvalue()))
    assert len(found) == count
    if count > 1:
        assert [(article.title, lines(article)) for article in found] == [(title, [TEXT]) for title in titles]


def test_the_contents_name_chapters_that_begin_with_their_names(tmp_path):
    names = ("渡口　一", "轮渡")
    listed = "".join(f"<li><a href='{n}.xhtml'>{name}</a></li>" for n, name in enumerate(names))
    chapters = [(f"{n}.xhtml", f"<html><body><p>{name}</p><p>{TEXT}</p></body></html>") for n, name in enumerate(names)]
    package = io.BytesIO(
        book([*chapters, ("toc.xhtml", f"<html><body><nav><ol>{listed}</ol></nav></body></html>")], "")
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace("href='toc.xhtml'", "href='toc.xhtml' properties='nav'"))
    found = read_file(tmp_path, "a.epub", packed.getvalue())
    assert [(each.title, lines(each)) for each in found] == [(name, [TEXT]) for name in names]


def test_a_book_that_is_a_bomb_or_no_book(tmp_path, monkeypatch):
    monkeypatch.setattr("newsgrep.readers.web.epub.LONGEST_CHAPTER", 1 << 16)
    first, problem = read_file(
        tmp_path, "a.epub", book([("1.xhtml", chapter("大桥")), ("2.xhtml", chapter("江", "江" * (1 << 20)))])
    )
    assert first.title == "大桥"
    assert "decompresses to more than" in str(problem)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "江")
    (problem,) = read_file(tmp_path, "b.epub", packed.getvalue())
    assert "not a valid EPUB" in str(problem)
    (problem,) = read_file(tmp_path, "c.epub", b"PK\x03\x04" + b"\0" * 100)
    assert isinstance(problem, Problem)


def test_a_book_expands_no_entities(tmp_path):
    metadata = "&b;"
    content = book([("1.xhtml", chapter("大桥"))], metadata).replace(b"<package>", b"<package>")
    (problem,) = read_file(tmp_path, "a.epub", content)
    assert "not a valid EPUB" in str(problem)


def response(page=PAGE, fields="Content-Type: text/html", status="200 OK"):
    content = page if isinstance(page, bytes) else page.encode()
    return f"HTTP/1.1 {status}\r\n{fields}\r\n\r\n".encode() + content


def record(content, kind="response", fields="Content-Type: application/http; msgtype=response"):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {URL}\r\n{fields}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def chunked(content):
    pieces = [content[at : at + 100] for at in range(0, len(content), 100)]
    return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    "content",
    [
        response(),
        response(PAGE.encode("gbk"), "content-type: text/html; charset=gbk"),
        response(chunked(PAGE.encode()), "Content-Type: text/html\r\nTransfer-Encoding: chunked"),
        response(gzip.compress(PAGE.encode()), "Content-Type: text/html\r\nContent-Encoding: gzip"),
        response(zlib.compress(PAGE.encode()), "Content-Type: text/html\r\nContent-Encoding: deflate"),
        response(PAGE, "Content-Type: text/html\r\nTransfer-Encoding: chunked"),
        response(PAGE, "Server: x"),
    ],
)
def test_an_archive_of_pages(tmp_path, content):
    archive = record(b"software: x", "warcinfo") + record(b"GET /", "request") + record(content)
    archive += record(response("江", status="404 Not Found")) + record(response("GIF89a", "Content-Type: image/gif"))
    (found,) = read_file(tmp_path, "a.warc.gz", gzip.compress(archive))
    assert (found.title, lines(found), found.source, found.date) == (TITLE, [TEXT], "江城晚报", "2025-03-19")


def test_plain_texts_of_pages(tmp_path):
    archive = record(f"{TITLE}\n{TEXT}\n".encode(), "conversion", "Content-Type: text/plain") * 2
    found = read_file(tmp_path, "a.warc.wet.gz", gzip.compress(archive))
    assert [(article.title, lines(article)) for article in found] == [(TITLE, [TEXT])] * 2


def test_an_archive_that_is_cut_off_or_goes_wrong_is_named(tmp_path):
    first, problem = read_file(tmp_path, "a.warc", record(response()) + record(response())[:-200])
    assert first.title == TITLE
    assert "truncated" in str(problem)
    first, problem = read_file(tmp_path, "b.warc", record(response()) + "江城\n".encode() * 3)
    assert (first.title, problem.line, problem.lost) == (TITLE, 2, True)
    (problem,) = read_file(tmp_path, "c.warc", b"WARC/1.0\r\nContent-Length: 99999999999999999999999\r\n\r\n")
    assert isinstance(problem, Problem)


def test_an_archive_that_unpacks_to_much_is_read_within_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr("newsgrep.readers.web.warc.LONGEST_PAGE", 1 << 16)
    bomb = gzip.compress(b"<p>" + "江城，".encode() * (1 << 20))
    found = read_file(tmp_path, "a.warc", record(response(bomb, "Content-Type: text/html\r\nContent-Encoding: gzip")))
    assert sum(len(text) for article in found for text in lines(article)) < 1 << 16


def test_what_is_no_mail_is_not_taken_for_it():
    for text in (
        "标题: 大桥\n来源: 江城日报\n",
        "Title: x\nDate: y\n\n",
        "From: 江城\n到: 澜江\n",
        "Subject: x\n\nDate: y\nFrom: z",
    ):
        assert not looks_like_mail(text.encode())


READERS = (read_mail, read_mailbox, read_epub, read_warc)
PIECES = st.sampled_from(
    [
        *(
            b"From ",
            b"From a Wed Mar 19 15:40:21 2025\n",
            b"Subject: =?gb2312?b?xx?=\n",
            b"Content-Type: multipart/mixed; boundary=x\n",
            b"\n--x\n",
        ),
        *(
            b"--x--",
            b"Content-Type: text/html; charset=\xff\n",
            b"Content-Transfer-Encoding: base64\n",
            b"\n\n",
            b"\r\n\r\n",
            b"<p>\xe6\xb1\x9f\xef\xbc\x8c",
        ),
        *(
            b"Content-Type: message/rfc822\n\n",
            b"WARC/1.0\r\n",
            b"WARC-Type: response\r\n",
            b"Content-Length: 9\r\n",
            b"Content-Length: -1\r\n",
        ),
        *(
            b"HTTP/1.1 200 OK\r\n",
            b"Transfer-Encoding: chunked\r\n\r\n",
            b"ffffffffff\r\n",
            b"PK\x03\x04",
            b"\0",
            b"Snapshot-Content-Location: x\n",
        ),
        *(record(response()), message().as_bytes(), saved_page()[:400], book([("1.xhtml", chapter("大桥"))])),
    ]
)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=8)), max_size=12).map(b"".join), st.sampled_from(READERS))
def test_any_bytes_are_read(content, reader):
    with suppress(*UNREADABLE):
        for item in reader("a", io.BytesIO(content), FieldMap()):
            assert isinstance(item, tuple)


@given(
    st.integers(0, 900),
    st.integers(0, 255),
    st.sampled_from([(read_epub, book([("1.xhtml", chapter("大桥"))])), (read_mail, saved_page())]),
)
def test_any_changed_byte_is_read(at, value, case):
    reader, content = case
    changed = content[:at] + bytes([value]) + content[at + 1 :]
    with suppress(*UNREADABLE):
        list(reader("a", io.BytesIO(changed), FieldMap()))


def test_text_in_an_unknown_transfer_encoding_is_named(tmp_path):
    head = "From: a@b.cn\nSubject: 大桥\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: "
    (problem,) = read_file(tmp_path, "a.eml", f"{head}x-strange\n\nPGh0bWw+\n")
    assert "unknown transfer encoding: x-strange" in str(problem)
    (article,) = read_file(tmp_path, "b.eml", f"{head}8BIT\n\n今天大桥合龙。\n")
    assert article.title == "大桥"


@pytest.mark.parametrize("name", ["a.mbox", "a.eml"])
def test_bytes_that_are_no_message_are_named(tmp_path, name):
    (problem,) = read_file(tmp_path, name, random.Random(1).randbytes(5000))
    assert "not an e-mail message" in str(problem)


def test_a_letter_of_several_stories(tmp_path):
    text = "澜江大桥今天上午十时合龙，全长三公里，双向六车道，明年春天通车。"
    parts = "".join(
        f'<h3><a href="https://jcrb.example.cn/{n}.html">澜江大桥第{n}段合龙</a></h3><p>江城晚报 · 2025-03-1{n}</p><p>{text}</p><hr>'
        for n in range(1, 4)
    )
    mail = message(text="请用网页版查看", html=f"<html><body><h1>早报</h1>{parts}<p>退订</p></body></html>")
    found = read_file(tmp_path, "早报.eml", mail.as_bytes())
    assert [(each.title, each.date, each.source) for each in found] == [
        (f"澜江大桥第{n}段合龙", f"2025-03-1{n}", "江城晚报") for n in range(1, 4)
    ]
    assert {each.line for each in found} == {1}


def test_sections_and_sources_in_a_letter(tmp_path):
    def story(number):
        text = f"澜江大桥第{number}段今天上午十时合龙，全长三公里。"
        return f"<h3><a href='{URL}?{number}'>澜江大桥第{number}段合龙</a></h3><p>{text}</p><p>来源：江城晚报</p>"

    parts = f"<h2>【要闻】</h2>{story(1)}{story(2)}<h2>【民生】</h2>{story(3)}<p>您收到此邮件是因为订阅了早报。<a>退订</a></p>"
    found = read_file(tmp_path, "早报.eml", message(text="请用网页版", html=f"<h1>早报</h1>{parts}").as_bytes())
    assert [(each.section, each.source, len(lines(each))) for each in found] == [
        ("要闻", "江城晚报", 1),
        ("要闻", "江城晚报", 1),
        ("民生", "江城晚报", 1),
    ]


def test_a_letter_whose_headlines_are_links_in_a_table(tmp_path):
    rows = "".join(
        f"<tr><td><a href='{URL}?{n}'><span>澜江大桥第{n}段合龙</span></a><div>江城晚报</div><div>大桥第{n}段今天上午合龙，工程比计划提前三天。</div></td></tr>"
        for n in range(1, 4)
    )
    found = read_file(tmp_path, "快讯.eml", message(text="快讯", html=f"<table>{rows}</table>").as_bytes())
    assert [(each.title, each.url) for each in found] == [(f"澜江大桥第{n}段合龙", f"{URL}?{n}") for n in range(1, 4)]


def test_days_without_a_year_in_a_letter(tmp_path):
    """They are the last such days before the letter was sent."""
    rows = [
        ("鹭洲湿地昨日迎来四十七只白鹤", "江城读书会 · 3月18日", TEXT),
        ("澜江大桥合龙，明年春天通车", "江城晚报 · 12月30日", "大桥今天上午在江心合龙，全长三公里，双向六车道。"),
    ]
    html = "".join(
        f"<h2><a href='{URL}?{line}'>{title}</a></h2><p>{line}</p><p>{text}</p>" for title, line, text in rows
    )
    found = articles(read_file(tmp_path, "早报.eml", message("江城早读", html=f"<h1>江城早读</h1>{html}").as_bytes()))
    assert [(each.date, each.source) for each in found] == [("2025-03-18", "江城读书会"), ("2024-12-30", "江城晚报")]
    assert [lines(each) for each in found] == [[text] for _, _, text in rows]


def test_a_signature_is_no_text_of_a_message(tmp_path):
    (found,) = read_file(tmp_path, "a.eml", message(text=f"{TEXT}\n\n-- \n何青禾\n江城晚报 时政部\n").as_bytes())
    assert lines(found) == [TEXT]


def test_a_letter_of_several_stories_in_plain_text(tmp_path):
    text = "".join(
        f"■ 澜江大桥第{n}段今天合龙\n江城晚报 2025-03-1{n}\n第{n}段大桥今天上午合龙，工程比计划提前三天。\n过江的时间将缩短为五分钟。\n\n"
        for n in range(1, 6)
    )
    found = read_file(tmp_path, "早报.eml", message(text=text).as_bytes())
    assert [(each.title[-10:], each.date, each.source) for each in found] == [
        (f"澜江大桥第{n}段今天合龙"[-10:], f"2025-03-1{n}", "江城晚报") for n in range(1, 6)
    ]


def test_an_answer_is_one_article_with_the_message_that_it_quotes(tmp_path):
    stories = (
        ("大桥今日合龙", "大桥今天上午合龙。"),
        ("新馆今日开放", "新馆今天上午开放。"),
        ("地铁试运行", "地铁今天试运行。"),
    )
    body = "\n".join(f"标题：{title}\n来源：江城日报\n正文：{text}\n" for title, text in stories)
    head = "From: zhou@j.example\nSubject: 剪报\nDate: Wed, 19 Mar 2025 09:15:00 +0800\n"
    for answers, count in (("", len(stories)), ("In-Reply-To: <1@j.example>\n", 1)):
        assert len(articles(read_file(tmp_path, "1.eml", f"{head}{answers}\n{body}"))) == count


def test_the_contents_of_a_book_declare_no_entities():
    with pytest.raises(ReadError):
        contents_of(b'<!DOCTYPE ncx [<!ENTITY a "x">]><ncx><navPoint><text>&a;</text></navPoint></ncx>', "")


def test_the_contents_name_chapters_whose_heads_all_have_the_name_of_the_book(tmp_path):
    names = ("渡口一", "轮渡")
    listed = "".join(f"<li><a href='{n}.xhtml'>{name}</a></li>" for n, name in enumerate(names))
    head = "<head><title>江城文汇</title></head>"
    bodies = (
        f"<body><p class='biaoti'><b>{name}</b></p><p class='zuozhe'>◎何青禾</p><p>{TEXT}</p></body>" for name in names
    )
    chapters = [(f"{n}.xhtml", f"<html>{head}{body}</html>") for n, body in enumerate(bodies)]
    contents = ("toc.xhtml", f"<html><body><nav><ol>{listed}</ol></nav></body></html>")
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book([*chapters, contents], ""))) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace("href='toc.xhtml'", "href='toc.xhtml' properties='nav'"))
    found = read_file(tmp_path, "a.epub", packed.getvalue())
    assert [each.title for each in found] == list(names)
    assert [lines(each)[-1] for each in found] == [TEXT, TEXT]


PASSED_ON = (
    "发件人： 舆情中心 <yq@j.example>\nDate: 2025年3月18日周二 上午9:00\n主题: 每日要闻\n收件人: <wang@j.example>"
)


@pytest.mark.parametrize("line", ["---------- Forwarded message ---------", "-----原始邮件-----"])
def test_a_message_that_was_passed_on(tmp_path, line):
    mail = message("Fwd: 请看", f"请各位参考。\n\n{line}\n{PASSED_ON}\n\n\n{TEXT}\n")
    (found,) = articles(read_file(tmp_path, "1.eml", bytes(mail)))
    assert (found.title, found.source, found.date, lines(found)) == ("每日要闻", "舆情中心", "2025-03-18", [TEXT])


def test_a_message_that_only_quotes_the_head_of_one(tmp_path):
    (found,) = articles(
        read_file(tmp_path, "1.eml", bytes(message("请看", f"请各位参考。\n\n{PASSED_ON}\n\n{TEXT}\n")))
    )
    assert (found.title, lines(found)[0]) == ("请看", "请各位参考。")
