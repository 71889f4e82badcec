"""Whether a hit is near enough to speak of, whatever else is in the index.

A ranking asks which record is nearest, and in a small index some record always is. This judges a hit by itself: by
features that compare post and record, never candidates with one another.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.model.finding import Reason
from provenance.model.hit import Hit
from provenance.scoring.calibration import Calibration
from provenance.scoring.weights import additive_model, load_weights

_SAID = {
    "words": "words in common with the claim",
    "rare words": "rare words, shared or missing",
    "meaning": "nearness in meaning",
    "names": "names in common",
    "numbers": "numbers in common",
    "author": "the author is named by the record",
}


class Assessment:
    """Reasons in bits and confidence by a weights file (`benchmarks/fit_debunked.py`)."""

    def __init__(self, weights: str) -> None:
        data: dict[str, Any] = load_weights(weights)
        self._model = additive_model(data)
        self._groups: list[str] = [each["group"] for each in data["features"]]
        told = data["calibration"]
        self._calibration = Calibration(tuple(told["bits"]), tuple(told["probability"]))

    @property
    def names(self) -> tuple[str, ...]:
        """The features that it weighs."""
        return tuple(table.name for table in self._model.tables)

    def totals(self, features: npt.NDArray[np.float64], time: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The sum of the reasons of each of many hits, shape (n,).

        Args:
            features: shape (n, features), columns as `names`.
            time: shape (n,), bits of the group of this name.
        """
        addends = self._model.addends(features.astype(np.float32)).sum(axis=1, dtype=np.float64)
        out: npt.NDArray[np.float64] = self._model.prior_bits + addends + time
        return out

    def reasons(self, hit: Hit) -> tuple[Reason, ...]:
        """What speaks for and against `hit`, the prior first; their sum is log2 odds."""
        known = (hit.feature(table.name) for table in self._model.tables)
        addends = [
            table.one(math.nan if value is None else value)
            for table, value in zip(self._model.tables, known, strict=True)
        ]
        groups: dict[str, float] = defaultdict(float)
        for group, bits in zip(self._groups, addends, strict=True):
            groups[group] += bits
        reasons = [Reason("prior", "before looking: one near record of a post", self._model.prior_bits)]
        reasons += [Reason(group.replace(" ", "-"), _SAID[group], bits) for group, bits in groups.items() if bits]
        if closeness := hit.contributions.get("time", 0.0):
            reasons.append(Reason("time", "published within days of the post", closeness))
        return tuple(reasons)

    def confidence(self, bits: float) -> float:
        """The calibrated probability of a sum of reasons."""
        return self._calibration(bits)
