"""The fitted table of floods: what accounts, time, sameness and ordinary wording are worth, and the calibration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from provenance.scoring.calibration import sigmoid
from provenance.scoring.weights import load_weights

#: File of the weights (benchmarks/fit_flooding.py wrote it); raise the number whenever features or weights change.
FLOODING = "flooding-1"


@dataclass(frozen=True, slots=True)
class FloodWeights:
    """A logistic model in bits with its calibration; the features are those of `flood_values`."""

    prior_bits: float
    bits: Mapping[str, float]
    #: Calibrated log2 odds = slope · bits + offset.
    slope: float
    offset: float

    def contributions(self, values: Mapping[str, float]) -> dict[str, float]:
        """Bits that each feature adds."""
        return {name: bits * values[name] for name, bits in self.bits.items()}

    def confidence(self, bits: float) -> float:
        """Calibrated probability of a sum."""
        return sigmoid(self.slope * bits + self.offset)


@cache
def flood_weights() -> FloodWeights:
    """The shipped table."""
    data = load_weights(FLOODING)
    return FloodWeights(data["prior_bits"], data["bits"], data["slope"], data["offset"])
