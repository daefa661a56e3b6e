"""What the first programs of those who crawl news print, and what merely lies beside it."""

from __future__ import annotations

import json

from read_files import articles, facts, problems

from newsgrep.readers.tables.column_roles import guess_roles

HEADLINES = ["澜江大桥今日合龙通车", "鹭洲湿地迎来首批白鹤？专家：提前六天", "*ST江电：控股股东拟减持股份"]


def test_a_date_stands_between_headline_and_address(read):
    rows = "".join(
        f"{title}    2025年03月1{at} 19:1{at}    https://j.example/{at}.html\n" for at, title in enumerate(HEADLINES)
    )
    found = read("1.txt", rows)
    assert [article.title for article in articles(found)] == HEADLINES
    assert [article.url for article in articles(found)] == [f"https://j.example/{at}.html" for at in range(3)]


def test_a_list_of_headlines_tells_their_number_or_has_some_twice(read):
    rows = "3\n" + "".join(f"江城地铁{at}号线今日开工建设\t2025.03.1{at}\n" for at in range(1, 6))
    assert [date for _, date, _ in facts(read("1.txt", rows))] == [f"2025-03-1{at}" for at in range(1, 6)]
    twice = "".join(f"江城地铁{at % 12}号线今日开工，沿线居民称便\n" for at in range(16)).replace("，", " ")
    assert len(articles(read("2.txt", twice))) == 16


def test_headlines_with_commas_are_no_prose_if_none_of_many_has_a_full_stop(read):
    rows = [f" 江城地铁{at}号线今日开工，你会坐吗{'？！'[at % 2]} \n" for at in range(24)]
    assert len(articles(read("1.txt", "".join(rows)))) == 24
    rows[7] = " 江城地铁今日开工。记者获悉，全线十站\n"
    assert len(articles(read("2.txt", "".join(rows)))) == 1


def test_full_stops_in_a_row_end_no_sentence_of_a_headline(read):
    rows = [f"江城地铁{at}号线今日开工{'。。。真的吗' if at == 5 else '了吗'}\n" for at in range(24)]
    assert len(articles(read("1.txt", "".join(rows)))) == 24


def test_tags_within_an_article_are_no_articles(read):
    item = {
        "title": HEADLINES[0],
        "intro": "澜江大桥今日上午合龙，全长三公里，双向六车道。",
        "dislikeTags": [{"text": "标题党", "id": "clickbait"}, {"text": "来源:江城日报", "id": "m:1"}],
        "labels": {"大桥": 0.5},
    }
    found = read("1.json", json.dumps({"data": [item, item | {"title": HEADLINES[1]}]}))
    assert [article.title for article in articles(found)] == HEADLINES[:2]


def test_a_moment_of_a_file_is_that_of_china(read):
    found = read("1.json", json.dumps({"updatedAt": "2025-03-18T23:47:35.914Z", "sina": [{"title": HEADLINES[0]}]}))
    assert [article.date for article in articles(found)] == ["2025-03-19"]


def test_a_list_of_words_is_a_section_only_if_no_name_is(read):
    rows = "title,tag,label\n" + f"{HEADLINES[0]},房产,\"['大桥', '江城']\"\n"
    assert [article.section for article in articles(read("1.csv", rows))] == ["房产"]


def test_items_of_markdown_are_numbered_by_name(read):
    text = "".join(
        f"### 新闻 {at}：**江城地铁{at}号线开工**\n今日，江城地铁{at}号线开工。\n\n---\n\n" for at in (1, 2, 3)
    )
    assert [article.title for article in articles(read("1.md", text))] == [f"江城地铁{at}号线开工" for at in (1, 2, 3)]


def test_words_with_weights_vectors_and_names_of_sites_are_no_news(read):
    words = "".join(f"词{at} 6.90675477864855{at}\n" for at in range(30))
    vector = "新闻 " + " ".join(f"-{at}.1183940000000003" for at in range(40))
    sites = "".join(f"http://www.{at}.example\t江城网\n" for at in range(12))
    for name, text in (("1.txt", words), ("2.txt", vector), ("3.csv", sites)):
        found = read(name, text)
        assert not articles(found)
        assert problems(found)


def test_headlines_end_as_sentences_do_and_begin_with_a_year(read):
    pairs = "".join(f"{title}。\nhttps://j.example/{at}.html\n\n" for at, title in enumerate(HEADLINES[:2] * 2))
    assert [article.title for article in articles(read("1.txt", pairs))] == [
        f"{title}。" for title in HEADLINES[:2] * 2
    ]
    ranked = "".join(f"{at}.202{at} 年高考有哪些看点-----https://j.example/{at}.html\n" for at in range(1, 5))
    assert [article.title for article in articles(read("2.txt", ranked))] == [
        f"202{at} 年高考有哪些看点" for at in range(1, 5)
    ]


def test_questions_below_numbered_arrows(read):
    text = "".join(
        f"{at}{'==>' * 20}\n问题：如何评价江城地铁{at}号线？\n作者：何青禾\n内容：\n江城地铁{at}号线很快。\n评论数：67\n"
        for at in range(1, 4)
    )
    found = articles(read("1.txt", text))
    assert [(article.title, article.reporters) for article in found] == [
        (f"如何评价江城地铁{at}号线？", ("何青禾",)) for at in range(1, 4)
    ]


def test_headlines_differ_in_length_where_lines_of_prose_do_not(read):
    titles = [f"江城地铁{at}号线今日开工，你{'一定' * (at % 4)}会坐吗？" for at in range(12)]
    numbers = "1\n2\n3\n" + "".join(f" {title} \n\n" for title in titles[:-1]) + "12\n" + f"{titles[-1]}\n"
    assert [article.title for article in articles(read("1.txt", numbers))] == titles
    prose = "江城地铁三号线，今日全面开工，沿线居民，" * 12
    assert len(articles(read("2.txt", "\n".join(prose[at : at + 21] for at in range(0, len(prose), 21))))) == 1


def test_a_date_is_over_two_lines(read):
    notice = (
        "2025\n06-1{}\n关于江城大学第{}届运动会的通知\n各有关部门：江城大学运动会将于下月举行，现将有关事项通知如下。\n"
    )
    found = read("1.txt", "".join(notice.format(at, at) for at in range(1, 5)))
    assert [(article.title, article.date) for article in articles(found)] == [
        (f"关于江城大学第{at}届运动会的通知", f"2025-06-1{at}") for at in range(1, 5)
    ]


def test_rows_of_a_table_are_no_headlines(read):
    rows = "".join(
        f"{at * 9},江城网{'友' * (at % 3)},江城地铁{at}号线{'今日' * (at % 2)}开工，你会坐吗？\n" for at in range(2, 14)
    )
    assert [article.title for article in articles(read("1.csv", rows))][:1] == ["江城地铁2号线开工，你会坐吗？"]


def test_a_text_of_several_dates_has_none_of_them(read):
    rows = "".join(
        f"江城车业第{at}次召回汽车。\n发布时间：2025年3月1{at}日\n召回原因：制动总泵泄漏。\n" for at in range(3)
    )
    assert [article.date for article in articles(read("1.txt", rows))] == [None]


def test_one_of_the_headlines_behind_dates_has_no_address(read):
    rows = [f"2025/03/1{at}|{title}|https://j.example/{at}.html" for at, title in enumerate(HEADLINES)]
    rows[1] = rows[1].rpartition("|")[0]
    found = articles(read("1.txt", "\n".join([*rows, "2025/03/13|江城地铁今日开工建设|https://j.example/3.html"])))
    assert [(article.date, article.url) for article in found][:2] == [
        ("2025-03-10", "https://j.example/0.html"),
        ("2025-03-11", None),
    ]
    assert [article.title for article in found][:3] == HEADLINES


def test_how_long_ago_it_was_is_no_section():
    rows = [(f"江城大桥今日合龙第{at}篇", "https://j.example/1.html", f"{at // 2}小时前") for at in range(8)]
    assert guess_roles(("#1", "#2", "#3"), rows) == {"title": "#1", "url": "#2"}


def test_when_it_was_published_is_said_in_any_object_if_nothing_else_is_a_date(read):
    item = {"title": HEADLINES[0], "checked": {"published_at": "2025-03-18T12:00:00+08:00"}}
    related = {"title": "江城地铁开工", **item["checked"]}
    rows = [item, {**item, "created_at": "2025-03-17"}, {"title": "评", "top_comment": item["checked"]}]
    rows.append({"title": HEADLINES[0], "related": related})
    found = [articles(read(f"{at}.json", json.dumps([row, row])))[0].date for at, row in enumerate(rows)]
    assert found == ["2025-03-18", "2025-03-17", None, None]
