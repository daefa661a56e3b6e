"""The story in the scripts of a page, where programs leave the data that they draw the page from."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.json_documents import articles_in
from newsgrep.readers.json_syntax import JSON_ERRORS
from newsgrep.readers.record_articles import article_of
from newsgrep.readers.records import Record
from newsgrep.readers.values import first_value
from newsgrep.readers.web.line_values import CLAUSE, squeezed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

# A script that is data, or that assigns some: window.__INITIAL_STATE__ = {…}
ASSIGNMENT = re.compile(r"[\w$.\]\"']\s*=\s*(?=[\[{])")
MOST_SCRIPTS, MOST_VALUES, LONGEST = 60, 8, 1 << 22
SHORTEST_DATA = 200
# Characters of a story; a story that the page itself shows is this part of it at most if the scripts have it all.
SHORTEST_STORY, SHOWN = 60, 0.5
# A page that shows more shows it all.
LONGEST_BEGINNING = 400
SHORTEST_TITLE = 3
FIELDS = FieldMap()


class ScriptStory(NamedTuple):
    """The title, the text and the facts of an article in the data of a page."""

    title: str
    body: str
    facts: Mapping[str, str]


def scripts_with_data(tree: Any) -> list[str]:
    """The scripts of a page that are long enough to have its story."""
    texts = (node.text() for node in islice(tree.css("script"), MOST_SCRIPTS))
    return [text for text in texts if SHORTEST_DATA <= len(text) <= LONGEST]


def story_in_scripts(scripts: Sequence[str], titles: Collection[str], shown: str) -> ScriptStory | None:
    """The page's article in its data, if the page shows none or only its beginning; None if there is none.

    ``titles`` are what its headline may be, without white space.
    """
    best: ScriptStory | None = None
    for value in _data(scripts) if len(shown) < LONGEST_BEGINNING else ():
        for found in _articles(value):
            title = squeezed(found.title)
            is_own = any(whole.startswith(title) for whole in titles) if len(title) > SHORTEST_TITLE else best is None
            if is_own and (best is None or len(found.body) > len(best.body)):
                best = found
    if best is None or len(best.body) < SHORTEST_STORY or not CLAUSE.search(best.body):
        return None
    return best if len(squeezed(shown)) < SHOWN * len(squeezed(best.body)) else None


def _data(scripts: Sequence[str]) -> Iterator[Any]:
    """The JSON values in the scripts of a page."""
    decoder = json.JSONDecoder(strict=False)
    for text in map(str.lstrip, scripts):
        is_data = text[:1] in {"{", "["}
        starts = [0] if is_data else [match.end() for match in islice(ASSIGNMENT.finditer(text), MOST_VALUES)]
        end = -1
        for start in starts:
            if start < end:
                continue
            try:
                value, end = decoder.raw_decode(text, start)
            except JSON_ERRORS:
                continue
            yield value


def _articles(value: Any) -> Iterator[ScriptStory]:
    for found in articles_in(value, FIELDS) if isinstance(value, dict | list) else ():
        record = Record(found.values, 1, hints=found.hints)
        picks = FIELDS.roles(found.values).picks
        title, body, date = (first_value(record, role, picks[role])[0].text for role in ("title", "body", "date"))
        if body:
            yield ScriptStory(title, body, {"date": date, **_facts(record)})


def _facts(record: Record) -> dict[str, str]:
    """The further facts of a record that has a text."""
    article = article_of(record, "", 1, FIELDS)
    if article is None:
        return {}
    facts = {"source": article.source, "section": article.section, "author": "、".join(article.reporters)}
    return {role: text for role, text in (*facts.items(), ("url", article.url)) if text}
