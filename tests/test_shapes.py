"""Shapes of JSON and tables in which people have news; each with what must come out, and what must not."""

from __future__ import annotations

import json
import re
from datetime import timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.model import Article
from newsgrep.readers import FieldMap, Problem, ReadOptions, SourceFile, read_articles
from newsgrep.readers.json_records import read_json
from newsgrep.readers.record_articles import article_of
from newsgrep.readers.records import Record
from newsgrep.readers.tables.tables import read_table
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from pathlib import Path

UTC = timezone.utc
BRIDGE = {"title": "澜江大桥合龙", "content": "澜江大桥今天合龙，明年通车。", "date": "2025-03-18"}
BIRDS = {"title": "候鸟北归", "content": "鹭洲湿地今天飞来白鹤。", "date": "2025-03-19"}
BOTH = [
    ("澜江大桥合龙", "2025-03-18", "澜江大桥今天合龙，明年通车。"),
    ("候鸟北归", "2025-03-19", "鹭洲湿地今天飞来白鹤。"),
]


def facts(found: list[Article | Problem]) -> list[tuple[str, str | None, str]]:
    assert [item for item in found if isinstance(item, Problem)] == []
    return [
        (item.title, item.date, "\n".join(part.text for part in item.paragraphs))
        for item in found
        if isinstance(item, Article)
    ]


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


ROWS = [[*BRIDGE.values()], [*BIRDS.values()]]
BY_COLUMN = {name: {"0": BRIDGE[name], "1": BIRDS[name]} for name in BRIDGE}


@pytest.mark.parametrize(
    "value",
    [
        {"code": 0, "data": {"total": 2, "list": [BRIDGE, BIRDS]}},
        {"国内": [BRIDGE], "国际": [], "社会": [BIRDS]},
        {"2025-03-18": [BRIDGE], "2025-03-19": [BIRDS]},
        {"a1": BRIDGE, "b2": BIRDS},
        {"hits": {"hits": [{"_id": "1", "_source": BRIDGE}, {"_id": "2", "_source": BIRDS}]}},
        {"rows": [{"row_idx": 0, "row": BRIDGE}, {"row_idx": 1, "row": BIRDS}]},
        {"pages": [{"page": "A1", "articles": [BRIDGE]}, {"page": "A2", "articles": [BIRDS]}]},
        {"version": "1.1", "title": "江城日报", "items": [BRIDGE, BIRDS]},
        {"articles": [BRIDGE], "more": {"articles": [BIRDS]}},
        {"user": {"name": "江城发布", "description": "官方账号"}, "posts": [BRIDGE, BIRDS]},
        {"columns": [*BRIDGE], "index": [0, 1], "data": ROWS},
        {"schema": {"fields": [{"name": "title"}]}, "data": [BRIDGE, BIRDS]},
        BY_COLUMN,
        {name: [BRIDGE[name], BIRDS[name]] for name in BRIDGE},
        [[BRIDGE], [BIRDS]],
        [dump(BRIDGE), dump(BIRDS)],
        dump([BRIDGE, BIRDS]),
        [{"attributes": BRIDGE}, {"attributes": BIRDS}],
        [{"title": {"rendered": one["title"]}, "content": {"rendered": one["content"]}, "date": one["date"]} for one in (BRIDGE, BIRDS)],
    ],
)  # fmt: skip
def test_records_are_found_wherever_they_lie(read, value):
    assert facts(read("news.json", dump(value))) == BOTH
    assert facts(read("news.json", json.dumps(value, indent=1))) == BOTH


def test_what_records_lie_in_tells_their_source_section_date_and_id(read):
    bare = {"title": "候鸟北归", "content": "白鹤飞来。"}
    value = {"name": "江城日报", "2025-03-18": {"要闻": [bare], "社会": [bare]}}
    found = read("news.json", dump(value))
    assert [(one.source, one.section, one.date) for one in found] == [
        ("江城日报", "要闻", "2025-03-18"),
        ("江城日报", "社会", "2025-03-18"),
    ]
    channels = {"categories": [{"name": "要闻", "articles": [bare]}]}
    assert [(one.source, one.section) for one in read("news.json", dump(channels))] == [(None, "要闻")]
    (one,) = read("news.json", dump({"n7": bare}))
    assert one.key == "n7"


def test_an_article_is_no_envelope_for_what_it_refers_to(read):
    related = [{"title": "旧闻", "url": "https://jcrb.example.cn/1"}]
    assert facts(read("a.json", dump([BRIDGE | {"related": related, "author": {"name": "何青禾"}}]))) == BOTH[:1]
    only_title = {"title": "澜江大桥合龙", "related": related}
    assert [one[0] for one in facts(read("a.json", dump(only_title)))] == ["澜江大桥合龙"]


def test_lines_may_be_envelopes_and_actions_of_a_bulk_file_are_none(read):
    bulk = f'{{"index": {{"_id": "1"}}}}\n{dump(BRIDGE)}\n{{"index": {{"_id": "2"}}}}\n{dump(BIRDS)}\n'
    assert facts(read("news.ndjson", bulk)) == BOTH
    assert facts(read("news.jsonl", dump({"data": [BRIDGE, BIRDS]}))) == BOTH
    wrapped = "".join(dump({"_id": key, "_source": one}) + "\n" for key, one in (("x", BRIDGE), ("y", BIRDS)))
    assert [one.key for one in read("news.jsonl", wrapped)] == ["x", "y"]


@pytest.mark.parametrize("name", ["news.json", "news.jsonl", "news.txt", "news"])
def test_a_feed_on_a_line_is_an_envelope_with_a_title(read, name):
    feed = {"title": "江城日报", "items": [BRIDGE, BIRDS]}
    found = read(name, dump(feed) + "\n")
    assert facts(found) == BOTH
    assert {item.source for item in found} == {"江城日报"}
    about = {"summary": "江城地铁专题，每周更新一次。", "articles": [BRIDGE, BIRDS]}
    assert {item.source for item in read(name, dump(about) + "\n")} == {None}


def test_records_of_a_document_have_their_lines(read):
    value = json.dumps({"data": {"list": [BRIDGE, BRIDGE, BIRDS]}}, ensure_ascii=False, indent=1)
    rows = value.split("\n")
    want = [number for number, row in enumerate(rows, 1) if '"title"' in row]
    assert [one.line for one in read("news.json", value)] == want


@pytest.mark.parametrize(
    ("title", "body", "date"),
    [
        ("news_title", "news_content", "news_time"),
        ("articleTitle", "articleContent", "pubDate"),
        ("新闻标题", "新闻正文", "发表时间"),
        ("Title-题名", "Content-正文", "PubTime-发布时间"),
        ("標題", "內文", "發佈日期"),
        ("t", "c", "d"),
        ("bt", "nr", "fbsj"),
        ("TITLE", "Full Text", "Publish Date"),
        ("post_title", "post_content", "post_date"),
    ],
)
def test_names_of_fields_are_known_in_many_ways(read, title, body, date):
    record = {title: BRIDGE["title"], body: BRIDGE["content"], date: BRIDGE["date"]}
    assert facts(read("news.jsonl", dump(record))) == BOTH[:1]
    assert facts(read("news.csv", f"{title},{body},{date}\n{','.join(record.values())}\n")) == BOTH[:1]


def test_a_summary_is_a_body_or_a_title_only_where_there_is_no_other(read):
    one = {"title": "合龙", "summary": "大桥合龙了。", "content": "大桥今天合龙。"}
    assert facts(read("a.json", dump(one))) == [("合龙", None, "大桥今天合龙。")]
    assert facts(read("a.json", dump({"title": "合龙", "abstract": "大桥合龙了。"}))) == [
        ("合龙", None, "大桥合龙了。")
    ]
    lists = {"article": ["大桥今天合龙。", "明年通车。"], "summary": "大桥合龙"}
    assert facts(read("a.json", dump(lists))) == [("大桥合龙", None, "大桥今天合龙。\n明年通车。")]


def test_the_first_line_of_a_body_without_a_title_may_be_its_headline(read):
    paragraphs = [{"行号": 0, "内容": "澜江大桥合龙"}, {"行号": 1, "内容": "澜江大桥今天合龙，明年通车。"}]
    (one,) = read("a.jsonl", dump({"文件名": "江城日报/2025-03-18.txt", "段落": paragraphs}))
    assert (one.title, one.date) == ("澜江大桥合龙", "2025-03-18")
    (one,) = read("a.jsonl", dump({"text": "今天的桥真美，\n我走了两遍。"}))
    assert one.title == ""


def test_nothing_that_a_program_writes_for_no_value_is_one(read):
    (one,) = read("a.csv", "title,content,author,source,url\n合龙,大桥今天合龙。,None,nan,https://a.example.cn/1\n")
    assert (one.reporters, one.source, one.url) == ((), None, "https://a.example.cn/1")
    (one,) = read("a.jsonl", dump(BRIDGE | {"source": "https://jcrb.example.cn/2025/1.html"}))
    assert one.source is None


HEADER, FIRST, SECOND = (
    "标题,正文,日期",
    "澜江大桥合龙,澜江大桥今天合龙，明年通车。,2025-03-18",
    "候鸟北归,鹭洲湿地今天飞来白鹤。,2025-03-19",
)


@pytest.mark.parametrize(
    "table",
    [
        f"{HEADER}\n{FIRST}\n{SECOND}\n",
        f"sep=;\n{HEADER};\n{FIRST};\n{SECOND};\n".replace(",", ";"),
        f"{HEADER}\n{FIRST}\n{SECOND}\n".replace(",", "|"),
        f"{HEADER}\n{FIRST}\n{SECOND}\n".replace(",", "\t"),
        f"江城日报舆情导出,,\n2025年3月,,\n,,\n{HEADER}\n{FIRST}\n{SECOND}\n",
        f"{HEADER}\n{FIRST}\n{HEADER}\n{SECOND}\n",
        f"\ufeff{HEADER}\n[],[],\n\n{FIRST}\n{SECOND}\n",
        f"{HEADER}\n1,{FIRST}\n2,{SECOND}\n",
    ],
)
@pytest.mark.parametrize("name", ["news.csv", "news.tsv"])
def test_a_table_is_read_whatever_is_between_and_above_its_cells(read, table, name):
    assert facts(read(name, table)) == BOTH


def test_a_table_without_a_header_is_read_by_what_its_columns_hold(read):
    rows = f"{FIRST},江城日报,要闻,何青禾\n{SECOND},江城晚报,生态,韩露\n"
    found = read("news.csv", rows.replace("今天", "今天上午，在众多市民的注视下顺利地"))
    assert [(one.title, one.date, one.source, one.section, one.reporters) for one in found] == [
        ("澜江大桥合龙", "2025-03-18", "江城日报", "要闻", ("何青禾",)),
        ("候鸟北归", "2025-03-19", "江城晚报", "生态", ("韩露",)),
    ]


def test_a_table_in_which_nothing_is_news_is_named(read):
    (problem,) = read("scores.csv", "team,goals\n江城队,3\n澜江队,2\n")
    assert "no title or body" in str(problem)


def test_rows_behind_a_quotation_mark_without_an_end_are_read_and_it_is_named(read):
    found = read("news.csv", f'{HEADER}\n{FIRST}\n"开学,今天开学。,2025-03-01\n{SECOND}\n')
    assert [one.title for one in found if isinstance(one, Article)] == ["澜江大桥合龙", '"开学', "候鸟北归"]
    (problem,) = [one for one in found if isinstance(one, Problem)]
    assert str(problem).startswith("news.csv:3: a quotation mark is opened here")


def test_cells_that_are_lists_of_python_are_their_items(read):
    (one,) = read(
        "a.csv",
        "新闻标题,时间,内容\n\"['\\r\\n 合龙 \\r\\n']\",\"['2025年03月18日 来源：', '江城日报']\",\"['大桥', '今天合龙。']\"\n",
    )
    assert (one.title, one.date, one.source) == ("合龙", "2025-03-18", "江城日报")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("news.txt", f"{dump(BRIDGE)}\n{dump(BIRDS)}\n"),
        ("news", f"{dump(BRIDGE)}\n{dump(BIRDS)}\n"),
        ("news.txt", dump([BRIDGE, BIRDS])),
        ("news.txt", f"{HEADER}\n{FIRST}\n{SECOND}\n"),
        ("news.txt", f"{HEADER}\n{FIRST}\n{SECOND}\n".replace(",", "\t")),
        ("news.csv", f"{dump(BRIDGE)}\n{dump(BIRDS)}\n"),
        ("news.jsonl", dump([BRIDGE, BIRDS])),
        ("part-00001", f"{dump(BRIDGE)}\n{dump(BIRDS)}\n"),
        ("news.2025.03", f"{dump(BRIDGE)}\n{dump(BIRDS)}\n"),
    ],
)
def test_a_file_is_what_it_begins_like(read, name, content):
    assert facts(read(name, content)) == BOTH


@pytest.mark.parametrize(
    "page",
    [
        "澜江大桥合龙\n\n本报讯（记者何青禾）澜江大桥今天合龙。\n",
        "天气, 交通, 生活\n\n今天晴, 明天雨, 后天晴\n",
        "[江城日报] 大桥合龙\n\n大桥今天合龙。\n",
        "“合龙！”\n\n“大桥今天合龙，”他说。\n",
    ],
)
def test_a_page_stays_a_page(read, page):
    found = read("page.txt", page)
    assert all(isinstance(one, Article) for one in found)
    assert "".join(one.title + "".join(part.text for part in one.paragraphs) for one in found).replace(
        " ", ""
    ) == page.replace("\n", "").replace(" ", "")


def test_what_is_named_and_not_read(read):
    for name, raw in (("a.rar", b"Rar!\x1a\x07\x00"), ("a.txt", b"7z\xbc\xaf\x27\x1c..."), ("a.pkl", b"\x80\x04.")):
        (problem,) = read(name, raw)
        assert problem.lost
        assert "not read" in str(problem)


def test_the_encoding_is_that_of_each_part(read):
    ascii_lines = "title,content\n" + "Headline,http://www.example.com/ only text here\n" * 9000
    found = read("a.csv", ascii_lines.encode() + "合龙,大桥今天合龙。\n".encode("gbk"))
    assert found[-1].title == "合龙"
    glued = "".join(f'{{"title": "{title}"}}\n' for title in ("江城日报合龙", "候鸟北归"))
    found = read("b.jsonl", glued.encode() + glued.encode("gbk") + glued.encode())
    assert [one.title for one in found] == ["江城日报合龙", "候鸟北归"] * 3
    broken = '{"title": "江城日报今天报道"}\n'.encode()
    found = read("c.jsonl", broken + broken.replace("今".encode(), b"\xe4\xbb"))
    assert [one.title for one in found] == ["江城日报今天报道", "江城日报\ufffd天报道"]


def test_dates_are_those_of_china_and_none_is_better_than_a_wrong_one(read):
    def date(value: Any, **more: Any) -> str | None:
        (one,) = read("a.jsonl", dump({"title": "合龙", "date": value, **more}))
        return one.date

    assert date("2025-03-18T22:30:00Z") == date({"$date": "2025-03-18T22:30:00Z"}) == "2025-03-19"
    assert date(1742300000) == date(1742300000000) == date("1742300000.5") == "2025-03-18"
    assert [date(value) for value in ("3小时前", "18/03/2025", "45734", "03-18 12:00", [2025, 3, 18], True)] == [
        None
    ] * 6
    assert date("3小时前", crawl_time="2025-03-18 02:00:00") == "2025-03-17"
    assert date("3小时前", publish_time="2025-03-16") == "2025-03-16"
    (one,) = read("a.csv", "title,date\n合龙,45734\n")
    assert one.date == "2025-03-18"
    (one,) = read("a.jsonl", dump({"title": "合龙", "date": "2025-03-18T22:30:00Z"}), FieldMap(zone=UTC))
    assert one.date == "2025-03-18"


@pytest.mark.parametrize(
    ("mapping", "found"),
    [
        ({"title": ("meta.head",)}, "大桥"),
        ({"title": ("one + two",)}, "一 二"),
        ({"title": ("two + none + one",)}, "二 一"),
        ({"title": ("names.name",)}, "甲 乙"),
        ({"title": ("names.1.name",)}, "乙"),
        ({"title": ("none", "one")}, "一"),
        ({"title": ()}, ""),
        ({"source": ("domain(link)",)}, "题目"),
    ],
)
def test_the_user_says_which_fields_count(read, mapping, found):
    record = {
        "one": "一",
        "two": "二",
        "meta": {"head": "大桥"},
        "names": [{"name": "甲"}, {"name": "乙"}],
        "title": "题目",
        "link": "https://jcrb.example.cn/1",
        "content": "大桥今天合龙。",
    }
    (one,) = read("a.jsonl", dump(record), FieldMap(mapping))
    assert one.title == found
    if "source" in mapping:
        assert one.source == "jcrb.example.cn"


def test_columns_are_named_by_number_in_tables_only(read):
    fields = FieldMap({"title": ("#2",), "body": ("#3",)})
    (one,) = read("a.csv", "x,y,z\n1,大桥合龙,大桥今天合龙。\n", fields)
    assert (one.title, one.paragraphs[0].text) == ("大桥合龙", "大桥今天合龙。")
    (one,) = read("a.csv", "1,大桥合龙,2025-03-18\n", fields)
    assert (one.title, one.paragraphs[0].text) == ("大桥合龙", "2025-03-18")
    (one,) = read("a.jsonl", dump({"title": "题目", "note": "二"}), fields)
    assert one.title == "题目"


def test_folders_and_paths_say_what_articles_do_not(tmp_path: Path):
    from newsgrep.readers import FolderOptions

    options = ReadOptions(
        folders={
            "微博/": FolderOptions(source="江城发布", section="微博", zone=UTC, encoding="gbk"),
            "微博/旧/": FolderOptions(mapping={"title": ("bt",), "author": ()}, section="旧微博"),
        },
        path_pattern=r"(?P<source>[^/]+)/(?P<date>\d{8})-(?P<page>\w+)\.txt",
    )

    def read(name: str, content: bytes) -> Article:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        (one,) = read_articles(SourceFile(name, path, 1, 0), options)
        assert isinstance(one, Article)
        return one

    record = dump({"title": "合龙", "bt": "别题", "author": "何青禾", "date": "2025-03-18T22:30:00Z"}).encode("gbk")
    new, old = read("微博/1.jsonl", record), read("微博/旧/1.jsonl", record)
    assert (new.title, new.source, new.section, new.date) == ("合龙", "江城发布", "微博", "2025-03-18")
    assert (old.title, old.source, old.section, old.reporters) == ("别题", "江城发布", "旧微博", ())
    page = read("jcrb/20250318-A02.txt", "大桥合龙\n\n大桥今天合龙。\n".encode())
    assert (page.source, page.date, page.section) == ("jcrb", "2025-03-18", "A02")
    assert ReadOptions().identity != options.identity


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["title", "content", "data", "list", "date", "_source", "国内", "x"]), inner, max_size=5
        )
    ),
    max_leaves=30,
)


@given(JSON_VALUES)
def test_any_json_is_read_or_named(value):
    lines = json.dumps(value, ensure_ascii=False, indent=1)
    found = list(read_json("a.json", lines.splitlines(keepends=True), FieldMap()))
    for item in found:
        if isinstance(item, Record):
            article_of(item, "a.json", 1, FieldMap())
    assert found or not lines.strip("[] \n")


@given(st.text(alphabet="标题,正文;\t|\"\n\r12-/。 []'", max_size=200))
def test_any_table_is_read_or_named(text):
    for item in read_table("a.csv", text.splitlines(keepends=True), FieldMap()):
        if isinstance(item, Record):
            article_of(item, "a.csv", 1, FieldMap())


@given(st.text(max_size=60) | st.text(alphabet="0123456789-/:TZ+ .年月日", max_size=30))
def test_any_date_is_a_day_or_none(text):
    found = timestamp_day(text, in_table=True)
    assert found is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deep.json", "[" * 100_000),
        ("deep.jsonl", '{"title": ' * 50_000),
        ("nested.json", '{"data": ' * 900 + "1" + "}" * 900),
        ("keys.json", json.dumps({" " * 100_000 + "标题": "大桥"})),
        ("cells.csv", "title,content\n\"['" + "', [" * 20_000 + '",x\n'),
        ("cells.csv", "title,content\n['" + "-" * 60_000 + "'],x\n"),
        ("python.jsonl", "{'title': " + "-" * 50_000 + "1}\n"),
        ("quotes.csv", "title,content\n" + '"a,b\n' * 5001),
        ("dates.jsonl", json.dumps({"title": "合龙", "date": "9" * 100_000})),
    ],
)  # fmt: skip
def test_hostile_records_end(read, name, text):
    assert read(name, text) is not None


def test_many_records_that_are_not_found_again_are_read_once(read):
    value = {"data": [{"title": f"大桥{number}/", "content": "今天。"} for number in range(3000)]}
    text = json.dumps(value, indent=1).replace("/", "\\/")
    assert len(facts(read("a.json", text))) == 3000


def test_quotation_marks_of_a_text_between_tabs_stay(read):
    found = read("a.tsv", '标题\t正文\n"大桥"合龙\t今天"好"\n"候鸟\t白鹤。\n')
    assert [one.title for one in found] == ['"大桥"合龙', '"候鸟']
    found = read("a.tsv", '标题\t正文\n"大桥\n合龙"\t"今天""好""。"\n')
    assert facts(found) == [("大桥 合龙", None, '今天"好"。')]


def test_a_title_may_be_in_the_name_of_a_file(tmp_path: Path):
    path = tmp_path / "20250318_澜江大桥合龙.txt"
    path.write_text("今天的大桥\n\n澜江大桥今天合龙。\n", encoding="utf-8")
    options = ReadOptions(path_pattern=r"(?P<date>\d{8})_(?P<title>[^/]+)\.txt$")
    (one,) = read_articles(SourceFile(path.name, path, 1, 0), options)
    assert (one.title, one.date) == ("澜江大桥合龙", "2025-03-18")
    assert [part.text for part in one.paragraphs] == ["今天的大桥", "澜江大桥今天合龙。"]


def test_a_row_with_a_cell_too_many_is_not_shifted(read):
    found = read("a.csv", "编号|标题|正文\n1|大桥|今天|又\n2|候鸟|白鹤|又\n")
    assert [one.title for one in found if isinstance(one, Article)] == ["大桥", "候鸟"]
    assert isinstance(found[0], Problem)
    assert [one.title for one in read("a.csv", "标题,正文\n1,大桥,今天\n2,候鸟,白鹤\n")] == ["大桥", "候鸟"]


def test_letters_are_names_of_fields_only_where_both_title_and_body_are_named(read):
    (problem,) = read("a.csv", "a,b\n1,2\n")
    assert isinstance(problem, Problem)
