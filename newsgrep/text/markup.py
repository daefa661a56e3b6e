"""HTML in a text → its plain text: tags and entities are no text."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# Elements whose content is not text (https://html.spec.whatwg.org).
HIDDEN = "script style noscript template head iframe object svg math select textarea"
# Elements that begin and end a line, and those in which a line end is mere white space.
BLOCKS = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section"
    " summary table tbody tfoot thead tr ul caption"
    " paragraph para"
)
PARAGRAPHS = frozenset(
    (
        "p",
        "para",
        "paragraph",
        "li",
        *(f"h{level}" for level in range(1, 7)),
        "dd",
        "dt",
        "td",
        "th",
        "caption",
        "figcaption",
    )
)
CELLS = frozenset(("td", "th"))
INLINE = (
    "a abbr acronym area audio b basefont bdi bdo big br button canvas cite code col colgroup data datalist del dfn em"
    " embed font i img input ins kbd label link map mark marquee meta meter nobr output param picture progress q rb rp"
    " rt ruby s samp slot small source span strike strong sub sup td th time title track tt u var video wbr"
)
NAMES = frozenset(f"{HIDDEN} {BLOCKS} {INLINE}".split())
BLOCK_NAMES = frozenset(BLOCKS.split())
# An attribute without a value is one of these: <b and c> is no tag.
FLAGS = (
    "controls|async|defer|hidden|nowrap|noshade|disabled|checked|selected|readonly|autoplay|loop|muted|open|reversed"
)
STRICT = rf"""(?:\s+(?:[A-Za-z_:@][\w:.@-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+)|(?:{FLAGS})(?=[\s/>])))*"""
# In what is known to be HTML, anything up to the bracket is an attribute: brackets in quotation marks are none, unless
# these have no end. No part may be matched in two ways: what is cut off within a tag would take a time without bounds.
LENIENT = r"""(?:\s(?:[^"'<>]|"[^"]{0,2000}"|'[^']{0,2000}'){0,2000}(?:\s(?=[^<>]*>)[^<>]*)?|\s(?=[^<>]*>)[^<>]*)?"""
# Legacy entities whose semicolon is often missing.
ENTITY = r"&(?:#\d+;|#[xX][0-9a-fA-F]+;|[A-Za-z][A-Za-z0-9]{1,30};|(?:nbsp|amp|lt|gt|quot)(?![A-Za-z0-9=;]))"
ENCODED_AGAIN = r"&(?:amp;)+(?=(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]{1,30});)"
LONGEST_ENTITY = len("&CounterClockwiseContourIntegral;")
# A line end of the source within a paragraph, and the white space around it.
LINE_END = r"[ \t]*\n\s*"
# What begins and ends comments, character data and elements without text, and how many may have no end.
ENDLESS = (("<!--", "-->"), (r"<!\[CDATA\[", r"\]\]>"), *((f"<{name}", f"</{name}") for name in HIDDEN.split()))
MOST_ENDLESS = 100
# The most times that a text is escaped.
LAYERS = 3


class PlainText(NamedTuple):
    """A text without markup; ``lines`` has, for each of its lines, the number of line ends before it in the source."""

    text: str
    lines: Sequence[int]


def plain_text(source: str, line_break: str = "\n") -> PlainText:
    r"""The text of a value that may contain HTML; ``line_break`` is what ``<br>`` becomes.

    Block elements are lines, inline tags vanish, scripts and styles are dropped, entities are decoded, also those
    encoded twice. A text that merely has some ``<`` or ``&`` stays as it is.

    >>> plain_text("<p>　　本报讯（记者<b>李明</b>）</p><p>大桥&nbsp;合龙，&amp;ldquo;通车&rdquo;。</p>").text
    '　　本报讯（记者李明）\n大桥 合龙，“通车”。'
    >>> plain_text("若 a < b，则见<<江城志>>、AT&T 与 List<String>").text
    '若 a < b，则见<<江城志>>、AT&T 与 List<String>'
    """
    for _ in range(LAYERS):
        source = _without_endless(source) if source.count("<") > MOST_ENDLESS else source
        if "<" in source and is_markup(source):
            return _Lines(source, line_break).read()
        decoded = decode_entities(source)
        if "<" not in decoded or not is_markup(decoded):
            break
        source = decoded
    lines = [(line, at) for at, text in enumerate(source.split("\n")) for line in decode_entities(text).split("\n")]
    return PlainText("\n".join(line for line, _ in lines), tuple(at for _, at in lines))


def _without_endless(source: str) -> str:
    """A text in which nothing begins very often that has no end: for each, the end would be looked for."""
    for begins, ends in ENDLESS:
        opened, closed = _pattern(f"(?i:{begins})"), _pattern(f"(?i:{ends})")
        last = max((match.end() for match in closed.finditer(source)), default=0)
        if sum(1 for _ in opened.finditer(source, last)) > MOST_ENDLESS:
            source = source[:last] + opened.sub(lambda match: f"< {match[0][1:]}", source[last:])
    return source


def is_markup(text: str) -> bool:
    """Whether a text is HTML: it has a closing tag, a tag with attributes, a ``<br>``, a comment, or several ``<p>``.

    >>> [is_markup(text) for text in ("江城<br>日报", "<em>江城</em>", "a<b && c>d", "按<p>键", "vector<int> v")]
    [True, True, False, False, False]
    """
    paragraphs = 0
    for match in _tag(STRICT).finditer(text):
        name = (match["name"] or "").lower()
        paragraphs += name in {"p", "para", "paragraph"}
        if not name or match["close"] or match["attributes"] or name in {"br", "hr"} or paragraphs > 1:
            return True
    return False


def decode_entities(text: str) -> str:
    """A text with its entities decoded, also those encoded twice; kinds of spaces but the ideographic become one.

    >>> decode_entities("江城&nbsp;日报&amp;nbsp;A&amp;B，R&D，?a=1&copy=2，&#26725;")
    '江城 日报 A&B，R&D，?a=1&copy=2，桥'
    """
    if "&" not in text:
        return text
    return _pattern(ENTITY).sub(_decoded, _pattern(ENCODED_AGAIN).sub("&", text))


def _decoded(match: re.Match[str]) -> str:
    # No code point has as many digits; html.unescape would be slow.
    decoded = html.unescape(match[0]) if len(match[0]) <= LONGEST_ENTITY else "\ufffd"
    if decoded == "\r":
        return ""
    return " " if decoded.isspace() and decoded not in "\u3000\n" else decoded


class _Lines:
    """The lines of an HTML text, as they are read from its beginning to its end."""

    def __init__(self, source: str, line_break: str) -> None:
        self._source = source
        self._line_break = line_break
        self._lines: list[tuple[str, int]] = []
        self._line: list[str] = []
        self._begin = 0
        self._number = 0
        self._in_paragraph = False

    def read(self) -> PlainText:
        """The text of the lines that are not blank."""
        position = 0
        for match in _tag(LENIENT).finditer(self._source):
            self._add(self._source[position : match.start()])
            self._tag(match)
            self._number += match[0].count("\n") - (match["data"] or "").count("\n")
            position = match.end()
        self._add(self._source[position:])
        self._end_line()
        return PlainText("\n".join(line for line, _ in self._lines), tuple(number for _, number in self._lines))

    def _tag(self, match: re.Match[str]) -> None:
        name = (match["name"] or "").lower()
        if name in BLOCK_NAMES:
            self._end_line()
        elif name in CELLS and not match["close"]:
            self._line.append(" ")
        elif name == "br":
            self._line.append(self._line_break if self._line_break != "\n" else "")
            if self._line_break == "\n":
                self._end_line()
        elif match["data"]:
            self._add(match["data"])
        if name in BLOCK_NAMES or name in CELLS:
            self._in_paragraph = name in PARAGRAPHS and not match["close"]

    def _add(self, text: str) -> None:
        """Add a text between two tags."""
        for number, piece in enumerate(text.split("\n")):
            if number:
                self._number += 1
                if self._in_paragraph:
                    self._line.append("\n")
                else:
                    self._end_line()
            if piece.strip() and not any(map(str.strip, self._line)):
                self._begin = self._number
            self._line.append(decode_entities(piece))

    def _end_line(self) -> None:
        line = _pattern(LINE_END).sub(_joint, "".join(self._line)).rstrip()
        if line.strip():
            self._lines.append((line, self._begin))
        self._line = []


def _joint(match: re.Match[str]) -> str:
    """What a line end of the source is within a paragraph: a space, but nothing beside a wide character."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return " " if before.isascii() and after.isascii() and before and after else ""


@cache
def _tag(attributes: str) -> re.Pattern[str]:
    """A tag, an element without text, a comment or a character-data section; compiled on first use."""
    names = "|".join(sorted(NAMES, key=len, reverse=True))
    hidden = "|".join(HIDDEN.split())
    return re.compile(
        r"<!--.*?-->|<!\[CDATA\[(?P<data>.*?)\]\]>|<!DOCTYPE[^<>]*>|<\?xml[^<>]*\?>"
        rf"|<(?P<element>{hidden}){attributes}\s*>.*?</(?P=element)\s*>"
        rf"|<(?P<close>/?)(?P<name>{names}|[A-Za-z]\w*[:-][\w:-]*)(?P<attributes>{attributes})\s*/?>",
        re.DOTALL | re.IGNORECASE,
    )


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)
