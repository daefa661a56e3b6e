"""What every engine promises; run over each of them."""

import os
import sys
from datetime import date
from functools import cache
from itertools import product

import pytest
from articles import article, entry

from newsgrep.analysis import TEXT_FIELDS, analyse, load_segmenter
from newsgrep.analysis.user_dictionary import UserWord
from newsgrep.engine.base import ORDERS, Engine
from newsgrep.engine.bm25 import MOST_RANKING_TERMS
from newsgrep.engine.decay import age_of, decay
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.metadata_counts import NOTHING
from newsgrep.errors import IndexLockedError, NoIndexError
from newsgrep.processes import map_in_order
from newsgrep.query.parse import parse
from newsgrep.query.plan_nodes import AtLeast, Pair, Plan, Recency, WeightedTerm, Word
from newsgrep.query.planner import make_plan
from newsgrep.query.spans import occurrences
from newsgrep.text.fold import fold

ARTICLES = [
    article(
        "1",
        "澜江大桥合龙",
        "澜江大桥昨日合龙，江城大学的师生到桥头观看。",
        date="2025-10-05",
        source="江城日报",
        section="要闻",
        reporters=("何青禾",),
    ),
    article(
        "2", "瀾江大橋合龍", "江城大學法學院師生觀看。", date="2025-10-06", source="港江時報", path="港江時報/1.txt"
    ),
    article(
        "3",
        "江城大学法学院招生",
        "北京大学法律系的教授来访。",
        "大学城里有一座桥。",
        date="2025-11-01",
        source="江城日报",
        kind="brief",
    ),
    article("4", "江水平静", "没有新闻。ＧＤＰ增长2.5%。", date="2026-01", source="江城晚报", correspondents=("罗远",)),
    article("5", "", "大桥桥头的小店老板说，江城的冬天冷。", path="临江周刊/专题.csv"),
    article("10", "劳动争议调解", "劳动者的争议，由工会调解。调解之后还有仲裁。", date="2025-10-05", source="江城日报"),
    article("11", "仲裁", "先是劳动争议，后来调解。", date="2024", source="江城日报"),
]
QUERIES = [
    "江城大学", '"江城大学"', "大桥", "桥", "的", '"的"', "gdp", "ＧＤＰ", "2.5%", "合龙 桥头", "合龙 OR 招生", "大桥 -合龙", "-大桥", "劳动争议调解",
    "title:大桥", "body:大桥", "标题:招生", "by:何青禾", "by:罗*", "source:江城日报 仲裁", "source:江城*", "kind:brief", "path:港江時報", "date:2025-10",
    "date:2025-10..2025-11", "date:..2025", "date:2026", "(合龙 | 招生) -法学院", "江城大学^3 调解", "如何看待江城大学法学院的招生情况", "没有的词语",
    '"大桥 桥头"~20', '"劳动 调解"~6', '"调解 劳动"~6', "大?城", "江*学", "title:江*生", "/[0-9]+\\.[0-9]%/", "/^江城/", "-/大.?/", "body:/(大桥|老板).*冷/", '"调解"~2',
    '"龙，江"', '"。大"', "id:江城日报/1.txt#3", "橋", "“北京大学”", "招生 source:港江時報", "()", "？",
]  # fmt: skip


def plan(line: str) -> Plan:
    return make_plan(parse(line, today=date(2026, 2, 1)).tree, load_segmenter())


def ids(engine: Engine, line: str) -> list[str]:
    return [hit.id for hit in engine.search(plan(line), limit=None).hits]


@cache
def reference_engine() -> MemoryEngine:
    reference = MemoryEngine()
    reference.update((), map(entry, ARTICLES))
    return reference


class EngineContract:
    """A subclass gives ``engine``, an empty one, as a fixture, and how far its scores may differ from the reference's.

    ``tolerance`` is relative.
    """

    tolerance = 0.0

    @pytest.fixture
    def full(self, engine):
        engine.update((), map(entry, ARTICLES))
        return engine

    @pytest.fixture
    def reference(self):
        return reference_engine()

    @pytest.mark.parametrize("order", ORDERS)
    @pytest.mark.parametrize("line", QUERIES)
    def test_it_finds_ranks_and_scores_as_the_reference_does(self, full, reference, line, order):
        found = full.search(plan(line), limit=None, order=order)
        expected = reference.search(plan(line), limit=None, order=order)
        assert [(hit.id, hit.literal) for hit in found.hits] == [(hit.id, hit.literal) for hit in expected.hits]
        assert [hit.score for hit in found.hits] == pytest.approx(
            [hit.score for hit in expected.hits], rel=self.tolerance
        )
        assert found.total == expected.total == len(found.hits)

    @pytest.mark.parametrize("half_life", [1.0, 90.0, 10_000.0])
    @pytest.mark.parametrize(
        "line", ["大", "江城 OR 大桥", "大桥合龙", "劳动争议 OR 调解", "source:江城日报", "/大.?/"]
    )
    def test_age_takes_from_the_score(self, full, reference, line, half_life):
        dated = plan(line)._replace(recency=Recency("2025-11-01", half_life))
        found, expected = (engine.search(dated, limit=None).hits for engine in (full, reference))
        assert [(hit.id, hit.literal) for hit in found] == [(hit.id, hit.literal) for hit in expected]
        plain = {hit.id: hit.score for hit in reference.search(plan(line), limit=None).hits}
        for hit in found:
            assert hit.recency == pytest.approx(
                decay(age_of(full.get(hit.id).date or "", date(2025, 11, 1)), half_life)
            )
            assert hit.score == pytest.approx((plain[hit.id] if dated.ranking else 1) * hit.recency)

    def test_age_is_counted_from_the_newest_article_that_is_left(self, full):
        dated = plan("大桥")._replace(recency=Recency("2030-01-01", 30.0))
        full.update(["江城日报/1.txt#4"], ())
        newest = {hit.id: hit.recency for hit in full.search(dated, limit=None).hits}
        assert newest["江城日报/1.txt#1"] == pytest.approx(decay(27, 30.0))

    @pytest.mark.parametrize("line", ["大", "江城 OR 大桥", "-没有的词语"])
    def test_pages_of_hits_are_the_whole_in_pieces_and_the_total_is_exact(self, full, line):
        whole = full.search(plan(line), limit=None)
        pieces = [full.search(plan(line), limit=2, offset=offset) for offset in range(0, len(whole.hits), 2)]
        assert [hit for piece in pieces for hit in piece.hits] == list(whole.hits)
        assert {piece.total for piece in pieces} == {whole.total}

    def test_a_word_inside_a_longer_word_is_found_when_quoted(self, full):
        assert set(ids(full, '"江城大学"')) == {"江城日报/1.txt#1", "港江時報/1.txt#2", "江城日报/1.txt#3"}
        assert ids(full, '"北京大学"') == ["江城日报/1.txt#3"]

    def test_literal_holders_stand_before_those_of_the_words(self, full):
        assert ids(full, "劳动争议调解")[0] == "江城日报/1.txt#10"
        hits = full.search(plan("劳动争议调解"), limit=None).hits
        assert [hit.literal for hit in hits] == [True, False]

    def test_one_character_is_found_wherever_it_stands(self, full):
        assert len(ids(full, "桥")) == 4
        assert len(ids(full, "。")) == 7

    def test_an_article_added_again_replaces_the_former_one(self, full):
        full.update((), [entry(article("4", "江水上涨", "有新闻了。"))])
        assert ids(full, "上涨") == ["江城日报/1.txt#4"]
        assert ids(full, "平静") == []
        assert full.stats().articles == len(ARTICLES)

    def test_a_removed_article_is_gone_and_one_unknown_is_no_error(self, full):
        full.update(["江城日报/1.txt#4", "没有#1"], ())
        assert ids(full, "平静") == []
        assert full.get("江城日报/1.txt#4") is None
        assert "江城日报/1.txt#4" not in set(full.ids())

    def test_after_updates_scores_are_those_of_a_fresh_build(self, full, reference):
        full.update((), [entry(article("4", "大桥", "大桥大桥。", date="2025"))])
        full.update(["港江時報/1.txt#2"], [entry(article("12", "合龙", "江城大学。"))])
        full.update(["江城日报/1.txt#12"], map(entry, ARTICLES))
        for line in QUERIES:
            found, expected = (engine.search(plan(line), limit=None) for engine in (full, reference))
            assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits], line
            assert [hit.score for hit in found.hits] == pytest.approx(
                [hit.score for hit in expected.hits], rel=self.tolerance
            )

    def test_afresh_leaves_nothing_of_before(self, full):
        full.update((), [entry(article("1", "只有这一篇", "江城。"))], truncate=True)
        assert list(full.ids()) == ["江城日报/1.txt#1"]

    def test_a_failing_update_leaves_the_index_as_it_was(self, full):
        before = full.stats()

        def broken():
            yield entry(article("99", "半途", "江城。"))
            raise RuntimeError("the reader failed")

        with pytest.raises(RuntimeError, match="the reader failed"):
            full.update(["江城日报/1.txt#1"], broken())
        assert full.stats() == before
        assert full.get("江城日报/1.txt#1") == ARTICLES[0]
        assert ids(full, "半途") == []
        full.update((), [entry(article("99", "重来", "江城。"))])
        assert ids(full, "重来") == ["江城日报/1.txt#99"]

    def test_articles_come_back_as_they_went_in(self, full):
        assert [full.get(one.id) for one in ARTICLES] == ARTICLES
        assert set(full.ids()) == {one.id for one in ARTICLES}

    def test_an_empty_engine_finds_nothing(self, engine):
        assert engine.search(plan("江城"), limit=10).total == 0
        assert engine.search(plan("-江城"), limit=None).hits == []
        assert (list(engine.ids()), engine.get("x#1"), engine.stats().articles) == ([], None, 0)

    @pytest.mark.parametrize(
        "pairs", [("江城",), ("，江", "桥合"), ("大桥", "龙，"), ("没有",), ("gd", "2.")], ids=" ".join
    )
    def test_pairs_of_characters_match_and_rank_as_in_the_reference(self, full, reference, pairs):
        fields = [TEXT_FIELDS, ("body",)]
        terms = [Pair(text, names) for text, names in product(pairs, fields)]
        sought = Plan(AtLeast(1, tuple(terms)), ranking=tuple(WeightedTerm(term, 0.5) for term in terms))
        found, expected = full.search(sought, limit=None), reference.search(sought, limit=None)
        assert expected.total
        assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits]
        assert [hit.score for hit in found.hits] == pytest.approx(
            [hit.score for hit in expected.hits], rel=self.tolerance
        )
        assert full.doc_freqs(terms) == reference.doc_freqs(terms)

    def test_of_a_long_query_the_heaviest_words_score(self, full):
        rare = [WeightedTerm(Word(text)) for text in ("合龙", "招生", "冬天")]
        common = [WeightedTerm(Word("江城"), 0.9 + number / 1e6) for number in range(MOST_RANKING_TERMS[Word])]
        everything = plan("大 OR 江").match
        scores = [
            {hit.id: hit.score for hit in full.search(Plan(everything, ranking=tuple(ranking)), limit=None).hits}
            for ranking in ([*common, *rare], [*common[len(rare) :], *rare])
        ]
        assert scores[0] == pytest.approx(scores[1], rel=self.tolerance or None)

    def test_it_says_which_terms_score(self, full, reference):
        terms = [Word(text) for text in full.terms("body")]
        terms += [Pair(first + second) for first in "江大合通城" for second in "城桥龙车大"]
        ranking = [WeightedTerm(term, 1 + number % 3) for number, term in enumerate(terms)]
        assert len(ranking) > sum(MOST_RANKING_TERMS.values()) + 8
        for part in (ranking, ranking[::-1], ranking[:5], []):
            found, expected = full.heaviest(part), reference.heaviest(part)
            assert [term for term, _ in found] == [term for term, _ in expected]
            assert [weight for _, weight in found] == pytest.approx([weight for _, weight in expected])

    def test_of_parts_none_of_which_must_match_any_article_holds_enough(self, full):
        for parts in ((), (Word("大桥"),), (Word("大桥"), Word("没有"))):
            assert full.search(Plan(AtLeast(0, parts)), limit=0).total == full.stats().articles

    def test_it_counts_the_articles_that_hold_a_word(self, full):
        full.update(["江城日报/1.txt#4"], [entry(article("12", "合龙", "江城大学。"))])
        reference = MemoryEngine()
        reference.update((), [entry(one) for one in ARTICLES if one.key != "4"])
        reference.update((), [entry(article("12", "合龙", "江城大学。"))])
        sought = [Word(word) for word in ("大桥", "合龙", "江城", "没有")] + [Word("大桥", ("title",))]
        assert full.doc_freqs(sought) == reference.doc_freqs(sought)

    @pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")
    def test_processes_that_are_forked_read_on_if_they_may(self, full):
        held = sorted(full.ids())
        expected = [full.get(article_id) for article_id in held]
        found = list(map_in_order(lambda article_id: (os.getpid(), full.get(article_id)), held, jobs=2))
        assert [article for _, article in found] == expected
        assert len({process for process, _ in found}) > 1 or not full.may_be_forked()

    @pytest.mark.parametrize("line", ["", "大桥", "-大桥", "source:江城日报"])
    def test_facts_are_those_of_every_article_that_matches(self, full, reference, line):
        found = {one.article.id: one for one in full.metadata(plan(line))}
        assert found == {one.article.id: one for one in reference.metadata(plan(line))}
        assert set(found) == {hit.id for hit in full.search(plan(line), limit=None).hits}
        for one in found.values():
            article = full.get(one.article.id)
            assert one.article == article._replace(headlines=(), paragraphs=())
            assert one.characters == sum(len(part.text) for part in (*article.headlines, *article.paragraphs))

    @pytest.mark.parametrize(
        "line", ["大桥", "江城大学", "-招生", "大?城", "/[0-9]+/", '"劳动 调解"~6', "title:合龙", "没有的词语"]
    )
    @pytest.mark.parametrize("names", [(), ("source",), ("date", "reporters"), ("path", "kind", "section", "agency")])
    def test_articles_and_occurrences_are_counted_by_metadata(self, full, line, names):
        asked = plan(line)
        counts = {}
        for found in full.metadata_counts(asked, names, asked.occurrences):
            count = counts.setdefault(found.article, [0, 0, 0])
            count[:] = [sum(pair) for pair in zip(count, found[1:], strict=True)]
        expected = {}
        for hit in full.search(asked, limit=None).hits:
            article = full.get(hit.id)
            count = expected.setdefault(tuple(getattr(article, name) for name in names), [0, 0, 0])
            count[0] += 1
            for field, parts in (("title", article.headlines), ("body", article.paragraphs)):
                nodes = [node for node in asked.occurrences if field in node.fields]
                count[1] += sum(len(part.text) for part in parts)
                count[2] += sum(len(occurrences(nodes, fold(part.text), part.text)) for part in parts)
        assert {tuple(getattr(found, name) for name in names): count for found, count in counts.items()} == expected
        assert all(found == NOTHING._replace(**{name: getattr(found, name) for name in names}) for found in counts)

    @pytest.mark.parametrize("line", ["", "大桥", "-大桥", "source:江城日报", "没有的词语"])
    def test_a_mask_says_of_each_article_whether_it_matches(self, full, line):
        full.update(["江城日报/1.txt#4"], [entry(article("12", "合龙", "江城大学。"))])
        names = [one.article.id for one in full.metadata(plan(""))]
        assert list(full.ids()) == names
        found = full.mask(plan(line)).tolist()
        assert len(found) == len(names)
        assert {name for name, holds in zip(names, found, strict=True) if holds} == {
            hit.id for hit in full.search(plan(line), limit=None).hits
        }

    @pytest.mark.parametrize("most_read", [None, 100, 0])
    def test_it_counts_the_articles_with_the_exact_wording(self, full, most_read):
        for line in QUERIES:
            found = full.literal_total(plan(line), most_read)
            literal = sum(hit.literal for hit in full.search(plan(line), limit=None).hits)
            assert found == literal or (found is None and most_read == 0), line

    def test_it_says_whether_any_article_matches(self, full):
        nowhere = [
            "没有的词语",
            '"桥大"',
            '"江城的大学"',
            '"0%"',
            "date:2020",
            "大桥 没有的词语",
            '"桥大" OR "学大"',
            "/桥{9}/",
        ]
        full.update(["江城日报/1.txt#4"], [])
        found = {line: full.matches_any(plan(line).match) for line in (*QUERIES, *nowhere)}
        assert found == {line: full.search(plan(line), limit=0).total > 0 for line in found}
        assert not any(found[line] for line in nowhere)

    @pytest.mark.parametrize("line", ["", "大桥", "-大桥", "source:江城日报", "没有的词语"])
    def test_words_are_counted_in_the_articles_that_match(self, full, reference, line):
        assert full.frequencies(plan(line)) == reference.frequencies(plan(line))
        full.update(["江城日报/1.txt#4"], [entry(article("12", "合龙", "江城大学，大学，大学。"))])
        fresh = MemoryEngine()
        fresh.update((), [entry(one) for one in ARTICLES if one.key != "4"])
        fresh.update((), [entry(article("12", "合龙", "江城大学，大学，大学。"))])
        assert full.frequencies(plan(line)) == fresh.frequencies(plan(line))

    @pytest.mark.parametrize("field", ["source", "section", "by", "kind", "path", "id", "date"])
    @pytest.mark.parametrize("start", ["", "江城", "港江時", "何", "2025-10"])
    def test_values_are_those_of_the_articles_in_order(self, full, reference, field, start):
        found = list(full.values(field, start))
        assert found == list(reference.values(field, start))
        assert found == sorted(set(found), key=fold)
        full.update(["江城日报/1.txt#4", "江城日报/1.txt#1"], [entry(article("12", "合龙", "江城大学。"))])
        assert "江城晚报" not in list(full.values("source"))
        assert "何青禾" not in list(full.values("by"))
        assert "江城日报/1.txt#12" in list(full.values("id"))
        full.update((), [entry(article("13", "ＧＤＰ", "好。", source="CCTV 新闻", section="Ａ版"))])
        assert list(full.values("source", "cctv")) == ["CCTV 新闻"]
        assert list(full.values("section", "a")) == ["Ａ版"]
        assert list(full.values("source", "港江时")) == ["港江時報"]

    @pytest.mark.parametrize("field", ["title", "body", "source", "section", "by", "kind", "path", "id", "date"])
    @pytest.mark.parametrize("start", ["", "江", "何青", "2025-10", "没有的"])
    def test_terms_are_those_of_the_articles_in_order(self, full, reference, field, start):
        found = list(full.terms(field, start))
        assert found == list(reference.terms(field, start))
        assert found == sorted(set(found))
        full.update(["江城日报/1.txt#4"], [entry(article("12", "江心洲", "江心洲上有鹭。", source="江心报"))])
        left = MemoryEngine()
        left.update((), [entry(one) for one in ARTICLES if one.key != "4"])
        left.update((), [entry(article("12", "江心洲", "江心洲上有鹭。", source="江心报"))])
        assert set(left.terms(field, start)) <= set(full.terms(field, start))

    def test_texts_are_folded_and_cut(self, full, reference):
        sought = ["港江時報/1.txt#2", "江城日报/1.txt#4"]
        for fields in (("title", "body"), ("body",)):
            assert full.texts(sought, fields, 9) == reference.texts(sought, fields, 9)
        assert full.texts(sought, ("title", "body"), 100)[0] == "澜江大桥合龙\n江城大学法学院师生观看。"

    @pytest.mark.parametrize("line", ["大桥 合龙", "江城大学法学院", "title:大桥", "劳动争议调解"])
    def test_contributions_add_up_to_the_score(self, full, reference, line):
        for hit in full.search(plan(line), limit=None).hits:
            parts, expected = (engine.contributions(plan(line), hit.id) for engine in (full, reference))
            assert sum(part.score for part in parts) == pytest.approx(hit.score, rel=max(self.tolerance, 1e-12))
            assert [part[:3] for part in parts] == [part[:3] for part in expected]
            assert [part.score for part in parts] == pytest.approx(
                [part.score for part in expected], rel=self.tolerance
            )

    def test_reprints_are_the_articles_of_the_month_that_share_most_of_the_text(self, engine):
        text = (
            "澜江大桥昨日合龙，两岸的师生早早来到桥头观看，江风很大，没有人离开。大桥将于年底通车，届时过江只要六分钟。"
        )
        engine.update((), map(entry, [
            article("1", "合龙", text, date="2025-10-05"),
            article("2", "另一个标题", text + "本报记者还将报道。", date="2025-10-06"),
            article("3", "合龙", text, date="2025-10-07"),
            article("4", "一年以后", text, date="2026-10-05"),
            article("5", "无关", "候鸟回到了鹭洲湿地，江城大学的学生去数鸟，数到了三千只。", date="2025-10-05"),
        ]))  # fmt: skip
        found = engine.reprints("江城日报/1.txt#1")
        assert [hit.key for hit in found] == ["3", "2"]
        assert found[0].score == pytest.approx(1.0)
        assert 0.7 <= found[1].score < 1.0
        assert engine.reprints("江城日报/1.txt#5") == engine.reprints("没有#1") == []

    def test_an_original_is_the_first_article_that_is_no_reprint_itself(self, engine):
        text = (
            "澜江大桥昨日合龙，两岸的师生早早来到桥头观看，江风很大，没有人离开。大桥将于年底通车，届时过江只要六分钟。"
        )
        longer = text + "家住东岸的退休教师秦越这么说。"
        articles = [
            article("1", "合龙", text, date="2025-10-05"),
            article("2", "合龙", longer, date="2025-10-06"),
            article("3", "候鸟", "候鸟回到了鹭洲湿地，江城大学的学生去数鸟，数到了三千只。", date="2025-10-05"),
            article("4", "合龙", longer + "如今骑车就能过江，孩子放学不必等船。", date="2025-10-07"),
            article("5", "一年以后", text, date="2026-10-05"),
            article("6", "合龙", text, date="2025-10-08"),
            article("7"),
        ]
        engine.update((), map(entry, articles))
        ids = [one.id for one in articles]
        # The fourth reprints the second, which is a reprint of the first, which the fourth is not.
        assert engine.originals(ids) == [0, 0, 2, 3, 4, 0, 6]
        assert engine.originals(ids[::-1]) == [0, 1, 2, 3, 4, 1, 1]
        assert engine.originals([]) == []

    def test_articles_without_titles_are_updated_and_optimized(self, engine):
        for number in range(6):
            engine.update((), [entry(article(str(number), "", f"大桥{number}号桥墩完工。"))])
        engine.optimize()
        assert ids(engine, "大桥") == [f"江城日报/1.txt#{number}" for number in range(6)]

    def test_a_value_that_an_article_has_twice_is_one(self, engine):
        twice = {"source": "新华社", "agency": "新华社", "reporters": ("Li Lei", "LI LEI", "張三", "张三")}
        for _ in range(2):
            engine.update((), [entry(article(str(at), "合龙", **(twice if at == 5 else {}))) for at in range(20)])
            for line in ("source:新华社", 'by:"li lei"', "by:张三"):
                assert ids(engine, line) == ["江城日报/1.txt#5"], line
        engine.optimize()
        assert ids(engine, "source:新华社") == ["江城日报/1.txt#5"]

    def test_queries_are_segmented_as_the_articles_were(self, engine):
        with pytest.raises(NoIndexError):
            engine.segmenter()
        assert engine.user_words() == ()
        words = (UserWord("江大桥合"),)
        segmenter = load_segmenter(words)
        engine.update((), [analyse(ARTICLES[0], segmenter)], user_words=words)
        assert engine.user_words() == words
        assert "江大桥合" in engine.segmenter().cut("澜江大桥合龙")
        engine.update((), [analyse(ARTICLES[3], segmenter)])
        assert engine.user_words() == words
        engine.update((), [entry(ARTICLES[0])], truncate=True, user_words=())
        assert engine.user_words() == ()
        assert "江大桥合" not in engine.segmenter().cut("澜江大桥合龙")

    def test_a_sound_index_has_nothing_wrong(self, full):
        assert full.quick_check() is None
        parts = list(full.verify())
        assert parts
        assert all(errors == [] for _, errors in parts)

    def test_garbage_is_collected_without_harm(self, full):
        before = full.stats()
        full.collect_garbage()
        assert full.stats() == before
        assert len(ids(full, "大桥")) == 3

    def test_optimizing_changes_no_answer(self, full, reference):
        full.update((), [entry(article("20", "新的大桥", "又一座大桥。"))])
        full.update(["江城日报/1.txt#20"], ())
        full.optimize()
        assert full.stats().articles == len(ARTICLES)
        for line in QUERIES:
            found, expected = (one.search(plan(line), limit=None) for one in (full, reference))
            assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits], line
        assert [full.get(one.id) for one in ARTICLES] == ARTICLES

    def test_it_may_be_written_where_it_is(self, full):
        full.require_own_place()

    def test_one_writer_at_a_time(self, full):
        waited = []
        with full.locked(0, waited.append):
            assert waited == []
            with pytest.raises(IndexLockedError), full.locked(0, waited.append):
                pass
            assert len(waited) == 1
        with full.locked(0, waited.append):
            assert len(waited) == 1

    def test_the_manifest_is_kept_as_it_was_given(self, full):
        assert full.read_manifest() is None
        for content in (b"first", bytes(range(256)) * 100):
            full.write_manifest(content)
            assert (full.read_manifest(), full.read_manifest(3)) == (content, content[:3])
        assert full.manifest_path.name
        full.update((), [entry(article("4", "江水上涨", "有新闻了。"))])
        assert full.read_manifest() == bytes(range(256)) * 100

    def test_a_closed_engine_opens_again(self, full):
        full.close()
        assert len(ids(full, "大桥")) == 3
        assert full.get("江城日报/1.txt#1") == ARTICLES[0]

    def test_stats_tell_commits_apart(self, full):
        before = full.stats()
        assert before.articles == len(ARTICLES)
        full.update(["江城日报/1.txt#4"], ())
        after = full.stats()
        assert (after.articles, after.version > before.version) == (len(ARTICLES) - 1, True)
        assert after.commit != before.commit
