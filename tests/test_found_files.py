"""Shapes of files as crawlers, content management systems and courses have published them, with invented texts."""

from __future__ import annotations

import json

import pytest

from newsgrep.model import Article
from newsgrep.readers import Problem

BRIDGE, BIRDS = "澜江大桥合龙", "候鸟北归鹭洲"
BRIDGE_TEXT, BIRDS_TEXT = "澜江大桥今天合龙，明年春天通车。", "鹭洲湿地今天飞来白鹤，共四十七只。"


def articles(found: list[Article | Problem]) -> list[Article]:
    assert [item for item in found if isinstance(item, Problem)] == []
    return [item for item in found if isinstance(item, Article)]


def texts(found: list[Article | Problem]) -> list[tuple[str, str]]:
    return [(each.title, "\n".join(part.text for part in each.paragraphs)) for each in articles(found)]


ADDON = """CREATE TABLE `dede_addonarticle` (`aid` int, `typeid` int, `body` mediumtext, PRIMARY KEY (`aid`));
INSERT INTO `dede_addonarticle` VALUES (1,2,'<p>澜江大桥今天合龙，明年春天通车。</p>'),(2,1,'<p>鹭洲湿地今天飞来白鹤，共四十七只。</p>');
"""
ARCHIVES = """CREATE TABLE `dede_archives` (`id` int, `typeid` int, `title` char(60), `writer` char(20), `pubdate` int,
  `mid` int, `description` varchar(255), PRIMARY KEY (`id`));
INSERT INTO `dede_archives` VALUES (1,2,'澜江大桥合龙','admin',1742259600,1,'合龙'),(2,1,'候鸟北归鹭洲','admin',1742259600,1,'');
"""


@pytest.mark.parametrize("dump", [ADDON + ARCHIVES, ARCHIVES + ADDON], ids=["texts first", "titles first"])
def test_titles_and_texts_in_different_tables_are_joined_in_either_order(read, dump):
    found = read("备份.sql", dump)
    assert sorted(texts(found)) == sorted([(BRIDGE, BRIDGE_TEXT), (BIRDS, BIRDS_TEXT)])
    assert {each.date for each in articles(found)} == {"2025-03-18"}


def test_a_text_is_not_joined_by_the_number_of_its_section(read):
    """The section of the second text has the number of the first title."""
    addon = "CREATE TABLE `news_data` (`id` int, `typeid` int, `content` text);\n"
    addon += "INSERT INTO `news_data` VALUES (9,1,'鹭洲湿地今天飞来白鹤，共四十七只。');\n"
    titles = "CREATE TABLE `news` (`id` int, `title` text, `inputtime` int);\n"
    titles += "INSERT INTO `news` VALUES (1,'澜江大桥合龙',1742259600);\n"
    found = read("备份.sql", titles + addon)
    assert [str(item.message) for item in found if isinstance(item, Problem)]
    assert {(item.title, len(item.paragraphs)) for item in found if isinstance(item, Article)} == {(BRIDGE, 0), ("", 1)}


@pytest.mark.parametrize(("title", "body"), [("newstittle", "newscontent"), ("titel", "artile"), ("tilte", "contnet")])
def test_misspelt_names_of_fields(read, title, body):
    record = {"id": 1, title: BRIDGE, body: BRIDGE_TEXT, "publictime": "2025-03-18 09:15:00", "src": "江城日报"}
    (found,) = articles(read("新闻.json", json.dumps([record], ensure_ascii=False)))
    assert (found.title, found.date, found.source) == (BRIDGE, "2025-03-18", "江城日报")
    assert found.paragraphs[0].text == BRIDGE_TEXT


def test_the_address_of_a_picture_is_no_source(read):
    record = {"title": BRIDGE, "content": BRIDGE_TEXT, "src": "/uploads/2025/bridge.jpg"}
    assert articles(read("新闻.json", json.dumps([record], ensure_ascii=False)))[0].source is None


def test_names_within_what_states_its_source_are_sections(read):
    value = {
        "days": [
            {
                "date": "20250318",
                "source": "江城新闻联播",
                "industries": [
                    {"name": "建设", "count": 1, "items": [{"title": BRIDGE, "summary": BRIDGE_TEXT}]},
                    {"name": "生态", "count": 1, "items": [{"title": BIRDS, "summary": BIRDS_TEXT}]},
                ],
            }
        ]
    }
    found = articles(read("联播.json", json.dumps(value, ensure_ascii=False)))
    assert [(each.source, each.section, each.date) for each in found] == [
        ("江城新闻联播", "建设", "2025-03-18"),
        ("江城新闻联播", "生态", "2025-03-18"),
    ]


def test_the_name_of_a_feed_stays_its_source(read):
    value = {"feeds": [{"title": "江城日报", "items": [{"title": BRIDGE, "summary": BRIDGE_TEXT}]}]}
    (found,) = articles(read("订阅.json", json.dumps(value, ensure_ascii=False)))
    assert (found.source, found.section) == ("江城日报", None)


def test_labelled_lines_below_a_header_that_names_no_text(read):
    lines = [
        "label\tcomment",
        *(f"暴雨\t江城第{n}轮暴雨致多处路段积水" for n in "一二三四五六七"),
        "洪水\t澜江今年第三号洪水过境江城",
    ]
    found = articles(read("标题.txt", "\n".join(lines) + "\n"))
    assert [each.section for each in found] == ["暴雨"] * 7 + ["洪水"]
    assert found[0].title == "江城第一轮暴雨致多处路段积水"


@pytest.mark.parametrize("header", ['"","x"', ",0"])
def test_a_column_without_a_name_beside_numbers_of_rows_holds_headlines(read, header):
    rows = [
        header,
        *(f'"{at}","江城{name}，全市关注"' for at, name in enumerate(("大桥合龙", "候鸟北归", "夜市开张"), 1)),
    ]
    found = articles(read("头条.csv", "\n".join(rows) + "\n"))
    assert (found[0].title, found[0].line) == ("江城大桥合龙，全市关注", 2)
    assert len(found) == 3


def test_a_column_with_a_name_that_says_nothing_of_news_is_none(read):
    found = read("公司.csv", "id,company\n1,江城大桥建设集团\n2,鹭洲湿地旅游公司\n3,青石茶业有限公司\n")
    assert all(isinstance(item, Problem) for item in found)


def test_names_marked_within_a_text_of_evaluation_are_text(read):
    doc = (
        '<srcset setid="x" srclang="zh">\n<doc docid="JCX_CMN_20250318.0022" sysid="source">\n<hl>\n'
        '<seg id="1"> 澜江 大桥 合龙 </seg>\n</hl>\n<p>\n<seg id="2"> <PERSON english="He|Ho" believable=false>何青禾</PERSON>'
        " 说 , <NUMBER english=2>两</NUMBER> 岸 今天 相连 。 </seg>\n</p>\n</doc>\n</srcset>\n"
    )
    (found,) = articles(read("源.sgm", doc))
    assert "<" not in found.paragraphs[0].text
    assert "何青禾" in found.paragraphs[0].text
    assert found.date == "2025-03-18"


LINKS = [
    (BRIDGE, "https://jc.example/1.html"),
    (BIRDS, "https://jc.example/2.html"),
    ("江城稻米节开幕", "https://jc.example/3.html"),
]


@pytest.mark.parametrize(
    "line",
    [
        *("{0} {1}", "{1} {0}", "{0}：{1}", "{0} --- {1}", "{0}（{1}）", "[{0}]({1})", "{0}\n{1}", "{1}\n{0}"),
        *("{0}\t{1}", "{1}\t\t{0}", "{0},{1}", "('{0}', '{1}')", "['{0}', '{1}']", "b'{1}'\t\t{0}", "【{0}】{1}"),
    ],
)
def test_headlines_with_their_addresses(read, line):
    found = articles(read("新闻.txt", "".join(line.format(*link) + "\n" for link in LINKS)))
    assert [(each.title, each.url, len(each.paragraphs)) for each in found] == [(*link, 0) for link in LINKS]


@pytest.mark.parametrize(
    "line", ["{2}. {0} {1} 2025-03-18", "2025-03-18 09:15 {0} {1}", "({0!r}, {1!r}, '2025-03-18')"]
)
def test_headlines_with_their_addresses_and_dates(read, line):
    found = articles(read("新闻.txt", "".join(line.format(*link, at) + "\n" for at, link in enumerate(LINKS, start=1))))
    assert [(each.title, each.url, each.date) for each in found] == [(*link, "2025-03-18") for link in LINKS]


def test_a_line_without_an_address_among_headlines_with_theirs(read):
    lines = [f"{title} {url}\n" for title, url in LINKS * 8]
    found = read("新闻.txt", "".join((*lines[:5], "江城小学迎新\n", *lines[5:], "https://jc.example/9\n")))
    assert [item.line for item in found if isinstance(item, Problem)] == [26]
    assert ("江城小学迎新", None) in [(item.title, item.url) for item in found if isinstance(item, Article)]


@pytest.mark.parametrize("text", ["音乐 https://a.example\n电影 https://b.example\n购物 https://c.example\n"])
def test_a_list_of_sites_is_no_list_of_headlines(read, text):
    assert len(articles(read("网址.txt", text))) == 1


def test_a_report_that_ends_with_addresses_stays_one(read):
    text = f"{BRIDGE}\n\n{BRIDGE_TEXT}\n\n相关链接\n" + "".join(f"{title} {url}\n" for title, url in LINKS)
    (found,) = articles(read("新闻.txt", text))
    assert found.title == BRIDGE


@pytest.mark.parametrize("more", [{"url": "https://tv.example/1"}, {}, {"updateTime": "2025-03-18"}])
def test_names_of_channels_are_no_articles(read, more):
    channels = [{"id": at, "name": name, **more} for at, name in enumerate(("江城新闻台", "澜江卫视", "鹭洲电视台"))]
    (problem,) = read("频道.json", json.dumps({"data": channels}, ensure_ascii=False))
    assert isinstance(problem, Problem)


@pytest.mark.parametrize("more", [{"url": "https://tv.example/1"}, {"date": "2025-03-18"}])
def test_headlines_called_names_are_articles(read, more):
    items = [{"name": f"{title}今日热议", **more} for title, _ in LINKS]
    found = read("热榜.json", json.dumps({"data": items}, ensure_ascii=False))
    assert [each.title for each in articles(found)] == [item["name"] for item in items]


def test_a_feed_without_items_has_no_article(read):
    feed = {"title": "江城思想", "url": "https://j.example/", "items": []}
    (problem,) = read("订阅.json", json.dumps(feed, ensure_ascii=False))
    assert isinstance(problem, Problem)
    assert str(problem.message) == "a list without articles"
    for article in ({**feed, "date": "2025-03-18"}, {"title": BRIDGE, "url": "https://j.example/1", "content": []}):
        assert len(articles(read("文章.json", json.dumps(article, ensure_ascii=False)))) == 1


def test_captions_of_pictures_are_no_articles(read):
    pictures = [{"img": "1.jpg", "width": 640, "height": 480, "text": "大桥夜景"}]
    items = [
        {"title": BRIDGE, "abstract": BRIDGE_TEXT, "url": "https://j.example/1"},
        {"display": {"results": pictures}},
    ]
    found = read("搜索.json", json.dumps({"data": items}, ensure_ascii=False))
    assert texts(found) == [(BRIDGE, BRIDGE_TEXT)]


def test_forms_for_readers_are_no_news(read):
    dump = "CREATE TABLE `contacts` (`id` int, `title` text, `content` text);\n"
    dump += "INSERT INTO `contacts` VALUES (1,'咨询','请问大桥哪天通车？谢谢。');\n"
    (problem,) = read("备份.sql", dump)
    assert isinstance(problem, Problem)


def test_rules_with_words_and_the_comments_of_readers(read):
    text = "".join(
        f"\n--------headers------------\n{title}\n2025--03--18 13:50:05\n小雨智媒\n{url}\n"
        "--------comments------------\n说得好\n废话\n"
        for title, url in (
            ("出口额约3.14亿元", "https://j.example/1"),
            ("江城新馆明年开放？", "https://j.example/2"),
            ("发射火箭 10", "https://j.example/3"),
        )
    )
    found = articles(read("头条.txt", text))
    assert [(each.title, each.url, each.source, each.date, len(each.paragraphs)) for each in found] == [
        ("出口额约3.14亿元", "https://j.example/1", "小雨智媒", "2025-03-18", 0),
        ("江城新馆明年开放？", "https://j.example/2", "小雨智媒", "2025-03-18", 0),
        ("发射火箭 10", "https://j.example/3", "小雨智媒", "2025-03-18", 0),
    ]


TITLES = [f"江城地铁{at}:首班车昨日发出 投资{at}.14亿元" for at in range(11, 31)]


def test_numbers_within_headlines_are_no_ordinals(read):
    found = articles(read("标题.txt", "".join(f"{title}\n" for title in TITLES)))
    assert [each.title for each in found] == TITLES
    numbered = "".join(f"{at}. {title}\n" for at, title in enumerate(TITLES, start=1))
    assert [each.title for each in articles(read("标题.txt", numbered))] == TITLES


@pytest.mark.parametrize("line", ["{}:", "{}：", "{},"])
def test_a_mark_behind_all_headlines(read, line):
    found = articles(read("标题.txt", "".join(line.format(title) + "\n" for title in TITLES)))
    assert [each.title for each in found] == TITLES


def test_sections_before_headlines(read):
    lines = [f"{'体育' if at % 2 else '国内新闻'}：{title}" for at, title in enumerate(TITLES)]
    found = articles(read("标题.txt", "\n".join((*lines, "江城：稻米节开幕三日游人十万", ""))))
    assert [(each.section, each.title) for each in found][:2] == [("国内新闻", TITLES[0]), ("体育", TITLES[1])]
    assert (found[-1].section, found[-1].title) == (None, "江城：稻米节开幕三日游人十万")


def test_many_headlines_of_which_some_are_short(read):
    titles = [*TITLES, "稻米节", "华鼎奖", "冬日围巾"]
    assert [each.title for each in articles(read("热搜.txt", "\n".join(titles) + "\n"))] == titles


def test_a_poem_is_no_list_of_headlines(read):
    lines = [f"第{at}行诗写在江上" if at % 3 else "江水长" for at in range(1, 31)]
    assert len(articles(read("诗.txt", "\n".join(lines) + "\n"))) == 1


def test_dates_of_net_names_of_authors_and_addresses(read):
    item = {
        "Author": {"DisplayName": "江城财讯", "Id": "a"},
        "PubTime": "/Date(1742260000000)/",
        "Title": BRIDGE,
        "Content": BRIDGE_TEXT,
    }
    (found,) = articles(read("公众号.json", json.dumps([item], ensure_ascii=False)))
    assert (found.date, found.reporters) == ("2025-03-18", ("江城财讯",))
    (found,) = articles(
        read(
            "热榜.csv",
            f"hotId,hotTime,hotLink,hotTitle,coverUrl\n1,2025-03-18,https://j.example/1,{BRIDGE},https://j.example/a\n",
        )
    )
    assert (found.title, found.date, found.url) == (BRIDGE, "2025-03-18", "https://j.example/1")


@pytest.mark.parametrize(
    ("name", "url"), [("detail_url", "https://j.example/1"), ("cover_url", None), ("userLink", None)]
)
def test_addresses_of_other_things_are_not_those_of_the_article(read, name, url):
    (found,) = articles(
        read("新闻.json", json.dumps([{"title": BRIDGE, name: "https://j.example/1"}], ensure_ascii=False))
    )
    assert found.url == url


@pytest.mark.parametrize("between", ["==========\n", "\n"])
def test_headlines_that_ask(read, between):
    text = between.join(f"大桥{at}哪天通车？\n2025-03-18 江城日报\n\n　　{BRIDGE_TEXT}\n" for at in range(1, 5))
    assert texts(read("新闻.txt", text)) == [(f"大桥{at}哪天通车？", BRIDGE_TEXT) for at in range(1, 5)]


@pytest.mark.parametrize(("kind", "section"), [("article", "要闻"), ("置顶", "要闻"), ("体育", "体育")])
def test_kinds_of_pages_and_marks_in_a_list_are_no_sections(read, kind, section):
    item = {"title": BRIDGE, "newstype": kind, "channelname": "要闻", "url": "https://j.example/1"}
    (found,) = articles(read("新闻.json", json.dumps([item], ensure_ascii=False)))
    assert found.section == section


@pytest.mark.parametrize(
    ("date", "url", "day"),
    [
        ("09/08/2025 11:08:30", "https://j.example/25/0908/11/A.html", "2025-09-08"),
        ("9/8/2025", "https://j.example/2025-08-09/1.html", "2025-08-09"),
        ("09/08/2025", "https://j.example/1.html", None),
        ("18/03/2025", "https://j.example/1.html", None),
    ],
)
def test_the_address_tells_day_and_month_apart(read, date, url, day):
    (found,) = articles(
        read("新闻.json", json.dumps([{"title": BRIDGE, "time": date, "docurl": url}], ensure_ascii=False))
    )
    assert found.date == day


HOT = [(f"江城地铁{at}号线昨日开工", f"{480 - at}1234") for at in range(1, 13)]


@pytest.mark.parametrize(
    "line",
    [
        *("{rank} {title} {heat}", "{rank}\t{title}\t{heat}", "{rank}、{title} 热度：{heat}", "{title}:{heat}"),
        *("#{title}# {heat}", "{rank},{title},{heat}", "{title}\t{heat}万热度"),
    ],
)
@pytest.mark.parametrize("header", ["", "排名\t关键词\t热度\n"])
def test_how_hot_a_headline_is_does_not_belong_to_it(read, header, line):
    lines = (line.format(rank=rank, title=title, heat=heat) for rank, (title, heat) in enumerate(HOT, start=1))
    found = articles(read("热搜.txt", header + "\n".join(lines) + "\n"))
    assert [each.title for each in found] == [title for title, _ in HOT]


@pytest.mark.parametrize("line", ["{date} {title}", "{title} {date}", "{title} [{date} 08:00] 江城日报"])
def test_dates_beside_headlines(read, line):
    lines = [line.format(date=f"2025-03-{at:02}", title=title) for at, (title, _) in enumerate(HOT, start=1)]
    found = articles(read("新闻.txt", "\n".join(lines) + "\n"))
    assert [(each.title, each.date) for each in found] == [
        (title, f"2025-03-{at:02}") for at, (title, _) in enumerate(HOT, start=1)
    ]
    assert {each.source for each in found} == ({"江城日报"} if "江城日报" in line else {None})


@pytest.mark.parametrize("row", ["({0!r}, {1!r}, '2025-03-18')\n", "[{0!r}, '2025-03-18 08:00:00', {1!r}],\n"])
def test_rows_as_python_prints_them(read, row):
    rows = [(BRIDGE, BRIDGE_TEXT * 2), (BIRDS, BIRDS_TEXT * 2), (BRIDGE, BRIDGE_TEXT * 2)]
    text = "".join(row.format(*each) for each in rows)
    assert texts(read("新闻.txt", text)) == rows
    found = articles(
        read("新闻.txt", f"[{text.strip().rstrip(',')}".replace("\n", "" if row[-2] == "," else ", ") + "]")
    )
    assert [(each.title, each.date) for each in found] == [(title, "2025-03-18") for title, _ in rows]


@pytest.mark.parametrize("title", ["{0} {1}\n", "{1}\n"])
def test_an_address_above_a_text(read, title):
    text = "".join(title.format(*link) + f"{BRIDGE_TEXT}\n\n" for link in LINKS)
    found = articles(read("新闻.txt", text))
    named = [name if "{0}" in title else "" for name, _ in LINKS]
    assert [(each.title, each.url) for each in found] == list(zip(named, (url for _, url in LINKS), strict=True))
    assert {tuple(part.text for part in each.paragraphs) for each in found} == {(BRIDGE_TEXT,)}


def test_names_of_fields_of_government_sites(read):
    row = {"TITLE": BRIDGE, "SUB_TITLE": "", "DOCPUBURL": "https://www.jc.example/1.htm", "DOCRELPUBTIME": "2025-03-18"}
    (found,) = articles(read("要闻.json", json.dumps([row], ensure_ascii=False)))
    assert (found.title, found.date, found.url) == (BRIDGE, "2025-03-18", row["DOCPUBURL"])
