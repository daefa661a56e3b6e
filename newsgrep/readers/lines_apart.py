"""Whether the lines of a text that was read as one article are articles or titles of their own.

A constant that is halved or doubled changes that by two of 120 files in the worst of five collections; LOOSE doubled,
by six of the untitled texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.shared_pairs import cohesion, recurrence

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW, FEWEST, MANY, HALF, MOST = 3, 5, 20, 0.5, 0.9
# Characters of lines, and those of one that are compared.
SHORT_LINE, USUAL_LINE, COMPARED = 15, 25, 400
# The cohesion of lines that are no paragraphs of one article; characters of lines that are longer than paragraphs are.
LOOSE = 0.025
SHORTEST_WHOLE, USUAL_WHOLE, USUAL_PARAGRAPH = 200, 300, 60
# The recurrence of lines that are about as many things, and the lines that are compared.
APART, LINES_COMPARED = 0.06, 12
# Lines of a story, of which there are far fewer.
MANY_LINES = 100
STOP = re.compile("[。！？…!?.]")
# What stories begin with; the paragraphs of one rarely do so, unless each is about a day.
BEGINS = (
    re.compile(r"\d{1,2}月\d{1,2}日"),
    re.compile(r"[在据據]?(?:昨[天日晚]|今[天早晨]|上周|日前|近日)"),
    re.compile(r"[^，。]{2,12}(?:社|网|報|报)[^，。]{0,12}日[^，。]{0,8}[电電讯訊]"),
)
LONGEST_SENTENCE = 120
# The end of a question, and the part of a list of questions and headlines that are ones.
QUESTION, QUESTIONS = re.compile(r"[？?][^\w。]{0,4}$"), 0.2
NO_TITLE_END = ("。", "，", "、", "；")


def are_articles(lines: Sequence[str], *, is_titled: bool) -> bool:
    """Whether lines are texts if there is no title, or many remarks, titles, or things that differ in any case."""
    return (not is_titled and _are_texts(lines)) or any(test(lines) for test in (_are_apart, _are_many, _are_titles))


def _are_texts(lines: Sequence[str]) -> bool:
    """Whether lines are texts: they have hardly a word in common, are longer than paragraphs, or begin as stories."""
    from newsgrep.readers.texts.repeated_form import TEXT_END

    usual = sum(map(len, lines)) / len(lines)
    if usual >= USUAL_WHOLE and min(map(len, lines)) >= SHORTEST_WHOLE:
        return True
    begun = [sum(pattern.match(line) is not None for line in lines) for pattern in BEGINS]
    if len(lines) >= FEWEST and usual >= USUAL_PARAGRAPH and sum(begun) >= HALF * len(lines) >= max(begun):
        return True
    are_long = (
        len(lines) >= FEW
        and usual >= USUAL_LINE
        and all(len(line) >= SHORT_LINE and TEXT_END.search(line) for line in lines)
    )
    return are_long and cohesion([line[:COMPARED] for line in lines]) < LOOSE


def _are_titles(lines: Sequence[str]) -> bool:
    """Whether many short lines that are not wrapped are questions and headlines: hardly one ends as sentences do."""
    number, longest = len(lines), max(map(len, lines))
    questions, stops, wrapped = (
        sum(map(bool, found))
        for found in (
            map(QUESTION.search, lines),
            (line.endswith(NO_TITLE_END) for line in lines),
            (len(line) >= longest - 1 for line in lines),
        )
    )
    is_list = number >= MANY and longest <= LONGEST_SENTENCE and wrapped <= HALF * number
    return is_list and questions >= QUESTIONS * number and stops <= (1 - MOST) * number


def _are_many(lines: Sequence[str]) -> bool:
    """Whether many lines that are not wrapped have hardly a word in common."""
    lines = [line for line in lines if len(line) >= SHORT_LINE]
    lengths = sorted(map(len, lines))
    number = len(lengths)
    is_varied = number >= MANY_LINES and lengths[number // 4] * 2 <= lengths[number * 3 // 4]
    are_sentences = 2 * sum(STOP.search(line) is not None for line in lines) >= number
    return (
        are_sentences
        and is_varied
        and sum(lengths) >= USUAL_LINE * number
        and cohesion([line[:COMPARED] for line in lines]) < LOOSE
    )


def _are_apart(lines: Sequence[str]) -> bool:
    """Whether lines that are not wrapped are about as many things."""
    lines = lines[:LINES_COMPARED]
    longest = max(map(len, lines))
    is_wrapped = sum(len(line) >= longest - 1 for line in lines) > HALF * len(lines)
    return not is_wrapped and recurrence([line[:COMPARED] for line in lines]) < APART
