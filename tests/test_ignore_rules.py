"""What .gitignore, .ignore and globs leave out, as Git and ripgrep do."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsgrep.errors import UsageError
from newsgrep.readers import Problem
from newsgrep.readers.files import scan
from newsgrep.readers.ignore_rules import MOST_BYTES, IgnoreRules, compile_globs


def write(root: Path, **files: str) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def found(root: Path, exclude=(), *, ignore_files=True, within=(), parts=()) -> list[str]:
    rules = IgnoreRules(root.resolve(), exclude, ignore_files=ignore_files)
    return [getattr(item, "path", item) for item in scan(root, rules=rules, within=within, parts=parts)]


@pytest.fixture
def root(tmp_path):
    return write(
        tmp_path / "corpus", **{"a.txt": "", "b.bak": "", "草稿/a.txt": "", "草稿/b.txt": "", "x/草稿/a.txt": ""}
    )


CASES = [
    ({}, ["a.txt", "b.bak", "x/草稿/a.txt", "草稿/a.txt", "草稿/b.txt"]),
    ({".gitignore": "草稿/\n"}, ["a.txt", "b.bak"]),
    ({".gitignore": "/草稿/\n"}, ["a.txt", "b.bak", "x/草稿/a.txt"]),
    ({".gitignore": "x\n*.bak\n"}, ["a.txt", "草稿/a.txt", "草稿/b.txt"]),
    ({".gitignore": "*.txt\n!a.txt\n"}, ["a.txt", "b.bak", "x/草稿/a.txt", "草稿/a.txt"]),
    ({".gitignore": "*\n!*/\n!a.txt\n"}, ["a.txt", "x/草稿/a.txt", "草稿/a.txt"]),
    # What is below a folder that is left out cannot be taken back in.
    ({".gitignore": "草稿/\n!草稿/a.txt\n"}, ["a.txt", "b.bak"]),
    ({".gitignore": "草稿/*\n!草稿/a.txt\n"}, ["a.txt", "b.bak", "x/草稿/a.txt", "草稿/a.txt"]),
    # The nearest file decides; a path in it is relative to its folder.
    ({".gitignore": "a.txt\n", "草稿/.gitignore": "!a.txt\n/b.txt\n"}, ["b.bak", "草稿/a.txt"]),
    ({"x/.gitignore": "/a.txt\n"}, ["a.txt", "b.bak", "x/草稿/a.txt", "草稿/a.txt", "草稿/b.txt"]),
    # .ignore goes before .gitignore, even one that is nearer.
    ({".ignore": "!a.txt\n", "草稿/.gitignore": "a.txt\nb.txt\n"}, ["a.txt", "b.bak", "x/草稿/a.txt", "草稿/a.txt"]),
    ({".ignore": "*.bak\n", ".gitignore": "!*.bak\n"}, ["a.txt", "x/草稿/a.txt", "草稿/a.txt", "草稿/b.txt"]),
    # Comments, empty lines, line ends of Windows, a byte order mark, and what is no pattern.
    ({".gitignore": "\ufeff# *\r\n\r\n*.bak\r\n!\n[z-a]\nx\\\n"}, ["a.txt", "x/草稿/a.txt", "草稿/a.txt", "草稿/b.txt"]),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), CASES)
@pytest.mark.parametrize("in_git", [False, True])
def test_ignore_files_count_in_a_repository_and_out_of_one(root, files, expected, in_git):
    write(root, **files)
    if in_git:
        (root / ".git").mkdir()
    assert found(root) == expected
    assert found(root, ignore_files=False) == CASES[0][1]
    for path in CASES[0][1]:  # a part of the corpus looks as it does in the whole
        assert found(root, within=[root / path]) == [path] * (path in expected)


def test_globs_go_before_ignore_files(root):
    write(root, **{".gitignore": "*.bak\n"})
    assert found(root, ["草稿/"]) == ["a.txt"]
    assert found(root, ["草稿/"], ignore_files=False) == ["a.txt", "b.bak"]
    assert found(root, ["*.txt", "!b.bak"]) == ["b.bak"]
    assert found(root, ["", " "]) == found(root)
    assert found(root, ["/x/**/a.txt"]) == ["a.txt", "草稿/a.txt", "草稿/b.txt"]


def test_what_is_named_is_read_whatever_is_above_it(root):
    write(root.parent, **{".gitignore": "*\n"})
    write(root, **{".gitignore": "草稿/\n*.txt\n"})
    assert found(root) == ["b.bak"]
    assert found(root, parts=[root / "草稿"]) == ["草稿/a.txt", "草稿/b.txt"]
    assert found(root, parts=[root / "草稿/a.txt", root / "x"]) == ["x/草稿/a.txt", "草稿/a.txt"]


def test_folders_and_files_left_out_are_counted(root):
    write(root, **{".gitignore": "草稿/\n*.bak\n"})
    rules = IgnoreRules(root)
    assert len(list(scan(root, rules=rules))) == 1
    assert sorted(rules.left_out) == ["b.bak", "x/草稿", "草稿"]


@pytest.mark.parametrize("glob", ["!", "[z-a]", "a\\"])
def test_a_glob_that_is_none_is_named(glob):
    with pytest.raises(UsageError, match="not a valid glob"):
        compile_globs(("*.txt", glob))


def test_an_ignore_file_harms_nobody(root, tmp_path):
    """One that never ends, is slow on purpose, or is no file of the corpus."""
    write(root, **{".gitignore": "*a*a*a*a*a*b\n*.bak\n", "x/.gitignore": "a\n" * MOST_BYTES})
    os.mkfifo(root / "草稿/.gitignore")
    (root / ".ignore").symlink_to(write(tmp_path, 别处="*\n") / "别处")
    long = root / ("a" * 200 + ".txt")
    long.touch()
    items = list(scan(root))
    assert [str(item) for item in items if isinstance(item, Problem)] == [
        ".gitignore:1: too many asterisks in a pattern; not applied (give it with --exclude)",
        "x/.gitignore: too large for an ignore file; not applied",
    ]
    assert not any(item.lost for item in items if isinstance(item, Problem))
    assert "b.bak" not in {item.path for item in items}
    assert {"a.txt", long.name, "草稿/b.txt"} <= {item.path for item in items}


def test_without_ignore_files_and_globs_pathspec_is_not_imported(root):
    code = "import sys; from pathlib import Path; from newsgrep.readers.files import scan; list(scan(Path(sys.argv[1]))); sys.exit('pathspec' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code, root], check=False).returncode == 0


NAMES = ("a", "b", "c.txt", "a.txt", "b.bak", "d e.txt", "x#y.txt")
PATTERNS = (
    "a", "a/", "/a", "*.txt", "!*.txt", "!a.txt", "b/*", "b/**", "**/a", "a/**/b", "!a/", "!b/", "*", "!*/", "# x",
    "!/a/c.txt", "*/", "!a", "a/b", "?.txt", "[ab].txt", "[!a].txt", "\\#x", "d\\ e.txt", "d e.txt  ", "**", "/**",
    "!b/a.txt", "**/b/", " a", "b/a/", "*.b*", "!/b", "/*", "!/a",
)  # fmt: skip


@pytest.mark.skipif(not shutil.which("git"), reason="Git is not installed")
@pytest.mark.parametrize("seed", range(20))
def test_what_git_ignores_is_left_out_and_nothing_else(tmp_path, seed):
    chance = random.Random(seed)
    folders = [tmp_path]
    for _ in range(chance.randint(2, 6)):
        folder = chance.choice(folders) / chance.choice("abc")
        if not folder.exists():
            folder.mkdir()
            folders.append(folder)
    for folder in folders:
        for name in chance.sample(NAMES, 3):
            if not (folder / name).exists():
                (folder / name).touch()
        if chance.random() < 0.6:
            (folder / ".gitignore").write_text("\n".join(chance.sample(PATTERNS, chance.randint(1, 4))) + "\n")
    neutral = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "init", "-q", tmp_path], env=neutral, check=True)
    listed = ["git", "-C", tmp_path, "ls-files", "-z", "--others", "--exclude-standard"]
    told = subprocess.run(listed, env=neutral, capture_output=True, encoding="utf-8", check=True).stdout.split("\0")
    assert sorted(found(tmp_path)) == sorted(path for path in told if path and not path.endswith(".gitignore"))
