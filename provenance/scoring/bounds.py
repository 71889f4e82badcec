"""The most that a logistic model can say when only ranges of its features are known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from provenance.scoring.logistic import LogisticBits

Floats = npt.NDArray[np.float64]
#: The least and the most that a feature can be, one number or one for each case.
Range = tuple[Floats | float, Floats | float]
#: Sums in another order differ by less than this; bits.
SLACK = 1e-6


def most_bits(weights: LogisticBits, ranges: Mapping[str, Range]) -> Floats:
    """The most that the model can say; infinite where it weighs a feature without a range."""
    out: Floats = np.asarray(weights.prior_bits, float)
    for name, bits in weights.bits.items():
        if bits:
            low, high = ranges.get(name, (-np.inf, np.inf))
            out = out + np.maximum(bits * np.asarray(low), bits * np.asarray(high))
    return out
