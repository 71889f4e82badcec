"""What a version sends to Milvus, part by part, and which of it the version before has sent already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask
from provenance.indexing.bm25 import CHANNELS
from provenance.indexing.bundle import PICTURES, VECTORS
from provenance.indexing.facts import facts_of
from provenance.indexing.fields import field_texts, searched_as_whole
from provenance.indexing.milvus.rows import Hashes, Numbers, keys
from provenance.indexing.milvus.served import owners_of_hashes
from provenance.indexing.milvus.weights import counts_of, document_weights
from provenance.indexing.picture_store import PictureArrays
from provenance.store.ids import load_entries
from provenance.store.records import IDS_FILE, RecordTable

#: Items that are looked at together.
_BLOCK = 16_384

#: Records that show how long texts are; more would move a score by less than a thousandth.
_MEASURED = 50_000


class Items(Protocol):
    """The items of one part of a version, numbered.

    Attributes:
        owners: uint64, shape (items,): the hash of the id of each one's record.
        nth: int64, shape (items,): which of its record's items it is.
    """

    owners: Hashes
    nth: Numbers

    def __len__(self) -> int:
        """How many."""

    def values(self, numbers: Numbers) -> Sequence[Any]:
        """What the collection keeps of some items."""

    def same(self, numbers: Numbers, other: Self, others: Numbers) -> Mask:
        """Which of some items are what those of an older version were."""


def difference(new: Items, old: Items) -> tuple[Numbers, Numbers]:
    """The numbers of the new items that the old ones do not hold, and of the old ones that the new do not hold."""
    _, here, there = np.intersect1d(
        keys(new.owners, new.nth), keys(old.owners, old.nth), assume_unique=True, return_indices=True
    )
    stays = np.zeros(len(here), np.bool_)
    for start in range(0, len(here), _BLOCK):
        part = slice(start, start + _BLOCK)
        stays[part] = new.same(here[part], old, there[part])
    return (
        np.setdiff1d(np.arange(len(new)), here[stays], assume_unique=True),
        np.setdiff1d(np.arange(len(old)), there[stays], assume_unique=True),
    )


class VectorItems:
    """The vectors of a version's records."""

    def __init__(self, folder: Path) -> None:
        arrays = {path.stem: np.load(path, mmap_mode="r") for path in (folder / VECTORS).glob("*.npy")}
        self._vectors: npt.NDArray[np.float16] = arrays["vectors"]
        rows = arrays["owners"].astype(np.int64)
        self.owners = record_hashes(folder)[rows]
        self.nth = np.arange(len(rows)) - arrays["first"][rows]

    def __len__(self) -> int:
        return len(self.owners)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._vectors.shape[1])

    def values(self, numbers: Numbers) -> Sequence[Any]:
        """See `Items`."""
        return list(self._vectors[numbers].astype(np.float32))

    def same(self, numbers: Numbers, other: Self, others: Numbers) -> Mask:
        """See `Items`."""
        return np.asarray((self._vectors[numbers] == other._vectors[others]).all(axis=1))


class WordItems:
    """What words the records of a version have, as weights.

    Args:
        folder: of the version.
        means: channel → mean number of terms; None means as these records have it.
    """

    def __init__(self, folder: Path, means: dict[str, float] | None = None) -> None:
        self._records = RecordTable(folder)
        self._means = means
        self.owners = record_hashes(folder)
        self.nth = np.zeros(len(self.owners), np.int64)

    def __len__(self) -> int:
        return len(self.owners)

    @property
    def means(self) -> dict[str, float]:
        """Channel → mean number of terms that the weights are made with."""
        if self._means is None:
            rows = np.unique(np.linspace(0, max(0, len(self) - 1), min(len(self), _MEASURED)).astype(np.int64))
            sums = dict.fromkeys(CHANNELS, 0)
            for row in rows.tolist():
                for channel, counts in self._counts(row).items():
                    sums[channel] += counts.total()
            self._means = {channel: total / max(1, len(rows)) for channel, total in sums.items()}
        return self._means

    def values(self, numbers: Numbers) -> Sequence[Any]:
        """See `Items`."""
        return [document_weights(self._counts(row), self.means) for row in numbers.tolist()]

    def same(self, numbers: Numbers, other: Self, others: Numbers) -> Mask:
        """See `Items`: what the terms are made of is the same."""
        out = np.ones(len(numbers), np.bool_)
        for name in ("kind", "claim", "title", "text", "transcript"):
            ours, theirs = self._records.column(name).take(numbers), other._records.column(name).take(others)
            out &= np.array([one == two for one, two in zip(ours.to_pylist(), theirs.to_pylist(), strict=True)])
        return out

    def _counts(self, row: int) -> Any:
        record = self._records.evidence(row)
        return counts_of(field_texts(record), facts_of(record), whole=searched_as_whole(record))


class HashItems:
    """One kind of hash of what the records of a version show."""

    def __init__(self, folder: Path, kind: str) -> None:
        arrays = PictureArrays.load(folder / PICTURES)
        self._codes = arrays.pdq if kind == "pdq" else arrays.dct
        self.owners = owners_of_hashes(arrays)
        order = np.argsort(self.owners, kind="stable")
        grouped = self.owners[order]
        self.nth = np.empty(len(order), np.int64)
        self.nth[order] = np.arange(len(order)) - np.searchsorted(grouped, grouped)

    def __len__(self) -> int:
        return len(self.owners)

    @property
    def bits(self) -> int:
        """Length of a hash."""
        return 8 * int(self._codes.shape[1])

    def values(self, numbers: Numbers) -> Sequence[Any]:
        """See `Items`."""
        return [code.tobytes() for code in self._codes[numbers]]

    def same(self, numbers: Numbers, other: Self, others: Numbers) -> Mask:
        """See `Items`."""
        return np.asarray((self._codes[numbers] == other._codes[others]).all(axis=1))


def record_hashes(folder: Path) -> Hashes:
    """The hash of the id of every row's record."""
    hashes, rows = load_entries(folder / IDS_FILE)
    out = np.empty(len(hashes), np.uint64)
    out[rows.astype(np.int64)] = hashes
    return out


def has_pictures(folder: Path) -> bool:
    """Whether a version holds hashes."""
    return (folder / PICTURES).is_dir()
