"""Pictures that the sound of two recordings puts at the same moment, and how they lie in each other."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, zoom

from provenance.alignment.time.geometry import Layout, seen_beside
from provenance.alignment.time.moments import paired, same_moments
from provenance.media.video import SMALL_HEIGHT, SMALL_WIDTH, KeyPicture
from provenance.model.media_alignment import MediaSegment, Track
from provenance.model.span import TimeSpan
from tests.media.scenes import scene


def key(second: float, pixels: np.ndarray | None = None) -> KeyPicture:
    shown = np.zeros((180, 320, 3), np.uint8) if pixels is None else pixels
    return KeyPicture(second, shown, shown.shape[1], shown.shape[0])


def heard(start: float, end: float, official: float, speed: float = 1.0) -> MediaSegment:
    there = TimeSpan(official, official + (end - start) * speed, "record")
    return MediaSegment(Track.SOUND, TimeSpan(start, end, "clip"), there, speed, (), 0.8)


def test_key_pictures_are_put_where_the_sound_puts_them():
    sounds = [heard(0.0, 5.0, 100.0), heard(5.0, 9.0, 40.0, 1.5)]
    found = same_moments([key(1.0), key(4.9), key(7.0), key(20.0)], sounds)
    assert [(mine.second, second) for mine, second in found] == [(1.0, 101.0), (7.0, 43.0)]
    assert same_moments([key(1.0)], []) == []


def test_moments_are_few_and_spread_over_the_clip():
    found = same_moments([key(float(second)) for second in range(1, 60)], [heard(0.0, 60.0, 0.0)])
    assert len(found) == 4
    assert (found[0][0].second, found[-1][0].second) == (1.0, 59.0)


def test_moment_whose_frame_was_not_decoded_is_left_out():
    moments = [(key(1.0), 101.0), (key(2.0), 102.0)]
    (pair,) = paired(moments, [key(101.04), key(150.0)])
    assert (pair[0].second, pair[1].second) == (1.0, 101.04)


def test_frames_of_one_moment_tell_the_crop_whatever_other_frames_show():
    whole = scene(8, 640, 360)
    part = whole[60:300, 160:560].copy()
    found = seen_beside([(key(2.0, part), key(50.0, whole))], "record")
    assert [each.hit.key.at_s for each in found] == [50.0]
    assert "cropped" in found[0].hit.match.transform.edits


def test_part_of_a_frame_is_cut_out_to_a_fraction_of_a_pixel():
    rng = np.random.default_rng(2)
    fine = gaussian_filter(rng.uniform(0, 255, (SMALL_HEIGHT * 8, SMALL_WIDTH * 8)), 24)
    fine = np.clip(128 + 12 * (fine - fine.mean()), 0, 255)
    whole = fine.reshape(SMALL_HEIGHT, 8, SMALL_WIDTH, 8).mean((1, 3)).astype(np.uint8)[None]
    # A seventh of the frame's side is not a whole number of pixels.
    top, left = SMALL_HEIGHT * 8 // 7, SMALL_WIDTH * 8 // 7
    inner = zoom(fine[top : 6 * top, left : 6 * left], (SMALL_HEIGHT / (5 * top), SMALL_WIDTH / (5 * left)), order=1)
    parts = Layout(5 / 7, 1 / 7, 5 / 7, 1 / 7, False, ("cropped",), 1.0).parts()
    assert parts is not None
    here, there = parts
    mine = here.of_frames(inner.astype(np.uint8)[None], 24, 14)
    other = there.of_frames(whole, 24, 14)
    assert np.abs(mine - other).mean() < 2.5
    moved = there.of_frames(np.roll(whole, 1, axis=2), 24, 14)
    assert np.abs(mine - other).mean() < 0.6 * np.abs(mine - moved).mean()


@pytest.mark.parametrize("sx", [0.05, 30.0])
def test_tiny_common_part_says_nothing(sx):
    assert Layout(sx, 0.0, sx, 0.0, False, (), 1.0).parts() is None
