import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.scoring.calibration import (
    Calibration,
    expected_calibration_error,
    fit_isotonic,
    fit_platt,
    sigmoid,
)


def test_even_odds_are_a_half():
    assert sigmoid(0) == 0.5
    assert sigmoid(1) == pytest.approx(2 / 3)
    assert sigmoid(-5000) == 0


@given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), min_size=1, max_size=200))
def test_a_higher_score_is_never_less_probable(examples):
    fitted = fit_isotonic([bits for bits, _ in examples], [right for _, right in examples])
    probabilities = [fitted(bits / 4) for bits in range(-100, 100)]
    assert probabilities == sorted(probabilities)
    assert all(0 < p < 1 for p in probabilities)


def test_scores_that_are_twice_too_sure_are_halved():
    bits, right = [], []
    for each in range(-4, 5):
        share = 1 / (1 + 2.0 ** -(each / 2))
        hits = round(200 * share)
        bits += [float(each)] * 200
        right += [True] * hits + [False] * (200 - hits)
    slope, offset = fit_platt(bits, right)
    assert slope == pytest.approx(0.5, abs=0.02)
    assert offset == pytest.approx(0, abs=0.05)


def test_error_is_the_distance_between_promise_and_outcome():
    assert expected_calibration_error([0.75] * 4, [True, True, True, False]) == 0
    assert math.isclose(expected_calibration_error([0.95] * 4, [True, False, False, False]), 0.7)


@pytest.mark.parametrize(("bits", "probability"), [((1.0, 0.0), (0.1, 0.2)), ((0.0, 1.0), (0.5, 0.2)), ((), ())])
def test_a_map_that_is_none_is_refused(bits, probability):
    with pytest.raises(ValueError, match="bits"):
        Calibration(bits, probability)
