"""For eyes: rich lays out titles, facts and snippets in the width of the terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.model import Article, Snippet, Span
    from newsgrep.printers.style import Style
    from newsgrep.searching import Answer, Shown

KINDS = {"photo": "图片", "brief": "简讯", "ad": "广告", "notice": "启事"}
INDENT = 4


def print_answer(answer: Answer, hits: Iterable[Shown], style: Style) -> Iterator[str]:
    """A block of lines for each hit."""
    for shown in hits:
        yield render(_hit(shown, explain=style.explain), style)
    if answer.found.total > answer.request.offset + len(answer.found.hits):
        rest = answer.found.total - answer.request.offset - len(answer.found.hits)
        yield render([Text(f"    … {rest:,} more (-n 0 for all)", "dim")], style)


def print_article(article: Article, marks: Sequence[Sequence[Span]], style: Style) -> Iterator[str]:
    """A whole article; ``marks`` are the matches of its title and of each paragraph."""
    title, *paragraphs = marks
    yield render([Text("\n") + marked(article.title, title, "bold"), facts(article), Text()], style)
    for paragraph, spans in zip(article.paragraphs, paragraphs, strict=True):
        look = {"byline": "cyan", "caption": "italic"}.get(paragraph.role, "")
        yield render([marked(paragraph.text, spans, look), Text()], style)


def render(parts: Iterable[Text | Padding], style: Style) -> str:
    """Rich's rendering of some lines, as text that is written as it is."""
    console = Console(
        file=io.StringIO(),
        width=style.columns,
        force_terminal=True,
        color_system="standard" if style.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part, overflow="fold", no_wrap=False)
    lines = capture.get().splitlines()
    return "".join(line.rstrip() + "\n" for line in lines)


def marked(text: str, matches: Sequence[Span], look: str = "") -> Text:
    """A text with its matches marked, nothing in it that could steer a terminal."""
    line, done = Text(style=look), 0
    for span in matches:
        line.append(visible(text[done : span.start]))
        line.append(visible(text[slice(*span)]), "bold red")
        done = span.end
    return line.append(visible(text[done:]))


def facts(article: Article) -> Text:
    """Kind, source, date, section, who wrote it, and where it stands."""
    people = [("记者", article.reporters), ("通讯员", article.correspondents)]
    parts = [KINDS.get(article.kind), article.source, article.date, article.section]
    parts += [f"{role} {' '.join(names)}" for role, names in people if names]
    line = Text(visible(" · ".join(part for part in parts if part)), "dim")
    place = Text(visible(f"{article.path}:{article.line}"), "magenta")
    return line + Text("  " if line else "") + place


def _hit(shown: Shown, *, explain: bool) -> Iterator[Text | Padding]:
    rank = Text(f"{shown.rank:>2}  ", "dim")
    title = marked(shown.article.title or "(无题)", shown.title_matches if shown.article.title else (), "bold")
    yield rank + title
    yield Padding(facts(shown.article), (0, 0, 0, INDENT))
    for snippet in shown.snippets:
        yield Padding(_snippet(snippet), (0, 0, 0, INDENT))
    if explain:
        why = f"score {shown.hit.score:.3f}" + (", holds the words literally" if shown.hit.literal else "")
        yield Padding(Text(why, "dim"), (0, 0, 0, INDENT))
    yield Text()


def _snippet(snippet: Snippet) -> Text:
    body = marked(snippet.text, snippet.matches)
    return Text("…" if snippet.cut_before else "") + body + Text("…" if snippet.cut_after else "")
