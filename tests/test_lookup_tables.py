"""Sections and sources that rows of news have as ids of another table."""

import sqlite3

import pytest

from newsgrep.readers import ReadOptions, SourceFile, read_articles

NEWS = """CREATE TABLE `news` (`id` int, `title` varchar(99), `content` text, `type_id` int, `pub_date` date);
INSERT INTO `news` VALUES (1,'澜江大桥昨日合龙','昨日上午，澜江大桥合龙。',2,'2025-03-18');
INSERT INTO `news` VALUES (2,'江城队夺冠','昨晚，江城队夺冠。',9,'2025-03-19');
"""
TYPES = """CREATE TABLE `{}` (`type_id` int, `type_name` varchar(20));
INSERT INTO `{}` VALUES (1,'{}'),(2,'{}');
"""
ROW = "INSERT INTO news (id, title, content, type_id) VALUES (7, '澜江大桥昨日合龙', '昨日上午，澜江大桥合龙。', 2);\n"
NAMES = "INSERT INTO {} ({}, {}) VALUES (1, '社会'), (2, '要闻');\n"


def sections_of(folder, text):
    file = folder / "news.sql"
    file.write_text(text)
    return [(article.title, article.section) for article in read(file)]


def read(file):
    return list(read_articles(SourceFile(file.name, file, file.stat().st_size, 0), ReadOptions()))


def test_a_section_is_the_name_that_another_table_has_whether_it_is_above_or_below(tmp_path):
    types = TYPES.format("news_type", "news_type", "社会", "要闻")
    expected = [("澜江大桥昨日合龙", "要闻"), ("江城队夺冠", None)]
    assert sections_of(tmp_path, types + NEWS) == expected
    assert sections_of(tmp_path, NEWS + types) == expected


def test_the_types_of_other_things_are_no_sections(tmp_path):
    books = TYPES.format("book_type", "book_type", "文艺", "计算机")
    assert sections_of(tmp_path, books + NEWS)[0] == ("澜江大桥昨日合龙", None)
    types = TYPES.format("news_type", "news_type", "社会", "要闻")
    assert sections_of(tmp_path, books + NEWS + types)[0] == ("澜江大桥昨日合龙", "要闻")


@pytest.mark.parametrize(
    ("table", "reference", "names"),
    [
        ("news", "category_id", ("categories", "id", "name")),
        ("v9_news", "catid", ("v9_category", "catid", "catname")),
        ("dede_archives", "typeid", ("dede_arctype", "id", "typename")),
        ("cms_article", "article_category_id", ("cms_category", "category_id", "category_name")),
        ("news", "fk_nt_id", ("news_type", "nt_id", "nt_name")),
        ("Article", "ChannelId", ("ArticleChannel", "Id", "Title")),
        ("news", "cid", ("news_cate", "cid", "cate")),
    ],
)
def test_a_reference_is_told_by_its_name(tmp_path, table, reference, names):
    rows = ROW.replace("news", table).replace("type_id", reference)
    assert sections_of(tmp_path, rows + NAMES.format(*names)) == [("澜江大桥昨日合龙", "要闻")]


def test_names_are_no_articles_even_where_they_are_called_titles(tmp_path):
    cats = "INSERT INTO news_cat (catID, catTitle) VALUES (1, '国内要闻'), (2, '体育新闻');\n"
    topics = (
        "INSERT INTO news_topic (id, topic_name, summary) VALUES (1, '大桥', '围绕大桥建设的一系列报道与评论。');\n"
    )
    assert [title for title, _ in sections_of(tmp_path, cats + topics + NEWS)] == ["澜江大桥昨日合龙", "江城队夺冠"]


def test_headlines_with_dates_are_articles_whatever_their_table_is_called(tmp_path):
    rows = "INSERT INTO news_topics (id, title, pub_date) VALUES (1, '澜江大桥昨日合龙', '2025-03-18');\n"
    found = sections_of(tmp_path, rows + rows.replace("1, '澜江大桥昨日合龙", "2, '江城队昨晚夺冠"))
    assert [title for title, _ in found] == ["澜江大桥昨日合龙", "江城队昨晚夺冠"]


@pytest.mark.parametrize(
    "rows",
    [
        "INSERT INTO books (id, name, writer, date) VALUES (1, '养生系列', '何青禾', '2017-06-23');\n",
        "INSERT INTO metas (mid, name, type, description) VALUES (1, '默认分类', 'category', '只是一个默认分类');\n",
        "INSERT INTO tb_notice (noid, content, createdate, target) VALUES (1, '本站明日停机。', '2025-03-18', 2);\n",
    ],
)
def test_things_and_notices_beside_news_are_no_articles(tmp_path, rows):
    assert [title for title, _ in sections_of(tmp_path, NEWS + rows)] == ["澜江大桥昨日合龙", "江城队夺冠"]


def test_columns_may_begin_with_the_letter_of_their_table(tmp_path):
    text = (
        "INSERT INTO news (nid, ntid, ntitle, nauthor, ncreatedate, ncontent, nsummary) VALUES"
        " (7, 2, '澜江大桥昨日合龙', '江城日报', '2025-03-18 09:00:00', '昨日上午，澜江大桥合龙。', '大桥合龙');\n"
        "INSERT INTO topic (tid, tname) VALUES (1, '国际'), (2, '国内');\n"
    )
    file = tmp_path / "news.sql"
    file.write_text(text)
    (article,) = read(file)
    assert (article.date, article.source, article.section) == ("2025-03-18", "江城日报", "国内")
    assert article.reporters == ()


def test_sections_and_sources_of_a_database(tmp_path):
    file = tmp_path / "news.db"
    with sqlite3.connect(file) as base:
        base.executescript(
            "create table category(id integer, name text, created_at text);"
            "create table media_source(id integer, name text);"
            "create table news(id integer, title text, content text, category_id int, source_id int);"
        )
        base.executemany("insert into category values(?,?,?)", [(1, "国内要闻", "2025"), (2, "体育新闻", "2025")])
        base.executemany("insert into media_source values(?,?)", [(1, "江城日报"), (2, "澜江晚报")])
        text = "昨日上午，澜江大桥合龙，全长三公里，比计划提前两个月完工。"
        base.execute("insert into news values(?,?,?,?,?)", (1, "澜江大桥昨日合龙", text, 1, 2))
    base.close()
    assert [(article.section, article.source) for article in read(file)] == [("国内要闻", "澜江晚报")]
