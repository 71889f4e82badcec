"""Hits whose record is read from the index when somebody looks at it: most of a post's hits nobody ever does."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

from provenance.indexing.outlines import OutlineArrays
from provenance.model.evidence import Evidence
from provenance.model.hit import Hit
from provenance.retrieval.features import NAMES
from provenance.retrieval.rerank import GROUPS
from provenance.store.records import RecordTable

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class StoredHits(Sequence[Hit]):
    """Hits of one post, best first; each is made when somebody looks at it.

    Args:
        records: of the index.
        outlines: of the same records.
        rows: shape (n,), of the records.
        bits: shape (n,), log2 odds.
        features: shape (n, features), columns as `features.NAMES`.
        groups: shape (n, groups), addends by `rerank.GROUPS`.
    """

    def __init__(
        self, records: RecordTable, outlines: OutlineArrays, rows: Rows, bits: Floats, features: Floats, groups: Floats
    ) -> None:
        self.records, self.outlines = records, outlines
        self.rows, self.bits, self.features, self.groups = rows, bits, features, groups
        self._made: dict[int, StoredHit] = {}

    @classmethod
    def joined(cls, parts: Sequence[StoredHits], chosen: Sequence[int]) -> StoredHits:
        """Some hits of several lists, by their places in all of them together."""
        arrays = [[part.rows, part.bits, part.features, part.groups] for part in parts]
        picked = [np.concatenate(column)[chosen] for column in zip(*arrays, strict=True)]
        return cls(parts[0].records, parts[0].outlines, *picked)

    def among(self, kept: npt.NDArray[np.bool_]) -> StoredHits:
        """Some of the hits."""
        rows, bits, features, groups = self.rows[kept], self.bits[kept], self.features[kept], self.groups[kept]
        return StoredHits(self.records, self.outlines, rows, bits, features, groups)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> StoredHit: ...
    @overload
    def __getitem__(self, place: slice) -> list[StoredHit]: ...
    def __getitem__(self, place: int | slice) -> StoredHit | list[StoredHit]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        made = self._made.get(place)
        if made is None:
            made = self._made[place] = StoredHit(self, place)
        return made


class StoredHit(Hit):
    """A hit that knows the row of its record.

    Args:
        hits: that it is one of.
        place: among them.
    """

    _hits: StoredHits
    _place: int
    _named: Mapping[str, float] | None
    __slots__ = ("_hits", "_named", "_place")

    def __init__(self, hits: StoredHits, place: int) -> None:
        object.__setattr__(self, "weight_bits", float(hits.bits[place]))  # the base is frozen
        object.__setattr__(self, "_hits", hits)
        object.__setattr__(self, "_place", place)
        object.__setattr__(self, "_named", None)

    def alone(self) -> StoredHit:
        """See `Hit.alone`: the lines that a hit has of its post's arrays keep all of them in memory."""
        only = np.arange(len(self._hits)) == self._place
        return self._hits.among(only)[0]

    def __reduce__(self) -> tuple[type[Hit], tuple[Evidence, float, dict[str, float], dict[str, float]]]:
        """To another process (`jobs.spread_check`) it goes as a plain hit with its record: the index stays here."""
        return Hit, (self.evidence, self.weight_bits, dict(self.features), dict(self.contributions))

    @property
    def stored(self) -> tuple[OutlineArrays, int]:
        """See `Hit.stored`."""
        return self._hits.outlines, self.row

    @property
    def row(self) -> int:
        """The row of the record."""
        return int(self._hits.rows[self._place])

    @property
    def evidence(self) -> Evidence:
        """The record, read from the table, which keeps those read last."""
        return self._hits.records.evidence(self.row)

    @property
    def features(self) -> Mapping[str, float]:
        """Feature name → value, without those that do not apply; put together once, since detectors share a hit."""
        named = self._named
        if named is None:
            pairs = zip(NAMES, self._hits.features[self._place].tolist(), strict=True)
            named = {name: value for name, value in pairs if not math.isnan(value)}
            object.__setattr__(self, "_named", named)
        return named

    @property
    def contributions(self) -> Mapping[str, float]:
        """Feature group → bits."""
        return dict(zip(GROUPS, self._hits.groups[self._place].tolist(), strict=True))
