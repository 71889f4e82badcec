"""Pictures of a page come from the file of a post and, for a record, from what the index kept."""

from __future__ import annotations

import base64
import io
import re

import cv2
import numpy as np
import pillow_heif
from PIL import Image

from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex
from provenance.model.media_path import MediaPath
from provenance.model.span import BoxSpan
from provenance.report.html.pictures import Pictures
from tests.media.scenes import saved, scene


def shown(source: str) -> np.ndarray:
    data = base64.b64decode(re.sub("^data:image/jpeg;base64,", "", source))
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"), int)


def test_posts_picture_is_found_wherever_its_file_lies_and_outlined(tmp_path):
    media = MediaPath("media/a.jpg", saved(scene(1, 960, 720), tmp_path / "deep.jpg"))
    with Pictures() as pictures:
        (picture,) = pictures.of([media], [BoxSpan(0.25, 0, 0.5, 1, "media/a.jpg")])
    assert picture.source is not None
    assert shown(picture.source).shape == (360, 480)
    assert picture.boxes == ((25.0, 0.0, 25.0, 100.0),)


def test_phone_picture_is_shown_though_browsers_cannot(tmp_path):
    pillow_heif.from_pillow(Image.fromarray(scene(3))).save(tmp_path / "a.heic")
    with Pictures(tmp_path) as pictures:
        (picture,) = pictures.of(["a.heic"], [])
    assert picture.source is not None


def test_record_whose_file_is_elsewhere_is_shown_as_the_index_kept_it():
    collector = PictureCollector()
    collector.add(PictureKey("flood", "flood.jpg"), scene(2))
    index = PictureIndex(collector.arrays())
    found = index.small_copy("flood", "flood.jpg")
    assert found is not None
    kept, _ = found
    assert kept is not None
    assert index.small_copy("flood", "other.jpg") is None
    with Pictures(kept={("flood", "flood.jpg"): kept}) as pictures:
        (picture,) = pictures.of(["flood.jpg"], [], "flood")
        (stranger,) = pictures.of(["flood.jpg"], [], "another record")
    assert stranger.source is None
    assert picture.source is not None
    assert max(picture.width, picture.height) == 480
    wanted = cv2.resize(cv2.cvtColor(scene(2), cv2.COLOR_RGB2GRAY), (128, 96), interpolation=cv2.INTER_AREA)
    assert np.abs(shown(picture.source) - wanted).mean() < 4


def test_path_of_a_record_is_not_opened_from_the_working_folder(tmp_path, monkeypatch):
    saved(scene(4), tmp_path / "private.jpg")
    monkeypatch.chdir(tmp_path)
    with Pictures() as pictures:
        (picture,) = pictures.of(["private.jpg"], [], "record")
    assert picture.source is None


def test_page_does_not_grow_without_bound(tmp_path):
    path = saved(scene(5), tmp_path / "a.jpg")
    with Pictures(_left=1) as pictures:
        first, second = (next(pictures.of([MediaPath(name, path)], [])) for name in ("a.jpg", "b.jpg"))
    assert first.source is not None
    assert second.source is None
