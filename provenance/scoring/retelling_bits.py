"""The fitted table of retellings: feature → bits a unit, the bits below which nothing is said, and the calibration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from provenance.scoring.calibration import sigmoid
from provenance.scoring.weights import load_weights

#: File of the weights (benchmarks/fit_reheated.py wrote it); raise the number whenever features or weights change.
RETELLING = "retelling-2"


@dataclass(frozen=True, slots=True)
class RetellingWeights:
    """A logistic model in bits with its calibration."""

    prior_bits: float
    bits: Mapping[str, float]
    #: Below this sum the evidence does not decide.
    least_bits: float
    #: Calibrated log2 odds = slope · bits + offset.
    slope: float
    offset: float

    def contributions(self, values: Mapping[str, float]) -> dict[str, float]:
        """Bits that each feature adds, and the prior."""
        return {"prior": self.prior_bits} | {name: bits * values[name] for name, bits in self.bits.items()}

    def confidence(self, bits: float) -> float:
        """Calibrated probability of a sum."""
        return sigmoid(self.slope * bits + self.offset)


@cache
def retelling_weights(*, with_retrieval: bool) -> RetellingWeights:
    """The shipped table, for hits with or without what the retrieval knows of them."""
    part = load_weights(RETELLING)["with_retrieval" if with_retrieval else "texts_only"]
    return RetellingWeights(**part)
