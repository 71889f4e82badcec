"""Writes vectors as they come, bounded in memory, and builds the FAISS index over them at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import JobError
from provenance.indexing.arrays import Column, map_arrays
from provenance.indexing.base import Similarities
from provenance.indexing.fields import FIELDS
from provenance.indexing.vector import FAISS_FILE, FLAT_UNTIL, GROUPS_FILE, group_file

#: Lists of an inverted file per square root of the vectors (FAISS guidelines: 4 to 16; the least suits few probes).
LISTS_PER_ROOT = 4

#: Training vectors per list; FAISS warns below 39, and more than 64 changes nothing (2026-11).
TRAINING_PER_LIST = 48

_BLOCK = 65_536
_SEED = 1234


class VectorWriter:
    """Takes vectors in ascending order of their rows.

    Args:
        folder: an empty folder.
        dimension: length of a vector.
        flat_until: number of vectors up to which no compressed index is built beside them.
    """

    def __init__(self, folder: Path, dimension: int, *, flat_until: int = FLAT_UNTIL) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._dimension, self._flat_until = folder, dimension, flat_until
        self._vectors = Column(folder / "vectors.npy", "<f2", (dimension,))
        self._owners: list[int] = []
        self._views: list[int] = []

    def add(self, rows: Sequence[int], views: Sequence[str], vectors: Similarities) -> None:
        """Append vectors with the row and the view that each belongs to.

        Args:
            rows: of the vectors, ascending.
            views: names of the fields they were made of.
            vectors: float32, shape (rows, dimension).

        Raises:
            ValueError: the rows do not ascend.
            JobError: the vectors are of another shape, or not finite.
        """
        if list(rows) != sorted(rows) or (self._owners and rows and rows[0] < self._owners[-1]):
            raise ValueError("vectors must come in ascending order of their rows")
        if vectors.shape != (len(rows), self._dimension) or not np.isfinite(vectors).all():
            raise JobError(
                f"the encoder gave vectors of shape {vectors.shape} or not finite; expected {self._dimension} columns"
            )
        self._owners.extend(rows)
        self._views.extend(FIELDS.index(view) for view in views)
        self._vectors.put(vectors)

    def __len__(self) -> int:
        return len(self._owners)

    def close(self, rows: int, groups: npt.NDArray[np.int64] | None = None) -> None:
        """Write everything out.

        Args:
            rows: of the record table.
            groups: shape (rows,), the group that each record is often searched with by itself, from 1 on; 0 for none.
        """
        self._vectors.close()
        vectors = map_arrays(self._folder, ("vectors",))["vectors"]
        owners = np.array(self._owners, np.int32)
        np.save(self._folder / "owners.npy", owners, allow_pickle=False)
        np.save(self._folder / "views.npy", np.array(self._views, np.uint8), allow_pickle=False)
        np.save(
            self._folder / "first.npy",
            np.searchsorted(owners, np.arange(rows + 1)).astype(np.int64),
            allow_pickle=False,
        )
        self._write_index(FAISS_FILE, vectors, np.arange(len(owners)))
        if groups is not None:
            self._write_groups(vectors, owners, groups)

    def _write_groups(
        self, vectors: npt.NDArray[np.float16], owners: npt.NDArray[np.int32], groups: npt.NDArray[np.int64]
    ) -> None:
        own = groups[owners]
        written = [
            group
            for group in np.unique(own).tolist()
            if group and self._write_index(group_file(group), vectors, np.flatnonzero(own == group))
        ]
        if written:
            kept = np.where(np.isin(groups, written), groups, 0)
            np.save(self._folder / GROUPS_FILE, kept.astype(np.uint16), allow_pickle=False)

    def _write_index(self, name: str, vectors: npt.NDArray[np.float16], numbers: npt.NDArray[np.int64]) -> bool:
        """Write the compressed index of some vectors, ascending; not of so few that each is compared."""
        if len(numbers) <= self._flat_until:
            return False
        write_faiss(self._compressed(vectors, numbers, name), self._folder / name)
        return True

    def _compressed(self, vectors: npt.NDArray[np.float16], numbers: npt.NDArray[np.int64], name: str) -> Any:
        """The compressed index of some vectors, which a file of that name is to hold."""
        import faiss

        lists = lists_of(len(numbers))
        index = faiss.index_factory(self._dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        sample = min(len(numbers), lists * TRAINING_PER_LIST)
        chosen = np.sort(np.random.default_rng(_SEED).choice(len(numbers), sample, replace=False))
        index.train(vectors[numbers[chosen]].astype(np.float32))
        fill(index, vectors, numbers)
        return index


def lists_of(count: int) -> int:
    """How many lists so many vectors are parted in."""
    return max(1, int(LISTS_PER_ROOT * count**0.5))


def write_faiss(index: Any, path: Path) -> None:
    """Write a FAISS index; it reports a full or broken disk as a run-time error.

    Raises:
        JobError: the file could not be written.
    """
    import faiss

    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise JobError(f"cannot write {path}: {error}") from error


def fill(index: Any, vectors: npt.NDArray[np.float16], numbers: npt.NDArray[np.int64]) -> None:
    """Put some vectors into a FAISS index, by their numbers."""
    for start in range(0, len(numbers), _BLOCK):
        block = numbers[start : start + _BLOCK]
        index.add_with_ids(vectors[block].astype(np.float32), block)
