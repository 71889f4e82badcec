import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.interval import Interval
from provenance.retrieval.closeness import closeness_bits, gap_days
from provenance.scoring.additive import StepTable
from provenance.scoring.weights import RERANK, load_weights
from provenance.store.layout import NO_DATE, microseconds

TABLE = StepTable.from_dict(load_weights(RERANK)["time"])


def days(post, record):
    when = Interval.parse(record)
    at = Interval.parse(post) if post else None
    start, end = np.array([microseconds(when.start)]), np.array([microseconds(when.end)])
    return gap_days([at], np.zeros(1, np.int64), start, end)[0]


def test_a_debunk_two_days_later_is_two_days_away():
    assert round(float(days("2021-05-01T12:00:00Z", "2021-05-03T12:00:00Z")), 3) == 2


def test_an_older_debunk_has_a_negative_gap():
    assert round(float(days("2021-05-08T00:00:00Z", "2021-05-01"))) == -6


def test_a_month_that_holds_the_day_of_the_post_is_no_distance():
    assert days("2021-05-08", "2021-05") == 0


def test_an_unknown_date_decides_nothing():
    unknown = np.array([NO_DATE])
    assert np.isnan(gap_days([Interval.parse("2021")], np.zeros(1, np.int64), unknown, unknown)).all()
    assert np.isnan(days(None, "2021"))
    assert closeness_bits(np.array([np.nan], np.float32), TABLE).tolist() == [0]


def test_a_rumour_that_comes_back_after_years_loses_nothing():
    assert closeness_bits(np.array([-730, 730], np.float32), TABLE).tolist() == [0, 0]


@given(st.floats(-5000, 5000, width=32))
def test_closeness_only_adds(gap):
    assert closeness_bits(np.array([gap], np.float32), TABLE)[0] >= 0
