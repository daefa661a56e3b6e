"""People who know Whoosh use the index with plain Whoosh code and find what newsgrep finds."""

import pickle
import random
import re
import subprocess
import sys
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import whoosh.index
from articles import article, entry, put_lexicon
from conftest import ROOT, run
from engine_contract import ARTICLES
from whoosh.highlight import PinpointFragmenter
from whoosh.qparser import MultifieldParser, QueryParser
from whoosh.query import And, DateRange, Every, FuzzyTerm, Not, Or, Phrase, Prefix, SpanNear2, Term, TermRange, Wildcard
from whoosh.sorting import FieldFacet
from whoosh.writing import AsyncWriter, BufferedWriter, SegmentWriter

from newsgrep.analysis import analyse, load_segmenter, tokens
from newsgrep.analysis.tokenizer import word_form
from newsgrep.analysis.user_dictionary import UserWord
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.engine.whoosh.schema import make_schema
from newsgrep.engine.whoosh.toc import read_commit, toc_path
from newsgrep.errors import IndexReadOnlyError
from newsgrep.query.plan_nodes import AtLeast, Literal, Plan, Word
from newsgrep.text.fold import fold

PIECES = [
    *["大桥", "合龙", "江城大学", "法学院", "共和国", "成立", "成都市长江大桥", "劳动争议", "调解", "的", "一", "GDP", "2.5%", "ＣＯＶＩＤ-19"],
    *["，", "。", " ", "　", "臺灣", "〇"],
]  # fmt: skip
OWN = (UserWord("成都市长"), UserWord("澜江"), UserWord("大桥合龙"))


def made_articles():
    rng = random.Random(5)
    yield from ARTICLES
    for number in range(100, 180):
        texts = ["".join(rng.choices(PIECES, k=rng.randrange(1, 12))) for _ in range(rng.randrange(4))]
        title = "\n".join("".join(rng.choices(PIECES, k=rng.randrange(5))) for _ in range(rng.randrange(3)))
        yield article(
            str(number), title, *texts,
            path=rng.choice(["江城日报/1.txt", "港江時報/2.txt"]),
            kind=rng.choice(["article", "brief"]), date=rng.choice([None, "2025-03-01", "2025-03-18", "2025-04", "2024"]),
            source=rng.choice([None, "江城日报", "港江時報"]), agency=rng.choice([None, "新华社"]),
            reporters=tuple(rng.sample(["何青禾", "罗远", "丁苇"], k=rng.randrange(3))),
        )  # fmt: skip


class Index:
    """An index of ours, opened by our engine and by Whoosh, with the articles that it holds."""

    def __init__(self, folder, articles, words=()):
        self.folder = folder
        self.segmenter = load_segmenter(words)
        self.articles = {article.id: article for article in articles}
        self.engine = WhooshEngine(folder)
        self.whoosh = whoosh.index.open_dir(str(folder))
        self.searcher = self.whoosh.searcher()

    def parse(self, line, field="body"):
        return QueryParser(field, self.whoosh.schema).parse(line)

    def ids(self, query, **options):
        found = [hit["id"] for hit in self.searcher.search(query, limit=None, **options)]
        assert len(found) == len(set(found))
        return found

    def ours(self, node, order="relevance"):
        return [hit.id for hit in self.engine.search(Plan(node), limit=None, order=order).hits]

    def texts(self, field):
        """The text of a field of each article, its lines as the index has them."""
        for key, found in self.articles.items():
            lines = found.headlines if field == "title" else found.paragraphs
            yield key, [fold(line.text) for line in lines]

    def segmented(self, field):
        """The text of a field of each article as it is segmented, line by line."""
        for key, found in self.articles.items():
            lines = found.headlines if field == "title" else found.paragraphs
            yield key, word_form("\n".join(line.text for line in lines)).split("\n")


def built(folder, articles, words=()):
    """An index in several segments with deleted documents."""
    articles = list(articles)
    put_lexicon(folder, words)
    engine = WhooshEngine(folder, create=True)
    segmenter = load_segmenter(words)
    # Fewer than are left of their segment: it is not written again without them.
    stale = [article._replace(headlines=(), paragraphs=()) for article in articles[20:40]]
    for part in ([*stale, *articles[-25:]], articles[:30], articles[30:45], articles[45:-25]):
        engine.update((), [analyse(article, segmenter) for article in part], user_words=words)
    index = Index(folder, articles, words)
    assert len(index.searcher.leaf_searchers()) > 2
    assert index.searcher.reader().has_deletions()
    return index


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return built(tmp_path_factory.mktemp("made"), made_articles())


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    return built(tmp_path_factory.mktemp("own"), made_articles(), OWN)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    from newsgrep import open_index

    folder = tmp_path_factory.mktemp("demo")
    run("index", str(ROOT / "corpus"), cwd=folder)
    return Index(folder / "index", open_index(folder / "index"))


@pytest.fixture(params=["made", "own", "demo"])
def index(request):
    return request.getfixturevalue(request.param)


def lexicon(index, field):
    return [term.decode() for term in index.searcher.reader().lexicon(field)]


def chosen(values, count):
    return random.Random(1).sample(values, min(count, len(values)))


# Queries


@pytest.mark.parametrize("field", ["title", "body"])
def test_a_word_that_is_parsed_finds_what_newsgreps_words_find(index, field):
    found = 0
    for word in chosen(lexicon(index, field), 300):
        query = index.parse(word, field)
        parts = [token.text for token in tokens(word, index.segmenter)]
        assert query.normalize() == And([Term(field, part) for part in parts]).normalize()
        words = tuple(Word(part, (field,)) for part in parts)
        assert sorted(index.ids(query)) == sorted(index.ours(AtLeast(len(words), words)))
        found += bool(index.ids(Term(field, word)))
        assert sorted(index.ids(Term(field, word))) == sorted(index.ours(Word(word, (field,))))
    assert found > 20


def test_a_line_is_parsed_into_the_words_of_the_index(made, own):
    assert made.parse("劳动争议 调解") == And([Term("body", text) for text in ("劳动", "争议", "调解")])
    assert made.parse("ＧＤＰ 臺灣") == And([Term("body", "gdp"), Term("body", "台湾")])
    assert made.parse("，。") == made.parse("")
    assert made.parse("大桥合龙") == And([Term("body", "大桥"), Term("body", "合龙")])
    words = {text for _, text in own.parse("大桥合龙").all_terms()}
    assert {"大桥合龙", "大桥"} <= words
    assert "大桥合龙" in lexicon(own, "body")
    assert "大桥合龙" not in lexicon(made, "body")


def test_several_fields_are_searched_at_once(index):
    found = index.ids(MultifieldParser(["title", "body"], index.whoosh.schema).parse("大桥 合龙"))
    fields = ("title", "body")
    assert found
    assert sorted(found) == sorted(index.ours(AtLeast(2, (Word("大桥", fields), Word("合龙", fields)))))


def written_values(article, field):
    match field:
        case "source":
            return [article.source, article.agency]
        case "by":
            return [*article.reporters, *article.correspondents, *article.photographers]
    return [getattr(article, field)]


@pytest.mark.parametrize("field", ["source", "by", "date", "kind", "section", "path", "id"])
def test_values_of_fields_are_folded_and_exact(index, field):
    written = {value for article in index.articles.values() for value in written_values(article, field) if value}
    assert written
    for value in written:
        found = index.ids(index.parse(f'{field}:"{value}"'))
        assert found == index.ids(Term(field, value))
        expected = {
            article.id
            for article in index.articles.values()
            if fold(value) in map(fold, analyse(article, index.segmenter).values[field])
        }
        assert set(found) == expected
    first = min(written, key=len)
    assert index.ids(index.parse(f'{field}:"{first[:-1]}"')) == [] or first[:-1] in written


def test_queries_of_fields_are_combined(demo):
    assert demo.ids(demo.parse("title:大桥 source:港江時報")) == demo.ids(demo.parse("title:大橋 source:港江时报"))
    assert demo.ids(demo.parse("title:大桥 source:港江時報")) != []
    assert demo.parse("source:港江時報") == Term("source", "港江时报")
    assert demo.parse("id:港江時報/1.txt#1") == Term("id", "港江時報/1.txt#1")
    found = demo.ids(demo.parse("title:大桥 OR (by:何青禾 kind:article)"))
    assert set(found) == {*demo.ids(Term("title", "大桥"))} | {
        *demo.ids(And([Term("by", "何青禾"), Term("kind", "article")]))
    }
    assert demo.ids(demo.parse("大桥 NOT 合龙")) == demo.ids(And([Term("body", "大桥"), Not(Term("body", "合龙"))]))


def test_patterns_and_ranges(index):
    for query, means in (
        (Wildcard("body", "大*"), lambda word: word.startswith("大")),
        (Wildcard("body", "?城"), lambda word: len(word) == 2 and word.endswith("城")),
        (Prefix("body", "江"), lambda word: word.startswith("江")),
        (index.parse("大*"), lambda word: word.startswith("大")),
        (FuzzyTerm("body", "大桥", maxdist=1, prefixlength=0), lambda word: near(word, "大桥")),
    ):
        words = [word for word in lexicon(index, "body") if means(word)]
        assert words
        assert sorted(index.ids(query)) == sorted(
            index.ours(AtLeast(1, tuple(Word(word, ("body",)) for word in words)))
        )
    for query in (TermRange("date", "2025-03", "2025-04"), index.parse("date:[2025-03 TO 2025-04]")):
        dated = {
            key for key, article in index.articles.items() if article.date and "2025-03" <= article.date <= "2025-04"
        }
        assert set(index.ids(query)) == dated != set()
    with pytest.raises(Exception, match="not numeric"):  # as docs/library.md says: dates are text
        index.ids(DateRange("date", None, None))


def near(word, other):
    """Whether one insertion, deletion, substitution or transposition separates two words."""
    if len(word) == len(other):
        differing = [place for place, (left, right) in enumerate(zip(word, other, strict=True)) if left != right]
        swapped = len(differing) == 2 and sorted(word) == sorted(other) and differing[1] == differing[0] + 1
        return len(differing) <= 1 or swapped
    shorter, longer = sorted((word, other), key=len)
    return len(longer) - len(shorter) == 1 and any(
        longer[:cut] + longer[cut + 1 :] == shorter for cut in range(len(longer))
    )


# Phrases


def letters(text):
    return sum(map(str.isalnum, text))


def is_phrase(paragraphs, words, slop):
    """Whether the words follow one another in a text: brute force over the tokens of each paragraph."""
    for line, found in paragraphs:
        ends = [token.end for token in found if token.text == words[0]]
        for word in words[1:]:
            following = [token for token in found if token.text == word]
            ends = [
                token.end
                for token in following
                if any(end <= token.start and letters(line[end : token.start]) < slop for end in ends)
            ]
        if ends:
            return True
    return False


def phrases(index, field, rng, count):
    """Words of texts that follow one another, that nearly do, and that were put together."""
    texts = [(lines, [*tokens("\n".join(lines), index.segmenter)]) for _, lines in index.segmented(field)]
    texts = [found for _, found in texts if len(found) > 6]
    for _ in range(count):
        found, size = rng.choice(texts), rng.randrange(2, 5)
        start = rng.randrange(len(found) - size)
        by_end = {token.start: token for token in reversed(found)}
        chain = [found[start]]
        while len(chain) < size and (following := by_end.get(chain[-1].end)):
            chain.append(following)
        yield [token.text for token in chain]
        yield [token.text for token in found[start : start + size]]
        yield [token.text for token in rng.sample(found, 2)]


@pytest.mark.parametrize("field", ["title", "body"])
def test_a_phrase_finds_words_that_follow_one_another_in_the_tokens(index, field):
    rng, sizes = random.Random(2), set()
    texts = {key: [(line, [*tokens(line, index.segmenter)]) for line in lines] for key, lines in index.segmented(field)}
    for words in phrases(index, field, rng, 120):
        slop = rng.choice([1, 1, 2, 5])
        expected = {key for key, paragraphs in texts.items() if is_phrase(paragraphs, words, slop)}
        assert set(index.ids(Phrase(field, words, slop=slop))) == expected, words
        sizes.add((min(len(expected), 2), len(words)))
    assert sizes >= {(0, 2), (1, 2), (2, 2), (1, 3)}


def test_a_word_with_letters_is_part_of_a_phrase(tmp_path):
    put_lexicon(tmp_path)
    texts = ["他穿T恤看比赛", "他穿过T恤", "T恤，他穿"]
    entries = [entry(article(str(number), "衣", text)) for number, text in enumerate(texts)]
    WhooshEngine(tmp_path, create=True).update((), entries, user_words=())
    index = Index(tmp_path, [])
    assert index.ids(Phrase("body", ["穿", "t恤"])) == ["江城日报/1.txt#0"]
    assert index.ids(Phrase("body", ["t恤", "看"])) == ["江城日报/1.txt#0"]


def test_a_word_inside_another_is_followed_by_what_follows_itself(tmp_path):
    put_lexicon(tmp_path)
    texts = ["共和国成立。", "共和。成立", "共和成立", "共和国"]
    entries = [entry(article(str(number), "成立", text)) for number, text in enumerate(texts)]
    WhooshEngine(tmp_path, create=True).update((), entries, user_words=())
    index = Index(tmp_path, [])
    assert index.ids(Phrase("body", ["共和国", "成立"])) == ["江城日报/1.txt#0"]
    assert index.ids(Phrase("body", ["共和", "成立"])) == ["江城日报/1.txt#1", "江城日报/1.txt#2"]
    assert index.ids(Phrase("body", ["共和", "共和国"])) == []
    either = SpanNear2([Term("body", "成立"), Term("body", "共和")], slop=3, ordered=False)
    assert sorted(index.ids(either)) == [f"江城日报/1.txt#{number}" for number in range(3)]


def test_no_phrase_reaches_across_paragraphs(tmp_path):
    put_lexicon(tmp_path)
    WhooshEngine(tmp_path, create=True).update((), [entry(article("1", "大桥\n合龙", "大桥", "合龙"))], user_words=())
    index = Index(tmp_path, [])
    for field in ("title", "body"):
        assert index.ids(And([Term(field, "大桥"), Term(field, "合龙")]))
        for slop in (1, 50):
            assert index.ids(Phrase(field, ["大桥", "合龙"], slop=slop)) == []
        assert index.ids(index.parse('"大桥合龙"', field)) == []


QUOTABLE = re.compile("[\u4e00-\u9fd5a-z0-9〇]+")


@pytest.mark.parametrize("field", ["title", "body"])
def test_quoted_text_finds_every_article_that_contains_it(index, field):
    rng = random.Random(4)
    plain = [
        text for _, lines in index.texts(field) for line in lines for text in QUOTABLE.findall(line) if len(text) > 1
    ]
    for text in chosen(plain, 150):
        size = rng.randrange(1, min(8, len(text)) + 1)
        start = rng.randrange(len(text) - size + 1)
        quoted = text[start : start + size]
        found, literal = set(index.ids(index.parse(f'"{quoted}"', field))), set(index.ours(Literal(quoted, (field,))))
        assert literal, quoted
        assert literal <= found, quoted
        # What else is found has punctuation or white space within the words, as phrases do in Whoosh.
        pattern = re.compile(r"[^\w\n]*".join(quoted))
        texts = dict(index.texts(field))
        assert all(any(pattern.search(line) for line in texts[key]) for key in found - literal), quoted


def test_quoted_text_is_found_across_white_space_and_where_it_overlaps_itself(tmp_path):
    put_lexicon(tmp_path)
    texts = ["人人人看", "长 江 大　桥", "长，江大桥"]
    entries = [entry(article(str(number), "", text)) for number, text in enumerate(texts)]
    WhooshEngine(tmp_path, create=True).update((), entries, user_words=())
    index = Index(tmp_path, [])
    for quoted, words, number in (
        ("人人看", ["人人", "看"], 0),
        ("长江大桥通车", ["长江大桥", "通车"], None),
        ("长江大桥", ["长江大桥"], 1),
    ):
        query = index.parse(f'"{quoted}"')
        assert [text for _, text in query.terms(phrases=True)] == words
        assert index.ids(query) == ([] if number is None else [f"江城日报/1.txt#{number}"])
    matcher = index.searcher.reader().postings("body", '"长江大桥"')
    assert matcher.value_as("characters") == [(0, 0, 7)]
    assert [(span.start, span.end) for span in matcher.spans()] == [(0, 3)]


def test_quoted_text_takes_a_distance(demo):
    assert demo.ids(demo.parse('"合龙 大桥"')) == []
    near, far = (set(demo.ids(demo.parse(f'"大桥 铺装"~{slop}'))) for slop in (2, 20))
    assert near < far
    pattern = re.compile(r"大桥(?:[^\w\n]*\w){0,19}?[^\w\n]*铺装")
    assert far == {key for key, lines in demo.texts("body") if any(pattern.search(line) for line in lines)}


def test_a_term_in_quotes_is_a_literal(made):
    for text in ("北京大学", "。大", "学法", "臺灣", "城大学法学", "没有的"):
        assert sorted(made.ids(Term("body", f'"{text}"'))) == sorted(made.ours(Literal(fold(text), ("body",))))
    assert made.ids(Term("body", '"北京大学"')) != []
    assert made.ids(Term("body", "北京大学")) == []
    assert made.ids(Term("body", '"')) == made.ids(Term("body", '""')) == []
    assert made.searcher.doc_frequency("body", '"北京大学"') == len(made.ours(Literal("北京大学", ("body",))))


def test_positions_are_those_of_the_analyzer(index):
    reader, analyzer = index.searcher.reader(), index.whoosh.schema["body"].analyzer
    for word in chosen(lexicon(index, "body"), 60):
        matcher = reader.postings("body", word)
        while matcher.is_active():
            body = index.searcher.stored_fields(matcher.id()).get("body", "")
            found = [
                (token.pos, token.startchar, token.endchar)
                for token in analyzer(body, positions=True, chars=True, mode="index")
                if token.text == word
            ]
            assert matcher.value_as("characters") == found
            assert matcher.value_as("positions") == [position for position, _, _ in found]
            assert matcher.value_as("frequency") == matcher.weight() == len(found)
            spans = [(span.start, span.end - span.start) for span in matcher.spans()]
            assert spans == [(position, letters(word) - 1) for position, _, _ in found]
            matcher.next()


def test_a_literal_weighs_as_often_as_it_is_a_word_and_at_least_one(demo):
    matcher = demo.searcher.reader().postings("body", '"江城"')
    weights = {}
    while matcher.is_active():
        words = tokens(demo.searcher.stored_fields(matcher.id())["body"], demo.segmenter)
        weights[matcher.id()] = sum(token.text == "江城" for token in words)
        assert matcher.weight() == max(1, weights[matcher.id()])
        matcher.next()
    assert max(weights.values()) > 1
    info = demo.searcher.term_info("body", '"江城"')
    assert (info.doc_frequency(), info.max_weight()) == (len(weights), max(weights.values()))


def test_a_posting_list_is_copied_and_skipped(demo):
    matcher = demo.searcher.postings("body", "大桥")
    first, copied = matcher.id(), matcher.copy()
    matcher.next()
    assert (copied.id(), copied.spans() != []) == (first, True)
    assert matcher.id() > first
    copied.skip_to(matcher.id())
    assert copied.id() == matcher.id()
    (leaf,) = [searcher for searcher, _ in demo.searcher.leaf_searchers()]
    scored = Term("body", "大桥").matcher(leaf)
    scored.skip_to_quality(scored.max_quality() - 0.001)
    assert scored.id() == first
    scored.skip_to_quality(scored.max_quality())
    assert not scored.is_active()


# Results


def test_hits_have_the_fields_of_their_articles(index):
    seen = 0
    for hit in index.searcher.search(Every(), limit=None):
        article = index.articles[hit["id"]]
        expected = {
            "id": article.id,
            "title": article.title,
            "body": "\n".join(paragraph.text for paragraph in article.paragraphs),
            **{name: getattr(article, name) for name in ("path", "line", "kind", "date", "source", "section", "agency", "place")},
            "by": list(dict.fromkeys((*article.reporters, *article.correspondents, *article.photographers))),
        }  # fmt: skip
        assert hit.fields() == {name: value for name, value in expected.items() if value not in (None, [])}
        assert all(hit[name] == value for name, value in hit.fields().items())
        assert hit["date"] == (article.date or "")
        assert index.searcher.document(id=article.id) == hit.fields()
        seen += 1
    assert seen == len(index.articles) == index.whoosh.doc_count()
    assert {fields["id"] for fields in index.searcher.reader().all_stored_fields()} == index.articles.keys()


def marked(highlighted):
    return [unescape(text) for text in re.findall('<b class="match term[0-9]+">(.*?)</b>', highlighted, re.DOTALL)]


def test_highlights_are_the_words_that_were_found(index):
    for field in ("title", "body"):
        for word in chosen(lexicon(index, field), 60):
            for hit in index.searcher.search(Term(field, word), limit=3):
                shown = hit.highlights(field)
                assert marked(shown), (word, hit["id"])
                assert all(word in fold(text) for text in marked(shown))
                for fragment in re.sub("<[^>]*>", "", shown).split("..."):
                    assert unescape(fragment) in hit[field]


def test_highlights_of_quoted_text(demo):
    results = demo.searcher.search(demo.parse('"澜江大桥"'))
    assert len(results)
    assert all("澜江大桥" in map(fold, marked(hit.highlights("body"))) for hit in results)
    # Cut anywhere, not at words: PinpointFragmenter, by positions, still marks all of it.
    plain = [
        text for _, lines in demo.texts("body") for line in lines for text in re.findall("[\u4e00-\u9fd5]{6,}", line)
    ]
    shown = 0
    for quoted in (text[1:5] for text in chosen(plain, 60)):
        results = demo.searcher.search(demo.parse(f'"{quoted}"'), terms=True)
        results.fragmenter = PinpointFragmenter()
        for hit in results:
            assert re.search(r"[^\w\n]*".join(quoted), fold("".join(marked(hit.highlights("body"))))), quoted
            shown += 1
    assert shown >= 60


def test_the_best_hits_are_the_best_of_all(index):
    for line in ("大桥", "大桥 OR 江城 OR 的", "江城 合龙", '"大桥"', "江城*"):
        query = index.parse(line)
        whole = [(hit.score, hit["id"]) for hit in index.searcher.search(query, limit=None)]
        for limit in (1, 3, 10):
            best = [(hit.score, hit["id"]) for hit in index.searcher.search(query, limit=limit)]
            assert [score for score, _ in best] == pytest.approx([score for score, _ in whole[:limit]])
            assert set(best) <= set(whole)


def test_scores_are_whooshs_bm25f_of_frequencies_and_lengths(demo):
    (best, *_), k1, b = demo.searcher.search(Term("body", "大桥")), 1.2, 0.75
    counts = [token.text for _, lines in demo.segmented("body") for token in tokens("\n".join(lines), demo.segmenter)]
    own = [token.text for token in tokens(best["body"], demo.segmenter)]
    frequency, length, mean = own.count("大桥"), len(own), len(counts) / len(demo.articles)
    saturated = frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / mean))
    assert best.score == pytest.approx(demo.searcher.idf("body", "大桥") * saturated)


def test_sorted_by_date_is_newsgreps_order(index):
    by_date, newest = "date", FieldFacet("date", reverse=True)
    every = Plan(AtLeast(0, ()))
    ours = {
        order: [hit.id for hit in index.engine.search(every, limit=None, order=order).hits]
        for order in ("date", "-date", "path")
    }
    dated = {key for key, article in index.articles.items() if article.date}
    assert index.ids(Every(), sortedby=[newest, "id"]) == ours["-date"]
    assert index.ids(Every(), sortedby="id") == ours["path"]
    assert [key for key in index.ids(Every(), sortedby=[by_date, "id"]) if key in dated] == [
        key for key in ours["date"] if key in dated
    ]

    def dates(ids):
        return [index.articles[key].date for key in ids]

    assert dates(index.ids(Every(), sortedby="date", reverse=True)) == dates(ours["-date"])
    assert dates(index.ids(Every(), sortedby=newest)) == dates(ours["-date"])
    assert dates(index.ids(Every(), sortedby="date")) == sorted(dates(ours["date"]), key=lambda date: date or "")
    paths = [key.rpartition("#")[0] for key in index.ids(Every(), sortedby="path")]
    assert paths == sorted(paths) == [index.articles[key].path for key in ours["path"]]
    first = index.searcher.search(Every(), sortedby="date", reverse=True, limit=5)
    assert [hit.get("date") for hit in first] == dates(ours["-date"])[:5]


def test_hits_are_filtered_and_grouped(index):
    articles = index.articles.values()
    found = index.ids(Every(), filter=Term("kind", "article"))
    assert set(found) == {article.id for article in articles if article.kind == "article"} != index.articles.keys()
    for field in ("source", "kind", "date", "section", "path"):
        groups = index.searcher.search(Every(), groupedby=field, limit=None).groups(field)
        expected = {getattr(article, field) or "" for article in articles}
        assert groups.keys() == expected
        for value, numbers in groups.items():
            ids = {index.searcher.stored_fields(number)["id"] for number in numbers}
            assert ids == {article.id for article in articles if (getattr(article, field) or "") == value}
    names = index.searcher.search(Every(), groupedby=FieldFacet("by", allow_overlap=True), limit=None).groups("by")
    assert len(names["何青禾"]) == sum(
        "何青禾" in analyse(article, index.segmenter).values["by"] for article in articles
    )
    newest = index.searcher.search(Every(), groupedby=FieldFacet("date", reverse=True), limit=None).groups("date")
    assert newest.keys() == {article.date or "" for article in articles}


def test_key_terms_and_articles_like_one(demo):
    (hit, *_) = demo.searcher.search(demo.parse("title:大桥 title:合龙"))
    terms = [term for term, _ in demo.searcher.key_terms_from_text("body", hit["body"])]
    assert terms
    assert all(Term("body", term).matcher(demo.searcher).is_active() for term in terms)
    alike = [other["id"] for other in hit.more_like_this("body", numterms=20)]
    assert alike
    assert hit["id"] not in alike
    assert set(alike) <= set(
        demo.ids(
            Or([Term("body", term) for term, _ in demo.searcher.key_terms_from_text("body", hit["body"], numterms=20)])
        )
    )


def test_values_are_listed(index):
    expected = {
        value for article in index.articles.values() for value in analyse(article, index.segmenter).values["source"]
    }
    assert {value.decode() for value in index.searcher.reader().lexicon("source")} >= expected
    assert list(index.searcher.reader().field_terms("kind")) == sorted(
        {article.kind for article in index.articles.values()}
    )


# Writing


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


@pytest.mark.parametrize("articles", [ARTICLES, []], ids=["full", "empty"])
def test_whooshs_writers_are_refused_and_change_nothing(tmp_path, articles):
    put_lexicon(tmp_path)
    WhooshEngine(tmp_path, create=True).update((), map(entry, articles), user_words=())
    index, before = whoosh.index.open_dir(str(tmp_path)), contents(tmp_path)
    for write in (
        index.writer,
        lambda: index.writer(procs=2),
        index.optimize,
        lambda: index.delete_by_term("kind", "article"),
        lambda: index.delete_by_query(Every()),
        lambda: index.add_field("note", make_schema()["kind"]),
        lambda: SegmentWriter(index),
        lambda: AsyncWriter(index),
        lambda: BufferedWriter(index, period=None),
    ):
        with pytest.raises(IndexReadOnlyError, match="only newsgrep can write") as raised:
            write()
        assert str(raised.value.hint) == "update it with 'newsgrep index'"
        del raised
    assert contents(tmp_path) == before
    assert index.doc_count() == len(articles)
    WhooshEngine(tmp_path).update((), [entry(ARTICLES[0])])  # the lock is free
    assert whoosh.index.open_dir(str(tmp_path)).doc_count() == max(1, len(articles))


# The table of contents


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        self.named.add(f"{module}.{name}")
        return super().find_class(module, name)


def test_the_table_of_contents_names_only_classes_of_ours_and_stays_small(made, own, demo):
    for index in (made, own, demo):
        raw = toc_path(index.folder).read_bytes()
        file = BytesIO(raw[raw.index(b"\x80\x02") :])
        named = set()
        for _ in range(2):  # the schema, then two numbers and the segments
            unpickler = Unpickler(file)
            unpickler.named = named
            unpickler.load()
            file.read(8)
        assert named == {"newsgrep.engine.whoosh.schema.ArticleSchema", "newsgrep.engine.whoosh.codec.StoredSegment"}
        commit = read_commit(index.folder)
        deleted = sum(len(segment.deleted) for segment in commit.segments)
        # Before, it was 1,800 bytes for one segment.
        assert len(raw) < 300 + 3 * len(commit.words) + 150 * len(commit.segments) + 12 * deleted


def test_the_users_words_are_read_from_the_table_of_contents(own):
    code = "import sys, whoosh.index; ix = whoosh.index.open_dir(sys.argv[1]); loaded = {*sys.modules}; "
    code += "print('jieba' in loaded or 'rjieba' in loaded, [t.text for t in ix.schema['body'].analyzer('大桥合龙')])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(own.folder)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded, words = done.stdout.split(" ", 1)
    assert loaded == "False"  # the dictionary is loaded when a text is first split
    assert "大桥合龙" in words


def test_a_schema_is_copied_and_compared():
    words = '[["大桥合龙", null]]'.encode()
    schema = make_schema(words)
    again = pickle.loads(pickle.dumps(schema, 2))  # noqa: S301
    assert again.names() == schema.names()
    assert [token.text for token in again["body"].analyzer("大桥合龙")][-1] == "大桥合龙"
    assert again["body"].analyzer != make_schema()["body"].analyzer
    assert schema.copy().names() == schema.names()


def test_searching_with_newsgrep_imports_no_whoosh(demo):
    code = (
        "import sys; from newsgrep import open_index; list(open_index(sys.argv[1]).search('大桥')); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(demo.folder)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not [name for name in done.stdout.split() if name.split(".")[0] == "whoosh"]


def test_every_pair_of_neighbours_is_a_phrase(demo):
    """What stands side by side in a text is found as a phrase of its words; quoted too, if it is cut into these alone."""
    from newsgrep.analysis import words as side_by_side

    for key, lines in chosen(list(demo.texts("body")), 12):
        pairs = [pair for line in lines for pair in pairwise(side_by_side(line, demo.segmenter))]
        for left, right in chosen(pairs, 8):
            assert key in demo.ids(Phrase("body", [left.text, right.text]))
            alone = side_by_side(left.text + right.text, demo.segmenter)
            if [token.text for token in alone] == [left.text, right.text]:
                assert key in demo.ids(demo.parse(f'"{left.text}{right.text}"'))


# The documentation


def test_the_example_of_the_library_page_shows_what_is_found(demo):
    page = (ROOT / "docs/library.md").read_text(encoding="utf-8").split("## With Whoosh's own API")[1]
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    imported = re.findall(r"^(?:from|import) (\w+)", example, re.MULTILINE)
    assert set(imported) == {"whoosh"}
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=demo.folder.parent, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    for key in demo.ids(demo.parse('"澜江大桥" 合龙 kind:article')):
        assert f"{demo.articles[key].date} {demo.articles[key].title} {key}\n" in done.stdout
    assert "澜江大桥" in map(fold, marked(done.stdout))
    count = len(demo.ids(Phrase("body", ["澜江", "大桥"])))
    assert f"\n{count} articles with this phrase" in done.stdout
    assert re.search(r"^江城日报 [0-9]+$", done.stdout, re.MULTILINE)
