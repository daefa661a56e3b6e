"""Lists of headlines, one per line: perhaps with a number before it, a section, a date, and how hot it is."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.han import HAN
from newsgrep.readers.texts.field_lines import FieldLines, first_lines, share
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

ORDINAL = lazy_pattern(r"^(?:第\s?)?(\d{1,5})\s?(?:[.．、)）:：\t]|条\s?)\s?(?=\D)")
# A number without a mark before a headline, if those of all lines count; and how often it was read or searched.
RANK = lazy_pattern(r"(\d{1,4})[\s,，|]+(?=\S)")
WORD = "(?:热度|热搜指数|搜索指数|指数|搜索量|搜索|阅读量|阅读|播放量|播放|点击量|点击|讨论)"
HEAT = lazy_pattern(
    rf"(?:[\s,，:：|]+|(?<=#)){WORD}?\s?[:：]?\s?\d[\d.,]{{0,14}}\s?[万亿wWkK]?\+?\s?{WORD}?[次人条]?\s?[热沸新爆荐]?$"
)
# Heat and dates have digits; few lines of other texts do.
DIGIT = lazy_pattern(r"\d")
DATE = r"[\[(（]?(?P<date>(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?(?:[\sT]?\d{1,2}:\d\d(?::\d\d)?)?)[\])）]?"
DATED = (
    lazy_pattern(rf"{DATE}[\s,，|:：]+(?P<title>\S.*)"),
    lazy_pattern(rf"(?P<title>.*\S)[\s,，|]+{DATE}(?:[\s,，|]+(?P<source>[^\s,，|\d]{{2,14}}))?"),
)
# What names the columns of a hot list.
COLUMN = lazy_pattern(
    r"排名|序号|排行|名次|标题|关键词|热搜|热度|指数|日期|时间|来源|\brank\b|\btitle\b|\bhot\b", re.IGNORECASE
)
MOST, HALF, LINES_BUFFERED = 0.9, 0.5, 400
# A list that was crawled again and again has some headlines twice.
DIFFERENT = 0.6
COUNT = lazy_pattern(r"\d{1,5}")
# The number of a page, a rule: a line without a letter.
NO_WORDS = lazy_pattern(r"[\W\d_]+")
FEWEST_HEADLINES, FEWEST_IN_COLUMNS, FEWEST_COLUMNS = 10, 5, 2
# Cells of lines that are rows of a table.
CELLS = 3
SHORTEST_HEADLINE, USUAL_HEADLINE, LONGEST_HEADLINE, LONGEST_LINE = 8, 12, 60, 110
FEWEST_HAN, FEW, MANY = 4, 0.06, 0.35
# Of many headlines some may be short; of fewer, hardly any.
MANY_HEADLINES, LONG_ENOUGH, USUAL_OF_MANY, MOST_LONG_ENOUGH = 20, 0.7, 10, 0.85
# Full stops in a row are no end of a sentence in a headline.
DOTS = lazy_pattern("。{2,}")
# Lines of wrapped prose are as long as each other, within so many characters.
WRAPPED_WITHIN = 1
# The section before a headline, and the marks that may be behind all of them.
SECTION_MARK = lazy_pattern("([\u3400-\u9fff]{2,6})[:：](?=..)")
ENDS = frozenset(":：,;|")


class Form(NamedTuple):
    """What is around all headlines of a list."""

    end: str
    has_header: bool
    is_ranked: bool
    has_heat: bool
    dated: re.Pattern[str] | None
    has_sections: bool
    has_hashes: bool

    @classmethod
    def of(cls, lines: Sequence[str]) -> Form:
        """The form of a list, by its first lines.

        >>> Form.of([f"{rank} 江城地铁{rank}号线开工 2{rank}万" for rank in range(1, 6)])[2:4]
        (True, True)
        """
        has_names = len(COLUMN.findall(lines[0])) >= FEWEST_COLUMNS and not re.search(r"\d", lines[0])
        has_header = has_names or (COUNT.fullmatch(lines[0]) is not None and not COUNT.fullmatch(lines[-1]))
        lines = lines[has_header:]
        first = lines[0][-1:] if lines else ""
        end = first if first in ENDS and share(line.endswith(first) for line in lines) >= MOST else ""
        lines = [line.removesuffix(end).rstrip() for line in lines]
        ranks = [int(match[1]) for line in lines if (match := ORDINAL.match(line) or RANK.match(line))]
        is_ranked = len(ranks) == len(lines) > 1 and ranks in (list(range(len(ranks))), list(range(1, len(ranks) + 1)))
        lines = [_without_rank(line, is_ranked=is_ranked) for line in lines]
        dated = _dates_of(lines)
        has_heat = not dated and share(DIGIT.search(line) and HEAT.search(line) for line in lines) >= MOST
        if has_heat:
            lines = [HEAT.sub("", line) for line in lines]
            dated = _dates_of(lines)
        lines = [_dated(line, dated).get("title", line) for line in lines]
        marks = Counter(match[1] for line in lines if (match := SECTION_MARK.match(line)) and _is_section(match[1]))
        has_sections = sum(number for number in marks.values() if number > 1) >= max(HALF * len(lines), 1)
        has_hashes = share(len(line) > 1 and line[0] == line[-1] == "#" for line in lines) >= MOST
        return cls(end, has_header, is_ranked, has_heat, dated, has_sections, has_hashes)

    def values(self, line: str) -> dict[str, str]:
        """The headline of a line, and its facts by role."""
        text = _without_rank(line.removesuffix(self.end).rstrip(), is_ranked=self.is_ranked)
        text = HEAT.sub("", text) if self.has_heat else text
        values = {"title": text, **_dated(text, self.dated)}
        mark = SECTION_MARK.match(values["title"]) if self.has_sections else None
        if mark and _is_section(mark[1]):
            values |= {"section": mark[1], "title": values["title"][mark.end() :]}
        if self.has_hashes:
            values["title"] = values["title"].strip("#")
        return values

    @property
    def is_listed(self) -> bool:
        """Whether numbers or dates show that it is a list."""
        return self.is_ranked or self.has_heat or self.dated is not None


def _dates_of(lines: Sequence[str]) -> re.Pattern[str] | None:
    if share(map(DIGIT.search, lines)) < MOST:
        return None
    return next((each for each in DATED if share(each.fullmatch(line) for line in lines) >= MOST), None)


def _without_rank(line: str, *, is_ranked: bool) -> str:
    match = ORDINAL.match(line) or (RANK.match(line) if is_ranked else None)
    return line[match.end() :] if match else line


def _dated(line: str, pattern: re.Pattern[str] | None) -> Mapping[str, str]:
    match = pattern.fullmatch(line) if pattern else None
    return {role: text for role, text in match.groupdict().items() if text} if match else {}


def _is_section(name: str) -> bool:
    return name in SECTION_NAMES or name.removesuffix("新闻") in SECTION_NAMES


def looks_like_headlines(head: str) -> bool:
    r"""Whether each line of a text is a headline.

    >>> looks_like_headlines("".join(f"{number}. 江城地铁{number}号线今日开工\n" for number in range(1, 12)))
    True
    >>> looks_like_headlines("线路全长31.6公里，设站二十三座，预计20\n30年底通车。施工期间，双桥路将分段围\n" * 9)
    False
    """
    lines = first_lines(head)
    if not head.endswith("\n"):
        lines = lines[:-1]
    lines = lines[:1] + [line for line in lines[1:] if not NO_WORDS.fullmatch(line)]
    if len(lines) < FEWEST_IN_COLUMNS or max(map(len, lines)) > LONGEST_LINE:
        return False
    form = Form.of(lines)
    titles = [form.values(line)["title"] for line in lines[form.has_header :]]
    return (
        len(titles) >= (FEWEST_IN_COLUMNS if form.is_listed else FEWEST_HEADLINES)
        and all(titles)
        and len(set(titles)) >= DIFFERENT * len(titles)
        and not any("://" in title for title in titles)
        and share(title.count(",") >= CELLS - 1 for title in titles) < HALF
        and max(map(len, titles)) <= LONGEST_HEADLINE
        and _are_long_enough(list(map(len, titles)), is_listed=form.is_listed)
        and share(len(HAN.findall(title)) >= FEWEST_HAN for title in titles) >= LONG_ENOUGH
        and share(HAN.search(title) for title in titles) >= MOST
        and share("。" in DOTS.sub("…", title)[:-1] for title in titles) <= (FEW if form.end else 0)
        and share(DOTS.sub("…", title)[-1] in "。，、；：,;:" for title in titles) < FEW
        and (bool(form.end) or _are_no_prose(titles))
    )


def _are_no_prose(titles: Sequence[str]) -> bool:
    """Whether lines are no wrapped prose: few have a comma, or they are many or differ in length, without a stop."""
    longest = sorted(map(len, titles))[-2]
    is_varied = (
        len(titles) >= MANY_HEADLINES or share(len(title) >= longest - WRAPPED_WITHIN for title in titles) < HALF
    )
    has_stop = any(mark in DOTS.sub("…", title)[:-1] for title in titles for mark in "。；")
    return share("，" in title or "、" in title for title in titles) < MANY or (is_varied and not has_stop)


def _are_long_enough(lengths: list[int], *, is_listed: bool) -> bool:
    """Whether headlines have the usual length: each, or nearly each, of few; most of many."""
    usual = sum(lengths) / len(lengths)
    if min(lengths) >= SHORTEST_HEADLINE / (1 + is_listed):
        return usual >= (SHORTEST_HEADLINE if is_listed else USUAL_HEADLINE)
    long = share(length >= SHORTEST_HEADLINE for length in lengths)
    if len(lengths) < MANY_HEADLINES:
        return min(lengths) >= FEWEST_HAN and long >= MOST_LONG_ENOUGH and usual >= USUAL_HEADLINE
    return long >= LONG_ENOUGH and usual >= USUAL_OF_MANY


def read_headlines(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article per line, which is its title, with the facts around it."""
    stripped = ((number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip())
    above = list(islice(stripped, 1))  # it may be the number of headlines
    filled = (row for row in stripped if not NO_WORDS.fullmatch(row[1]))
    first = [*above, *islice(filled, LINES_BUFFERED - 1)]
    if not first:
        return
    form = Form.of([line for _, line in first])
    for number, line in chain(first[form.has_header :], filled):
        fields = FieldLines()
        for role, text in form.values(line).items():
            fields.add(role, text, number)
        yield fields.record(number)
