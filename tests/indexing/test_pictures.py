from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import IndexCorrupt
from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex
from tests.media.scenes import branded, on_page, resized, scene

pytestmark = pytest.mark.media

ARCHIVE = range(100, 112)


def index_of(pictures) -> PictureIndex:
    collector = PictureCollector()
    for name, pixels in pictures:
        collector.add(PictureKey(name, f"{name}.jpg"), pixels)
    return PictureIndex(collector.arrays())


@pytest.fixture(scope="module")
def archive() -> PictureIndex:
    return index_of((str(seed), scene(seed)) for seed in ARCHIVE)


def found(index: PictureIndex, pixels, **options) -> list[str]:
    return [hit.key.evidence_id for hit in index.search(pixels, **options)]


def test_crop_in_a_screenshot_is_found(archive):
    assert found(archive, on_page(scene(103)[60:420, 80:560])) == ["103"]


def test_mirrored_crop_is_found_and_says_so(archive):
    hits = archive.search(np.ascontiguousarray(scene(104)[40:440, 100:600][:, ::-1]))
    assert [hit.key.evidence_id for hit in hits] == ["104"]
    assert hits[0].match.transform.mirrored


def test_every_known_picture_of_a_collage_is_found(archive):
    cells = [resized(scene(seed), 400, 300) for seed in (105, 900, 901, 106)]
    collage = np.concatenate([np.concatenate(cells[:2], 1), np.concatenate(cells[2:], 1)], 0)
    assert sorted(found(archive, collage)) == ["105", "106"]


def test_picture_that_is_not_in_the_archive_finds_nothing(archive):
    assert all(found(archive, scene(seed)) == [] for seed in range(300, 306))


def test_banner_shared_by_the_archive_brings_no_picture():
    index = index_of((str(seed), branded(scene(seed))) for seed in ARCHIVE)
    assert found(index, branded(scene(500))) == []
    assert found(index, branded(scene(107))) == ["107"]


def test_picture_that_many_records_carry_is_still_found():
    index = index_of([*((f"copy-{n}", scene(110)) for n in range(6)), ("other", scene(111))])
    assert "other" not in (names := found(index, scene(110)[20:460, 30:600]))
    assert len(names) >= 3


def test_saved_index_answers_like_the_one_in_memory(archive, tmp_path):
    archive.save(tmp_path)
    again = PictureIndex.load(tmp_path)
    query = on_page(scene(108))
    assert again.search(query) == archive.search(query)
    assert not list(tmp_path.glob("*.pkl"))


def test_damaged_files_are_named(archive, tmp_path):
    archive.save(tmp_path)
    (tmp_path / "points.npy").write_bytes(b"nothing")
    with pytest.raises(IndexCorrupt, match="rebuild"):
        PictureIndex.load(tmp_path)


def test_empty_index_finds_nothing(tmp_path):
    empty = index_of([])
    assert empty.search(scene(1)) == []
    empty.save(tmp_path)
    assert PictureIndex.load(tmp_path).search(scene(1)) == []


@pytest.mark.slow
def test_inverted_lists_find_what_brute_force_finds():
    index = index_of((str(seed), scene(seed)) for seed in range(100, 190))
    for seed in range(100, 120):
        query = scene(seed)[50:430, 70:570]
        assert found(index, query) == found(index, query, exact=True) == [str(seed)]


@given(st.integers(100, 111), st.integers(300, 420), st.integers(0, 60))
@settings(max_examples=10, deadline=None)
def test_fast_search_equals_exact_search(archive, seed, side, at):
    query = np.ascontiguousarray(scene(seed)[at : at + side, at : at + side])
    assert found(archive, query) == found(archive, query, exact=True)
