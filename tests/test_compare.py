"""Comparisons: volume, words, first reports and reprints of two sides agree with what was put in."""

import json

import pytest
from conftest import index_of

LONG = "江城大桥昨日合龙，建设者在江面上连续奋战了九百个日夜，全桥长两千三百米，预计明年通车，两岸居民从此不必绕行。"
OTHER = "候鸟昨日飞抵鹭洲湿地，保护区的工作人员数出了三百二十只白鹤，比去年同期多了四成，志愿者在观鸟台值守到深夜。"
THIRD = "地铁三号线今起延长运营，末班车推迟到零点，周末夜班每十五分钟一趟，调度员说夜归的人终于赶得上车了。"


def record(name, source, date, title, body):
    return {"id": name, "source": source, "date": date, "title": title, "body": body}


RECORDS = [
    # One day earlier in the morning paper, reprinted twice in the evening paper.
    record("a1", "早报", "2025-03-01", "大桥合龙", LONG),
    record("b1", "晚报", "2025-03-02", "大桥合龙了", LONG + "本报转载。"),
    record("b2", "晚报", "2025-03-05", "大桥合龙回顾", LONG),
    # The other way round.
    record("b3", "晚报", "2025-03-03", "候鸟来了", OTHER),
    record("a2", "早报", "2025-03-06", "候鸟到了", OTHER),
    # On the same day.
    record("a3", "早报", "2025-04-01", "夜班地铁", THIRD),
    record("b4", "晚报", "2025-04-01", "地铁夜班", THIRD),
    # Of one side alone; without a date, it cannot be the first.
    record(
        "a4", "早报", "2025-05-01", "大桥灯光秀", "大桥的灯光秀今晚上演，无人机在江面上摆出图案，市民挤满了两岸的步道。"
    ),
    record(
        "a5", "早报", None, "大桥老照片", "大桥动工以前，渡轮是两岸之间唯一的交通，老照片里等船的队伍一直排到街口。"
    ),
    record(
        "b5",
        "晚报",
        "2025-02-28",
        "大桥桥面铺装",
        "大桥桥面铺装明天开工，施工期间渡轮照常往返，请市民留意岸边的指示牌。",
    ),
    record("c1", "周刊", "2025-01-01", "大桥专题", "大桥从设想到动工，用了整整二十年，本刊走访了当年的设计者。"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("compare"), {"a.jsonl": RECORDS})


@pytest.fixture(autouse=True)
def states(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


@pytest.fixture
def compared(say):
    """The objects that a comparison of the two papers prints."""

    def compared(*words, a="source:早报", b="source:晚报"):
        found = say("compare", "--a", a, "--b", b, "--json", "-n", "0", *words)
        assert found[0] == 0
        return [json.loads(line) for line in found[1].splitlines()]

    return compared


def of(found, kind, **values):
    return [one for one in found if one["type"] == kind and values.items() <= one.items()]


def key(report):
    return report["id"].rpartition("#")[2]


def test_sides_are_counted_with_the_query_and_without(compared):
    sizes = [(one["articles"], one["all_articles"], one["undated"]) for one in of(compared("大桥"), "side")]
    assert sizes == [(3, 5, 1), (3, 5, 0)]


def test_volume_is_that_of_each_period_and_none_between_is_missing(compared):
    rows = [(one["period"], one["a"], one["b"]) for one in of(compared("--by", "month"), "volume")]
    assert rows == [("2025-02", 0, 1), ("2025-03", 2, 3), ("2025-04", 1, 1), ("2025-05", 1, 0)]
    assert of(compared(), "volume")[0]["by"] == "week"  # 62 days
    assert [one["all_a"] for one in of(compared("候鸟", "--by", "month"), "volume")] == [2]


def test_the_first_report_is_the_earliest_and_one_without_a_date_is_none(compared):
    sides = of(compared("大桥"), "side")
    assert [[key(report) for report in side["first"]] for side in sides] == [["a1"], ["b5"]]


def test_shared_stories_know_who_had_them_first(compared):
    found = compared()
    shared = {key(one["a"]): (key(one["b"]), one["first"], one["days"], one["articles_a"], one["articles_b"]) for one in of(found, "shared")}  # fmt: skip
    assert shared == {"a1": ("b1", "a", 1, 1, 2), "a2": ("b3", "b", 3, 1, 1), "a3": ("b4", None, 0, 1, 1)}
    summary = found[-1]
    assert (summary["shared_stories"], summary["a_first"], summary["b_first"]) == (3, 1, 1)


def test_a_copy_dated_to_the_month_may_be_the_first(tmp_path, monkeypatch, say):
    """B has the text on the fifth, and once more on some day of the month or of the next one."""
    for month, first, days in (("2025-03", None, None), ("2025-04", "a", 2), (None, "a", 2)):
        records = [record("a", "早报", "2025-03-03", "甲", LONG), record("b", "晚报", "2025-03-05", "乙", LONG), record("c", "晚报", month, "丙", LONG)]  # fmt: skip
        (tmp_path / str(month)).mkdir()
        monkeypatch.chdir(index_of(tmp_path / str(month), {"a.jsonl": records}))
        code, out, _ = say("compare", "--a", "source:早报", "--b", "source:晚报", "--json")
        (shared,) = of(list(map(json.loads, out.splitlines())), "shared")
        assert (code, shared["first"], shared["days"]) == (0, first, days)


def test_what_one_side_has_alone_is_what_the_other_has_no_copy_of(compared):
    found = compared()
    assert {key(one) for one in of(found, "own", side="a")} == {"a4", "a5"}
    assert {key(one) for one in of(found, "own", side="b")} == {"b5"}


def test_reprints_flow_from_the_earlier_source_to_the_later(compared):
    flows = [(one["from"], one["to"], one["articles"]) for one in of(compared(), "flow")]
    assert flows == [("早报", "晚报", 2), ("晚报", "早报", 1)]


def test_keywords_are_those_of_each_side_against_the_other(compared, say):
    found = compared()
    own = {one["word"]: one["count"] for one in of(found, "keyword", side="a")}
    listed = say("keywords", "--source", "早报", "--against", "source:晚报", "--format", "csv", "-n", "0")[1]
    assert own == {line.split(",")[0]: int(line.split(",")[1]) for line in listed.splitlines()[1:]}


def test_articles_on_both_sides_are_told_and_are_no_reprints_of_themselves(compared):
    found = compared(a="大桥", b="渡轮")
    assert found[-1]["both"] == 2
    assert not of(found, "flow")
    assert not of(found, "shared")
    assert not {"a5", "b5"} & {key(one) for one in of(found, "own")}


def test_a_side_does_not_change_what_the_query_means(compared):
    """The words of a side neither rank nor loosen: it decides which articles match, and nothing else."""
    found = compared("大桥", a="渡轮", b="source:早报")
    assert [one["articles"] for one in of(found, "side")] == [2, 3]


def test_a_saved_search_is_a_side(compared, say):
    say("search", "大桥", "--source", "早报", "--save", "桥")
    (side, _) = of(compared(a="saved:桥"), "side")
    assert (side["query"], side["articles"]) == ("saved:桥", 3)
    say("search", "大桥", "-w", "--save", "词")
    assert "--as-written" in say("compare", "--a", "saved:词", "--b", "候鸟")[2]


def test_the_page_says_it_in_words(say):
    page = say("compare", "--a", "source:早报", "--b", "source:晚报", "大桥")[1]
    assert "A  source:早报  3 articles of 5" in page
    assert "B: 1 day earlier" in page
    assert "1 article is not dated to the day: it may be earlier" in page
    assert "1 story on both sides\n    A first 1, B first 0, same day or not known 0" in page
    assert "1 day later" in page
    assert "A→B 早报 → 晚报  2" in page
    assert "stories only on side A: 2 of 3" in page


@pytest.mark.parametrize("columns", [50, 60, 200])
def test_no_line_is_wider_than_the_terminal(say, monkeypatch, columns):
    from newsgrep.text.width import width

    monkeypatch.setenv("COLUMNS", str(columns))
    for line in say("compare", "--a", "source:早报", "--b", "source:晚报")[1].splitlines():
        assert width(line) <= columns


def test_a_side_without_articles_is_named_and_why(say):
    code, page, told = say("compare", "--a", "source:早报", "--b", "source:日报")
    assert code == 1
    assert "source:日报: nothing found" in told
    assert "only on side" not in page


@pytest.mark.parametrize("words", [("--a", "x"), ("--a", "x", "--b", " "), ("--a", "saved:none", "--b", "x"), ("--a", "x", "--b", "y", "--plot", "x.bmp")])  # fmt: skip
def test_what_cannot_be_compared_is_refused(say, words):
    code, page, told = say("compare", *words)
    assert (code, page, told.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("words", [(), ("大桥",)])
def test_a_comparison_is_plotted_the_same_each_time(say, tmp_path, words):
    pytest.importorskip("matplotlib")
    pytest.importorskip("zhplot")
    for name in ("1.svg", "2.svg"):
        assert (
            say("compare", *words, "--a", "source:早报", "--b", "source:晚报", "--plot", str(tmp_path / name))[0] == 0
        )
    assert (tmp_path / "1.svg").read_bytes() == (tmp_path / "2.svg").read_bytes()
