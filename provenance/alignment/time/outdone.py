"""Recordings that a clip only resembles: another one explains the same seconds of the same track far better.

The same sentence said twice in one voice, or by two machines, agrees in part; the recording that was cut agrees in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from provenance.alignment.clip_hits import RecordingEvidence
from provenance.model.media_alignment import MediaSegment

#: By how much the mean similarity of the other must be higher: copies of one recording differ by less.
_BETTER = 0.08
#: Share of what a recording plays that the other must play, too.
_SAME = 0.9


def best_of(found: Iterable[RecordingEvidence]) -> list[RecordingEvidence]:
    """Those that no other one of them outdoes, in their order."""
    hits = list(found)
    return [hit for hit in hits if not any(_outdoes(other, hit) for other in hits if other is not hit)]


def _outdoes(better: RecordingEvidence, hit: RecordingEvidence) -> bool:
    """Whether all that a hit plays is played better in another one."""
    theirs = _played(better.alignment.segments)
    played = shared = gain = 0.0
    for segment in _played(hit.alignment.segments):
        played += segment.clip.end_s - segment.clip.start_s
        for other in theirs:
            low, high = max(segment.clip.start_s, other.clip.start_s), min(segment.clip.end_s, other.clip.end_s)
            if other.track is segment.track and high > low:
                shared += high - low
                gain += (high - low) * (other.score - segment.score)
    return played > 0 and shared >= _SAME * played and gain >= _BETTER * shared


def _played(segments: Sequence[MediaSegment]) -> list[MediaSegment]:
    return [segment for segment in segments if segment.official is not None]
