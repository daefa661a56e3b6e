"""A whole page copied from a browser: what stands there around its only story.

Its title is above the line that says when it was published, or is there twice. Lines are emptied but kept, so that line
numbers stay valid.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.documents.meta_line import DAY, meta_line
from newsgrep.readers.han import HAN
from newsgrep.readers.shared_pairs import pairs_of
from newsgrep.readers.texts.copied_pages import RIGHTS
from newsgrep.readers.texts.digest_lines import credit_on
from newsgrep.readers.texts.headed_stories import facts_on
from newsgrep.readers.texts.labels import with_colons
from newsgrep.readers.texts.page_ends import end_of_story, is_button_within, without_notices
from newsgrep.readers.texts.page_frames import LONGEST_ABOVE, PICTURED, SENTENCE_ENDS, are_buttons, is_frame, is_junk
from newsgrep.readers.texts.wire_titles import parts_of
from newsgrep.readers.web.page_phrases import LABEL
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.model import Story

# Lines that are not blank among which the moment of publication is, those between it and the title, and those below it
# that may be buttons; the characters of the line and of a title.
TOP, MOST_BETWEEN, MOST_BELOW = 20, 4, 8
LONGEST_MOMENT, LONGEST_NAME, LONGEST_TITLE, SHORTEST_TITLE = 100, 20, 160, 6
# Lines of a long menu, the characters of one, and the share of such lines in it.
LONGEST_MENU, LONGEST_OF_MENU, MOST_OF_MENU = 400, 16, 0.8
# Letters of a text that have words in common with its title.
COMPARED = 2000
DASHES = ("—", "－－", "--")
CLAUSE = lazy_pattern("[，。！？；]")
# A year of the Republic of China, alone or behind a label.
DAY_OF_REPUBLIC = lazy_pattern(
    r"(?:^|(?<=[:：])|(?<=[:：]\s))(?:民[国國]\s?)?1[0-2]\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?$"
)
CLOCK = lazy_pattern(r"[\sT]*\d{1,2}[:：]\d\d(?::\d\d)?")
POSTED = lazy_pattern("(?:发表|發表|发布|發布|發佈|更新|编辑)[于於]")
# What is between the names on the line of a moment: 来源：江城日报 2025-03-18 08:30.
NO_NAME = lazy_pattern(r"[\s:：|｜/／·,，]+")
BRACKETED = lazy_pattern(r"[（(][^（）()]{1,30}[)）]")
# A moment whose day has its year at the end, with a time: 18.03.2025 08:30, 发布: 10:40pm 18/03/2025.
CLOCK_TIME = r"\d{1,2}[:：]\d\d(?::\d\d)?\s?(?:[ap]m)?"
DAY_FIRST = lazy_pattern(
    rf"(?:[\u3400-\u9fff]{{2,5}}\s?[:：]\s?)?(?:{CLOCK_TIME}[\s,|]+)?(\d{{1,2}})([./-])(\d{{1,2}})\2((?:19|20)\d\d)(?:[\s,|]+{CLOCK_TIME})?",
    re.IGNORECASE,
)
MONTHS = 12
# The letters of another language that a site is in.
KANA = lazy_pattern("[\u3041-\u30ff]{2}")


class _Moment(NamedTuple):
    """The facts of a line that says when a page was published, and whether it says the time of day."""

    facts: dict[str, str]
    has_clock: bool


class _Head(NamedTuple):
    """The places of the title and of the last line above the story, and the facts on this; whether it has a clock."""

    title: int
    last: int
    facts: dict[str, str]
    has_clock: bool = False


def without_browser(text: str) -> tuple[str, dict[str, str]] | None:
    r"""A page without what is around its story and the line with its moment, and the facts in this; None if it is none.

    >>> without_browser("登录\n\n江城大桥合龙\n发布 / 2025-03-18 08:30 PM\n大桥今日合龙。")
    ('\n\n江城大桥合龙\n\n大桥今日合龙。', {'title': '江城大桥合龙', 'date': '2025-03-18'})
    >>> without_browser("大桥合龙\n大桥2025-03-18 08:30合龙。")
    """
    lines = text.split("\n")
    filled = [at for at, line in enumerate(lines) if line.strip()]
    body = [lines[at].strip() for at in filled]
    head = _head_of(body)
    if head is None:
        return None
    end = end_of_story(body, head.last + 1)
    is_page = end < len(body) or _has_frame(body, head)
    if not (is_page or head.has_clock):
        return None
    above = range(head.title if is_page else 0)
    is_plain = len(body[head.title]) <= LONGEST_ABOVE and facts_on(body[head.last]) is not None
    plain = {head.last} if is_plain else set()  # left to what takes such lines of any text
    between = (at for at in range(head.title + 1, head.last + 1) if at == head.last or not _is_told(body[at]))
    left_out = {*above, *between, *_below(body, head.last + 1)}.difference(plain)
    if is_page:
        left_out.update(at for at in range(head.last + 1, end) if is_button_within(body[at]))
        end = without_notices(body, end)
    left_out.update(range(end, len(body)))
    for place in left_out:
        lines[filled[place]] = ""
    return "\n".join(lines), {"title": body[head.title], **({} if plain else head.facts)}


def without_frame(text: str) -> str:
    r"""A page without what is around its story, which is to be in no article; any other text as it is.

    >>> without_frame("登录\n\n江城大桥合龙\n2025-03-18 08:30\n大桥今日合龙。"), without_frame("大桥今日合龙。")
    ('\n\n江城大桥合龙\n2025-03-18 08:30\n大桥今日合龙。', '大桥今日合龙。')
    """
    found = without_browser(text)
    return found[0] if found else text


def with_known_title(story: Story, title: str | None) -> Story:
    """A story whose first line is its headline if that is known to be its title, however long it is, and ends there."""
    first, *others = story.headlines or story.paragraphs or (None,)
    if title is None or first is None or not first.text.startswith(title):
        return story
    if story.headlines:
        if all(start != len(title) for start, _ in first.lines):
            return story
        return story._replace(headlines=(*parts_of(first, len(title)), *others))
    if first.text != title:
        return story
    return story._replace(headlines=(first._replace(role="headline"),), paragraphs=tuple(others))


def leads_to_others(text: str) -> bool:
    r"""Whether a page has the heading of something else below its only story.

    >>> story = "大桥合龙今日通车\n2025-03-18 08:30\n" + "大桥今日合龙，两岸市民都来观看。\n" * 9
    >>> leads_to_others(f"{story}相关新闻\n新馆开放"), leads_to_others(story)
    (True, False)
    """
    body = [line.strip() for line in text.split("\n") if line.strip()]
    head = _head_of(body)
    return head is not None and end_of_story(body, head.last + 1) < len(body)


def _head_of(lines: Sequence[str]) -> _Head | None:
    """The title and the moment below it, or else the title alone if it is there twice."""
    for at, line in enumerate(lines[: _end_of_menu(lines)]):
        moment = _moment_on(line) if at else None
        if moment is None:
            continue
        if any(map(_moment_on, lines[at + 1 :])):
            return None
        if (title := _title_above(lines, at)) is not None:
            return _Head(title, at, *moment)
        title = _title_below(lines, at)
        return None if title is None else _Head(title, title, *moment)
    twice = _title_twice(lines[:TOP])
    return None if twice is None else _Head(twice, twice, {})


def _end_of_menu(lines: Sequence[str]) -> int:
    """How many lines the title and the moment are among: more than usual below a long menu, whose lines are short."""
    first = next((at for at, line in enumerate(lines[:LONGEST_MENU]) if _is_sentence(line)), 0)
    is_menu = first > TOP and sum(len(line) <= LONGEST_OF_MENU for line in lines[:first]) >= MOST_OF_MENU * first
    return first if is_menu else TOP


def _moment_on(line: str) -> _Moment | None:
    """What a line says that tells when a page was published, with a clock or a label, and little else."""
    if len(line) > LONGEST_MOMENT or CLAUSE.search(line):
        return None
    line = with_colons(line)
    day = DAY.search(line) or DAY_OF_REPUBLIC.search(line)
    if day is None:
        found = DAY_FIRST.fullmatch(line)
        return _Moment(_date_of(found), has_clock=True) if found else None
    clock = CLOCK.match(line, day.end())
    before = line[: day.start()].strip(" ·|｜•-—/")
    is_told = clock or LABEL.search(line) or POSTED.match(line) or day[0] == line or are_buttons(line[day.end() :])
    if not is_told or not (len(before) <= LONGEST_NAME or LABEL.match(before)):
        return None
    behind = BRACKETED.sub("", line[clock.end() if clock else day.end() :]).strip()
    return _Moment({"date": day[0].strip(), **_facts_beside(line, before, behind)}, clock is not None)


def _date_of(found: re.Match[str]) -> dict[str, str]:
    """The date of a day before its month; none if it may be the month that is first."""
    day, sign, month, year = found.groups()
    is_sure = sign == "." or int(day) > MONTHS
    return {"date": f"{year}-{int(month):02}-{int(day):02}"} if is_sure and 0 < int(month) <= MONTHS else {}


def _title_twice(lines: Sequence[str]) -> int | None:
    """The place of the last of two lines that are the same title, with no sentence above it; None if there are none."""
    places: dict[str, int] = {}
    found = None
    for at, line in enumerate(lines):
        if _is_sentence(line) or CLAUSE.search(line[:-1]):
            break
        if line in places and _may_be_title(line):
            found = at
        places[line] = at
    return found


def _facts_beside(line: str, before: str, behind: str) -> dict[str, str]:
    """The source and the author that a line says beside a day."""
    for told in (line, f"{before} {behind}" if LABEL.search(behind) else before):
        facts = meta_line(f"{told} 2000-01-01" if told != line else told, unnamed=True) or {}
        found = {role: facts[role] for role in ("source", "author") if HAN.search(facts.get(role, ""))}
        if found and not POSTED.match(found.get("source", "")):
            return found
    return {}


def _title_above(lines: Sequence[str], moment: int) -> int | None:
    """The place of the title above a moment: the only line that may be it, or one that has words of the text below.

    None if there is none, or sentences of something else are above it.
    """
    near = range(moment - 1, max(moment - MOST_BETWEEN - 2, -1), -1)
    told = pairs_of("".join(lines[moment + 1 : moment + TOP])[:COMPARED])
    may_be = [at for at in near if _may_be_title(lines[at]) and credit_on(lines[at]) is None]
    related = (at for at in may_be if not told.isdisjoint(pairs_of(lines[at])))
    title = next(related, may_be[0] if len(may_be) == 1 else None)
    if title and lines[title].startswith(DASHES) and _may_be_title(lines[title - 1]):  # it goes on with a dash
        title -= 1
    return title if title is not None and not any(map(_is_sentence, lines[:title])) else None


def _title_below(lines: Sequence[str], moment: int) -> int | None:
    """The place of the title below a moment that has none above it, but words of a page."""
    above = lines[:moment]
    near = above[-MOST_BETWEEN - 1 :]
    if not any(map(is_frame, above)) or any(map(_may_be_title, near)) or any(map(_is_sentence, above)):
        return None
    for at, line in enumerate(lines[moment + 1 : moment + TOP], start=moment + 1):
        if _is_sentence(line):
            return None
        told = pairs_of("".join(lines[at + 1 : at + TOP])[:COMPARED])
        if _may_be_title(line) and not told.isdisjoint(pairs_of(line)):
            return at
    return None


def _may_be_title(line: str) -> bool:
    is_long_enough = SHORTEST_TITLE <= len(line) <= LONGEST_TITLE and HAN.search(line) is not None
    return is_long_enough and line[-1] not in "。；;，" and not (PICTURED.search(line) or is_frame(line))


def _has_frame(lines: Sequence[str], head: _Head) -> bool:
    """Whether a line above a title is surely of a page, such as its source; then none of them is of its story."""
    above, words = lines[: head.title], NO_NAME.split(lines[head.last])
    is_told = head.last > head.title and not set(above).isdisjoint(words)
    return head.title >= TOP or is_told or any(map(is_frame, above)) or lines[head.title] in above


def _below(lines: Sequence[str], first: int) -> Iterator[int]:
    """The places of buttons and notices between the moment and the story."""
    for at, line in enumerate(lines[first : first + MOST_BELOW], start=first):
        if is_junk(line):
            yield at
        elif not (LABEL.match(line) and len(line) <= LONGEST_ABOVE):
            break


def _is_told(line: str) -> bool:
    """Whether a line between a title and a moment goes on with the title, or is a fact with a label."""
    return line.startswith(DASHES) or LABEL.match(line) is not None


def _is_sentence(line: str) -> bool:
    """Whether a line above a title is of a text, in Chinese."""
    return line[-1] in SENTENCE_ENDS and not (is_frame(line) or RIGHTS.match(line) or KANA.search(line))
