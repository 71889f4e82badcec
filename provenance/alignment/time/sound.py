"""The sound of a clip laid against the sound of a recording."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from provenance.alignment.time.clock import Clock
from provenance.alignment.time.pieces import Rules, pieces
from provenance.media.audio import SOUND_FPS, Sound
from provenance.model.media_alignment import MediaSegment, Track
from provenance.model.span import TimeSpan

Floats = npt.NDArray[np.float32]

#: Tempos that are tried when the plain one explains too little.
SPEEDS = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 0.9, 0.8, 0.75)
#: Another tempo must explain so much more.
_SPEED_GAIN = 1.15
#: Share of the clip that the plain tempo must explain so that no other is tried.
_EXPLAINED = 0.75
#: Set by hand on recorded prompts of one voice (2026-11, benchmarks/figures/sound.md).
RULES = Rules(
    fps=SOUND_FPS,
    pool=4,
    window=40,
    hop=8,
    worth=0.3,
    smooth=9,
    jump=9.0,
    long_s=4.0,
    short_s=1.2,
    floor_long=0.48,
    floor_short=0.72,
    relative=0.8,
    least_s=0.35,
    alone_s=2.0,
)
_WHOLE = Clock.whole(SOUND_FPS)


def align_sound(
    clip: Sound,
    official: Sound,
    *,
    clip_name: str,
    official_name: str,
    clock: Clock = _WHOLE,
    speeds: Sequence[float] = SPEEDS,
) -> list[MediaSegment]:
    """Segments that cover the clip, each with its seconds of the record or none.

    Args:
        clip: what is explained.
        official: whole, or parts of it with silence between.
        clip_name: of the spans.
        official_name: of the spans.
        clock: the seconds that the rows of `official` stand for.
        speeds: that are tried, the plain one first.
    """
    found, speed, best = None, 1.0, 0.0
    for tried in speeds:
        rows, activity = (clip.rows, clip.activity) if tried == 1.0 else _stretched(clip, tried)
        here, total = pieces(rows, activity, official.rows, RULES)
        total /= tried
        if found is None or total > _SPEED_GAIN * best:
            found, speed, best = here, tried, total
        if tried == 1.0 and sum(p.end - p.start for p in here if p.offset is not None) >= _EXPLAINED * len(rows):
            break
    half = 0.032  # a row is centred on its window
    out = []
    for number, piece in enumerate(found or []):
        start = 0.0 if number == 0 else piece.start / SOUND_FPS + half
        last = number == len(found or []) - 1
        end = clip.seconds * speed if last else piece.end / SOUND_FPS + half
        here_span = TimeSpan(round(start / speed, 3), round(max(start, end) / speed, 3), clip_name)
        there = None
        if piece.offset is not None:
            shift = piece.offset
            there = TimeSpan(*clock.span(start * SOUND_FPS + shift, max(start, end) * SOUND_FPS + shift), official_name)
        out.append(MediaSegment(Track.SOUND, here_span, there, speed, (), round(piece.score, 3)))
    return out


def _stretched(clip: Sound, speed: float) -> tuple[Floats, Floats]:
    """The clip's rows on the clock of the record."""
    at = np.arange(int(len(clip.rows) * speed)) / speed
    low = np.clip(at.astype(np.int64), 0, max(0, len(clip.rows) - 2))
    share = (at - low).astype(np.float32)[:, None]
    rows = clip.rows[low] * (1 - share) + clip.rows[np.minimum(low + 1, len(clip.rows) - 1)] * share
    return rows.astype(np.float32), clip.activity[low]


def kept(segments: Sequence[MediaSegment]) -> list[MediaSegment]:
    """Those that play the record."""
    return [segment for segment in segments if segment.official is not None]
