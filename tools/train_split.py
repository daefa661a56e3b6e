"""Learn the splitter's weights from pages whose stories are known.

python tools/train_split.py PAGES.jsonl.gz [--without TEXT]... [--output FILE]

Each line of PAGES is a page: "paper", "date", "paragraphs", "roles" (one per paragraph: kicker title subtitle byline
body body_cont caption; body_cont continues the paragraph before it) and "articles" (each with "first" and "last",
indexes of paragraphs). ``--without`` holds out pages whose paper or date begins with TEXT, to measure on them.

The training data are augmented, so that the weights do not fit the style of one paper: stories are shuffled, authors
removed or moved into the first paragraph, column names and captions removed, paragraphs broken at other places.
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
from newsgrep.split.line_break_features import ROWS, LineBreaks
from newsgrep.split.linear_model import FILE, Feature, ValueWeights, Weights, write
from newsgrep.split.lines import read_blocks
from newsgrep.split.opening_features import FORMS, WORDS
from newsgrep.split.page_context import PageContext
from newsgrep.split.shapes import shaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.split.boundary import Boundary

# Synthetic pages per real one, for the beginnings of stories and for line breaks.
MADE_PAGES = 4
MADE_BREAKS = 1
# The share of synthetic pages with stories from several pages, the share that leaves some stories unchanged, and the
# share of unchanged stories there.
SHUFFLED, MIXED, AS_IT_WAS = 0.5, 0.5, 0.3
# The share of synthetic pages with more blank lines above some stories than elsewhere.
APART = 0.2
# The real pages break 12 % of the paragraphs of at least 61 characters, at least 20 from either end. In other papers
# the rest may be shorter; a shorter beginning could be a headline.
BROKEN, LONG, LEAST_BEGINNING, LEAST_REST = 0.12, 40, 20, 4
# Values that occur less often get no weight; weights closer to 0 than LEAST_WEIGHT are left out.
LEAST_TIMES = 4
LEAST_WEIGHT = 0.02
# Inverse regularisation strength (C): smaller values shrink the weights more.
STRENGTH = 0.5

# The seeds of the synthetic pages; the mean of their weights varies less than the weights of one seed.
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
    """A labelled page: paragraphs with roles, the indexes that begin stories, and those with extra space above."""

    parts: Sequence[Part]
    starts: frozenset[int]
    apart: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """The page as text, with one blank line between paragraphs, and three above those with extra space."""
        return "".join("\n\n" * (at in self.apart) + text + "\n\n" for at, (text, _) in enumerate(self.parts))

    def at(self, line: int) -> int:
        """Return the index of the paragraph on a line of ``text``, counted from 1.

        Raises:
            StopIteration: the text has fewer lines.
        """
        lines = accumulate(2 + 2 * (at in self.apart) for at in range(len(self.parts)))
        return next(at for at, after in enumerate(lines) if line < after)


class Samples:
    """Training examples for one feature table: the values of each example's features, and its label."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = features
        self.values: list[list[tuple[str, Any]]] = []
        self.labels: list[bool] = []

    def add(self, example: object, *, label: bool) -> None:
        """Add an example."""
        self.values.append([(feature.name, feature.value(example)) for feature in self.features])
        self.labels.append(label)

    def learn(self) -> dict[str, ValueWeights]:
        """Return the weights of a logistic regression, by feature name and value."""
        times = Counter(value for values in self.values for value in values)
        columns = {value: at for at, value in enumerate(key for key, count in times.items() if count >= LEAST_TIMES)}
        cells = [(at, columns[value]) for at, values in enumerate(self.values) for value in values if value in columns]
        matrix = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), (len(self.values), len(columns)))
        found = LogisticRegression(C=STRENGTH, max_iter=3000, fit_intercept=False).fit(matrix, self.labels).coef_[0]
        weights: dict[str, ValueWeights] = {feature.name: {} for feature in self.features}
        for (name, value), at in columns.items():
            weights[name][value] = float(found[at])
        return weights


def mean(several: Sequence[Weights]) -> Weights:
    """Return the mean of several sets of weights, without those close to 0."""
    means: Weights = {}
    for table, features in several[0].items():
        for name in features:
            total: Counter[Any] = Counter()
            for weights in several:
                total.update(weights[table][name])
            rounded = {value: round(weight / len(several), 2) for value, weight in total.items()}
            means.setdefault(table, {})[name] = {
                value: weight for value, weight in rounded.items() if abs(weight) >= LEAST_WEIGHT
            }
    return means


def learn(pages: Sequence[dict[str, Any]], seed: int) -> Weights:
    """Return the weights of all tables."""
    dice = random.Random(seed)  # noqa: S311 - no secrets here
    known = [Known(list(zip(page["paragraphs"], page["roles"], strict=True)), _starts(page)) for page in pages]
    line_breaks = Samples(ROWS)
    for page in [*known, *(broken_elsewhere(dice.choice(known), dice) for _ in range(MADE_BREAKS * len(known)))]:
        add_line_breaks(page, line_breaks)
    weights: Weights = {"seam": line_breaks.learn()}
    boundaries = {kind: Samples(features + WORDS) for kind, features in FORMS.items()}
    papers: dict[str, list[dict[str, Any]]] = {}
    for page in pages:
        papers.setdefault(page["paper"], []).append(page)
    made = (made_page(page, papers[page["paper"]], dice) for page in dice.choices(pages, k=MADE_PAGES * len(pages)))
    for page in [*known, *made]:
        add_boundaries(page, boundaries, weights)
    return weights | {kind: samples.learn() for kind, samples in boundaries.items()}


def _starts(page: dict[str, Any]) -> frozenset[int]:
    return frozenset(article["first"] for article in page["articles"])


def add_line_breaks(page: Known, samples: Samples) -> None:
    """Add the line breaks of a page to the examples."""
    for _, blocks in take_headers(read_blocks(page.text)):
        pieces = [shaped(block) for block in blocks]
        line_breaks = LineBreaks(pieces)
        for at in range(1, len(pieces)):
            if line_break := line_breaks.at(at):
                samples.add(line_break, label=page.parts[page.at(pieces[at].block.lines[0][1])][1] == "body_cont")


def add_boundaries(page: Known, samples: dict[Any, Samples], weights: Weights) -> None:
    """Add the candidate boundaries of a page to the examples, each seen after correct decisions on those above it."""

    def opens(boundary: Boundary) -> bool:
        label = page.at(boundary.page.pieces[boundary.first].block.lines[0][1]) in page.starts
        samples[boundary.kind].add(boundary, label=label)
        return label

    for _, blocks in take_headers(read_blocks(page.text)):
        find_starts(PageContext(list(retitled(list(join_broken(blocks, weights))))), opens)


def broken_elsewhere(page: Known, dice: random.Random) -> Known:
    """Return a page with its broken paragraphs joined and others broken."""
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
    """Return the stories of a page, or of several pages of its paper, as a page in another style."""
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
    """Remove the author."""
    return [part for part in story if part[1] != "byline"]


def author_in_text(story: list[Part], dice: random.Random) -> list[Part]:
    """Move the author into the dateline of the first paragraph."""
    author = next((text for text, role in story if role == "byline"), None)
    story = without_author(story, dice)
    at = next((at for at, (_, role) in enumerate(story) if role == "body"), None)
    if author and at is not None:
        dateline = dice.choice(_DATELINES) % _ROLE_WORD.sub("", author).strip()
        story[at] = (dateline + story[at][0], "body")
    return story


def without_column(story: list[Part], _: random.Random) -> list[Part]:
    """Remove the column name at the end of the title."""
    return [(_COLUMN.sub("", text) or text if role == "title" else text, role) for text, role in story]


def without_captions(story: list[Part], _: random.Random) -> list[Part]:
    """Remove the captions."""
    return [part for part in story if part[1] != "caption"]


def signed(story: list[Part], dice: random.Random) -> list[Part]:
    """Move the author to the end, in brackets, unless the first paragraph names the author."""
    if any(role == "body" and _DATELINED.search(text) for text, role in story[:4]):
        return story
    story = without_author(story, dice)
    if len(story) > _SHORTEST_SIGNED and story[-1][1] == "body" and story[-1][0].endswith(("。", "!", "”")):
        return [*story[:-1], (story[-1][0] + dice.choice(_SIGNATURES), "body")]
    return story


def titled_picture(story: list[Part], dice: random.Random) -> list[Part]:
    """Give a picture without a headline some words of its text as one."""
    text, role = story[0]
    if role != "body" or len(text) <= _LONGEST_WORDS * 2:
        return story
    at = dice.randrange(len(text) - _LONGEST_WORDS)
    return [(re.sub(r"[^\w]", "", text[at : at + dice.randrange(4, _LONGEST_WORDS)]) or text[:4], "title"), *story]


def glued_credit(story: list[Part], _: random.Random) -> list[Part]:
    """Append the photo credit to the last sentence."""
    glued: list[Part] = []
    for text, role in story:
        if glued and glued[-1][1] == role == "body" and _CREDIT.fullmatch(text):
            glued[-1] = (glued[-1][0] + text, role)
        else:
            glued.append((text, role))
    return glued


# Style changes, and the share of synthetic pages with each.
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
    """Return the pages of a file, except those whose paper or date begins with any of ``without``.

    Raises:
        OSError: the file cannot be read.
        ValueError: a line is not JSON.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    without = tuple(without)
    return [page for page in pages if not (page["paper"].startswith(without) or page["date"].startswith(without))]


def main() -> None:
    """Learn the weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--without", action="append", default=[], metavar="TEXT")
    parser.add_argument("--output", type=Path, default=FILE)
    arguments = parser.parse_args()
    pages = read_pages(arguments.pages, arguments.without)
    weights = mean([learn(pages, seed) for seed in SEEDS])
    write(weights, arguments.output)
    count = sum(len(values) for table in weights.values() for values in table.values())
    sys.stdout.write(f"{count} weights in {arguments.output}\n")


if __name__ == "__main__":
    main()
