from __future__ import annotations

import numpy as np
import pytest

from provenance.errors import IndexCorrupt
from provenance.indexing.recordings.search import RecordingIndex
from provenance.indexing.recordings.store import RecordingArrays
from provenance.indexing.recordings.writer import RecordingWriter
from provenance.media.audio import sound_blocks, sound_of
from provenance.media.landmarks import ASKED_DENSITY, ASKED_FAN, landmarks
from provenance.model.evidence import Evidence
from provenance.model.media_path import MediaPath
from tests.media.recordings import RATE, footage, speech, written

pytestmark = pytest.mark.media


class Frames:
    def __init__(self) -> None:
        self.keys = []

    def add_frame(self, key, pixels, size) -> None:
        assert pixels.shape[2] == 3
        self.keys.append((key, size))


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    folder = tmp_path_factory.mktemp("media")
    written(folder / "a.mp4", footage(20.0, seed=1), speech(20.0, seed=1))
    written(folder / "b.mp3", sound=speech(15.0, seed=2))
    written(folder / "c.mp4", footage(9.0, seed=3))
    (folder / "d.mp4").write_bytes((folder / "a.mp4").read_bytes()[:2000])
    return [
        Evidence.from_dict({"id": name[0], "kind": "release", "text": name, "media": [MediaPath(name, folder / name)]})
        for name in ("a.mp4", "b.mp3", "c.mp4", "d.mp4")
    ]


def built(folder, records, base: RecordingArrays | None = None, wanted=lambda name: True) -> RecordingWriter:
    writer = RecordingWriter(folder, Frames())
    if base is not None:
        writer.keep(base, wanted)
    for record in records:
        writer.add(record)
    writer.save()
    return writer


def asked(seed: int, start: float, end: float):
    return sound_of(speech(20.0, seed=seed)[::2][int(start * RATE / 2) : int(end * RATE / 2)]).peaks


def test_clip_is_found_in_its_recording_at_its_second(records, tmp_path):
    writer = built(tmp_path / "x", records)
    assert [item.code for item in writer.skipped] == ["undecodable-media"]
    index = RecordingIndex.load(tmp_path / "x")
    for seed, name, start in ((1, "a", 6.0), (2, "b", 3.0)):
        (place, *_) = index.by_sound(asked(seed, start, start + 5))
        assert index.arrays.keys[place.recording].evidence_id == name
        assert place.offsets_s[0] == pytest.approx(start, abs=0.15)
    assert index.by_sound(asked(9, 2, 7)) == []


def test_silent_video_has_frames_and_a_sound_file_has_none(records, tmp_path):
    frames = Frames()
    writer = RecordingWriter(tmp_path / "x", frames)
    for record in records:
        writer.add(record)
    writer.save()
    keys = {key.evidence_id: key for key in RecordingArrays.load(tmp_path / "x").keys}
    assert keys["c"].sound[1] == 0
    assert keys["c"].seconds == pytest.approx(9, abs=1.1)
    assert keys["b"].frames[1] == 0
    assert {key.evidence_id for key, _ in frames.keys} == {"a", "c"}
    assert all(size == (320, 180) and key.at_s is not None for key, size in frames.keys)


def test_grown_index_is_the_one_built_anew(records, tmp_path):
    built(tmp_path / "old", records[:2])
    base = RecordingArrays.load(tmp_path / "old")
    built(tmp_path / "grown", records[2:], base, lambda name: name != "a")
    built(tmp_path / "anew", records[1:])
    grown, anew = RecordingArrays.load(tmp_path / "grown"), RecordingArrays.load(tmp_path / "anew")
    assert grown.keys == anew.keys
    for name in ("sound", "hashes", "places", "frame_s", "looks"):
        assert np.array_equal(getattr(grown, name), getattr(anew, name))


def test_records_without_recordings_leave_no_trace(tmp_path):
    built(tmp_path / "x", [Evidence.from_dict({"id": "t", "kind": "release", "text": "words"})])
    assert not (tmp_path / "x").exists()


def test_damaged_part_is_refused(records, tmp_path):
    built(tmp_path / "x", records[1:2])
    path = tmp_path / "x" / "sound.int8"
    path.write_bytes(path.read_bytes()[:-28])
    with pytest.raises(IndexCorrupt, match="differ in size"):
        RecordingIndex.load(tmp_path / "x")
    (tmp_path / "x" / "hashes.npy").write_bytes(b"nothing")
    with pytest.raises(IndexCorrupt):
        RecordingIndex.load(tmp_path / "x")


def test_sound_taken_in_piece_by_piece_is_the_same(monkeypatch):
    samples = speech(30.0, seed=4)[::2]
    whole = sound_of(samples)
    monkeypatch.setattr("provenance.media.audio._AT_ONCE", 400)
    parts = list(sound_blocks(np.array_split(samples, 37)))
    assert np.array_equal(np.concatenate([part.rows for part in parts]), whole.rows)
    assert np.array_equal(np.concatenate([part.peaks.frames for part in parts]), whole.peaks.frames)
    assert sum(part.samples for part in parts) == len(samples)


def test_landmarks_of_nothing_are_none():
    silent = sound_of(np.zeros(3 * RATE // 2, np.float32)).peaks
    hashes, places = landmarks(silent.densest(ASKED_DENSITY), ASKED_FAN)
    assert len(hashes) == len(places) == 0
