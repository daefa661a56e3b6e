"""Which segments an update merges: those it has built, and small ones tier by tier, with work in proportion.

Tiers as in a log-structured merge tree (O'Neil et al. 1996, "The log-structured merge-tree"): an article is written
again once per tier, and by every update as long as its segment is small. An update is bounded, so that after many of
them there are more large segments than tiers: a million articles in updates of a thousand are 11 segments, until the
index is optimized.
"""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Protocol, TypeVar

from newsgrep.engine.segments.postings import MOST_DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Segments of fewer documents are merged by every update: writing so many again takes a fifth of a second, and each
# segment nearly a millisecond of every search.
SMALL = 2048
# Of the others, MOST_IN_TIER of a tier, each tier TIER times as large as the one before, are merged.
TIER = 8
MOST_IN_TIER = 3
# Documents that an update may write again: so many for each that it adds, and some even if it adds few: merging them
# takes about two seconds.
WORK_PER_ADDED = 4
LEAST_WORK = 131_072


class Sized(Protocol):
    """A segment that knows its live and its deleted documents."""

    def doc_count(self) -> int:
        """The number of live documents."""
        ...

    def deleted_count(self) -> int:
        """The number of deleted documents."""
        ...


Segment = TypeVar("Segment", bound=Sized)


def plan_merges(old: Sequence[Segment], built: Sequence[Segment]) -> list[list[Segment]]:
    """Group segments after an update: those of a group are to be one.

    What an update has built becomes one segment in any case; besides, it merges others within its bounds.
    """
    groups = [*([segment] for segment in old), *packed(built)]
    bound = max(LEAST_WORK, WORK_PER_ADDED * _size(built))
    while joined := next(_joinings(groups, bound), None):
        groups = joined
    return groups


def packed(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Group segments in their order, each with those before it as long as they fit into one."""
    groups: list[list[Segment]] = []
    for segment in segments:
        if groups and _size([*groups[-1], segment]) <= MOST_DOCUMENTS:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return groups


def is_due(group: Sequence[Sized]) -> bool:
    """Whether a group is to be written again: it is several segments, or most of one has been deleted."""
    return len(group) > 1 or any(segment.deleted_count() > segment.doc_count() for segment in group)


def _joinings(groups: list[list[Segment]], bound: int) -> Iterator[list[list[Segment]]]:
    """The groups with as many of a tier joined as ``bound`` allows, if it has enough of them; the lowest tier first."""
    ordered = sorted(groups, key=_size)
    for _, found in groupby(ordered, key=_tier):
        tier = list(found)
        others = [group for group in ordered if group not in tier]
        enough = 2 if _tier(tier[0]) == 0 else MOST_IN_TIER
        for count in range(len(tier) if len(tier) >= enough else 0, 1, -1):
            joined = [segment for group in tier[:count] for segment in group]
            result = [*others, *tier[count:], joined]
            if _size(joined) <= MOST_DOCUMENTS and sum(_size(group) for group in result if len(group) > 1) <= bound:
                yield result


def _size(group: Sequence[Sized]) -> int:
    return sum(segment.doc_count() for segment in group)


def _tier(group: Sequence[Sized]) -> int:
    """The number of a group's tier; 0 is that of all small ones."""
    size = _size(group)
    return 0 if size < SMALL else 1 + int(math.log(size / SMALL, TIER))
