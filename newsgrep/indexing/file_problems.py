"""The problems of a file: of each kind the first few, and how many more there are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.readers import Problem

# Problems of a kind that are kept of a file; a file may have as many as lines.
MOST_OF_A_KIND = 10
MORE = Message("{:,} more like this: {}")
LIST_ALL = Message("'newsgrep split FILE' lists all of them")


class FileProblems:
    """Keeps the problems of a file; those of one kind say the same, with other values."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._number: Counter[str] = Counter()
        self._left_out: dict[str, Problem] = {}

    def add(self, problem: Problem) -> None:
        """Keep a problem, or count it."""
        kind = problem.message.template
        self._number[kind] += 1
        if self._number[kind] <= MOST_OF_A_KIND:
            self._kept.append(problem)
            return
        known = self._left_out.get(kind, problem)
        line = None if problem.line is None else known.line  # without a line, the file is not read to its end
        self._left_out[kind] = known._replace(line=line, lost=known.lost or problem.lost)

    def all(self) -> list[Problem]:
        """Those that are kept, then how many more of each kind there are."""
        return [*self._kept, *(self._counted(kind, first) for kind, first in self._left_out.items())]

    def _counted(self, kind: str, first: Problem) -> Problem:
        more = Message("{:,} more like this: {}", self._number[kind] - MOST_OF_A_KIND, first.message)
        return first._replace(message=more, hint=LIST_ALL)


def number_of(problems: Iterable[Message]) -> int:
    """How many problems there are, with those that are only counted."""
    return sum(map(_number, problems))


def _number(problem: Message) -> int:
    if problem.template == MORE.template:
        return int(str(problem.values[0]))
    return max((_number(value) for value in problem.values if isinstance(value, Message)), default=1)
