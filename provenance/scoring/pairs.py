"""What a feature is worth in the light of another one, as a table: the second step of an additive model with pairs.

Such a model (Lou, Caruana, Gehrke and Hooker, KDD 2013) still explains itself: beside what each feature adds there is
what two features add together, and no more than two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class PairTable:
    """Bits by two intervals, one of each feature, as in `additive.StepTable`.

    Attributes:
        names: the feature in whose light the other one is seen, and that one.
        edges: of both, increasing.
        bits: a line for each interval of the first feature, and one for a missing value; columns likewise.
    """

    names: tuple[str, str]
    edges: tuple[tuple[float, ...], tuple[float, ...]]
    bits: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        lines, columns = (len(edges) + 2 for edges in self.edges)
        if len(self.bits) != lines or any(len(line) != columns for line in self.bits):
            raise ValueError(f"{' and '.join(self.names)}: the edges need {lines} lines of {columns} bits")
        if any(a >= b for edges in self.edges for a, b in pairwise(edges)):
            raise ValueError(f"{' and '.join(self.names)}: the edges must increase")

    def of(self, first: npt.NDArray[np.floating[Any]], second: npt.NDArray[np.floating[Any]]) -> Floats:
        """Bits of pairs of values, same shape as either."""
        edges, table = self._arrays
        line, column = (
            np.searchsorted(own, values.astype(np.float64), side="left") + np.isnan(values)
            for own, values in zip(edges, (first, second), strict=True)
        )
        bits: Floats = table[line, column]
        return bits

    @cached_property
    def _arrays(self) -> tuple[list[npt.NDArray[np.float64]], Floats]:
        return [np.array(edges, np.float64) for edges in self.edges], np.array(self.bits, np.float32)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PairTable:
        """Read a table of a weights file."""
        first, second = (tuple(edges) for edges in data["edges"])
        return cls(tuple(data["names"]), (first, second), tuple(tuple(line) for line in data["bits"]))
