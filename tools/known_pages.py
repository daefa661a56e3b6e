"""Pages whose stories are known: read, made from single articles, and printed in the forms in which text is met.

A page is a list of parts, each a paragraph with its role (kicker title subtitle byline body body_cont caption, and
furniture: what belongs to no story), and the indexes of the parts that begin stories. ``FORMS`` print a page: plain,
hard-wrapped, spaced out, with misread characters. Whatever is by chance comes from a ``random.Random`` of the caller.
"""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.text.fold import fold

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

HEADLINES = ("kicker", "title", "subtitle")
# The page's own words, which the labels of the pages sometimes give to a story and sometimes not.
_UNSURE = re.compile(r"字数 ?\d+$")
# What a web site has printed around a story.
_OF_THE_SITE = re.compile(r"(?:分享|facebook|(?:推薦|延伸|相關)(?:閱讀|新聞)|小編推薦|你或許也想看|更多新聞)[:：]?$")
_HAN = re.compile("[\u4e00-\u9fff]")
_MARKS = "，。、；：？！“”‘’（）《》「」『』,;:?!()"
# Between two of these no line ends, as typesetters have it (kinsoku).
_NEVER_FIRST = "，。、；：？！”’）》」』,;:?!)】〕"
# The part of the characters that is misread, and of the marks that is lost.
MISREAD, LOST = 0.03, 0.3
# The part of the stories with furniture below, and of the paragraphs.
BETWEEN, INSIDE = 0.5, 0.06
FURNITURE = (
    "本版责编:陈一帆 林小雨",
    "责编 周舟",
    "责任编辑:陈一帆 版式:林小雨 校对:周舟",
    "扫一扫 更精彩",
    "扫描二维码关注本报微信公众号",
    "欢迎扫码下载客户端",
    "新闻热线:0000-8600110",
    "投稿邮箱:news@example.com",
    "E-mail:jcwb@example.com",
    "本版邮箱 jcwb@example.com",
    "A12",
    "· 3 ·",
    "第 5 版",
    "※ ※ ※",
    "* * *",
    "———————",
    "见习编辑 沈秋 美编 何田 电话 00000000",
    "24小时读者热线 000-00000",
    "www.example.com",
)


class Part(NamedTuple):
    """A paragraph and its role."""

    text: str
    role: str


class KnownPage(NamedTuple):
    """A labelled page; ``apart`` are the indexes of parts with more space above."""

    parts: Sequence[Part]
    starts: frozenset[int]
    paper: str = ""
    date: str = ""
    kinds: Sequence[str] = ()
    apart: frozenset[int] = frozenset()

    @property
    def stories(self) -> Iterator[list[Part]]:
        """The parts of each story."""
        starts = sorted(self.starts)
        for first, after in zip(starts, [*starts[1:], len(self.parts)], strict=True):
            yield list(self.parts[first:after])


class Printed(NamedTuple):
    """A page as text, and the line, counted from 1, on which each part begins."""

    page: KnownPage
    text: str
    lines: Sequence[int]

    def at(self, line: int) -> int:
        """Return the index of the part that is on a line."""
        return bisect_right(self.lines, line) - 1

    def begins(self, line: int) -> int | None:
        """Return the index of the part that begins on a line; None within one."""
        at = self.at(line)
        return at if at >= 0 and self.lines[at] == line else None


Form = Callable[[KnownPage, "random.Random"], Printed]


def read_pages(path: Path) -> list[KnownPage]:
    """Return the pages of a file, without the words that its labels are inconsistent about.

    Raises:
        OSError: the file cannot be read.
        ValueError: a line is not JSON.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_known(json.loads(line)) for line in lines]


def _known(page: dict[str, Any]) -> KnownPage:
    parts, starts, kinds = [], [], []
    for article in page["articles"]:
        span = range(article["first"], article["last"] + 1)
        story = [Part(page["paragraphs"][at], page["roles"][at]) for at in span]
        story = [part for part in story if not _UNSURE.match(part.text)]
        if story:
            starts.append(len(parts))
            kinds.append(article["kind"])
            parts += story
    return KnownPage(parts, frozenset(starts), page["paper"], page["date"], kinds)


def read_articles(path: Path, sentences: int = 3) -> Iterator[tuple[str, list[Part]]]:
    """Yield the section and the parts of each article of a file of records, in paragraphs of some sentences."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            body = [text.strip() for text in re.split(r"\n|\s{2,}", record.get("body") or "")]
            body = [text for text in body if text and not _OF_THE_SITE.match(text)]
            paragraphs = [piece for text in body for piece in _paragraphs(text, sentences)]
            if paragraphs and (record.get("title") or "").strip():
                title = " ".join(record["title"].split())
                yield record.get("section") or "", [Part(title, "title"), *(Part(text, "body") for text in paragraphs)]


def _paragraphs(text: str, sentences: int) -> Iterator[str]:
    """Yield paragraphs of some sentences; a text without line ends has lost those it had."""
    found = [
        match[0].strip() for match in re.finditer(r"[^。！？]*(?:[。！？][”’」』）]?|$)", text) if match[0].strip()
    ]
    for at in range(0, len(found), sentences):
        yield "".join(found[at : at + sentences])


def page_of(stories: Iterable[Sequence[Part]], paper: str = "") -> KnownPage:
    """Return the page that consists of some stories."""
    parts: list[Part] = []
    starts = []
    for story in stories:
        starts.append(len(parts))
        parts += story
    return KnownPage(parts, frozenset(starts), paper)


def plain(page: KnownPage, _: random.Random) -> Printed:
    """Return a page with a blank line between paragraphs, and three above those that are set apart."""
    return _printed(page, ([part.text] for part in page.parts), between=1)


def dense(page: KnownPage, _: random.Random) -> Printed:
    """Return a page with a paragraph per line."""
    return _printed(page, ([part.text] for part in page.parts), between=0)


def wrapped(width: int, *, indent: str = "", between: int = 0, strict: bool = False) -> Form:
    """Return the form that breaks lines after so many characters; ``strict`` keeps marks off the beginning of lines."""

    def form(page: KnownPage, _: random.Random) -> Printed:
        page = whole(page)
        indents = (indent if part.role == "body" else "" for part in page.parts)
        rows = (
            list(_wrap(first + part.text, width, strict=strict))
            for first, part in zip(indents, page.parts, strict=True)
        )
        return _printed(page, rows, between=between)

    return form


def spaced(page: KnownPage, _: random.Random) -> Printed:
    """Return a page with a space after every character."""
    return _printed(page, ([" ".join(part.text.replace(" ", ""))] for part in page.parts), between=1)


def traditional(page: KnownPage, dice: random.Random) -> Printed:
    """Return a page in Traditional characters and marks."""
    table = {**_traditional_table(), **{ord(a): b for a, b in zip("“”‘’", "「」『』", strict=True)}}
    return plain(_mapped(page, lambda text: text.translate(table)), dice)


def misread(page: KnownPage, dice: random.Random) -> Printed:
    """Return a page in which 3 % of the characters were misread."""
    pool = sorted({char for part in page.parts for char in part.text if _HAN.match(char)}) or ["一"]

    def garbled(text: str) -> str:
        return "".join(dice.choice(pool) if _HAN.match(char) and dice.random() < MISREAD else char for char in text)

    return plain(_mapped(page, garbled), dice)


def unmarked(page: KnownPage, dice: random.Random) -> Printed:
    """Return a page that has lost 30 % of its punctuation."""

    def lossy(text: str) -> str:
        return "".join(char for char in text if char not in _MARKS or dice.random() >= LOST) or text

    return plain(_mapped(page, lossy), dice)


def furnished(page: KnownPage, dice: random.Random, *, inside: bool = False) -> KnownPage:
    """Return a page with furniture between its stories, or inside some of them."""
    parts: list[Part] = []
    starts = set()
    for at, part in enumerate(page.parts):
        if at in page.starts:
            if at and not inside and dice.random() < BETWEEN:
                parts.append(Part(dice.choice(FURNITURE), "furniture"))
            starts.add(len(parts))
        elif inside and part.role == "body" and page.parts[at - 1].role == "body" and dice.random() < INSIDE:
            parts.append(Part(dice.choice(FURNITURE), "furniture"))
        parts.append(part)
    return page._replace(parts=parts, starts=frozenset(starts), apart=frozenset())


def whole(page: KnownPage) -> KnownPage:
    """Return a page with its broken paragraphs joined."""
    parts: list[Part] = []
    starts = set()
    for at, part in enumerate(page.parts):
        if part.role == "body_cont" and parts:
            parts[-1] = parts[-1]._replace(text=parts[-1].text + part.text)
            continue
        if at in page.starts:
            starts.add(len(parts))
        parts.append(part)
    return page._replace(parts=parts, starts=frozenset(starts), apart=frozenset())


def _mapped(page: KnownPage, change: Callable[[str], str]) -> KnownPage:
    return page._replace(parts=[part._replace(text=change(part.text)) for part in page.parts])


def _wrap(text: str, width: int, *, strict: bool) -> Iterator[str]:
    at = 0
    while at < len(text):
        after = at + width
        if strict and text[after : after + 1] and text[after] in _NEVER_FIRST:
            after += 1
        yield text[at:after]
        at = after


def _printed(page: KnownPage, rows: Iterable[list[str]], between: int) -> Printed:
    lines: list[str] = []
    firsts = []
    for at, row in enumerate(rows):
        if at:
            lines += [""] * (between + 2 * (at in page.apart))
        firsts.append(len(lines) + 1)
        lines += row
    return Printed(page, "\n".join(lines), firsts)


@cache
def _traditional_table() -> dict[int, str]:
    """A Traditional character, of those in Big5, for each Simplified one that has any."""
    table: dict[int, str] = {}
    for code in range(0x4E00, 0x9FFF):
        if (folded := fold(chr(code))) != chr(code) and chr(code).encode("big5", "ignore"):
            table.setdefault(ord(folded), chr(code))
    return table


FORMS: dict[str, Form] = {
    "plain": plain,
    "single newlines": dense,
    "spaces": spaced,
    "Traditional": traditional,
    "misread 3 %": misread,
    "marks lost 30 %": unmarked,
    "furniture between": lambda page, dice: plain(furnished(page, dice), dice),
    "furniture inside": lambda page, dice: plain(furnished(page, dice, inside=True), dice),
    **{f"wrap {width}": wrapped(width) for width in (10, 13, 17, 20, 26, 34, 40)},
    "wrap 20, strict": wrapped(20, strict=True),
    "wrap 18, indents": wrapped(18, indent="　　"),
    "wrap 18, blank lines": wrapped(18, between=1),
}
