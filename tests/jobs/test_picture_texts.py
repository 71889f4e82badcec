"""What the pictures of records say is built, and grows from night to night, like everything else of an index."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from provenance.config import Settings
from provenance.encoders.stub import StubEncoder
from provenance.indexing.bundle import IndexBundle
from provenance.indexing.picture_reader import RecordReader
from provenance.indexing.pictured import owner_of
from provenance.jobs.build import build_index, write_all
from provenance.jobs.build_settings import BuildSettings
from provenance.jobs.extend import write_extension
from provenance.jobs.seal import seal
from provenance.model.evidence import Evidence, Kind
from provenance.model.report import PICTURES_UNREAD
from provenance.store.changes import Change
from tests.media.readers import KnowingReader
from tests.media.scenes import saved

pytestmark = pytest.mark.media

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OPTIONS = BuildSettings.of(Settings())
SAID = {
    10: ("因管网检修城北片区停水三天", "请居民提前储水"),
    20: ("本周六起全市公交免费乘坐",),
    30: ("出口",),
}


@pytest.fixture
def shown(tmp_path):
    def make(key: str, *shades: int) -> Evidence:
        files = []
        for number, shade in enumerate(shades):
            pixels = np.full((40, 60, 3), shade, np.uint8)
            files.append(str(saved(pixels, tmp_path / f"{key}-{number}.png")))
        return Evidence(id=key, kind=Kind.RELEASE, text="见图。", media=tuple(files))

    return make


def built(records, folder, reader, cache) -> IndexBundle:
    folder.mkdir()
    with RecordReader(cache, reader) as reading:
        _, counts = write_all(records, folder, StubEncoder(), OPTIONS, reader=reading)
        seal(folder, encoder=StubEncoder(), counts=counts, options=OPTIONS, now=NOW, reader=reading)
    return IndexBundle.open(folder, verify=True)


def grown(base, changes, folder, reader, cache) -> IndexBundle:
    folder.mkdir()
    with RecordReader(cache, reader) as reading:
        counts = write_extension(base, changes, folder, StubEncoder(), OPTIONS, reading)
        seal(folder, encoder=StubEncoder(), counts=counts, options=OPTIONS, now=NOW, reader=reading)
    return IndexBundle.open(folder, verify=True)


def says(bundle: IndexBundle) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    said = bundle.picture_texts
    for row in range(len(said) if said else 0):
        record = said.records.evidence(row)
        found.setdefault(owner_of(record), []).append(record.text)
    return found


def test_index_states_who_read_its_pictures_and_how_many_say_something(shown, tmp_path):
    reader = KnowingReader(SAID)
    bundle = built([shown("a", 10, 30), shown("b", 20)], tmp_path / "v", reader, tmp_path / "read.sqlite")
    assert bundle.manifest.picture_text == "knowing 1"
    assert bundle.manifest.counts["picture_texts"] == 2
    assert bundle.manifest.counts["records"] == 2
    assert says(bundle) == {"a": ["因管网检修城北片区停水三天请居民提前储水"], "b": ["本周六起全市公交免费乘坐"]}
    said = bundle.picture_texts
    assert said is not None
    assert len(said.records) == len(said.lexical) == len(said.vectors) == len(said) == 2


def test_night_reads_only_new_pictures_and_ends_like_a_build_from_scratch(shown, tmp_path):
    reader, cache = KnowingReader(SAID), tmp_path / "read.sqlite"
    base = built([shown("a", 10), shown("b", 20), shown("c", 10)], tmp_path / "0", reader, cache)
    assert reader.asked == 2  # a and c show one and the same file
    changes = [
        Change("b", None),
        Change("c", Evidence(id="c", kind=Kind.RELEASE, text="更正：见图。", media=(shown("d", 10).media[0],))),
        Change("e", shown("e", 20, 20)),
    ]
    bundle = grown(base, changes, tmp_path / "1", reader, cache)
    assert reader.asked == 2
    fresh = built(
        [base.records.evidence(0), *(change.record for change in changes if change.record)],
        tmp_path / "fresh",
        reader,
        tmp_path / "other.sqlite",
    )
    assert says(bundle) == says(fresh)
    assert bundle.manifest.counts == fresh.manifest.counts
    said = bundle.picture_texts
    assert said is not None
    assert len(said.lexical) == len(said.vectors) == 4


def test_last_picture_that_said_something_may_go_and_the_first_one_may_come_later(shown, tmp_path):
    reader, cache = KnowingReader(SAID), tmp_path / "read.sqlite"
    base = built([shown("a", 10), shown("b", 30)], tmp_path / "0", reader, cache)
    without = grown(base, [Change("a", None)], tmp_path / "1", reader, cache)
    assert without.picture_texts is None
    assert "picture_texts" not in without.manifest.counts
    again = grown(without, [Change("c", shown("c", 20))], tmp_path / "2", reader, cache)
    assert says(again) == {"c": ["本周六起全市公交免费乘坐"]}


def test_build_without_the_reader_says_so(shown, tmp_path):
    report = build_index(
        [shown("a", 10)], tmp_path / "i", encoder=StubEncoder(), settings=Settings(read_pictures=False), now=NOW
    )
    assert (report.picture_text, report.picture_texts) == (PICTURES_UNREAD, 0)
    bundle = IndexBundle.open(tmp_path / "i")
    assert bundle.manifest.picture_text == PICTURES_UNREAD
    assert bundle.picture_texts is None


def test_index_without_pictures_says_nothing_about_reading_them(tmp_path):
    report = build_index(
        [Evidence(id="a", kind=Kind.RELEASE, text="水务局通知")], tmp_path / "i", encoder=StubEncoder(), now=NOW
    )
    assert report.picture_text is None
