"""Records with any field names → articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.model import KINDS, Article, Paragraph, Unit
from newsgrep.text.dates import date_in_path, parse_date
from newsgrep.text.fold import fold
from newsgrep.text.markup import plain_text
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsgrep.split import People

# The first name found in a record is used, so more specific names come first.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "标题", "headline", "contenttitle", "news_title", "题目", "主题", "name"),
    "body": ("body", "content", "正文", "text", "内容", "article", "maintext", "全文"),
    "date": (
        "date",
        "发布时间",
        "time",
        "日期",
        "published",
        "publish_time",
        "pub_date",
        "pubdate",
        "published_at",
        "时间",
    ),
    "source": ("source", "来源", "media", "媒体", "报纸", "publisher", "newspaper", "site"),
    "section": ("section", "版面", "栏目", "category", "channel", "版次", "分类", "频道"),
    "author": ("author", "记者", "作者", "authors", "reporter", "byline"),
    "kind": ("kind", "类型"),
    "id": ("id", "docid", "docno", "_id", "编号", "uuid", "url", "链接", "link"),
}
NAME_ENDS = re.compile(r"\s*[,;、/|和]\s*|(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])")
SPACED_NAME = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff])\s+([\u3400-\u9fff])(?![\u3400-\u9fff])")


CREDITS = frozenset(("文", "图", "摄影", "摄影报道", "编辑", "整理", "综合", "采写"))


# Front matter: what crawlers write above the text in a file with a single article.
ROLE_OF = {
    **dict.fromkeys(("标题", "title"), "title"),
    **dict.fromkeys(("来源", "source"), "source"),
    **dict.fromkeys(("日期", "时间", "发布时间", "发布日期", "date"), "date"),
    **dict.fromkeys(("作者", "记者", "author"), "author"),
    **dict.fromkeys(("版面", "栏目", "版次"), "section"),
}
FACT_NAME = "|".join(sorted(ROLE_OF, key=len, reverse=True))
FACT = re.compile(rf"(?:^|(?<=\s))({FACT_NAME})[:：]\s*(.*?)(?=\s+(?:{FACT_NAME})[:：]|\s*$)", re.IGNORECASE)
DATE_ONLY = re.compile(r"[\d\s:：年月日/.-]{6,20}")
HEAD_LINES = 8
MOST_KNOWN = 1000
DEEPEST = 20
# No news record has more fields: roles of larger records are not cached, and lines of further keys are not located.
MOST_NAMES = 1000


class Record(NamedTuple):
    """A record of a source file: field name → value, and the source line, from 1, where it (or each value) begins.

    In a ``spread`` record, line ends within a value are line ends of the file (CSV, XML), else they are escapes (JSON).
    ``fingerprint`` is that of its line, if its format has them. ``member`` is the part of the file that holds the
    record (a sheet, a table, a chapter), and ``unit`` is what ``line`` counts there.
    """

    values: Mapping[str, Any]
    line: int
    starts: Mapping[str, int] = MappingProxyType({})
    spread: bool = False
    fingerprint: str | None = None
    member: str = ""
    unit: Unit = "line"


class UnchangedRecord(NamedTuple):
    """A record whose fingerprint was known, so that it was not read."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Which fields of a record are its title, body and so on; the user's mapping precedes the usual names."""

    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # A cache: the records of a file mostly have the same names.
    _known: dict[tuple[str, ...], dict[str, list[str]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def roles(self, names: Iterable[str]) -> Mapping[str, list[str]]:
        """For each role, the field names that may have it, best first."""
        key = tuple(names)
        if len(key) > MOST_NAMES:
            return self._roles(key)
        if key not in self._known:
            if len(self._known) == MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._roles(key)
        return self._known[key]

    def _roles(self, names: Iterable[str]) -> dict[str, list[str]]:
        known = {fold(name.strip()): name for name in names}
        return {role: self._pick(known, role) for role in FIELD_NAMES}

    def _pick(self, known: Mapping[str, str], role: str) -> list[str]:
        candidates = (*self.mapping.get(role, ()), *FIELD_NAMES[role])
        return [known[fold(name)] for name in candidates if fold(name) in known]


def article_of(record: Record, path: str, number: int, fields: FieldMap) -> Article | None:
    """The article of a record, or None if it has neither title nor body; ``number`` is the key if it has no id."""
    from newsgrep.split import find_dateline

    facts = {role: _first(record, role, names) for role, names in fields.roles(record.values).items()}
    headlines = _headlines(facts["title"])
    paragraphs = _body(facts["body"])
    if not headlines and not paragraphs:
        return None
    text = {role: _on_a_line(role, value.text) or None for role, value in facts.items() if role != "body"}
    return Article(
        path=path,
        key=text["id"] or str(number),
        headlines=headlines,
        paragraphs=paragraphs,
        kind=next((kind for kind in KINDS if kind == text["kind"]), "article"),
        date=parse_date(text["date"] or "") or date_in_path(path),
        source=text["source"],
        section=text["section"],
        **_people(text["author"], paragraphs)._asdict(),
        **find_dateline(paragraphs)._asdict(),
    )


def parse_front_matter(text: str) -> tuple[str, dict[str, str]]:
    r"""A text without its front matter (``来源：江城日报`` or ``2025-03-18 来源：江城日报``), and the metadata in it.

    Its lines are emptied but kept, so that line numbers stay valid; a line with the title becomes the title.

    >>> parse_front_matter("标题：大桥通车\n来源：江城日报\n作者：何青禾\n\n大桥今天通车。")
    ('大桥通车\n\n\n\n大桥今天通车。', {'source': '江城日报', 'author': '何青禾'})
    """
    lines = text.split("\n", HEAD_LINES)
    facts: dict[str, str] = {}
    for index, line in enumerate(lines[:HEAD_LINES]):
        found = list(FACT.finditer(line))
        before = line[: found[0].start()].strip() if found else ""
        if not found or (before and not DATE_ONLY.fullmatch(before)):
            continue
        named = {ROLE_OF[match[1].lower()]: match[2].strip() for match in found}
        lines[index] = named.pop("title", "")
        facts |= named | ({"date": before} if before else {})
    return "\n".join(lines), facts


def apply_front_matter(article: Article, facts: Mapping[str, str]) -> Article:
    """An article with the metadata of its front matter."""
    people = _people(facts.get("author"), ())
    reporters = _merge(people.reporters, article.reporters)
    return article._replace(
        date=parse_date(facts.get("date", "")) or article.date,
        source=facts.get("source") or article.source,
        section=facts.get("section") or article.section,
        reporters=tuple(name for name in reporters if name not in article.correspondents),
        correspondents=_merge(people.correspondents, article.correspondents),
    )


class _Value(NamedTuple):
    """The plain text of a field, the number of line ends before each of its lines, and the source line of the first."""

    text: str
    lines: Sequence[int] = ()
    start: int = 0
    spread: bool = False

    def line_at(self, index: int) -> int:
        """The source line of a line of the text; ``index`` counts from 0."""
        return self.start + self.lines[index] * self.spread


NO_VALUE = _Value("")


def _first(record: Record, role: str, names: Iterable[str]) -> _Value:
    """The first field that has text; empty if none has."""
    for name in names:
        text = repair(_text(record.values[name]))
        # The indent of a body's first line tells that of its other paragraphs.
        text = _from_first_line(text) if role == "body" else text.strip()
        lines: Sequence[int] = range(text.count("\n") + 1)
        if "<" in text or "&" in text:
            text, lines = plain_text(text, " " if role == "title" else "\n")
            text = repair(text) if text.strip() else ""
        if text:
            return _Value(text, lines, record.starts.get(name, record.line), record.spread)
    return NO_VALUE


def _from_first_line(text: str) -> str:
    """A text without blank lines at its beginning; the indent of its first line stays."""
    begin = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, begin) + 1 :].rstrip()


def _text(value: Any, depth: int = 0) -> str:
    """A JSON value as text: a list becomes lines, an object its name, title or text; anything too deep is left out."""
    if depth > DEEPEST:
        return ""
    match value:
        case None | bool():
            return ""
        case list():
            return "\n".join(_text(item, depth + 1) for item in value)
        case dict():
            named = next((value[key] for key in ("name", "title", "text", "名称") if key in value), None)
            return _text(named, depth + 1)
        case _:
            return str(value)


def _headlines(title: _Value) -> tuple[Paragraph, ...]:
    """The lines of a title, each with its source line."""
    lines = enumerate(map(str.strip, title.text.split("\n")))
    return tuple(Paragraph(line, ((0, title.line_at(index)),), "headline") for index, line in lines if line)


def _body(body: _Value) -> tuple[Paragraph, ...]:
    """The paragraphs of a body, each with its source lines."""
    from newsgrep.split import read_body

    return tuple(Paragraph(text, _placed(lines, body), "body") for text, lines in read_body(body.text))


def _placed(lines: tuple[tuple[int, int], ...], body: _Value) -> tuple[tuple[int, int], ...]:
    """The source lines of a paragraph; a value on one source line is one."""
    if len(lines) == 1 or not body.spread:
        return ((0, body.line_at(lines[0][1] - 1)),)
    return tuple((offset, body.line_at(line - 1)) for offset, line in lines)


def _on_a_line(role: str, value: str) -> str:
    """A value on one line; authors, one per line, are joined by 、 because Latin names contain spaces."""
    lines = (" ".join(line.split()) for line in value.split("\n"))
    return ("、" if role == "author" else " ").join(filter(None, lines))


def _people(author: str | None, paragraphs: tuple[Paragraph, ...]) -> People:
    """The authors, from the author field and from the byline in the text."""
    from newsgrep.split import People, find_people

    found = find_people(paragraphs)
    if not author:
        return found
    named = find_people((Paragraph(author, ((0, 1),), "byline"),))
    if not any(named):
        named = People(_names(author))
    return People(*map(_merge, named, found))


def _names(author: str) -> tuple[str, ...]:
    """Names without titles; a two-character Chinese name may be spaced out, a Latin name contains spaces.

    >>> _names("何青禾，罗　远；Ann Lee")
    ('何青禾', '罗远', 'Ann Lee')
    """
    text = SPACED_NAME.sub(r"\1\2", author.translate({ord("，"): ",", ord("；"): ";"}))
    return tuple(name for name in NAME_ENDS.split(text) if name and name not in CREDITS)


def _merge(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
