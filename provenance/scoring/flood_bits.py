"""The fitted table of floods: what accounts, time, sameness and ordinary wording are worth, and the calibration."""

from __future__ import annotations

from functools import cache

from provenance.scoring.logistic import LogisticBits
from provenance.scoring.weights import load_weights

#: File of the weights (benchmarks/fit_flooding.py wrote it); raise the number whenever features or weights change.
FLOODING = "flooding-1"


@cache
def flood_weights() -> LogisticBits:
    """The shipped table; the features are those of `flood_values`."""
    data = load_weights(FLOODING)
    return LogisticBits(data["prior_bits"], data["bits"], data["slope"], data["offset"])
