"""Files that would fill a disk or the memory: named, and no more of them read than harms nobody."""

import gzip
import io
import json
import signal
import zipfile
from importlib import import_module

import pytest
from articles import article

from newsgrep import manifest, manifest_codec
from newsgrep.analysis import mapped_dictionary
from newsgrep.engine.segments import doc_store
from newsgrep.engine.whoosh.folder_manifest import FolderManifest
from newsgrep.errors import IndexDamagedError
from newsgrep.model import Article
from newsgrep.readers import Problem, ReadOptions, SourceFile, lines, read_articles
from newsgrep.readers.archives import containers
from newsgrep.readers.archives.containers import ANY_SIZE, MOST_PACKED
from newsgrep.readers.format_table import FORMATS
from newsgrep.readers.tables import tables
from newsgrep.storage import packed_json
from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter
from newsgrep.storage.article_codec import pack

PIECE = "江城新闻。\n".encode() * 4096


def read(path):
    status = path.stat()
    return list(read_articles(SourceFile(path.name, path, status.st_size, status.st_mtime_ns), ReadOptions()))


def problem_of(path):
    (found,) = [one for one in read(path) if isinstance(one, Problem)]
    return str(found)


# Readers take limits over when they are imported: not while a test has lowered them.
for row in FORMATS:
    if row.reader:
        import_module(f"newsgrep.readers.{row.reader.partition(':')[0]}")


@pytest.fixture
def small(monkeypatch):
    """Bounds that a test need not fill gigabytes to reach."""
    monkeypatch.setattr(containers, "ANY_SIZE", 1 << 18)
    monkeypatch.setattr(lines, "MOST_IN_LINE", 1 << 16)
    monkeypatch.setattr(lines, "MOST_AT_ONCE", 1 << 17)
    monkeypatch.setattr(tables, "MOST_AT_ONCE", 1 << 15)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst", ".zip"])
def test_a_bomb_is_named_and_no_more_of_it_unpacked_than_its_bound(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr(containers, "ANY_SIZE", 1 << 15)
    path = tmp_path / f"bomb.jsonl{suffix}"
    content = b'{"title": "\xe6\xb1\x9f"}\n' * 12_000
    path.write_bytes(packed(suffix, content))
    assert path.stat().st_size * MOST_PACKED < len(content)
    assert (
        "decompresses to more than 200 times its size; the rest was not read (move it out of the corpus)"
        in problem_of(path)
    )


@pytest.mark.usefixtures("small")
def test_the_members_of_an_archive_share_its_bound(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "ANY_SIZE", 1 << 15)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(2):
            archive.writestr(f"{number}.jsonl", b'{"title": "\xe6\xb1\x9f"}\n' * 10_000)
    found = read(path)
    assert any("decompresses to more than" in str(one) for one in found if isinstance(one, Problem))


def packed(suffix, content):
    if suffix == ".zip":
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb.jsonl", content)
        return whole.getvalue()
    if suffix == ".zst":
        import zstandard

        return zstandard.compress(content)
    import bz2
    import lzma

    return {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}[suffix](content)


def test_news_that_is_packed_well_is_read(tmp_path):
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress('{"title": "江城新闻"}\n'.encode() * 20_000))
    assert sum(isinstance(one, Article) for one in read(path)) == 20_000
    assert ANY_SIZE >= 1 << 26


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["long.txt", "long.jsonl", "long.csv"])
def test_a_line_without_an_end_is_named(tmp_path, name):
    path = tmp_path / name
    path.write_bytes('{"title": "江城"}\n'.encode() + b"x" * (1 << 17))
    assert problem_of(path).startswith(f"{name}: line 2 is longer than 0 MB; the rest was not read")


@pytest.mark.usefixtures("small")
def test_what_comes_before_such_a_line_is_read(tmp_path):
    path = tmp_path / "long.jsonl"
    path.write_bytes('{"title": "江城"}\n'.encode() + b"x" * (1 << 17))
    assert [one.title for one in read(path) if isinstance(one, Article)] == ["江城"]


@pytest.mark.parametrize("blank", ["\n", " \n", "\r\n"])
@pytest.mark.parametrize("name", ["lines.jsonl", "table.csv", "page.txt", "news.xml"])
def test_blank_lines_without_an_end_are_named(tmp_path, monkeypatch, name, blank):
    monkeypatch.setattr(lines, "MOST_BLANK_LINES", 1000)
    path = tmp_path / name
    path.write_text(blank * 1001, newline="")
    assert problem_of(path).startswith(f"{name}: more than 1,000 blank lines in a row; the rest was not read")


def test_the_lines_of_a_page_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "MOST_LINES", 1000)
    path = tmp_path / "short.txt"
    path.write_text("大\n" * 1001)
    assert problem_of(path).startswith("short.txt: has more than 1,000 lines; not read")
    json = tmp_path / "long.json"
    json.write_text('[{"title": "江城"' + "\n" * 1001 + "}]")
    assert [one.title for one in read(json)] == ["江城"]


def test_blank_lines_count_and_are_nothing_else(tmp_path):
    path = tmp_path / "blank.jsonl"
    path.write_text("\n" * 999 + '{"title": "江城"}\n' + " \n" * 999 + '\n\n{"title": "大桥"}\n')
    assert [(one.title, one.line) for one in read(path)] == [("江城", 1000), ("大桥", 2002)]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["page.txt", "page.json"])
def test_a_text_that_must_be_held_whole_is_bounded(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(PIECE * 6)
    assert f"longer than {lines.MOST_AT_ONCE:,} characters; not read" in problem_of(path)


@pytest.mark.parametrize("name", ["wide.csv", "wide.json"])
def test_a_record_of_more_fields_than_any_is_looked_through_once(tmp_path, name):
    names = [f"c{number}" for number in range(20_000)]
    path = tmp_path / name
    if name == "wide.csv":
        path.write_text(",".join(names) + "\n" + ",".join("x" * len(names)) + "\n", encoding="utf-8")
    else:
        path.write_text(json.dumps(dict.fromkeys(names, "x")), encoding="utf-8")
    *others, problem = (str(item) for item in read(path))
    assert problem.endswith("c18, c19 (map them in newsgrep.toml under [fields])")
    assert len(others) == (name == "wide.csv")  # of a table, only so many columns are read


@pytest.mark.usefixtures("small")
def test_a_cell_without_an_end_is_named(tmp_path):
    path = tmp_path / "news.csv"
    path.write_bytes('title,body\n江城,"'.encode() + PIECE * 2)
    assert "not valid CSV" in problem_of(path)


@pytest.mark.usefixtures("small")
def test_a_file_that_goes_on_beyond_its_size_is_left(tmp_path, monkeypatch):
    path = tmp_path / "endless.jsonl"
    path.write_bytes(b'{"title": "x"}\n')
    monkeypatch.setattr(containers, "open_source", lambda _: io.BytesIO(b'{"title": "x"}\n' * 40_000))
    assert "continues beyond its file size" in problem_of(path)


def test_articles_of_a_strangers_index_that_unpack_to_more_than_any_are_left_packed(tmp_path, monkeypatch):
    monkeypatch.setattr(doc_store, "MOST_IN_ARTICLE", 1 << 12)
    with ArrayFileWriter(tmp_path / "1.segment") as writer:
        stored = doc_store.ArticleWriter()
        stored.add([pack(article("1", "x" * (1 << 13)))])
        stored.write(writer)
    with pytest.raises(IndexDamagedError, match="an article is too large"):
        doc_store.Articles(ArrayFile(tmp_path / "1.segment")).texts([0], 0)


def test_a_lexicon_that_unpacks_to_more_than_any_is_left_packed(tmp_path, monkeypatch):
    mapped_dictionary.write_lexicon(tmp_path / "lexicon-1", [])
    monkeypatch.setattr(mapped_dictionary, "MOST_IN_BLOCK", 1 << 4)
    with pytest.raises(IndexDamagedError, match="a block of words is too large"):
        mapped_dictionary.Lexicon(ArrayFile(tmp_path / "lexicon-1")).get("江城")


def test_a_manifest_that_unpacks_to_more_than_any_is_left_packed(tmp_path, monkeypatch):
    manifest_codec.save(FolderManifest(tmp_path), manifest.Manifest("", "江" * (1 << 20)))
    monkeypatch.setattr(packed_json, "ANY_SIZE", 1 << 12)
    with pytest.raises(IndexDamagedError, match="decompresses to an implausible size"):
        manifest_codec.load(FolderManifest(tmp_path))


def test_a_manifest_that_repeats_itself_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(packed_json, "ANY_SIZE", 1 << 12)
    root = "江" * (1 << 20)
    manifest_codec.save(FolderManifest(tmp_path), manifest.Manifest("", root))
    assert manifest_codec.load(FolderManifest(tmp_path)).root == root


def titles_of(path):
    return [one.title for one in read(path) if isinstance(one, Article)]


MANY = 10_000
TITLE = "<title>江</title>"
# Each of these took minutes, with six times as many: work that grew with the square of a file's size.
SLOW = {
    "same.jsonl": ('{"id": "1", "title": "江"}\n' * MANY, MANY),
    "open.xml": (f"<doc>\n{TITLE}\n" + "<a>" * 2 * MANY + "</doc>\n", 1),
    "many.xml": ("<doc>\n" + "".join(f"<t{at}>x</t{at}>\n" for at in range(2 * MANY)) + f"{TITLE}</doc>\n", 1),
    "lists.json": ("{}\n[\n" + ",\n".join(['{"title": "江"}'] * MANY) + "]", MANY),
    "keys.json": ("[{\n" + ",\n".join(f'"k{at}": "v"' for at in range(MANY)) + ',\n"title": "江"}]', 1),
    "by_id.json": ("{\n" + ",\n".join(f'"k{at}": {{"title": "江"}}' for at in range(MANY)) + "}", MANY),
    "quotes.csv": ("title,body,date\n" + "".join(f'江{at},"大桥,2025-03-18\n' for at in range(MANY)), MANY // 2),
}


@pytest.fixture
def _ten_seconds():
    """No more of the processor's time: ten times what each of them takes."""

    def end(*_):
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, 10)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)


@pytest.mark.usefixtures("_ten_seconds")
@pytest.mark.parametrize("name", SLOW)
def test_what_was_slow_to_read_is_read_in_time(tmp_path, name):
    content, articles = SLOW[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    found = titles_of(tmp_path / name)
    assert len(found) == articles
    assert found[-1] == ("江9998" if name == "quotes.csv" else "江")


def test_keys_that_repeat_are_told_apart_in_one_pass(tmp_path):
    (tmp_path / "same.jsonl").write_text(SLOW["same.jsonl"][0], encoding="utf-8")
    found = [one.key for one in read(tmp_path / "same.jsonl")]
    assert found[:3] == ["1", "1~2", "1~3"]
    assert len(set(found)) == MANY


@pytest.mark.parametrize("depth", [300, 900, 940, 970, 990, 5000])
def test_a_value_nested_deep_costs_no_other_record(tmp_path, depth):
    path = tmp_path / "deep.jsonl"
    lines = ['{"title": "江"}', '{"title": "城", "body": ' + "[" * depth + '"x"' + "]" * depth + "}", '{"title": "大"}']
    path.write_text("\n".join(lines), encoding="utf-8")
    found = titles_of(path)
    assert found in (["江", "大"], ["江", "城", "大"])


def test_a_number_of_a_character_that_is_none_costs_no_other_record(tmp_path):
    path = tmp_path / "number.xml"
    doc = "<doc><title>{}</title></doc>\n"
    path.write_text(doc.format("江&#" + "9" * 5000 + ";城&#27743;") + doc.format("大"), encoding="utf-8")
    assert titles_of(path) == ["江\ufffd城江", "大"]
