"""Hits whose record is read from the index when somebody looks at it: most of a post's hits nobody ever does."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
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
_COLUMN = {name: place for place, name in enumerate(NAMES)}


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
        self._made: list[StoredHit] = []

    @classmethod
    def joined(cls, parts: Sequence[StoredHits], chosen: Sequence[int]) -> StoredHits:
        """Some hits of several lists, by their places in all of them together."""
        arrays = [[part.rows, part.bits, part.features, part.groups] for part in parts]
        places = np.array(chosen, np.int64)
        picked = [np.concatenate(column).take(places, axis=0) for column in zip(*arrays, strict=True)]
        return cls(parts[0].records, parts[0].outlines, *picked)

    def among(self, kept: npt.NDArray[np.bool_] | Rows | slice) -> StoredHits:
        """Some of the hits, by a mask, by their places or from one to another."""
        rows, bits = self.rows[kept], self.bits[kept]
        if isinstance(kept, slice):
            features, groups = self.features[kept], self.groups[kept]
        else:
            places = kept.nonzero()[0] if kept.dtype == np.bool_ else kept
            features, groups = self.features.take(places, axis=0), self.groups.take(places, axis=0)
        return StoredHits(self.records, self.outlines, rows, bits, features, groups)

    def columns(self, names: Sequence[str]) -> Floats:
        """Some features of the hits, shape (hits, names)."""
        return self.features.take([_COLUMN[name] for name in names], axis=1)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> StoredHit: ...
    @overload
    def __getitem__(self, place: slice) -> list[StoredHit]: ...
    def __getitem__(self, place: int | slice) -> StoredHit | list[StoredHit]:
        if isinstance(place, int) and not self._made:  # a flood asks for the best hit alone
            place = range(len(self))[place]
            return StoredHit(self, place, int(self.rows[place]), float(self.bits[place]))
        return self._all[place]

    def __iter__(self) -> Iterator[StoredHit]:
        return iter(self._all)

    @property
    def _all(self) -> list[StoredHit]:
        if len(self._made) != len(self):
            each = zip(self.rows.tolist(), self.bits.tolist(), strict=True)
            self._made = [StoredHit(self, place, row, bits) for place, (row, bits) in enumerate(each)]
        return self._made


def feature_columns(hits: Sequence[Hit], names: Sequence[str]) -> npt.NDArray[np.float64]:
    """Features of several hits of any origin, shape (hits, names); NaN where a hit lacks one."""
    if isinstance(hits, StoredHits):
        return hits.columns(names).astype(np.float64)
    if hits and all(isinstance(hit, StoredHit) for hit in hits):
        lines = np.array([hit.line for hit in hits if isinstance(hit, StoredHit)])
        return lines[:, [NAMES.index(name) for name in names]].astype(np.float64)
    rows = [[hit.features.get(name, math.nan) for name in names] for hit in hits]
    return np.array(rows, np.float64).reshape(-1, len(names))


def weights_of(hits: Sequence[Hit]) -> npt.NDArray[np.float64]:
    """Bits of several hits, shape (hits,)."""
    if isinstance(hits, StoredHits):
        return hits.bits.astype(np.float64)
    return np.array([hit.weight_bits for hit in hits], np.float64)


def group_bits(hits: Sequence[Hit], group: str) -> npt.NDArray[np.float64]:
    """Bits of one feature group of several hits, shape (hits,)."""
    if isinstance(hits, StoredHits):
        return hits.groups[:, GROUPS.index(group)].astype(np.float64)
    return np.array([hit.contributions.get(group, 0.0) for hit in hits], np.float64)


class StoredHit(Hit):
    """A hit that knows the row of its record.

    Args:
        hits: that it is one of.
        place: among them.
        row: of the record.
        weight_bits: log2 odds.
    """

    row: int
    _hits: StoredHits
    _place: int
    _named: Mapping[str, float] | None
    __slots__ = ("_hits", "_named", "_place", "row")

    def __init__(self, hits: StoredHits, place: int, row: int, weight_bits: float) -> None:
        object.__setattr__(self, "weight_bits", weight_bits)  # the base is frozen
        object.__setattr__(self, "row", row)
        object.__setattr__(self, "_hits", hits)
        object.__setattr__(self, "_place", place)
        object.__setattr__(self, "_named", None)

    def alone(self) -> BareHit:
        """See `Hit.alone`: the lines that a hit has of its post's arrays keep all of them in memory."""
        return BareHit(self._hits.records, self.row, self.weight_bits)

    def __reduce__(self) -> tuple[type[Hit], tuple[Evidence, float, dict[str, float], dict[str, float]]]:
        """To another process (`jobs.spread_check`) it goes as a plain hit with its record: the index stays here."""
        return Hit, (self.evidence, self.weight_bits, dict(self.features), dict(self.contributions))

    @property
    def outlines(self) -> OutlineArrays:
        """Of the index that holds the record."""
        return self._hits.outlines

    @property
    def records(self) -> RecordTable:
        """Of the same index."""
        return self._hits.records

    @property
    def line(self) -> Floats:
        """Features, columns as `features.NAMES`."""
        found: Floats = self._hits.features[self._place]
        return found

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

    def feature(self, name: str) -> float | None:
        """See `Hit.feature`; read from the line, since most hits are asked for a few."""
        value = float(self._hits.features[self._place, _COLUMN[name]]) if name in _COLUMN else math.nan
        return None if math.isnan(value) else value

    @property
    def contributions(self) -> Mapping[str, float]:
        """Feature group → bits."""
        return dict(zip(GROUPS, self._hits.groups[self._place].tolist(), strict=True))


class BareHit(Hit):
    """What is kept of a hit when its batch is done: its record, read when somebody looks at it, and its weight.

    Args:
        records: of the index.
        row: of the record.
        weight_bits: log2 odds.
    """

    _records: RecordTable
    _row: int
    __slots__ = ("_records", "_row")

    def __init__(self, records: RecordTable, row: int, weight_bits: float) -> None:
        object.__setattr__(self, "weight_bits", weight_bits)  # the base is frozen
        object.__setattr__(self, "_records", records)
        object.__setattr__(self, "_row", row)

    def __reduce__(self) -> tuple[type[Hit], tuple[Evidence, float]]:
        """As `StoredHit`."""
        return Hit, (self.evidence, self.weight_bits)

    @property
    def evidence(self) -> Evidence:
        """The record."""
        return self._records.evidence(self._row)

    @property
    def features(self) -> Mapping[str, float]:
        """None are kept."""
        return {}

    @property
    def contributions(self) -> Mapping[str, float]:
        """None are kept."""
        return {}
