"""Lay a clip on disk against a recording on disk, picture and sound apart."""

from __future__ import annotations

from pathlib import Path

from provenance.alignment.time.edits import edits_of
from provenance.alignment.time.picture import align_picture, clip_picture, record_picture
from provenance.alignment.time.sound import align_sound
from provenance.alignment.time.tracks import read_tracks
from provenance.errors import InputError, RecordError
from provenance.media.audio import sound_of
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.model.media_alignment import MediaAlignment, MediaSegment


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
    try:
        heard, seen = read_tracks(Path(clip), limits, clip_picture)
        record_heard, record_seen = read_tracks(Path(official), limits, lambda each: record_picture(each, names[1]))
    except RecordError as error:
        raise InputError(f"{error} ({error.code})") from None
    tracks: list[list[MediaSegment]] = []
    if heard is not None and record_heard is not None:
        mine, other = sound_of(heard), sound_of(record_heard)
        tracks.append(align_sound(mine, other, clip_name=names[0], official_name=names[1]))
    if seen is not None and record_seen is not None:
        played = [segment for track in tracks for segment in track]
        picture = align_picture(seen, record_seen, clip_name=names[0], official_name=names[1], heard=played)
        tracks.insert(0, picture)
    if not tracks:
        raise InputError(f"{clip} and {official} have neither sound nor picture in common")
    return MediaAlignment(
        clip_name=names[0],
        official_name=names[1],
        segments=tuple(segment for track in tracks for segment in track),
        edits=tuple(edit for track in tracks for edit in edits_of(track)),
    )
