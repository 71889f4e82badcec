from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from provenance.errors import RecordError
from provenance.media.box import Box
from provenance.media.image import compare_images
from provenance.sample import FOLDER
from tests.media.scenes import branded, on_page, resized, saved, scene

pytestmark = pytest.mark.media


def near(box: Box, expected: tuple[float, float, float, float], miss: float = 0.04) -> bool:
    return np.allclose(tuple(box), expected, atol=miss)


def test_same_picture_is_a_plain_copy():
    match = compare_images(scene(1), scene(1))
    assert match is not None
    assert match.transform.edits == ()
    assert near(match.box_a, (0, 0, 1, 1))
    assert near(match.box_b, (0, 0, 1, 1))


def test_crop_says_which_part_of_the_original_it_shows():
    original = scene(2)
    match = compare_images(original[120:420, 160:560], original)
    assert match is not None
    assert near(match.box_b, (160 / 640, 120 / 480, 560 / 640, 420 / 480))
    assert near(match.box_a, (0, 0, 1, 1))
    assert "cropped" in match.transform
    assert not match.transform.mirrored


def test_mirrored_copy_is_found_and_its_box_lies_where_it_lies_in_the_copy():
    original = scene(3)
    copy = np.full((480, 800, 3), 255, np.uint8)
    copy[:, :640] = original[:, ::-1]
    match = compare_images(copy, original)
    assert match is not None
    assert match.transform.mirrored
    assert near(match.box_a, (0, 0, 0.8, 1))


def test_screenshot_of_a_post_shows_where_the_picture_stands():
    match = compare_images(on_page(scene(4)), scene(4))
    assert match is not None
    assert near(match.box_a, (20 / 540, 300 / 1170, 520 / 540, 675 / 1170))
    assert "inset" in match.transform


def test_one_cell_of_a_collage_is_found():
    cells = [resized(scene(seed), 320, 240) for seed in (5, 6, 7, 8)]
    collage = np.concatenate([np.concatenate(cells[:2], 1), np.concatenate(cells[2:], 1)], 0)
    match = compare_images(collage, scene(7))
    assert match is not None
    assert near(match.box_a, (0, 0.5, 0.5, 1))


def test_rotation_and_stretch_are_measured():
    turned = np.asarray(Image.fromarray(scene(9)).rotate(-4, Image.Resampling.BICUBIC))
    match = compare_images(turned, scene(9))
    assert match is not None
    assert abs(abs(match.transform.rotation_deg) - 4) < 0.5
    assert "rotated" in match.transform
    wide = compare_images(resized(scene(9), 640, 400), scene(9))
    assert wide is not None
    assert "stretched" in wide.transform
    assert wide.transform.stretch == pytest.approx(1.2, rel=0.04)


def test_different_pictures_do_not_match():
    assert compare_images(scene(10), scene(11)) is None


def test_pictures_that_share_only_a_channels_banner_do_not_match():
    assert compare_images(branded(scene(12)), branded(scene(13))) is None


def test_blank_picture_matches_nothing_and_does_not_fail():
    blank = np.full((300, 400, 3), 127, np.uint8)
    assert compare_images(blank, scene(1)) is None
    assert compare_images(scene(1), blank) is None
    assert compare_images(blank, blank) is None


@given(st.integers(0, 30), st.floats(0.45, 1.0), st.floats(0, 1), st.floats(0, 1), st.booleans())
@settings(max_examples=25, deadline=None)
def test_any_crop_of_any_scene_is_placed_right(seed, side, across, down, mirror):
    original = scene(seed)
    tall, wide = int(480 * side), int(640 * side)
    top, left = int((480 - tall) * down), int((640 - wide) * across)
    part = original[top : top + tall, left : left + wide]
    match = compare_images(np.ascontiguousarray(part[:, ::-1] if mirror else part), original)
    assert match is not None
    assert match.transform.mirrored == mirror
    assert near(match.box_b, (left / 640, top / 480, (left + wide) / 640, (top + tall) / 480), 0.06)


def test_sample_shows_one_launch_twice(tmp_path):
    older = FOLDER / "media" / "dscovr-launch-2015.jpg"
    turned = compare_images(FOLDER / "media" / "post-wenchang.jpg", older)
    assert turned is not None
    assert turned.transform.mirrored
    assert "cropped" in turned.transform
    plain = compare_images(str(FOLDER / "media" / "post-dscovr.jpg"), str(older))
    assert plain is not None
    assert not plain.transform.mirrored


def test_files_and_arrays_give_the_same_answer(tmp_path):
    original = scene(14)
    file = saved(original, tmp_path / "a.png")
    from_file, from_array = compare_images(file, original), compare_images(original, original)
    assert from_file == from_array


def test_what_is_no_picture_is_refused_with_a_reason(tmp_path):
    page = tmp_path / "page.jpg"
    page.write_text("<!doctype html><html></html>")
    with pytest.raises(RecordError, match="HTML page"):
        compare_images(page, scene(1))
    with pytest.raises(ValueError, match="uint8"):
        compare_images(scene(1).astype(float), scene(1))
    with pytest.raises(ValueError, match="16 × 16"):
        compare_images(scene(1)[:4, :4], scene(1))
