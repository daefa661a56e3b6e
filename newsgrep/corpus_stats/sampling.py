"""Random samples of articles that can be drawn again: by id and seed, whatever their order.

Each article has a permanent random number, made of the seed and its id; those with the smallest are drawn (Ohlsson
1995, "Coordination of Samples Using Permanent Random Numbers"). So a sample does not depend on how the articles are
sorted, and when the corpus grows, what was drawn stays in it, except for what new articles displace.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Stratum(NamedTuple):
    """A part of the articles, such as those of a year: how many there are, and how many of them are drawn."""

    name: str
    articles: int
    drawn: int


class Sample(NamedTuple):
    """The indexes of the articles drawn, ascending, and the strata, sorted by name; none without stratification."""

    chosen: list[int]
    strata: tuple[Stratum, ...] = ()


def sample(ids: Sequence[str], count: int, seed: int) -> Sample:
    """Draw ``count`` articles at random without replacement; all if there are no more.

    >>> sample(["a#1", "a#2", "a#3", "a#4"], 2, seed=1).chosen == sample(["a#1", "a#2", "a#3", "a#4"], 2, seed=1).chosen
    True
    """
    return Sample(sorted(sorted(range(len(ids)), key=lambda number: _random_number(ids[number], seed))[:count]))


def stratified_sample(ids: Sequence[str], names: Sequence[str], count: int, seed: int) -> Sample:
    """Draw ``count`` articles, from each stratum in proportion to its size; ``names`` has the stratum of each article.

    What is left after rounding down goes to the largest remainders (Hamilton's method).
    """
    members: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        members[name].append(number)
    shares = _allotted({name: len(numbers) for name, numbers in members.items()}, min(count, len(ids)))
    chosen = []
    for name, numbers in members.items():
        drawn = sample([ids[number] for number in numbers], shares[name], seed).chosen
        chosen += [numbers[place] for place in drawn]
    strata = (Stratum(name, len(members[name]), shares[name]) for name in sorted(members))
    return Sample(sorted(chosen), tuple(strata))


def _allotted(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """How many of ``count`` each stratum gets.

    >>> _allotted({"2024": 70, "2025": 20, "2026": 10}, 8)
    {'2024': 6, '2025': 1, '2026': 1}
    """
    total = sum(sizes.values()) or 1
    shares = {name: count * size // total for name, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: (-(count * sizes[name] % total), name))
    for name in by_remainder[: count - sum(shares.values())]:
        shares[name] += 1
    return shares


def _random_number(article_id: str, seed: int) -> bytes:
    """The permanent random number of an article; equally distributed, the same in every process."""
    return blake2b(f"{seed}\0{article_id}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
