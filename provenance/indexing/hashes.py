"""Which stored hashes of pictures differ from a query's in few bits: all are compared, which is exact."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt
from provenance.indexing.base import Mask, Ranking, best, checked_k, checked_mask

Codes = npt.NDArray[np.uint8]

#: More than asked for is fetched, so that equals at the end are seen and can be put in order.
_BESIDE = 6


class HashIndex:
    """Hamming distances; the similarity of two hashes is the number of bits that agree.

    Args:
        codes: uint8, shape (hashes, bytes), a row a hash.
    """

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    @classmethod
    def open(cls, folder: Path) -> Self:
        """See `Index.open`; the folder holds `codes.npy`."""
        try:
            return cls(np.load(folder / "codes.npy", mmap_mode="r", allow_pickle=False))
        except (OSError, ValueError) as error:
            raise IndexCorrupt(f"cannot open the hashes in {folder}: {error}; rebuild the index") from error

    def __len__(self) -> int:
        return len(self._codes)

    @property
    def bits(self) -> int:
        """Length of a hash."""
        return 8 * int(self._codes.shape[1])

    def search(self, queries: Sequence[Codes] | Codes, k: int, *, allowed: Mask | None = None) -> list[Ranking]:
        """See `Index.search`; `queries` may be a matrix."""
        checked_k(k)
        allowed = checked_mask(allowed, len(self))
        if not len(queries):
            return []
        asked = np.ascontiguousarray(queries, np.uint8)
        if allowed is not None:
            rows = np.flatnonzero(allowed)
            return [Ranking(rows[one.rows], one.similarities) for one in HashIndex(self._codes[rows]).search(asked, k)]
        if not len(self):
            return [best(np.zeros(0, np.int64), np.zeros(0, np.float32), k) for _ in asked]
        return self._search(asked, k)

    def _search(self, asked: Codes, k: int) -> list[Ranking]:
        rankings: list[Ranking | None] = [None] * len(asked)
        places, fetch = np.arange(len(asked)), min(len(self), k + _BESIDE)
        while len(places):
            for place, (bits, rows) in zip(places, self._nearest(asked[places], fetch), strict=True):
                if len(rows) <= k or len(rows) < fetch or fetch == len(self) or bits[k - 1] < bits[-1]:
                    rankings[place] = best(rows, (self.bits - bits).astype(np.float32), k)
            places = np.array([place for place in places if rankings[place] is None], np.int64)
            fetch = min(len(self), fetch * 8)
        return [ranking for ranking in rankings if ranking is not None]

    def _nearest(self, asked: Codes, fetch: int) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
        """Of each query the nearest hashes, nearest first: their distances in bits, and their rows."""
        bits, rows = self._flat.search(asked, fetch)
        return [(near.astype(np.int64), own) for near, own in zip(bits, rows, strict=True)]

    @cached_property
    def _flat(self) -> Any:
        import faiss

        flat = faiss.IndexBinaryFlat(self.bits)
        flat.add(np.ascontiguousarray(self._codes))
        return flat
