"""Options of grep and ripgrep: they work, or one line names ours."""

import json

import pytest
from conftest import index_of

RECORDS = [
    {"id": "1", "title": "候鸟归来", "body": "湿地的候鸟回来了，GDP也涨了。"},
    {"id": "2", "title": "大桥合龙", "body": "大桥合龙，候鸟飞过。"},
    {"id": "3", "title": "", "body": "没有标题的候鸟新闻，第一句。第二句。"},
    {"id": "4", "title": "", "body": ""},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("foreign"), {"a.jsonl": RECORDS[:2], "b.jsonl": RECORDS[2:3]})


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        ("search 候鸟 -m 1", "search 候鸟 -n 1"), ("search -m1 候鸟", "search 候鸟 -n 1"), ("search --max-count=1 候鸟", "search 候鸟 -n 1"), ("search --max-count 1 候鸟", "search 候鸟 -n 1"),
        ("search -g b* 候鸟", "search 候鸟 --path b*"), ("search --glob=b* 候鸟", "search 候鸟 --path b*"), ("search 候鸟 --files-with-matches", "search 候鸟 -l"),
        ("search -e 候鸟", "search 候鸟"), ("search -e 大桥 -e 标题", "search 大桥 OR 标题"), ("search -e -GDP", 'search "-GDP"'), ("search --regexp=候鸟", "search 候鸟"),
        ("count -e 大桥 -e 标题", "count 大桥 标题"), ("search -r 候鸟", "search 候鸟"), ("search --recursive --line-number 候鸟 -H -s", "search 候鸟"), ("search --ignore-case -S gdp", "search gdp"),
        ("kwic -m 1 候鸟", "kwic 候鸟 -n 1"), ("kwic -o 候鸟", "kwic 候鸟 --format {match}"), ("search --colour=always 候鸟", "search 候鸟 --color always"),
        # What is no foreign option stays what it was: an exclusion, a value, words after --.
        ("search 候鸟 -GDP", "search 候鸟 NOT GDP"), ("search 候鸟 -in", "search 候鸟 NOT in"), ("search 候鸟 --context 3 -m 1", "search 候鸟 -n 1 --context 3"),
        ("search 候鸟 --path -m", "search 候鸟 --path=-m"), ("search 候鸟 -- -m", "search 候鸟 NOT m"),
    ],
)  # fmt: skip
def test_it_works(say, foreign, ours):
    assert say(*foreign.split())[:2] == say(*ours.split())[:2]
    assert say(*foreign.split())[0] in {0, 1}


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("search 候鸟 -C 3", "--context CHARS"), ("search 候鸟 -C3", "--context CHARS"), ("search -A2 候鸟", "--context CHARS"), ("kwic -B 2 候鸟", "--context CHARS"),
        ("search -o 候鸟", "newsgrep kwic QUERY --format '{match}'"), ("search --only-matching 候鸟", "newsgrep kwic"), ("search -P 候.", "write a regular expression as /…/"),
        ("search --invert-match 候鸟", "-WORD"), ("search -L 候鸟", "-WORD"), ("search --count-matches 候鸟", "newsgrep count QUERY"), ("search -f terms.txt", "newsgrep count --terms FILE"),
        ("search -rn 候鸟 corpus", "newsgrep search QUERY"), ("search -g !a* 候鸟", "-path:PATH"), ("search -t txt 候鸟", "--path"), ("collocates -x 候鸟", "/^…$/"),
    ],
)  # fmt: skip
def test_one_line_names_ours(say, words, hint):
    code, out, err = say(*words.split())
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(("newsgrep: -", "newsgrep: !"))
    assert hint in err


def test_help_does_not_list_them(say):
    for command in ("search", "kwic", "count"):
        shown = say(command, "-h")[1]
        assert "--max-count" not in shown
        assert "--glob" not in shown


def test_an_id_that_there_is_not_has_one_exit_code(say):
    for words in (("show", "a.jsonl#9"), ("similar", "a.jsonl#9"), ("search", "候鸟", "--why", "a.jsonl#9")):
        code, out, err = say(*words)
        assert (code, out) == (1, "")
        assert err == "newsgrep: a.jsonl#9: not in the index (list ids with 'newsgrep search --format ids …')\n"


def test_without_snippets_there_is_a_line_a_hit(say):
    _, out, _ = say("search", "候鸟", "--snippets", "0", "--sort", "path")
    assert out.splitlines() == ["a.jsonl:1:候鸟归来", "a.jsonl:2:大桥合龙", "b.jsonl:1:没有标题的候鸟新闻，第一句。"]


def test_of_an_untitled_article_the_first_sentence_is_shown(say):
    first = "没有标题的候鸟新闻，第一句。"
    assert say("search", "没有标题", "--format", "{title}|{kind}")[1] == f"{first}|article\n"
    assert say("search", "没有标题", "--format", "terminal")[1].startswith(f" 1  {first}\n")
    assert say("show", "b.jsonl#3")[1].startswith(first + "\n")
    hit, summary = map(json.loads, say("search", "没有标题", "--json")[1].splitlines())
    assert (hit["title"], hit["shown_title"], hit["title_matches"]) == ("", first, [])
    assert summary["total"] == 1
    assert json.loads(say("show", "a.jsonl#1", "--json")[1])["shown_title"] == "候鸟归来"
    assert say("kwic", "没有标题", "--format", "{title}")[1] == f"{first}\n"
    assert say("kwic", "没有标题", "--format", "{shown_title}")[1] == f"{first}\n"
    assert say("search", "没有标题", "--format", "{shown_title:6}|")[1] == "没有标|\n"
    line, _ = map(json.loads, say("kwic", "没有标题", "--json")[1].splitlines())
    assert (line["title"], line["shown_title"]) == ("", first)
    assert say("split", "corpus/b.jsonl")[1].endswith(f"\t{first}\n")
