"""Each file is read once."""

from __future__ import annotations

import numpy as np

from provenance.config import Settings
from provenance.indexing import picture_reader
from provenance.indexing.picture_reader import RecordReader, read_by
from provenance.model.report import PICTURES_UNREAD
from tests.media.readers import KnowingReader

PIXELS = np.zeros((40, 60, 3), np.uint8)


def test_picture_is_read_once_whatever_it_is_called(tmp_path):
    reader = KnowingReader({0: ("明天起全市停水三天",)})
    (tmp_path / "a.png").write_bytes(b"one")
    (tmp_path / "copy.png").write_bytes(b"one")
    with RecordReader(tmp_path / "cache" / "read.sqlite", reader) as reading:
        lines = reading.read(tmp_path / "a.png", PIXELS)
    with RecordReader(tmp_path / "cache" / "read.sqlite", reader) as another_night:
        assert another_night.read(tmp_path / "copy.png", PIXELS) == lines == reader.read(PIXELS)
    assert reader.asked == 2  # the last time by this test


def test_other_contents_and_other_readers_are_read_anew(tmp_path):
    reader = KnowingReader({})
    path = tmp_path / "a.png"
    with RecordReader(tmp_path / "read.sqlite", reader) as reading:
        path.write_bytes(b"one")
        assert reading.read(path, PIXELS) == ()
        path.write_bytes(b"two")
        reading.read(path, PIXELS)
        reader.revision = "knowing 2"
        reading.read(path, PIXELS)
        reading.read(path, PIXELS)
    assert reader.asked == 3


def test_without_the_extra_or_with_reading_switched_off_that_is_said(tmp_path, monkeypatch):
    assert RecordReader.open(Settings(read_pictures=False), tmp_path / "read.sqlite") is None
    monkeypatch.setattr(picture_reader, "can_read", lambda: False)
    assert RecordReader.open(Settings(), tmp_path / "read.sqlite") is None
    assert "provenance[ocr]" in read_by(None) == PICTURES_UNREAD
    assert list(tmp_path.iterdir()) == []
