"""Stories: from any of its articles, an event is followed to its first report; what merely looks alike stays out."""

import json

import pytest
from conftest import index_of

from newsgrep.model import Article, Paragraph
from newsgrep.search.comments import is_comment

FIRE = "青石县烟花厂昨日发生爆炸，消防员连夜搜救，青石县成立事故调查组，县医院收治伤员二十一名，家属在厂门外等候消息。"


def record(name, source, date, title, body, **more):
    return {"id": name, "source": source, "date": date, "title": title, "body": body, **more}


EVENT = [
    record("first", "晚报", "2025-03-01", "青石县一烟花厂爆炸", "今天下午三时，青石县一烟花厂发生爆炸，现场浓烟滚滚，消防员正在搜救，伤亡尚不清楚。"),
    record("main", "日报", "2025-03-02", "青石县烟花厂爆炸致二十一人受伤", FIRE),
    record("copy", "晚报", "2025-03-03", "青石县烟花厂爆炸二十一人伤", FIRE),
    record("later", "日报", "2025-03-09", "青石县烟花厂爆炸调查组公布初步原因", "青石县烟花厂爆炸事故调查组今天通报，药料仓库静电引起爆炸，厂长已被控制，伤员大多出院。"),
    record("talk", "日报", "2025-03-10", "烟花厂的账不能只算利润（今日谈）", "青石县烟花厂爆炸，炸出的是安全的漏洞。调查组的通报里，药料仓库的静电早有人提醒。"),
]  # fmt: skip
OTHERS = [
    # The same kind of event, elsewhere and at another time, in much the same words.
    record("mine", "日报", "2024-06-02", "白河县煤矿透水致十九人被困", "白河县煤矿昨日发生透水，消防员连夜搜救，白河县成立事故调查组，县医院收治伤员十九名，家属在矿门外等候消息。"),
    record("old", "日报", "2023-03-02", "临江县烟花厂爆炸", "临江县烟花厂昨日发生爆炸，消防员连夜搜救，临江县成立事故调查组，家属在厂门外等候消息。"),
    *(record(f"n{number}", "日报", f"20{23 + number % 3}-{number % 12 + 1:02}-{number % 28 + 1:02}", f"{name}通车", f"{name}昨日通车，全长{number}公里，沿线居民出行更方便，{name}的通车让{number}个村镇受益。")
      for number, name in enumerate(f"{a}{b}公路" for a in "东西南北中上下" for b in "平安宁和顺昌盛")),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("story"), {"a.jsonl": [*EVENT, *OTHERS]})


@pytest.fixture
def story(say):
    """The links of a story, by the keys of their articles, and the summary."""

    def story(key, *words):
        code, printed, _ = say("story", f"a.jsonl#{key}", "--json", *words)
        assert code == 0
        *links, summary = map(json.loads, printed.splitlines())
        return {link["id"].rpartition("#")[2]: link for link in links}, summary

    return story


@pytest.mark.parametrize("key", [one["id"] for one in EVENT])
def test_from_any_article_of_an_event_its_story_is_the_same(story, key):
    links, summary = story(key)
    assert list(links) == [one["id"] for one in EVENT]
    assert (summary["first"], summary["asked"]) == ("a.jsonl#first", f"a.jsonl#{key}")
    assert [name for name, link in links.items() if link["asked"]] == [key]


def test_each_article_has_its_role_and_its_reason(story):
    links, _ = story("later")
    roles = [link["role"] for link in links.values()]
    assert roles == ["first", "follow-up", "reprint", "follow-up", "comment"]
    assert (links["copy"]["to"], links["copy"]["days"], links["copy"]["common"]) == ("a.jsonl#main", 1, 1.0)
    assert links["copy"]["reason"] == "1 day after no. 2, 100 % of the text in common"
    assert "烟花厂" in "".join(links["main"]["words"]) or "烟花" in links["main"]["words"]
    assert links["first"]["to"] is None
    dates = [link["date"] for link in links.values()]
    assert dates == sorted(dates)


def test_links_lead_to_earlier_articles(story):
    links, _ = story("main")
    places = {link["id"]: link["number"] for link in links.values()}
    assert all(places[link["to"]] < link["number"] for link in links.values() if link["to"])


def test_a_limit_keeps_the_first_report_and_the_one_asked_for(story):
    links, summary = story("talk", "-n", "2")
    assert list(links) == ["first", "talk"]
    assert summary["left_out"] == 3


def test_the_chain_is_told_in_words(say):
    page = say("story", "a.jsonl#copy")[1]
    assert page.splitlines()[0].split() == ["1", "2025-03-01", "晚报", "青石县一烟花厂爆炸"]
    assert "    first report found\n    a.jsonl#first\n" in page
    assert "▸3" in page
    assert "reprint: 1 day after no. 2" in page
    assert "comment: " in page


@pytest.mark.parametrize("columns", [60, 200])
def test_no_line_is_wider_than_the_terminal(say, monkeypatch, columns):
    from newsgrep.text.width import width

    monkeypatch.setenv("COLUMNS", str(columns))
    assert all(width(line) <= columns for line in say("story", "a.jsonl#main")[1].splitlines())


def test_an_article_without_a_story_says_so(say):
    assert say("story", "a.jsonl#mine") == (1, "", "newsgrep: nothing found: no other article of this story is in the index\n")  # fmt: skip
    assert say("story", "a.jsonl#none")[0] == 1


def test_articles_without_dates_are_linked_and_their_order_is_not_made_up(tmp_path, monkeypatch, capsys):
    from newsgrep.cli.app import run

    records = [{key: value for key, value in one.items() if key != "date"} for one in (*EVENT, *OTHERS)]
    monkeypatch.chdir(index_of(tmp_path, {"a.jsonl": records}))
    capsys.readouterr()
    assert run(["story", "a.jsonl#main", "--json"]) == 0
    *links, _ = map(json.loads, capsys.readouterr().out.splitlines())
    assert {link["id"] for link in links} >= {"a.jsonl#first", "a.jsonl#copy"}
    assert {link["days"] for link in links} == {None}


@pytest.mark.parametrize(
    ("title", "section", "byline", "expected"),
    [
        ("人民日报评论员文章：坚定信心", None, "", True),
        ("【快评】大桥不只是桥", None, "", True),
        ("锐评丨账不能这样算", None, "", True),
        ("夯实根基（人民论坛）", None, "", True),
        ("社论：新的起点", None, "", True),
        ("国际锐评：谎言止于事实", None, "", True),
        ("大桥通车", "评论", "", True),
        ("大桥通车", "觀點", "", True),
        ("大桥通车", None, "本报评论员", True),
        ("评论区为何关闭", None, "", False),
        ("专家评论家齐聚江城", None, "", False),
        ("省作协召开文艺评论座谈会", "要闻", "", False),
        ("大桥通车", "要闻", "本报记者 丁苇", False),
        ("论坛在江城开幕", "国际", "", False),
    ],
)
def test_comments_are_known_by_what_papers_mark_them_with(title, section, byline, expected):
    parts = (Paragraph(byline, ((0, 2),), "byline"),) if byline else ()
    article = Article("a", "1", (Paragraph(title, ((0, 1),)),), (*parts, Paragraph("正文。", ((0, 3),))), section=section)  # fmt: skip
    assert is_comment(article) == expected
