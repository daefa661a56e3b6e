"""What articles match that hold only some of a query."""

import pytest
from articles import article, entry

from newsgrep.analysis import load_segmenter
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.query.looser import ENOUGH_ARTICLES, SOME_ARTICLES, TOO_MANY_ARTICLES, looser
from newsgrep.query.parse import parse
from newsgrep.query.plan_nodes import Literal, Plan, Word
from newsgrep.query.planner import make_plan
from newsgrep.query.synonyms import read_synonyms
from newsgrep.query.text_options import TextOptions

ARTICLES = [
    article("1", "澜江大桥合龙", "大桥今天合龙。", reporters=("何青禾",)),
    article("2", "候鸟归来", "鹭洲湿地的候鸟。", reporters=("秦越",)),
    article("3", "大桥边的候鸟", "候鸟飞过大桥。"),
    article("4", "", "3月15日举行消费者大会。"),
    article("5", "", "“送清凉”活动开始，行动起来。"),
    article("6", "", "夏天清凉。"),
]


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def engine(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("looser")
    engine = MemoryEngine() if request.param == "memory" else WhooshEngine(folder, create=True)
    engine.update((), map(entry, ARTICLES), user_words=())
    yield engine
    engine.close()


def found(engine, line, **options):
    some = looser(parse(line).tree, load_segmenter(), **options)
    return "".join(sorted(hit.key for hit in engine.search(Plan(some.match), limit=None).hits)) if some else None


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("大桥 候鸟", "123"), ("大桥候鸟", "123"), ("独角鲸候鸟", "23"), ("独角鲸 湿地", "2"), ("独角鲸", ""),
        # A field, parentheses and weights; wildcards and regular expressions beside runs.
        ("title:大桥 湿地", "123"), ("title:(湿地 合龙)", "1"), ("(大桥 合龙)^2 湿地", "123"), ("澜?大桥 湿地", "12"), ("/归来$/ 合龙", "12"),
        # What excludes stays binding, at any depth.
        ("大桥 湿地 by:何青禾", "1"), ("(大桥 by:何青禾) 湿地", "1"), ("大桥 湿地 -候鸟", "1"), ("大桥 湿地 -(候鸟 归来)", "13"), ("大桥 候鸟 date:2024", ""),
        ("大桥 湿地 (by:何青禾 OR by:秦越)", "12"), ("(湿地 by:何青禾) OR (合龙 by:秦越) OR 清凉", "56"),
        # An exclusion is no looser than it is: not any of its words excludes.
        ("大桥 -候鸟归来", "13"),
        # A filter that is an alternative of a text binds as it does.
        ("湿地 (合龙 OR by:秦越)", "2"),
        # Quoted texts are words beside runs only.
        ("“送清凉”在行动", "56"), ("“送清凉” OR 合龙", "15"), ("(“送清凉” OR 合龙) 湿地", "1256"), ("“送 清凉”~0 湿地", "256"),
        # Function words, and numbers, if there is nothing else.
        ("的 湿地", "2"), ("起来 的", "5"), ("的", "23"), ("3月15日", "4"), ("三月十五日 湿地", "24"), ("3月15日候鸟", "234"),
    ],
)  # fmt: skip
def test_some_of_a_query_is_enough(engine, line, keys):
    assert found(engine, line) == keys


@pytest.mark.parametrize(
    "line",
    ["“大桥”", "“大桥” “湿地”", "大?桥", "/大桥/ “湿地”", "by:何青禾", "", "-大桥", "title:“大桥”", "湿地 OR by:秦越"],
)
def test_what_is_exact_and_what_has_no_words_is_never_loosened(line):
    assert looser(parse(line).tree, load_segmenter()) is None


@pytest.mark.parametrize("options", [TextOptions(fixed_strings=True), TextOptions(as_written=True)])
def test_options_that_ask_for_the_text_itself_keep_it(options):
    assert looser(parse("大桥 湿地").tree, load_segmenter(), text_options=options) is None


def test_synonyms_are_some_of_the_words_of_runs_only(engine, tmp_path):
    (tmp_path / "synonyms.txt").write_text("湿地, 送清凉\n", encoding="utf-8")
    synonyms = read_synonyms(tmp_path / "synonyms.txt")
    assert found(engine, "湿地 独角鲸", synonyms=synonyms) == "25"
    assert found(engine, "“湿地” 独角鲸", synonyms=synonyms) == "2"


def test_the_words_of_quoted_texts_are_marked_too():
    line, segmenter = "“送清凉”在行动", load_segmenter()
    some = looser(parse(line).tree, segmenter)
    assert some
    assert {mark.text for mark in some.marks} >= {"清凉"}
    assert Literal("清凉") not in make_plan(parse(line).tree, segmenter).marks


def scored_by(line, *words, articles=0):
    terms = list(map(Word, words))
    return looser(parse(line).tree, load_segmenter()).scored_by(terms, [articles] * len(terms)).some


def found_by(line, doc_freqs):
    terms, frequencies = zip(*doc_freqs.items(), strict=True)
    return set(looser(parse(line).tree, load_segmenter()).scored_by(list(map(Word, terms)), frequencies).some)


def test_a_common_word_is_not_enough_where_rarer_ones_find_several_pages():
    line, common = "大桥 湿地 江城", TOO_MANY_ARTICLES + 1
    assert Word("江城") not in found_by(line, {"湿地": SOME_ARTICLES, "大桥": 9, "江城": common})
    assert Word("江城") in found_by(line, {"湿地": SOME_ARTICLES - 1, "大桥": 0, "江城": common})
    assert Word("江城") in found_by(line, {"湿地": SOME_ARTICLES, "大桥": 9, "江城": TOO_MANY_ARTICLES})


def test_what_is_not_scored_is_enough_only_where_the_rest_finds_little():
    line = "大桥 湿地 江城"
    assert Word("江城") in found_by(line, {"湿地": SOME_ARTICLES - 1})
    assert Word("江城") not in found_by(line, {"湿地": SOME_ARTICLES})


def test_of_a_long_query_only_scored_words_are_enough():
    words = [
        "大桥",
        "合龙",
        "湿地",
        "候鸟",
        "鹭洲",
        "澜江",
        "通车",
        "消费者",
        "大会",
        "活动",
        "清凉",
        "夏天",
        "举行",
        "桥头",
        "江城",
        "大学",
    ]
    line = " ".join((*words, "3月15日", "澜江两岸的候鸟在清晨飞过刚刚合龙的大桥"))
    assert scored_by(line, *words[1:]) == tuple(map(Word, words[1:]))
    assert len(scored_by(line)) > len(words)  # if nothing is scored, anything is enough


def test_of_a_short_query_any_scored_word_or_number_is_enough():
    found = scored_by("大桥 湿地 3月15日", "大桥", "湿地")
    assert {Word("大桥"), Word("湿地")} < set(found)
    assert not all(isinstance(node, Word) for node in found)


def test_the_heaviest_words_are_enough_where_they_find_many_articles():
    line, words = "大桥 湿地 江城 3月15日", ("湿地", "大桥", "江城")
    assert set(map(Word, words)) < set(scored_by(line, *words, articles=ENOUGH_ARTICLES // 3))
    found = scored_by(line, *words, articles=ENOUGH_ARTICLES)
    assert [node for node in found if isinstance(node, Word)] == [Word("湿地")]
    assert len(found) > 1  # the number is no word: it stays
