"""Nearest vectors: a compressed index over everything, exact products where they decide.

A record owns one vector for each of its views (claim, title, passages of the body); its similarity is that of the
nearest. The vectors lie on disk in float16. Up to `FLAT_UNTIL` they are searched as they are, block by block; beside
more lies a compressed index, whose findings they put in order. They also answer narrow filters.
"""

from __future__ import annotations

import math
import mmap
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt
from provenance.indexing.base import Mask, Ranking, Similarities, best, checked_k, checked_mask
from provenance.indexing.fields import FIELDS
from provenance.indexing.inverted_file import InvertedFile
from provenance.indexing.vector_scans import KeptScans

#: More vectors than this are searched through a compressed inverted file (a flat scan takes 2 ms each per 50,000
#: vectors; 2026-11).
FLAT_UNTIL = 100_000

#: Fewer allowed vectors than this are compared one by one: exact, and for the queries of a batch together no dearer
#: than an inverted file, of which a narrow filter makes one visit most lists (2026-11, a million records).
SCAN_UNTIL = 200_000

#: The compressed index finds this many times as many vectors as rows are asked for, and exact products choose among
#: them; at least this many times as many as so many rows have on average, of which all may be near.
OVERFETCH, MORE_VIEWS = 2, 1.4

#: Queries that read together what any of them found.
_TOGETHER = 32

_VECTORS, _OWNERS, _VIEWS, _FAISS = "vectors.npy", "owners.npy", "views.npy", "index.faiss"
_BLOCK = 16_384  # vectors turned from float16 to float32 at a time

#: After so many vectors were read, the pages of the file are given back: each may hold 64 KB in memory (128 MB).
_LET_GO_AFTER = 2_048

#: Similarities that are held at a time while allowed vectors are compared one by one (float32: 64 MB).
_SCANNED = 16_000_000


class VectorIndex:
    """Inner products of unit vectors. Opened from what `vector_writer.VectorWriter` left."""

    def __init__(self, folder: Path) -> None:
        try:
            self._vectors = np.load(folder / _VECTORS, mmap_mode="r", allow_pickle=False)
            self._owners: npt.NDArray[np.int32] = np.load(folder / _OWNERS, mmap_mode="r", allow_pickle=False)
            self._views: npt.NDArray[np.uint8] = np.load(folder / _VIEWS, mmap_mode="r", allow_pickle=False)
            # Vector numbers of a row are first[row] .. first[row + 1].
            self._first: npt.NDArray[np.int64] = np.load(folder / "first.npy", mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise IndexCorrupt(f"cannot open the vectors in {folder}: {error}; rebuild the index") from error
        self._folder = folder
        self._scans = KeptScans()
        self._read = 0

    @classmethod
    def open(cls, folder: Path) -> Self:
        """See `Index.open`."""
        return cls(folder)

    def __len__(self) -> int:
        return len(self._first) - 1

    @property
    def vectors(self) -> int:
        """Number of vectors."""
        return len(self._owners)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._vectors.shape[1])

    def search(
        self, queries: Sequence[Similarities] | Similarities, k: int, *, allowed: Mask | None = None
    ) -> list[Ranking]:
        """See `Index.search`; `queries` may be a matrix."""
        checked_k(k)
        allowed = checked_mask(allowed, len(self))
        if not len(queries):
            return []
        matrix = np.asarray(queries, np.float32)
        if not len(self._vectors):
            return [best(np.zeros(0, np.int64), np.zeros(0, np.float32), k) for _ in matrix]
        if allowed is None:
            return self._search(matrix, k, None)
        eligible = allowed[self._owners]
        numbers = np.flatnonzero(eligible)
        return (
            self._search(matrix, k, eligible) if len(numbers) > SCAN_UNTIL else self._scan(matrix, allowed, numbers, k)
        )

    def _scan(self, matrix: Similarities, allowed: Mask, numbers: npt.NDArray[np.int64], k: int) -> list[Ranking]:
        """Compare all of these vectors, which are in ascending order, and so therefore are their rows."""
        if not len(numbers):
            return [best(numbers, np.zeros(0, np.float32), k) for _ in matrix]
        owners = self._owners[numbers]
        first = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
        rows = owners[first].astype(np.int64)
        found = self._scans.recall(matrix, allowed, len(rows))
        left = np.array([place for place in range(len(matrix)) if place not in found], np.int64)
        together = max(1, _SCANNED // len(numbers))
        rankings = {place: best(*known, k) for place, known in found.items()}
        for start in range(0, len(left), together):
            places = left[start : start + together]
            scores = np.maximum.reduceat(self._products(matrix[places], numbers), first, axis=1)
            self._scans.keep(matrix[places], rows, scores)
            rankings.update((place, best(rows, line, k)) for place, line in zip(places.tolist(), scores, strict=True))
        return [rankings[place] for place in range(len(matrix))]

    def similarities(
        self, query: Similarities, rows: Sequence[int] | npt.NDArray[np.int64], *, view: str | None = None
    ) -> Similarities:
        """Exact similarity of some rows to one query vector.

        Args:
            query: shape (dimension,).
            rows: any rows.
            view: compare with this view only (`fields.FIELDS`); None means the nearest of all.

        Returns:
            float32, shape (len(rows),); NaN where a record has no vector of that view.
        """
        wanted = np.asarray(rows, np.int64)
        numbers, places = self._numbers_of(wanted)
        if view is not None:
            fits = self._views[numbers] == FIELDS.index(view)
            numbers, places = numbers[fits], places[fits]
        out = np.full(len(wanted), -np.inf, np.float32)
        np.maximum.at(out, places, self._products(np.asarray(query, np.float32)[None, :], numbers)[0])
        return np.where(np.isneginf(out), np.float32(np.nan), out)

    def by_view(self, queries: Similarities, rows: npt.NDArray[np.int64]) -> Similarities:
        """Exact similarity of some rows to several query vectors, view by view.

        Args:
            queries: shape (queries, dimension).
            rows: any rows.

        Returns:
            float32, shape (queries, views in the order of `fields.FIELDS`, rows); NaN where a record has no such view.
        """
        numbers, places = self._numbers_of(rows)
        slots = places * len(FIELDS) + self._views[numbers]
        if (slots[1:] < slots[:-1]).any():
            order = np.argsort(slots, kind="stable")
            numbers, slots = numbers[order], slots[order]
        out = np.full((len(queries), len(FIELDS) * len(rows)), np.nan, np.float32)
        if len(slots):
            first = np.flatnonzero(np.concatenate([[True], slots[1:] != slots[:-1]]))
            products = self._products(np.asarray(queries, np.float32), numbers)
            out[:, slots[first]] = np.maximum.reduceat(products, first, axis=1)
        return out.reshape(len(queries), len(rows), len(FIELDS)).transpose(0, 2, 1)

    def of_rows(self, rows: npt.NDArray[np.int64]) -> tuple[Similarities, npt.NDArray[np.int64]]:
        """The vectors of some rows, float32, one row after the other, and how many each has.

        Args:
            rows: shape (n,).

        Returns:
            shape (vectors, dimension), and shape (n,).
        """
        numbers, _ = self._numbers_of(rows)
        return self._stored(numbers), self._first[rows + 1] - self._first[rows]

    def stored(self, row: int) -> Similarities:
        """The vectors of a row, one a view; float32, shape (views, dimension)."""
        return np.asarray(self._vectors[self._first[row] : self._first[row + 1]], np.float32)

    def _numbers_of(self, rows: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Numbers of all vectors of the rows, one row after the other, and the place of each one's row in `rows`."""
        start = self._first[rows]
        counts = self._first[rows + 1] - start
        ends = np.cumsum(counts)
        numbers = np.arange(counts.sum()) + np.repeat(start - (ends - counts), counts)
        return numbers, np.repeat(np.arange(len(rows)), counts)

    def _search(self, matrix: Similarities, k: int, eligible: Mask | None) -> list[Ranking]:
        """Ask for vectors until they belong to `k` rows, then let the exact products order them."""
        owners = self._owners if eligible is None else self._owners[eligible]
        total, rows = len(owners), _distinct(owners)
        fetch = min(total, math.ceil(k * max(OVERFETCH, MORE_VIEWS * total / max(1, rows))))
        found: list[npt.NDArray[np.int64]] = [np.zeros(0, np.int64)] * len(matrix)
        waiting = np.arange(len(matrix))
        while len(waiting):
            asked = matrix[waiting]
            named = self._ask(asked, fetch, eligible)
            for place, numbers in zip(waiting.tolist(), named, strict=True):
                found[place] = numbers[numbers >= 0]
            if fetch == total:
                break
            wanted = min(k, rows)
            waiting = waiting[[len(np.unique(self._owners[found[place]])) < wanted for place in waiting.tolist()]]
            fetch = min(total, fetch * 4)
        return list(self._ordered(matrix, found, k))

    def _ordered(self, matrix: Similarities, found: Sequence[npt.NDArray[np.int64]], k: int) -> Iterator[Ranking]:
        """The rows of the vectors that were found for each query; what several queries found is read once."""
        for first in range(0, len(matrix), _TOGETHER):
            own = found[first : first + _TOGETHER]
            distinct, places = np.unique(np.concatenate(own), return_inverse=True)
            products = self._products(matrix[first : first + _TOGETHER], distinct)
            cuts = np.cumsum([len(numbers) for numbers in own])[:-1]
            for numbers, place, scores in zip(own, np.split(places, cuts), products, strict=True):
                yield self._ranking(numbers, scores[place], k)

    def _ask(self, matrix: Similarities, fetch: int, eligible: Mask | None) -> npt.NDArray[np.int64]:
        if self._compressed is None:
            return self._ask_blocks(matrix, fetch, eligible)
        return self._compressed.search(matrix, fetch, eligible)

    @cached_property
    def _compressed(self) -> InvertedFile | None:
        return InvertedFile.at(self._folder / _FAISS, len(self._vectors))

    def _ask_blocks(self, matrix: Similarities, fetch: int, eligible: Mask | None) -> npt.NDArray[np.int64]:
        """The nearest of all vectors, block by block as they lie on disk: no second copy of them is held or mapped."""
        import faiss

        numbers = np.arange(len(self._vectors)) if eligible is None else np.flatnonzero(eligible)
        scores = np.zeros((len(matrix), 0), np.float32)
        found = np.zeros((len(matrix), 0), np.int64)
        for start in range(0, len(numbers), _BLOCK):
            own = numbers[start : start + _BLOCK]
            near, place = faiss.knn(matrix, self._stored(own), min(fetch, len(own)), metric=faiss.METRIC_INNER_PRODUCT)
            scores, found = np.concatenate([scores, near], axis=1), np.concatenate([found, own[place]], axis=1)
            if scores.shape[1] > fetch:
                kept = np.argpartition(-scores, fetch - 1, axis=1)[:, :fetch]
                scores, found = np.take_along_axis(scores, kept, axis=1), np.take_along_axis(found, kept, axis=1)
        return found

    def _products(self, matrix: Similarities, numbers: npt.NDArray[np.int64]) -> Similarities:
        """Exact products with some vectors, shape (queries, numbers)."""
        out = np.empty((len(matrix), len(numbers)), np.float32)
        for start in range(0, len(numbers), _BLOCK):
            block = numbers[start : start + _BLOCK]
            out[:, start : start + _BLOCK] = matrix @ self._stored(block).T
        return out

    def _stored(self, numbers: npt.NDArray[np.int64]) -> Similarities:
        """Vectors by number, float32. What was read of the file does not stay in this process's memory."""
        found: Similarities = self._vectors[numbers].astype(np.float32)
        self._read += len(numbers)
        if self._read >= _LET_GO_AFTER:
            self._read = 0
            if mapped := getattr(self._vectors, "_mmap", None):  # none where the file holds no vector
                mapped.madvise(mmap.MADV_DONTNEED)
        return found

    def _ranking(self, numbers: npt.NDArray[np.int64], scores: Similarities, k: int) -> Ranking:
        """From vectors to rows: the nearest vector of each."""
        order = np.argsort(-scores, kind="stable")
        rows, first = np.unique(self._owners[numbers[order]], return_index=True)
        return best(rows.astype(np.int64), scores[order][first], k)


def _distinct(owners: npt.NDArray[np.int32]) -> int:
    """How many different rows there are among the owners of some vectors, which are in ascending order."""
    return int(np.count_nonzero(owners[1:] != owners[:-1])) + bool(len(owners))
