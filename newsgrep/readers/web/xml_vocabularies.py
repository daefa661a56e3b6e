"""Vocabularies of XML: where the items of feeds and exports have their title, text and facts."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from newsgrep.readers.field_names import bare
from newsgrep.readers.role_names import FIELD_NAMES
from newsgrep.readers.web.xml_tree import MARKED, PARAGRAPHS, TOKENS, local_name, placed, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.readers.web.xml_tree import Node, Placed

# Elements that are an article each: of RSS, Atom and Evernote.
ITEMS = frozenset(("item", "entry", "note"))
# Elements that are no article, whatever is in them: what describes a feed, words, and what marks words.
NO_RECORDS = frozenset(("channel", "feed", "image", "textinput")) | TOKENS | MARKED
# For each value, the children that may have it, best first, with the prefix that sets them apart.
CHILDREN = {
    "title": ("title",),
    "body": ("content:encoded", "content", "fulltext", "description", "summary", "text", "body"),
    "date": ("wp:post_date", "pubdate", "published", "dc:date", "date", "issued", "created", "updated"),
    "author": ("dc:creator", "creator", "author"),
    "source": ("source", "dc:source"),
    "id": ("wp:post_id", "guid", "id"),
}
# Roots of documents that are lists of addresses, drawings or settings.
NO_NEWS = frozenset(("opml", "sitemapindex", "svg", "project", "plist", "html", "configuration", "resources"))
# In exports of WordPress: what is no article, and texts that were thrown away.
ARTICLE_TYPES = frozenset(("post", "page", ""))
THROWN_AWAY = frozenset(("trash", "auto-draft", "inherit"))
# What an article is in: its title is that of the source.
CONTAINERS = frozenset(("ispartof", "host", "relateditem", "container", "journal", "newspaper"))
# Who wrote an article, whose title is no headline.
PERSONS = frozenset(("author", "reporter", "journalist", "writer", "creator"))
# What is between the paragraphs of a text.
PICTURES = frozenset(
    ("figure", "img", "image", "picture", "pic", "photo", "media", "video", "audio", "graphic", "table")
)
# What refers to other articles than the one that it is in.
RELATED = frozenset(
    ("related", "relatedarticles", "relatednews", "recommend", "recommended", "seealso", "相关新闻", "相关链接")
)
NAME_ATTRIBUTES = ("name", "key", "id")
MOST_BEFORE_TITLE = 30
MOST_SUBJECTS, LONGEST_SUBJECT = 3, 20
FIELD_ELEMENTS = frozenset(("field", "column", "col", "str", "property", "cell"))
# Elements of Solr, named by the type of a value; others have these names too.
TYPED_ELEMENTS = frozenset(("int", "long", "float", "double", "bool", "date", "arr", "lst"))


def item_values(node: Node, around: Sequence[Node]) -> dict[str, Any] | None:
    """The values of an item of a feed or export; None for what is no article."""
    children: dict[str, list[Node]] = {}
    for child in node.children():
        children.setdefault(child.name.lower(), []).append(child)
        if ":" in child.name and not child.name.lower().startswith("media:"):  # a picture's content and title
            children.setdefault(local_name(child.name), []).append(child)
    said = {name: str(text_of(nodes[0])).strip() for name, nodes in children.items() if name.startswith("wp:")}
    if said.get("wp:post_type", "") not in ARTICLE_TYPES or said.get("wp:status") in THROWN_AWAY:
        return None
    values: dict[str, Any] = {}
    for name, wanted in CHILDREN.items():
        texts = (_text(found) for child in wanted for found in children.get(child, ()))
        values[name] = next((text for text in texts if text.strip()), "")
    used = {str(value).strip() for value in values.values()}
    values["section"] = "、".join(dict.fromkeys(_sections(children)))
    values["url"] = _address(node, children)
    _evernote(node, values)
    if not values.get("source") and (title := _feed_title(around)):
        values["source"] = title
    for child in node.children():  # what the user's names may mean
        if (text := text_of(child)).strip() not in used:
            values.setdefault(child.name.lower(), text if text.strip() != values["url"] else values["url"])
    for name, value in node.attributes.items():
        values.setdefault(name, value)
    return {name: value for name, value in values.items() if value.strip()}


def _text(node: Node) -> Placed:
    """The text of a child; that of a person or a feed is its name or title."""
    named = next((child for child in node.children() if local_name(child.name) in {"name", "title"}), None)
    return text_of(named if named and local_name(node.name) in {"author", "creator", "source"} else node)


def _sections(children: dict[str, list[Node]]) -> list[str]:
    """The categories of an item, without tags; in old feeds they are its subjects, of which there are few."""
    found = []
    for node in children.get("category", ()):
        domain = node.attributes.get("domain", "category")
        if domain not in {"post_tag", "post_format", "nav_menu"}:
            found.append(
                (str(text_of(node)) or node.attributes.get("label") or node.attributes.get("term", "")).strip()
            )
    subjects = [str(text_of(node)).strip() for node in children.get("dc:subject", ())]
    if not any(found) and len(subjects) <= MOST_SUBJECTS and max(map(len, subjects), default=0) <= LONGEST_SUBJECT:
        found = subjects
    return [section for section in found if section]


def _address(node: Node, children: dict[str, list[Node]]) -> str:
    """The address of an item: that of its text rather than of its comments, a picture or a feed."""
    for link in children.get("link", ()):
        if link.attributes.get("rel", "alternate") == "alternate":
            address = link.attributes.get("href") or str(text_of(link)).strip()
            if address.startswith(("http://", "https://")):
                return address
    other = node.first("source-url") or next(iter(children.get("url", ())), None)
    return str(text_of(other)).strip() if other else ""


def sitemap_values(node: Node) -> dict[str, Any]:
    """The values of an address in a sitemap of news (https://www.google.com/schemas/sitemap-news/0.9)."""
    found = {
        "title": node.first("news", "title"),
        "date": node.first("news", "publication_date"),
        "source": node.first("news", "publication", "name"),
        "url": node.first("loc"),
    }
    return {name: text_of(element) for name, element in found.items() if element} if found["title"] else {}


def _evernote(node: Node, values: dict[str, Any]) -> None:
    """Add the author of an Evernote note."""
    if local_name(node.name) == "note" and (author := node.first("note-attributes", "author")):
        values["author"] = text_of(author)


def _feed_title(around: Sequence[Node]) -> str:
    """The title of the feed that an item is in, which is one of the first elements of its channel."""
    for node in reversed(around):
        beginning = list(islice(node.children(), MOST_BEFORE_TITLE))
        channels = [child for child in beginning if local_name(child.name) == "channel"]
        for child in [
            *beginning,
            *(part for channel in channels for part in islice(channel.children(), MOST_BEFORE_TITLE)),
        ]:
            if local_name(child.name) == "title":
                return str(text_of(child)).strip()
    return ""


def is_other_page(node: Node) -> bool:
    """Whether an element is a page of a wiki that is a template, a discussion and the like, or leads to another."""
    if node.name != "page" or not (space := next((each for each in node.children() if each.name == "ns"), None)):
        return False
    return str(text_of(space)).strip() != "0" or any(each.name == "redirect" for each in node.children())


def record_values(node: Node) -> dict[str, Any]:
    """The attributes and children of an element by name; what is nested has its own name, or its path if that is taken.

    ``<field name="title">`` is a title.
    """
    values: dict[str, Any] = dict(node.attributes)
    _add_children(node, values, "", 0)
    has_text = node.attributes and not any(True for _ in node.children())
    if (has_text or _is_of_words(node)) and (text := text_of(node)).strip():
        values.setdefault("text", text)
    return values


def _is_of_words(node: Node) -> bool:
    """Whether an element is a text whose sentences are divided into words."""
    names = {local_name(child.name) for child in node.children()}
    return (
        local_name(node.name) not in PARAGRAPHS
        and PARAGRAPHS.issuperset(names)
        and any(True for _ in node.find(*TOKENS))
    )


def is_field(node: Node) -> bool:
    """Whether an element is a value of a record whose name is an attribute."""
    name = local_name(node.name)
    return name in FIELD_ELEMENTS or (name in TYPED_ELEMENTS and "name" in node.attributes)


def is_link(node: Node) -> bool:
    """Whether an element is an address related to what it is in, as links of a feed are: its title is no article's."""
    return "rel" in node.attributes and local_name(node.name) == "link"


def _name_of(node: Node) -> str:
    """The name of a value: that which an element for any field has as an attribute, or its own."""
    name = local_name(node.name)
    if is_field(node):
        return next((node.attributes[key] for key in NAME_ATTRIBUTES if key in node.attributes), name)
    if name == "p":
        return "paragraph"
    return node.name.rpartition(":")[2]


def _add_children(node: Node, values: dict[str, Any], path: str, depth: int) -> None:
    for child in node.children():
        name = _name_of(child)
        has_parts = any(True for _ in child.children())
        if has_parts and name.lower() in CONTAINERS and (title := child.first("title")):
            values.setdefault("source", text_of(title))
            continue
        if has_parts and name.lower() in PERSONS and (person := child.first("name")):
            values.setdefault("author", text_of(person))
            continue
        is_list = has_parts and (is_field(child) or _is_list_of_texts(child, name))
        is_group = has_parts and not is_list and not _is_text_with_elements(child)
        if is_group and depth < len(("page", "revision", "text")):
            _add_children(child, values, f"{path}{name}.", depth + 1)
            continue
        text = _listed(child) if is_list else text_of(child)
        if not text.strip():
            continue
        if name not in values:
            values[name] = text
        elif path and f"{path}{name}" not in values:
            values[f"{path}{name}"] = text
        elif isinstance(values[name], str) and not path:
            values[name] = [values[name], text]
        elif not path:
            values[name].append(text)


def _is_list_of_texts(node: Node, name: str) -> bool:
    """Whether the elements in one have but a text each and all the same name, as paragraphs or authors do."""
    parts = list(node.children())
    are_alike = len({part.name for part in parts}) == 1 and not any(True for part in parts for _ in part.children())
    return are_alike and (len(parts) > 1 or bare(name) in FIELD_NAMES["body"])


def _is_text_with_elements(node: Node) -> bool:
    """Whether an element is a text with marked words or paragraphs in it, rather than a group of values."""
    own = sum(len(part.strip()) for part in node.content if isinstance(part, str))
    names = {local_name(child.name) for child in node.children()}
    if not names.isdisjoint(PARAGRAPHS):
        names -= PICTURES
    return own > 0 or all(name in PARAGRAPHS or name in MARKED or name in TOKENS for name in names)


def _listed(node: Node) -> Placed:
    """The values in an element of several, a line each."""
    texts = [text_of(child) for child in node.children()]
    return placed("\n".join(texts), texts[0].line, verbatim=False)
