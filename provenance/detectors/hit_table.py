"""The hits of many posts as arrays, so that a detector rules out most posts by a few array steps a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.detectors.base import Context
from provenance.detectors.recorded import stored_view
from provenance.indexing.outlines import OutlineArrays
from provenance.model.evidence import Kind
from provenance.retrieval.features import NAMES
from provenance.retrieval.rerank import GROUPS
from provenance.retrieval.stored_hit import StoredHits
from provenance.store.layout import NO_DATE, microseconds
from provenance.store.records import RecordTable

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class HitTable:
    """Hits that come from one index, post by post, each post's in their order.

    Attributes:
        records, outlines: of that index; None where no post has hits of one.
        owners: shape (n,), of each hit the place of its post in the batch.
        rows: shape (n,), of the records.
        features: float64, shape (n, features), columns as they were asked for.
        bits: float64, shape (n,), log2 odds.
        groups: float64, shape (n, groups), addends by `rerank.GROUPS`.
        loose: shape (posts,), which posts have hits of another origin; none of theirs is in the table.
    """

    records: RecordTable | None
    outlines: OutlineArrays | None
    owners: Rows
    rows: Rows
    features: Floats
    bits: Floats
    groups: Floats
    loose: Mask

    @classmethod
    def of(
        cls, contexts: Sequence[Context], kinds: Sequence[Kind], names: Sequence[str], most: int | None = None
    ) -> HitTable:
        """Lay the hits of some kinds in one table.

        Args:
            contexts: the posts.
            kinds: in the order in which their hits follow one another.
            names: features to take along.
            most: so many hits of each kind, the best; None takes all.
        """
        parts: list[tuple[int, StoredHits]] = []
        loose = np.zeros(len(contexts), np.bool_)
        outlines: OutlineArrays | None = None
        for place, context in enumerate(contexts):
            own = [hits for kind in kinds if len(hits := context.hits.get(kind, ()))]
            stored = [hits for hits in own if isinstance(hits, StoredHits)]
            outlines = outlines or (stored[0].outlines if stored else None)
            if len(stored) < len(own) or any(hits.outlines is not outlines for hits in stored):
                loose[place] = True
            else:
                parts += [(place, hits if most is None else hits.among(slice(most))) for hits in stored]
        if not parts:
            none, nothing = np.zeros(0, np.int64), np.zeros(0)
            return cls(None, None, none, none, np.zeros((0, len(names))), nothing, np.zeros((0, len(GROUPS))), loose)
        sizes = [len(hits) for _, hits in parts]
        features = np.concatenate([hits.features for _, hits in parts])
        return cls(
            parts[0][1].records,
            outlines,
            np.repeat([place for place, _ in parts], sizes),
            np.concatenate([hits.rows for _, hits in parts]),
            features.take([NAMES.index(name) for name in names], axis=1).astype(np.float64),
            np.concatenate([hits.bits for _, hits in parts]).astype(np.float64),
            np.concatenate([hits.groups for _, hits in parts]).astype(np.float64),
            loose,
        )

    def among(self, kept: Mask) -> HitTable:
        """Some of the hits."""
        places = kept.nonzero()[0]
        return replace(
            self,
            owners=self.owners[places],
            rows=self.rows[places],
            features=self.features.take(places, axis=0),
            bits=self.bits[places],
            groups=self.groups.take(places, axis=0),
        )

    def group(self, name: str) -> Floats:
        """Bits of one feature group, shape (n,)."""
        return self.groups[:, GROUPS.index(name)]

    def view(self, hit: int) -> EventView:
        """The record of a hit, by its place in the table, as event identity sees it."""
        if self.records is None or self.outlines is None:
            raise LookupError("the table is empty")
        return stored_view(self.records, self.outlines, int(self.rows[hit]))

    @property
    def moments(self) -> Rows:
        """Start and end of each record's event, and when it expires, shape (n, 3); see `OutlineArrays`."""
        found: Rows = self.outlines.moments[self.rows] if self.outlines else np.zeros((0, 3), np.int64)
        return found

    def still_valid(self, contexts: Sequence[Context]) -> Mask:
        """Which records have not expired at the moment that counts as now."""
        now = np.array([microseconds(context.now) for context in contexts], np.int64)
        expires = self.moments[:, 2]
        return np.asarray((expires == NO_DATE) | (expires > now[self.owners]), np.bool_)

    def by_post(self) -> Iterator[tuple[int, slice]]:
        """The place of each post that has hits here, and where they stand."""
        begins = np.flatnonzero(np.diff(self.owners, prepend=-1)).tolist()
        for begin, end in pairwise([*begins, len(self.owners)]):
            yield int(self.owners[begin]), slice(begin, end)
