"""Kinds of files that people keep news in, beyond those of the other tests: what is read of each, and its opposites."""

from __future__ import annotations

import base64
import io
import json
import plistlib
import re
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_files import articles, bodies, facts, lines, problems, read_file

from newsgrep.readers import SUFFIXES

BRIDGE, BIRDS = "澜江大桥今天合龙", "鹭洲湿地迎来白鹤"
BRIDGE_TEXT = "今天上午十时，澜江大桥合龙，全长三公里，双向六车道。\n两岸居民过江的时间将缩短为五分钟。"
BIRDS_TEXT = "昨日清晨，巡护员在鹭洲湿地数到四十七只白鹤，比去年早到六天。\n市民可以在东岸栈道观看。"
BOTH = [(BRIDGE, BRIDGE_TEXT, "2025-03-18"), (BIRDS, BIRDS_TEXT, "2025-03-19")]
TITLES = [BRIDGE, BIRDS]
TEXTS = [BRIDGE_TEXT, BIRDS_TEXT]


def one_line(text: str) -> str:
    return text.replace("\n", "")


def bson(values: dict) -> bytes:
    parts = b""
    for name, value in values.items():
        key = name.encode() + b"\0"
        if isinstance(value, dict):
            parts += b"\x03" + key + bson(value)
        elif isinstance(value, list):
            parts += b"\x04" + key + bson({str(at): item for at, item in enumerate(value)})
        elif isinstance(value, int):
            parts += b"\x09" + key + struct.pack("<q", value)
        elif isinstance(value, bytes):
            parts += b"\x05" + key + struct.pack("<i", len(value)) + b"\0" + value
        else:
            raw = value.encode() + b"\0"
            parts += b"\x02" + key + struct.pack("<i", len(raw)) + raw
    return struct.pack("<i", len(parts) + 5) + parts + b"\0"


def dumped() -> bytes:
    moments = {"2025-03-18": 1742260500000, "2025-03-19": 1742346900000}
    return b"".join(
        bson({"title": title, "tags": ["桥"], "raw": b"\0\1", "content": text, "pub_time": moments[date]})
        for title, text, date in BOTH
    )


def odt(*, heading: str = "text:h") -> bytes:
    space = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    paragraphs = "".join(f"<text:p>{line}<text:note>注</text:note></text:p>" for line in BRIDGE_TEXT.split("\n"))
    content = f'<?xml version="1.0"?><office:document-content {space}><office:body><office:text><{heading} text:outline-level="1">{BRIDGE}</{heading}>{paragraphs}</office:text></office:body></office:document-content>'
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("content.xml", content)
    return raw.getvalue()


def workbook_xml() -> str:
    rows = [("标题", "日期", "正文"), *((title, f"{date}T00:00:00.000", text) for title, text, date in BOTH)]
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return f'<?xml version="1.0"?>\n<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="新闻"><Table>{cells}</Table></Worksheet></Workbook>'


def page(title: str = BRIDGE, text: str = BRIDGE_TEXT) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return (
        f"<html><head><title>{title}_江城网</title></head><body><h1>{title}</h1><div>{paragraphs}</div></body></html>"
    )


def har(*, encoded: bool = False) -> str:
    text = base64.b64encode(page().encode()).decode() if encoded else page()
    content = {"mimeType": "text/html; charset=utf-8", "text": text} | ({"encoding": "base64"} if encoded else {})
    script = {"mimeType": "application/javascript", "text": "var a = 1;"}
    entries = [{"request": {"url": "https://j.example/1"}, "response": {"content": each}} for each in (script, content)]
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


def webarchive() -> bytes:
    main = {"WebResourceURL": "https://j.example/1", "WebResourceData": page().encode()}
    return plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)


YAML = "".join(
    f"---\ntitle: {title}\ndate: {date}\ncontent: |\n" + "".join(f"  {line}\n" for line in text.split("\n"))
    for title, text, date in BOTH
)
YAML_LIST = "新闻:\n" + "".join(
    f"- title: {title}\n  date: {date}\n  content: |\n" + "".join(f"    {line}\n" for line in text.split("\n"))
    for title, text, date in BOTH
)
PROQUEST = "".join(
    f"{'_' * 60}\n\n{title}\n\nAuthor: 何青禾\n\nPublication info: 江城日报 ; Jiangcheng: 1.\n\nFull text: {text}\n\n"
    f"Title: {title}\n\nPublication title: 江城日报\n\nPublication date: Mar {date[-2:]}, 2025\n\nPages: 1\n\n"
    for title, text, date in BOTH
)
ALTO = (
    '<?xml version="1.0"?><alto xmlns="x"><Layout><Page ID="1"><TextBlock><TextLine><String CONTENT="澜江大桥"/><SP/>'
    '<String CONTENT="今天合龙"/></TextLine></TextBlock><TextBlock>'
    + "".join(f'<TextLine><String CONTENT="{line}"/></TextLine>' for line in BRIDGE_TEXT.split("\n"))
    + "</TextBlock></Page></Layout></alto>"
)
TELEGRAM = (
    '<html><body><div class="page_header"><div class="text bold">江城快讯</div></div>'
    + "".join(
        f'<div class="message default"><div class="body"><div class="date details" title="{date[-2:]}.03.2025 09:15:00 UTC+08:00">'
        f'09:15</div><div class="text">{text.replace(chr(10), "<br>")}</div></div></div>'
        for _, text, date in BOTH
    )
    + "</body></html>"
)


def test_documents_of_mongodump(tmp_path):
    found = read_file(tmp_path, "news.bson", dumped())
    assert facts(found) == [(title, date, None) for title, _, date in BOTH]
    assert bodies(found) == TEXTS


@pytest.mark.parametrize("cut", [1, 3, 40, 200])
def test_a_damaged_dump_is_read_up_to_the_damage_and_named(tmp_path, cut):
    found = read_file(tmp_path, "news.bson", dumped()[:-cut])
    assert [article.title for article in articles(found)] == TITLES[:1]
    assert problems(found) == [
        "news.bson: damaged at document 2; the rest was not read (replace the file; it seems to be damaged)"
    ]


def test_indexes_of_a_dump_are_no_news():
    from newsgrep.readers import is_news

    assert not is_news("dump/news.metadata.json")
    assert is_news("dump/metadata.json")


def test_text_documents(tmp_path):
    found = read_file(tmp_path, "1.odt", odt())
    assert [(article.title, lines(article)) for article in articles(found)] == [(BRIDGE, BRIDGE_TEXT.split("\n"))]


def test_an_archive_that_is_no_text_document_is_named(tmp_path):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("a.txt", "")
    (problem,) = problems(read_file(tmp_path, "1.odt", raw.getvalue()))
    assert "not a text document" in problem


@pytest.mark.parametrize("name", ["新闻.xls", "新闻.xml"])
def test_workbooks_in_xml(tmp_path, name):
    found = read_file(tmp_path, name, workbook_xml())
    assert facts(found) == [(title, date, None) for title, _, date in BOTH]
    assert articles(found)[0].path == f"{name}/新闻"


@pytest.mark.parametrize("encoded", [False, True])
def test_pages_in_archives_of_browsers(tmp_path, encoded):
    (found,) = articles(read_file(tmp_path, "1.har", har(encoded=encoded)))
    assert (found.title, found.url) == (BRIDGE, "https://j.example/1")
    (found,) = articles(read_file(tmp_path, "1.webarchive", webarchive()))
    assert (found.title, found.url) == (BRIDGE, "https://j.example/1")


@pytest.mark.parametrize("content", [YAML, YAML_LIST])
def test_documents_and_lists_in_yaml(tmp_path, content):
    found = read_file(tmp_path, "新闻.yaml", content)
    assert [article.title for article in articles(found)] == TITLES


def test_yaml_whose_texts_have_no_known_names_is_named(tmp_path):
    (problem,) = problems(read_file(tmp_path, "1.yml", f"gist: {one_line(BRIDGE_TEXT) * 2}\n"))
    assert "YAML without records" in problem


def test_settings_in_yaml_are_no_news(tmp_path):
    assert (
        read_file(tmp_path, "_config.yml", "title: 江城日报\ndescription: 江城人的报纸\nurl: https://j.example\n") == []
    )


@pytest.mark.parametrize("above", ["", "文档 1，共 2 篇\n\n", "Document 1 of 2\n\n", "第 1 个文档，共 2 个\n\n"])
def test_articles_of_proquest(tmp_path, above):
    given = PROQUEST.replace(f"{'_' * 60}\n\n", f"{'_' * 60}\n\n{above}")
    given = re.sub("Title: .*\n\n", "", given)  # most articles have no label of their title
    found = read_file(tmp_path, "ProQuest.txt", given + "_" * 60 + "\n\nContact us at: x\n")
    assert facts(found) == [(title, date, "江城日报") for title, _, date in BOTH]
    assert bodies(found) == TEXTS


def test_lines_of_scanned_pages_are_split_like_pages(tmp_path):
    (found,) = articles(read_file(tmp_path, "0001.xml", ALTO))
    assert (found.title, found.unit) == (BRIDGE, "page")


def test_a_scanned_page_that_is_cut_off_is_said(tmp_path):
    (problem,) = problems(read_file(tmp_path, "0001.xml", ALTO[:-20]))
    assert "not valid XML" in str(problem)


def test_rows_of_titles_with_one_key_are_all_kept(tmp_path):
    rows = ",".join(f"(7,'澜江大桥第{number}次检修','2025-03-1{number}')" for number in range(3))
    dump = f"CREATE TABLE `news` (`catid` int, `title` text, `pubdate` text);\nINSERT INTO `news` VALUES {rows};\n"
    assert len(articles(read_file(tmp_path, "news.sql", dump))) == 3


def test_timed_text_is_one_article(tmp_path):
    said = "".join(f'<p begin="0s" end="1s">{line}</p>' for line in BRIDGE_TEXT.split("\n"))
    (found,) = articles(read_file(tmp_path, "1.ttml", f'<tt xmlns="x"><body><div>{said}</div></body></tt>'))
    assert lines(found) == BRIDGE_TEXT.split("\n")


def test_messages_of_telegram(tmp_path):
    found = read_file(tmp_path, "messages.html", TELEGRAM)
    assert facts(found) == [("", date, "江城快讯") for _, _, date in BOTH]
    assert bodies(found) == TEXTS


def test_tokens_by_line(tmp_path):
    rows = "\n\n".join(
        "\n".join(f"{character} {'B-LOC' if not at else 'O'}" for at, character in enumerate(one_line(text)))
        for text in TEXTS
    )
    assert bodies(read_file(tmp_path, "train.txt", rows + "\n")) == list(map(one_line, TEXTS))


def test_documents_of_conllu(tmp_path):
    rows = "".join(
        f"# newdoc id = {at}\n"
        + "".join(f"{i}\t{word}\t{word}\tX\tX\t_\t0\t_\t_\t_\n" for i, word in enumerate(one_line(text), 1))
        + "\n"
        for at, text in enumerate(TEXTS)
    )
    assert bodies(read_file(tmp_path, "news.conllu", rows)) == list(map(one_line, TEXTS))


def test_a_sentence_per_line(tmp_path):
    three = [*TEXTS, "市图书馆夜间开放。\n周一照常闭馆。"]
    found = read_file(tmp_path, "corpus.txt", "\n\n".join(three) + "\n")
    assert bodies(found) == three


def test_paragraphs_below_a_title_are_one_story(tmp_path):
    found = read_file(tmp_path, "1.txt", f"{BRIDGE}\n\n" + BRIDGE_TEXT.replace("\n", "\n\n") + "\n\n明年春天通车。\n")
    assert len(articles(found)) == 1


def test_circles_mark_the_titles_of_old_papers(tmp_path):
    found = read_file(
        tmp_path, "申報.txt", "申報 第一號\n○本館告白\n今天下可傳之事甚多矣\n○江城茶市\n頭春毛茶每擔售銀\n"
    )
    assert [article.title for article in articles(found)] == ["本館告白", "江城茶市"]


def test_circles_in_a_modern_text_mark_nothing(tmp_path):
    text = f"{BRIDGE}\n{one_line(BRIDGE_TEXT)}\n○桥长三公里\n○明年通车\n{one_line(BIRDS_TEXT)}\n"
    assert all(not article.title.startswith("桥长") for article in articles(read_file(tmp_path, "1.txt", text)))


def test_tables_in_markdown(tmp_path):
    rows = "".join(f"| {title} | {date} | {one_line(text)} |\n" for title, text, date in BOTH)
    found = read_file(tmp_path, "新闻.md", "| 标题 | 日期 | 正文 |\n|---|---|---|\n" + rows)
    assert facts(found) == [(title, date, None) for title, _, date in BOTH]


def test_a_table_in_a_story_stays_in_it(tmp_path):
    story = f"# {BRIDGE}\n\n{BRIDGE_TEXT}\n\n| 桥 | 长 |\n|---|---|\n| 一桥 | 3 |\n| 二桥 | 4 |\n"
    (found,) = articles(read_file(tmp_path, "1.md", story))
    assert found.title == BRIDGE


@pytest.mark.parametrize(
    "head",
    [
        f"Title: {BRIDGE}\n\nURL Source: https://j.example/1\n\nMarkdown Content:\n",
        "> 本文由 [简悦](https://s.example) 转码， 原文地址 [j.example](https://j.example/1)\n\n",
    ],
)
def test_what_programs_that_save_pages_write_above_a_text(tmp_path, head):
    (found,) = articles(read_file(tmp_path, f"{BRIDGE}.md", head + BRIDGE_TEXT.replace("\n", "\n\n")))
    assert (found.title, found.url, lines(found)) == (BRIDGE, "https://j.example/1", BRIDGE_TEXT.split("\n"))


@pytest.mark.parametrize(("text", "title"), [(BRIDGE_TEXT, BIRDS), (f"{BRIDGE}\n\n{BRIDGE_TEXT}", BRIDGE)])
def test_the_name_of_a_note_is_its_title_if_it_has_none(tmp_path, text, title):
    (found,) = articles(read_file(tmp_path, f"{BIRDS}.md", text))
    assert found.title == title


def test_labels_on_one_line(tmp_path):
    rows = "".join(f"标题：{title} 时间：{date} 来源：江城日报 内容：{one_line(text)}\n" for title, text, date in BOTH)
    found = read_file(tmp_path, "out.txt", rows)
    assert facts(found) == [(title, date, "江城日报") for title, _, date in BOTH]
    assert bodies(found) == list(map(one_line, TEXTS))


def test_unknown_labels_between_known_ones_are_no_text(tmp_path):
    rows = "".join(
        f"【题　名】{title}\n【机　构】江城大学\n【刊　名】江城日报\n【出版日期】{date}\n【文　摘】{one_line(text)}\n\n"
        for title, text, date in BOTH
    )
    found = read_file(tmp_path, "vip.txt", rows.encode("gb18030"))
    assert facts(found) == [(title, date, "江城日报") for title, _, date in BOTH]


def test_what_is_in_a_box_may_be_text(tmp_path):
    text = f"标题：{BRIDGE}\n来源：江城日报\n【本报讯】{one_line(BRIDGE_TEXT)}\n"
    (found,) = articles(read_file(tmp_path, "1.txt", text))
    assert lines(found)[0].startswith("【本报讯】")


def test_records_of_trs(tmp_path):
    rows = "".join(f"<REC>\n<IR_URLTITLE>={t}\n<IR_CONTENT>={x}\n<IR_URLTIME>={d}\n<IR_HKEY>=1\n" for t, x, d in BOTH)
    found = read_file(tmp_path, "news.trs", rows)
    assert facts(found) == [(title, date, None) for title, _, date in BOTH]


def test_texts_with_line_ends_that_nothing_quotes(tmp_path):
    rows = "".join(f"{title},{date},{text}\n" for title, text, date in BOTH)
    found = read_file(tmp_path, "news.csv", "标题,日期,正文\n" + rows)
    assert facts(found) == [(title, date, None) for title, _, date in BOTH]
    assert bodies(found) == TEXTS
    assert problems(found) == []


def test_rows_that_lack_cells_are_not_joined(tmp_path):
    rows = "".join(f"{title},{one_line(text)}\n" for title, text, _ in BOTH)
    found = read_file(tmp_path, "news.csv", "标题,正文,日期\n" + rows)
    assert [article.title for article in articles(found)] == TITLES


def test_a_sentence_amid_rows_is_named(tmp_path):
    rows = [f"{title},{date},{one_line(text)}" for title, text, date in BOTH] * 30
    rows.insert(55, "这一行只有一句话，不是记录。")
    found = read_file(tmp_path, "news.csv", "标题,日期,正文\n" + "\n".join(rows) + "\n")
    assert len(articles(found)) == 60
    assert problems(found) == [
        "news.csv:57: fewer cells than the header (quote the cells that contain line ends; this line was not read)"
    ]


def test_commas_in_texts_that_nothing_quotes(tmp_path):
    rows = "".join(f"{title},{one_line(text).replace('，', ',')},{date}\n" for title, text, date in BOTH)
    found = read_file(tmp_path, "news.csv", "标题,正文,日期\n" + rows)
    assert facts(found) == [(title, date, None) for title, _, date in BOTH]
    assert bodies(found) == [one_line(text).replace("，", ",") for text in TEXTS]
    assert "the extra cells were taken for text" in problems(found)[0]


def test_each_row_has_a_quotation_mark_that_is_never_closed(tmp_path):
    rows = "".join(f'{title},{date},"{one_line(text)}\n' for title, text, date in BOTH * 3)
    found = read_file(tmp_path, "news.csv", "标题,日期,正文\n" + rows)
    assert [article.title for article in articles(found)] == TITLES * 3
    assert bodies(found) == list(map(one_line, TEXTS)) * 3
    assert len(problems(found)) > 0


def test_cells_in_single_quotation_marks(tmp_path):
    rows = "".join(f"'{title}','{date}','“{one_line(text)}\"'\n" for title, text, date in BOTH)
    found = read_file(tmp_path, "news.csv", "'标题','日期','正文'\n" + rows)
    assert facts(found) == [(title, date, None) for title, _, date in BOTH]
    assert bodies(found) == [f'“{one_line(text)}"' for text in TEXTS]


def test_titles_in_boxes_begin_a_line_each(tmp_path):
    three = [
        *BOTH,
        ("市图书馆夜间开放", "从今日起，市图书馆夜间开放时间延长，周一照常闭馆，请读者留意。", "2025-04-02"),
    ]
    rows = "".join(f"【{title}】3月18日消息，{one_line(text)}\n" for title, text, _ in three)
    found = read_file(tmp_path, "快讯.txt", rows)
    assert [article.title for article in articles(found)] == [title for title, _, _ in three]


def test_numbers_of_a_digest_are_none_of_its_titles(tmp_path):
    third = "从今日起，市图书馆总馆夜间开放时间延长至二十三点。\n周一照常闭馆，请各位读者留意。"
    three = [*BOTH, ("市图书馆延长夜间开放", third, "2025-04-02")]
    text = "江城舆情简报\n2025年3月18日 第12期\n\n" + "\n".join(
        f"{'一二三'[at]}、{title}\n" + "".join(f"　　{line}\n" for line in body.split("\n"))
        for at, (title, body, _) in enumerate(three)
    )
    found = read_file(tmp_path, "简报.txt", text)
    assert [article.title for article in articles(found)] == [title for title, _, _ in three]


def test_line_ends_that_mysql_has_escaped(tmp_path):
    end = "\\\n"
    rows = "".join(
        f"{at}\t{title}\t{text.replace(chr(10), end)}\t{date}\t\\N\n" for at, (title, text, date) in enumerate(BOTH * 2)
    )
    found = read_file(tmp_path, "news.txt", rows)
    assert facts(found) == [(title, date, None) for title, _, date in BOTH * 2]
    assert bodies(found) == TEXTS * 2


def test_dictionaries_printed_on_several_lines(tmp_path):
    rows = "".join(f"{{'title': {title!r},\n 'time': {date!r},\n 'content': {text!r}}}\n" for title, text, date in BOTH)
    found = read_file(tmp_path, "items.txt", rows)
    assert facts(found) == [(title, date, None) for title, _, date in BOTH]


def test_bodies_in_markdown(tmp_path):
    value = {
        "markdown": f"# {BRIDGE}\n\n**今天**上午，[大桥](x)合龙。\n\n明年通车。",
        "metadata": {"title": BRIDGE, "og:site_name": "江城网"},
    }
    (found,) = articles(read_file(tmp_path, "1.json", json.dumps({"data": [value]})))
    assert (found.title, found.source, lines(found)) == (BRIDGE, "江城网", ["今天上午，大桥合龙。", "明年通车。"])


def test_answers_have_the_title_of_their_question(tmp_path):
    value = {
        "question": {"title": BRIDGE, "created": 1500000000},
        "content": f"<p>{one_line(BRIDGE_TEXT)}</p>",
        "created_time": 1742260500,
    }
    (found,) = articles(read_file(tmp_path, "1.json", json.dumps({"data": [value]})))
    assert (found.title, found.date) == (BRIDGE, "2025-03-18")


@pytest.mark.parametrize(("title", "shown"), [(f"{BRIDGE} - 江城日报", BRIDGE), ("我的江城日报", "我的江城日报")])
def test_the_source_at_the_end_of_a_title_is_none_of_it(tmp_path, title, shown):
    (found,) = articles(read_file(tmp_path, "1.jsonl", json.dumps({"title": title, "source": "江城日报"})))
    assert found.title == shown


def test_parts_of_articles_in_a_dump_are_joined(tmp_path):
    tables = "CREATE TABLE `v9_news` (`id` int, `title` char(80), `inputtime` int);\nCREATE TABLE `v9_news_data` (`id` int, `content` text);\n"
    rows = "".join(
        f"INSERT INTO `v9_news` VALUES ({at},'{title}',1742260500);\n"  # noqa: S608 (a fixture)
        for at, title in enumerate(TITLES, 1)
    )
    rows += f"INSERT INTO `v9_news_data` VALUES (1,'{one_line(BRIDGE_TEXT)}');\n"  # noqa: S608 (a fixture)
    found = read_file(tmp_path, "cms.sql", tables + rows)
    assert [(article.title, len(article.paragraphs)) for article in articles(found)] == [(BRIDGE, 1), (BIRDS, 0)]


FILES = {
    "1.bson": dumped(),
    "1.odt": odt(),
    "1.xls": workbook_xml().encode(),
    "1.har": har().encode(),
    "1.webarchive": webarchive(),
    "1.yaml": YAML.encode(),
    "proquest.txt": PROQUEST.encode(),
    "alto.xml": ALTO.encode(),
    "telegram.html": TELEGRAM.encode(),
    "1.conllu": "".join(f"{at}\t{word}\t_\tX\tX\t_\t0\t_\t_\t_\n" for at, word in enumerate(BRIDGE_TEXT, 1)).encode(),
    "1.srt": f"1\n00:00:01,000 --> 00:00:04,000\n{BRIDGE}\n\n".encode(),
    "1.bib": f"@article{{a1,\n  title = {{{BRIDGE}}},\n  journal = {{江城日报}},\n  year = {{2025}}\n}}\n".encode(),
    "joplin.md": f"{BRIDGE}\n\n{BRIDGE_TEXT}\n\nid: {'0' * 32}\nparent_id: \nsource_url: x\ntype_: 1".encode(),
    "numbered.txt": "".join(f"{at}、{title}\n{text}\n\n" for at, (title, text, _) in enumerate(BOTH, 1)).encode(),
    "table.md": f"| 标题 | 正文 |\n|---|---|\n| {BRIDGE} | {one_line(BRIDGE_TEXT)} |\n".encode(),
    "dump.sql": f"CREATE TABLE `news` (`id` int, `title` text);\nINSERT INTO `news` VALUES (1,'{BRIDGE}');\n".encode(),
}


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_damaged_is_articles_and_problems(tmp_path, name, data):
    raw = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(0, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    found = read_file(tmp_path, name, bytes(raw[:cut] if data.draw(st.booleans()) else raw))
    assert all(article.title or article.paragraphs for article in articles(found))


def test_the_new_suffixes_are_listed():
    assert {".bson", ".odt", ".yaml", ".har", ".webarchive", ".conllu", ".ttml", ".trs"} <= SUFFIXES
