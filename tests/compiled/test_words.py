"""What the compiled search by words is given, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.compiled.words import Filters, WordSearch

pytestmark = pytest.mark.skipif(not WordSearch.is_there(), reason="installed without a C compiler")

EVERYTHING = Filters([0, 3], [1], [None], [None])


@pytest.fixture
def search():
    """Two lists of three records, of one channel."""
    places, times = np.array([0, 2, 1, 2], np.uint32), np.array([1, 3, 1, 1], np.uint16)
    return WordSearch(places, times, np.zeros((1, 3), np.uint8), np.ones((1, 256), np.float32), np.array([5, 6, 7]))


def best(search, begins, sizes, channels=(0, 0), filters=EVERYTHING, k=3):
    ones = np.ones(len(begins))
    return search.best(np.array([0, len(begins)]), *map(np.array, (begins, sizes, channels)), ones, ones, filters, k)


def test_the_record_with_more_of_a_rare_word_comes_first(search):
    rows, scores, counts = best(search, [0, 2], [2, 2])
    assert counts.tolist() == [[3]]
    assert rows.tolist() == [[[7, 5, 6]]]
    np.testing.assert_allclose(scores, [[[0.75 + 0.5, 0.5, 0.5]]])


def test_only_as_many_as_are_asked_for_and_equals_by_their_rows(search):
    rows, _, counts = best(search, [0, 2], [2, 2], k=2)
    assert (rows.tolist(), counts.tolist()) == ([[[7, 5]]], [[2]])


@pytest.mark.parametrize("lists", [([0, 9], [2, 2]), ([0, 2], [2, 3]), ([0, -1], [2, 2]), ([0, 2], [2, 0])])
def test_a_list_that_lies_outside_of_the_file_is_refused(search, lists):
    with pytest.raises(ValueError, match="lies outside of it"):
        best(search, *lists)


def test_a_channel_that_is_not_there_is_refused(search):
    with pytest.raises(ValueError, match="lies outside of it"):
        best(search, [0, 2], [2, 2], channels=[0, 1])


def test_a_mask_of_another_type_is_refused():
    with pytest.raises(ValueError, match="no contiguous one of bool"):
        Filters([0, 3], [1], [np.ones(3, np.int64)], [None])


def test_a_filter_of_another_index_is_refused(search):
    with pytest.raises(ValueError, match="not equally many"):
        best(search, [0, 2], [2, 2], filters=Filters([0, 4], [1], [None], [None]))
    with pytest.raises(ValueError, match="shorter mask"):
        Filters([0, 4], [1], [np.ones(3, np.bool_)], [None])


def test_lists_without_a_channel_are_refused(search):
    with pytest.raises(ValueError, match="not equally many"):
        best(search, [0, 2], [2, 2], channels=[0])
