"""Posts, lists of texts and of what is searched for, as crawlers and sets of data have them."""

from __future__ import annotations

import csv
import io
import json

from read_files import BODY, OTHER, articles, bodies, body, facts, read_file

from newsgrep.readers import ReadOptions, SourceFile, read_news

TITLES = ["澜江大桥今天上午合龙", "鹭洲湿地迎来首批白鹤", "电车一号线今日开工"]
TEXTS = ["大桥长三公里，双向六车道。", "白鹤四十七只，比去年早六天。", "全线设站二十三座，明年通车。"]


def test_a_platform_is_no_domain(tmp_path):
    post = {"Author": {"DisplayName": "江城观察"}, "Domain": "wechat", "Title": TITLES[0], "Content": TEXTS[0]}
    others = [{"title": TITLES[1], "text": TEXTS[1], "domain": name} for name in ("jcrb.example.cn", "江城日报")]
    found = facts(read_file(tmp_path, "n.json", json.dumps([post, *others])))
    assert [source for _, _, source in found] == [None, "jcrb.example.cn", "江城日报"]


def test_the_program_of_a_post_is_no_source(tmp_path):
    post = {"text": TEXTS[0], "source": "江城手机客户端", "reposts": 3, "time": 1742256000}
    found = [post, {**post, "title": TITLES[0], "source": "江城日报"}]
    assert [source for _, _, source in facts(read_file(tmp_path, "n.json", json.dumps(found)))] == [None, "江城日报"]


def test_what_is_searched_for_is_a_title_where_there_is_no_other(tmp_path):
    rows = [{"rank": str(at), "url": f"https://s.example/{at}", "topic": title} for at, title in enumerate(TITLES)]
    found = articles(read_file(tmp_path, "n.json", json.dumps(rows)))
    assert [(each.title, each.url) for each in found] == [(row["topic"], row["url"]) for row in rows]
    rows[0]["content"] = TEXTS[0]
    assert articles(read_file(tmp_path, "n.json", json.dumps(rows[:1])))[0].title == ""


def test_a_context_is_a_text_where_there_is_no_summary(tmp_path):
    row = {"title": TITLES[0], "context": TEXTS[0]}
    assert bodies(read_file(tmp_path, "n.json", json.dumps([row]))) == TEXTS[:1]
    row |= {"context": "值得继续关注。", "summary": TEXTS[0]}
    assert bodies(read_file(tmp_path, "n.json", json.dumps([row]))) == TEXTS[:1]


def test_a_list_that_r_has_written(tmp_path):
    quoted = '"","x"\n' + "".join(f'"{at}","{title}"\n' for at, title in enumerate(TITLES, start=1))
    assert [each.title for each in articles(read_file(tmp_path, "n.csv", quoted))] == TITLES


def test_posts_with_a_date_and_no_header(tmp_path):
    file = io.StringIO()
    link = '<a href="https://j.example/n/1000000000000000000">@江城日报</a>'
    posts = [f"<p>{text}{link}</p>" for text in ("会翻身了 ", "去江边看桥，", "白鹤来了", "下雪", "开工")]
    csv.writer(file).writerows(
        (f"2025年03月{at}日 09:15:00 Sunday", post, "") for at, post in enumerate(posts, start=10)
    )
    found = read_file(tmp_path, "n.csv", file.getvalue())
    assert [(date, title) for title, date, _ in facts(found)] == [(f"2025-03-{at}", "") for at in range(10, 15)]
    assert bodies(found)[1] == "去江边看桥，@江城日报"


def test_texts_and_what_is_judged_of_each_in_two_lists(tmp_path):
    def columns(number):
        return {"train": {"text": TEXTS * number, "label": [0.0, 0.4, 1.0] * number}}

    found = articles(read_file(tmp_path, "n.json", json.dumps(columns(100))))
    assert len(found) == 300
    assert {each.section for each in found} == {None}
    assert len(articles(read_file(tmp_path, "n.json", json.dumps(columns(3))))) == 1  # the lines of one article


def test_lists_of_texts_some_of_which_are_short(tmp_path):
    value = {"train": {"neg": [*TEXTS * 20, "好看", ""], "pos": TEXTS * 20}}
    assert len(articles(read_file(tmp_path, "n.json", json.dumps(value)))) == 121


def test_a_text_whose_title_is_empty_has_none(tmp_path):
    rows = "title,summary,tag\n大桥合龙,澜江大桥今天在江心合龙。,热点\n,央行今天说，贷款总额度提高至八千亿元。,热点\n"
    first, second = articles(read_file(tmp_path, "n.csv", rows))
    assert (first.title, body(first)) == ("大桥合龙", "澜江大桥今天在江心合龙。")
    assert (second.title, body(second)) == ("", "央行今天说，贷款总额度提高至八千亿元。")


def test_the_text_of_a_tag_is_a_section_and_the_address_of_an_article_its_own(tmp_path):
    row = {"no": "7", "tagText": "社会", "title": "大桥合龙", "文章地址": "https://a.example/7.html"}
    (found,) = articles(read_file(tmp_path, "n.json", json.dumps([row])))
    assert (found.title, body(found), found.section, found.url) == ("大桥合龙", "", "社会", "https://a.example/7.html")


def test_lists_of_titles_and_of_texts_of_several_lines_are_columns(tmp_path):
    lists = {"title": ["大桥合龙", "开学典礼", "白鹤归来"], "content": [BODY + "\n" + OTHER, OTHER + "\n" + BODY, BODY]}
    found = articles(read_file(tmp_path, "n.json", json.dumps(lists)))
    assert [(each.title, body(each)) for each in found] == list(zip(*lists.values(), strict=True))


def test_addresses_are_no_longer_texts(tmp_path):
    rows = [
        {"title": f"大桥合龙之{i}", "digest": "", "commenturl": f"https://comment.a.example/bbs/board/{i}/" + "x" * 60}
        for i in range(4)
    ]
    said = []
    file = tmp_path / "n.json"
    file.write_text(json.dumps(rows), "utf-8")
    list(read_news(SourceFile("n.json", file, file.stat().st_size, 0), ReadOptions(), {}, said.append))
    assert [doubt.name for each in said for doubt in each.doubts] == []


def test_a_body_with_a_link_in_markdown_is_markdown(tmp_path):
    text = f"![](https://a.example/1.png)\n\n# 江心\n\n**今天**，[大桥](https://a.example/2)合龙。\n\n- {OTHER}"
    rows = [
        {"title": "大桥合龙", "date": "2025-03-18", "content": text},
        {"title": "开学典礼", "content": f"#典礼#{OTHER}"},
    ]
    first, second = articles(read_file(tmp_path, "n.json", json.dumps(rows)))
    assert bodies([first, second]) == [f"江心\n今天，大桥合龙。\n{OTHER}", f"#典礼#{OTHER}"]
    (found,) = articles(
        read_file(tmp_path, "m.json", json.dumps([{"title": "大桥合龙", "md": f"# 江心\n\n**今天**。{OTHER}"}]))
    )
    assert body(found) == f"江心\n今天。{OTHER}"


def test_a_title_that_the_text_begins_with_again_is_no_text(tmp_path):
    rows = [{"title": TITLES[0], "content": f"{TITLES[0]}\n{TEXTS[0]}"}, {"title": TITLES[1], "content": TITLES[1]}]
    found = articles(read_file(tmp_path, "n.json", json.dumps(rows)))
    assert [each.title for each in found] == TITLES[:2]
    assert bodies(found) == [TEXTS[0], TITLES[1]]


def test_a_name_beside_a_portrait_is_no_title(tmp_path):
    rows = f"user href,tp-avatar src,name,content,time\nhttps://a.example/u/1,https://a.example/1.jpg,江边的风,{BODY},3天前\n"
    (found,) = articles(read_file(tmp_path, "n.csv", rows))
    assert (found.title, body(found)) == ("", BODY)


def test_when_news_were_made_is_a_date(tmp_path):
    row = {"news_title": "大桥合龙", "news_content": BODY, "news_create": "2025-03-18 10:00:00", "news_modified": None}
    (found,) = articles(read_file(tmp_path, "n.json", json.dumps([row])))
    assert str(found.date) == "2025-03-18"


def test_numbers_that_judge_the_lines_of_a_text_are_no_section(tmp_path):
    value = {"text": [BODY, OTHER, BODY], "label": ["0.0", "0.8", "neg"]}
    (found,) = articles(read_file(tmp_path, "n.json", json.dumps(value)))
    assert (found.section, len(found.paragraphs)) == (None, 3)


def test_chapters_have_titles_and_lines(tmp_path):
    rows = [
        {"chapter": "第一章　江心", "paragraphs": [BODY, OTHER]},
        {"title": "桥", "para": ["江上清风吹", "两岸柳依依"]},
    ]
    first, second = articles(read_file(tmp_path, "n.json", json.dumps(rows)))
    assert (first.title, body(first)) == ("第一章　江心", f"{BODY}\n{OTHER}")
    assert (second.title, body(second)) == ("桥", "江上清风吹\n两岸柳依依")


def test_the_name_beside_followers_is_who_posts(tmp_path):
    posts = [{"name": "江城观察", "follower_count": 3, "text": text} for text in TEXTS]
    found = articles(read_file(tmp_path, "n.json", json.dumps([*posts, {"name": "江城观察", "follower_count": 3}])))
    assert [(each.title, each.reporters) for each in found] == [("", ("江城观察",))] * 3
    named = articles(read_file(tmp_path, "n.json", json.dumps([{"name": TITLES[0], "text": TEXTS[0]}])))
    assert [each.title for each in named] == TITLES[:1]


def test_a_list_of_posts_of_users_is_a_section(tmp_path):
    answer = {"title": "精选", "list": [{"content": text * 2, "userName": "江城观察"} for text in TEXTS]}
    found = articles(read_file(tmp_path, "n.json", json.dumps(answer)))
    assert {(each.source, each.section, each.reporters) for each in found} == {(None, "精选", ("江城观察",))}


def test_blocks_that_are_pictures_are_no_text(tmp_path):
    address = "https://img.example.cn/1.jpg"
    blocks = [
        {"type": kind, "content": text} for kind, text in (("text", TEXTS[0]), ("image", address), ("text", TEXTS[1]))
    ]
    record = {
        "title": TITLES[0],
        "meta_info": {"publish_time": "2025-03-18", "author_name": "本文来源：江城日报\n何青禾_JC1234"},
        "contents": blocks,
        "texts": TEXTS[:2],
        "images": [address * 5],
    }
    file = tmp_path / "n.json"
    file.write_text(json.dumps(record), "utf-8")
    said = []
    (found,) = read_news(SourceFile("n.json", file, file.stat().st_size, 0), ReadOptions(), {}, said.append)
    article = found.article
    assert [line.text for line in article.paragraphs] == TEXTS[:2]
    assert (article.date, article.source, article.reporters) == ("2025-03-18", "江城日报", ("何青禾",))
    assert [(each.unused, each.doubts) for each in said] == [((), ())]


def test_sections_have_many_names(tmp_path):
    rows = [
        {"title": TITLES[0], "sort": "国内"},
        {"title": TITLES[1], "types": "本地"},
        {"title": TITLES[2], "sort": 3},
    ]
    coded = {"title": TITLES[0], "tag": "news_world", "chinese_tag": "国际", "autor": "何青禾"}
    found = articles(read_file(tmp_path, "n.json", json.dumps([*rows, coded])))
    assert [each.section for each in found] == ["国内", "本地", None, "国际"]
    assert found[3].reporters == ("何青禾",)


def test_the_name_in_a_user_is_who_posts(tmp_path):
    posts = [
        {"title": TITLES[0], "content": TEXTS[0], "user": {"id": 3, "name": "何青禾", "introduction": "在江城"}},
        {"text": TEXTS[1], "user": {"id": 4, "screen_name": "江城观察"}},
        {"title": TITLES[2], "content": TEXTS[2], "author": "韩露", "user": {"name": "admin"}},
    ]
    found = articles(read_file(tmp_path, "n.json", json.dumps(posts)))
    assert [(each.source, each.reporters) for each in found] == [
        (None, ("何青禾",)),
        ("江城观察", ()),
        (None, ("韩露",)),
    ]


def test_numbers_are_no_text(tmp_path):
    marks = {"title": [[2, 2]], "abstract": []}
    rows = [{"title": TITLES[0], "abstract": TEXTS[0], "highlight": marks}, {"title": TITLES[1], "highlight": marks}]
    assert bodies(read_file(tmp_path, "n.json", json.dumps(rows))) == [TEXTS[0], ""]


def test_what_elasticsearch_found_keeps_its_source(tmp_path):
    news = {"title": TITLES[0], "content": TEXTS[0], "source": "江城日报"}
    line = json.dumps({"_index": "news", "_type": "_doc", "_id": "AX0", "_source": news})
    assert facts(read_file(tmp_path, "n.json", line)) == [(TITLES[0], None, "江城日报")]


def test_what_is_searched_for_may_have_a_heat_and_no_address(tmp_path):
    rows = [{"keyword": title, "heat": 9000 - at} for at, title in enumerate(TITLES)]
    assert [each.title for each in articles(read_file(tmp_path, "n.json", json.dumps(rows)))] == TITLES


def test_addresses_without_a_beginning_are_not_in_doubt(tmp_path):
    rows = [{"title": title, "url": f"/realtimenews/article/animal/{'2025' * 20}/{title}"} for title in TITLES]
    file = tmp_path / "n.json"
    file.write_text(json.dumps(rows), "utf-8")
    said = []
    list(read_news(SourceFile("n.json", file, file.stat().st_size, 0), ReadOptions(), {}, said.append))
    assert [(each.unused, each.doubts) for each in said] == [((), ())]


def test_short_posts_are_no_tags(tmp_path):
    answer = {"title": "精选", "posts": [{"content": text} for text in TEXTS]}
    assert bodies(read_file(tmp_path, "n.json", json.dumps(answer))) == TEXTS


def test_a_table_of_remarks_is_no_news(tmp_path):
    dump = (
        "CREATE TABLE `xinwen` (`id` int, `title` varchar(99), `msg` text);\n"
        f"INSERT INTO `xinwen` VALUES (1,'{TITLES[0]}','{TEXTS[0]}'),(2,'{TITLES[1]}','{TEXTS[1]}');\n"
        "CREATE TABLE `pinglun` (`id` int, `title` varchar(99), `msg` text);\n"
        f"INSERT INTO `pinglun` VALUES (1,'写得好，谢谢','{TEXTS[2]}');\n"
    )
    found = read_file(tmp_path, "n.sql", dump)
    assert ([each.title for each in articles(found)], bodies(found)) == (TITLES[:2], TEXTS[:2])


def test_why_a_post_is_passed_on_is_no_title(tmp_path):
    passed = f"转发理由:一路走好\n原始用户: 江城日报\n转发内容: {TEXTS[0]}"
    posts = [
        {"weibo_content": text, "publish_time": "2025-03-18", "publish_tool": "江城手机"} for text in (passed, *TEXTS)
    ]
    file = tmp_path / "n.json"
    file.write_text(json.dumps([*posts, *posts[2:]]), "utf-8")
    said = []
    found = list(read_news(SourceFile("n.json", file, file.stat().st_size, 0), ReadOptions(), {}, said.append))
    assert [each.article.title for each in found] == [""] * 6
    assert [line.text for line in found[0].article.paragraphs] == passed.split("\n")
    assert [each.doubts for each in said] == [()]


def test_where_one_posts_is_not_where_the_post_is(tmp_path):
    post = {"auth": "江城观察", "auth_url": "//w.example/5", "weibo_link": "//w.example/5/K5", "content": TEXTS[0]}
    found = articles(read_file(tmp_path, "n.json", json.dumps([post])))
    assert [(each.url, each.reporters) for each in found] == [("//w.example/5/K5", ("江城观察",))]
    video = {"title": TITLES[0], "short_link_v2": "https://b.example/BV1", "name": "江城观察"}
    found = articles(read_file(tmp_path, "n.json", json.dumps([video, {**video, "url": "https://b.example/video/1"}])))
    assert [each.url for each in found] == ["https://b.example/BV1", "https://b.example/video/1"]


def test_rows_of_news_whose_columns_a_dump_does_not_name(tmp_path):
    rows = ",".join(
        f"({at},'{title}','{TEXTS[at] * 3}','推荐','../{at}.png','何青禾','2025-03-1{at} 09:15:00',1)"
        for at, title in enumerate(TITLES)
    )
    dump = f"INSERT INTO `news` VALUES {rows};\n" + f"INSERT INTO `news_comment` VALUES (1,'写得好','{BODY}');\n"  # noqa: S608
    found = read_file(tmp_path, "n.sql", dump)
    assert bodies(found) == [text * 3 for text in TEXTS]
    assert facts(found) == [(title, f"2025-03-1{at}", None) for at, title in enumerate(TITLES)]
    assert [(each.reporters, each.section) for each in articles(found)] == [(("何青禾",), None)] * 3
    many = "".join(
        f"INSERT INTO `xinwen` VALUES ({at},'{TITLES[at % 3]}{at}','{TEXTS[0] * 3}');\n"  # noqa: S608
        for at in range(120)
    )
    assert [each.title for each in articles(read_file(tmp_path, "m.sql", many))][-1] == f"{TITLES[119 % 3]}119"
    unlike = read_file(tmp_path, "o.sql", "INSERT INTO `news_images` VALUES (1,3,'a.png'),(2,3,'b.png');\n")
    assert not articles(unlike)
    assert len(unlike) == 1
    text = f"INSERT INTO `news_x` VALUES (1,'{'桥' * 90}'),(2,'{'桥' * 90}');\n"  # noqa: S608
    assert any("no title or body found" in str(each) for each in read_file(tmp_path, "p.sql", dump + text))


def test_what_an_answer_says_of_itself_is_no_text(read):
    for name in ("message", "msg"):
        answer = {"code": 10000, name: "成功", "data": {"today": {"confirm": 89539}}}
        assert not articles(read("1.json", json.dumps(answer)))
        assert bodies(read("2.json", json.dumps([{name: "大桥今日合龙，全长三公里。", "id": 7}]))) == [
            "大桥今日合龙，全长三公里。"
        ]


def test_an_outlet_among_authors_is_the_source(read):
    (found,) = read("1.csv", f"标题,来源/作者,正文\n{TITLES[0]},江城日报/何青禾,{BODY}\n")
    assert (found.source, found.reporters) == ("江城日报", ("何青禾",))
