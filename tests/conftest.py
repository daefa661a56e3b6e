import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from articles import pack_dictionary_once
from hypothesis import settings
from warm_start import PROGRAM

from newsgrep.analysis import load_segmenter
from newsgrep.engine.segments import merge_policy

ROOT = Path(__file__).parent.parent

# Whoever runs the tests, the program speaks English to them.
os.environ["NEWSGREP_LANG"] = "en"

pack_dictionary_once()

# Derandomized: the same examples on every run, and no example database left behind.
settings.register_profile("newsgrep", deadline=None, derandomize=True, max_examples=40)
# make fuzz: others on every run, and many more; what it finds goes into the tests as an example.
settings.register_profile("fuzz", deadline=None, max_examples=5000, print_blob=True)
settings.load_profile("newsgrep")


def pytest_make_parametrize_id(val, argname):
    """Bytes are named by their argument: archives have the time in them, so each process would name them otherwise."""
    return argname if isinstance(val, bytes) else None


def run(*words, cwd, code=0):
    """What the command prints, where it ends as it should."""
    done = subprocess.run([*PROGRAM, *words], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stderr
    return done.stdout


def index_of(folder, files):
    """The folder, with a corpus of JSON Lines files (name → records) and its index."""
    from newsgrep.cli.app import run as run_here

    (folder / "corpus").mkdir()
    for name, records in files.items():
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (folder / "corpus" / name).write_text(lines, encoding="utf-8")
    assert run_here(["index", str(folder / "corpus"), "--index", str(folder / "index")]) == 0
    return folder


@pytest.fixture(scope="session", autouse=True)
def several_segments():
    """Few small segments are not merged, so that an index of a few articles has several, as one of many has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_policy, "SMALL", 1)
        patch.setattr(merge_policy, "MOST_IN_TIER", 5)
        yield


@pytest.fixture(scope="session")
def shared_data():
    folder = Path(os.environ.get("NEWSGREP_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"the shared data is not at {folder} (NEWSGREP_SHARED names its parent)")
    return folder


@pytest.fixture(scope="session")
def segmenter():
    return load_segmenter()


@pytest.fixture
def say(folder, monkeypatch, capsys):
    """Runs a command line in the folder of a module: its exit code, stdout and stderr."""
    from newsgrep.cli.app import run

    monkeypatch.chdir(folder)

    def say(*words, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = run(words)
        return code, *capsys.readouterr()

    return say


@pytest.fixture
def read(tmp_path):
    """Reads a file of this name and content."""
    from read_files import read_file

    from newsgrep.readers import FieldMap, ReadOptions

    return lambda name, content, fields=None: read_file(tmp_path, name, content, ReadOptions(fields or FieldMap()))
