"""A score that is a sum: each feature's value falls into one interval, and the interval is worth some bits.

Such a model (a generalised additive model with steps, Hastie and Tibshirani 1986; fitted by boosting trees of one
split) explains itself: what a feature adds is read from its table, nothing is estimated after the fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


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
        if any(a >= b for a, b in zip(self.edges, self.edges[1:], strict=False)):
            raise ValueError(f"{self.name}: the edges must increase")

    def of(self, values: npt.NDArray[np.floating[Any]]) -> Floats:
        """Bits of each value, same shape."""
        edges, table = self._arrays
        # A NaN lies after every edge, and after the last interval comes what a missing value is worth.
        place = np.searchsorted(edges, values.astype(np.float64), side="left")
        bits: Floats = table[place + np.isnan(values)]
        return bits

    @cached_property
    def _arrays(self) -> tuple[npt.NDArray[np.float64], Floats]:
        return np.array(self.edges, np.float64), np.array([*self.bits, self.missing], np.float32)

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
        """
        if matrix.ndim != 2 or matrix.shape[1] != len(self.tables):
            raise ValueError(f"expected {len(self.tables)} columns, got an array of shape {matrix.shape}")
        edges, bits = self._padded
        values = matrix.astype(np.float64)
        # The place of a value is how many edges lie below it; what a missing one is worth stands last.
        place = np.zeros(values.shape, np.intp)
        for lower in edges:
            place += values > lower
        place[np.isnan(values)] = bits.shape[1] - 1
        out: Floats = bits[np.arange(len(self.tables)), place]
        return out

    @cached_property
    def _padded(self) -> tuple[npt.NDArray[np.float64], Floats]:
        """The first edge of each table, the second …, and a row of bits a table; no value lies above an edge put in."""
        most = max((len(table.edges) for table in self.tables), default=0)
        edges = np.full((most, len(self.tables)), np.inf)
        bits = np.zeros((len(self.tables), most + 2), np.float32)
        for row, table in enumerate(self.tables):
            edges[: len(table.edges), row] = table.edges
            bits[row, : len(table.bits)] = table.bits
            bits[row, -1] = table.missing
        return edges, bits
