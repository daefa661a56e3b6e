"""Markdown: a story with front matter or labelled lines, a digest with a heading for each item, or a list of links."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newsgrep.readers.lines import joined
from newsgrep.readers.stories_in_text import several_stories
from newsgrep.readers.texts.clippings import read_clipping_head, title_in_name
from newsgrep.readers.texts.joplin import take_joplin_facts
from newsgrep.readers.texts.labels import role_of
from newsgrep.readers.texts.markdown_briefs import with_briefs, with_linked_bullets, with_sourced_heads
from newsgrep.readers.texts.markdown_facts import (
    take_facts_above,
    with_details_as_headings,
    with_sections_in_brackets,
    without_contents,
)
from newsgrep.readers.texts.markdown_items import FOOTER_LENGTH, LINKED_LEVEL, items_below, one_story, with_linked_heads
from newsgrep.readers.texts.markdown_levels import (
    FEWEST_ITEMS,
    are_names,
    level_and_title,
    level_of_numbered,
    level_of_peers,
    level_of_told,
)
from newsgrep.readers.texts.markdown_lines import ADDRESS, MarkdownLine, markdown_lines
from newsgrep.readers.texts.markdown_links import is_list_of_links, link_records
from newsgrep.readers.texts.markdown_names import date_in, day_below, has_digest_name, is_digest, is_generic
from newsgrep.readers.texts.markdown_pages import page_begins, page_facts
from newsgrep.readers.texts.markdown_sections import item_records, numbered_items
from newsgrep.readers.texts.markdown_tables import table_records
from newsgrep.readers.texts.markdown_text import RULE, TABLE_RULE, inline_text
from newsgrep.readers.texts.mdx import without_code
from newsgrep.readers.texts.ruled_blocks import facts_of
from newsgrep.readers.texts.wechat_lines import without_cards
from newsgrep.readers.texts.yaml_front_matter import FENCES, read_front_matter, with_values
from newsgrep.readers.values import LINK_TO_PAGE
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record
    from newsgrep.readers.texts.yaml_front_matter import FrontMatter

# The first line of a callout that has a title, as Obsidian writes it.
CALLOUT = lazy_pattern(r">\s?\[!\w+\][+-]?\s+(?P<title>\S.*)")
# Front matter within a file of several documents.
FENCE, FRONT_LINE, MOST_FRONT_LINES = "---", lazy_pattern(r"[\w\u3400-\u9fff-]{1,40}\s?[:：]|\s*-\s|\s+\S"), 40
MOST_FOOTER = 3
ADDRESSED = ("原文", "original", "source", "来源", "來源", "出处")
# Facts of the note, not of the article in it.
NOTE_DATES = ("created", "updated", "modified", "lastmod")


def looks_like_front_matter(head: str) -> bool:
    r"""Whether a text begins with front matter.

    >>> looks_like_front_matter("---\ntitle: 新桥\n---\n通车。"), looks_like_front_matter("---\n新桥通车。\n---\n")
    (True, False)
    """
    if head[:4].strip() not in FENCES:
        return False
    found = read_front_matter(head.split("\n"))
    return found is not None and bool(found.values)


def read_markdown(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The articles of a Markdown file. Raises ``ReadError`` if it is longer than a page may be."""
    raw = without_code(joined(lines).split("\n"))
    begins = _front_matters(raw)
    if len(begins) < FEWEST_ITEMS:
        yield from _document(path, raw, fields)
        return
    for begin, end in zip(begins, [*begins[1:], len(raw)], strict=True):  # several documents, one after another
        for item in _document(path, raw[begin:end], fields):
            starts = {name: line + begin for name, line in item.starts.items()}
            yield item._replace(line=item.line + begin, starts=starts)


def _front_matters(raw: Sequence[str]) -> list[int]:
    """Where front matter begins, if a text begins with one."""
    fences = [at for at, line in enumerate(raw) if line.rstrip() == FENCE] if raw[0].rstrip() == FENCE else []
    return [
        begin
        for begin, end in pairwise(fences)
        if 1 < end - begin <= MOST_FRONT_LINES and all(map(FRONT_LINE.match, raw[begin + 1 : end]))
    ]


def read_translated(path: str, raw: list[str], front: FrontMatter, fields: FieldMap) -> Iterator[Record]:
    """The articles of a document that was translated into Markdown line by line, but for its facts."""
    yield from _document(path, raw, fields, front)


def _document(path: str, raw: list[str], fields: FieldMap, front: FrontMatter | None = None) -> Iterator[Record]:
    front = front or read_front_matter(raw) or read_clipping_head(raw)
    facts, above = (_facts(front.values), front.lines) if front else ({}, 0)
    raw = with_values(raw, front.values) if front else raw
    if records := [*table_records(raw, fields)] or _story_of_page(raw, above, facts):
        yield from records
        return
    if note := take_joplin_facts(raw):
        raw, facts = note[0], {**facts, **note[1]}
    unfolded = with_details_as_headings(raw := with_sections_in_brackets(without_contents(without_cards(raw))))
    is_folded = unfolded is not raw
    raw, told = take_facts_above(unfolded)
    facts = {**told, **facts}
    text = markdown_lines(_with_facts_of_tables(_with_callouts_as_headings(raw)), above)
    title = _top_heading(text)
    undated, facts = facts, _with_day(facts, text, title)
    if listed := list(_listed(text, title, facts)):
        yield from listed
    elif (
        linked := with_linked_heads(text)
        or with_linked_bullets(text, LINKED_LEVEL)
        or _sourced(text, title, facts)
        or _briefs(text, title, facts)
    ):
        yield from items_below(_without_footer(linked), LINKED_LEVEL, facts, title)
    elif peers := 1 if is_folded else level_of_peers(text):
        yield from items_below(_without_footer(text), peers, facts, None)
    elif level := level_of_numbered(text) or level_of_told(text, title, facts):
        yield from items_below(_without_footer(text), level, facts, title if title and title.level < level else None)
    elif (found := level_and_title(text, facts, title, fields))[0]:
        yield from items_below(_without_footer(text), found[0], facts, found[1])
    elif (
        not front
        and (unheaded := _below_only_title(text, raw, title))
        and (stories := several_stories(path, unheaded, fields, also=("digests",)))
    ):
        yield from map(_without_marks, stories)
    else:
        if not title and not facts.get("title") and _begins_with_text(text) and (name := title_in_name(path)):
            undated = {**undated, "title": name}
        yield one_story(text, undated, dict(front.starts) if front else {}, title)


def _with_day(facts: dict[str, Any], text: Sequence[MarkdownLine], title: MarkdownLine | None) -> dict[str, Any]:
    """The facts of a digest, with the day on a line below its title if nothing else says one."""
    day = "" if facts.get("date") or date_in(title) else day_below(title, text)
    return {**facts, "date": day} if day else facts


def _story_of_page(raw: list[str], above: int, facts: dict[str, Any]) -> list[Record]:
    """The story of a page that is all the text below some lines, which are believed rather than the page; else none."""
    begin = page_begins(raw, above)
    page = page_facts(raw, begin) if begin is not None else {}
    if not page:
        return []
    text = markdown_lines(raw[:begin], above)
    title = _top_heading(text)
    told = {name: value for name, value in page.items() if name != "title" or title is None}
    record = one_story(text, {**told, **facts}, {}, title)
    return [record._replace(starts={**record.starts, "body": (begin or 0) + 1}, spread=False)]


def _with_callouts_as_headings(raw: list[str]) -> list[str]:
    """The lines of a note; if all its text is in several callouts with titles, these are headings and no quotes."""
    titles = {at: match for at, line in enumerate(raw) if (match := CALLOUT.fullmatch(line.rstrip()))}
    filled = (line for line in raw if line.strip() and not line.startswith("#"))
    if len(titles) < FEWEST_ITEMS or not all(line.startswith(">") for line in filled):
        return raw
    return [f"## {titles[at]['title']}" if at in titles else line.removeprefix(">") for at, line in enumerate(raw)]


def _with_facts_of_tables(raw: list[str]) -> list[str]:
    """The lines of a text, with the only row of each table whose columns are named as facts are as labelled facts."""
    rules = [at for at, line in enumerate(raw) if "|" in line and TABLE_RULE.fullmatch(line.rstrip())]
    lines = list(raw) if rules else raw
    for at in rules:
        names, values = (_cells(raw[row]) if 0 <= row < len(raw) else [] for row in (at - 1, at + 1))
        is_only = at + 2 >= len(raw) or "|" not in raw[at + 2]
        if is_only and len(names) == len(values) > 1 and all(role_of(name) is not None for name in names):
            pairs = zip(names, values, strict=True)
            lines[at - 1 : at + 2] = ["", "", " | ".join(f"{name}：{value}" for name, value in pairs if value)]
    return lines


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _below_only_title(text: Sequence[MarkdownLine], raw: list[str], title: MarkdownLine | None) -> list[str]:
    """The lines of a document without headings, or with none but the name of a digest at its top, which is left out."""
    headings = [line for line in text if line.level]
    if not headings:
        return raw
    is_name = headings == [title] and title is not None and is_digest(title.text)
    return ["" if number == headings[0].number else line for number, line in enumerate(raw, start=1)] if is_name else []


def _without_marks(story: Record) -> Record:
    """A story of a text without headings, without the marks of emphasis and links."""
    link = LINK_TO_PAGE.search(str(story.values.get("source") or ""))
    plain = {
        role: "\n".join(map(inline_text, text.split("\n"))) if role in {"title", "body", "source"} and text else text
        for role, text in story.values.items()
    }
    address = str(story.values.get("url") or "")
    if address.endswith(")") and "(" not in address:  # the end of a link's mark
        plain["url"] = address.rstrip(")")
    return story._replace(values={"url": link["url"], **plain} if link else plain)


def _begins_with_text(text: Sequence[MarkdownLine]) -> bool:
    """Whether the first line is no headline."""
    first = next((line.text for line in text if line.text and not facts_of(line.text)), "")
    return len(first) > FOOTER_LENGTH // 2 or first.endswith(("。", "！", "？", "”"))


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    """Front matter under usual names: a source that is an address is the url; when a note was made is not its date."""
    facts = {name: value for name, value in values.items() if value not in ("", [], None)}
    for name in ADDRESSED:
        if isinstance(facts.get(name), str) and ADDRESS.fullmatch(facts[name].strip()):
            facts.setdefault("url", facts.pop(name))
    if "published" in values:
        facts = {name: value for name, value in facts.items() if name not in NOTE_DATES}
    if "categories" in facts and not {"category", "section"} & facts.keys():
        categories = facts["categories"]
        facts["section"] = " ".join(categories) if isinstance(categories, list) else categories
    return facts


def _top_heading(text: Sequence[MarkdownLine]) -> MarkdownLine | None:
    """The first heading, if nothing but facts is above it."""
    for line in text:
        if line.level:
            return line if not is_generic(line.text) else None
        if line.text and not facts_of(line.text):
            return None
    return None


def _sourced(text: Sequence[MarkdownLine], title: MarkdownLine | None, facts: dict[str, Any]) -> list[MarkdownLine]:
    """The lines of a digest of which each headline in bold has a source below, these as headings; else empty."""
    return with_sourced_heads(text, LINKED_LEVEL, is_named=_has_dated_name(title, facts))


def _has_dated_name(title: MarkdownLine | None, facts: dict[str, Any]) -> bool:
    return has_digest_name(title, facts) and bool(facts.get("date") or date_in(title))


def _briefs(text: Sequence[MarkdownLine], title: MarkdownLine | None, facts: dict[str, Any]) -> list[MarkdownLine]:
    """The lines of a digest of briefs, which its title says it is, with their titles as headings; else empty."""
    if not has_digest_name(title, facts):
        return []
    heads = [line for line in text if line.level and line is not title]
    level = min((line.level for line in heads), default=0)
    have_names = len({line.level for line in heads}) <= 1 and (not heads or are_names(text, level))
    return with_briefs(text, LINKED_LEVEL, unlisted=have_names)


def _listed(text: list[MarkdownLine], title: MarkdownLine | None, facts: dict[str, Any]) -> Iterator[Record]:
    """The items of a list of links, or of the numbered lists of a digest; none if a text is neither."""
    date = next((value for name, value in facts.items() if name in {"date", "published"}), date_in(title))
    if is_list_of_links(text):
        yield from link_records(text, title, str(date))
    elif has_digest_name(title, facts):
        yield from item_records(numbered_items(_without_footer(text), title), str(date))


def _without_footer(text: list[MarkdownLine]) -> list[MarkdownLine]:
    """A digest without a few short lines below a rule at its end: they are none of the last item."""
    rule = next((at for at in range(len(text) - 1, -1, -1) if _is_rule(text, at)), len(text))
    below = [line for line in text[rule:] if line.text]
    is_footer = len(below) <= MOST_FOOTER and all(not line.level and len(line.text) <= FOOTER_LENGTH for line in below)
    return text[:rule] if is_footer else text


def _is_rule(text: Sequence[MarkdownLine], at: int) -> bool:
    """Whether a line is a rule rather than the underline of the heading above it."""
    return RULE.fullmatch(text[at].raw) is not None and not (at and text[at - 1].level)
