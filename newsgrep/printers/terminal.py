"""The format for people: titles, metadata and snippets, laid out by rich in the width of the terminal."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.style import Style as RichStyle
from rich.text import Text

from newsgrep.message import plural
from newsgrep.printers.kind_names import KIND_NAMES
from newsgrep.printers.theme import ALL, FEW, MANY
from newsgrep.printers.title import shown_title
from newsgrep.printers.widths import WIDEST_SNIPPET
from newsgrep.text.repair import visible
from newsgrep.text.width import line_breaks, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.model import Article, Snippet, Span
    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown

INDENT = 4
MIN_COLUMNS = 20
SYSTEMS: dict[int, Any] = {FEW: "standard", MANY: "256", ALL: "truecolor"}
# Rich gives each link a random id, which is removed: the same output is the same bytes.
LINK_NUMBER = re.compile(r"\x1b\]8;id=\d+;")


def print_answer(answer: Answer, hits: Iterable[Shown], style: Style) -> Iterator[str]:
    """A block of lines per hit, rules between those of different kinds, and the number of hits left."""
    is_ruled = answer.may_be_split and answer.request.order == "relevance"
    literal = is_ruled and answer.request.offset == answer.found.literal != 0
    partial = False
    for shown in hits:
        if shown.hit.partial and not partial:
            yield render(_rule(style.tr("with only some of the words"), style), style)
        elif is_ruled and literal and not (shown.hit.literal or shown.hit.partial):
            yield render(_rule(style.tr("without this exact wording"), style), style)
        literal, partial = shown.hit.literal, shown.hit.partial
        yield render(_hit(shown, style), style)
    if answer.rest:
        unique = answer.request.unique
        more = style.tr(
            "… {:,} more, including reprints (-n 0 shows all)" if unique else "… {:,} more (-n 0 shows all)",
            answer.rest,
        )
        yield render([Text(f"{'':{INDENT}}{more}", style.look("dim")), Text()], style)


def print_article(article: Article, marks: Sequence[Sequence[Span]], style: Style) -> Iterator[str]:
    """A whole article; ``marks`` are the matches in its title and in each paragraph."""
    title, *paragraphs = marks
    known = [folded(line, style) for line in facts(article, style, style.columns)]
    headline = _with_link(marked(shown_title(article), title, style, "title"), article, style)
    yield render([folded(headline, style), *known, Text()], style)
    for paragraph, spans in zip(article.paragraphs, paragraphs, strict=True):
        role = paragraph.role if paragraph.role in {"byline", "caption"} else None
        yield render([folded(marked(paragraph.text, spans, style, role), style), Text()], style)


def render(parts: Iterable[Text], style: Style) -> str:
    """Render lines with rich, as text that is ready to be written."""
    console = Console(
        file=io.StringIO(),
        width=style.columns,
        force_terminal=True,
        color_system=SYSTEMS[style.colors] if style.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part, soft_wrap=True)
    return LINK_NUMBER.sub("\x1b]8;;", capture.get())


def folded(text: Text, style: Style, indent: int = 0, lead: str = "") -> Text:
    """Wrap a text by the rules of Chinese typesetting, indented; ``lead`` is put into the first indent."""
    room = max(style.columns - indent, MIN_COLUMNS)
    lines = text.divide(line_breaks(text.plain, room))
    margins = [Text(lead.ljust(indent), style.look("dim") if lead else "")] + [Text(" " * indent)] * (len(lines) - 1)
    return Text("\n").join(Text.assemble(margin, _bare(line)) for margin, line in zip(margins, lines, strict=True))


def _bare(line: Text) -> Text:
    """A line without white space at its ends."""
    plain = line.plain
    return line[len(plain) - len(plain.lstrip()) : len(plain.rstrip())] if plain.strip() else Text()


def marked(text: str, matches: Sequence[Span], style: Style, role: str | None = None) -> Text:
    """A text with its matches highlighted and its control characters escaped."""
    line, done = Text(style=style.look(role) if role else ""), 0
    for span in matches:
        line.append(visible(text[done : span.start]))
        line.append(visible(text[slice(*span)]), style.look("match"))
        done = span.end
    return line.append(visible(text[done:]))


def facts(article: Article, style: Style, room: int) -> Iterator[Text]:
    """Kind, source, date, section, authors, and location of an article: on one line of ``room`` columns, or on two."""
    writers = (*article.reporters, *article.correspondents)
    pictures_by = [name for name in article.photographers if name not in writers]
    kind = style.tr(KIND_NAMES[article.kind]) if article.kind in KIND_NAMES else None
    parts = [kind, article.source, article.agency, article.date, article.section]
    parts += [style.tr("reporter {}", " ".join(article.reporters))] if article.reporters else []
    parts += [style.tr("correspondent {}", " ".join(article.correspondents))] if article.correspondents else []
    parts += [style.tr("photo {}", " ".join(pictures_by))] if pictures_by else []
    known = Text(visible(" · ".join(part for part in dict.fromkeys(parts) if part)), style.look("dim"))
    place = Text(visible(f"{article.path}:{article.line}"), style.look("path"))
    if url := style.link(article.path, article.line if article.unit == "line" else None):
        place.stylize(RichStyle(link=url))
    if known and width(known.plain) + 2 + width(place.plain) <= room:
        yield Text.assemble(known, "  ", place)
    else:
        yield from (line for line in (known, place) if line)


def _rule(kind: str, style: Style) -> Iterator[Text]:
    """A line that says of which kind the following hits are."""
    label = f"── {kind} "
    yield Text(label + "─" * max(0, style.columns - width(label)), style.look("dim"))
    yield Text()


def _hit(shown: Shown, style: Style) -> Iterator[Text]:
    rank = f"{shown.rank:>{INDENT - 2}}"
    title = marked(shown_title(shown.article) or style.tr("(untitled)"), shown.title_matches, style, "title")
    yield folded(_with_link(title, shown.article, style), style, INDENT, rank)
    for line in facts(shown.article, style, style.columns - INDENT):
        yield folded(line, style, INDENT)
    for snippet in shown.snippets:
        narrow = style._replace(columns=min(style.columns, WIDEST_SNIPPET + INDENT))
        yield folded(_snippet(snippet, style), narrow, INDENT)
    if shown.hit.reprints:
        reprints = plural(shown.hit.reprints, "1 reprint", "{:,} reprints").render(style.catalogue)
        yield folded(Text(reprints, style.look("dim")), style, INDENT)
    if style.explain:
        from newsgrep.printers.score_explanation import score_of

        yield folded(Text(visible(score_of(shown).render(style.catalogue)), style.look("dim")), style, INDENT)
    yield Text()


def _with_link(title: Text, article: Article, style: Style) -> Text:
    """A title as a link to the article on the web, if it has an address."""
    if style.color and article.url and (url := style.links.to_web(article.url)):
        title.stylize(RichStyle(link=url))
    return title


def _snippet(snippet: Snippet, style: Style) -> Text:
    body = marked(snippet.text, snippet.matches, style)
    return Text.assemble("…" if snippet.cut_before else "", body, "…" if snippet.cut_after else "")
