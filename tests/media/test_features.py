"""What the index keeps of a picture is spread over the picture."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.media.features import STORED, query_features, stored_features
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
    assert len(query_features(scene(34), [], mirrored=True)) < 0.8 * len(query_features(scene(34), []))
