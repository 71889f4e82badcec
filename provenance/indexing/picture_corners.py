"""Which stored corners look like those of a query: single corners vote for pictures, and graphics have no vote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from provenance.indexing.picture_graphics import GRID, cells
from provenance.indexing.picture_store import PictureArrays
from provenance.media.features import DESCRIPTOR_BYTES, Features
from provenance.media.geometry import LEAST_INLIERS, AffineMap, fit, near, vote

#: Neighbours of each query feature.
_NEIGHBOURS = 6
#: Hamming distance (of 256) up to which a neighbour votes.
_NEAR_BITS = 60
#: Fewer features than this are searched exactly.
_EXACT_BELOW = 40_000
#: Lists of the inverted file, and how many are visited for a query feature: a choice for cost, not tuned (2026-11).
_LISTS, _VISITED = 4096, 8
#: Features a list on which the lists are trained; a fixed sample, so that a rebuild gives the same index.
_TRAINED_ON = 40
#: A quarter of a query's corners is asked first, then another one, then the rest; and the votes (weights) for one
#: picture at one scale and rotation without which no more are asked. Of 200 edited pictures under a banner or none all
#: that the votes can find had more, of 67 strangers two thirds had not (2026-11, benchmarks/figures/pictures.md).
_STEPS = ((4, 2.0), (2, 4.0))


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Pairs of corners that may be the same: int64, shape (n,), in the order of the query.

    Attributes:
        query: rows of the query's features.
        stored: rows of the index's features.
        owner: the pictures of those.
        bins: of scale and rotation.
        weight: float64, how alike the two are.
    """

    query: npt.NDArray[np.int64]
    stored: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int64]
    bins: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]

    @classmethod
    def none(cls) -> Votes:
        """No pair."""
        empty = np.zeros(0, np.int64)
        return cls(empty, empty, empty, empty, np.zeros(0))

    def joined(self, other: Votes) -> Votes:
        """Those of both."""
        order = np.argsort(np.concatenate([self.query, other.query]), kind="stable")
        pairs = ((getattr(each, name) for each in (self, other)) for name in self.__slots__)
        return Votes(*(np.concatenate(list(pair))[order] for pair in pairs))

    def strongest(self, most: int) -> list[tuple[int, int, float]]:
        """Pictures with the strongest bins of scale and rotation, those bins, and their weight."""
        unique, inverse = np.unique(self.owner * 512 + self.bins, return_inverse=True)
        strength = np.bincount(inverse, self.weight)
        chosen: dict[int, tuple[int, float]] = {}
        for at in np.argsort(-strength, kind="stable"):
            if strength[at] <= 0 or len(chosen) == most:
                break
            chosen.setdefault(int(unique[at] // 512), (int(unique[at] % 512), float(strength[at])))
        return [(row, peak, weight) for row, (peak, weight) in chosen.items()]


class StoredCorners:
    """The corners of an index's pictures.

    Args:
        arrays: of the pictures.
        searcher: of the descriptors; made here where none was stored.
    """

    def __init__(self, arrays: PictureArrays, searcher: faiss.IndexBinary | None = None) -> None:
        self._arrays, self._owner = arrays, arrays.owners()
        self.searcher = searcher if searcher is not None else _searcher(arrays.descriptors)

    def votes(self, query: Features, *, exact: bool = False) -> Votes:
        """Corners like those of a query.

        Most pictures that are looked up are not in the index, and a few corners tell that: the others are not asked.

        Args:
            query: its features.
            exact: compare all corners with every stored one.
        """
        if not len(query) or not len(self._arrays.descriptors):
            return Votes.none()
        rows = np.arange(len(query))
        if exact or not isinstance(self.searcher, faiss.IndexBinaryIVF):
            return self._asked(query, rows, self._exact() if exact else self.searcher)
        votes, left = Votes.none(), rows
        for step, least in _STEPS:
            votes = votes.joined(self._asked(query, left[left % step == 0], self.searcher))
            if not any(weight >= least for *_, weight in votes.strongest(1)):
                return Votes.none()
            left = left[left % step != 0]
        return votes.joined(self._asked(query, left, self.searcher))

    def pairs(self, query: Features, votes: Votes, row: int, peak: int) -> AffineMap | None:
        """The map that the votes for one picture and one bin agree on."""
        chosen = (votes.owner == row) & near(votes.bins, peak)
        return fit(query.points[votes.query[chosen]], self._points(votes.stored[chosen]))

    def rematched(self, query: Features, row: int, peak: int) -> AffineMap | None:
        """The same after each corner of the picture has sought its own partner among those of the query."""
        own = np.arange(int(self._arrays.starts[row]), int(self._arrays.starts[row + 1]))
        own = own[~self._graphic(own)]
        if len(own) < LEAST_INLIERS:
            return None
        codes = np.ascontiguousarray(self._arrays.descriptors[own])
        distances, partners = faiss.knn_hamming(codes, query.descriptors, 1)
        close = distances[:, 0] <= _NEAR_BITS
        source, target = query.points[partners[close, 0]], self._points(own[close])
        chosen = near(vote(source, target), peak)
        return fit(source[chosen], target[chosen])

    def _asked(self, query: Features, rows: npt.NDArray[np.int64], searcher: faiss.IndexBinary) -> Votes:
        distances, found = searcher.search(np.ascontiguousarray(query.descriptors[rows]), _NEIGHBOURS)
        asked, rank = np.nonzero((found >= 0) & (distances <= _NEAR_BITS))
        own = ~self._graphic(found[asked, rank])
        asked, rank = asked[own], rank[own]
        stored, bits = found[asked, rank], distances[asked, rank]
        bins = vote(query.points[rows[asked]], self._points(stored))
        owner = self._owner[stored].astype(np.int64)
        return Votes(rows[asked], stored, owner, bins, np.exp(-((bits / 32.0) ** 2)))

    def _points(self, stored: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        return self._arrays.points[stored].astype(np.float32)

    def _graphic(self, features: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which stored features belong to graphics that unrelated pictures share."""
        owner = self._owner[features]
        columns, rows = cells(self._points(features), self._arrays.sizes[owner])
        at = rows * GRID + columns
        return np.asarray((self._arrays.graphics[owner, at // 8] >> (7 - at % 8)) & 1, np.bool_)

    def _exact(self) -> faiss.IndexBinaryFlat:
        flat = faiss.IndexBinaryFlat(8 * DESCRIPTOR_BYTES)
        flat.add(np.ascontiguousarray(self._arrays.descriptors))
        return flat


def _searcher(descriptors: npt.NDArray[np.uint8]) -> Any:
    codes = np.ascontiguousarray(descriptors)
    if len(codes) < _EXACT_BELOW:
        flat = faiss.IndexBinaryFlat(8 * DESCRIPTOR_BYTES)
        if len(codes):
            flat.add(codes)
        return flat
    lists = min(_LISTS, len(codes) // 300)
    inverted: Any = faiss.index_binary_factory(8 * DESCRIPTOR_BYTES, f"BIVF{lists}")
    inverted.nprobe = _VISITED
    sample = np.random.default_rng(0).permutation(len(codes))[: _TRAINED_ON * lists]
    inverted.train(codes[np.sort(sample)])
    inverted.add(codes)
    return inverted
