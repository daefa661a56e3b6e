"""What most commands do not need of their imports.

That is numpy's types and docstrings, a quarter of numpy; modules that numpy imports for little; annotations as objects;
regular expressions of which each class of characters is optimized.
"""

from __future__ import annotations

import re
import sys
import typing
from functools import cache
from types import ModuleType
from typing import Any

from newsgrep.deferred import defer

# numpy itself uses one name of it, in annotations.
TYPES = "numpy._typing"
DOCSTRINGS = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")
# Modules that are imported for what few ask of numpy, and the last of urllib.
SELDOM_NEEDED = ("ctypes", "pickle", "textwrap", "ipaddress")
# A class of so few characters and ranges is as good as it is; of more, Python makes a bitmap.
FEW_RANGES = 2


class _AnyArray:
    """Stands for ``NDArray`` in annotations that nobody reads."""

    def __class_getitem__(cls, _: object) -> type[_AnyArray]:
        return cls


class _Types(ModuleType):
    """Stands for numpy's types, and imports them when a library asks for another than ``NDArray``."""

    def __init__(self) -> None:
        super().__init__(TYPES)
        self.NDArray: Any = _AnyArray
        self.__path__ = []  # else it would be asked for

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(TYPES) is self:
            from importlib import import_module

            del sys.modules[TYPES]
            module = import_module(TYPES)
            self.NDArray = module.NDArray
        return getattr(sys.modules[TYPES], name)


# The first Python that does not look at annotations when it makes a class.
LAZY_ANNOTATIONS = (3, 14)
# The first Python whose compiler of expressions has not been tried.
UNTRIED_COMPILER = (3, 14)


def spare_imports() -> None:
    """Do without all that; numpy stays as it is if it has been imported already.

    Annotations are texts in our modules, and a named tuple compiles each of its own to an object, which takes twice as
    long as to make its class.
    """
    if sys.version_info < LAZY_ANNOTATIONS and hasattr(typing, "_make_nmtuple"):
        _leave_annotations(typing)
    if sys.version_info < UNTRIED_COMPILER and (compiler := getattr(re, "_compiler", None)):
        _leave_small_classes(compiler)
    defer(*SELDOM_NEEDED)
    if "numpy" not in sys.modules:
        sys.modules[TYPES] = _Types()
        sys.modules.update((name, ModuleType(name)) for name in DOCSTRINGS)


def _leave_annotations(module: Any) -> None:
    """Let the ``typing`` module make named tuples whose annotations are as they are written."""
    make = module._make_nmtuple  # noqa: SLF001 (there is no other way)

    def made(name: str, types: Any, *args: Any, **options: Any) -> Any:
        written = dict(types)
        found = make(name, dict.fromkeys(written, object).items(), *args, **options)
        found.__annotations__ = found.__new__.__annotations__ = written
        return found

    module._make_nmtuple = made  # noqa: SLF001


def _leave_small_classes(compiler: Any) -> None:
    """Let expressions keep small classes of characters as they are written, and optimize equal larger ones once.

    For each class, Python marks its characters in a table one by one. The expressions by which a file is read have
    2,900 classes, most of them with 28,000 Han characters; 450 of them are larger ones that differ.
    """
    optimize = compiler._optimize_charset  # noqa: SLF001 (there is no other way)

    @cache
    def known(ranges: tuple[Any, ...]) -> Any:
        return optimize(list(ranges))

    def optimized(ranges: list[Any], *case: Any) -> Any:
        if any(case):
            return optimize(ranges, *case)
        return (ranges, False) if len(ranges) <= FEW_RANGES else known(tuple(ranges))

    compiler._optimize_charset = optimized  # noqa: SLF001 (there is no other way)
