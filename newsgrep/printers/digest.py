"""Prints a digest: what several saved searches find, in one text, page or Markdown file, such as a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import Message, plural
from newsgrep.printers.digest_forms import DIGESTS
from newsgrep.printers.exports import html, markdown
from newsgrep.printers.title import shown_title
from newsgrep.text.repair import visible
from newsgrep.text.width import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.message import Catalogue
    from newsgrep.model import Snippet
    from newsgrep.search.shown import Shown

    Form = Callable[["Digest"], Iterator[str]]

COLUMNS = 72
INDENT = 3
STYLE = """\
:root { color-scheme: light dark; }
body { font: 16px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif; max-width: 42em;
  margin: 0 auto; padding: 1em; overflow-wrap: anywhere; }
h1 { font-size: 1.3em; margin: 0 0 .5em; }
h2 { font-size: 1.1em; margin: 1.6em 0 .6em; padding-bottom: .2em; border-bottom: 2px solid #4a7bb5; }
h3 { font-size: 1em; margin: 1.1em 0 .1em; }
a { color: #2a6fc9; text-decoration: none; }
p { margin: .2em 0; }
mark { background: #ffe38a; color: #1b1b1b; }
.facts { color: #777; font-size: .85em; }
"""


class DigestSection(NamedTuple):
    """What a search finds: ``hits`` of ``total``; ``since`` is when it was last run, ``error`` why it could not be.

    Reprints are folded: ``known`` more articles are reprints of such as were found before.
    """

    name: str
    total: int = 0
    hits: Sequence[Shown] = ()
    since: str | None = None
    known: int = 0
    error: Message | None = None


class Digest(NamedTuple):
    """The sections, on a day (ISO 8601); ``only_new``: of new articles alone."""

    day: str
    sections: Sequence[DigestSection]
    only_new: bool
    catalogue: Catalogue

    def tr(self, template: str, *values: object) -> str:
        """A sentence in the reader's language."""
        return Message(template, *values).render(self.catalogue)

    @property
    def title(self) -> str:
        """The day, and how much there is."""
        total = sum(section.total for section in self.sections)
        new = plural(total, "1 new article", "{:,} new articles")
        found = new if self.only_new else plural(total, "1 article", "{:,} articles")
        return self.tr("News of {}: {}", self.day, found)

    @property
    def told(self) -> Iterator[DigestSection]:
        """The sections that say anything."""
        return (section for section in self.sections if section.hits or section.error)

    def notes(self, section: DigestSection) -> Iterator[str]:
        """What is not shown of a section, and what went wrong."""
        if section.error:
            yield self.tr("not run: {}", section.error)
        if left := section.total - len(section.hits):
            yield self.tr("… {:,} more", left)
        if section.known:
            yield plural(
                section.known, "1 reprint of an earlier article left out", "{:,} reprints of earlier articles left out"
            ).render(self.catalogue)

    def facts(self, hit: Shown) -> str:
        """What is known of an article, and how many reprints it has."""
        return " · ".join(html.facts_of(hit.article, self.catalogue, hit.hit.reprints))

    def name_of(self, hit: Shown) -> str:
        """The title of an article."""
        return shown_title(hit.article) or self.tr("(untitled)")


def print_text(digest: Digest) -> Iterator[str]:
    """Plain text, for any mail program, in lines of ``COLUMNS``."""
    yield f"{_plain(digest.title)}\n"
    for section in digest.told:
        heading = _plain(f"{section.name} ({section.total:,})")
        yield f"\n\n{heading}\n{'=' * min(width(heading), COLUMNS)}\n"
        for hit in section.hits:
            yield "\n" + _wrapped(f"{hit.rank}.", digest.name_of(hit))
            if facts := digest.facts(hit):
                yield _wrapped("", facts)
            yield from (_wrapped("", _cut_marks(snippet, snippet.text)) for snippet in hit.snippets)
            yield f"{'':{INDENT}}{_plain(html.web_address(hit.article.url) or hit.article.id)}\n"
        yield from (f"\n{_plain(note)}\n" for note in digest.notes(section))


def _wrapped(lead: str, text: str) -> str:
    """A text in lines, indented; ``lead`` comes before the first."""
    lines = wrapped(_plain(text), COLUMNS - INDENT)
    first = f"{lead:<{INDENT}}" if len(lead) < INDENT else f"{lead} "
    return "".join(
        f"{margin}{line}\n" for margin, line in zip([first, *[" " * INDENT] * len(lines)], lines, strict=False)
    )


def _plain(text: str) -> str:
    return visible(" ".join(text.split()))


def _cut_marks(snippet: Snippet, text: str) -> str:
    """A snippet with dots where its paragraph goes on."""
    return f"{'…' if snippet.cut_before else ''}{text}{'…' if snippet.cut_after else ''}"


def print_html(digest: Digest) -> Iterator[str]:
    """A page that reads well in a mail program, with or without its style."""
    yield html.page_head(digest.title, STYLE)
    yield f"<h1>{html.text(digest.title)}</h1>\n"
    for section in digest.told:
        yield f"<h2>{html.text(section.name)} ({section.total:,})</h2>\n"
        for hit in section.hits:
            title = (
                html.marked(hit.article.title, hit.title_matches)
                if hit.article.title
                else html.text(digest.name_of(hit))
            )
            if address := html.web_address(hit.article.url):
                title = f'<a href="{html.text(address)}">{title}</a>'
            yield f"<h3>{title}</h3>\n"
            place = "" if address else f" <code>{html.text(visible(hit.article.id))}</code>"
            yield f'<p class="facts">{html.text(digest.facts(hit))}{place}</p>\n'
            yield from (
                f"<p>{_cut_marks(snippet, html.marked(snippet.text, snippet.matches))}</p>\n"
                for snippet in hit.snippets
            )
        yield from (f'<p class="facts">{html.text(note)}</p>\n' for note in digest.notes(section))
    yield "</body>\n</html>\n"


def print_markdown(digest: Digest) -> Iterator[str]:
    """Markdown (CommonMark), for notes."""
    yield f"# {markdown.escaped(digest.title)}\n"
    for section in digest.told:
        yield f"\n## {markdown.escaped(section.name)} ({section.total:,})\n"
        for hit in section.hits:
            article = hit.article
            title = (
                markdown.marked(article.title, hit.title_matches)
                if article.title
                else markdown.escaped(digest.name_of(hit))
            )
            address = html.web_address(article.url)
            yield f"\n### {f'[{title}](<{address}>)' if address else title}\n"
            facts = (digest.facts(hit), "" if address else visible(article.id))
            if any(facts):
                yield f"\n{markdown.escaped(' · '.join(filter(None, facts)))}\n"
            for snippet in hit.snippets:
                yield f"\n> {_cut_marks(snippet, markdown.marked(snippet.text, snippet.matches))}\n"
        yield from (f"\n{markdown.escaped(note)}\n" for note in digest.notes(section))


def print_mail(digest: Digest) -> Iterator[str]:
    """A message (RFC 5322) in ASCII, with the digest as text and as HTML; who sends it adds addresses and date."""
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(SMTP.clone(linesep="\n"))
    message["Subject"] = digest.title
    message.set_content(_sendable("".join(print_text(digest))))
    message.add_alternative(_sendable("".join(print_html(digest))), subtype="html")
    yield message.as_string()


def _sendable(text: str) -> str:
    """A text without lone surrogates, which no encoding has."""
    return text.encode("utf-8", "replace").decode()


FORMS: dict[str, Form] = dict(zip(DIGESTS, (print_html, print_text, print_markdown, print_mail), strict=True))
