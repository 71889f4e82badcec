"""The most that a logistic model can say when only ranges of its features are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
#: The least and the most that a feature can be, one number or one for each case.
Range = tuple[Floats | float, Floats | float]
#: Sums in another order differ by less than this; bits.
SLACK = 1e-6


class Linear(Protocol):
    """Weights that add up to bits."""

    @property
    def prior_bits(self) -> float:
        """Where the sum begins."""

    @property
    def bits(self) -> Mapping[str, float]:
        """Feature → bits a unit."""


def exact(value: Floats | float) -> Range:
    """The range of a feature that is known."""
    return value, value


def most_bits(weights: Linear, ranges: Mapping[str, Range]) -> Floats:
    """The most that the model can say; infinite where it weighs a feature without a range."""
    out: Floats = np.asarray(weights.prior_bits, float)
    for name, bits in weights.bits.items():
        if bits:
            low, high = ranges.get(name, (-np.inf, np.inf))
            out = out + np.maximum(bits * np.asarray(low), bits * np.asarray(high))
    return out


def most_bits_of_one(weights: Linear, ranges: Mapping[str, tuple[float, float]]) -> float:
    """The same for a single case."""
    out = weights.prior_bits
    for name, bits in weights.bits.items():
        if bits:
            low, high = ranges.get(name, (-np.inf, np.inf))
            out += max(bits * low, bits * high)
    return out
