"""An HTML page → its lines of text, and the elements that contain them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsgrep.errors import ReadError
from newsgrep.text.width import width

if TYPE_CHECKING:
    from collections.abc import Sequence

# Elements whose content is not text of the page. What a form contains is: whole pages are in one (ASP.NET).
HIDDEN_TAGS = (
    "script style noscript template head iframe object embed svg math select textarea button audio video "
    "canvas map datalist progress meter dialog founder-author"
)
BLOCK_TAGS = (
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary "
    "table tbody td tfoot th thead tr ul caption marquee founder-title founder-content"
)
HIDDEN, BLOCKS = frozenset(HIDDEN_TAGS.split()), frozenset(BLOCK_TAGS.split())
NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
SPACE = re.compile(r"\s+")
# Elements whose text keeps its line ends: by their style, or those of a board's posts.
KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
POST_NAME = "bbs-content"
# The columns at which a text is wrapped, how many fewer a line has that goes on, how many such lines there are, and how
# many of those as long end as lines that go on do.
NARROWEST, SHORTER, FEWEST_FULL, MOST_OPEN = 40, 3, 3, 0.7
GOES_ON = re.compile(r"[\w，、]$")
SENTENCE = re.compile("[，。！？；]")
# A text that begins with a label, as in elements beside each other that only their style parts: 来源：, 记者：
LABELLED, FACT = re.compile(r"\s*[\u3400-\u9fff]{2,5}[:：]"), re.compile(r"[:：\d]")
# What stands between links.
PARTING = " |｜·/"
# The first character of scripts that are written without spaces.
FIRST_WIDE = "\u2e80"

# The parser takes time that is quadratic in the depth of a page, and copies unclosed formatting into each block.
FORMAT = re.compile(r"<(/?)(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE)
TAG = re.compile(r"<(/?)([a-z][a-z0-9:-]*)(?=[\s/>])", re.IGNORECASE)
# Elements that are often left open, and end where the next one begins.
OPEN_TAGS = (
    "p li td th tr dt dd option tbody thead tfoot colgroup rp rt br hr img input meta link area base col embed "
    "param source track wbr body html head"
)
OPEN = frozenset(OPEN_TAGS.split())
# Numbers of tags of which no depth does harm: not of formatting, not of anything.
FEW_FORMATS, FEW_TAGS = 500, 15_000
DEEPEST = 2_000
MOST_COPIES = 20_000_000


@dataclass(slots=True)
class Element:
    """A block element: its tag, the index of the one around it, its class and id, and whether it is part of a link."""

    tag: str
    parent: int
    name: str = ""
    children: list[int] = field(default_factory=list)


@dataclass(slots=True)
class PageLine:
    """A line of text, the number of its characters that are part of links or bold, and the index of its element."""

    text: str
    linked: int
    element: int
    bold: int = 0

    @property
    def is_link(self) -> bool:
        """Whether hardly any of its text is outside of links, or only what parts these."""
        if not self.linked:
            return False
        parting = sum(map(self.text.count, PARTING)) if self.linked * 10 < len(self.text) * 8 else 0
        return self.linked * 10 >= (len(self.text) - parting) * 8


@dataclass(slots=True)
class PageLines:
    """The lines of a page that are not blank, in order, and all its block elements; the first is its body."""

    elements: list[Element]
    lines: list[PageLine]


def check_depth(markup: str) -> None:
    """Raise ``ReadError`` if a page is nested so deeply that no browser made it; parsing it would take hours."""
    tags = markup.count("<")
    too_many_copies = tags > FEW_FORMATS and _depth(FORMAT, markup) * tags > MOST_COPIES
    if too_many_copies or (tags > FEW_TAGS and _depth(TAG, markup) > DEEPEST):
        raise ReadError("HTML nested too deeply; not read", hint="move it out of the corpus")


def _depth(pattern: re.Pattern[str], markup: str) -> int:
    """The most elements of a pattern that are open at once."""
    left_open: Counter[str] = Counter()
    depth = deepest = 0
    for match in pattern.finditer(markup):
        name = match[2].lower()
        if name in OPEN or (match[1] and not left_open[name]):
            continue
        step = -1 if match[1] else 1
        left_open[name] += step
        depth += step
        deepest = max(deepest, depth)
    return deepest


def read_page_lines(body: Any, *, with_hidden: bool = False) -> PageLines:
    """The lines of a page, from the ``body`` that the parser found, ``with_hidden`` those that it does not display."""
    return _Walk(body, with_hidden=with_hidden).read()


class _Walk:
    """Reads a page from its beginning to its end."""

    def __init__(self, body: Any, *, with_hidden: bool) -> None:
        self._body = body
        self._with_hidden = with_hidden
        self._page = PageLines([Element("body", -1, name_of(body))], [])
        self._texts: list[str] = []
        self._linked = self._bold = 0
        # Whether a line break stands between elements of the line, not within its text.
        self._is_parted = False
        # Whether an element within the line has begun, and none of its text has come.
        self._is_begun = False
        # Open nodes: their id, their block element (negative if hidden), and whether they are part of a link, or bold.
        self._open: list[tuple[int, int, bool, bool]] = [(body.mem_id, 0, False, False)]
        # Elements whose text keeps its line ends.
        self._kept: set[int] = set()

    def read(self) -> PageLines:
        nodes = iter(self._body.traverse(include_text=True))
        next(nodes, None)
        for node in nodes:
            self._close_until(node.parent.mem_id)
            _, element, linked, bold = self._open[-1]
            tag = node.tag
            if tag == "-text":
                if element >= 0:
                    text = node.text_content or ""
                    if element in self._kept and "\n" in text:
                        self._add_lines(text, element, linked=linked, bold=bold)
                    else:
                        self._add(text, linked=linked, bold=bold)
            elif tag and tag[0] != "-":
                self._enter(node, tag, element, linked=linked, bold=bold)
        self._close_until(self._body.mem_id)
        self._end_line(0)
        return self._page

    def _enter(self, node: Any, tag: str, element: int, *, linked: bool, bold: bool) -> None:
        if element < 0 or tag in HIDDEN or (not self._with_hidden and _is_hidden(node, tag)):
            element = -1
        elif tag == "br":
            self._end_line(element)
        elif tag in BLOCKS:
            self._end_line(element)
            index = len(self._page.elements)
            self._page.elements.append(Element(tag, element, name_of(node)))
            self._page.elements[element].children.append(index)
            if element in self._kept or _keeps_lines(node, tag, self._page.elements[index].name):
                self._kept.add(index)
            element = index
        else:
            self._is_begun = True
            linked = linked or tag == "a"
            bold = bold or tag in {"b", "strong"}
        self._open.append((node.mem_id, element, linked, bold))

    def _close_until(self, node: int) -> None:
        """Leave the nodes that do not contain the next one."""
        while self._open[-1][0] != node:
            _, element, _, _ = self._open.pop()
            if element >= 0 and element != self._open[-1][1]:
                self._end_line(element)

    def _add(self, text: str, *, linked: bool, bold: bool) -> None:
        if text.isspace() and "\n" in text:
            self._is_parted = True
        if self._is_begun and self._texts and LABELLED.match(text) and FACT.search("".join(self._texts)):
            self._texts.append(" ")
        self._is_begun = False
        self._texts.append(text)
        if linked:
            self._linked += len(text.strip())
        if bold:
            self._bold += len(text.strip())

    def _add_lines(self, text: str, element: int, *, linked: bool, bold: bool) -> None:
        """Text that keeps its line ends, but for those at which it is only wrapped."""
        lines = text.split("\n")
        wrapped = _wrapped(lines)
        for at, line in enumerate(lines):
            self._add(line.strip(), linked=linked, bold=bold)
            if at < len(lines) - 1 and at not in wrapped:
                self._end_line(element)

    def _end_line(self, element: int) -> None:
        if self._texts:
            text = self._text()
            if text:
                self._page.lines.append(PageLine(text, self._linked, element, self._bold))
            self._texts, self._linked, self._bold, self._is_parted = [], 0, 0, False

    def _text(self) -> str:
        """The line; what stands on lines of its own in the page is parted by spaces, unless it is a sentence."""
        text = "".join(self._texts)
        if not self._is_parted or text.isspace() or SENTENCE.search(text):
            return one_line(text)
        return one_line("".join(" " if part.isspace() else part for part in self._texts))


def _keeps_lines(node: Any, tag: str, name: str) -> bool:
    """Whether the text of an element is displayed with its line ends."""
    if tag == "pre" or POST_NAME in name:
        return True
    style = node.attributes.get("style")
    return bool(style and KEEPS_LINES.search(style))


def _wrapped(lines: Sequence[str]) -> set[int]:
    """The indexes of lines that go on in the next one, as their width alone tells; none if the text is not wrapped.

    >>> line = "江城大桥今天合龙，明年通车，市民出行将更加便利，两岸"
    >>> _wrapped([line, line, line, "通车。", "市民说好。"])
    {0, 1, 2}
    """
    columns = [width(line.rstrip()) for line in lines]
    left_open = {at for at, line in enumerate(lines) if columns[at] >= NARROWEST and GOES_ON.search(line.rstrip())}
    counts = Counter(columns[at] for at in left_open)
    edge = max(counts, key=lambda most: sum(counts[most - less] for less in range(SHORTER + 1)), default=0)
    full = {at for at, each in enumerate(columns) if edge - SHORTER <= each <= edge}
    goes_on = full & left_open
    return goes_on if len(goes_on) >= FEWEST_FULL and len(goes_on) >= MOST_OPEN * len(full) else set()


def name_of(node: Any) -> str:
    """The class and id of an element, in lower case."""
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip().lower() if attributes else ""


def one_line(text: str) -> str:
    r"""A text of a page on one line.

    >>> one_line("  大桥 \n 今天\u00a0通车 ")
    '大桥今天 通车'
    """
    text = text.strip()
    return SPACE.sub(_space, text) if SPACE.search(text) else text


def _space(match: re.Match[str]) -> str:
    """What white space is on one line: beside a wide character, a line end is none."""
    if "\n" not in match[0]:
        return match[0] if "\u3000" in match[0] else " "
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    return " " if before < FIRST_WIDE and after < FIRST_WIDE else ""


def _is_hidden(node: Any, tag: str) -> bool:
    if tag not in BLOCKS and tag != "span":
        return False
    attributes = node.attributes
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and NOT_DISPLAYED.search(style))
