"""Prints a story: its articles in the order of their dates, each with the reason of its link, or as JSON Lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.engine.near_duplicates import days_of
from newsgrep.message import Message, plural
from newsgrep.printers.title import shown_title
from newsgrep.text.width import fitted, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgrep.printers.style import Style
    from newsgrep.search.story import Link, StoryChain

    Form = Callable[[StoryChain, Style], Iterator[str]]

GAP = 2
ROLES = {
    "first": Message("first report found"),
    "reprint": Message("reprint"),
    "follow-up": Message("follow-up"),
    "comment": Message("comment"),
}
ASKED = "▸"


def print_chain(story: StoryChain, style: Style) -> Iterator[str]:
    """Three lines per article: number, date, source and title; the reason of its link; its id."""
    indent = len(str(len(story.links))) + GAP + 1
    for number, link in enumerate(story.links):
        mark = ASKED if number == story.asked else ""
        lead = f"{mark:<1}{number + 1:>{indent - GAP - 1}}"
        yield style.paint("dim", lead) + " " * GAP + _headline(link, indent, style)
        reason = style.plain(style.tr("{}: {}", ROLES[link.role], told) if (told := _reason(story, number)) else "")
        reason = reason or ROLES[link.role].render(style.catalogue)
        yield " " * indent + style.paint("line", fitted(reason, style.columns - indent)) + "\n"
        place = style.paint("path", style.plain(link.article.id))
        yield " " * indent + style.linked(place, link.article.path, link.article.line) + "\n"
    if story.left_out:
        yield "\n" + style.paint("dim", style.tr("… {:,} more (-n 0 shows all)", story.left_out)) + "\n"


def _headline(link: Link, indent: int, style: Style) -> str:
    article = link.article
    facts = style.plain("  ".join(part for part in (article.date, article.source or article.agency) if part))
    title = style.plain(shown_title(article)) or style.tr("(untitled)")
    room = max(style.columns - indent - width(facts) - GAP, GAP)
    return f"{facts}{' ' * GAP if facts else ''}{style.paint('title', fitted(title, room))}\n"


def _reason(story: StoryChain, number: int) -> Message | None:
    """Why an article is in a story, in a line; of the first one, what else there is of its day."""
    link = story.links[number]
    if link.to is None:
        same_day = sum(_is_of_that_day(link, other) for other in story.links[1:])
        return plural(same_day, "1 more of that day", "{:,} more of that day") if same_day else None
    when = _when(link, link.to + 1)
    if link.role == "reprint" and link.common is not None:
        return Message("{}, {} % of the text in common", when, round(100 * link.common))
    return Message("{}, both have {}", when, tuple(link.words)) if link.words else when


def _is_of_that_day(first: Link, other: Link) -> bool:
    return bool(first.article.date) and days_of(first.article.date) == days_of(other.article.date)


def _when(link: Link, number: int) -> Message:
    if link.days is None:
        return Message("not dated to the day, see no. {}", number)
    if not link.days:
        return Message("same day as no. {}", number)
    return Message("{} after no. {}", plural(link.days, "1 day", "{:,} days"), number)


def print_json(story: StoryChain, _: Style) -> Iterator[str]:
    """JSON Lines: an object per article, then a summary."""
    from newsgrep.printers.json import SCHEMA, dump, identity_object

    ids = [link.article.id for link in story.links]
    for number, link in enumerate(story.links):
        reason = _reason(story, number)
        record: dict[str, Any] = {
            "type": "link",
            "schema": SCHEMA,
            "number": number + 1,
            "role": link.role,
            "to": None if link.to is None else ids[link.to],
            "days": link.days,
            "score": round(link.score, 3),
            "common": None if link.common is None else round(link.common, 3),
            "words": list(link.words),
            "reason": str(reason) if reason else None,
            "asked": number == story.asked,
        }
        yield dump({**record, **identity_object(link.article)})
    summary = {"asked": ids[story.asked], "first": ids[0], "articles": len(ids), "left_out": story.left_out}
    yield dump({"type": "summary", "schema": SCHEMA, **summary})


FORMS: dict[str, Form] = {"terminal": print_chain, "json": print_json}
