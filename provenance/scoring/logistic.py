"""A fitted logistic model in bits, with its calibration: what each feature adds, and how sure the sum is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.scoring.calibration import sigmoid


@dataclass(frozen=True, slots=True)
class LogisticBits:
    """`prior_bits` plus, for each feature, its value times its weight.

    Attributes:
        prior_bits: where the sum begins.
        bits: feature → bits a unit.
        slope, offset: calibrated log2 odds = slope · sum + offset; as they are where the fit has it worked in.
    """

    prior_bits: float
    bits: Mapping[str, float]
    slope: float = 1.0
    offset: float = 0.0

    def contributions(self, values: Mapping[str, float]) -> dict[str, float]:
        """Bits that each feature adds, and the prior; they sum to the weight."""
        return {"prior": self.prior_bits} | {name: bits * values[name] for name, bits in self.bits.items()}

    def total(self, values: Mapping[str, float]) -> float:
        """The weight: log2 odds before calibration."""
        return sum(self.contributions(values).values())

    def confidence(self, bits: float) -> float:
        """Calibrated probability of a sum."""
        return sigmoid(self.slope * bits + self.offset)
