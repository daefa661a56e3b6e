"""Word and RTF documents: one story, many, those of press databases; tracked changes, tables, headings; hostile ones."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_files import BODY, OTHER, articles, bodies, facts, problems, read_file

from newsgrep.model import Article
from newsgrep.readers import Problem
from newsgrep.readers.documents import word, word_paragraphs

STYLES = (
    '<w:styles xmlns:w="w"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style><w:style w:styleId="a3"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="own"><w:name w:val="稿件标题"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:styleId="T1"><w:name w:val="toc 1"/></w:style></w:styles>'
)


def p(text, style="", marks="", run=""):
    """A paragraph; ``text`` may hold markup of runs of its own."""
    content = text if text.startswith("<") else f"<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r>"
    return f'<w:p><w:pPr>{f"""<w:pStyle w:val="{style}"/>""" if style else ""}{marks}</w:pPr>{content}</w:p>'


def table(*rows):
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(*parts, styles=STYLES, prolog=""):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/styles.xml", styles)
        archive.writestr(
            "word/document.xml",
            f'{prolog}<w:document xmlns:w="w" xmlns:mc="mc"><w:body>{"".join(parts)}</w:body></w:document>',
        )
    return raw.getvalue()


def odt(body):
    names = ("office", "text", "table", "style", "fo")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return raw.getvalue()


META = "江城日报　2025-03-18　作者：何青禾"
BIG = '<w:sz w:val="44"/>'
ONE = {
    "a heading": [p("澜江大桥今天合龙", "1"), p(META), p(BODY), p(OTHER)],
    "a title": [p("澜江大桥今天合龙", "a3"), p(META), p(BODY), p(OTHER)],
    "a style of its own": [p("澜江大桥今天合龙", "own"), p(META), p(BODY), p(OTHER)],
    "no style": [p("澜江大桥今天合龙"), p(META), p(BODY), p(OTHER)],
    "large letters": [p("澜江大桥今天合龙", run=BIG), p(META), p(BODY, run='<w:sz w:val="32"/>'), p(OTHER, run='<w:sz w:val="32"/>')],
    "centred and bold": [p("澜江大桥今天合龙", marks='<w:jc w:val="center"/>', run="<w:b/>"), p(META), p(BODY), p(OTHER)],
    "empty paragraphs": [p(""), p("澜江大桥今天合龙", "1"), p(""), p(META), p(""), p(BODY), p(""), p(OTHER), p("")],
    "facts at the end": [p("澜江大桥今天合龙", "1"), p(BODY), p(OTHER), p("（江城日报 2025年3月18日 记者 何青禾）")],
    "facts above": [p("江城日报"), p("2025年3月18日"), p("澜江大桥今天合龙", "1"), p("记者 何青禾"), p(BODY), p(OTHER)],
    "tracked changes": [
        p("澜江大桥今天合龙", "1"),
        p(META),
        p(f"<w:del><w:r><w:delText>旧文</w:delText></w:r></w:del><w:ins><w:r><w:t>{BODY[:9]}</w:t></w:r></w:ins><w:r><w:t>{BODY[9:]}</w:t></w:r>"),
        f"<w:moveFrom>{p('移走的话')}</w:moveFrom>",
        p(OTHER),
    ],
    "hidden text, readings, fields": [
        p("澜江大桥今天合龙", "1"),
        p(META),
        p(
            f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r><w:r><w:ruby><w:rt><w:r><w:t>běn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{BODY[0]}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
            f"<w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:r><w:t>{BODY[1:]}</w:t></w:r>"
        ),
        p(OTHER),
    ],
    "a text box, written twice": [
        p("澜江大桥今天合龙", "1"),
        p(META),
        p(BODY),
        p(f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{p(OTHER)}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{p(OTHER)}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"),
    ],
    "a table around it all": [table(["澜江大桥今天合龙"], [META], [BODY], [OTHER])],
    "a table of contents": [p("澜江大桥今天合龙……1", "T1"), p("澜江大桥今天合龙", "1"), p(META), p(BODY), p(OTHER)],
    "subheads": [p("澜江大桥今天合龙", "a3"), p(META), p(BODY), p(OTHER)],
}  # fmt: skip


@pytest.mark.parametrize("parts", ONE.values(), ids=ONE)
def test_a_document_of_one_story(tmp_path, parts):
    found = read_file(tmp_path, "稿件.docx", docx(*parts))
    assert facts(found) == [("澜江大桥今天合龙", "2025-03-18", "江城日报")]
    assert bodies(found) == [f"{BODY}\n{OTHER}"]
    assert articles(found)[0].reporters == ("何青禾",)
    assert not problems(found)


def test_lines_are_numbers_of_paragraphs(tmp_path):
    (article,) = articles(
        read_file(tmp_path, "1.docx", docx(p(""), p("澜江大桥今天合龙", "1"), p(META), p(BODY), p(""), p(OTHER)))
    )
    assert [line.line for line in article.headlines] == [2]
    assert [part.line for part in article.paragraphs] == [4, 6]


SUBHEADS = {
    "numbered": [p("大桥这样建成", "a3"), p("一、选址", "1"), p(BODY), p("二、施工", "1"), p(OTHER)],
    "below a lead": [p("大桥这样建成", "a3"), p(BODY), p("选址", "1"), p(OTHER), p("施工", "1"), p(OTHER)],
    "below a lead, without a title": [p("大桥这样建成"), p(BODY), p("选址", "1"), p(OTHER), p("施工", "1"), p(OTHER)],
}


@pytest.mark.parametrize("parts", SUBHEADS.values(), ids=SUBHEADS)
def test_headings_within_a_story_part_nothing(tmp_path, parts):
    (article,) = articles(read_file(tmp_path, "1.docx", docx(*parts)))
    assert article.title == "大桥这样建成"
    assert "施工" in "".join(part.text for part in article.paragraphs)


MANY = {
    "headings": [p("澜江大桥今天合龙", "1"), p(BODY), p("江城大学开学", "1"), p(OTHER)],
    "large letters": [p("澜江大桥今天合龙", run=BIG), p(BODY), p("江城大学开学", run=BIG), p(OTHER)],
    "sections above": [p("要闻", "1"), p("澜江大桥今天合龙", "2"), p(BODY), p("江城大学开学", "2"), p(OTHER)],
    "a name above": [p("江城日报 2025年3月18日", "a3"), p("澜江大桥今天合龙", "1"), p(BODY), p("江城大学开学", "1"), p(OTHER)],
    "a foreword": [p("本期简报收录两篇稿件，供各部门参考阅读，欢迎来信来电提出宝贵意见和建议，谢谢大家的支持与关心。"), p("澜江大桥今天合龙", "1"), p(BODY), p("江城大学开学", "1"), p("本报讯 " + OTHER)],
}  # fmt: skip


@pytest.mark.parametrize("parts", MANY.values(), ids=MANY)
def test_a_document_of_many_stories(tmp_path, parts):
    found = articles(read_file(tmp_path, "1.docx", docx(*parts)))
    assert [article.title for article in found][-2:] == ["澜江大桥今天合龙", "江城大学开学"]


def test_what_is_above_many_stories_is_said_of_each(tmp_path):
    found = read_file(tmp_path, "1.docx", docx(*MANY["a name above"]))
    assert facts(found) == [("澜江大桥今天合龙", "2025-03-18", "江城日报"), ("江城大学开学", "2025-03-18", "江城日报")]
    found = articles(read_file(tmp_path, "2.docx", docx(*MANY["sections above"])))
    assert [article.section for article in found] == ["要闻", "要闻"]
    named = docx(p("江城县媒体报道汇编", "1"), *MANY["sections above"][1:])
    assert [article.section for article in articles(read_file(tmp_path, "3.docx", named))] == [None, None]


def test_articles_of_a_press_database_are_read(tmp_path):
    parts = []
    for title, day, body in (("澜江大桥今天合龙", "2025年3月18日", BODY), ("江城大学开学", "2025年3月19日", OTHER)):
        lines = [
            "江城日报",
            f"{day} 星期二",
            "Copyright 2025",
            "Section: 要闻",
            "Length: 60 words",
            "Byline: 何青禾",
            "Body",
            body,
        ]
        parts += [p(title, "1"), *map(p, lines), p("Load-Date: March 19, 2025"), p("End of Document")]
    found = read_file(tmp_path, "1.docx", docx(*parts))
    assert facts(found) == [("澜江大桥今天合龙", "2025-03-18", "江城日报"), ("江城大学开学", "2025-03-19", "江城日报")]
    assert bodies(found) == [BODY, OTHER]
    assert [article.line for article in articles(found)] == [1, 12]


def test_rows_of_a_table_of_news_are_articles(tmp_path):
    rows = [
        ["序号", "标题", "内容", "日期"],
        ["1", "澜江大桥今天合龙", BODY, "2025-03-18"],
        ["2", "江城大学开学", OTHER, "2025-03-19"],
    ]
    found = read_file(tmp_path, "1.docx", docx(table(*rows)))
    assert facts(found) == [("澜江大桥今天合龙", "2025-03-18", None), ("江城大学开学", "2025-03-19", None)]


def test_a_table_with_names_in_its_first_column(tmp_path):
    rows = [
        ["标题", "澜江大桥今天合龙"],
        ["日期", "2025-03-18"],
        ["正文", BODY],
        ["标题", "江城大学开学"],
        ["正文", OTHER],
    ]
    found = read_file(tmp_path, "1.docx", docx(table(*rows)))
    assert facts(found) == [("澜江大桥今天合龙", "2025-03-18", None), ("江城大学开学", None, None)]
    assert bodies(found) == [BODY, OTHER]


def test_a_table_within_a_story_is_paragraphs_of_it(tmp_path):
    found = read_file(
        tmp_path,
        "1.docx",
        docx(p("澜江大桥今天合龙", "1"), p(BODY), table(["年份", "车流"], ["2024", "三万"]), p(OTHER)),
    )
    assert bodies(found) == [f"{BODY}\n年份 车流\n2024 三万\n{OTHER}"]


BILLION = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prolog", [BILLION, OUTSIDE])
def test_entities_are_refused(tmp_path, prolog):
    (problem,) = problems(read_file(tmp_path, "1.docx", docx(p("&b;" if "b" in prolog else "&x;"), prolog=prolog)))
    assert problem.startswith("1.docx: defines entities")


def test_a_document_that_unpacks_to_very_much_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(word, "ANY_SIZE", 1 << 16)
    (problem,) = problems(read_file(tmp_path, "1.docx", docx(*[p(BODY)] * 20_000)))
    assert problem.startswith("1.docx: decompresses to more than 200 times its size")


def test_deep_nesting_ends_with_a_problem(tmp_path):
    deep = "<w:tbl><w:tr><w:tc>" * 5000 + p(BODY) + "</w:tc></w:tr></w:tbl>" * 5000
    (problem,) = problems(read_file(tmp_path, "1.docx", docx(deep)))
    assert problem == "1.docx: nested too deeply (move it out of the corpus)"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
            "an encrypted or an old Word document; not read (save it as .docx without a password)",
        ),
        (b"PK\x03\x04", "damaged, or not what its suffix says"),
        (docx("<w:p>"), "cannot be read"),
    ],
)
def test_what_is_none_is_named(tmp_path, raw, said):
    assert problems(read_file(tmp_path, "1.docx", raw))[0].startswith(f"1.docx: {said}")


def test_a_document_without_text_is_nothing(tmp_path):
    assert read_file(tmp_path, "1.docx", docx(p(""))) == []


MARKUP = st.sampled_from(
    ["<w:p>", "</w:p>", "<w:r><w:t>", "</w:t></w:r>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:del>", "</w:del>",
     "<w:pPr>", "</w:pPr>", '<w:pStyle w:val="1"/>', '<w:outlineLvl w:val="0"/>', '<w:sz w:val="x"/>', "<w:br/>", "<w:tab/>", BODY, META, "大桥", "Body", "End of Document"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(pieces=st.lists(MARKUP, max_size=40))
def test_any_elements_are_blocks(pieces):
    parser = word_paragraphs.DocumentParser({"1": 1})
    for piece in pieces:
        if piece.startswith("</"):
            for name in piece.removeprefix("</").removesuffix(">").split("></"):
                parser.end(name.removeprefix("w:"))
        elif piece.startswith("<"):
            for name in piece.strip("<>/").split("><"):
                parts = name.removeprefix("w:").split(" ")
                parser.start(parts[0], {"w:val": parts[1].partition('"')[2].rstrip('"')} if len(parts) > 1 else {})
        else:
            parser.text(piece)
    assert isinstance(parser.blocks, list)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(
    parts=st.lists(st.sampled_from([p(BODY), p(OTHER), p("大桥", "1"), p("大桥", "a3"), p("一、大桥", "2"), p(META), p(""), table(["标题", "正文"], ["大桥", BODY]), table([BODY])]), max_size=8),
    place=st.integers(0, 10**6), byte=st.integers(0, 255), damaged=st.booleans(),
)  # fmt: skip
def test_any_document_is_articles_and_problems(tmp_path, parts, place, byte, damaged):
    raw = bytearray(docx(*parts))
    if damaged:
        raw[place % len(raw)] = byte
    found = read_file(tmp_path, "1.docx", bytes(raw))
    assert all(isinstance(item, (Article, Problem)) for item in found)


def escaped(text):
    return "".join(char if char.isascii() else f"\\u{ord(char) - (ord(char) > 0x7FFF) * 0x10000}?" for char in text)


def rtf(*lines):
    content = "".join(f"{escaped(line)}\\par\n" for line in lines)
    return rf"{{\rtf1\ansi\ansicpg936{{\fonttbl{{\f0 SimSun;}}}}{{\pict\pngblip {'89504e47' * 40}}}{content}}}".encode()


def test_an_rtf_document_of_one_story(tmp_path):
    pytest.importorskip("striprtf", reason="striprtf (extra 'rtf') is not installed")
    found = read_file(tmp_path, "1.rtf", rtf("澜江大桥今天合龙", META, BODY, OTHER))
    assert facts(found) == [("澜江大桥今天合龙", "2025-03-18", "江城日报")]
    assert bodies(found) == [f"{BODY}\n{OTHER}"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from(
            [
                "{",
                "}",
                "\\par ",
                "\\u27743?",
                "\\'bd",
                "\\ansicpg99999 ",
                "{\\*\\x",
                "\\bin999 ",
                "大",
                "\\u99999999999? ",
                "\\",
            ]
        ),
        max_size=20,
    )
)
def test_any_rtf_is_articles_and_problems(tmp_path, pieces):
    pytest.importorskip("striprtf", reason="striprtf (extra 'rtf') is not installed")
    found = read_file(tmp_path, "1.rtf", b"{\\rtf1" + "".join(pieces).encode())
    assert all(isinstance(item, (Article, Problem)) for item in found)


@pytest.mark.parametrize("form", ["■ {title}", "第{n}篇 {title}", "{title}\n江城日报　2025-03-18"])
def test_stories_that_only_a_repeated_form_shows(tmp_path, form):
    titles = [f"澜江大桥第{n}段今天合龙" for n in "一二三四"]
    lines = [
        line
        for n, title in enumerate(titles, 1)
        for line in (*form.format(n=n, title=title).split("\n"), f"{title}，工程比计划提前三天。", BODY, OTHER, "")
    ]
    found = articles(read_file(tmp_path, "汇编.docx", docx(*map(p, lines))))
    assert [each.title[-len(title) :] for title, each in zip(titles, found, strict=True)] == titles
    assert {each.paragraphs[-1].text for each in found} == {OTHER}
    assert [each.line for each in found] == [1 + n * len(lines) // 4 for n in range(4)]


def test_a_digest_whose_titles_are_bold(tmp_path):
    stories = [
        p(f"江城第{at}座大桥合龙", run="<w:b/>") + p(f"江城第{at}座大桥今天上午合龙，{BODY}") + p(OTHER)
        for at in range(1, 5)
    ]
    found = read_file(tmp_path, "a.docx", docx(p("江城早餐", "a3"), p("2025年3月18日　星期二"), *stories))
    assert [(each.title, each.date, len(each.paragraphs)) for each in found] == [
        (f"江城第{at}座大桥合龙", "2025-03-18", 2) for at in range(1, 5)
    ]


def test_bold_headings_within_a_story_part_nothing(tmp_path):
    parts = [p(f"桥的第{at}段历史", run="<w:b/>") + p(BODY) for at in range(1, 5)]
    (found,) = read_file(tmp_path, "a.docx", docx(p("大桥的故事", "a3"), p(META), p(OTHER), *parts))
    assert (found.title, len(found.paragraphs)) == ("大桥的故事", 9)


def test_a_question_of_a_reporter_is_text(tmp_path):
    lines = (p("专访江城大学校长", "a3"), p("2025-03-18　江城日报"), p("记者：您怎么看？"), p(BODY))
    (found,) = read_file(tmp_path, "a.docx", docx(*lines))
    assert [line.text for line in found.paragraphs] == ["记者：您怎么看？", BODY]


REGISTER = (("标题", "澜江大桥今天合龙"), ("媒体", "江城日报"), ("日期", "2025-03-18"), ("正文", f"{BODY}\n{OTHER}"))


def test_a_table_for_each_story_in_opendocument_and_rtf(tmp_path):
    def cell(value):
        return "".join(f"<text:p>{line}</text:p>" for line in value.split("\n"))

    rows = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell>{cell(value)}</table:table-cell>' for value in row)}</table:table-row>"
        for row in REGISTER
    )
    table = f"<table:table>{rows}</table:table>"
    found = read_file(
        tmp_path, "1.odt", odt(f"<text:p>登记表</text:p>{table}{table.replace('大桥今天合龙', '东桥今天合龙')}")
    )
    assert facts(found) == [(title, "2025-03-18", "江城日报") for title in ("澜江大桥今天合龙", "澜江东桥今天合龙")]
    assert bodies(found) == [f"{BODY}\n{OTHER}"] * 2
    pytest.importorskip("striprtf", reason="striprtf (extra 'rtf') is not installed")
    told = "".join(
        "\\trowd " + "".join(f"{value.replace(chr(10), chr(92) + 'par ')}\\cell " for value in row) + "\\row\n"
        for row in REGISTER
    )
    escaped = "".join(char if char < "\x80" else f"\\u{ord(char)}?" for char in f"登记表\\par {told}\\pard 完\\par ")
    assert facts(read_file(tmp_path, "1.rtf", f"{{\\rtf1\\ansi {escaped}}}".encode())) == facts(found)[:1]


def test_outlets_as_paragraphs_above_titles_with_their_days(tmp_path):
    titles = ("澜江大桥今天合龙", "青石县春茶开采", "江城大学开学", "鹭洲迎来白鹤")
    parts = [p("媒体摘编", "1")]
    for at, title in enumerate(titles):
        parts += [] if at % 2 else [p(("江城日报", "鹭洲晚报")[at // 2], run="<w:b/>")]
        parts += [p(f"{title}（2025-03-18）", run="<w:b/>"), p(BODY), p(OTHER)]
    found = read_file(tmp_path, "1.docx", docx(*parts))
    assert facts(found) == [
        (t, "2025-03-18", s) for t, s in zip(titles, ["江城日报"] * 2 + ["鹭洲晚报"] * 2, strict=True)
    ]
    assert bodies(found) == [f"{BODY}\n{OTHER}"] * 4


def test_the_head_and_the_note_of_an_official_document(tmp_path):
    head = ("江城市水务局文件", "江水〔2025〕18号")
    text = "为做好汛期供水工作，现将有关事项通知如下，请各单位结合实际认真抓好落实，遇有情况及时报告。"
    parts = [
        p(head[0], "1"),
        p(head[1]),
        p("关于做好汛期供水工作的通知", "1"),
        p(text),
        p("江城市水务局"),
    ]
    (found,) = read_file(tmp_path, "1.docx", docx(*parts, p("2025年3月18日"), p("（此件公开发布）")))
    assert (found.title, found.date, found.source) == ("关于做好汛期供水工作的通知", "2025-03-18", None)


def test_an_official_document_without_headings(tmp_path):
    text = "《江城市夜间经济行动方案》已经市政府同意，现印发给你们，请结合实际认真贯彻落实，遇有情况及时报告。"
    parts = [
        p("江城市人民政府文件"),
        p("江政发〔2025〕9号"),
        p("关于印发夜间经济行动方案的通知"),
        p(text),
        p("2025年3月18日"),
    ]
    (found,) = read_file(tmp_path, "1.docx", docx(*parts))
    assert (found.title, found.date) == ("关于印发夜间经济行动方案的通知", "2025-03-18")


def test_the_head_of_a_bulletin_with_its_contents(tmp_path):
    titles = ("南湖清淤工程提前完工", "三座水库完成除险加固")
    head = [p("江城水务信息", "1"), p("2025年第7期"), p("江城市水务局 2025年4月8日"), p("本期要目")]
    text = "工程清除淤泥一百一十万立方米，湖心平均水深由一点二米增加到二点六米，比计划提前四十天通过验收。"
    told = [part for title in titles for part in (p(title, "1"), p(text))]
    found = read_file(tmp_path, "1.docx", docx(*head, *(p(f"● {title}") for title in titles), *told))
    assert [(each.title, each.date) for each in found] == [(title, "2025-04-08") for title in titles]
