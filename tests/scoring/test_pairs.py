"""Bits by two features: the interval of each is found alone, and a missing value has a place of its own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.scoring.additive import StepTable
from provenance.scoring.pairs import PairTable

TABLE = {
    "names": ["words", "days"],
    "edges": [[1.0], [0.0, 5.0]],
    "bits": [[0.0, 0.5, 0.1, 0.0], [0.2, 2.0, 1.0, 0.0], [0.0, 0.3, 0.0, 0.4]],
}


def test_a_line_is_found_by_the_first_feature_and_a_column_by_the_second():
    words, days = np.array([1.0, 1.1, 1.1, np.nan, np.nan]), np.array([0.0, 0.1, 9.0, 5.0, np.nan])
    assert PairTable.from_dict(TABLE).of(words, days).tolist() == pytest.approx([0.0, 2.0, 1.0, 0.3, 0.4])


@pytest.mark.parametrize(
    "change",
    [
        {"bits": TABLE["bits"][:2]},
        {"bits": [line[:3] for line in TABLE["bits"]]},
        {"edges": [[1.0], [5.0, 0.0]]},
    ],
)
def test_a_table_that_does_not_fit_its_edges_is_refused(change):
    with pytest.raises(ValueError, match="words and days"):
        PairTable.from_dict({**TABLE, **change})


values = st.one_of(st.floats(-20, 20), st.just(float("nan")))


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=4, unique=True), st.lists(values, min_size=1, max_size=8))
def test_a_pair_that_looks_at_one_feature_alone_is_worth_what_its_own_table_says(edges, given_values):
    edges = sorted(edges)
    bits = [float(place) for place in range(len(edges) + 2)]
    one = StepTable("words", tuple(edges), tuple(bits[:-1]), bits[-1])
    two = PairTable(("days", "words"), ((0.0,), tuple(edges)), (tuple(bits),) * 3)
    found = np.array(given_values)
    assert two.of(np.zeros(len(found)), found).tolist() == one.of(found).tolist()
