"""What no command needs of its imports: numpy's types and docstrings, a quarter of numpy; annotations as objects."""

from __future__ import annotations

import sys
import typing
from types import ModuleType
from typing import Any

# numpy itself uses one name of it, in annotations.
TYPES = "numpy._typing"
DOCSTRINGS = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")


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


def spare_imports() -> None:
    """Keep numpy from importing these parts, unless it has been imported already, and named tuples from compiling.

    Annotations are texts in our modules, and a named tuple compiles each of its own to an object, which takes twice as
    long as to make its class.
    """
    if sys.version_info < LAZY_ANNOTATIONS and hasattr(typing, "_make_nmtuple"):
        _leave_annotations(typing)
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
