"""Patterns that are compiled when they are first used: they are like compiled ones, and none of ours is malformed."""

import gc
import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import newsgrep.readers
import newsgrep.split
from newsgrep.text.lazy_pattern import _LazyPattern, lazy_pattern


def test_it_does_what_a_compiled_one_does():
    lazy, compiled = lazy_pattern(r"(\d+)[年月]", re.ASCII), re.compile(r"(\d+)[年月]", re.ASCII)
    text = "2025年3月，３月"
    for _ in range(2):
        assert lazy.findall(text) == compiled.findall(text) == ["2025", "3"]
        assert lazy.sub("", text) == compiled.sub("", text)
        assert lazy.search(text)[1] == "2025"
    assert (lazy.pattern, lazy.flags, lazy.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_a_malformed_one_is_an_error_when_it_is_used():
    malformed = lazy_pattern("(江城")
    with pytest.raises(re.error):
        malformed.search("江城")


def test_none_of_ours_is_malformed():
    for package in (newsgrep.split, newsgrep.readers):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    ours = [each for each in gc.get_objects() if type(each) is _LazyPattern and each.pattern != "(江城"]
    assert len(ours) > 50
    for each in ours:
        assert each.search("") is None or each.search("").end() == 0
