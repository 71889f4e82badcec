"""Character n-grams: runs of four letters of a text, and which of them stand in texts that lie in memory.

Words that are spelt otherwise, inflected or joined (#StopTheSteal) have most of their runs in common.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from provenance.compiled import ngrams as loops

Runs = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.uint16]
Sizes = npt.NDArray[np.int64]

#: Bits of the number of a run where runs are counted: of 150,000 distinct ones in 2,000 records one in eight shares it.
NUMBER_BITS = 20
_MIXED = np.uint64(0x9E3779B97F4A7C15)
_SPACE = ord(" ")


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of records where they lie in memory, UTF-8.

    Attributes:
        begins: shape (fields, records), addresses.
        sizes: of the same shape, bytes; 0 where there is no text.
    """

    begins: npt.NDArray[np.uint64]
    sizes: Sizes

    def __getitem__(self, records: slice) -> Texts:
        return Texts(self.begins[:, records], self.sizes[:, records])

    def __len__(self) -> int:
        return int(self.begins.shape[1])


@cache
def folded() -> npt.NDArray[np.uint16]:
    """What each letter counts as: letters small, digits as they are, all else as a space."""
    letters = map(chr, range(1 << 16))
    found = np.array([ord(each.lower()[0]) if each.isalnum() else _SPACE for each in letters], np.uint16)
    found.flags.writeable = False
    return found


def runs_of(text: str) -> Runs:
    """The runs of a text in their order, which begins and ends with a space: four letters each, 16 bits a letter."""
    points = np.frombuffer(f" {text} ".encode("utf-32-le", "replace"), np.uint32)
    letters = np.where(points < 1 << 16, folded()[points & 0xFFFF], np.uint16(_SPACE)).astype(np.uint64)
    kept = np.ones(len(letters), np.bool_)
    kept[1:] = (letters[1:] != _SPACE) | (letters[:-1] != _SPACE)
    letters = letters[kept]
    if len(letters) < 4:
        return np.zeros(0, np.uint64)
    first, second, third = (letters[place : place - 3] << np.uint64(48 - 16 * place) for place in range(3))
    runs: Runs = first | second | third | letters[3:]
    return runs


def marked(runs: Runs, texts: Texts, most: int) -> tuple[npt.NDArray[np.bool_], Sizes]:
    """Which runs stand in records.

    Args:
        runs: shape (n,), distinct and ascending.
        texts: of the records.
        most: letters of a text that are read.

    Returns:
        Shape (records, n), and shape (records,): how many runs each record has, counted as often as they stand there.
    """
    found = loops.marked(folded(), runs, texts.begins, texts.sizes, most)
    if found is not None:
        return found
    out, lengths = np.zeros((len(texts), len(runs)), np.bool_), np.zeros(len(texts), np.int64)
    for record in range(len(texts)):
        own = _read(texts, record, most)
        out[record], lengths[record] = np.isin(runs, own), len(own)
    return out, lengths


def counted(texts: Texts, most: int) -> Counts:
    """In how many records each run stands, by its number (`numbers_of`); of 65,535 records at most."""
    found = loops.counted(folded(), texts.begins, texts.sizes, most, NUMBER_BITS)
    if found is not None:
        return found
    counts = np.zeros(1 << NUMBER_BITS, np.uint16)
    for record in range(len(texts)):
        counts[np.unique(numbers_of(_read(texts, record, most)))] += 1
    return counts


def numbers_of(runs: Runs) -> npt.NDArray[np.int64]:
    """The places of runs among the counts."""
    return ((runs * _MIXED) >> np.uint64(64 - NUMBER_BITS)).astype(np.int64)


def _read(texts: Texts, record: int, most: int) -> Runs:
    """The runs of all texts of a record."""
    places = zip(texts.begins[:, record].tolist(), texts.sizes[:, record].tolist(), strict=True)
    parts = [ctypes.string_at(begin, size).decode("utf-8", "replace")[:most] for begin, size in places if size]
    return np.concatenate([np.zeros(0, np.uint64), *map(runs_of, parts)])
