"""Results → text: one module per format, each with a function from an answer to lines."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown

    Printer = Callable[[Answer, Iterable[Shown], Style], Iterator[str]]

# Format = name of the module that prints it, which is imported only when needed.
FORMATS = ("terminal", "grep", "json", "tsv", "csv", "ids", "paths")


def printer(name: str) -> Printer:
    """The function that prints answers in a format, or by a template: it yields text that is ready to be written.

    Raises:
        UsageError: the template is not valid.

    """
    if "{" in name:
        from newsgrep.printers.template import printer_of

        return printer_of(name)
    module = import_module(f"newsgrep.printers.{name}")
    found: Printer = module.print_answer
    return found
