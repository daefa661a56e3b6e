"""Documentation is tested: examples run, output is real, links resolve, every command and option is there."""

import html
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from conftest import ROOT
from warm_start import put_on_path

from newsgrep.cli.app import COMMANDS
from newsgrep.text.width import width

README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/guide.zh.md").read_text(encoding="utf-8")
BLOCKS, REFERRED, GUIDED = (re.findall(r"```console\n(.*?)```", text, re.DOTALL) for text in (README, REFERENCE, GUIDE))
LINES = [
    line for block in (*BLOCKS, *REFERRED, *GUIDED) for line in block.splitlines() if line.startswith("$ newsgrep")
]
# Each command of README and reference with output below it, and that output.
OUTPUTS = [
    shown
    for block in (*BLOCKS, *REFERRED)
    for shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)+)", block, re.MULTILINE)
]
# Commands that may find nothing (exit code 1).
EMPTY = ("title:大桥", "saved")
# Pages whose links are followed.
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "bench/README.md",
    *(f"docs/{page.name}" for page in sorted((ROOT / "docs").glob("*.md"))),
]
MAN = ROOT / "docs/man"
MAN_PAGES = sorted(MAN.rglob("*.1"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A folder with the demo newspaper's index, and newsgrep on the path."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "corpus").symlink_to(ROOT / "corpus")
    put_on_path(folder / "bin")
    shell(folder, "newsgrep index corpus")
    return folder


def shell(folder: Path, line: str) -> subprocess.CompletedProcess:
    # Not a function of bash: xargs runs programs.
    setup = f"export PATH={folder}/bin:{shlex.quote(str(Path(sys.executable).parent))}:$PATH HOME={folder}"
    return subprocess.run(
        ["bash", "-c", f"{setup}; {line}"], cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


@pytest.mark.parametrize("line", LINES)
def test_every_example_runs(demo, line):
    command = line.removeprefix("$ ").replace("~/news", "corpus")
    command = re.sub(r" # .*", "", command)
    if "jq" in command and not shell(demo, "command -v jq").stdout:
        pytest.skip("jq is not installed")
    if "报纸版面.txt" in command:
        command = command.replace("报纸版面.txt", "corpus/江城日报/2025-03-18-01.txt")
    result = shell(demo, command)
    assert result.returncode in {0, 1}
    told = result.stderr.replace(
        "newsgrep: few articles contain all of these words; partial matches are shown too\n", ""
    )
    assert "newsgrep:" not in told or "--save" in command
    assert result.returncode == 0 or any(word in command for word in EMPTY)


@pytest.mark.parametrize(("command", "output"), OUTPUTS)
def test_the_output_shown_is_real(demo, command, output):
    assert shell(demo, command).stdout == output


def test_readme_and_reference_show_output():
    assert [command for command, _ in OUTPUTS] == ["newsgrep search 候鸟 | head -n 2"] * 2


def test_the_readme_opens_with_the_two_commands():
    first = BLOCKS[0].splitlines()
    assert [line.split("#")[0].strip() for line in first] == ["$ make demo", "$ make test"]


def test_the_guide_knows_every_command_and_setting():
    from newsgrep.config_table import SETTINGS

    assert all(f"newsgrep {name}" in GUIDE or f"`{name}`" in GUIDE for name in COMMANDS)
    assert all(f"`{name}`" in GUIDE or f"`[{name}]`" in GUIDE for name in SETTINGS)


def test_the_reference_knows_every_setting():
    from newsgrep.config_table import SETTINGS

    settings = re.search(r"```toml\n(.*?)```", REFERENCE, re.DOTALL)[1]
    assert all(re.search(rf"^({name} =|\[{name}[\].])", settings, re.MULTILINE) for name in SETTINGS)


def test_every_command_and_option_of_search_is_in_the_reference():
    for name in COMMANDS:
        assert f"newsgrep {name}" in REFERENCE
    from newsgrep.cli.search import command

    internal = {"help", "corpus", "index", "config", "dict", "color", "verbose", "query", "no_pager"}
    for parameter in command.params:
        if parameter.name not in internal and not getattr(parameter, "hidden", False):
            assert any(
                f"`{option}" in REFERENCE or f"{option}`" in REFERENCE or f" {option}" in REFERENCE
                for option in parameter.opts
            ), parameter.name


def test_the_readme_is_short():
    prose = [
        line
        for line in re.sub(r"```.*?```", "", README, flags=re.DOTALL).splitlines()
        if line.strip() and not line.startswith("|")
    ]
    assert len(prose) <= 100


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / page).parent / target).exists(), target
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_on_a_package_index_the_readme_has_absolute_links_only():
    try:
        import tomllib
    except ImportError:  # Python 3.10
        import tomli as tomllib
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    description = README
    for substitution in project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]:
        description = re.sub(substitution["pattern"], substitution["replacement"], description)
    targets = re.findall(r"\]\(([^)]*)\)", description)
    assert len(targets) == len(re.findall(r"\]\(", README)) > 0
    assert all(target.startswith("https://") for target in targets)
    home = project["project"]["urls"]["Homepage"]
    assert f"]({home}/blob/main/docs/reference.md)" in description
    assert "](https://raw.githubusercontent.com/newsgrep/newsgrep/main/docs/search.svg)" in description


def test_every_room_is_in_the_architecture():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for module in (ROOT / "newsgrep").iterdir():
        if module.suffix == ".py" and not module.name.startswith("__"):
            assert f"`{module.name}`" in text
        elif module.is_dir() and (module / "__init__.py").exists():
            assert f"`{module.name}/`" in text, module.name


def test_man_pages_are_those_of_the_help():
    spec = spec_from_file_location("man", ROOT / "tools/man.py")
    man = module_from_spec(spec)
    spec.loader.exec_module(man)
    held = {path.relative_to(MAN).as_posix(): path.read_text(encoding="utf-8") for path in MAN_PAGES}
    assert held == man.all_pages(), "make man"


def test_each_man_page_has_a_chinese_twin():
    names = {path.name for path in (MAN / "man1").iterdir()}
    assert names == {"newsgrep.1", *(f"newsgrep-{name}.1" for name in COMMANDS)}
    assert names == {path.name for path in (MAN / "zh_CN/man1").iterdir()}
    for path in (MAN / "zh_CN/man1").iterdir():
        page = path.read_text(encoding="utf-8")
        sentences = re.findall(
            r"^\.TP\n.*\n(.*)$|^(?:\.SH|newsgrep.* \\\\-) (.*)$|^\.PP\n([^.].*)$", page, re.MULTILINE
        )
        assert len(sentences) > 10
        english = [sentence for sentence in map("".join, sentences) if not re.search("[\u4e00-\u9fff]", sentence)]
        assert english == [], path.name


@pytest.mark.parametrize("page", MAN_PAGES, ids=lambda path: path.relative_to(MAN).as_posix())
def test_man_pages_are_roff(page):
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", str(page)], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert ("用法" if "zh_CN" in page.parts else "SYNOPSIS") in re.sub(".\b", "", done.stdout)


def test_chinese_man_pages_are_filled():
    """Examples are laid out as they are; all else fits 80 columns, though Chinese has no spaces to break lines at."""
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    for page in (MAN / "zh_CN/man1").iterdir():
        examples = re.findall(r"^\.nf\n(.*?)^\.fi$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        unfilled = "".join(examples).replace("\\-", "-")
        done = subprocess.run(["groff", "-man", "-Tutf8", "-Kutf8", str(page)], capture_output=True, encoding="utf-8", check=True)  # fmt: skip
        lines = re.sub("\x1b\\[[0-9;]*m|.\b", "", done.stdout).splitlines()
        assert [line for line in lines if width(line) > 80 and line.strip() not in unfilled] == []


@pytest.mark.parametrize("picture", sorted((ROOT / "docs").glob("*.svg")), ids=lambda path: path.stem)
def test_each_chinese_character_of_a_picture_has_its_place(picture):
    """A length for the whole piece would spread two characters further apart than ten."""
    pieces = re.findall(r"<text ([^>]*)>([^<]+)</text>", picture.read_text(encoding="utf-8"))
    chinese = [(given, html.unescape(text)) for given, text in pieces if re.search("[一-鿿]", text)]
    assert chinese
    for given, text in chinese:
        assert "textLength" not in given
        assert len(re.search(r' x="([^"]*)"', given)[1].split()) == len(text)
