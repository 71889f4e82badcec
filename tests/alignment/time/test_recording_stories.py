from __future__ import annotations

import numpy as np
import pytest

from provenance.alignment.time import align_recordings
from provenance.errors import InputError, RecordError
from provenance.media import audio
from provenance.media.audio import samples_of
from provenance.media.limits import MediaLimits
from provenance.media.video import KeyPicture, SmallFrame, read_parts, read_recording
from provenance.model.media_alignment import MediaEditOp, Track
from tests.media.recordings import FPS, RATE, footage, speech, written
from tests.media.scenes import saved, scene

pytestmark = pytest.mark.media

FRAMES, SOUND = footage(48.0), speech(48.0)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return written(tmp_path_factory.mktemp("record") / "press-conference.mp4", FRAMES, SOUND)


def frames(start: float, end: float) -> np.ndarray:
    return FRAMES[int(start * FPS) : int(end * FPS)]


def sound(start: float, end: float) -> np.ndarray:
    return SOUND[int(start * RATE) : int(end * RATE)]


def edits(alignment, track: Track) -> list[MediaEditOp]:
    return [edit.op for edit in alignment.edits if edit.track is track]


def test_untouched_clip_has_no_edits(record, tmp_path):
    clip = written(tmp_path / "clip.mp4", frames(10, 22), sound(10, 22))
    alignment = align_recordings(clip, record)
    assert alignment.edits == ()
    for track in Track:
        (only,) = alignment.track(track)
        assert only.official is not None
        assert only.official.start_s == pytest.approx(10, abs=0.15)


def test_cut_is_found_in_both_tracks(record, tmp_path):
    clip = written(
        tmp_path / "clip.mp4",
        np.concatenate([frames(17, 22), frames(23, 29)]),
        np.concatenate([sound(17, 22), sound(23, 29)]),
    )
    alignment = align_recordings(clip, record)
    for track in Track:
        assert edits(alignment, track) == [MediaEditOp.CUT]
        edit = next(edit for edit in alignment.edits if edit.track is track)
        assert edit.clip.start_s == pytest.approx(5, abs=0.3)
        assert edit.seconds == pytest.approx(1.0, abs=0.17)


def test_continuous_picture_under_replaced_sound_is_told_apart(record, tmp_path):
    foreign = np.concatenate([sound(10, 14), speech(4.0, seed=99), sound(18, 22)])
    alignment = align_recordings(written(tmp_path / "clip.mp4", frames(10, 22), foreign), record)
    assert edits(alignment, Track.PICTURE) == []
    assert edits(alignment, Track.SOUND) == [MediaEditOp.REPLACED]


def test_mirrored_clip_is_followed_through_a_splice(record, tmp_path):
    parts = np.concatenate([frames(2, 8), frames(36, 42)])[:, :, ::-1]
    alignment = align_recordings(written(tmp_path / "clip.mp4", parts), record)
    assert set(edits(alignment, Track.PICTURE)) == {MediaEditOp.MIRRORED, MediaEditOp.SPLICE}
    assert alignment.track(Track.SOUND) == ()


def test_caption_bar_is_no_edit_and_hides_none(record, tmp_path):
    whole, cut = frames(10, 22), np.concatenate([frames(10, 16), frames(19, 25)])
    for number, (shown, wanted) in enumerate(((whole, []), (cut, [MediaEditOp.CUT]))):
        made = shown.copy()
        made[:, int(0.8 * made.shape[1]) :] = (250, 220, 0)
        alignment = align_recordings(written(tmp_path / f"clip-{number}.mp4", made), record)
        assert edits(alignment, Track.PICTURE) == wanted


def test_vertical_crop_is_followed(record, tmp_path):
    alignment = align_recordings(written(tmp_path / "clip.mp4", frames(26, 36)[:, :, 110:214]), record)
    kept = [segment for segment in alignment.track(Track.PICTURE) if segment.official]
    assert kept[0].official.start_s - kept[0].clip.start_s == pytest.approx(26, abs=0.2)
    assert MediaEditOp.CROPPED in edits(alignment, Track.PICTURE)


def test_other_footage_aligns_to_nothing(record, tmp_path):
    clip = written(tmp_path / "clip.mp4", footage(10.0, seed=5), speech(10.0, seed=5))
    alignment = align_recordings(clip, record)
    assert alignment.edits == ()
    assert all(segment.official is None for segment in alignment.segments)


def test_sound_files_align_too(record, tmp_path):
    clip = written(tmp_path / "clip.mp3", sound=np.concatenate([sound(5, 10), sound(11, 16)]))
    alignment = align_recordings(clip, record)
    assert edits(alignment, Track.SOUND) == [MediaEditOp.CUT]
    line = alignment.to_dict()
    assert line["schema"] == "provenance.alignment/1"
    assert {segment["track"] for segment in line["segments"]} == {"sound"}


def test_what_cannot_be_decoded_is_refused_with_a_reason(record, tmp_path):
    half = tmp_path / "half.mp4"
    half.write_bytes(record.read_bytes()[:2000])
    empty, page, picture = tmp_path / "empty.mp4", tmp_path / "page.mp4", saved(scene(1), tmp_path / "a.png")
    empty.write_bytes(b"")
    page.write_text("<html></html>")
    for path in (half, empty, page, picture, tmp_path / "absent.mp4"):
        with pytest.raises(InputError, match=path.name):
            align_recordings(path, record)


def test_recording_longer_than_the_limit_is_refused(record):
    with pytest.raises(RecordError) as caught:
        list(read_recording(record, MediaLimits(recording_s=5.0)))
    assert caught.value.code == "media-too-large"
    with pytest.raises(RecordError):
        list(samples_of(record, MediaLimits(recording_s=5.0)))
    with pytest.raises(RecordError):
        list(read_parts(record, [(0.0, 20.0)], MediaLimits(recording_s=5.0)))


def test_frames_come_on_an_even_clock_with_key_pictures_between(record):
    blocks = list(read_recording(record))
    small = [block.second for block in blocks if isinstance(block, SmallFrame)]
    assert np.allclose(np.diff(small), 0.08)
    assert len(small) == pytest.approx(48 * 12.5, abs=2)
    keys = [block for block in blocks if isinstance(block, KeyPicture)]
    assert 6 <= len(keys) <= 48
    assert keys[0].pixels.shape == (180, 320, 3)
    samples = [block for block in blocks if isinstance(block, np.ndarray)]
    assert sum(map(len, samples)) == pytest.approx(48 * audio.RATE, abs=0.2 * audio.RATE)


def test_parts_of_a_recording_show_the_frames_of_the_whole(record):
    whole = {round(b.second, 3): b.grey for b in read_recording(record) if isinstance(b, SmallFrame)}
    blocks = list(read_parts(record, [(3.0, 5.0), (20.0, 21.5), (47.0, 60.0)], at=[20.7, 4.02, 12.0]))
    keys = [block.second for block in blocks if isinstance(block, KeyPicture)]
    assert keys == [pytest.approx(4.08, abs=0.01), pytest.approx(20.72, abs=0.01)]
    parts = [block for block in blocks if isinstance(block, SmallFrame)]
    seconds = [each.second for each in parts]
    assert seconds == sorted(seconds)
    assert {int(second) for second in seconds} == {3, 4, 20, 21, 47}
    assert len(parts) == pytest.approx(12.5 * (2.0 + 1.5 + 1.0), abs=3)
    for each in parts:
        assert np.abs(whole[round(each.second, 3)].astype(int) - each.grey).mean() < 0.5
