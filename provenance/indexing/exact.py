"""Brute force over vectors: slow, obvious, and what every faster vector index is compared with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from provenance.indexing.base import Mask, Ranking, Similarities, best, checked_k, checked_mask


class ExactVectors:
    """Inner products with every vector; a row's similarity is that of its nearest vector.

    Args:
        rows: number of rows of the record table.
        vectors: float32, shape (vectors, dimension).
        owners: shape (vectors,), the row that each vector belongs to; a row may own none or several.
    """

    def __init__(self, rows: int, vectors: Similarities, owners: Sequence[int] | np.ndarray) -> None:
        self._rows = rows
        self._vectors = np.asarray(vectors, np.float32)
        self._owners = np.asarray(owners, np.int64)

    def __len__(self) -> int:
        return self._rows

    def search(self, queries: Sequence[Similarities], k: int, *, allowed: Mask | None = None) -> list[Ranking]:
        """See `Index.search`."""
        checked_k(k)
        allowed = checked_mask(allowed, len(self))
        out = []
        for query in queries:
            nearest = np.full(self._rows, -np.inf, np.float32)
            np.maximum.at(nearest, self._owners, self._vectors @ np.asarray(query, np.float32))
            eligible = np.isfinite(nearest) if allowed is None else np.isfinite(nearest) & allowed
            rows = np.flatnonzero(eligible)
            out.append(best(rows, nearest[rows], k))
        return out
