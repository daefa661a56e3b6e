"""How well stories are followed; run by hand, it prints the figures of each event, and the links that are wrong.

python tests/eval/stories.py [--raise | --lower]

stories_gold.json has events of the shared articles, each with the ids of all reports of it in the order of their dates,
and ``also``, those of articles that merely touch on it, which are neither right nor wrong. They were judged by reading.
Half of the events were looked at while the thresholds were chosen (``tuned``), the others were not. From the last
article of each event, its story is asked for:

precision   the share of the other articles of the story that are reports of the event
recall      the share of the other reports of the event that are in the story (of at most ``MOST``)
first       whether the first article of the story is of the day of the first report, and a report
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
from functools import cache, partial
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run by hand, only its own folder is on the path

from eval.floors import Figures, digests, report
from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.indexing import IndexJob, bring_up_to_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.search.story import StoryChain

GOLD, FLOORS = Path(__file__).with_name("stories_gold.json"), Path(__file__).with_name("stories_floors.json")
SHARED = Path(os.environ.get("NEWSGREP_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data"
ARTICLES, PAGES = SHARED / "articles/xwlb.jsonl.gz", SHARED / "pages/pages.jsonl.gz"
# With all articles instead of one in so many, it takes half an hour; the reference has the figures of all.
ONE_IN = 12
MOST = 60
FEWEST = 50  # code points of the text of an article
HEADLINES = {"title", "kicker", "subtitle"}


def gold() -> dict[str, dict[str, Any]]:
    """The events by name."""
    events: dict[str, dict[str, Any]] = json.loads(GOLD.read_text(encoding="utf-8"))["events"]
    return events


def data() -> dict[str, Any]:
    """What is measured on."""
    return {"events": len(gold()), "sha256": digests(GOLD, ARTICLES, PAGES)}


def records() -> Iterator[dict[str, Any]]:
    """The articles of the gold set, and one in ``ONE_IN`` of the others."""
    named = {key for event in gold().values() for key in (*event["articles"], *event["also"])}
    return (one for number, one in enumerate(_records()) if one["id"] in named or not number % ONE_IN)


def _records() -> Iterator[dict[str, Any]]:
    """The news of 14 years, and the articles of the papers' pages."""
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
    with gzip.open(PAGES, "rt", encoding="utf-8") as lines:
        for page in map(json.loads, lines):
            yield from _articles(page)


def _articles(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    facts = {"date": page["date"], "source": page["paper"], "section": page["section"]}
    for article in page["articles"]:
        places = range(article["first"], article["last"] + 1)
        parts: dict[bool, list[str]] = {True: [], False: []}
        for place in places:
            parts[page["roles"][place] in HEADLINES].append(page["paragraphs"][place])
        body = "\n".join(parts[False])
        if article["kind"] == "article" and len(body) >= FEWEST:
            yield {"id": article["id"], "title": " ".join(parts[True]) or article["title"], "body": body, **facts}


@cache
def measured() -> dict[str, dict[str, float]]:
    """The figures of each event, and the means of those that were looked at and of those that were not."""
    from newsgrep.analysis import load_segmenter
    from newsgrep.search.story import story

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "corpus").mkdir()
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in records())
        (folder / "corpus/a.jsonl").write_text("".join(lines), encoding="utf-8")
        bring_up_to_date(IndexJob(folder / "corpus", folder / "index", jobs=1), partial(WhooshEngine, create=True))
        engine = WhooshEngine(folder / "index")
        segmenter = load_segmenter(engine.user_words())
        found = {}
        for name, event in gold().items():
            first, last = (engine.get(f"a.jsonl#{event['articles'][place]}") for place in (0, -1))
            found[name] = _figures(story(engine, last, segmenter, limit=MOST), event, first.date)
        engine.close()
    return found


def _figures(found: StoryChain, event: dict[str, Any], day: str | None) -> dict[str, float]:
    """The figures of a story; ``day`` is that of the first report."""
    related, also = set(event["articles"]), set(event["also"])
    keys = [link.article.key for link in found.links if link.article.key not in also]
    asked = found.links[found.asked].article.key
    others = [key for key in keys if key != asked]
    right = [key for key in others if key in related]
    for link in found.links:
        if link.article.key in set(others) - related:
            sys.stderr.write(f"  wrong: {link.article.key} {link.article.date} {link.article.title[:40]}\n")
    first = next(link.article for link in found.links if link.article.key not in also)
    is_first = first.key in related and first.date == day
    return {
        "precision": len(right) / len(others) if others else 1.0,
        "recall": len(right) / min(len(related) - 1, MOST - 1),
        "first": float(is_first),
    }


def means() -> Figures:
    """The means of the figures over the events, by whether the thresholds were chosen on them."""
    events, rows = gold(), measured()
    groups = {"tuned": True, "held out": False}
    return {
        group: {
            figure: round(mean(row[figure] for name, row in rows.items() if events[name]["tuned"] is tuned), 3)
            for figure in ("precision", "recall", "first")
        }
        for group, tuned in groups.items()
    }


if __name__ == "__main__":
    for event, row in measured().items():
        sys.stdout.write(f"{event:10}" + "".join(f"  {figure} {value:.2f}" for figure, value in row.items()) + "\n")
    report(FLOORS, data(), means(), sys.argv[1:])
