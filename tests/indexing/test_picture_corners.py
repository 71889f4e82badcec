"""Corners of an index that is large enough to be searched by lists."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.indexing.picture_corners import StoredCorners, Votes
from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex
from provenance.media.features import Features, QueryCorners
from tests.media.scenes import on_page, resized, scene

pytestmark = pytest.mark.media

ARCHIVE = range(1000, 1064)


@pytest.fixture(scope="module")
def archive() -> PictureIndex:
    collector = PictureCollector()
    for seed in ARCHIVE:
        collector.add(PictureKey(str(seed), f"{seed}.jpg"), scene(seed))
    return PictureIndex(collector.arrays())


@pytest.fixture(scope="module")
def corners(archive) -> StoredCorners:
    return StoredCorners(archive.arrays)


def inset(seed: int) -> np.ndarray:
    """A picture in a corner of another one that the archive does not have."""
    made = resized(scene(77), 960, 720)
    made[40:310, 40:400] = resized(scene(seed), 360, 270)
    return made


@pytest.mark.parametrize(
    "query",
    [
        scene(1005)[60:420, 80:560],
        np.ascontiguousarray(scene(1005)[:, ::-1]),
        on_page(scene(1005)),
        inset(1005),
        np.ascontiguousarray(inset(1005)[:, ::-1]),
    ],
    ids=["crop", "mirror", "screenshot", "inset", "mirrored inset"],
)
def test_edited_picture_is_found_in_a_large_archive(archive, query):
    assert [hit.key.evidence_id for hit in archive.search(query)] == ["1005"]


def test_others_are_not_asked_where_every_fourth_corner_says_nothing(corners):
    features = QueryCorners(scene(1010)[20:460, 30:600]).features()
    codes = features.descriptors.copy()
    codes[::4] = np.random.default_rng(5).integers(0, 256, codes[::4].shape)
    query = Features(features.points, codes)
    assert len(corners.votes(query, exact=True).query) > 0
    assert len(corners.votes(query).query) == 0


def test_all_corners_of_a_known_picture_are_asked(corners):
    features = QueryCorners(scene(1010)[20:460, 30:600]).features()
    votes, exact = corners.votes(features), corners.votes(features, exact=True)
    assert [row for row, *_ in votes.strongest(1)] == [10] == [row for row, *_ in exact.strongest(1)]
    right, wanted = ({*each.query[each.owner == 10].tolist()} for each in (votes, exact))
    assert len(right & wanted) > 0.9 * len(wanted)
    assert (np.diff(votes.query) >= 0).all()


def test_nothing_votes_for_nothing(corners):
    plain = QueryCorners(np.full((480, 640, 3), 90, np.uint8)).features()
    assert corners.votes(plain).strongest(10) == Votes.none().strongest(10) == []
