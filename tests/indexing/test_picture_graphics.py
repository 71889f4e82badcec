from __future__ import annotations

import cv2
import numpy as np
import pytest

from provenance.indexing.picture_graphics import GRID, cells, unpack
from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex
from tests.media.scenes import branded, on_page, resized, scene

pytestmark = pytest.mark.media


def masks_of(*pictures: np.ndarray) -> np.ndarray:
    collector = PictureCollector()
    for number, pixels in enumerate(pictures):
        collector.add(PictureKey(str(number), "a.jpg"), pixels)
    return unpack(collector.arrays().graphics)


def shrunk(pixels: np.ndarray) -> np.ndarray:
    data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))


def test_banner_is_learnt_where_it_is_and_only_on_pictures_that_carry_it():
    pictures = [shrunk(branded(scene(seed))) for seed in range(40, 46)] + [scene(seed) for seed in range(50, 54)]
    masks = masks_of(*pictures)
    for mask in masks[:6]:
        assert mask[int(0.82 * GRID) : int(0.93 * GRID)].mean() > 0.5
        assert mask[int(0.2 * GRID) : int(0.7 * GRID)].mean() < 0.05
    assert not masks[6:].any()


def test_banner_of_plain_pictures_is_learnt_though_it_is_all_they_show():
    plain = [np.full((480, 640, 3), shade, np.uint8) for shade in (90, 140, 200, 230)]
    for mask in masks_of(*(shrunk(branded(pixels)) for pixels in plain)):
        assert mask[int(0.82 * GRID) : int(0.93 * GRID)].mean() > 0.5


def test_two_pictures_with_one_banner_are_not_enough_to_call_it_a_graphic():
    assert not masks_of(branded(scene(40)), branded(scene(41)), scene(42), scene(43)).any()


def test_copies_of_one_picture_are_no_graphic():
    copies = [scene(60), shrunk(scene(60)), resized(resized(scene(60), 320, 240), 640, 480), scene(60)]
    assert not masks_of(*copies, scene(61)).any()


def test_pictures_that_share_nothing_have_no_graphics():
    assert not masks_of(*(scene(seed) for seed in range(70, 82))).any()


def test_index_of_nothing_has_no_masks():
    assert masks_of().shape == (0, GRID, GRID)


def test_cells_follow_width_and_height_not_the_longer_side():
    points = np.array([(0.99, 0.74), (0.0, 0.0)], np.float32)
    columns, rows = cells(points, np.array([640, 480], np.int32))
    assert (columns.tolist(), rows.tolist()) == ([GRID - 1, 0], [GRID - 1, 0])


@pytest.mark.parametrize("seed", range(300, 306))
def test_stranger_with_the_banner_brings_nothing_however_it_is_framed(seed):
    collector = PictureCollector()
    for number in range(40, 48):
        collector.add(PictureKey(str(number), "a.jpg"), branded(scene(number)))
    index = PictureIndex(collector.arrays())
    stranger = branded(scene(seed))
    assert index.search(stranger) == []
    assert index.search(on_page(stranger)) == []
    assert index.search(np.ascontiguousarray(stranger[300:])) == []
    (hit,) = index.search(on_page(branded(scene(44))))
    assert hit.key.evidence_id == "44"
