"""What holds all of a query comes first, with its exact number; the best of the rest follow where that is too little."""

import csv
import json

import pytest
from articles import article, entry
from conftest import index_of

from newsgrep import open_index
from newsgrep.analysis import load_segmenter
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.search.search import FEW, Request, search, why
from newsgrep.search.shown import show

ALL, SOME = 25, 150
DAYS = [f"2025-01-{1 + number % 28:02}" for number in range(ALL + SOME)]
TEXTS = [
    *(f"大桥{'合龙' * (1 + number % 3)}，第{number}天。{'江边有风。' * (number % 5)}候鸟。" for number in range(ALL)),
    *(
        f"第{number}天，{'大桥' if number % 2 else '合龙'}边{'有风' * (number % 7)}。"
        for number in range(ALL, ALL + SOME)
    ),
]
ARTICLES = [article(str(key), "", text, date=DAYS[key]) for key, text in enumerate(TEXTS)]


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def engine(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("strict")
    engine = MemoryEngine() if request.param == "memory" else WhooshEngine(folder, create=True)
    engine.update((), map(entry, ARTICLES), user_words=())
    yield engine
    engine.close()


def ask(engine, line, **options):
    return search(engine, Request(line, **options), load_segmenter())


def keys(answer):
    return [hit.key for hit in answer.found.hits]


LINES = [
    "大桥 合龙",
    "大桥合龙",
    "合龙大桥",
    "“大桥” 合龙",
    "大桥 合龙 -湿地",
    "body:(大桥 合龙)",
    "(大桥 合龙) OR 湿地",
    "大?桥 OR 大桥合龙",
]


@pytest.mark.parametrize("line", LINES)
def test_a_page_that_is_full_has_nothing_else(engine, line):
    answer = ask(engine, line)
    assert (answer.found.total, answer.total_all, answer.relaxed, answer.looser) == (ALL, ALL, False, None)
    assert not any(hit.partial for hit in answer.found.hits)


@pytest.mark.parametrize("order", ["relevance", "date", "-date", "path"])
@pytest.mark.parametrize("line", [line for line in LINES if "大?桥" not in line])
def test_the_rest_follows_what_holds_all(engine, line, order):
    answer = ask(engine, line, limit=40, order=order)
    assert (answer.found.total, answer.total_all, answer.relaxed) == (ALL + SOME, ALL, True)
    assert [hit.partial for hit in answer.found.hits] == [False] * ALL + [True] * (40 - ALL)
    assert keys(answer)[:ALL] == keys(ask(engine, line, limit=None, relax=False, order=order))
    scores = [hit.score for hit in answer.found.hits[ALL:]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("order", ["relevance", "-date"])
@pytest.mark.parametrize(
    "line", ["大桥 合龙", "大桥 湿地", "大桥 合龙 date:2025-01-0*", "合龙大桥 date:..2025-01-19", "大桥合龙 第3天"]
)
@pytest.mark.parametrize("limit", [4, 20, 30])
def test_pages_continue_one_another(engine, line, order, limit):
    whole = [
        key for start in range(0, 200, limit) for key in keys(ask(engine, line, limit=limit, offset=start, order=order))
    ]
    assert len(whole) == len(set(whole))
    last = ask(engine, line, limit=limit, offset=200, order=order)
    assert len(whole) == last.found.total


@pytest.mark.parametrize("line", ["大桥 合龙", "大桥 合龙 date:2025-01-01..2025-01-07", "大桥 湿地"])
def test_without_a_limit_the_rest_follows_few(engine, line):
    answer = ask(engine, line, limit=None)
    assert answer.relaxed == (answer.total_all < FEW)
    assert len(answer.found.hits) == answer.found.total


def test_literal_matches_come_first_and_the_rest_last(engine):
    kinds = [(hit.literal, hit.partial) for hit in ask(engine, "大桥合龙 date:..2025-01-19", limit=60).found.hits]
    assert kinds == sorted(kinds, key=lambda kind: (kind[1], not kind[0]))
    assert {(True, False), (False, True)} <= set(kinds)


@pytest.mark.parametrize("options", [{"relax": False}, {"any_word": True}, {"phrase_only": True}, {"limit": 0}])
def test_what_is_switched_off_is_not_included(engine, options):
    answer = ask(engine, "大桥 湿地", **options)
    assert (answer.relaxed, answer.total_all) == (False, answer.found.total)


@pytest.mark.parametrize("limit", [20, 60, None])
def test_reprints_are_collapsed_in_both(limit):
    engine = MemoryEngine()
    text = "江城大学的学生昨日在澜江边观看候鸟，老师介绍了湿地的变化，同学们拍下了许多照片，准备办一次展览。" * 3
    bodies = [f"{text}大桥合龙。", f"{text}大桥合龙了。", f"{text}大桥。", f"{text}大桥啊。", "大桥边有风。", "合龙。"]
    engine.update((), [entry(article(str(key), "", body, date="2025-10-05")) for key, body in enumerate(bodies)])
    answer = ask(engine, "大桥 合龙", unique=True, limit=limit)
    assert (answer.found.total, answer.total_all) == (6, 2)
    first = answer.found.hits[0]
    assert (first.key in "01", first.partial, first.reprints) == (True, False, 3)
    assert sum(1 + hit.reprints for hit in answer.found.hits) == 6


def test_why_names_the_words_that_are_there(engine):
    answer = ask(engine, "大桥 湿地")
    reasons = why(engine, answer, answer.found.hits[0].id)
    assert not reasons.all[0].holds
    assert reasons.some[0].holds
    assert why(engine, answer, "没有#1").some == []


def test_the_words_of_quoted_texts_are_shown_in_the_rest(engine):
    answer = ask(engine, "“大桥湿地”风光")
    first = next(iter(show(engine, answer, count=1, columns=60)))
    assert first.match == "some"
    assert {first.snippets[0].text[slice(*span)] for span in first.snippets[0].matches} == {"大桥"}


HEADLINES = [
    "俄禁賣股 投信盼客戶", "王毅：中方一贯主张", "读“热词”（金台点兵）", "國戰會論壇》俄軍入侵烏克蘭 台灣人還能相信「天佑台灣」？（王崑義）", "影／蘇花8傷車禍影像曝光 廂型車逆向撞上大貨車",
    "【奋进新征程 建功新时代·非凡十年】我国妇女事业迈出新步伐", "2026年中国（广西）—越南少年儿童手拉手活动举办", "环保部：新空气标准仅9城市达标", "“送清凉”在行动",
]  # fmt: skip


@pytest.mark.parametrize("cut", [slice(None), slice(None, -1), slice(1, None)])
def test_a_pasted_headline_finds_its_article_even_if_a_word_is_gone(cut):
    engine = MemoryEngine()
    engine.update((), [entry(article(str(key), line, "新闻。")) for key, line in enumerate(HEADLINES)])
    for key, line in enumerate(HEADLINES):
        for pasted in (line[cut], f"{line[cut]}）", f"独角鲸 {line[cut]}"):
            answer = ask(engine, pasted)
            assert keys(answer)[0] == str(key)
            assert "stand-alone" not in " ".join(map(str, answer.warnings))


RECORDS = [
    {"id": "1", "title": "澜江大桥合龙", "body": "大桥昨日合龙。", "source": "江城日报"},
    {"id": "2", "title": "合龙那天", "body": "大桥边有风，合龙时没有。", "source": "江城晚报"},
    {"id": "3", "title": "候鸟归来", "body": "候鸟飞过大桥。", "source": "江城晚报"},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("strict"), {"a.jsonl": RECORDS[:2], "b.jsonl": RECORDS[2:]})


def test_json_has_both_numbers_and_the_kind_of_each_hit(say):
    *hits, summary = map(json.loads, say("search", "大桥合龙", "--json")[1].splitlines())
    assert [(hit["match"], hit["literal"]) for hit in hits] == [("all", True), ("all", False), ("some", False)]
    assert [summary[key] for key in ("total", "total_all", "total_literal", "relaxed")] == [3, 2, 1, True]
    assert summary["warnings"] == ["few articles contain all of these words; partial matches are shown too"]
    *hits, summary = map(json.loads, say("search", "大桥合龙", "--json", "--all")[1].splitlines())
    assert ({hit["match"] for hit in hits}, summary["total"], summary["relaxed"]) == ({"all"}, 2, False)


def test_a_terminal_has_a_rule_before_the_rest_on_every_page(say):
    _, out, err = say("search", "大桥合龙", "--format", "terminal")
    assert out.index("without this exact wording") < out.index("with only some of the words") < out.index("候鸟归来")
    assert err.startswith("2 articles with all of the words, 1 with this exact wording, 1 with only some of them (")
    assert "partial matches" not in err
    _, out, err = say("search", "大桥合龙", "--format", "terminal", "--offset", "2")
    assert out.startswith("── with only some of the words ─")
    _, out, err = say("search", "大桥合龙", "--format", "terminal", "-n", "2")
    assert "some of" not in out + err
    _, out, err = say("search", "候鸟合龙", "--format", "terminal", "--sort", "date")
    assert out.startswith("── with only some of the words ─")
    assert err.startswith("no article with all of the words, 3 with only some of them (")


@pytest.mark.parametrize("form", ["grep", "tsv", "csv", "ids", "paths"])
def test_in_a_pipe_it_is_said_on_stderr(say, form):
    few = "newsgrep: few articles contain all of these words; partial matches are shown too\n"
    code, out, err = say("search", "大桥合龙", "--format", form)
    assert (code, err) == (0, few)
    assert say("search", "大桥合龙", "--format", form, "--all")[2] == ""
    if form in {"tsv", "csv"}:
        rows = csv.DictReader(out.splitlines(), delimiter="\t" if form == "tsv" else ",")
        assert [row["match"] for row in rows] == ["all", "all", "some"]


def test_counts_paths_and_exit_codes_mean_what_holds_all(say):
    assert say("search", "-c", "大桥合龙") == (0, "2\n", "")
    assert say("search", "-l", "大桥合龙") == (0, "a.jsonl\n", "")
    assert say("search", "候鸟合龙")[0] == say("search", "-q", "候鸟合龙")[0] == say("search", "-l", "候鸟合龙")[0] == 1
    assert say("search", "-c", "候鸟合龙")[:2] == (1, "0\n")
    assert say("search", "-c", "--any", "候鸟 合龙")[:2] == (0, "3\n")
    code, out, err = say("search", "--any", "--all", "候鸟")
    assert (code, out, err) == (2, "", "newsgrep: --any and --all cannot be combined\n")


def test_explain_and_why_account_for_both(say):
    _, _, err = say("search", "大桥合龙", "--explain", "--format", "ids")
    assert "then" in err
    assert "then" not in say("search", "大桥合龙", "--explain", "--format", "ids", "--all")[2]
    code, out, _ = say("search", "大桥合龙", "--why", "b.jsonl#3")
    assert (code, out.splitlines()[0]) == (1, "b.jsonl#3 matches only some of: 大桥合龙")
    assert "✓ the word 大桥" in out
    assert "✗ the word 合龙" in out
    assert say("search", "大桥合龙", "--why", "a.jsonl#2")[0] == 0
    assert "does not match" in say("search", "大桥合龙", "--why", "b.jsonl#3", "--all")[1]


def test_other_commands_go_by_what_holds_all(say):
    assert say("keywords", "候鸟 合龙")[0] == say("kwic", "候鸟 合龙")[0] == say("collocates", "候鸟 合龙")[0] == 1
    assert json.loads(say("count", "大桥 合龙", "--json")[1].splitlines()[0])["articles"] == 2


def test_saved_searches_keep_all_and_show_only_what_holds_all_as_new(say, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert say("search", "候鸟合龙", "--save", "partial")[0] == 1
    assert say("saved", "run", "partial", "--new")[:2] == (1, "")
    code, out, _ = say("saved", "run", "partial", "--format", "ids")
    assert (code, len(out.split())) == (1, 3)
    assert say("search", "候鸟合龙", "--all", "--save", "full")[0] == 1
    assert say("saved", "run", "full", "--format", "ids")[:2] == (1, "")
    assert "候鸟合龙 --all" in say("saved")[1]


def test_the_library_says_the_same(folder):
    news = open_index(folder / "index")
    found = news.search("大桥合龙")
    assert (found.total, found.total_all, found.total_literal, found.relaxed) == (3, 2, 1, True)
    assert [one.match for one in found] == ["all", "all", "some"]
    found = news.search("大桥合龙", relax=False)
    assert (found.total, found.total_all, found.relaxed) == (2, 2, False)
