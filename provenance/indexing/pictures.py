"""Find the indexed pictures that share a part with a query: local features first, whole-picture hashes beside them.

Votes of single features name candidates; a candidate is returned only after its map is fitted and its looks agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import faiss
import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt
from provenance.indexing.base import Ranking
from provenance.indexing.hashes import HashIndex
from provenance.indexing.picture_corners import StoredCorners
from provenance.indexing.picture_graphics import unpack
from provenance.indexing.picture_store import PictureArrays, PictureKey
from provenance.media.box import WHOLE, Box
from provenance.media.features import Features, QueryCorners
from provenance.media.geometry import LEAST_INLIERS, AffineMap
from provenance.media.hashes import DCT_NEAR_BITS, PDQ_NEAR_BITS, PDQ_SAME_BITS, picture_hashes
from provenance.media.match import ImageMatch, Side, judge
from provenance.media.subpictures import sub_pictures

#: Candidates that are fitted and looked at; bounds the cost of a query.
_CANDIDATES = 10
#: Candidates whose own features are matched again, pair by pair, when the votes do not suffice.
_REMATCHED = 3
#: A hashed part that is a shared graphic in this share of its area names no picture.
_GRAPHIC_PART = 0.4
#: Corners' worth of trust in a hash match: near, the same by the authors' threshold, and so for two whole pictures.
_HASH_NEAR, _HASH_SAME, _HASH_WHOLE = 6, 14, 25


@dataclass(frozen=True, slots=True)
class PictureHit:
    """An indexed picture of which some part is in the query."""

    key: PictureKey
    match: ImageMatch


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
        self._corners = StoredCorners(arrays, searcher)
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
        corners = QueryCorners(pixels, parts)
        hits: dict[int, ImageMatch] = {}
        for mirrored in (False, True):
            self._look(pixels, parts, corners, mirrored=mirrored, exact=exact, hits=hits)
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
        if isinstance(self._corners.searcher, faiss.IndexBinaryIVF):
            faiss.write_index_binary(self._corners.searcher, str(folder / "features.faiss"))

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
        corners: QueryCorners,
        *,
        mirrored: bool,
        exact: bool,
        hits: dict[int, ImageMatch],
    ) -> None:
        turned = np.ascontiguousarray(pixels[:, ::-1]) if mirrored else pixels
        boxes = [box.mirrored() for box in parts] if mirrored else parts
        grey = np.asarray(cv2.cvtColor(turned, cv2.COLOR_RGB2GRAY), np.uint8)
        query = Side(grey, turned.shape[1], turned.shape[0])
        features = corners.features(mirrored=mirrored)
        for row, found in (*self._by_features(features, exact=exact), *self._by_hashes(turned, boxes)):
            if (
                match := judge(found, query, self.arrays.side(row, int(self._copies[row])), mirrored=mirrored)
            ) is not None:
                known = hits.get(row)
                if known is None or match.similarity > known.similarity:
                    hits[row] = match

    def _by_features(self, query: Features, *, exact: bool) -> Iterator[tuple[int, AffineMap]]:
        votes = self._corners.votes(query, exact=exact)
        for rank, (row, peak, _) in enumerate(votes.strongest(_CANDIDATES)):
            found = self._corners.pairs(query, votes, row, peak)
            if (found is None or found.inliers < 3 * LEAST_INLIERS) and rank < _REMATCHED:
                found = self._corners.rematched(query, row, peak) or found
            if found is not None:
                yield row, found

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
