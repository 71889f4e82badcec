"""From files to findings: a record with a recording is indexed, clips of it are looked up."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from provenance.alignment.time.find import RecordingFinder
from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.edited_official import EditedOfficialDetector
from provenance.detectors.out_of_context_media import OutOfContextMediaDetector
from provenance.indexing.picture_build import PictureWriter
from provenance.indexing.recordings.search import RecordingIndex
from provenance.indexing.recordings.store import RecordingArrays
from provenance.indexing.recordings.writer import RecordingWriter
from provenance.model.evidence import Evidence
from provenance.model.media_path import MediaPath
from provenance.model.post import Post
from tests.media.recordings import FPS, RATE, footage, speech, written
from tests.media.scenes import saved, scene

pytestmark = [pytest.mark.media, pytest.mark.slow]

FRAMES, SOUND = footage(64.0), speech(64.0)
TRANSCRIPT = [
    {"start_s": 0.0, "end_s": 20.0, "text": "We met our partners this morning and spoke at length about trade."},
    {"start_s": 20.0, "end_s": 22.5, "text": "We did not agree"},
    {"start_s": 22.5, "end_s": 24.0, "text": "to any of it,"},
    {"start_s": 24.0, "end_s": 64.0, "text": "and the talks go on next week."},
]


def frames(start: float, end: float) -> np.ndarray:
    return FRAMES[int(start * FPS) : int(end * FPS)]


def sound(start: float, end: float) -> np.ndarray:
    return SOUND[int(start * RATE) : int(end * RATE)]


class Desk:
    """A folder with an index of two records: a filmed release and an older archive video."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        written(folder / "briefing.mp4", FRAMES, SOUND)
        written(folder / "flood.mp4", footage(24.0, seed=3), speech(24.0, seed=3))
        release = {"id": "briefing", "kind": "release", "text": "Briefing", "published_at": "2024-05-02"}
        archive = {
            "id": "flood-2016",
            "kind": "archive",
            "text": "Streets under water",
            "published_at": "2016-07-06",
            "event_start": "2016-07-06",
            "places": ["湖北省", "武汉市"],
        }
        self.records = {
            "briefing": self._record(release, "briefing.mp4", TRANSCRIPT),
            "flood-2016": self._record(archive, "flood.mp4"),
        }
        with PictureWriter() as pictures:
            writer = RecordingWriter(folder / "recordings", pictures)
            for record in self.records.values():
                pictures.add(record)
                writer.add(record)
            writer.save()
            assert (pictures.skipped, writer.skipped) == ([], [])
            index = RecordingIndex.load(folder / "recordings")
            self.finder = RecordingFinder(index, pictures.index(), self.records.get)

    def _record(self, row: dict, name: str, transcript: list | None = None) -> Evidence:
        return Evidence.from_dict({**row, "media": [MediaPath(name, self.folder / name)], "transcript": transcript})

    def context(self, text: str, video: np.ndarray | None, audio: np.ndarray | None, name: str = "clip.mp4") -> Context:
        path = written(self.folder / name, video, audio)
        post = Post.from_dict({"id": "p", "text": text, "posted_at": "2024-05-04T10:00:00+08:00"})
        post = Post(id="p", text=text, posted_at=post.posted_at, media=(MediaPath(name, path),))
        found, skipped = self.finder.find(post)
        assert skipped == ()
        now = datetime(2024, 5, 4, 2, tzinfo=UTC)
        return Context(post=post, recordings=found, index_version="v", settings=Settings(), now=now)

    def edited(self, *args, text: str = "Listen to this"):
        return list(EditedOfficialDetector().detect(self.context(text, *args)))


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


def test_negation_cut_out_of_a_briefing_is_found_with_its_words(desk):
    (finding,) = desk.edited(
        np.concatenate([frames(14, 20), frames(22.5, 30)]), np.concatenate([sound(14, 20), sound(22.5, 30)])
    )
    (edit,) = finding.details["edits"]
    assert edit["op"] == "omitted"
    assert "not agree" in edit["before"]
    assert edit["in_picture"] is True
    assert finding.citations[0].evidence_id == "briefing"
    assert finding.confidence > 0.9
    assert {match.evidence_span.media for match in finding.matches} == {"briefing.mp4"}


def test_honest_excerpt_stays_silent(desk):
    assert desk.edited(frames(10, 26), sound(10, 26)) == []


def test_picture_that_goes_on_under_other_words_is_found(desk):
    swapped = np.concatenate([sound(30, 34), speech(3.0, seed=99), sound(37, 44)])
    (finding,) = desk.edited(frames(30, 44), swapped)
    assert [edit["op"] for edit in finding.details["edits"]] == ["sound_replaced"]
    assert finding.details["edits"][0]["post_span"]["start"] == pytest.approx(4.0, abs=0.4)


def test_reordered_answers_are_found(desk):
    (finding,) = desk.edited(
        np.concatenate([frames(40, 47), frames(30, 37)]), np.concatenate([sound(40, 47), sound(30, 37)])
    )
    assert "reordered" in {edit["op"] for edit in finding.details["edits"]}


def test_announced_compilation_stays_silent(desk):
    parts = np.concatenate([frames(2, 9), frames(45, 52)]), np.concatenate([sound(2, 9), sound(45, 52)])
    assert desk.edited(*parts, text="发布会要点集锦") == []
    assert desk.edited(*parts) != []


def test_sound_file_alone_is_enough(desk):
    (finding,) = desk.edited(None, np.concatenate([sound(14, 20), sound(22.5, 30)]), "clip.mp3")
    assert finding.details["edits"][0]["in_picture"] is False


def test_pictures_laid_over_honest_sound_are_no_edit(desk):
    video = np.concatenate([frames(30, 34), footage(4.0, seed=8), frames(38, 44)])
    assert desk.edited(video, sound(30, 44)) == []


def test_muted_clip_is_not_called_replaced(desk):
    assert desk.edited(frames(30, 44), np.zeros(14 * RATE, np.float32)) == []


def test_other_recording_is_none_of_ours(desk):
    context = desk.context("Listen", footage(10.0, seed=12), speech(10.0, seed=12))
    assert not any(found.hits for found in context.recordings)


def test_old_flood_video_sold_as_todays_is_found_and_its_own_event_is_not(desk):
    video, audio = footage(24.0, seed=3)[4 * FPS : 16 * FPS], speech(24.0, seed=3)[4 * RATE : 16 * RATE]
    (finding,) = OutOfContextMediaDetector().detect(desk.context("今天的郑州，现场实拍", video, audio))
    assert finding.citations[0].evidence_id == "flood-2016"
    assert finding.matches[0].evidence_span.media == "flood.mp4"
    honest = desk.context("2016年7月6日，武汉", video, audio)
    assert list(OutOfContextMediaDetector().detect(honest)) == []


def test_clip_is_found_by_sound_when_the_file_of_the_record_has_gone(desk, tmp_path):
    arrays = RecordingArrays.load(desk.folder / "recordings")
    gone = [type(key)(**{**_fields(key), "file": str(tmp_path / "gone.mp4")}) for key in arrays.keys]
    index = RecordingIndex(RecordingArrays(tuple(gone), *(getattr(arrays, name) for name in _PARTS)))
    finder = RecordingFinder(index, desk.finder._pictures, desk.records.get)
    path = written(tmp_path / "clip.mp4", frames(10, 22), sound(10, 22))
    (found,), _ = finder.find(Post(id="p", text="", media=(MediaPath("clip.mp4", path),)))
    assert found.hits[0].evidence.id == "briefing"
    assert "gone.mp4" in found.hits[0].unread


_PARTS = ("sound", "hashes", "places", "frame_s", "looks")


def _fields(key):
    return {name: getattr(key, name) for name in key.__slots__}


def test_broken_clip_is_skipped_with_its_reason(desk, tmp_path):
    (tmp_path / "half.mp4").write_bytes((desk.folder / "briefing.mp4").read_bytes()[:3000])
    picture = saved(scene(4), tmp_path / "a.png")
    post = Post(id="p", text="", media=(MediaPath("half.mp4", tmp_path / "half.mp4"), MediaPath("a.png", picture)))
    found, skipped = desk.finder.find(post)
    assert found == ()
    assert [(item.code, item.path) for item in skipped] == [("undecodable-media", "$.media[0]")]
