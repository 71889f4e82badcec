from __future__ import annotations

import re

import numpy as np
import pytest

from provenance.model.media_alignment import MediaAlignment, MediaEdit, MediaEditOp, MediaSegment, Track
from provenance.model.span import TimeSpan
from provenance.report.alignment_formats import render_media_alignment
from provenance.report.media_alignment_html import Frames, media_alignment_html, wanted_seconds
from tests.media.recordings import FPS, RATE, footage, speech, written

CLIP, RECORD = "posts/<clip>.mp4", "official/briefing & more.mp4"


def clip(start: float, end: float) -> TimeSpan:
    return TimeSpan(start, end, CLIP)


def record(start: float, end: float) -> TimeSpan:
    return TimeSpan(start, end, RECORD)


def segment(track: Track, here: TimeSpan, there: TimeSpan | None) -> MediaSegment:
    return MediaSegment(track, here, there, 1.0, (), 0.8 if there else 0.0)


ALIGNMENT = MediaAlignment(
    clip_name=CLIP,
    official_name=RECORD,
    segments=(
        segment(Track.PICTURE, clip(0, 5), record(60, 65)),
        segment(Track.PICTURE, clip(5, 9), record(67, 71)),
        segment(Track.SOUND, clip(0, 5), record(60, 65)),
        segment(Track.SOUND, clip(5, 9), None),
    ),
    edits=(
        MediaEdit(Track.PICTURE, MediaEditOp.MIRRORED, clip(0, 9), None, None),
        MediaEdit(Track.PICTURE, MediaEditOp.CUT, clip(5, 5), record(65, 67), 2.0),
        MediaEdit(Track.SOUND, MediaEditOp.INSERTED, clip(5, 9), None, 4.0),
    ),
)


def test_page_shows_both_sides_of_each_boundary_and_matched_frames():
    wanted = wanted_seconds(ALIGNMENT)
    frames = Frames(*({second: np.full((9, 16, 3), 90, np.uint8) for second in seconds} for seconds in wanted))
    page = media_alignment_html(ALIGNMENT, frames)
    assert "clip 0:04.88" in page
    assert "record 1:04.88" in page
    assert "record 1:07.12" in page
    assert page.count("<div class='pair'>") == 2
    assert page.count("<img ") >= 4 + 2 * 8
    assert "<script" not in page
    assert "&lt;clip&gt;.mp4" in page
    assert "briefing &amp; more.mp4" in page
    assert not re.search(r"src='(?!data:)", page)


def test_what_was_put_into_the_picture_is_shown():
    put_in = MediaAlignment(
        clip_name=CLIP,
        official_name=RECORD,
        segments=(
            segment(Track.PICTURE, clip(0, 5), record(60, 65)),
            segment(Track.PICTURE, clip(5, 9), None),
            segment(Track.PICTURE, clip(9, 14), record(69, 74)),
        ),
        edits=(MediaEdit(Track.PICTURE, MediaEditOp.REPLACED, clip(5, 9), record(65, 69), 4.0),),
    )
    assert 7.0 in wanted_seconds(put_in)[0]
    page = media_alignment_html(put_in, Frames())
    assert [page.index(told) for told in ("before: clip 0:04.88", "put in: clip 0:07.00", "after: clip 0:09.12")]
    assert page.count("not in the record</figcaption>") == 1
    assert "put in" not in media_alignment_html(ALIGNMENT, Frames())


def test_foreign_stretch_is_hatched_and_has_no_frame_of_the_record():
    page = media_alignment_html(ALIGNMENT, Frames())
    assert "class='none'" in page
    assert "<img" not in page
    assert "missing" in page


def test_clip_of_nothing_says_so():
    nothing = MediaAlignment(
        clip_name=CLIP, official_name=RECORD, segments=(segment(Track.SOUND, clip(0, 4), None),), edits=()
    )
    assert "plays nothing of the record" in media_alignment_html(nothing, Frames())
    assert wanted_seconds(nothing) == ([], [])


@pytest.mark.media
def test_page_of_files_carries_their_frames(tmp_path):
    video, sound = footage(8.0), speech(8.0)
    files = written(tmp_path / "clip.mp4", video[: 5 * FPS], sound[: 5 * RATE]), written(tmp_path / "r.mp4", video)
    one = segment(Track.PICTURE, TimeSpan(0, 5, str(files[0])), TimeSpan(0, 5, str(files[1])))
    made = MediaAlignment(clip_name=str(files[0]), official_name=str(files[1]), segments=(one,), edits=())
    assert render_media_alignment(made, "html").count("data:image/jpeg") == 16


@pytest.mark.media
def test_page_of_sound_files_has_no_frames(tmp_path):
    path = str(written(tmp_path / "a.mp3", sound=speech(3.0)))
    edit = MediaEdit(Track.SOUND, MediaEditOp.CUT, TimeSpan(1, 1, path), TimeSpan(1, 2, path), 1.0)
    here = segment(Track.SOUND, TimeSpan(0, 1, path), TimeSpan(0, 1, path))
    made = MediaAlignment(clip_name=path, official_name=path, segments=(here,), edits=(edit,))
    page = render_media_alignment(made, "html")
    assert "<img" not in page
    assert "cut" in page
