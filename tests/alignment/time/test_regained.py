"""Passages that look foreign at first and are the record's, and passages that are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.alignment.time.pieces import Piece
from provenance.alignment.time.regained import regained
from tests.alignment.time.test_fine import noisy, pan

#: Rows of the frames that a caption bar covers.
BAR = slice(11, 14)


def hall(count: int, seed: int) -> np.ndarray:
    """Frames of one hall in which somebody moves as the seed has it."""
    rng = np.random.default_rng(9)
    frames = np.repeat(rng.uniform(60, 200, (1, 14, 24)), count, axis=0)
    steps = np.cumsum(np.random.default_rng(seed).normal(0, 0.4, count))
    for frame, step in zip(frames, steps, strict=True):
        at = int(9 + 4 * np.sin(step))
        frame[3:12, at : at + 6] = 20
    return frames.astype(np.float32)


def foreign(count: int) -> list[Piece]:
    return [Piece(0, count, None, 0.0)]


def test_pan_under_a_caption_bar_is_the_records():
    record = pan(400)
    clip = noisy(record[100:200])
    clip[:, BAR] = 240
    found, back = regained(foreign(100), clip, record, [300, 104])
    assert [(piece.start, piece.end) for piece in found] == [(0, 100)]
    assert found[0].offset == pytest.approx(100, abs=1)
    assert back == found
    assert found[0].score > 0.95


def test_both_sides_of_a_cut_under_a_bar_are_the_records():
    record = pan(600)
    clip = noisy(np.concatenate([record[100:160], record[400:460]]))
    clip[:, BAR] = 240
    found, _ = regained(foreign(120), clip, record, [100, 340])
    assert [piece.offset for piece in found] == [pytest.approx(100, abs=1), pytest.approx(340, abs=1)]
    assert found[0].end == pytest.approx(60, abs=2)


def test_foreign_passage_between_two_of_the_record_stays_foreign():
    record = pan(400)
    clip = noisy(np.concatenate([record[100:150], pan(40, seed=5), record[190:240]]))
    found, _ = regained(foreign(140), clip, record, [100])
    assert [piece.offset is None for piece in found] == [False, True, False]
    assert [piece.end for piece in found][:2] == [pytest.approx(50, abs=2), pytest.approx(90, abs=2)]


def test_another_day_in_the_same_hall_stays_foreign():
    record, other = hall(300, 1), hall(100, 2)
    assert regained(foreign(100), noisy(other), record, [0, 50, 120])[0] == foreign(100)
    assert regained(foreign(100), noisy(record[50:150]), record, [0, 50, 120])[0][0].offset == 50


def test_words_in_a_bar_may_change():
    record, words = hall(300, 1), np.random.default_rng(6).uniform(0, 255, (5, 3, 24)).repeat(20, axis=0)
    for shown, wanted in ((record[50:150], 50), (hall(100, 2), None)):
        clip = noisy(shown)
        clip[:, BAR] = words
        assert [piece.offset for piece in regained(foreign(100), clip, record, [50, 120])[0]] == [wanted]


def test_what_moves_in_the_middle_of_the_picture_is_no_bar():
    record = pan(400)
    clip = noisy(record[100:200])
    clip[:, 4:10, 6:18] = np.random.default_rng(6).uniform(0, 255, (100, 6, 12))
    assert regained(foreign(100), clip, record, [100])[0] == foreign(100)


def test_what_was_found_before_is_left_as_it_is():
    record = pan(400)
    pieces = [Piece(0, 60, 100, 0.7), Piece(60, 66, None, 0.0), Piece(66, 120, 107, 0.7)]
    assert regained(pieces, noisy(record[100:220]), record, [100, 107]) == (pieces, [])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**16), st.integers(1, 60), st.lists(st.integers(-80, 200), max_size=5))
def test_pieces_cover_the_clip_and_lie_inside_the_record(seed, count, offsets):
    rng = np.random.default_rng(seed)
    clip, record = (rng.uniform(0, 255, (size, 14, 24)).astype(np.float32) for size in (count, 90))
    found, _ = regained(foreign(count), clip, record, offsets)
    assert [found[0].start, *(piece.end for piece in found)] == [0, *(piece.start for piece in found[1:]), count]
    for piece in found:
        if piece.offset is not None:
            assert piece.start + piece.offset >= 0
            assert piece.end + piece.offset <= 90
