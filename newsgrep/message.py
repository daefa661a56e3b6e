"""Sentences as values: a template and what stands in it, put together only when somebody reads it.

Whoever has something to say makes a ``Message``; who shows it renders it, with a catalogue of translations or without.
A value is never translated, unless it is a ``Message`` itself: what a user has written comes out as it went in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    # Template → its translation, with the same places for values.
    Catalogue = Mapping[str, str]

ENGLISH: Catalogue = {}
# What a stored template may hold: no names, no attributes, no widths that would fill the memory.
PLACES = re.compile(r"\{\{|\}\}|(\{\})|(\{:,\})")
DEEPEST = 5


class Message:
    """A sentence: ``template`` is English in ``str.format``'s syntax, ``values`` stand at its places.

    >>> waiting = Message("waiting for {}", Message("process {} on {}", 7, "{host}"))
    >>> str(waiting), waiting.render({"waiting for {}": "正在等待 {}", "process {} on {}": "{1} 上的进程 {0}"})
    ('waiting for process 7 on {host}', '正在等待 {host} 上的进程 7')
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str, *values: object) -> None:
        self.template = template
        self.values = values

    def render(self, catalogue: Catalogue = ENGLISH) -> str:
        """The sentence as text, translated as far as the catalogue knows its templates."""
        values = [value.render(catalogue) if isinstance(value, Message) else value for value in self.values]
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


def quoted(sentence: str) -> Message:
    """A sentence of the system or a library as a message without values, so that a catalogue may know it as a whole."""
    return Message(sentence.replace("{", "{{").replace("}", "}}"))


def reason(error: BaseException) -> Message:
    """What an exception says: its own message, or what the system or a library says in it.

    >>> str(reason(ValueError(Message("it holds {}", "{x}")))), str(reason(FileNotFoundError(2, "No such file")))
    ('it holds {x}', 'No such file')
    """
    if error.args and isinstance(error.args[0], Message):
        return error.args[0]
    said = getattr(error, "strerror", None) or getattr(error, "msg", None) or str(error) or type(error).__name__
    return quoted(str(said))


def located(message: Message, path: object = None, line: int | None = None, hint: Message | None = None) -> Message:
    """A message with the place that it is about before it, and what to do behind it.

    >>> str(located(Message("is a folder"), "a.txt", 3, Message("give a file")))
    'a.txt:3: is a folder (give a file)'
    """
    if line is not None:
        message = Message("{}:{}: {}", path, line, message)
    elif path is not None:
        message = Message("{}: {}", path, message)
    return Message("{} ({})", message, hint) if hint else message


def as_json(message: Message) -> list[Any]:
    """A message as JSON holds it: the template and its values, which become texts unless they are numbers."""
    return [message.template, *map(_value_as_json, message.values)]


def _value_as_json(value: object) -> Any:
    if isinstance(value, Message):
        return as_json(value)
    return value if type(value) is int else str(value)


def from_json(stored: Any, depth: int = 0) -> Message:
    """The message that was stored; a text alone is one that was rendered before.

    Raises:
        TypeError, ValueError: it is none, or would do more than put values into a sentence.

    """
    if isinstance(stored, str):
        return Message("{}", stored)
    if not isinstance(stored, list):
        raise TypeError("a message is a list")
    template, *values = stored
    if depth > DEEPEST or not isinstance(template, str) or set("{}") & set(PLACES.sub("", template)):
        raise ValueError("this is no message")
    places = [match for match in PLACES.finditer(template) if match[1] or match[2]]
    if len(places) != len(values):
        raise ValueError("a message has a value for each place")
    found = [from_json(value, depth + 1) if isinstance(value, list) else value for value in values]
    for place, value in zip(places, found, strict=True):
        if not isinstance(value, int if place[2] else int | str | Message):
            raise TypeError("a message holds texts and numbers")
    return Message(template, *found)
