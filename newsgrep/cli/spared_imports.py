"""Parts of numpy that no command needs, and that take a quarter of its import: types for annotations, docstrings."""

from __future__ import annotations

import sys
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


def spare_imports() -> None:
    """Keep numpy from importing these parts, unless it has been imported already."""
    if "numpy" not in sys.modules:
        sys.modules[TYPES] = _Types()
        sys.modules.update((name, ModuleType(name)) for name in DOCSTRINGS)
