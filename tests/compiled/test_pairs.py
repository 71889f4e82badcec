"""What pairs have in common, counted in compiled loops as sets and numpy count it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.compiled import pairs
from provenance.compiled.pairs import equal_by_pairs, shared_by_pairs

pytestmark = pytest.mark.skipif(not pairs.is_there(), reason="installed without a C compiler")

some_runs = st.lists(st.sets(st.integers(0, 30) | st.integers(2**64 - 5, 2**64 - 1)), min_size=1, max_size=6)


def laid_out(pieces):
    values = np.array([value for own in pieces for value in sorted(own)], np.uint64)
    return values, np.cumsum([0, *map(len, pieces)])


def pairs_of(data, count):
    places = st.integers(0, count - 1)
    drawn = data.draw(st.lists(st.tuples(places, places), max_size=20))
    return np.array(drawn, np.int64).reshape(-1, 2).T


@given(some_runs, st.data())
def test_every_pair_of_runs_shares_what_its_sets_share(pieces, data):
    left, right = pairs_of(data, len(pieces))
    found = shared_by_pairs(*laid_out(pieces), left, right)
    assert found is not None
    assert found.tolist() == [len(pieces[one] & pieces[two]) for one, two in zip(left, right, strict=True)]


@given(st.integers(1, 130), st.integers(1, 6), st.data(), st.randoms())
def test_every_pair_of_lines_is_equal_where_numpy_says_so(width, count, data, draw):
    lines = np.array([[draw.randrange(3) * 2**31 % 2**32 for _ in range(width)] for _ in range(count)], np.uint32)
    left, right = pairs_of(data, count)
    found = equal_by_pairs(lines, left, right)
    assert found is not None
    assert found.tolist() == (lines[left] == lines[right]).sum(axis=1).tolist()


@pytest.mark.parametrize(("left", "right"), [([2], [0]), ([0], [-1]), ([0, 1], [1])])
def test_pairs_of_what_is_not_there_are_refused(left, right):
    with pytest.raises(ValueError, match="not of these 2"):
        shared_by_pairs(*laid_out([{1, 2}, {2}]), np.array(left), np.array(right))
    with pytest.raises(ValueError, match="not of these 2"):
        equal_by_pairs(np.zeros((2, 4), np.uint32), np.array(left), np.array(right))


def test_runs_beyond_their_values_are_refused():
    values, starts = laid_out([{1, 2}, {2}])
    with pytest.raises(ValueError, match="do not lie in their values"):
        shared_by_pairs(values[:2], starts, np.array([0]), np.array([1]))
