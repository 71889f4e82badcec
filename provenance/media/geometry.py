"""From feature matches to one affine map between two pictures, or none.

Coordinates are shares of each picture's longer side, so that a map has no unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

#: Bins of the vote on scale (per octave) and rotation (per turn).
_SCALE_BINS, _TURN_BINS = 2, 12
#: Share of the longer side by which a matched point may miss (4.5 pixels of 640).
_MISS = 0.007
#: Least matched places; fewer agree by chance.
LEAST_INLIERS = 5
#: Scale between two pictures, stretch of one axis against the other, and shear beyond which no edit people make lies.
_SCALES = (0.1, 8.0)
_STRETCH = 2.4
_SHEAR = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class AffineMap:
    """Where the points of one picture lie in the other.

    Attributes:
        matrix: float64, shape (2, 3), from shares of the query's longer side to shares of the other's.
        inliers: how many distinct places agree with it.
        where: float32, shape (n, 2), those places in the query.
    """

    matrix: npt.NDArray[np.float64]
    inliers: int
    where: Array


def vote(query: Array, other: Array) -> npt.NDArray[np.int64]:
    """A bin of scale and rotation for each matched pair of features; true pairs fall into one bin or its neighbours.

    Args:
        query: float32, shape (n, 4), as `Features.points`.
        other: likewise, row by row its partner.
    """
    scale = np.floor(np.log2(other[:, 2] / query[:, 2]) * _SCALE_BINS + 0.5).astype(np.int64) + 16
    turn = np.floor(np.mod(other[:, 3] - query[:, 3], 2 * np.pi) / (2 * np.pi) * _TURN_BINS + 0.5).astype(np.int64)
    return np.asarray(np.clip(scale, 0, 31) * _TURN_BINS + turn % _TURN_BINS, np.int64)


def near(bins: npt.NDArray[np.int64], peak: int) -> npt.NDArray[np.bool_]:
    """Which votes lie in the peak's bin or beside it.

    Args:
        bins: of turn and scale, shape (n,).
        peak: the bin with the most votes.

    Returns:
        shape (n,).
    """
    turn = np.abs(bins % _TURN_BINS - peak % _TURN_BINS)
    scale = np.abs(bins // _TURN_BINS - peak // _TURN_BINS)
    return np.asarray((np.minimum(turn, _TURN_BINS - turn) <= 1) & (scale <= 1))


def fit(query: Array, other: Array) -> AffineMap | None:
    """The map that most pairs agree with.

    Args:
        query: float32, shape (n, ≥ 2), points of the query.
        other: likewise, row by row its partner.
    """
    if len(query) < LEAST_INLIERS:
        return None
    source, target = np.ascontiguousarray(query[:, :2]), np.ascontiguousarray(other[:, :2])
    best: AffineMap | None = None
    # Few pairs do not carry six numbers: a similarity (four) is tried beside the affine map and wins a tie.
    for estimate in (cv2.estimateAffinePartial2D, cv2.estimateAffine2D):
        matrix, chosen = estimate(source, target, ransacReprojThreshold=_MISS, maxIters=600, confidence=0.995)
        if matrix is None or not plausible(matrix):
            continue
        where = source[chosen[:, 0] > 0]
        inliers = _places(where, target[chosen[:, 0] > 0])
        if inliers >= LEAST_INLIERS and (best is None or inliers > 1.2 * best.inliers):
            best = AffineMap(matrix, inliers, where)
    return best


def plausible(matrix: npt.NDArray[np.float64]) -> bool:
    """Whether people edit pictures so: no mirror (it is tried apart), limited scale, stretch and shear.

    Args:
        matrix: shape (2, 3), from one picture to the other.
    """
    linear = matrix[:, :2]
    if np.linalg.det(linear) <= 0:
        return False
    across, down = np.linalg.norm(linear, axis=0)
    shear = float(linear[:, 0] @ linear[:, 1]) / (across * down)
    scale = float(np.sqrt(across * down))
    return _SCALES[0] <= scale <= _SCALES[1] and 1 / _STRETCH <= across / down <= _STRETCH and abs(shear) <= _SHEAR


def _places(query: Array, other: Array) -> int:
    """Distinct places on both sides: one corner found on three pyramid levels counts once."""
    grid = 0.006
    return min(len(np.unique(np.round(query / grid), axis=0)), len(np.unique(np.round(other / grid), axis=0)))
