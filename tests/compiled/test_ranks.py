"""The best of many scores in compiled loops, as numpy finds them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.compiled import ranks
from provenance.compiled.ranks import best_of_lines, fused
from provenance.indexing import base
from provenance.indexing.base import best

pytestmark = pytest.mark.skipif(not ranks.is_there(), reason="installed without a C compiler")


@given(st.integers(0, 400), st.integers(0, 3), st.integers(1, 450), st.integers(1, 9), st.randoms())
def test_each_line_is_ranked_as_numpy_ranks_it(count, lines, k, distinct, draw):
    rows = np.array(draw.sample(range(500), count), np.int64)
    scores = np.array([draw.randrange(distinct) / 8 for _ in range(lines * count)], np.float32).reshape(lines, count)
    found = best_of_lines(rows, scores, k)
    assert found is not None
    for mine, its, line in zip(*found, scores, strict=True):
        known = best(rows, line, k)
        assert mine.tolist() == known.rows.tolist()
        assert its.tolist() == known.similarities.tolist()


def test_without_compiled_loops_numpy_ranks_each_line(monkeypatch):
    rows, scores = np.array([5, 2, 9]), np.array([[0.5, 0.5, 0.75], [0.25, 1.0, 0.5]], np.float32)
    compiled = base.best_each(rows, scores, 2)
    monkeypatch.setattr(base, "best_of_lines", lambda *_: None)
    assert [each.rows.tolist() for each in base.best_each(rows, scores, 2)] == [[9, 2], [2, 9]]
    assert [each.rows.tolist() for each in compiled] == [[9, 2], [2, 9]]


def test_lines_that_fit_no_rows_are_refused():
    with pytest.raises(ValueError, match="no lines of 2 rows"):
        best_of_lines(np.array([1, 2]), np.zeros((1, 3), np.float32), 1)


def test_rankings_with_too_few_scores_are_refused():
    with pytest.raises(ValueError, match="not equally many"):
        fused([(np.array([1, 2]), np.zeros(1, np.float32))], [[]], 60, 5)
