"""XML documents, parsed line by line for readers that look at their elements themselves; nothing is expanded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from newsgrep.errors import ReadError
from newsgrep.message import Message
from newsgrep.readers.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
MEND = "fix the file and index again"


def broken_xml(path: str, line: int, error: expat.ExpatError) -> Problem:
    """The problem of a document that is not XML beyond a line."""
    why = expat.ErrorString(error.code)
    return Problem(path, line, Message("not valid XML: {}; the rest was not read", why), Message(MEND), lost=True)


def parse_lines(
    path: str, lines: Iterable[str], handler: Any, *, on_doctype: Callable[..., None] | None = None
) -> Iterator[Problem]:
    """Feed a document line by line to a handler of its elements: their ``start``, ``end`` and ``text``, by local names.

    Yields the problem of a document that is not XML to its end. Raises ``ReadError`` if it defines entities.
    """
    parser: Any = expat.ParserCreate("utf-8")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = lambda name, attributes: handler.start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = on_doctype
    parser.EntityDeclHandler = _refuse_entities
    number = -1
    try:
        for number, line in enumerate(lines):
            text = line if number else DECLARATION.sub("", line, count=1)
            parser.Parse(text.encode("utf-8", "replace"))
        if number >= 0:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        yield broken_xml(path, error.lineno, error)


def _refuse_entities(*_: object) -> None:
    raise ReadError("defines entities; not read", hint="move it out of the corpus")
