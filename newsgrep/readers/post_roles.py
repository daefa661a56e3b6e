"""Which field is what in a post or a crawled page, where it is not what its name says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from newsgrep.readers.role_names import HEAT_NAMES, SEARCHED_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Where a value is in a record.
_Pick = TypeVar("_Pick")
# Fields of one who posts something: a name beside them is that of the person.
PERSON_NAMES = frozenset(("username", "screenname", "userid"))
# Who posted what has no title, author or source.
POSTED_BY = ("username", "name")
# An object that is one who posts something, and what names him in it.
POSTERS = frozenset(("user", "用户"))
NAMES_OF_POSTERS = frozenset(("name", "screenname", "nickname", "nick", "username"))
OF_PERSON = re.compile(
    r"avatar|头像|(?:followers?|followings?|fans|reposts?|retweets?)(?:count|num|number)?$|(?:粉丝|关注|转发)数?$",
    re.IGNORECASE,
)
# Fields of a post of 微博, whose source is the device that it was written on.
COUNTED_POSTS = frozenset(("repostscount", "attitudescount"))
UNTITLED_POSTS = frozenset(("reposts", "repostnum", "attitudes"))
# What the answer of a service says of itself: a message beside such a code is that all went well, or not.
CODES = frozenset(("code", "errno", "errcode", "errorcode", "retcode", "resultcode", "statuscode", "success"))
MESSAGES = ("message", "msg")
# All that sets of crawled pages such as C4 have of a page: the moment is that of the crawl, a source that of the set.
CRAWLED = frozenset(("text", "timestamp", "url"))
# What sites list of what was written of them: the name and the logo are those of an outlet.
PRAISED = frozenset(("title", "name", "logo"))
# What systems such as Strapi note of all that they store, and the dates that an article in them has of its own.
STORED, OWN_DATES = (
    frozenset(("createdat", "publishedat")),
    ("publishdate", "publishtime", "pubdate", "pubtime", "date"),
)


def of_others(named: Mapping[str, tuple[_Pick, ...]], known: Mapping[str, _Pick]) -> dict[str, tuple[_Pick, ...]]:
    """The roles of a post, a crawled page or an answer: who posts is no title, a device no source, and so on."""
    if CRAWLED <= known.keys() <= CRAWLED | {"source"}:
        return {"date": (), "source": ()}
    if known.keys() >= STORED:
        own = {known[name] for name in OWN_DATES if name in known}
        return {"date": tuple(sorted(named["date"], key=lambda pick: pick not in own))}
    is_searched = named["url"] or not HEAT_NAMES.isdisjoint(known)
    if is_searched and not named["title"] and not named["body"]:
        return {"title": _first(SEARCHED_NAMES, known)}
    posts = COUNTED_POSTS if named["title"] else COUNTED_POSTS | UNTITLED_POSTS
    of_person = {name for name in known if OF_PERSON.search(name)}
    others = {"title": PERSON_NAMES | of_person, "source": posts}
    meant = {"title": "name", "source": "source"}
    found = {
        role: tuple(pick for pick in named[role] if pick != known.get(meant[role]))
        for role, beside in others.items()
        if not beside.isdisjoint(known)
    }
    if not named["source"] and known.keys() >= PRAISED:
        found["source"] = (known["name"],)
    if not CODES.isdisjoint(known):
        found["body"] = tuple(pick for pick in named["body"] if pick not in _picks(MESSAGES, known))
    if not (found.get("title", named["title"]) or named["author"] or found.get("source", named["source"])):
        found["author"] = _first(POSTED_BY if "title" in found else POSTED_BY[:1], known)
    return found


def _first(names: Iterable[str], known: Mapping[str, _Pick]) -> tuple[_Pick, ...]:
    return _picks(names, known)[:1]


def _picks(names: Iterable[str], known: Mapping[str, _Pick]) -> tuple[_Pick, ...]:
    return tuple(known[name] for name in names if name in known)
