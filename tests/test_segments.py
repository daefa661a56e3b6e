import multiprocessing.spawn
import os
import random
from bisect import bisect_left
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from articles import article, entry
from engine_contract import ARTICLES, QUERIES, plan
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgrep.analysis import TEXT_FIELDS, Entry, load_segmenter
from newsgrep.analysis.grams import gram_code
from newsgrep.analysis.user_dictionary import UserWord
from newsgrep.engine.segments import (
    article_merge,
    build_pool,
    doc_store,
    merge_pool,
    ngram_lists,
    postings,
    segment_merge,
    segment_writer,
    text_matches,
)
from newsgrep.engine.segments.commit import SegmentEntry
from newsgrep.engine.segments.doc_store import Articles
from newsgrep.engine.segments.layout import file_name
from newsgrep.engine.segments.merge_pool import merge_segments
from newsgrep.engine.segments.postings import BITS, FORM_BITS, GAPS, NUMBERS, PostingLists, Postings
from newsgrep.engine.segments.segment_file import SegmentFile
from newsgrep.engine.segments.segment_writer import SegmentBuilder
from newsgrep.engine.segments.term_dict import BigramDict, TermDict, decode, write_grams, write_terms
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.engine.whoosh.toc import read_commit
from newsgrep.errors import IndexDamagedError, IndexOutdatedError, NewsgrepError
from newsgrep.model import Article
from newsgrep.storage import array_file as storage_of_arrays
from newsgrep.storage.array_file import PAGE, ArrayFile, ArrayFileWriter
from newsgrep.storage.article_codec import pack
from newsgrep.text.fold import fold

RANDOM = random.Random(20251005)
VOCABULARY = [
    "大桥",
    "合龙",
    "江城大学",
    "法学院",
    "招生",
    "劳动争议",
    "调解",
    "仲裁",
    "新闻",
    "GDP",
    "2.5%",
    "，",
    "。",
]


def random_article(key: int, rng: random.Random):
    texts = ["".join(rng.choices(VOCABULARY, k=rng.randrange(1, 30))) for _ in range(rng.randrange(1, 4))]
    metadata = {"date": rng.choice([None, "2025-10-05", "2025-11", "2024"]), "source": rng.choice([None, "江城日报"])}
    return article(str(key), rng.choice(["", *VOCABULARY]), *texts, reporters=("何青禾", "罗远")[: key % 3], **metadata)


def build(path, articles):
    made = SegmentBuilder()
    made.add([pack(one) for one in articles], load_segmenter())
    made.write(path / file_name(path.name))
    return SegmentFile(path, path.name)


def files_named(folder):
    return {file_name(one.segid) for one in read_commit(folder).segments}


def segment_files(folder):
    return {path.name for path in folder.glob("*.segment")}


PARTS = {
    "none": [],
    "one": [b"\7"],
    **{f"bytes {size}": [RANDOM.randbytes(size)] for size in (PAGE - 1, PAGE, PAGE + 1, 3 * PAGE)},
    **{
        dtype: [np.arange(length).astype(dtype) * 3 for length in (0, 1, 5000, 0, 77)]
        for dtype in ("uint8", "uint16", "uint32", "uint64", "int64")
    },
}


@pytest.fixture
def stored(tmp_path):
    with ArrayFileWriter(tmp_path / "container") as writer:
        for name, pieces in PARTS.items():
            writer.begin(name, name if "int" in name else np.uint8)
            for piece in pieces:
                writer.append(piece)
        writer.add("last", b"end")
    return tmp_path / "container"


def test_parts_come_back_as_they_were_written(stored):
    array_file = ArrayFile(stored)
    assert array_file.raw("last", 0, 3) == b"end"
    assert "absent" not in array_file
    for name, pieces in PARTS.items():
        whole = b"".join(piece if isinstance(piece, bytes) else piece.tobytes() for piece in pieces)
        assert array_file[name].tobytes() == whole
        assert array_file.length(name) * array_file[name].itemsize == len(whole)
    assert array_file.slice("uint32", 2, 4).tolist() == [3, 6]
    assert list(array_file.verify_all()) == []


@pytest.mark.parametrize("with_pread", [True, False])
def test_bytes_are_the_same_read_or_mapped(stored, monkeypatch, with_pread):
    monkeypatch.setattr(storage_of_arrays, "HAS_PREAD", with_pread and storage_of_arrays.HAS_PREAD)
    array_file, mapped = ArrayFile(stored), ArrayFile(stored)
    name, size = f"bytes {3 * PAGE}", 3 * PAGE
    for _ in range(200):
        start, stop = sorted((RANDOM.randrange(size + 1), RANDOM.randrange(size + 1)))
        assert array_file.read(name, start, stop) == mapped.raw(name, start, stop)


def test_a_file_that_is_cut_while_it_is_open_is_damage(stored):
    array_file = ArrayFile(stored)
    array_file.read("one", 0, 1)
    for length in (PAGE, 0):
        os.truncate(stored, length)
        with pytest.raises(IndexDamagedError, match="truncated"):
            array_file.read(f"bytes {3 * PAGE}", 0, 3 * PAGE)


def test_elements_are_taken_from_all_over_a_part(stored):
    array_file = ArrayFile(stored)
    indices = np.array([4999, 0, 2500, 0])
    assert array_file.take("uint64", indices).tolist() == ArrayFile(stored)["uint64"][indices].tolist()
    assert not len(array_file.take("uint64", indices[:0]))
    for outside in (array_file.length("uint64"), -1):
        with pytest.raises(IndexDamagedError, match="truncated"):
            array_file.take("uint64", np.array([0, outside]))


def test_what_lies_beyond_a_part_is_not_read(stored):
    array_file = ArrayFile(stored)
    for read in (array_file.slice, array_file.raw, array_file.read):
        with pytest.raises(IndexDamagedError, match="the part one is truncated"):
            read("one", 0, 2)


def test_a_container_of_nothing_is_one(tmp_path):
    with ArrayFileWriter(tmp_path / "container"):
        pass
    assert list(ArrayFile(tmp_path / "container").verify_all()) == []


def test_any_changed_byte_is_found(stored):
    whole = stored.read_bytes()
    for at in {*(RANDOM.randrange(len(whole)) for _ in range(60)), *range(len(whole) - 60, len(whole))}:
        stored.write_bytes(whole[:at] + bytes([whole[at] ^ RANDOM.randrange(1, 256)]) + whole[at + 1 :])
        try:
            found = list(ArrayFile(stored).verify_all())
        except (IndexDamagedError, IndexOutdatedError) as error:
            found = [error]
        assert len(found) == 1, at


def test_a_file_that_is_cut_off_is_not_opened(stored):
    whole = stored.read_bytes()
    for size in (0, 1, 31, 32, PAGE, len(whole) // 2, len(whole) - 32, len(whole) - 1):
        stored.write_bytes(whole[:size])
        with pytest.raises(IndexDamagedError, match="truncated"):
            ArrayFile(stored)


def test_a_damaged_page_is_refused_whenever_it_is_read_and_others_are_not(stored):
    at, size, _ = ArrayFile(stored)._parts[f"bytes {3 * PAGE}"]
    raw = bytearray(stored.read_bytes())
    raw[at + size // 2] ^= 1
    stored.write_bytes(raw)
    array_file = ArrayFile(stored)
    for _ in range(2):
        with pytest.raises(IndexDamagedError, match=f"{stored}: checksum mismatch"):
            array_file[f"bytes {3 * PAGE}"]
        with pytest.raises(IndexDamagedError, match=f"{stored}: checksum mismatch"):
            array_file.read(f"bytes {3 * PAGE}", 0, size)
        with pytest.raises(IndexDamagedError, match=f"{stored}: checksum mismatch"):
            array_file.take(f"bytes {3 * PAGE}", np.array([0, size // 2]))
    assert array_file["uint64"][5000] == 3 * 4999


@st.composite
def posting_lists(draw):
    documents = draw(st.one_of(st.integers(1, 300), st.sampled_from([4096, 20_000, 65_000, 65_001, 300_000])))
    rng = np.random.default_rng(draw(st.integers(0, 1 << 32)))
    # Few documents, or as many as there are; evenly spread, or in one place.
    shares = draw(st.lists(st.floats(0, 1), min_size=0, max_size=150 if documents <= 300 else 9))
    lists = []
    for share in shares:
        within = max(1, round(documents * rng.random() ** 2))
        chosen = rng.choice(within, max(1, round(within * share**4)), replace=False)
        lists.append(np.sort(chosen) + rng.integers(0, documents - within + 1))
    counts = [rng.choice([1, 1, 1, 2, 256, 257, 100_000] if rng.random() < 0.7 else [1], len(one)) for one in lists]
    return documents, lists, counts


def apart(gap):
    """Twenty documents that are so far apart; not every version of hypothesis draws such."""
    return 300_000, [np.arange(20) * gap], [np.ones(20, np.int64)]


def joined(lists, counts):
    lengths = np.array([len(one) for one in lists], np.int64)
    documents = np.concatenate([np.empty(0, np.uint32), *lists]).astype(np.uint32)
    return Postings(np.cumsum(lengths) - lengths, documents, np.concatenate([[], *counts]).astype(np.uint32))


def stored_lists(path, given_postings, documents):
    path.unlink(missing_ok=True)
    with ArrayFileWriter(path) as writer:
        pieces = given_postings.pieces()
        postings.write_postings(writer, "counted", pieces, documents, counted=True)
        postings.write_postings(writer, "plain", given_postings._replace(counts=None).pieces(), documents)
    return ArrayFile(path)


def all_of(read):
    """All lists of a field, and their counts."""
    pieces = list(read.each())
    lists = [one.tolist() for piece in pieces for one in np.split(piece.documents, piece.starts[1:])]
    counts = [piece.counts.tolist() for piece in pieces if piece.counts is not None]
    return lists, [count for piece in counts for count in piece]


@pytest.mark.parametrize("at_once", [1 << 19, 50])
def test_posting_lists_come_back_in_every_form(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(postings, "POSTINGS_AT_ONCE", at_once)
    monkeypatch.setattr(postings, "LISTS_AT_ONCE", at_once // 25)
    monkeypatch.setattr(postings, "BITS_AT_ONCE", at_once)
    monkeypatch.setattr(postings, "BYTES_AT_ONCE", 20 * at_once)
    forms = set()

    @settings(max_examples=60)
    @given(posting_lists())
    @example(apart(15_000))  # each gap takes two bytes
    @example(apart(2000))  # one and a half
    def check(drawn):
        documents, lists, counts = drawn
        whole = joined(lists, counts)
        array_file = stored_lists(tmp_path / "container", whole, documents)
        forms.update((array_file["counted.sizes"] & (1 << FORM_BITS) - 1).tolist())
        for name in ("counted", "plain"):
            read = PostingLists(array_file, name, documents)
            assert all_of(read) == ([one.tolist() for one in lists], [] if name == "plain" else whole.counts.tolist())
            assert all(read.least(index) <= len(one) for index, one in enumerate(lists))
            assert [read.documents(index).tolist() for index in range(len(lists))] == [one.tolist() for one in lists]
            first, last = len(lists) // 3, len(lists) - len(lists) // 4
            marks = np.zeros(documents, np.bool_)
            read.mark(marks, first, last)
            assert set(np.flatnonzero(marks).tolist()) == {
                number for one in lists[first:last] for number in one.tolist()
            }
        read = PostingLists(array_file, "counted", documents)
        for index, given_counts in enumerate(counts):
            assert read.counts(index, len(given_counts)).tolist() == given_counts.tolist()

    check()
    assert forms == {NUMBERS, BITS, *GAPS}


def test_pieces_are_whole_lists_and_together_all_of_them(monkeypatch):
    monkeypatch.setattr(postings, "POSTINGS_AT_ONCE", 7)
    lists = [np.arange(RANDOM.randrange(1, 20)) for _ in range(50)]
    pieces = list(joined(lists, [one + 1 for one in lists]).pieces())
    assert len(pieces) > 20
    found = [one.tolist() for piece in pieces for one in np.split(piece.documents, piece.starts[1:])]
    assert found == [one.tolist() for one in lists]
    assert all(np.array_equal(piece.counts, piece.documents + 1) for piece in pieces)


ENDS = st.text("ab江城\U00020000", min_size=1, max_size=4)
TERMS = (st.sets(ENDS, max_size=20) | st.sets(ENDS, min_size=40, max_size=60)).map(
    lambda ends: sorted(
        {(prefix + end).encode() for end in ends for prefix in ("", "江城大学法学院", "江城大学法学院招生")}
    )
)


def test_terms_are_found_as_in_a_sorted_list(tmp_path):
    longest = 0

    @settings(max_examples=40)
    @given(
        TERMS, st.text("ab江城大\U00020000", max_size=5), st.sampled_from(["", "江城大学法学院", "江城大学法学院招生"])
    )
    def check(terms, end, prefix):
        nonlocal longest
        longest = max(longest, len(terms))
        (tmp_path / "container").unlink(missing_ok=True)
        with ArrayFileWriter(tmp_path / "container") as writer:
            write_terms(writer, "word", terms)
        read = TermDict(ArrayFile(tmp_path / "container"), "word")
        assert len(read) == len(terms)
        assert [read[index] for index in range(len(terms))] == terms
        for wanted in [(prefix + end).encode(), *terms]:
            at = bisect_left(terms, wanted)
            assert read.lower_bound(wanted) == at
            assert read.find(wanted) == (at if wanted in terms[at : at + 1] else None)
            assert list(read.starting_at(at)) == terms[at:]
            if wanted:
                assert list(read.containing(wanted)) == [at for at, term in enumerate(terms) if wanted in term]

    check()
    assert longest > 100


@given(st.sets(st.text("江城大学。\nA", min_size=2, max_size=2).filter(lambda gram: gram[0] != "\n"), max_size=40))
def test_grams_are_found_by_their_codes_and_by_what_begins_them(tmp_path_factory, grams):
    codes = sorted(map(gram_code, grams))
    path = tmp_path_factory.mktemp("grams") / "container"
    with ArrayFileWriter(path) as writer:
        write_grams(writer, "gram", np.array(codes, np.uint64))
    read = BigramDict(ArrayFile(path), "gram")
    assert read.codes().tolist() == codes
    assert len(read) == len(codes)
    for left in "江城大学。A没":
        numbers = [number for number, code in enumerate(codes) if code >> 21 == ord(left)]
        assert list(range(*read.beginning_with(ord(left)))) == numbers
        for right in "江城大学。\nA没":
            code = gram_code(left + right)
            assert read.find(code) == (codes.index(code) if code in codes else None)


class Parts(NamedTuple):
    """Segments in a folder, what the live articles of all would alone be, and these."""

    folder: Path
    entries: list[SegmentEntry]
    alone: SegmentFile
    live: list[Article]


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts")
    rng = random.Random(21)
    articles = [*ARTICLES, *(random_article(number, rng) for number in range(100, 260))]
    entries, live, made = [], [], None
    for start in range(0, len(articles), 40):
        part = articles[start : start + 40]
        # Of every other one, some articles have been deleted.
        deleted = frozenset(number for number in range(len(part)) if start // 40 % 2 and rng.random() < 0.3)
        entries.append(SegmentEntry(f"{start:016x}", len(part), deleted))
        # Two by two, they have the same dictionary.
        made = SegmentBuilder(made.trained if made and start // 40 % 2 else None)
        made.add([pack(one) for one in part], load_segmenter())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(doc_store, "SHARE_OF_SAMPLE", 4)
            patch.setattr(doc_store, "WORTH_KEEPING", 2)
            made.write(folder / file_name(entries[-1].segid))
        live += [one for number, one in enumerate(part) if number not in deleted]
    (folder / "alone").mkdir()
    return Parts(folder, entries, build(folder / "alone", live), live)


@pytest.fixture(params=["small", "large", "in pieces", "in three processes", "frames copied"])
def merged(request, parts, monkeypatch):
    """The segments merged: as they are, or as if they were large."""
    match request.param:
        case "large":
            monkeypatch.setattr(postings, "SMALL", 10)
        case "in pieces":
            monkeypatch.setattr(postings, "BYTES_AT_ONCE", 100)
            monkeypatch.setattr(segment_merge, "MOST_MAPPED", 1000)
        case "in three processes":
            monkeypatch.setattr(merge_pool, "LEAST_SHARED", 0)
        case "frames copied":
            monkeypatch.setattr(article_merge, "LEAST_COPIED", 1)
            monkeypatch.setattr(article_merge, "COPIED_AT_ONCE", 1000)
    jobs = 3 if request.param == "in three processes" else 1
    before = segment_files(parts.folder)
    made = merge_segments(parts.folder, parts.entries, "00000000", jobs)
    assert segment_files(parts.folder) == {*before, file_name(made.segment_id)}
    yield SegmentFile(parts.folder, made.segment_id)
    (parts.folder / file_name(made.segment_id)).unlink()


def test_merged_segments_are_what_the_live_articles_alone_would_make(merged, parts):
    expected = parts.alone
    assert 0 < merged.size == expected.size == len(parts.live)
    for name in expected.array_file.names:
        if not name.endswith((".lists", ".sizes", ".offsets")) and name not in {
            "articles",
            "articles.ends",
            "dictionary",
        }:
            assert np.array_equal(merged.array_file[name], expected.array_file[name]), name
    for name in segment_merge.TERM_FIELDS:
        lists = [file.postings(name) for file in (merged, expected)]
        assert len(lists[0]) == len(lists[1])
        for index in range(len(lists[0])):
            documents = [one.documents(index).tolist() for one in lists]
            assert documents[0] == documents[1]
            assert lists[0].least(index) <= len(documents[0])
    assert list(merged.array_file.verify_all()) == []


def test_merged_segments_have_the_live_articles(merged, parts):
    assert list(map(merged.articles.__getitem__, range(merged.size))) == list(map(pack, parts.live))
    assert list(merged.articles.each(range(0, merged.size, 3))) == [pack(one) for one in parts.live[::3]]
    backwards = list(range(merged.size))[::-1]
    assert merged.articles.texts(backwards, 0) == [pack(one).split(b"\0")[0] for one in parts.live[::-1]]
    assert list(merged.ids.starting_at()) == sorted(one.id.encode() for one in parts.live)
    assert [merged.places[number] for number in range(merged.size)] == [(one.path, one.key) for one in parts.live]
    assert merged.places.all() == [(one.path, one.key) for one in parts.live]


def test_dictionaries_of_merged_segments_are_kept_once_each(parts, monkeypatch):
    monkeypatch.setattr(article_merge, "LEAST_COPIED", 1)
    own = [SegmentFile(parts.folder, entry.segid).articles.dictionaries()[0] for entry in parts.entries]
    made = merge_segments(parts.folder, parts.entries, "00000000")
    file = SegmentFile(parts.folder, made.segment_id)
    assert file.articles.dictionaries() == list(dict.fromkeys(own))
    assert 1 < len(set(own)) < len(own)
    assert len(file.articles.runs) == len(set(own))
    (parts.folder / file_name(made.segment_id)).unlink()


def test_an_earlier_dictionary_is_used_again_where_it_suits_the_articles(monkeypatch):
    monkeypatch.setattr(doc_store, "SAMPLE_BYTES", 1)  # a dictionary is trained on the first articles that are added
    rng = random.Random(1)
    articles = [pack(random_article(number, rng)) for number in range(1000)]
    words = ["".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(4)) for _ in range(300)]
    others = [pack(article(str(number), "", "".join(rng.choices(words, k=60)))) for number in range(500)]
    found, trained = [], None
    for batch in (articles[:500], articles[500:], others):
        writer = doc_store.ArticleWriter(trained)
        writer.add(batch[:250])
        writer.add(batch[250:])
        writer.finish()
        trained = writer.trained
        found.append(trained)
    first, again, other = found
    assert first.dictionary
    assert again is first
    assert other.dictionary not in {b"", first.dictionary}


def test_what_was_merged_is_merged_again_with_deleted_articles(parts, monkeypatch):
    monkeypatch.setattr(article_merge, "LEAST_COPIED", 1)
    live, last = parts.live, parts.folder / "nothing"
    segments = parts.entries
    for deleted in ((), range(0, len(live), 7), (0, 1, 2, 3), ()):
        made = merge_segments(parts.folder, segments, "00000000")
        file = SegmentFile(parts.folder, made.segment_id)
        assert list(file.articles.each(range(made.documents))) == list(map(pack, live))
        assert [file.articles[number] for number in range(made.documents)] == list(map(pack, live))
        last.unlink(missing_ok=True)
        last = parts.folder / file_name(made.segment_id)
        segments = [SegmentEntry(*made, frozenset(deleted))]
        live = [one for number, one in enumerate(live) if number not in deleted]
    last.unlink()


def test_a_segment_of_more_documents_than_two_bytes_can_number(parts):
    once = merge_segments(parts.folder, parts.entries, "00000000")
    many = merge_segments(parts.folder, [SegmentEntry(*once, frozenset())] * 20, "00000000")
    most = merge_segments(parts.folder, [SegmentEntry(*many, frozenset())] * 25, "00000000")
    few, large = (SegmentFile(parts.folder, made.segment_id) for made in (once, most))
    assert large.size == 500 * few.size > 1 << 16
    assert list(large.terms("body").starting_at()) == list(few.terms("body").starting_at())
    starts = few.size * np.arange(500)[:, np.newaxis]
    for name in ("body", "title_grams", "date"):
        found, own = large.postings(name), few.postings(name)
        for index in range(len(own)):
            documents = own.documents(index)
            numbers = (starts + documents).ravel()
            assert np.array_equal(found.documents(index), numbers)
            assert 0 < found.least(index) <= len(numbers)
            if name == "body":
                counts = own.counts(index, len(documents)).tolist()
                assert found.counts(index, len(numbers)).tolist() == 500 * counts
    numbers = [0, 1 << 16, large.size - 1]
    assert [large.articles[number] for number in numbers] == [few.articles[number % few.size] for number in numbers]
    assert sorted(large.column("rank").tolist()) == sorted(large.column("id").tolist()) == list(range(large.size))
    assert np.array_equal(large.column("day"), np.tile(few.column("day"), 500))
    for made in (once, many, most):
        (parts.folder / file_name(made.segment_id)).unlink()


def test_merged_segments_whose_order_of_runs_is_damaged_are_named(parts, monkeypatch):
    monkeypatch.setattr(article_merge, "LEAST_COPIED", 1)
    made = merge_segments(parts.folder, parts.entries, "00000000")
    path = parts.folder / file_name(made.segment_id)
    for name in ("articles.runs", "dictionary.ends", "body_grams.sizes", "rank"):
        at, size, _ = ArrayFile(path)._parts[name]
        raw = bytearray(path.read_bytes())
        raw[at + size // 2] ^= 1
        path.write_bytes(raw)
        assert [str(path) in str(error) for error in ArrayFile(path).verify_all()] == [True], name
        with pytest.raises(IndexDamagedError, match=made.segment_id):
            ArrayFile(path)[name]
        raw[at + size // 2] ^= 1
        path.write_bytes(raw)
    path.unlink()


RUN_FORGERIES = {
    "none": [],
    "odd": [0],
    "not at the start": [1, 0],
    "far before": [-(1 << 28), 0],
    "not ascending": [0, 0, 5, 0, 5, 1],
    "beyond the end": [0, 0, 1 << 40, 1],
    "an unknown dictionary": [0, 9],
}


@pytest.mark.parametrize("runs", RUN_FORGERIES.values(), ids=RUN_FORGERIES)
def test_runs_that_a_stranger_made_up_are_damage(tmp_path, runs):
    path = tmp_path / "MAIN_0.segment"
    with ArrayFileWriter(path) as writer:
        writer.add("articles", b"")
        for name, values in (("articles.ends", [0] * 21), ("dictionary.ends", [0, 0]), ("articles.runs", runs)):
            writer.add(name, np.array(values, np.int64))
        writer.add("dictionary", b"")
    with pytest.raises(IndexDamagedError, match="invalid place"):
        Articles(ArrayFile(path))


def test_documents_beyond_a_segment_are_not_merged_into_the_next(parts):
    file = parts.alone
    source = segment_merge.Source(file, np.ones(file.size, np.bool_), 0)
    lists = Postings(np.array([0]), np.array([0, file.size - 1]))
    assert source.renumbered(lists).documents.tolist() == lists.documents.tolist()
    with pytest.raises(IndexDamagedError, match="invalid place"):
        source.renumbered(lists._replace(documents=lists.documents + 1))


def test_a_segment_without_a_word_is_found_by_its_id(tmp_path):
    silent = article("1")
    file = build(tmp_path, [silent])
    assert [len(file.terms(name)) + len(file.grams(f"{name}_grams")) for name in ("title", "body")] == [0, 0]
    engine = WhooshEngine(tmp_path / "index", create=True)
    engine.update((), [entry(silent)])
    assert engine.get(silent.id) == silent
    for line, total in (("-江城", 1), ("江城", 0), ('"江"', 0), ("id:1", 1), ("source:*", 0), ("date:2025", 0)):
        assert engine.search(plan(line), limit=None).total == total, line


WITHIN_WORDS = [
    article("1", "央视《新闻联播》报道计划生育新政。"),
    article("2", "央視《新聞聯播》報導計畫生育新政，國務院總理出席會議，為時個個說對開來們這與。"),
    article("3", "新闻\n联播，国务院总结经验，规划生育中心。"),
    article("4", "新 闻 联\t播，国务院总理讲话。"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [("闻联播", "124"), ("务院总", "234"), ("务院总理", "24"), ("划生育", "13"), ("画生育", "2"), ("计划生", "12")],
)
@pytest.mark.parametrize("many", [-1, 1000])
def test_articles_that_have_a_text_within_a_word_need_not_be_read(tmp_path, monkeypatch, text, found, many):
    monkeypatch.setattr(text_matches, "MANY", many)
    engine = WhooshEngine(tmp_path, create=True)
    engine.update((), map(entry, WITHIN_WORDS))
    read: list[bytes] = []
    verify = text_matches._verify
    monkeypatch.setattr(text_matches, "_verify", lambda node, texts: read.extend(texts) or verify(node, texts))
    assert "".join(sorted(hit.key for hit in engine.search(plan(f'"{text}"'), limit=None).hits)) == found
    if many < 0 and text == "闻联播":
        assert len(read) < len(found)


def ngrams_of(file):
    return [[decode(term) for term in ngrams.starting_at()] for name in TEXT_FIELDS if (ngrams := file.ngrams(name))]


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("at_once", [7, 1 << 16])
def test_large_segments_have_lists_of_frequent_ngrams(parts, monkeypatch, jobs, at_once):
    monkeypatch.setattr(ngram_lists, "LEAST_DOCUMENTS", 1)
    monkeypatch.setattr(ngram_lists, "SORTED_AT_ONCE", at_once)
    monkeypatch.setattr(ngram_lists, "BYTES_AT_ONCE", 50 * at_once)
    monkeypatch.setattr(postings, "BYTES_AT_ONCE", 50 * at_once)
    monkeypatch.setattr(merge_pool, "LEAST_SHARED", 0)
    made = merge_segments(parts.folder, parts.entries, "00000000", jobs)
    merged = SegmentFile(parts.folder, made.segment_id)
    assert ngrams_of(parts.alone) == []
    for name, ngrams in zip(TEXT_FIELDS, ngrams_of(merged), strict=True):
        texts = [
            fold(one.title if name == "title" else "\n".join(each.text for each in one.paragraphs))
            for one in parts.live
        ]
        lists = merged.postings(f"{name}_ngrams")
        assert len(lists) == len(ngrams)
        for number, ngram in enumerate(ngrams):
            assert lists.documents(number).tolist() == [at for at, text in enumerate(texts) if ngram in text], ngram
    assert "江城大学法学院" in ngrams_of(merged)[1]
    assert list(merged.array_file.verify_all()) == []
    (parts.folder / file_name(made.segment_id)).unlink()


def test_of_many_documents_ngrams_are_chosen_by_some(parts, monkeypatch):
    monkeypatch.setattr(ngram_lists, "LEAST_DOCUMENTS", 1)
    monkeypatch.setattr(ngram_lists, "SAMPLE", 20)
    monkeypatch.setattr(ngram_lists, "MOST_SAMPLED", 60)
    made = merge_segments(parts.folder, parts.entries, "00000000")
    assert "劳动争议" in ngrams_of(SegmentFile(parts.folder, made.segment_id))[1]
    (parts.folder / file_name(made.segment_id)).unlink()


@pytest.mark.parametrize("text", ["新闻联播", "国务院总", "国务院总理", "生育新政", "讲话", "院总结经", "划生育新"])
def test_a_text_that_is_a_frequent_ngram_is_found_without_reading(tmp_path, monkeypatch, text):
    found, listed = [], {"新闻联播", "国务院总", "国务院总理", "生育新政"}
    verify = text_matches._verify
    for least in (ngram_lists.LEAST_DOCUMENTS, 1):
        monkeypatch.setattr(ngram_lists, "LEAST_DOCUMENTS", least)
        monkeypatch.setattr(text_matches, "_verify", verify if least > 1 or text not in listed else fail)
        engine = WhooshEngine(tmp_path / str(least), create=True)
        engine.update((), map(entry, WITHIN_WORDS[:2]))
        engine.update((), map(entry, WITHIN_WORDS[2:]))
        engine.optimize()
        found.append({hit.key for hit in engine.search(plan(f'"{text}"'), limit=None).hits})
    assert found[0] == found[1]


def test_many_small_updates_keep_few_segments_and_lose_nothing(tmp_path):
    engine = WhooshEngine(tmp_path, create=True)
    articles = [random_article(number, RANDOM) for number in range(40)]
    for one in articles:
        engine.update((), [entry(one)])
        assert segment_files(tmp_path) == files_named(tmp_path)
    assert len(segment_files(tmp_path)) < 12
    assert [engine.get(one.id) for one in articles] == articles
    assert engine.search(plan("-没有的词语"), limit=None).total == len(articles)


def break_reading(_):
    for one in ARTICLES:
        yield entry(one)
    raise RuntimeError("broken")


def break_writing(monkeypatch):
    monkeypatch.setattr(SegmentBuilder, "_write_columns", fail)
    return map(entry, ARTICLES)


def break_merging(monkeypatch):
    monkeypatch.setattr(merge_pool, "write_field", fail)
    return map(entry, ARTICLES)


def fail(*_, **__):
    raise RuntimeError("broken")


@pytest.mark.parametrize("breaking", [break_reading, break_writing, break_merging])
def test_an_update_that_fails_leaves_no_file_behind(tmp_path, monkeypatch, breaking):
    engine = WhooshEngine(tmp_path, create=True)
    for number in range(4):
        engine.update((), [entry(article(f"9{number}", "江城", "大桥"))])
    monkeypatch.setattr(segment_writer, "MOST_KEYS", 60)
    monkeypatch.setattr(build_pool, "BATCH", 1)
    before = segment_files(tmp_path), engine.stats()
    with pytest.raises((RuntimeError, IndexDamagedError), match="broken"):
        engine.update((), breaking(monkeypatch))
    assert (segment_files(tmp_path), WhooshEngine(tmp_path).stats()) == before
    assert before[0] == files_named(tmp_path)


def test_an_update_interrupted_while_it_tidies_up_is_the_new_index(tmp_path, monkeypatch):
    from newsgrep.engine.whoosh import writer

    collect_garbage = writer.collect_garbage

    def interrupted(folder):
        collect_garbage(folder)
        if read_commit(folder).generation == 2:  # after the commit, not before it
            monkeypatch.setattr(writer, "collect_garbage", collect_garbage)
            raise KeyboardInterrupt

    engine = WhooshEngine(tmp_path, create=True)
    engine.update((), [entry(ARTICLES[0])])
    monkeypatch.setattr(writer, "collect_garbage", interrupted)
    with pytest.raises(KeyboardInterrupt):
        engine.update([ARTICLES[0].id], [entry(ARTICLES[1])])
    assert list(WhooshEngine(tmp_path).ids()) == [ARTICLES[1].id]
    assert segment_files(tmp_path) == files_named(tmp_path)


def test_two_processes_build_what_one_builds(tmp_path, monkeypatch):
    monkeypatch.setattr(build_pool, "BATCH", 2)
    articles = [*ARTICLES, *(random_article(number, RANDOM) for number in range(100, 120))]
    one, two = (WhooshEngine(tmp_path / str(jobs), create=True, jobs=jobs) for jobs in (1, 2))
    for engine in (one, two):
        engine.update((), map(entry, articles), expect_many=True)
    assert len(segment_files(tmp_path / "2")) == 1
    for line in QUERIES:
        assert two.search(plan(line), limit=None) == one.search(plan(line), limit=None), line


class OnlyWords(NamedTuple):
    """A segmenter that cannot segment."""

    user_words: tuple[UserWord, ...]


@pytest.mark.parametrize("words", [(), (UserWord("江大桥合", 9), UserWord("大学", 0), UserWord("GDP2.5", 3))])
def test_a_few_articles_are_segmented_by_the_lexicon(tmp_path, monkeypatch, words):
    def built(folder, segmenter):
        engine = WhooshEngine(folder, create=True)
        engine.update((), [Entry(article, load_segmenter(words)) for article in ARTICLES[:2]], user_words=words)
        engine.update((), [Entry(article, segmenter) for article in ARTICLES[2:]], user_words=words)
        files = [ArrayFile(folder / file_name(segment.segid)) for segment in read_commit(folder).segments]
        return [{name: file[name].tolist() for name in file.names} for file in files]

    by_lexicon = built(tmp_path / "lexicon", OnlyWords(words))
    monkeypatch.setattr(build_pool, "FEW_BYTES", 0)
    assert built(tmp_path / "other", load_segmenter(words)) == by_lexicon


class Unreadable(Entry):
    packed = b"no parts"


def test_what_a_process_fails_at_fails_the_update(tmp_path, monkeypatch):
    monkeypatch.setattr(build_pool, "BATCH", 1)
    engine = WhooshEngine(tmp_path, create=True, jobs=2)
    engine.update((), map(entry, ARTICLES[:2]))
    before = segment_files(tmp_path), engine.stats(), set(engine.ids())
    entries = [Unreadable(ARTICLES[4], load_segmenter()), *map(entry, ARTICLES[2:4])]
    with pytest.raises(IndexError):
        engine.update([ARTICLES[0].id], entries, expect_many=True)
    assert (segment_files(tmp_path), engine.stats(), set(engine.ids())) == before


def test_a_worker_that_cannot_start_prints_nothing(tmp_path, capfd, monkeypatch):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'Traceback' >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(multiprocessing.spawn, "_python_exe", str(python).encode())
    with build_pool.BuildPool(tmp_path, 2, "x") as pool:
        pool.start(())
        pool.add(entry(article("1", "大桥合龙", "江城大桥昨日合龙。")))
        with pytest.raises(NewsgrepError, match="a worker process died"):
            pool.finish()
    assert capfd.readouterr().err == ""
