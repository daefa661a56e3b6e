from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.analysis import Segmenter, load_segmenter
from newsgrep.analysis.mixed_words import MixedWords
from newsgrep.errors import UsageError
from newsgrep.query.explain import explain
from newsgrep.query.looser import looser
from newsgrep.query.parse import parse
from newsgrep.query.plan_nodes import AtLeast, Dates, Literal, Plan, Value, WeightedTerm, Without, Word, value_test
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import (
    And,
    BareText,
    Boost,
    DateRange,
    Filter,
    InField,
    Not,
    Or,
    Quoted,
    RegexSyntax,
    Tree,
    WildcardSyntax,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

TUESDAY = date(2025, 3, 18)
BRIDGE, OPENED = BareText("大桥"), BareText("通车")


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        ("", And(())),
        ("   ", And(())),
        ("大桥", BRIDGE),
        ("大桥 通车", And((BRIDGE, OPENED))),
        ("大桥\u3000通车", And((BRIDGE, OPENED))),
        ("大桥 OR 通车", Or((BRIDGE, OPENED))),
        ("大桥 AND 通车", And((BRIDGE, OPENED))),
        ("大桥 ＡＮＤ 通车", And((BRIDGE, OPENED))),
        ("by:(何青禾 OR 秦越)", Or((Filter("by", "何青禾"), Filter("by", "秦越")))),
        ("date:(2023 OR 2025)", Or((DateRange("2023", "2023"), DateRange("2025", "2025")))),
        ("来源： 江城日报", Filter("source", "江城日报")),
        ("title:-大桥", Not(InField("title", BRIDGE))),
        ("/[^/]+桥/", RegexSyntax("[^/]+桥")),
        ("/大桥/i", RegexSyntax("大桥")),
        ("大桥 ＯＲ 通车", Or((BRIDGE, OPENED))),
        ("大桥|通车", Or((BRIDGE, OPENED))),
        ("大桥｜通车", Or((BRIDGE, OPENED))),
        ("江城 大桥 OR 通车", Or((And((BareText("江城"), BRIDGE)), OPENED))),
        ("江城 (大桥 OR 通车)", And((BareText("江城"), Or((BRIDGE, OPENED))))),
        ("江城（大桥｜通车）", And((BareText("江城"), Or((BRIDGE, OPENED))))),
        ("大桥 -通车", And((BRIDGE, Not(OPENED)))),
        ("大桥 －通车", And((BRIDGE, Not(OPENED)))),
        ("大桥 NOT 通车", And((BRIDGE, Not(OPENED)))),
        ("大桥 ＮＯＴ 通车", And((BRIDGE, Not(OPENED)))),
        ("-(大桥 OR 通车)", Not(Or((BRIDGE, OPENED)))),
        ('-"大桥"', Not(Quoted("大桥"))),
        # What parts a headline excludes nothing: dashes, marks after brackets and quotes; nor do degrees below zero.
        ("（大桥）—通车", And((BRIDGE, BareText("—通车")))),
        ("大桥 —通车", And((BRIDGE, BareText("—通车")))),
        ("“大桥”-通车", And((Quoted("大桥"), BareText("-通车")))),
        ("大桥 -25℃", And((BRIDGE, BareText("-25℃")))),
        ("大桥通车?!", BareText("大桥通车?!")),
        ("大桥^2 通车", And((Boost(BRIDGE, 2.0), OPENED))),
        ("大桥^0.5", Boost(BRIDGE, 0.5)),
        ("大桥＾２", Boost(BRIDGE, 2.0)),
        ('"大桥 通车"^2', Boost(Quoted("大桥 通车"), 2.0)),
        ("(大桥 通车)^2", Boost(And((BRIDGE, OPENED)), 2.0)),
        ('"大桥 通车"', Quoted("大桥 通车")),
        ("“大桥 通车”", Quoted("大桥 通车")),
        ("「大桥 通车」", Quoted("大桥 通车")),
        ("＂大桥 通车＂", Quoted("大桥 通车")),
        ("“大桥(通车)|-OR”", Quoted("大桥(通车)|-OR")),
        ("“大桥”通车", And((Quoted("大桥"), OPENED))),
        ("title:大桥", InField("title", BRIDGE)),
        ("标题：大桥", InField("title", BRIDGE)),
        ("title:“大桥”", InField("title", Quoted("大桥"))),
        ("正文:(大桥 通车)", InField("body", And((BRIDGE, OPENED)))),
        ("-title:大桥", Not(InField("title", BRIDGE))),
        ("title:大桥^2", Boost(InField("title", BRIDGE), 2.0)),
        ("by:何青禾", Filter("by", "何青禾")),
        ("记者：何青禾", Filter("by", "何青禾")),
        ("来源：“江城日报 海外版”", Filter("source", "江城日报 海外版")),
        ("section:要闻", Filter("section", "要闻")),
        ("kind:photo", Filter("kind", "photo")),
        ("path:江城日报/2025*", Filter("path", "江城日报/2025*")),
        ("id:江城日报/1.txt#3", Filter("id", "江城日报/1.txt#3")),
        ("date:2025-03", DateRange("2025-03", "2025-03")),
        ("日期：2024-11..2025-02", DateRange("2024-11", "2025-02")),
        ("date:最近7天", DateRange("2025-03-12", "2025-03-18")),
        ("大桥 date:上周", And((BRIDGE, DateRange("2025-03-10", "2025-03-16")))),
        ('"大桥 通车"~8', Quoted("大桥 通车", 8)),
        ("“大桥 通车”～８", Quoted("大桥 通车", 8)),
        (
            '"大桥 通车"~8^2 -title:"江城 大学"~20',
            And((Boost(Quoted("大桥 通车", 8), 2.0), Not(InField("title", Quoted("江城 大学", 20))))),
        ),
        ("澜?大桥", WildcardSyntax("澜?大桥")),
        ("?大桥", WildcardSyntax("?大桥")),
        ("“江城大学”?通车", And((Quoted("江城大学"), OPENED))),
        ("“江城大学”？通车", And((Quoted("江城大学"), OPENED))),
        ('"江城大学" ?大桥', And((Quoted("江城大学"), WildcardSyntax("?大桥")))),
        ('"江城大学"?', Quoted("江城大学")),
        ("通*仪式", WildcardSyntax("通*仪式")),
        ("通*", WildcardSyntax("通*")),
        ("＊车", WildcardSyntax("＊车")),
        ("title:澜?大桥^2", Boost(InField("title", WildcardSyntax("澜?大桥")), 2.0)),
        ("/第[0-9]+届/", RegexSyntax("第[0-9]+届")),
        (r"/a\/b c/ 大桥", And((RegexSyntax(r"a\/b c"), BRIDGE))),
        ("body:/大桥$/ | 通车", Or((InField("body", RegexSyntax("大桥$")), OPENED))),
        (r'"他说\"大桥\""', Quoted('他说"大桥"')),
        ('"大桥\\" 通车', And((Quoted("大桥\\"), OPENED))),
        ("path:/江城/2025/", Filter("path", "/江城/2025/")),
    ],
)
def test_a_line_is_read_as_it_is_meant(line: str, tree: Tree):
    assert parse(line, today=TUESDAY)[:2] == (tree, ())


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        ("COVID-19", BareText("COVID-19")),
        ("江城——大学", BareText("江城——大学")),
        ("ORACLE NOTE", And((BareText("ORACLE"), BareText("NOTE")))),
        ("or not", And((BareText("or"), BareText("not")))),
        ("http://jiangcheng.example/1", BareText("http://jiangcheng.example/1")),
        ("比分3:2", BareText("比分3:2")),
        ("2^10米", BareText("2^10米")),
        ("《大桥》", BareText("《大桥》")),
        ("记者", BareText("记者")),
        ("10%", BareText("10%")),
        ("大桥通车了吗?", BareText("大桥通车了吗?")),
        ("大桥通车了吗？何时", BareText("大桥通车了吗？何时")),
        ("*", BareText("*")),
        ("和/或", BareText("和/或")),
        ("http://a.example/x?y=1&z=2", BareText("http://a.example/x?y=1&z=2")),
        ("大桥通车了?市民怎么看?", BareText("大桥通车了?市民怎么看?")),
    ],
)
def test_what_only_looks_like_an_operator_is_a_word(line: str, tree: Tree):
    assert parse(line, today=TUESDAY)[:2] == (tree, ())


@pytest.mark.parametrize("line", ["TITLE:大桥", "Title:大桥", "ｔｉｔｌｅ：大桥"])
def test_field_names_are_known_in_any_case_and_width(line: str):
    assert parse(line).tree == InField("title", BRIDGE)


@pytest.mark.parametrize(
    ("line", "text"), [("「江城『大學』開學」", "江城『大學』開學"), ("“江城‘大学’开学”", "江城‘大学’开学")]
)
def test_a_quotation_within_a_quotation_is_part_of_it(line: str, text: str):
    assert parse(line).tree == Quoted(text)


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        ("“大桥 通车", Quoted("大桥 通车")),
        ("大桥)", BRIDGE),
        ("大桥) 通车", And((BRIDGE, OPENED))),
        ("(大桥", BRIDGE),
        ("((大桥 通车)", And((BRIDGE, OPENED))),
        ("大桥 OR", BRIDGE),
        ("OR 大桥", BRIDGE),
        ("OR", Quoted("OR")),
        ("date:不是日期", BareText("date:不是日期")),
        ("日期：2025-13-45", BareText("日期:2025-13-45")),
    ],
)
def test_what_does_not_parse_is_taken_literally_and_said(line: str, tree: Tree):
    found = parse(line, today=TUESDAY)
    assert found.tree == tree
    assert len(found.notes) == 1


@pytest.mark.parametrize("line", ["大桥 NOT", "大桥 -", "title:)", "title:|大桥", "()", "-()", "“”"])
def test_an_operator_with_nothing_to_work_on_is_said(line: str):
    assert parse(line).notes


def test_any_word_makes_words_alternatives_but_not_exclusions_and_filters():
    tree = parse("大桥 通车 -招聘 by:何青禾", any_word=True).tree
    assert tree == And((Or((BRIDGE, OPENED)), Not(BareText("招聘")), Filter("by", "何青禾")))


@pytest.mark.parametrize(
    "line",
    [
        '"大桥 合龙"~x', '"大桥 合龙"~', "“大桥 合龙”～五", '"大桥 合龙"~1000', '"大桥 合龙"~3.5', '"大桥 合龙" ~3', 'title:"大桥 合龙"~x', 'by:"何青禾"~3',
        "大桥~3", "大桥～3", "(大桥 合龙)~3", "大*桥~2", "bridge~", "bridge~0.8", "地铁 大桥~3 -招聘",
    ],
)  # fmt: skip
def test_a_distance_that_is_none_is_noted(line):
    (note,) = parse(line).notes
    assert "~ needs a number from 0 to 999 after a quoted text" in str(note)


@pytest.mark.parametrize(
    "line",
    [
        '"大桥 合龙"~3',
        "“大桥 合龙”～３",
        '"大桥 合龙"~3^2',
        "3~5天",
        "2024～2025",
        "你好~",
        "甲~乙",
        "http://example.org/~3",
    ],
)
def test_other_tildes_are_not_noted(line):
    assert parse(line).notes == ()


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        ("大桥", BRIDGE),
        ("大桥^2 通车", Or((Boost(BRIDGE, 2.0), OPENED))),
        ("-招聘", Not(BareText("招聘"))),
        ("date:2025 大桥 通车", And((Or((BRIDGE, OPENED)), DateRange("2025", "2025")))),
        ("(江城 大桥) 通车", Or((Or((BareText("江城"), BRIDGE)), OPENED))),
    ],
)
def test_any_word_holds_wherever_words_stand_side_by_side(line: str, tree: Tree):
    assert parse(line, any_word=True, today=TUESDAY).tree == tree


PIECES = (
    *'"“”「」『』()（）:：-－—|｜^/~*?#.\\',
    *(" OR ", "ＯＲ", " NOT ", "^2", "^９", "^1.5", "title:", "标题：", "by:", "date:", "日期：", "id:", "path:"),
    *(
        "大桥",
        "合龙",
        "的",
        "江城大学",
        "ＧＤＰ",
        "2025-03",
        "..",
        "最近7天",
        "上周",
        " ",
        "\u3000",
        "\n",
        "\x1c",
        "\u200b",
        "\u0301",
        "\ud800",
        "𠮷",
    ),
)
LINES = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(LINES, st.booleans())
def test_no_line_is_an_error(line: str, any_word: bool):  # noqa: FBT001 (drawn by hypothesis)
    tree, notes, _ = parse(line, any_word=any_word, today=TUESDAY)
    plan, some = make_plan(tree, load_segmenter()), looser(tree, load_segmenter())
    assert list(explain(plan, some and some.match))
    assert not some or Literal("") not in some.marks
    assert Literal("") not in plan.marks
    assert all(map(str, notes))


@given(st.text())
def test_no_text_at_all_is_an_error(line: str):
    assert list(explain(make_plan(parse(line, today=TUESDAY).tree, load_segmenter())))


@pytest.mark.parametrize("piece", ["(", ")", "（", "-(", "NOT ", "title:", '"', "|", "OR ", "^2", "大桥 "])
def test_a_line_may_be_as_deep_as_it_is_long(piece: str):
    make_plan(parse((piece * 3000)[:9000] + "大桥").tree, load_segmenter())


@pytest.mark.parametrize(
    "line",
    ["/" + "[a]" * 3000, "/" + "[" * 9000, "“a”" * 3000, "“" * 9000, "(" * 9000, "date:最近" + "9" * 5000 + "天"],
)
def test_no_line_takes_long_to_parse(line: str):
    """The first took for ever: a set could be read in two ways, each set doubling what was to be tried."""
    assert parse(line, today=TUESDAY).tree


def test_a_set_may_hold_what_ends_an_expression():
    assert parse("/[/]大[^]]/", today=TUESDAY).tree == RegexSyntax("[/]大[^]]")
    assert parse("/a[b/", today=TUESDAY).tree != RegexSyntax("a[b")


def test_a_line_has_an_end():
    with pytest.raises(UsageError, match=r"20,001 characters long; the limit is 10,000"):
        parse("江" * 20_001)


@pytest.mark.parametrize("line", ["date:最近99999999天", "date:二〇二五年十十月", "日期：最近9999年"])
def test_an_impossible_date_is_no_error(line: str):
    assert isinstance(parse(line, today=TUESDAY).tree, BareText | DateRange)


class Cutter:
    """A segmenter of words that are known, the longest first; what is between them falls into characters."""

    mixed_words = MixedWords(())

    def __init__(self, *known: str, inner: Iterable[tuple[str, int, int]] = ()) -> None:
        self.known = sorted(known, key=len, reverse=True)
        self.inner = list(inner)

    def cut(self, run: str) -> list[str]:
        found = []
        while run:
            found.append(next((word for word in self.known if run.startswith(word)), run[0]))
            run = run[len(found[-1]) :]
        return found

    def tokenize(self, run: str) -> Iterable[tuple[str, int, int]]:
        start, found = 0, list(self.inner)
        for word in self.cut(run):
            found.append((word, start, start + len(word)))
            start += len(word)
        return found

    def has_word(self, word: str) -> bool:
        return word in self.known


CUTTER = Cutter("江城", "大学", "澜江", "大桥", "合龙", "仪式", "展览", "开幕", "为什么", "时间", "什么")
BOTH = ("title", "body")


def by_words(plan: Plan) -> AtLeast:
    assert isinstance(plan.match, AtLeast)
    literal, words = plan.match.parts
    assert plan.match.count == 1
    assert isinstance(literal, Literal)
    assert isinstance(words, AtLeast)
    return words


@pytest.mark.parametrize(
    ("text", "needed", "count"),
    [
        ("江城", 1, 1),
        ("江城大学", 2, 2),
        ("江城大学合龙", 3, 3),
        ("江城大学澜江大桥", 3, 4),
        ("江城大学澜江大桥合龙", 4, 5),
        ("江城大学澜江大桥合龙仪式展览开幕", 6, 8),
        ("江城江城江城江城大学", 2, 2),
        ("江城大学为什么合龙", 3, 3),
        ("江城的大学和大桥", 3, 3),
    ],
)
def test_up_to_three_words_are_all_wanted_and_three_quarters_of_more(text: str, needed: int, count: int):
    found = by_words(make_plan(BareText(text), CUTTER))
    assert (found.count, len(found.parts)) == (needed, count)


def test_a_run_is_found_literally_or_by_its_words():
    plan = make_plan(BareText("江城大學"), CUTTER)
    words = AtLeast(2, (Word("江城"), Word("大学")))
    assert plan.match == AtLeast(1, (Literal("江城大学"), words))
    assert plan.prefer == Literal("江城大学")
    assert plan.ranking == (WeightedTerm(Word("江城")), WeightedTerm(Word("大学")))
    assert plan.marks == (Literal("江城大学"), Literal("江城"), Literal("大学"))


def test_light_words_are_asked_for_where_no_two_others_are():
    assert [part.text for part in by_words(make_plan(BareText("江城大学时间"), CUTTER)).parts] == ["江城", "大学"]
    assert [part.text for part in by_words(make_plan(BareText("大学时间"), CUTTER)).parts] == ["大学", "时间"]
    weights = {one.term.text: one.weight for one in make_plan(BareText("江城大学时间"), CUTTER).ranking}
    assert weights == {"江城": 1.0, "大学": 1.0, "时间": 0.5}


@pytest.mark.parametrize(
    ("line", "worth"),
    [
        ("大桥", 0.0),
        ("大桥合龙", 1.0),
        ("大桥 合龙", 0.0),
        ("江城大学大桥合龙", 1.0),
        ("江城大学大桥合龙仪式展览开幕澜江江城大学为什么", (5 / 8) ** 2),
    ],
)
def test_feedback_is_worth_less_the_more_is_said(line: str, worth: float):
    assert make_plan(parse(line).tree, CUTTER).feedback == pytest.approx(worth)


def test_function_words_count_only_where_nothing_else_is_there():
    assert Word("为什么") not in by_words(make_plan(BareText("江城为什么合龙"), CUTTER)).parts
    assert make_plan(BareText("为什么"), CUTTER).match == Literal("为什么")
    assert make_plan(BareText("的"), CUTTER).ranking == (WeightedTerm(Word("的")),)


def test_a_quoted_text_is_found_literally_only():
    plan = make_plan(Quoted("江城大學，合龍"), CUTTER)
    assert plan.match == Literal("江城大学,合龙")
    assert plan.prefer is None
    assert plan.marks == (Literal("江城大学,合龙"),)


def test_a_run_without_words_is_found_literally():
    assert make_plan(BareText("……"), CUTTER).match == Literal("……")


def test_a_long_word_is_found_by_the_shorter_ones_that_cover_it():
    cutter = Cutter("附属医院", inner=[("附属", 0, 2), ("医院", 2, 4)])
    assert by_words(make_plan(BareText("附属医院"), cutter)).parts == (AtLeast(2, (Word("附属"), Word("医院"))),)
    partly = Cutter("附属医院", inner=[("附属", 0, 2)])
    assert by_words(make_plan(BareText("附属医院"), partly)).parts == (Word("附属医院"),)


def test_a_field_limits_words_marks_and_ranking():
    plan = make_plan(InField("title", BareText("江城")), CUTTER)
    assert plan.match == AtLeast(1, (Literal("江城", ("title",)), AtLeast(1, (Word("江城", ("title",)),))))
    assert plan.ranking == (WeightedTerm(Word("江城", ("title",))),)
    assert plan.marks == (Literal("江城", ("title",)),)


def test_a_boost_weighs_in_the_ranking_only():
    boosted, plain = make_plan(Boost(BareText("江城"), 2.0), CUTTER), make_plan(BareText("江城"), CUTTER)
    assert boosted.match == plain.match
    assert boosted.ranking == (WeightedTerm(Word("江城"), 2.0),)


def test_what_is_excluded_is_neither_ranked_nor_marked():
    plan = make_plan(And((Quoted("江城"), Not(BareText("大桥")))), CUTTER)
    assert isinstance(plan.match, AtLeast)
    assert isinstance(plan.match.parts[1], Without)
    assert plan.ranking == (WeightedTerm(Word("江城")),)
    assert plan.marks == (Literal("江城"),)


@pytest.mark.parametrize(
    ("tree", "node"),
    [
        (Filter("source", "江城日報"), Value("source", "江城日报")),
        (Filter("id", "江城日報/1.txt#A"), Value("id", "江城日報/1.txt#A")),
        (DateRange("2023", "2023-11"), Dates("2023", "2023-11~")),
        (DateRange(None, "2023"), Dates("", "2023~")),
        (DateRange("2023", None), Dates("2023", "~")),
        (And(()), AtLeast(0, ())),
        (Or(()), AtLeast(1, ())),
    ],
)
def test_filters_and_dates_become_values_and_bounds(tree: Tree, node: object):
    assert make_plan(tree, CUTTER).match == node


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2023-11-01", True), ("2023-11-30", True), ("2023-12-01", False), ("2022-12-31", False), ("2023", True)],
)
def test_bounds_cut_to_year_or_month_take_in_all_their_days(day: str, *, inside: bool):
    found = make_plan(DateRange("2023", "2023-11"), CUTTER).match
    assert isinstance(found, Dates)
    assert (found.low <= day <= found.high) is inside


@pytest.mark.parametrize("text", ["cafe\u0301", "江\u200b城", "江城\x00大学"])
def test_words_and_literal_are_of_the_same_repaired_text(text: str, segmenter: Segmenter):
    from newsgrep.text.repair import repair

    assert make_plan(BareText(text), segmenter) == make_plan(BareText(repair(text)), segmenter)


@pytest.mark.parametrize(
    ("field", "pattern", "value", "meant"),
    [
        ("source", "江城日报", "江城日报", True),
        ("source", "江城", "江城日报", False),
        ("source", "江城*", "江城日报", True),
        ("source", "江城*", "新江城日报", False),
        ("source", "江城?报", "江城日报", True),
        ("source", "江城?报", "江城报", False),
        ("path", "江城日报", "江城日报/2025/1.txt", True),
        ("path", "江城日报/", "江城日报/2025/1.txt", True),
        ("path", "江城日报", "江城日报", True),
        ("path", "江城日报", "江城日报2/1.txt", False),
        ("path", "江城日报/*.txt", "江城日报/1.txt", True),
        ("path", "*.jsonl", "江城日报/1.txt", False),
        ("section", "[要闻]*", "[要闻]一版", True),
        ("section", "[要闻]*", "要", False),
        ("by", "", "何青禾", False),
        ("section", "a.c*", "abc", False),
    ],
)
def test_a_value_is_meant_by_its_pattern(field: str, pattern: str, value: str, *, meant: bool):
    assert bool(value_test(field, pattern)(value)) is meant


def explained(plan: Plan) -> list[tuple[str, int, str]]:
    """What a plan says in English."""
    return [(str(label or ""), depth, str(phrase)) for label, depth, phrase in explain(plan)]


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("“合龍”", [("matches", 0, "the text “合龙”"), ("ranked by", 0, "合龙")]),
        ("title:“合龙”", [("matches", 0, "the text “合龙” in the headlines"), ("ranked by", 0, "合龙")]),
        ("date:2025", [("matches", 0, "date from 2025 to 2025")]),
        ("date:..2025", [("matches", 0, "date from … to 2025")]),
        ("date:2025..", [("matches", 0, "date from 2025 to …")]),
        ("by:何青禾", [("matches", 0, "the byline is 何青禾")]),
        ("-“合龙”", [("matches", 0, "not:"), ("", 1, "the text “合龙”")]),
        ("", [("matches", 0, "every article")]),
    ],
)
def test_explain_says_what_is_looked_for(line: str, lines: list[tuple[str, int, str]]):
    assert explained(make_plan(parse(line, today=TUESDAY).tree, CUTTER)) == lines


def test_explain_says_how_many_words_are_wanted_and_what_comes_first():
    found = explained(make_plan(Boost(BareText("江城大学澜江大桥"), 2.0), CUTTER))
    assert found[0] == ("matches", 0, "any of:")
    assert found[2] == ("", 1, "at least 3 of these 4:")
    assert ("ranked by", 0, "江城^2, 大学^2, 澜江^2, 大桥^2") in found
    assert found[-1] == ("first", 0, "the text “江城大学澜江大桥”")
