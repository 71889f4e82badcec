"""A clip laid against a recording, each track apart: its segments, and what was done between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from provenance.model.alignment import ALIGNMENT_SCHEMA, Shot
from provenance.model.span import TimeSpan


class Track(StrEnum):
    """Picture and sound are reported apart: a continuous picture under replaced sound is a finding."""

    PICTURE = "picture"
    SOUND = "sound"


class MediaEditOp(StrEnum):
    """What was done between two kept segments, or to a whole track."""

    #: The record goes on later: something was left out.
    CUT = "cut"
    #: So much was left out that the parts belong to different passages.
    SPLICE = "splice"
    #: The record goes on earlier.
    REORDERED = "reordered"
    #: As much foreign material as was left out of the record.
    REPLACED = "replaced"
    #: Foreign material where the record goes on without a gap.
    INSERTED = "inserted"
    SPEED = "speed"
    MIRRORED = "mirrored"
    CROPPED = "cropped"
    INSET = "inset"


@dataclass(frozen=True, slots=True)
class MediaSegment:
    """A stretch of one track of the clip and the stretch of the record that it plays; None where it plays none."""

    track: Track
    clip: TimeSpan
    official: TimeSpan | None
    #: Seconds of the record that pass in one second of the clip.
    speed: float
    #: Edits of the picture: `mirrored`, `cropped`, `inset` …
    transform: tuple[str, ...]
    #: Mean similarity, -1 to 1; 0 for a foreign stretch.
    score: float

    def to_dict(self) -> dict[str, Any]:
        """As `align --format jsonl` writes it."""
        return {
            "track": self.track.value,
            "clip": self.clip.to_dict(),
            "official": self.official.to_dict() if self.official else None,
            "speed": round(self.speed, 3),
            "transform": list(self.transform) or None,
            "score": self.score,
        }


@dataclass(frozen=True, slots=True)
class MediaEdit:
    """Something that was done to the record to make the clip."""

    track: Track
    op: MediaEditOp
    #: Where in the clip; a cut is a point.
    clip: TimeSpan
    #: What was left out or played elsewhere.
    official: TimeSpan | None
    #: Length of what was left out, put in or jumped over.
    seconds: float | None

    def to_dict(self) -> dict[str, Any]:
        """As `align --format jsonl` writes it."""
        return {
            "track": self.track.value,
            "op": self.op.value,
            "clip": self.clip.to_dict(),
            "official": self.official.to_dict() if self.official else None,
            "seconds": self.seconds,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaAlignment:
    """Both tracks of a clip. A track that one of the two files lacks is absent."""

    clip_name: str
    official_name: str
    segments: tuple[MediaSegment, ...]
    edits: tuple[MediaEdit, ...]

    def track(self, track: Track) -> tuple[MediaSegment, ...]:
        """Segments of one track, in the order of the clip."""
        return tuple(segment for segment in self.segments if segment.track is track)

    @property
    def shots(self) -> tuple[Shot, ...]:
        """The clip as shots for an edit list: by its picture, or by its sound where the picture plays nothing."""
        picture = self.track(Track.PICTURE)
        chosen = picture if any(segment.official for segment in picture) else self.track(Track.SOUND)
        return tuple(Shot(segment.clip, segment.official) for segment in chosen)

    def to_dict(self) -> dict[str, Any]:
        """One line of `align --format jsonl` (DESIGN section 5)."""
        return {
            "schema": ALIGNMENT_SCHEMA,
            "clip": self.clip_name,
            "official": self.official_name,
            "segments": [segment.to_dict() for segment in self.segments],
            "edits": [edit.to_dict() for edit in self.edits],
        }
