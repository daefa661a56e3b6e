"""How well pages are split whose stories are known: a user's own, annotated as ``tools/train_split.py`` reads them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import UsageError
from newsgrep.message import reason
from newsgrep.split import split
from newsgrep.storage.user_files import MOST_WRITTEN, refuse_special

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsgrep.model import Story

_HEADLINES = ("kicker", "title", "subtitle")
_FORM = 'give JSON Lines with "paragraphs", "roles" and "articles" (see the documentation)'


class KnownPage(NamedTuple):
    """A page whose stories are known: ``starts`` are the indexes of the paragraphs that begin them."""

    name: str
    paragraphs: list[str]
    roles: list[str]
    starts: list[int]


class Outcome(NamedTuple):
    """How a page was split: the lines of ``paragraphs`` that wrongly begin a story, and those that should."""

    name: str
    false: list[str]
    missed: list[str]


class Score(NamedTuple):
    """Counts over some pages, from which the figures follow."""

    counts: Counter[str]
    outcomes: list[Outcome]

    def f1(self, name: str) -> float:
        """Return the harmonic mean of precision and recall of ``name``."""
        right, wrong = self.counts[f"{name} right"], self.counts[f"{name} wrong"]
        return 2 * right / (2 * right + wrong) if right or wrong else 1.0

    def share(self, name: str, whole: str) -> float:
        """Return a count as a share of another."""
        return self.counts[name] / self.counts[whole] if self.counts[whole] else 1.0


def read_known(path: Path) -> Iterator[KnownPage]:
    """Yield the pages of a file of annotated pages, which may be compressed (gz).

    Raises:
        UsageError: a line is not an annotated page, or too long for one.
        OSError: the file cannot be read.
    """
    try:
        refuse_special(path)
    except ValueError as error:
        raise UsageError("cannot be read: {}", reason(error), path=path, hint=_FORM) from error
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        for number in count(1):
            line = file.readline(MOST_WRITTEN)
            if not line:
                return
            if line.strip():
                try:
                    yield _known(json.loads(line), str(number))
                except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                    raise UsageError("is not an annotated page", path=path, line=number, hint=_FORM) from error


def _known(page: dict[str, Any], number: str) -> KnownPage:
    paragraphs = [str(text) for text in page["paragraphs"]]
    starts = [int(article["first"]) for article in page["articles"]]
    roles = [str(role) for role in page.get("roles") or [""] * len(paragraphs)]
    if len(roles) != len(paragraphs) or not all(0 <= start < len(paragraphs) for start in starts):
        raise ValueError
    name = " ".join(str(page[key]) for key in ("page_id", "paper", "date", "page") if page.get(key)) or number
    return KnownPage(name, paragraphs, roles, starts)


def score(pages: Iterator[KnownPage]) -> Score:
    r"""Return how well pages are split: stories, broken paragraphs, headline groups.

    >>> text = ["新桥通车", "本报讯（记者陈一帆）昨日，新桥通车。"]
    >>> score(iter([KnownPage("1", text, ["title", "body"], [0])])).f1("start")
    1.0
    """
    counts: Counter[str] = Counter()
    outcomes = []
    for page in pages:
        outcome, tally = _scored(page)
        counts.update(tally)
        outcomes.append(outcome)
    return Score(counts, outcomes)


def _scored(page: KnownPage) -> tuple[Outcome, Counter[str]]:
    stories = {_line_of(story): story for story in split("\n\n".join(page.paragraphs)).stories}
    wanted = {2 * at + 1 for at in page.starts}
    false, missed = sorted(stories.keys() - wanted), sorted(wanted - stories.keys())
    counts = Counter(pages=1, exact=not false and not missed)
    counts.update({"start right": len(stories.keys() & wanted), "start wrong": len(false) + len(missed)})
    joined = {line for story in stories.values() for part in story.paragraphs for _, line in part.lines[1:]}
    broken = {2 * at + 1 for at, role in enumerate(page.roles) if role == "body_cont"}
    counts.update({"join right": len(joined & broken), "join wrong": len(joined ^ broken)})
    for at in page.starts:
        if (story := stories.get(2 * at + 1)) and page.roles[at] in _HEADLINES:
            count = next((n for n, role in enumerate(page.roles[at:]) if role not in _HEADLINES), 0)
            counts.update(groups=1, group=len(story.headlines) == count)
    texts = page.paragraphs
    return Outcome(page.name, [texts[line // 2] for line in false], [texts[line // 2] for line in missed]), counts


def _line_of(story: Story) -> int:
    return (story.headlines or story.paragraphs)[0].line
