"""Themes, links, templates and the pager: what output looks like where there are eyes to see it."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from articles import article
from conftest import ROOT, index_of
from hypothesis import given
from hypothesis import strategies as st
from warm_start import PROGRAM
from wcwidth import wcswidth

from newsgrep.errors import UsageError
from newsgrep.printers.links import SCHEMES, Links, is_template
from newsgrep.printers.style import Style
from newsgrep.printers.template import OF_HIT, template_of, values_of
from newsgrep.printers.theme import ALL, FEW, MANY, ROLES, THEMES, colors_of, fitted, is_look, sgr

CLEAN = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PAGER", "COLORTERM", "LESS"}}  # fmt: skip


def luminance(color):
    parts = [value / 255 for value in bytes.fromhex(color.lstrip("#"))]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "grounds"), [("dark", ["#000000", "#1e1e1e", "#002b36", "#282a36"]), ("light", ["#ffffff", "#fdf6e3", "#f5f5f5"])])  # fmt: skip
def test_every_colour_can_be_read_on_its_ground(theme, grounds):
    for look in THEMES[theme].values():
        for color in re.findall("#[0-9a-f]{6}", look):
            assert all(contrast(color, ground) >= 4.5 for ground in grounds), look


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_has_a_look_for_every_role(name):
    assert set(THEMES[name]) == set(ROLES)
    assert all(map(is_look, THEMES[name].values()))


@pytest.mark.parametrize(
    "look",
    [
        "boldred",
        "redgreen",
        "#ff0000#ff0000",
        "pink",
        "bold pink",
        "#12345",
        "on",
        "#ffffffff",
        "\x1b[1m",
        "red on",
        "link x",
    ],
)
def test_what_is_no_look_is_refused(look):
    assert not is_look(look)


@given(st.from_regex("#[0-9a-f]{6}", fullmatch=True))
def test_a_colour_is_shown_in_as_many_as_there_are(color):
    assert re.fullmatch("3[0-7]", sgr(color, FEW))
    number = int(re.fullmatch(r"38;5;(\d+)", sgr(color, MANY))[1])
    assert 16 <= number <= 255
    assert sgr(color, ALL) == "38;2;" + ";".join(map(str, bytes.fromhex(color[1:])))
    from rich.style import Style as RichStyle

    for colors in (FEW, MANY, ALL):
        assert RichStyle.parse(fitted(f"bold {color}", colors)).bold


def test_the_terminal_says_how_many_colours_it_has():
    assert colors_of({}) == colors_of({"TERM": "xterm"}) == FEW
    assert colors_of({"TERM": "xterm-256color"}) == MANY
    assert colors_of({"TERM": "xterm-256color", "COLORTERM": "truecolor"}) == ALL


def test_a_place_is_a_link_only_with_colour():
    links = Links(SCHEMES["vscode"], "/语 料")
    url = "vscode://file/%E8%AF%AD%20%E6%96%99/a%23b.txt:7"
    assert links.url("a#b.txt", 7) == url
    assert Style(color=True, links=links).linked("x", "a#b.txt", 7) == f"\x1b]8;;{url}\x1b\\x\x1b]8;;\x1b\\"
    assert Style(color=False, links=links).linked("x", "a#b.txt", 7) == "x"
    assert Style(color=True).linked("x", "a", 7) == "x"
    assert "%1B" in links.url("a\x1b.txt", 1)
    assert all(is_template(template) for template in SCHEMES.values() if template)


@pytest.mark.parametrize("template", ["", "{path}", "file://{line}", "file://{path", "file://{path}{0}", "file://{path.x}", "\x1b://{path}", "x://{path}\x07", "x://{path}{line!r:\x1b<3}", "x://{path}{host:>9}", "x://{path} red", "x://{path.__class__}"])  # fmt: skip
def test_what_is_no_link_is_refused(template):
    assert not is_template(template)


def test_a_template_puts_values_in_columns():
    values = {"title": "江城大桥", "date": "2025"}
    assert template_of(r"{date}\t{title}\\{{x}}\n", values)(values) == "2025\t江城大桥\\{x}\n"
    for columns in range(1, 12):
        for side in ("", "<", ">"):
            assert wcswidth(template_of(f"{{title:{side}{columns}}}", values)(values)) == columns


@pytest.mark.parametrize("text", ["{datum}", "{", "{date:x}", "{date!r}", "{date.x}", "{}", "{0}", "{date:99999}", "}{date}"])  # fmt: skip
def test_what_is_no_template_is_refused_with_what_there_is(text):
    with pytest.raises(UsageError) as caught:
        template_of(text, OF_HIT)
    assert "correspondents" in str(caught.value.hint)


def test_every_value_of_a_template_is_one_of_the_article():
    values = values_of(article("1", "大桥\n合龙", "好。", reporters=("罗远", "何青禾")))
    assert set(values) | {"rank", "score", "snippet"} == set(OF_HIT)
    assert (values["title"], values["reporters"], values["date"]) == ("大桥 合龙", "罗远 何青禾", "")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("looks")
    (folder / "corpus").symlink_to(ROOT / "corpus")
    assert run("index", "corpus", cwd=folder).returncode == 0
    return folder


def run(*words, cwd, **environment):
    return subprocess.run([*PROGRAM, *words], cwd=cwd, env=CLEAN | environment, capture_output=True, encoding="utf-8", check=False)  # fmt: skip


def on_a_terminal(*words, cwd, rows=24, columns=80, stdin=None, **environment):
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    with subprocess.Popen([*PROGRAM, *words], cwd=cwd, env=CLEAN | {"TERM": "xterm"} | environment, stdin=stdin or terminal, stdout=terminal, stderr=subprocess.PIPE) as process:  # fmt: skip
        os.close(terminal)
        output = b""
        while chunk := _read(main):
            output += chunk
        said = process.stderr.read().decode()
    os.close(main)
    return output.decode(), said, process.returncode


def _read(number):
    try:
        return os.read(number, 65536)
    except OSError:
        return b""


PAGER = f"{sys.executable} -c \"import sys; print('PAGED', len(sys.stdin.read().splitlines()))\""


def test_what_is_longer_than_the_terminal_is_paged(demo):
    words = ("search", "江城", "--color", "never")
    paged, said, code = on_a_terminal(*words, cwd=demo, PAGER=PAGER)
    assert re.fullmatch(r"PAGED \d+\r\n", paged)
    assert "articles" in said
    assert code == 0
    for option in (
        {"PAGER": "cat"},
        {"PAGER": ""},
        {"NEWSGREP_PAGER": "cat", "PAGER": PAGER},
        {"PAGER": "没有这个程序"},
    ):
        whole, said, _ = on_a_terminal(*words, cwd=demo, **option)
        assert whole.count("\n") > 24
        assert ("cannot run the pager" in said) == (option["PAGER"] == "没有这个程序" if "PAGER" in option else False)
    assert on_a_terminal("--no-pager", *words, cwd=demo, PAGER=PAGER)[0] == whole
    assert on_a_terminal(*words, cwd=demo, rows=500, PAGER=PAGER)[0] == whole
    assert "PAGED" not in run(*words, "--format", "terminal", cwd=demo, PAGER=PAGER).stdout
    (demo / "newsgrep.toml").write_text("pager = false\n", encoding="utf-8")
    assert on_a_terminal(*words, cwd=demo, PAGER=PAGER)[0] == whole
    (demo / "newsgrep.toml").unlink()


def test_nothing_is_paged_where_nobody_turns_pages(demo):
    words = ("search", "江城", "--color", "never")
    assert "PAGED" not in on_a_terminal(*words, cwd=demo, rows=0, PAGER=PAGER)[0]
    assert "PAGED" not in on_a_terminal(*words, cwd=demo, PAGER=PAGER, TERM="dumb")[0]
    assert "PAGED" not in on_a_terminal(*words, cwd=demo, stdin=subprocess.DEVNULL, PAGER=PAGER)[0]


def test_a_pager_that_is_quit_at_once_is_no_error(demo):
    _, said, code = on_a_terminal("kwic", "的", cwd=demo, PAGER="true")
    assert (said, code) == ("", 0)


def test_a_pager_is_waited_for_where_the_rest_cannot_be_made(tmp_path):
    from newsgrep.cli import pager

    waited = tmp_path / "waited"
    script = f"import sys, time; sys.stdin.read(); time.sleep(0.5); open({str(waited)!r}, 'w')"
    process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE)

    def failing():
        yield "江城\n"
        raise RuntimeError("the rest cannot be read")

    with pytest.raises(RuntimeError, match="the rest"):
        pager._feed(process, [], failing())
    assert waited.exists()


def test_news_is_not_paged_as_what_is_not_read_there_would_be_taken_for_read(demo):
    state = {"XDG_STATE_HOME": str(demo / "state")}
    run("search", "无此事也", "--save", "无", cwd=demo, **state)
    path = demo / "state/newsgrep/saved/无.json"
    held = json.loads(path.read_bytes())
    del held["digest"]  # as of an earlier version
    path.write_text(json.dumps(held, ensure_ascii=False).replace("无此事也", "江城"), encoding="utf-8")
    output, _, code = on_a_terminal("saved", "run", "无", "--new", cwd=demo, PAGER=PAGER, **state)
    assert code == 0
    assert "PAGED" not in output


@pytest.mark.parametrize("words", [("kwic", "江城"), ("count", "江城", "--by", "day"), ("show", "江城晚报/2025-2026.jsonl#jcwb-20250316-01", "江城日报/2025-03-18-01.txt#1"), ("collocates", "江城", "--least", "1", "-n", "0"), ("split", "corpus/江城日报/2025-03-18-01.txt")])  # fmt: skip
def test_every_long_form_is_paged(demo, words):
    assert "PAGED" in on_a_terminal(*words, cwd=demo, rows=8, PAGER=PAGER)[0]


# All depths of colour where there is the least room; a depth changes no width, so one each for the others.
DEPTHS = ({"TERM": "xterm"}, {"TERM": "xterm-256color"}, {"COLORTERM": "truecolor"}, {"NO_COLOR": "1"})


@pytest.mark.parametrize(
    ("columns", "depths"), [(60, DEPTHS), (80, DEPTHS[1:2]), (120, DEPTHS[2:3]), (200, DEPTHS[3:])]
)
@pytest.mark.parametrize("words", [("search", "江城大学", "--explain"), ("kwic", "江城大学"), ("count", "江城", "大桥", "--by", "month"), ("count", "江城", "--by", "reporter"), ("collocates", "江城"), ("keywords", "大桥"), ("similar", "江城日报/2025-03-18-01.txt#1"), ("show", "江城日报/2025-03-18-01.txt#1", "-m", "早稻"), ("status",), ("config",), ("split", "corpus/江城日报/2025-03-18-01.txt")])  # fmt: skip
def test_no_line_of_any_command_is_wider_than_the_terminal(demo, words, columns, depths):
    for depth in depths:
        output, _, code = on_a_terminal(*words, cwd=demo, columns=columns, PAGER="cat", **depth)
        assert code in {0, 1}
        assert ("\x1b" in output) == ("NO_COLOR" not in depth) or words[0] in {"status", "config"}
        bare = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", output)
        if words[0] not in {"status", "config"}:
            assert max(map(wcswidth, bare.replace("\r", "").split("\n"))) <= columns


def test_a_theme_is_chosen_and_changed(demo):
    path = demo / "newsgrep.toml"

    def shown(text):
        path.write_text(text, encoding="utf-8")
        done = run("search", "江城大学", "-n", "1", "--color", "always", cwd=demo, COLORTERM="truecolor")
        path.unlink()
        return done

    assert "\x1b[1;38;2;255;135;135m江城大学\x1b[0m" in shown('theme = "dark"').stdout
    assert "\x1b[4m江城大学\x1b[0m" in shown('[colors]\nmatch = "underline"').stdout
    assert "\x1b]8" not in shown('links = "none"').stdout
    corpus = str((ROOT / "corpus").resolve())
    assert "\x1b]8;;x://" in shown('links = "x://{path}:{line}"').stdout
    assert Path(corpus).name in shown('links = "vscode"').stdout
    for text in ('theme = "pink"', '[colors]\nmatch = "pink"', '[colors]\nx = "red"', 'links = "x"', 'color = "red"'):
        done = shown(text)
        assert (done.returncode, done.stdout) == (0 if "color =" in text else 2, done.stdout), text
        assert "color =" in text or "newsgrep.toml: " in done.stderr


def test_a_template_makes_lines(demo):
    done = run("search", "江城大学", "--format", r"{date}|{title:20}|{path}:{line}\t{snippet}", cwd=demo)
    assert all(wcswidth(line.split("|")[1]) == 20 for line in done.stdout.splitlines())
    ids = run("search", "江城大学", "--format", "ids", cwd=demo).stdout
    assert run("search", "江城大学", "--format", "{id}", cwd=demo).stdout == ids
    assert run("search", "江城大学", "--format", "{id}", "-0", cwd=demo).stdout == ids.replace("\n", "\0")
    assert run("kwic", "江城大学", "--format", "[{match}] {id}", cwd=demo).stdout.count("\n") == int(run("kwic", "江城大学", "-c", cwd=demo).stdout)  # fmt: skip
    wrong = run("search", "江城大学", "--format", "{datum}", cwd=demo)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert run("search", "江城大学", "--format", "xml", cwd=demo).returncode == 2


def test_settings_are_written_and_shown(tmp_path):
    from newsgrep.config import read_config
    from newsgrep.config_table import SETTINGS, default_file

    assert run("config", "--init", cwd=tmp_path).returncode == 0
    path = tmp_path / "newsgrep.toml"
    assert path.read_text(encoding="utf-8") == default_file()
    assert run("config", "--init", cwd=tmp_path).returncode == 2
    assert {read_config(path).value(name) or None for name in SETTINGS} == {None}
    wide = re.sub(r"(?m)^#(?! )", "", default_file())
    path.write_text(wide, encoding="utf-8")
    config = read_config(path)
    assert all(config.value(name) not in (None, {}) for name in SETTINGS)
    rows = dict(line.split("\t")[::2] for line in run("config", "--index", "x", cwd=tmp_path, NEWSGREP_CORPUS="y").stdout.splitlines())  # fmt: skip
    assert set(rows) == {"file", *SETTINGS}
    assert (rows["index"], rows["corpus"], rows["theme"]) == ("flag", "NEWSGREP_CORPUS", "newsgrep.toml")
    words = run("config", "--function-words", "--config", "/dev/null", cwd=tmp_path).stdout.split()
    assert {"的", "我们"} <= set(words)


def test_a_source_that_is_the_agency_is_named_once(tmp_path, monkeypatch, capsys):
    record = {
        "title": "大桥通车",
        "body": "新华社北京3月1日电 大桥今天通车。",
        "source": "新华社",
        "date": "2025-03-01",
    }
    from newsgrep.cli.app import run

    monkeypatch.chdir(index_of(tmp_path, {"a.jsonl": [record]}))
    capsys.readouterr()
    for words in (("search", "大桥", "--format", "terminal"), ("export", "大桥", "-o", "-", "--format", "md")):
        assert run(words) == 0
        facts = next(line for line in capsys.readouterr().out.splitlines() if "·" in line)
        assert facts.count("新华社") == 1
