"""Whether a text is about one thing, by the pairs of characters that its paragraphs share.

Of 8,966 broadcasts, 2,393 articles of two papers, 250 of 2006 and 1,333 Traditional ones, about 90 change their topic
so; of 32 of these that were looked at, 30 are lists of brief news or have a second item. Of two articles of the same
days, one below the other with its title, three to six of ten are found; of lists of brief news without titles seven to
nine, but of broadcasts and of the papers, which repeat a few words, two to six.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.leftovers import BYLINE, END
from newsgrep.readers.shared_pairs import pairs_of, recurrence
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

# Paragraphs that may be about as many things, and the recurrence below which they are: so much, and more for each.
FEWEST_PARAGRAPHS, MOST_PARAGRAPHS, APART_AT_LEAST, APART_EACH = 5, 12, 0.04, 0.006
# Chinese characters of such a paragraph, of any paragraph and of a title, and the longest line that is a title.
LONG_PARAGRAPH, PARAGRAPH, TITLE, LONGEST_TITLE = 30, 20, 8, 40
# Pairs of a title in the paragraphs right below it, and in all above; pairs of a text, and the part of them in both.
FEWEST_BELOW, FIRST_BELOW, MOST_ABOVE, FEWEST_PAIRS, SHARED = 2, 2, 1, 30, 0.08
# Characters of a text that are compared, the part of texts that must be about their titles, of titles that must be
# about another thing than the text above, and the part of the pairs of neighbouring texts that both have.
COMPARED, MOST_OWN, MOST_OTHER, SHARED_BY_TEXTS = 400, 0.7, 0.75, 0.06
# Paragraphs of which the first or last may be none of a text, unless it is in brackets.
FEWEST_AROUND_EDGE, IN_BRACKETS = 4, lazy_pattern(r"[（(【].*[)）】]")
# Titles of which one may be that of another article.
MOST_TITLES = 12


def changes_topic(lines: Sequence[str]) -> bool:
    """Whether the paragraphs of a text are about as many things, or a title within it begins another thing."""
    if _are_apart(_long_paragraphs(lines)):
        return True
    titles = [at for at, line in enumerate(lines) if at > 0 and _is_title(line)][:MOST_TITLES]
    pairs = [pairs_of(line) if len(HAN.findall(line)) >= PARAGRAPH else set() for line in lines] if titles else []
    return any(_is_other(pairs_of(lines[at]), pairs[:at], pairs[at + 1 :]) for at in titles)


def are_other_topics(titles: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether each of some texts is about its title, and another thing than the text above it.

    Of 2,942 lists of three or more brief broadcasts five of six are held to be; of 156 articles of papers with so many
    subheads and 17 of 2006, none; of 192 other broadcasts, nine, all of which are lists indeed.
    """
    of_titles, of_texts = list(map(pairs_of, titles)), [pairs_of(text[:COMPARED]) for text in texts]
    own = sum(len(title & text) >= FEWEST_BELOW for title, text in zip(of_titles, of_texts, strict=True))
    above = sum(len(title & text) <= MOST_ABOVE for title, text in zip(of_titles[1:], of_texts, strict=False))
    shared = [
        len(text & (below - title)) / (min(len(text), len(below - title)) or 1)
        for text, below, title in zip(of_texts, of_texts[1:], of_titles[1:], strict=False)
    ]
    return (
        own >= MOST_OWN * len(titles)
        and above >= MOST_OTHER * len(shared)
        and sum(shared) < SHARED_BY_TEXTS * len(shared)
    )


def has_foreign_edge(title: str, lines: Sequence[str]) -> bool:
    """Whether the first or last of four or more paragraphs has no pair in common with the others and the title.

    Of articles one of 1,000 has such a first paragraph and two to seven have such a last one, half of which are none of
    theirs; a third to two thirds of the disclaimers of sites have no pair in common with an article.
    """
    long = _long_paragraphs(lines)
    if len(long) < FEWEST_AROUND_EDGE:
        return False
    edges = ((long[0], long[1:]), (long[-1], long[:-1]))
    is_foreign = any(
        not IN_BRACKETS.fullmatch(edge) and all(map(pairs_of(edge).isdisjoint, map(pairs_of, (title, *others))))
        for edge, others in edges
    )
    return is_foreign and not _are_apart(long)


def _long_paragraphs(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if len(HAN.findall(line)) >= LONG_PARAGRAPH]


def _are_apart(paragraphs: Sequence[str]) -> bool:
    """Whether the first of some long paragraphs are about as many things."""
    first = paragraphs[:MOST_PARAGRAPHS]
    return recurrence(first, FEWEST_PARAGRAPHS) < APART_AT_LEAST + APART_EACH * len(first)


def _is_title(line: str) -> bool:
    return (
        len(line) <= LONGEST_TITLE and len(HAN.findall(line)) >= TITLE and not (END.search(line) or BYLINE.match(line))
    )


def _is_other(title: set[str], above: Sequence[set[str]], below: Sequence[set[str]]) -> bool:
    """Whether a title has pairs in common with what is below, and these hardly one with what is above."""
    first = set().union(*above)
    begin = set().union(*[pairs for pairs in below if pairs][:FIRST_BELOW])
    if len(title & first) > MOST_ABOVE or len(title & begin) < FEWEST_BELOW:
        return False
    second = set().union(*below) - title
    fewer = min(len(first), len(second))
    return fewer >= FEWEST_PAIRS and len(first & second) < SHARED * fewer
