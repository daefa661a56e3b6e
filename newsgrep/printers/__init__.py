"""Finished results → text: one file a format, each a function from an answer to lines."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer, Shown

    Printer = Callable[[Answer, Iterable[Shown], Style], Iterator[str]]

# Format → the module that prints it; a module is imported only when its format is asked for.
FORMATS = ("terminal", "grep", "json", "tsv", "csv", "ids", "paths")


def printer(name: str) -> Printer:
    """The function that prints a format, or by a template: pieces of text, each ready to be written as it is."""
    if "{" in name:
        from newsgrep.printers.template import printer_of

        return printer_of(name)
    module = import_module(f"newsgrep.printers.{name}")
    found: Printer = module.print_answer
    return found
