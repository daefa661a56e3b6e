"""How well the splitter cuts pages of which the stories are known; run by hand, it prints the figures.

python tests/eval/pages.py [--raise | --lower]

--raise lets the floors in floors.json rise to what is measured; --lower lets them fall, too. Both write what the pages
are (see floors.py).

The weights that newsgrep comes with have learned from all of these pages, so what they reach here says little of others.
What counts is "held out": a month or a paper, cut by weights that have learned from everything else (weights/*.json,
made by ``make weights``).
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run by hand, only its own folder is on the path

from eval.floors import digests, report
from newsgrep.split import find_people, split
from newsgrep.split.linear_model import bundled_weights, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.model import Paragraph, Story
    from newsgrep.split.linear_model import Weights

ROOT = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).with_name("floors.json")
PAGES = Path(os.environ.get("NEWSGREP_SHARED", ROOT.parent / "shared")) / "data/pages/pages.jsonl.gz"
# Weights that have not learned from some pages, and how the paper and date of those begin.
HELD_OUT = {"month": "人民日报 2026-06", "paper": "学习时报"}
WEIGHTS = Path(__file__).with_name("weights")
# Who wrote some of the articles, by their ids: read and noted by hand.
BYLINES = Path(__file__).with_name("bylines.json")
# Those of them that are read wrong, and why: read right, an article is taken off the list.
WEAK_BYLINES = Path(__file__).with_name("weak_bylines.json")
HEADLINES = {"kicker", "title", "subtitle"}
# The gold's kinds in our words; it knows no briefs.
KINDS = {"credit": "notice", "guide": "notice"}
# What the gold calls now an article, now an advertisement or a table of contents: nothing below the headline but this.
NO_TEXT = re.compile(r"字数 ?\d+字?")


def data() -> dict[str, Any]:
    """What is measured on: how many pages, stories and bylines, and which."""
    pages = list(gold_pages())
    return {
        "pages": len(pages),
        "stories": sum(len(page["articles"]) for page in pages),
        "bylines": len(json.loads(BYLINES.read_text(encoding="utf-8"))),
        "sha256": digests(PAGES, BYLINES),
    }


def measured() -> dict[str, dict[str, float]]:
    """The figures of all pages, and of those held out from weights that learned from the others."""
    pages = list(gold_pages())
    figures = {"learned from": _measured(pages, bundled_weights())}
    for name, begins in HELD_OUT.items():
        held_out = [page for page in pages if f"{page['paper']} {page['date']}".startswith(begins)]
        figures[f"held out: {begins}"] = _measured(held_out, read(WEIGHTS / f"{name}.json"))
    return figures


def _measured(pages: Iterable[dict[str, Any]], weights: Weights) -> dict[str, float]:
    known = json.loads(BYLINES.read_text(encoding="utf-8"))
    tally: Counter[str] = Counter()
    for page in pages:
        tally.update(_page_tally(page, weights, known))
    return _figures(tally)


def gold_pages() -> Iterator[dict[str, Any]]:
    """The pages: paragraphs, their roles, and where each article begins and ends."""
    with gzip.open(PAGES, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _page_tally(page: dict[str, Any], weights: Weights, bylines: dict[str, list[list[str]]]) -> Counter[str]:
    text = "\n\n".join(page["paragraphs"])
    stories = {parts(story)[0].line: story for story in split(text, weights).stories}
    gold = {_line(article["first"]): article for article in page["articles"]}
    joined = {line for story in stories.values() for part in parts(story) for _, line in part.lines[1:]}
    broken = {_line(index) for index, role in enumerate(page["roles"]) if role == "body_cont"}
    out = "".join(part.text for story in stories.values() for part in parts(story))
    tally = Counter(
        pages=1,
        exact=gold.keys() == stories.keys(),
        whole=sorted("".join(out.split())) == sorted("".join(text.split())),
    )
    tally.update(hits("start", stories.keys(), gold.keys()))
    tally.update(hits("join", joined, broken))
    for line in gold.keys() & stories.keys():
        tally.update(_story_tally(page, gold[line], stories[line]))
        if byline := bylines.get(gold[line]["id"]):
            people = find_people(stories[line].paragraphs)
            tally.update(bylines=1, byline=[list(people.reporters), list(people.correspondents)] == byline)
    return tally


def _story_tally(page: dict[str, Any], gold: dict[str, Any], story: Story) -> Counter[str]:
    """Kind and headlines of a story that begins where it should."""
    kind = KINDS.get(gold["kind"], gold["kind"])
    tally: Counter[str] = Counter()
    if not _is_empty(page, gold):
        tally.update(stories=1, kind=kind == story.kind or (kind == "article" and story.kind == "brief"))
    if kind == "article":
        roles = enumerate(page["roles"][gold["first"] : gold["last"] + 1], start=gold["first"])
        group = [_line(index) for index, role in roles if role in HEADLINES]
        tally.update(articles=1, group=group == [line for part in story.headlines for _, line in part.lines])
    return tally


def _is_empty(page: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Return whether a story has headlines and no text but the number of its characters: its kind cannot be told."""
    below = [
        page["paragraphs"][at] for at in range(gold["first"], gold["last"] + 1) if page["roles"][at] not in HEADLINES
    ]
    return bool(below) and all(map(NO_TEXT.fullmatch, below))


def misread_bylines() -> set[str]:
    """The articles of which the wrong reporters or correspondents are named, by their ids."""
    known = json.loads(BYLINES.read_text(encoding="utf-8"))
    pages = (page for page in gold_pages() if any(article["id"] in known for article in page["articles"]))
    return {name for page in pages for name, people in _bylines(page) if name in known and people != known[name]}


def _bylines(page: dict[str, Any]) -> Iterator[tuple[str, list[list[str]]]]:
    """The id of each article that is found, and who it is said to be by: reporters, correspondents."""
    found = {parts(story)[0].line: story for story in split("\n\n".join(page["paragraphs"])).stories}
    for article in page["articles"]:
        if story := found.get(_line(article["first"])):
            people = find_people(story.paragraphs)
            yield article["id"], [list(people.reporters), list(people.correspondents)]


def parts(story: Story) -> list[Paragraph]:
    """All that a story is made of."""
    return [*story.headlines, *story.paragraphs]


def _line(index: int) -> int:
    """The source line of a paragraph: a blank line stands between two."""
    return 2 * index + 1


def hits(name: str, found: Iterable[int], wanted: Iterable[int]) -> Counter[str]:
    """Count what is found and wanted, and what is only one of the two."""
    found, wanted = set(found), set(wanted)
    return Counter({f"{name} right": len(found & wanted), f"{name} wrong": len(found ^ wanted)})


def _figures(tally: Counter[str]) -> dict[str, float]:
    """F1 of starts and joins; shares of pages cut exactly, of pages of which no character is lost, and others."""
    shares = {
        "exact pages": tally["exact"] / tally["pages"],
        "whole pages": tally["whole"] / tally["pages"],
        "groups": tally["group"] / tally["articles"],
        "kinds": tally["kind"] / tally["stories"],
        "bylines": tally["byline"] / tally["bylines"],
        **{
            f"{name}s": 2 * tally[f"{name} right"] / (2 * tally[f"{name} right"] + tally[f"{name} wrong"])
            for name in ("start", "join")
        },
    }
    return {name: round(share, 3) for name, share in shares.items()}


def main(flags: list[str]) -> None:
    """Print the figures; with a flag, write new floors."""
    report(FLOORS, data(), measured(), flags)


if __name__ == "__main__":
    main(sys.argv[1:])
