"""Further shapes of files, and the shapes next to them that are read as before."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from newsgrep.model import Article
from newsgrep.readers import Problem

BRIDGE, BIRDS, TRAM = "澜江大桥合龙", "候鸟今日北归", "电车明年通车"
TEXTS = {
    BRIDGE: "澜江大桥今天上午合龙，全长三公里，双向六车道，明年春天通车，两岸往来更方便。",
    BIRDS: "鹭洲湿地今天飞来白鹤，共四十七只，比去年早六天，巡护员在岸边数了两个小时才数清。",
    TRAM: "江城电车一号线今天开工，设站二十三座，明年年底通车，市民过江只要五分钟，票价两元。",
}
ALL = list(TEXTS.items())
DAYS = ["2025-03-18", "2025-03-19", "2025-03-20"]


def texts(found: list[Article | Problem]) -> list[tuple[str, str]]:
    assert [item for item in found if isinstance(item, Problem)] == []
    read = [item for item in found if isinstance(item, Article)]
    return [(each.title, "\n".join(part.text for part in each.paragraphs)) for each in read]


def dates(found: list[Article | Problem]) -> list[str | None]:
    return [item.date for item in found if isinstance(item, Article)]


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_pages_of_outliners(read):
    def page(title, text):
        return {"title": title, "children": [{"string": text[:20], "children": [{"string": text[20:]}]}]}

    found = texts(read("roam.json", dump([page(*each) for each in ALL])))
    assert [(title, body.replace("\n", "")) for title, body in found] == ALL


def test_children_with_titles_are_articles(read):
    value = {"title": "江城日报", "children": [{"title": title, "content": text} for title, text in ALL]}
    assert texts(read("n.json", dump(value))) == ALL


def test_objects_stored_as_strings(read):
    rows = [{"content": dump({"title": title, "content": text, "time": DAYS[0]}), "code": ""} for title, text in ALL]
    found = read("n.json", dump({"data": rows}))
    assert texts(found) == ALL
    assert dates(found) == DAYS[:1] * 3
    file = io.StringIO()
    csv.writer(file).writerows([("url", "data"), *((f"u{at}", row["content"]) for at, row in enumerate(rows))])
    assert texts(read("n.csv", file.getvalue())) == ALL


def test_highlights_are_no_articles(read):
    hits = [{"_source": {"title": title, "content": text}, "highlight": {"content": [text[:9]]}} for title, text in ALL]
    assert texts(read("n.json", dump({"hits": {"hits": hits}}))) == ALL


def test_lists_side_by_side(read):
    value = {"titles": [*TEXTS], "contents": [*TEXTS.values()], "dates": DAYS}
    found = read("n.json", dump(value))
    assert (texts(found), dates(found)) == (ALL, DAYS)


def test_the_longer_text_of_a_summary_and_an_unknown_field(read):
    value = {"title": BRIDGE, "digest": "大桥合龙。", "content_noencode": TEXTS[BRIDGE] * 2}
    assert texts(read("n.jsonl", dump(value))) == [(BRIDGE, TEXTS[BRIDGE] * 2)]
    assert (
        texts(read("n.jsonl", dump({"title": BRIDGE, "digest": TEXTS[BRIDGE], "comment": TEXTS[BIRDS] * 3}))) == ALL[:1]
    )


def test_tasks_for_language_models(read):
    tasks = [{"instruction": "写一个标题", "input": text * 2, "output": title} for title, text in ALL]
    assert [body for _, body in texts(read("n.json", dump(tasks)))] == [text * 2 for _, text in ALL]


def test_lines_with_a_date_in_front(read):
    for row in ("{} {} {}\n", "{} | {} | {}\n", "[{}] {}　{}\n"):
        found = read("n.txt", "".join(row.format(day, *each) for day, each in zip(DAYS, ALL, strict=True)))
        assert (texts(found), dates(found)) == (ALL, DAYS)


def test_stories_below_their_dates(read):
    lines = [f"{day}\n{title}\n\n　　{text}\n\n" for day, (title, text) in zip(DAYS, ALL, strict=True)]
    found = read("n.txt", "".join(lines))
    assert (texts(found), dates(found)) == (ALL, DAYS)


@pytest.mark.parametrize("below", ["https://j.example/1", "江城日报 2025-03-18", "==========="])
def test_titles_with_facts_or_a_rule_below(read, below):
    assert texts(read("n.txt", "".join(f"{title}\n{below}\n{text}\n\n" for title, text in ALL))) == ALL


def test_titles_with_marks(read):
    found = read("n.txt", "".join(f"★ {title}\n（江城日报 2025-03-18）\n　　{text}\n\n" for title, text in ALL))
    assert texts(found) == ALL


@pytest.mark.parametrize(
    "block",
    [
        "[{id}]\ntitle={title}\ndate={day}\ncontent={text}\n\n",
        "发件人: 江城日报\n发送时间: {day}\n收件人: 我\n主题: {title}\n\n{text}\n\n",
        "---\ntitle: {title}\ndate: {day}\n---\n{text}\n\n",
    ],
)
def test_blocks_one_after_another(read, block):
    rows = [block.format(id=f"n{at}", title=each[0], text=each[1], day=DAYS[at]) for at, each in enumerate(ALL)]
    found = read("n.txt", "".join(rows))
    assert (texts(found), dates(found)) == (ALL, DAYS)


def test_a_chronicle_is_one_article(read):
    text = "江城大事记\n\n" + "".join(f"{day}，{text}\n" for day, (_, text) in zip(DAYS, ALL, strict=True))
    assert len(texts(read("n.txt", text))) == 1


def test_entities_that_a_crawler_left(read):
    assert texts(read("n.txt", f"{BRIDGE}\n\n&ldquo;大桥&rdquo;&nbsp;{TEXTS[BRIDGE]}\n")) == [
        (BRIDGE, f"“大桥” {TEXTS[BRIDGE]}")
    ]


def test_sitemaps_of_news(read):
    news = "".join(
        f"<url><loc>https://j.example/{title}</loc><n:news><n:publication><n:name>江城日报</n:name></n:publication>"
        f"<n:publication_date>{day}</n:publication_date><n:title>{title}</n:title></n:news></url>"
        for day, title in zip(DAYS, TEXTS, strict=True)
    )
    found = read("s.xml", f'<?xml version="1.0"?><urlset xmlns:n="http://news">{news}</urlset>')
    assert ([title for title, _ in texts(found)], dates(found)) == ([*TEXTS], DAYS)
    (problem,) = read("s.xml", '<?xml version="1.0"?><urlset><url><loc>https://j.example/1</loc></url></urlset>')
    assert isinstance(problem, Problem)


def test_the_title_of_what_an_article_is_in_is_its_source(read):
    row = "<article><isPartOf><journal><title>江城日报</title></journal></isPartOf><title>{}</title><body>{}</body></article>"
    found = read("n.xml", '<?xml version="1.0"?><r>' + "".join(row.format(*each) for each in ALL) + "</r>")
    assert texts(found) == ALL
    assert {item.source for item in found if isinstance(item, Article)} == {"江城日报"}


def test_sheets_that_are_written_down(read):
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    book = openpyxl.Workbook()
    for title, text in ALL:
        for row in (["标题：", title], ["日期：", DAYS[0]], ["正文：", text], []):
            book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    found = read("剪报.xlsx", file.getvalue())
    assert (texts(found), dates(found)) == (ALL, DAYS[:1] * 3)


def test_numbered_titles_without_facts(read):
    text = "".join(f"{number}、{title}\n{body}\n\n" for number, (title, body) in enumerate(ALL, start=1))
    assert texts(read("n.txt", text)) == ALL
    assert len(texts(read("n.txt", f"江城交通规划公布\n\n{text}"))) <= 1 + len(ALL)


def test_the_text_of_an_element_with_attributes(read):
    rows = "".join(f'<news title="{title}" date="{DAYS[0]}">{text}</news>' for title, text in ALL)
    assert texts(read("n.xml", f'<?xml version="1.0"?><list>{rows}</list>')) == ALL


def test_the_text_beside_the_page_that_it_is_from(read):
    text = TEXTS[BRIDGE] * 2
    row = {"title": BRIDGE, "raw_html": f"<div><p>{text}</p></div>", "text_clean": text}
    assert texts(read("n.jsonl", dump(row))) == [(BRIDGE, text)]
