"""The best way to explain a clip by pieces of a record: a path through offsets, with a price for every jump."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d

from provenance.alignment.time.seek import pooled, proposals

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows `start` ≤ i < `end` of the clip; they play rows `start + offset` … of the record, or nothing of it."""

    start: int
    end: int
    offset: int | None
    #: Mean similarity of active rows, -1 to 1; 0 for a foreign piece.
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Numbers of one track. Lengths are rows unless the name says seconds."""

    fps: float
    #: Rows pooled for the search, and length and distance of the windows (pooled rows).
    pool: int
    window: int
    hop: int
    #: Places kept a window; correlation from which a place votes.
    places: int = 3
    least_vote: float = 0.35
    #: Offsets that compete.
    offsets: int = 24
    #: Similarity that a row must have to be worth explaining, and rows over which it is smoothed.
    worth: float
    smooth: int
    #: Price of a jump, in rows of perfect similarity.
    jump: float
    #: A piece this long (seconds) is believed from `floor_long` on; a short one needs `floor_short`.
    long_s: float
    short_s: float
    floor_long: float
    floor_short: float
    #: Beside a long piece of the same clip a short one needs this share of its score.
    relative: float
    #: Kept pieces shorter than this (seconds) are never believed; nor shorter than the other without a long one.
    least_s: float
    alone_s: float
    #: Without a long piece the others together must make up this share of the clip: a voice says the same words again.
    alone_share: float = 0.5


def pieces(
    clip: Floats, activity: Floats, record: Floats, rules: Rules, offsets: Sequence[int] | None = None
) -> tuple[list[Piece], float]:
    """Explain the clip.

    Args:
        clip: shape (n, bands), rows of about unit length.
        activity: shape (n,), what a row counts for.
        record: shape (m, bands).
        rules: of the track.
        offsets: that compete; None means `voted_offsets`.

    Returns:
        Pieces that cover the clip, and the similarity explained (row sums, comparable between speeds).
    """
    offsets = voted_offsets(clip, record, rules) if offsets is None else offsets
    if not offsets or not len(clip):
        return [Piece(0, len(clip), None, 0.0)], 0.0
    rows = np.stack([similarity(clip, record, offset) for offset in offsets], 1)
    gain = uniform_filter1d((rows - rules.worth) * activity[:, None], rules.smooth, axis=0)
    gain = np.concatenate([gain, np.zeros((len(clip), 1), gain.dtype)], 1)
    path = best_path(gain, rules.jump)
    found = []
    edges = [0, *(np.flatnonzero(np.diff(path)) + 1).tolist(), len(path)]
    for start, end in pairwise(edges):
        at = int(path[start])
        if at == len(offsets):
            found.append(Piece(start, end, None, 0.0))
            continue
        weight = float(activity[start:end].sum()) + 1e-6
        score = float((rows[start:end, at] * activity[start:end]).sum()) / weight
        found.append(Piece(start, end, offsets[at], score))
    total = float(gain[np.arange(len(path)), path].sum())
    return believed(found, rules), total


def similarity(clip: Floats, record: Floats, offset: int) -> Floats:
    """Similarity of each row of the clip with its row of the record; 0 beyond the record's ends.

    Args:
        clip: rows of length 1, shape (n, dimensions).
        record: likewise, shape (m, dimensions).
        offset: row of the record less row of the clip.

    Returns:
        cosines, shape (n,).
    """
    out = np.zeros(len(clip), np.float32)
    start, end = max(0, -offset), min(len(clip), len(record) - offset)
    if end > start:
        out[start:end] = np.einsum("ij,ij->i", clip[start:end], record[start + offset : end + offset])
    return out


def best_path(gain: npt.NDArray[np.floating], jump: float) -> npt.NDArray[np.int64]:
    """The columns with the largest sum of gains less the jumps (Viterbi 1967); shape (n,)."""
    count, states = gain.shape
    score, own = gain[0].copy(), np.arange(states)
    back = np.empty((count, states), np.int32)
    for row in range(1, count):
        best = int(score.argmax())
        stay = score >= score[best] - jump
        back[row] = np.where(stay, own, best)
        score = np.where(stay, score, score[best] - jump) + gain[row]
    path = np.empty(count, np.int64)
    state = int(score.argmax())
    for row in range(count - 1, -1, -1):
        path[row] = state
        state = int(back[row, state]) if row else state
    return path


def believed(found: Sequence[Piece], rules: Rules) -> list[Piece]:
    """Leave out pieces that chance or the same words in the same voice explain, and join neighbours."""
    trusted = [p.score for p in found if p.offset is not None and _seconds(p, rules) >= rules.long_s]
    trusted = [score for score in trusted if score >= rules.floor_long]
    best = max(trusted, default=None)
    joined = _joined(p if p.offset is None or _credible(p, best, rules) else _foreign(p) for p in found)
    while (echo := _echo(joined, rules)) is not None:
        joined = _joined(_foreign(piece) if piece is echo else piece for piece in joined)
    short = sum(piece.end - piece.start for piece in joined if piece.offset is not None)
    if not trusted and short < rules.alone_share * (found[-1].end - found[0].start):
        return [Piece(found[0].start, found[-1].end, None, 0.0)]
    return joined


def _joined(found: Iterable[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for piece in found:
        if out and out[-1].offset == piece.offset:
            out[-1] = replace(out[-1], end=piece.end, score=max(out[-1].score, piece.score))
        else:
            out.append(piece)
    return out


def _foreign(piece: Piece) -> Piece:
    return replace(piece, offset=None, score=0.0)


def _echo(found: Sequence[Piece], rules: Rules) -> Piece | None:
    """A short piece beside something foreign that lies elsewhere than the rest: a voice says the same words again."""
    for number, piece in enumerate(found):
        beside = [*found[max(0, number - 1) : number], *found[number + 1 : number + 2]]
        if (
            piece.offset is not None
            and _seconds(piece, rules) < rules.alone_s
            and any(each.offset is None for each in beside)
            and not any(
                each.offset is not None and abs(each.offset - piece.offset) < rules.fps
                for each in found
                if each is not piece
            )
        ):
            return piece
    return None


def _credible(piece: Piece, trusted: float | None, rules: Rules) -> bool:
    seconds = _seconds(piece, rules)
    if seconds < (rules.alone_s if trusted is None else rules.least_s):
        return False
    share = float(np.clip((seconds - rules.short_s) / (rules.long_s - rules.short_s), 0, 1))
    floor = rules.floor_short + share * (rules.floor_long - rules.floor_short)
    if trusted is not None:
        floor = min(floor, max(rules.floor_long, rules.relative * trusted))
    return piece.score >= floor


def _seconds(piece: Piece, rules: Rules) -> float:
    return (piece.end - piece.start) / rules.fps


def voted_offsets(clip: Floats, record: Floats, rules: Rules) -> list[int]:
    """Offsets worth trying, in rows, the most voted first.

    Args:
        clip: shape (n, bands).
        record: shape (m, bands).
        rules: how long the windows are that vote, and how many places each may name.
    """
    if len(clip) < rules.pool or len(record) < rules.pool:
        return []
    votes: dict[int, list[tuple[float, int]]] = defaultdict(list)
    near = max(2, rules.window // 4)
    for _, offset, score in proposals(
        pooled(clip, rules.pool),
        pooled(record, rules.pool),
        length=rules.window,
        hop=rules.hop,
        most=rules.places,
        apart=near,
    ):
        if score > rules.least_vote:
            votes[offset].append((score - rules.least_vote, offset))
    ranked = sorted(votes, key=lambda key: (-sum(weight for weight, _ in votes[key]), key))
    chosen: list[int] = []
    for coarse in ranked[: 2 * rules.offsets]:
        exact = _refine(clip, record, coarse * rules.pool, rules.pool)
        if all(abs(exact - known) > 1 for known in chosen):
            chosen.append(exact)
        if len(chosen) == rules.offsets:
            break
    return chosen


def _refine(clip: Floats, record: Floats, offset: int, reach: int) -> int:
    """The offset beside a coarse one under which most rows agree."""
    tries = range(offset - reach, offset + reach + 1)
    return max(tries, key=lambda near: float(np.clip(similarity(clip, record, near) - 0.2, 0, None).sum()))
