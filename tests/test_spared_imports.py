"""The command line spares parts of numpy; whoever needs them later gets them."""

import subprocess
import sys

import pytest

START = "import sys; from newsgrep.cli.spared_imports import spare_imports; spare_imports(); "


def outcome(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_numpy_comes_without_its_types_and_docstrings():
    spared = ["numpy._typing._array_like", "numpy._typing._dtype_like"]
    loaded = outcome(START + "import numpy; print(*sys.modules)").split()
    assert not set(spared) & set(loaded)
    assert outcome(START + "import numpy; print(numpy.linalg.svd(numpy.eye(2)).S.sum())") == "2.0"


@pytest.mark.parametrize(
    "code",
    [
        "import numpy.typing as found; print(found.NDArray)",
        "import numpy; from numpy._typing import NDArray, ArrayLike; import numpy.typing as found; print(found.NDArray)",
        "from numpy._typing import ArrayLike; import numpy._typing._ufunc, numpy.typing as found; print(found.NDArray)",
    ],
)
def test_types_are_numpy_s_own_when_they_are_asked_for(code):
    assert outcome(START + code) == outcome("import numpy.typing as found; print(found.NDArray)")


MADE = """
from __future__ import annotations
import pickle
from typing import NamedTuple, get_type_hints

class Made(NamedTuple):
    a: int
    b: str | None = None
    def both(self) -> str:
        return f"{self.a}{self.b}"

print(Made(1).both(), Made(2, b="x"), Made._fields, Made._field_defaults, Made(3)._replace(b="y"), get_type_hints(Made))
print(pickle.loads(pickle.dumps(Made(1))) == Made(1), NamedTuple("Other", [("c", int)])(5), Made.__module__)
"""


def test_named_tuples_are_as_ever():
    assert outcome(f"{START}\nexec({MADE!r})") == outcome(f"exec({MADE!r})")


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="annotations are lazy")
def test_annotations_of_named_tuples_are_not_compiled():
    code = "exec('from __future__ import annotations\\nimport typing\\nclass T(typing.NamedTuple):\\n a: int'); print(T.__annotations__)"
    assert outcome(START + code) == "{'a': 'int'}"


def test_a_numpy_that_is_there_stays_as_it_is():
    assert (
        outcome(
            "import sys, numpy; before = sys.modules['numpy._typing']; "
            + START
            + "print(before is sys.modules['numpy._typing'])"
        )
        == "True"
    )


def test_logging_is_whole_after_jieba():
    code = (
        "from newsgrep.analysis.segmenters import import_jieba; import_jieba(); import logging; print(logging.WARNING)"
    )
    assert outcome(code) == "30"


def test_jieba_is_compiled_without_warnings(tmp_path):
    code = "import warnings; from newsgrep.analysis.segmenters import import_jieba; warnings.simplefilter('error'); print(import_jieba().__name__)"
    found = subprocess.run([sys.executable, "-X", f"pycache_prefix={tmp_path}", "-c", code], capture_output=True, text=True, check=False)  # fmt: skip
    assert (found.stdout, found.stderr) == ("jieba\n", "")


CLASSES = r"""
import re, sys
text = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x30000)]))
for written in (r"[㐀-鿿]", r"[^㐀-鿿]", r"[A-Za-z㐀-鿿·、\s]", r"[^\W㐀-鿿]", r"(?i:[a-z㐀-鿿ſ])", r"[𠀀-𪛟a]", r"[-.·一二三四五六七八九\d]"):
    for _ in "12":
        print(hash(tuple(match.span() for match in re.finditer(written + "+", text))), re.sub(written, "", text[-9:]))
        re.purge()
"""


def test_expressions_match_the_characters_that_they_matched():
    assert outcome(f"{START}\nexec({CLASSES!r})") == outcome(f"exec({CLASSES!r})")


SELDOM = "('ctypes', 'pickle', 'textwrap', 'ipaddress')"
ASKED = """
import pickle, numpy, ctypes.util, urllib.parse
from textwrap import dedent

print(pickle.loads(pickle.dumps(dedent("  a"))), urllib.parse.urlsplit("http://[::1]/").hostname)
print(ctypes.util.find_library("c"), numpy.arange(3, dtype="i4").ctypes.data_as(ctypes.POINTER(ctypes.c_int32))[2])
"""


def test_modules_that_few_need_are_imported_when_they_are_asked_for():
    stands_for = f"import numpy, urllib.parse; print({{type(sys.modules[name]).__name__ for name in {SELDOM}}})"
    assert outcome(START + stands_for) == "{'DeferredModule'}"
    assert outcome(f"{START}\nexec({ASKED!r})") == outcome(f"exec({ASKED!r})")
