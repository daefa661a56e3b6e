"""Documents in XML that are articles: TEI (https://tei-c.org), NITF and NewsML (https://iptc.org/standards)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.readers.web.xml_tree import Placed, local_name, placed, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.readers.web.xml_tree import Node

DOCUMENTS = frozenset(("tei", "nitf", "newsitem"))
# How a transcript of a paper says that a part of it is an article, and titles in TEI that are those of a paper.
ARTICLES, LEVELS_OF_PAPERS = frozenset(("article", "story", "news", "newsitem", "newsarticle", "brief")), ("j", "s")


def documents_in(node: Node) -> list[dict[str, Any]]:
    """The values of a document, or of the articles that are marked as parts of it; an empty one where it has none."""
    name = local_name(node.name)
    if name == "tei":
        values = _tei(node)
        return [_without_title({**values, **part}) for part in _marked_articles(node)] or [_without_title(values)]
    return [_without_title(_newsml(node) if name == "newsitem" else _nitf(node))]


def _without_title(values: dict[str, Any]) -> dict[str, Any]:
    """Values whose text does not begin with the title, which is often there a second time."""
    title, body = str(values.get("title", "")).strip(), values.get("body")
    if not title or not isinstance(body, Placed) or not (text := body.lstrip()).startswith(f"{title}\n"):
        return values
    rest = text[len(title) :].lstrip()
    line = body.line + body.count("\n", 0, len(body) - len(rest)) if body.verbatim else body.line
    return {**values, "body": placed(rest, line, verbatim=body.verbatim)}


def _marked_articles(node: Node) -> Iterator[dict[str, Any]]:
    """The title and text of each part that is marked as an article and has a head; no part of such a part."""
    for part in node.children():
        if part.attributes.get("type", "").lower() not in ARTICLES:
            yield from _marked_articles(part)
        elif head := next((child for child in part.children() if local_name(child.name) == "head"), None):
            found: dict[str, Any] = {"title": text_of(head), "body": text_of(part)}
            if (date := part.first("date")) and (when := date.attributes.get("when")):
                found["date"] = when
            yield found


def _tei(node: Node) -> dict[str, Any]:
    header = node.first("teiheader")
    source = header and header.first("sourcedesc")
    found = {
        "title": header and header.first("titlestmt", "title"),
        "author": header and header.first("titlestmt", "author"),
        "date": header and ((source and source.first("date")) or header.first("publicationstmt", "date")),
        "source": header
        and (_paper(source) or (source and source.first("publisher")) or header.first("publicationstmt", "publisher")),
        "body": node.first("text", "body") or node.first("text"),
    }
    values: dict[str, Any] = {name: text_of(element) for name, element in found.items() if element}
    date = found["date"]
    if date and (when := date.attributes.get("when")):
        values["date"] = when
    pointer = header and header.first("sourcedesc", "ptr")
    if pointer and pointer.attributes.get("target", "").startswith("http"):
        values["url"] = pointer.attributes["target"]
    return values


def _paper(source: Node | None) -> Node | None:
    """The title of the paper that a text is from."""
    titles = source.find("title") if source else ()
    return next((title for title in titles if title.attributes.get("level") in LEVELS_OF_PAPERS), None)


def _nitf(node: Node) -> dict[str, Any]:
    found = {
        "title": node.first("hedline", "hl1") or node.first("hedline") or node.first("title"),
        "author": node.first("byline", "person") or node.first("byline"),
        "source": node.first("distributor"),
        "body": node.first("body.content"),
    }
    values: dict[str, Any] = {name: text_of(element) for name, element in found.items() if element}
    for date in node.find("date.issue", "story.date", "date.release"):
        values.setdefault("date", date.attributes.get("norm") or str(text_of(date)))
    for part in node.find("pubdata"):
        values.setdefault("date", part.attributes.get("date.publication", ""))
        values.setdefault("source", part.attributes.get("name", ""))
        values.setdefault("section", part.attributes.get("position.section", ""))
    return values


def _newsml(node: Node) -> dict[str, Any]:
    """The values of an item, or of the NITF in it. What has neither is left to the names of its elements."""
    if inner := node.first("nitf"):
        return _nitf(inner)
    found = {
        "title": node.first("headline"),
        "body": node.first("datacontent") or node.first("inlinexml") or node.first("inlinedata"),
        "author": node.first("byline") or node.first("by"),
        "source": node.first("creditline") or node.first("provider", "name") or node.first("infosource", "name"),
        "date": next(node.find("firstcreated", "contentcreated", "versioncreated", "dateid"), None),
        "url": node.first("link"),
    }
    values: dict[str, Any] = {name: text_of(element) for name, element in found.items() if element}
    return values if values.get("title") and values.get("body") else {}
