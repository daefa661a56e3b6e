"""What reads untrusted bytes, each as a function of bytes that raises nothing but what its callers expect.

``test_fuzz.py`` tries each on bytes made of its seeds (``tests/seeds``), ``tools/fuzz.py`` guided by what they reach.
An input that has broken one is added to its seeds.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import zstandard
from fuzz_readers import READERS, folder

from newsgrep import config, manifest_codec
from newsgrep.analysis import load_segmenter
from newsgrep.analysis.mapped_dictionary import Lexicon
from newsgrep.analysis.user_dictionary import read_user_words
from newsgrep.engine.address import parse_address
from newsgrep.engine.opensearch import OpenSearchEngine, cluster, transport
from newsgrep.engine.opensearch.replies import NotJson, Reply
from newsgrep.engine.opensearch.transport import Transport
from newsgrep.engine.whoosh import toc
from newsgrep.errors import NewsgrepError
from newsgrep.message import from_json
from newsgrep.model import Article
from newsgrep.printers.template import OF_HIT, template_of
from newsgrep.query.dates import parse_dates, parse_half_life
from newsgrep.query.parse import parse
from newsgrep.query.planner import make_plan
from newsgrep.query.spans import occurrences
from newsgrep.query.synonyms import read_synonyms
from newsgrep.readers import SUFFIXES, ReadOptions, SourceFile, read_articles
from newsgrep.saved import SavedSearches
from newsgrep.search.search import Request, search
from newsgrep.split import split
from newsgrep.storage import manifest_start
from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter
from newsgrep.storage.article_codec import pack, unpack
from newsgrep.storage.footer import FOOTER, LAYOUT, MAGIC, PAGE
from newsgrep.text.dates import date_in_path, parse_date
from newsgrep.text.encoding import detect_encoding
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair
from newsgrep.text.timestamps import moment_of, timestamp_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEEDS = Path(__file__).with_name("seeds")
TODAY = date(2025, 10, 5)


def stored(name: str, content: bytes) -> Path:
    path = folder() / name
    path.write_bytes(content)
    return path


def text_of(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def fuzz_query(raw: bytes) -> None:
    line = text_of(raw)[:300]
    with suppress(NewsgrepError):
        plan = make_plan(parse(line).tree, load_segmenter())
        occurrences(plan.marks, fold("本报讯（记者何青禾）澜江大桥今天合龙，two c++ 2025年。"))


def fuzz_split(raw: bytes) -> None:
    repaired = repair(text_of(raw))
    assert repair(repaired) == repaired
    split(repaired)


def fuzz_encoding(raw: bytes) -> None:
    with suppress(NewsgrepError):
        raw.decode(detect_encoding(raw), "replace")


def fuzz_dates(raw: bytes) -> None:
    text = text_of(raw)[:200]
    for found in (parse_date(text), date_in_path(text), timestamp_day(text)):
        assert found is None or found[:4].isdigit()
    moment_of(text), parse_dates(text, TODAY), parse_half_life(text)


def fuzz_template(raw: bytes) -> None:
    with suppress(NewsgrepError):
        template_of(text_of(raw), OF_HIT)(dict.fromkeys(OF_HIT, "江"))


def fuzz_config(raw: bytes) -> None:
    with suppress(NewsgrepError):
        config.read_config(stored("newsgrep.toml", raw))


def fuzz_words(raw: bytes) -> None:
    for read in (read_user_words, read_synonyms):
        with suppress(NewsgrepError):
            read(stored("words.txt", raw))


def fuzz_saved(raw: bytes) -> None:
    stored("x.json", raw)
    with suppress(NewsgrepError):
        SavedSearches(folder()).get("x")


def fuzz_reader(raw: bytes) -> None:
    """The first byte says as what the others are read."""
    suffixes = sorted({*SUFFIXES, ".zip", ".tar", ".gz", ".zst"})
    suffix = suffixes[raw[0] % len(suffixes)] if raw else ".txt"
    path = stored(f"稿{suffix}", raw[1:])
    for item in read_articles(SourceFile(path.name, path, len(raw[1:]), 0), ReadOptions()):
        assert str(item)
        if isinstance(item, Article):
            assert unpack(pack(item)) == item


class _Manifest:
    manifest_path = Path("manifest.json.zst")

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read_manifest(self, most: int | None = None) -> bytes:
        return self._content[:most]


def fuzz_manifest(raw: bytes) -> None:
    """As it is, and as the content of a file with the right checksum."""
    packed = zstandard.compress(raw)
    for content in (raw, packed + struct.pack("<I", zlib.crc32(packed))):
        with suppress(NewsgrepError):
            manifest_codec.load(_Manifest(content))
        manifest_start.root_of(_Manifest(content))


def fuzz_toc(raw: bytes) -> None:
    """As it is, and as the list of segments of a file with the right checksum."""
    content = raw + toc.LENGTHS.pack(len(raw), 0)
    content += toc.TRAILER.pack(zlib.crc32(content), toc.TOC_END)
    for table in (raw, content):
        with suppress(NewsgrepError):
            _ = toc.read_table(stored("_MAIN_1.toc", table)).user_words


def fuzz_array(raw: bytes) -> None:
    """As it is, and as the directory of a file with the right checksum."""
    content = bytes(range(256)) * 4
    pages = np.array([zlib.crc32(content[at : at + PAGE]) for at in range(0, len(content), PAGE)], "<u4").tobytes()
    directory = raw + pages
    whole = content + directory + FOOTER.pack(len(content), len(directory), zlib.crc32(directory), LAYOUT, MAGIC)
    for file in (raw, whole):
        with suppress(NewsgrepError):
            array_file = ArrayFile(stored("1.segment", file))
            list(array_file.verify_all())
            for name in array_file._parts:
                array_file[name].sum()


def fuzz_lexicon(raw: bytes) -> None:
    """A block of words, and the words of the user."""
    path = folder() / "lexicon-1"
    path.unlink(missing_ok=True)
    words, _, own = raw.partition(b"\0")
    with ArrayFileWriter(path) as writer:
        packed = zstandard.compress(words)
        writer.add("blocks", packed)
        writer.add("ends", np.array([0, len(packed)], np.uint64))
        writer.add("heads", words.split(b"\n")[0])
        writer.add("own", own or b'{"frequencies": {}, "forced": [], "mixed": [], "total": 1}')
    # Opening and reading are guarded by who does so.
    with suppress(NewsgrepError, LookupError, ValueError, TypeError, RecursionError):
        _ = Lexicon(ArrayFile(path)).get("江城")


def fuzz_article(raw: bytes) -> None:
    with suppress(ValueError, TypeError, LookupError):
        unpack(raw)


def fuzz_message(raw: bytes) -> None:
    with suppress(ValueError, TypeError, RecursionError):
        str(from_json(json.loads(raw)))


def fuzz_cluster(raw: bytes) -> None:
    """Each line is an answer of a cluster, after its status if it begins with one; the last is given again and again."""
    with answering(raw.split(b"\n")), suppress(NewsgrepError):
        engine = OpenSearchEngine(parse_address("opensearch://localhost:9/x"))
        everything = make_plan(parse("大桥").tree, load_segmenter())
        for read in (
            engine.stats,
            engine.user_words,
            engine.read_manifest,
            engine.quick_check,
            lambda: list(engine.ids()),
            lambda: engine.get("a.jsonl#1"),
            lambda: search(engine, Request("大桥"), load_segmenter()),
            lambda: list(engine.values("source")),
            lambda: list(engine.terms("body")),
            lambda: list(engine.metadata(everything)),
            lambda: engine.frequencies(everything),
            lambda: engine.reprints("a.jsonl#1"),
            lambda: engine.texts(["a.jsonl#1"], ("title", "body"), 100),
            lambda: engine.mask(everything),
            lambda: list(engine.verify()),
        ):
            with suppress(NewsgrepError):
                read()


@contextmanager
def answering(lines: list[bytes]) -> Iterator[None]:
    """Have any cluster answer with these lines, one per request; searches sent together get the same answer each."""
    left = list(lines)

    def exchange(_: object, __: object, ___: str, target: str, payload: bytes | None, ____: float) -> Reply:
        line = left.pop(0) if len(left) > 1 else left[0]
        status, answer = (int(line[:3]), line[4:]) if re.match(rb"[1-5]\d\d ", line) else (200, line)
        try:
            body = json.loads(answer) if answer else {}
        except ValueError:
            return Reply(status, NotJson(answer))
        if "_msearch" in target and isinstance(body, dict) and "responses" not in body:
            body = {"responses": [body] * ((payload or b"").count(b"\n") // 2)}
        return Reply(status, body)

    kept = Transport._exchange, transport._sleep, cluster.SEARCH_WAITS
    Transport._exchange, transport._sleep, cluster.SEARCH_WAITS = exchange, lambda _: None, ()
    try:
        yield
    finally:
        Transport._exchange, transport._sleep, cluster.SEARCH_WAITS = kept


TARGETS: dict[str, Callable[[bytes], None]] = {
    **{name.removeprefix("fuzz_"): value for name, value in list(globals().items()) if name.startswith("fuzz_")},
    **READERS,
}


def seeds_of(name: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((SEEDS / name).iterdir())]
