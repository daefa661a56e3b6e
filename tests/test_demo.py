"""The demo newspaper is test gold: what it holds is known."""

import json
from pathlib import Path

import pytest
from conftest import ROOT

from newsgrep.analysis import load_segmenter
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.indexing import IndexJob, bring_up_to_date
from newsgrep.model import Article
from newsgrep.readers import ReadOptions, SourceFile, read_articles
from newsgrep.readers.files import scan
from newsgrep.search.search import Request, search
from newsgrep.search.shown import show

CORPUS = ROOT / "corpus"
GOLD, WEAK = (
    json.loads((Path(__file__).parent / "demo" / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("gold", "weak")
)


def read(path: str) -> list[Article]:
    file = CORPUS / path
    return [item for item in read_articles(SourceFile(path, file, 0, 0), ReadOptions()) if isinstance(item, Article)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    outcome = bring_up_to_date(IndexJob(CORPUS, folder), lambda path: WhooshEngine(path, create=True))
    assert outcome.problems == ()
    engine = WhooshEngine(folder)
    yield engine
    engine.close()


def found(engine, line: str) -> list[str]:
    answer = search(engine, Request(line, limit=None), load_segmenter())
    return [shown.article.id for shown in show(engine, answer, count=0, columns=80)]


def test_it_is_a_newspaper_of_many_forms():
    files = [file.path for file in scan(CORPUS)]
    articles = [article for path in files for article in read(path)]
    assert len(files) >= 15
    assert len(articles) >= 60
    assert {Path(path).suffix for path in files} >= {".txt", ".jsonl", ".csv", ".tsv", ".gz", ".xml"}
    assert len({article.date[:7] for article in articles if article.date}) >= 12
    assert {article.kind for article in articles} == {"article", "photo", "ad", "notice"}


@pytest.mark.parametrize("path", GOLD)
def test_pages_are_cut_as_a_reader_would(path):
    items = {article.line: article for article in read(path)}
    for gold in GOLD[path]:
        assert_cut_as(items[gold["line"]], gold)


@pytest.mark.xfail(reason="boxes of briefs, advertisements and quiet headlines want a better splitter", strict=True)
@pytest.mark.parametrize(("path", "gold"), [(path, gold) for path, items in WEAK.items() for gold in items])
def test_known_weaknesses_of_the_splitter(path, gold):
    items = {article.line: article for article in read(path)}
    assert_cut_as(items[gold["line"]], gold)


def assert_cut_as(article: Article, gold: dict) -> None:
    text = "".join(paragraph.text for paragraph in article.paragraphs)
    people = (list(article.reporters), list(article.correspondents))
    assert [line.text for line in article.headlines] == gold["headlines"]
    assert (article.kind, *people) == (gold["kind"], gold["reporters"], gold["correspondents"])
    assert all(joined in text for joined in gold["joins"])


def test_one_event_is_found_in_both_scripts(engine):
    assert found(engine, '"澜江大桥合龙"') == found(engine, "「瀾江大橋合龍」")
    assert {one.split("/")[0] for one in found(engine, '"澜江大桥合龙"')} == {"江城晚报", "港江時報"}


def test_a_word_inside_longer_ones_is_found(engine):
    ids = found(engine, "江城大学")
    assert len(ids) >= 10
    assert set(found(engine, '"江城大学"')) <= set(ids)
    assert "江城晚报/2025-2026.jsonl#jcwb-20250316-01" in found(engine, '"江城大学"')


def test_full_width_letters_are_letters(engine):
    assert found(engine, "GDP") == found(engine, "ｇｄｐ")
    assert any(one.startswith("古渡网/") for one in found(engine, "GDP"))


def test_every_literal_of_every_article_is_found(engine):
    """Each article by strings from its first, middle and last paragraph, of one to eight characters."""
    segmenter = load_segmenter()
    for file in scan(CORPUS):
        for article in read(file.path):
            parts = [part.text for part in (*article.headlines, *article.paragraphs)]
            for length, text in zip((1, 2, 3, 5, 8), (parts[0], parts[len(parts) // 2], parts[-1]) * 2, strict=False):
                wanted = text[len(text) // 3 :][:length].strip()
                if wanted and '"' not in wanted and not set(wanted) & set("“”「」『』〝〞"):
                    ids = {hit.id for hit in search(engine, Request(f'"{wanted}"', limit=None), segmenter).found.hits}
                    assert article.id in ids, wanted
