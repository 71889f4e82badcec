"""What the index keeps of a picture is spread over the picture."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.media.box import Box
from provenance.media.features import STORED, QueryCorners, stored_features
from tests.media.scenes import branded, scene

pytestmark = pytest.mark.media


def faint(seed: int) -> np.ndarray:
    """A photograph in fog: its corners are weaker than any print."""
    return (170 + (scene(seed).astype(float) - 128) * 0.15).astype(np.uint8)


def test_print_of_a_banner_leaves_room_for_the_photograph_under_it():
    points = stored_features(branded(faint(31))).points
    rows = points[:, 1] / (480 / 640)
    assert ((rows < 0.78) | (rows > 0.97)).mean() > 0.5


def test_every_level_of_size_keeps_its_share():
    sizes = stored_features(scene(32)).points[:, 2]
    counts = np.unique(np.round(np.log(sizes / sizes.min()) / np.log(1.25)), return_counts=True)[1]
    assert len(counts) >= 6
    assert counts[0] == counts.max()


def test_no_more_is_kept_than_was_asked_for_and_of_nothing_nothing():
    assert 0.9 * STORED <= len(stored_features(scene(33))) <= 1.02 * STORED
    assert len(stored_features(np.full((480, 640, 3), 90, np.uint8))) == 0


def test_look_into_the_mirror_costs_less():
    corners = QueryCorners(scene(34), [])
    assert len(corners.features(mirrored=True)) < 0.8 * len(corners.features())


@pytest.mark.parametrize("parts", [[], [Box(0.1, 0.2, 0.6, 0.9)]], ids=["tiles", "sub-picture"])
def test_mirror_of_a_picture_is_described_like_the_turned_picture(parts):
    turned = np.ascontiguousarray(scene(35)[:, ::-1])
    seen = QueryCorners(scene(35), parts).features(mirrored=True)
    drawn = QueryCorners(turned, [part.mirrored() for part in parts]).features()
    apart = np.bitwise_count(seen.descriptors[:, None] ^ drawn.descriptors[None]).sum(2)
    near = np.abs(seen.points[:, None, :2] - drawn.points[None, :, :2]).max(2) < 0.004
    assert ((apart <= 16) & near).any(1).mean() > 0.7
