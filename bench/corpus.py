"""A corpus of any size, recombined from one that is at hand: for measuring, where no larger one can be had.

Each article takes the headline, date and source of one article, its first paragraph, and further paragraphs of articles
near it in the corpus, so that words go together about as they do in the original. No text is made up, so the vocabulary
does not grow as a real corpus' would.

    python bench/corpus.py ARTICLES.jsonl[.gz] --articles 1000000 > million.jsonl
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# Paragraphs come from articles no further away than this, in the order of the corpus.
NEAR = 200


def recombined(articles: list[dict[str, Any]], count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Make ``count`` articles; the first are the articles as they are."""
    chance = random.Random(seed)  # noqa: S311 (not for security)
    paragraphs = [str(article.get("body", "")).split("\n") for article in articles]
    for number in range(count):
        at = number % len(articles)
        if number < len(articles):
            body = paragraphs[at]
        else:
            others = [
                chance.choice(paragraphs[(at + chance.randint(-NEAR, NEAR)) % len(articles)])
                for _ in paragraphs[at][1:]
            ]
            body = [paragraphs[at][0], *others]
        yield {**articles[at], "id": f"{number:07}", "body": "\n".join(body)}


def articles_of(path: Path) -> list[dict[str, Any]]:
    """The articles of a JSON Lines file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Write the articles to standard output, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for article in recombined(articles_of(options.corpus), options.articles, options.seed):
        sys.stdout.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
