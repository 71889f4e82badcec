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

    _evidence: Evidence | None
    _features: Floats
    _groups: Floats
    _records: RecordTable
    _row: int
    __slots__ = ("_evidence", "_features", "_groups", "_records", "_row")

    def __init__(self, records: RecordTable, row: int, weight_bits: float, features: Floats, groups: Floats) -> None:
        for name, value in (
            ("_records", records),
            ("_row", row),
            ("weight_bits", weight_bits),
            ("_features", features),
            ("_groups", groups),
            ("_evidence", None),
        ):
            object.__setattr__(self, name, value)  # the base is frozen

    def __reduce__(self) -> tuple[type[Hit], tuple[Evidence, float, dict[str, float], dict[str, float]]]:
        """To another process it goes as a plain hit: the index stays here."""
        return Hit, (self.evidence, self.weight_bits, dict(self.features), dict(self.contributions))

    @property
    def stored(self) -> tuple[object, int]:
        """See `Hit.stored`."""
        return self._records, self._row

    @property
    def evidence(self) -> Evidence:
        """The record, read once."""
        found = self._evidence
        if found is None:
            found = self._records.evidence(self._row)
            object.__setattr__(self, "_evidence", found)
        return found

    @property
    def features(self) -> Mapping[str, float]:
        """Feature name → value, without those that do not apply."""
        pairs = zip(NAMES, self._features.tolist(), strict=True)
        return {name: value for name, value in pairs if not math.isnan(value)}

    @property
    def contributions(self) -> Mapping[str, float]:
        """Feature group → bits."""
        return dict(zip(GROUPS, self._groups.tolist(), strict=True))
