"""Pieces of a picture track told apart by the frames themselves."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from provenance.alignment.time.fine import refined
from provenance.alignment.time.pieces import Piece

#: Columns that a slow pan goes on in a frame.
PACE = 0.02


def pan(count: int, *, noise: float = 0.3, seed: int = 1) -> np.ndarray:
    """Frames of a slow pan over soft hills."""
    rng = np.random.default_rng(seed)
    hills = gaussian_filter(rng.normal(0, 1, (14, 80)), 3) * 400 + 120
    frames = []
    for number in range(count):
        shift = number * PACE
        low, share = int(shift), shift % 1
        frames.append(hills[:, low : low + 24] * (1 - share) + hills[:, low + 1 : low + 25] * share)
    return (np.stack(frames) + rng.normal(0, noise, (count, 14, 24))).astype(np.float32)


def noisy(frames: np.ndarray, seed: int = 2) -> np.ndarray:
    return (frames + np.random.default_rng(seed).normal(0, 0.3, frames.shape)).astype(np.float32)


def test_cut_in_a_slow_pan_over_a_plain_scene_is_found():
    record = pan(400)
    clip = noisy(np.concatenate([record[100:160], record[169:230]]))
    found = refined([Piece(0, len(clip), 100, 0.97)], clip, record)
    assert [piece.offset for piece in found] == [pytest.approx(100, abs=2), pytest.approx(109, abs=2)]
    assert found[0].end == found[1].start == pytest.approx(60, abs=4)


def test_cut_is_found_under_a_caption_bar_and_a_banner():
    record = pan(400)
    clip = noisy(np.concatenate([record[100:160], record[180:240]]))
    clip[:, 11:] = 240
    clip[:, :3, 16:] = 10
    found = refined([Piece(0, len(clip), 100, 0.8)], clip, record)
    assert [piece.offset for piece in found] == [pytest.approx(100, abs=2), pytest.approx(120, abs=2)]


@pytest.mark.parametrize("seed", range(4))
def test_slow_pan_and_still_picture_stay_whole(seed):
    record = pan(400, seed=seed)
    for frames in (record, np.repeat(record[:1], 400, axis=0)):
        clip = noisy(frames[100:250], seed)
        found = refined([Piece(0, 150, 100, 0.97)], clip, noisy(frames, seed + 10))
        assert [(piece.start, piece.end) for piece in found] == [(0, 150)]


def test_piece_that_begins_before_the_record_is_left_as_it_is():
    record = pan(60)
    clip = noisy(record)
    found = refined(
        [Piece(0, 60, -5, 0.9), Piece(60, 90, None, 0.0)], np.concatenate([clip[:5], clip[:55], clip[:30]]), record
    )
    assert found[-1] == Piece(60, 90, None, 0.0)
    assert (found[0].start, found[-2].end) == (0, 60)


def test_one_frame_of_another_shot_does_not_move_a_seam():
    rng = np.random.default_rng(3)
    record = rng.uniform(0, 255, (60, 14, 24)).astype(np.float32)
    clip = np.concatenate([record[:20], record[30:60]])
    clip[23] = 0  # sampled on the other side of a change of shots
    found = refined([Piece(0, 26, 0, 0.8), Piece(26, 50, 10, 0.8)], clip, record)
    assert found[0].end == 20


def test_foreign_passage_begins_and_ends_where_its_frames_do():
    rng = np.random.default_rng(4)
    record = rng.uniform(0, 255, (90, 14, 24)).astype(np.float32)
    clip = noisy(np.concatenate([record[:30], rng.uniform(0, 255, (20, 14, 24)), record[50:90]]))
    late = [Piece(0, 33, 0, 0.8), Piece(33, 55, None, 0.0), Piece(55, 90, 0, 0.8)]
    assert [(piece.start, piece.end) for piece in refined(late, clip, record)] == [(0, 30), (30, 50), (50, 90)]
    early = [Piece(0, 26, 0, 0.8), Piece(26, 47, None, 0.0), Piece(47, 90, 0, 0.8)]
    assert [(piece.start, piece.end) for piece in refined(early, clip, record)] == [(0, 30), (30, 50), (50, 90)]


def test_of_two_places_that_look_alike_the_picture_follows_the_sound():
    record = np.concatenate([pan(200), pan(200)])
    clip = noisy(record[60:180])
    piece = Piece(0, 120, 60, 0.9)
    assert [found.offset for found in refined([piece], clip, record, [260])] == [pytest.approx(60, abs=2)]
    assert [found.offset for found in refined([piece], clip, record, [], [260])] == [pytest.approx(260, abs=2)]


def test_picture_that_differs_does_not_follow_the_sound():
    record = np.concatenate([pan(200), pan(200, seed=5)])
    found = refined([Piece(0, 120, 60, 0.9)], noisy(record[60:180]), record, [], [260])
    assert [piece.offset for piece in found] == [pytest.approx(60, abs=2)]


def test_pan_that_comes_back_a_little_nearer_to_its_frames_is_no_jump():
    there = pan(80, noise=0.0)
    back = there + np.random.default_rng(8).normal(0, 0.5, there.shape).astype(np.float32)
    record = np.concatenate([there, pan(100, seed=5), back])
    clip = np.concatenate([there[:40], back[40:]])
    assert [piece.offset for piece in refined([Piece(0, 80, 0, 0.9)], clip, record, [180])] == [0]
