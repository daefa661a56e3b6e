"""Learn the splitter's weights from pages whose stories are known.

python tools/train_split.py PAGES.jsonl.gz [ARTICLES.jsonl.gz...] [--without TEXT]... [--output FILE] [--add]

Each line of PAGES is a page: "paper", "date", "paragraphs", "roles" (one per paragraph: kicker title subtitle byline
body body_cont caption; body_cont continues the paragraph before it) and "articles" (each with "first" and "last",
indexes of paragraphs). Each line of ARTICLES is a record with "title", "body" and "section", of which pages without
author lines are made. ``--without`` holds out pages whose paper or date begins with TEXT, to measure on them.

The training data are augmented, so that the weights do not fit the style of one paper: stories are shuffled and given
the manners of other papers (``manners``), put between furniture, misread, and shown alone (``known_pages``); paragraphs
are broken at other places, and pages hard-wrapped at any width.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from known_pages import (
    KnownPage,
    Part,
    Printed,
    furnished,
    misread,
    page_of,
    plain,
    read_articles,
    read_pages,
    unmarked,
    whole,
    wrapped,
)
from manners import AUTHORS, DETAILS, OTHER_AUTHORS, without_marks
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from small_items import items

from newsgrep.split.find_stories import find_starts, prepare
from newsgrep.split.headers import take_headers
from newsgrep.split.line_break_features import ROWS, LineBreaks
from newsgrep.split.linear_model import FILE, Feature, ValueWeights, Weights, read, write
from newsgrep.split.lines import read_lines
from newsgrep.split.opening_features import FORMS, WORDS
from newsgrep.split.page_blocks import read_blocks
from newsgrep.split.set_apart import set_apart
from newsgrep.split.shapes import shaped
from newsgrep.split.small_items import table_of
from newsgrep.split.wrap_features import ROWS as WRAP_ROWS
from newsgrep.split.wrap_features import LineEnd
from newsgrep.split.wraps import find_columns, wrapped_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from manners import Manner

    from newsgrep.split.boundary import Boundary

# Weights that were learned, by table.
Learned = dict[str, dict[str, ValueWeights]]
# Synthetic pages per real one, for the beginnings of stories and for hard-wrapped lines.
MADE_PAGES = 3
# How much a real page counts, and how much more where it has small items.
REAL, REAL_SMALL = 2, 4
WRAPPED = 0.8
# As many further ones, on which paragraphs are put together: some papers have long ones only.
LONGER = 0.3
# Single articles per real page, and pages of advertisements, notices, letters, verse, results.
SINGLE = 1.2
SMALL, UNMARKED, MOST_STORIES = 1.5, 1.5, 8
# Pages that have lost marks, per real page: as they are, and in other manners.
LOSSY_REAL, LOSSY_MADE = 3, 3
# The tables that such pages teach.
OWN = ("small ", "unmarked ", "lossy ")
# The tables for the ends of lines and of paragraphs.
LINES = {"wrap", "seam", "loose seam"}
# The share of synthetic pages with stories from several pages, the share that leaves some stories unchanged, and the
# share of unchanged stories there.
SHUFFLED, MIXED, AS_IT_WAS = 0.5, 0.5, 0.3
# The share of synthetic pages with more blank lines above some stories than elsewhere, with furniture between or inside
# the stories, and with characters misread or marks lost.
APART, FURNISHED, DAMAGED = 0.2, 0.2, 0.1
# The real pages break 12 % of the paragraphs of at least 61 characters, at least 20 from either end. In other papers
# the rest may be shorter; a shorter beginning could be a headline.
BROKEN, LONG, LEAST_BEGINNING, LEAST_REST = 0.12, 40, 20, 4
# Values that occur less often get no weight; weights closer to 0 than LEAST_WEIGHT are left out.
LEAST_TIMES = 4
LEAST_WEIGHT = 0.02
# Inverse regularisation strength (C): smaller values shrink the weights more.
STRENGTH = 0.5
# The seeds of the synthetic pages; the mean of their weights varies less than the weights of one seed.
SEEDS = 4
# How often the articles are shuffled, besides their own order, which goes by section.
ARTICLES = 1
# Of each file of articles.
MOST_ARTICLES = 600


class Samples:
    """Training examples for one feature table: the values of each example's features, and its label."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = features
        self.values: list[list[tuple[str, Any]]] = []
        self.labels: list[bool] = []
        self.counts: list[int] = []

    def add(self, example: object, *, label: bool, count: int = 1) -> None:
        """Add an example that counts as so many."""
        self.counts.append(count)
        self.values.append([(feature.name, feature.value(example)) for feature in self.features])
        self.labels.append(label)

    def learn(self) -> dict[str, ValueWeights]:
        """Return the weights of a logistic regression, by feature name and value."""
        times = Counter(value for values in self.values for value in values)
        columns = {value: at for at, value in enumerate(key for key, count in times.items() if count >= LEAST_TIMES)}
        cells = [(at, columns[value]) for at, values in enumerate(self.values) for value in values if value in columns]
        matrix = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), (len(self.values), len(columns)))
        model = LogisticRegression(C=STRENGTH, max_iter=3000, fit_intercept=False)
        found = model.fit(matrix, self.labels, sample_weight=self.counts).coef_[0]
        weights: dict[str, ValueWeights] = {feature.name: {} for feature in self.features}
        for (name, value), at in columns.items():
            weights[name][value] = float(found[at])
        return weights


def mean(several: Sequence[Weights]) -> Learned:
    """Return the mean of several sets of weights, without those close to 0."""
    means: Learned = {}
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


def learn(pages: Sequence[KnownPage], articles: Sequence[list[Part]], seed: int, known: Learned) -> Learned:
    """Return the weights of all tables but those that are known."""
    dice = random.Random(seed)  # noqa: S311 - no secrets here
    weights = known if known.keys() >= LINES else _learn_lines(pages, dice) | known
    boundaries = {table: Samples(features + WORDS) for table, features in FORMS.items() if table not in known}
    if not boundaries:
        return {table: values for table, values in weights.items() if table not in known}
    # Small items teach only the tables that are theirs.
    own = {table: samples for table, samples in boundaries.items() if table.startswith(OWN)}
    for page in pages:
        add_boundaries(plain(page, dice), boundaries, weights, count=REAL)
        add_boundaries(plain(page, dice), own, weights, count=REAL_SMALL)
    for page in made_pages(pages, articles, dice):
        add_boundaries(page, boundaries, weights)
    for page in small_pages(pages, articles, random.Random(seed)):  # noqa: S311 - no secrets here
        add_boundaries(page, own, weights)
    for page in lossy_pages(pages, articles, random.Random(seed)):  # noqa: S311 - no secrets here
        add_boundaries(page, {table: samples for table, samples in own.items() if table.startswith("lossy ")}, weights)
    learned = {table: samples.learn() for table, samples in boundaries.items()}
    return {table: values for table, values in weights.items() if table not in known} | learned


def _learn_lines(pages: Sequence[KnownPage], dice: random.Random) -> Learned:
    """Return the weights of the tables for the ends of lines and of paragraphs."""
    line_breaks = {"seam": Samples(ROWS), "loose seam": Samples(ROWS)}
    for page in pages:
        other = broken_elsewhere(page, dice)
        for table, form in (("seam", plain), ("loose seam", unmarked)):
            add_line_breaks(form(page, dice), line_breaks[table])
            add_line_breaks(form(other, dice), line_breaks[table])
    ends = Samples(WRAP_ROWS)
    for page in dice.sample(pages, int(WRAPPED * len(pages))):
        add_line_ends(wrapped_anyhow(in_manner(page, pages, dice), dice), ends)
    for page in dice.sample(pages, int(LONGER * len(pages))):
        add_line_ends(wrapped_anyhow(longer(in_manner(page, pages, dice), dice), dice), ends)
    return {"wrap": ends.learn(), **{table: samples.learn() for table, samples in line_breaks.items()}}


def made_pages(pages: Sequence[KnownPage], articles: Sequence[list[Part]], dice: random.Random) -> Iterator[Printed]:
    """Yield pages to learn the beginnings of stories from: restyled ones, made ones, and single articles."""
    papers: dict[str, list[KnownPage]] = {}
    for page in pages:
        papers.setdefault(page.paper, []).append(page)
    for page in dice.choices(pages, k=MADE_PAGES * len(pages)):
        yield damaged(in_manner(page, papers[page.paper], dice), dice)
    for _ in range(int(SINGLE * len(pages))):
        story = dice.choice(list(dice.choice(pages).stories))
        yield plain(page_of([_changed(story, some_manners(dice), dice) if dice.random() < SHUFFLED else story]), dice)
    shuffled = [*articles, *(story for _ in range(ARTICLES) for story in dice.sample(articles, len(articles)))]
    at = 0
    while at < len(shuffled):
        count = dice.choice((1, 3, 4, 5, 6, 7, 8))
        manners = some_manners(dice) if dice.random() < SHUFFLED else []
        yield damaged(page_of([_changed(story, manners, dice) for story in shuffled[at : at + count]]), dice)
        at += count


def small_pages(pages: Sequence[KnownPage], articles: Sequence[list[Part]], dice: random.Random) -> Iterator[Printed]:
    """Yield pages of small items, of these among news, and of text without marks."""
    for _ in range(int(SMALL * len(pages))):
        manners = dice.choices([manners for _, manners in OTHER_AUTHORS], [chance for chance, _ in OTHER_AUTHORS])[0]
        stories = [_changed(story, manners, dice) for story in dice.choice(pages).stories]
        count = dice.choice((1, 2, 3, 4, 5, 6, 8, 10, 14))
        yield damaged(page_of(items(dice, stories, count)), dice)
    for _ in range(int(UNMARKED * len(pages))):
        stories = dice.choice((list(dice.choice(pages).stories), dice.sample(articles, MOST_STORIES)))
        stories = [without_marks(story, dice) for story in stories]
        yield plain(page_of(stories[: dice.choice((1, 3, 4, 5, 6, MOST_STORIES))]), dice)


def lossy_pages(pages: Sequence[KnownPage], articles: Sequence[list[Part]], dice: random.Random) -> Iterator[Printed]:
    """Yield pages that have lost marks: as they are, and in other manners."""
    papers: dict[str, list[KnownPage]] = {}
    for page in pages:
        papers.setdefault(page.paper, []).append(page)
        for _ in range(LOSSY_REAL):
            yield unmarked(page, dice)
    for page in dice.choices(pages, k=LOSSY_MADE * len(pages)):
        yield unmarked(in_manner(page, papers[page.paper], dice), dice)
    for at in range(0, len(articles), 6):
        yield unmarked(page_of(articles[at : at + 6]), dice)


def damaged(page: KnownPage, dice: random.Random) -> Printed:
    """Return a page as printed, sometimes with furniture, sometimes misread."""
    if dice.random() < FURNISHED:
        page = furnished(page, dice, inside=dice.random() < SHUFFLED)
    form = dice.choices((plain, misread, unmarked), (1 - 2 * DAMAGED, DAMAGED, DAMAGED))[0]
    return form(page, dice)


def wrapped_anyhow(page: KnownPage, dice: random.Random) -> Printed:
    """Return a page hard-wrapped at any width, with or without indents, in any typesetter's way."""
    form = wrapped(dice.randrange(10, 46), indent=dice.choice(("", "", "　　")), strict=dice.random() < SHUFFLED)
    return form(page, dice)


def add_line_ends(printed: Printed, samples: Samples) -> None:
    """Add the line ends of a hard-wrapped page to the examples."""
    lines = list(read_lines(printed.text))
    if not (found := find_columns(lines)):
        return
    page, count = wrapped_page(lines, found), 1
    for at, may_continue in enumerate(page.may_continue()):
        joined = printed.begins(lines[at + 1].number) is None
        if may_continue:
            samples.add(LineEnd(page, at, count), label=joined)
        count = count + 1 if joined else 1


def add_line_breaks(printed: Printed, samples: Samples) -> None:
    """Add the line breaks of a page to the examples."""
    for _, blocks in take_headers(read_blocks(printed.text)):
        pieces, _ = set_apart([shaped(block) for block in blocks])
        line_breaks = LineBreaks(pieces)
        for at in range(1, len(pieces)):
            if line_break := line_breaks.at(at):
                part = printed.page.parts[printed.at(pieces[at].block.lines[0][1])]
                samples.add(line_break, label=part.role == "body_cont")


def add_boundaries(printed: Printed, samples: dict[str, Samples], weights: Weights, *, count: int = 1) -> None:
    """Add the candidate boundaries of a page to the examples, each seen after correct decisions on those above it."""

    def opens(boundary: Boundary) -> bool:
        label = printed.begins(boundary.page.pieces[boundary.first].block.lines[0][1]) in printed.page.starts
        if (table := table_of(boundary)) in samples:
            samples[table].add(boundary, label=label, count=count)
        return label

    for _, blocks in take_headers(read_blocks(printed.text, weights)):
        find_starts(prepare(*set_apart([shaped(block) for block in blocks]), weights), opens)


def broken_elsewhere(page: KnownPage, dice: random.Random) -> KnownPage:
    """Return a page with its broken paragraphs joined and others broken."""
    parts: list[Part] = []
    for part in whole(page).parts:
        if part.role == "body" and len(part.text) >= LONG and dice.random() < BROKEN:
            at = dice.randrange(LEAST_BEGINNING, len(part.text) - LEAST_REST)
            parts += [part._replace(text=part.text[:at]), Part(part.text[at:], "body_cont")]
        else:
            parts.append(part)
    return page._replace(parts=parts, starts=frozenset())


def longer(page: KnownPage, dice: random.Random) -> KnownPage:
    """Return a page with some of its paragraphs of whole sentences put together, few or most."""
    page, much = whole(page), dice.random()
    parts: list[Part] = []
    starts = set()
    for at, part in enumerate(page.parts):
        if at in page.starts:
            starts.add(len(parts))
        elif _is_paragraph(parts[-1]) and _is_paragraph(part) and dice.random() < much:
            parts[-1] = parts[-1]._replace(text=parts[-1].text + part.text)
            continue
        parts.append(part)
    return page._replace(parts=parts, starts=frozenset(starts), apart=frozenset())


def _is_paragraph(part: Part) -> bool:
    return part.role == "body" and part.text.endswith("。") and len(part.text) > LONG


def in_manner(page: KnownPage, others: Sequence[KnownPage], dice: random.Random) -> KnownPage:
    """Return the stories of a page, or of several pages of its paper, as a page in another manner."""
    stories = list(page.stories)
    if dice.random() < SHUFFLED:
        stories = [story for other in dice.sample(others, min(3, len(others))) for story in other.stories]
        dice.shuffle(stories)
        stories = stories[: max(3, len(page.starts))]
    manners = some_manners(dice)
    as_it_was = AS_IT_WAS if dice.random() < MIXED else 0.0
    apart = dice.random() if dice.random() < APART else 0.0
    made = page_of([story if dice.random() < as_it_was else _changed(story, manners, dice) for story in stories])
    return made._replace(apart=frozenset(start for start in made.starts if dice.random() < apart))


def some_manners(dice: random.Random) -> list[Manner]:
    """Return the manners of an invented paper: how it names its authors, and details."""
    authors = dice.choices([manners for _, manners in AUTHORS], [chance for chance, _ in AUTHORS])[0]
    return [*authors, *(manner for chance, manner in DETAILS if dice.random() < chance)]


def _changed(story: list[Part], manners: Sequence[Manner], dice: random.Random) -> list[Part]:
    for manner in manners:
        story = manner(story, dice) or story
    return story


def main() -> None:
    """Learn the weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("articles", type=Path, nargs="*")
    parser.add_argument("--without", action="append", default=[], metavar="TEXT")
    parser.add_argument("--output", type=Path, default=FILE)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument(
        "--add",
        nargs="*",
        metavar="TABLE",
        help="learn only tables whose names begin so, by default those of small items and text that lacks marks",
    )
    arguments = parser.parse_args()
    without = tuple(arguments.without)
    pages = [
        page
        for page in read_pages(arguments.pages)
        if not (page.paper.startswith(without) or page.date.startswith(without))
    ]
    # Every other article is left for the evaluation.
    articles = [
        story for path in arguments.articles for _, story in islice(read_articles(path), 0, 2 * MOST_ARTICLES, 2)
    ]
    added = None if arguments.add is None else tuple(arguments.add) or OWN
    known = (
        {table: values for table, values in read(arguments.output).items() if not table.startswith(added)}
        if added
        else {}
    )
    weights = known | mean([learn(pages, articles, seed, known) for seed in range(arguments.seeds)])
    write(weights, arguments.output)
    count = sum(len(values) for table in weights.values() for values in table.values())
    sys.stdout.write(f"{count} weights in {arguments.output}\n")


if __name__ == "__main__":
    main()
