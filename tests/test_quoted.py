"""What a text finds: every article that contains it, whatever its white space, and no other."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
from itertools import pairwise

import pytest
from articles import article, entry, put_lexicon
from conftest import run
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.analysis import load_segmenter
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.open_engine import create_engine
from newsgrep.query.plan_nodes import Literal, Plan
from newsgrep.search.search import Request, search
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair
from newsgrep.text.variants import ways

TEXTS = {
    "spaced": "我国 5G 网络覆盖，10 月 20 日发布",
    "closed": "我国5G网络覆盖，10月20日发布",
    "spaced out": "江 城 1 0 月 5 日 电 （ 记 者 李 明 ） A I 大 模 型",
    "longer": "11月20日，OpenAI大模型发布，THAILAND 的 1.5万人",
    "upper": "AI大模型在1月发布，共5万人",
    "traditional": "臺灣「大橋」隨後合龍，ＧＤＰ café",
    "simplified": "台湾“大桥”随后合龙，GDP cafe",
    "operators": '他说 title:大桥 -合龙 OR "通车"，',
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    (folder / "corpus").mkdir()
    lines = (json.dumps({"id": key, "title": "", "body": body}, ensure_ascii=False) for key, body in TEXTS.items())
    (folder / "corpus" / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run("-q", "index", "corpus", cwd=folder)
    return folder


def found(corpus, *words, code=0):
    printed = run("search", *words, "--all", "--format", "ids", "--sort", "path", cwd=corpus, code=code)
    return {line.partition("#")[2] for line in printed.splitlines()}


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (['"5G网络"'], {"spaced", "closed"}),
        (['"5G 网络"'], {"spaced"}),
        (['"10月20日"'], {"spaced", "closed"}),
        (['"10月5日电（记者李明）"'], {"spaced out"}),
        (['"AI大模型"'], {"spaced out", "longer", "upper"}),
        (["AI大模型"], {"spaced out", "upper"}),
        (["-w", '"AI大模型"'], {"spaced out", "upper"}),
        (["1月"], {"upper"}),
        (["5万人"], {"upper"}),
        (['"1月"'], {"longer", "upper"}),
        (["AI"], {"upper"}),
        (["臺灣"], {"traditional", "simplified"}),
        (["--as-written", "臺灣"], {"traditional"}),
        (["--as-written", '"台湾"'], {"simplified"}),
        (["--as-written", "ＧＤＰ"], {"traditional"}),
        (["--as-written", "大桥"], {"simplified", "operators"}),
        (["--as-written", "cafe"], {"simplified"}),
        (['"café"'], {"traditional", "simplified"}),
        (["-F", 'title:大桥 -合龙 OR "通车"'], {"operators"}),
        (["-F", "title:大桥"], {"operators"}),
        (["-F", "--as-written", "「大橋」"], {"traditional"}),
        (["-F", "谁建大桥"], set()),
        (["-i", "GDP"], {"traditional", "simplified"}),
    ],
)  # fmt: skip
def test_a_text_finds(corpus, words, keys):
    assert found(corpus, *words, code=0 if keys else 1) == keys


@pytest.mark.parametrize(
    ("command", "printed"),
    [
        (["kwic", "-c", "1月"], "1"),
        (["kwic", "-c", '"1月"'], "2"),
        (["kwic", "-c", "-w", '"1月"'], "1"),
        (["kwic", "-c", "5G网络"], "2"),
        (["kwic", "-c", "--as-written", "大桥"], "2"),
        (["search", "-c", "--as-written", "大橋"], "1"),
    ],
)
def test_counts_stop_at_the_same_edges(corpus, command, printed):
    assert run(*command, cwd=corpus).strip() == printed


def test_the_match_is_marked_as_it_was_found(corpus):
    shown = json.loads(run("search", "--as-written", "臺灣", "--json", cwd=corpus).splitlines()[0])
    (snippet,) = shown["snippets"]
    assert [snippet["text"][start:end] for start, end in snippet["matches"]] == ["臺灣"]


@pytest.mark.parametrize(
    ("bodies", "query", "keys"),
    [
        (["在 《 和 平 — — 命 运 》"], '"和平——命运"', "0"),
        (["第 （ 1 ） 项", "1 / 2 杯"], '"第（1）项"', "0"),
        (["25 ° C", "25° C", "2 5 ° C", "25℃"], '"25°C"', "0123"),
        (["25 ° C", "25° C", "2 5 ° C", "25℃"], "25℃", "0123"),
        (["80 m 2 房", "80㎡房", "80m房"], '"80㎡房"', "01"),
        (["跑了10㎞", "买了10斤", "10kmart店", "跑了10km"], "10㎞", "03"),
        (["№5", "north5香水", "5个香水", "No.5"], "№5", "03"),
        (["2.5万里长征", "两万五千里长征", "25000里长征"], "二万五千里长征", "012"),
        (["二十四节气", "24节气", "节气"], "24节气", "01"),
        (["3月15日举行消费者大会", "4月1日举行消费者大会", "3月举行消费者大会，15日"], "3月15日举行消费者大会", "0"),
        (["十一次", "一次"], "一次", "1"),
        (["2023/1/3", "1/3", "三分之一"], "1/3", "12"),
        (["13:2:3", "2:3", "2比3"], "2:3", "12"),
        (["12,000人", "有000人"], "000人", "1"),
        (["五台山风光", "5台山"], "五台山", "0"),
    ],
)  # fmt: skip
def test_numbers_and_signs_match_as_a_whole(bodies, query, keys):
    engine = MemoryEngine()
    engine.update((), [entry(article(str(n), "", body)) for n, body in enumerate(bodies)], user_words=())
    hits = search(engine, Request(query, limit=None, relax=False), load_segmenter()).found.hits
    assert "".join(sorted(hit.key for hit in hits)) == keys


PIECES = st.text("江城Ａa1 ５\u3000\t，,。臺台", max_size=12)


@settings(max_examples=30)
@given(st.lists(PIECES, min_size=1, max_size=5), st.data())
def test_the_index_finds_what_reading_every_article_finds(tmp_path_factory, bodies, data):
    articles = [article(str(number), "", repair(body)) for number, body in enumerate(bodies)]
    folder = tmp_path_factory.mktemp("index")
    put_lexicon(folder)
    engine, reference = create_engine(folder), MemoryEngine()
    for each in (engine, reference):
        each.update((), map(entry, articles), user_words=())
    source = fold("".join(bodies)) + "江城1a"
    start = data.draw(st.integers(0, len(source) - 1))
    text = source[start : start + data.draw(st.integers(1, 5))].strip("\n") or "江"
    for edges in ("any", "word", "number"):
        for as_written in (False, True):
            plan = Plan(Literal(text, edges=edges, as_written=as_written))
            assert keys(engine, plan) == keys(reference, plan)


def keys(engine, plan):
    return [hit.key for hit in engine.search(plan, limit=None, order="path").hits]


@pytest.mark.parametrize("name", ["ranking/cmrc2018/corpus", "ranking/dureader_robust/corpus", "articles/traditional"])
def test_quoted_text_finds_what_reading_every_article_finds(shared_data, tmp_path, name):
    """Against an independent reading of all texts, character by character."""
    with gzip.open(shared_data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        bodies = [repair(json.loads(line)["body"]) for line, _ in zip(lines, range(1000), strict=False)]
    engine = create_engine(tmp_path)
    engine.update((), (entry(article(str(n), "", body)) for n, body in enumerate(bodies)), user_words=())
    read = Reading(bodies)
    chance = random.Random(name)
    wanted = [_any_part(body, chance) for body in chance.choices(bodies, k=300) if body.strip()]
    for text in filter(None, wanted):
        request = Request(f'"{text}"', limit=None, order="path")
        hits = {hit.key for hit in search(engine, request, load_segmenter()).found.hits}
        assert hits == read.find(text), text


class Reading:
    """Finds a text as docs/reference.md says: where it has white space, white space; elsewhere also across gaps."""

    def __init__(self, bodies):
        self._read = [_with_gaps(fold(body)) for body in bodies]

    def find(self, text):
        """The numbers of the bodies that contain a text."""
        sought = [_with_gaps("".join(chars)) for chars in itertools.product(*ways(fold(text)))]
        found = (
            str(n) for n, (closed, gaps) in enumerate(self._read) if any(_is_in(one, closed, gaps) for one in sought)
        )
        return set(found)


def _with_gaps(folded):
    """A text without white space, and before which of its characters there was some."""
    closed, gaps, gap = [], [], False
    for char in folded:
        if char in " \t":
            gap = True
        else:
            closed.append(char)
            gaps.append(gap)
            gap = False
    return "".join(closed), gaps


def _is_in(sought, closed, gaps):
    text, wanted = sought
    start = closed.find(text)
    while start >= 0:
        if _agree(text, wanted[1:], gaps[start + 1 : start + len(text)]):
            return True
        start = closed.find(text, start + 1)
    return False


def _agree(text, wanted, gaps):
    """Whether white space within a text is where it is wanted, and else only where it breaks no words, or everywhere."""
    within = [
        gap == want or (gap and not _is_run(pair)) for gap, want, pair in zip(gaps, wanted, pairwise(text), strict=True)
    ]
    has_other = any(not _kind(char) for char in text)
    return all(within) or (has_other and all(gaps) and not any(wanted))


def _is_run(pair):
    return _kind(pair[0]) == _kind(pair[1]) != ""


def _kind(char):
    if char.isdecimal():
        return "digit"
    return "letter" if char.isalpha() and (char < "\u2e80" or "\uac00" <= char <= "\ud7a3") else ""


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ('"。 5"', "13"),
        ('"。5"', "0123"),
        ('"。 5 月"', "3"),
        ('"。　5"', "13"),
        ('"合龙。 5月"', "13"),
        ('"， 5"', ""),
    ],
)
def test_a_quoted_space_asks_for_white_space_also_beside_numbers_and_marks(query, keys):
    bodies = ["合龙。5月", "合龙。 5月", "合龙。\n5月。5年", "合龙。\t5 月"]
    engine = MemoryEngine()
    engine.update((), [entry(article(str(n), "", body)) for n, body in enumerate(bodies)], user_words=())
    hits = search(engine, Request(query, limit=None), load_segmenter()).found.hits
    assert "".join(sorted(hit.key for hit in hits)) == keys


def _any_part(body, chance):
    line = chance.choice(body.split("\n"))
    start = chance.randrange(len(line) or 1)
    return re.sub(r'["“”„‟〝〞「」『』＂\\]|^\s+|\s+$', "", line[start : start + chance.randrange(1, 12)])
