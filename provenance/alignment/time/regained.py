"""Passages given back to the record that a path through offsets held for foreign: their frames tell, pixel by pixel.

A bar over the picture, or a pan so slow that hardly anything moves, makes the right frame resemble too little. Where
nothing lies over it, though, next to nothing is left of it when the record's frame is taken off; and what lies over it
stands still, or is a bar from side to side. A passage of another day in the same hall leaves as little of the hall, but
not of those who move in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from provenance.alignment.time.fine import FOREIGN, NOISE, uncovered
from provenance.alignment.time.pieces import Piece, best_path

Floats = npt.NDArray[np.float32]

#: Offsets that are tried, the most voted ones.
_TRIED = 12
#: Shortest passage, in frames (at 12.5 a second), and what a jump must save, in frames that cannot be the record's.
_LEAST, _JUMP = 10, 4.0
#: Frames by which a voted offset may miss: a slow pan resembles itself.
_REACH = 12
#: Grey levels that an encoder may leave of a frame, and that as a share of the picture's contrast; and what a pixel
#: counts at most: the rim of a bar that is not told from the picture weighs little.
_LEFT, _LEFT_SHARE, _MOST = 2.0, 0.15, 8.0
#: Share of the picture that nothing may lie over; and share of a row from which on it is covered altogether.
_OPEN, _ACROSS = 0.5, 0.6
#: Frames between which it moves, share of a passage's motion that may not be the record's, and grey levels a pixel by
#: which a still picture trembles.
_LAG, _MOVED, _TREMBLES = 12, 0.4, 0.05


def regained(
    found: Sequence[Piece], mine: Floats, other: Floats, offsets: Sequence[int]
) -> tuple[list[Piece], list[Piece]]:
    """Look again at foreign passages under offsets that were voted for.

    Args:
        found: pieces that cover the clip.
        mine: frames of the clip in grey levels, shape (n, height, width).
        other: frames of the record.
        offsets: the most voted first.

    Returns:
        Pieces that cover the clip, and those of them that were given back.
    """
    out: list[Piece] = []
    back: list[Piece] = []
    for piece in found:
        parts = [piece]
        if piece.offset is None and piece.end - piece.start >= _LEAST and offsets:
            parts = list(_looked_at(piece, mine, other, offsets[:_TRIED]))
            back += [part for part in parts if part.offset is not None]
        for part in parts:
            if out and out[-1].offset == part.offset:
                out[-1] = replace(out[-1], end=part.end, score=max(out[-1].score, part.score))
            else:
                out.append(part)
    return out, back


def _looked_at(piece: Piece, mine: Floats, other: Floats, offsets: Sequence[int]) -> list[Piece]:
    count = piece.end - piece.start
    cost = np.full((count, len(offsets) + 1), FOREIGN, np.float32)
    for column, offset in enumerate(offsets):
        low, high = max(piece.start, -offset), min(piece.end, len(other) - offset)
        if high - low < _LEAST:
            continue
        here = uncovered(replace(piece, start=low, end=high, offset=offset), mine, other)
        left = _left(mine[low:high], other[low + offset : high + offset], here)
        cost[low - piece.start : high - piece.start, column] = np.minimum(FOREIGN * left / _LEFT, 2 * FOREIGN)
    path = best_path(-cost, _JUMP * FOREIGN)
    edges = [0, *(np.flatnonzero(np.diff(path)) + 1).tolist(), len(path)]
    parts = []
    for start, end in pairwise(edges):
        part = replace(piece, start=piece.start + start, end=piece.start + end)
        if path[start] < len(offsets):
            part = _believed(replace(part, offset=offsets[int(path[start])]), mine, other) or part
        parts.append(part)
    return parts


def _believed(piece: Piece, mine: Floats, other: Floats) -> Piece | None:
    """The piece with its score, if its frames are the record's but for what stands still over them."""
    low, high = max(piece.start, -_offset(piece)), min(piece.end, len(other) - _offset(piece))
    if high - low < max(_LEAST, piece.end - piece.start):
        return None
    piece = _placed(piece, mine, other)
    here = uncovered(piece, mine, other)
    if here.mean() < _OPEN:
        return None
    frames, theirs = mine[low:high], other[low + _offset(piece) : high + _offset(piece)]
    contrast = float(frames[:, here].std(axis=1).mean())
    if float(_left(frames, theirs, here).mean()) > max(NOISE, min(_LEFT, _LEFT_SHARE * contrast)):
        return None
    if not _moves_alike(frames, theirs, here):
        return None
    return replace(piece, score=_alike(frames[:, here], theirs[:, here]))


def _moves_alike(mine: Floats, other: Floats, here: npt.NDArray[np.bool_]) -> bool:
    """Whether nearly all that moves in the clip moves so in the record, and is seen there.

    The words in a bar may change: rows that are covered from side to side, from the top or the bottom on, do not count.
    The worst tenth of the frames is left out: the first may belong to the passage before.
    """
    covered = (~here).mean(1) >= _ACROSS
    top, bottom = int(covered.argmin()), int(covered[::-1].argmin())
    seen = slice(top, len(here) - bottom)
    mine, other, here = mine[:, seen], other[:, seen], here[seen]
    lag = min(_LAG, len(mine) // 2)
    moved, theirs = mine[lag:] - mine[:-lag], other[lag:] - other[:-lag]
    wrong = np.where(here, np.abs(moved - theirs), np.abs(moved))
    beyond = [np.sort(np.clip(each - NOISE, 0, None).mean((1, 2))) for each in (wrong, np.abs(moved))]
    return float(beyond[0][: -(len(moved) // 10) or None].mean()) <= _MOVED * float(beyond[1].mean()) + _TREMBLES


def _placed(piece: Piece, mine: Floats, other: Floats) -> Piece:
    """The piece under the offset near its own that leaves least."""
    here = uncovered(piece, mine, other)
    low, high = max(-piece.start, _offset(piece) - _REACH), min(len(other) - piece.end, _offset(piece) + _REACH)
    frames = mine[piece.start : piece.end]
    left = [_left(frames, other[piece.start + at : piece.end + at], here).mean() for at in range(low, high + 1)]
    return replace(piece, offset=low + int(np.argmin(left)))


def _left(mine: Floats, other: Floats, here: npt.NDArray[np.bool_]) -> Floats:
    """Mean difference of frames in grey levels less what is brighter or darker as a whole."""
    apart = mine[:, here] - other[:, here]
    return np.asarray(np.minimum(np.abs(apart - np.median(apart, axis=1, keepdims=True)), _MOST).mean(1), np.float32)


def _offset(piece: Piece) -> int:
    assert piece.offset is not None
    return piece.offset


def _alike(mine: Floats, other: Floats) -> float:
    """Mean correlation of frames."""
    first, second = (each - each.mean(1, keepdims=True) for each in (mine, other))
    norm = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1) + 1e-6
    return float(((first * second).sum(1) / norm).mean())
