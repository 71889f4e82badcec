"""What a text tells, as numbers: enough to bound how far two texts tell one event, before any date or place is read.

Terms are numbered by a `Numbering`, so that a post meets all its records in a few array steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]


class Numbering(Protocol):
    """Knows the terms of records by numbers from 0 on."""

    def __len__(self) -> int:
        """No number is as high."""

    def find(self, terms: Sequence[str]) -> npt.NDArray[np.int64]:
        """The number of each term, -1 where no record has it."""


def likeness(records: Sequence[Numbers], room: Places) -> Floats:
    """`features.set_cosine` of the terms of each two records, shape (records, records).

    Args:
        records: numbers of the distinct terms of each; one at least.
        room: shape (numbers of the numbering,), whatever stands there.
    """
    sizes = np.array(list(map(len, records)))
    every = np.concatenate(records)
    # A term has one column, that of the last record which holds it; to sort the terms takes several times as long.
    room[every] = np.arange(len(every))
    holds = np.zeros((len(records), len(every)), np.float32)
    holds[np.repeat(np.arange(len(records)), sizes), room[every]] = 1.0
    length = np.sqrt(np.maximum(1, sizes))
    return np.asarray(holds @ holds.T / length / length[:, None])


def agreement_degree(agreed: Iterable[str]) -> float:
    """How much agreeing numbers tell: half a point for each digit that is no closing zero, two at most."""
    return sum(min(2.0, len(value.strip("%0")) / 2) for value in agreed)


class Shared(NamedTuple):
    """The terms that a post shares with its records, each weighing what it tells among these records.

    Attributes:
        terms: of the post, those that any record of the numbering may have.
        matrix: shape (records, terms): bits where shared, else 0.
    """

    terms: Sequence[str]
    matrix: Floats


class SharedTerms:
    """The terms that some posts have in common with some records, all of them looked up at once.

    Args:
        posts: distinct terms of each of one side.
        records: of the other, numbers of the distinct terms of each.
        numbers: by which these are numbered.
    """

    def __init__(self, posts: Sequence[Iterable[str]], records: Sequence[Numbers], numbers: Numbering) -> None:
        wanted = [list(terms) for terms in posts]
        found = numbers.find([term for own in wanted for term in own])
        met = np.unique(found[found >= 0])
        slot = np.full(len(numbers), -1, np.int32)
        slot[met] = np.arange(len(met))
        self._holds = np.zeros((len(records), len(met)), np.bool_)
        if records:
            place = slot[np.concatenate(records)]
            owner = np.repeat(np.arange(len(records)), list(map(len, records)))
            shared = place >= 0
            self._holds[owner[shared], place[shared]] = True
        self._terms: list[Sequence[str]] = []
        self._columns: list[npt.NDArray[np.int64]] = []
        for own, numbered in zip(wanted, np.split(found, np.cumsum(list(map(len, wanted)))[:-1]), strict=True):
            known = (numbered >= 0).nonzero()[0]
            self._terms.append([own[at] for at in known.tolist()])
            self._columns.append(slot[numbered[known]].astype(np.int64))

    def of(self, post: int, records: npt.NDArray[np.int64]) -> Shared:
        """One post and its records, whose own frequencies say what a term tells, as `background.Background` does."""
        held = self._holds.take(records, axis=0).take(self._columns[post], axis=1)
        bits = np.log2((len(records) + 1) / (np.count_nonzero(held, axis=0) + 0.5))
        return Shared(self._terms[post], held * bits)
