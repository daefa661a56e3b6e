"""Posts of bulletin boards, each below the head that the board prints: author, board, title and time."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.lines import joined
from newsgrep.readers.records import Record
from newsgrep.readers.stories_in_text import read_as_text
from newsgrep.readers.texts.field_lines import FieldLines
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem

DAY = r"(?P<date>[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d (?:19|20)\d\d)"
# As PTT prints it, also on one line and without what is between its parts, and as boards of the mainland do.
HEADS = (
    re.compile(
        r"^[ \t]*作者[ \t:：]{0,4}(?P<author>\S[^\n]{1,60}?)\s{0,40}(?:看板|站內)[ \t:：]{0,4}"
        r"(?P<board>[\w-]{2,20}?)\s{0,3}"
        rf"標題[ \t:：]{{0,4}}(?P<title>\S[^\n]{{1,120}}?)\s{{0,3}}時間[ \t:：]{{0,4}}{DAY}",
        re.MULTILINE,
    ),
    re.compile(
        r"^[ \t]*发信人[:：][ \t]*(?P<author>\S[^\n]{0,60}?),[ \t]*信区[:：][ \t]*(?P<board>\w{2,20})[^\n]{0,20}\n"
        r"[ \t]*标[ \t]{0,4}题[:：][ \t]*(?P<title>\S[^\n]{1,120})\n"
        rf"[ \t]*发信站[:：][^\n]{{0,40}}\({DAY}[^\n]{{0,20}}",
        re.MULTILINE,
    ),
)
# Where the text of a post ends: what the board adds, and the remarks of readers below it.
END = re.compile(r"(?:^[ \t]*--[ \t]*\n)?^[ \t]*※ ?(?:發信站|发信站|来源|來源|編輯)[^\n]*", re.MULTILINE)
RULE = re.compile(r"[─━—-]{4,}|--")


class _Post(NamedTuple):
    """The facts of a post, the line of its head and those of its text."""

    facts: dict[str, str]
    line: int
    begin: int
    text: list[str]


def looks_like_board_posts(head: str) -> bool:
    r"""Whether a text begins with the head of a post.

    >>> looks_like_board_posts("作者  aki (阿其)  看板  news\n標題  大橋通車\n時間  Tue Mar 18 09:15:00 2025\n")
    True
    """
    return any(pattern.match(head.lstrip("\n")) for pattern in HEADS)


def read_board_posts(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """A record per post; if its text is a story with labels, these are its fields."""
    for post in _posts(joined(lines)):
        yield _labelled(path, post, fields) or _plain(post)


def _posts(text: str) -> Iterator[_Post]:
    pattern = next((each for each in HEADS if each.match(text.lstrip("\n"))), HEADS[0])
    for head, following in pairwise(chain(pattern.finditer(text), [None])):
        if head is None:
            return
        end = following.start() if following else len(text)
        below = END.search(text, head.end(), end)
        facts = {name: value.strip() for name, value in head.groupdict().items()}
        facts["section"] = facts.pop("board")
        number = text.count("\n", 0, head.start()) + 1
        begin = text.count("\n", 0, head.end()) + 1
        own = text[head.end() : below.start() if below else end]
        yield _Post(facts, number, begin, ["" if RULE.fullmatch(line.strip()) else line for line in own.split("\n")])


def _labelled(path: str, post: _Post, fields: FieldMap) -> Record | None:
    """The only story in the text of a post, if its lines have labels."""
    found = read_as_text(path, post.text, ("recurring labels",), fields)
    record = found[0] if len(found) == 1 else None
    if not isinstance(record, Record):
        return None
    starts = {name: line + post.begin - 1 for name, line in record.starts.items()}
    facts = {"date": timestamp_day(post.facts["date"]) or "", "section": post.facts["section"]}
    return record._replace(line=post.line, starts=starts, defaults={**facts, **record.defaults})


def _plain(post: _Post) -> Record:
    record = FieldLines()
    for name, value in post.facts.items():
        record.add(name, value, post.line)
    for number, line in enumerate(post.text, start=post.begin):
        record.add("body", line, number)
    return record.record(post.line)
