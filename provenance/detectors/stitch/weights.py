"""The fitted table of `stitched`: feature → bits, calibrated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from provenance.scoring.calibration import sigmoid


@dataclass(frozen=True, slots=True)
class PatternWeights:
    """A logistic model in bits; Platt's line through held-out scores is already worked into it."""

    version: str
    prior_bits: float
    bits: Mapping[str, float]

    def contributions(self, features: Mapping[str, float]) -> dict[str, float]:
        """Bits that each feature adds, and the prior; they sum to the weight."""
        return {"prior": self.prior_bits} | {name: bits * features[name] for name, bits in self.bits.items()}

    def total(self, features: Mapping[str, float]) -> float:
        """log2 odds of the pattern."""
        return sum(self.contributions(features).values())

    def confidence(self, features: Mapping[str, float]) -> float:
        """Calibrated probability of the pattern."""
        return round(sigmoid(self.total(features)), 4)


@lru_cache(maxsize=2)
def shipped_weights(mode: str) -> PatternWeights:
    """The table of `moved` or `joined` (benchmarks/fit_stitched.py wrote it)."""
    table = json.loads(files("provenance.detectors.stitch").joinpath("weights.json").read_text("utf8"))
    part = table[mode]
    return PatternWeights(table["version"], part["prior_bits"], part["bits"])
