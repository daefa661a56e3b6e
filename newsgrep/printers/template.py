r"""Prints one line per result by a user's template: ``{date} {title:30} {path}:{line}``."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import UsageError
from newsgrep.message import Message, reason
from newsgrep.printers.title import shown_title
from newsgrep.printers.tsv import one_line
from newsgrep.search.batches import each
from newsgrep.text.width import cut, cut_before, steady, width

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from newsgrep.model import Article
    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown

ESCAPES = {"\\t": "\t", "\\n": "\n", "\\0": "\0", "\\\\": "\\"}
# The width of the context in a template, as in ``{left:20}``.
CONTEXT = re.compile(r"\{(?:left|right):[<>]?(\d{1,4})\}")
SIZE = re.compile(r"([<>]?)([1-9]\d{0,3})")
OF_ARTICLE = (
    "id", "path", "line", "end_line", "title", "shown_title", "kind", "date", "source", "section", "reporters",
    "correspondents", "photographers", "agency", "place", "url", "unit",
)  # fmt: skip
OF_LINE = (*OF_ARTICLE, "field", "left", "match", "right", "sentence")
OF_HIT = ("rank", "score", *OF_ARTICLE, "snippet")


class Slot(NamedTuple):
    """A value in a template: the text before it, its name, alignment (``>``: right) and width in display columns."""

    before: str
    name: str | None
    side: str = ""
    columns: int | None = None


def template_of(text: str, names: Collection[str]) -> Callable[[Mapping[str, str]], str]:
    """Compile a template to a function from values, by name, to text.

    The number in ``{title:30}`` is a width in display columns, to which the value is cut or padded.

    Raises:
        UsageError: the template is malformed, or names a value that is not in ``names``.

    >>> template_of("{title:>6}|{date}", ["title", "date"])({"title": "江城", "date": "2025"})
    '  江城|2025'
    """
    hint = Message("write one such as '{{date}} {{title:30}} {{path}}:{{line}}'; the fields are {}", tuple(names))
    try:
        parts = list(Formatter().parse(re.sub(r"\\[tn0\\]", lambda match: ESCAPES[match[0]], text)))
    except ValueError as error:
        raise UsageError("not a valid template: {}", reason(error), about=text, hint=hint) from error
    places = []
    for before, name, size, conversion in parts:
        match = SIZE.fullmatch(size) if size else None
        if name is not None and name not in names:
            from difflib import get_close_matches

            if meant := get_close_matches(name, names, n=1):
                hint = Message("did you mean {}? The fields are {}", f"{{{meant[0]}}}", tuple(names))
            raise UsageError("unknown field {}", f"{{{name}}}", about=text, hint=hint)
        if conversion or (size and not match):
            raise UsageError("{} can only be followed by a width of up to 9999 columns", name, about=text, hint=hint)
        places.append(Slot(before, name, match[1] if match else "", int(match[2]) if match else None))
    return lambda values: "".join(
        place.before + ("" if place.name is None else _fitted(values[place.name], place)) for place in places
    )


def _fitted(value: str, place: Slot) -> str:
    if place.columns is None:
        return value
    value = steady(value)
    shown = cut_before(value, place.columns) if place.name == "left" else cut(value, place.columns)
    margin = " " * (place.columns - width(shown))
    return margin + shown if place.side == ">" else shown + margin


def printer_of(text: str) -> Callable[[Answer, Iterable[Shown], Style], Iterator[str]]:
    """Make a printer of hits from a template.

    Raises:
        UsageError: the template is not valid.

    """
    template = template_of(text, OF_HIT)

    def print_answer(_: Answer, hits: Iterable[Shown], style: Style) -> Iterator[str]:
        def line(shown: Shown) -> str:
            snippet = shown.snippets[0].text if shown.snippets else ""
            values = {"rank": str(shown.rank), "score": f"{shown.hit.score:.3f}", "snippet": snippet}
            return template(plain_values(values | values_of(shown.article), style)) + style.end

        return each(hits, line)

    return print_answer


def values_of(article: Article) -> dict[str, str]:
    """The metadata of an article as texts: empty if missing, several names separated by spaces, a title for each."""
    values = ((name, getattr(article, name)) for name in OF_ARTICLE if name != "shown_title")
    texts = {name: " ".join(value) if isinstance(value, tuple) else str(value or "") for name, value in values}
    return texts | dict.fromkeys(("title", "shown_title"), shown_title(article))


def plain_values(values: Mapping[str, str], style: Style) -> dict[str, str]:
    """Values on one line each, safe for a terminal."""
    return {name: style.plain(one_line(value)) for name, value in values.items()}
