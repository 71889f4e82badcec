"""Lay a clip on disk against a recording on disk, picture and sound apart."""

from __future__ import annotations

from pathlib import Path

from provenance.alignment.time.edits import edits_of
from provenance.alignment.time.picture import align_picture, clip_picture, record_picture
from provenance.alignment.time.sound import align_sound
from provenance.errors import InputError, RecordError
from provenance.media.audio import read_sound, sound_of
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.media.video import read_video
from provenance.model.media_alignment import MediaAlignment, MediaSegment

#: A track that one of the two files does not have is no error.
_ABSENT = frozenset({"no-sound", "no-picture"})


def align_recordings(clip: Path | str, official: Path | str, *, limits: MediaLimits = DEFAULT_LIMITS) -> MediaAlignment:
    """Which seconds of the clip play which seconds of the record, and the edits between them.

    Args:
        clip: an audio or video file.
        official: the full recording.
        limits: of decoding.

    Raises:
        InputError: a file cannot be decoded, or the two have no track in common.
    """
    names = str(clip), str(official)
    tracks: list[list[MediaSegment]] = []
    for read in (_pictures, _sounds):
        try:
            tracks.append(read(Path(clip), Path(official), names, limits))
        except RecordError as error:
            if error.code not in _ABSENT:
                raise InputError(f"{error} ({error.code})") from None
    if not tracks:
        raise InputError(f"{clip} and {official} have neither sound nor picture in common")
    return MediaAlignment(
        clip_name=names[0],
        official_name=names[1],
        segments=tuple(segment for track in tracks for segment in track),
        edits=tuple(edit for track in tracks for edit in edits_of(track)),
    )


def _pictures(clip: Path, official: Path, names: tuple[str, str], limits: MediaLimits) -> list[MediaSegment]:
    mine = clip_picture(read_video(clip, limits))
    other = record_picture(read_video(official, limits), names[1])
    return align_picture(mine, other, clip_name=names[0], official_name=names[1])


def _sounds(clip: Path, official: Path, names: tuple[str, str], limits: MediaLimits) -> list[MediaSegment]:
    mine, other = sound_of(read_sound(clip, limits)), sound_of(read_sound(official, limits))
    return align_sound(mine, other, clip_name=names[0], official_name=names[1])
