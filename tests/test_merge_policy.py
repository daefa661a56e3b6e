"""Which segments an update merges: few are left, with work in proportion to what it adds."""

import random
from dataclasses import dataclass

import pytest

from newsgrep.engine.segments import merge_policy
from newsgrep.engine.segments.merge_policy import (
    LEAST_WORK,
    MOST_IN_TIER,
    SMALL,
    WORK_PER_ADDED,
    is_due,
    packed,
    plan_merges,
)
from newsgrep.engine.segments.postings import MOST_DOCUMENTS


@dataclass(frozen=True, eq=False)
class Segment:
    live: int
    deleted: int = 0

    def doc_count(self) -> int:
        return self.live

    def deleted_count(self) -> int:
        return self.deleted


@pytest.fixture(autouse=True)
def _as_it_is(monkeypatch):
    monkeypatch.setattr(merge_policy, "SMALL", SMALL)
    monkeypatch.setattr(merge_policy, "MOST_IN_TIER", MOST_IN_TIER)


def of(*sizes):
    return [Segment(size) for size in sizes]


def sizes(groups):
    return sorted(sorted(segment.live for segment in group) for group in groups)


def test_what_a_build_has_written_becomes_one_segment():
    assert sizes(plan_merges((), of(39_000, 36_000))) == [[36_000, 39_000]]
    assert sizes(plan_merges((), of(*[65_000] * 15))) == [[65_000] * 15]
    assert plan_merges((), ()) == []


def test_no_segment_is_larger_than_can_be():
    groups = plan_merges((), of(*[65_000] * 100))
    assert len(groups) == 2
    assert all(sum(segment.live for segment in group) <= MOST_DOCUMENTS for group in groups)
    assert len(packed(of(MOST_DOCUMENTS, 1, MOST_DOCUMENTS))) == 3


def test_a_few_articles_are_not_merged_with_a_million():
    assert sizes(plan_merges(of(1_000_000), of(100))) == [[100], [1_000_000]]


def test_small_segments_become_one_in_every_update():
    assert sizes(plan_merges(of(1_000_000, 100), of(65))) == [[65, 100], [1_000_000]]
    assert sizes(plan_merges(of(9000, SMALL - 1), of(1))) == [[1, SMALL - 1], [9000]]
    assert sizes(plan_merges(of(9000, SMALL), of(1))) == [[1], [SMALL], [9000]]


@pytest.mark.parametrize("added", [1, 30, 3000, 40_000])
def test_updates_keep_few_segments_with_bounded_work(added):
    segments, written = of(1_000_000), 0
    rng = random.Random(added)
    updates = 600
    for _ in range(updates):
        built = of(rng.randrange(added, 2 * added))
        groups = plan_merges(segments, built)
        work = sum(segment.live for group in groups if len(group) > 1 for segment in group)
        assert work <= max(LEAST_WORK, WORK_PER_ADDED * built[0].live) + built[0].live
        written += work
        segments = of(*(sum(segment.live for segment in group) for group in groups))
    total = sum(segment.live for segment in segments)
    assert 1_000_000 + updates * added <= total
    assert written < 8 * (total - 1_000_000) + updates * SMALL
    assert len(segments) < 8 + (total - 1_000_000) / 60_000


def test_a_segment_most_of_which_is_deleted_is_written_again():
    assert is_due([Segment(10, 11)])
    assert not is_due([Segment(10, 9)])
    assert is_due(of(1, 1))


def test_of_a_tier_too_large_to_merge_as_many_as_may_be_are(monkeypatch):
    monkeypatch.setattr(merge_policy, "LEAST_WORK", 100)
    monkeypatch.setattr(merge_policy, "SMALL", 8)
    assert sizes(plan_merges(of(40, 41, 42, 43, 44), of(1))) == [[1], [40, 41], [42], [43], [44]]
    assert sizes(plan_merges(of(*[40] * (MOST_IN_TIER - 1)), of(1))) == [[1], *[[40]] * (MOST_IN_TIER - 1)]
