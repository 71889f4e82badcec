"""The shingles of many keys as numbers, each key's distinct ones in a row: pairs of keys are compared in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.compiled.pairs import shared_by_pairs

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]

#: Characters of a shingle: three syllables, or six letters (about a word), since spaces are removed.
SYLLABLES, LETTERS = 3, 6
#: An odd number with well spread bits (2^64 divided by the golden ratio), for the polynomial hash of a shingle.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class ShingleRuns:
    """Distinct shingles of keys, each key's ascending.

    Attributes:
        values: of all keys end to end.
        starts: where those of each key begin, and the end of the last one.
    """

    values: Hashes
    starts: Numbers

    @classmethod
    def joined(cls, parts: Sequence[tuple[Hashes, Hashes]]) -> ShingleRuns:
        """Those of several lists of keys, each as `hashed_shingles` gives them."""
        values, sizes = [np.zeros(0, np.uint64)], [np.zeros(1, np.int64)]
        for tokens, starts in parts:
            lengths = np.subtract(starts[1:], starts[:-1], dtype=np.int64, casting="unsafe")
            owners = np.repeat(np.arange(len(lengths)), lengths)
            order = np.lexsort((tokens, owners))
            tokens = tokens[order]  # each stays with its owner: those were in order before
            new = np.concatenate([[True], (tokens[1:] != tokens[:-1]) | (owners[1:] != owners[:-1])])[: len(tokens)]
            values.append(tokens[new])
            sizes.append(np.bincount(owners[new], minlength=len(lengths)))
        return cls(np.concatenate(values), np.cumsum(np.concatenate(sizes)))

    @property
    def sizes(self) -> Numbers:
        """How many each key has."""
        return np.diff(self.starts)

    def shared(self, left: Numbers, right: Numbers) -> Numbers:
        """How many the two keys of each pair share, shape (pairs,)."""
        found = shared_by_pairs(self.values, self.starts, left, right)
        if found is None:
            bounds, pairs = self.starts.tolist(), list(zip(left.tolist(), right.tolist(), strict=True))
            some = {row for pair in pairs for row in pair}
            pieces = {row: set(self.values[bounds[row] : bounds[row + 1]].tolist()) for row in some}
            found = np.array([len(pieces[one] & pieces[two]) for one, two in pairs], np.int64)
        return found


def hashed_shingles(keys: Sequence[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """The shingles of each key as numbers.

    Returns:
        the numbers of all keys in a row, and where each key's begin: one more than there are keys.
    """
    codes = np.frombuffer("".join(keys).encode("utf-32-le"), np.uint32)
    lengths = np.fromiter(map(len, keys), np.int64, len(keys))
    ends = np.cumsum(lengths)
    syllables = np.concatenate([[0], np.cumsum((codes >= 0xE000) & (codes <= 0xF8FF))])
    chinese = 2 * (syllables[ends] - syllables[ends - lengths]) >= lengths
    size = np.where(chinese, SYLLABLES, LETTERS)
    counts = np.maximum(lengths - size + 1, 0)
    whole = np.zeros(len(codes), np.uint64)
    by_size = {}
    for step in range(SYLLABLES if chinese.all() else LETTERS):
        ahead = np.concatenate([codes[step:], np.zeros(step, np.uint32)])
        whole = whole * _MULTIPLIER + ahead
        by_size[step + 1] = whole
    first = np.repeat(ends - lengths, counts) + _counting(counts)
    tokens = by_size[SYLLABLES][first]
    if not chinese.all():
        tokens = np.where(np.repeat(chinese, counts), tokens, by_size[LETTERS][first])
    return tokens ^ (tokens >> np.uint64(29)), np.concatenate([[0], np.cumsum(counts)]).astype(np.uint64)


def _counting(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """0, 1, …, counts[0] - 1, 0, 1, …, counts[1] - 1, and so on."""
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    return np.arange(len(starts)) - starts
