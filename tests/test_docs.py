"""The papers do not rot: what the README shows is run, what exists is documented."""

import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from conftest import ROOT

from newsgrep.cli.app import COMMANDS

README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/guide.zh.md").read_text(encoding="utf-8")
BLOCKS, GUIDED = (re.findall(r"```console\n(.*?)```", text, re.DOTALL) for text in (README, GUIDE))
LINES = [line for block in (*BLOCKS, *GUIDED) for line in block.splitlines() if line.startswith("$ newsgrep")]
# What there need not be: to say so is not an error.
EMPTY = ("title:大桥", "saved")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A folder with the demo newspaper's index, and newsgrep on the path."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "corpus").symlink_to(ROOT / "corpus")
    shell(folder, "newsgrep index corpus")
    return folder


def shell(folder: Path, line: str) -> subprocess.CompletedProcess:
    # Not a function of bash: xargs runs programs.
    setup = f"export PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH HOME={folder}"
    return subprocess.run(
        ["bash", "-c", f"{setup}; {line}"], cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


@pytest.mark.parametrize("line", LINES)
def test_every_example_of_the_readme_runs(demo, line):
    command = line.removeprefix("$ ").replace("~/news", "corpus")
    command = re.sub(r" # .*", "", command)
    if "jq" in command and not shell(demo, "command -v jq").stdout:
        pytest.skip("jq is not installed")
    if "报纸版面.txt" in command:
        command = command.replace("报纸版面.txt", "corpus/江城日报/2025-03-18-01.txt")
    result = shell(demo, command)
    assert result.returncode in {0, 1}
    assert "newsgrep:" not in result.stderr or "--save" in command
    assert result.returncode == 0 or any(word in command for word in EMPTY)


def test_the_output_in_the_readme_is_real(demo):
    shown = re.search(r"\$ newsgrep search 候鸟 \| head -n 2\n(.*?)\$ ", README, re.DOTALL)[1]
    assert shell(demo, "newsgrep search 候鸟 | head -n 2").stdout == shown


def test_the_readme_opens_with_the_two_commands():
    first = BLOCKS[0].splitlines()
    assert [line.split("#")[0].strip() for line in first] == ["$ make demo", "$ make test"]


def test_the_guide_knows_every_command_and_setting():
    from newsgrep.config import SETTINGS

    assert all(f"newsgrep {name}" in GUIDE or f"`{name}`" in GUIDE for name in COMMANDS)
    assert all(f"`{name}`" in GUIDE or f"`[{name}]`" in GUIDE for name in SETTINGS)


def test_every_command_and_option_of_search_is_documented():
    for name in COMMANDS:
        assert f"newsgrep {name}" in README
    from newsgrep.cli.search import command

    internal = {"help", "corpus", "index", "config", "dict", "color", "verbose", "query", "no_pager"}
    for parameter in command.params:
        if parameter.name not in internal:
            assert any(
                f"`{option}" in README or f"{option}`" in README or f" {option}" in README for option in parameter.opts
            ), parameter.name


def test_the_readme_is_short():
    prose = [
        line
        for line in re.sub(r"```.*?```", "", README, flags=re.DOTALL).splitlines()
        if line.strip() and not line.startswith("|")
    ]
    assert len(prose) <= 150


@pytest.mark.parametrize(
    "paper",
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/dependencies.md",
        "docs/recipes.md",
        "docs/library.md",
    ],
)
def test_links_lead_somewhere(paper):
    text = (ROOT / paper).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / paper).parent / target).exists(), target


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
    held = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/man").iterdir()}
    assert held == man.pages(), "make man"


@pytest.mark.parametrize("page", sorted((ROOT / "docs/man").iterdir()), ids=lambda path: path.stem)
def test_man_pages_are_roff(page):
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", str(page)], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "SYNOPSIS" in re.sub(".\b", "", done.stdout)
