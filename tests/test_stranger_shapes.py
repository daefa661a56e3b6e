"""Shapes of files that neither samples nor documentation mention: what must come out of them, and what must not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newsgrep.model import Article
from newsgrep.readers import FieldMap, Problem
from newsgrep.text.timestamps import timestamp_day

BRIDGE, BIRDS = "澜江大桥合龙", "候鸟北归"
BRIDGE_TEXT, BIRDS_TEXT = "澜江大桥今天合龙，明年春天通车。", "鹭洲湿地今天飞来白鹤，共四十七只。"
BOTH = [(BRIDGE, BRIDGE_TEXT), (BIRDS, BIRDS_TEXT)]
LONG = "澜江大桥今天上午十时合龙，全长三公里，双向六车道，明年春天通车。两岸居民过江的时间将由四十分钟缩短为五分钟。"


def articles(found: list[Article | Problem]) -> list[Article]:
    assert [item for item in found if isinstance(item, Problem)] == []
    return [item for item in found if isinstance(item, Article)]


def texts(found: list[Article | Problem]) -> list[tuple[str, str]]:
    return [(each.title, "\n".join(part.text for part in each.paragraphs)) for each in articles(found)]


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    "names",
    [
        ("newsTitle", "newsContent", "publishTime", "newsSource", "newsCategory", "newsAuthor"),
        ("doc_title", "doc_text", "doc_date", "media_name", "page_name", "reporter_name"),
        ("ArtTitle", "ArtContent", "AddTime", "CopyFrom", "ClassName", "AuthorName"),
        ("headLine", "storyBody", "date_time_published", "newspaper_name", "edition_page", "journalist_name"),
        ("xwbt", "xwnr", "fbsj", "xwly", "xwlb", "zzxm"),
        ("报道标题", "报道内容", "见报时间", "数据来源", "报道类别", "撰稿记者"),
        ("title_s", "content_txt", "pubdate_dt", "source_s", "category_s", "author_s"),
        ("HD", "TD", "PD", "SN", "LM", "BY"),
    ],
)
def test_names_of_fields(read, names):
    values = (BRIDGE, BRIDGE_TEXT, "2025-03-18 09:15:00", "江城日报", "要闻", "何青禾")
    (found,) = articles(read("新闻.jsonl", dump(dict(zip(names, values, strict=True)))))
    assert (found.title, found.date, found.source, found.section) == (BRIDGE, "2025-03-18", "江城日报", "要闻")
    assert found.reporters == ("何青禾",)
    assert found.paragraphs[0].text == BRIDGE_TEXT


@pytest.mark.parametrize("name", ["crawl_time", "抓取时间", "update_date", "comment_time", "更新时间戳说明"])
def test_times_of_other_things_are_no_dates(read, name):
    (found,) = articles(
        read("新闻.jsonl", dump({"title": BRIDGE, "content": BRIDGE_TEXT, name: "2026-01-02 10:00:00"}))
    )
    assert found.date is None or name == "update_date"


@pytest.mark.parametrize("name", ["image_source", "图片来源", "resource"])
def test_sources_of_other_things_are_no_sources(read, name):
    (found,) = articles(read("新闻.jsonl", dump({"title": BRIDGE, "content": BRIDGE_TEXT, name: "视觉江城"})))
    assert found.source is None


@pytest.mark.parametrize(
    "names", [("引题", "标题", "副题"), ("kicker", "headline", "subheadline"), ("眉题", "主标题", "副标题")]
)
def test_lines_of_a_headline_in_fields_of_their_own(read, names):
    values = dict(zip(names, ("比计划早到十天", BRIDGE, "明年春天通车"), strict=True))
    (found,) = articles(read("报纸.jsonl", dump({**values, "正文": BRIDGE_TEXT})))
    assert [line.text for line in found.headlines] == ["比计划早到十天", BRIDGE, "明年春天通车"]
    header, row = ",".join((*values, "正文")), ",".join((*values.values(), BRIDGE_TEXT))
    (found,) = articles(read("报纸.csv", f"{header}\n{row}\n"))
    assert found.title == f"比计划早到十天 {BRIDGE} 明年春天通车"


def test_a_subtitle_that_repeats_the_title_or_is_a_text_is_no_headline(read):
    for subtitle in (BRIDGE, f"{BRIDGE}了", BRIDGE_TEXT, ""):
        (found,) = articles(read("新闻.jsonl", dump({"title": BRIDGE, "subtitle": subtitle, "content": BRIDGE_TEXT})))
        assert found.title == BRIDGE
    mapped = FieldMap({"title": ("title",)})
    (found,) = articles(
        read("新闻.jsonl", dump({"title": BRIDGE, "subtitle": "明年通车", "content": "通车。"}), mapped)
    )
    assert found.title == BRIDGE


def test_the_only_long_text_is_the_body_whatever_it_is_called(read):
    (found,) = articles(read("新闻.jsonl", dump({"title": BRIDGE, "zhengwen_v2": LONG})))
    assert found.paragraphs[0].text == LONG
    for others in ({"x": LONG, "y": LONG}, {"comment_list": LONG}):
        (found,) = articles(read("新闻.jsonl", dump({"title": BRIDGE, **others})))
        assert found.paragraphs == ()
    (found,) = articles(read("新闻.jsonl", dump({"title": BRIDGE, "x": LONG}), FieldMap({"body": ()})))
    assert found.paragraphs == ()


@pytest.mark.parametrize("write", [dump, lambda rows: "".join(dump(row) + "\n" for row in rows)])
def test_rows_that_are_arrays(read, write):
    named = [["id", "title", "content", "date"], *([n, *both, "2025-03-18"] for n, both in enumerate(BOTH, 1))]
    found = read("表.json", write(named))
    assert texts(found) == BOTH
    assert {each.date for each in articles(found)} == {"2025-03-18"}
    bare = [[title, LONG, "2025-03-18"] for title, _ in BOTH]
    assert texts(read("表.jsonl", write(bare))) == [(title, LONG) for title, _ in BOTH]


def test_rows_inside_an_object(read):
    table = {"code": 0, "list": [["title", "content"], *map(list, BOTH)]}
    assert texts(read("表.json", dump(table))) == BOTH


def test_rows_that_say_nothing_are_named(read):
    (problem,) = read("表.json", dump([["a1", "b2"], ["c3", "d4"]]))
    assert isinstance(problem, Problem)
    assert problem.lost


def test_strings_are_texts(read):
    assert [body for _, body in texts(read("文.json", dump([LONG, LONG])))] == [LONG, LONG]
    assert [body for _, body in texts(read("文.jsonl", f"{dump(LONG)}\n{dump(LONG)}\n"))] == [LONG, LONG]
    assert all(isinstance(item, Problem) for item in read("词.json", dump(["大桥", "合龙"])))


def test_texts_by_title(read):
    assert texts(read("文.json", dump(dict(BOTH)))) == BOTH


def test_replies_are_no_articles(read):
    thread = {"thread": {"title": BRIDGE, "content": BRIDGE_TEXT}, "replies": [{"author": "甲", "content": "路过。"}]}
    assert texts(read("帖.json", dump([thread]))) == [(BRIDGE, BRIDGE_TEXT)]


def test_objects_that_are_values_are_no_articles(read):
    item = {"title": BRIDGE, "summary": {"content": f"<p>{BRIDGE_TEXT}</p>"}, "origin": {"title": "江城日报"}}
    (found,) = articles(read("项.json", dump({"title": "收藏", "items": [item]})))
    assert (found.title, found.source, found.paragraphs[0].text) == (BRIDGE, "江城日报", BRIDGE_TEXT)


def test_texts_of_unknown_objects_are_not_lost(read):
    asked = {"title": BRIDGE, "paragraphs": [{"context": BRIDGE_TEXT, "qas": [{"question": "何时？"}]}]}
    assert texts(read("问.json", dump({"data": [asked]}))) == [(BRIDGE, BRIDGE_TEXT)]
    typed = {"title": {"S": BRIDGE}, "content": {"S": BRIDGE_TEXT}, "views": {"N": "3"}}
    assert texts(read("表.json", dump({"Items": [typed]}))) == [(BRIDGE, BRIDGE_TEXT)]


def test_citations_in_json(read):
    cited = {
        "type": "article-newspaper",
        "title": BRIDGE,
        "container-title": "江城日报",
        "author": [{"family": "何", "given": "青禾"}],
        "issued": {"date-parts": [[2025, 3, 18]]},
        "abstract": BRIDGE_TEXT,
    }
    (found,) = articles(read("引.json", dump([cited])))
    assert (found.date, found.source, found.reporters) == ("2025-03-18", "江城日报", ("何青禾",))


def test_labels_are_no_part_of_values(read):
    (found,) = articles(read("新闻.jsonl", dump({"title": BRIDGE, "content": BRIDGE_TEXT, "source": "来源：江城日报"})))
    assert found.source == "江城日报"


def test_latin_names_beside_chinese_ones(read):
    (found,) = articles(
        read("新闻.jsonl", dump({"title": BRIDGE, "content": "通车。", "author": "何青禾, John Smith"}))
    )
    assert found.reporters == ("何青禾", "John Smith")


def test_a_quotation_mark_closed_rows_later_hides_no_row(read):
    rows = [
        (BRIDGE, BRIDGE_TEXT),
        (BIRDS, f'"{BIRDS_TEXT}'),
        ("茶园开采", '"青石县茶园今天开采。"'),
        ("夜读", "延长。"),
    ]
    content = "标题,日期,正文\n" + "".join(f"{title},2025-03-18,{text}\n" for title, text in rows)
    found = read("新闻.csv", content)
    assert [item.title for item in found if isinstance(item, Article)] == [title for title, _ in rows]
    (problem,) = [item for item in found if isinstance(item, Problem)]
    assert (problem.line, problem.lost) == (3, True)


def test_paragraphs_in_a_cell_are_no_rows(read):
    content = (
        f'标题,日期,正文\n{BRIDGE},2025-03-18,"{BRIDGE_TEXT}\n他说，大桥，好,很好,真好。"\n{BIRDS},2025-03-19,白鹤。\n'
    )
    assert [title for title, _ in texts(read("新闻.csv", content))] == [BRIDGE, BIRDS]


def test_sums_below_a_table_are_no_articles(read):
    content = f"序号,标题,正文\n1,{BRIDGE},{BRIDGE_TEXT}\n合计,1,\n"
    assert texts(read("新闻.csv", content)) == [(BRIDGE, BRIDGE_TEXT)]


def test_titles_and_texts_in_two_tables_of_a_dump_are_joined(read):
    dumped = (
        "CREATE TABLE `archives` (`id` int, `title` text, `pubdate` int);\n"
        f"INSERT INTO `archives` VALUES (1,'{BRIDGE}',1742260500);\n"
        "CREATE TABLE `addonarticle` (`aid` int, `body` text);\n"
        f"INSERT INTO `addonarticle` VALUES (1,'{BRIDGE_TEXT}');\n"
    )
    assert texts(read("库.sql", dumped)) == [(BRIDGE, BRIDGE_TEXT)]


def test_titles_and_texts_of_different_things_in_a_dump_are_named(read):
    dumped = (
        "CREATE TABLE `news` (`id` int, `title` text, `pubdate` int);\n"
        f"INSERT INTO `news` VALUES (1,'{BRIDGE}',1742260500);\n"
        "CREATE TABLE `essays` (`id` int, `body` text);\n"
        f"INSERT INTO `essays` VALUES (1,'{BRIDGE_TEXT}');\n"
    )
    problems = [item for item in read("库.sql", dumped) if isinstance(item, Problem)]
    assert [problem.lost for problem in problems] == [True]


def test_text_encoded_twice(read):
    content = "".join(f"{title}\n\n{text}\n" for title, text in BOTH)
    twice = content.encode().decode("latin-1").encode()
    assert texts(read("再.txt", twice)) == texts(read("一.txt", content))
    windows = f"{BRIDGE}\n\n{BRIDGE_TEXT}\n".encode().decode("cp1252", "ignore").encode()
    assert read("窗.txt", windows)  # what Windows has lost is lost; there is no traceback
    french = "Été à l'île, déjà vu: café crème, garçon. " * 20
    assert texts(read("fr.txt", french))[0][0].startswith("Été") or "Été" in texts(read("fr.txt", french))[0][1]


def test_subtitles(read):
    cues = "1\n00:00:01,000 --> 00:00:04,000\n各位观众晚上好。\n\n2\n00:00:04,000 --> 00:00:08,000\n<i>大桥今天合龙。</i>\n"
    for name in ("联播.srt", "联播.txt"):
        assert texts(read(name, cues)) == [("", "各位观众晚上好。\n大桥今天合龙。")]
    assert texts(read("联播.vtt", "WEBVTT\n\n" + cues.replace(",000", ".000")))[0][1].endswith("大桥今天合龙。")
    event = "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:04.00,D,,0,0,0,,{\\b1}大桥\\N合龙。\n"
    assert texts(read("联播.ass", event)) == [("", "大桥 合龙。")]
    (titled,) = articles(read("联播.srt", cues.replace("晚上好。", "晚上好")))
    assert (titled.title, titled.paragraphs[0].text) == ("", "各位观众晚上好")


def test_captions_that_roll(read):
    times = [f"00:00:0{second}.000 --> 00:00:0{second + 1}.000 align:start position:0%\n" for second in range(4)]
    rolling = (
        f"WEBVTT\nKind: captions\n\n{times[0]} \n大桥<00:00:00.500><c>今天</c><00:00:00.800><c>合龙</c>\n\n"
        f"{times[1]}大桥今天合龙\n \n\n{times[2]}大桥今天合龙\n全长<00:00:02.500><c>三公里</c>\n\n"
        f"{times[3]}全长三公里\n大桥今天合龙\n"
    )
    assert texts(read("联播.vtt", rolling)) == [("", "大桥今天合龙\n全长三公里\n大桥今天合龙")]


def test_bibtex(read):
    entry = '@article{he2025,\n title = {{澜江}大桥合龙},\n author = {何青禾 and Ann Lee},\n journal = "江城日报",\n'
    entry += " year = 2025,\n date = {2025-03-18},\n abstract = {大桥今天合龙。}\n}\n"
    (found,) = articles(read("引.bib", f"@comment{{x}}\n{entry}"))
    assert (found.title, found.source, found.date) == (BRIDGE, "江城日报", "2025-03-18")
    assert found.reporters == ("何青禾", "Ann Lee")
    assert found.line == 2


def test_numbered_stories(read):
    content = "".join(
        f"{n}、{title}\n（江城日报 2025-03-1{n}）\n　　{text}\n\n" for n, (title, text) in enumerate(BOTH * 2, 1)
    )
    found = articles(read("剪报.txt", content))
    assert [(each.title, each.date, each.source) for each in found] == [
        (title, f"2025-03-1{n}", "江城日报") for n, (title, _) in enumerate(BOTH * 2, 1)
    ]


def test_notes_of_joplin(read):
    end = (
        "id: "
        + "0" * 32
        + "\ncreated_time: 2026-01-02T00:00:00.000Z\nauthor: 何青禾\nsource_url: https://j.example/1\ntype_: 1"
    )
    (found,) = articles(read("笔记.md", f"{BRIDGE}\n\n{BRIDGE_TEXT}\n\n{end}"))
    assert (found.title, found.date, found.url) == (BRIDGE, None, "https://j.example/1")
    assert [part.text for part in found.paragraphs] == [BRIDGE_TEXT]
    assert found.paragraphs[0].lines[0][1] == 3


def test_days_of_weeks():
    assert timestamp_day("2025-W12-2") == "2025-03-18"
    assert timestamp_day("2025-W60-2") is None
    assert timestamp_day("2025-W12") is None


def test_titles_in_boxes(read):
    content = "".join(
        f"【{title}了】\n发布时间：2025-03-18 09:15\n来源：江城日报\n{text}\n\n" for title, text in BOTH * 2
    )
    found = articles(read("新闻.txt", content))
    assert [(each.title, each.date, each.source) for each in found] == [
        (f"{title}了", "2025-03-18", "江城日报") for title, _ in BOTH * 2
    ]
    assert [each.paragraphs[0].text for each in found] == [text for _, text in BOTH * 2]


def test_columns_of_one_name_that_say_the_same(read):
    assert texts(read("表.csv", f"title,title,text\n{BRIDGE},{BRIDGE},{BRIDGE_TEXT}\n")) == [(BRIDGE, BRIDGE_TEXT)]


def test_paragraphs_in_an_object_of_an_article(read):
    item = {
        "article": {"title": BRIDGE, "body": {"paragraphs": [BRIDGE_TEXT, LONG]}},
        "publisher": {"name": "江城日报"},
    }
    (found,) = articles(read("项.json", dump({"items": [item]})))
    assert (found.title, len(found.paragraphs)) == (BRIDGE, 2)


def test_headings_in_an_outline(read):
    content = "title:: 剪报\n\n" + "".join(f"- ## {title}\n  date:: 2025-03-18\n\t- {text}\n" for title, text in BOTH)
    found = articles(read("剪报.md", content))
    assert [(each.title, each.date, each.paragraphs[0].text) for each in found] == [
        (title, "2025-03-18", text) for title, text in BOTH
    ]


def test_what_was_done_with_an_article_is_no_text(read):
    items = [
        {"action_text": "江城发表了文章", "target": {"title": title, "content": text, "created": 1742260500}}
        for title, text in BOTH
    ]
    found = read("流.json", dump({"data": items, "fresh_text": "已更新"}))
    assert texts(found) == BOTH
    assert [each.date for each in articles(found)] == ["2025-03-18"] * 2
    assert texts(read("流.jsonl", "\n".join(map(dump, items)))) == BOTH


def test_strings_of_a_list_are_headlines_or_texts(read):
    strings = ["澜江大桥昨日上午合龙通车", "鹭洲湿地飞来四十七只白鹤"]
    found = articles(read("日.json", dump({"message": "ok", "data": {"date": "2025-03-18", "news": strings}})))
    assert [(each.title, each.date) for each in found] == [(text, "2025-03-18") for text in strings]
    assert texts(read("题.json", dump(strings))) == [(text, "") for text in strings]
    assert texts(read("文.json", dump([LONG, LONG]))) == [("", LONG)] * 2


def test_whether_there_is_a_text_is_no_text(read):
    assert texts(read("新闻.json", dump([{"title": BRIDGE, "is_content": "1"}]))) == [(BRIDGE, "")]


def test_commas_in_texts_without_quotation_marks(read):
    rows = [f"{BRIDGE}第{n}次,2025-03-18,昨日大桥合龙,{'记者在现场,' * n}两岸居民都来观看。" for n in range(1, 5)]
    found = articles(read("表.csv", "\n".join(rows) + "\n"))
    assert [(each.title, each.date) for each in found] == [(f"{BRIDGE}第{n}次", "2025-03-18") for n in range(1, 5)]
    assert found[1].paragraphs[0].text == "昨日大桥合龙,记者在现场,记者在现场,两岸居民都来观看。"


def test_a_last_cell_that_rows_lack_is_no_part_of_the_text(read):
    rows = [
        f'{BRIDGE}第{n}次,2025-03-18,"昨日,大桥合龙,两岸居民一大早都赶来观看。"{",新华社" * (n % 2)}'
        for n in range(1, 7)
    ]
    assert {each.paragraphs[0].text for each in articles(read("表.csv", "\n".join(rows)))} == {
        "昨日,大桥合龙,两岸居民一大早都赶来观看。"
    }


def test_elements_that_were_printed_as_a_list(read):
    row = f"{BRIDGE}\t2025-03-18\t[<p>{BRIDGE_TEXT}</p>, <p>{BIRDS_TEXT}</p>]\n"
    found = articles(read("行.tsv", row * 3))
    assert [part.text for part in found[0].paragraphs] == [BRIDGE_TEXT, BIRDS_TEXT]


FOUR = [
    *((BRIDGE + "了", BRIDGE_TEXT * 2), (BIRDS + "了", BIRDS_TEXT * 2)),
    ("江城图书馆新馆开放", "江城图书馆新馆昨天开放，读者排起了长队。馆长说，新馆藏书三百万册。"),
    ("地铁三号线开通试运行", "地铁三号线今天开通试运行，全长三十公里，设站二十三座，票价二元起。"),
]


@pytest.mark.parametrize("form", ["第{n}篇新闻\n{title}\n{text}\n\n", "第{n}篇新闻：{title}\n{text}\n"])
def test_counted_news(read, form):
    content = "".join(form.format(n=n, title=title, text=text) for n, (title, text) in enumerate(FOUR, start=1))
    assert texts(read("联播.txt", content)) == FOUR


def test_a_rule_without_a_line_end(read):
    content = "".join(f"{title}\n{text}\n{'=' * 33}" for title, text in FOUR)
    assert texts(read("新闻.txt", content)) == FOUR


def test_what_is_judged_of_a_text_is_no_section(read):
    rows = "".join(
        f"{title},{text},{label}\n" for (title, text), label in zip(FOUR, ["谣言", "事实", "Up", "体育"], strict=True)
    )
    found = articles(read("表.csv", "title,content,label\n" + rows))
    assert [each.section for each in found] == [None, None, None, "体育"]


def test_numbers_of_people_and_categories_and_addresses_of_pictures_are_no_facts(read):
    post = {"title": BRIDGE, "content": BRIDGE_TEXT, "author": 3, "categories": [12], "link": "https://j.example/a.jpg"}
    found = articles(read("帖.json", json.dumps([post, {**post, "title": BIRDS, "page": "3", "date": "2025-03-18"}])))
    assert [(each.reporters, each.section, each.url) for each in found] == [((), None, None), ((), "3", None)]


def test_the_day_of_publication_precedes_that_of_a_crawl(read):
    post = {"title": BRIDGE, "content": BRIDGE_TEXT, "date": "2025-05-01", "publishDate": "2025-03-18"}
    assert articles(read("帖.json", json.dumps([post])))[0].date == "2025-03-18"


@pytest.mark.parametrize("head", ["info", "MetaData"])
def test_a_head_beside_a_list_is_no_article(read, head):
    items = [{"HeadLine": title, "CreateTime": "2025/03/18 10:21"} for title, _ in FOUR]
    answer = {"Message": "", "Data": {head: {"Title": "江城新闻", "description": ""}, "Items": items}}
    found = articles(read("答.json", json.dumps(answer)))
    assert [(each.title, each.date) for each in found] == [(title, "2025-03-18") for title, _ in FOUR]


def test_the_text_of_an_article_in_blocks(read):
    blocks = [{"blockType": "text", "htmlTokens": [[{"type": "text", "content": text}]]} for _, text in FOUR]
    post = {"title": BRIDGE, "publishTime": 1742260000, "authors": [{"authorId": 1}], "blocks": blocks}
    found = articles(read("港.json", json.dumps([post, {**post, "title": BIRDS}])))
    assert [(each.title, len(each.paragraphs)) for each in found] == [(BRIDGE, 4), (BIRDS, 4)]


def test_what_an_article_lies_in_is_not_its_title(read):
    items = [
        {"name": title, "nodeInfo": {"name": "江城时政", "desc": "专注时政新闻"}, "url": "https://j.example/1"}
        for title, _ in FOUR
    ]
    found = articles(read("澎.json", json.dumps({"data": {"list": items}})))
    assert [(each.title, each.source) for each in found] == [(title, None) for title, _ in FOUR]


def test_columns_in_pinyin(read):
    rows = "".join(f"{title},2025-03-18,{text}\n" for title, text in FOUR)
    found = articles(read("表.csv", "xinwenbiaoti,fabushijian,xinwenneirong\n" + rows))
    assert [(each.title, each.date) for each in found] == [(title, "2025-03-18") for title, _ in FOUR]


def test_titles_that_a_colon_parts_from_texts_with_other_colons(read):
    content = "".join(f"{title}:江城讯（记者：何青禾）{text}\n" for title, text in FOUR)
    assert [title for title, _ in texts(read("新闻.txt", content))] == [title for title, _ in FOUR]


def test_a_label_behind_a_text(read):
    assert texts(read("新闻.txt", "".join(f"标题:\n{title}\n{text}" for title, text in FOUR))) == FOUR


def test_several_labels_on_a_line_below_a_numbered_title(read):
    content = "".join(
        f"{n}. {title}\n来源：江城日报  时间：2025-03-1{n} 19:00\n{text}\n\n" for n, (title, text) in enumerate(FOUR, 1)
    )
    found = articles(read("新闻.txt", content))
    assert [(each.source, each.date) for each in found] == [("江城日报", f"2025-03-1{n}") for n in range(1, 5)]


def test_the_number_of_a_source_is_no_source_and_a_time_may_follow_a_day_without_a_space(read):
    post = {"title": BRIDGE, "content": BRIDGE_TEXT, "source": 3, "time": "2025-03-1810:10:10"}
    assert [(each.source, each.date) for each in articles(read("帖.json", json.dumps([post])))] == [
        (None, "2025-03-18")
    ]


def test_kinds_of_fields_of_solr(read):
    post = {"title_txt_cn": [BRIDGE], "content_txt_cn": [BRIDGE_TEXT]}
    assert texts(read("搜.json", json.dumps([post, post])))[0] == (BRIDGE, BRIDGE_TEXT)


def test_headlines_of_a_digest_that_are_links_head_its_items(read):
    items = [
        f"{number}、[{title}](https://j.example/{number}.html)\n\n{text}\n"
        for number, (title, text) in enumerate(((BRIDGE, BRIDGE_TEXT), (BIRDS, BIRDS_TEXT), ("医院新开门诊", LONG)), 1)
    ]
    found = articles(read("周刊.md", "# 早茶周刊（第 8 期）\n\n每周五发布。\n\n## 动态\n\n" + "\n".join(items)))
    assert [(one.title, one.section, one.url) for one in found] == [
        (BRIDGE, "动态", "https://j.example/1.html"),
        (BIRDS, "动态", "https://j.example/2.html"),
        ("医院新开门诊", "动态", "https://j.example/3.html"),
    ]
    assert texts(found)[1] == (BIRDS, BIRDS_TEXT)


def test_a_link_to_the_page_below_an_item_is_its_address(read):
    items = "\n".join(
        f"## {title}\n\n{text}\n\n[{words}](https://j.example/{words})\n\n---\n"
        for title, text, words in ((BRIDGE, BRIDGE_TEXT, "查看原文"), (BIRDS, BIRDS_TEXT, "Source"))
    )
    found = articles(read("20250801.md", f"# 新闻联播文字稿 2025-08-01\n\n{items}"))
    assert [one.url for one in found] == ["https://j.example/查看原文", "https://j.example/Source"]
    assert texts(found) == BOTH


def test_a_heading_that_is_a_link_and_a_labelled_link_give_the_address(read):
    content = f"# 江城早报 2025-08-01\n\n## [{BRIDGE}](https://j.example/1)\n\n{BRIDGE_TEXT}\n\n## {BIRDS}\n\n{BIRDS_TEXT}\n\n- **链接**：[原文](https://j.example/2)\n"
    assert [one.url for one in articles(read("早报.md", content))] == ["https://j.example/1", "https://j.example/2"]


@pytest.mark.parametrize(
    "content",
    [
        f"<新闻><标题>{BRIDGE}</标题><正文><段>{BRIDGE_TEXT}</段><段>{BIRDS_TEXT}</段></正文></新闻>",
        f"<新闻><标题>{BRIDGE}</标题><全文><自然段>{BRIDGE_TEXT}</自然段><自然段>{BIRDS_TEXT}</自然段></全文></新闻>",
    ],
)
def test_paragraphs_of_xml_whatever_they_are_called(read, content):
    found = texts(read("新闻.xml", f'<?xml version="1.0"?><新闻列表>{content}{content}</新闻列表>'))
    assert found == [(BRIDGE, f"{BRIDGE_TEXT}\n{BIRDS_TEXT}")] * 2


def test_names_in_a_list_of_xml_are_all_kept(read):
    item = f"<n><title>{BRIDGE}</title><text>{BRIDGE_TEXT}</text><authors><author>何青禾</author><author>韩露</author></authors></n>"
    assert {each.reporters for each in articles(read("a.xml", f"<x>{item}{item}</x>"))} == {("何青禾", "韩露")}


def test_the_provider_of_newsml(read):
    item = (
        '<newsItem guid="1"><itemMeta><provider><name>江城日报</name></provider></itemMeta>'
        f"<contentMeta><headline>{BRIDGE}</headline></contentMeta>"
        f"<contentSet><inlineXML><html><body><p>{BRIDGE_TEXT}</p></body></html></inlineXML></contentSet></newsItem>"
    )
    (found,) = articles(read("a.xml", f'<?xml version="1.0"?><newsMessage><itemSet>{item}</itemSet></newsMessage>'))
    assert (found.title, found.source) == (BRIDGE, "江城日报")


@pytest.mark.parametrize(
    "names",
    [
        ("N_Title", "N_Content", "N_Date", "N_From", "N_Url"),
        ("IR_URLTITLE", "IR_CONTENT", "IR_URLTIME", "IR_SITENAME", "IR_URLNAME"),
        ("wz_title", "wz_body", "wz_date", "wz_source", "wz_link"),
        ("t", "c", "d", "from", "url"),
    ],
)
def test_names_that_begin_with_that_of_their_table(read, names):
    values = (BRIDGE, BRIDGE_TEXT, "2025-03-18 09:15:00", "江城日报", "https://jcrb.example.cn/1.html")
    (found,) = articles(read("新闻.jsonl", dump({"ID": 7, **dict(zip(names, values, strict=True))})))
    assert (found.title, found.date, found.source, found.url) == (BRIDGE, "2025-03-18", "江城日报", values[-1])


@pytest.mark.parametrize("value", ["高雄", "何青禾", "desk@example.cn"])
def test_where_something_is_from_is_often_no_source(read, value):
    (found,) = articles(read("a.jsonl", dump({"title": BRIDGE, "content": BRIDGE_TEXT, "from": value})))
    assert found.source is None


def test_the_name_of_a_page_is_a_section_rather_than_its_number(read):
    rows = f"日期,版次,版名,标题,正文\n2025-03-18,3,民生,{BRIDGE},{BRIDGE_TEXT}\n2025-03-18,5,,{BIRDS},{BIRDS_TEXT}\n"
    assert [each.section for each in articles(read("报.csv", rows))] == ["民生", "5"]


def test_columns_that_a_crawler_has_but_numbered(read):
    rows = [
        "标题,字段1,字段2,字段3",
        *(f"{title},江城日报,2025-03-18 09:15,{text * 3}" for title, text in FOUR),
    ]
    found = articles(read("采集.csv", "\n".join(rows)))
    assert {(each.date, each.source) for each in found} == {("2025-03-18", "江城日报")}
    assert [each.title for each in found] == [title for title, _ in FOUR]


def test_moments_whose_names_tell_their_unit(read):
    note = {"title": BRIDGE, "textContent": BRIDGE_TEXT, "createdTimestampUsec": 1_742_260_500_000_000}
    assert [each.date for each in articles(read("a.json", dump(note)))] == ["2025-03-18"]


def test_a_title_is_not_the_first_line_of_its_markdown_again(read):
    page = {"markdown": f"# {BRIDGE}\n\n{BRIDGE_TEXT}\n\n{BIRDS_TEXT}", "metadata": {"title": f"{BRIDGE}_江城在线"}}
    assert texts(read("a.json", dump({"data": [page]}))) == [(BRIDGE, f"{BRIDGE_TEXT}\n{BIRDS_TEXT}")]


def test_an_empty_title_and_a_headline_in_brackets(read):
    post = {"title": "", "content": f"【{BRIDGE}】{BRIDGE_TEXT}"}
    assert texts(read("a.json", dump([post]))) == [(BRIDGE, f"【{BRIDGE}】{BRIDGE_TEXT}")]


def test_a_headline_that_a_chat_shows_in_bold(read):
    message = {"type": "message", "text": f"*{BRIDGE}*\n{BRIDGE_TEXT}", "ts": "1742260500.000200"}
    assert texts(read("2025-03-18.json", dump([message]))) == [(BRIDGE, BRIDGE_TEXT)]


def test_a_lead_in_a_field_of_its_own_is_the_first_paragraph(read):
    story = {"title": BRIDGE, "lead": BIRDS_TEXT, "body": BRIDGE_TEXT}
    again = {"title": BRIDGE, "lead": BRIDGE_TEXT, "body": f"{BRIDGE_TEXT}\n{BIRDS_TEXT}"}
    found = texts(read("a.jsonl", f"{dump(story)}\n{dump(again)}\n"))
    assert found == [(BRIDGE, f"{BIRDS_TEXT}\n{BRIDGE_TEXT}"), (BRIDGE, f"{BRIDGE_TEXT}\n{BIRDS_TEXT}")]


def test_the_address_of_a_link_in_an_object(read):
    record = {"标题": BRIDGE, "正文": BRIDGE_TEXT, "链接": {"link": "https://jcrb.example.cn/1", "text": "原文"}}
    assert [each.url for each in articles(read("a.json", dump([record])))] == ["https://jcrb.example.cn/1"]


def test_the_name_of_a_paper_and_of_a_page_around_records(read):
    item = f'<article title="{BRIDGE}"><content>{BRIDGE_TEXT}</content></article>'
    content = f'<paper name="江城日报" date="2025-03-18"><page no="1" name="要闻">{item}{item}</page></paper>'
    found = articles(read("报.xml", f'<?xml version="1.0"?>{content}'))
    assert {(each.source, each.date, each.section) for each in found} == {("江城日报", "2025-03-18", "要闻")}


def test_a_column_called_fulltext_is_no_index(read):
    dump = (
        "CREATE TABLE news(id INTEGER PRIMARY KEY, headline TEXT, fulltext TEXT);\n"
        f"INSERT INTO news VALUES(1,'{BRIDGE}',replace('{BRIDGE_TEXT}\\n{BIRDS_TEXT}','\\n',char(10)));\n"
    )
    assert texts(read("news.sql", dump)) == [(BRIDGE, f"{BRIDGE_TEXT}\n{BIRDS_TEXT}")]
    index = (
        "CREATE TABLE `news` (`id` int, `title` text, `body` text, FULLTEXT KEY `f` (`body`), FULLTEXT `g` (`title`));\n"
        f"INSERT INTO `news` VALUES (1,'{BRIDGE}','{BRIDGE_TEXT}');\n"
    )
    assert texts(read("news.sql", index)) == [(BRIDGE, BRIDGE_TEXT)]


def test_linked_data_in_a_file_of_its_own(read):
    story = {"@type": "NewsArticle", "headline": BRIDGE, "articleBody": BRIDGE_TEXT, "datePublished": "2025-03-18"}
    assert texts(read("news.jsonld", dump(story) + "\n" + dump(story))) == [(BRIDGE, BRIDGE_TEXT)] * 2


@pytest.mark.parametrize("client", ["mysql", "psql"])
def test_tables_as_clients_of_databases_print_them(read, client):
    rows = [("id", "title", "source", "content"), ("1", BRIDGE, "江城日报", LONG), ("2", BIRDS, "江城晚报", LONG)]
    if client == "mysql":
        rule = "+----+------+------+---------+\n"
        content = rule + rule.join(f"{part}\n" for part in ("\n".join(f"| {' | '.join(row)} |" for row in part) for part in (rows[:1], rows[1:]))) + rule + "2 rows in set (0.01 sec)\n"  # fmt: skip
    else:
        content = "\n".join([f" {' | '.join(row)} " for row in rows[:1]] + ["----+------+------+---------"] + [f" {' | '.join(row)} " for row in rows[1:]] + ["(2 rows)"])  # fmt: skip
    found = articles(read("rows.txt", content))
    assert [(one.title, one.source) for one in found] == [(BRIDGE, "江城日报"), (BIRDS, "江城晚报")]
    assert texts(found)[1] == (BIRDS, LONG)


def test_clippings_in_a_list_with_their_facts_behind_the_headline(read):
    items = [
        (BRIDGE, "[[江城晚报]], 2025-03-18"),
        (BIRDS, "江城日报，2025-03-19"),
        ("医院新开门诊", "江城晚报 2025-03-20"),
    ]
    content = "# 2025-08-01 剪报\n\n" + "".join(
        f"- **{title}** ({known})\n\t- {LONG}\n\t- {BRIDGE_TEXT}\n" for title, known in items
    )
    found = articles(read("剪报.md", content))
    assert [(one.title, one.date, one.source) for one in found] == [
        (BRIDGE, "2025-03-18", "江城晚报"),
        (BIRDS, "2025-03-19", "江城日报"),
        ("医院新开门诊", "2025-03-20", "江城晚报"),
    ]
    assert texts(found)[0][1] == f"{LONG}\n{BRIDGE_TEXT}"


def test_a_masthead_above_headings_that_are_links_is_no_story(read):
    items = [f"## {at}. [{title}](https://j.example/{at})\n\n{text}\n" for at, (title, text) in enumerate(BOTH, 1)]
    found = articles(read("信.md", "# 晚点早知道 | 5 月 19 日 2023\n\n大家早上好。\n\n" + "\n".join(items)))
    assert texts(found) == BOTH
    assert [one.url for one in found] == ["https://j.example/1", "https://j.example/2"]


def test_headings_of_days_in_notes_date_the_stories_below(read):
    days = [
        f"## 2024-01-0{at} 周一\n\n### {title}\n\n{text}\n\n来源：江城日报\n"
        for at, (title, text) in enumerate(BOTH, 1)
    ]
    found = articles(read("2024-W02.md", "\n".join(days)))
    assert texts(found) == BOTH
    assert [(one.date, one.source) for one in found] == [("2024-01-01", "江城日报"), ("2024-01-02", "江城日报")]


def test_a_digest_without_marks_of_markdown_is_read_as_text_whatever_its_suffix(read):
    content = "晨风\n第一中学校报　第46期\n2022年10月15日\n\n" + "\n".join(
        f"★ {title}\n　　{LONG}（高二（{at}）班 何青）\n"
        for at, title in enumerate((BRIDGE, BIRDS, "医院新开门诊", "春茶开采"))
    )
    assert [one.title for one in articles(read("校报.md", content))] == [
        one.title for one in articles(read("校报.txt", content))
    ]


def test_the_client_of_a_database_says_how_many_rows_there_are(read):
    rows = "".join(
        f"{'*' * 27} {at}. row {'*' * 27}\n  title: {title}\n source: 江城日报\ncontent: {text}\n"
        for at, (title, text) in enumerate(BOTH, 1)
    )
    assert texts(read("rows.txt", rows + "2 rows in set (0.00 sec)\n")) == BOTH


def test_days_in_chinese_numerals_below_headlines(read):
    stories = "\n".join(
        f"{title}\n（江城日报　二〇一七年七月二十{at}日　第八版）\n　　{LONG}\n"
        for at, title in zip("一二三", (BRIDGE, BIRDS, "医院新开门诊"), strict=True)
    )
    found = articles(read("资料.txt", stories))
    assert [(one.date, one.source) for one in found] == [(f"2017-07-2{at}", "江城日报") for at in (1, 2, 3)]


def test_the_underline_of_the_last_heading_is_no_rule_above_a_footer(read):
    items = "".join(f"{title}\n----------\n\n江城日报，2025年3月18日\n\n{text}\n\n" for title, text in BOTH)
    assert texts(read("汇编.md", f"媒体报道汇编\n==========\n\n{items}")) == BOTH


@pytest.mark.parametrize("name", ["江城内部周刊 第12期", "江城早报 2025-03-18"])
def test_headings_below_the_name_of_a_digest_in_front_matter_are_titles(read, name):
    items = "".join(f"### {title}\n\n{text}\n\n" for title, text in BOTH)
    assert texts(read("周刊.md", f"---\ntitle: {name}\ndate: 2025-03-18\n---\n\n{items}")) == BOTH


def test_callouts_with_titles_are_articles_if_nothing_else_is_in_a_note(read):
    items = "\n".join(f"> [!quote] {title}\n> {text}\n" for title, text in BOTH)
    assert texts(read("剪报.md", f"# 2025-03-18 剪报\n\n{items}")) == BOTH
    assert len(articles(read("笔记.md", f"# 2025-03-18 剪报\n\n今天读到两条。\n\n{items}"))) == 1


def test_items_below_the_name_of_a_digest_are_articles(read):
    spring = ("青石县春茶开采", "青石县的春茶今天开采，鲜叶涨价两成。")
    stories = [BOTH[0], spring, ("图书馆夜间开放", "市图书馆本月起夜间开放，读者可以读到二十三点。")]
    items = "".join(f"- **{title}**（江城日报）\n  {text}\n" for title, text in stories)
    found = articles(read("剪报.md", f"## 剪报 2025-03-18\n\n{items}"))
    assert [(one.title, one.source, [part.text for part in one.paragraphs]) for one in found] == [
        (title, "江城日报", [text]) for title, text in stories
    ]
