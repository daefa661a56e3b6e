"""Query line → syntax tree. No line is a syntax error: what does not parse is taken literally, with a note.

    line  = both {("OR" | "|") both}        both  = {part}
    part  = ("-" | "NOT") part | atom ["^" number]
    atom  = "(" line ")" | [field ":"] (quoted ["~" number] | "/" regular expression "/" | run)

The symbols are those of ``lexer.py``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from newsgrep.errors import UsageError
from newsgrep.message import Message, reason
from newsgrep.query.field_names import FILTER_FIELD_NAMES, TEXT_FIELD_NAMES, WrittenField
from newsgrep.query.lexer import Symbol, balanced, symbols_of
from newsgrep.query.syntax import (
    And,
    BareText,
    Boost,
    DateRange,
    Filter,
    InField,
    Not,
    Or,
    Quoted,
    RegexSyntax,
    Tree,
    WildcardSyntax,
)
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Callable

# A run that begins like a field: letters or a few Chinese characters before a colon, which is not that of a URL.
FIELD_LIKE = r"(?P<name>[A-Za-z_]{2,20}|[^\W\dA-Za-z_]{1,4})[:：](?!//)"
# A question mark is punctuation at the end of a run, after a quoted text, or if it is full-width, else a wildcard. A
# star on its own is not a wildcard.
WILD = r"[^\s*?]\*|\*[^\s*?]|\?[^\s*?]"
# What others write for words near to each other, or like one, where ``~`` is no operator: ``大桥~3``, ``bridge~``, but
# not ``3~5``.
TILDE = r"(?:^|[^\d~/])~\d+(?:\.\d+)?$|[a-z]~$"
# Marks that some use as operators.
LIKE_OPERATORS = frozenset("+=<>^`~|$&*#@\\/-")
# Code points. Each word or bigram takes a millisecond; a query of this length, half a minute.
LONGEST_LINE = 10_000
# More levels than anyone nests by hand; operators nested deeper are taken literally.
DEEPEST = 40


class Parsed(NamedTuple):
    """The syntax tree of a query line, and notes on what was taken literally or ignored.

    ``fields`` is what was written like a field: only an index tells whether it is text (see ``search.written_fields``).
    """

    tree: Tree
    notes: tuple[Message, ...]
    fields: tuple[WrittenField, ...] = ()


def parse(line: str, *, any_word: bool = False, today: date | None = None) -> Parsed:
    """The syntax tree of a query line; with ``any_word``, any of the words separated by spaces may match.

    Relative dates count from ``today``, by default the local date. Raises ``UsageError`` if the line is longer than
    ``LONGEST_LINE`` code points.

    >>> parse("江城大学 -招聘").tree
    And(parts=(BareText(text='江城大学'), Not(tree=BareText(text='招聘'))))
    >>> parse("（“合龙”~8 OR 通车）").tree
    Or(parts=(Quoted(text='合龙', within=8), BareText(text='通车')))
    """
    _refuse_long(line)
    symbols, stray = balanced(symbols_of(repair(line)))
    parser = _Parser(symbols, today or date.today(), any_word=any_word)  # noqa: DTZ011 (the user's day)
    if stray:
        parser.notes.append(Message("ignored an unmatched “)”"))
    tree = parser.line()
    while parser.position < len(parser.symbols):
        parser.position += 1  # a closing bracket whose opening one is nested too deeply
        rest = parser.line()
        tree = _join(And, (*_parts(And, tree), *_parts(And, rest)))
    if tree == And(()) and line.strip():
        tree = Quoted(line.strip())
        parser.notes = [Message("searching for {} as text", line.strip())]
    return Parsed(tree, tuple(dict.fromkeys(parser.notes)), tuple(dict.fromkeys(parser.fields)))


def literally(line: str) -> Parsed:
    """The whole line as one quoted text, without operators; an empty one matches all articles.

    Raises ``UsageError`` if it is longer than ``LONGEST_LINE`` code points.

    >>> literally('"江城" -大桥').tree
    Quoted(text='"江城" -大桥', within=None)
    """
    _refuse_long(line)
    return Parsed(Quoted(repair(line)) if line.strip() else And(()), ())


def _refuse_long(line: str) -> None:
    if len(line) > LONGEST_LINE:
        raise UsageError(
            "the query is {:,} characters long; the limit is {:,}",
            len(line),
            LONGEST_LINE,
            hint="search for its most distinctive part",
        )


class _Parser:
    def __init__(self, symbols: list[Symbol], today: date, *, any_word: bool) -> None:
        self.symbols = symbols
        self.today = today
        self.any_word = any_word
        self.position = self.depth = 0
        self.notes: list[Message] = []
        self.fields: list[WrittenField] = []

    def kind(self) -> str:
        return self.symbols[self.position].kind if self.position < len(self.symbols) else "end"

    def take(self) -> Symbol:
        self.position += 1
        return self.symbols[self.position - 1]

    def line(self) -> Tree:
        """Alternatives separated by OR."""
        parts = [self.both()]
        while self.kind() == "or":
            self.take()
            parts.append(self.both())
        given = [part for part in parts if part != And(())]
        if len(given) < len(parts) > 1:
            self.notes.append(Message("ignored an OR without words on both sides"))
        return _join(Or, tuple(given)) if given else And(())

    def both(self) -> Tree:
        """Parts side by side; negation and filters apply even with ``any_word``."""
        parts = []
        while self.kind() not in {"end", "close", "or"}:
            if part := self.part():
                parts.append(part)
        marks = [part for part in parts if _is_mark(part)]
        if marks and len(marks) < len(parts):
            if any(not LIKE_OPERATORS.isdisjoint(_text_of(mark)) for mark in marks):
                self.notes.append(Message("ignored stand-alone punctuation marks"))
            parts = [part for part in parts if not _is_mark(part)]
        if not self.any_word:
            return _join(And, tuple(parts))
        bound = tuple(part for part in parts if isinstance(part, Filter | DateRange | Not))
        free = tuple(part for part in parts if part not in bound)
        return _join(And, (*((_join(Or, free),) if free else ()), *bound))

    def part(self) -> Tree | None:
        """An atom, possibly negated or boosted."""
        if self.kind() == "not":
            self.take()
            part = self.deeper(self.part)
            return Not(part) if part else None
        atom = self.atom()
        if atom and self.kind() == "boost":
            return Boost(atom, float(fold(self.take().text)))
        return atom

    def deeper(self, parse_part: Callable[[], Tree | None]) -> Tree | None:
        """The operand of an operator, or None if it is missing; taken literally if nested deeper than ``DEEPEST``."""
        if self.kind() in {"end", "close", "or"}:
            self.notes.append(Message("ignored an operator without a term"))
            return None
        self.depth += 1
        try:
            return parse_part() if self.depth <= DEEPEST else self.literally()
        finally:
            self.depth -= 1

    def literally(self) -> Tree:
        self.notes.append(Message("nested too deeply; searching for an operator as text"))
        return BareText(self.take().text)

    def atom(self) -> Tree | None:
        symbol = self.take()
        match symbol.kind:
            case "open":
                return self.group()
            case "field":
                return self.in_field(symbol.text)
            case "unclosed":
                self.notes.append(Message("unmatched quotation mark; searching for “{}”", symbol.text))
                return self.quoted(symbol)
            case "quoted":
                return self.quoted(symbol)
            case "boost":
                return BareText("^" + symbol.text)
            case "within" | "distance":
                return self.no_distance("~" + symbol.text)
            case "regex":
                return self.regex(symbol.text)
            case "run" if _is_wild(symbol.text.replace("＊", "*")):
                return self.field_like(WildcardSyntax(symbol.text))
            case _:
                if symbol.text in {"-", "NOT", "OR"}:
                    self.notes.append(Message("searching for {} as text", symbol.text))
                return self.field_like(BareText(symbol.text))

    def no_distance(self, written: str) -> Tree | None:
        """What is written with a ``~`` that is no operator there: text, if it is more than that."""
        how = Message("~ needs a number from 0 to 999 after a quoted text, such as “大桥 合龙”~3")
        if written == "~":
            self.notes.append(Message("ignored {}; {}", written, how))
            return None
        self.notes.append(Message("searching for {} as text; {}", written, how))
        return BareText(written)

    def field_like(self, run: BareText | WildcardSyntax) -> Tree:
        """A run, which may begin with the name of a field that there is not."""
        if "~" in (folded := fold(run.text)) and re.search(TILDE, folded):
            self.no_distance(run.text)
        if ":" in folded and (match := re.match(FIELD_LIKE, run.text)):
            self.fields.append(WrittenField(match["name"], run.text[match.end() :], run))
        return run

    def quoted(self, symbol: Symbol) -> Tree | None:
        within = int(fold(self.take().text)) if self.kind() == "within" else None
        if symbol.text.strip():
            return Quoted(re.sub(r'\\(["“”＂])', r"\1", symbol.text), within)
        self.notes.append(Message("ignored empty quotation marks"))
        return None

    def regex(self, written: str) -> Tree:
        from newsgrep.query.regex import compile_expression, fold_expression

        try:
            compile_expression(fold_expression(repair(written)))
        except ValueError as error:
            self.notes.append(
                Message(
                    "/{}/ is not a valid regular expression ({}); searching for the text instead",
                    written,
                    reason(error),
                )
            )
            return BareText(f"/{written}/")
        return RegexSyntax(written)

    def group(self) -> Tree | None:
        tree = self.deeper(self.line) or And(())
        if self.kind() == "close":
            self.take()
        else:
            self.notes.append(Message("ignored an unmatched “(”"))
        return tree if tree != And(()) else None

    def in_field(self, written: str) -> Tree | None:
        """A field with its operand; taken literally if the operand makes no sense."""
        name = fold(written)
        if self.kind() == "not":
            self.take()
            inner = self.deeper(lambda: self.in_field(written))
            return Not(inner) if inner else None
        if name in TEXT_FIELD_NAMES:
            atom = self.deeper(self.atom)
            return self.field(written, _text_of(atom), InField(TEXT_FIELD_NAMES[name], atom)) if atom else None
        if self.kind() == "regex":
            return self.filter(FILTER_FIELD_NAMES[name], f"/{self.take().text}/") or BareText(f"{written}:")
        if self.kind() == "open":
            self.take()
            group = self.group()
            return self.of_each(written, group) if group else None
        if self.kind() not in {"run", "quoted", "unclosed"}:
            no_value = Message("“{}:” has no value; searching for the text instead", written)
            return self.field(written, "", BareText(f"{written}:"), no_value)
        value = self.take().text
        found = self.filter(FILTER_FIELD_NAMES[name], value)
        note = None if found else self.notes[-1]
        return self.field(written, value, found or BareText(f"{written}:{value}"), note)

    def field(self, name: str, value: str, tree: Tree, note: Message | None = None) -> Tree:
        """What a field became; remembered, as it may be text."""
        if note:
            self.notes.append(note)
        self.fields.append(WrittenField(name, value, tree, note))
        return tree

    def of_each(self, written: str, tree: Tree) -> Tree:
        """A group of values of a filter field, ``by:(a OR b)``: each text in it becomes a filter."""
        match tree:
            case BareText(text) | Quoted(text) | WildcardSyntax(text):
                return self.filter(FILTER_FIELD_NAMES[fold(written)], text) or BareText(f"{written}:{text}")
            case Not(inner):
                return Not(self.of_each(written, inner))
            case Boost(inner, _):
                return self.of_each(written, inner)
            case And(parts):
                return And(tuple(self.of_each(written, part) for part in parts))
            case Or(parts):
                return Or(tuple(self.of_each(written, part) for part in parts))
            case _:
                return tree

    def filter(self, name: str, value: str) -> Filter | DateRange | None:
        if name != "date":
            return Filter(name, value)
        from newsgrep.query.dates import parse_dates

        dates = parse_dates(value, self.today)
        if not dates:
            self.notes.append(Message("“{}” is not a date; searching for the text instead", value))
        return dates


def _text_of(tree: Tree) -> str:
    """The text of the operand of a field; empty if it is more than a text."""
    return tree.text if isinstance(tree, BareText | Quoted | WildcardSyntax) else ""


def _is_wild(text: str) -> bool:
    """Whether a run has wildcards; a URL has none, and a question mark at the end is punctuation."""
    asks = text.rstrip("!！").endswith(("?", "？")) and "*" not in text
    has_any = "*" in text or "?" in text
    return has_any and re.search(WILD, text) is not None and "://" not in text and not asks


def _is_mark(tree: Tree) -> bool:
    """Whether a part consists of punctuation only."""
    return isinstance(tree, BareText) and all(category(char)[0] == "P" or char in "+=<>^`~|$" for char in tree.text)


def _join(kind: type[And | Or], parts: tuple[Tree, ...]) -> Tree:
    """A node of several parts; a single part is returned as it is."""
    return parts[0] if len(parts) == 1 else kind(parts)


def _parts(kind: type[And], tree: Tree) -> tuple[Tree, ...]:
    return tree.parts if isinstance(tree, kind) else (tree,)
