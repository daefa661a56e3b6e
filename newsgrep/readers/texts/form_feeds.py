"""Stories with a form feed between them, as printers and old databases part them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.texts.field_lines import share
from newsgrep.readers.texts.ruled_blocks import ENDS, LONGEST_TITLE, facts_of, story_of_block
from newsgrep.text.dates import parse_date
from newsgrep.text.encoding import decode_as, detect_encoding
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.lines import FedLine
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

FEWEST_STORIES, MOST, MOST_WHOLE = 3, 0.9, 0.8
# How a text ends that does not go on behind a form feed.
NO_TITLE_ENDS = "。；…，、：."
# A credit behind the last sentence, and characters of one below it.
CREDITED = lazy_pattern(
    r"[。！？][^。！？，]{0,30}(?:[攝摄]影?|提供|[資资]料照片?|翻[攝摄])$|[。！？]\s?(?:[圖图文][／/]|[報报][導道][:：])[^。！？，]{2,24}$"
)
LONGEST_SIGNATURE = 30
TEXT_ENDS = f"{ENDS}”’」』）)》】…!?."


def looks_like_form_feeds(head: bytes) -> bool:
    r"""Whether form feeds part a text into stories: each with a title of its own, and an end.

    The pages of a book or paper begin within a story, or with a line that names the page.

    >>> story = "新桥通车\n昨日，新桥通车。\n"
    >>> looks_like_form_feeds("".join(f"{number}号{story}\f" for number in "一二三").encode())
    True
    >>> looks_like_form_feeds("\f".join(["昨日，新桥", "通车，全长三", "公里。\n"]).encode())
    False
    """
    if b"\f" not in head:
        return False
    encoding = detect_encoding(head)
    if encoding.startswith(("utf-16", "utf-32")):
        return False
    parts = [part for part in decode_as(head, encoding).split("\f") if part.strip()]
    whole = [[line.strip() for line in part.splitlines() if line.strip()] for part in parts]
    titles = [lines[0] for lines in whole]
    return (
        len(whole) >= FEWEST_STORIES
        and len(set(titles)) > MOST * len(titles)
        and share(map(_is_story, whole[:-1])) >= MOST_WHOLE
        and _is_title(titles[-1])
    )


def _is_title(line: str) -> bool:
    is_dated = facts_of(line) is not None or parse_date(line) is not None
    return len(line) <= LONGEST_TITLE and line[-1] not in NO_TITLE_ENDS and bool(HAN.search(line)) and not is_dated


def _is_story(lines: list[str]) -> bool:
    return len(lines) > 1 and _is_title(lines[0]) and _has_end(lines)


def _has_end(lines: list[str]) -> bool:
    """Whether lines end as a text does, perhaps with a credit or signature behind its last sentence or below it.

    >>> _has_end(["大桥合龙。"]), _has_end(["大桥合龙。记者何青禾／摄影"]), _has_end(["大桥合龙。", "翻拍画面"])
    (True, True, True)
    >>> _has_end(["大桥合龙。渡轮今日"]), _has_end(["大桥", "合龙。渡轮今日"]), _has_end(["大桥合龙。", "- 3 -"])
    (False, False, False)
    """
    *above, last = lines
    is_below = bool(above) and above[-1].endswith(tuple(TEXT_ENDS)) and len(last) <= LONGEST_SIGNATURE
    return (
        last.endswith(tuple(TEXT_ENDS))
        or CREDITED.search(last) is not None
        or (is_below and HAN.search(last) is not None)
    )


def read_form_feeds(_path: str, lines: Iterable[FedLine], _: FieldMap) -> Iterator[Record | Problem]:
    """A story per part: its first line is the title, and lines of facts below it are none of its text."""
    block: list[tuple[int, str]] = []
    for line in lines:
        if line.is_fed and any(text.strip() for _, text in block):
            yield story_of_block(block)
            block = []
        block.append((line.number, line.text.rstrip("\n")))
    if any(text.strip() for _, text in block):
        yield story_of_block(block)
