"""Learn the splitter's weights from pages whose stories are known.

python tools/train_split.py PAGES.jsonl.gz [--without TEXT]... [--output FILE]

A line of PAGES is one page: "paper", "date", "paragraphs", "roles" (kicker title subtitle byline body body_cont
caption, one a paragraph; body_cont goes on with the paragraph before) and "articles" (each with "first" and "last",
indexes of paragraphs). ``--without`` keeps pages out whose paper or date begins with TEXT, to measure on them. Besides
the pages themselves it learns from pages made of them: stories shuffled, authors taken away or written into the first
paragraph, columns and captions left out, paragraphs broken elsewhere. So it learns what news looks like, not what one
paper does.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from newsgrep.split.find_stories import find_starts, retitled
from newsgrep.split.headers import take_headers
from newsgrep.split.join_paragraphs import join_broken
from newsgrep.split.line_break_features import ROWS, Seams
from newsgrep.split.linear_model import FILE, Answers, Feature, Weights, write
from newsgrep.split.lines import read_blocks
from newsgrep.split.openings import FORMS, WORDS, Boundary, PageContext
from newsgrep.split.shapes import shaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Made pages for each real one, for openings and for seams.
MADE_PAGES = 4
MADE_BREAKS = 1
# Of the made pages so many hold stories of several, so many leave stories as they were, of which they leave so many.
SHUFFLED, MIXED, AS_IT_WAS = 0.5, 0.5, 0.3
# So many have more blank lines above some stories than elsewhere.
APART = 0.2
# The pages break 12 % of the paragraphs of 61 characters and more, 20 from either end at least. The rest of a paragraph
# may be shorter elsewhere; a beginning that is could be a headline.
BROKEN, LONG, LEAST_BEGINNING, LEAST_REST = 0.12, 40, 20, 4
# Answers met less often say nothing; weights closer to nothing are left out.
LEAST_TIMES = 4
LEAST_WEIGHT = 0.02
# The smaller, the closer to nothing all weights stay.
STRENGTH = 0.5

# Each throw of the dice makes other pages; the mean of several is steadier than any.
SEEDS = range(4)
_COLUMN = re.compile(r"[（(][^（）()]{2,24}[）)]$")
_ROLE_WORD = re.compile(r"^(?:本报)?(?:通讯员|记者)\s*")
_DATELINES = ("本报讯(记者%s)", "本报讯 (记者 %s)", "本报讯(通讯员%s)", "晚报讯(记者%s)")
_SIGNATURES = ("(陈一帆)", "(林小雨)", "(周舟)", "(李 明)")
_DATELINED = re.compile(r"^.{0,20}[电讯] *[(（].{0,8}记者|^.{2,20}\d日电")
_SHORTEST_SIGNED = 2
_LONGEST_WORDS = 12
_CREDIT = re.compile(r".{2,20}(?:[摄攝]|供图)(?:[(（].{2,12}[)）])?")

# The text and role of a paragraph.
Part = tuple[str, str]
Change = Callable[[list[Part], random.Random], list[Part]]


class Known(NamedTuple):
    """A page of which all is known: paragraphs with their roles, which of them open stories, which stand apart."""

    parts: Sequence[Part]
    starts: frozenset[int]
    apart: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """The page as text, with a blank line between paragraphs, and three above those that stand apart."""
        return "".join("\n\n" * (at in self.apart) + text + "\n\n" for at, (text, _) in enumerate(self.parts))

    def at(self, line: int) -> int:
        """Return which paragraph stands on a source line."""
        lines = accumulate(2 + 2 * (at in self.apart) for at in range(len(self.parts)))
        return next(at for at, after in enumerate(lines) if line < after)


class Samples:
    """Places, what each answers to the rows of one table, and what is true of it."""

    def __init__(self, rows: Sequence[Feature]) -> None:
        self.rows = rows
        self.answers: list[list[tuple[str, Any]]] = []
        self.truth: list[bool] = []

    def add(self, place: object, *, truth: bool) -> None:
        """Take one place."""
        self.answers.append([(row.question, row.answer(place)) for row in self.rows])
        self.truth.append(truth)

    def learn(self) -> dict[str, Answers]:
        """Return the weights of a logistic regression."""
        times = Counter(answer for answers in self.answers for answer in answers)
        columns = {answer: at for at, answer in enumerate(key for key, count in times.items() if count >= LEAST_TIMES)}
        cells = [
            (at, columns[answer]) for at, answers in enumerate(self.answers) for answer in answers if answer in columns
        ]
        matrix = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), (len(self.answers), len(columns)))
        found = LogisticRegression(C=STRENGTH, max_iter=3000, fit_intercept=False).fit(matrix, self.truth).coef_[0]
        weights: dict[str, Answers] = {row.question: {} for row in self.rows}
        for (question, answer), at in columns.items():
            weights[question][answer] = float(found[at])
        return weights


def mean(several: Sequence[Weights]) -> Weights:
    """Return the weights in the middle of several; those close to nothing are left out."""
    means: Weights = {}
    for table, rows in several[0].items():
        for question in rows:
            total: Counter[Any] = Counter()
            for weights in several:
                total.update(weights[table][question])
            answers = {answer: round(weight / len(several), 2) for answer, weight in total.items()}
            means.setdefault(table, {})[question] = {
                key: weight for key, weight in answers.items() if abs(weight) >= LEAST_WEIGHT
            }
    return means


def learn(pages: Sequence[dict[str, Any]], seed: int) -> Weights:
    """Return the weights of all tables."""
    dice = random.Random(seed)  # noqa: S311 - no secrets here
    known = [Known(list(zip(page["paragraphs"], page["roles"], strict=True)), _starts(page)) for page in pages]
    seams = Samples(ROWS)
    for page in [*known, *(broken_elsewhere(dice.choice(known), dice) for _ in range(MADE_BREAKS * len(known)))]:
        add_seams(page, seams)
    weights: Weights = {"seam": seams.learn()}
    openings = {kind: Samples(rows + WORDS) for kind, rows in FORMS.items()}
    papers: dict[str, list[dict[str, Any]]] = {}
    for page in pages:
        papers.setdefault(page["paper"], []).append(page)
    made = (made_page(page, papers[page["paper"]], dice) for page in dice.choices(pages, k=MADE_PAGES * len(pages)))
    for page in [*known, *made]:
        add_openings(page, openings, weights)
    return weights | {kind: samples.learn() for kind, samples in openings.items()}


def _starts(page: dict[str, Any]) -> frozenset[int]:
    return frozenset(article["first"] for article in page["articles"])


def add_seams(page: Known, samples: Samples) -> None:
    """Take the seams of a page."""
    for _, blocks in take_headers(read_blocks(page.text)):
        pieces = [shaped(block) for block in blocks]
        seams = Seams(pieces)
        for at in range(1, len(pieces)):
            if seam := seams.at(at):
                samples.add(seam, truth=page.parts[page.at(pieces[at].block.lines[0][1])][1] == "body_cont")


def add_openings(page: Known, samples: dict[Any, Samples], weights: Weights) -> None:
    """Take the places of a page at which a story may open, walking it as if each had been judged rightly."""

    def opens(place: Boundary) -> bool:
        truth = page.at(place.page.pieces[place.first].block.lines[0][1]) in page.starts
        samples[place.kind].add(place, truth=truth)
        return truth

    for _, blocks in take_headers(read_blocks(page.text)):
        find_starts(PageContext(list(retitled(list(join_broken(blocks, weights))))), opens)


def broken_elsewhere(page: Known, dice: random.Random) -> Known:
    """Return a page with its paragraphs made whole and others broken."""
    whole: list[Part] = []
    for text, role in page.parts:
        if role == "body_cont":
            whole[-1] = (whole[-1][0] + text, whole[-1][1])
        else:
            whole.append((text, role))
    parts: list[Part] = []
    for text, role in whole:
        if role == "body" and len(text) >= LONG and dice.random() < BROKEN:
            at = dice.randrange(LEAST_BEGINNING, len(text) - LEAST_REST)
            parts += [(text[:at], role), (text[at:], "body_cont")]
        else:
            parts.append((text, role))
    return Known(parts, frozenset())


def made_page(page: dict[str, Any], others: Sequence[dict[str, Any]], dice: random.Random) -> Known:
    """Return a page of the stories of one page or of some of its paper, in the manner of another paper."""
    stories = list(_stories(page))
    if dice.random() < SHUFFLED:
        stories = [story for other in dice.sample(others, min(3, len(others))) for story in _stories(other)]
        dice.shuffle(stories)
        stories = stories[: max(3, len(page["articles"]))]
    manner = [change for chance, change in MANNERS if dice.random() < chance]
    as_it_was = AS_IT_WAS if dice.random() < MIXED else 0.0
    apart = dice.random() if dice.random() < APART else 0.0
    parts: list[Part] = []
    starts = []
    for story in stories:
        starts.append(len(parts))
        parts += story if dice.random() < as_it_was else _changed(story, manner, dice)
    return Known(parts, frozenset(starts), frozenset(start for start in starts if dice.random() < apart))


def _changed(story: list[Part], manner: Sequence[Change], dice: random.Random) -> list[Part]:
    for change in manner:
        story = change(story, dice) or story
    return story


def without_author(story: list[Part], _: random.Random) -> list[Part]:
    """Name no author."""
    return [part for part in story if part[1] != "byline"]


def author_in_text(story: list[Part], dice: random.Random) -> list[Part]:
    """Name the author in the first paragraph."""
    author = next((text for text, role in story if role == "byline"), None)
    story = without_author(story, dice)
    at = next((at for at, (_, role) in enumerate(story) if role == "body"), None)
    if author and at is not None:
        dateline = dice.choice(_DATELINES) % _ROLE_WORD.sub("", author).strip()
        story[at] = (dateline + story[at][0], "body")
    return story


def without_column(story: list[Part], _: random.Random) -> list[Part]:
    """Leave out the name of the column that a title ends with."""
    return [(_COLUMN.sub("", text) or text if role == "title" else text, role) for text, role in story]


def without_captions(story: list[Part], _: random.Random) -> list[Part]:
    """Leave out the texts of its pictures."""
    return [part for part in story if part[1] != "caption"]


def signed(story: list[Part], dice: random.Random) -> list[Part]:
    """Sign it at its end, in brackets, unless its first paragraph names the author."""
    if any(role == "body" and _DATELINED.search(text) for text, role in story[:4]):
        return story
    story = without_author(story, dice)
    if len(story) > _SHORTEST_SIGNED and story[-1][1] == "body" and story[-1][0].endswith(("。", "!", "”")):
        return [*story[:-1], (story[-1][0] + dice.choice(_SIGNATURES), "body")]
    return story


def titled_picture(story: list[Part], dice: random.Random) -> list[Part]:
    """Give a picture without headline some words of its text for one."""
    text, role = story[0]
    if role != "body" or len(text) <= _LONGEST_WORDS * 2:
        return story
    at = dice.randrange(len(text) - _LONGEST_WORDS)
    return [(re.sub(r"[^\w]", "", text[at : at + dice.randrange(4, _LONGEST_WORDS)]) or text[:4], "title"), *story]


def glued_credit(story: list[Part], _: random.Random) -> list[Part]:
    """Let the photographer stand behind the last sentence."""
    glued: list[Part] = []
    for text, role in story:
        if glued and glued[-1][1] == role == "body" and _CREDIT.fullmatch(text):
            glued[-1] = (glued[-1][0] + text, role)
        else:
            glued.append((text, role))
    return glued


# How often a made page does what another paper may do.
MANNERS: tuple[tuple[float, Change], ...] = (
    (0.2, without_author),
    (0.25, author_in_text),
    (0.5, without_column),
    (0.3, without_captions),
    (0.3, signed),
    (0.3, titled_picture),
    (0.4, glued_credit),
)


def _stories(page: dict[str, Any]) -> Iterator[list[Part]]:
    for article in page["articles"]:
        span = slice(article["first"], article["last"] + 1)
        yield list(zip(page["paragraphs"][span], page["roles"][span], strict=True))


def read_pages(path: Path, without: Iterable[str]) -> list[dict[str, Any]]:
    """Return the pages of a file but those of some papers or dates."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    without = tuple(without)
    return [page for page in pages if not (page["paper"].startswith(without) or page["date"].startswith(without))]


def main() -> None:
    """Learn, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--without", action="append", default=[], metavar="TEXT")
    parser.add_argument("--output", type=Path, default=FILE)
    arguments = parser.parse_args()
    pages = read_pages(arguments.pages, arguments.without)
    weights = mean([learn(pages, seed) for seed in SEEDS])
    write(weights, arguments.output)
    count = sum(len(answers) for table in weights.values() for answers in table.values())
    sys.stdout.write(f"{count} weights in {arguments.output}\n")


if __name__ == "__main__":
    main()
