"""Modules that are imported when something of them is first asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class DeferredModule(ModuleType):
    """Stands for a module that some library imports and most commands do not use; ``defer`` puts it in its place.

    Whoever keeps it keeps asking it, and it asks the module.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":  # Python asks for these itself, and for a path before parts
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def defer(*names: str) -> None:
    """Have modules imported only when something of them is asked for; those that have been imported stay."""
    for name in names:
        if name not in sys.modules:
            sys.modules[name] = DeferredModule(name)
