"""From the segments of a track to the edits between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from provenance.model.media_alignment import MediaEdit, MediaEditOp, MediaSegment
from provenance.model.span import TimeSpan

#: Seconds below which two segments follow one another without a cut: half of the shortest cut that is found.
_SEAM_S = {"sound": 0.06, "picture": 0.14}
#: Foreign material shorter than this (seconds) is a seam, not an insertion.
_FOREIGN_S = {"sound": 0.12, "picture": 0.3}
#: A replacement fills its gap but for so many seconds.
_SAME_LENGTH_S = 0.35
#: From so many seconds left out on, the parts are called spliced: they are different passages.
_SPLICE_S = 20.0

_WHOLE = {"mirrored": MediaEditOp.MIRRORED, "cropped": MediaEditOp.CROPPED, "inset": MediaEditOp.INSET}


def edits_of(segments: Sequence[MediaSegment]) -> Iterator[MediaEdit]:
    """Edits of one track, in the order of the clip; those of the whole track first."""
    kept = [segment for segment in segments if segment.official is not None]
    if not kept:
        return
    track, whole = kept[0].track, TimeSpan(0.0, segments[-1].clip.end_s, kept[0].clip.media)
    for name in kept[0].transform:
        if name in _WHOLE:
            yield MediaEdit(track, _WHOLE[name], whole, None, None)
    if abs(kept[0].speed - 1) > 0.02:
        yield MediaEdit(track, MediaEditOp.SPEED, whole, None, None)
    for before, after in pairwise(kept):
        if (edit := _between(before, after)) is not None:
            yield edit
    for edge in (segments[0], segments[-1]) if len(segments) > 1 else ():
        length = edge.clip.end_s - edge.clip.start_s
        if edge.official is None and length >= _FOREIGN_S[track.value]:
            yield MediaEdit(track, MediaEditOp.INSERTED, edge.clip, None, round(length, 3))


def _between(before: MediaSegment, after: MediaSegment) -> MediaEdit | None:
    assert before.official is not None
    assert after.official is not None
    track = before.track
    start, end = before.official.end_s, after.official.start_s
    gap = end - start
    put_in = after.clip.start_s - before.clip.end_s
    here = TimeSpan(before.clip.end_s, max(before.clip.end_s, after.clip.start_s), before.clip.media)
    there = TimeSpan(min(start, end), max(start, end), before.official.media)
    if put_in >= _FOREIGN_S[track.value]:
        same = abs(gap - put_in * before.speed) < _SAME_LENGTH_S
        op = MediaEditOp.REPLACED if same else MediaEditOp.INSERTED
        return MediaEdit(track, op, here, there, round(put_in, 3))
    if gap > _SEAM_S[track.value]:
        op = MediaEditOp.SPLICE if gap >= _SPLICE_S else MediaEditOp.CUT
        return MediaEdit(track, op, here, there, round(gap, 3))
    if gap < -_SEAM_S[track.value]:
        return MediaEdit(track, MediaEditOp.REORDERED, here, there, round(-gap, 3))
    return None
