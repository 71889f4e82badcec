"""A score that is a sum: each feature's value falls into one interval, and the interval is worth some bits.

Such a model (a generalised additive model with steps, Hastie and Tibshirani 1986; fitted by boosting trees of one
split) explains itself: what a feature adds is read from its table, nothing is estimated after the fact.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

#: Places in a table fit into a byte, the one of a missing value among them.
MOST_EDGES = 254


@dataclass(frozen=True)
class StepTable:
    """Bits by interval: `bits[0]` up to and including `edges[0]`, …, `bits[-1]` above the last edge.

    Attributes:
        name: the feature.
        edges: increasing, in the feature's own unit.
        bits: one more than edges.
        missing: bits where the feature has no value (NaN).
    """

    name: str
    edges: tuple[float, ...]
    bits: tuple[float, ...]
    missing: float = 0.0

    def __post_init__(self) -> None:
        if len(self.bits) != len(self.edges) + 1:
            raise ValueError(
                f"{self.name}: {len(self.edges)} edges need {len(self.edges) + 1} bits, got {len(self.bits)}"
            )
        if len(self.edges) > MOST_EDGES:
            raise ValueError(f"{self.name}: {len(self.edges)} edges, and {MOST_EDGES} at most")
        if any(a >= b for a, b in zip(self.edges, self.edges[1:], strict=False)):
            raise ValueError(f"{self.name}: the edges must increase")

    def of(self, values: npt.NDArray[np.floating[Any]]) -> Floats:
        """Bits of each value, same shape."""
        # A NaN lies after every edge, and after the last interval comes what a missing value is worth.
        place = np.searchsorted(np.array(self.edges), values.astype(np.float64), side="left")
        bits: Floats = self.worth[place + np.isnan(values)]
        return bits

    def one(self, value: float) -> float:
        """Bits of a single value; a value of many is worth the same (`AdditiveModel.addends`)."""
        return self._worth_list[-1 if math.isnan(value) else bisect_left(self.edges, value)]

    def places(self, values: Floats) -> npt.NDArray[np.uint8]:
        """Of many float32 values, shape (n,), the place in `worth`: how many edges lie below, or the last."""
        # A few edges, each compared with all values in one sweep, are faster than a search for each value.
        place = np.zeros(len(values), np.uint8)
        for edge in self._lower:
            place += values > edge
        place[np.isnan(values)] = len(self.worth) - 1
        return place

    @cached_property
    def worth(self) -> Floats:
        """`bits`, and what a missing value is worth."""
        return np.array([*self.bits, self.missing], np.float32)

    @cached_property
    def _worth_list(self) -> list[float]:
        found: list[float] = self.worth.tolist()
        return found

    @cached_property
    def _lower(self) -> Floats:
        """The edges as float32: a float32 value lies above an edge if it lies above the next float32 below it."""
        edges = np.array(self.edges, np.float64)
        near = edges.astype(np.float32)
        return np.where(near > edges, np.nextafter(near, np.float32(-np.inf)), near).astype(np.float32)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> StepTable:
        """Read a table of a weights file."""
        return cls(data["name"], tuple(data["edges"]), tuple(data["bits"]), float(data["missing"]))

    def to_dict(self) -> dict[str, Any]:
        """As a weights file holds it."""
        return {
            "name": self.name,
            "edges": [float(f"{edge:.6g}") for edge in self.edges],
            "bits": [round(bits, 4) for bits in self.bits],
            "missing": round(self.missing, 4),
        }


@dataclass(frozen=True)
class AdditiveModel:
    """Prior and tables; the score is log2 odds."""

    prior_bits: float
    tables: tuple[StepTable, ...]

    def addends(self, matrix: Floats) -> Floats:
        """What each feature adds.

        Args:
            matrix: shape (n, tables), columns in the order of the tables.

        Returns:
            float32, shape (n, tables); a row's sum plus `prior_bits` is its score.

        Raises:
            ValueError: the columns are not as many as the tables.
        """
        if matrix.ndim != 2 or matrix.shape[1] != len(self.tables):
            raise ValueError(f"expected {len(self.tables)} columns, got an array of shape {matrix.shape}")
        out = np.empty((len(self.tables), len(matrix)), np.float32)
        for line, table, values in zip(out, self.tables, np.ascontiguousarray(matrix.T), strict=True):
            # All places are in the table; to be told so spares numpy a copy of what it takes.
            table.worth.take(table.places(values), out=line, mode="clip")
        return np.ascontiguousarray(out.T)
