"""Facts that only the lines around a text have, whatever its reader."""

from __future__ import annotations

import json

import pytest

from tests.read_files import BODY, OTHER, articles, lines, read_file, read_text

TITLE = "澜江大桥今天合龙"
INDENTED = f"　　{BODY}\n　　{OTHER}"
URL = "https://news.example.cn/2025/1.html"


@pytest.mark.parametrize("sep", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("line", "source", "author"),
    [
        ("2025-03-18　江城一线　韩露", "江城一线", "韩露"),
        ("江城一线 2025年3月18日", "江城一线", None),
        ("来源：江城一线 2025-03-18 10:20", "江城一线", None),
        ("江城晚报记者 韩露  2025-03-18 09:44", "江城晚报", "韩露"),
        ("原创 韩露 江城观察 2025-03-18 15:25 湖北", "江城观察", "韩露"),
    ],
)
def test_a_line_below_the_title_that_has_only_facts(tmp_path, line, source, author, sep):
    (article,) = read_text(tmp_path, f"{TITLE}{sep}{line}\n\n{INDENTED}")
    assert (article.title, article.date, article.source) == (TITLE, "2025-03-18", source)
    assert author is None or author in article.reporters
    assert article.text == f"{BODY}\n{OTHER}"


@pytest.mark.parametrize("line", [f"原文链接：{URL}", f"阅读原文：{URL}", f"[{URL}]", URL])
def test_the_address_at_the_end(tmp_path, line):
    (article,) = read_text(tmp_path, f"{TITLE}\n\n{INDENTED}\n{line}")
    assert (article.url, article.text) == (URL, f"{BODY}\n{OTHER}")


def test_words_in_an_address_at_the_end(tmp_path):
    (article,) = read_text(tmp_path, f"{TITLE}\n\n{INDENTED}\nhttps://j.example/bridge-opens-today")
    assert (article.url, article.text) == ("https://j.example/bridge-opens-today", f"{BODY}\n{OTHER}")


@pytest.mark.parametrize("line", ["https://j.example/", "https://social.example/jiang_cheng"])
def test_the_address_of_a_site_or_account_at_the_end_is_text(tmp_path, line):
    (article,) = read_text(tmp_path, f"{TITLE}\n\n{INDENTED}\n{line}")
    assert (article.url, article.text) == (None, f"{BODY}\n{OTHER}\n{line}")


def test_a_paper_and_a_reporter_below_the_title(tmp_path):
    found = read_file(tmp_path, "2025-03-18/a.txt", f"{TITLE}\n江城晚报 韩露\n\n{INDENTED}")
    assert [(each.title, each.source, each.date) for each in found] == [(TITLE, "江城晚报", "2025-03-18")]
    assert "韩露" in found[0].reporters


def test_facts_with_names_below_the_titles_of_a_digest(tmp_path):
    papers = ("江城晚报", "江城一线", "江城日报", "江城观察")
    text = "".join(
        f"【江城第{at}座大桥今天合龙】\n{paper} | 2025-03-1{at} | 韩露\n江城第{at}座大桥今天上午合龙，全长{at}公里。\n市民{at}时就到江边了。\n"
        for at, paper in enumerate(papers, start=1)
    )
    found = read_text(tmp_path, f"江城快报\n{text}")
    assert [(each.source, each.section, each.reporters) for each in found] == [
        (paper, None, ("韩露",)) for paper in papers
    ]


def test_a_label_behind_the_source_and_a_page_of_a_database(tmp_path):
    (article,) = read_text(tmp_path, f"{TITLE}\n2025-03-18 来源: 江城一线 编辑: 刘洋\n\n{INDENTED}")
    assert (article.source, article.date) == ("江城一线", "2025-03-18")
    (article,) = read_text(tmp_path, f"江城日报/2025年/3月/18日/第003版\n{TITLE}\n\n{INDENTED}")
    assert (article.title, article.source, article.date) == (TITLE, "江城日报", "2025-03-18")


def test_a_signature_with_source_and_date(tmp_path):
    (article,) = read_text(tmp_path, f"{TITLE}\n\n{INDENTED}\n（江城日报 2025-03-18）")
    assert (article.source, article.date) == ("江城日报", "2025-03-18")


def test_facts_in_brackets_behind_the_title(tmp_path):
    (article,) = read_text(tmp_path, f"{TITLE}（江城日报 2025-03-18）\n\n{INDENTED}")
    assert (article.title, article.source, article.date) == (TITLE, "江城日报", "2025-03-18")


def test_an_address_behind_the_source(tmp_path):
    (article,) = read_text(tmp_path, f"{TITLE}\n\n{INDENTED}\n来源：江城日报 {URL}")
    assert (article.source, article.url) == ("江城日报", URL)


@pytest.mark.parametrize(
    "line", ["2025年3月18日，大桥合龙。", "会议定于2025年3月18日在江城大学召开", "江城 2025-03-18 读者来信选登"]
)
def test_lines_that_say_more_are_text(tmp_path, line):
    (article,) = read_text(tmp_path, f"{TITLE}\n\n{line}\n{INDENTED}")
    assert line in f"{article.title}\n{article.text}"


def test_what_a_record_says_is_kept(tmp_path):
    record = {"title": TITLE, "content": f"2025-03-18 江城一线\n{BODY}\n{URL}", "date": "2025-03-20", "url": f"{URL}?a"}
    (article,) = articles(read_file(tmp_path, "a.jsonl", json.dumps(record, ensure_ascii=False)))
    assert (article.date, article.url, len(article.paragraphs)) == ("2025-03-20", f"{URL}?a", 3)


@pytest.mark.parametrize("bar", ["｜", " | ", "丨"])
@pytest.mark.parametrize(
    "form",
    [
        "{title}\n\n文{bar}巴芮\n来源{bar}江城故事（ID：jcgushi）\n\n{text}",
        "{title}\n\n文{bar}巴芮\n\n{text}\n\n来源{bar}江城故事",
    ],
)
def test_a_source_in_credits_behind_bars(tmp_path, bar, form):
    (article,) = read_text(tmp_path, form.format(title=TITLE, bar=bar, text=INDENTED))
    assert (article.title, article.source, article.reporters[0]) == (TITLE, "江城故事", "巴芮")
    assert "来源" not in article.text


def test_the_paper_and_page_below_the_text_of_a_record(tmp_path):
    text = f"<P>{BODY}</P><P>{OTHER}</P><br><span>　　《 江城日报 》（ 2025年03月18日 04 版）</span>"
    record = json.dumps({"title": "江城新桥今日合龙", "content": text}, ensure_ascii=False)
    (found,) = articles(read_file(tmp_path, "1.json", record))
    assert (found.date, found.source, found.section) == ("2025-03-18", "江城日报", "04版")
    assert lines(found) == [BODY, OTHER]
