"""BibTeX, with the fields of biblatex: a newspaper article each, with its text as the abstract."""

from __future__ import annotations

from hashlib import blake2b
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from newsgrep.printers.exports.ris import one_line
from newsgrep.printers.title import shown_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.corpus_stats.export import Exported
    from newsgrep.message import Catalogue
    from newsgrep.model import Article
    from newsgrep.printers.exports.about import About

# What TeX would take for a command, or BibTeX for the end of a field: it counts a brace behind a backslash as well.
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)
MONTH = slice(5, 7)


def write(about: About, articles: Iterable[Exported], file: IO[bytes], _catalogue: Catalogue) -> None:
    """A comment that says where they come from, then an entry per article."""
    file.write(f"% {one_line(about.text)}\n".replace("@", "(at)").encode("utf-8", "replace"))
    for exported in articles:
        article = exported.article
        fields = (f"  {name} = {{{value}}},\n" for name, value in _fields(article))
        file.write(f"\n@article{{{_key(article)},\n{''.join(fields)}}}\n".encode("utf-8", "replace"))


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    """Names and escaped values; a name of a person is one word to BibTeX, as is a title."""
    yield "title", f"{{{escaped(shown_title(article))}}}"
    if names := dict.fromkeys((*article.reporters, *article.correspondents)):
        yield "author", " and ".join(f"{{{escaped(name)}}}" for name in names)
    date = article.date or ""
    texts = (("journal", article.source), ("date", date), ("year", date[:4]), ("month", date[MONTH]))
    others = (("pages", article.section), ("publisher", article.agency), ("location", article.place))
    yield from ((name, escaped(value)) for name, value in (*texts, *others) if value)
    if article.url:
        yield "url", quote(one_line(article.url), safe="!#$%&'()*+,/:;=?@[]~", errors="replace")
    yield "abstract", escaped(article.text)
    yield "note", escaped(article.id)
    yield "entrysubtype", "newspaper"


def escaped(text: str) -> str:
    r"""A value in which braces are balanced and nothing is a command.

    >>> escaped("涨50% {x} \\input")
    '涨50\\% \\textbraceleft{}x\\textbraceright{} \\textbackslash{}input'
    """
    return one_line(text).translate(ESCAPES)


def _key(article: Article) -> str:
    """The key of an entry: the same for the same id."""
    digest = blake2b(article.id.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"news{(article.date or '')[:4]}-{digest}"
