"""From a score in bits to a probability that keeps its word: of findings with .8, eight in ten are right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A piecewise linear, never decreasing map from log2 odds to a probability.

    Attributes:
        bits: increasing scores.
        probability: at each of them; outside, that of the nearest end.
    """

    bits: tuple[float, ...]
    probability: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.bits or len(self.bits) != len(self.probability):
            raise ValueError(f"need as many bits as probabilities, got {len(self.bits)} and {len(self.probability)}")
        if any(a >= b for a, b in zip(self.bits, self.bits[1:], strict=False)):
            raise ValueError("the bits must increase")
        if any(a > b for a, b in zip(self.probability, self.probability[1:], strict=False)):
            raise ValueError("the probability must not decrease with the bits")
        if not all(0 <= p <= 1 for p in self.probability):
            raise ValueError("probabilities lie in 0..1")

    def __call__(self, bits: float) -> float:
        """The probability of one score."""
        return float(np.interp(bits, self.bits, self.probability))


def sigmoid(bits: float) -> float:
    """The probability that log2 odds mean when they are taken at their word."""
    return 1 / (1 + 2.0**-bits) if bits > -1000 else 0.0


def fit_isotonic(bits: Sequence[float], right: Sequence[bool], *, least: int = 10) -> Calibration:
    """Pool adjacent violators (Ayer et al. 1955); each pool holds `least` examples or more and one extra of each kind.

    Args:
        bits: scores of examples that were not fitted on.
        right: whether each was a match.
        least: examples that a step needs.

    Raises:
        ValueError: there is no example.
    """
    if not len(bits) or len(bits) != len(right):
        raise ValueError("need as many labels as scores, and at least one")
    order = np.argsort(np.asarray(bits, np.float64), kind="stable")
    score, label = np.asarray(bits, np.float64)[order], np.asarray(right, np.float64)[order]
    pools: list[list[float]] = []  # [sum of scores, matches, examples]
    for start in range(0, len(score), least):
        part = slice(start, start + least)
        pools.append([float(score[part].sum()), float(label[part].sum()), float(len(score[part]))])
        while len(pools) > 1 and _share(pools[-2]) >= _share(pools[-1]):
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    points = {round(total / count, 4): _share([total, hits, count]) for total, hits, count in pools}
    return Calibration(tuple(points), tuple(np.maximum.accumulate(list(points.values())).tolist()))


def _share(pool: Sequence[float]) -> float:
    return (pool[1] + 1) / (pool[2] + 2)


def fit_platt(bits: Sequence[float], right: Sequence[bool], *, steps: int = 50) -> tuple[float, float]:
    """Slope and offset in bits of the logistic line through the examples (Platt 1999), by Newton's method.

    Returns:
        `a, b` such that `a * bits + b` are calibrated log2 odds.
    """
    x = np.asarray(bits, np.float64) * math.log(2)
    positives = float(np.sum(right))
    target = np.where(np.asarray(right), (positives + 1) / (positives + 2), 1 / (len(x) - positives + 2))
    weights = np.array([1.0, 0.0])
    design = np.column_stack([x, np.ones_like(x)])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(design @ weights, -500, 500)))
        gradient = design.T @ (p - target)
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + 1e-9 * np.eye(2)
        change = np.linalg.solve(hessian, gradient)
        weights = weights - change
        if np.abs(change).max() < 1e-10:
            break
    return float(weights[0]), float(weights[1] / math.log(2))


def expected_calibration_error(probability: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> float:
    """Mean distance between stated and observed share over equal-width bins, weighted by size (Naeini et al. 2015).

    Args:
        probability: as stated, 0–1.
        right: what became of each.
        bins: of equal width.

    Raises:
        ValueError: there is nothing to measure.
    """
    p, hit = np.asarray(probability, np.float64), np.asarray(right, np.float64)
    if not len(p):
        raise ValueError("there is nothing to measure")
    place = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [abs(p[place == each].sum() - hit[place == each].sum()) for each in range(bins)]
    return float(sum(gaps) / len(p))
