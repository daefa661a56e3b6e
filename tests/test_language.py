"""Messages in English and Chinese: each has its twin, and what a Chinese reader is shown is Chinese."""

import json
import os
import pickle
import re
import subprocess
from string import Formatter

import polib
import pytest
from conftest import ROOT
from hypothesis import assume, given
from hypothesis import strategies as st
from messages import paragraphs, templates
from warm_start import PROGRAM

from newsgrep.cli.app import COMMANDS
from newsgrep.cli.catalogue_zh import HELP, MESSAGES, OWN, QUOTED
from newsgrep.cli.language import language_of
from newsgrep.cli.output import error_message
from newsgrep.errors import UsageError
from newsgrep.message import Message, as_json, from_json, located

HAN = re.compile("[\u4e00-\u9fff]")
# Names that are the same in both languages.
SAME = {"logDice", "path#key"}
# English that is no language: commands, options, variables, formats, files, keys, places, names.
NAMES = re.compile(
    r"newsgrep(?: [a-z]+)?(?:\.toml)?|\.(?:git)?ignore\b|--?[a-zA-Z-]+|\$?[A-Z_]{2,}|\{[^}]*\}|https?\S+|opensearchs?://[\w:/]*|[a-z_~./]*\.(?:toml|txt|csv|svg|png|pdf|fish|sh|org)|~?/\S+|"
    r"pip install \S+.*|'[^']*'|\[[^\]]*\]|\b(?:title|shown_title|body|by|source|section|kind|path|id|date|xargs|rg|jq|fzf|click|jieba|Whoosh|whoosh|watchfiles|matplotlib|zhplot|"
    r"bash|zsh|fish|config|profile|curl|feed|completions?|browse|copy|backup|textual|Enter|collocates|keywords|count|kwic|show|search|similar|split|status|check|tokens|eval|index|saved|run|remove|name|log-dice|log-ratio|"
    r"log-likelihood|relevance|left|right|pinyin|terminal|plain|grep|json|tsv|ids|paths|csv|auto|always|never|dark|light|file|kitty|vscode|none|query|article|rank|score|"
    r"year|month|day|reporter|photo|brief|ad|notice|function_words|words|stdout|Dunning|Rychl|Hardie|Solr|TREC|Ctrl|path#key|qrels|run|inotify|max_user_watches|fs|"
    r"doc|export|compare|story|month,source|n-gram|xlsx|parquet|html|md|mail|msmtp|ris|bib|Zotero|NoteExpress|FILE-metadata|text|week|quarter|doc|UTF|Lines|NUL|less|cat|host|line|end_line|corpus|shell|list|jsonl|JSONL|fpath|key|gif|since|until|agency|place|url|unit|contenttitle|content|headline|media|time|text|author|shown_title|correspondents|photographers|reporters|Rychlý|snippet|match|toc|p|t|K|M|W|x|a|b|d|w|m|y|N|Q|G)\b|logDice"
)


def test_every_message_has_its_translation_and_no_translation_is_left_over():
    assert set(OWN) == templates() - set(QUOTED)
    assert set(HELP) == paragraphs()
    assert not set(OWN) & set(QUOTED)


def places(template):
    """The places of a template, in the order of its values: number and format."""
    found = [(name, size) for _, name, size, _ in Formatter().parse(template) if name is not None]
    return sorted((int(name) if name else number, size) for number, (name, size) in enumerate(found))


@pytest.mark.parametrize("template", MESSAGES)
def test_a_translation_is_chinese_and_has_the_same_values(template):
    chinese = MESSAGES[template]
    command = re.match(r"(newsgrep|pip install) ", template)
    assert HAN.search(chinese) or template in SAME or command or not re.search("[a-z]{3}", template)
    assert places(chinese) == places(template)


@pytest.mark.parametrize("paragraph", HELP)
def test_help_is_translated(paragraph):
    is_commands = paragraph.startswith("\b\nnewsgrep ")
    assert HAN.search(HELP[paragraph]) or is_commands


# What users may have written: anything, and all that the catalogue knows.
WRITTEN = st.one_of(st.text(), st.sampled_from([*MESSAGES, *HELP, *MESSAGES.values()]))


@given(st.lists(WRITTEN, min_size=9, max_size=9))
def test_what_a_user_has_written_comes_out_of_every_message_as_it_went_in(written):
    for template in (*MESSAGES, "every article"):
        numbers = {number for number, size in places(template) if size}
        values = [7 if number in numbers else text for number, text in enumerate(written)][: len(places(template))]
        for said in (Message(template, *values), located(Message(template, *values), written[7], 3, Message("{}", written[8]))):  # fmt: skip
            shown = said.render(MESSAGES)
            assert all(text in shown for text in values if isinstance(text, str))
        assert shown.startswith(f"{written[7]}:3")


@given(WRITTEN, WRITTEN)
def test_an_error_names_what_a_user_has_written(text, path):
    assume("\0" not in path)
    error = UsageError("no such folder", path=path, hint=Message("examples: {}", text))
    shown = error_message(error).render(MESSAGES)
    assert shown == f"{path}：没有这个文件夹（例如 {text}）"
    assert (str(error), error.path) == (f"{path}: no such folder", path)
    assert error_message(FileNotFoundError(2, "No such file or directory", path)).render(MESSAGES) == (
        f"{path}：没有这个文件或文件夹" if path else "没有这个文件或文件夹"
    )


MESSAGE = st.recursive(
    st.builds(Message, st.just("{}"), st.text()),
    lambda inner: st.builds(Message, st.just("{:,} {} {{}} {}"), st.integers(), st.text(), inner),
    max_leaves=4,
)


@given(MESSAGE)
def test_a_message_is_stored_and_read(message):
    stored = json.loads(json.dumps(as_json(message)))
    assert (from_json(stored), pickle.loads(pickle.dumps(message))) == (message, message)  # noqa: S301


@pytest.mark.parametrize(
    "stored",
    [["{0.__class__}", "x"], ["{:>99999999}", "x"], ["{x}", 1], ["{}"], ["x", 1], ["{:,}", "x"], ["{}", 1.5], [1], 7, None, {"a": 1}, ["{!r}", "x"], ["{", "x"], ["{}", ["{}", ["{}", ["{}", ["{}", ["{}", ["{}", "x"]]]]]]]],
)  # fmt: skip
def test_a_stored_message_can_do_nothing_but_put_values_into_a_sentence(stored):
    with pytest.raises((ValueError, TypeError)):
        from_json(stored)


def test_what_click_says_is_compiled_from_what_people_edit():
    folder = ROOT / "newsgrep/cli/locale/zh/LC_MESSAGES"
    edited, compiled = polib.pofile(str(folder / "newsgrep.po")), polib.mofile(str(folder / "newsgrep.mo"))
    assert {one.msgid: (one.msgstr, one.msgstr_plural) for one in edited} == {one.msgid: (one.msgstr, one.msgstr_plural) for one in compiled}  # fmt: skip


ZH, EN = "zh_CN.UTF-8", "en_US.UTF-8"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        # Nothing says anything, or only the neutral locale does, where gettext does not look at LANGUAGE either.
        ({}, "en"), ({"LANGUAGE": "zh"}, "en"), ({"LANG": "C"}, "en"), ({"LANG": "POSIX"}, "en"),
        ({"LANG": "C", "LANGUAGE": "zh"}, "en"), ({"LANG": "POSIX", "LANGUAGE": "zh"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANGUAGE": "zh:en"}, "en"), ({"LC_ALL": "POSIX", "LANG": ZH, "LANGUAGE": "zh"}, "en"),
        # Each variable of the locale is heard, the first that is set decides, and no other is asked.
        ({"LC_ALL": ZH}, "zh"), ({"LC_MESSAGES": ZH}, "zh"), ({"LANG": ZH}, "zh"), ({"LC_CTYPE": ZH, "LC_TIME": ZH}, "en"),
        ({"LC_ALL": EN, "LC_MESSAGES": ZH}, "en"), ({"LC_ALL": ZH, "LC_MESSAGES": EN}, "zh"),
        ({"LC_ALL": EN, "LANG": ZH}, "en"), ({"LC_ALL": ZH, "LANG": EN}, "zh"), ({"LC_ALL": "C", "LANG": ZH}, "en"),
        ({"LC_MESSAGES": EN, "LANG": ZH}, "en"), ({"LC_MESSAGES": ZH, "LANG": EN}, "zh"),
        # LANGUAGE goes before the locale; the first language of its list counts.
        ({"LANGUAGE": "zh:en", "LANG": EN}, "zh"), ({"LANGUAGE": "en:zh", "LANG": ZH}, "en"),
        ({"LANGUAGE": "zh", "LC_ALL": EN}, "zh"), ({"LANGUAGE": "en", "LC_ALL": ZH}, "en"),
        # NEWSGREP_LANG goes before all, the neutral locale included.
        ({"NEWSGREP_LANG": "en", "LANGUAGE": "zh", "LC_ALL": ZH}, "en"), ({"NEWSGREP_LANG": "zh", "LANGUAGE": "en", "LC_ALL": EN}, "zh"),
        ({"NEWSGREP_LANG": "zh"}, "zh"), ({"NEWSGREP_LANG": "zh", "LC_ALL": "C"}, "zh"), ({"NEWSGREP_LANG": "en", "LANG": ZH}, "en"),
        # A variable that is set to nothing is not set.
        ({"LANG": ""}, "en"), ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": ZH}, "zh"), ({"LC_ALL": "", "LANG": EN}, "en"),
        ({"LANGUAGE": "", "LANG": ZH}, "zh"), ({"NEWSGREP_LANG": "", "LANG": ZH}, "zh"), ({"NEWSGREP_LANG": "", "LANGUAGE": "zh", "LANG": EN}, "zh"),
        # Chinese of any kind, however it is written; no other language.
        ({"LANG": "zh"}, "zh"), ({"LANG": "zh_TW.Big5"}, "zh"), ({"LANGUAGE": "zh-Hans", "LANG": EN}, "zh"), ({"NEWSGREP_LANG": "ZH_hant"}, "zh"),
        ({"LANG": "ja_JP.UTF-8"}, "en"), ({"NEWSGREP_LANG": "jzh", "LANG": ZH}, "en"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_the_environment(environment, language):
    assert language_of(environment) == language


def run(*words, cwd, **environment):
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "XDG_", "NEWSGREP_LANG"))
    }
    return subprocess.run([*PROGRAM, *words], cwd=cwd, env=clean | {"LANG": "zh_CN.UTF-8", "HOME": str(cwd)} | environment, capture_output=True, encoding="utf-8", check=False)  # fmt: skip


def english(text):
    """What is left of a text that is English."""
    return re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]+)*", NAMES.sub(" ", text))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("language")
    (folder / "corpus").symlink_to(ROOT / "corpus")
    done = run("index", "corpus", cwd=folder)
    assert english(done.stderr) == []
    (folder / "news").mkdir()
    (folder / "news" / "a.jsonl").write_text('{"body": "好"}\n{"bo\n[]\n{"x": 1}\n', encoding="utf-8")
    (folder / "q.tsv").write_text("q1\t江城大学\nq2\t无\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["", *COMMANDS, "saved run", "saved remove"])
def test_help_is_chinese(folder, name):
    done = run(*name.split(), "--help", cwd=folder)
    assert done.returncode == 0
    assert english(done.stdout) == []
    from newsgrep.text.width import width

    assert max(map(width, done.stdout.splitlines())) <= 110
    assert run(*name.split(), "--help", cwd=folder, NEWSGREP_LANG="en").stdout == run(*name.split(), "--help", cwd=folder, LANG="C").stdout  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("serch",), ("search", "--limt"), ("search", "-n"), ("search", "x", "-n", "x"), ("search", "x", "-n", "-3"), ("search", "x", "--kind", "z"), ("show",), ("eval",),
        ("tokens", "a", "b"), ("search", "--json=3", "x"), ("--config", "/", "search", "x"), ("search",), ("search", "x", "--since", "明日"), ("search", "x", "--recent", "z"),
        ("search", "x", "--recent", "1y", "--sort", "date"), ("search", "x", "--format", "{z}"), ("search", "x", "--format", "{"), ("--index", "无", "search", "x"), ("show", "x#1"),
        ("similar", "x#1"), ("split", "无"), ("saved", "run"), ("saved", "run", "无"), ("saved", "remove", "无"), ("search", "江城", "--save", "/x"), ("index", "无", "--index", "i2"),
        ("index", "--watch", "-n"), ("count", "江城", "--plot", "x.gif"), ("count", "江城", "--plot", "x.svg"), ("completion", "csh"), ("search", "很" * 20_000),
        ("search", "x", "--synonyms", "无.txt"), ("collocates", "x", "--function-words", "无.txt"), ("index", "news", "--index", "i3"), ("index", "/", "--index", "index"),
        ("eval", "--queries", "q.tsv", "--qrels", "q.tsv"), ("--dict", "无.txt", "tokens", "x"),
    ],
)  # fmt: skip
def test_errors_are_chinese(folder, words):
    done = run(*words, cwd=folder)
    assert done.returncode in {1, 2}
    assert done.stderr.startswith("newsgrep")
    assert HAN.search(done.stderr.replace("很", ""))
    assert english(done.stderr.replace("很", "")) == []


def test_what_is_said_beside_results_is_chinese(folder):
    for words in (("search", "江城大学 招聘 -大桥", "--explain", "--format", "terminal", "-n", "2"), ("search", '"江城', "title:", "--explain", "--format", "terminal"), ("search", "date:2025 by:何青禾 /大.?桥/ 江*学", "--explain", "--format", "terminal")):  # fmt: skip
        done = run(*words, cwd=folder)
        assert english(done.stderr.replace("ms", "")) == []
        assert not re.search("score|more", done.stdout)
    assert "篇文章" in run("index", "-n", "--rebuild", cwd=folder).stderr
    shown = run("collocates", "大桥", "--format", "terminal", cwd=folder).stdout
    assert english(shown.splitlines()[0]) == []
    assert english(run("count", "大桥", "", "--by", "reporter", "--format", "terminal", cwd=folder).stdout) == []
    assert english(run("config", "--init", "--config", "new.toml", cwd=folder).stderr) == []
    text = (folder / "new.toml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("# ") and not HAN.search(line)] == []


@pytest.mark.parametrize("text", ["every article", "nothing found", "is a folder", "the word x", "up to date"])
def test_what_a_user_has_written_is_not_translated(folder, text):
    done = run("search", f'"{text}"', "--explain", "--format", "terminal", cwd=folder)
    assert done.stderr.count(text) == 4
    assert "匹配    文字“" + text in done.stderr
    assert run("show", text, cwd=folder).stderr == f"newsgrep: {text}：不在索引中（可用 newsgrep search --format ids … 列出 ID）\n"  # fmt: skip
    assert run("saved", "remove", text, cwd=folder).stderr.startswith(f"newsgrep: {text}：")
    assert f"{text}：" in run("split", text, cwd=folder).stderr


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("title:大桥", "（在标题中）"), ('body:"大桥"', "（在正文中）"), ("title:大?桥", "（在标题中）"), ("title:/大.桥/", "（在标题中）"),
        ('title:"大桥 合龙"~3', "（在标题中）"), ("source:江城日报", "来源为 江城日报"), ("date:2025", "日期从 2025 到 2025"),
    ],
)  # fmt: skip
def test_every_part_of_a_query_is_explained_in_chinese(folder, line, phrase):
    told = run("search", line, "--explain", "--format", "terminal", cwd=folder).stderr
    assert phrase in told
    assert english(told.replace("ms", "")) == []


def test_data_is_in_no_language(folder):
    for words in (("search", "大桥"), ("search", "大桥", "--json"), ("count", "大桥", "--by", "year"), ("collocates", "大桥"), ("kwic", "大桥", "--format", "csv"), ("status",), ("check",), ("config",), ("search", "江城大学", "--why", "江城日报/2025-03-18-01.txt#2")):  # fmt: skip
        chinese, english_ = (run(*words, cwd=folder, NEWSGREP_LANG=language).stdout for language in ("zh", "en"))
        assert re.sub('"took_ms": [0-9.]+', "", chinese) == re.sub('"took_ms": [0-9.]+', "", english_)
    assert json.loads(run("status", "--json", cwd=folder).stdout)["type"] == "status"


def test_a_list_is_joined_as_its_language_does():
    said = Message("no article contains {}", ("“大桥”", "“{候鸟, 湿地}”"))
    assert str(said) == "no article contains “大桥”, “{候鸟, 湿地}”"
    assert said.render(MESSAGES) == "没有文章含有 “大桥”、“{候鸟, 湿地}”"
    assert str(from_json(json.loads(json.dumps(as_json(said))))) == str(said)
    assert len({said, Message(said.template, *said.values)}) == 1


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (("search", "x", "--hidden"), "No such option '--hidden'. Did you mean '--index'? (see ", "没有选项 '--hidden'，是不是想用 '--index'？（见 "),
        (("search", "x", "--li"), "No such option '--li'. Did you mean '--all', '--explain', '--limit'? (see ", "没有选项 '--li'，是不是想用 '--all'、'--explain'、'--limit'？（见 "),
        (("search", "x", "--qqqqq"), "No such option '--qqqqq' (see ", "没有选项 '--qqqqq'（见 "),
        (("search", "x", "--format", "{x}"), "unit, snippet)", "unit、snippet）"),
    ],
)  # fmt: skip
def test_suggestions_are_sentences(tmp_path, words, english, chinese):
    for language, told in (("en", english), ("zh", chinese)):
        environment = {**os.environ, "NEWSGREP_LANG": language}
        done = subprocess.run([*PROGRAM, *words], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)  # fmt: skip
        assert told in done.stderr
        assert done.returncode == 2
