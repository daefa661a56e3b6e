from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.errors import QueryError
from newsgrep.model import Span
from newsgrep.query.plan_nodes import Literal, Near, RegexMatch, TextNode, WildcardMatch
from newsgrep.query.regex import compile_expression, expression_literals, fold_expression
from newsgrep.query.spans import holds, required_literals, spans
from newsgrep.text.gaps import gaps
from newsgrep.text.literal_pattern import literal_pattern

if TYPE_CHECKING:
    from newsgrep.text.literal_pattern import Edges

FOLDED = st.text("江城大学ab1 \t,。\n", max_size=30)
PIECE = st.text("江城a1", min_size=1, max_size=3)


def shown(node: TextNode, folded: str) -> list[str]:
    return [folded[slice(*span)] for span in spans(node, folded)]


@pytest.mark.parametrize(
    ("text", "folded", "found"),
    [
        ("江城大学", "在江城大学和江城 大\t学", ["江城大学", "江城 大\t学"]),
        ("江城", "江\n城", []),
        ("江 城", "江城,江 城,江  \t城", ["江 城", "江  \t城"]),
        ("城a", "城 a,城a", ["城 a", "城a"]),
        ("a b", "ab a b a  b", ["a b", "a  b"]),
        ("江 城大", "江 城 大", ["江 城 大"]),
        ("5g网络", "5g 网络,5 g网络", ["5g 网络", "5 g网络"]),
        ("10月5日", "10 月 5日,1 0月5日", ["10 月 5日"]),
        ("10月5日电(记者", "1 0 月 5 日 电 ( 记 者", ["1 0 月 5 日 电 ( 记 者"]),
        ("ai大模型", "a i 大 模 型,a i 大模型", ["a i 大 模 型"]),
        ("10", "1 0 月", []),
        ("の人", "の 人", ["の 人"]),
        ("한국", "한 국", []),
        (" 江", "城 江,城江", [" 江"]),
    ],
)
def test_a_text_is_found_with_gaps_and_without(text: str, folded: str, found: list[str]):
    assert shown(Literal(text), folded) == found
    assert holds(Literal(text), folded) == bool(found)


@given(FOLDED, st.text("江城大ab1", min_size=1, max_size=4))
def test_a_text_without_spaces_stands_where_it_would_if_there_were_no_gaps(folded: str, text: str):
    closed = re.sub(
        r"(?<!\n)(?<!^)[ \t]+(?![\n ]|$)", "", re.sub(r"(?<=[ab])[ \t]+(?=[ab])|(?<=1)[ \t]+(?=1)", "_", folded)
    )
    has_run = re.search("[ab][ab]|11", text) and re.search("[江城大]", text)
    spaced_out = has_run and re.search(r"[ \t]+".join(text), folded)
    assert holds(Literal(text), folded) == (text in closed or bool(spaced_out))


@pytest.mark.parametrize(
    ("text", "edges", "folded", "found"),
    [
        ("1月", "word", "1月,11月,21 月,1月1", ["1月", "1月"]),
        ("ai", "word", "ai,thailand,ai大模型,ai2,3ai", ["ai", "ai", "ai", "ai"]),
        ("江城", "word", "江城大", ["江城"]),
        ("5%", "word", "15%,5%,1.5%", ["5%", "5%"]),
        ("5%", "number", "15%,5%,1.5%", ["5%"]),
        ("000人", "number", "12,000人,有000人", ["000人"]),
        ("200人", "number", "12,200人,有200人,从5,200人", ["200人"]),
        ("5", "number", "5.5,5,300,第5,6名,5。", ["5", "5"]),
        ("一月", "number", "十一月,一月", ["一月"]),
        ("一月", "word", "十一月,一月", ["一月", "一月"]),
        ("3万", "number", "3万,3万亿,3万人", ["3万", "3万"]),
    ],
)
def test_edges_keep_a_text_from_lying_in_a_longer_number_or_word(
    text: str, edges: Edges, folded: str, found: list[str]
):
    assert shown(Literal(text, edges=edges), folded) == found
    assert holds(Literal(text, edges=edges), folded) == bool(found)


@pytest.mark.parametrize(
    "node",
    [
        Literal("臺灣", as_written=True),
        Near(("臺灣", "報"), 9, as_written=True),
        WildcardMatch("臺?報", as_written=True),
        RegexMatch("臺.報", as_written=True),
    ],
)
def test_as_written_a_text_is_sought_before_folding(node: TextNode):
    assert holds(node, "台湾报", "臺灣報")
    assert not holds(node, "台湾报", "台湾报")
    assert next(iter(spans(node, "在台湾报", "在臺灣報"))).start == 1


@given(FOLDED, st.data())
def test_whatever_stands_in_a_text_is_found_in_it(folded: str, data: st.DataObject):
    start, end = sorted(data.draw(st.lists(st.integers(0, len(folded)), min_size=2, max_size=2)))
    part = folded[start:end]
    assert holds(Literal(part), folded) == bool(part)


@given(FOLDED)
def test_a_gap_is_white_space_except_between_words_and_between_numbers(folded: str):
    between_words = (
        r"(?<=[ab])[ \t]+(?=[ab])(?:(?<=[ab][ab][ \t])|(?=[ab][ab]))|(?<=1)[ \t]+(?=1)(?:(?<=11[ \t])|(?=11))"
    )
    joined = re.sub(between_words, "\n\n", re.sub(r"[ \t]+", " ", folded))
    expected = re.findall(r"(?=([^ \n] [^ \n]))", joined)
    assert [gap[0] + " " + gap[-1] for gap in gaps(folded)] == expected


@given(FOLDED, PIECE, PIECE, st.integers(0, 6))
def test_near_is_at_most_so_far_apart_in_either_order_in_one_paragraph(
    folded: str, one: str, other: str, distance: int
):
    places = [
        [Span(*match.span(1)) for match in re.finditer(f"(?=({_gapped(text)}))", folded)] for text in (one, other)
    ]
    expected = any(
        max(a.end, b.end) - min(a.start, b.start) - (a.end - a.start) - (b.end - b.start) <= distance
        and "\n" not in folded[min(a.start, b.start) : max(a.end, b.end)]
        for a in places[0]
        for b in places[1]
    )
    assert holds(Near(tuple(dict.fromkeys((one, other))), distance), folded) == expected


def _gapped(text: str) -> str:
    """The expression of a text of Han characters, a letter and a digit, with gaps."""
    return re.sub("(?<=.)(?=.)(?<!a(?=a))(?<!1(?=1))", r"[ \\t]*", text)


@given(FOLDED, st.text("江城a1*?", min_size=1, max_size=6).filter(lambda pattern: pattern.strip("*?")))
def test_wildcards_stand_for_a_character_and_for_any_within_a_clause(folded: str, pattern: str):
    expression = "".join({"*": "[^,。;!?\\n]*", "?": "\\S"}.get(char, char) for char in _gapped(pattern.strip("*")))
    assert holds(WildcardMatch(pattern), folded) == bool(
        re.search(expression.replace("[ \\t][^,。;!?\\n]*", "[ \\t]*"), folded)
    )


@given(FOLDED, st.sampled_from(["江.{0,3}城", "^江", "大学$", r"\d", "[^a]b", "a+", "(江|城)大", "江(?=城)", "x?"]))
def test_an_expression_looks_at_each_paragraph(folded: str, expression: str):
    assert holds(RegexMatch(expression), folded) == any(re.search(expression, part) for part in folded.split("\n"))


@given(FOLDED, st.lists(st.sampled_from([*r"江城a1.*+?()[]{}|^$ ", r"\d", "(?:", "[:"]), max_size=12).map("".join))
def test_every_match_holds_what_it_needs(folded: str, expression: str):
    try:
        compile_expression(expression)
    except ValueError:
        return
    node = RegexMatch(expression)
    if holds(node, folded):
        assert all(text in folded for text in required_literals(node))


@pytest.mark.parametrize(
    ("expression", "texts"),
    [
        ("江城大学", ["江城大学"]),
        ("江城.*大学", ["江城", "大学"]),
        ("江城?大学", ["江", "大学"]),
        ("江城+大学", ["江城", "大学"]),
        ("江城{0,2}大学", ["江", "大学"]),
        ("(江城)?大学", ["大学"]),
        ("(江(城))*大学", ["大学"]),
        ("[江城]大学", ["大学"]),
        ("[]江]大学", ["大学"]),
        (r"2\.5%", ["2.5%"]),
        (r"江\d城", ["江", "城"]),
        ("江|城", []),
        ("(江|城)大学", ["大学"]),
        ("江(城|(大|学))|大学", []),
        ("(?:江|城)?大学", ["大学"]),
        ("[江|城]大学", ["大学"]),
        (r"江\|城", ["江|城"]),
        ("[[:alpha:]江]大学", []),
        ("(?|江|城)大学", []),
        (r"(?i)江城", []),
        (r"江\x41城", []),
        (r"(江)\1城", []),
    ],
)
def test_plain_stretches_are_needed(expression: str, texts: list[str]):
    assert list(expression_literals(expression)) == texts


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＧＤＰ", "gdp"),
        ("GDP", "gdp"),
        (r"\S+\D", r"\S+\D"),
        ("（江城）？", r"\(江城\)\?"),
        ("橋", "桥"),
        ("[Ａ-Ｚ]+", "[a-z]+"),
        (r"\p{Han}", r"\p{han}"),
        ("(?P<name>A)", "(?P<name>a)"),
        ("(?P=name)", "(?P=name)"),
        ("(?i:A)", "(?i:a)"),
    ],
)
def test_an_expression_is_folded_but_for_its_escapes(written: str, folded: str):
    assert fold_expression(written) == folded


def test_an_expression_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("newsgrep.query.time_budget.LONGEST_SEARCH", 0.05)
    with pytest.raises(QueryError, match="takes too long"):
        holds(RegexMatch("(a|aa)+$"), "a" * 200 + "b")


def test_an_expression_that_takes_long_on_each_of_many_is_ended(monkeypatch: pytest.MonkeyPatch):
    clock = iter(range(10_000))
    monkeypatch.setattr("newsgrep.query.time_budget.time.thread_time", lambda: next(clock) * 0.1)
    compile_expression.cache_clear()
    long = "\n".join(["江城"] * 1000)
    with pytest.raises(QueryError, match="takes too long"):
        list(spans(RegexMatch("江.大"), long))
    assert next(clock) < 100
    compile_expression.cache_clear()


def test_an_expression_that_takes_no_longer_than_most_is_not_ended(monkeypatch: pytest.MonkeyPatch):
    clock = iter(range(100_000))
    monkeypatch.setattr("newsgrep.query.time_budget.time.thread_time", lambda: next(clock) * 1e-5)
    compile_expression.cache_clear()
    assert not holds(RegexMatch("江.大"), "\n".join(["江城"] * 40_000))


@pytest.mark.parametrize("expression", ["(?R)", "(a|(?R))*", "(a)(?1)*", "(?P<a>b)(?&a)", "(?P<a>b)(?P>a)", "(?+1)(a)"])
def test_an_expression_that_calls_itself_is_none(expression: str):
    with pytest.raises(ValueError, match="calls itself"):
        compile_expression(expression)


@pytest.mark.parametrize(
    ("pattern", "folded", "found"),
    [
        ("1,?00元", "降到1,500元。", ["1,500元"]),
        ("?售价", "好。售价", ["。售价"]),
        ("揭?挂帅", "揭 榜挂帅,揭榜 挂帅", ["揭 榜挂帅", "揭榜 挂帅"]),
        ("江*大", "江,大", []),
        ("江*大", "江江城大大", ["江城大"]),
    ],
)
def test_wildcards_stand_for_what_they_say(pattern: str, folded: str, found: list[str]):
    assert shown(WildcardMatch(pattern), folded) == found


def test_one_occurrence_does_not_count_twice_for_how_near_texts_stand():
    assert not holds(Near(("江城大桥", "大桥", "通车"), 0), "江城大桥修好通车")


def test_an_expression_that_would_fill_the_memory_is_none():
    with pytest.raises(ValueError, match="too many repetitions"):
        compile_expression("(a{9999}){9999}")


def test_an_expression_that_would_take_long_to_compile_is_none():
    with pytest.raises(ValueError, match="too long"):
        compile_expression("(a|b)?" * 20_000)


def test_an_expression_may_name_characters_by_their_codes():
    assert fold_expression(r"\x41\u81fa") == "a台"


def test_wildcards_that_do_not_match_are_soon_done():
    """Each space between two wildcards could be either's: forty of them took for ever."""
    assert not holds(WildcardMatch("t" + "?" * 40 + "q"), "t" + " a  b" * 60)
    assert holds(WildcardMatch("江????桥"), "江  一 二\t三四  桥")


def test_many_stars_take_no_longer_than_few():
    assert not holds(WildcardMatch("*".join("江" * 30) + "城"), "江" * 3000)


PIECES = st.sampled_from(["19", "1", "9", "例", "十", "二十二", "年", " ", "\t", "\n", ",", ".", "/", "a", "大", "桥"])


@given(
    literal=st.lists(PIECES, min_size=1, max_size=4).map("".join).filter(lambda literal: "\n" not in literal),
    text=st.lists(PIECES, max_size=30).map("".join),
    edges=st.sampled_from(["any", "word", "run", "number"]),
)
def test_a_literal_is_in_a_text_where_its_expression_matches(literal, text, edges):
    pattern = literal_pattern(literal, edges)
    assert pattern.is_in(text) == (pattern.expression.search(text) is not None)
