"""Where nothing is found, every command says so in one line on stderr, and why."""

import json
import re
import subprocess
import sys

import pytest
from articles import article, entry

from newsgrep.analysis import load_segmenter
from newsgrep.cli.app import run
from newsgrep.engine.memory import MemoryEngine
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.query.filters import filters
from newsgrep.query.text_options import TextOptions
from newsgrep.search.nearest import nearest_values, nearest_words, one_homophone_away
from newsgrep.search.nothing_found import explain_nothing
from newsgrep.search.search import Request, search

ARTICLES = [
    article("1", "江城大学招聘", "江城大学今天招聘教师，劳动争议由工会调解。", date="2025-01-02", source="江城日报", reporters=("何青禾",), section="要闻"),
    article("2", "候鸟归来", "鹭洲湿地的候鸟回来了，市民到桥头观看。", date="2025-02-03", source="江城晚报", reporters=("秦越",), section="生活"),
    article("3", "大桥合龙", "澜江大桥合龙，权利与义务。", date="2025-03-04", source="临江周刊", kind="brief"),
    article("4", "Opening", "The bridge opened in October.", date="2025-03-04", source="临江周刊"),
]  # fmt: skip


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def engine(request, tmp_path_factory):
    engine = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path_factory.mktemp("nf"), create=True)
    engine.update((), map(entry, ARTICLES), user_words=())
    yield engine
    engine.close()


def reasons(engine, line, **options):
    request = Request(line, **options)
    assert search(engine, request._replace(relax=False), load_segmenter()).found.total == 0
    return "; ".join(map(str, explain_nothing(engine, request, load_segmenter())))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("没有此物", ["no article contains "]), ("大桥 无此物也", ["no article contains ", "--any finds 1 article"]), ("候鸟 大桥", ["no article contains all of these words", "--any finds 2 articles"]),
        ("劳动争意", ["did you mean “劳动争议”? (1 article)"]), ("全力", ["did you mean “权利”? (1 article)"]), ("候鸟龟来", ["did you mean “候鸟归来”? (1 article)"]),
        ("laodong", ["no article contains “laodong”; did you mean “劳动”? (1 article)"]), ("octobre", ["did you mean “october”? (1 article)"]), ("brigde", ["did you mean “bridge”? (1 article)"]),
        ('"候鸟龟来"', ["no article contains “候鸟龟来”; did you mean “候鸟归来”? (1 article)"]), ("何青和", ["did you mean by:何青禾? (1 article)"]), ("秦越", ["did you mean by:秦越? (1 article)"]),
        ("江城晩报", ["did you mean source:江城晚报? (1 article)"]), ("by:何清禾", ["no article has the byline “何清禾” (did you mean “何青禾”?)"]), ("section:要文 大桥", ["no article has the section “要文” (did you mean “要闻”?)", "without section:要文 there would be 1 article"]),
        ("date:2024", ["no article matches date:2024"]), ("source:江城", ["no article has the source “江城” (did you mean “江城日报”, “江城晚报”?)"]), ("kind:文章", ["no article has the kind “文章” (choose from article, brief)"]),
        ("大桥 source:江城日报", ["without source:江城日报 there would be 1 article"]), ("大桥 date:2024", ["without date:2024 there would be 1 article"]), ("大桥 -合龙", ["without -合龙 there would be 1 article"]),
        ("title:调解", ["without title:调解 there would be 1 article"]), ("合龙 title:权利 date:2025-01", ["without these filters there would be 1 article"]), ("/[0-9]{9}/", ["no article matches /[0-9]{9}/"]),
        ("ridge", ["articles contain “ridge” only inside longer words or numbers"]), ("桥头苹", ["no article contains “苹”"]),
    ],
)  # fmt: skip
def test_the_reason_is_told(engine, line, told):
    found = reasons(engine, line)
    for part in told:
        assert part in found
    assert f"mean “{line}”" not in found


@pytest.mark.parametrize(
    "line",
    ["城大招", "江城学", "候鸟大桥", "候鸟苹", "何青苹", "桥头堡", "城大 招聘会", "ridge", "pene", "湿地鸟", "劳动争鸟", "争议鸟", "[大", "/[大/", "权利桥", "龙合", '"工会桥"', "城学*", "ope?z"],
)  # fmt: skip
@pytest.mark.parametrize("phrase_only", [False, True])
def test_what_is_said_to_be_in_no_article_is_in_none_not_even_inside_a_word(engine, line, phrase_only):
    told = reasons(engine, line, phrase_only=phrase_only)
    absent = re.search("no article contains ((?:“[^”]*”(?:, )?)+)", told)
    assert told
    for text in re.findall("“(.*?)”", absent[1]) if absent else ():
        assert not search(engine, Request(f'"{text}"'), load_segmenter()).found.total


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('"江城大学 教师"~1', "no article contains “江城大学”, “教师” with at most 1 character between them"), ('"江城大学 教师"~2', "no article contains “江城大学”, “教师” with at most 2 characters between them"),
        ('"候鸟 大桥"~3', "no article contains all of these words"), ('"候鸟 无此"~3', "no article contains “无此”"), ('"劳动争意 工会"~9', 'no article contains “劳动争意”; did you mean "劳动争议 工会"~9? (1 article)'),
        ("*", "no article contains “*”"), ("id:x", "no article has the ID “x”"), ("候鸟 id:江城日报/1.txt#9", "no article has the ID “江城日报/1.txt#9”"), ("by:王*", "no article matches by:王*"),
        ("n/江城晚报 大桥", "no article contains “晚报”; did you mean source:江城晚报?; --any finds 1 article"), ("n/江城晚报 候鸟", "no article contains “晚报”; did you mean source:江城晚报? (1 article); --any finds 1 article"),
        ("江城大学 候鸟龟来", "no article contains “龟来”; did you mean “候鸟归来”?; --any finds 1 article"), ("劳动争意 工会调姐", "no article contains “争意”, “调姐”; did you mean “劳动争议”, “工会调解”? (1 article)"),
        ("title:候鸟大桥", "no article contains “候鸟大桥”; title:(候鸟 大桥) --any finds 2 articles"), ("title:湿地 title:大桥", "--any finds 1 article"), ("title:湿地大桥", "title:(湿地 大桥) --any finds 1 article"),
    ],
)  # fmt: skip
def test_what_is_suggested_is_what_the_whole_query_would_find(engine, line, told):
    assert told in reasons(engine, line)
    assert "*?" not in reasons(engine, line)


@pytest.mark.parametrize("line", ["[大", "/[大/", "大桥龙"])
def test_a_word_by_itself_is_not_said_to_be_apart(engine, line):
    assert reasons(engine, line, phrase_only=True).split("; ")[0] == f"no article contains “{line}”"


@pytest.mark.parametrize(
    ("line", "options", "told"),
    [
        ("大橋", TextOptions(as_written=True), "without --as-written there would be 1 article"),
        ('"ridge"', TextOptions(whole_words=True), "without -w there would be 1 article"),
        ("大桥 OR 湿地", TextOptions(fixed_strings=True), "without -F there would be 2 articles"),
    ],
)
def test_an_option_that_narrows_the_search_is_named(engine, line, options, told):
    assert reasons(engine, line, text_options=options) == told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"values": {"source": ["江城日报"]}}, "without --source 江城日报 there would be 1 article"), ({"values": {}, "since": "2026"}, "without --since 2026 there would be 1 article"),
        ({"values": {"by": ["秦月"]}}, "no article has the byline “秦月” (did you mean “秦越”?); without --by 秦月 there would be 1 article"),
        ({"values": {"source": ["江城日报"], "kind": ["photo"]}}, "without these filters there would be 1 article"),
        ({"values": {"source": ["江城日报"]}, "until": "2025-12"}, "without --source 江城日报 there would be 1 article"),
    ],
)  # fmt: skip
def test_an_option_that_excludes_all_is_named(engine, options, told):
    found = reasons(engine, "大桥", filters=filters(**options))
    assert found.endswith(told)
    assert "until" not in found


def test_words_that_are_not_side_by_side(engine):
    assert reasons(engine, "合龙大桥", phrase_only=True) == (
        "articles contain these words, but not side by side; separate the words with spaces to search for each"
    )
    assert "side by side" not in reasons(engine, "大桥候鸟", phrase_only=True)


def test_what_any_word_finds_is_not_told_to_who_has_asked_for_it(engine):
    assert "--any" not in reasons(engine, "无此物甲 无此物乙")
    assert "--any" not in reasons(engine, "无此物甲 无此物乙", any_word=True)


def test_nothing_near_is_made_up(engine):
    for text in ("蔚蓝色", "xylophone", "2027", "龘", "合龙大", ""):
        assert nearest_words(engine, text) == {}
        assert one_homophone_away(engine, text, range(len(text))) == []
    assert "候鸟" not in nearest_words(engine, "候鸟")
    assert nearest_values(engine, "source", "人民日报海外版") == []


def test_an_empty_index_is_named():
    engine = MemoryEngine()
    engine.update((), (), user_words=())
    assert str(explain_nothing(engine, Request("大桥"), load_segmenter())[0]) == "the index is empty"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nothing")
    (folder / "corpus").mkdir()
    records = [{"title": one.title, "body": one.paragraphs[0].text, "source": one.source} for one in ARTICLES]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (folder / "corpus" / "a.jsonl").write_text(lines, encoding="utf-8")
    assert run(["index", str(folder / "corpus"), "--index", str(folder / "index")]) == 0
    return folder


COMMANDS = [
    ("search",), ("search", "-c"), ("search", "-l"), ("search", "--json"), ("search", "--format", "terminal"), ("search", "--format", "csv"), ("kwic",), ("kwic", "-c"),
    ("kwic", "--json"), ("count",), ("count", "--json"), ("count", "--by", "year"), ("collocates",), ("collocates", "--json"), ("keywords",), ("keywords", "--json"),
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_the_same_in_every_form(folder, monkeypatch, capsys, words):
    monkeypatch.chdir(folder)
    capsys.readouterr()
    assert run([*words, "候鸟龟来", "--all"]) == 1
    out, err = capsys.readouterr()
    assert err.startswith("newsgrep: nothing found: ")
    assert err.count("\n") == 1
    assert "did you mean “候鸟归来”? (1 article)" in err
    assert "nothing found" not in out
    assert run(["-q", *words, "候鸟龟来"]) == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("候鸟龟来", ["no article contains “龟来”; did you mean “候鸟归来”? (1 article)"]),
        ("大桥 龟来", ["no article contains “龟来”; did you mean “归来”?"]),
        # Nothing is said that is no news beside articles with some of the words.
        ("候鸟大桥", []), ("候鸟 大桥", []),
    ],
)  # fmt: skip
def test_beside_partial_matches_only_what_else_is_known_is_said(folder, monkeypatch, capsys, line, told):
    monkeypatch.chdir(folder)
    capsys.readouterr()
    assert run(["search", line]) == 1
    out, err = capsys.readouterr()
    assert out
    first, *others = err.splitlines()
    assert first == "newsgrep: no article contains all of these words; partial matches are shown"
    assert others == [f"newsgrep: {each}" for each in told]


def test_of_several_queries_those_that_find_nothing_are_named(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    capsys.readouterr()
    assert run(["count", "大桥", "龙合", "甲乙丙丁", "戊己", "庚辛", "壬癸"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["龙合", "甲乙丙丁", "戊己", "2 more queries find nothing"]


def test_words_that_are_too_rare_are_another_matter(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    capsys.readouterr()
    assert run(["keywords", "大桥", "--least", "9"]) == 1
    assert capsys.readouterr().err == "newsgrep: nothing found: no word occurs often enough (see --least)\n"


@pytest.mark.parametrize(
    "words", [("大桥", "--against", "大桥"), ("大桥", "--against", "澜江大桥"), ("大桥 OR 候鸟 OR 江城 OR bridge",)]
)
def test_where_there_is_nothing_to_compare_with_it_is_said(folder, monkeypatch, capsys, words):
    monkeypatch.chdir(folder)
    capsys.readouterr()
    assert run(["keywords", *words, "--least", "1"]) == 1
    assert capsys.readouterr().err == "newsgrep: nothing found: there are no other articles to compare these with\n"


def test_a_search_that_finds_something_compares_nothing(folder):
    code = "import sys; sys.argv[1:] = ['search', '大桥']\ntry:\n from newsgrep.cli.app import run; run(sys.argv[1:])\nfinally:\n print([name for name in sys.modules if 'rapidfuzz' in name or 'pinyin' in name])"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
