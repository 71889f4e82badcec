"""Hits whose record is read from the index when somebody looks at it: most of a post's hits nobody ever does."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from provenance.model.evidence import Evidence
from provenance.model.hit import Hit
from provenance.retrieval.features import NAMES
from provenance.retrieval.rerank import GROUPS
from provenance.store.records import RecordTable

Floats = npt.NDArray[np.float32]


class StoredHit(Hit):
    """A hit that knows the row of its record.

    Args:
        records: of the index.
        row: of the record.
        weight_bits: log2 odds.
        features: shape (features,), columns as `features.NAMES`.
        groups: shape (groups,), addends by `rerank.GROUPS`.
    """

    _found: tuple[RecordTable, int, Floats, Floats]
    _named: Mapping[str, float] | None
    __slots__ = ("_found", "_named")

    def __init__(self, records: RecordTable, row: int, weight_bits: float, features: Floats, groups: Floats) -> None:
        object.__setattr__(self, "weight_bits", weight_bits)  # the base is frozen
        object.__setattr__(self, "_found", (records, row, features, groups))
        object.__setattr__(self, "_named", None)

    def alone(self) -> StoredHit:
        """See `Hit.alone`: the lines that a hit has of its post's arrays keep all of them in memory."""
        records, row, features, groups = self._found
        return StoredHit(records, row, self.weight_bits, features.copy(), groups.copy())

    def __reduce__(self) -> tuple[type[Hit], tuple[Evidence, float, dict[str, float], dict[str, float]]]:
        """To another process (`jobs.spread_check`) it goes as a plain hit with its record: the index stays here."""
        return Hit, (self.evidence, self.weight_bits, dict(self.features), dict(self.contributions))

    @property
    def stored(self) -> tuple[object, int]:
        """See `Hit.stored`."""
        return self._found[:2]

    @property
    def row(self) -> int:
        """The row of the record."""
        return self._found[1]

    @property
    def evidence(self) -> Evidence:
        """The record, read from the table, which keeps those read last."""
        return self._found[0].evidence(self._found[1])

    @property
    def features(self) -> Mapping[str, float]:
        """Feature name → value, without those that do not apply; put together once, since detectors share a hit."""
        named = self._named
        if named is None:
            pairs = zip(NAMES, self._found[2].tolist(), strict=True)
            named = {name: value for name, value in pairs if not math.isnan(value)}
            object.__setattr__(self, "_named", named)
        return named

    @property
    def contributions(self) -> Mapping[str, float]:
        """Feature group → bits."""
        return dict(zip(GROUPS, self._found[3].tolist(), strict=True))
