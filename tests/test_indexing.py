import errno
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.analysis import load_segmenter
from newsgrep.analysis.user_dictionary import UserWord
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.engine.whoosh.folder_lock import only_writer
from newsgrep.engine.whoosh.folder_manifest import FolderManifest
from newsgrep.errors import IndexLockedError, UsageError
from newsgrep.indexing import IndexJob, bring_up_to_date, dry_run, stale
from newsgrep.manifest import Manifest
from newsgrep.manifest_codec import load, save
from newsgrep.model import Changes
from newsgrep.query.parse import parse
from newsgrep.query.planner import make_plan
from newsgrep.readers import reading

WORDS = ("江城大学", "澜江大桥", "合龙", "候鸟", "地铁", "招生")
QUERIES = (*WORDS, '"江城大"', "的", "-合龙", "大学 OR 地铁")


def open_engine(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder, create=True)


def write_records(path: Path, records: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps({"id": key, "title": text, "body": f"{text}的新闻。"}, ensure_ascii=False)
        for key, text in records.items()
    ]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def answers(folder: Path) -> dict[str, list[tuple[str, float]]]:
    engine = WhooshEngine(folder)
    found = {}
    for line in QUERIES:
        hits = engine.search(make_plan(parse(line).tree, load_segmenter()), limit=None).hits
        found[line] = [(hit.id, round(hit.score, 6), engine.get(hit.id).line) for hit in hits]
    engine.close()
    return found


@pytest.fixture
def corpus(tmp_path):
    root = tmp_path / "corpus"
    write_records(root / "江城日报/a.jsonl", {"1": "江城大学招生", "2": "澜江大桥合龙"})
    write_records(root / "b.jsonl", {"1": "候鸟", "2": "地铁"})
    (root / "江城日报/2025-03-18.txt").write_text("江城新闻\n本报讯（记者何青禾）大桥合龙。\n", encoding="utf-8")
    return root


@pytest.fixture
def job(tmp_path, corpus):
    return IndexJob(root=corpus, folder=tmp_path / "index")


def test_a_first_run_adds_all_and_a_second_does_nothing(job):
    first = bring_up_to_date(job, open_engine)
    assert (first.changes, first.articles, first.problems) == (Changes(5, 0, 0), 5, ())
    version = WhooshEngine(job.folder).stats().version
    second = bring_up_to_date(job, open_engine)
    assert (second.changes, second.articles) == (Changes(), 5)
    assert WhooshEngine(job.folder).stats().version == version


def test_only_what_changed_is_written(job, corpus):
    bring_up_to_date(job, open_engine)
    write_records(corpus / "b.jsonl", {"1": "候鸟", "2": "地铁招生", "3": "新的"})
    (corpus / "江城日报/2025-03-18.txt").unlink()
    outcome = bring_up_to_date(job, open_engine)
    assert (outcome.changes, outcome.articles) == (Changes(1, 1, 1), 5)


def test_optimizing_leaves_one_segment_and_every_answer(job, corpus):
    for number in range(3):
        write_records(corpus / f"more{number}.jsonl", {str(number): f"地铁开通{number}"})
        bring_up_to_date(job, open_engine)
    (corpus / "more1.jsonl").unlink()
    bring_up_to_date(job, open_engine)
    before = answers(job.folder)
    assert len(list(job.folder.glob("*.segment"))) > 1
    for _ in range(2):
        report = bring_up_to_date(replace(job, optimize=True), open_engine)
        assert report.changes == Changes(0, 0, 0)
        assert len(list(job.folder.glob("*.segment"))) == 1
        assert answers(job.folder) == before
        stats = WhooshEngine(job.folder).stats()
    assert WhooshEngine(job.folder).stats() == stats
    assert load(WhooshEngine(job.folder)).commit == stats.commit


def test_what_was_updated_is_known_where_optimizing_fails(job, corpus, monkeypatch):
    bring_up_to_date(job, open_engine)
    write_records(corpus / "more.jsonl", {"1": "地铁开通"})

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patched:
        patched.setattr(WhooshEngine, "optimize", fail)
        with pytest.raises(OSError, match="no space"):
            bring_up_to_date(replace(job, optimize=True), open_engine)
    assert "1" in {article_id.split("#")[1] for article_id in WhooshEngine(job.folder).ids()}
    assert bring_up_to_date(job, open_engine).changes == Changes(0, 0, 0)


def test_a_touched_file_is_read_again_and_nothing_is_written(job, corpus):
    bring_up_to_date(job, open_engine)
    version = WhooshEngine(job.folder).stats().version
    os.utime(corpus / "b.jsonl", ns=(1, 1))
    assert stale(job, load(FolderManifest(job.folder)))[:3] == ([], [], [])
    assert bring_up_to_date(job, open_engine).changes == Changes()
    assert WhooshEngine(job.folder).stats().version == version
    assert stale(job, load(FolderManifest(job.folder)))[:3] == ([], [], [])


def test_a_record_that_moves_to_another_line_is_a_changed_one(job, corpus):
    bring_up_to_date(job, open_engine)
    write_records(corpus / "b.jsonl", {"0": "招生", "1": "候鸟", "2": "地铁"})
    assert bring_up_to_date(job, open_engine).changes == Changes(1, 2, 0)
    assert WhooshEngine(job.folder).get("b.jsonl#2").line == 3


def test_a_dry_run_says_the_same_and_writes_nothing(job, corpus):
    assert dry_run(job, open_engine).changes == Changes(5, 0, 0)
    assert not job.folder.exists()
    bring_up_to_date(job, open_engine)
    write_records(corpus / "b.jsonl", {"1": "候鸟"})
    outcome = dry_run(job, open_engine)
    assert (outcome.changes, outcome.articles) == (Changes(0, 0, 1), 4)
    assert WhooshEngine(job.folder).stats().articles == 5


def test_a_newsgrep_that_reads_files_differently_rebuilds_the_index(job, monkeypatch):
    bring_up_to_date(job, open_engine)
    monkeypatch.setattr(reading, "READERS_VERSION", reading.READERS_VERSION + 1)
    outcome = bring_up_to_date(job, open_engine)
    assert (outcome.changes.added, outcome.rebuilt is None) == (5, False)
    assert bring_up_to_date(job, open_engine).rebuilt is None


def test_other_words_in_the_user_dictionary_rebuild_the_index(job):
    bring_up_to_date(job, open_engine)
    with_words = IndexJob(job.root, job.folder, user_words=(UserWord("江城新闻"),))
    outcome = bring_up_to_date(with_words, open_engine)
    assert (outcome.changes.added, str(outcome.rebuilt)) == (
        5,
        "the dictionary, the field mapping or newsgrep itself has changed",
    )
    assert bring_up_to_date(with_words, open_engine).rebuilt is None


def test_part_of_the_corpus_can_be_brought_up_to_date_alone(job, corpus):
    bring_up_to_date(job, open_engine)
    write_records(corpus / "b.jsonl", {"1": "候鸟归来"})
    write_records(corpus / "江城日报/a.jsonl", {"1": "江城大学招生了"})
    part = IndexJob(job.root, job.folder, within=(corpus / "江城日报",))
    assert bring_up_to_date(part, open_engine).changes == Changes(0, 1, 1)
    assert bring_up_to_date(job, open_engine).changes == Changes(0, 1, 1)


def test_after_a_kill_before_the_manifest_part_of_the_corpus_is_all_of_it(job, corpus):
    bring_up_to_date(job, open_engine)
    before = (job.folder / "manifest.json.zst").read_bytes()
    write_records(corpus / "江城日报/a.jsonl", {"1": "江城大学招生", "3": "候鸟", "4": "候鸟又来"})
    bring_up_to_date(job, open_engine)
    answered = answers(job.folder)
    (job.folder / "manifest.json.zst").write_bytes(before)
    bring_up_to_date(IndexJob(job.root, job.folder, within=(corpus / "b.jsonl",)), open_engine)
    assert answers(job.folder) == answered


def test_no_two_articles_have_one_id(job, corpus):
    write_records(corpus / "x.jsonl", {"y.jsonl#1": "候鸟"})
    write_records(corpus / "x.jsonl#y.jsonl", {"1": "地铁"})
    (corpus / "\\xff.jsonl").write_text('{"id": "1", "title": "大桥"}', encoding="utf-8")
    (corpus / "\udcff.jsonl").write_text('{"id": "1", "title": "大桥二"}', encoding="utf-8")
    outcome = bring_up_to_date(job, open_engine)
    told = [str(problem).split(" (")[0] for problem in outcome.problems]
    assert told == [
        "\\xff.jsonl: its name displays the same as another file's",
        "x.jsonl#y.jsonl:1: another article already has the id x.jsonl#y.jsonl#1",
    ]
    ids = list(WhooshEngine(job.folder).ids())
    assert len(ids) == len(set(ids)) == 5 + 2
    (corpus / "x.jsonl").unlink()
    (corpus / "\\xff.jsonl").unlink()
    assert bring_up_to_date(job, open_engine).articles == 5 + 1
    write_records(corpus / "x.jsonl#y.jsonl", {"1": "地铁通车"})
    assert bring_up_to_date(IndexJob(job.root, job.folder, rebuild=True), open_engine).articles == 5 + 2


def test_a_file_that_cannot_be_read_keeps_what_was_read_of_it(job, corpus):
    bring_up_to_date(job, open_engine)
    (corpus / "b.jsonl").write_bytes(b"\x7fELF\0\0\0\1" * 20)
    outcome = bring_up_to_date(job, open_engine)
    assert (outcome.changes, outcome.articles) == (Changes(), 5)
    assert [str(problem).startswith("b.jsonl: ") for problem in outcome.problems] == [True]
    assert bring_up_to_date(job, open_engine).problems == outcome.problems


def test_after_a_crash_between_commit_and_manifest_the_work_is_repeated(job, corpus):
    bring_up_to_date(job, open_engine)
    before = load(FolderManifest(job.folder))
    write_records(corpus / "b.jsonl", {"1": "候鸟", "9": "地铁招生"})
    write_records(corpus / "c.jsonl", {"1": "合龙"})
    bring_up_to_date(job, open_engine)
    save(FolderManifest(job.folder), before)
    (corpus / "c.jsonl").unlink()
    outcome = bring_up_to_date(job, open_engine)
    assert outcome.articles == 5
    assert sorted(WhooshEngine(job.folder).ids()) == sorted(load(FolderManifest(job.folder)).ids())
    assert "c.jsonl#1" not in load(FolderManifest(job.folder)).ids()


def test_after_a_crash_even_what_is_as_it_was_before_is_looked_at(job, corpus):
    bring_up_to_date(job, open_engine)
    before = load(FolderManifest(job.folder))
    write_records(corpus / "b.jsonl", {"1": "候鸟", "2": "地铁停运"})
    bring_up_to_date(job, open_engine)
    save(FolderManifest(job.folder), before)
    write_records(corpus / "b.jsonl", {"1": "候鸟", "2": "地铁"})
    bring_up_to_date(job, open_engine)
    bring_up_to_date(IndexJob(job.root, job.folder.with_name("fresh")), open_engine)
    assert answers(job.folder) == answers(job.folder.with_name("fresh"))


def test_an_empty_corpus_is_not_taken_for_a_wish_to_lose_everything(job, corpus):
    bring_up_to_date(job, open_engine)
    for path in [path for path in corpus.rglob("*") if path.is_file()]:
        path.unlink()
    with pytest.raises(UsageError, match="nothing was changed"):
        bring_up_to_date(job, open_engine)
    assert WhooshEngine(job.folder).stats().articles == 5


def test_an_index_is_of_one_corpus(job, tmp_path):
    bring_up_to_date(job, open_engine)
    write_records(tmp_path / "other/x.jsonl", {"1": "别的"})
    with pytest.raises(UsageError, match="belongs to another corpus"):
        bring_up_to_date(IndexJob(tmp_path / "other", job.folder), open_engine)
    assert bring_up_to_date(IndexJob(tmp_path / "other", job.folder, rebuild=True), open_engine).articles == 1


def test_an_index_inside_the_corpus_is_not_read_as_news(corpus):
    job = IndexJob(corpus, corpus / "index")
    assert bring_up_to_date(job, open_engine).articles == bring_up_to_date(job, open_engine).articles == 5


def test_who_holds_the_lock_is_named(job):
    bring_up_to_date(job, open_engine)
    with only_writer(job.folder, 0, lambda _: None):
        (job.folder / "LOCK.holder").write_text("process 4711 on jiangcheng")
        with pytest.raises(IndexLockedError, match="process 4711 on jiangcheng is writing"):
            bring_up_to_date(job, open_engine)


def test_several_processes_index_as_one_does(tmp_path):
    records = {str(number): f"{WORDS[number % 6]}第{number}号{WORDS[number % 5]}" for number in range(700)}
    write_records(tmp_path / "corpus/a.jsonl", records)
    for jobs in (1, 2):
        bring_up_to_date(IndexJob(tmp_path / "corpus", tmp_path / f"index{jobs}", jobs=jobs), open_engine)
    assert answers(tmp_path / "index1") == answers(tmp_path / "index2")


def replace_by_another(path: Path) -> None:
    """Another file of the same size and mtime takes its place, as rsync -t leaves it."""
    new = path.with_suffix(".new")
    new.write_text(path.read_text(encoding="utf-8").replace("地铁", "招生"), encoding="utf-8")
    shutil.copystat(path, new)
    new.replace(path)


def write_into_and_set_its_time_back(path: Path) -> None:
    status = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("地铁", "招生"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("change", [replace_by_another, write_into_and_set_its_time_back])
def test_a_change_that_keeps_size_and_mtime_is_seen(job, corpus, change):
    bring_up_to_date(job, open_engine)
    before = (corpus / "b.jsonl").stat()
    change(corpus / "b.jsonl")
    after = (corpus / "b.jsonl").stat()
    assert (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    assert stale(job, load(FolderManifest(job.folder)))[:3] == (["b.jsonl"], [], [])
    assert bring_up_to_date(job, open_engine).changes == Changes(0, 1, 0)


def copy_over_itself(path: Path) -> None:
    copy = shutil.copy2(path, path.with_suffix(".new"))
    Path(copy).replace(path)


@pytest.mark.parametrize("touch", [lambda path: path.chmod(0o600), copy_over_itself, Path.touch])
def test_a_file_whose_bytes_are_the_same_is_not_parsed_again(job, corpus, monkeypatch, touch):
    (corpus / "c.jsonl").write_text('{"id": "1", "title": \n', encoding="utf-8")
    told = bring_up_to_date(job, open_engine).problems
    version, files = WhooshEngine(job.folder).stats().version, load(FolderManifest(job.folder)).files
    for path in corpus.rglob("*.*"):
        touch(path)
    monkeypatch.setattr("newsgrep.indexing.corpus_diff.read_news", None)
    assert stale(job, load(FolderManifest(job.folder)))[:3] == ([], [], []), "as the update finds"
    again = bring_up_to_date(job, open_engine)
    assert (again.changes, again.articles, again.problems) == (Changes(), 5, told)
    assert stale(job, load(FolderManifest(job.folder)))[:3] == ([], [], [])
    assert WhooshEngine(job.folder).stats().version == version
    assert [state.ids for state in load(FolderManifest(job.folder)).files.values()] == [state.ids for state in files.values()]  # fmt: skip
    monkeypatch.setattr("newsgrep.indexing.corpus_diff.content_digests", None)
    assert bring_up_to_date(job, open_engine).articles == 5


def test_inodes_that_change_at_each_mount_are_looked_at_once(job, monkeypatch):
    from newsgrep.indexing import corpus_diff, corpus_scan

    bring_up_to_date(job, open_engine)
    read, mount = [], iter(range(1, 9))
    scan, digest = corpus_scan.scan, corpus_diff.content_digests

    def remounted(*args, **rest):
        number = next(mount)
        return (item._replace(inode=item.inode + number) for item in scan(*args, **rest))

    monkeypatch.setattr(corpus_scan, "scan", remounted)
    monkeypatch.setattr(corpus_diff, "content_digests", lambda file, most: read.append(file.path) or digest(file, most))
    bring_up_to_date(job, open_engine)
    assert len(read) == 3
    for _ in range(3):
        bring_up_to_date(job, open_engine)
    assert len(read) == 3
    write_records(job.root / "b.jsonl", {"1": "候鸟"})
    assert bring_up_to_date(job, open_engine).changes == Changes(0, 0, 1)


def test_a_file_that_changes_between_two_looks_is_read_by_the_next_update(job, corpus, monkeypatch):
    from newsgrep.indexing import corpus_diff

    read_news = corpus_diff.read_news

    def changing(file, *rest):
        items = list(read_news(file, *rest))
        if file.path == "b.jsonl":
            write_records(corpus / "b.jsonl", {"1": "候鸟", "2": "招生"})
        return items

    monkeypatch.setattr(corpus_diff, "read_news", changing)
    bring_up_to_date(job, open_engine)
    monkeypatch.setattr(corpus_diff, "read_news", read_news)
    assert bring_up_to_date(job, open_engine).changes == Changes(0, 1, 0)


def test_a_manifest_of_the_earlier_schema_leads_to_one_reading(job):
    """It knew size and mtime of a file only, and a corpus of one folder."""
    import zlib

    import zstandard

    bring_up_to_date(job, open_engine)
    version = WhooshEngine(job.folder).stats().version
    path = job.folder / "manifest.json.zst"
    values = json.loads(zstandard.decompress(path.read_bytes()[:-4]))
    for name in ("parts", "exclude", "ignore_files"):
        del values[name]
    columns = values.pop("columns")[:5]
    values |= {"schema": 3, "files": dict(zip(values.pop("paths"), zip(*columns, strict=True), strict=True))}
    packed = zstandard.compress(json.dumps(values).encode())
    path.write_bytes(packed + zlib.crc32(packed).to_bytes(4, "little"))
    assert len(stale(job, load(FolderManifest(job.folder)))[0]) == 3
    assert bring_up_to_date(job, open_engine).changes == Changes()
    assert WhooshEngine(job.folder).stats().version == version
    assert stale(job, load(FolderManifest(job.folder)))[:3] == ([], [], [])


steps = st.lists(
    st.tuples(
        st.sampled_from(["a.jsonl", "b.jsonl", "江城晚报/c.jsonl"]),
        st.dictionaries(st.sampled_from("12345"), st.sampled_from(WORDS), max_size=4),
    ),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=steps)
def test_any_sequence_of_changes_ends_as_a_fresh_build(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("sequence")
    corpus = folder / "corpus"
    write_records(corpus / "always.jsonl", {"1": "江城大学合龙"})
    bring_up_to_date(IndexJob(corpus, folder / "followed"), open_engine)
    for name, records in steps:
        if records:
            write_records(corpus / name, records)
        else:
            (corpus / name).unlink(missing_ok=True)
        bring_up_to_date(IndexJob(corpus, folder / "followed"), open_engine)
    bring_up_to_date(IndexJob(corpus, folder / "fresh"), open_engine)
    assert answers(folder / "followed") == answers(folder / "fresh")


def test_a_manifest_comes_back_as_it_was_saved(job):
    bring_up_to_date(job, open_engine)
    manifest = load(FolderManifest(job.folder))
    assert len(manifest.ids()) == 5
    assert manifest.root == str(job.root.resolve())
    save(FolderManifest(job.folder), manifest)
    assert load(FolderManifest(job.folder)) == manifest
    assert load(FolderManifest(job.folder / "absent")) is None
    assert isinstance(manifest, Manifest)
