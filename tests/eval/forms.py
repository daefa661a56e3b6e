"""How well the splitter does on each paper and in each form that text is met in; run by hand, it prints the figures.

python tests/eval/forms.py [--raise | --lower] [FORM...]

Only rows whose names contain a FORM are measured, if any is given; the others keep their floors.

Pages are printed plain, hard-wrapped, spaced out, misread, with furniture (``tools/known_pages.py``), with fixed seeds.
Others are made of single articles, in the manner of papers whose pages nobody labelled: without author lines, with the
dateline below the text, and so on. A part of the labelled pages is held out: their paper, or the month. The worst row
counts, not the mean.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run by hand, only its own folder is on the path
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from known_pages import FORMS, KnownPage, Part, Printed, page_of, plain, read_articles, read_pages, whole
from manners import HOUSES, restyled

from eval.floors import digests, run
from eval.pages import HEADLINES, KINDS, PAGES, WEIGHTS, hits, parts
from newsgrep.split import split
from newsgrep.split.linear_model import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgrep.split.linear_model import Weights

FLOORS = Path(__file__).with_name("form_floors.json")
ARTICLES = PAGES.parents[1] / "articles"
SEED = 23
# Pages per row: few enough for all rows to be measured in a minute or two.
MOST_PAGES = 40
# Of the single articles, the trainer has those with an even number, the evaluation those with an odd one.
TRADITIONAL, BULLETINS = ARTICLES / "traditional.jsonl.gz", ARTICLES / "xwlb.jsonl.gz"


def rows() -> Iterator[tuple[str, Weights, list[Printed]]]:
    """Each row: its name, weights that have not learned from its pages, and its pages as printed."""
    pages = read_pages(PAGES)
    month, paper = read(WEIGHTS / "month.json"), read(WEIGHTS / "paper.json")
    june = _some(page for page in pages if page.paper == "人民日报" and page.date.startswith("2026-06"))
    weekly = _some(page for page in pages if page.paper == "学习时报")
    for name, form in FORMS.items():
        yield f"人民日报: {name}", month, _each(june, form)
        yield f"学习时报: {name}", paper, _each(weekly, form)
    for name, house in HOUSES.items():
        yield (
            f"house: {name}",
            month,
            _each([restyled(whole(page), house, _dice(at)) for at, page in enumerate(june)], plain),
        )
    for name, made in _made().items():
        yield f"made: {name}", month, _each(made, plain)
    yield "single articles", month, _each([page_of([story]) for page in june + weekly for story in page.stories], plain)


def _some(pages: Iterable[KnownPage]) -> list[KnownPage]:
    """Return at most ``MOST_PAGES`` of some pages, from all of them."""
    pages = list(pages)
    return pages[:: max(1, len(pages) // MOST_PAGES)][:MOST_PAGES]


def _dice(at: int) -> random.Random:
    return random.Random(SEED * 1000 + at)


def _each(pages: Iterable[KnownPage], form: Callable[[KnownPage, random.Random], Printed]) -> list[Printed]:
    return [form(page, _dice(at)) for at, page in enumerate(pages)]


def _made() -> dict[str, list[KnownPage]]:
    """Pages of single articles that nobody signs above the text."""
    taiwan = [story for _, story in islice(read_articles(TRADITIONAL), 1, None, 2)]
    by_section: dict[str, list[list[Part]]] = {}
    for section, story in islice(read_articles(TRADITIONAL), 1, None, 2):
        by_section.setdefault(section, []).append(story)
    sections = [page for stories in by_section.values() for page in pages_of(stories, _dice(1))]
    bulletins = [story for _, story in islice(read_articles(BULLETINS), 1, 14000, 20)]
    return {
        "Taiwan, by section": _some(sections),
        "Taiwan, mixed": _some(pages_of(taiwan, _dice(2))),
        "bulletins": _some(pages_of(bulletins, _dice(3))),
    }


def pages_of(stories: Iterable[list[Part]], dice: random.Random) -> list[KnownPage]:
    """Return pages of three to eight of the stories."""
    rest, pages = list(stories), []
    while rest:
        count = dice.randrange(3, 9)
        pages.append(page_of(rest[:count]))
        rest = rest[count:]
    return pages


def measured(only: Iterable[str] = ()) -> dict[str, dict[str, float]]:
    """The figures of each row, or of those whose name contains any of ``only``."""
    only = tuple(only)
    return {
        name: _measured(printed, weights)
        for name, weights, printed in rows()
        if not only or any(part in name for part in only)
    }


def _measured(pages: Iterable[Printed], weights: Weights) -> dict[str, float]:
    tally: Counter[str] = Counter()
    for page in pages:
        tally.update(tally_of(page, weights))
    return _figures(tally)


def tally_of(printed: Printed, weights: Weights | None = None) -> Counter[str]:
    """Count what is right and wrong in one page."""
    page, stories = printed.page, split(printed.text, weights).stories
    furniture = {line for line, part in zip(printed.lines, page.parts, strict=True) if part.role == "furniture"}
    gold = {printed.lines[at] for at in page.starts}
    begun = {parts(story)[0].line: story for story in stories}
    found = begun.keys() - furniture
    made = {part.line for story in stories for part in parts(story)}
    wanted = {line for line, part in zip(printed.lines, page.parts, strict=True) if part.role != "body_cont"}
    out = "".join(part.text for story in stories for part in parts(story))
    tally = Counter(
        pages=1, exact=found == gold, whole=sorted("".join(out.split())) == sorted("".join(printed.text.split()))
    )
    tally.update(hits("start", found, gold))
    tally.update(hits("paragraph", made - gold, wanted - gold))
    own = {part.line for story in stories if story.kind in ("notice", "ad") for part in parts(story)}
    tally.update(furniture=len(furniture), apart=len(furniture & own))
    for at, first in enumerate(sorted(page.starts)):
        if (line := printed.lines[first]) in begun and page.parts[first].role != "body":
            texts = [part.text for part in page.parts[first : first + 8]]
            roles = [part.role for part in page.parts[first : first + 8]]
            count = next((at for at, role in enumerate(roles) if role not in HEADLINES), len(roles))
            if page.kinds and KINDS.get(page.kinds[at], page.kinds[at]) != "article":
                continue
            group = _bare(part.text for part in begun[line].headlines) == _bare(texts[:count])
            tally.update(articles=1, group=group)
    return tally


def _bare(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


def _figures(tally: Counter[str]) -> dict[str, float]:
    """F1 of starts and paragraphs; shares of pages cut exactly, without loss, of headline groups, of furniture apart."""
    shares = {
        **{
            f"{name}s": 2 * tally[f"{name} right"] / max(1, 2 * tally[f"{name} right"] + tally[f"{name} wrong"])
            for name in ("start", "paragraph")
        },
        "exact": tally["exact"] / tally["pages"],
        "whole": tally["whole"] / tally["pages"],
        "groups": tally["group"] / max(1, tally["articles"]),
    }
    if tally["furniture"]:
        shares["furniture"] = tally["apart"] / tally["furniture"]
    return {name: round(share, 3) for name, share in shares.items()}


def data() -> dict[str, Any]:
    """What is measured on."""
    return {"sha256": digests(PAGES, TRADITIONAL, BULLETINS)}


def main(arguments: list[str]) -> None:
    """Print the figures; with a flag, write new floors."""
    run(FLOORS, data(), measured, arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
