"""Article ⇄ bytes, for storing, for digests and between processes: title and body as they are, then metadata."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast, get_args

from newsgrep.model import Article, Paragraph, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

# Separates the parts; never occurs in repaired text.
PART_END = b"\0"
PARTS = 3
ROLES: tuple[Role, ...] = get_args(Role)

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack(article: Article) -> bytes:
    r"""An article as ``title NUL body NUL metadata`` in UTF-8, with a line per paragraph and metadata as JSON.

    >>> pack(Article("江城日报.txt", "1", (), (Paragraph("大桥合龙。", ((0, 3),)),))).split(b"\0")[1].decode()
    '大桥合龙。'
    """
    metadata = [
        article.path,
        article.key,
        article.kind,
        article.date,
        article.source,
        article.section,
        article.reporters,
        article.correspondents,
        article.photographers,
        article.agency,
        article.place,
        article.url,
        article.unit,
        _places(article.headlines, "headline"),
        _places(article.paragraphs, "body"),
    ]
    title = "\n".join([line.text for line in article.headlines])
    body = "\n".join([paragraph.text for paragraph in article.paragraphs])
    return f"{title}\0{body}\0{to_json(metadata)}".encode("utf-8", "surrogatepass")


def unpack(packed: bytes) -> Article:
    """The article that was packed. Raises ``ValueError``, ``TypeError`` or ``LookupError`` for malformed bytes."""
    return unpack_parts(packed.split(PART_END, 2))


def unpack_parts(parts: Iterable[bytes]) -> Article:
    """The article whose title, body and metadata these are. Raises like ``unpack``."""
    title, body, metadata = (part.decode("utf-8", "surrogatepass") for part in parts)
    return _article(json.loads(metadata), title, body)


def unpack_metadata(packed: bytes) -> Article:
    """The article that was packed, without title and body. Raises like ``unpack``."""
    *metadata, _, _ = json.loads(packed[packed.rindex(PART_END) + 1 :])
    return _article([*metadata, [], []], "", "")


def length_of(packed: bytes) -> int:
    """The length of title and body in code points, without line ends."""
    title, body, _ = packed.split(PART_END, 2)
    return sum(len(text.decode("utf-8", "surrogatepass")) - text.count(b"\n") for text in (title, body))


def digest(packed: bytes) -> str:
    """A hash of a packed article, 16 hexadecimal digits; it changes with text, metadata or line numbers."""
    from xxhash import xxh3_64_hexdigest

    return xxh3_64_hexdigest(packed)


def _article(metadata: list[Any], title: str, body: str) -> Article:
    path, key, kind, date, source, section, *metadata = metadata
    reporters, correspondents, photographers, agency, place, url, unit, headline_places, paragraph_places = metadata
    return Article(
        path=path,
        key=key,
        headlines=_paragraphs(title, headline_places, "headline"),
        paragraphs=_paragraphs(body, paragraph_places, "body"),
        kind=kind,
        date=date,
        source=source,
        section=section,
        reporters=tuple(reporters),
        correspondents=tuple(correspondents),
        photographers=tuple(photographers),
        agency=agency,
        place=place,
        url=url,
        unit=unit,
    )


def _places(paragraphs: Iterable[Paragraph], usual: Role) -> list[Any]:
    """The place of each paragraph: its line number, or if that is not enough, its role and ``lines``."""
    return [
        part.lines[0][1]
        if part.role == usual and len(part.lines) == 1 and not part.lines[0][0]
        else [ROLES.index(part.role), *part.lines]
        for part in paragraphs
    ]


def _paragraphs(text: str, places: list[Any], usual: Role) -> tuple[Paragraph, ...]:
    return tuple(map(_paragraph, text.split("\n"), places, [usual] * len(places)))


def _paragraph(text: str, place: Any, usual: Role) -> Paragraph:
    if isinstance(place, int):
        return Paragraph(text, ((0, place),), usual)
    role, *lines = place
    return Paragraph(text, tuple(cast("tuple[int, int]", tuple(pair)) for pair in lines), ROLES[role])
