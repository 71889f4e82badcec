from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from provenance.alignment.time.edits import edits_of
from provenance.alignment.time.sound import align_sound
from provenance.media.audio import sound_of
from provenance.model.media_alignment import MediaEditOp
from tests.media.recordings import RATE, speech

OFFICIAL = speech(120.0, seed=1)[::2]
RECORD = sound_of(OFFICIAL)


def seconds(start: float, end: float) -> np.ndarray:
    return OFFICIAL[int(start * RATE / 2) : int(end * RATE / 2)]


def aligned(*parts: np.ndarray):
    segments = align_sound(sound_of(np.concatenate(parts)), RECORD, clip_name="clip", official_name="record")
    return segments, list(edits_of(segments))


def test_untouched_passage_is_one_segment_in_its_place():
    segments, edits = aligned(seconds(30, 42))
    assert edits == []
    (only,) = segments
    assert only.official is not None
    assert only.official.start_s == pytest.approx(30, abs=0.03)
    assert only.official.end_s == pytest.approx(42, abs=0.05)


@pytest.mark.parametrize("cut", [0.3, 0.5, 1.0, 1.5])
def test_words_cut_out_are_placed_and_measured(cut):
    _, edits = aligned(seconds(20, 25), seconds(25 + cut, 31))
    (edit,) = edits
    assert edit.op is MediaEditOp.CUT
    assert edit.clip.start_s == pytest.approx(5.0, abs=0.3)
    assert edit.seconds == pytest.approx(cut, abs=0.05)


def test_answers_spliced_from_far_apart_are_called_a_splice():
    _, edits = aligned(seconds(10, 16), seconds(80, 86))
    assert [edit.op for edit in edits] == [MediaEditOp.SPLICE]
    assert edits[0].seconds == pytest.approx(64, abs=0.1)


def test_exchanged_passages_are_reordered():
    _, edits = aligned(seconds(60, 66), seconds(50, 56))
    assert [edit.op for edit in edits] == [MediaEditOp.REORDERED]


def test_words_said_again_elsewhere_do_not_break_up_a_replaced_passage():
    put_in = [seconds(90, 91.2), speech(2.8, seed=78)[::2]]
    segments, edits = aligned(seconds(40, 46), *put_in, seconds(50, 56))
    assert [edit.op for edit in edits] == [MediaEditOp.REPLACED]
    assert edits[0].clip.start_s == pytest.approx(6.0, abs=0.3)
    assert len(segments) == 3


def test_words_taken_from_elsewhere_and_put_between_the_records_own_are_told():
    _, edits = aligned(seconds(40, 46), seconds(90, 91.2), seconds(47, 53))
    assert [edit.op for edit in edits] == [MediaEditOp.SPLICE, MediaEditOp.REORDERED]


def test_foreign_words_in_place_of_the_records_are_a_replacement():
    _, edits = aligned(seconds(40, 46), speech(3.0, seed=77)[::2], seconds(49, 55))
    assert [edit.op for edit in edits] == [MediaEditOp.REPLACED]
    assert edits[0].clip.start_s == pytest.approx(6.0, abs=0.3)


def test_foreign_words_put_in_where_the_record_goes_on_are_an_insertion():
    _, edits = aligned(seconds(40, 46), speech(3.0, seed=78)[::2], seconds(46, 52))
    assert [edit.op for edit in edits] == [MediaEditOp.INSERTED]


@pytest.mark.parametrize("seed", range(5))
def test_another_speech_does_not_align(seed):
    segments, edits = aligned(speech(10.0, seed=200 + seed)[::2])
    assert edits == []
    assert [segment.official for segment in segments] == [None]


def test_silence_and_very_short_clips_align_to_nothing():
    for clip in (np.zeros(RATE, np.float32), seconds(30, 30.1), np.zeros(0, np.float32)):
        segments, _ = aligned(clip)
        assert all(segment.official is None for segment in segments)


@pytest.mark.parametrize("speed", [1.25, 1.5])
def test_faster_playback_is_measured(speed):
    fast = sound_of(seconds(30, 50))
    rows = fast.rows[(np.arange(int(len(fast.rows) / speed)) * speed).astype(int)]
    activity = fast.activity[(np.arange(len(rows)) * speed).astype(int)]
    clip = type(fast)(rows, activity, fast.seconds / speed)
    segments = align_sound(clip, RECORD, clip_name="clip", official_name="record")
    assert {segment.speed for segment in segments} == {speed}
    assert MediaEditOp.SPEED in {edit.op for edit in edits_of(segments)}


def test_segments_cover_the_clip_without_gaps():
    segments, _ = aligned(seconds(10, 14), speech(2.0, seed=9)[::2], seconds(70, 75))
    assert segments[0].clip.start_s == 0
    assert all(a.clip.end_s == b.clip.start_s for a, b in pairwise(segments))
    assert segments[-1].clip.end_s == pytest.approx(11.0, abs=0.01)
