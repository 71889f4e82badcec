"""How much one media file may cost. Every number has a unit and a reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaLimits:
    """Limits of decoding one file; what exceeds them is skipped with the reason, never half decoded in silence."""

    #: Bytes of a picture file; phone panoramas stay below 40 MB.
    picture_bytes: int = 100_000_000
    #: Pixels of a picture; above this a few kilobytes can unfold to gigabytes (decompression bombs).
    pixels: int = 50_000_000
    #: Frames of an animated picture that are looked at.
    animation_frames: int = 64
    #: Longest side to which pictures are reduced before matching; more detail does not change ORB recall (2026-11).
    side: int = 1280
    #: Seconds of a recording; a day of parliament is 10 hours.
    recording_s: float = 12 * 3600.0
    #: Address space of the decoding process in bytes.
    memory_bytes: int = 1_000_000_000
    #: Wall-clock seconds for one picture.
    picture_s: float = 20.0
    #: Address space in bytes and wall-clock seconds for reading the text of one picture: the models map 1 GB, and a
    #: full page of small print takes 6 s (2026-11).
    reading_bytes: int = 2_000_000_000
    reading_s: float = 60.0
    #: Wall-clock seconds of silence from the decoder of a recording before it is given up.
    stall_s: float = 60.0


DEFAULT_LIMITS = MediaLimits()
#: Of the clips of posts: what is longer is no clip, and costs more than a check should.
CLIP_LIMITS = MediaLimits(recording_s=3600.0)
