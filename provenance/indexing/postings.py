"""The inverted file on disk: of every term, in which records it stands how often, field by field; memory-mapped.

Records stand in groups (of one kind each), so that a search among one kind reads its part of a list alone. Their number
in this order is their place; `rows` leads back.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt
from provenance.indexing.arrays import map_arrays
from provenance.indexing.bm25 import CHANNELS, K1, LENGTHS, B
from provenance.indexing.fields import SEARCHED

HEAD_FILE = "lexical.json"
#: Sorts of terms; each has lists of its own.
WORDS, PAIRS, FACT = range(3)
#: A term has a list for each field; facts, which know no field, have the first one.
LISTS = len(SEARCHED)
#: The largest number of times that is told.
MOST_TIMES = 2**16 - 1


@dataclass(frozen=True, eq=False)
class Postings:
    """The lists of all terms, by the hash of the term and then by field.

    Attributes:
        terms: uint64, shape (terms,), ascending hashes (`term_hash`).
        sorts: uint8, shape (terms,).
        starts: int64, shape (terms * 4 + 1,), where each list begins.
        bounds: float32, shape (terms * 4,): no record of the list gets a larger share of the term's weight.
        places: uint32, of the records of each list, ascending.
        times: uint16, how often the term stands there.
        lengths: uint8, shape (channels, records): terms of each channel, as places in `bm25.LENGTHS`.
        rows: int64, shape (records,), row of each place.
        groups: name → records, in the order of their places.
        totals: terms of each channel in all records.
    """

    terms: npt.NDArray[np.uint64]
    sorts: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.float32]
    places: npt.NDArray[np.uint32]
    times: npt.NDArray[np.uint16]
    lengths: npt.NDArray[np.uint8]
    rows: npt.NDArray[np.int64]
    groups: dict[str, int]
    totals: Sequence[int]

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Map what the writer left.

        Raises:
            IndexCorrupt: a file is missing or malformed.
        """
        try:
            head = json.loads((folder / HEAD_FILE).read_text(encoding="utf-8"))
            found = cls(**map_arrays(folder, ARRAYS), groups=dict(head["groups"]), totals=tuple(head["totals"]))
        except (OSError, ValueError, TypeError, KeyError, EOFError) as error:
            raise IndexCorrupt(f"cannot open the lexical index {folder}: {error}; rebuild the index") from error
        if len(found.starts) != LISTS * len(found.terms) + 1 or int(found.starts[-1]) != len(found.places):
            raise IndexCorrupt(f"the files of the lexical index {folder} do not fit each other; rebuild the index")
        return found

    @cached_property
    def group_edges(self) -> list[int]:
        """Where the groups begin, and the end of the last one."""
        return [0, *accumulate(self.groups.values())]

    @cached_property
    def norms(self) -> npt.NDArray[np.float32]:
        """k1 (1 - b + b length / mean length), shape (channels, lengths)."""
        return norms_of(self.totals, len(self))

    def numbers(self, hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        """The number of each term by its hash, -1 where no record has it.

        Returns:
            shape (hashes,).
        """
        if not len(self.terms):
            return np.full(len(hashes), -1, np.int64)
        at = np.minimum(np.searchsorted(self.terms, hashes), len(self.terms) - 1)
        return np.where(self.terms[at] == hashes, at, -1)

    def let_go(self) -> None:
        """Give back the pages of the lists that were read."""
        for lists in (self.places, self.times):
            if mapped := getattr(lists.base, "_mmap", None):  # none where no list holds anything
                mapped.madvise(mmap.MADV_DONTNEED)

    def norms_at(self, channels: npt.NDArray[np.int64], places: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The norm of each of some records in a channel of its own.

        Args:
            channels: shape (n,).
            places: of the records in the lists, shape (n,).

        Returns:
            shape (n,).
        """
        lengths = self.lengths.ravel().take(channels * len(self) + places)
        found: npt.NDArray[np.float32] = self.norms.ravel().take(channels * self.norms.shape[1] + lengths)
        return found

    def shares(self, channel: int, begin: int, end: int) -> npt.NDArray[np.float32]:
        """What share of the term's weight each record of a part of a list gets, shape (end - begin,)."""
        often = self.times[begin:end].astype(np.float32)
        norm: npt.NDArray[np.float32] = self.norms[channel].take(self.lengths[channel].take(self.places[begin:end]))
        norm += often
        out: npt.NDArray[np.float32] = np.divide(often, norm, out=norm)
        return out


#: Files of `Postings`.
ARRAYS = tuple(field.name for field in fields(Postings) if field.name not in ("groups", "totals"))


def norms_of(totals: Sequence[int], records: int) -> npt.NDArray[np.float32]:
    """See `Postings.norms`."""
    means = np.array([total / max(1, records) for total in totals])
    shares = LENGTHS[None, :] / np.where(means > 0, means, 1.0)[:, None]
    return (K1 * (1 - B + B * shares)).astype(np.float32)


def channel_of(sort: int, field: int) -> int:
    """The channel of a sort of terms in a field (`bm25.CHANNELS`)."""
    return len(CHANNELS) - 1 if sort == FACT else 2 * field + sort


def term_hash(sort: int, term: str) -> int:
    """64 bits of a BLAKE2 digest; two terms of an index that share one are as unlikely as a broken file."""
    return int.from_bytes(blake2b(f"{sort} {term}".encode("utf-8", "surrogatepass"), digest_size=8).digest())


def spread(begins: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The numbers of several ranges, one after the other.

    Args:
        begins: of the ranges, shape (n,).
        sizes: of the ranges, shape (n,).

    Returns:
        shape (sum of the sizes,).
    """
    ends = np.cumsum(sizes)
    return np.asarray(np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(begins - (ends - sizes), sizes))


def grouped(names: Sequence[str], codes: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], dict[str, int]]:
    """Rows by group and then in their order, and how many each group has.

    Args:
        names: of the groups.
        codes: of each row, its place in `names`.
    """
    ordered = sorted(range(len(names)), key=lambda code: names[code])
    rank = np.empty(len(names), np.int64)
    rank[ordered] = np.arange(len(names))
    ranks = rank[codes]
    sizes = np.bincount(ranks, minlength=len(names)).tolist()
    return np.argsort(ranks, kind="stable"), {names[code]: n for code, n in zip(ordered, sizes, strict=True) if n}


def runs_of(keys: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """The distinct ones of ascending keys, and how often each comes.

    Args:
        keys: shape (n,), ascending.

    Returns:
        both of shape (distinct keys,).
    """
    new = np.ones(len(keys), np.bool_)
    new[1:] = keys[1:] != keys[:-1]
    first = np.flatnonzero(new)
    return keys[first], np.diff(np.append(first, len(keys)))
