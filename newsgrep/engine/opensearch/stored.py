"""Stored documents → articles, and their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.engine.base import Metadata
from newsgrep.engine.opensearch.text_form import from_stored
from newsgrep.storage.article_codec import unpack, unpack_metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.model import Article


def article_of(source: Mapping[str, Any]) -> Article:
    """The article of a document."""
    return unpack(packed_of(source))


def packed_of(source: Mapping[str, Any]) -> bytes:
    """The packed article of a document (see ``newsgrep.storage.article_codec``)."""
    facts = source["facts"].partition(" ")[2]
    return from_stored(f"{source['headlines']}\0{source['text']}\0{facts}").encode("utf-8", "surrogatepass")


def metadata_of(source: Mapping[str, Any]) -> Metadata:
    """The metadata of a document, by its facts alone."""
    characters, _, facts = source["facts"].partition(" ")
    return Metadata(unpack_metadata(f"\0{from_stored(facts)}".encode("utf-8", "surrogatepass")), int(characters))


def texts_of(source: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a document, as written."""
    return {"title": from_stored(source["headlines"]), "body": from_stored(source["text"])}
