"""reStructuredText (.rst, https://docutils.sourceforge.io): its lines as those of Markdown, and its fields as facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.lines import joined
from newsgrep.readers.texts.labelled_blocks import labelled
from newsgrep.readers.texts.markdown import read_translated
from newsgrep.readers.texts.yaml_front_matter import FrontMatter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

UNDERLINE = re.compile(r"([=\-~^\"'#*+.:_`])\1{2,}\s*")
FIELD = re.compile(r":([^:\n`]{1,40}):(?:\s+(.*))?")
# Nikola's facts: .. date: 2025-03-18
NIKOLA = re.compile(r"\.\. ([a-z_]{2,30}): (\S.*)")
DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|\n]{1,60}\|\s+)?(?P<name>[\w:-]{1,40})::(?:\s+(?P<rest>.*))?")
# Those whose content is text of the story.
WITH_TEXT = frozenset(
    (
        *("note", "tip", "hint", "important", "warning", "caution", "attention", "admonition", "topic", "sidebar"),
        *("epigraph", "highlights", "pull-quote", "compound", "container", "class", "figure"),
    )
)
MARKUP = re.compile(r"\.\.(?:\s.*)?")
OPTION = re.compile(r"\s+:[\w-]{1,40}:.*")
NAMED_LINK = re.compile(r"`([^`<\n]{1,500}?)\s*<([^<>`\n]{1,2000})>`__?")
ROLE = re.compile(r":[\w:-]{1,40}:`([^`<\n]{1,500}?)(?:\s*<[^<>`\n]{1,500}>)?`")
REFERENCE = re.compile(r"`([^`\n]{1,500})`__?(?!\w)|(?<=\s)\[[\w#*-]{1,20}\]_(?!\w)")
SUBSTITUTION = re.compile(r"(?<!\w)\|([^|\n]{1,60})\|_{0,2}(?!\w)")


def read_rst(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The articles of a document. Raises ``ReadError`` if it is longer than a page may be."""
    raw, front = translated(joined(lines).split("\n"))
    yield from read_translated(path, raw, front, fields)


def translated(lines: Sequence[str]) -> tuple[list[str], FrontMatter]:
    """The lines in Markdown, and the facts of the document.

    >>> raw, front = translated(["大桥合龙", "========", "", ":date: 2025-03-18", "", "见 `江城网 <https://j.cn>`_ 。"])
    >>> raw, front.values
    (['# 大桥合龙', '', '', '', '', '见 [江城网](https://j.cn) 。'], {'date': '2025-03-18'})
    """
    found = list(lines)
    levels: dict[tuple[str, bool], int] = {}
    for at, line in enumerate(lines[:-1]):
        if _is_title(lines, at):
            has_overline = at > 0 and _is_rule(lines[at - 1]) and lines[at - 1].rstrip() == lines[at + 1].rstrip()
            level = levels.setdefault((lines[at + 1][0], has_overline), len(levels) + 1)
            found[at], found[at + 1] = f"{'#' * min(level, 6)} {_inline(line.strip())}", ""
            if has_overline:
                found[at - 1] = ""
    front = _take_fields(found)
    _take_markup(found)
    return [line if line.startswith("#") else _inline(line) for line in found], front


def _is_rule(line: str) -> bool:
    return UNDERLINE.fullmatch(line) is not None


def _is_title(lines: Sequence[str], at: int) -> bool:
    """Whether a line has a rule below it that is as long, and nothing above it or such a rule."""
    title, below = lines[at].rstrip(), lines[at + 1].rstrip()
    if not title.strip() or _is_rule(title) or not _is_rule(below) or len(below) < len(title.strip()):
        return False
    above = lines[at - 1].strip() if at else ""
    return not above or (_is_rule(above) and above == below)


def _take_fields(lines: list[str]) -> FrontMatter:
    """The fields above the text and below its title, and the facts in comments; their lines are emptied.

    Where several titles have fields, these are about their stories, and stay with them.
    """
    front = FrontMatter({}, {}, 0)
    fields = list(_fields(lines))
    are_several = len({title for title, *_ in fields}) > 1
    for _, at, name, value in fields:
        line = f"{name}: {value}"
        lines[at] = line if are_several and labelled(line) else ""
        if not are_several:
            front.values.setdefault(name, value)
            front.starts.setdefault(name, at + 1)
    return front


def _fields(lines: list[str]) -> Iterator[tuple[int, int, str, str]]:
    """The fields below titles or above all: the line of the title, their own, name and value."""
    title = 0
    may_be = True
    for at, line in enumerate(lines):
        field = FIELD.fullmatch(line.rstrip()) if may_be else None
        if found := field or NIKOLA.fullmatch(line.rstrip()):
            below = " ".join(_continued(lines, at + 1))
            yield title, at, found[1].strip().lower(), f"{found[2] or ''} {below}".strip()
        if line.startswith("#"):
            title, may_be = at, True
        may_be = may_be and (not line.strip() or bool(found) or line.startswith(("#", "..")))


def _continued(lines: list[str], at: int) -> Iterator[str]:
    """The indented lines from one on, which are emptied."""
    while at < len(lines) and lines[at][:1].isspace() and lines[at].strip():
        yield lines[at].strip()
        lines[at] = ""
        at += 1


def _take_markup(lines: list[str]) -> None:
    """Empty the lines of comments, targets and directives, but for the content of those that have text."""
    is_hidden = is_text = False
    for at, line in enumerate(lines):
        if MARKUP.fullmatch(line.rstrip()):
            directive = DIRECTIVE.fullmatch(line.rstrip())
            is_text = directive is not None and directive["name"].lower() in WITH_TEXT
            is_hidden = not is_text
            is_title = directive is not None and is_text and directive["name"].lower() not in {"figure", "class"}
            lines[at] = (directive["rest"] or "") if directive and is_title else ""
        elif line.strip() and not line[0].isspace():
            is_hidden = is_text = False
        elif is_hidden or (is_text and OPTION.fullmatch(line)):
            lines[at] = ""
        elif is_text:
            lines[at] = line.strip()


def _inline(text: str) -> str:
    """A line with its links and emphasis as Markdown has them."""
    if not any(mark in text for mark in "`|_["):
        return text
    text = ROLE.sub(r"\1", NAMED_LINK.sub(r"[\1](\2)", text))
    return SUBSTITUTION.sub(r"\1", REFERENCE.sub(lambda found: found[1] or "", text))
