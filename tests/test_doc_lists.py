"""A posting list answers alike as numbers and as a bitmap, however many documents are looked up in it."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.engine.segments import doc_lists
from newsgrep.engine.segments.doc_lists import Bitmap, NumberList, SortedDocuments

SIZE = 70
NUMBERS = st.sets(st.integers(0, SIZE - 1)).map(lambda found: np.array(sorted(found), np.intp))


def both(documents, size=SIZE):
    mask = np.zeros(size, np.bool_)
    mask[documents] = True
    return NumberList(documents, size), Bitmap(np.packbits(mask, bitorder="little"), size)


@given(listed=NUMBERS, numbers=NUMBERS)
def test_a_list_and_a_bitmap_hold_the_same(listed, numbers):
    expected = np.isin(numbers, listed).tolist()
    for documents in both(listed):
        assert len(documents) == len(listed)
        assert documents.documents.tolist() == listed.tolist()
        assert documents.holding(numbers).tolist() == expected
        mask = np.zeros(SIZE, np.bool_)
        mask[0] = True
        documents.mark(mask)
        assert np.flatnonzero(mask).tolist() == sorted({0, *listed.tolist()})


@given(mask=st.lists(st.booleans(), max_size=SIZE).map(lambda found: np.array(found, np.bool_)))
def test_the_numbers_in_a_large_mask_are_those_in_a_small_one(mask):
    expected = np.flatnonzero(mask).tolist()
    for large in (0, doc_lists.LARGE):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(doc_lists, "LARGE", large)
            assert doc_lists.numbers_in(mask).tolist() == expected


@given(st.lists(NUMBERS, min_size=1, max_size=4))
def test_equal_numbers_of_lists_are_counted(lists):
    numbers, counts = doc_lists.count_equal(lists)
    assert dict(zip(numbers.tolist(), counts.tolist(), strict=True)) == Counter(np.concatenate(lists).tolist())
    assert numbers.tolist() == sorted(set(numbers.tolist()))


@pytest.mark.parametrize("worth_table", [0, 64])
@given(listed=NUMBERS, numbers=NUMBERS)
def test_documents_are_found_by_a_search_and_by_a_table_alike(worth_table, listed, numbers):
    expected = [(listed.tolist().index(number), index) for index, number in enumerate(numbers) if number in listed]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doc_lists, "WORTH_TABLE", worth_table)
        for documents in both(listed):
            among = SortedDocuments(numbers, SIZE)
            for _ in range(2):
                places, which = documents.find(among)
                assert list(zip(places.tolist(), which.tolist(), strict=True)) == expected


def test_a_long_list_is_searched_and_a_table_is_made_of_many():
    size = 100_000
    listed = np.arange(0, size, 3)
    numbers = np.arange(0, size, 5)
    for documents in both(listed, size):
        among = SortedDocuments(numbers, size)
        places, which = documents.find(among)
        assert listed[places].tolist() == numbers[which].tolist() == list(range(0, size, 15))
