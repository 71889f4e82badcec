"""Which of the recordings that resemble a clip are named."""

from __future__ import annotations

from provenance.alignment.clip_hits import RecordingEvidence
from provenance.alignment.time.outdone import best_of
from provenance.model.evidence import Evidence
from provenance.model.media_alignment import MediaAlignment, MediaSegment, Track
from provenance.model.span import TimeSpan

#: Track, seconds of the clip from and to, and similarity; None where nothing of the recording is played.
Told = tuple[Track, float, float, float | None]


def hit(name: str, *told: Told) -> RecordingEvidence:
    segments = tuple(
        MediaSegment(
            track,
            TimeSpan(start, end, "clip"),
            None if score is None else TimeSpan(start + 60, end + 60, name),
            1.0,
            (),
            score or 0.0,
        )
        for track, start, end, score in told
    )
    record = Evidence.from_dict({"id": name, "kind": "release", "text": name})
    return RecordingEvidence(
        record, name, MediaAlignment(clip_name="clip", official_name=name, segments=segments, edits=())
    )


def names(*hits: RecordingEvidence) -> list[str]:
    return [each.evidence.id for each in best_of(hits)]


BRIEFING = hit("briefing", (Track.PICTURE, 0, 15, 0.86), (Track.SOUND, 0, 5.5, 0.83), (Track.SOUND, 9, 15, 0.84))


def test_recording_in_which_the_same_voice_says_some_of_the_words_is_not_named():
    other = hit("other", (Track.PICTURE, 0, 15, None), (Track.SOUND, 0, 9, None), (Track.SOUND, 9, 15, 0.59))
    assert names(BRIEFING, other) == names(other, BRIEFING) == ["briefing"]


def test_two_copies_of_one_recording_are_both_named():
    copy = hit("copy", (Track.PICTURE, 0, 15, 0.82), (Track.SOUND, 0, 5.5, 0.8), (Track.SOUND, 9, 15, 0.79))
    assert names(BRIEFING, copy) == ["briefing", "copy"]


def test_recording_of_the_passage_that_was_put_in_is_named_however_poor_it_is():
    put_in = hit("put in", (Track.SOUND, 5.5, 9, 0.6))
    assert names(BRIEFING, put_in) == ["briefing", "put in"]


def test_picture_of_one_recording_under_the_sound_of_another_names_both():
    assert names(hit("seen", (Track.PICTURE, 0, 12, 0.9)), hit("heard", (Track.SOUND, 0, 12, 0.7))) == ["seen", "heard"]


def test_one_recording_alone_is_named_even_if_nothing_of_it_is_played():
    assert names(hit("nothing", (Track.SOUND, 0, 9, None))) == ["nothing"]
