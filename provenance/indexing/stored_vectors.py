"""The vectors of an index as they lie on disk, and exact products with them."""

from __future__ import annotations

import os
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from provenance.compiled.threads import side_by_side, threads
from provenance.compiled.vectors import read_vectors
from provenance.errors import IndexCorrupt
from provenance.indexing.base import Similarities
from provenance.indexing.fields import FIELDS

#: Vectors turned from float16 to float32 at a time.
BLOCK = 16_384
#: Vectors read and multiplied at a time, so few that they stay in the processor's cache (float32: 3 MB).
_AT_ONCE = 2_048
_VECTORS, _OWNERS, _VIEWS = "vectors.npy", "owners.npy", "views.npy"


class StoredVectors:
    """One vector for each view of each record, in the order of the records."""

    def __init__(self, folder: Path) -> None:
        try:
            vectors = np.load(folder / _VECTORS, mmap_mode="r", allow_pickle=False)
            self._owners: npt.NDArray[np.int32] = np.load(folder / _OWNERS, mmap_mode="r", allow_pickle=False)
            self._views: npt.NDArray[np.uint8] = np.load(folder / _VIEWS, mmap_mode="r", allow_pickle=False)
            # Vector numbers of a row are first[row] .. first[row + 1].
            self._first: npt.NDArray[np.int64] = np.load(folder / "first.npy", mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise IndexCorrupt(f"cannot open the vectors in {folder}: {error}; rebuild the index") from error
        #: Where the vectors begin in their file, and bytes of each.
        self._begin, self._line = getattr(vectors, "offset", 0), vectors.strides[0]
        self._shape = vectors.shape
        self._file = os.open(folder / _VECTORS, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

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
        return int(self._shape[1])

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
            out[:, slots[first]] = largest(products, first)
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
        return self._stored(np.arange(self._first[row], self._first[row + 1]))

    def _numbers_of(self, rows: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Numbers of all vectors of the rows, one row after the other, and the place of each one's row in `rows`."""
        start = self._first[rows]
        counts = self._first[rows + 1] - start
        ends = np.cumsum(counts)
        numbers = np.arange(counts.sum()) + np.repeat(start - (ends - counts), counts)
        return numbers, np.repeat(np.arange(len(rows)), counts)

    def _products(self, matrix: Similarities, numbers: npt.NDArray[np.int64]) -> Similarities:
        """Exact products with some vectors, shape (queries, numbers)."""
        out = np.empty((len(matrix), len(numbers)), np.float32)
        starts = range(0, len(numbers), _AT_ONCE)
        lanes = [starts[lane :: threads()] for lane in range(min(threads(), len(starts)))]
        rooms = np.empty((len(lanes), min(_AT_ONCE, len(numbers)), self.dimension), np.float32)

        def multiply(lane: int) -> None:
            for start in lanes[lane]:
                own = numbers[start : start + _AT_ONCE]
                read = rooms[lane, : len(own)]
                self._read(own, read)
                out[:, start : start + _AT_ONCE] = (read @ matrix.T).T

        side_by_side(multiply, range(len(lanes)))
        return out

    def _stored(self, numbers: npt.NDArray[np.int64]) -> Similarities:
        """Vectors by number, float32."""
        out = np.empty((len(numbers), self.dimension), np.float32)
        self._read(numbers, out)
        return out

    def _read(self, numbers: npt.NDArray[np.int64], out: Similarities) -> None:
        """Fill the lines of `out` with vectors by number.

        They are read, not mapped: a page that is looked at brings fifteen others into this process's memory, and it
        takes longer to give them back than to read a few vectors anew.
        """
        if not len(numbers):
            return
        whole = read_vectors(self._file, self._begin, numbers, out)
        if whole is None:
            half, whole = self._read_plainly(numbers)
            out[:] = half
        if not whole:
            raise IndexCorrupt(f"the file {_VECTORS} was cut off after the index was opened; rebuild the index")

    def _read_plainly(self, numbers: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.float16], bool]:
        """The same without compiled loops: vectors as they are stored, and whether the file held all of them."""
        out = np.empty((len(numbers), self.dimension), np.float16)
        begins = np.concatenate([[0], np.flatnonzero(np.diff(numbers) != 1) + 1])
        ends = np.append(begins[1:], len(numbers)) * self._line
        places = numbers[begins] * self._line + self._begin
        lines = out.data.cast("B")
        runs = zip((begins * self._line).tolist(), ends.tolist(), places.tolist(), strict=True)
        return out, all(os.preadv(self._file, (lines[begin:end],), at) == end - begin for begin, end, at in runs)


def largest(values: Similarities, begins: npt.NDArray[np.int64]) -> Similarities:
    """The largest value of each of some small groups that lie side by side, in half the time of `np.maximum.reduceat`.

    Args:
        values: shape (n, all of the groups).
        begins: where each group begins, ascending from 0.

    Returns:
        shape (n, groups).
    """
    sizes = np.diff(np.append(begins, values.shape[1]))
    out: Similarities = values.take(begins, axis=1)
    for number in range(1, int(sizes.max(initial=1))):
        np.maximum(out, values.take(np.where(sizes > number, begins + number, begins), axis=1), out=out)
    return out
