"""What no query, file or word may take more of: each limit is said, and what is beside it goes on."""

import io
import json
import os
import stat
import threading

import pytest
from conftest import ROOT, index_of
from read_files import read_file

from newsgrep import manifest, manifest_codec
from newsgrep.analysis import load_segmenter
from newsgrep.analysis.user_dictionary import LONGEST_WORD
from newsgrep.engine.whoosh.folder_manifest import FolderManifest
from newsgrep.errors import QueryError, ReadError
from newsgrep.message import LONGEST_STORED, Message, as_json, from_json
from newsgrep.query import query_words
from newsgrep.query.plan_nodes import WildcardMatch
from newsgrep.query.spans import MOST_QUESTION_MARKS, holds, spans
from newsgrep.readers import FieldMap
from newsgrep.readers.record_articles import LONGEST_KEY
from newsgrep.text.repair import MOST_MARKS, repair


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    records = [
        {"id": str(number), "title": f"澜江大桥合龙{number}", "body": "中央人民广场，国家。" * 5}
        for number in range(40)
    ]
    return index_of(tmp_path_factory.mktemp("limits"), {"news.jsonl": records})


def test_a_wildcard_that_takes_long_is_searched_for_as_text(say, monkeypatch):
    monkeypatch.setattr("newsgrep.query.time_budget.LONGEST_SEARCH", 1e-9)
    code, _, error = say("search", "中?*?*?*国", "-c")
    assert (code, "中?*?*?*国 takes too long; searching for the text instead" in error) == (1, True)


def test_a_wildcard_that_takes_long_is_ended(monkeypatch):
    clock = iter(range(1_000_000))
    monkeypatch.setattr("newsgrep.query.time_budget.time.thread_time", lambda: next(clock) * 0.1)
    with pytest.raises(QueryError, match="takes too long"):
        list(spans(WildcardMatch("江*城?新"), "江城新闻" * 20_000))
    assert next(clock) < 1000


def test_question_marks_are_counted():
    assert holds(WildcardMatch("江" + "?" * MOST_QUESTION_MARKS + "城"), "江" + "新" * MOST_QUESTION_MARKS + "城")
    with pytest.raises(QueryError, match="takes too long"):
        holds(WildcardMatch("江" + "?" * (MOST_QUESTION_MARKS + 1) + "城"), "江")


def test_numbers_of_a_query_are_not_each_compared_with_all_its_words(monkeypatch):
    """It took more than a minute to understand 1,900 of them."""
    compared = []
    is_part = query_words._is_part
    monkeypatch.setattr(query_words, "_is_part", lambda *parts: compared.append(parts) or is_part(*parts))
    found = list(query_words.numbers_in("二〇二三年" * 300, load_segmenter()))
    assert (len(found), len(compared) < 3000) == (300, True)


@pytest.mark.parametrize("separator", ["", " "])
def test_a_query_as_long_as_any_is_answered(say, separator):
    """It took minutes, most of them to say why nothing is found."""
    line = separator.join(chr(0x4E00 + number) for number in range(9_999 // (1 + len(separator))))
    code, _, error = say("search", line, "--explain", "-c")
    assert (code, "nothing found" in error) == (1, True)


def test_marks_upon_a_character_are_counted():
    few, many = "e" + "\u0301\u0316" * (MOST_MARKS // 2), "字" + "\u0301\u0316" * 100_000 + "符"
    assert len(repair(few)) >= MOST_MARKS - 1
    assert len(repair(many)) == 2 + MOST_MARKS
    assert repair(repair(many)) == repair(many)
    thai = "ก็" * 500  # a script whose words have many marks, none of them in a row
    assert repair(thai) == thai


def test_a_word_of_the_dictionary_has_a_length(say, folder):
    (folder / "words.txt").write_text("大桥\n" + "字" * (LONGEST_WORD + 1) + "\n", encoding="utf-8")
    code, _, error = say("tokens", "大桥", "--dict", "words.txt")
    assert (code, error.startswith(f"newsgrep: words.txt:2: a word is longer than {LONGEST_WORD} characters")) == (
        2,
        True,
    )
    (folder / "words.txt").write_text("字" * LONGEST_WORD, encoding="utf-8")
    assert say("tokens", "大桥", "--dict", "words.txt")[0] == 0


def test_the_text_of_an_article_has_a_length(read, monkeypatch):
    monkeypatch.setattr("newsgrep.readers.read_stream.MOST_IN_ARTICLE", 100)
    rows = [json.dumps({"title": "江城", "body": "字" * length}, ensure_ascii=False) for length in (101, 100)]
    problem, article = read("news.jsonl", "\n".join(rows))
    assert str(problem).startswith("news.jsonl:1: an article is longer than 100 characters; not indexed")
    assert len(article.paragraphs[0].text) == 100


def test_ids_have_a_length_and_stay_apart(read):
    long = "a" * LONGEST_KEY
    lines = [json.dumps({"id": key, "title": "江城"}) for key in (long, long + "b", long + "c")]
    keys = [article.key for article in read("news.jsonl", "\n".join(lines))]
    assert keys[0] == long
    assert len(set(keys)) == 3
    assert max(map(len, keys)) < LONGEST_KEY + 20


def test_a_manifest_that_packs_well_is_read_again(tmp_path):
    files = {"江" * 1000 + str(number): manifest.FileState(1, 1) for number in range(8000)}
    kept = manifest.Manifest("", "/", files=files)
    manifest_codec.save(FolderManifest(tmp_path), kept)
    assert manifest_codec.load(FolderManifest(tmp_path)) == kept


def test_what_a_problem_quotes_is_stored_up_to_a_length():
    stored = as_json(Message("it holds {}", "x" * 10_000_000))
    assert from_json(stored) == Message("it holds {}", "x" * LONGEST_STORED)


@pytest.mark.parametrize(
    "text", ["a." * 20_000 + "a = 1", "[" + "a." * 20_000 + "a]", '[x]\n"a" . ' + "'b' . " * 200 + "c = 1"]
)
def test_a_key_of_the_settings_has_so_many_parts(say, folder, text):
    (folder / "deep.toml").write_text(f"color = 'auto'\n{text}\n", encoding="utf-8")
    code, _, error = say("config", "--config", "deep.toml")
    assert (code, "not valid TOML: a key has too many parts" in error) == (2, True)


def test_text_with_many_full_stops_is_no_key(say, folder):
    (folder / "dots.toml").write_text(f"corpus = '{'./' * 200}x'\n# {'a. ' * 200}\n", encoding="utf-8")
    assert "too many parts" not in say("config", "--config", "dots.toml")[2]


def test_a_file_that_becomes_a_pipe_is_not_waited_for(tmp_path):
    from newsgrep.readers.streams import open_source

    os.mkfifo(tmp_path / "a.txt")
    done = []

    def work() -> None:
        with pytest.raises(ReadError, match="not a regular file"):
            open_source(tmp_path / "a.txt")
        done.append(True)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(timeout=20)
    assert done


def test_the_saved_search_that_is_not_there_leaves_no_file(say, folder, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    assert say("saved", "remove", "无")[0] == 2
    assert not list(folder.glob("state/**/.*"))


def test_names_of_fields_are_shown_to_a_length(say, tmp_path):
    """A file may name its fields as long as it likes; what is said of them, and written down, has an end."""
    names = [f"{number}" + "项" * 100_000 for number in range(20)]
    (tmp_path / "a.jsonl").write_text(json.dumps(dict.fromkeys(names, "澜江大桥合龙")) + "\n", "utf-8")
    code, _, error = say("index", str(tmp_path), "--index", str(tmp_path / "index"))
    assert (code, len(error) < 3000, "map them in newsgrep.toml" in error) == (2, True, True)
    _, printed, error = say("profile", str(tmp_path))
    assert len(printed + error) < 20_000


def test_saved_searches_are_for_their_owner_only(say, folder, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "private"))
    assert say("search", "大桥", "--save", "桥")[0] == 0
    (saved,) = (folder / "private").rglob("桥*")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (saved, saved.parent)] == [0o600, 0o700]


TESTS = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py")}


def test_the_table_of_limits_in_the_documentation_is_that_of_the_program(say):
    """Each row has the limit as the program knows it, and names a test that there is."""
    code, printed, _ = say("config", "--limits")
    text = (ROOT / "docs/threats.md").read_text(encoding="utf-8")
    _, _, table = text.partition("| limit | value | what a user sees beyond it | test |\n")
    rows = [line.strip("| ").split(" | ") for line in table.partition("\n\n")[0].splitlines()[1:]]
    assert [row[:2] for row in rows] == [line.split("\t")[:2] for line in printed.splitlines()]
    assert code == 0
    for _, _, said, test in rows:
        module, _, name = test.strip("`").partition("::")
        assert f"def {name}(" in TESTS[module], name
        assert said


def test_limits_are_printed_as_json(say):
    found = json.loads(say("config", "--limits", "--json")[1])
    assert found["type"] == "limits"
    assert {"what": "query", "limit": 10_000, "shown": "10,000 characters", "beyond": "refused, exit code 2"} in found[
        "limits"
    ]


def said_of(read, name, content):
    return [str(item) for item in read(name, content)]


def test_pages_and_mails_have_a_length(read, monkeypatch):
    from newsgrep.readers.web import html, mail

    for module, constant in ((html, "LONGEST_PAGE"), (mail, "LONGEST_MAIL")):
        monkeypatch.setattr(module, constant, 1 << 10)
    long = "<p>江城新闻。</p>" * 1000
    (page,) = said_of(read, "a.html", f"<html><body>{long}</body></html>")
    (message,) = said_of(read, "b.eml", f"From: a@example.org\nSubject: x\n\n{long}")
    assert page.startswith("a.html: HTML longer than 0 MB; not read")
    assert message.startswith("b.eml: message longer than 0 MB; not read")


def test_a_query_has_a_length(say):
    assert say("search", "江" * 10_000, "-c")[0] == 1
    code, _, error = say("search", "江" * 10_001)
    assert (code, "the query is 10,001 characters long; the limit is 10,000" in error) == (2, True)


def test_brackets_nest_so_deep(say):
    assert say("search", "(" * 40 + "大桥" + ")" * 40, "-c")[:2] == (0, "40\n")
    assert say("search", "(" * 5000 + "大桥" + ")" * 4000, "-c")[0] in {0, 1}


def test_files_that_users_write_have_a_length(say, folder, monkeypatch):
    monkeypatch.setattr("newsgrep.storage.user_files.MOST_WRITTEN", 1 << 10)
    (folder / "large.txt").write_text("大桥\n" * 1000, encoding="utf-8")
    code, _, error = say("tokens", "大桥", "--dict", "large.txt")
    assert (code, "large.txt: the user dictionary is larger than 0 MB" in error) == (2, True)


def test_documents_have_a_length(monkeypatch):
    pytest.importorskip("striprtf", reason="striprtf (extra 'rtf') is not installed")
    from newsgrep.readers.documents import rtf

    monkeypatch.setattr(rtf, "MOST_BYTES", 1 << 10)
    with pytest.raises(ReadError, match="longer than 0 MB; not read"):
        list(rtf.stories_of_rtf("a.rtf", io.BytesIO(b"{\\rtf1 " + b"x" * 2000 + b"}"), FieldMap()))


def test_the_text_of_a_word_document_has_a_length(tmp_path, monkeypatch):
    from test_documents import docx, p

    from newsgrep.readers.documents import word_paragraphs

    monkeypatch.setattr(word_paragraphs, "MOST_CHARACTERS", 1 << 10)
    found = read_file(tmp_path, "a.docx", docx(*[p("江城新闻" * 100)] * 5))
    assert "longer than 1,024 characters; not read" in str(found[0])


def test_pages_of_a_pdf_are_counted(monkeypatch):
    pytest.importorskip("pypdfium2", reason="pypdfium2 (extra 'pdf') is not installed")
    from pdf_pages import pdf, text

    from newsgrep.readers.documents import pdf as reader

    monkeypatch.setattr(reader, "MOST_PAGES", 1)
    pages = io.BytesIO(pdf([text(50, 50, 12, "江城新闻")], [text(50, 50, 12, "大桥")]))
    said = [str(item) for item in reader.stories_of_pdf("a.pdf", pages, FieldMap())]
    assert "a.pdf: has more than 1 pages; the rest was not read (split it into several files)" in said
