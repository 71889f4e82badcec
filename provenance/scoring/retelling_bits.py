"""The fitted table of retellings: feature → bits a unit, the bits below which nothing is said, and the calibration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from provenance.scoring.logistic import LogisticBits
from provenance.scoring.weights import load_weights

#: File of the weights (benchmarks/fit_reheated.py wrote it); raise the number whenever features or weights change.
RETELLING = "retelling-2"
#: The same for records in another language than the post's (benchmarks/fit_told_abroad.py wrote it).
TOLD_ABROAD = "told-abroad-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetellingWeights(LogisticBits):
    """A table that stays silent below a sum."""

    #: Below this sum the evidence does not decide.
    least_bits: float


@cache
def retelling_weights(*, with_retrieval: bool) -> RetellingWeights:
    """The shipped table, for hits with or without what the retrieval knows of them."""
    part = load_weights(RETELLING)["with_retrieval" if with_retrieval else "texts_only"]
    return RetellingWeights(**part)


@cache
def abroad_weights() -> RetellingWeights:
    """The shipped table for records in another language."""
    table = load_weights(TOLD_ABROAD)
    return RetellingWeights(**{name: table[name] for name in RetellingWeights.__dataclass_fields__})
