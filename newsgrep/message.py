"""Messages as values: a template and the values of its placeholders, rendered only when shown.

The library creates a ``Message``; the command line renders it, with a catalogue of translations or without. A value is
never translated unless it is a ``Message`` itself, so text from the user stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    # Template → its translation, with the same placeholders.
    Catalogue = Mapping[str, str]

ENGLISH: Catalogue = {}
# The braces allowed in a stored template: no names or attributes, and no widths, which could fill the memory.
PLACES = r"\{\{|\}\}|(\{\})|(\{:,\})"
DEEPEST = 5
# Characters of a value that is stored: what is wrong with a file may quote it.
LONGEST_STORED = 1000
# What is between the items of a list: in a sentence, ", " may be another mark.
LISTED = "{}, "


class Message:
    """A message: ``template`` is English in ``str.format`` syntax, ``values`` fill its placeholders in order.

    A value that is a tuple is shown as a list, joined as its language does.

    >>> waiting = Message("waiting for {}", Message("process {} on {}", 7, "{host}"))
    >>> str(waiting), waiting.render({"waiting for {}": "正在等待 {}", "process {} on {}": "{1} 上的进程 {0}"})
    ('waiting for process 7 on {host}', '正在等待 {host} 上的进程 7')
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str, *values: object) -> None:
        self.template = template
        self.values = values

    def render(self, catalogue: Catalogue = ENGLISH) -> str:
        """The message as text; a template that the catalogue lacks stays in English."""
        values = [_shown(value, catalogue) for value in self.values]
        return catalogue.get(self.template, self.template).format(*values)

    def __str__(self) -> str:
        return self.render()

    def __repr__(self) -> str:
        return f"Message({', '.join(map(repr, (self.template, *self.values)))})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.template, self.values) == (other.template, other.values)

    def __hash__(self) -> int:
        return hash((self.template, self.values))

    def __reduce__(self) -> tuple[Any, ...]:
        return Message, (self.template, *self.values)


def _shown(value: object, catalogue: Catalogue) -> object:
    """A value as it is put into a template."""
    if isinstance(value, Message):
        return value.render(catalogue)
    if type(value) is not tuple:  # a NamedTuple has a text of its own
        return value
    return catalogue.get(LISTED, LISTED).format("").join(map(str, value))


def plural(number: int, one: str, many: str) -> Message:
    """A number with its noun: the template ``one`` stands for 1; ``many`` has a place for any other number.

    >>> str(plural(1, "1 article", "{:,} articles")), str(plural(1200, "1 article", "{:,} articles"))
    ('1 article', '1,200 articles')
    """
    return Message(one) if number == 1 else Message(many, number)


def quoted(sentence: str) -> Message:
    """A sentence from the system or a library as a message without values, so that a catalogue may translate it."""
    return Message(sentence.replace("{", "{{").replace("}", "}}"))


def reason(error: BaseException) -> Message:
    """The message of an exception: its own ``Message``, or the text from the system or a library.

    >>> str(reason(ValueError(Message("it holds {}", "{x}")))), str(reason(FileNotFoundError(2, "No such file")))
    ('it holds {x}', 'No such file')
    """
    if error.args and isinstance(error.args[0], Message):
        return error.args[0]
    text = getattr(error, "strerror", None) or getattr(error, "msg", None) or str(error) or type(error).__name__
    return quoted(str(text))


def located(message: Message, path: object = None, line: int | None = None, hint: Message | None = None) -> Message:
    """A message preceded by its path and line (counted from 1), and followed by a hint.

    >>> str(located(Message("is a folder"), "a.txt", 3, Message("give a file")))
    'a.txt:3: is a folder (give a file)'
    """
    if line is not None:
        message = Message("{}:{}: {}", path, line, message)
    elif path is not None:
        message = Message("{}: {}", path, message)
    return Message("{} ({})", message, hint) if hint else message


def as_json(message: Message) -> list[Any]:
    """A message for JSON: a list of its template and its values, which become strings unless they are integers."""
    return [message.template, *map(_value_as_json, message.values)]


def _value_as_json(value: object) -> Any:
    if isinstance(value, Message):
        return as_json(value)
    return value if type(value) is int else str(_shown(value, ENGLISH))[:LONGEST_STORED]


def from_json(stored: Any, depth: int = 0) -> Message:
    """The message that ``as_json`` stored; a mere string is a message that was already rendered.

    Raises ``TypeError`` or ``ValueError`` if it is malformed, or if its template does more than insert its values.
    """
    if isinstance(stored, str):
        return Message("{}", stored)
    if not isinstance(stored, list):
        raise TypeError(Message("a message is not a list"))
    template, *values = stored
    if depth > DEEPEST or not isinstance(template, str) or set("{}") & set(re.sub(PLACES, "", template)):
        raise ValueError(Message("a message has an invalid template"))
    places = [match for match in re.finditer(PLACES, template) if match[1] or match[2]]
    if len(places) != len(values):
        raise ValueError(Message("a message has the wrong number of values"))
    found = [from_json(value, depth + 1) if isinstance(value, list) else value for value in values]
    for place, value in zip(places, found, strict=True):
        if not isinstance(value, int if place[2] else int | str | Message):
            raise TypeError(Message("a message has an invalid value"))
    return Message(template, *found)
