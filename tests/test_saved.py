"""Saved searches: what has come is told once, nothing is lost on the way."""

import contextlib
import errno
import json
import os
import subprocess
import sys
import threading

import pytest
from articles import article
from hypothesis import given
from hypothesis import strategies as st
from warm_start import PROGRAM

from newsgrep.analysis.minhash import sketches
from newsgrep.engine.base import Hit
from newsgrep.errors import ConfigError, UsageError
from newsgrep.saved import News, SavedSearch, SavedSearches, Seen, new_ids, news_since
from newsgrep.search.options import SearchOptions
from newsgrep.storage.locks import acquire, open_lock
from newsgrep.text.fold import fold_codes, to_codes

SEEN = st.lists(st.tuples(st.sampled_from(["a#1", "a#2", "a#x", "b#1", "b#y"]), st.sampled_from("pqr")).map(lambda pair: Seen(*pair)), unique_by=lambda one: one.id)  # fmt: skip


@given(SEEN)
def test_nothing_has_come_where_nothing_has(articles):
    assert new_ids(articles, articles[::-1]) == set()
    assert new_ids([], articles) == {one.id for one in articles}


@given(SEEN, SEEN)
def test_what_has_come_is_what_no_article_of_before_can_be(before, after):
    new = new_ids(before, after)
    known = {one.id: one.text for one in before}
    for one in after:
        if known.get(one.id) == one.text or (one.id in known and not one.is_numbered):
            assert one.id not in new
        elif one.text not in known.values():
            assert one.id in new
    # An article of before stands for one of after at most, and a text that there was is not new while there is no more of it.
    assert len(after) - len(new) <= len(before)
    for text in "pqr":
        alike = [one for one in after if one.text == text]
        assert sum(one.id in new for one in alike) >= len(alike) - len(before)


def sketched(number, body, date="2025-10-05"):
    made = sketches(fold_codes(to_codes(body + "\0")), 1)
    return Seen(f"a#{number}", body, made.tobytes().hex(), date)


BODY = "".join(
    f"第{one}组工人在{one * 7}米高处拧紧了{one * 31}颗螺栓，{chr(0x4E00 + one * 97)}师傅说江风很大。"
    for one in range(1, 25)
)
BODY += "今日白菜每斤二元。"


def test_what_only_resembles_another_is_new_and_what_is_numbered_anew_is_not():
    old, alike, other = (
        BODY,
        BODY.replace("白菜每斤二元", "黄瓜每斤五元", 1),
        "候鸟北归，湿地送别白鹤，志愿者守了一夜，天亮时数到三百只。" * 6,
    )
    assert new_ids([sketched(1, old)], [sketched(1, alike), sketched(2, old)]) == {"a#1"}
    assert new_ids([sketched(1, alike), sketched(2, old)], [sketched(1, other), sketched(2, alike), sketched(3, old)]) == {"a#1"}  # fmt: skip
    assert new_ids([sketched(1, old)], [sketched(1, alike)]) == set()
    assert new_ids([sketched(1, old)], [sketched(1, alike, date="2025-10-06")]) == {"a#1"}
    assert new_ids([sketched(1, old)], [sketched(1, other)]) == {"a#1"}


def test_a_shelf_keeps_what_it_is_given(tmp_path):
    shelf = SavedSearches(tmp_path / "state" / "saved")
    assert shelf.names() == []
    search = SavedSearch("争议", "劳动争议", SearchOptions(since="2025"), {"index": "/i", "config": None, "synonyms": None}, seen=(Seen("a#1", "x"),))  # fmt: skip
    shelf.put(search)
    assert shelf.get("争议") == search
    assert shelf.names() == ["争议"]
    shelf.remove("争议")
    with pytest.raises(UsageError, match="no such saved search"):
        shelf.get("争议")


def test_nothing_is_left_of_a_search_that_was_removed(tmp_path):
    shelf = SavedSearches(tmp_path)
    with shelf.locked("争议"):
        shelf.put(SavedSearch("争议", "劳动争议", settings={"index": "/i", "config": None, "synonyms": None}))
    with shelf.locked("争议"):
        shelf.remove("争议")
    assert list(tmp_path.iterdir()) == []


def test_who_has_waited_for_a_search_that_was_removed_has_a_lock_that_others_see(tmp_path):
    shelf = SavedSearches(tmp_path)

    def remove() -> None:
        shelf.put(SavedSearch("争议", "劳动争议"))
        shelf.remove("争议")
        holder.close()

    holder = contextlib.ExitStack()
    holder.enter_context(shelf.locked("争议"))
    with shelf.locked("争议", remove), open_lock(tmp_path / ".争议.lock") as again:
        assert not acquire(again, 0)


def test_what_is_in_the_place_of_a_saved_search_is_said(tmp_path):
    (tmp_path / "x.json").mkdir()
    os.mkfifo(tmp_path / "y.json")
    (tmp_path / "z.json").symlink_to("z.json")
    shelf = SavedSearches(tmp_path)
    assert shelf.names() == ["x", "y", "z"]
    for name in shelf.names():
        with pytest.raises(ConfigError, match="damaged"):
            shelf.get(name)


@pytest.mark.parametrize("name", ["", " ", ".", "..", ".x", "-x", "a/b", "a\0b", "a\nb", "很" * 61, "/etc/passwd"])
def test_a_name_is_no_path(tmp_path, name):
    with pytest.raises(UsageError, match="not a valid name"):
        SavedSearches(tmp_path).get(name)


@pytest.mark.parametrize("text", ["", "{", "[]", "5", '{"name":"x"}', '{"name":"x","line":5,"seen":[]}', "[" * 100_000, '{"name":"x","line":"y","settings":[],"seen":[]}', '{"name":"x","line":"y","seen":[1]}'])  # fmt: skip
def test_a_damaged_file_is_named(tmp_path, text):
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="damaged"):
        SavedSearches(tmp_path).get("x")


class Desk:
    """A corpus, its index and saved searches in a folder."""

    def __init__(self, folder):
        self.folder, self.corpus = folder, folder / "corpus"
        self.corpus.mkdir()
        self.environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "HOME": str(folder)}

    def write(self, name, *titles, own_ids=True):
        lines = [{"title": title, "body": f"{title}。"} | ({"id": title[:4]} if own_ids else {}) for title in titles]
        (self.corpus / name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        self.run("index", "corpus", "-q")

    def run(self, *words, code=0, cwd=None):
        done = subprocess.run([*PROGRAM, *words], cwd=cwd or self.folder, env=self.environment, capture_output=True, encoding="utf-8", check=False)  # fmt: skip
        assert done.returncode == code, (words, done.stdout, done.stderr)
        self.said = done.stderr
        return done.stdout

    def new(self, *words, code=0, **options):
        return self.run("saved", "run", *words, "--new", "--format", "ids", code=code, **options).split()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_three_updates(desk):
    desk.write("一.jsonl", "大桥合龙", "候鸟归来")
    assert desk.run("search", "大桥", "--save", "桥", "--format", "ids") == "一.jsonl#大桥合龙\n"
    assert desk.new("桥", code=1) == []
    assert desk.said == ""
    desk.write("二.jsonl", "大桥通车", "地铁开通")
    assert desk.new("桥", cwd="/") == ["二.jsonl#大桥通车"]
    assert desk.new("桥", code=1) == []
    desk.write("二.jsonl", "大桥通车", "地铁开通", "大桥加固")
    desk.write("一.jsonl", "候鸟归来")
    assert len(desk.run("saved", "run", "桥", "--format", "ids").split()) == 2
    assert desk.new("--all") == ["二.jsonl#大桥加固"]
    desk.write("一.jsonl", "候鸟归来", "大桥合龙", "大桥夜景")
    assert sorted(desk.new("桥")) == ["一.jsonl#大桥合龙", "一.jsonl#大桥夜景"]
    assert desk.new("桥", code=1) == []


def test_one_that_has_moved_or_is_only_mended_is_not_new(desk):
    desk.write("一.jsonl", "大桥合龙", "大桥通车", own_ids=False)
    desk.write("二.jsonl", "大桥夜景")
    desk.run("search", "大桥", "--save", "桥")
    desk.write("一.jsonl", "新的大桥", "大桥合龙", "大桥通车", own_ids=False)
    assert desk.new("桥") == ["一.jsonl#1"]
    (desk.corpus / "一.jsonl").rename(desk.corpus / "三.jsonl")
    desk.write("二.jsonl", "大桥夜景真美")
    assert desk.new("桥", code=1) == []
    desk.write("四.jsonl", "大桥合龙", own_ids=False)  # the same text once more, in another file
    assert len(desk.new("桥")) == 1


def test_options_are_kept_and_the_index_may_be_brought_up_to_date(desk):
    desk.write("一.jsonl", "大桥合龙", "大桥通车")
    desk.run("search", "(大桥 OR 候鸟)", "-通车", "--path", "一*", "--sort", "path", "--save", "桥", "-q")
    (listed,) = map(json.loads, desk.run("saved", "--json").splitlines())
    assert listed["command"] == "newsgrep search '(大桥 OR 候鸟) -通车' --path '一*' --sort path"
    assert (listed["seen"], listed["run"]) == (1, None)
    assert desk.run("saved", "run", "桥", "-c") == "1\n"
    (desk.corpus / "一2.jsonl").write_text('{"id":"z","body":"候鸟"}\n{"id":"y","body":"大桥通车"}\n', encoding="utf-8")
    (desk.corpus / "二.jsonl").write_text('{"id":"z","body":"候鸟"}\n', encoding="utf-8")
    assert desk.new("桥", code=1) == []
    assert desk.new("桥", "-u", cwd="/") == ["一2.jsonl#z"]


def test_what_was_not_shown_is_still_new(desk):
    desk.write("一.jsonl", "候鸟归来")
    desk.run("search", "大桥", "--save", "桥", code=1)
    desk.write("二.jsonl", "大桥一段", "大桥二段", "大桥三段")
    assert desk.run("saved", "run", "桥", "--new", "-c") == "3\n"
    desk.run("saved", "run", "桥", "--new", "-q")
    shown = desk.new("桥", "-n", "2")
    assert len(shown) == 2
    gone = f"{sys.executable} -m newsgrep saved run 桥 --new --json | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", gone], cwd=desk.folder, env=desk.environment, check=False)
    assert done.returncode == 0
    assert set(shown) | set(desk.new("桥")) == {f"二.jsonl#大桥{one}段" for one in "一二三"}


def test_of_two_runs_at_once_one_shows_what_is_new(desk):
    desk.write("一.jsonl", "候鸟归来")
    desk.run("search", "大桥", "--save", "桥", code=1)
    desk.write("二.jsonl", "大桥一段", "大桥二段")
    shown = []

    def run():
        done = subprocess.run([*PROGRAM, "saved", "run", "桥", "--new", "--format", "ids"], cwd=desk.folder, env=desk.environment, capture_output=True, encoding="utf-8", check=False)  # fmt: skip
        shown.extend(done.stdout.split())

    threads = [threading.Thread(target=run) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(shown) == ["二.jsonl#大桥一段", "二.jsonl#大桥二段"]


def test_names_and_errors(desk):
    desk.write("一.jsonl", "大桥合龙")
    desk.run("saved", code=1)
    desk.run("search", "大桥", "--save", "桥")
    desk.run("search", "大桥", "--save", "桥")
    desk.run("search", "候鸟", "--save", "桥", code=2)
    assert "a different search is already saved under this name (remove it first: newsgrep saved remove " in desk.said
    desk.run("search", "候鸟", "--save", "../x", code=2)
    assert desk.run("saved", "list") == desk.run("saved") != ""
    desk.run("saved", "run", code=2)
    desk.run("saved", "run", "--all", "桥", code=2)
    assert "大桥合龙" in desk.run("saved", "run", "无", "桥", code=2)
    (desk.folder / "state/newsgrep/saved/坏.json").write_text("{", encoding="utf-8")
    assert "桥" in desk.run("saved", code=2)
    assert "大桥合龙" in desk.run("saved", "run", "--all", code=2)
    desk.run("saved", "remove", "坏", "桥")
    desk.run("saved", "remove", "桥", code=2)
    desk.run("saved", code=1)


def test_of_reprints_one_is_new(desk):
    story = "澜江大桥昨日合龙，两岸市民到桥头观看，工人们放下手里的活，站成一排合影，江上的船也鸣了笛。" * 4
    desk.write("一.jsonl", "候鸟归来")
    desk.run("search", "大桥", "--unique", "--save", "桥", code=1)

    def records(name, *keys):
        lines = [json.dumps({"id": key, "title": f"大桥{key}", "body": story, "date": "2025-10-05"}) for key in keys]
        (desk.corpus / name).write_text("\n".join(lines), encoding="utf-8")
        desk.run("index", "-q")

    records("甲.jsonl", "甲")
    assert desk.new("桥") == ["甲.jsonl#甲"]
    records("乙.jsonl", "乙")
    assert desk.new("桥", code=1) == []


def test_what_a_limit_hides_of_reprints_is_still_new(desk):
    story = "澜江大桥昨日合龙，两岸市民到桥头观看，工人们放下手里的活，站成一排合影，江上的船也鸣了笛。" * 4
    other = "大桥大桥大桥，江城的三座大桥都通了车，桥上桥下都是人，市长到场讲话，乐队奏乐，鞭炮响了一个上午。" * 4
    desk.write("一.jsonl", "候鸟归来")
    desk.run("search", "大桥", "--unique", "--save", "桥", code=1)
    for name, text in (("甲", story), ("乙", story), ("丙", other)):
        line = json.dumps({"id": name, "title": "大桥", "body": text, "date": "2025-10-05"})
        (desk.corpus / f"{name}.jsonl").write_text(line, encoding="utf-8")
    desk.run("index", "-q")
    first, second = desk.new("桥", "-n", "1"), desk.new("桥", "-n", "1")
    assert len(first) == len(second) == 1
    assert {one[0] for one in (*first, *second)} in ({"甲", "丙"}, {"乙", "丙"})
    assert desk.new("桥", code=1) == []


def test_a_mended_article_is_not_new_and_another_in_its_place_is(desk):
    text = (
        "澜江大桥昨日合龙，两岸市民到桥头观看，工人们放下手里的活，站成一排合影，江上的船也鸣了笛。十五天后通车。" * 5
    )
    path = desk.corpus / "一.jsonl"

    def write(body):
        path.write_text(json.dumps({"id": 12345, "title": "大桥", "body": body}), encoding="utf-8")
        desk.run("index", "corpus", "-q")

    write(text)
    desk.run("search", "大桥", "--save", "桥")
    write(text.replace("十五天", "十六天", 1))
    assert desk.new("桥", code=1) == []
    write("大桥的灯昨夜全亮了，岸边的人说，像一条龙卧在水上，拍照的人排到了码头，灯光师调了三个月才满意。" * 5)
    assert desk.new("桥") == ["一.jsonl#12345"]


def test_where_nobody_reads_nothing_is_remembered(desk):
    desk.write("一.jsonl", "候鸟归来")
    desk.run("search", "大桥", "--save", "桥", code=1)
    desk.write("二.jsonl", "大桥一段")
    closed = f"{sys.executable} -m newsgrep saved run 桥 --new >&-"
    subprocess.run(["bash", "-c", closed], cwd=desk.folder, env=desk.environment, check=False)
    assert desk.new("桥") == ["二.jsonl#大桥一段"]


def test_an_update_by_other_settings_or_of_no_index_is_refused(desk):
    desk.write("一.jsonl", "大桥合龙")
    desk.run("search", "大桥", "--save", "桥")
    (desk.folder / "newsgrep.toml").write_text('[fields]\ntitle = "大字"\n', encoding="utf-8")
    desk.run("index", "-q")
    desk.run("saved", "run", "桥", "--new", "-u", code=2)
    assert "other settings" in desk.said
    assert "rebuilt" not in desk.said
    assert "up to date" in desk.run("status")
    (desk.folder / "index").rename(desk.folder / "away")
    assert desk.run("saved", "run", "桥", "--new", "-u", code=2) == ""
    assert not (desk.folder / "index").exists()


@pytest.mark.parametrize("values", [{"options": {"recent": 5}}, {"options": {"source": [1]}}, {"options": {"offset": "x"}}, {"options": {"sort": ["date"]}}, {"settings": {"index": 5, "config": None, "synonyms": None}}, {"settings": {"index": "/x\0", "config": None, "synonyms": None}}, {"line": 5}, {"saved": 5}, {"options": {"sort": "bogus"}}, {"options": {"kind": ["bogus"]}}, {"seen": [["a#1", "x", "zz"]]}, {"seen": [["a#1", "x", "00"]]}])  # fmt: skip
def test_a_file_that_lies_is_named_and_the_others_are_run(desk, values):
    desk.write("一.jsonl", "大桥合龙")
    desk.run("search", "大桥", "--save", "桥")
    shelf = desk.folder / "state/newsgrep/saved"
    (shelf / "坏.json").write_text(json.dumps(json.loads((shelf / "桥.json").read_text(encoding="utf-8")) | values), encoding="utf-8")  # fmt: skip
    (shelf / ".x.json").write_text("{}", encoding="utf-8")
    (shelf / "folder.json").mkdir()
    assert "大桥合龙" in desk.run("saved", "run", "--all", code=2)
    assert "damaged" in desk.said
    assert "internal error" not in desk.said
    assert "桥" in desk.run("saved", code=2)
    desk.run("saved", "remove", "坏")
    assert "folder" in desk.run("saved", code=2) + desk.said
    (shelf / "folder.json").rmdir()
    desk.run("saved")


def test_a_line_that_is_not_utf8_is_saved_as_it_is(desk):
    desk.write("一.jsonl", "大桥合龙")
    subprocess.run([*PROGRAM, "search", b"\xff OR \xe5\xa4\xa7\xe6\xa1\xa5", "--save", "x", "-q"], cwd=desk.folder, env=desk.environment, check=False)  # fmt: skip
    assert desk.run("saved", "run", "x", "-c") == "1\n"


def test_a_reprint_of_a_reprint_waits_with_it():
    class Papers:
        def get(self, one):
            return article(one[2:], "", f"{one}", path=one[0])

        def reprints(self, one):
            return [Hit(other, other, 0.9) for other in {"b#b": "c", "c#c": "bd", "d#d": "c"}.get(one, "")]

    hits = [Hit(one, one, 1.0) for one in "xbcd"]
    news = news_since(Papers(), SavedSearch("n", "q", SearchOptions(unique=True)), hits)
    assert [hit.id for hit in news.hits] == ["x#x", "b#b"]
    assert {one.id for one in news.seen_up_to(1)} == {"x#x"}
    assert {one.id for one in news.seen_up_to(2)} == {"x#x", "b#b", "c#c", "d#d"}
    assert isinstance(news, News)


def test_a_search_that_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "x.json")
    with pytest.raises(ConfigError, match="damaged"):
        SavedSearches(tmp_path).get("x")


def test_what_can_be_removed_is(desk):
    desk.write("一.jsonl", "大桥合龙")
    desk.run("search", "大桥", "--save", "桥")
    desk.run("saved", "remove", "无", "桥", code=2)
    desk.run("saved", code=1)


@pytest.fixture
def kept(tmp_path):
    """The bytes of a saved search, and what reads other bytes in their place."""
    folder = SavedSearches(tmp_path)
    settings = {"index": "/i", "config": None, "synonyms": None}
    seen = tuple(Seen(f"a#{number}", f"{number:016x}", "", "2025-01-01") for number in range(20))
    folder.put(SavedSearch("桥", "大桥 澜江", settings=settings, saved="2025-01-01", seen=seen))
    (path,) = tmp_path.glob("*.json")

    def read(stored: bytes) -> SavedSearch:
        path.write_bytes(stored)
        return folder.get("桥")

    return path.read_bytes(), read


def test_a_byte_that_has_changed_in_a_saved_search_is_damage(kept):
    """Else an article that was seen would be new again, or a new one never shown."""
    stored, read = kept
    assert len(read(stored).seen) == 20
    for at in range(len(stored)):
        for bit in (1, 4):
            with pytest.raises(ConfigError, match="damaged"):
                read(stored[:at] + bytes([stored[at] ^ bit]) + stored[at + 1 :])


def test_a_saved_search_that_is_cut_or_joined_to_another_is_damage(kept):
    stored, read = kept
    for size in range(len(stored)):
        with pytest.raises(ConfigError, match="damaged"):
            read(stored[:size])
    for other in (stored + b" ", stored + stored, b" " + stored, stored.replace(b'"a#7"', b'"a#77"')):
        with pytest.raises(ConfigError, match="damaged"):
            read(other)


def test_a_saved_search_of_an_earlier_version_has_no_digest(kept):
    stored, read = kept
    former = b"{" + stored.split(b", ", 1)[1]
    assert former.startswith(b'{"name"')
    assert len(read(former).seen) == 20


def test_damage_says_which_search_and_what_to_do(desk):
    desk.write("一.jsonl", "大桥合龙")
    desk.run("search", "大桥", "--save", "桥")
    (path,) = desk.folder.rglob("桥.json")
    path.write_bytes(path.read_bytes().replace(b"2", b"3", 1))
    for line in (("saved",), ("saved", "run", "桥", "--new"), ("saved", "run", "--all", "--new")):
        desk.run(*line, code=2)
        assert "桥.json: the saved search is damaged" in desk.said
        assert "newsgrep saved remove '桥'" in desk.said


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_what_could_not_be_written_is_not_left_behind(tmp_path, monkeypatch, call):
    kept = SavedSearches(tmp_path)
    search = SavedSearch("桥", "大桥", settings={"index": "/i", "config": None, "synonyms": None})
    kept.put(search)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*((os, "fsync", full) if call == "fsync" else (type(tmp_path), "replace", full)))
    with pytest.raises(OSError, match="No space left on device"):
        kept.put(search)
    assert [path.name for path in tmp_path.iterdir()] == ["桥.json"]
