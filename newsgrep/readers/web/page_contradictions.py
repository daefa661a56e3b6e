"""Whether what the head of a page says of its story contradicts what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.shared_pairs import pairs_of
from newsgrep.readers.web.line_values import CLAUSE, squeezed
from newsgrep.readers.web.page_head import DATES, TITLES
from newsgrep.readers.web.page_titles import SEPARATOR, SITE_ENDS
from newsgrep.text.dates import parse_date

if TYPE_CHECKING:
    from newsgrep.readers.web.page_head import Meta
    from newsgrep.readers.web.page_lines import PageLines

# Names of <meta> elements with a summary of the story, and characters of one.
DESCRIPTIONS = ("og:description", "description", "twitter:description")
SHORTEST = 30
# Pairs of characters that a description of a story has in common with its title at least: that of a site has fewer.
FEWEST_PAIRS = 3
# Characters of titles that are compared, and the part of the pairs of characters that is the same in both.
SHORTEST_TITLE, SAME = 6, 0.5
# Characters of a text that are compared.
COMPARED = 20_000


def contradicts(meta: Meta, title: str, body: str) -> bool:
    """Whether the description of a page, its titles or its dates are those of something else."""
    written = (meta.first(TITLES), str(meta.linked.get("headline") or ""))
    days = {parse_date(text) for text in (meta.first(DATES), str(meta.linked.get("datePublished") or ""), meta.time)}
    is_other = any(_differ(title, squeezed(text)) for text in written)
    return is_other or len(days - {None}) > 1 or _is_of_another(meta, title, body)


def names_site(meta: Meta, page: PageLines, title: str, body: str) -> bool:
    """Whether a title, which the page shows nowhere, is the name of its site: by its end, or unlike the text."""
    shown = {squeezed(line.text) for line in page.lines}
    written = (meta.first(TITLES), str(meta.linked.get("headline") or ""))
    if not title or squeezed(title) in {*shown, *map(squeezed, written)} or len(body) < SHORTEST:
        return False
    is_name = title.endswith(SITE_ENDS) and squeezed(title) == squeezed(meta.title)
    pairs = pairs_of(squeezed(title))
    return is_name or (bool(pairs) and not pairs & pairs_of(body[:COMPARED]))


def _differ(title: str, other: str) -> bool:
    """Whether two titles have few pairs of characters in common."""
    if min(len(title), len(other)) < SHORTEST_TITLE:
        return False
    pairs, others = pairs_of(squeezed(title)), pairs_of(other)
    return len(pairs & others) < SAME * min(len(pairs), len(others))


def _is_of_another(meta: Meta, title: str, body: str) -> bool:
    """Whether a description that shares pairs of characters with the page's title shares few with the story.

    That of a site, which many pages have instead, has hardly any in common with a title.
    """
    told = squeezed(meta.first(DESCRIPTIONS))
    pairs, titles = pairs_of(told), pairs_of(SEPARATOR.split(meta.title)[0])
    if len(told) < SHORTEST or not CLAUSE.search(told) or len(pairs & titles) < FEWEST_PAIRS:
        return False
    return len(pairs & pairs_of(squeezed(title + body[:COMPARED]))) < SAME * len(pairs)
