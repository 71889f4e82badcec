"""Find the indexed pictures that share a part with a query: local features first, whole-picture hashes beside them.

Votes of single features name candidates; a candidate is returned only after its map is fitted and its looks agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import faiss
import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt
from provenance.indexing.base import Ranking
from provenance.indexing.hashes import HashIndex
from provenance.indexing.picture_graphics import GRID, cells, unpack
from provenance.indexing.picture_store import PictureArrays, PictureKey
from provenance.media.box import WHOLE, Box
from provenance.media.features import DESCRIPTOR_BYTES, Features, query_features
from provenance.media.geometry import LEAST_INLIERS, AffineMap, fit, near, vote
from provenance.media.hashes import DCT_NEAR_BITS, PDQ_NEAR_BITS, PDQ_SAME_BITS, picture_hashes
from provenance.media.match import ImageMatch, Side, judge
from provenance.media.subpictures import sub_pictures

#: Neighbours of each query feature.
_NEIGHBOURS = 6
#: Hamming distance (of 256) up to which a neighbour votes.
_NEAR_BITS = 60
#: Candidates that are fitted and looked at; bounds the cost of a query.
_CANDIDATES = 10
#: Candidates whose own features are matched again, pair by pair, when the votes do not suffice.
_REMATCHED = 3
#: A hashed part that is a shared graphic in this share of its area names no picture.
_GRAPHIC_PART = 0.4
#: Fewer features than this are searched exactly.
_EXACT_BELOW = 40_000
#: Lists of the inverted file, and how many are visited for a query feature: a choice for cost, not tuned (2026-11).
_LISTS, _VISITED = 4096, 8
#: Features a list on which the lists are trained; a fixed sample, so that a rebuild gives the same index.
_TRAINED_ON = 40
#: Corners' worth of trust in a hash match: near, the same by the authors' threshold, and so for two whole pictures.
_HASH_NEAR, _HASH_SAME, _HASH_WHOLE = 6, 14, 25


@dataclass(frozen=True, slots=True)
class PictureHit:
    """An indexed picture of which some part is in the query."""

    key: PictureKey
    match: ImageMatch


@dataclass(frozen=True, slots=True, eq=False)
class _Votes:
    """Pairs of features that may be the same corner: int64, shape (n,), and their weights."""

    query: npt.NDArray[np.int64]
    stored: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]


#: Makes the searcher of one kind of hash (`pdq` or `dct`) of some pictures.
Hashes = Callable[[str, PictureArrays], HashIndex]


def _own_hashes(kind: str, arrays: PictureArrays) -> HashIndex:
    return HashIndex(arrays.pdq if kind == "pdq" else arrays.dct)


class PictureIndex:
    """Immutable once made; equal to brute force where every list is visited."""

    def __init__(
        self, arrays: PictureArrays, searcher: faiss.IndexBinary | None = None, hashes: Hashes = _own_hashes
    ) -> None:
        self.arrays = arrays
        self._searcher = searcher if searcher is not None else _searcher(arrays.descriptors)
        self._owner = arrays.owners()
        self._copies = arrays.copy_starts()
        self._pdq, self._dct = hashes("pdq", arrays), hashes("dct", arrays)

    def __len__(self) -> int:
        return len(self.arrays.keys)

    def search(self, pixels: npt.NDArray[np.uint8], k: int = 10, *, exact: bool = False) -> list[PictureHit]:
        """The pictures that share a part with a query, most similar first.

        Args:
            pixels: uint8, shape (height, width, 3), RGB.
            k: at most so many.
            exact: compare with every stored feature: slow, the reference of the fast way.
        """
        if not len(self):
            return []
        parts = sub_pictures(pixels)
        hits: dict[int, ImageMatch] = {}
        for mirrored in (False, True):
            self._look(pixels, parts, mirrored=mirrored, exact=exact, hits=hits)
            # A mirror is looked for only in what is unexplained: it doubles the cost.
            if any(match.box_a.area > 0.3 for match in hits.values()):
                break
        ranked = sorted(hits, key=lambda row: (-hits[row].similarity, row))[:k]
        return [PictureHit(self.arrays.keys[row], hits[row]) for row in ranked]

    def size(self, key: PictureKey) -> tuple[int, int]:
        """Width and height of an indexed picture's file."""
        width, height = self.arrays.sizes[self.arrays.keys.index(key)]
        return int(width), int(height)

    def small_copy(self, evidence_id: str, media: str, at_s: float | None = None) -> tuple[bytes, float | None] | None:
        """The small grey copy of an indexed picture as JPEG, and the second of the recording that it is of.

        Args:
            evidence_id: of the record.
            media: entry of its `media`.
            at_s: of a recording: the key frame nearest to this second.

        Returns:
            None where there is no such picture.
        """
        rows = self._rows.get((evidence_id, media), ())
        known = [(row, second) for row in rows if ((second := self.arrays.keys[row].at_s) is None) == (at_s is None)]
        if not known:
            return None
        row, second = min(known, key=lambda each: abs((each[1] or 0.0) - (at_s or 0.0)))
        grey = self.arrays.side(row, int(self._copies[row])).grey
        return bytes(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 90])[1]), second

    @cached_property
    def _rows(self) -> dict[tuple[str, str], list[int]]:
        """Record and media → its pictures."""
        rows: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row, key in enumerate(self.arrays.keys):
            rows[key.evidence_id, key.media].append(row)
        return rows

    def save(self, folder: Path) -> None:
        """Write into an empty folder."""
        self.arrays.save(folder)
        if isinstance(self._searcher, faiss.IndexBinaryIVF):
            faiss.write_index_binary(self._searcher, str(folder / "features.faiss"))

    @classmethod
    def load(cls, folder: Path, hashes: Hashes = _own_hashes) -> PictureIndex:
        """Open what `save` wrote.

        Args:
            folder: of the pictures.
            hashes: who searches the hashes of a kind.

        Raises:
            IndexCorrupt: a file is missing or malformed.
        """
        arrays = PictureArrays.load(folder)
        lists = folder / "features.faiss"
        if not lists.exists():
            return cls(arrays, hashes=hashes)
        try:
            searcher = faiss.read_index_binary(str(lists))
        except RuntimeError as error:
            raise IndexCorrupt(f"{lists} cannot be read: {error}; rebuild the index") from None
        if searcher.ntotal != len(arrays.descriptors):
            raise IndexCorrupt(f"{lists} holds {searcher.ntotal} features, its arrays {len(arrays.descriptors)}")
        return cls(arrays, searcher, hashes)

    def _look(
        self,
        pixels: npt.NDArray[np.uint8],
        parts: list[Box],
        *,
        mirrored: bool,
        exact: bool,
        hits: dict[int, ImageMatch],
    ) -> None:
        turned = np.ascontiguousarray(pixels[:, ::-1]) if mirrored else pixels
        boxes = [box.mirrored() for box in parts] if mirrored else parts
        grey = np.asarray(cv2.cvtColor(turned, cv2.COLOR_RGB2GRAY), np.uint8)
        query = Side(grey, turned.shape[1], turned.shape[0])
        features = query_features(turned, boxes, mirrored=mirrored)
        for row, found in (*self._by_features(features, exact=exact), *self._by_hashes(turned, boxes)):
            if (
                match := judge(found, query, self.arrays.side(row, int(self._copies[row])), mirrored=mirrored)
            ) is not None:
                known = hits.get(row)
                if known is None or match.similarity > known.similarity:
                    hits[row] = match

    def _by_features(self, query: Features, *, exact: bool) -> Iterator[tuple[int, AffineMap]]:
        votes = self._vote(query, exact=exact)
        if not len(votes.query):
            return
        stored = self.arrays.points[votes.stored].astype(np.float32)
        bins = vote(query.points[votes.query], stored)
        for rank, (row, peak) in enumerate(_strongest(votes, bins, _CANDIDATES)):
            chosen = (votes.owner == row) & near(bins, peak)
            found = fit(query.points[votes.query[chosen]], stored[chosen])
            if (found is None or found.inliers < 3 * LEAST_INLIERS) and rank < _REMATCHED:
                found = self._rematch(query, row, peak) or found
            if found is not None:
                yield row, found

    def _vote(self, query: Features, *, exact: bool) -> _Votes:
        if not len(query) or not len(self.arrays.descriptors):
            empty = np.zeros(0, np.int64)
            return _Votes(empty, empty, empty, np.zeros(0))
        searcher = self._exact() if exact else self._searcher
        distances, rows = searcher.search(query.descriptors, _NEIGHBOURS)
        asked, rank = np.nonzero((rows >= 0) & (distances <= _NEAR_BITS))
        own = ~self._graphic(rows[asked, rank])
        asked, rank = asked[own], rank[own]
        stored, bits = rows[asked, rank], distances[asked, rank]
        return _Votes(asked, stored, self._owner[stored].astype(np.int64), np.exp(-((bits / 32.0) ** 2)))

    def _graphic(self, features: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which stored features belong to graphics that unrelated pictures share."""
        owner = self._owner[features]
        columns, rows = cells(self.arrays.points[features].astype(np.float32), self.arrays.sizes[owner])
        at = rows * GRID + columns
        return np.asarray((self.arrays.graphics[owner, at // 8] >> (7 - at % 8)) & 1, np.bool_)

    def _exact(self) -> faiss.IndexBinaryFlat:
        flat = faiss.IndexBinaryFlat(8 * DESCRIPTOR_BYTES)
        flat.add(np.ascontiguousarray(self.arrays.descriptors))
        return flat

    def _rematch(self, query: Features, row: int, peak: int) -> AffineMap | None:
        own = np.arange(int(self.arrays.starts[row]), int(self.arrays.starts[row + 1]))
        own = own[~self._graphic(own)]
        if len(own) < LEAST_INLIERS:
            return None
        codes = np.ascontiguousarray(self.arrays.descriptors[own])
        distances, partners = faiss.knn_hamming(codes, query.descriptors, 1)
        close = distances[:, 0] <= _NEAR_BITS
        source = query.points[partners[close, 0]]
        target = self.arrays.points[own[close]].astype(np.float32)
        chosen = near(vote(source, target), peak)
        return fit(source[chosen], target[chosen])

    def _by_hashes(self, pixels: npt.NDArray[np.uint8], parts: list[Box]) -> Iterator[tuple[int, AffineMap]]:
        hashes = picture_hashes(pixels, [WHOLE, *parts])
        for searcher, codes, most in ((self._pdq, hashes.pdq, PDQ_NEAR_BITS), (self._dct, hashes.dct, DCT_NEAR_BITS)):
            near = searcher.search(codes, 2)
            for at, row, agreeing in ((at, *pair) for at, each in enumerate(near) for pair in _pairs(each)):
                differing = searcher.bits - int(agreeing)
                if differing > most:
                    continue
                owner = int(self.arrays.hash_owner[row])
                stored = Box(*(min(1.0, max(0.0, float(value))) for value in self.arrays.hash_boxes[row]))
                if stored.cut(unpack(self.arrays.graphics[owner])).mean() > _GRAPHIC_PART:
                    continue
                width, height = self.arrays.sizes[owner]
                matrix = _box_to_box(hashes.boxes[at], pixels.shape[1], pixels.shape[0], stored, width, height)
                same = searcher is self._pdq and differing <= PDQ_SAME_BITS
                whole = hashes.boxes[at] == WHOLE == stored
                worth = _HASH_NEAR if not same else _HASH_WHOLE if whole else _HASH_SAME
                yield owner, AffineMap(matrix, worth, np.zeros((0, 2), np.float32))


def _pairs(ranking: Ranking) -> Iterator[tuple[int, float]]:
    return zip(ranking.rows.tolist(), ranking.similarities.tolist(), strict=True)


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


def _strongest(votes: _Votes, bins: npt.NDArray[np.int64], most: int) -> list[tuple[int, int]]:
    """Rows with the strongest bins of scale and rotation, and those bins."""
    keys = votes.owner * 512 + bins
    unique, inverse = np.unique(keys, return_inverse=True)
    strength = np.bincount(inverse, votes.weight)
    chosen: dict[int, int] = {}
    for at in np.argsort(-strength, kind="stable"):
        if strength[at] <= 0 or len(chosen) == most:
            break
        chosen.setdefault(int(unique[at] // 512), int(unique[at] % 512))
    return list(chosen.items())


def _box_to_box(
    query: Box, width: float, height: float, stored: Box, other_width: float, other_height: float
) -> npt.NDArray[np.float64]:
    """The map from shares of one longer side to shares of the other that lays one box on the other."""
    source = np.array([width, height]) / max(width, height)
    target = np.array([other_width, other_height]) / max(other_width, other_height)
    low, high = np.array([query.x0, query.y0]) * source, np.array([query.x1, query.y1]) * source
    to_low, to_high = np.array([stored.x0, stored.y0]) * target, np.array([stored.x1, stored.y1]) * target
    scale = (to_high - to_low) / (high - low)
    return np.array([[scale[0], 0, to_low[0] - scale[0] * low[0]], [0, scale[1], to_low[1] - scale[1] * low[1]]])


__all__ = ["PictureArrays", "PictureHit", "PictureIndex", "PictureKey"]
