from __future__ import annotations

import numpy as np

from provenance.media.box import Box
from provenance.media.subpictures import sub_pictures
from tests.media.scenes import on_page, resized, scene


def best(boxes, expected: Box) -> float:
    return max((box.common(expected) for box in boxes), default=0.0)


def test_photograph_is_not_cut():
    assert [box for box in sub_pictures(scene(1)) if box.area > 0.4] == []


def test_picture_in_a_screenshot_is_cut_out():
    assert best(sub_pictures(on_page(scene(2))), Box(20 / 540, 300 / 1170, 520 / 540, 675 / 1170)) > 0.85


def test_collage_with_gaps_falls_into_its_cells():
    page = np.full((500, 660, 3), 255, np.uint8)
    for at, seed in enumerate((3, 4, 5, 6)):
        y, x = at // 2 * 250 + 5, at % 2 * 330 + 5
        page[y : y + 240, x : x + 320] = resized(scene(seed), 320, 240)
    found = sub_pictures(page)
    for y in (0, 1):
        for x in (0, 1):
            assert (
                best(found, Box((x * 330 + 5) / 660, (y * 250 + 5) / 500, (x * 330 + 325) / 660, (y * 250 + 245) / 500))
                > 0.85
            )


def test_caption_bar_is_cut_off():
    page = np.concatenate([np.full((120, 640, 3), 255, np.uint8), scene(7)])
    assert best(sub_pictures(page), Box(0, 0.2, 1, 1)) > 0.9


def test_blank_page_has_no_pictures():
    assert sub_pictures(np.full((400, 300, 3), 255, np.uint8)) == []
