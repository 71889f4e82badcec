"""How an alignment of recordings reads: picture and sound apart."""

from __future__ import annotations

import json

import pytest

from provenance.errors import UsageError
from provenance.model.media_alignment import MediaAlignment, MediaEdit, MediaEditOp, MediaSegment, Track
from provenance.model.span import TimeSpan
from provenance.report.alignment_formats import render_media_alignment


def clip(start: float, end: float) -> TimeSpan:
    return TimeSpan(start, end, "clip.mp4")


def record(start: float, end: float) -> TimeSpan:
    return TimeSpan(start, end, "official.mp4")


ALIGNMENT = MediaAlignment(
    clip_name="clip.mp4",
    official_name="official.mp4",
    segments=(
        MediaSegment(Track.PICTURE, clip(0, 20), record(30, 50), 1.0, (), 0.9),
        MediaSegment(Track.SOUND, clip(0, 12), record(30, 42), 1.0, (), 0.9),
        MediaSegment(Track.SOUND, clip(12, 20), None, 1.0, (), 0.0),
    ),
    edits=(MediaEdit(Track.SOUND, MediaEditOp.REPLACED, clip(12, 20), record(42, 50), 8.0),),
)


def test_sound_replaced_under_a_continuous_picture_is_seen_at_a_glance(snapshot):
    assert render_media_alignment(ALIGNMENT, "text") == snapshot


def test_the_json_line_carries_both_tracks():
    row = json.loads(render_media_alignment(ALIGNMENT, "jsonl"))
    assert row["schema"] == "provenance.alignment/1"
    assert {segment["track"] for segment in row["segments"]} == {"picture", "sound"}


def test_an_edit_list_takes_the_picture():
    pytest.importorskip("otio_cmx3600_adapter")
    assert "00:00:30:00 00:00:50:00" in render_media_alignment(ALIGNMENT, "edl")


def test_an_unknown_format_is_refused_with_what_there_is():
    with pytest.raises(UsageError, match="text, jsonl, html, edl, otio"):
        render_media_alignment(ALIGNMENT, "pdf")
