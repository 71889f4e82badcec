"""Rows of a record of which parts were read, and the seconds they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment.time.clock import Clock

PARTS = Clock((0, 150, 400), (10.0, 60.0, 300.0), 12.5)


@pytest.mark.parametrize(("second", "row"), [(10.0, 0), (12.0, 25), (60.0, 150), (300.0, 400), (304.0, 450)])
def test_second_that_was_read_has_its_row(second, row):
    assert PARTS.row(second) == row


def test_sound_that_begins_a_little_before_the_picture_was_read_lies_before_its_part():
    assert PARTS.row(59.6) == 145
    assert PARTS.row(9.5) == -6


@pytest.mark.parametrize("second", [2.0, 40.0, 200.0])
def test_second_that_was_not_read_has_none(second):
    assert PARTS.row(second) is None


@given(st.floats(0, 7000))
def test_rows_and_seconds_of_a_whole_record_are_inverse(second):
    clock = Clock.whole(12.5)
    row = clock.row(second)
    assert row is not None
    assert clock.span(row, row + 10)[0] == pytest.approx(second, abs=0.5 / 12.5 + 1e-3)
