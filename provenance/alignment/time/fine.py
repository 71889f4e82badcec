"""Pieces of a picture track told apart and placed by the frames themselves, pixel by pixel, not by what they resemble.

A slow pan looks alike for seconds: its frames resemble their neighbours so well that a path through offsets sees no
reason to jump. What is left when the right frame is taken off is far smaller than what its neighbour leaves, though.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from provenance.alignment.time.pieces import Piece, best_path

Floats = npt.NDArray[np.float32]

#: Frames (at 12.5 a second) by which a piece may lie elsewhere than was thought: the longest cut that hides in a pan.
_REACH = 75
#: What a jump must save, in frames whose difference is as large as noise makes it; and what a frame counts at most.
_JUMP, _MOST = 12.0, 4.0
#: Grey levels of difference that encoders make where nothing moves.
NOISE = 0.5
#: Offsets that differ by fewer frames are one: cameras and encoders do not agree on the clock to a frame.
_ONE = 3
#: What a frame costs that is not the record's: halfway between those that are and those that cannot be.
FOREIGN = 2.0
#: What a frame costs at an offset of the sound, as a share: enough to choose among what is alike, as a far part of a
#: slow pan in half size, and too little for a jump out of a picture that stands still for a quarter of a minute.
_FOLLOWED = 0.95
#: What a difference below the noise counts for.
_BELOW = 0.1
#: Frames around a seam within which it is placed anew.
_SEAM = 10


def refined(
    found: Sequence[Piece], mine: Floats, other: Floats, offsets: Sequence[int] = (), heard: Sequence[int] = ()
) -> list[Piece]:
    """Split pieces that play two places, and move seams to where the frames change sides.

    Args:
        found: pieces that cover the clip.
        mine: frames of the clip in grey levels, shape (n, height, width).
        other: frames of the record.
        offsets: further ones that were voted for; those near a piece's own are always tried.
        heard: those at which the sound plays the record: of two that fit alike, the picture follows the sound.
    """
    parts = [part for piece in found for part in _split(piece, mine, other, offsets, heard)]
    return _sharpened(parts, mine, other)


def _split(piece: Piece, mine: Floats, other: Floats, voted: Sequence[int], heard: Sequence[int]) -> list[Piece]:
    if piece.offset is None:
        return [piece]
    here = uncovered(piece, mine, other)
    seen, record = mine[:, here, None], other[:, here, None]
    near = range(piece.offset - _REACH, piece.offset + _REACH + 1)
    beside = {each + step for each in heard for step in range(1 - _ONE, _ONE)}
    far = {each + step for each in voted for step in range(1 - _ONE, _ONE)}.union(beside).difference(near)
    count, offsets = piece.end - piece.start, [*near, *sorted(far)]
    apart = np.full((count, len(offsets)), np.inf, np.float32)
    for column, offset in enumerate(offsets):
        low, high = max(piece.start, -offset), min(piece.end, len(other) - offset)
        if high > low:
            apart[low - piece.start : high - piece.start, column] = difference(seen, record, offset, low, high)
    noise = max(NOISE, float(np.median(apart.min(1))))
    follows = np.array([_FOLLOWED if offset in beside else 1.0 for offset in offsets], np.float32)
    # Below the noise offsets hardly differ: a pan that comes back shows the same, by chance nearer to its frames.
    told = np.maximum(apart, NOISE) + _BELOW * np.minimum(apart, NOISE)
    path = best_path(-np.minimum(told / noise * follows, _MOST), _JUMP)
    edges = [0, *(np.flatnonzero(np.diff(path)) + 1).tolist(), len(path)]
    parts: list[Piece] = []
    for start, end in pairwise(edges):
        part = replace(piece, start=piece.start + start, end=piece.start + end, offset=offsets[int(path[start])])
        if parts and abs(_offset(parts[-1]) - _offset(part)) < _ONE:
            longer = max(parts[-1], part, key=lambda each: each.end - each.start)
            parts[-1] = replace(longer, start=parts[-1].start, end=part.end)
        else:
            parts.append(part)
    return parts


def uncovered(piece: Piece, mine: Floats, other: Floats) -> npt.NDArray[np.bool_]:
    """Pixels in which the piece shows the record at all; bars, banners and captions lie over the others.

    Args:
        piece: of the clip, with its offset.
        mine: grey frames of the clip, shape (n, height, width).
        other: those of the record, shape (m, height, width).

    Returns:
        shape (height, width).
    """
    at = np.clip(np.arange(piece.start, piece.end) + _offset(piece), 0, len(other) - 1)
    apart = mine[piece.start : piece.end] - other[at]
    apart = np.abs(apart - np.median(apart, axis=(1, 2), keepdims=True))
    # A quarter of the time, as the rest may play another second of the record.
    left = np.quantile(apart, 0.25, axis=0)
    return np.asarray(left <= max(2 * NOISE, 3 * float(np.median(left))), np.bool_)


def _sharpened(found: list[Piece], mine: Floats, other: Floats) -> list[Piece]:
    """Move each seam to where the frames themselves change sides: motion blurs it."""
    out = list(found)
    for at in range(1, len(out)):
        before, after = out[at - 1], out[at]
        low, high = max(before.start + 1, after.start - _SEAM), min(after.end - 1, after.start + _SEAM)
        if high <= low:
            continue
        first, second = (_cost(piece, mine, other, low, high) for piece in (before, after))
        costs = np.concatenate([[0.0], np.cumsum(first)]) + np.concatenate([np.cumsum(second[::-1])[::-1], [0.0]])
        seam = low + int(costs.argmin())
        out[at - 1], out[at] = replace(before, end=seam), replace(after, start=seam)
    return out


def _cost(piece: Piece, mine: Floats, other: Floats, low: int, high: int) -> Floats:
    """What frames `low` ≤ i < `high` leave under a piece, as a multiple of what its own frames leave.

    At most `_MOST`: beside a change of shots a frame may differ altogether, as the two were not sampled at the same
    moment. Of a foreign piece each frame costs the same.
    """
    if piece.offset is None:
        return np.full(high - low, FOREIGN, np.float32)
    here = uncovered(piece, mine, other)
    seen, record = mine[:, here, None], other[:, here, None]
    own = difference(seen, record, piece.offset, piece.start, piece.end)
    noise = max(NOISE, float(np.median(own)))
    return np.asarray(np.minimum(difference(seen, record, piece.offset, low, high) / noise, _MOST), np.float32)


def difference(mine: Floats, other: Floats, offset: int, low: int, high: int) -> Floats:
    """Mean difference of frames `low` ≤ i < `high` from their frames of the record, in grey levels less the mean.

    Args:
        mine: grey frames of the clip, shape (n, height, width).
        other: those of the record, shape (m, height, width).
        offset: frame of the record less frame of the clip.
        low: the first frame of the clip.
        high: the frame behind the last.

    Returns:
        grey levels, shape (high - low,); lower is nearer.
    """
    at = np.clip(np.arange(low, high) + offset, 0, len(other) - 1)
    apart = mine[low:high] - other[at]
    return np.asarray(np.abs(apart - apart.mean((1, 2), keepdims=True)).mean((1, 2)), np.float32)


def _offset(piece: Piece) -> int:
    assert piece.offset is not None
    return piece.offset
