"""What is said of articles that look misunderstood, and what is left out."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from newsgrep.model import Article, Paragraph
from newsgrep.readers import Problem, ReadOptions, SourceFile, read_news
from newsgrep.readers.doubts import BEGINNING, LOOKED_AT, ONE_IN
from newsgrep.readers.oddities import Doubt, merged_doubts
from newsgrep.readers.plausibility import LOOKED_AT as COMPARED
from newsgrep.readers.plausibility import Plausibility

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.readers import Understood

TEXT = "大桥今天上午合龙，全长三公里，双向六车道，预计明年五月通车，每天通行四万辆次。"
STORY = {"title": "大桥合龙", "date": "2025-03-18", "content": TEXT}


def read(path: Path, name: str, content: str) -> tuple[list[str], list[str], set[str]]:
    """The titles and texts, the problems, and the doubts of a file."""
    file = path / name
    file.write_text(content, "utf-8")
    said: list[Understood] = []
    found = list(read_news(SourceFile(name, file, file.stat().st_size, 0), ReadOptions(), {}, said.append))
    texts = [item.article.title for item in found if not isinstance(item, Problem)]
    problems = [str(item) for item in found if isinstance(item, Problem)]
    return texts, problems, {doubt.name for each in said for doubt in each.doubts}


@pytest.mark.parametrize(
    "body",
    [
        '{"a": 1, "b": [2]}',
        "function () { return 1 }",
        "//div[@class='content']/p",
        "QUJD1aZ" * 60,
    ],
)
def test_data_is_no_text_and_left_out_with_a_word(tmp_path: Path, body: str):
    rows = [STORY, STORY | {"title": "新馆开放", "content": body}]
    titles, problems, _ = read(tmp_path, "n.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    assert titles == ["大桥合龙"]
    (problem,) = problems
    assert problem.startswith("n.jsonl:2: holds data or code instead of a text; left out (map another field")


@pytest.mark.parametrize(
    "body",
    [f"{{注：{TEXT}}}", f"<p>{TEXT}</p>", f"import 一词：{TEXT}", f"{TEXT}\n{{'a': 1}}", "[本报讯]" + TEXT, "a" * 300],
)
def test_texts_that_quote_data_are_texts(tmp_path: Path, body: str):
    assert read(tmp_path, "n.jsonl", json.dumps(STORY | {"content": body}) + "\n") == (["大桥合龙"], [], set())


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"date": "2099-01-01"}, "future"),
        ({"content": f"{TEXT}\\u5927\\u6865\\u5408"}, "markup"),
        ({"content": TEXT + "\ufffd\ufffd"}, "lost"),
        ({"title": TEXT * 4}, "long title"),
        ({"content": f"标题：一\n正文：{TEXT}\n标题：二\n正文：{TEXT}"}, "labels,repeated lines"),
        (
            {"content": "".join(f"江城日报 2025-03-1{n} 记者何青禾\n{TEXT}\n" for n in range(4))},
            "dates,repeated lines",
        ),
        ({"date": None, "title": "", "content": f"2025-03-18 {TEXT}"}, "values"),
    ],
)
def test_what_looks_misunderstood_is_kept_and_said(tmp_path: Path, change: dict[str, str], doubt: str):
    titles, problems, doubts = read(tmp_path, "n.jsonl", json.dumps(STORY | change) + "\n")
    assert (len(titles), problems, doubts) == (1, [], set(doubt.split(",")))


@pytest.mark.parametrize(
    "content",
    [
        TEXT + "\n2025年3月18日",
        "3月1日\n开工。\n3月2日\n停工。\n3月3日\n复工。",
        "记者：为什么？\n专家：因为桥短。\n记者：何时通车？\n专家：明年。",
        "来源：江城日报\n作者：何青禾",
        "R&D 投入超过 AT&T，<3 的桥。",
    ],
)
def test_usual_texts_are_in_no_doubt(tmp_path: Path, content: str):
    assert read(tmp_path, "n.jsonl", json.dumps(STORY | {"content": content}) + "\n")[2] == set()


def test_a_text_of_data_is_left_out_and_has_no_fields_to_map(tmp_path: Path):
    titles, problems, _ = read(tmp_path, "n.txt", "大桥合龙\n\n<p>大桥今天合龙。</p><p>明年通车。</p>\n")
    assert titles == []
    assert problems == ["n.txt:1: holds data or code instead of a text; left out (move it out of the corpus)"]


def test_titles_are_judged_by_the_whole_file(tmp_path: Path):
    rows = [STORY | {"title": str(number)} for number in range(3)]
    assert read(tmp_path, "n.jsonl", "".join(json.dumps(row) + "\n" for row in rows))[2] == {"odd titles"}
    rows += [STORY | {"title": f"大桥第{number}天"} for number in range(9)]
    assert read(tmp_path, "n.jsonl", "".join(json.dumps(row) + "\n" for row in rows))[2] == set()
    assert read(tmp_path, "n.jsonl", (json.dumps(STORY) + "\n") * 6)[2] == {"same title"}


def test_texts_that_are_cut_off_by_the_site(tmp_path: Path):
    rows = [STORY | {"title": f"大桥{number}号合龙", "content": f"{TEXT}大桥{number}号今天..."} for number in range(4)]
    assert read(tmp_path, "n.jsonl", "".join(json.dumps(row) + "\n" for row in rows))[2] == {"beginnings"}
    rows[0]["content"] = TEXT
    assert read(tmp_path, "n.jsonl", "".join(json.dumps(row) + "\n" for row in rows))[2] == set()


def test_longer_texts_that_are_not_used(tmp_path: Path):
    row = {"title": "大桥合龙", "原始一": TEXT * 2, "原始二": TEXT * 3}
    assert read(tmp_path, "n.jsonl", json.dumps(row) + "\n") == (["大桥合龙"], [], {"unused", "no text"})
    assert read(tmp_path, "n.jsonl", json.dumps({"title": "大桥合龙", "tags": "桥", "text": TEXT}) + "\n")[2] == set()


def test_of_many_articles_some_are_looked_at_and_of_each_its_beginning(tmp_path: Path):
    """As the table of limits in docs/threats.md says."""
    rows = [STORY | {"title": f"大桥{number}号合龙"} for number in range(LOOKED_AT + 3 * ONE_IN)]
    for number in range(LOOKED_AT - 1, len(rows)):
        rows[number]["content"] = TEXT + r"\u6c5f\u57ce\u6865"
    rows[0] = STORY | {"content": "江" * BEGINNING + TEXT + r"\u6c5f\u57ce\u6865"}
    file = tmp_path / "n.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    said: list[Understood] = []
    list(read_news(SourceFile(file.name, file, file.stat().st_size, 0), ReadOptions(), {}, said.append))
    (doubt,) = (doubt for each in said for doubt in each.doubts)
    assert (doubt.name, doubt.articles, doubt.line) == ("markup", 1 + 3, LOOKED_AT)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.srt", "WEBVTT\n\n"),
        ("a.csv", "标题,正文\n,,,,,,\n"),
        ("a.ass", "[Events]\nDialogue: ,,,\n"),
        ("a.jsonl", "\n\n \n "),
    ],
)
def test_a_file_without_an_article_is_named(tmp_path: Path, name: str, content: str):
    assert read(tmp_path, name, content) == ([], [], {"nothing"} if content.strip() else set())


def test_files_without_an_article_are_counted_by_kind():
    doubts = [Doubt("nothing", 1, f"{number}.srt", 1) for number in range(2)]
    assert [str(doubt.located) for doubt in merged_doubts(doubts)] == ["0.srt:1: has no article (2 files)"]


BRIDGE, BRIDGE_TEXT = "澜江大桥合龙", "澜江大桥今天合龙，明年春天通车。"
NOTES = "江城 澜江 鹭洲\n编辑部\n\n[[社论]]\n\n图书馆\n借书\n还书\n\n[[媒体]]\n只言片语\n"


@pytest.mark.parametrize(
    ("name", "text", "doubt"),
    [
        ("笔记.txt", NOTES, {"no sentences"}),
        ("报道.txt", f"{BRIDGE}\n\n" + f"{BRIDGE_TEXT}\n\n" * 6, set()),
        ("报道.txt", f"2025年3月18日\n{NOTES}", {"several"}),
        ("n.jsonl", json.dumps({"title": BRIDGE, "content": "1906年4月1日，铁路通车。"}), set()),
        ("网站.csv", "name,url\n" + "".join(f"江城{at},https://{at}.example/\n" for at in range(8)), {"short titles"}),
        (
            "标题.csv",
            "title,url\n" + "".join(f"{title},{url}\n" for title, url in [(BRIDGE, "https://j.example/1")] * 3),
            set(),
        ),
    ],
)
def test_doubts_of_notes_and_names(tmp_path, name, text, doubt):
    assert read(tmp_path, name, text)[2] == doubt


STORIES = [
    (
        "澜江大桥今日合龙",
        "澜江大桥今日上午合龙，全长三公里，双向六车道。预计明年五月通车，每天通行四万辆次，连接两岸。",
    ),
    (
        "鹭洲湿地迎来白鹤",
        "首批九只白鹤昨日飞抵鹭洲湿地过冬，比去年早六天。管理处提醒游客保持距离，不要投喂，也不要放飞无人机。",
    ),
    (
        "江城图书馆开放",
        "新落成的江城图书馆周六起向市民开放，藏书二百万册。读者凭身份证即可入馆，每周一闭馆，晚间延长至九点。",
    ),
    (
        "地铁五号线招标",
        "江城地铁五号线土建工程开始招标，线路长三十一公里。工程预计年底动工，沿线道路将分段围挡施工四年。",
    ),
    ("酱园重开老晒场", "停产二十年的永和酱园重开老晒场，三百口大缸一字排开。老师傅说，好酱油要晒足三伏天，急不得。"),
]
SHIFTED = [text for _, text in STORIES[1:]] + [STORIES[0][1]]


def lines_of_json(titles: list[str], texts: list[str], **facts: str) -> str:
    pairs = zip(titles, texts, strict=True)
    return "".join(json.dumps({"title": title, "content": text, **facts}) + "\n" for title, text in pairs)


TITLES, TEXTS = [title for title, _ in STORIES], [text for _, text in STORIES]


@pytest.mark.parametrize(
    ("name", "content", "doubts"),
    [
        ("对.jsonl", lines_of_json(TITLES, TEXTS), set()),
        ("错位.jsonl", lines_of_json(TITLES, SHIFTED), {"strange titles"}),
        ("同文.jsonl", lines_of_json(TITLES * 4, [TEXTS[0]] * 20), {"strange titles", "same text"}),
        ("短文.jsonl", lines_of_json(TEXTS, TITLES), {"short texts", "sentences as titles"}),
        (
            "日期.jsonl",
            lines_of_json(TITLES, [f"江城天气 2025-03-18 晴转多云\n{text}" for text in TEXTS]),
            {"lines of dates", "facts above"},
        ),
        ("每行一篇.txt", "".join(f"{text}\n" for text in TEXTS), {"untitled lines"}),
        (
            "一篇.txt",
            f"{TEXTS[0]}\n澜江大桥连接两岸，今日合龙后将铺设桥面。\n大桥合龙时，两岸居民站在江边观看合龙。\n",
            set(),
        ),
        ("分隔.txt", "".join(f"{text}\n+ + 完 + +\n" for text in TEXTS), {"recurring lines"}),
        (
            "阅读.txt",
            "\n\n\n".join(
                f"j.example.cn\n{title}\n罗远\n{at} 分钟\n\n{text}"
                for at, (title, text) in enumerate(STORIES[:3], start=2)
            ),
            {"recurring lines", "repeated lines", "strange headlines"},
        ),
    ],
)
def test_what_is_not_plausible_is_said(tmp_path, name, content, doubts):
    assert read(tmp_path, name, content)[2] == doubts


def test_rows_of_figures_texts_as_long_as_articles_and_a_moment_are_in_doubt(tmp_path):
    rows = "".join(f"sh68853{at},68853{at},江城电子,28.57{at},-0.4{at}\n" for at in range(8))
    text = "江城大学昨日举行开学典礼，三千名新生走进校园，校长寄语新生要多读书，也要多走路。" * 8
    moment = f"新桥通车\n江城有话说\n2025-03-18 07:01江城号的帐号\n{text}\n"
    for content, doubt in (
        (rows, "no sentences"),
        (f"{text}\n{text}\n{text}\n", "untitled lines"),
        (moment, "lines of dates"),
    ):
        assert doubt in read(tmp_path, "n.txt", content)[2]


def test_the_first_articles_are_compared(tmp_path: Path):
    """As the table of limits in docs/threats.md says."""
    stories = [STORY | {"content": f"{number}日{TEXT}"} for number in range(COMPARED * 3)]
    strange = [story | {"title": f"白鹤第{number}只归来"} for number, story in enumerate(stories)]
    rows = stories[:COMPARED] + strange[COMPARED:]
    assert read(tmp_path, "n.jsonl", "".join(json.dumps(row) + "\n" for row in rows))[2] == set()
    assert "strange titles" in read(tmp_path, "n.jsonl", "".join(json.dumps(row) + "\n" for row in strange))[2]


def test_lines_about_as_many_things_are_no_article(tmp_path: Path):
    things = [
        "越南进口废铁超标",
        "车禍婦人获救了",
        "桃县检查火鍋烧烤店",
        "屏东发生強震",
        "叙利亞新宪公投日",
        "宜蘭龟山岛開放",
    ]
    things += [
        "獅隊今晚止敗了",
        "醫院粉餅出事",
        "默多克辦新報期待大卖",
        "金門舉辦路跑",
        "钢琴八手聯彈奏",
        "雞場驗出病毒",
    ]
    assert read(tmp_path, "n.txt", "".join(f"{thing}。\n" for thing in things))[2] == {"untitled lines"}
    assert read(tmp_path, "n.txt", "".join(f"{thing}，江城大桥今日合龙。\n" for thing in things))[2] == set()


def test_a_section_between_headlines_is_no_headline(tmp_path: Path):
    links = "".join(f"专题 https://j.example/s/\n江城大桥第{at}天合龙 https://j.example/{at}.html\n" for at in range(5))
    assert read(tmp_path, "n.txt", links)[2] == {"repeated title"}


def test_numbers_between_headlines_are_missed_but_those_that_count(tmp_path):
    headlines = [f"江城地铁{name}号线今日全线开工建设" for name in "一二三四五六七八九十"]
    for number, doubts in ((2024, {"lost lines"}), (7, set())):
        content = "\n".join([*headlines[:5], str(number), *headlines[5:]]) + "\n"
        titles, _, found = read(tmp_path, "题.txt", content)
        assert (titles, found) == (headlines, doubts)


def test_addresses_behind_dates_on_one_line(tmp_path):
    content = "".join(f"大桥第{n}次合龙,2025-03-1{n},https://j.example/{n}.htm" for n in range(1, 6))
    assert "dates" in read(tmp_path, "新闻.txt", content)[2]


def test_sentences_with_the_id_of_an_article(tmp_path):
    rows = "".join(f"{at},7,昨日清晨，江城大桥第{at}次合龙通车。\n" for at in range(6))
    assert read(tmp_path, "句.csv", "id,article_id,sentence_text\n" + rows)[2] == {"parts"}
    assert read(tmp_path, "句.csv", "id,article_id,sentence_text\n" + rows.replace(",7,", ",7{}"))[2] == set()


def test_a_column_without_a_name_that_is_not_used(tmp_path):
    offices = ["外交部", "央行", "教育部", "工信部", "商务部"]
    rows = "".join(f"2025-03-18,{office},江城大桥第{at}次合龙通车,江城日报\n" for at, office in enumerate(offices))
    assert read(tmp_path, "表.csv", rows)[2] == {"column"}


def test_the_label_of_the_next_text(tmp_path):
    assert "labels" in read(tmp_path, "新闻.txt", "江城大桥合龙\n昨日，江城大桥合龙通车。标题：\n")[2]


def test_marks_and_addresses_among_the_lines_of_a_crawl(tmp_path):
    assert "recurring lines" in read(tmp_path, "a.txt", f"第99页{'*' * 40}\n好好生活吧。\n{TEXT}\n")[2]
    addresses = "".join(f"https://j.cn/{at}\n\n" for at in range(4))
    assert "dates" in read(tmp_path, "b.md", f"# 笔记\n\n{TEXT}\n\n{addresses}{TEXT}\n")[2]


def test_a_text_that_is_numbered_items_alone(tmp_path):
    items = [f"{at}、{name}；" for at, name in enumerate(("大桥合龙", "候鸟北归", "电车开工", "新馆开放"), 1)]
    assert {"untitled lines", "items"} & read(tmp_path, "a.txt", "\n".join(items))[2]
    titles, _, doubts = read(tmp_path, "a.txt", "2025年3月18日 星期二\n" + "\n".join(items))
    assert (len(titles), doubts) == (len(items), set())


def test_a_field_that_is_title_and_text(tmp_path):
    short, long = "大桥今天上午合龙，全长三公里。", TEXT * 3
    rows = "".join(f"2025-03-1{at},{text}\n" for at, text in enumerate([short, long] * 3))
    assert "either" in read(tmp_path, "rows.csv", f"date,abstract\n{rows}")[2]


def test_sentences_without_anything_else(tmp_path):
    pairs = "".join(
        f"The bridge was finished on day {at}.\t大桥在第{at}天合龙，市民从两岸前来观看，夜里灯火通明直到天亮。\n"
        for at in range(8)
    )
    assert "parts" in read(tmp_path, "pairs.tsv", pairs)[2]
    dated = "".join(
        f"2025-03-1{at}\t大桥在第{at}天合龙，市民从两岸前来观看，夜里灯火通明直到天亮。\n" for at in range(8)
    )
    assert "parts" not in read(tmp_path, "flashes.tsv", dated)[2]


def test_remarks_with_numbers(tmp_path):
    remarks = [{"comment_id": at, "note_id": "7", "content": "希望早日通车，出行更方便"} for at in range(5)]
    assert read(tmp_path, "评.json", json.dumps(remarks))[2] == {"parts"}


@pytest.mark.parametrize("form", ["[{}][2025-03-18][江城日报] 昨日，大桥合龙通车。\n", "{}\t{}\n"])
def test_values_in_titles(tmp_path, form):
    titles = [f"江城大桥第{name}次合龙通车典礼举行" for name in "一二三四五六"]
    assert "values" in read(tmp_path, "新闻.txt", "".join(form.format(title, title[::-1]) for title in titles))[2]


@pytest.mark.parametrize("number", ["{}、", "{}. ", "◆ "])
def test_numbered_items_in_one_article_are_in_doubt(tmp_path, number):
    items = "".join(f"{number.format(at)}江城市政府今天公布第{at}项计划，涉及老旧小区。\n" for at in range(1, 8))
    masthead = "江城早报 2025年3月18日 星期二\n早安，江城！\n\n"
    assert "items" in read(tmp_path, "a.txt", masthead + items)[2]
    assert "items" not in read(tmp_path, "b.txt", masthead + TEXT + "\n" + items.split("\n")[0] + "\n")[2]


def test_an_address_said_twice_is_no_text_that_was_not_used(tmp_path):
    address = "https://notes.example.cn/_/notes/of/readers/?id=jiangbian&amp;y=2005&amp;m=08&amp;n={}&amp;k=140"
    items = "".join(
        f"<item><title>大桥合龙之{i}</title><link>{address.format(i)}\n</link></item>" for i in "一二三四五"
    )
    found = read(tmp_path, "a.xml", f"<rss><channel><title>江边手记</title>{items}</channel></rss>")
    assert found == ([f"大桥合龙之{i}" for i in "一二三四五"], [], set())


def test_titles_of_several_texts_are_in_doubt(tmp_path: Path):
    rows = [{"title": f"江城观察{at % 2}", "content": f"大桥合龙第{at}天，江边人来人往。"} for at in range(6)]
    assert "recurring titles" in read(tmp_path, "n.json", json.dumps(rows))[2]
    others = [row | {"title": f"大桥合龙第{at}天"} for at, row in enumerate(rows)]
    assert read(tmp_path, "n.json", json.dumps(others))[2] == set()


def test_a_title_that_is_a_number_without_a_text_is_in_doubt(tmp_path: Path):
    assert read(tmp_path, "n.json", json.dumps([{"title": "1", "date": "2025-03-18"}]))[2] == {"odd titles", "no text"}
    assert read(tmp_path, "n.json", json.dumps([{"title": "1", "text": "大桥今天合龙。"}]))[2] == set()


def test_rows_of_addresses_and_labels_as_titles(tmp_path):
    row = "江城大桥合龙||https://j.example/2025/0318/1.shtml||https://j.example/upload/1_th_hsl.jpg||09:15&&"
    assert read(tmp_path, "1.txt", row * 3)[2] == {"dates"}
    stories = [{"title": "链接", "content": text} for text in (TEXT, "新馆今天开放。", "地铁明天试运行。")]
    assert read(tmp_path, "2.json", json.dumps(stories, ensure_ascii=False))[2] >= {"odd titles"}


def test_texts_of_many_lines(tmp_path):
    """Stories that begin as such, remarks of readers, half characters at the ends of lines, and a book."""
    begin = ("3月18日，", "在昨天举行的仪式上，", "新华社江城3月18日专电 ", "近日，", "据江城日报3月17日电 ")
    story = (
        "澜江大桥的建设者们走上了合龙后的桥面，他们说，这座桥的每一根索都牵着两岸人家的日子，往后走亲戚不用再等渡船了。"
    )
    assert read(tmp_path, "1.txt", "".join(f"{each}{story}\n" for each in begin))[2] == {"untitled lines"}
    assert read(tmp_path, "2.txt", "".join(f"3月{at}日，{story}\n" for at in range(1, 6)))[2] == set()
    lost = "大桥今天上午合龙了，全长三公?\n两岸的人们从各处赶来观看大?\n夜里，桥上的灯都亮了起来，照着江?\n"
    assert "lost" in read(tmp_path, "3.txt", lost * 4)[2]
    book = "".join(f"第{at}天，{story * 20}\n" for at in range(80))
    assert "book" in read(tmp_path, "4.txt", book)[2]


def test_paragraphs_that_have_hardly_a_word_in_common_are_several_articles(tmp_path):
    briefs = (
        "澜江大桥昨天上午合龙，建设者们登上桥面庆祝，通车以后两岸居民不必再等候渡轮，往返只要十分钟。",
        "农业部门通报，今年早稻播种面积略有增加，各县农技员已下到田间，指导育秧，防范低温造成烂种。",
        "市图书馆新馆下周免费开放，馆藏古籍首次展出，读者凭身份证即可预约，周一照例闭馆整理书架。",
        "受台风外围影响，沿海三个港口停航，渔船悉数回港避风，气象台把暴雨预警由黄色提升为橙色级别。",
        "男篮联赛揭幕战打满两个加时，主队凭借末节反超险胜，外援独得四十二分，打破尘封多年纪录。",
    )
    talk = tuple(f"澜江大桥{part}" for part in briefs)
    title = "清晨播报\n\n"
    assert read(tmp_path, "1.txt", title + "\n\n".join(briefs))[2] == {"several"}
    assert read(tmp_path, "2.txt", title + "\n".join(line for brief in briefs for line in brief.split("，", 1)))[2]
    assert read(tmp_path, "3.txt", title + "\n\n".join(talk))[2] == set()
    assert read(tmp_path, "4.txt", title + "\n\n".join(briefs[:4]))[2] == {"foreign paragraphs"}


def test_remarks_of_many_readers(tmp_path):
    random = Random(7)
    remarks = [
        "".join(chr(random.randrange(0x4E00, 0x9F00)) for _ in range(random.choice((16, 20, 50, 90))))
        + "！太好"[at % 2]
        for at in range(240)
    ]
    assert "untitled lines" in read(tmp_path, "n.txt", "\n".join(remarks))[2]


def test_text_called_markdown_is_looked_at_as_any_other(tmp_path):
    """It has no mark of Markdown, but headings between signs."""
    heads = ("今日头条", "要闻速览", "深度解读", "国际视野", "一句话总结")
    text = "".join(f"━━ {head} ━━\n\n{TEXT}{head}还有别的消息。\n\n" for head in heads)
    assert "recurring lines" in read(tmp_path, "1.md", text)[2]


def test_facts_left_in_the_text_of_another_article_are_in_doubt():
    lines = [
        "大桥今日合龙",
        TEXT,
        "【2025-03-11/江城日报/A1版】",
        "新馆今日开放",
        "新馆开放。",
        "【2025-03-12/澜江晚报/A2版】",
    ]

    def doubts(*stories: tuple[int, ...]) -> set[str]:
        found = Plausibility("\n".join(lines))
        for number, (title, *texts) in enumerate(stories):
            headlines = (Paragraph(lines[title], ((0, title + 1),), "headline"),)
            paragraphs = tuple(Paragraph(lines[at], ((0, at + 1),)) for at in texts)
            found.look_at(Article("1.txt", str(number), headlines, paragraphs, date="2025-03-11"))
        return set(found.oddities())

    assert "lines of dates" in doubts((0, 1), (3, 4, 5))
    assert "lines of dates" not in doubts((0, 1), (3, 4))


def test_sources_of_several_articles_in_one_are_in_doubt(tmp_path):
    text = "".join(f"大桥今日合龙，{at}家报纸报道。\n来源：江城日报{at}\n" for at in range(1, 4))
    assert read(tmp_path, "a.json", json.dumps({"title": "大桥合龙", "body": text}))[2] == {"dates"}
    two = {"title": "大桥合龙", "body": text[: text.index("大桥今日合龙，3")]}
    assert read(tmp_path, "b.json", json.dumps(two))[2] == {"several"}
    assert read(tmp_path, "c.json", json.dumps({**two, "source": "江城晚报"}))[2] == {"dates"}


def test_rows_that_count_pages_between_those_with_addresses_are_in_doubt(tmp_path):
    rows = [f"大桥合龙第{at}天的江城,https://j.example/{at}" for at in range(12)]
    rows[6:6] = ["page,1"]
    assert read(tmp_path, "a.csv", "\n".join(["标题,网址", *rows]))[2] == set()
    assert read(tmp_path, "b.csv", "\n".join(["标题,网址", *rows, "page,2"]))[2] == {"unlinked"}


def test_questions_and_headlines_a_line_each_are_in_doubt(tmp_path):
    asked = [
        "我们学校有新生群吗？",
        "求新生群。有老乡吗，求带",
        "欢迎加入交流。真的",
        "教室有空调吗",
        "物联网",
        "寻找棋友",
    ]
    lines = [f"{line[:2]}{at}{line[2:]}" for at in range(4) for line in asked]
    assert read(tmp_path, "a.txt", "\n".join(lines))[2] == {"several"}
    lines = [f"{line}？" if at % 4 == 3 else line for at, line in enumerate(lines)]
    assert read(tmp_path, "b.txt", "\n".join(lines))[2] == {"untitled lines"}


def test_encoded_bytes_between_lines_that_say_so_are_no_text(tmp_path):
    coded = "H4sIAAAAAAAAA42Ta2xbMBSGf8tUMVUiQAi3JFO0Nr1MWlsJaVU65QsyxoAXsJEv\n" * 3
    found, problems, _ = read(tmp_path, "a.txt", f"-=-=- BEGIN BLOCK V1 -=-=-\n{coded}-=-=- END BLOCK V1 -=-=-\n")
    assert (found, len(problems)) == ([], 1)


@pytest.mark.parametrize(
    ("text", "doubts"),
    [("518CCTV-1 20:00@CCTV9 21:00 1937··!", {"lost"}), ("3:1", set()), ("The bridge was opened today.", set())],
)
def test_what_is_left_of_a_text_without_its_characters_is_in_doubt(tmp_path, text, doubts):
    records = [STORY, {**STORY, "title": "让人难忘的大桥", "content": text}]
    _, _, found = read(tmp_path, "a.json", json.dumps(records, ensure_ascii=False))
    assert found & {"lost"} == doubts
