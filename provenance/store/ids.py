"""From an id to its row, without keeping the ids in memory: a sorted array of their hashes, memory-mapped."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt, told_by

#: Two rows: hashes in ascending order, and the row of each.
_TYPE = np.dtype("<u8")


class IdIndexWriter:
    """Gives out rows in the order of first sight."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, key: str) -> tuple[int, bool]:
        """The row of an id, and whether it was new."""
        fresh = key not in self._rows
        return self._rows.setdefault(key, len(self._rows)), fresh

    def save(self, path: Path) -> None:
        """Write the hashes in ascending order."""
        hashes = np.fromiter(map(hash_of, self._rows), _TYPE, len(self._rows))
        save_entries(path, hashes, np.arange(len(hashes)))  # rows are numbered in the order of insertion


class IdIndex:
    """Looks rows up; `id_of` settles the rare case of two ids with one hash."""

    def __init__(self, path: Path, id_of: Callable[[int], str]) -> None:
        self._hashes, self._rows = load_entries(path)
        self._id_of = id_of

    def rows(self, hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        """The row of each hash (`hash_of`), -1 where it is unknown; of two ids with one hash, the first.

        Returns:
            shape (hashes,).
        """
        if not len(self._hashes):
            return np.full(len(hashes), -1, np.int64)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        return np.where(self._hashes[at] == hashes, self._rows[at].astype(np.int64), -1)

    def row(self, key: str) -> int | None:
        """The row of an id, None when it is unknown."""
        wanted = np.uint64(hash_of(key))
        at = int(np.searchsorted(self._hashes, wanted))
        while at < len(self._hashes) and self._hashes[at] == wanted:
            row = int(self._rows[at])
            if self._id_of(row) == key:
                return row
            at += 1
        return None


def save_entries(path: Path, hashes: npt.NDArray[np.uint64], rows: npt.NDArray[np.int64]) -> None:
    """Write hashes and the row of each, in ascending order of the hashes."""
    order = np.argsort(hashes, kind="stable")
    np.save(path, np.stack([hashes[order].astype(_TYPE), rows[order].astype(_TYPE)]), allow_pickle=False)


def load_entries(path: Path) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Hashes in ascending order, and the row of each, memory-mapped.

    Raises:
        IndexCorrupt: the file is missing or something else.
    """
    try:
        entries = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise IndexCorrupt(f"cannot read the ids {path}: {told_by(error)}; rebuild the index") from error
    if entries.dtype != _TYPE or entries.ndim != 2 or len(entries) != 2:
        raise IndexCorrupt(f"{path} does not hold ids; rebuild the index")
    return entries[0], entries[1]


def hash_of(key: str) -> int:
    """64 bits of a BLAKE2 digest; Python's own hash differs from process to process."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
