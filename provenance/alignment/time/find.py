"""Which recordings of an index a post's clip plays: fingerprints and key frames name a few, alignment decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.alignment.clip_hits import ClipHits, RecordingEvidence
from provenance.alignment.time.clock import Clock, Window, windows
from provenance.alignment.time.edits import edits_of
from provenance.alignment.time.geometry import Seen, looked_up, seen_beside
from provenance.alignment.time.moments import paired, same_moments
from provenance.alignment.time.outdone import best_of
from provenance.alignment.time.picture import SPEEDS, Picture, align_picture, clip_picture, part_picture
from provenance.alignment.time.sound import align_sound, kept
from provenance.alignment.time.tracks import read_tracks
from provenance.errors import RecordError
from provenance.indexing.pictures import PictureIndex
from provenance.indexing.recordings.search import RecordingIndex, SoundPlace
from provenance.media.audio import RATE, SOUND_FPS, Sound, sound_of
from provenance.media.limits import CLIP_LIMITS, DEFAULT_LIMITS, MediaLimits
from provenance.media.sniff import is_recording
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.media_alignment import MediaAlignment, MediaSegment
from provenance.model.media_path import media_file
from provenance.model.post import Post

#: Recordings that a clip is laid against.
_MOST_RECORDINGS = 3
#: Hits of a key picture, and seconds of clip for each that is looked up (4 to 10 of them).
_HITS, _KEY_EVERY_S, _LEAST_KEYS, _MOST_KEYS = 6, 5.0, 4, 10
#: Seconds of sound laid out around what fingerprints say, and of picture around what the sound says.
_SOUND_AROUND_S, _PICTURE_AROUND_S = 8.0, 1.0
#: Seconds beyond which a look that recurs says nothing about the time.
_LOOK_SPREAD_S = 90.0
#: Seconds of picture decoded of one recording: so many times the clip, and at least so many.
_DECODED_TIMES, _DECODED_LEAST_S = 3.0, 90.0
#: Share of a clip whose picture must be found where its sound is, so that no other part of the record is decoded.
_SHOWN = 0.6
#: Words for a picture that shows part of the record's, or lies in part of the frame.
_MOVED = {"cropped", "inset"}
#: Root mean square below which nothing is heard: 60 dB under full scale.
_SILENCE = 1e-3
#: Empty rows between two parts of a sound.
_BETWEEN = 2 * SOUND_FPS


@dataclass(frozen=True, slots=True, eq=False)
class _Clip:
    name: str
    sound: Sound | None
    picture: Picture | None
    seen: list[Seen] = field(default_factory=list)
    keys: int = 0
    loud: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    @property
    def seconds(self) -> float:
        return max(self.sound.seconds if self.sound else 0.0, self.picture.seconds if self.picture else 0.0)


class RecordingFinder:
    """Looks the recordings of posts up.

    Args:
        recordings: of the index, if it has any.
        pictures: of the index, the key frames of those recordings among them; None where it has none.
        evidence_of: the record of an id, or None where it may not be cited.
        limits: of decoding.
    """

    def __init__(
        self,
        recordings: RecordingIndex | None,
        pictures: PictureIndex | None,
        evidence_of: Callable[[str], Evidence | None],
        limits: MediaLimits = DEFAULT_LIMITS,
    ) -> None:
        self._recordings, self._pictures, self._evidence_of = recordings, pictures, evidence_of
        self._limits = limits
        self._clip_limits = replace(limits, recording_s=min(CLIP_LIMITS.recording_s, limits.recording_s))

    def find(self, post: Post) -> tuple[tuple[ClipHits, ...], tuple[Skipped, ...]]:
        """What each recording of `post` plays, and the files that were not looked at, with the reason."""
        found: list[ClipHits] = []
        skipped: list[Skipped] = []
        for number, media in enumerate(post.media):
            path = media_file(media)
            if not is_recording(path):
                continue
            try:
                clip = self._read(path, str(media))
            except RecordError as error:
                message = f"{error} @ post {post.id}"
                skipped.append(Skipped(code=error.code, message=message, post_id=post.id, path=f"$.media[{number}]"))
                continue
            hits = tuple(self._hits(clip))
            if hits or clip.seen:
                found.append(
                    ClipHits(media, clip.seconds, hits, tuple(clip.seen), clip.keys, clip.loud, self._records(clip))
                )
        return tuple(found), tuple(skipped)

    def _records(self, clip: _Clip) -> dict[str, Evidence]:
        names = {each.hit.key.evidence_id for each in clip.seen}
        return {name: record for name in sorted(names) if (record := self._evidence_of(name)) is not None}

    def _read(self, path: Path, name: str) -> _Clip:
        samples, picture = read_tracks(path, self._clip_limits, clip_picture)
        sound, loud = (sound_of(samples), _loud(samples)) if samples is not None else (None, np.zeros(0, np.bool_))
        clip = _Clip(name, sound, picture, loud=loud)
        if picture is None or self._pictures is None:
            return clip
        most = int(np.clip(clip.seconds / _KEY_EVERY_S, _LEAST_KEYS, _MOST_KEYS))
        keys = looked_up(picture.keys, most)
        index = self._pictures
        seen = [Seen(key, hit, index.size(hit.key)) for key in keys for hit in index.search(key.pixels, _HITS)]
        return replace(clip, seen=seen, keys=len(keys))

    def _hits(self, clip: _Clip) -> Iterator[RecordingEvidence]:
        if self._recordings is None:
            return
        places = {place.recording: place for place in self._recordings.by_sound(clip.sound.peaks)} if clip.sound else {}
        looks: dict[int, list[Seen]] = defaultdict(list)
        for each in clip.seen:
            row = self._recordings.recording_of(each.hit.key.evidence_id, each.hit.key.media)
            if row is not None and each.hit.key.at_s is not None:
                looks[row].append(each)
        by_look = sorted(looks, key=lambda row: -sum(each.hit.match.similarity for each in looks[row]))
        rows = list(dict.fromkeys([*list(places)[:2], *by_look[:2], *list(places)[2:]]))[:_MOST_RECORDINGS]
        found: list[RecordingEvidence] = []
        for row in rows:
            if row not in places and any(_played_s(hit.alignment.segments) >= clip.seconds for hit in found):
                continue  # both tracks are explained in the main; what only looks alike would cost as much again
            hit = self._laid(clip, row, places.get(row), looks.get(row, []))
            if hit is not None:
                found.append(hit)
        yield from sorted(best_of(found), key=lambda hit: -_played_s(hit.alignment.segments))

    def _laid(self, clip: _Clip, row: int, place: SoundPlace | None, seen: Sequence[Seen]) -> RecordingEvidence | None:
        assert self._recordings is not None
        key = self._recordings.arrays.keys[row]
        evidence = self._evidence_of(key.evidence_id)
        if evidence is None:
            return None
        sounds: list[MediaSegment] = []
        if clip.sound is not None and key.sound[1] and place is not None:
            spans = [
                (at - _SOUND_AROUND_S, at + clip.sound.seconds * place.speed + _SOUND_AROUND_S)
                for at in place.offsets_s
            ]
            sounds = self._sound(clip, row, spans, place.speed)
        pictures: list[MediaSegment] = []
        unread = None
        if clip.picture is not None and key.frames[1] and (seen or kept(sounds)):
            beside = _beside(kept(sounds), clip)
            speeds = tuple(dict.fromkeys((1.0, place.speed))) if place and beside else SPEEDS
            if beside:
                pictures, unread = self._picture(clip, row, beside, seen, speeds, kept(sounds))
            if seen and _played_s(pictures) < _SHOWN * clip.seconds:
                # Another part of the picture may be shown under this sound; decoding more costs most of a look-up.
                spans = [*beside, *self._beside_looks(row, seen, clip)]
                pictures, unread = self._picture(clip, row, spans, seen, speeds)
        if clip.sound is not None and key.sound[1] and not kept(sounds) and kept(pictures):
            # No fingerprint does not mean foreign: the seconds that the picture plays are listened to.
            sounds = self._sound(clip, row, _beside(kept(pictures), clip), 1.0)
        tracks = [pictures, sounds]
        if not any(kept(track) for track in tracks):
            return None
        alignment = MediaAlignment(
            clip_name=clip.name,
            official_name=key.media,
            segments=tuple(segment for track in tracks for segment in track),
            edits=tuple(edit for track in tracks for edit in edits_of(track)),
        )
        return RecordingEvidence(evidence, key.media, alignment, unread)

    def _sound(self, clip: _Clip, row: int, spans: Sequence[Window], speed: float) -> list[MediaSegment]:
        assert self._recordings is not None
        assert clip.sound is not None
        arrays, key = self._recordings.arrays, self._recordings.arrays.keys[row]
        parts: list[npt.NDArray[np.float32]] = []
        rows, seconds, laid = [], [], 0
        for start, end in windows(spans, end=key.seconds):
            if parts:
                parts.append(np.zeros((_BETWEEN, parts[0].shape[1]), np.float32))
                laid += _BETWEEN
            first = int(start * SOUND_FPS)
            part = arrays.rows(row, first, int(end * SOUND_FPS))
            rows.append(laid)
            seconds.append(first / SOUND_FPS)
            parts.append(part)
            laid += len(part)
        if not parts:
            return []
        record = Sound(np.concatenate(parts), np.zeros(laid, np.float32), laid / SOUND_FPS)
        return align_sound(
            clip.sound,
            record,
            clip_name=clip.name,
            official_name=key.media,
            clock=Clock(tuple(rows), tuple(seconds), SOUND_FPS),
            speeds=(speed,),
        )

    def _picture(
        self,
        clip: _Clip,
        row: int,
        spans: Sequence[Window],
        seen: Sequence[Seen],
        speeds: Sequence[float],
        heard: Sequence[MediaSegment] = (),
    ) -> tuple[list[MediaSegment], str | None]:
        """The picture in some parts of a recording; what is `heard` tells at which moments it should be the same."""
        assert self._recordings is not None
        assert clip.picture is not None
        key = self._recordings.arrays.keys[row]
        most = max(_DECODED_LEAST_S, _DECODED_TIMES * clip.seconds)
        parts = windows(spans, end=key.seconds + 1.0, near=0.5, most=most)
        if not parts:
            return [], "the picture alone does not tell which seconds are played"
        moments = same_moments(clip.picture.keys, heard)
        try:
            record = part_picture(Path(key.file), parts, self._limits, [second for _, second in moments])
        except RecordError as error:
            return [], str(error)
        align = partial(
            align_picture,
            clip.picture,
            record,
            clip_name=clip.name,
            official_name=key.media,
            speeds=speeds,
            heard=heard,
        )
        found = align(seen=seen)
        moved = _MOVED & {name for segment in found for name in segment.transform}
        if moved or _played_s(found) < _SHOWN * clip.seconds:
            # The stored frames show other moments: a camera that moved in between is taken for a crop.
            exact = seen_beside(paired(moments, record.keys), key.media)
            found = max(found, align(seen=exact), key=_explained) if exact else found
        return found, None

    def _beside_looks(self, row: int, seen: Sequence[Seen], clip: _Clip) -> Iterator[Window]:
        """Parts of a recording where its frames look like those of a clip; looks that recur all over tell nothing."""
        assert self._recordings is not None
        for each in sorted(seen, key=lambda each: -each.hit.match.similarity):
            assert each.hit.key.at_s is not None
            times = self._recordings.frames_like(row, each.hit.key.at_s)
            if len(times) and float(times.max() - times.min()) <= _LOOK_SPREAD_S:
                before, after = each.key.second, clip.seconds - each.key.second
                yield float(times.min()) - before - 10.0, float(times.max()) + after + 10.0


def _loud(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    tenth = RATE // 10
    whole = samples[: len(samples) // tenth * tenth].reshape(-1, tenth)
    return np.asarray(np.sqrt((whole**2).mean(1)) > _SILENCE, np.bool_)


def _beside(segments: Sequence[MediaSegment], clip: _Clip) -> list[Window]:
    """For each part that one track plays, where the whole clip would lie if it went on evenly; the longest first."""
    out = []
    for segment in sorted(segments, key=lambda each: each.clip.start_s - each.clip.end_s):
        assert segment.official is not None
        start = segment.official.start_s - segment.clip.start_s * segment.speed
        out.append((start - _PICTURE_AROUND_S, start + clip.seconds * segment.speed + _PICTURE_AROUND_S))
    return out


def _explained(segments: Sequence[MediaSegment]) -> float:
    return sum(each.score * (each.clip.end_s - each.clip.start_s) for each in segments if each.official is not None)


def _played_s(segments: Sequence[MediaSegment]) -> float:
    return sum(segment.clip.end_s - segment.clip.start_s for segment in segments if segment.official is not None)
